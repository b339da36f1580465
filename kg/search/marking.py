"""Marks the words found, and cuts the piece of a text around them. Places, never markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.model import Marked
from kg.model.search import Spans
from kg.search.documents import Document
from kg.search.folding import with_offsets
from kg.search.terms import Term

_LENGTH = {"zh": 100, "en": 240}  # code points of a snippet
_BEFORE = {"zh": 20, "en": 50}  # of them before the first word found
_BREAK = " ，。；：、,.;:"


class Marker:
    """Finds the places of some terms in texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._patterns = [re.compile(p.pattern) for t in terms for p in (t, *t.parts)]

    def spans(self, text: str) -> Spans:
        """Return where the terms stand, in code points of the text, joined where they overlap."""
        return self.look(text)[1]

    def look(self, text: str) -> tuple[int, Spans]:
        """Return how many of the terms a text has, and where they stand."""
        plain, offsets = with_offsets(text)
        terms = 0
        places: list[tuple[int, int]] = []
        for pattern in self._patterns:
            found = [m.span() for m in pattern.finditer(plain)]
            terms += bool(found)
            places += found
        if offsets is not None:
            places = [(offsets[start], offsets[end - 1] + 1) for start, end in places]
        return terms, tuple(_joined(places))


def snippet(document: Document, marker: Marker) -> dict[str, Marked]:
    """Return for each language the text with most of the words, cut around them.

    The law's own words come before this project's where both have as many of the words.
    """
    best: dict[str, tuple[tuple[int, bool], str, str, Spans]] = {}
    for of, lang, text in document.texts:
        terms, spans = marker.look(text)
        rank = (terms, of in ("text", "quote"))
        if lang not in best or rank > best[lang][0]:
            best[lang] = (rank, of, text, spans)
    return {
        lang: _cut(text, spans, lang, of) for lang, (_, of, text, spans) in sorted(best.items())
    }


def _joined(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _cut(text: str, spans: Spans, lang: str, of: str) -> Marked:
    """Return a text cut to the length of a snippet; what is left out is an ellipsis."""
    if len(text) <= _LENGTH[lang]:
        return Marked(text, spans, of)
    first = spans[0][0] if spans else 0
    start = max(0, min(first - _BEFORE[lang], len(text) - _LENGTH[lang]))
    while 0 < start < first and text[start - 1] not in _BREAK:
        start += 1
    end = min(len(text), start + _LENGTH[lang])
    while lang == "en" and end < len(text) and end > start + 1 and text[end - 1] not in _BREAK:
        end -= 1
    lead = "…" if start else ""
    shift = len(lead) - start
    kept = [(s + shift, min(e, end) + shift) for s, e in spans if start <= s < end]
    return Marked(f"{lead}{text[start:end]}{'…' if end < len(text) else ''}", tuple(kept), of)


def label_spans(labels: Mapping[str, str], marker: Marker) -> dict[str, Spans]:
    """Return where the terms stand in the labels, by language."""
    return {lang: marker.spans(text) for lang, text in labels.items()}
