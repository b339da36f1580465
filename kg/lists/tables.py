"""Turns grids into rows of fields by their headings, and says what it cannot place.

Nothing is lost in silence: an unknown heading with content, a value without a heading, a merged
range over the table are problems; a hidden row or sheet is read and said.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.errors import Problem
from kg.lists.format import Sheet, normal, read_format
from kg.model import ReadNote, RowPlace, Text

_HEADER_ROWS = 10


@dataclass(frozen=True)
class Row:
    """A row's fields (key → text) and where they stand; `numbers` were numbers in the workbook."""

    values: Mapping[str, str]
    place: RowPlace
    numbers: frozenset[str] = frozenset()


@dataclass
class Tables:
    """The rows of each sheet (by sheet key), and what was noticed while reading."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    notes: list[ReadNote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_tables(grids: Sequence[Mapping[str, Any]]) -> Tables:
    """Return the tables of the grids of one list (one workbook, or the CSV files of a folder)."""
    tables = Tables()
    for grid in grids:
        sheet = _sheet_of(grid)
        if sheet is None:
            if grid["sheet"] and grid["cells"]:
                tables.notes.append(_ignored(grid))
            elif grid["cells"]:
                tables.problems.append(_unknown_file(grid))
            continue
        if sheet.key in tables.rows:
            tables.problems.append(_twice(grid, sheet, tables.names[sheet.key]))
            continue
        tables.names[sheet.key] = (
            f"{grid['file']}: {grid['sheet']}" if grid["sheet"] else str(grid["file"])
        )
        tables.rows[sheet.key] = list(_rows(grid, sheet, tables))
        _say_how_read(grid, tables)
    return tables


def _sheet_of(grid: Mapping[str, Any]) -> Sheet | None:
    """Return the sheet that a grid is: by its name, a CSV file also by its headings."""
    form = read_format()
    if grid["sheet"]:
        return form.sheet_named(grid["sheet"])
    first = [normal(text) for row, _, text in grid["cells"] if row == 1]
    scored = [
        (sum(name in sheet.headings for name in first), sheet)
        for sheet in form.sheets.values()
        if sheet.key != "list"
    ]
    score, best = max(scored, key=lambda pair: pair[0], default=(0, None))
    if score >= 3:  # two headings may coincide; three do not
        return best
    info = form.sheets["list"].headings
    fields = [normal(text) in info for _, column, text in grid["cells"] if column == 1]
    return form.sheets["list"] if sum(fields) >= 3 else None


def _rows(grid: Mapping[str, Any], sheet: Sheet, tables: Tables) -> Iterator[Row]:
    by_row: dict[int, dict[int, str]] = {}
    for row, column, text in grid["cells"]:
        by_row.setdefault(row, {})[column] = text
    if sheet.key == "list":
        yield _field_rows(grid, sheet, by_row, tables)
        return
    found = _header(by_row, sheet)
    if found is None:
        tables.problems.append(_no_header(grid, sheet))
        return
    header, columns = found
    _check_columns(grid, sheet, by_row, header, columns, tables)
    _check_merged(grid, header, set(columns), max(by_row), tables)
    numbers = {(r, c) for r, c in grid["numbers"]}
    for row in sorted(r for r in by_row if r > header):
        cells = {key: (row, column) for column, key in columns.items()}
        values = {columns[c]: text for c, text in by_row[row].items() if c in columns}
        if values:
            place = RowPlace(str(grid["file"]), str(grid["sheet"]), cells)
            typed = frozenset(columns[c] for r, c in numbers if r == row and c in columns)
            yield Row(values, place, typed)


def _field_rows(
    grid: Mapping[str, Any], sheet: Sheet, by_row: Mapping[int, Mapping[int, str]], tables: Tables
) -> Row:
    """Return the sheet List, which has a field a row: its name, its content, a note."""
    headings, values, cells = sheet.headings, dict[str, str](), dict[str, tuple[int, int]]()
    numbers = {(r, c) for r, c in grid["numbers"]}
    typed: set[str] = set()
    header = {normal(w) for w in ("字段 field", "字段", "field")}
    for row, cols in by_row.items():
        name = cols.get(1, "")
        key = headings.get(normal(name))
        if key is None:
            if normal(name) not in header and (name or cols.get(2)):
                tables.problems.append(_heading(grid, sheet, row, 1, name))
            continue
        if key in cells:
            tables.problems.append(_heading_twice(grid, row, 1, name))
            continue
        cells[key] = (row, 2)
        if 2 in cols:
            values[key] = cols[2]
        if (row, 2) in numbers:
            typed.add(key)
    _check_merged(grid, 0, {1, 2}, max(by_row, default=0), tables)
    return Row(values, RowPlace(str(grid["file"]), str(grid["sheet"]), cells), frozenset(typed))


def _header(
    by_row: Mapping[int, Mapping[int, str]], sheet: Sheet
) -> tuple[int, dict[int, str]] | None:
    """Return the header's row and {column: key}: the first row with at least three headings."""
    headings = sheet.headings
    for row in sorted(by_row)[:_HEADER_ROWS]:
        found: dict[int, str] = {}
        for column, text in by_row[row].items():
            key = headings.get(normal(text))
            if key and key not in found.values():
                found[column] = key
        if len(found) >= min(3, len(sheet.columns)):
            return row, found
    return None


