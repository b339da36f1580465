"""Finds: every term must be found; hits are ranked, an article's parts put together, cut in pages.

A document may have some of the terms in the title or id of its text, but not all of them.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from kg.errors import KgError, Problem
from kg.explain import MISSING, PARTIAL, RESTORED, TRANSLATION
from kg.model import SearchHit, SearchResult, Text
from kg.search.documents import KINDS, Collection, Document
from kg.search.marking import Marker, label_spans, snippet
from kg.search.ranking import EXACT, Haystacks
from kg.search.terms import Term, phrase, read_terms

MAX_LIMIT = 100
MAX_OFFSET = 10_000
_PARTED = range(4, 31)  # characters of a Chinese run that may fall into words
_FEW = 10  # documents: a run that more have is looked for as it is
_NEAR = 0.75  # how alike a word must be to be meant, of 1


class Index:
    """Everything that can be searched; safe to use from several threads once made."""

    def __init__(self, collection: Collection, lang: str = "") -> None:
        self._documents = collection.documents
        self._titles = collection.titles
        self._haystacks = Haystacks(collection.documents, collection.folded, lang)

    @cached_property
    def _vocabulary(self) -> Sequence[str]:
        """Return the Latin words of all documents, the frequent first."""
        words = self._haystacks.words()
        counted = Counter(w for w in words if w.isascii() and w.isalpha())
        return [w for w, _ in counted.most_common() if len(w) > 3]

    def search(
        self, asked: str, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0
    ) -> SearchResult:
        """Return one page of what has all the words. Raises KgError on words that say nothing.

        `kinds` limits the hits to these codes of `KINDS`; none means every kind.
        """
        _check(kinds, limit, offset)
        terms = [self._parted(t) for t in read_terms(asked)]
        found = self._match(asked, terms)
        notes = []
        while not found and (shorter := self._shortened(terms)):
            lost = [a.reference for a, b in zip(terms, shorter, strict=True) if a != b]
            notes = [_no_such(lost, [t.reference for t in shorter if t.reference])]
            terms = shorter
            found = self._match(asked, terms)
        pieces = [p.typed for t in terms for p in t.parts]
        if found and pieces:
            notes.append(_apart(pieces))
        hits = self._collapse(found, terms)
        counts = Counter(self._documents[place].kind for place, _, _ in hits)
        wanted = [h for h in hits if not kinds or self._documents[h[0]].kind in kinds]
        wanted.sort(key=lambda h: (-h[1], h[0]))
        marker = Marker(terms)
        return SearchResult(
            asked,
            len(wanted),
            {kind: counts[kind] for kind in KINDS if counts[kind]},
            offset,
            [self._hit(*hit, marker) for hit in wanted[offset : offset + limit]],
            pieces if found else (),
            notes if found else (),
            None if wanted else self._hint(terms, bool(found)),
        )

    def _parted(self, term: Term) -> Term:
        """Let a Chinese run that few documents have be found by the words that it falls into."""
        run = term.chinese
        if len(run) not in _PARTED or len(self._haystacks.having(term)) >= _FEW:
            return term
        parts = tuple(t for word in self._haystacks.cut(run) if (t := phrase(word)))
        return replace(term, parts=parts) if len(parts) > 1 else term

    def _shortened(self, terms: Sequence[Term]) -> list[Term]:
        """Return the terms with the last part of each number left out; [] when none has parts."""
        if not any("/" in t.reference for t in terms):
            return []
        return [replace(t, reference=t.reference.rpartition("/")[0] or t.reference) for t in terms]

    def _match(self, asked: str, terms: Sequence[Term]) -> dict[int, float]:
        """Return the documents that have every term, with their scores."""
        having = [self._haystacks.having(term) for term in terms]
        places = set.intersection(*(set(h) for h in having))
        found = self._haystacks.scores(asked, places, terms, having)
        for place in self._haystacks.named(asked):
            found[place] = found.get(place, 0.0) % EXACT + 2 * EXACT
        return found

    def _collapse(
        self, found: Mapping[int, float], terms: Sequence[Term]
    ) -> list[tuple[int, float, str]]:
        """Return (place, score, part): an article is the hit for its parts, or the part asked for.

        `part` is the smallest part that has all the words, "" for the whole or a bare number.
        """
        groups: dict[str, list[int]] = defaultdict(list)
        hits: list[tuple[int, float, str]] = []
        for place, score in found.items():
            root = self._documents[place].root
            if root:
                groups[root].append(place)
            else:
                hits.append((place, score, ""))
        words = any(not t.reference for t in terms)
        for root, places in groups.items():
            top = [p for p in places if found[p] >= EXACT] or places
            hit = min(top, key=lambda p: (self._documents[p].identifier != root, -found[p], p))
            least = min(places, key=lambda p: (self._haystacks.length(p), p))
            part = self._documents[least].identifier if words and least != hit else ""
            hits.append((hit, max(found[p] for p in places), part))
        return hits

    def _hit(self, place: int, score: float, part: str, marker: Marker) -> SearchHit:
        d = self._documents[place]
        return SearchHit(
            d.iri,
            d.kind,
            d.identifier,
            d.label,
            label_spans({"zh": d.label.zh, "en": d.label.en}, marker),
            d.source,
            self._titles.get(d.source),
            snippet(d, marker),
            d.provisions,
            part,
            d.status,
            _status_note(d),
            d.confidence,
            round(score, 3),
        )

    def _hint(self, terms: Sequence[Term], elsewhere: bool) -> Text:
        """Say that nothing was found, which word stands nowhere, and what can be searched."""
        if elsewhere:
            return Text(
                "此种类中没有找到，别的种类有（见 counts）。",
                "Nothing of this kind was found, but of other kinds (see counts).",
            )
        unknown = [t.typed for t in terms if not self._haystacks.having(t)]
        near = [
            close
            for word in unknown
            for close in difflib.get_close_matches(word, self._vocabulary, 1, _NEAR)
        ]
        zh, en = ["没有找到。"], ["Nothing was found."]
        if unknown:
            zh.append(f"“{'”“'.join(unknown)}”处处都没有。")
            quoted = " ".join(f'"{word}"' for word in unknown)
            en.append(f"{quoted} stands nowhere.")
        elif len(terms) > 1:
            zh.append("各词分别都有，但没有一处同时有。")
            en.append("Each of the words is found, but nothing has them all.")
        if near:
            zh.append(f"是否指“{'”“'.join(near)}”？")
            en.append(f"Did you mean {', '.join(near)}?")
        zh.append(f"可检索：{'、'.join(t.zh for t in KINDS.values())}。")
        en.append(f"What can be searched: {', '.join(t.en for t in KINDS.values())}.")
        zh.append("可以少写几个词，或写条文编号（第三十条）。没有找到不等于法律没有规定。")
        en.append(
            "Try fewer words, or a number such as art 30. That nothing was found does not mean "
            "that the law says nothing."
        )
        return Text("".join(zh), " ".join(en))


def _no_such(lost: Sequence[str], instead: Sequence[str]) -> Text:
    """Return the note that a part of a provision is not in the graph, and what is shown instead."""
    lacking, shown = ", ".join(lost), ", ".join(instead)
    return Text(
        f"没有编号为 {'、'.join(lost)} 且含有全部检索词的条文，所列的是 {'、'.join(instead)}。",
        f"No provision numbered {lacking} has all the words; shown is {shown}.",
    )


def _apart(pieces: Sequence[str]) -> Text:
    cut = " ".join(pieces)
    return Text(
        f"连写的很少，也按各词检索：{cut}",
        f"Few texts have the characters side by side; also searched for the words {cut}",
    )


def _status_note(document: Document) -> Text | None:
    """Return what must be said of a text that is missing, restored, partial or a translation."""
    said = {"missing": MISSING, "restored": RESTORED, "partial": PARTIAL}.get(document.status)
    if said:
        return said
    english = any(of == "text" and lang == "en" for of, lang, _ in document.texts)
    return TRANSLATION if english else None


def _check(kinds: Sequence[str], limit: int, offset: int) -> None:
    problems = [
        Problem(
            "kind",
            f"没有种类“{kind[:80]}”。",
            f'There is no kind "{kind[:80]}".',
            f"请写：{'、'.join(KINDS)}。",
            f"Write: {', '.join(KINDS)}.",
        )
        for kind in kinds
        if kind not in KINDS
    ]
    for name, value, low, high in (
        ("limit", limit, 1, MAX_LIMIT),
        ("offset", offset, 0, MAX_OFFSET),
    ):
        if not low <= value <= high:
            problems.append(
                Problem(
                    name,
                    f"{value} 不在 {low} 到 {high} 之间。",
                    f"{value} is not between {low} and {high}.",
                    "请改写这个数。",
                    "Write another number.",
                )
            )
    if problems:
        raise KgError(problems)
