"""Finds a quote in the words of its article, line breaks joined."""

from __future__ import annotations

import difflib

from kg.errors import KgError, Problem
from kg.model import Provision, Quote, Source, Span
from kg.segment import flatten, language_of, leaves
from kg.yaml12 import Document, Path_


class Words:
    """The words of one article of a source, with its sentences and items."""

    def __init__(self, source: Source, article: str) -> None:
        provision = source.provisions.get(article)
        span = provision.span if provision else None
        inside = f"{article}/"
        self.article = article
        self.language = source.language
        self.leaves = [p for p in leaves(source.provisions) if p.id.startswith(inside)]
        self._start = span.start if span else 0
        self._words, self._offsets = flatten(source.text[span.start : span.end] if span else "")

    def find(self, words: str, document: Document, path: Path_) -> Quote:
        """Return the quote with its place; raise KgError, with the nearest text, when not once."""
        wanted = flatten(words.strip())[0]
        count = self._words.count(wanted) if wanted else 0
        if count == 1:
            return self._quote(wanted)
        if not wanted:
            zh, en = "引文是空的。", "The quote is empty."
            hint_zh, hint_en = "请引原文的文字。", "Quote words of the article."
        elif count:
            zh = f"引文在本条出现 {count} 次：“{wanted}”。"
            en = f'The quote occurs {count} times here: "{wanted}".'
            hint_zh, hint_en = "请引得更长。", "Quote more words."
        elif near := self._nearest(wanted):
            zh = f"本条原文没有这段引文：“{wanted}”。"
            en = f'The article does not contain the quote: "{wanted}".'
            hint_zh = f"请照原文引用；最接近的原文是：“{near}”。"
            hint_en = f'Quote the exact words; the nearest are: "{near}".'
        else:
            zh = f"本条没有所供原文，不能引用：“{wanted}”。"
            en = f'No words of this article were supplied, so none can be quoted: "{wanted}".'
            hint_zh = "请改写 provision 和 source_key。"
            hint_en = "Write provision and source_key instead."
        raise KgError(Problem(document.where(path), zh, en, hint_zh, hint_en))

    def _quote(self, wanted: str) -> Quote:
        at = self._words.index(wanted)
        start = self._start + self._offsets[at]
        end = self._start + self._offsets[at + len(wanted) - 1] + 1
        owner = next(
            (p.id for p in self.leaves if p.span and p.span.start <= start < p.span.end),
            self.article,
        )
        return Quote(wanted, owner, Span(start, end), language_of(wanted, self.language))

    def touched(self, quotes: list[Quote]) -> list[Provision]:
        """Return the sentences and items that the quotes touch, in order."""
        return [p for p in self.leaves if any(p.span and meet(p.span, q.span) for q in quotes)]

    def _nearest(self, wanted: str) -> str:
        match = difflib.SequenceMatcher(None, self._words, wanted, False).find_longest_match()
        start = max(0, match.a - match.b)
        return self._words[start : start + min(len(wanted), 60)]


def meet(one: Span, other: Span) -> bool:
    """Tell whether two spans share a character."""
    return one.start < other.end and other.start < one.end
