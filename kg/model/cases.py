"""Cases: organs, people, steps, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Organ:
    """A procuratorate of a case: id, level, and the id of the one above it."""

    id: str
    level: str
    superior: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a case; office and role are "" for none."""

    id: str
    status: str
    office: str
    role: str
    organ: str


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a case. `fields` are the act's own fields (candour, vote, …), defaults filled."""

    id: str
    act: str
    by: str
    on: str
    of: str
    to: str
    order: int
    fields: Mapping[str, str]
    assumed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about a step, a person at a step, or a person's conduct afterwards."""

    about: str
    person: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A case file, checked, with defaults filled in. `document` is the normalised JSON form."""

    id: str
    title: Text
    jurisdiction: str
    assessed_on: str
    case_kind: str
    committee_complete: bool
    organs: Sequence[Organ]
    people: Mapping[str, Person]
    steps: Mapping[str, Step]
    findings: Sequence[Finding]
    document: Mapping[str, Any] = field(repr=False)
