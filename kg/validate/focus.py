"""Counts the focus nodes of each shape (SHACL section 2.1.3): a check that checked nothing says so.

Engines do not tell how many nodes a shape targeted; "conforms" over none would look like success.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.namespaces import PREFIXES
from kg.store import Quad, plain

_TYPE, _SUBCLASS = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "subClassOf"


class Targets:
    """The targets of some shapes, ready to count; `background` gives the subclasses."""

    def __init__(
        self, targets: Mapping[str, Sequence[tuple[str, str]]], background: Iterable[Quad]
    ) -> None:
        above: dict[str, set[str]] = defaultdict(set)
        for q in background:
            if q.predicate.value == _SUBCLASS:
                above[plain(q.subject)].add(plain(q.object))
        self._above = above
        self._by_kind: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for shape, items in targets.items():
            for kind, iri in items:
                self._by_kind[kind][iri].append(shape)
        self._names = list(targets)

    def _classes(self, iri: str) -> set[str]:
        found, todo = set(), [iri]
        while todo:
            cls = todo.pop()
            if cls not in found:
                found.add(cls)
                todo += self._above.get(cls, ())
        return found

    def count(self, quads: Iterable[Quad]) -> dict[str, int]:
        """Return the number of focus nodes by the name of the shape."""
        nodes: dict[str, set[str]] = {name: set() for name in self._names}
        classes, subjects, objects = (
            self._by_kind[k] for k in ("targetClass", "targetSubjectsOf", "targetObjectsOf")
        )
        shapes_of: dict[str, list[str]] = {}
        for node, names in self._by_kind["targetNode"].items():
            for name in names:
                nodes[name].add(node)
        for q in quads:
            predicate = q.predicate.value
            if predicate == _TYPE:
                cls = plain(q.object)
                if cls not in shapes_of:
                    shapes_of[cls] = [n for c in self._classes(cls) for n in classes.get(c, ())]
                for name in shapes_of[cls]:
                    nodes[name].add(plain(q.subject))
            for name in subjects.get(predicate, ()):
                nodes[name].add(plain(q.subject))
            for name in objects.get(predicate, ()):
                nodes[name].add(plain(q.object))
        return {name: len(found) for name, found in nodes.items()}
