"""Reads CSV files and workbooks as grids of cells; runs in a child process (confined.py).

Knows nothing of lists: a grid is a sheet's cells as text with row and column. What a reader would
lose or have to guess (a formula, an error value, a far cell, an unknown encoding) is a problem.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, Problem
from kg.lists.texts import unescape_cell, unguard
from kg.model.lists import letters

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_BYTES = 20_000_000
MAX_UNPACKED = 60_000_000
MAX_PARTS = 2_000
MAX_ROW, MAX_COLUMN = 20_000, 200
_SHOWN = 20
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass
class Grid:
    """One sheet: `cells` [row, column, text], merged ranges, hidden rows, cells read as numbers."""

    file: str
    sheet: str
    cells: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    numbers: list[tuple[int, int]] = field(default_factory=list)
    encoding: str = ""
    concealed: bool = False


def read_grids(path: Path, shown: str) -> list[dict[str, Any]]:
    """Return the grids of a CSV file or a workbook, as plain data. Raises KgError."""
    raw = path.read_bytes()
    if raw[:4] == _OLE:
        raise _problem(
            shown, "这是旧版 .xls 或者加密的工作簿", "It is an old .xls or an encrypted workbook",
            "请去掉密码，另存为 .xlsx。", "Remove the password and save it as .xlsx.",
        )  # fmt: skip
    if raw[:2] == b"PK":
        return [asdict(g) for g in _workbook(raw, shown)]
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".et"):
        raise _problem(
            shown, "这不是 .xlsx 工作簿", "It is not an .xlsx workbook",
            "请用 Excel 或 WPS 另存为 .xlsx。", "Save it as .xlsx with Excel or WPS.",
        )  # fmt: skip
    return [asdict(_csv(raw, shown))]


def _problem(where: str, zh: str, en: str, do_zh: str, do_en: str) -> KgError:
    return KgError(Problem(where, f"{zh}。", f"{en}.", do_zh, do_en))


# --- CSV ------------------------------------------------------------------------------------------


def _csv(raw: bytes, shown: str) -> Grid:
    text, encoding = _decode(raw, shown)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    grid = Grid(shown, "", encoding=encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            grid.cells.extend(
                (line, n, unguard(value)) for n, value in enumerate(row, 1) if value.strip()
            )
            line = reader.line_num + 1
    except csv.Error as error:
        raise _problem(
            f"{shown}:{line}", f"CSV 语法错误（{error}）", f"CSV syntax error ({error})",
            "请检查这一行的引号。", "Check the quotation marks of this row.",
        ) from None  # fmt: skip
    _check_extent(grid)
    return grid


def _decode(raw: bytes, shown: str) -> tuple[str, str]:
    """Return the text and its encoding: UTF-8 with or without a byte order mark, or gb18030."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:1000]:
        raise _problem(
            shown, "文件是 UTF-16 或者二进制", "The file is UTF-16 or binary",
            "请另存为“CSV UTF-8”。", 'Save it as "CSV UTF-8".',
        )  # fmt: skip
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            name = "utf-8" if encoding == "utf-8-sig" else encoding
            return raw.decode(encoding), name
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
    raise _problem(
        f"{shown}:{line}", "文件既不是 UTF-8，也不是 gb18030 编码",
        "The file is neither UTF-8 nor gb18030",
        "请另存为“CSV UTF-8”。", 'Save it as "CSV UTF-8".',
    )  # fmt: skip


# --- workbooks ------------------------------------------------------------------------------------


def _workbook(raw: bytes, shown: str) -> Iterator[Grid]:
    for sheet in open_workbook(raw, shown).worksheets:
        yield _sheet(sheet, shown)


