"""The links and names of the default graph in memory: a walk over it takes microseconds a node."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.model import Node, Text
from kg.namespaces import BASE, expand
from kg.neighbours.kinds import Kinds
from kg.neighbours.names import NAMING, Namer, short_name
from kg.store import Store

Links = list[tuple[str, str]]
_DIGITS = re.compile(r"(\d+)")
_ORDER = expand("jr:order")


class Index:
    """Links both ways, classes and names of every node; made once from an opened store.

    `out` and `into` hold (property, other node) by IRI.
    """

    def __init__(self, store: Store) -> None:
        out: dict[str, Links] = defaultdict(list)
        into: dict[str, Links] = defaultdict(list)
        for s, p, o in store.links():
            out[s].append((p, o))
            into[o].append((p, s))
        self.out, self.into = dict(out), dict(into)
        self._order = {s: int(text) for s, text, _ in store.literals(_ORDER)}
        self._namer = Namer(_own_names(store), self.targets)
        above = expand("rdfs:subClassOf")
        self.kinds = Kinds(
            {s: [o for p, o in links if p == above] for s, links in self.out.items()}
        )
        self._nodes: dict[str, Node] = {}

    def __contains__(self, iri: str) -> bool:
        return iri in self.out or iri in self.into

    def targets(self, iri: str, predicate: str) -> list[str]:
        """Return what a property of a node leads to."""
        return [o for p, o in self.out.get(iri, ()) if p == predicate]

    def types(self, iri: str) -> list[str]:
        """Return the classes of a node, the most particular first."""
        found = self.targets(iri, expand("rdf:type"))
        return sorted(found, key=lambda t: (-len(self.kinds.above(t)), t))

    def node(self, iri: str) -> Node:
        """Return a node by its IRI; one of which nothing is said has its path for a name."""
        if iri not in self._nodes:
            types = self.types(iri)
            kind = self.kinds.of(types)
            name, lacks = self._namer.of(iri, kind, types[0] if types else "")
            source = next(iter(self.targets(iri, expand("jr:belongsToSource"))), "")
            self._nodes[iri] = Node(
                iri,
                iri.removeprefix(BASE),
                kind,
                types[0] if types else "",
                name,
                short_name(iri, source, name),
                lacks,
            )
        return self._nodes[iri]

    def label(self, predicate: str) -> Text:
        """Return the label of a property."""
        return self.node(predicate).name

    def named(self, words: str, most: int) -> list[Node]:
        """Return nodes whose name or path has all these words, the shortest names first."""
        wanted = words.lower().split()
        if not wanted:
            return []
        found = []
        for iri in self.out:
            node = self.node(iri)
            text = f"{node.name.zh} {node.name.en} {node.path}".lower()
            if all(w in text for w in wanted):
                found.append((min(len(node.name.zh), len(node.name.en)), node.path, node))
        return [node for _, _, node in sorted(found, key=lambda f: f[:2])[:most]]

    def sorted(self, iris: Iterable[str]) -> list[str]:
        """Return nodes in reading order: by document, then by place, then by the numbers in it."""
        return sorted(iris, key=self._place)

    def _place(self, iri: str) -> tuple[str, int, list[tuple[int, int, str]]]:
        parts = _DIGITS.split(iri)
        key = [(0, int(x), "") if i % 2 else (1, 0, x) for i, x in enumerate(parts) if x]
        source = next(iter(self.targets(iri, expand("jr:belongsToSource"))), "")
        return source, self._order.get(iri, 0) if source else 0, key


def _own_names(store: Store) -> dict[str, dict[str, str]]:
    """Return the names that nodes bear, by IRI and language; a name in no language is in both."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for predicate in NAMING:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for s, text, lang in store.literals(predicate):
            for one in (lang[:2],) if lang else ("zh", "en"):
                found[s][one] = min(found[s].get(one, text), text)
        for s, texts in found.items():
            names[s] = {**texts, **names[s]}
    return dict(names)
