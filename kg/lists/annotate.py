"""Writes findings into a copy of a workbook: a note and a colour at the cell, and a sheet of all.

Every value stays as it was, but nothing in the copy is computed: a formula becomes the text that it
was. The workbook is a stranger's, so a child process that can be killed does it (confined.py).
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.child import watch_parent
from kg.errors import KgError
from kg.lists.confined import MEMORY_BYTES, ask_once, check_file, refused
from kg.lists.grids import open_workbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SECONDS = 30.0
MAX_WRITTEN = 100_000_000
AUTHOR = "kg lists lint"
SHEET = "校验结果 Findings"
HEADINGS = (
    "级别 class", "工作表 sheet", "单元格 cell", "规则 rule", "依据 provision", "问题", "finding",
    "怎么办", "what to do", "条文原文 words of the provision",
)  # fmt: skip
_COLOURS = {
    "violation": "F4B6B6", "warning": "FBE3A2", "open-question": "D8CDEE", "information": "CFE2F3",
    "info": "CFE2F3",
}  # fmt: skip
_GRADES = {
    "violation": "✖ 违反 violation", "warning": "▲ 提示 warning",
    "open-question": "？ 待定 open question", "information": "ℹ 信息 information",
    "info": "ℹ 信息 information",
}  # fmt: skip
_PLAIN_NAME = re.compile(r"'?[^'!\[\]()]+'?!\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FIRST_CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
_NOTE, _NOTES, _ROWS, _CELL = 1_500, 8, 20_000, 32_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding as it is written at a cell; `sheet` and `cell` are "" where it has no place."""

    grade: str
    sheet: str
    cell: str
    rule: str
    provision: str
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str
    words: str = ""


def annotate(
    path: Path, marks: Sequence[Mark], shown: str = "", seconds: float = SECONDS,
    memory: int = MEMORY_BYTES,
) -> bytes:  # fmt: skip
    """Return a copy of a workbook with the marks. Raises KgError as reading it does."""
    shown = shown or str(path)
    check_file(path, shown)
    job = {
        "path": str(path.absolute()), "shown": shown, "memory": memory,
        "marks": [asdict(m) for m in marks],
    }  # fmt: skip
    # openpyxl writes each sheet to a file first; they go with the folder, also when it is killed.
    with tempfile.TemporaryDirectory(prefix="kg-annotate-") as folder:
        answer = ask_once("kg.lists.annotate", job, seconds, folder)
    return base64.b64decode(answer["workbook"])


def annotated(raw: bytes, marks: Sequence[Mark], shown: str) -> bytes:
    """Return the marked copy, in this process. Raises KgError for what is no workbook."""
    book = open_workbook(raw, shown)
    _quieten(book)
    _forget(book)
    by_cell: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        found = _FIRST_CELL.match(mark.cell)
        if found and mark.sheet in book.sheetnames:
            by_cell.setdefault((mark.sheet, found.group()), []).append(mark)
    for (sheet, cell), some in by_cell.items():
        _mark(book[sheet], cell, some)
    _summary(book, marks)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _quieten(book: Workbook) -> None:
    """Turn formulas into text and drop what else would be computed when the copy is opened."""
    for name, defined in list(book.defined_names.items()):
        if not _PLAIN_NAME.fullmatch(str(defined.value or "")):
            del book.defined_names[name]
    for sheet in book.worksheets:
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        for name, defined in list(sheet.defined_names.items()):
            if not _PLAIN_NAME.fullmatch(str(defined.value or "")):
                del sheet.defined_names[name]
        for cell in sheet._cells.values():
            if cell.data_type == "f":
                written = getattr(cell.value, "text", None) or cell.value
                cell.value = None
                cell.value = written if isinstance(written, str) else "=TABLE()"
                cell.data_type = "s"
                cell.quotePrefix = True


def _forget(book: Workbook) -> None:
    """Take away the notes and the sheet of an earlier run."""
    for sheet in list(book.worksheets):
        if sheet.title.startswith(SHEET) and sheet["A1"].value == HEADINGS[0]:
            book.remove(sheet)
            continue
        for cell in sheet._cells.values():
            note = getattr(cell, "comment", None)
            if note is not None and note.author == AUTHOR:
                _, _, older = note.text.partition(_DIVIDER)
                cell.comment = None
                cell.fill = _fill("")
                if older:
                    _comment(cell, older, "")


