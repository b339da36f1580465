"""Results and errors of queries, and the look at a query's syntax; no engine in here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kg.errors import KgError, Problem


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


class Store(Protocol):
    """The graph, embedded or on a server: its default graph is the union that people query."""

    def query(self, sparql: str, max_rows: int = 0) -> Result:
        """Answer a query; raise KgError when it cannot be answered."""
        ...

    def solutions(self, sparql: str) -> Iterator[dict[str, str]]:
        """Yield SELECT rows as {variable: text}, unbound variables left out."""
        ...

    def graphs(self) -> list[str]:
        """Return the names of the named graphs, sorted."""
        ...

    def quads(self, graph: str) -> Iterator[Any]:
        """Yield the quads of one named graph."""
        ...

    def about(self, node: str) -> list[Any]:
        """Return the triples of the default graph in which an IRI is subject or object."""
        ...

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Yield the triples of the default graph whose object is an IRI, as text, unsorted."""
        ...

    def literals(self, predicate: str) -> Iterator[tuple[str, str, str]]:
        """Yield (subject, text, language or "") of a property in the default graph, unsorted."""
        ...

    def values(self, node: str, predicate: str) -> list[tuple[str, str]]:
        """Return (text, language or "") of a node's literals of one property, by language."""
        ...

    def outward(self, node: str) -> list[Any]:
        """Return those of them in which the IRI is the subject."""
        ...

    def graphs_saying(self, node: str) -> list[str]:
        """Return the names of the graphs in which an IRI is a subject, sorted."""
        ...

    def __len__(self) -> int:
        """Return the number of triples in the default graph."""
        ...


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


def select_result(
    names: Sequence[str], bindings: Sequence[Mapping[str, Any]], truncated: bool = False
) -> Result:
    """Return a Result from SPARQL JSON bindings."""
    rows = [{name: term["value"] for name, term in b.items()} for b in bindings]
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
