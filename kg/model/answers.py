"""Answers: assessments, remarks, conflicts, which text governs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model.facts import OpenQuestion
from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Gap:
    """A finding that an outcome turns on: about which step, which person (or ""), which field."""

    about: str
    person: str
    field: str

    def as_json(self) -> dict[str, str | None]:
        """Return {about, person, field}; person is null for a finding about the step itself."""
        return {"about": self.about, "person": self.person or None, "field": self.field}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one person answers for at one step, of one kind (contracts: the assessment)."""

    person: str
    step: str
    kind: str
    outcome: str
    extent: Sequence[str]
    provisions: Sequence[str]
    rule: str
    rules: Sequence[str]
    facts: Sequence[str]
    defeats: Sequence[str]
    defeated_by: Sequence[str]
    turns_on: Sequence[Gap]
    because: Text
    text: str
    open_questions: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the assessment in the contract's form."""
        return {
            "person": self.person,
            "step": self.step,
            "kind": self.kind,
            "outcome": self.outcome,
            "extent": list(self.extent),
            "provisions": list(self.provisions),
            "rule": self.rule,
            "rules": list(self.rules),
            "text": self.text,
            "facts": list(self.facts),
            "defeats": list(self.defeats),
            "defeated_by": list(self.defeated_by),
            "turns_on": [g.as_json() for g in self.turns_on],
            "because": self.because.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Remark:
    """A violation, a silence or a note: a person and step, a kind or a provision, and why."""

    person: str
    step: str
    kind: str
    provisions: Sequence[str]
    rule: str
    text: str
    because: Text
    open_questions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A true ground and a true exemption that nothing orders: no assessment is given."""

    person: str
    step: str
    kind: str
    rules: Sequence[str]
    provisions: Sequence[str]
    because: Text
    open_questions: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the conflict with both rules."""
        return {
            "person": self.person,
            "step": self.step,
            "kind": self.kind,
            "rules": list(self.rules),
            "provisions": list(self.provisions),
            "because": self.because.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Governing:
    """Which text governs a step ("" for none in the graph), and why."""

    step: str
    source: str
    because: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer for one case."""

    case: str
    governing: Sequence[Governing]
    assessments: Sequence[Assessment]
    violations: Sequence[Remark]
    silences: Sequence[Remark]
    conflicts: Sequence[Conflict]
    assumptions: Sequence[Mapping[str, object]]
    open_questions: Sequence[OpenQuestion]
    notes: Sequence[Remark] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a case that is changed: where it stands (`point`), from what, to what.

    `values` are alternatives: each of them, on its own, does the same. `before` is "" for a finding
    that nobody made. The field `objection` says whether the person objected before the step.
    """

    point: Gap
    before: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Flip:
    """A smallest set of changes that leads to another outcome, and what then decides.

    `outcome` is "" when no assessment is left; `because` then says why (a silence, a conflict).
    """

    outcome: str
    changes: Sequence[Change]
    rule: str
    provisions: Sequence[str]
    because: Text


@dataclass(frozen=True, slots=True)
class Flips:
    """The flips of one assessment, by outcome reached.

    `searched` is the greatest number of changes that was tried, `more` how many further sets of the
    same size lead to an outcome ("" for none) beside those that are shown.
    """

    person: str
    step: str
    kind: str
    outcome: str
    flips: Sequence[Flip]
    searched: int
    more: Mapping[str, int]
