"""Turns procedures into the quads of one named graph. No blank nodes; nothing is left implicit."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

from kg.errors import KgError, Problem
from kg.model import Text
from kg.model.procedures import Counting, Grounds, Procedure, ProcedureStep, Raised, TimeLimit
from kg.namespaces import (
    concept,
    evidence_iri,
    procedure_iri,
    provision_iri,
    question_iri,
    source_iri,
)
from kg.store import Quad, iri, literal, quad

_HOW = {
    "approves": "jr:isApprovedBy",
    "reviews": "jr:isReviewedBy",
    "is-consulted": "jr:consults",
    "receives-filing": "jr:isFiledWith",
}


def procedure_quads(
    procedures: Sequence[Procedure],
    counting: Counting,
    role_iris: Mapping[str, str],
    graph: str,
) -> list[Quad]:
    """Return the quads of all procedures; raise KgError on a role that the schemes do not have."""
    writer = _Writer(graph, counting, role_iris)
    for procedure in procedures:
        writer.procedure(procedure)
    return writer.quads


class _Writer:
    """Collects the quads of one graph."""

    def __init__(self, graph: str, counting: Counting, role_iris: Mapping[str, str]) -> None:
        self.graph, self.counting, self.role_iris = graph, counting, role_iris
        self.quads: list[Quad] = []

    def link(self, subject: str, predicate: str, target: str) -> None:
        self.quads.append(quad(subject, predicate, iri(target), self.graph))

    def value(self, subject: str, predicate: str, text: str, datatype: str = "") -> None:
        self.quads.append(quad(subject, predicate, literal(text, datatype=datatype), self.graph))

    def text(self, subject: str, predicate: str, text: Text | None) -> None:
        if text:
            for words, lang in ((text.zh, "zh-Hans"), (text.en, "en")):
                self.quads.append(quad(subject, predicate, literal(words, lang=lang), self.graph))

    def rests_on(self, node: str, provisions: Iterable[str]) -> None:
        for provision in provisions:
            self.link(node, "jr:restsOn", provision_iri(*provision.split("/", 1)))

    def roles(self, node: str, predicate: str, codes: Iterable[str], where: str) -> None:
        for code in codes:
            if code not in self.role_iris:
                raise KgError(_no_role(code, self.role_iris, where))
            self.link(node, predicate, self.role_iris[code])

    def for_statuses(self, node: str, statuses: Iterable[str]) -> None:
        for status in statuses:
            self.link(node, "jr:isMeantFor", concept("status", status))

    def grounds(self, node: str, grounds: Grounds) -> None:
        self.rests_on(node, grounds.provisions)
        for key in grounds.source_keys:
            self.link(node, "jr:isReadAt", evidence_iri(key))
        if grounds.confidence:
            self.link(node, "jr:hasConfidence", concept("confidence", grounds.confidence))

    def raises(self, node: str, questions: Iterable[Raised]) -> None:
        for question in questions:
            self.link(node, "jr:raises", question_iri(question.id))

    def procedure(self, item: Procedure) -> None:
        node = procedure_iri(item.id)
        self.link(node, "rdf:type", "jr:Procedure")
        self.value(node, "dcterms:identifier", item.id)
        self.text(node, "skos:prefLabel", item.label)
        self.text(node, "skos:definition", item.definition)
        self.link(node, "jr:isGivenBy", source_iri(item.source))
        self.for_statuses(node, item.persons)
        self.rests_on(node, item.persons_provisions)
        for provision in item.missing:
            self.link(node, "jr:lacksTextOf", provision_iri(*provision.split("/", 1)))
        self.raises(node, item.questions)
        for order, stage in enumerate(item.stages, 1):
            at = procedure_iri(f"{item.id}/stage/{stage.id}")
            self.link(node, "jr:hasStage", at)
            self.link(at, "rdf:type", "jr:ProcedureStage")
            self.value(at, "jr:order", str(order), "xsd:integer")
            self.text(at, "skos:prefLabel", stage.label)
            self.rests_on(at, stage.provisions)
        for order, step in enumerate(item.steps, 1):
            self.link(node, "jr:hasProcedureStep", procedure_iri(step.key))
            self.step(step, order)
        for measure in item.measures:
            at = procedure_iri(f"{item.id}/measure/{measure.id}")
            self.link(node, "jr:hasMeasure", at)
            self.link(at, "rdf:type", "jr:Measure")
            self.text(at, "skos:prefLabel", measure.label)
            self.text(at, "jr:ifText", measure.when)
            self.said(at, "jr:saysWhoDecides", measure.decided_said)
            self.roles(at, "jr:isDecidedBy", measure.decided_by, measure.where)
            self.link(at, "jr:followsFrom", procedure_iri(measure.step))
            self.grounds(at, measure.grounds)
        for circumstance in item.circumstances:
            at = procedure_iri(f"{item.id}/circumstance/{circumstance.id}")
            self.link(node, "jr:hasCircumstance", at)
            self.link(at, "rdf:type", "jr:DegreeCircumstance")
            self.text(at, "skos:prefLabel", circumstance.label)
            self.link(at, "jr:hasDegreeEffect", concept("degree-effect", circumstance.effect))
            for code in circumstance.conduct:
                self.link(at, "jr:showsConduct", concept("conduct", code))
            self.grounds(at, circumstance.grounds)
            self.raises(at, circumstance.questions)

    def said(self, node: str, predicate: str, code: str) -> None:
        self.link(node, predicate, concept("specification", code))

    def step(self, step: ProcedureStep, order: int) -> None:
        node = procedure_iri(step.key)
        self.link(node, "rdf:type", "jr:ProcedureStep")
        self.value(node, "dcterms:identifier", step.key)
        self.value(node, "jr:order", str(order), "xsd:integer")
        self.link(node, "jr:isInStage", procedure_iri(f"{step.procedure}/stage/{step.stage}"))
        self.text(node, "skos:prefLabel", step.label)
        self.text(node, "jr:noteText", step.note)
        self.text(node, "jr:eventText", step.event)
        self.text(node, "jr:majorityText", step.majority)
        self.value(node, "jr:mayComeAnyTime", str(step.any_time).lower(), "xsd:boolean")
        self.for_statuses(node, step.statuses)
        self.said(node, "jr:saysWhoActs", step.actors_said)
        self.said(node, "jr:saysApproval", step.approvals_said)
        self.said(node, "jr:saysMajority", step.majority_said)
        self.said(node, "jr:saysTimeLimit", step.limit_said)
        self.said(node, "jr:saysWhatFollows", step.next_said)
        self.roles(node, "jr:isTakenBy", step.actors, step.where)
        for approval in step.approvals:
            self.roles(node, _HOW[approval.how], [approval.by], step.where)
        if step.limit:
            self.limit(node, step, step.limit)
        for number, branch in enumerate(step.next, 1):
            at = f"{node}/next-{number}"
            self.link(node, "jr:hasNext", at)
            self.link(at, "rdf:type", "jr:NextStep")
            self.link(at, "jr:leadsTo", procedure_iri(branch.step))
            self.text(at, "jr:ifText", branch.when)
            self.for_statuses(at, branch.statuses)
        self.grounds(node, step.grounds)
        self.raises(node, step.questions)

    def limit(self, node: str, step: ProcedureStep, limit: TimeLimit) -> None:
        at = f"{node}/time-limit"
        self.link(node, "jr:hasTimeLimit", at)
        self.link(at, "rdf:type", "jr:TimeLimit")
        self.text(at, "jr:limitText", limit.words or limit.from_)
        if not limit.value:
            return
        self.value(at, "jr:limitValue", str(limit.value), "xsd:integer")
        self.link(at, "jr:hasUnit", concept("time-unit", limit.unit))
        for predicate, names in (
            ("jr:startsWith", (limit.starts,)),
            ("jr:startsPerhapsWith", limit.candidates),
            ("jr:extends", (limit.extends,)),
        ):
            for name in filter(None, names):
                self.link(at, predicate, procedure_iri(f"{step.procedure}/{name}"))
        for question in filter(None, (limit.open_question, self.counting.open_question)):
            self.link(at, "jr:raises", question_iri(question))


def _no_role(code: str, roles: Mapping[str, str], where: str) -> Problem:
    close = difflib.get_close_matches(code, roles, 1)
    return Problem(
        where,
        f"“{code}”不是角色表中的角色。",
        f'"{code}" is not a role of the schemes.',
        (f"是否指“{close[0]}”？" if close else "") + "请核对 ontology/schemes.ttl。",
        (f'Did you mean "{close[0]}"? ' if close else "") + "Check ontology/schemes.ttl.",
    )
