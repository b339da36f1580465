"""Checks: the ledger of coverage, SHACL over the graph or over case files, HermiT."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kg import (
    __version__,
    assets,
    build,
    coverage,
    parity as parities,
    reason as reasoning,
    validate as validation,
)
from kg.model import ValidationReport
from kg.namespaces import expand
from kg.pipeline.content import read_content
from kg.pipeline.graph import open_graph
from kg.pipeline.listchecks import check_lists
from kg.store import Store, iri, quad, sorted_ntriples


def coverage_report() -> dict[str, Any]:
    """Return the ledger of kg/coverage.py. Raises KgError."""
    return coverage.ledger(read_content().sources)


_CASE_SHAPES = ("case.ttl", "competence.ttl")
# What shapes look up about terms while they check other data; labels and definitions are not.
_LOOKED_UP = frozenset(
    expand(p)
    for p in ("rdf:type", "rdfs:subClassOf", "rdfs:subPropertyOf", "skos:inScheme", "skos:broader")
)


def validate(
    paths: Sequence[str | Path] = (),
    shapes: Sequence[Path] = (),
    engine: str = "shifty",
    jobs: int = 1,
    limits: validation.Limits = validation.DEFAULT_LIMITS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ValidationReport:
    """Check files, folders and patterns, or the built graph when no path is given.

    `shapes` are files of the caller's own shapes instead of shapes/. Case files are checked with
    shapes/case.ttl and shapes/competence.ttl, power lists by their lint and shapes/list.ttl, other
    files with all but shapes/ontology.ttl, which holds the style of our own ontology. Raises
    KgError when nothing could be checked.
    """
    folder = assets.root() / "shapes"
    every = list(shapes) or sorted(folder.glob("*.ttl"))
    if shapes:
        validation.check_shapes(validation.read_shapes(shapes).ntriples)
    if not paths:
        graph = open_graph()
        own = list(shapes) or [p for p in every if p.name not in _CASE_SHAPES]
        quads = [q for g in graph.manifest["default_graphs"] for q in graph.store.quads(g)]
        return validation.check_quads(validation.read_shapes(own), quads, engine)
    files = validation.find_files([str(_packaged(p)) for p in paths])
    # From its files, which is quicker than to load the whole graph.
    ontology = build.build_ontology(assets.root() / "ontology")
    background = sorted_ntriples(q for q in ontology if q.predicate.value in _LOOKED_UP)
    in_case = [p for p in files if p.suffix.lower() in validation.CASE_SUFFIXES]
    data_shapes = list(shapes) or [p for p in every if p.name != "ontology.ttl"]
    listed = [p for p in files if p.suffix.lower() in validation.LIST_SUFFIXES]
    # The fields of a list in CSV stand in a version.yaml beside it, which is no case file.
    in_case = [p for p in in_case if not _is_part_of_list(p, listed)]
    others = [p for p in files if p not in {*in_case, *listed} and not _is_part_of_list(p, listed)]
    reports = [
        validation.check_files(
            validation.read_shapes(chosen), background, some, engine, jobs, limits, progress
        )
        for some, chosen in (
            (in_case, list(shapes) or [folder / n for n in _CASE_SHAPES]),
            (others, data_shapes),
        )
        if some
    ]
    if listed:
        known = background + _known_provisions(open_graph().store)
        reports.append(check_lists(listed, folder / "list.ttl", known))
    return validation.joined(reports, files)


def _known_provisions(store: Store) -> bytes:
    """Return which provisions there are: a list may name only these as its basis."""
    rows = store.solutions("SELECT ?p ?s WHERE { ?p jr:belongsToSource ?s }")
    return sorted_ntriples(quad(r["p"], "jr:belongsToSource", iri(r["s"])) for r in rows)


def _is_part_of_list(path: Path, listed: Sequence[Path]) -> bool:
    return path.name == "version.yaml" and any(path.parent == p.parent for p in listed)


def _packaged(name: str | Path) -> Path:
    """Return the file of a packaged case when `name` is its name, else the path."""
    path = str(name)
    file = assets.root() / "data" / "cases" / f"{path}.yaml"
    plain = "/" not in path and not Path(path).suffix and not Path(path).exists()
    return file if plain and file.is_file() else Path(path)


def apply_baseline(
    report: ValidationReport, entries: Sequence[validation.Known]
) -> ValidationReport:
    """Mark what a baseline accepts today (validation.read_baseline gives the entries)."""
    return validation.apply_baseline(report, entries, date.today().isoformat())


def report_bytes(
    report: ValidationReport, format: str, lang: str, group_by: str, shapes: Sequence[Path] = ()
) -> bytes:
    """Return a validation report in one of reports.FORMATS; `shapes` as given to validate()."""
    files = list(shapes) or sorted((assets.root() / "shapes").glob("*.ttl"))
    told = validation.read_shapes(files)
    return validation.write_report(report, format, lang, group_by, told, __version__)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then renamed. Raises OSError."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".kg-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            temporary.unlink()
            raise
    temporary.chmod(0o644)
    temporary.replace(path)


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