_DIVIDER = "\n\n—— 原有批注 earlier note ——\n"


def _mark(sheet: Worksheet, name: str, marks: Sequence[Mark]) -> None:
    cell: Any = sheet[name]
    if type(cell).__name__ == "MergedCell":
        merged = next(r for r in sheet.merged_cells.ranges if name in r)
        cell = sheet.cell(merged.min_row, merged.min_col)
    order = list(_GRADES)
    marks = sorted(marks, key=lambda m: order.index(m.grade))
    told = "\n\n".join(_told(m) for m in marks[:_NOTES])
    if len(marks) > _NOTES:
        rest = len(marks) - _NOTES
        told += f"\n\n……另有 {rest} 项，见“{SHEET}”表。 {rest} more, see the sheet {SHEET}."
    earlier = cell.comment.text if cell.comment is not None else ""
    _comment(cell, told + (_DIVIDER + earlier if earlier else ""), AUTHOR)
    cell.fill = _fill(_COLOURS[marks[0].grade])


def _comment(cell: Any, text: str, author: str) -> None:
    from openpyxl.comments import Comment

    cell.comment = Comment(_text(text), author or "kg", height=260, width=420)


def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour) if colour else PatternFill()


def _told(mark: Mark) -> str:
    head = " · ".join(w for w in (_GRADES[mark.grade], mark.rule, mark.provision) if w)
    lines = [head, mark.message_zh, mark.message_en]
    lines += [f"怎么办：{mark.remedy_zh}"] if mark.remedy_zh else []
    lines += [f"What to do: {mark.remedy_en}"] if mark.remedy_en else []
    return "\n".join(lines)[:_NOTE]


def _summary(book: Workbook, marks: Sequence[Mark]) -> None:
    """Add the sheet of all findings; a cell there leads to the cell that it is about."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink

    page: Any = book.create_sheet(SHEET)
    for n, row in enumerate(_rows(marks), 1):
        for column, value in enumerate(row, 1):
            if not value:
                continue
            cell = page.cell(n, column)
            cell.value = _text(value)
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in "=+-@'"
            cell.alignment = Alignment(wrap_text=column > 4, vertical="top")
            if n == 1:
                cell.font = Font(bold=True)
        if n > 1:
            page.cell(n, 1).fill = _fill(_COLOURS[marks[n - 2].grade])
            sheet, place = row[1], row[2]
            if place and sheet in book.sheetnames:
                target = "'" + sheet.replace("'", "''") + f"'!{place}"
                link = Hyperlink(ref=f"C{n}", location=target, display=place)
                page.cell(n, 3).hyperlink = link
                page.cell(n, 3).font = Font(underline="single", color="1F4E79")
    for column, width in enumerate((22, 14, 10, 30, 28, 46, 46, 40, 40, 60), 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A2"


def _rows(marks: Sequence[Mark]) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for m in marks[:_ROWS]:
        yield (
            _GRADES[m.grade], m.sheet, m.cell, m.rule, m.provision, m.message_zh, m.message_en,
            m.remedy_zh, m.remedy_en, m.words,
        )  # fmt: skip


def _text(value: str) -> str:
    return _CONTROL.sub("\ufffd", value)[:_CELL]


def main() -> None:
    """The child: read the job, mark the workbook, print the copy or the problems as one JSON."""
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it for nothing
    import openpyxl  # noqa: F401  loaded before the limits fall

    job: Mapping[str, Any] = json.loads(sys.stdin.buffer.read())
    watch_parent()
    _confine(job["memory"])
    try:
        raw = Path(job["path"]).read_bytes()
        copy = annotated(raw, [Mark(**m) for m in job["marks"]], job["shown"])
        answer: dict[str, Any] = {"workbook": base64.b64encode(copy).decode()}
    except KgError as error:
        answer = refused(error)
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def _confine(memory: int) -> None:
    """Limit memory, the size of written files, and descriptors, so that no socket can be opened."""
    try:
        import resource
    except ImportError:
        return
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_WRITTEN, MAX_WRITTEN))
    resource.setrlimit(resource.RLIMIT_NOFILE, (free + 4, free + 4))


if __name__ == "__main__":
    main()
