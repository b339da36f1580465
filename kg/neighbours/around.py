"""One node with all that is said of it, and the nodes within one or two links of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from kg.model import Card, Edge, Neighbourhood, Relation, Said
from kg.namespaces import BASE, ID, PREFIXES, expand
from kg.neighbours.index import Index
from kg.store import Quad, Store, language, plain

MOST = 300  # nodes in a drawing; more are no longer seen one by one
# Links that describe a node rather than lead on: they are listed with it and not drawn, because
# thousands of nodes share each of their few targets. The nodes that point at the centre so are.
_DESCRIBING = frozenset(
    expand(name)
    for name in (
        "rdf:type", "rdfs:isDefinedBy", "skos:inScheme", "skos:topConceptOf", "owl:disjointWith",
        "jr:hasTextStatus", "jr:hasReviewStatus", "jr:hasConfidence", "jr:hasDateCertainty",
        "jr:hasSourceStatus", "jr:hasCoverage", "jr:holdsAtLevel", "jr:saysWhoActs",
        "jr:saysTimeLimit", "jr:saysWhatFollows", "jr:saysApproval", "jr:saysMajority",
        "jr:saysWhoDecides", "dcterms:language", "dcterms:license", "dcterms:publisher",
        "dcat:mediaType", "prov:wasAttributedTo", "prov:wasGeneratedBy", "spdx:algorithm",
        "jr:hasUnit",
    )
)  # fmt: skip
# Said by eli:is_part_of too, step by step, so it is never drawn.
_REPEATED = frozenset({expand("jr:belongsToSource")})
_RESTING = tuple(
    expand(name) for name in ("jr:restsOn", "jr:isQuotedFrom", "jr:citesBasis", "dcterms:source")
)


def find(index: Index, name: str) -> str | None:
    """Return the IRI that a path (`id/opinions-2024/art-30`), prefixed name or IRI means, or None.

    Also `opinions-2024/art-30`, as citations are written.
    """
    prefix, _, local = name.partition(":")
    tried = [name, BASE + name, ID + name]
    if prefix in PREFIXES:
        tried.append(PREFIXES[prefix] + local)
    return next((iri for iri in tried if name and iri in index), None)


def card(index: Index, store: Store, iri: str) -> Card:
    """Return what the default graph says of a node; links are counted, not followed."""
    said = [
        Said(q.predicate.value, index.label(q.predicate.value), plain(q.object), language(q.object))
        for q in store.about(iri)
        if plain(q.subject) == iri and not _is_iri(q)
    ]
    relations = []
    for outward, links in ((True, index.out.get(iri, ())), (False, index.into.get(iri, ()))):
        groups: dict[str, list[str]] = defaultdict(list)
        for predicate, other in links:
            groups[predicate].append(other)
        for predicate, others in sorted(groups.items()):
            nodes = index.sorted(others)
            relations.append(Relation(predicate, index.label(predicate), outward, nodes))
    node = index.node(iri)
    resting = [iri] if node.kind == "provision" else [
        o for p in _RESTING for o in index.targets(iri, p) if index.node(o).kind == "provision"
    ]  # fmt: skip
    return Card(
        node,
        [index.node(t) for t in index.types(iri)],
        sorted(said, key=lambda s: (s.predicate, s.language, s.text)),
        relations,
        [o.removeprefix(ID) for o in dict.fromkeys(index.sorted(resting))],
    )


def _is_iri(quad: Quad) -> bool:
    return hasattr(quad.object, "value") and not hasattr(quad.object, "datatype")


def neighbourhood(
    index: Index, iri: str, hops: int = 1, hidden: Collection[str] = (), most: int = MOST
) -> Neighbourhood:
    """Return the nodes within `hops` (1 or 2) links of a node, at most `most` with itself.

    Nodes of the kinds in `hidden` are left out and not walked through. Where there are too many,
    the nearer come first, and of these the relations in turn, so that none is left out whole.
    """
    first = _first(index, iri, hidden)
    found = [len(first)]
    chosen = {iri: 0} | dict.fromkeys(first[: most - 1], 1)
    left = first[most - 1 :]
    if hops > 1:
        second = _second(index, [iri, *first], hidden)
        found.append(len(second))
        room = max(0, most - len(chosen))
        chosen |= dict.fromkeys(second[:room], 2)
        left = [*left, *second[room:]]
    undrawn = sum(p in _DESCRIBING and o not in chosen for p, o in index.out.get(iri, ()))
    return Neighbourhood(
        iri,
        [index.node(n) for n in chosen],
        chosen,
        list(_edges(index, iri, chosen)),
        found,
        dict(Counter(index.node(n).kind for n in left)),
        undrawn,
    )


def _first(index: Index, iri: str, hidden: Collection[str]) -> list[str]:
    """Return the centre's neighbours, its relations in turn."""
    groups: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for predicate, other in index.out.get(iri, ()):
        if predicate not in _DESCRIBING and predicate not in _REPEATED:
            groups[(predicate, True)].append(other)
    for predicate, other in index.into.get(iri, ()):
        if predicate not in _REPEATED:
            groups[(predicate, False)].append(other)
    queues = [index.sorted(groups[key]) for key in sorted(groups)]
    return [n for n in _in_turn(queues) if n != iri and index.node(n).kind not in hidden]


def _second(index: Index, known: list[str], hidden: Collection[str]) -> list[str]:
    """Return the neighbours of the centre's neighbours that are not known yet, each in turn."""
    seen = set(known)
    queues = []
    for node in known[1:]:
        others = {o for o in _drawn(index, node) if o not in seen}
        queues.append(index.sorted(others))
    return [n for n in _in_turn(queues) if index.node(n).kind not in hidden]


def _drawn(index: Index, iri: str) -> Iterator[str]:
    """Yield what a node is linked with, both ways, describing links left out."""
    for links in (index.out.get(iri, ()), index.into.get(iri, ())):
        for predicate, other in links:
            if predicate not in _DESCRIBING and predicate not in _REPEATED:
                yield other


def _in_turn(queues: Iterable[list[str]]) -> list[str]:
    """Return all that stands in the queues, the first of each, then the second, without repeats."""
    waiting = [q for q in queues if q]
    found: dict[str, None] = {}
    at = 0
    while waiting:
        found.update(dict.fromkeys(q[at] for q in waiting))
        at += 1
        waiting = [q for q in waiting if len(q) > at]
    return list(found)


def _edges(index: Index, centre: str, chosen: Collection[str]) -> Iterator[Edge]:
    """Yield the links among the chosen nodes, those between two nodes in one direction together."""
    for node in chosen:
        found: dict[str, list[str]] = defaultdict(list)
        for predicate, other in index.out.get(node, ()):
            shown = predicate not in _DESCRIBING or other == centre
            if other in chosen and other != node and shown and predicate not in _REPEATED:
                found[other].append(predicate)
        for other, predicates in found.items():
            yield Edge(node, other, [index.label(p) for p in sorted(predicates)])
