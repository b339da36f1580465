"""Which documents have a term, and how well documents fit: numbers and labels, then BM25F.

All documents' folded words are one string, which the interpreter's own substring search goes
through in a millisecond for four thousand documents; an index of bigrams does not beat that by
enough to be worth its size.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection as Container, Sequence
from functools import cached_property

from kg.search.documents import Document, Folded
from kg.search.folding import is_chinese, normal
from kg.search.terms import Term

_K1, _B = 1.2, 0.6  # BM25: how soon repetition stops counting, how much length counts
_LABEL = 3.0  # a word of the label counts as so many of the text
_CONTEXT = 0.2  # a word of the title or id of the text
_APART = 0.3  # the words of a Chinese run, not side by side
_WHOLE = 0.5  # from here on a term counts as standing in the label
_WORD = 4  # characters of a word in a Chinese run, at most

Having = dict[int, tuple[float, float]]

# The tiers of a score: what was asked for by number, id or whole label; every term in the label.
EXACT, IN_LABEL = 2000.0, 1000.0


class Haystacks:
    """The folded words of documents, in both languages or in one; read only once made."""

    def __init__(self, documents: Sequence[Document], folded: Sequence[Folded], lang: str) -> None:
        self._documents = documents
        zh, en = lang != "en", lang != "zh"
        labels = [(f.label_zh if zh else "") + (f.label_en if en else "") for f in folded]
        texts = [(f.text_zh if zh else "") + (f.text_en if en else "") for f in folded]
        self._label_sizes, self._text_sizes = _sizes(labels), _sizes(texts)
        # One string: a document is its label, its texts, and its context, from end to end.
        self._ends: list[int] = []
        self._parts: list[tuple[int, int, int]] = []
        at = 0
        for label, text, around in zip(labels, texts, folded, strict=True):
            self._parts.append((at, at + len(label), at + len(label) + len(text)))
            at += len(label) + len(text) + len(around.context)
            self._ends.append(at)
        self._all = "".join(
            label + text + f.context for label, text, f in zip(labels, texts, folded, strict=True)
        )
        self._exactly: dict[str, set[int]] = defaultdict(set)
        self._below: dict[str, set[int]] = defaultdict(set)
        self._named: dict[str, set[int]] = defaultdict(set)
        self._called: dict[str, set[int]] = defaultdict(set)
        for place, document in enumerate(documents):
            for provision in document.provisions:
                parts = provision.split("/")[1:]
                for n in range(1, len(parts) + 1):
                    self._below["/".join(parts[:n])].add(place)
                if document.kind == "provision":
                    self._exactly["/".join(parts)].add(place)
            for name in _identifiers(document):
                self._named[normal(name)].add(place)
            for name in (document.label.zh, document.label.en):
                self._called[normal(name)].add(place)

    def words(self) -> list[str]:
        """Return every word of every document."""
        return self._all.split()

    def length(self, place: int) -> int:
        """Return how long a document's texts are."""
        _, start, end = self._parts[place]
        return end - start

    def named(self, typed: str) -> set[int]:
        """Return the documents that bear exactly this id or IRI."""
        return self._named.get(normal(typed.strip()), set())

    def knows(self, reference: str) -> bool:
        """Tell whether some document is, or rests on, a provision of this number."""
        return reference in self._below

    def having(self, term: Term) -> Having:
        """Return the documents that have a term, with how much it counts in label and texts.

        Both are zero where only the title or id of the text has it, or a number is meant.
        """
        first, *others = term.needles
        found = self._look(first)
        for needle in others:
            for place, (label, text) in self._look(needle).items():
                before = found.get(place, (0.0, 0.0))
                found[place] = (before[0] + label, before[1] + text)
        if term.parts:
            parts = [self.having(part) for part in term.parts]
            for place in set.intersection(*(set(p) for p in parts)) - set(found):
                found[place] = (0.0, _APART * min(1.0, *(sum(p[place]) for p in parts)))
        for place in self._below.get(term.reference, ()):
            found.setdefault(place, (0.0, 0.0))
        return found

    def _look(self, needle: str) -> Having:
        """Return how often a needle stands in label and texts of the documents that have it."""
        whole, found = self._all, {}
        # the beginning of a longer word counts half of the word itself
        begins = needle[-1].isascii() and needle[-1] != " "
        at = whole.find(needle)
        while at >= 0:
            place = bisect_right(self._ends, at)
            start, middle, end = self._parts[place]
            label: float = whole.count(needle, start, middle)
            text: float = whole.count(needle, middle, end)
            if begins:
                label = (label + whole.count(needle + " ", start, middle)) / 2 if label else 0
                text = (text + whole.count(needle + " ", middle, end)) / 2 if text else 0
            found[place] = (label, text)
            at = whole.find(needle, self._ends[place])
        return found

    def scores(
        self, typed: str, places: Container[int], terms: Sequence[Term], having: Sequence[Having]
    ) -> dict[int, float]:
        """Return the scores of documents that have every term, as `having` says of each.

        A document whose own words have none of the terms, only its text's title, is left out.
        """
        totals = dict.fromkeys(places, 0.0)
        labelled = dict.fromkeys(places, 0)
        own: set[int] = set()
        exact: set[int] = set()
        for term, found in zip(terms, having, strict=True):
            weight = math.log(1 + len(self._documents) / (len(found) + 0.5)) * (_K1 + 1)
            numbered = self._below.get(term.reference, set())
            exact |= self._exactly.get(term.reference, set())
            label_sizes, text_sizes = self._label_sizes, self._text_sizes
            for place in places:
                label, text = found[place]
                if place in numbered:  # equal numbers stand in the order of the documents
                    own.add(place)
                    labelled[place] += label >= _WHOLE
                    continue
                much = _CONTEXT
                if term.name:
                    own.add(place)
                if label or text:
                    own.add(place)
                    labelled[place] += label >= _WHOLE
                    much = _LABEL * label / label_sizes[place] + text / text_sizes[place]
                totals[place] += weight * much / (much + _K1)
        called = self._called.get(normal(typed.strip()), set())
        for place in own:
            if place in exact:
                totals[place] += EXACT
            elif place in called:  # equal names stand in order too
                totals[place] = EXACT
            elif labelled[place] == len(terms):
                totals[place] += IN_LABEL
        return {place: totals[place] for place in own}

    @cached_property
    def _chinese(self) -> str:
        """Return the Chinese of all documents."""
        return "|".join(w for w in self.words() if is_chinese(w))

    def cut(self, run: str) -> list[str]:
        """Return the likeliest words of a Chinese run, each as likely as it is frequent here.

        The best cut by unigram frequencies (Viterbi); [] when a part stands nowhere.
        """
        best: list[tuple[float, list[str]] | None] = [(0.0, [])]
        for end in range(1, len(run) + 1):
            ways = []
            for start in range(max(0, end - _WORD), end - 1):
                before, word = best[start], run[start:end]
                often = self._chinese.count(word) if before and word != run else 0
                if before and often:
                    ways.append((before[0] + math.log(often / len(self._chinese)), before[1], word))
            way = max(ways, default=None, key=lambda w: w[0])
            best.append((way[0], [*way[1], way[2]]) if way else None)
        last = best[-1]
        return last[1] if last else []


def _sizes(texts: Sequence[str]) -> list[float]:
    """Return by how much each text's length makes a word of it count less."""
    mean = max(1.0, sum(map(len, texts)) / max(1, len(texts)))
    return [1 - _B + _B * len(text) / mean for text in texts]


def _identifiers(document: Document) -> list[str]:
    """Return what a node can be called exactly: IRI, identifier, and a code without its scheme."""
    names = [document.identifier]
    if document.iri:
        names.append(document.iri)
    if not document.source:
        names.append(document.identifier.rsplit("/", 1)[-1].removeprefix("jr:"))
    return names
