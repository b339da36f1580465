"""One source version as quads: the source, its provisions, their facts, correspondences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.build.named import NamedGraph
from kg.build.ontology import role_of
from kg.citations import find_citations
from kg.model import ArticleFacts, Correspondence, Fact, Source
from kg.namespaces import (
    ID,
    concept,
    correspondence_iri,
    evidence_iri,
    fact_iri,
    provision_iri,
    question_iri,
    source_graph,
    source_iri,
)
from kg.segment import language_of
from kg.store import Quad

_KIND_CLASS = {"procedure": "ProceduralNorm"}


def build_source(
    source: Source,
    articles: Sequence[ArticleFacts],
    correspondences: Sequence[Correspondence],
    role_iris: Mapping[str, str],
) -> list[Quad]:
    """Return the graph of one source version: source, provisions, norms, correspondences."""
    graph = NamedGraph(source_graph(source.id, source.version))
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


def _source(graph: NamedGraph, source: Source) -> None:
    node = source_iri(source.id)
    graph.link(node, "rdf:type", "jr:Source")
    graph.value(node, "dcterms:identifier", source.id)
    graph.text(node, "dcterms:title", source.title)
    graph.text(node, "skos:scopeNote", source.note)
    graph.value(node, "jr:jurisdiction", source.jurisdiction)
    if source.document_number:
        graph.value(node, "jr:documentNumber", source.document_number)
    describe_dates(graph, node, source)
    for other in source.repeals:
        graph.link(node, "jr:supersedes", source_iri(other))
    for question in source.open_questions:
        graph.link(node, "jr:raises", question_iri(question))


def describe_dates(graph: NamedGraph, node: str, source: Source) -> None:
    """Say of a node when the source was signed, published and in force, and how sure that is."""
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


def _provisions(graph: NamedGraph, source: Source) -> None:
    classes = {"article": "Article", "paragraph": "Paragraph", "item": "Item",
               "sentence": "Sentence"}  # fmt: skip
    for p in source.provisions.values():
        node = provision_iri(source.id, p.id)
        graph.link(node, "rdf:type", f"jr:{classes.get(p.kind, 'Provision')}")
        graph.value(node, "dcterms:identifier", f"{source.id}/{p.id}")
        graph.value(node, "jr:number", p.number or p.kind)
        graph.integer(node, "jr:order", p.order)
        graph.link(node, "jr:belongsToSource", source_iri(source.id))
        owner = provision_iri(source.id, p.parent) if p.parent else source_iri(source.id)
        graph.link(node, "eli:is_part_of", owner)
        graph.link(node, "jr:hasTextStatus", concept("text-status", p.status))
        if p.span is not None:
            graph.integer(node, "jr:spanStart", p.span.start)
            graph.integer(node, "jr:spanEnd", p.span.end)
        if p.text:
            graph.words(node, "jr:text", p.text, language_of(p.text, p.language))


def _fact(graph: NamedGraph, fact: Fact, role_iris: Mapping[str, str]) -> None:
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
        graph.link(node, "jr:addresses", role_of(bearer, role_iris, fact.where))
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
        graph.integer(part, "jr:spanStart", quote.span.start)
        graph.integer(part, "jr:spanEnd", quote.span.end)


def all_provisions(sources: Sequence[Source]) -> Iterator[str]:
    """Yield every provision id of the graph, `<source>/<provision>`."""
    for source in sources:
        for key in source.provisions:
            yield f"{source.id}/{key}"
