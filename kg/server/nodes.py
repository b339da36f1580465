"""What a page of linked data shows of a node: its words, what is said of it, what points to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from kg.model import Text
from kg.namespaces import BASE, ID, expand, provision_id
from kg.pipeline import Graph
from kg.pipeline.naming import short
from kg.store import Quad

SHOWN = 25  # links of one kind on a page; the data has them all
_QUOTED = 8  # provisions whose words stand on the page
_TYPE, _QUOTE, _EXACT, _FROM = map(
    expand, ("rdf:type", "jr:hasQuote", "oa:exact", "jr:isQuotedFrom")
)
_DEFINITION = tuple(map(expand, ("skos:definition", "dcterms:description")))
_LABELS = tuple(map(expand, ("skos:prefLabel", "dcterms:title", "rdfs:label")))
_TEXT, _MATTER = map(expand, ("jr:text", "jr:matterText"))
_WHOLE = tuple(map(expand, ("jr:belongsToSource", "jr:belongsToList")))
_RESTS = tuple(map(expand, ("jr:restsOn", "dcterms:source")))
_ELSEWHERE = {_TYPE, _TEXT, _EXACT, _MATTER, *_LABELS, *_DEFINITION}  # not listed once more


@dataclass(frozen=True, slots=True)
class Item:
    """A term on a page: its words, their language ("" for the page's own), its short name."""

    text: str
    lang: str = ""
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one property, at most SHOWN of them, and how many there are."""

    label: str
    note: str
    href: str
    items: Sequence[Item]
    count: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a provision: where they stand, and whether they are the supplied text's own.

    `kind` is text, translation, restatement, quote, list (a list's words) or missing.
    """

    kind: str
    words: Sequence[Item]
    place: Item | None = None
    detail: str = ""


@dataclass(slots=True)
class Node:
    """A page's content, in one language; `whole` is the source or list that it is a part of."""

    iri: str
    names: Text
    whole: Item | None = None
    kinds: Sequence[Item] = ()
    definitions: Sequence[Item] = ()
    quotations: list[Quotation] = field(default_factory=list)
    outward: Sequence[Group] = ()
    inward: Sequence[Group] = ()
    graphs: Sequence[Item] = ()


def address(kind: str, iri: str, **state: str) -> str:
    """Return the address of a node's `page` or `data`: a path for ours, `?iri=` for others."""
    ours = iri.startswith(BASE) and iri != BASE
    path = f"/{kind}/{quote(iri.removeprefix(BASE))}" if ours else f"/{kind}"
    asked = urlencode({**({} if ours else {"iri": iri}), **state})
    return f"{path}?{asked}" if asked else path


def read(graph: Graph, iri: str, lang: str) -> Node | None:
    """Return what a page shows of a node, None when the graph says nothing of it."""
    quads = graph.store.about(iri)
    if not quads:
        return None
    said: dict[str, list[Any]] = defaultdict(list)
    pointing: dict[str, list[str]] = defaultdict(list)
    for q in quads:
        if _iri(q.subject) == iri:
            said[q.predicate.value].append(q.object)
        if _iri(q.object) == iri:
            pointing[q.predicate.value].append(_iri(q.subject))
    for values in said.values():
        values.sort(key=lambda v: (not _speaks(v, lang), _natural(getattr(v, "value", ""))))
    for subjects in pointing.values():
        subjects.sort(key=_natural)
    graphs = graph.store.graphs_saying(iri)
    shown = {iri, *said, *pointing, *graphs}
    for values in said.values():
        shown |= {_iri(v) for v in values[:SHOWN]}
    for subjects in pointing.values():
        shown |= set(subjects[:SHOWN])
    page = _Page(graph, graph.names(shown - {""}), lang)
    node = Node(iri, page.names[iri])
    wholes = [page.item(v) for p in _WHOLE for v in said.get(p, ())]
    node.whole = wholes[0] if wholes else None
    node.kinds = [page.item(v) for v in said.get(_TYPE, ())]
    node.definitions = [page.item(v) for p in _DEFINITION for v in said.get(p, ())]
    node.quotations = page.quotations(iri, said)
    node.outward = [
        page.group(p, [page.item(v) for v in values[:SHOWN]], len(values))
        for p, values in sorted(said.items())
        if p not in _ELSEWHERE
    ]
    node.inward = [
        page.group(p, [page.link(s) for s in subjects[:SHOWN]], len(subjects))
        for p, subjects in sorted(pointing.items())
    ]
    node.graphs = [page.link(g) for g in graphs]
    return node


class _Page:
    """Makes the parts of one page from the graph, the names that stand on it, and its language."""

    def __init__(self, graph: Graph, names: Mapping[str, Text], lang: str) -> None:
        self.graph, self.names, self.lang = graph, names, lang

    def link(self, iri: str) -> Item:
        name = self.names.get(iri)
        text = name.pick(self.lang) if name else short(iri)
        known = iri.startswith(BASE) or bool(self.graph.store.outward(iri))
        note = short(iri)
        href = address("page", iri, lang=self.lang) if known else ""
        return Item(text, "", "" if note == text else note, href)

    def item(self, term: Any) -> Item:
        iri = _iri(term)
        if iri:
            return self.link(iri)
        language = getattr(term, "language", None) or ""
        foreign = language and not _speaks(term, self.lang)
        return Item(str(term.value), language if foreign else "")

    def group(self, predicate: str, items: Sequence[Item], count: int) -> Group:
        link = self.link(predicate)
        return Group(link.text, link.note, link.href, items, count)

    def quotations(self, iri: str, said: Mapping[str, Sequence[Any]]) -> list[Quotation]:
        """Return the law's words about a node: its own, its quotes', its provisions'."""
        if own := self.provision(iri, link=False):
            return own
        found: list[Quotation] = []
        if _MATTER in said:
            whole = next((v for p in _WHOLE for v in said.get(p, ())), None)
            words = [self.item(w) for w in said[_MATTER]]
            found.append(Quotation("list", words, self.link(_iri(whole)) if whole else None))
        if _EXACT in said:
            found.append(self._quote(said[_EXACT], said.get(_FROM, ())))
        for quote_node in said.get(_QUOTE, ()):
            parts = _by_predicate(self.graph.store.outward(quote_node.value))
            found.append(self._quote(parts.get(_EXACT, ()), parts.get(_FROM, ())))
        if not found:
            provisions = [_iri(v) for p in _RESTS for v in said.get(p, ())]
            for provision in dict.fromkeys(provisions[:_QUOTED]):
                found += self.provision(provision, link=True)
        return found

    def _quote(self, words: Iterable[Any], places: Sequence[Any]) -> Quotation:
        place = self._place(_iri(places[0])) if places else None
        return Quotation("quote", [self.item(w) for w in words], place)

    def provision(self, iri: str, link: bool) -> list[Quotation]:
        """Return a provision's words, or what stands in their place; none for another node."""
        if not iri.startswith(ID):
            return []
        name = provision_id(iri)
        citation = self.graph.words_of([name]).get(name) if "/" in name else None
        if citation is None:
            return []
        place = self._place(iri) if link else None
        found = []
        for tag, text in citation.texts.items():
            kind = "text" if tag.lower().startswith("zh") else "translation"
            foreign = tag[:2].lower() != self.lang
            found.append(Quotation(kind, [Item(text, tag if foreign else "")], place))
        if not found and citation.restatements:
            restated = [Item(r.pick(self.lang)) for r in citation.restatements]
            detail = citation.keys_in_words(self.lang)
            found.append(Quotation("restatement", restated, place, detail))
        return found or [Quotation("missing", [], place)]

    def _place(self, iri: str) -> Item:
        citation = self.graph.words_of([provision_id(iri)]).get(provision_id(iri))
        if citation is None:
            return self.link(iri)
        title, number = citation.source_title.pick(self.lang), citation.number.pick(self.lang)
        return Item(f"{title} {number}", "", short(iri), address("page", iri, lang=self.lang))


def _by_predicate(quads: Iterable[Quad]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for q in quads:
        found[q.predicate.value].append(q.object)
    return found


def _iri(term: object) -> str:
    value = getattr(term, "value", "")
    return value if "://" in value and not hasattr(term, "language") else ""


def _speaks(term: Any, lang: str) -> bool:
    return (getattr(term, "language", None) or lang)[:2].lower() == lang


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key that puts art-2 before art-10."""
    return [(int(p), "") if p.isdigit() else (-1, p) for p in re.split(r"(\d+)", text)]
