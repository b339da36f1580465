"""The only package that imports an RDF engine: pyoxigraph embedded, SPARQLWrapper for a server.

Both stores answer the same .rq files with SPARQL 1.1 JSON results. The default graph that people
query is the union of the given graphs; a remote server must be set up alike (docs/scaling.md).
"""

from kg.store.embedded import EmbeddedStore, check_syntax
from kg.store.quads import (
    Quad,
    iri,
    literal,
    parse_jsonld,
    parse_turtle,
    quad,
    serialize,
    sorted_nquads,
    sorted_ntriples,
    to_turtle,
)
from kg.store.remote import RemoteStore
from kg.store.results import Endpoint, Result, bare_syntax, query_error, select_result

__all__ = [
    "EmbeddedStore",
    "Endpoint",
    "Quad",
    "RemoteStore",
    "Result",
    "bare_syntax",
    "check_syntax",
    "iri",
    "literal",
    "parse_jsonld",
    "parse_turtle",
    "quad",
    "query_error",
    "select_result",
    "serialize",
    "sorted_nquads",
    "sorted_ntriples",
    "to_turtle",
]
