"""The embedded store: pyoxigraph in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import PREFIXES
from kg.store.quads import turtle
from kg.store.results import Result, bare_syntax, query_error, select_result

_STRING = PREFIXES["xsd"] + "string"


class EmbeddedStore:
    """An in-memory Oxigraph store: the default graph people query, and the named graphs behind it.

    Asking a default graph that lists twenty named ones takes eight times as long as asking a plain
    one, so the union lies in a store of its own; the named graphs are loaded when a query names
    one.
    """

    def __init__(self) -> None:
        self._default = ox.Store()
        self._files: tuple[Path, Path] | None = None

    @classmethod
    def open(cls, default_file: Path, named_file: Path) -> EmbeddedStore:
        """Open a build: N-Triples of the default graph, N-Quads of all named graphs."""
        store = cls()
        store._default.bulk_load(path=str(default_file), format=ox.RdfFormat.N_TRIPLES)
        store._files = (default_file, named_file)
        return store

    @classmethod
    def of_ntriples(cls, data: bytes) -> EmbeddedStore:
        """Return a store whose default graph are these N-Triples."""
        store = cls()
        store._default.bulk_load(data, format=ox.RdfFormat.N_TRIPLES)
        return store

    @cached_property
    def _full(self) -> ox.Store:
        """The default graph and the named graphs together."""
        if self._files is None:
            return self._default
        store = ox.Store()
        store.bulk_load(path=str(self._files[0]), format=ox.RdfFormat.N_TRIPLES)
        store.bulk_load(path=str(self._files[1]), format=ox.RdfFormat.N_QUADS)
        return store

    def load_named(self) -> None:
        """Load the named graphs now, for a process that will not be allowed to open files later."""
        len(self._full)

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads of the default graph."""
        self._default.bulk_extend(quads)

    def graphs(self) -> list[str]:
        """Return the names of the named graphs, sorted."""
        return sorted(g.value for g in self._full.named_graphs() if isinstance(g, ox.NamedNode))

    def __len__(self) -> int:
        return len(self._default)

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """Yield the quads of one named graph."""
        yield from self._full.quads_for_pattern(None, None, None, ox.NamedNode(graph))

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Yield the triples of the default graph whose object is an IRI, as text, unsorted."""
        for q in self._default.quads_for_pattern(None, None, None):
            target = q.object
            if isinstance(target, ox.NamedNode):
                subject: Any = q.subject
                yield subject.value, q.predicate.value, target.value

    def literals(self, predicate: str) -> Iterator[tuple[str, str, str]]:
        """Yield (subject, text, language or "") of a property in the default graph, unsorted."""
        for q in self._default.quads_for_pattern(None, ox.NamedNode(predicate), None):
            value = q.object
            if isinstance(value, ox.Literal):
                subject: Any = q.subject
                yield subject.value, value.value, (value.language or "").lower()

    def values(self, node: str, predicate: str) -> list[tuple[str, str]]:
        """Return (text, language or "") of a node's literals of one property, sorted by language.

        Chinese stands last, so English comes first where a node has both.
        """
        found = []
        for q in self._default.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None):
            value = q.object
            if isinstance(value, ox.Literal):
                found.append((value.value, (value.language or "").lower()))
        return sorted(found, key=lambda v: (v[1], v[0]))

    def about(self, node: str) -> list[ox.Quad]:
        """Return the triples in which an IRI is subject or object.

        They are the default graph's, or, for a node of a graph that is no part of it (a packaged
        case), the named graphs'.
        """
        return self._found(node, inward=True)

    def outward(self, node: str) -> list[ox.Quad]:
        """Return the triples in which an IRI is the subject, from where `about` takes them."""
        return self._found(node, inward=False)

    def _found(self, node: str, inward: bool) -> list[ox.Quad]:
        try:
            term = ox.NamedNode(node)
        except ValueError:  # no IRI, so nothing is said of it
            return []
        for named in (False, True):  # the named graphs are loaded only when they are needed
            store = self._full if named else self._default
            quads = list(store.quads_for_pattern(term, None, None))
            if inward:
                quads += store.quads_for_pattern(None, None, term)
            found = {ox.Quad(q.subject, q.predicate, q.object) for q in quads}
            if found:
                return sorted(found, key=str)
        return []

    def graphs_saying(self, node: str) -> list[str]:
        """Return the names of the graphs in which an IRI is a subject, sorted."""
        term = ox.NamedNode(node)
        found = {q.graph_name for q in self._full.quads_for_pattern(term, None, None)}
        return sorted(g.value for g in found if isinstance(g, ox.NamedNode))

    def solutions(self, sparql: str) -> Iterator[dict[str, str]]:
        """Yield SELECT rows as {variable: text}, unbound variables left out.

        The fast way for the project's own queries; raises KgError on a syntax error.
        """
        results: Any = self.run(sparql)
        names = [v.value for v in results.variables]
        for row in results:
            yield {n: t.value for n, t in zip(names, row, strict=True) if t is not None}

    def query(self, sparql: str, max_rows: int = 0) -> Result:
        """Answer any query form. `max_rows` cuts a SELECT and sets `truncated`; 0 is no limit."""
        results: Any = self.run(sparql)
        if isinstance(results, ox.QueryTriples):
            return Result((), (), None, {}, turtle(results))
        if isinstance(results, ox.QueryBoolean):
            return Result((), (), bool(results), {"head": {}, "boolean": bool(results)})
        names = [v.value for v in results.variables]
        bindings: list[dict[str, Any]] = []
        truncated = False
        for row in results:
            if max_rows and len(bindings) >= max_rows:
                truncated = True
                break
            cells = zip(names, row, strict=True)
            bindings.append({n: json_term(t) for n, t in cells if t is not None})
        return select_result(names, bindings, truncated)

    def run(
        self, sparql: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> Any:
        """Return the engine's own result; the graphs, when given, replace the dataset.

        Raises KgError on a syntax error (SPARQL 1.1 Protocol section 2.1.4 on the dataset).
        """
        dataset: dict[str, Any] = {}
        if default_graphs or named_graphs:
            dataset = {
                "default_graph": [ox.NamedNode(g) for g in default_graphs],
                "named_graphs": [ox.NamedNode(g) for g in named_graphs],
            }
        store = self._full if dataset or _names_graphs(sparql) else self._default
        try:
            return store.query(sparql, prefixes=PREFIXES, **dataset)
        except SyntaxError as error:
            raise query_error(sparql, str(error.msg or error)) from None
        except (ValueError, OSError) as error:
            raise query_error(sparql, str(error)) from None


def check_syntax(sparql: str, name: str) -> None:
    """Raise KgError, naming the file `name` and the line, when a query is no SPARQL."""
    try:
        EmbeddedStore().run(sparql)  # asked of nothing, and no row is fetched
    except KgError as error:
        raise KgError(
            replace(p, where=p.where.replace("SPARQL", name, 1)) for p in error.problems
        ) from None


@lru_cache(512)
def _names_graphs(sparql: str) -> bool:
    """Tell whether a query may name a graph (GRAPH, FROM); a needless yes costs only time.

    Kept for the rules' queries, of which one explanation asks a hundred.
    """
    bare = bare_syntax(sparql)
    return re.search(r"(?<![?$:\w-])(GRAPH|FROM)\b(?!:)", bare, re.I) is not None


def json_term(term: Any) -> dict[str, str]:
    """Return a term as SPARQL 1.1 JSON results write it."""
    if isinstance(term, ox.Literal):  # most cells, so first; each attribute is read once
        found = {"type": "literal", "value": term.value}
        if language := term.language:
            found["xml:lang"] = language
        elif (datatype := term.datatype.value) != _STRING:
            found["datatype"] = datatype
        return found
    kind = "uri" if isinstance(term, ox.NamedNode) else "bnode"
    return {"type": kind, "value": term.value}
