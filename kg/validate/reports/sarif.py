"""The report as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the file."""

from __future__ import annotations

import json
import urllib.parse
from typing import Any

from kg.model import ValidationReport, ValidationResult
from kg.namespaces import ID
from kg.validate.shapes import Shape, Shapes

_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


def to_sarif(report: ValidationReport, shapes: Shapes, lang: str, version: str) -> bytes:
    """Return one run; results that a baseline accepts are suppressed, unread files are told."""
    known = {s.name: s for s in shapes.by_iri.values()}
    used = sorted({r.shape for r in report.results})
    index = {name: i for i, name in enumerate(used)}
    driver = {
        "name": "kg validate",
        "version": version,
        "informationUri": "https://w3id.org/judicial-responsibility/",
        "rules": [_rule(name, known.get(name), report, lang) for name in used],
    }
    notes = [
        {"level": "error", "message": {"text": f"{e['where']}: {e['what'][lang]} {e['do'][lang]}"}}
        for e in report.errors
    ]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(r, index, lang) for r in report.results],
        "invocations": [
            {"executionSuccessful": not notes, "toolExecutionNotifications": notes},
        ],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _rule(name: str, shape: Shape | None, report: ValidationReport, lang: str) -> dict[str, Any]:
    first = next(r for r in report.results if r.shape == name)
    message, remedy = (shape.message, shape.remedy) if shape else (first.message, first.remedy)
    rule: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": message.pick(lang) or name},
        "defaultConfiguration": {"level": _LEVELS[shape.severity if shape else first.severity]},
    }
    if remedy.pick(lang):
        rule["help"] = {"text": remedy.pick(lang)}
    if shape and shape.provision:
        rule["helpUri"] = ID + shape.provision
    return rule


def _result(r: ValidationResult, index: dict[str, int], lang: str) -> dict[str, Any]:
    text = f"{r.message.pick(lang)} {r.remedy.pick(lang)}".strip() or r.shape
    found: dict[str, Any] = {
        "ruleId": r.shape,
        "ruleIndex": index[r.shape],
        "level": _LEVELS[r.severity],
        "message": {"text": text},
        "properties": {"focus": r.focus, "path": r.path, "value": r.value},
    }
    location: dict[str, Any] = {}
    if r.place.file:
        uri = urllib.parse.quote(r.place.file.replace("\\", "/"))
        location["physicalLocation"] = {"artifactLocation": {"uri": uri}}
        if r.place.line:
            location["physicalLocation"]["region"] = {"startLine": r.place.line}
    named = f"{r.place.sheet or ''}!{r.place.cell}" if r.place.cell else r.focus
    if named:
        location["logicalLocations"] = [{"fullyQualifiedName": named}]
    if location:
        found["locations"] = [location]
    if r.known:
        found["suppressions"] = [{"kind": "external", "justification": r.known}]
    return found
