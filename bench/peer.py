"""The default graphs of a build as other engines take them; the tests read them here too."""

from __future__ import annotations

import json
from pathlib import Path

import rdflib

from kg.pipeline import GRAPH_FILE, MANIFEST

# rdflib rewrites "01" as an xsd:integer to "1"; the graph's literals are to be compared as written.
rdflib.NORMALIZE_LITERALS = False


def default_quads(folder: Path) -> list[str]:
    """Return the N-Quads lines of a build that lie in its default graphs."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    names = {f"<{name}>" for name in manifest["default_graphs"]}
    lines = (folder / GRAPH_FILE).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.rsplit(" ", 2)[1] in names]


def rdflib_graph(quads: list[str]) -> rdflib.Graph:
    """Return the triples of N-Quads lines as one rdflib graph, none lost."""
    triples = sorted({line.rsplit(" ", 2)[0] + " .\n" for line in quads})
    graph = rdflib.Graph()
    graph.parse(data="".join(triples), format="nt")
    if len(graph) != len(triples):
        raise RuntimeError(f"rdflib holds {len(graph)} of {len(triples)} triples")
    return graph
