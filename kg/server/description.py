"""What the endpoint is: SPARQL 1.1 Service Description, and VoID and DCAT from the catalogue."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.namespaces import named_graph
from kg.server import replies
from kg.server.negotiation import GRAPHS, choose
from kg.server.sharing import shared
from kg.store import Quad, iri, literal, quad, serialize

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_OFFERED = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads",
)  # fmt: skip
SYNTAX = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/trig": "trig",
    "application/n-quads": "nq",
}


def graph_reply(request: Request, quads: list[Quad], *parts: str, media: str = "") -> Response:
    """Return quads in the media type given, else the one that the client likes best, or 406."""
    from kg.errors import Problem

    chosen = media or choose(request.headers.get("accept", ""), GRAPHS)
    if chosen is None:
        return replies.error(
            406,
            Problem(
                "Accept",
                "没有可接受的 RDF 格式。",
                "None of the RDF formats that you accept is offered.",
                "可用：Turtle、N-Triples、JSON-LD、RDF/XML、TriG、N-Quads。",
                "Offered: Turtle, N-Triples, JSON-LD, RDF/XML, TriG, N-Quads.",
            ),
        )
    tag = replies.etag(request, chosen, *parts)
    return replies.not_modified(request, tag) or replies.data(
        request, serialize(quads, SYNTAX[chosen]), chosen, tag
    )


def service_description(request: Request) -> Response:
    """Answer a bare GET of the endpoint (SPARQL 1.1 Service Description, section 2)."""
    graph = shared(request).graph
    base = str(request.base_url).rstrip("/")
    service, dataset, default = (f"{base}/sparql#{n}" for n in ("service", "dataset", "default"))
    quads = [
        quad(service, "rdf:type", iri(SD + "Service")),
        quad(service, SD + "endpoint", iri(f"{base}/sparql")),
        quad(service, SD + "supportedLanguage", iri(SD + "SPARQL11Query")),
        quad(service, SD + "defaultDataset", iri(dataset)),
        *(quad(service, SD + "resultFormat", iri(_FORMATS + f)) for f in _OFFERED),
        quad(dataset, "rdf:type", iri(SD + "Dataset")),
        quad(dataset, SD + "defaultGraph", iri(default)),
        quad(default, "rdf:type", iri(SD + "Graph")),
        quad(default, "void:triples", literal(str(len(graph.store)), datatype="xsd:integer")),
    ]
    for name, count in graph.manifest["graphs"].items():
        node = f"{base}/sparql#{name.rsplit('/graph/', 1)[-1]}"
        quads += [
            quad(dataset, SD + "namedGraph", iri(node)),
            quad(node, "rdf:type", iri(SD + "NamedGraph")),
            quad(node, SD + "name", iri(name)),
            quad(node, "void:triples", literal(str(count), datatype="xsd:integer")),
        ]
    return graph_reply(request, quads, base)


async def void(request: Request) -> Response:
    """Answer /.well-known/void: the catalogue graph (VoID, DCAT, PROV)."""
    quads = list(shared(request).graph.store.quads(named_graph("catalogue")))
    return graph_reply(request, [quad_in_default(q) for q in quads])


def quad_in_default(q: Quad) -> Quad:
    """Return the quad's triple in the default graph."""
    return Quad(q.subject, q.predicate, q.object)
