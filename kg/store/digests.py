"""The sum of a graph that any SPARQL 1.1 server can reckon, so that a copy can be compared.

A graph's digest is its number of triples and two sums, over all triples, of 32 bits each of the
SHA-256 of the triple's text: the order of the triples does not matter, and one query asks for it.
SPARQL has no function from hexadecimal to a number, so a digit's value is counted out as the length
of what stands before it in "0123456789abcdef".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.store.quads import Quad, language, plain
from kg.store.results import Result

_HEX, _DIGITS = "0123456789abcdef", 8


@dataclass(frozen=True, slots=True)
class Digest:
    """The number of triples of a graph, and the two sums over their hashes."""

    triples: int = 0
    first: int = 0
    second: int = 0


def digest(quads: Iterable[Quad]) -> Digest:
    """Return the digest of the different triples of some quads; they hold no blank nodes."""
    texts = {_text(q) for q in quads}
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    return Digest(
        len(texts),
        sum(int(h[:_DIGITS], 16) for h in hashes),
        sum(int(h[_DIGITS : 2 * _DIGITS], 16) for h in hashes),
    )


def digest_query(graph: str = "") -> str:
    """Return the SELECT that asks a server for the digest of a named graph, "" the default one."""
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    kind = 'IF(isIRI(?o), "", IF(LANG(?o) = "", STR(DATATYPE(?o)), LCASE(LANG(?o))))'
    return f"""SELECT (COUNT(*) AS ?n) (SUM(?x) AS ?first) (SUM(?y) AS ?second) WHERE {{
  {pattern}
  BIND(LCASE(SHA256(CONCAT(STR(?s), " ", STR(?p), " ", STR(?o), " ", {kind}))) AS ?h)
  BIND({_number(1)} AS ?x)
  BIND({_number(1 + _DIGITS)} AS ?y)
}}"""


def read_digest(result: Result) -> Digest | None:
    """Return what a server answered to `digest_query`, None when it could not reckon the sums."""
    try:
        (row,) = result.rows
        triples = int(row["n"])
        return Digest(triples, int(row["first"]), int(row["second"])) if triples else Digest()
    except (ValueError, KeyError):
        return None


def _text(q: Quad) -> str:
    value: Any = q.object
    datatype = getattr(value, "datatype", None)
    kind = language(value) or (datatype.value if datatype is not None else "")
    return f"{plain(q.subject)} {plain(q.predicate)} {plain(value)} {kind}"


def _number(start: int) -> str:
    """Return the expression for eight hexadecimal digits of ?h as a number, from the outside in."""
    found = ""
    for place in range(start, start + _DIGITS):
        digit = f'STRLEN(STRBEFORE("{_HEX}", SUBSTR(?h, {place}, 1)))'
        found = f"({found} * 16 + {digit})" if found else digit
    return found
