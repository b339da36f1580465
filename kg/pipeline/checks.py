"""Checks: the ledger of coverage, SHACL over the graph or over case files, HermiT."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg import assets, build, cases, coverage
from kg import parity as parities
from kg import reason as reasoning
from kg import validate as validation
from kg.errors import KgError
from kg.model import Case
from kg.namespaces import case_iri, named_graph
from kg.pipeline.content import case_from_file, read_content, same_id
from kg.pipeline.graph import open_graph
from kg.store import parse_jsonld, sorted_nquads


def coverage_report() -> dict[str, Any]:
    """Return the ledger of kg/coverage.py. Raises KgError."""
    return coverage.ledger(read_content().sources)


def validate(paths: Sequence[Path]) -> dict[str, Any]:
    """Check the built graph (no paths) or case files against the shapes. Raises KgError."""
    folder = assets.root() / "shapes"
    read: dict[str, tuple[Path, Case]] = {}
    for path in paths:
        case = case_from_file(path)
        if case.id in read:
            raise KgError(same_id(str(path), case.id, str(read[case.id][0])))
        read[case.id] = (path, case)
    graph = open_graph()
    ontology = sorted_nquads(graph.store.quads(named_graph(build.ONTOLOGY)))
    if not paths:
        data = [sorted_nquads(graph.store.quads(g)) for g in graph.manifest["default_graphs"]]
        shapes = [p for p in sorted(folder.glob("*.ttl")) if p.name != "case.ttl"]
        return validation.validate(
            validation.rdf_graph(data), validation.shapes_graph(shapes), len(data)
        )
    quads = [sorted_nquads(parse_jsonld(cases.to_jsonld(c))) for _, c in read.values()]
    places = {case_iri(key): str(path) for key, (path, _) in read.items()}
    return validation.validate(
        validation.rdf_graph([ontology, *quads]),
        validation.shapes_graph([folder / "case.ttl"]),
        len(read),
        places,
    )


def reason() -> list[str]:
    """Return the ontology's unsatisfiable classes by HermiT; raise KgError when inconsistent."""
    quads = build.build_ontology(assets.root() / "ontology")
    return list(reasoning.unsatisfiable_classes(f"{q.triple} .\n" for q in quads))


def parity(source: str = "") -> dict[str, Any]:
    """Return the parity report of kg/parity.py over the built graph, of one source if one is named.

    Raises KgError for an unknown source.
    """
    graph = open_graph()
    return parities.parity(graph.store, graph.rules, source)
