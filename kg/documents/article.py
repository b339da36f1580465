"""Gathers what concerns one article: its words, facts, counterparts, rules, shapes, questions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.documents.contents import below, bilingual, entry, parts, resting
from kg.documents.marks import mark
from kg.documents.wording import differences
from kg.model import (
    Article,
    Compared,
    Counterpart,
    Document,
    Enforced,
    Note,
    Part,
    Raised,
    Side,
    Text,
)
from kg.namespaces import ID, code, expand, provision_iri, rule_iri
from kg.neighbours import Index
from kg.store import Store


@dataclass(frozen=True, slots=True)
class RuleOrShape:
    """A shape (or another check) with the provision that it enforces, and what it says."""

    id: str
    provision: str
    words: Text


def read_article(
    index: Index,
    store: Store,
    document: Document,
    ident: str,
    shapes: Iterable[RuleOrShape],
) -> Article:
    """Return an article (`opinions-2024/art-30`) of a document with all that concerns it.

    Raises KeyError for an article that the document does not have.
    """
    order = [e.id for e in document.entries]
    if ident not in order:
        raise KeyError(ident)
    at = order.index(ident)
    iri = provision_iri(*ident.split("/", 1))
    inside = below(index, iri)
    notes = [_note(index, store, n, inside) for n in resting(index, iri, "norm")]
    text, language = next(iter(store.values(iri, expand("jr:text"))), ("", ""))
    return Article(
        entry(index, store, iri),
        document.id,
        order[at - 1] if at else "",
        order[at + 1] if at + 1 < len(order) else "",
        language[:2],
        _parts(index, store, iri, text, notes),
        bilingual(store, iri, "jr:restatement"),
        notes,
        [counterpart(index, store, c) for c in _correspondences(index, inside)],
        _cites(index, store, inside),
        _cited_by(index, inside),
        _enforced(index, store, iri, inside, shapes),
        _questions(index, store, iri),
        [index.node(n) for n in index.sorted(
            resting(index, iri, "mechanism", "procedure")
            + _pointing(index, inside, "jr:citesBasis", "dcterms:source")
        )],
    )  # fmt: skip


# --- words and facts ---------------------------------------------------------------------------


def _parts(index: Index, store: Store, iri: str, text: str, notes: Sequence[Note]) -> list[Part]:
    quotes = {
        number: [words for words, _ in _quotes(index, store, note.node.iri)]
        for number, note in enumerate(notes, 1)
        if note.quoted
    }
    leaves = [
        (leaf.removeprefix(ID), *_words_and_status(index, store, leaf))
        for leaf in _leaves(index, store, iri)
        if leaf != iri
    ]
    if not text:
        return []
    return mark(text, leaves, quotes)


def _words_and_status(index: Index, store: Store, iri: str) -> tuple[str, str]:
    words = store.values(iri, expand("jr:text"))
    status = index.targets(iri, expand("jr:hasTextStatus"))
    return words[0][0] if words else "", code(status[0]) if status else ""


def _leaves(index: Index, store: Store, iri: str) -> list[str]:
    """Return the sentences and items of an article as they stand in the text.

    One without words stands where its number belongs: before the next beside it that has words.
    """
    found = [x for x in below(index, iri) if not parts(index, x)]
    order = {x: number for number, x in enumerate(found)}
    start = {
        x: int(places[0][0])
        for x in found
        if store.values(x, expand("jr:text"))
        and (places := store.values(x, expand("jr:spanStart")))
    }

    def place(leaf: str) -> tuple[float, int]:
        if leaf in start:
            return start[leaf], order[leaf]
        beside = [x for x in found if x in start and _above(index, x) == _above(index, leaf)]
        after = [x for x in beside if order[x] > order[leaf]]
        before = [x for x in beside if order[x] < order[leaf]]
        later = [x for x in start if order[x] > order[leaf]]
        near = after[:1] or before[-1:] or later[:1]
        return (start[near[0]] if near else math.inf), order[leaf]

    return sorted(found, key=place)


def _above(index: Index, iri: str) -> str:
    return index.targets(iri, expand("eli:is_part_of"))[0]


def _quotes(index: Index, store: Store, norm: str) -> list[tuple[str, str]]:
    """Return the words that a fact quotes, and where each begins."""
    return [
        (words, index.targets(q, expand("jr:isQuotedFrom"))[0])
        for q in index.targets(norm, expand("jr:hasQuote"))
        for words, _ in store.values(q, expand("oa:exact"))
    ]


def _note(index: Index, store: Store, norm: str, inside: Sequence[str]) -> Note:
    rests = index.sorted(index.targets(norm, expand("jr:restsOn")))
    quotes = _quotes(index, store, norm)
    return Note(
        index.node(norm),
        [index.node(b) for b in index.targets(norm, expand("jr:addresses"))],
        [p.removeprefix(ID) for p in rests],
        bool(quotes) and all(place in inside for _, place in quotes),
        sorted(k for k, _ in store.values(norm, expand("jr:sourceKey"))),
        _code(index, norm, "jr:hasConfidence"),
        _code(index, norm, "jr:hasReviewStatus"),
    )


def _code(index: Index, iri: str, predicate: str) -> str:
    found = index.targets(iri, expand(predicate))
    return code(found[0]) if found else ""


# --- counterparts ------------------------------------------------------------------------------


def _correspondences(index: Index, inside: Sequence[str]) -> list[str]:
    return index.sorted(_pointing(index, inside, "jr:relatesOld", "jr:relatesNew"))


def _pointing(index: Index, inside: Sequence[str], *predicates: str) -> list[str]:
    """Return what points to a provision or a part of it by some properties, without repeats."""
    wanted = {expand(p) for p in predicates}
    found = (s for part in inside for p, s in index.into.get(part, ()) if p in wanted)
    return list(dict.fromkeys(found))


def counterpart(index: Index, store: Store, iri: str) -> Counterpart:
    """Return a correspondence with the words of both sides, compared where they can be."""
    old, new = (
        _side(index, store, index.targets(iri, expand(p)))
        for p in ("jr:relatesOld", "jr:relatesNew")
    )
    whole = not old[2] and not new[2]
    compared = bool(old[0] and new[0]) and old[1] == new[1] and old[1] != "mixed" and whole
    if compared:
        left, right = differences(old[0], new[0])
    else:
        left, right = ([Compared(s[0], True)] if s[0] else [] for s in (old, new))
    return Counterpart(
        index.node(iri),
        index.node(index.targets(iri, expand("jr:hasChangeKind"))[0]),
        bilingual(store, iri, "jr:reasonText") or Text("", ""),
        Side(old[3], left, old[1], old[2]),
        Side(new[3], right, new[1], new[2]),
        compared,
    )


def _side(index: Index, store: Store, iris: Sequence[str]) -> tuple[str, str, list[str], list[str]]:
    """Return the words of some provisions, their language, those without words, and all ids."""
    ordered = index.sorted(iris)
    texts, languages, lacking = [], set(), []
    for iri in ordered:
        found = store.values(iri, expand("jr:text"))
        if found:
            texts.append(found[0][0])
            languages.add(found[0][1][:2])
        else:
            lacking.append(iri.removeprefix(ID))
    language = "mixed" if len(languages) > 1 else next(iter(languages), "")
    return "\n".join(texts), language, lacking, [i.removeprefix(ID) for i in ordered]


# --- citations, rules, shapes, questions -------------------------------------------------------


def _cites(index: Index, store: Store, inside: Sequence[str]) -> list[tuple[Text, str]]:
    found: dict[tuple[Text, str], None] = {}
    for part in inside:
        for target in index.targets(part, expand("jr:cites")):
            found[(index.node(target).name, target.removeprefix(ID))] = None
        for title, _ in store.values(part, expand("jr:citesTitle")):
            found[(Text(title, title), "")] = None
    return list(found)


def _cited_by(index: Index, inside: Sequence[str]) -> list[str]:
    found = index.sorted(_pointing(index, inside, "jr:cites"))
    return [i.removeprefix(ID) for i in found]


def _enforced(
    index: Index,
    store: Store,
    iri: str,
    inside: Sequence[str],
    shapes: Iterable[RuleOrShape],
) -> list[Enforced]:
    found = []
    for rule in resting(index, iri, "rule"):
        rests = [
            p.removeprefix(ID) for p in index.sorted(index.targets(rule, expand("jr:restsOn")))
        ]
        words = bilingual(store, rule, "jr:becauseText") or index.node(rule).name
        ident = rule.removeprefix(rule_iri(""))
        found.append(Enforced(ident, "rule", words, index.node(rule), rests))
    within = {i.removeprefix(ID) for i in inside}
    found += [
        Enforced(s.id, "shape", s.words, None, [s.provision]) for s in shapes
        if s.provision in within
    ]  # fmt: skip
    return found


def _questions(index: Index, store: Store, iri: str) -> list[Raised]:
    """Return the open questions that rest on an article, or that its facts and rules raise."""
    found = dict.fromkeys(resting(index, iri, "question"))
    for node in resting(index, iri, "norm", "rule"):
        found.update(dict.fromkeys(index.targets(node, expand("jr:raises"))))
    return [
        Raised(
            index.node(q),
            [
                words
                for r in index.sorted(index.targets(q, expand("jr:hasReading")))
                if (words := bilingual(store, r, "jr:readingText"))
            ],
        )
        for q in index.sorted(found)
    ]