def _check_columns(
    grid: Mapping[str, Any], sheet: Sheet, by_row: Mapping[int, Mapping[int, str]], header: int,
    columns: Mapping[int, str], tables: Tables,
) -> None:  # fmt: skip
    used = {c for row, cells in by_row.items() if row >= header for c in cells}
    for column in sorted(used - set(columns)):
        name = by_row[header].get(column, "")
        if sheet.headings.get(normal(name)):
            tables.problems.append(_heading_twice(grid, header, column, name))
        else:
            tables.problems.append(_heading(grid, sheet, header, column, name))
    for wanted in sheet.columns:
        if wanted.required and wanted.key not in columns.values():
            tables.problems.append(
                Problem(
                    _at(grid, header, 1),
                    f"缺少“{wanted.label.zh}”一栏。",
                    f'The column "{wanted.label.en}" is missing.',
                    "请用 kg lists template 得到模板。",
                    "Get the template with kg lists template.",
                )
            )


def _check_merged(
    grid: Mapping[str, Any], header: int, columns: set[int], last: int, tables: Tables
) -> None:
    from kg.model.lists import letters

    for top, left, bottom, right in grid["merged"]:
        inside = any(left <= c <= right for c in columns)
        if inside and bottom >= max(header, 1) and top <= last:
            where = f"{grid['file']}: {grid['sheet']}!{letters(left)}{top}:{letters(right)}{bottom}"
            zh, en = ("表头", "in the heading") if top <= header else ("表格", "in the table")
            tables.problems.append(
                Problem(
                    where,
                    f"{zh}中有合并单元格，看不出内容属于哪些行、哪些栏。",
                    f"Merged cells {en}: it cannot be told which rows and columns they are for.",
                    "请取消合并，每格填写内容。",
                    "Unmerge them and fill each cell.",
                )
            )


def _say_how_read(grid: Mapping[str, Any], tables: Tables) -> None:
    where = tables.names[next(reversed(tables.names))]
    if grid["encoding"] and grid["encoding"] != "utf-8":
        tables.notes.append(
            ReadNote(
                where, Text(f"按 {grid['encoding']} 编码读取。", f"Read as {grid['encoding']}.")
            )
        )
    if grid["concealed"]:
        tables.notes.append(
            ReadNote(where, Text("工作表是隐藏的，照样读取。", "The sheet is hidden; it was read."))
        )
    if grid["hidden"]:
        rows = ", ".join(map(str, grid["hidden"][:20]))
        tables.notes.append(
            ReadNote(
                where, Text(f"隐藏行照样读取：{rows}。", f"Hidden rows were read too: {rows}.")
            )
        )


def _at(grid: Mapping[str, Any], row: int, column: int) -> str:
    return (
        RowPlace(str(grid["file"]), str(grid["sheet"]), {"": (row, column)})
        .as_text("")
        .replace(" ()", "")
    )


def _heading(grid: Mapping[str, Any], sheet: Sheet, row: int, column: int, name: str) -> Problem:
    words = [w for c in sheet.columns for w in (c.label.zh, c.label.en, c.key)]
    close = difflib.get_close_matches(name, words, 1)
    return Problem(
        _at(grid, row, column),
        f"不认识“{name}”，其下的内容会丢失。" + (f"是否指“{close[0]}”？" if close else ""),
        f'"{name}" is not known; what stands there would be lost.'
        + (f' Did you mean "{close[0]}"?' if close else ""),
        "请改成模板的名称，或者删去此栏。",
        "Use the template's name, or delete it.",
    )


def _heading_twice(grid: Mapping[str, Any], row: int, column: int, name: str) -> Problem:
    return Problem(
        _at(grid, row, column), f"“{name}”出现两次。", f'"{name}" stands twice.',
        "请只保留一个。", "Keep one of them.",
    )  # fmt: skip


def _no_header(grid: Mapping[str, Any], sheet: Sheet) -> Problem:
    return Problem(
        _at(grid, 1, 1),
        f"找不到“{sheet.label.zh}”表的表头。",
        f"The heading row of the {sheet.label.en} table is not found.",
        "请用 kg lists template 得到模板，保留表头；表头不要合并。",
        "Get the template with kg lists template and keep its heading row, unmerged.",
    )


def _unknown_file(grid: Mapping[str, Any]) -> Problem:
    return Problem(
        str(grid["file"]),
        f"看不出这是清单的哪一张表（按 {grid['encoding']} 编码读取，表头都不认识）。",
        f"It cannot be told which table of a list this is (read as {grid['encoding']}, no heading "
        "is known).",
        "请用模板的表头，并另存为“CSV UTF-8”。",
        'Use the template\'s headings and save it as "CSV UTF-8".',
    )


def _twice(grid: Mapping[str, Any], sheet: Sheet, first: str) -> Problem:
    return Problem(
        _at(grid, 1, 1), f"“{sheet.label.zh}”表有两张，另一张是 {first}。",
        f"There are two tables of {sheet.label.en}; the other is {first}.",
        "请合为一张。", "Make them one.",
    )  # fmt: skip


def _ignored(grid: Mapping[str, Any]) -> ReadNote:
    return ReadNote(
        f"{grid['file']}: {grid['sheet']}",
        Text(
            "这张工作表不是清单的表，没有读取。",
            "This sheet is none of the list's; it was not read.",
        ),
    )
