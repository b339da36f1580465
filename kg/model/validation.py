"""What a validation run finds: shapes, results with their place, and the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model.lists import ReadNote
from kg.model.text import Text

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a result stands: a file and line, or a sheet and cell; None where it is not known."""

    file: str | None
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def as_json(self) -> dict[str, str | int | None]:
        """Return {file, line, sheet, cell}."""
        return {"file": self.file, "line": self.line, "sheet": self.sheet, "cell": self.cell}

    def as_text(self) -> str:
        """Return `file:line`, `file sheet!cell`, or the file."""
        if self.cell:
            return f"{self.file or ''} {self.sheet or ''}!{self.cell}".strip()
        return f"{self.file}:{self.line}" if self.line else self.file or ""


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One SHACL validation result (SHACL section 3.6.2) in the terms of docs/outputs.md.

    `shape` is the shape's short name; `known` is the reason by which a baseline accepts it, or "".
    """

    shape: str
    severity: str
    focus: str
    path: str | None
    value: str | None
    place: Place
    provision: str | None
    message: Text
    remedy: Text
    component: str = ""
    known: str = ""
    value_is_iri: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the finding of docs/outputs.md; `known` only where a baseline accepts it."""
        found = {
            "shape": self.shape,
            "severity": self.severity,
            "focus": self.focus,
            "path": self.path,
            "value": self.value,
            "location": self.place.as_json(),
            "provision": self.provision,
            "message": self.message.as_json(),
            "remedy": self.remedy.as_json(),
        }
        return found | ({"known": self.known} if self.known else {})


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """A whole run. `focus_nodes` counts them by shape; `errors` are files that could not be read.

    `errors` hold the JSON form of their problems (docs/outputs.md), `stale` the baseline entries
    that have expired or that nothing needs any more, in words, `notes` how lists were read.
    """

    files: Sequence[str]
    focus_nodes: Mapping[str, int]
    results: Sequence[ValidationResult]
    errors: Sequence[Mapping[str, Any]] = ()
    stale: Sequence[Text] = ()
    notes: Sequence[ReadNote] = ()

    @property
    def counted(self) -> list[ValidationResult]:
        """Return the results that no baseline accepts."""
        return [r for r in self.results if not r.known]

    def count(self, severity: str) -> int:
        """Return how many results of a severity no baseline accepts."""
        return sum(r.severity == severity for r in self.counted)

    def summary(self) -> dict[str, Any]:
        """Return the summary of docs/outputs.md."""
        return {
            "files": len(self.files),
            "focus_nodes": sum(self.focus_nodes.values()),
            "shapes_run": sum(1 for n in self.focus_nodes.values() if n),
            "shapes_unused": sorted(s for s, n in self.focus_nodes.items() if not n),
            **{s: self.count(s) for s in SEVERITIES},
            "known": len(self.results) - len(self.counted),
        }

    def as_json(self) -> dict[str, Any]:
        """Return the report of docs/outputs.md."""
        return {
            "summary": self.summary(),
            "findings": [r.as_json() for r in self.results],
            "errors": [dict(e) for e in self.errors],
            "baseline": [t.as_json() for t in self.stale],
        }
