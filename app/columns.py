"""Turns the rows of an answer into columns for people: one language, headings, links. No Streamlit.

The catalogue's conventions (CONTRIBUTING.md, Add a question): `x_zh` and `x_en` are one text in two
languages, `x` beside them its code; `words` are a provision's own words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.model import Text

NUMBERS = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{t}" for t in ("integer", "decimal", "double", "float")
)
# Names without a "/" may also be codes of other things; these columns hold identifiers for sure.
_IDENTIFIERS = ("source", "mechanism", "list", "question", "key", "source_key", "side", "repeals")
_PROVINCE = re.compile(r"CN(-\d\d)?$")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: words, whether only the other language had them, where they lead to.

    `leads` is "", "provision" or "node". `key` is the same in both languages of the content.
    """

    text: str
    other: bool = False
    leads: str = ""
    key: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its name, heading, kind (text, words, number, province, code) and cells."""

    name: str
    head: str
    kind: str
    cells: Sequence[Cell]


def columns_of(
    result: Any,
    headings: Mapping[str, Text],
    lang: str,
    content: str,
    provisions: Collection[str],
    identified: Collection[str],
) -> list[Column]:
    """Return the columns of a SELECT result: headings in `lang`, texts in `content` (zh, en).

    A text that the graph has only in the other language is shown in that and marked. `provisions`
    and `identified` are the identifiers that lead somewhere.
    """
    names = set(result.variables)
    numeric = _numeric(result)
    columns: list[Column] = []
    for variable in result.variables:
        stem, ending = variable[:-3], variable[-3:]
        if ending in ("_zh", "_en") and {f"{stem}_zh", f"{stem}_en"} <= names:
            if f"{stem}_{lang}" == variable:
                columns.append(_pair(result.rows, stem, headings, lang, content))
            continue
        values = [row.get(variable, "") for row in result.rows]
        told = {v for v in values if v}
        if told and all(_PROVINCE.match(v) for v in told):
            kind = "province"
        elif variable in numeric:
            kind = "number"
        elif f"{variable}_zh" in names:
            kind = "code"
        else:
            kind = "words" if variable == "words" or variable.endswith("_words") else "text"
        leads = _leads(variable, told, provisions, identified)
        head = headings[variable].pick(lang) if variable in headings else variable
        cells = [Cell(v, leads=leads if v else "") for v in values]
        columns.append(Column(variable, head, kind, cells))
    return _apart(columns)


def _pair(
    rows: Sequence[Mapping[str, str]], stem: str, headings: Mapping[str, Text], lang: str, want: str
) -> Column:
    cells = []
    for row in rows:
        zh, en = row.get(f"{stem}_zh", ""), row.get(f"{stem}_en", "")
        first, second = (zh, en) if want == "zh" else (en, zh)
        cells.append(Cell(first or second, other=bool(second and not first), key=zh or en))
    name = f"{stem}_{lang}"
    return Column(stem, headings[name].pick(lang) if name in headings else stem, "text", cells)


def _numeric(result: Any) -> set[str]:
    """Return the variables of which every value is a number."""
    kinds: dict[str, set[bool]] = {}
    for binding in result.document["results"]["bindings"]:
        for name, term in binding.items():
            kinds.setdefault(name, set()).add(term.get("datatype", "") in NUMBERS)
    return {name for name, found in kinds.items() if found == {True}}


def _leads(
    variable: str, told: set[str], provisions: Collection[str], identified: Collection[str]
) -> str:
    """Return where a column's values lead: to provisions, to nodes, or nowhere."""
    sure = variable in _IDENTIFIERS or all("/" in v for v in told)
    if not told or not sure:
        return ""
    if all(v in provisions for v in told):
        return "provision"
    return "node" if all(v in identified for v in told) else ""


def _apart(columns: Sequence[Column]) -> list[Column]:
    """Return the columns with headings that differ: a second one of a name says which it is."""
    seen: set[str] = set()
    out = []
    for column in columns:
        head = column.head if column.head not in seen else f"{column.head} ({column.name})"
        seen.add(head)
        out.append(replace(column, head=head))
    return out
