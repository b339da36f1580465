"""Writes a list, or the empty template, as a workbook with choices and notes in both languages.

Every cell is text, also one that begins like a formula, so nothing in the file is ever computed and
"00123" stays as it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.lists.format import Column, Sheet, read_format
from kg.lists.rows import info_row, sheet_rows
from kg.lists.texts import escape_cell
from kg.model import PowerList
from kg.model.lists import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_EMPTY_ROWS = 500  # rows of a template that carry choices and the text format
_SCHEME_RANGES = {
    "matter": "matter",
    "business-line": "line",
    "stage": "stage",
    "case-class": "class",
}


def workbook_bytes(lst: PowerList | None = None) -> bytes:
    """Return the workbook of a list; without one the template. The same list, the same bytes."""
    import openpyxl

    book = openpyxl.Workbook()
    first: Any = book.active
    book.remove(first)
    rows = sheet_rows(lst)
    ranges = _code_ranges([r["code_kind"] for r in rows["codes"]])
    for sheet in read_format().sheets.values():
        page = book.create_sheet(sheet.name)
        if sheet.key == "list":
            _write_info(page, sheet, lst)
        else:
            _write_table(page, sheet, rows[sheet.key], ranges)
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _without_clock(data: bytes) -> bytes:
    """Return the workbook with one fixed time in place of those that openpyxl writes on saving."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for part in given.infolist():
            content = given.read(part)
            if part.filename == "docProps/core.xml":
                content = _TIME.sub(b"2020-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(part.filename)  # of 1980-01-01
            info.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(info, content)
    return out.getvalue()


def _code_ranges(kinds: Sequence[str]) -> dict[str, str]:
    """Return for each kind of code the range of the sheet Codes that holds it."""
    name = read_format().sheets["codes"].name
    found = {}
    for kind in dict.fromkeys(kinds):
        rows = [n for n, k in enumerate(kinds, 2) if k == kind]
        last = next(n for n in rows if n + 1 not in rows)  # a list's own codes stand further down
        found[kind] = f"{name}!$B${rows[0]}:$B${last}"
    return found


def _put(page: Worksheet, row: int, column: int, value: str, wrap: bool = True) -> Any:
    from openpyxl.styles import Alignment

    cell: Any = page.cell(row, column)
    if value:
        cell.value = escape_cell(value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@'"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    return cell


def _heading(page: Worksheet, row: int, column: int, value: str, note: str = "") -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    cell = _put(page, row, column, value)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="DDE6F0")
    if note:
        cell.comment = Comment(note, "kg", height=140, width=300)


def _write_info(page: Worksheet, sheet: Sheet, lst: PowerList | None) -> None:
    for n, words in enumerate(("字段 field", "内容 value", "说明 note"), 1):
        _heading(page, 1, n, words)
    values = info_row(lst) if lst else {}
    for n, column in enumerate(sheet.columns, 2):
        _heading(page, n, 1, f"{column.label.zh} {column.label.en}")
        _put(page, n, 2, values.get(column.key, column.default if lst is None else ""))
        _put(page, n, 3, f"{column.note.zh} / {column.note.en}")
        _choose(page, column, f"B{n}", {})
    for letter, width in (("A", 28), ("B", 48), ("C", 70)):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "B2"


def _write_table(
    page: Worksheet, sheet: Sheet, rows: Sequence[dict[str, str]], ranges: dict[str, str]
) -> None:
    last = max(len(rows), 0 if sheet.key == "codes" else _EMPTY_ROWS) + 1
    for n, column in enumerate(sheet.columns, 1):
        letter = letters(n)
        _heading(page, 1, n, f"{column.label.zh} {column.label.en}",
                 f"{column.note.zh}\n{column.note.en}")  # fmt: skip
        page.column_dimensions[letter].width = 26 if column.type == "text" else 15
        page.column_dimensions[letter].number_format = "@"
        _choose(page, column, f"{letter}2:{letter}{last}", ranges)
    for number, row in enumerate(rows, 2):
        for n, column in enumerate(sheet.columns, 1):
            if row.get(column.key):
                _put(page, number, n, row[column.key])
    page.freeze_panes = "B2"


def _choose(page: Worksheet, column: Column, cells: str, ranges: dict[str, str]) -> None:
    """Offer a column's choices; several codes or letters may still be typed in."""
    from openpyxl.worksheet.datavalidation import DataValidation

    several = column.type in ("codes", "letters", "letter")
    if column.type == "letters":
        formula = '"' + ",".join(x.letter for x in read_format().letters) + '"'
    elif column.choices:
        formula = '"' + ",".join(c.code for c in column.choices) + '"'
    elif column.scheme and _SCHEME_RANGES[column.scheme] in ranges:
        formula = ranges[_SCHEME_RANGES[column.scheme]]
    else:
        return
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    rule.errorStyle = "information" if several else "warning"
    rule.showErrorMessage = rule.showInputMessage = True
    rule.promptTitle = f"{column.label.zh} {column.label.en}"[:32]
    rule.prompt = f"{column.note.zh}\n{column.note.en}"[:255]
    rule.errorTitle = "请核对 please check"
    rule.error = "不在列表中 / not in the list"
    page.add_data_validation(rule)
    rule.add(cells)
