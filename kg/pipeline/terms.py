"""The words that a query is written with: classes, properties and codes, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.model import Text
from kg.namespaces import PREFIXES
from kg.store import Store

CLASS, PROPERTY, CODE = "class", "property", "code"
_KINDS = {
    "owl:Class": CLASS,
    "owl:ObjectProperty": PROPERTY,
    "owl:DatatypeProperty": PROPERTY,
    "owl:AnnotationProperty": PROPERTY,
    "skos:Concept": CODE,
    "skos:ConceptScheme": CODE,
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or code: its IRI, labels, definition, and how often the graph uses it.

    `uses` counts the instances of a class, the triples of a property, the triples that lead to a
    code. `definition` is None where the graph has none.
    """

    iri: str
    kind: str
    label: Text
    definition: Text | None
    uses: int

    @property
    def name(self) -> str:
        """Return the prefixed name as SPARQL writes it: `jr:Step`, `concept:act\\/decide`."""
        return prefixed(self.iri)

    def as_json(self) -> dict[str, Any]:
        """Return the term as /api/terms gives it."""
        found: dict[str, Any] = {
            "iri": self.iri,
            "name": self.name,
            "kind": self.kind,
            "label": self.label.as_json(),
            "uses": self.uses,
        }
        if self.definition:
            found["definition"] = self.definition.as_json()
        return found


def prefixed(iri: str) -> str:
    """Return an IRI as SPARQL writes it shortest: with the longest prefix that fits, or in <>."""
    fitting = [(space, name) for name, space in PREFIXES.items() if iri.startswith(space)]
    if not fitting or iri in PREFIXES.values():
        return f"<{iri}>"
    space, name = max(fitting)
    local = iri.removeprefix(space)
    plain = local.replace("/", "").replace("-", "").replace("_", "")
    if not plain.isalnum():
        return f"<{iri}>"
    return f"{name}:" + local.replace("/", "\\/")


def read_terms(store: Store) -> tuple[Term, ...]:
    """Return the classes, properties and codes of the graph, each kind sorted by its name."""
    kinds: dict[str, str] = {}
    for name, kind in _KINDS.items():
        for row in store.solutions(f"SELECT ?t WHERE {{ ?t a {name} }}"):
            kinds.setdefault(row["t"], kind)
    labels = _words(store, "skos:prefLabel", kinds)
    definitions = _words(store, "skos:definition", kinds)
    uses = {
        CLASS: "SELECT ?t (COUNT(*) AS ?n) WHERE { ?s a ?t } GROUP BY ?t",
        PROPERTY: "SELECT ?t (COUNT(*) AS ?n) WHERE { ?s ?t ?o } GROUP BY ?t",
        CODE: """SELECT ?t (COUNT(?s) AS ?n) WHERE { { ?t a skos:Concept } UNION
            { ?t a skos:ConceptScheme } ?s ?p ?t } GROUP BY ?t""",
    }
    counts = {
        (kind, row["t"]): int(row["n"])
        for kind, query in uses.items()
        for row in store.solutions(query)
    }
    found = [
        Term(iri, kind, labels[iri], definitions.get(iri), counts.get((kind, iri), 0))
        for iri, kind in kinds.items()
        if iri in labels
    ]
    return tuple(sorted(found, key=lambda t: (t.kind, t.name.lower(), t.iri)))


def _words(store: Store, predicate: str, wanted: Iterable[str]) -> dict[str, Text]:
    """Return the texts of a predicate by subject; a missing language falls back to the other."""
    known = set(wanted)
    found: dict[str, dict[str, str]] = {}
    for row in store.solutions(
        f"SELECT ?t ?words (LANG(?words) AS ?lang) WHERE {{ ?t {predicate} ?words }}"
        " ORDER BY ?t ?lang ?words"
    ):
        if row["t"] in known:
            lang = "zh" if row["lang"].lower().startswith("zh") else "en"
            found.setdefault(row["t"], {}).setdefault(lang, row["words"])
    return {t: Text(w.get("zh") or w["en"], w.get("en") or w["zh"]) for t, w in found.items()}
