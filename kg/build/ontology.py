"""The ontology as quads, and the roles that its schemes name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.errors import KgError, Problem
from kg.namespaces import code, concept, named_graph
from kg.store import Quad, parse_turtle

ONTOLOGY = "ontology"


def build_ontology(folder: Path) -> list[Quad]:
    """Return the ontology's triples, all files in one graph. Raises KgError on a syntax error."""
    graph = named_graph(ONTOLOGY)
    return [q for path in sorted(folder.glob("*.ttl")) for q in parse_turtle(path, graph)]


def roles(ontology: Sequence[Quad]) -> Mapping[str, str]:
    """Return the IRI of each role code, from the role schemes of the ontology."""
    schemes = ("status", "office", "case-role", "group", "body")
    prefixes = tuple(concept(s, "") for s in schemes)
    found: dict[str, str] = {}
    for q in ontology:
        subject = getattr(q.subject, "value", "")
        if subject.startswith(prefixes):
            found.setdefault(code(subject), subject)
    return found


def role_of(code_: str, role_iris: Mapping[str, str], where: str) -> str:
    """Return the IRI of a role code; raise KgError when the schemes do not have it."""
    if code_ in role_iris:
        return role_iris[code_]
    close = difflib.get_close_matches(code_, role_iris, 1)
    raise KgError(
        Problem(
            where,
            f"“{code_}”不是角色表中的角色。" + (f"是否指“{close[0]}”？" if close else ""),
            f'"{code_}" is not a role of the schemes.'
            + (f' Did you mean "{close[0]}"?' if close else ""),
            "请核对 ontology/schemes.ttl。",
            "Check ontology/schemes.ttl.",
        )
    )
