"""Checks power lists like other data: their own format, the lint against the law, the shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg import validate as validation
from kg.lists.quads import build_list, build_matters
from kg.model import Place, PowerList, Text, ValidationReport, ValidationResult
from kg.namespaces import list_item_iri, source_iri
from kg.pipeline.lists import lint, rule_shapes
from kg.store import sorted_ntriples

_SEVERITY = {
    "violation": "violation", "warning": "warning", "open-question": "info", "information": "info",
}  # fmt: skip
_AT_CELL = re.compile(r"^(?P<file>.*?): (?P<sheet>[^!]*)!(?P<cell>[A-Z]+\d+)")
_AT_LINE = re.compile(r"^(?P<file>.*?):(?P<line>\d+)(?: |$)")


def check_lists(files: Sequence[Path], shapes: Path, background: bytes) -> ValidationReport:
    """Check workbooks and CSV files; the CSV files of one folder are one list.

    What the format refuses and what the lint finds are results with their cell; an open question
    is information here. Files that cannot be read at all are errors. Raises KgError.
    """
    units = dict.fromkeys(str(f.parent if f.suffix.lower() == ".csv" else f) for f in files)
    report = lint(list(units))
    results: list[ValidationResult] = []
    errors = []
    for problem in report.problems:
        place = place_of(problem.where)
        if place is None:
            errors.append(problem.as_json())
            continue
        results.append(
            ValidationResult(
                "ListFormat", "violation", place.file or "", None, None, place, None,
                Text(problem.what_zh, problem.what_en), Text(problem.do_zh, problem.do_en),
            )
        )  # fmt: skip
    for found in report.findings:
        focus = list_item_iri(found.list_id, found.item) if found.item else ""
        results.append(
            ValidationResult(
                found.rule, _SEVERITY[found.grade], focus or source_iri(found.list_id), None, None,
                Place(**found.location),  # type: ignore[arg-type]
                found.provisions[0][0] if found.provisions else None,
                found.message, found.remedy,
            )
        )  # fmt: skip
    told = validation.read_shapes([shapes])
    counted = dict.fromkeys(told.targets, 0)
    schemes = sorted_ntriples(build_matters({}))
    rules = rule_shapes()
    said_by_lint = {shape for shapes in rules.values() for shape in shapes}
    for lst in report.lists:
        part = validation.check_with_places(
            told, build_list(lst), background + schemes, dict(_places(lst))
        )
        results += [r for r in part.results if r.shape not in said_by_lint]
        for name, number in part.focus_nodes.items():
            counted[name] += number
    counted |= {rule: len(report.lists) for rule in rules}
    return ValidationReport(
        [str(f) for f in files], counted, results, errors, notes=report.notes
    )  # fmt: skip


def _places(lst: PowerList) -> Iterator[tuple[str, Place]]:
    """Yield (node, where its row begins) for a list and its items."""
    yield source_iri(lst.id), Place(**lst.place.as_json(""))  # type: ignore[arg-type]
    for item in lst.rows():
        yield list_item_iri(lst.id, item.id), Place(**item.place.as_json(""))  # type: ignore[arg-type]


def place_of(where: str) -> Place | None:
    """Return the place that a problem names inside its file, None when it is the file as such."""
    cell, line = _AT_CELL.match(where), _AT_LINE.match(where)
    if cell:
        return Place(cell["file"], None, cell["sheet"], cell["cell"])
    return Place(line["file"], int(line["line"])) if line else None
