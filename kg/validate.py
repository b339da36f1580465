"""Checks RDF against shapes/ with pySHACL, the reference SHACL engine (docs/outputs.md).

A run in which a shape finds no focus node says so; one in which none does is an error, never
"conforms". Literals are read as written (`NORMALIZE_LITERALS` off) and nothing is fetched.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, Problem

if TYPE_CHECKING:
    from rdflib import Graph as RdfGraph

_SEVERITIES = {"Violation": "violation", "Warning": "warning", "Info": "info"}


def rdf_graph(nquads: Iterable[bytes]) -> RdfGraph:
    """Return one rdflib graph of all the quads' triples."""
    import rdflib
    import rdflib.plugins.sparql

    rdflib.NORMALIZE_LITERALS = False
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    dataset = rdflib.Dataset(default_union=True)
    for data in nquads:
        dataset.parse(data=data, format="nquads")
    graph = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads((None, None, None, None)):
        graph.add((subject, predicate, value))
    return graph


def shapes_graph(files: Sequence[Path]) -> RdfGraph:
    """Return the shapes of some files as one rdflib graph."""
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph()
    for path in files:
        graph.parse(path, format="turtle")
    return graph


def validate(
    data: RdfGraph, shapes: RdfGraph, files: int, places: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return {summary, findings} for a data graph; `places` maps focus nodes to file names.

    Raises KgError when no shape finds a focus node.
    """
    import pyshacl
    import rdflib

    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    used = {str(s): _focus_nodes(data, shapes, s, sh) for s in _targeted(shapes, sh)}
    if not any(used.values()):
        raise KgError(
            Problem(
                "shapes/",
                "没有一个形状找到可校验的节点，因此什么也没有校验。",
                "No shape found a node to check, so nothing was checked.",
                "请检查数据是否为空、形状的目标是否正确。",
                "Check that the data is not empty and the shapes' targets are right.",
            )
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inplace=True)
    assert isinstance(report, rdflib.Graph)
    findings = [
        _finding(report, shapes, result, sh, places or {})
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    ]
    findings.sort(key=lambda f: (f["severity"], f["shape"], f["focus"], str(f["value"])))
    counts = {
        level: sum(f["severity"] == level for f in findings) for level in _SEVERITIES.values()
    }
    return {
        "summary": {
            "files": files,
            "focus_nodes": sum(used.values()),
            "shapes_run": len(used),
            "shapes_unused": sorted(_short(s) for s, n in used.items() if not n),
            **counts,
        },
        "findings": findings,
    }


def _targeted(shapes: RdfGraph, sh: Any) -> list[Any]:
    targets = (sh.targetClass, sh.targetNode, sh.targetSubjectsOf, sh.targetObjectsOf)
    return sorted({s for t in targets for s in shapes.subjects(t, None)})


def _focus_nodes(data: RdfGraph, shapes: RdfGraph, shape: Any, sh: Any) -> int:
    from rdflib import RDF, RDFS

    found: set[Any] = set(shapes.objects(shape, sh.targetNode))
    for cls in shapes.objects(shape, sh.targetClass):
        for sub in data.transitive_subjects(RDFS.subClassOf, cls):
            found.update(data.subjects(RDF.type, sub))
    for prop in shapes.objects(shape, sh.targetSubjectsOf):
        found.update(data.subjects(prop, None))
    for prop in shapes.objects(shape, sh.targetObjectsOf):
        found.update(data.objects(None, prop))
    return len(found)


def _short(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _finding(
    report: RdfGraph, shapes: RdfGraph, result: Any, sh: Any, places: Mapping[str, str]
) -> dict[str, Any]:
    from rdflib import DCTERMS, SKOS

    source = report.value(result, sh.sourceShape)
    owner = source
    if shapes.value(source, DCTERMS.source) is None:
        owner = next(iter(shapes.subjects(sh.property, source)), source)
    focus, path = report.value(result, sh.focusNode), report.value(result, sh.resultPath)
    value = report.value(result, sh.value)
    severity = report.value(result, sh.resultSeverity)
    # pySHACL drops the language of sh:sparql messages, so the shape's own are read first.
    messages = list(shapes.objects(source, sh.message)) or list(
        report.objects(result, sh.resultMessage)
    )
    provision = shapes.value(owner, DCTERMS.source)
    place = next((f for node, f in places.items() if str(focus).startswith(node)), None)
    return {
        "shape": _short(str(owner)),
        "severity": _SEVERITIES[_short(str(severity)).rpartition("#")[2]],
        "focus": str(focus),
        "path": str(path) if path is not None else None,
        "value": str(value) if value is not None else None,
        "location": {"file": place, "line": None, "sheet": None, "cell": None},
        "provision": str(provision).rpartition("/id/")[2] if provision is not None else None,
        "message": _bilingual(messages),
        "remedy": _bilingual(list(shapes.objects(owner, SKOS.scopeNote))),
    }


def _bilingual(literals: Sequence[Any]) -> dict[str, str]:
    found = {"zh": "", "en": ""}
    for literal in literals:
        lang = (getattr(literal, "language", None) or "en").lower()
        found["zh" if lang.startswith("zh") else "en"] = str(literal)
    return found
