"""Known findings: a file that accepts results for a reason and until a day (docs/validation.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import KgError, Problem
from kg.model import Text, ValidationReport, ValidationResult
from kg.yaml12 import Document, load

_FIELDS = ("shape", "file", "focus", "path", "value", "reason", "expires")
_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


@dataclass(frozen=True, slots=True)
class Known:
    """One entry: what it matches ("" matches anything), why it is accepted, until which day."""

    shape: str
    file: str
    focus: str
    path: str
    value: str
    reason: str
    expires: str
    where: str

    def accepts(self, result: ValidationResult) -> bool:
        """Tell whether the entry is about this result."""
        return (
            self.shape == result.shape
            and (not self.file or Path(result.place.file or "").match(self.file))
            and (not self.focus or result.focus.endswith(self.focus))
            and (not self.path or (result.path or "").endswith(self.path))
            and (not self.value or result.value == self.value)
        )


def read_baseline(path: Path) -> list[Known]:
    """Read a YAML list of entries. Raises KgError for a missing reason, day or shape."""
    document = load(path)
    if not isinstance(document.data, list):
        raise KgError(
            Problem(
                document.where(),
                "基线文件应为条目的列表。",
                "A baseline file is a list of entries.",
                "每条写 shape、reason、expires，可加 file、focus、path、value。",
                "Write shape, reason and expires in each; file, focus, path, value may be added.",
            )
        )
    return [_entry(document, index, item) for index, item in enumerate(document.data)]


def _entry(document: Document, index: int, item: object) -> Known:
    data = item if isinstance(item, dict) else {}
    for name in ("shape", "reason", "expires"):
        if not str(data.get(name) or "").strip():
            raise KgError(
                Problem(
                    document.where((index,)),
                    f"条目缺少“{name}”。",
                    f'The entry lacks "{name}".',
                    f"请补上“{name}”：接受一项结果须有理由和期限。",
                    f'Add "{name}": a result is accepted for a reason and until a day.',
                )
            )
    for name in data:
        if name not in _FIELDS:
            raise KgError(
                Problem(
                    document.where((index, name)),
                    f"条目没有字段“{name}”。",
                    f'An entry has no field "{name}".',
                    f"可用：{'、'.join(_FIELDS)}。",
                    f"Known: {', '.join(_FIELDS)}.",
                )
            )
    if not _DATE.fullmatch(str(data["expires"])):
        raise KgError(
            Problem(
                document.where((index, "expires")),
                f"“{data['expires']}”不是日期。",
                f'"{data["expires"]}" is no date.',
                "请写成 年-月-日，如 2027-06-30。",
                "Write it like 2027-06-30.",
            )
        )
    values = {name: str(data.get(name) or "") for name in _FIELDS}
    return Known(**values, where=document.where((index,)))


def apply_baseline(
    report: ValidationReport, entries: Sequence[Known], today: str
) -> ValidationReport:
    """Mark the results that an entry accepts on the day `today` (ISO), and name stale entries."""
    used: set[Known] = set()
    results = []
    for result in report.results:
        entry = next((e for e in entries if e.accepts(result)), None)
        if entry:
            used.add(entry)
        holds = entry is not None and today <= entry.expires
        results.append(replace(result, known=entry.reason) if entry and holds else result)
    stale = [
        Text(
            f"{e.where}：已于 {e.expires} 到期（{e.shape}）。"
            if e in used
            else f"{e.where}：不再需要（{e.shape}）。",
            f"{e.where}: expired on {e.expires} ({e.shape})."
            if e in used
            else f"{e.where}: no longer needed ({e.shape}).",
        )
        for e in entries
        if e not in used or e.expires < today
    ]
    return replace(report, results=results, stale=stale)
