"""Turns sources, facts, rules and the ontology into quads: one named graph per source version.

Deterministic: no clock, no network, no blank nodes; the output is sorted N-Quads (DESIGN 2.10).
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg import __version__
from kg.citations import find_citations
from kg.derive.timing import Timing
from kg.errors import KgError, Problem
from kg.model import (
    ArticleFacts,
    Correspondence,
    Evidence,
    Fact,
    Mechanism,
    OpenQuestion,
    Rule,
    Source,
    Text,
)
from kg.namespaces import (
    ID,
    code,
    concept,
    correspondence_iri,
    evidence_iri,
    fact_iri,
    mechanism_iri,
    named_graph,
    provision_iri,
    question_iri,
    rule_iri,
    source_graph,
    source_iri,
)
from kg.segment import language_of
from kg.store import Quad, iri, literal, parse_turtle, quad, sorted_nquads

ONTOLOGY, RULES, QUESTIONS, CATALOGUE = "ontology", "rules", "open-questions", "catalogue"
MECHANISMS, EVIDENCE = "mechanisms", "evidence"
_KIND_CLASS = {"procedure": "ProceduralNorm"}
_EFFECT_NEEDS_KIND = ("attributes", "imposes", "exempts")


class _Graph:
    """Collects the quads of one named graph."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.quads: list[Quad] = []

    def link(self, subject: str, predicate: str, target: str) -> None:
        self.quads.append(quad(subject, predicate, iri(target), self.name))

    def value(self, subject: str, predicate: str, text: str, datatype: str = "") -> None:
        self.quads.append(quad(subject, predicate, literal(text, datatype=datatype), self.name))

    def text(self, subject: str, predicate: str, text: Text | None) -> None:
        if text is not None:
            self.words(subject, predicate, text.zh, "zh-Hans")
            self.words(subject, predicate, text.en, "en")

    def words(self, subject: str, predicate: str, text: str, lang: str) -> None:
        self.quads.append(quad(subject, predicate, literal(text, lang=lang), self.name))


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


def build_source(
    source: Source,
    articles: Sequence[ArticleFacts],
    correspondences: Sequence[Correspondence],
    role_iris: Mapping[str, str],
) -> list[Quad]:
    """Return the graph of one source version: source, provisions, norms, correspondences."""
    graph = _Graph(source_graph(source.id, source.version))
    _source(graph, source)
    _provisions(graph, source)
    for citation in find_citations(source):
        node = provision_iri(source.id, citation.provision)
        if citation.target:
            graph.link(node, "jr:cites", ID + citation.target)
        else:
            graph.value(node, "jr:citesTitle", citation.title)
    for article in articles:
        owner = provision_iri(source.id, article.article)
        graph.text(owner, "jr:restatement", article.restatement)
        for fact in article.facts:
            _fact(graph, fact, role_iris)
    for item in correspondences:
        node = correspondence_iri(item.id)
        graph.link(node, "rdf:type", "jr:Correspondence")
        graph.link(node, "jr:hasChangeKind", concept("change-kind", item.change))
        graph.text(node, "jr:reasonText", item.reason)
        for key in item.old:
            graph.link(node, "jr:relatesOld", provision_iri(*key.split("/", 1)))
        for key in item.new:
            graph.link(node, "jr:relatesNew", provision_iri(*key.split("/", 1)))
    return graph.quads


def _source(graph: _Graph, source: Source) -> None:
    node = source_iri(source.id)
    graph.link(node, "rdf:type", "jr:Source")
    graph.value(node, "dcterms:identifier", source.id)
    graph.text(node, "dcterms:title", source.title)
    graph.text(node, "skos:scopeNote", source.note)
    graph.value(node, "jr:jurisdiction", source.jurisdiction)
    if source.document_number:
        graph.value(node, "jr:documentNumber", source.document_number)
    terms = {
        "document": "eli:date_document",
        "publication": "eli:date_publication",
        "in_force": "eli:first_date_entry_in_force",
        "end": "eli:date_no_longer_in_force",
    }
    for key, term in terms.items():
        if source.dates.get(key):
            graph.value(node, term, source.dates[key], "xsd:date")
    graph.link(node, "jr:hasDateCertainty", concept("date-certainty", source.date_certainty))
    for other in source.repeals:
        graph.link(node, "jr:supersedes", source_iri(other))
    for question in source.open_questions:
        graph.link(node, "jr:raises", question_iri(question))


