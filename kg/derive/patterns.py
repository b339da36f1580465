"""Reads what a rule's SELECT asks of a case: its patterns, one for each way through its UNIONs.

Only what must be there is kept: triples, VALUES, BIND, and the order of steps. What must not be
there (MINUS) and other filters are left to whoever asks the query on a case made from a pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Any

from kg.namespaces import PREFIXES

Triple = tuple[str, str, str]  # variables begin with "?"
LONGEST_PATH = 2  # edges tried for a path such as jr:isSubordinateTo+


@dataclass(frozen=True)
class Pattern:
    """What one way through a SELECT asks for.

    `values` limits variables to terms, `same` are variables that are equal (BIND), `order` says
    (earlier, later, strictly) of variables that hold the order of steps.
    """

    triples: tuple[Triple, ...] = ()
    values: tuple[tuple[str, frozenset[str]], ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    order: tuple[tuple[str, str, bool], ...] = ()

    def __add__(self, other: Pattern) -> Pattern:
        return Pattern(
            self.triples + other.triples,
            self.values + other.values,
            self.same + other.same,
            self.order + other.order,
        )


@cache
def _algebra(sparql: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery  # slow to import, and only this needs it

    return prepareQuery(sparql, initNs=PREFIXES).algebra


@cache
def patterns(sparql: str) -> tuple[Pattern, ...]:
    """Return the patterns of a SELECT. Raises ValueError for a form that rules do not use."""
    return tuple(_patterns(_algebra(sparql)))


@cache
def excluded_terms(sparql: str) -> frozenset[str]:
    """Return the terms that stand in a MINUS of a SELECT: only they tell like values apart."""
    return frozenset(_excluded(_algebra(sparql), False))


def _excluded(node: Any, inside: bool) -> Iterator[str]:
    """Yield the terms of an algebra that stand `inside` a MINUS."""
    if isinstance(node, (list, tuple, set)):
        for part in node:
            yield from _excluded(part, inside)
    elif isinstance(node, dict):
        for key, part in node.items():
            minus = getattr(node, "name", "") == "Minus" and key == "p2"
            yield from _excluded(key, inside)
            yield from _excluded(part, inside or minus)
    elif inside and type(node).__name__ == "URIRef":
        yield str(node)


def _patterns(node: Any) -> Iterator[Pattern]:
    name = node.name
    if name == "BGP":
        yield from _basic(node.triples)
    elif name == "Join":
        left = list(_patterns(node.p1))
        for right in _patterns(node.p2):
            yield from (one + right for one in left)
    elif name == "Union":
        yield from _patterns(node.p1)
        yield from _patterns(node.p2)
    elif name in ("Minus", "LeftJoin"):
        yield from _patterns(node.p1)
    elif name == "Filter":
        order = Pattern(order=tuple(_order(node.expr)))
        yield from (one + order for one in _patterns(node.p))
    elif name == "Extend":
        same = Pattern(same=((_term(node.var), _term(node.expr)),))
        yield from (one + same for one in _patterns(node.p))
    elif name == "ToMultiSet" and node.p.res is not None:
        yield _values(node.p.res)
    elif name in (
        "SelectQuery", "Distinct", "Project", "OrderBy", "Group", "ToMultiSet", "AggregateJoin",
    ):  # fmt: skip
        yield from _patterns(node.p)
    else:
        raise ValueError(f"a form that rules do not use: {name}")


def _basic(triples: Iterable[tuple[Any, Any, Any]]) -> Iterator[Pattern]:
    """Yield a basic graph pattern, once for each length of its paths."""
    choices: list[list[tuple[Triple, ...]]] = []
    for number, (s, p, o) in enumerate(triples):
        if hasattr(p, "mod"):
            choices.append([
                tuple(_chain(_term(s), str(p.path), _term(o), length, number))
                for length in range(1, LONGEST_PATH + 1)
            ])  # fmt: skip
        else:
            choices.append([((_term(s), str(p), _term(o)),)])
    for combination in product(*choices):
        yield Pattern(triples=tuple(t for part in combination for t in part))


def _chain(start: str, name: str, end: str, length: int, number: int) -> Iterator[Triple]:
    nodes = [start, *(f"?path{number}-{i}" for i in range(1, length)), end]
    yield from ((a, name, b) for a, b in pairwise(nodes))


def _values(rows: Sequence[dict[Any, Any]]) -> Pattern:
    names = {name for row in rows for name in row}
    return Pattern(
        values=tuple((_term(n), frozenset(str(row[n]) for row in rows)) for n in sorted(names))
    )


def _order(expression: Any) -> Iterator[tuple[str, str, bool]]:
    """Yield what a filter says of the order of steps; other filters say nothing here."""
    name = getattr(expression, "name", "")
    if name == "ConditionalAndExpression":
        for part in (expression.expr, *expression.other):
            yield from _order(part)
    elif name == "RelationalExpression" and expression.op in ("<", "<=", ">", ">="):
        first, second = _term(expression.expr), _term(expression.other)
        if expression.op.startswith(">"):
            first, second = second, first
        yield first, second, "=" not in expression.op


def _term(term: Any) -> str:
    kind = type(term).__name__
    return f"?{term}" if kind == "Variable" else str(term)
