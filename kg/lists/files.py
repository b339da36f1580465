"""Lists as files: the data folder of one version, the CSV files for people, and reading either.

A data folder is `<jurisdiction>/<id>/<version>/` with version.yaml and list.csv, assistants.csv,
codes.csv as far as they have rows (path = name = graph).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.assets import relative
from kg.errors import KgError, Problem
from kg.lists.check import check_list
from kg.lists.confined import SECONDS, Reader
from kg.lists.format import Sheet, read_format
from kg.lists.grids import read_grids
from kg.lists.rows import info_row, sheet_rows
from kg.lists.tables import Row, Tables, read_tables
from kg.lists.texts import guard
from kg.model import PowerList, ReadNote, RowPlace
from kg.yaml12 import load

DATA_FILES = {"items": "list.csv", "assistants": "assistants.csv", "codes": "codes.csv"}
VERSION = "version.yaml"
_LIST_FOLDERS = ("list-CN", "local-CN")
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def is_list_folder(folder: Path) -> bool:
    """Tell whether a version folder holds a list (its parent is named list-CN… or local-CN…)."""
    return folder.parent.name.startswith(_LIST_FOLDERS)


def find_lists(data: Path) -> list[Path]:
    """Return the version folders of the lists below data/, sorted."""
    found = (p.parent for p in data.glob(f"*/*/*/{VERSION}"))
    return sorted((f for f in found if is_list_folder(f)), key=lambda p: p.as_posix())


def read_packaged(folder: Path) -> PowerList:
    """Read a data folder of this project's own content, in this process. Raises KgError."""
    grids = []
    for name in DATA_FILES.values():
        path = folder / name
        if path.is_file():
            grids.extend(read_grids(path, relative(path)))
    lst = check_list(_folder_tables(folder, read_tables(grids)), relative(folder))
    wanted = (lst.jurisdiction, lst.id, lst.version)
    if folder.parts[-3:] != wanted:
        raise KgError(
            Problem(
                relative(folder / VERSION),
                f"文件夹 {'/'.join(folder.parts[-3:])} 与 {'/'.join(wanted)} 不符。",
                f"The folder {'/'.join(folder.parts[-3:])} is not {'/'.join(wanted)}.",
                "请改文件夹名或字段。",
                "Rename the folder or mend the fields.",
            )
        )
    return lst


def read_outside(path: Path, seconds: float = SECONDS) -> tuple[PowerList, list[ReadNote]]:
    """Read a person's list: a workbook, a folder of CSV files, or one of its files.

    The files are read in a killable child. Returns the list and notes on how it was read. Raises
    KgError with every problem found.
    """
    folder = path if path.is_dir() else path.parent
    as_csv = path.is_dir() or path.suffix.lower() == ".csv" or path.name == VERSION
    grids: list[dict[str, Any]] = []
    problems: list[Problem] = []
    with Reader() as reader:
        for file in _csv_files(folder, path) if as_csv else [path]:
            try:
                grids += reader.read(file, seconds)
            except KgError as error:
                problems += error.problems
    if problems:
        raise KgError(problems)
    tables = read_tables(grids)
    if as_csv:
        tables = _folder_tables(folder, tables)
    return check_list(tables, str(path)), tables.notes


def _csv_files(folder: Path, path: Path) -> list[Path]:
    """Return the CSV files of a list's folder: the known names, else the one file given."""
    names = [*DATA_FILES.values(), *(s.file for s in read_format().sheets.values())]
    found = [folder / n for n in dict.fromkeys(names) if (folder / n).exists()]
    if path.is_file() and path.suffix.lower() == ".csv" and path not in found:
        found.append(path)
    if not found and not (folder / VERSION).is_file():
        raise KgError(
            Problem(
                str(path),
                "文件夹里没有清单的文件。",
                "The folder has no file of a list.",
                "请给出 .xlsx，或者含 list-info.csv 和 items.csv 的文件夹。",
                "Name an .xlsx, or a folder with list-info.csv and items.csv.",
            )
        )
    return found


def _folder_tables(folder: Path, tables: Tables) -> Tables:
    """Add the fields of version.yaml, where the folder has one, as the sheet List."""
    path = folder / VERSION
    if path.is_file():
        document = load(path, relative(path))
        data = document.data if isinstance(document.data, dict) else {}
        known = {c.key for c in read_format().sheets["list"].columns}
        cells, values = {}, {}
        for key, value in data.items():
            line = int(document.where((key,)).rsplit(":", 1)[1].split(" ")[0])
            if key not in known:
                tables.problems.append(
                    Problem(
                        f"{relative(path)}:{line}",
                        f"不认识字段“{key}”。",
                        f'The field "{key}" is not known.',
                        "请改正或者删去。",
                        "Mend or delete it.",
                    )
                )
                continue
            cells[key] = (line, 1)
            values[key] = "" if value is None else str(value)
        tables.rows["list"] = [Row(values, RowPlace(relative(path), "", cells))]
    return tables


# --- writing --------------------------------------------------------------------------------------


def version_yaml(lst: PowerList) -> bytes:
    """Return the version.yaml of a list: one quoted field a line, blank fields left out."""
    lines = []
    for key, value in info_row(lst).items():
        if value:
            quoted = json.dumps(value, ensure_ascii=False)
            quoted = _ESCAPED.sub(lambda m: f"\\u{ord(m.group()):04x}", quoted)
            lines.append(f"{key}: {quoted}\n")
    return "".join(lines).encode()


def csv_bytes(
    sheet: Sheet, rows: Iterable[Mapping[str, str]], headings: Sequence[str], end: str = "\n"
) -> bytes:
    """Return a table as CSV: a heading row, then the sheet's columns in order, formulas guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([guard(row.get(c.key, "")) for c in sheet.columns])
    return out.getvalue().encode()


def data_files(lst: PowerList) -> dict[str, bytes]:
    """Return the files of a list's data folder by name."""
    sheets, rows = read_format().sheets, sheet_rows(lst, own_codes_only=True)
    files = {VERSION: version_yaml(lst)}
    for key, name in DATA_FILES.items():
        if rows[key]:
            headings = [c.key for c in sheets[key].columns]
            files[name] = csv_bytes(sheets[key], rows[key], headings)
    return files


def people_files(lst: PowerList | None) -> dict[str, bytes]:
    """Return the CSV files for people: both languages in the headings, marked as UTF-8."""
    sheets, rows = read_format().sheets, sheet_rows(lst)
    files = {}
    for sheet in sheets.values():
        if sheet.key == "list":
            data = _info_csv(sheet, lst)
        else:
            headings = [f"{c.label.zh} {c.label.en}" for c in sheet.columns]
            data = csv_bytes(sheet, rows[sheet.key], headings, "\r\n")
        files[sheet.file] = b"\xef\xbb\xbf" + data
    return files


def _info_csv(sheet: Sheet, lst: PowerList | None) -> bytes:
    values = info_row(lst) if lst else {}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["字段 field", "内容 value", "说明 note"])
    for c in sheet.columns:
        note = f"{c.note.zh} / {c.note.en}"
        writer.writerow([f"{c.label.zh} {c.label.en}", guard(values.get(c.key, "")), guard(note)])
    return out.getvalue().encode()