def _provisions(graph: _Graph, source: Source) -> None:
    classes = {"article": "Article", "paragraph": "Paragraph", "item": "Item",
               "sentence": "Sentence"}  # fmt: skip
    for p in source.provisions.values():
        node = provision_iri(source.id, p.id)
        graph.link(node, "rdf:type", f"jr:{classes.get(p.kind, 'Provision')}")
        graph.value(node, "dcterms:identifier", f"{source.id}/{p.id}")
        graph.value(node, "jr:number", p.number or p.kind)
        graph.value(node, "jr:order", str(p.order), "xsd:integer")
        graph.link(node, "jr:belongsToSource", source_iri(source.id))
        owner = provision_iri(source.id, p.parent) if p.parent else source_iri(source.id)
        graph.link(node, "eli:is_part_of", owner)
        graph.link(node, "jr:hasTextStatus", concept("text-status", p.status))
        if p.span is not None:
            graph.value(node, "jr:spanStart", str(p.span.start), "xsd:integer")
            graph.value(node, "jr:spanEnd", str(p.span.end), "xsd:integer")
        if p.text:
            graph.words(node, "jr:text", p.text, language_of(p.text, p.language))


def _fact(graph: _Graph, fact: Fact, role_iris: Mapping[str, str]) -> None:
    node = fact_iri(fact.source, fact.id)
    kind = _KIND_CLASS.get(fact.kind, fact.kind.capitalize())
    graph.link(node, "rdf:type", f"jr:{kind}")
    graph.value(node, "dcterms:identifier", f"{fact.source}/{fact.id}")
    graph.text(node, "skos:prefLabel", fact.label)
    graph.text(node, "jr:actText", fact.act)
    graph.text(node, "jr:objectText", fact.object)
    graph.text(node, "jr:conditionText", fact.condition)
    graph.text(node, "jr:consequenceText", fact.consequence)
    for bearer in fact.bearers:
        graph.link(node, "jr:addresses", _role(bearer, role_iris, fact.where))
    if fact.verb:
        graph.link(node, "jr:usesVerb", concept("verb", fact.verb))
    if fact.responsibility:
        graph.link(node, "jr:concernsKind", concept("responsibility-kind", fact.responsibility))
    graph.link(node, "jr:hasReviewStatus", concept("review-status", fact.status))
    if fact.open_question:
        graph.link(node, "jr:raises", question_iri(fact.open_question))
    for key in fact.source_keys:
        graph.value(node, "jr:sourceKey", key)
        graph.link(node, "jr:isEvidencedBy", evidence_iri(key))
    graph.link(node, "jr:hasConfidence", concept("confidence", fact.confidence))
    for provision in fact.provisions:
        graph.link(node, "jr:restsOn", provision_iri(fact.source, provision))
    if fact.figure:
        graph.value(node, "jr:figureValue", fact.figure.value, "xsd:decimal")
        graph.text(node, "jr:unitText", fact.figure.unit)
        graph.text(node, "jr:countedText", fact.figure.counted)
        if fact.figure.period:
            graph.value(node, "jr:period", fact.figure.period)
    for index, quote in enumerate(fact.quotes, 1):
        part = f"{node}/quote-{index}"
        graph.link(node, "jr:hasQuote", part)
        graph.link(part, "rdf:type", "jr:Quote")
        graph.words(part, "oa:exact", quote.exact, quote.language)
        graph.link(part, "jr:isQuotedFrom", provision_iri(fact.source, quote.provision))
        graph.value(part, "jr:spanStart", str(quote.span.start), "xsd:integer")
        graph.value(part, "jr:spanEnd", str(quote.span.end), "xsd:integer")


def build_evidence(evidence: Sequence[Evidence]) -> list[Quad]:
    """Return the graph of the outside sources of facts, each marked as citable or not."""
    graph = _Graph(named_graph(EVIDENCE))
    for item in evidence:
        node = evidence_iri(item.key)
        graph.link(node, "rdf:type", "jr:Evidence")
        graph.value(node, "dcterms:identifier", item.key)
        graph.text(node, "skos:prefLabel", item.label)
        graph.value(node, "jr:isCitable", str(item.citable).lower(), "xsd:boolean")
        if item.address:
            graph.value(node, "jr:address", item.address)
    return graph.quads


