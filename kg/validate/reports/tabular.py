"""The report as CSV and as a workbook. A cell never holds a live formula (OWASP: CSV injection)."""

from __future__ import annotations

import csv
import io
import re

from kg.model import ValidationReport, ValidationResult

COLUMNS = (
    "severity", "shape", "file", "line", "sheet", "cell", "focus", "path", "value", "provision",
    "message_zh", "message_en", "remedy_zh", "remedy_en", "known",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 32_767  # characters in a cell of a workbook


def _row(r: ValidationResult) -> list[str]:
    values = (
        r.severity, r.shape, r.place.file, r.place.line, r.place.sheet, r.place.cell, r.focus,
        r.path, r.value, r.provision, r.message.zh, r.message.en, r.remedy.zh, r.remedy.en, r.known,
    )  # fmt: skip
    return ["" if v is None else str(v) for v in values]


def _rows(report: ValidationReport) -> list[list[str]]:
    unread = [
        ["error", "", e["where"], *[""] * 7, e["what"]["zh"], e["what"]["en"], e["do"]["zh"],
         e["do"]["en"], ""]
        for e in report.errors
    ]  # fmt: skip
    return [list(COLUMNS), *map(_row, report.results), *unread]


def to_csv(report: ValidationReport) -> bytes:
    """Return UTF-8 with a byte order mark, as Excel and WPS expect; formulas are quoted with '."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _rows(report):
        writer.writerow([f"'{v}" if v.startswith(_FORMULA) else v for v in row])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(report: ValidationReport) -> bytes:
    """Return a workbook with the findings as text cells, a filter and a fixed header."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Findings 校验结果"
    for number, row in enumerate(_rows(report), 1):
        for column, value in enumerate(row, 1):
            if not value:
                continue
            cell = sheet.cell(number, column)
            cell.value = _CONTROL.sub("\ufffd", value)[:_LONGEST]
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=column > 10, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate((10, 26, 30, 6, 14, 8, 40, 30, 24, 28, *[44] * 4, 24), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
