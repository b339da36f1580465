"""Which documents have a term, and how well documents fit: numbers and labels, then BM25F.

Looking through a folded string a document with the interpreter's own substring search takes about
a millisecond for four thousand documents, which an index of bigrams does not beat by enough to be
worth its size.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection as Container
from collections.abc import Iterable, Sequence

from kg.search.documents import Document, Folded
from kg.search.folding import is_chinese, normal
from kg.search.terms import Term

_K1, _B = 1.2, 0.6  # BM25: how soon repetition stops counting, how much length counts
_LABEL = 3.0  # a word of the label counts as so many of the text
_CONTEXT = 0.2  # a word of the title or id of the text
_APART = 0.3  # the words of a Chinese run, not side by side
_WORD = 4  # characters of a word in a Chinese run, at most

# The tiers of a score: what was asked for by number, id or whole label; every term in the label.
EXACT, IN_LABEL = 2000.0, 1000.0


class Haystacks:
    """The folded words of documents, in both languages or in one; read only once made."""

    def __init__(self, documents: Sequence[Document], folded: Sequence[Folded], lang: str) -> None:
        self._documents = documents
        zh, en = lang != "en", lang != "zh"
        self._labels = [(f.label_zh if zh else "") + (f.label_en if en else "") for f in folded]
        self._texts = [(f.text_zh if zh else "") + (f.text_en if en else "") for f in folded]
        self._all = [
            label + text + f.context
            for label, text, f in zip(self._labels, self._texts, folded, strict=True)
        ]
        self._label_sizes, self._text_sizes = _sizes(self._labels), _sizes(self._texts)
        self._exactly: dict[str, set[int]] = defaultdict(set)
        self._below: dict[str, set[int]] = defaultdict(set)
        self._named: dict[str, set[int]] = defaultdict(set)
        for place, document in enumerate(documents):
            for provision in document.provisions:
                parts = provision.split("/")[1:]
                for n in range(1, len(parts) + 1):
                    self._below["/".join(parts[:n])].add(place)
                if document.kind == "provision":
                    self._exactly["/".join(parts)].add(place)
            for name in _identifiers(document):
                self._named[normal(name)].add(place)
        self.chinese = "|".join(w for text in self._all for w in text.split() if is_chinese(w))

    def words(self) -> Iterable[str]:
        """Yield every word of every document."""
        for text in self._all:
            yield from text.split()

    def length(self, place: int) -> int:
        """Return how long a document's texts are."""
        return len(self._texts[place])

    def named(self, typed: str) -> set[int]:
        """Return the documents that bear exactly this id or IRI."""
        return self._named.get(normal(typed.strip()), set())

    def knows(self, reference: str) -> bool:
        """Tell whether some document is, or rests on, a provision of this number."""
        return reference in self._below

    def having(self, term: Term) -> set[int]:
        """Return the places of the documents that have a term."""
        found: set[int] = set()
        for needle in term.needles:
            found.update([i for i, text in enumerate(self._all) if needle in text])
        if term.parts:
            found |= set.intersection(*map(self.having, term.parts))
        return found | self._below.get(term.reference, set())

    def scores(
        self, typed: str, places: Container[int], terms: Sequence[Term], often: Sequence[int]
    ) -> dict[int, float]:
        """Return the scores of documents that have every term, `often` documents each.

        A document whose own words have none of the terms, only its text's title, is left out.
        """
        totals = dict.fromkeys(places, 0.0)
        own: set[int] = set()
        labelled = dict.fromkeys(places, 0)
        exact: set[int] = set()
        for term, having in zip(terms, often, strict=True):
            weight = math.log(1 + len(self._documents) / (having + 0.5)) * (_K1 + 1)
            numbered = self._below.get(term.reference, set())
            exact |= self._exactly.get(term.reference, set())
            for place in places:
                label, text = _often(self._labels[place], term), _often(self._texts[place], term)
                if label >= 1:
                    labelled[place] += 1
                if place in numbered:  # equal numbers stand in the order of the documents
                    own.add(place)
                    continue
                if label or text:
                    own.add(place)
                much = (
                    _LABEL * label / self._label_sizes[place] + text / self._text_sizes[place]
                ) or _CONTEXT
                totals[place] += weight * much / (much + _K1)
        whole = normal(typed.strip())
        for place in own:
            if place in exact:
                totals[place] += EXACT
            elif whole in _names(self._documents[place]):  # equal names stand in order too
                totals[place] = EXACT
            elif labelled[place] == len(terms):
                totals[place] += IN_LABEL
        return {place: totals[place] for place in own}

    def cut(self, run: str) -> list[str]:
        """Return the likeliest words of a Chinese run, each as likely as it is frequent here.

        The best cut by unigram frequencies (Viterbi); [] when a part stands nowhere.
        """
        best: list[tuple[float, list[str]] | None] = [(0.0, [])]
        for end in range(1, len(run) + 1):
            ways = []
            for start in range(max(0, end - _WORD), end - 1):
                before, word = best[start], run[start:end]
                often = self.chinese.count(word) if before and word != run else 0
                if before and often:
                    ways.append((before[0] + math.log(often / len(self.chinese)), before[1], word))
            way = max(ways, default=None, key=lambda w: w[0])
            best.append((way[0], [*way[1], way[2]]) if way else None)
        last = best[-1]
        return last[1] if last else []


def _sizes(texts: Sequence[str]) -> list[float]:
    """Return by how much each text's length makes a word of it count less."""
    mean = max(1.0, sum(map(len, texts)) / max(1, len(texts)))
    return [1 - _B + _B * len(text) / mean for text in texts]


def _often(text: str, term: Term) -> float:
    """Return how often a term stands in a text; its parts apart count little."""
    often = 0.0
    for needle in term.needles:
        found = text.count(needle)
        if found and needle[-1].isascii() and needle[-1] != " ":
            # the beginning of a longer word counts half of the word itself
            found = (found + text.count(needle + " ")) / 2  # type: ignore[assignment]
        often += found
    if not often and term.parts:
        return _APART * min(_often(text, part) for part in term.parts)
    return often


def _identifiers(document: Document) -> list[str]:
    """Return what a node can be called exactly: IRI, identifier, and a code without its scheme."""
    names = [document.identifier]
    if document.iri:
        names.append(document.iri)
    if not document.source:
        names.append(document.identifier.rsplit("/", 1)[-1].removeprefix("jr:"))
    return names


def _names(document: Document) -> tuple[str, str]:
    return normal(document.label.zh), normal(document.label.en)
