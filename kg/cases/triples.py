"""Writes a case as RDF, and reads RDF back as case-file data, by the table of `kg.cases.terms`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from kg.cases.format import schema
from kg.cases.terms import RDF_TYPE, Term, terms
from kg.errors import KgError, Problem
from kg.model import Case
from kg.namespaces import ID, PREFIXES, case_iri
from kg.store import Quad, iri, literal, parse_ntriples

_UP = "../../"  # from the folder of a case to that of all ids (a provision is named from there)
_BOOLEAN = PREFIXES["xsd"] + "boolean"
_FINDING = re.compile(r"finding/([1-9][0-9]{0,6})")
_node = lru_cache(4096)(iri)


def case_quads(case: Case) -> list[Quad]:
    """Return the case as quads of the default graph: those that its JSON-LD context gives."""
    base = case_iri(case.id) + "/"
    return list(_write(case.document, iri(case_iri(case.id)), terms().fields, base))


def _write(
    node: Mapping[str, Any], subject: Any, fields: Mapping[str, Term], base: str
) -> Iterator[Quad]:
    for key, value in node.items():
        if key == "id":
            continue
        if key == "type":
            yield Quad(subject, _node(RDF_TYPE), _node(terms().classes[value]))
            continue
        term = fields[key]
        predicate = _node(term.iri)
        if term.kind == "word":
            yield Quad(subject, predicate, _node(term.word_iri(value)))
        elif term.kind == "id":
            yield Quad(subject, predicate, iri(_resolve(value, base)))
        elif term.kind == "language":
            for lang, text in value.items():
                yield Quad(subject, predicate, literal(text, lang))
        elif term.kind == "typed":
            yield Quad(subject, predicate, literal(str(value), datatype=term.base))
        elif not term.inner:
            boolean = isinstance(value, bool)
            yield Quad(
                subject,
                predicate,
                literal(str(value).lower(), datatype=_BOOLEAN) if boolean else literal(value),
            )
        else:
            for part in value if isinstance(value, list) else [value]:
                child = iri(base + part["id"])
                yield Quad(subject, predicate, child)
                yield from _write(part, child, term.inner, base)


def _resolve(value: str, base: str) -> str:
    """Resolve an id of the case, or a provision's (`../../opinions-2015/art-35`), to its IRI."""
    return ID + value.removeprefix(_UP) if value.startswith(_UP) else base + value


# --- and back -----------------------------------------------------------------------------------

_Nodes = dict[str, dict[str, list[tuple[str, str]]]]


def case_data(ntriples: bytes, name: str, line: int) -> dict[str, Any]:
    """Return the case-file data of one case's N-Triples, which still has to be checked.

    `name` and `line` say where the triples begin. What the RDF states is stated: a default that
    its writer filled in cannot be told from a word of the case file. Raises KgError for triples
    that are no case file, a property that the format does not know, or a value said twice.
    """
    where = f"{name}:{line}"
    nodes: _Nodes = {}
    for subject, predicate, value, kind in parse_ntriples(ntriples, name, line):
        nodes.setdefault(subject, {}).setdefault(predicate, []).append((value, kind))
    table = terms()
    kinds = {table.classes["Case"]}
    cases = [s for s, p in nodes.items() if kinds & {v for v, _ in p.get(RDF_TYPE, ())}]
    if len(cases) != 1 or not cases[0].startswith(case_iri("")):
        raise KgError(
            Problem(
                where,
                "这些三元组里没有恰好一个案件（jr:Case）。",
                "These triples do not hold exactly one case (jr:Case).",
                "一个案件的各行须连在一起，并含其 rdf:type。",
                "Keep the lines of a case together, its rdf:type among them.",
            )
        )
    reader = _Reader(nodes, cases[0], where)
    data = reader.node(cases[0], table.fields)
    reader.finish()
    return {"id": cases[0].removeprefix(case_iri("")), **_shape(data)}


class _Reader:
    """Reads nodes by the fields of their part, and remembers which it has read."""

    def __init__(self, nodes: _Nodes, case: str, where: str) -> None:
        self.nodes = nodes
        self.base = case + "/"
        self.where = where
        self.read: set[str] = set()

    def fault(self, subject: str, zh: str, en: str) -> KgError:
        return KgError(
            Problem(
                f"{self.where} <{subject}>",
                f"{zh}。",
                f"{en}.",
                "请按 ontology/case.context.jsonld 改正三元组。",
                "Mend the triples as ontology/case.context.jsonld has it.",
            )
        )

    def finish(self) -> None:
        """Raise KgError when a node was left unread, so that nothing is silently lost."""
        for subject in self.nodes:
            if subject not in self.read:
                raise self.fault(
                    subject,
                    "案件没有连到这个节点",
                    "The case does not lead to this node",
                )

    def node(self, subject: str, fields: Mapping[str, Term]) -> dict[str, Any]:
        if subject in self.read:
            raise self.fault(subject, "这个节点用了两次", "This node is used twice")
        self.read.add(subject)
        by_iri = {term.iri: term for term in fields.values()}
        data: dict[str, Any] = {}
        for predicate, values in self.nodes.get(subject, {}).items():
            term = by_iri.get(predicate)
            if term is None:
                if predicate == RDF_TYPE:
                    continue
                raise self.fault(
                    subject,
                    f"案件格式没有这个属性：{predicate}",
                    f"The case format has no such property: {predicate}",
                )
            data[term.name] = self.values(subject, term, values)
        return data

    def values(self, subject: str, term: Term, values: list[tuple[str, str]]) -> Any:
        if term.kind == "language":
            return {kind.removeprefix("@"): value for value, kind in values}
        if term.inner:
            return [{"id": self.local(v), **self.node(v, term.inner)} for v, _ in values]
        if len(values) > 1:
            raise self.fault(
                subject,
                f"{term.name} 有不止一个值",
                f"{term.name} has more than one value",
            )
        value, kind = values[0]
        if (kind == "iri") != (term.kind in ("id", "word")):
            raise self.fault(
                subject,
                f"{term.name} 的值不是所要的种类（IRI 或文字）",
                f"The value of {term.name} is not of the kind it must be (IRI or literal)",
            )
        if term.kind == "word":
            return term.codes.get(value) or value.removeprefix(term.base or "\0")
        return self.local(value) if kind == "iri" else value

    def local(self, value: str) -> str:
        """Return the id in the case, or a provision's id."""
        if value.startswith(self.base):
            return value.removeprefix(self.base)
        return value.removeprefix(ID)


def _shape(data: dict[str, Any]) -> dict[str, Any]:
    """Put parts in order and undo what `normalise` renames or adds."""
    committee = data.pop("committee", [])
    if any(c.get("complete") in ("true", "1") for c in committee):
        data["committee"] = {"complete": True}
    steps = data.get("steps", [])
    steps.sort(key=lambda s: _number(s.pop("order", "")))
    for step in steps:
        if "addressee" in step:
            step["to"] = step.pop("addressee")
        step.update(_truths("steps", step))
    findings = data.get("findings", [])
    findings.sort(key=lambda f: _number(f["id"]))
    for finding in findings:
        del finding["id"]
        finding.update(_truths("findings", finding))
    return data


def _number(text: str) -> int:
    digits = _FINDING.sub(r"\1", text)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0


def _truths(part: str, data: Mapping[str, Any]) -> dict[str, bool]:
    """Return the fields that the format lets be true or false, as such."""
    fields = schema()["properties"][part]["items"]["properties"]
    words = {"true": True, "false": False}
    return {
        key: words[value]
        for key, value in data.items()
        if value in ("true", "false") and True in fields.get(key, {}).get("enum", ())
    }
