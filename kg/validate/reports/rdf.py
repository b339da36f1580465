"""The report as RDF: sh:ValidationReport (SHACL section 3.6), with IRIs and no blank nodes."""

from __future__ import annotations

import hashlib

from kg.model import ValidationReport, ValidationResult
from kg.namespaces import BASE, ID, expand
from kg.store import Quad, iri, literal, quad, serialize

SH = "http://www.w3.org/ns/shacl#"


def to_rdf(report: ValidationReport, syntax: str) -> bytes:
    """Return the report as `ttl` or `jsonld`; a result's IRI is a hash of what it says."""
    nodes = [_node(r) for r in report.results]
    whole = ID + "validation/" + _digest("\n".join(nodes))
    quads = [
        quad(whole, "rdf:type", iri(SH + "ValidationReport")),
        quad(
            whole,
            SH + "conforms",
            literal(str(not report.results).lower(), datatype="xsd:boolean"),
        ),
    ]
    for node, result in zip(nodes, report.results, strict=True):
        quads.append(quad(whole, SH + "result", iri(node)))
        quads += _quads(node, result)
    return serialize(quads, syntax)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _node(r: ValidationResult) -> str:
    place = r.place.as_text()
    parts = (r.shape, r.severity, r.focus, r.path or "", r.value or "", r.component, place)
    return ID + "validation-result/" + _digest("\n".join((*parts, r.message.en)))


def _quads(node: str, r: ValidationResult) -> list[Quad]:
    severity = {"violation": "Violation", "warning": "Warning", "info": "Info"}[r.severity]
    found = [
        quad(node, "rdf:type", iri(SH + "ValidationResult")),
        quad(node, SH + "resultSeverity", iri(SH + severity)),
        quad(node, SH + "sourceShape", iri(f"{BASE}shape/{r.shape}")),
        quad(node, SH + "resultMessage", literal(r.message.zh, "zh-Hans")),
        quad(node, SH + "resultMessage", literal(r.message.en, "en")),
        quad(node, SH + "focusNode", iri(r.focus) if "://" in r.focus else literal(r.focus)),
    ]
    if r.component:
        found.append(quad(node, SH + "sourceConstraintComponent", iri(SH + r.component)))
    if r.path and "://" in r.path:
        found.append(quad(node, SH + "resultPath", iri(r.path)))
    if r.value is not None:
        found.append(quad(node, SH + "value", iri(r.value) if r.value_is_iri else literal(r.value)))
    if r.provision:
        found.append(quad(node, "dcterms:source", iri(expand("id:") + r.provision)))
    if r.place.as_text():
        found.append(quad(node, "jr:place", literal(r.place.as_text())))
    if r.known:
        found.append(quad(node, "skos:note", literal(r.known)))
    return found
