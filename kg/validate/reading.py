"""Reads a file chunk by chunk: triples to check together, and where each node stands.

A file is RDF (Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML) or holds case files (YAML, JSON,
or NDJSON with a case a line). N-Triples, N-Quads and NDJSON may be read by the segment, the others
whole, up to MAX_BYTES.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import cases
from kg.errors import KgError, Problem
from kg.namespaces import BASE, case_iri, expand
from kg.store import Quad, parse_rdf, plain
from kg.validate.inputs import CASE_SUFFIXES, RDF_SUFFIXES, Segment, check_regular
from kg.validate.places import Finder, in_case, in_statements, in_text
from kg.yaml12 import Document, parse, read_text

MAX_BYTES = 50_000_000
_SHACL = "http://www.w3.org/ns/shacl#"


@dataclass(slots=True)
class Chunk:
    """Some triples to check together. `line` finds (focus node, property) in the file.

    `faults` are problems found before a shape could run: (problem, focus node or "", line).
    """

    quads: list[Quad] = field(default_factory=list)
    finders: list[tuple[str, Finder]] = field(default_factory=list)
    faults: list[tuple[Problem, str, int | None]] = field(default_factory=list)

    def line(self, focus: str, path: str) -> int | None:
        """Return the line of a focus node and the property it is about; None when not found."""
        for start, finder in self.finders:
            if not start or focus == start or focus.startswith(start + "/"):
                return finder(focus, path)
        return None


def read_chunk(path: Path, segment: Segment | None) -> Chunk:
    """Return a file's segment, or the whole file. Raises KgError when it cannot be read at all."""
    check_regular(path)
    suffix = path.suffix.lower()
    if suffix in (".nt", ".nq"):
        return _statements(path, suffix[1:], segment)
    if suffix in (".ndjson", ".jsonl"):
        return _lines_of_cases(path, segment)
    if suffix in RDF_SUFFIXES:
        return _document(path, RDF_SUFFIXES[suffix], read_text(path, limit=MAX_BYTES))
    if suffix in CASE_SUFFIXES:
        return _case_file(path)
    raise KgError(
        Problem(
            str(path),
            f"不认识的文件类型“{suffix}”。",
            f'The file type "{suffix}" is not known.',
            "可用 RDF（.ttl .trig .nt .nq .jsonld .rdf）或案件文件（.yaml .json .ndjson）。",
            "Use RDF (.ttl .trig .nt .nq .jsonld .rdf) or case files (.yaml .json .ndjson).",
        )
    )


def _lines(path: Path, segment: Segment | None) -> list[tuple[int, str]]:
    """Return the numbered lines of a segment. Raises KgError for a line that is not UTF-8."""
    with path.open("rb") as file:
        first = 1
        if segment:
            file.seek(segment.start)
            first = segment.first_line
            data = file.read(segment.end - segment.start)
        else:
            data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KgError(
            Problem(
                f"{path}:{first + data.count(10, 0, error.start)}",
                "此行不是 UTF-8 编码。",
                "This line is not UTF-8.",
                "请另存为 UTF-8。",
                "Save it as UTF-8.",
            )
        ) from None
    return [(n, line) for n, line in enumerate(text.split("\n"), first) if line.strip()]


def _document(path: Path, syntax: str, text: str) -> Chunk:
    if syntax == "rdf" and re.search(r"<!DOCTYPE", text):
        raise KgError(
            Problem(
                str(path),
                "RDF/XML 含 DOCTYPE，不予读取（可能展开出巨量内容或引用外部文件）。",
                "The RDF/XML has a DOCTYPE and is not read: it may expand without end or name "
                "other files.",
                "请删去 DOCTYPE，用 xmlns 声明前缀。",
                "Remove the DOCTYPE and declare prefixes with xmlns.",
            )
        )
    quads = parse_rdf(text.encode(), syntax, str(path))
    _refuse_shapes(quads, str(path))
    return Chunk(quads, [("", in_text(text, syntax))])


def _refuse_shapes(quads: list[Quad], name: str) -> None:
    """Raise KgError when data speaks about shapes: it must not redefine or switch off a check."""
    for q in quads:
        subject = plain(q.subject)
        if q.predicate.value.startswith(_SHACL) or subject.startswith(f"{BASE}shape/"):
            raise KgError(
                Problem(
                    name,
                    f"数据中有关于形状的陈述（{q.predicate.value}），校验可能被改变或关闭，故不予校验。",
                    f"The data states something about shapes ({q.predicate.value}); it could change"
                    " or switch off a check, so the file was not checked.",
                    "请把形状移到单独的文件，用 --shapes 给出。",
                    "Move shapes to a file of their own and give it with --shapes.",
                )
            )


def _statements(path: Path, syntax: str, segment: Segment | None) -> Chunk:
    block = _lines(path, segment)
    try:
        quads = parse_rdf("\n".join(line for _, line in block).encode(), syntax, str(path))
    except KgError:
        for number, line in block:  # say which line of the file it is
            parse_rdf(line.encode(), syntax, f"{path}:{number}")
        raise
    _refuse_shapes(quads, str(path))
    return Chunk(quads, [("", in_statements(block))])


def _case_file(path: Path) -> Chunk:
    text = read_text(path, limit=MAX_BYTES)
    document = parse(text, str(path))
    data = document.data
    if isinstance(data, dict) and any(k in data for k in ("@context", "@graph", "@id")):
        return _document(path, "jsonld", text)
    chunk = Chunk()
    _add_case(chunk, document, 0)
    return chunk


def _lines_of_cases(path: Path, segment: Segment | None) -> Chunk:
    chunk = Chunk()
    for number, line in _lines(path, segment):
        try:
            document = Document(str(path), json.loads(line), {})
        except (ValueError, RecursionError) as error:
            problem = Problem(
                f"{path}:{number}",
                f"此行不是 JSON（{error}）。",
                f"This line is not JSON ({error}).",
                "每行写一个完整的案件。",
                "Write one whole case on each line.",
            )
            chunk.faults.append((problem, "", number))
            continue
        _add_case(chunk, document, number)
    return chunk


def _add_case(chunk: Chunk, document: Document, line: int) -> None:
    """Add a case; `line` is its line in a file of many, 0 when the file is the case."""
    given = document.data.get("id") if isinstance(document.data, dict) else None
    focus = case_iri(given) if isinstance(given, str) else ""
    try:
        case = cases.check_case(document)
    except KgError as error:
        for problem in error.problems:
            chunk.faults.append((problem, focus, line or _line_of(problem.where)))
        return
    iri = case_iri(case.id)
    chunk.quads += cases.case_quads(case)
    chunk.finders.append((iri, in_case(document, iri, _fields()) if not line else _at(line)))


def _at(line: int) -> Finder:
    return lambda focus, path: line


def _line_of(where: str) -> int | None:
    match = re.search(r":(\d+)(?: \(|$)", where)
    return int(match.group(1)) if match else None


def _fields() -> Mapping[str, str]:
    """Return the field of the case file by the IRI of its property, from the JSON-LD context."""
    found: dict[str, str] = {}

    def walk(terms: Mapping[str, Any]) -> None:
        for name, term in terms.items():
            target = term.get("@id") if isinstance(term, dict) else term
            if isinstance(target, str) and ":" in target and not name.startswith("@"):
                found.setdefault(target if "://" in target else expand(target), name)
            if isinstance(term, dict) and isinstance(term.get("@context"), dict):
                walk(term["@context"])

    walk(cases.context())
    return found
