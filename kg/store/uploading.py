"""Writes whole graphs to a SPARQL server: Graph Store HTTP Protocol, or SPARQL 1.1 Update.

https://www.w3.org/TR/sparql11-http-rdf-update/, https://www.w3.org/TR/sparql11-update/. One request
replaces a graph where nothing limits its size, so that a reader sees the old graph or the new one.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from kg.store.http import HttpRefused, send
from kg.store.quads import Quad, ntriples

DEFAULT_GRAPH = ""
GRAPH_STORE, UPDATE = "graph-store", "update"


@dataclass(frozen=True, slots=True)
class Uploader:
    """Where and how a server takes graphs; `protocol` is GRAPH_STORE or UPDATE.

    `chunk` is the number of triples in one request, 0 for whole graphs. Every method raises KgError
    (kg/store/http.py) when the server refuses or cannot be reached.
    """

    protocol: str
    url: str
    chunk: int = 0
    timeout: float = 300.0

    def replace(self, graph: str, quads: Sequence[Quad]) -> None:
        """Make a graph hold exactly these triples; "" is the default graph."""
        for index, part in enumerate(self._parts(quads)):
            if self.protocol == GRAPH_STORE:
                kind = "application/n-triples"
                self._send("POST" if index else "PUT", self._address(graph), part, kind)
            else:
                data = part.decode()
                insert = f"GRAPH <{graph}> {{\n{data}}}" if graph else data
                clear = "" if index else f"{_drop(graph)} ;\n"
                self._update(f"{clear}INSERT DATA {{ {insert} }}")

    def drop(self, graph: str) -> None:
        """Delete a graph; one that is not there is no error."""
        if self.protocol == UPDATE:
            self._update(_drop(graph))
            return
        try:
            self._send("DELETE", self._address(graph), None, "")
        except HttpRefused as error:
            if error.status != 404:
                raise

    def _parts(self, quads: Sequence[Quad]) -> Iterator[bytes]:
        step = self.chunk or max(1, len(quads))
        for start in range(0, max(1, len(quads)), step):
            yield ntriples(quads[start : start + step])

    def _address(self, graph: str) -> str:
        joint = "&" if "?" in self.url else "?"
        return f"{self.url}{joint}" + (f"graph={quote(graph, safe='')}" if graph else "default")

    def _update(self, text: str) -> None:
        self._send("POST", self.url, text.encode(), "application/sparql-update")

    def _send(self, method: str, url: str, body: bytes | None, kind: str) -> None:
        request = urllib.request.Request(url, data=body, method=method)
        if kind:
            request.add_header("Content-Type", kind)
        send(request, self.timeout)


def _drop(graph: str) -> str:
    return f"DROP SILENT GRAPH <{graph}>" if graph else "DROP SILENT DEFAULT"


def usual_addresses(endpoint: str) -> list[tuple[str, str]]:
    """Return the (protocol, address) pairs at which servers usually take what they answer here.

    `…/query` and `…/sparql` have a neighbour `store` (Oxigraph), `data` (Fuseki) or `update`;
    RDF4J and GraphDB take graphs below `…/repositories/NAME`; else the same address is tried.
    """
    parts = urlsplit(endpoint)
    path = parts.path.rstrip("/")

    def at(new: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, new, parts.query, ""))

    head, _, last = path.rpartition("/")
    if last in ("query", "sparql"):
        return [
            (GRAPH_STORE, at(f"{head}/store")),
            (GRAPH_STORE, at(f"{head}/data")),
            (UPDATE, at(f"{head}/update")),
        ]
    if "/repositories/" in path:
        return [(GRAPH_STORE, at(f"{path}/rdf-graphs/service"))]
    return [(GRAPH_STORE, endpoint), (UPDATE, endpoint)]
