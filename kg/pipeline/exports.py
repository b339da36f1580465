"""Exports: the built graph as RDF files, and its tables as CSV."""

from __future__ import annotations

from pathlib import Path

from kg import export, reference
from kg.pipeline.asking import ask, questions
from kg.pipeline.graph import Graph


def export_bytes(graph: Graph, syntax: str) -> bytes:
    """Return the law, rules and catalogue graphs as nq, trig, ttl or jsonld."""
    return export.export_rdf(graph.store, graph.manifest["default_graphs"], syntax)


def export_to(graph: Graph, syntax: str, out: Path, per_graph: bool) -> list[Path]:
    """Write one file, a file a graph, or (syntax `csv`) the tables; return the paths."""
    if syntax == "csv":
        return export.export_tables(lambda q: ask(q, {}, graph=graph), out)
    if per_graph:
        return export.export_files(graph.store, graph.manifest["default_graphs"], syntax, out)
    export.write(out, export_bytes(graph, syntax))
    return [out]


def write_reference(graph: Graph, out: Path) -> list[Path]:
    """Write the ontology reference, a page a language, and return the paths."""
    asked = [reference.Asked(q.id, q.question, q.sparql) for q in questions().values()]
    return reference.write_reference(graph.store, asked, out)