def open_workbook(raw: bytes, shown: str) -> Workbook:
    """Return the workbook of an .xlsx, links to others left out. Raises KgError."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    _check_archive(raw, shown)
    try:
        return openpyxl.load_workbook(io.BytesIO(raw), keep_links=False)
    except (InvalidFileException, KeyError, ValueError, SyntaxError, AttributeError, TypeError,
            zipfile.BadZipFile, OSError, EOFError) as error:  # fmt: skip
        raise _damaged(shown, type(error).__name__) from None


def _damaged(shown: str, reason: str) -> KgError:
    return _problem(
        shown, f"工作簿已损坏或者不是 .xlsx（{reason}）",
        f"The workbook is damaged or not an .xlsx ({reason})",
        "请用 Excel 或 WPS 打开后另存为 .xlsx。", "Open it with Excel or WPS and save it as .xlsx.",
    )  # fmt: skip


def _check_archive(raw: bytes, shown: str) -> None:
    """Raise KgError for an archive that unpacks to too much; sizes are those it declares."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _damaged(shown, type(error).__name__) from None
    size = sum(p.file_size for p in parts)
    if size > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise _problem(
            shown, f"工作簿解压后有 {size // 1_000_000} MB、{len(parts)} 个部件，超过上限",
            f"The workbook unpacks to {size // 1_000_000} MB in {len(parts)} parts, over the limit",
            "请把清单复制到新的工作簿。", "Copy the list into a new workbook.",
        )  # fmt: skip


def _sheet(sheet: Any, shown: str) -> Grid:
    grid = Grid(shown, sheet.title, concealed=sheet.sheet_state != "visible")
    grid.merged = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
    problems: list[Problem] = []
    # The sparse table behind the sheet: walking rows would visit every empty cell up to the last.
    for (row, column), cell in sorted(sheet._cells.items()):
        value = getattr(cell, "value", None)
        if value is None:
            continue
        if cell.data_type in ("f", "e"):
            problems.append(_no_value(shown, sheet.title, row, column, cell))
            continue
        text, number = _as_text(value)
        if number:
            grid.numbers.append((row, column))
        if text.strip():
            grid.cells.append((row, column, unescape_cell(text)))
    if problems:
        raise KgError(problems[:_SHOWN])
    _check_extent(grid)
    rows = {row for row, _, _ in grid.cells}
    grid.hidden = sorted(
        r for r in rows if r in sheet.row_dimensions and sheet.row_dimensions[r].hidden
    )
    return grid


def _no_value(shown: str, title: str, row: int, column: int, cell: Any) -> Problem:
    where = f"{shown}: {title}!{letters(column)}{row}"
    if cell.data_type == "e":
        return Problem(
            where, f"单元格是错误值（{cell.value}）。",
            f"The cell is an error value ({cell.value}).",
            "请填入内容。", "Enter the content.",
        )  # fmt: skip
    return Problem(
        where, "单元格是公式；公式不作为内容读取。",
        "The cell is a formula; formulas are not read.",
        "请选择“粘贴为数值”。", "Paste it as a value.",
    )  # fmt: skip


def _as_text(value: Any) -> tuple[str, bool]:
    """Return a cell's value as text, and whether it was a number."""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), False
    if isinstance(value, datetime.datetime):
        whole = value.time() == datetime.time()
        return (value.date().isoformat() if whole else value.isoformat(sep=" ")), False
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat(), False
    if isinstance(value, (int, float)):
        return (str(int(value)) if float(value).is_integer() else repr(value)), True
    return str(value).replace("\r\n", "\n"), False


def _check_extent(grid: Grid) -> None:
    far = [(r, c) for r, c, _ in grid.cells if r > MAX_ROW or c > MAX_COLUMN]
    if not far:
        return
    row, column = far[0]
    at = f"{grid.file}: {grid.sheet}!{letters(column)}{row}" if grid.sheet else f"{grid.file}:{row}"
    raise _problem(
        at, f"内容超出 {MAX_ROW} 行 {MAX_COLUMN} 列",
        f"There is content beyond {MAX_ROW} rows and {MAX_COLUMN} columns",
        "请把它移进表格或者删去。", "Move it into the table or delete it.",
    )  # fmt: skip