def build_mechanisms(mechanisms: Sequence[Mechanism], role_iris: Mapping[str, str]) -> list[Quad]:
    """Return the graph of the mechanisms: label, provisions, actors, steps in order."""
    graph = _Graph(named_graph(MECHANISMS))
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
            graph.link(node, "jr:involves", _role(actor, role_iris, item.where))
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
            graph.value(step, "jr:order", str(index), "xsd:integer")
            graph.text(step, "jr:stepText", text)
            if provision:
                graph.link(step, "jr:restsOn", provision_iri(*provision.split("/", 1)))
    return graph.quads


def _role(code_: str, role_iris: Mapping[str, str], where: str) -> str:
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


def build_rules(rules: Sequence[Rule], timing: Timing) -> list[Quad]:
    """Return the graph of the rules: what each rests on, concludes and overrides."""
    graph = _Graph(named_graph(RULES))
    for rule in rules:
        node = rule_iri(rule.id)
        graph.link(node, "rdf:type", "jr:Rule")
        graph.value(node, "dcterms:identifier", rule.id)
        graph.link(node, "jr:isReadUnder", source_iri(rule.text))
        graph.link(node, "jr:hasEffect", concept("effect", rule.effect))
        if rule.effect in _EFFECT_NEEDS_KIND:
            graph.link(node, "jr:concernsKind", concept("responsibility-kind", rule.kind))
        for extent in rule.extent:
            graph.link(node, "jr:hasExtent", concept("extent", extent))
        for provision in rule.provisions:
            graph.link(node, "jr:restsOn", provision_iri(*provision.split("/", 1)))
        for other in rule.overrides:
            if other != "*":
                graph.link(node, "jr:overrides", rule_iri(other))
        for question in rule.open_questions:
            graph.link(node, "jr:raises", question_iri(question))
        graph.text(node, "jr:becauseText", rule.because)
        graph.value(node, "jr:whenText", rule.when_source)
    for question in (timing.leniency_question, timing.leniency_scope_question):
        graph.link(source_iri(timing.newest()), "jr:raises", question_iri(question))
    return graph.quads


def build_questions(questions: Sequence[OpenQuestion]) -> list[Quad]:
    """Return the graph of the open questions."""
    graph = _Graph(named_graph(QUESTIONS))
    for question in questions:
        node = question_iri(question.id)
        graph.link(node, "rdf:type", "jr:OpenQuestion")
        graph.value(node, "dcterms:identifier", question.id)
        graph.text(node, "jr:questionText", question.question)
        for reading in question.readings:
            graph.text(node, "jr:readingText", reading)
        for provision in question.provisions:
            graph.link(node, "jr:restsOn", provision_iri(*provision.split("/", 1)))
    return graph.quads


def build_catalogue(graphs: Mapping[str, Sequence[Quad]], sources: Sequence[Source]) -> list[Quad]:
    """Return the catalogue: each graph as a dataset with its size and sha256 (DCAT, VoID)."""
    catalogue = _Graph(named_graph(CATALOGUE))
    top = named_graph("dataset")
    catalogue.link(top, "rdf:type", "dcat:Catalog")
    catalogue.link(top, "rdf:type", "void:Dataset")
    catalogue.text(
        top,
        "dcterms:title",
        Text(
            "检察机关司法责任制知识图谱", "Knowledge graph of procuratorial judicial responsibility"
        ),
    )
    catalogue.value(top, "dcterms:hasVersion", __version__)
    catalogue.link(top, "dcterms:license", "https://creativecommons.org/licenses/by/4.0/")
    titles = {source_graph(s.id, s.version): s for s in sources}
    for name, quads in sorted(graphs.items()):
        catalogue.link(top, "dcat:dataset", name)
        catalogue.link(top, "void:subset", name)
        catalogue.link(name, "rdf:type", "dcat:Dataset")
        catalogue.link(name, "rdf:type", "void:Dataset")
        data = sorted_nquads(quads)
        catalogue.value(name, "void:triples", str(data.count(b"\n")), "xsd:integer")
        catalogue.value(name, "dcterms:identifier", hashlib.sha256(data).hexdigest())
        source = titles.get(name)
        if source:
            catalogue.text(name, "dcterms:title", source.title)
            catalogue.link(name, "dcterms:source", source_iri(source.id))
    return catalogue.quads


def all_provisions(sources: Sequence[Source]) -> Iterator[str]:
    """Yield every provision id of the graph, `<source>/<provision>`."""
    for source in sources:
        for key in source.provisions:
            yield f"{source.id}/{key}"
