"""What stands beside the sources: rules, mechanisms, open questions, outside evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.build.named import NamedGraph
from kg.build.ontology import role_of
from kg.derive.conditions import EVERY
from kg.derive.timing import Timing
from kg.model import Condition, Evidence, Mechanism, OpenQuestion, Rule
from kg.namespaces import (
    concept,
    evidence_iri,
    mechanism_iri,
    named_graph,
    provision_iri,
    question_iri,
    reading_iri,
    rule_iri,
    source_iri,
)
from kg.store import Quad

RULES, QUESTIONS, MECHANISMS, EVIDENCE = "rules", "open-questions", "mechanisms", "evidence"
PROCEDURES = "procedures"
_EFFECT_NEEDS_KIND = ("attributes", "imposes", "exempts")


def build_rules(rules: Sequence[Rule], timing: Timing) -> list[Quad]:
    """Return the graph of the rules: what each rests on, concludes and overrides.

    A rule's identifier begins with `rule/`, because a rule may bear the id of its provision.
    """
    graph = NamedGraph(named_graph(RULES))
    for rule in rules:
        node = rule_iri(rule.id)
        graph.link(node, "rdf:type", "jr:Rule")
        graph.value(node, "dcterms:identifier", f"rule/{rule.id}")
        graph.link(node, "jr:isReadUnder", source_iri(rule.text))
        graph.link(node, "jr:hasEffect", concept("effect", rule.effect))
        if rule.effect in _EFFECT_NEEDS_KIND:
            graph.link(node, "jr:concernsKind", concept("responsibility-kind", rule.kind))
        for extent in rule.extent:
            graph.link(node, "jr:hasExtent", concept("extent", extent))
        for provision in rule.provisions:
            graph.link(node, "jr:restsOn", provision_iri(*provision.split("/", 1)))
        for other in rule.overrides:
            if other == EVERY:
                graph.value(node, "jr:overridesEveryRule", "true", "xsd:boolean")
            else:
                graph.link(node, "jr:overrides", rule_iri(other))
        for question in dict.fromkeys([*rule.open_questions, *_questions(rule.when)]):
            graph.link(node, "jr:raises", question_iri(question))
        graph.text(node, "jr:becauseText", rule.because)
        graph.value(node, "jr:whenText", rule.when_source)
    for question in (timing.leniency_question, timing.leniency_scope_question):
        graph.link(source_iri(timing.newest()), "jr:raises", question_iri(question))
    return graph.quads


def build_mechanisms(mechanisms: Sequence[Mechanism], role_iris: Mapping[str, str]) -> list[Quad]:
    """Return the graph of the mechanisms: label, provisions, actors, steps in order."""
    graph = NamedGraph(named_graph(MECHANISMS))
    for item in mechanisms:
        node = mechanism_iri(item.id)
        graph.link(node, "rdf:type", "jr:Mechanism")
        graph.value(node, "dcterms:identifier", item.id)
        graph.text(node, "skos:prefLabel", item.label)
        graph.text(node, "skos:definition", item.definition)
        graph.text(node, "jr:meaningText", item.meaning)
        for provision in item.provisions:
            graph.link(node, "jr:restsOn", provision_iri(*provision.split("/", 1)))
        for actor in item.actors:
            graph.link(node, "jr:involves", role_of(actor, role_iris, item.where))
        for keyword in item.keywords:
            graph.text(node, "jr:keywordText", keyword)
        if item.region:
            graph.value(node, "jr:jurisdiction", item.region)
        if item.level:
            graph.link(node, "jr:appliesAtLevel", concept("level", item.level))
        for index, (text, provision) in enumerate(item.steps, 1):
            step = f"{node}/step-{index}"
            graph.link(node, "jr:hasMechanismStep", step)
            graph.link(step, "rdf:type", "jr:MechanismStep")
            graph.integer(step, "jr:order", index)
            graph.text(step, "jr:stepText", text)
            if provision:
                graph.link(step, "jr:restsOn", provision_iri(*provision.split("/", 1)))
    return graph.quads


def build_evidence(evidence: Sequence[Evidence]) -> list[Quad]:
    """Return the graph of the outside sources of facts, each marked as citable or not."""
    graph = NamedGraph(named_graph(EVIDENCE))
    for item in evidence:
        node = evidence_iri(item.key)
        graph.link(node, "rdf:type", "jr:Evidence")
        graph.value(node, "dcterms:identifier", item.key)
        graph.text(node, "skos:prefLabel", item.label)
        graph.value(node, "jr:isCitable", str(item.citable).lower(), "xsd:boolean")
        if item.address:
            graph.value(node, "jr:address", item.address)
    return graph.quads


def _questions(condition: Condition) -> Iterator[str]:
    """Yield the open questions whose readings a condition weighs, also those of its floor."""
    if condition.question:
        yield condition.question
    for part in condition.parts:
        yield from _questions(part)


def build_questions(questions: Sequence[OpenQuestion]) -> list[Quad]:
    """Return the graph of the open questions; each reading is a node, in the order given."""
    graph = NamedGraph(named_graph(QUESTIONS))
    for question in questions:
        node = question_iri(question.id)
        graph.link(node, "rdf:type", "jr:OpenQuestion")
        graph.value(node, "dcterms:identifier", question.id)
        graph.text(node, "jr:questionText", question.question)
        for index, reading in enumerate(question.readings, 1):
            part = reading_iri(question.id, index)
            graph.link(node, "jr:hasReading", part)
            graph.link(part, "rdf:type", "jr:Reading")
            graph.integer(part, "jr:order", index)
            graph.text(part, "jr:readingText", reading)
        for provision in question.provisions:
            graph.link(node, "jr:restsOn", provision_iri(*provision.split("/", 1)))
    return graph.quads
