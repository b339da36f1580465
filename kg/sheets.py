"""Writes rows as a workbook of text cells: no cell holds a live formula (OWASP: CSV injection)."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_767  # characters in a cell of a workbook
_NAME = re.compile(r"[\[\]:*?/\\']")
_NARROW, _WIDE, _WRAPPED_FROM = 16, 48, 24


def to_xlsx(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Return a workbook, a sheet a name; the first row of each is its head.

    Longer cells than a workbook may hold are cut there; control characters become U+FFFD.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    for name, rows in sheets.items():
        sheet = book.create_sheet(_NAME.sub(" ", name)[:31])
        longest: dict[int, int] = {}
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if not value:
                    continue
                cell = sheet.cell(number, column)
                cell.value = _CONTROL.sub("\ufffd", value)[:_LONGEST]
                cell.data_type = "s"
                longest[column] = max(longest.get(column, 0), len(value))
                cell.alignment = Alignment(wrap_text=len(value) > _WRAPPED_FROM, vertical="top")
                if number == 1:
                    cell.font = Font(bold=True)
        for column, length in longest.items():
            width = min(max(length + 2, _NARROW), _WIDE)
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
