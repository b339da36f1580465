"""Explanations: why an outcome is what it is, down to the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model.answers import Assessment, Conflict, Flips, Gap
from kg.model.rules import Rule
from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Trace:
    """A condition with its truth value in a case.

    `op` as in a rule's condition. For an atom: the point asked for, the values that make it true,
    the value found ("" for none) and the point where it was found (the step a fault caused, the
    decision that was executed, …).
    """

    op: str
    value: bool | None
    parts: Sequence[Trace] = ()
    question: str = ""
    asked: Gap | None = None
    accepted: Sequence[str] = ()
    found: str = ""
    found_at: Gap | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule whose structure matches a person and step, and what it comes to.

    `step` and `kind` are what it concludes about. `decides` tells that the outcome rests on it;
    `defeated_by` are exemptions that hold against it, `gives_way_to` rules that go before it.
    """

    rule: str
    effect: str
    step: str
    kind: str
    text: str
    provisions: Sequence[str]
    because: Text
    decides: bool
    defeated_by: Sequence[str]
    gives_way_to: Sequence[str]
    condition: Trace


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one person, step and kind is assessed so (or not, in a conflict).

    `newer` are the rules of the newest text that 从旧兼从轻 compares; `not_invoked` the exemptions
    whose findings nobody made; `flips` None for a conflict.
    """

    subject: Assessment | Conflict
    rules: Sequence[Applied]
    newer: Sequence[Applied]
    not_invoked: Sequence[str]
    flips: Flips | None


@dataclass(frozen=True, slots=True)
class RuleConflict:
    """A ground and an exemption that nothing orders, and a case file in which both are true.

    `case` is the smallest that was found; under `text`, the assessment of `person` at `step` is a
    conflict of these two rules.
    """

    text: str
    kind: str
    ground: Rule
    exemption: Rule
    case: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleConflicts:
    """The conflicts among rules.

    `pairs` is the number of pairs that nothing orders, `meeting` of those that can match one person
    and step; `conflicts` those that can be true together there.
    """

    pairs: int
    meeting: int
    conflicts: Sequence[RuleConflict]
