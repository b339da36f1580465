"""The driver for power lists: read, import, export, template, lint, who."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import KgError, Problem
from kg.lists import diff as comparing, files, lint as linting, reports, who as asking, workbook
from kg.model import ListFinding, PowerList, ReadNote
from kg.model.who import WhoDecides
from kg.pipeline.graph import open_graph
from kg.pipeline.packaged import packaged_lists


@dataclass(frozen=True)
class Reading:
    """What came of reading some files: the lists with their paths, notes, and problems."""

    lists: Sequence[tuple[Path, PowerList]]
    notes: Sequence[ReadNote]
    problems: Sequence[Problem]


def read_lists(paths: Sequence[Path]) -> Reading:
    """Read people's lists (workbooks, folders, CSV files); a bad one does not stop the others."""
    lists: list[tuple[Path, PowerList]] = []
    notes: list[ReadNote] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], Path] = {}
    for path in paths:
        try:
            lst, said = files.read_outside(path)
        except KgError as error:
            problems.extend(error.problems)
            continue
        notes.extend(said)
        key = (lst.id, lst.version)
        if key in seen:
            problems.append(_same(path, lst, seen[key]))
            continue
        seen[key] = path
        lists.append((path, lst))
    return Reading(lists, notes, problems)


def _same(path: Path, lst: PowerList, first: Path) -> Problem:
    return Problem(
        str(path),
        f"清单 {lst.id} 的版本 {lst.version} 已在 {first}。",
        f"Version {lst.version} of the list {lst.id} is already in {first}.",
        "请改编号或版本，或者分开运行。",
        "Change the id or version, or run them apart.",
    )


def import_lists(reading: Reading, out: Path) -> list[Path]:
    """Write the lists' data folders below `out`; each appears whole or not at all."""
    return [
        _write_folder(out / lst.jurisdiction / lst.id / lst.version, files.data_files(lst))
        for _, lst in reading.lists
    ]


def template(out: Path) -> Path:
    """Write the empty template: a workbook where `out` ends in .xlsx, else CSV files.

    Raises KgError when something is there: it may be a list that somebody has filled in.
    """
    check_free(out)
    if out.suffix.lower() == ".xlsx":
        return write_file(out, workbook.workbook_bytes())
    return _write_folder(out, files.people_files(None))


def find_list(name: str) -> PowerList:
    """Return a packaged list by id, or the list of a path. Raises KgError."""
    if name in packaged_lists():
        return packaged_lists()[name]
    path = Path(name)
    if path.exists():
        return files.read_outside(path)[0]
    known = ", ".join(packaged_lists())
    raise KgError(
        Problem(
            name,
            "没有这个清单，也没有这个文件。",
            "There is no such list and no such file.",
            f"已收录的清单：{known}。",
            f"Packaged lists: {known}.",
        )
    )


def diff(old: str, new: str) -> dict[str, object]:
    """Return how two lists (ids or paths) differ, as kg.lists.diff says. Raises KgError."""
    return comparing.differences(find_list(old), find_list(new))


def diff_text(answer: Mapping[str, object], lang: str) -> str:
    """Return an answer of `diff` as text for a person."""
    return reports.diff_text(answer, lang)


def export_list(lst: PowerList, syntax: str, out: Path) -> Path:
    """Write a list as a workbook (xlsx) or a folder of CSV files (csv).

    Raises KgError when something is there: it may be a list that somebody has changed.
    """
    check_free(out)
    if syntax == "xlsx":
        return write_file(out, workbook.workbook_bytes(lst))
    return _write_folder(out, files.people_files(lst))


def check_free(target: Path) -> None:
    """Raise KgError when something is at a path: it may be somebody's work."""
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise _taken(target)


def _taken(target: Path) -> KgError:
    return KgError(
        Problem(
            str(target),
            "这里已有内容，没有覆盖。",
            "Something is here already; it was not overwritten.",
            "请换一个位置，或者先移走它。",
            "Choose another place, or move it away first.",
        )
    )


