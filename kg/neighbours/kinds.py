"""Sorts nodes into the kinds that a legend can hold, by their classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.namespaces import expand

# Kind -> the classes whose instances are of it; a subclass's instances are too. The first that
# fits counts, so the particular stands before the general.
_CLASSES = {
    "document": ("jr:Source",),
    "provision": ("jr:Provision",),
    "quote": ("jr:Quote",),
    "norm": ("jr:Norm",),
    "rule": ("jr:Rule",),
    "question": ("jr:OpenQuestion", "jr:Reading"),
    "correspondence": ("jr:Correspondence",),
    "mechanism": ("jr:Mechanism", "jr:MechanismStep"),
    "procedure": ("jr:ProcedureElement",),
    "power": ("jr:ListItem", "jr:Grant"),
    "evidence": ("jr:Evidence",),
    "concept": ("skos:Concept", "skos:ConceptScheme"),
    "term": (
        "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty",
        "owl:Ontology",
    ),
    "catalogue": (
        "dcat:Dataset", "void:Dataset", "dcat:Distribution", "spdx:File", "spdx:Checksum",
        "prov:Activity", "prov:Agent", "prov:Entity",
    ),
}  # fmt: skip
OUTSIDE = "outside"  # a name of another vocabulary, of which the graph says nothing
KINDS = (*_CLASSES, OUTSIDE)


class Kinds:
    """Tells the kind of a node from its classes and what they are subclasses of."""

    def __init__(self, parents: Mapping[str, Iterable[str]]) -> None:
        self._parents = parents
        self._roots = {expand(c): kind for kind, names in _CLASSES.items() for c in names}
        self._known: dict[str, str] = {}

    def of(self, types: Iterable[str]) -> str:
        """Return the kind of a node with these classes."""
        found = {self._of_class(t) for t in types}
        return next((kind for kind in KINDS if kind in found), OUTSIDE)

    def _of_class(self, name: str) -> str:
        if name not in self._known:
            above = {name} | self.above(name)
            found = {self._roots[c] for c in above if c in self._roots}
            self._known[name] = next((kind for kind in KINDS if kind in found), OUTSIDE)
        return self._known[name]

    def above(self, name: str) -> set[str]:
        """Return every class that a class is a subclass of, however far."""
        found: set[str] = set()
        waiting = list(self._parents.get(name, ()))
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._parents.get(one, ())
        return found
