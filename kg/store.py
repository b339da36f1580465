"""The only module that imports an RDF engine: pyoxigraph embedded, SPARQLWrapper for a server.

Both stores answer the same .rq files with SPARQL 1.1 JSON results. The default graph that people
query is the union of the given graphs; a remote server must be set up alike (docs/scaling.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from kg.errors import KgError, Problem
from kg.namespaces import PREFIXES, expand

Quad = ox.Quad
JSON_RESULTS = "application/sparql-results+json"


@dataclass(frozen=True)
class Result:
    """A query's result: `variables` and `rows` of plain text (SELECT), `boolean` (ASK) or Turtle.

    `document` is the SPARQL 1.1 JSON results object for SELECT and ASK, {} for a graph.
    """

    variables: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    boolean: bool | None
    document: Mapping[str, Any]
    turtle: str = ""
    truncated: bool = False


class Endpoint(Protocol):
    """Anything that answers SPARQL 1.1 queries."""

    def query(self, sparql: str) -> Result:
        """Answer a query; raise KgError when it cannot be answered."""
        ...


# --- terms and quads ---------------------------------------------------------------------------


def iri(value: str) -> ox.NamedNode:
    """Return an IRI term; prefixed names such as `jr:Step` are expanded."""
    return ox.NamedNode(value if "://" in value else expand(value))


def literal(value: str, lang: str = "", datatype: str = "") -> ox.Literal:
    """Return a literal; codes and numbers of articles stay xsd:string."""
    if lang:
        return ox.Literal(value, language=lang)
    return ox.Literal(value, datatype=iri(datatype)) if datatype else ox.Literal(value)


def quad(
    subject: str, predicate: str, value: ox.NamedNode | ox.Literal, graph: str = ""
) -> ox.Quad:
    """Return a quad; the default graph when `graph` is empty."""
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return ox.Quad(iri(subject), iri(predicate), value, name)


def parse_turtle(path: Path, graph: str) -> Iterator[ox.Quad]:
    """Yield the triples of a Turtle file as quads of `graph`; raise KgError on a syntax error."""
    try:
        for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            yield ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(graph))
    except SyntaxError as error:
        raise KgError(
            Problem(
                f"{path.name}:{error.lineno}",
                f"Turtle 语法错误：{error.msg}。",
                f"Turtle syntax error: {error.msg}.",
                "请改正此行。",
                "Mend this line.",
            )
        ) from None


def parse_jsonld(document: Mapping[str, Any], graph: str = "") -> list[ox.Quad]:
    """Return the quads of a JSON-LD document whose contexts are all inline, in one named graph."""
    data = json.dumps(document, ensure_ascii=False).encode()
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return [
        ox.Quad(q.subject, q.predicate, q.object, name)
        for q in ox.parse(data, format=ox.RdfFormat.JSON_LD)
    ]


def sorted_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return the quads as N-Quads, sorted and without repeats: the same quads, the same bytes."""
    lines = {f"{q} .\n" for q in quads}
    return "".join(sorted(lines)).encode()


def sorted_ntriples(quads: Iterable[ox.Quad]) -> bytes:
    """Return the triples of the quads as N-Triples, sorted and without repeats."""
    return "".join(sorted({f"{q.triple} .\n" for q in quads})).encode()


def to_turtle(quads: Iterable[ox.Quad]) -> str:
    """Return the triples of the quads as Turtle with the project's prefixes, sorted."""
    return _turtle({q.triple for q in quads})


_SYNTAXES = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def serialize(quads: Iterable[ox.Quad], syntax: str) -> bytes:
    """Return quads as nq, trig, ttl (the union of their graphs) or jsonld, sorted."""
    if syntax == "ttl":
        return _turtle({q.triple for q in quads}).encode()
    if syntax == "nq":
        return sorted_nquads(quads)
    ordered = sorted(quads, key=str)
    return bytes(ox.serialize(ordered, format=_SYNTAXES[syntax], prefixes=PREFIXES) or b"")


def _turtle(triples: Iterable[ox.Triple]) -> str:
    ordered = sorted(triples, key=str)
    data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return bytes(data or b"").decode()


# --- the embedded store ------------------------------------------------------------------------


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

    def solutions(self, sparql: str) -> Iterator[dict[str, str]]:
        """Yield SELECT rows as {variable: text}, unbound variables left out.

        The fast way for the project's own queries; raises KgError on a syntax error.
        """
        results: Any = self._run(sparql)
        names = [v.value for v in results.variables]
        for row in results:
            yield {n: row[n].value for n in names if row[n] is not None}

    def query(self, sparql: str, max_rows: int = 0) -> Result:
        """Answer any query form. `max_rows` cuts a SELECT and sets `truncated`; 0 is no limit."""
        results: Any = self._run(sparql)
        if isinstance(results, ox.QueryTriples):
            return Result((), (), None, {}, _turtle(results))
        if isinstance(results, ox.QueryBoolean):
            return Result((), (), bool(results), {"head": {}, "boolean": bool(results)})
        names = [v.value for v in results.variables]
        bindings: list[dict[str, Any]] = []
        truncated = False
        for row in results:
            if max_rows and len(bindings) >= max_rows:
                truncated = True
                break
            bindings.append({n: _json_term(row[n]) for n in names if row[n] is not None})
        return select_result(names, bindings, truncated)

    def _run(self, sparql: str) -> Any:
        store = self._full if _names_graphs(sparql) else self._default
        try:
            return store.query(sparql, prefixes=PREFIXES)
        except SyntaxError as error:
            raise query_error(sparql, str(error.msg or error)) from None
        except (ValueError, OSError) as error:
            raise query_error(sparql, str(error)) from None


