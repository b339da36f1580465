"""Power lists: who a list gives what to, at which level, in which cases (docs/lists.md).

Blank means unknown, never "no power". Codes are text: "00123" stays "00123".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row was read: file, sheet ("" for CSV), and the (row, column) of each field."""

    file: str
    sheet: str = ""
    cells: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def as_json(self, key: str) -> dict[str, object]:
        """Return {file, line, sheet, cell} of a field, or of the row's first field."""
        row, column = self.cells.get(key) or min(self.cells.values(), default=(0, 0))
        return {
            "file": self.file,
            "line": row if row and not self.sheet else None,
            "sheet": self.sheet or None,
            "cell": f"{letters(column)}{row}" if self.sheet and row else None,
        }

    def as_text(self, key: str) -> str:
        """Return `file: sheet!cell` or `file:line (field)`."""
        found = self.as_json(key)
        if found["sheet"]:
            return f"{self.file}: {self.sheet}!{found['cell']}"
        line = f":{found['line']}" if found["line"] else ""
        return f"{self.file}{line}" + (f" ({key})" if key else "")


def letters(column: int) -> str:
    """Return the letters of a column of a sheet: 1 is A, 27 is AA."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


@dataclass(frozen=True, slots=True)
class ListItem:
    """One row of a list: a key (level, line, matter, stage, cases) and what each actor may do.

    `grants` maps an actor's column to its letters (D decide, P propose, R review, S sign, C
    conduct, T report, X may not). `only` and `excepted` are codes of case classes.
    """

    id: str
    levels: Sequence[str]
    line: str
    matter: str
    label: str
    stage: str
    only: Sequence[str]
    excepted: Sequence[str]
    condition: str
    grants: Mapping[str, str]
    alternative: str
    signatory: str
    basis: Sequence[str]
    delegated_from: str
    delegation: str
    valid_from: str
    valid_to: str
    source_item: str
    source_address: str
    confidence: str
    quote: str
    note: str
    place: RowPlace = field(default_factory=lambda: RowPlace(""), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AssistantItem:
    """One row of a list of support staff's duties; `tier` is their seniority, "" for none."""

    id: str
    levels: Sequence[str]
    line: str
    role: str
    tier: str
    matter: str
    label: str
    stage: str
    condition: str
    act: str
    basis: Sequence[str]
    source_item: str
    source_address: str
    confidence: str
    quote: str
    note: str
    place: RowPlace = field(default_factory=lambda: RowPlace(""), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code that a list brings itself; `same_as` is the project's code for the same, or ""."""

    kind: str
    code: str
    label: str
    label_en: str
    same_as: str
    provision: str
    place: RowPlace = field(default_factory=lambda: RowPlace(""), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PowerList:
    """One version of a list. Dates are ISO years, months or days, "" when not known.

    `kind` is power-list, baseline or local-rule; `coverage` whole, partial or unseen.
    """

    id: str
    version: str
    kind: str
    jurisdiction: str
    title: str
    title_en: str
    document_number: str
    issued: str
    effective_from: str
    effective_to: str
    filed_on: str
    status: str
    status_en: str
    residual_holder: str
    coverage: str
    basis: Sequence[str]
    source_key: str
    source_address: str
    confidence: str
    note: str
    note_en: str
    items: Sequence[ListItem]
    assistants: Sequence[AssistantItem]
    codes: Sequence[OwnCode]
    place: RowPlace = field(default_factory=lambda: RowPlace(""), compare=False, repr=False)

    def rows(self) -> list[ListItem | AssistantItem]:
        """Return the items of both kinds, in order."""
        return [*self.items, *self.assistants]


@dataclass(frozen=True, slots=True)
class Matter:
    """A concept of the lists' schemes: a matter, business line, stage or case class.

    `broader` are codes of its own scheme; `source` is a provision or list id; `article_47` is
    "open" where art. 47 of the 2024 Opinions neither names nor excludes the matter.
    """

    scheme: str
    code: str
    label: Text
    alternatives: Sequence[str]
    broader: Sequence[str]
    source: str
    quote: str
    article_47: str
    question: str


@dataclass(frozen=True, slots=True)
class ReadNote:
    """Something said about a file that was read: nothing was lost, but a person should know."""

    where: str
    text: Text


@dataclass(frozen=True, slots=True)
class ListFinding:
    """A finding of the lint: its class, the cell, the provision with its words, what to do."""

    rule: str
    grade: str
    list_id: str
    item: str
    location: Mapping[str, object]
    where: str
    provisions: Sequence[tuple[str, str]]
    message: Text
    remedy: Text
    confidence: str = ""
    question: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the form of docs/outputs.md."""
        return {
            "rule": self.rule,
            "class": self.grade,
            "list": self.list_id,
            "item": self.item,
            "location": dict(self.location),
            "provisions": [{"id": p, "words": w} for p, w in self.provisions],
            "confidence": self.confidence or None,
            "open_question": self.question or None,
            "message": self.message.as_json(),
            "remedy": self.remedy.as_json(),
        }
