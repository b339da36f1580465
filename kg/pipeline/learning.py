"""What a learner follows: glossary, what changed between the texts, one article in the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model import OpenQuestion, Text
from kg.namespaces import provision_iri
from kg.pipeline.answers import assess
from kg.pipeline.asking import ask
from kg.pipeline.comparing import compare
from kg.pipeline.content import packaged_cases
from kg.pipeline.graph import Graph

_BOTH = 'FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en"))'
_DEFINED = 'FILTER(LANGMATCHES(LANG(?def_zh), "zh") && LANGMATCHES(LANG(?def_en), "en"))'
CLASSES = "class"  # the group of terms that are classes of the ontology
_LIABILITY = ("judicial", "supervision")
DRIFTED = "term"  # the scheme of terms that one text has and another replaces


@dataclass(frozen=True)
class Term:
    """A term of the glossary: its group (a concept scheme, or the classes), label, definition.

    `provisions` say where it comes from; `replaced_by` is the id of the newer term, `note` says
    what changed, where a text replaced it by another.
    """

    id: str
    iri: str
    group: str
    label: Text
    definition: Text
    provisions: Sequence[str]
    replaced_by: str
    note: Text | None


@dataclass(frozen=True)
class ChangedRule:
    """How provisions of the older text relate to those of the newer one.

    `roles` are addressed in one text only (label, whether the older one), `natures` kinds of norm
    before and after (such as duty and power).
    """

    id: str
    kind: str
    kind_label: Text
    reason: Text
    old: Sequence[str]
    new: Sequence[str]
    roles: Sequence[tuple[Text, bool]]
    natures: Sequence[tuple[Text, Text]]


@dataclass(frozen=True)
class Followed:
    """One article in the graph: the norms and rules that rest on it, what it raises and decides.

    `norms` are (IRI, label); `cases` the packaged cases whose answer cites it, by title.
    """

    article: str
    norms: Sequence[tuple[str, Text]]
    rules: Sequence[tuple[str, Text]]
    changes: Sequence[ChangedRule]
    questions: Sequence[OpenQuestion]
    cases: Sequence[tuple[str, Text]]


def glossary(graph: Graph) -> list[Term]:
    """Return the terms of all concept schemes and classes that have a definition, by label."""
    rows = graph.store.solutions(
        f"""SELECT ?c ?scheme ?zh ?en ?def_zh ?def_en ?next ?note_zh ?note_en WHERE {{
          {{ ?c skos:inScheme ?scheme }} UNION {{ ?c a owl:Class BIND("" AS ?scheme) }}
          ?c skos:prefLabel ?zh , ?en . {_BOTH}
          ?c skos:definition ?def_zh , ?def_en . {_DEFINED}
          OPTIONAL {{ ?c dcterms:isReplacedBy ?next }}
          OPTIONAL {{ ?c skos:changeNote ?note_zh FILTER(LANGMATCHES(LANG(?note_zh), "zh")) }}
          OPTIONAL {{ ?c skos:changeNote ?note_en FILTER(LANGMATCHES(LANG(?note_en), "en")) }}
        }} ORDER BY ?c ?scheme"""
    )
    cited: dict[str, list[str]] = {}
    for row in graph.store.solutions(
        """SELECT ?c ?id WHERE { ?c skos:definition ?d ; dcterms:source ?p .
        ?p dcterms:identifier ?id ; jr:belongsToSource ?s } ORDER BY ?id"""
    ):
        ids = cited.setdefault(row["c"], [])
        if row["id"] not in ids:
            ids.append(row["id"])
    found = {}
    for r in rows:
        group = r["scheme"].rsplit("/", 1)[1] if r["scheme"] else CLASSES
        note = Text(r["note_zh"], r["note_en"]) if "note_zh" in r and "note_en" in r else None
        found[r["c"], group] = Term(
            _name(r["c"]), r["c"], group, Text(r["zh"], r["en"]), Text(r["def_zh"], r["def_en"]),
            tuple(cited.get(r["c"], ())), _name(r["next"]) if "next" in r else "", note,
        )  # fmt: skip
    return sorted(found.values(), key=lambda t: (t.label.en.lower(), t.iri))


def _name(iri: str) -> str:
    """Return a short name of a concept or class: `term/recheck`, `Vote`."""
    return iri.rsplit("/concept/", maxsplit=1)[-1].rsplit("/ontology/", 1)[-1]


def groups(graph: Graph) -> dict[str, Text]:
    """Return the labels of the concept schemes by code."""
    rows = graph.store.solutions(
        f"SELECT ?s ?zh ?en {{ ?s a skos:ConceptScheme ; skos:prefLabel ?zh , ?en . {_BOTH} }}"
    )
    return {r["s"].rsplit("/", 1)[1]: Text(r["zh"], r["en"]) for r in rows}


def changes(graph: Graph) -> list[ChangedRule]:
    """Return every correspondence between the older and the newer text, as the graph has it."""
    rows = graph.store.solutions(
        """SELECT ?c ?kind ?kind_zh ?kind_en ?zh ?en ?old ?new WHERE {
          ?c a jr:Correspondence ; jr:hasChangeKind ?k ; jr:reasonText ?zh , ?en .
          ?k skos:notation ?kind ; skos:prefLabel ?kind_zh , ?kind_en .
          OPTIONAL { ?c jr:relatesOld ?o . ?o dcterms:identifier ?old }
          OPTIONAL { ?c jr:relatesNew ?n . ?n dcterms:identifier ?new }
          FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en"))
          FILTER(LANGMATCHES(LANG(?kind_zh), "zh") && LANGMATCHES(LANG(?kind_en), "en"))
        } ORDER BY ?c ?old ?new"""
    )
    sides: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    said = {}
    for r in rows:
        key = r["c"].rsplit("/correspondence/", 1)[1]
        old, new = sides.setdefault(key, ({}, {}))
        old |= {r["old"]: None} if "old" in r else {}
        new |= {r["new"]: None} if "new" in r else {}
        said[key] = r
    roles, natures = _roles(graph), _natures(graph)
    return [
        ChangedRule(
            key, r["kind"], Text(r["kind_zh"], r["kind_en"]), Text(r["zh"], r["en"]),
            tuple(sides[key][0]), tuple(sides[key][1]),
            tuple((t, p in sides[key][0]) for t, p in roles.get(key, {})),
            tuple(natures.get(key, {})),
        )
        for key, r in said.items()
    ]  # fmt: skip


def _roles(graph: Graph) -> dict[str, dict[tuple[Text, str], None]]:
    """Return, by correspondence, the roles that one text alone addresses, with the provision."""
    found: dict[str, dict[tuple[Text, str], None]] = {}
    for r in ask("role-changes", {}, graph=graph).rows:
        role = Text(r["role_zh"], r["role_en"])
        found.setdefault(r["correspondence"], {})[role, r["provision"]] = None
    return found


def _natures(graph: Graph) -> dict[str, dict[tuple[Text, Text], None]]:
    """Return, by correspondence, the kinds of norm that only the old and only the new side has."""
    found: dict[str, dict[tuple[Text, Text], None]] = {}
    for r in ask("must-and-may-changes", {}, graph=graph).rows:
        pair = Text(r["before_zh"], r["before_en"]), Text(r["after_zh"], r["after_en"])
        found.setdefault(r["correspondence"], {})[pair] = None
    return found


def cases_that_differ(graph: Graph) -> dict[str, tuple[Text, list[Mapping[str, Any]]]]:
    """Return the packaged cases whose liability differs between the texts: title, differences.

    A difference is one of `compare`: in outcome, or in extent where the outcome is the same.
    """
    found = {}
    for key, case in packaged_cases().items():
        every = [d for d in compare(graph, case).differences if d["kind"] in _LIABILITY]
        turned = {_slot(d) for d in every if d["field"] == "outcome"}
        told = [
            d
            for d in every
            if d["field"] == "outcome" or (d["field"] == "extent" and _slot(d) not in turned)
        ]
        if told:
            found[key] = (case.title, told)
    return found


def _slot(difference: Mapping[str, Any]) -> tuple[str, str, str]:
    return difference["person"], difference["step"], difference["kind"]


def follow(graph: Graph, article: str) -> Followed:
    """Return what the graph holds about one article (`opinions-2024/art-30`) and its parts."""
    source, _, local = article.partition("/")
    rows = graph.store.solutions(
        f"""SELECT DISTINCT ?n ?zh ?en WHERE {{
          ?p eli:is_part_of* <{provision_iri(source, local)}> .
          ?n jr:restsOn ?p ; a/rdfs:subClassOf* jr:Norm ; skos:prefLabel ?zh , ?en . {_BOTH}
        }} ORDER BY ?n"""
    )

    def here(provisions: Sequence[str]) -> bool:
        return any(p == article or p.startswith(article + "/") for p in provisions)

    cited = []
    for key, case in packaged_cases().items():
        answer = assess(graph, case)
        said = [a.provisions for a in answer.assessments]
        if any(map(here, [*said, *(v.provisions for v in answer.violations)])):
            cited.append((key, case.title))
    return Followed(
        article,
        [(r["n"], Text(r["zh"], r["en"])) for r in rows],
        [(r.id, r.because) for r in graph.rules if here(r.provisions)],
        [c for c in changes(graph) if here(c.old) or here(c.new)],
        [q for q in graph.questions.values() if here(q.provisions)],
        cited,
    )
