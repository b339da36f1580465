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


def parse_rdf(data: bytes, suffix: str, name: str) -> list[ox.Quad]:
    """Return the quads of a document; `suffix` is ttl, trig, nt, nq, jsonld or rdf.

    Nothing is fetched: a JSON-LD context elsewhere is an error. Raises KgError on a syntax error.
    """
    try:
        return list(ox.parse(data, format=_DOCUMENTS[suffix], base_iri="urn:file:"))
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        reason = getattr(error, "msg", None) or str(error)
        raise KgError(
            Problem(
                f"{name}:{line}" if line else name,
                f"语法错误：{reason}。",
                f"Syntax error: {reason}.",
                "请改正此处；文件须自足，不会联网取任何内容。",
                "Mend this place; a file must stand alone, nothing is fetched from elsewhere.",
            )
        ) from None


def parse_ntriples(data: bytes, name: str, line: int = 1) -> Iterator[tuple[str, str, str, str]]:
    """Yield the triples of N-Triples as (subject, predicate, value, kind), all plain text.

    `kind` says what the value is: `iri`, `blank`, `@` and a language, or a datatype's IRI. `name`
    and `line` say where the text begins; raises KgError on a syntax error.
    """
    try:
        for q in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
            value: Any = q.object
            if isinstance(value, ox.Literal):
                kind = f"@{value.language}" if value.language else value.datatype.value
            else:
                kind = "iri" if isinstance(value, ox.NamedNode) else "blank"
            subject: Any = q.subject
            yield subject.value, q.predicate.value, value.value, kind
    except (SyntaxError, ValueError) as error:
        at = line + (getattr(error, "lineno", None) or 1) - 1
        reason = getattr(error, "msg", None) or error
        raise KgError(
            Problem(
                f"{name}:{at}",
                f"N-Triples 语法错误：{reason}。",
                f"N-Triples syntax error: {reason}.",
                "请改正此行。",
                "Mend this line.",
            )
        ) from None


def ntriples(quads: Iterable[ox.Quad]) -> bytes:
    """Return the triples of the quads as N-Triples, in the order given."""
    return bytes(ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES) or b"")


def in_graph(given: ox.Quad, graph: str = "") -> ox.Quad:
    """Return the quad's triple in a named graph, or in the default graph."""
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return ox.Quad(given.subject, given.predicate, given.object, name)


def plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return a term's IRI, label or text; the N-Triples form of a triple term."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def language(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return a literal's language tag in lower case, "" for none."""
    return (term.language or "").lower() if isinstance(term, ox.Literal) else ""


def skolemised(quads: Iterable[ox.Quad], name: str, predicate: str) -> list[ox.Quad]:
    """Return the quads with IRIs for the blank nodes that a predicate points at.

    RDF 1.1 section 3.5; `name` keeps the IRIs of several files apart.
    """
    given = list(quads)
    chosen = {
        q.object: ox.NamedNode(f"urn:skolem:{name}:{q.object.value}")
        for q in given
        if q.predicate.value == predicate and isinstance(q.object, ox.BlankNode)
    }

    def named(term: Any) -> Any:
        return chosen.get(term, term)

    return [ox.Quad(named(q.subject), q.predicate, named(q.object), q.graph_name) for q in given]


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


_DOCUMENTS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
_SYNTAXES = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
_ONE_GRAPH = ("nt", "rdf")


def serialize(quads: Iterable[ox.Quad], syntax: str) -> bytes:
    """Return quads sorted as nq, trig or jsonld, or as ttl, nt, rdf (the union of their graphs)."""
    if syntax == "ttl":
        return turtle({q.triple for q in quads}).encode()
    if syntax == "nq":
        return sorted_nquads(quads)
    given: Iterable[Any] = {q.triple for q in quads} if syntax in _ONE_GRAPH else quads
    ordered = sorted(given, key=str)
    prefixes = None if syntax == "nt" else PREFIXES
    return bytes(ox.serialize(ordered, format=_SYNTAXES[syntax], prefixes=prefixes) or b"")


def turtle(triples: Iterable[ox.Triple]) -> str:
    """Return triples as Turtle with the project's prefixes, sorted."""
    ordered = sorted(triples, key=str)
    data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return bytes(data or b"").decode()
