"""An answer as RDF."""

from __future__ import annotations

from kg.model import Answer
from kg.namespaces import (
    assessment_iri,
    case_iri,
    concept,
    provision_iri,
    rule_iri,
    source_iri,
)
from kg.store import Quad, iri, literal, quad


def answer_quads(answer: Answer) -> list[Quad]:
    """Return the assessments as RDF: one jr:Assessment a person, step and kind."""
    quads = []
    for a in answer.assessments:
        node = assessment_iri(answer.case, a.person, a.step, a.kind)
        case = case_iri(answer.case)
        links = [
            ("rdf:type", "jr:Assessment"),
            ("jr:assessesCase", case),
            ("jr:assessesPerson", f"{case}/{a.person}"),
            ("jr:assessesStep", f"{case}/{a.step}"),
            ("jr:concernsKind", concept("responsibility-kind", a.kind)),
            ("jr:hasOutcome", concept("outcome", a.outcome)),
            ("jr:isGovernedBy", source_iri(a.text)),
            *(("jr:hasExtent", concept("extent", e)) for e in a.extent),
            *(("jr:restsOn", provision_iri(*p.split("/", 1))) for p in a.provisions),
            *(("jr:appliesRule", rule_iri(r)) for r in a.rules),
        ]
        quads += [quad(node, p, iri(o)) for p, o in links]
        quads.append(quad(node, "jr:becauseText", literal(a.because.zh, "zh-Hans")))
        quads.append(quad(node, "jr:becauseText", literal(a.because.en, "en")))
    return quads
