"""Terms and quads: made, parsed, sorted and written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError, Problem
from kg.namespaces import PREFIXES, expand

Quad = ox.Quad


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


def parse_ntriples(text: str) -> list[Quad]:
    """Return the triples of an N-Triples text as quads of the default graph."""
    return list(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


def sorted_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return the quads as N-Quads, sorted and without repeats: the same quads, the same bytes."""
    lines = {f"{q} .\n" for q in quads}
    return "".join(sorted(lines)).encode()


def sorted_ntriples(quads: Iterable[ox.Quad]) -> bytes:
    """Return the triples of the quads as N-Triples, sorted and without repeats."""
    return "".join(sorted({f"{q.triple} .\n" for q in quads})).encode()


def to_turtle(quads: Iterable[ox.Quad]) -> str:
    """Return the triples of the quads as Turtle with the project's prefixes, sorted."""
    return turtle({q.triple for q in quads})


_SYNTAXES = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def serialize(quads: Iterable[ox.Quad], syntax: str) -> bytes:
    """Return quads as nq, trig, ttl (the union of their graphs) or jsonld, sorted."""
    if syntax == "ttl":
        return turtle({q.triple for q in quads}).encode()
    if syntax == "nq":
        return sorted_nquads(quads)
    ordered = sorted(quads, key=str)
    return bytes(ox.serialize(ordered, format=_SYNTAXES[syntax], prefixes=PREFIXES) or b"")


def turtle(triples: Iterable[ox.Triple]) -> str:
    """Return triples as Turtle with the project's prefixes, sorted."""
    ordered = sorted(triples, key=str)
    data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return bytes(data or b"").decode()
