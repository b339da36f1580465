"""A SPARQL server, asked through SPARQLWrapper: the same questions as the embedded store."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kg.namespaces import PREFIXES
from kg.store.http import HttpRefused, Reply, check_url, no_results, send
from kg.store.quads import Quad, in_graph, parse_rdf
from kg.store.results import Result, bare_syntax, query_error, select_result


class RemoteStore:
    """A SPARQL 1.1 Protocol endpoint whose default graph is the union that people query.

    Raises KgError for an address that is none; every query raises KgError when the server refuses,
    cannot be reached, or answers what is no SPARQL result.
    """

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self.url = check_url(url)
        self.timeout = timeout

    def query(self, sparql: str, max_rows: int = 0) -> Result:
        """Answer a query. `max_rows` cuts a SELECT and sets `truncated`; 0 is no limit."""
        reply, form = self._ask(sparql)
        if form in ("CONSTRUCT", "DESCRIBE"):
            parse_rdf(reply.body, "ttl", self.url)  # what is no Turtle is no answer
            return Result((), (), None, {}, reply.body.decode())
        try:
            document: dict[str, Any] = json.loads(reply.body)
            if form == "ASK":
                found = document["boolean"]
                if not isinstance(found, bool):
                    raise TypeError(found)
                return Result((), (), found, document)
            names = list(document["head"]["vars"])
            bindings = list(document["results"]["bindings"])
            cut = bool(document.get("truncated")) or 0 < max_rows < len(bindings)
            return select_result(names, bindings[: max_rows or None], cut)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise no_results(self.url, reply.media) from None

    def solutions(self, sparql: str) -> Iterator[dict[str, str]]:
        """Yield SELECT rows as {variable: text}, unbound variables left out."""
        for row in self.query(sparql).rows:
            yield dict(row)

    def graphs(self) -> list[str]:
        """Return the names of the named graphs, sorted."""
        rows = self.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
        return sorted(row["g"] for row in rows)

    def __len__(self) -> int:
        return int(self.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows[0]["n"])

    def quads(self, graph: str) -> Iterator[Quad]:
        """Yield the quads of one named graph."""
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        for found in self._triples(text):
            yield in_graph(found, graph)

    def about(self, node: str) -> list[Quad]:
        """Return the triples of the default graph in which an IRI is subject or object."""
        if not _is_iri(node):
            return []
        template = f"<{node}> ?p ?o . ?s ?q <{node}>"
        text = (
            f"CONSTRUCT {{ {template} }} "
            f"WHERE {{ {{ <{node}> ?p ?o }} UNION {{ ?s ?q <{node}> }} }}"
        )
        return sorted(set(self._triples(text)), key=str)

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Yield the triples of the default graph whose object is an IRI, as text, unsorted."""
        for row in self.solutions("SELECT ?s ?p ?o { ?s ?p ?o FILTER(isIRI(?o)) }"):
            yield row["s"], row["p"], row["o"]

    def literals(self, predicate: str) -> Iterator[tuple[str, str, str]]:
        """Yield (subject, text, language or "") of a property in the default graph, unsorted."""
        rows = self.solutions(
            f"SELECT ?s ?o (LANG(?o) AS ?l) {{ ?s <{predicate}> ?o FILTER(isLiteral(?o)) }}"
        )
        for row in rows:
            yield row["s"], row["o"], row["l"].lower()

    def values(self, node: str, predicate: str) -> list[tuple[str, str]]:
        """Return (text, language or "") of a node's literals of one property, by language."""
        if not _is_iri(node):
            return []
        rows = self.solutions(
            f"SELECT ?o (LANG(?o) AS ?l) {{ <{node}> <{predicate}> ?o FILTER(isLiteral(?o)) }}"
        )
        return sorted(((r["o"], r["l"].lower()) for r in rows), key=lambda v: (v[1], v[0]))

    def outward(self, node: str) -> list[Quad]:
        """Return the triples of the default graph in which an IRI is the subject."""
        if not _is_iri(node):
            return []
        text = f"CONSTRUCT {{ <{node}> ?p ?o }} WHERE {{ <{node}> ?p ?o }}"
        return sorted(set(self._triples(text)), key=str)

    def graphs_saying(self, node: str) -> list[str]:
        """Return the names of the graphs in which an IRI is a subject, sorted."""
        if not _is_iri(node):
            return []
        rows = self.query(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ <{node}> ?p ?o }} }}").rows
        return sorted(row["g"] for row in rows)

    def _triples(self, sparql: str) -> list[Quad]:
        return parse_rdf(self._ask(sparql)[0].body, "ttl", self.url)

    def _ask(self, sparql: str) -> tuple[Reply, str]:
        """Return the server's answer and the query's form."""
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

        text = with_prefixes(sparql)
        wrapper = SPARQLWrapper(self.url)
        wrapper.setQuery(text)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        # SPARQLWrapper guesses the form from words in comments too, so it is told.
        form = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", bare_syntax(text), re.I)
        if form is None:
            raise query_error(sparql, "no SELECT, ASK, CONSTRUCT or DESCRIBE")
        wrapper.queryType = form.group(1).upper()
        graph_form = wrapper.queryType in ("CONSTRUCT", "DESCRIBE")
        wrapper.setReturnFormat(TURTLE if graph_form else JSON)
        # SPARQLWrapper would follow redirects to anywhere, so its request is sent by our opener.
        request = wrapper._createRequest()
        try:
            reply = send(request, self.timeout)
        except HttpRefused as error:
            if error.status == 400:
                raise query_error(sparql, error.said or "400") from None
            raise
        if (not reply.body.strip() and not graph_form) or reply.media == "text/html":
            raise no_results(self.url, reply.media)
        return reply, wrapper.queryType


def _is_iri(text: str) -> bool:
    return ":" in text and not set(text) & set('<>"{}|^`\\ \n\r\t')


def with_prefixes(sparql: str) -> str:
    """Return the query with the project's prefixes declared that it uses and does not declare."""
    lines = [
        f"PREFIX {p}: <{iri_}>"
        for p, iri_ in PREFIXES.items()
        if re.search(rf"(?<![\w:]){p}:", sparql) and not re.search(rf"PREFIX\s+{p}:", sparql, re.I)
    ]
    return "\n".join([*lines, sparql])
