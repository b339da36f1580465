"""The sheets and columns of a power list, read from ontology/list-rules/format.yaml.

The workbook, the CSV files for people and the data files share them. A heading is known by its key,
its Chinese or its English words, or both together, whatever the blanks and the width of letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from kg.assets import root
from kg.model import Text
from kg.yaml12 import load


@lru_cache(10_000)  # the same few words stand in every row
def normal(text: str) -> str:
    """Return a heading or choice without differences of width, case, blanks and punctuation."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in wide if c.isalnum())


@dataclass(frozen=True)
class Choice:
    """One allowed value: its code, words, and other words for it."""

    code: str
    label: Text
    alternatives: Sequence[str] = ()


@dataclass(frozen=True)
class Column:
    """A column (of the sheet List: a field): key, type, words, note, choices or scheme."""

    key: str
    type: str
    label: Text
    note: Text
    required: bool
    default: str
    choices: Sequence[Choice]
    scheme: str


@dataclass(frozen=True)
class Sheet:
    """A sheet: its key, its name in the workbook, its file name as CSV, its columns in order."""

    key: str
    name: str
    label: Text
    file: str
    columns: Sequence[Column]

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """The column key of each normalised heading."""
        return _lookup((c.key, c.label, ()) for c in self.columns)

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(c for c in self.columns if c.key == key)


@dataclass(frozen=True)
class Actor:
    """A column of deciders: its key, role concept (`scheme/code`) and words, lowest first."""

    key: str
    role: str
    label: Text


@dataclass(frozen=True)
class Letter:
    """A letter of a cell: the verb that it stands for ("" for X, may not)."""

    letter: str
    verb: str
    label: Text
    alternatives: Sequence[str]


@dataclass(frozen=True)
class Format:
    """Sheets, letters, actors and support roles."""

    sheets: Mapping[str, Sheet]
    letters: Sequence[Letter]
    actors: Sequence[Actor]
    support: Mapping[str, str]

    def sheet_named(self, name: str) -> Sheet | None:
        """Return the sheet that a sheet's name or a CSV file's stem means."""
        wanted = normal(name)
        for sheet in self.sheets.values():
            stem = sheet.file.removesuffix(".csv")
            names = (sheet.key, sheet.name, sheet.label.zh, stem, sheet.name + sheet.label.zh)
            if wanted in {normal(n) for n in names}:
                return sheet
        return None


def choice_lookup(choices: Iterable[Choice]) -> Mapping[str, str]:
    """Return the code of each normalised word of the choices."""
    return _lookup((c.code, c.label, c.alternatives) for c in choices)


def _lookup(rows: Iterable[tuple[str, Text, Sequence[str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, label, more in rows:
        both = (label.zh + label.en, label.zh + code, code + label.zh)
        for word in (code, label.zh, label.en, *both, *more):
            found.setdefault(normal(word), code)
    return found


@cache
def read_format() -> Format:
    """Return the format. Raises KgError on a fault of the file."""
    path = root() / "ontology" / "list-rules" / "format.yaml"
    data = load(path, "ontology/list-rules/format.yaml").data
    choices = {key: tuple(map(_choice, rows)) for key, rows in data["choices"].items()}
    choices["support"] = tuple(map(_choice, data["support"]))
    actors = [{**r, "code": r["column"]} for r in data["actors"]]
    choices["actors"] = tuple(map(_choice, actors))
    sheets = {key: _sheet(key, spec, choices) for key, spec in data["sheets"].items()}
    return Format(
        sheets,
        tuple(
            Letter(r["letter"], r["verb"], Text(r["zh"], r["en"]), tuple(r.get("alt", ())))
            for r in data["letters"]
        ),
        tuple(Actor(r["column"], r["role"], Text(r["zh"], r["en"])) for r in data["actors"]),
        {r["code"]: r["role"] for r in data["support"]},
    )


def _choice(row: Mapping[str, Any]) -> Choice:
    return Choice(row["code"], Text(row["zh"], row["en"]), tuple(row.get("alt", ())))


def _sheet(key: str, spec: Mapping[str, Any], choices: Mapping[str, Sequence[Choice]]) -> Sheet:
    columns = tuple(
        Column(
            c["key"],
            c["type"],
            Text(c["zh"], c["en"]),
            Text(c["note"]["zh"], c["note"]["en"]),
            bool(c.get("required")),
            str(c.get("default", "")),
            choices.get(c.get("choices", ""), ()),
            str(c.get("scheme", "")),
        )
        for c in spec["columns"]
    )
    return Sheet(key, spec["name"], Text(spec["zh"], spec["en"]), spec["file"], columns)