_NOT_SYNTAX = re.compile(
    r'''"""(?:\\.|"{0,2}[^"\\])*"""|'''
    r"""'''(?:\\.|'{0,2}[^'\\])*'''|"""
    r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>"{}|^`\\\s]*>|#[^\n]*""",
    re.S,
)


def bare_syntax(sparql: str) -> str:
    """Return a query without its strings, IRIs and comments, for looking for words.

    Escaped code points are decoded first, as SPARQL 1.1 section 19.2 has it, and the text is read
    from left to right, so that a quote inside a comment or a string opens nothing.
    """
    decoded = re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
        lambda m: chr(min(int(m.group(1) or m.group(2), 16), 0x10FFFF)),
        sparql,
    )
    return _NOT_SYNTAX.sub(" ", decoded)


def _names_graphs(sparql: str) -> bool:
    """Tell whether a query may name a graph (GRAPH, FROM); a needless yes costs only time."""
    bare = bare_syntax(sparql)
    return re.search(r"(?<![?$:\w-])(GRAPH|FROM)\b(?!:)", bare, re.I) is not None


def _json_term(term: Any) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != PREFIXES["xsd"] + "string":
        found["datatype"] = term.datatype.value
    return found


def select_result(
    names: Sequence[str], bindings: Sequence[Mapping[str, Any]], truncated: bool = False
) -> Result:
    """Return a Result from SPARQL JSON bindings."""
    rows = [{n: b[n]["value"] for n in names if n in b} for b in bindings]
    document: dict[str, Any] = {
        "head": {"vars": list(names)},
        "results": {"bindings": list(bindings)},
    }
    if truncated:
        document["truncated"] = True
    return Result(names, rows, None, document, "", truncated)


def query_error(sparql: str, message: str) -> KgError:
    """Return the error for a query that cannot be parsed or answered; an update gets its own."""
    bare = bare_syntax(sparql)
    update = re.search(
        r"^\s*(?:(?:PREFIX\s+\S*\s*|BASE\s*))*"
        r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
        bare,
        re.I,
    )
    if update:
        return KgError(
            Problem(
                f"SPARQL ({update.group(1).upper()})",
                "这是更新语句；图谱只供查询。",
                "This is an update; the graph is read only.",
                "请用 SELECT、ASK、CONSTRUCT 或 DESCRIBE。",
                "Use SELECT, ASK, CONSTRUCT or DESCRIBE.",
            )
        )
    place = re.search(r"(\d+):(\d+)", message)
    where = f"SPARQL:{place.group(1)}:{place.group(2)}" if place else "SPARQL"
    return KgError(
        Problem(
            where,
            f"查询无法执行：{message}。",
            f"The query cannot be run: {message}.",
            "请改正所指位置的语法。",
            "Mend the syntax at that place.",
        )
    )


# --- a SPARQL server ---------------------------------------------------------------------------


class RemoteStore:
    """A SPARQL 1.1 Protocol endpoint, asked through SPARQLWrapper."""

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self.url = url
        self.timeout = timeout

    def query(self, sparql: str) -> Result:
        """Answer a query over HTTP; raise KgError when the server refuses or cannot be reached."""
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        text = _with_prefixes(sparql)
        wrapper = SPARQLWrapper(self.url)
        wrapper.setQuery(text)
        wrapper.setMethod(POST)
        wrapper.setTimeout(int(self.timeout))
        # SPARQLWrapper guesses the form from words in comments too, so it is told.
        form = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", bare_syntax(text), re.I)
        if form is None:
            raise query_error(sparql, "no SELECT, ASK, CONSTRUCT or DESCRIBE")
        wrapper.queryType = form.group(1).upper()
        graph_form = wrapper.queryType in ("CONSTRUCT", "DESCRIBE")
        wrapper.setReturnFormat(TURTLE if graph_form else JSON)
        try:
            answer: Any = wrapper.query().convert()
        except SPARQLWrapperException as error:
            raise query_error(sparql, str(error).splitlines()[0]) from None
        except (OSError, ValueError) as error:
            raise KgError(
                Problem(
                    self.url,
                    f"SPARQL 服务器没有应答：{error}。",
                    f"The SPARQL server does not answer: {error}.",
                    "请检查地址和服务器是否在运行。",
                    "Check the address and that the server runs.",
                )
            ) from None
        if graph_form:
            return Result((), (), None, {}, bytes(answer).decode())
        if "boolean" in answer:
            return Result((), (), bool(answer["boolean"]), answer)
        return select_result(answer["head"]["vars"], answer["results"]["bindings"])


def _with_prefixes(sparql: str) -> str:
    """Return the query with the project's prefixes declared that it uses and does not declare."""
    lines = [
        f"PREFIX {p}: <{iri_}>"
        for p, iri_ in PREFIXES.items()
        if re.search(rf"(?<![\w:]){p}:", sparql) and not re.search(rf"PREFIX\s+{p}:", sparql, re.I)
    ]
    return "\n".join([*lines, sparql])
