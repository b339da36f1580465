"""Cells as text that no spreadsheet takes for a formula, without loss.

A value that begins with a sign which starts a formula gets an apostrophe before it in CSV; reading
takes one off. In a workbook the cell is text and marked as such, so nothing is added.
"""

from __future__ import annotations

import re

_LIVE = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def guard(value: str) -> str:
    """Return the value as it is written to CSV."""
    return "'" + value if _LIVE.match(value) else value


def unguard(value: str) -> str:
    """Return the value that `guard` was given."""
    return value[1:] if _GUARDED.match(value) else value


def escape_cell(value: str) -> str:
    """Return the value as a workbook stores it; `_x0041_` would be read as A (ST_Xstring)."""
    return _LITERAL.sub("_x005F_", value)


def unescape_cell(value: str) -> str:
    """Return the value that a workbook's text stands for."""
    return _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), value)