def write_file(path: Path, data: bytes) -> Path:
    """Write a file by way of a temporary one beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return path


def _write_folder(target: Path, data: Mapping[str, bytes]) -> Path:
    """Write a folder of files by way of a temporary one; other files in the way are an error."""
    if target.exists() and (not target.is_dir() or {p.name for p in target.iterdir()} - set(data)):
        raise _taken(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".writing-", dir=target.parent))
    temporary.chmod(0o755)
    try:
        for name, content in data.items():
            (temporary / name).write_bytes(content)
        if target.exists():
            shutil.rmtree(target)
        temporary.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return target


# --- lint -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LintReport:
    """The findings on some lists, and the problems of files that could not be read."""

    lists: Sequence[PowerList]
    findings: Sequence[ListFinding]
    notes: Sequence[ReadNote]
    problems: Sequence[Problem]

    def reaches(self, grade: str) -> bool:
        """Tell whether a finding is of this class or a graver one; `never` is never reached."""
        if grade not in linting.GRADES:
            return False
        grave = linting.GRADES[: linting.GRADES.index(grade) + 1]
        return any(f.grade in grave for f in self.findings)

    def as_json(self) -> dict[str, object]:
        """Return the form of docs/outputs.md."""
        counts = {g: sum(f.grade == g for f in self.findings) for g in linting.GRADES}
        return {
            "summary": {
                "lists": len(self.lists),
                "items": sum(len(x.items) + len(x.assistants) for x in self.lists),
                **counts,
            },
            "findings": [f.as_json() for f in self.findings],
            "notes": [{"where": n.where, "text": n.text.as_json()} for n in self.notes],
            "errors": [p.as_json() for p in self.problems],
        }


def lint(names: Sequence[str]) -> LintReport:
    """Measure lists (ids of packaged ones, or paths) against the 2024 Opinions. Raises KgError."""
    packaged = packaged_lists()
    reading = read_lists([Path(n) for n in names if n not in packaged])
    chosen = [packaged[n] for n in names if n in packaged] + [x for _, x in reading.lists]
    baselines = [x for x in packaged.values() if x.kind == "baseline"]
    findings = linting.lint(chosen, baselines, open_graph().store)
    return LintReport(chosen, findings, reading.notes, reading.problems)


def rule_shapes() -> dict[str, Sequence[str]]:
    """Return the ids of the lint's rules, with the shapes that say the same of RDF."""
    return {rule.id: rule.shapes for rule in linting.read_list_rules()}


def lint_text(report: LintReport, lang: str) -> str:
    """Return a lint report as text for a person."""
    return reports.lint_text(report.lists, report.findings, report.notes, lang)


# --- who ------------------------------------------------------------------------------------------


def who(
    matter: str, province: str, level: str, on: str, holds: Sequence[str] = (),
    fails: Sequence[str] = (), stage: str = "", paths: Sequence[Path] = (),
) -> WhoDecides:  # fmt: skip
    """Say who may decide a matter, with the tier that answered and the provisions' words.

    Raises KgError for a word that is no code or label, a level or day that is none, a bad file.
    """
    asked, by_word = asking.read_question(matter, province, level, on, holds, fails, stage)
    lists = list(packaged_lists().values())
    reading = read_lists(paths)
    if reading.problems:
        raise KgError(reading.problems)
    for _, lst in reading.lists:
        lists = [x for x in lists if x.id != lst.id] + [lst]
    answer = asking.who_decides(asked, lists)
    words = linting.words_of(open_graph().store, [p for p, _ in answer.provisions])
    return replace(
        answer,
        provisions=tuple((p, words.get(p, "")) for p, _ in answer.provisions),
        remarks=(*([by_word] if by_word else []), *answer.remarks),
    )


def who_text(answer: WhoDecides, lang: str) -> str:
    """Return an answer of `who` as text for a person."""
    return reports.who_text(answer, lang)
