"""Findings written into copies of the workbooks that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.errors import KgError, Problem
from kg.lists.annotate import Mark, annotate
from kg.model import ValidationReport
from kg.pipeline.listchecks import place_of
from kg.pipeline.lists import LintReport, check_free, write_file

_ENDINGS = (".xlsx", ".xlsm")


def copies(names: Sequence[str], out: Path) -> dict[str, Path]:
    """Return where the marked copy of each workbook goes: `out` itself, or into that folder.

    Raises KgError for a name that is no workbook, and where something is already.
    """
    for name in names:
        if Path(name).suffix.lower() not in _ENDINGS:
            raise KgError(
                Problem(
                    name,
                    "只有工作簿（.xlsx）可以写入批注。",
                    "Findings can be written into workbooks (.xlsx) only.",
                    "请先用 kg lists export 得到工作簿。",
                    "Get a workbook with kg lists export first.",
                )
            )
    if out.suffix.lower() == ".xlsx" and len(names) == 1:
        check_free(out)
        return {names[0]: out}
    found: dict[str, Path] = {}
    for name in dict.fromkeys(names):
        stem, number = Path(name).stem, 1
        target = out / f"{stem}-checked.xlsx"
        while target in found.values():
            number += 1
            target = out / f"{stem}-checked-{number}.xlsx"
        check_free(target)
        found[name] = target
    return found


def write_copies(report: LintReport, targets: Mapping[str, Path]) -> list[Path]:
    """Write the marked copies that can be made; a workbook that cannot be read has none."""
    written = []
    for name, target in targets.items():
        try:
            data = annotate(Path(name), list(_lint_marks(report, name)))
        except KgError:
            continue  # the report names what is wrong with the file
        written.append(write_file(target, data))
    return written


def marked_copy(report: ValidationReport, path: Path, words: Mapping[str, str]) -> bytes:
    """Return a copy of a workbook with what a validation found in it; `words` of provisions.

    Raises KgError for a workbook that cannot be read.
    """
    return annotate(path, list(_report_marks(report, str(path), words)))


def _lint_marks(report: LintReport, file: str) -> Iterator[Mark]:
    for problem in report.problems:
        place = place_of(problem.where)
        if (place.file if place else problem.where) == file:
            yield Mark(
                "violation", (place and place.sheet) or "", (place and place.cell) or "",
                "ListFormat", "", problem.what_zh, problem.what_en, problem.do_zh, problem.do_en,
            )  # fmt: skip
    for f in report.findings:
        if f.location["file"] == file:
            yield Mark(
                f.grade, _word(f.location["sheet"]), _word(f.location["cell"]), f.rule,
                " ".join(p for p, _ in f.provisions), f.message.zh, f.message.en, f.remedy.zh,
                f.remedy.en, "\n".join(f"{p}：{w}" for p, w in f.provisions if w),
            )  # fmt: skip


def _report_marks(
    report: ValidationReport, file: str, words: Mapping[str, str]
) -> Iterator[Mark]:  # fmt: skip
    for error in report.errors:
        if error["where"] == file:
            yield Mark("violation", "", "", "", "", error["what"]["zh"], error["what"]["en"],
                       error["do"]["zh"], error["do"]["en"])  # fmt: skip
    for r in report.results:
        if r.place.file == file:
            provision = r.provision or ""
            said = words.get(provision, "")
            yield Mark(
                r.severity, r.place.sheet or "", r.place.cell or "", r.shape, provision,
                r.message.zh, r.message.en, r.remedy.zh, r.remedy.en,
                f"{provision}：{said}" if said else "",
            )  # fmt: skip


def _word(value: Any) -> str:
    return "" if value is None else str(value)
