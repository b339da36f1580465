"""Reads and checks case files, and turns them into RDF through their JSON-LD context.

The format is docs/case-file.md; its JSON Schema (ontology/case.schema.json) says what a field may
hold, and this pass checks what a schema cannot: ids that point somewhere, order in time, real
dates. Every complaint names file, line and field path.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.assets import relative
from kg.cases.accept import passes_schema
from kg.cases.checks import Checker
from kg.cases.choices import act_fields, choices
from kg.cases.format import context, schema, schema_problems
from kg.cases.lines import document_of
from kg.cases.normal import normalise
from kg.cases.records import Record, chunks, is_stream, read_records, total_bytes
from kg.cases.triples import case_data, case_quads
from kg.errors import KgError, Problem
from kg.model import Case
from kg.namespaces import case_iri
from kg.yaml12 import Document, load, parse


def read_case(path: Path) -> Case:
    """Read one case file (YAML or JSON). Raises KgError with every fault found."""
    return check_case(load(path, relative(path)))


def parse_case(text: str, name: str) -> Case:
    """Read a case from text; `name` stands for the file in messages. Raises KgError."""
    return check_case(parse(text, name))


def check_case(document: Document) -> Case:
    """Check a parsed case file and return the case with its defaults. Raises KgError."""
    if not isinstance(document.data, dict):
        raise KgError(
            Problem(
                document.where(),
                "案件文件应为映射（键和值）。",
                "A case file must be a mapping (keys and values).",
                "请以 id: … 开头，见 docs/case-file.md。",
                "Begin it with id: …, see docs/case-file.md.",
            )
        )
    told: dict[tuple[str, str], Problem] = {}
    if not passes_schema(document.data):
        for problem in schema_problems(document):
            told.setdefault((problem.where, problem.what_en), problem)
    problems = list(told.values())
    if not problems:
        problems = list(Checker(document).problems())
    if problems:
        raise KgError(problems)
    return normalise(document.data)


def to_jsonld(case: Case) -> dict[str, Any]:
    """Return the case as JSON-LD: the normalised case file under the project's context."""
    return {"@context": [context(), {"@base": case_iri(case.id) + "/"}], **case.document}


__all__ = [
    "Record",
    "act_fields",
    "case_data",
    "case_quads",
    "check_case",
    "choices",
    "chunks",
    "context",
    "document_of",
    "is_stream",
    "normalise",
    "parse_case",
    "read_case",
    "read_records",
    "schema",
    "to_jsonld",
    "total_bytes",
]
