"""The only package that imports an RDF engine: pyoxigraph embedded, SPARQLWrapper for a server.

Both stores answer the same .rq files with SPARQL 1.1 JSON results. The default graph that people
query is the union of the given graphs; a remote server must be set up alike (docs/scaling.md).
"""

from kg.store.answering import Answered, answer
from kg.store.digests import Digest, digest, digest_query, read_digest
from kg.store.embedded import EmbeddedStore, check_syntax
from kg.store.http import HttpRefused, TimedOut, check_url, send
from kg.store.quads import (
    Quad,
    in_graph,
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
from kg.store.remote import RemoteStore, with_prefixes
from kg.store.results import Result, Store, bare_syntax, query_error, select_result
from kg.store.uploading import GRAPH_STORE, UPDATE, Uploader, usual_addresses

__all__ = [
    "GRAPH_STORE",
    "UPDATE",
    "Answered",
    "Digest",
    "EmbeddedStore",
    "HttpRefused",
    "Quad",
    "RemoteStore",
    "Result",
    "Store",
    "TimedOut",
    "Uploader",
    "answer",
    "bare_syntax",
    "check_syntax",
    "check_url",
    "digest",
    "digest_query",
    "in_graph",
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
    "read_digest",
    "select_result",
    "send",
    "serialize",
    "skolemised",
    "sorted_nquads",
    "sorted_ntriples",
    "to_turtle",
    "usual_addresses",
    "with_prefixes",
]
