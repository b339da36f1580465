"""Answers a query as bytes in a media type: what a SPARQL endpoint sends."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.namespaces import PREFIXES
from kg.store.embedded import EmbeddedStore, json_term

_RESULT_FORMATS = {
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
_TAKE_PREFIXES = ("text/turtle", "application/trig", "application/rdf+xml")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer's bytes and media type; `media` "" when the client accepts no offered type."""

    media: str
    body: bytes
    rows: int = 0
    truncated: bool = False


def answer(
    store: EmbeddedStore,
    sparql: str,
    choose: Callable[[bool], str | None],
    max_rows: int,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Answered:
    """Run a query; `choose(is_graph)` gives the media type, None for not acceptable.

    At most `max_rows` rows or triples are given, then `truncated` is set. Raises KgError on a
    syntax error and MemoryError when the process may take no more.
    """
    results = store.run(sparql, default_graphs, named_graphs)
    is_graph = isinstance(results, ox.QueryTriples)
    media = choose(is_graph)
    if media is None:
        return Answered("", b"")
    if isinstance(results, ox.QueryBoolean):
        return Answered(media, _boolean(bool(results), media))
    rows: list[Any] = list(itertools.islice(results, max_rows + 1))
    truncated = len(rows) > max_rows
    rows = rows[:max_rows]
    if is_graph:
        prefixes = PREFIXES if media in _TAKE_PREFIXES else None
        data = ox.serialize(rows, format=_GRAPH_FORMATS[media], prefixes=prefixes)
        return Answered(media, bytes(data or b""), len(rows), truncated)
    names = [v.value for v in results.variables]
    return Answered(media, _solutions(names, rows, media, truncated), len(rows), truncated)


def _boolean(value: bool, media: str) -> bytes:
    document = json.dumps({"head": {}, "boolean": value}).encode()
    return _converted(document, media)


def _solutions(names: Sequence[str], rows: Sequence[Any], media: str, truncated: bool) -> bytes:
    document: dict[str, Any] = {
        "head": {"vars": list(names)},
        "results": {
            "bindings": [
                {n: json_term(row[n]) for n in names if row[n] is not None} for row in rows
            ]
        },
    }
    if truncated and media not in _RESULT_FORMATS:
        document["truncated"] = True
    return _converted(json.dumps(document, ensure_ascii=False).encode(), media)


def _converted(document: bytes, media: str) -> bytes:
    """Return SPARQL JSON results in another format, by way of the engine's own reader."""
    if media not in _RESULT_FORMATS:
        return document
    read = ox.parse_query_results(document, format=ox.QueryResultsFormat.JSON)
    return bytes(read.serialize(format=_RESULT_FORMATS[media]) or b"")
