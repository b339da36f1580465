"""Answers a query as bytes in a media type: what a SPARQL endpoint sends."""

from __future__ import annotations

import csv
import io
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
    if not is_graph:
        quick = _whole(results, media, max_rows)
        if quick is not None:
            return Answered(media, *quick)
        results = store.run(sparql, default_graphs, named_graphs)
    rows: list[Any] = list(itertools.islice(results, max_rows + 1))
    truncated = len(rows) > max_rows
    rows = rows[:max_rows]
    if is_graph:
        prefixes = PREFIXES if media in _TAKE_PREFIXES else None
        data = ox.serialize(rows, format=_GRAPH_FORMATS[media], prefixes=prefixes)
        return Answered(media, bytes(data or b""), len(rows), truncated)
    names = [v.value for v in results.variables]
    return Answered(media, _solutions(names, rows, media, truncated), len(rows), truncated)


class _TooMany(Exception):
    """The result has more rows than are given."""


class _Counting:
    """Collects what the engine writes, and ends it when `mark` stands in it too often."""

    def __init__(self, mark: bytes, most: int) -> None:
        self.parts: list[bytes] = []
        self._mark, self._left = mark, most

    def write(self, part: bytes) -> int:
        """Take a part of the result; raise _TooMany when it cannot be given whole."""
        self.parts.append(bytes(part))
        self._left -= self.parts[-1].count(self._mark)
        if self._left < 0:
            raise _TooMany
        return len(part)

    def flush(self) -> None:
        """There is nothing to flush."""


# What stands between two rows in the engine's own writing, or more often: in a text of JSON the
# quotation mark would be escaped, in one of XML the bracket, in one of TSV the line's end.
_BETWEEN = {
    "application/sparql-results+json": b'},{"',
    "application/sparql-results+xml": b"<result>",
    "text/csv": b"\r\n",
    "text/tab-separated-values": b"\n",
}


def _whole(results: Any, media: str, max_rows: int) -> tuple[bytes, int] | None:
    """Return a SELECT's results as the engine writes them, and their number of rows.

    None when there are too many, or when rows might bind nothing, which bytes do not show. The
    engine writes several times as fast as Python goes over the rows.
    """
    mark = _BETWEEN[media]
    out = _Counting(mark, max_rows + 1)
    try:
        results.serialize(out, format=_RESULT_FORMATS.get(media, ox.QueryResultsFormat.JSON))
    except _TooMany:
        return None
    body = b"".join(out.parts)
    found = body.count(mark)
    if media == "application/sparql-results+json":
        if b"{}" in body:
            return None
        count = 0 if body.endswith(b'"bindings":[]}}') else found + 1
    elif media == "text/csv":
        count = (
            found
            if b'"' not in body
            else sum(1 for _ in csv.reader(io.StringIO(body.decode(), newline="")))
        )
        count -= 1
    else:
        count = found - (media == "text/tab-separated-values")
    return (body, count) if count <= max_rows else None


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
