"""The only package that imports an RDF engine: pyoxigraph embedded, SPARQLWrapper for a server.

Both stores answer the same .rq files with SPARQL 1.1 JSON results. The default graph that people
query is the union of the given graphs; a remote server must be set up alike (docs/scaling.md).
"""

from kg.store.answering import Answered, answer
from kg.store.embedded import EmbeddedStore, check_syntax
from kg.store.quads import (
    Quad,
    iri,
    language,
    literal,
    ntriples,
    parse_jsonld,
    parse_ntriples,
    parse_rdf,
    parse_turtle,
    plain,
    quad,
    serialize,
    skolemised,
    sorted_nquads,
    sorted_ntriples,
    to_turtle,
)
from kg.store.remote import RemoteStore
from kg.store.results import Endpoint, Result, bare_syntax, query_error, select_result

__all__ = [
    "Answered",
    "EmbeddedStore",
    "Endpoint",
    "Quad",
    "RemoteStore",
    "Result",
    "answer",
    "bare_syntax",
    "check_syntax",
    "iri",
    "language",
    "literal",
    "ntriples",
    "parse_jsonld",
    "parse_ntriples",
    "parse_rdf",
    "parse_turtle",
    "plain",
    "quad",
    "query_error",
    "select_result",
    "serialize",
    "skolemised",
    "sorted_nquads",
    "sorted_ntriples",
    "to_turtle",
]
