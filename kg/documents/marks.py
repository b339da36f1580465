"""Finds the words that facts quote in the text of their article, and cuts the text there."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from kg.model import Part, Stretch

Range = tuple[int, int]


def mark(
    text: str, leaves: Sequence[tuple[str, str, str]], quotes: Mapping[int, Sequence[str]]
) -> list[Part]:
    """Return an article in parts, each cut where a quote begins or ends.

    `leaves` are (id, words, status) of its sentences and items in order; `quotes` the words that
    each fact quotes, by the fact's number. Raises ValueError for words that are not in the text.
    """
    ranges: dict[int, list[Range]] = {}
    for number, many in quotes.items():
        for words in many:
            at = text.find(words)
            if at < 0:
                raise ValueError(f"fact {number} quotes words that are not there: {words}")
            ranges.setdefault(number, []).append((at, at + len(words)))
    parts, done = [], 0
    for ident, words, status in leaves:
        at = text.find(words, done) if words else -1
        if at < 0:
            parts.append(Part(ident, "", (), status))
            continue
        parts.append(Part(ident, text[done:at].strip(), (), status))
        end = at + len(words)
        parts[-1] = Part(ident, parts[-1].marker, _cut(text, at, end, ranges), status)
        done = end
    if text[done:].strip() or not leaves:
        parts.append(Part("", "", _cut(text, done, len(text), ranges), ""))
    return parts


def _cut(text: str, start: int, end: int, ranges: Mapping[int, Sequence[Range]]) -> list[Stretch]:
    """Return the words between two places, cut where a quote begins or ends."""
    every = [(a, b) for many in ranges.values() for a, b in many]
    edges = {start, end} | {x for r in every for x in r if start < x < end}
    cuts = sorted(edges)
    found = []
    for a, b in itertools.pairwise(cuts):
        over = [n for n, many in ranges.items() if any(x <= a and b <= y for x, y in many)]
        ends = [n for n in over if any(y == b for _, y in ranges[n])]
        found.append(Stretch(text[a:b], over, ends))
    return found
