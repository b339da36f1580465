"""Reads shapes files: what each shape says, and which nodes it targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError, Problem
from kg.model import Text
from kg.namespaces import PREFIXES, expand
from kg.store import Quad, language, parse_turtle, plain, skolemised, sorted_ntriples

SH = "http://www.w3.org/ns/shacl#"
_GRAPH = "urn:shapes"
_SEVERITIES = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a shape tells people: name, severity, message, remedy, and the provision behind it."""

    name: str
    severity: str
    message: Text
    remedy: Text
    provision: str | None


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of some files: N-Triples for an engine, words and targets for people.

    `by_iri` also leads from a shape without a name of its own to the one that holds it; `targets`
    are (kind, IRI) by the name of the shape that bears them.
    """

    ntriples: bytes
    by_iri: Mapping[str, Shape]
    targets: Mapping[str, Sequence[tuple[str, str]]]


def read_shapes(files: Iterable[Path]) -> Shapes:
    """Read Turtle files of shapes. Raises KgError for a file with no shape that has a target."""
    quads: list[Quad] = []
    for path in files:
        # A nested property shape gets a name, so that a result can say which one it is.
        own = skolemised(parse_turtle(path, _GRAPH), path.name, SH + "property")
        if not any(q.predicate.value.removeprefix(SH) in _TARGETS for q in own):
            raise KgError(
                Problem(
                    str(path),
                    "此文件没有带目标的形状，不能校验任何东西。",
                    "This file has no shape with a target, so it would check nothing.",
                    "请给出含 sh:targetClass 等目标的形状文件。",
                    "Give a file of shapes with targets such as sh:targetClass.",
                )
            )
        quads += own
    return Shapes(sorted_ntriples(quads), _words(quads), _targets(quads))


def short(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _targets(quads: Sequence[Quad]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for q in quads:
        kind = q.predicate.value.removeprefix(SH)
        if kind in _TARGETS:
            found[short(plain(q.subject))].append((kind, plain(q.object)))
    return dict(sorted(found.items()))


def _words(quads: Sequence[Quad]) -> dict[str, Shape]:
    values: dict[str, dict[str, list[Quad]]] = defaultdict(lambda: defaultdict(list))
    holders: dict[str, str] = {}
    targeted: dict[str, None] = {}
    for q in quads:
        subject, predicate = plain(q.subject), q.predicate.value
        values[subject][predicate].append(q)
        if predicate in (SH + "property", SH + "node"):
            holders[plain(q.object)] = subject
        if predicate.removeprefix(SH) in _TARGETS:
            targeted[subject] = None
    own = {s: _shape(s, values[s]) for s in values if s in targeted or _is_shape(values[s])}
    for inner, first in holders.items():
        holder = first
        while holder in holders and holder not in targeted:
            holder = holders[holder]
        shape, outer = own.get(inner), own.get(holder)
        if outer and (shape is None or not shape.message.en):
            own[inner] = outer
    return own


def _is_shape(values: Mapping[str, list[Quad]]) -> bool:
    kinds = {plain(q.object) for q in values.get(PREFIXES["rdf"] + "type", ())}
    return bool(kinds & {SH + "NodeShape", SH + "PropertyShape"}) or SH + "path" in values


def _shape(subject: str, values: Mapping[str, list[Quad]]) -> Shape:
    severity = next((plain(q.object) for q in values.get(SH + "severity", ())), SH + "Violation")
    source = next((plain(q.object) for q in values.get(expand("dcterms:source"), ())), None)
    return Shape(
        short(subject),
        _SEVERITIES.get(severity, "violation"),
        _bilingual(values.get(SH + "message", ())),
        _bilingual(values.get(expand("skos:scopeNote"), ())),
        source.removeprefix(expand("id:")) if source else None,
    )


def _bilingual(quads: Iterable[Quad]) -> Text:
    """Pick the words by language; those of other people's shapes may have only one."""
    found: dict[str, str] = {}
    for q in quads:
        found["zh" if language(q.object).startswith("zh") else "en"] = plain(q.object)
    either = found.get("en") or found.get("zh") or ""
    return Text(found.get("zh") or either, found.get("en") or either)
