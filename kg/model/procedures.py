"""Procedures: stages, steps, who approves, by when; and the measures that stand at the end.

What a provision does not say and what was not seen are told apart: each `…_said` is a code of the
scheme specification (stated, silent, unknown, no-vote, end).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a statement rests on: provisions, outside source keys, confidence ("" for supplied)."""

    provisions: Sequence[str]
    source_keys: Sequence[str]
    confidence: str


@dataclass(frozen=True, slots=True)
class Raised:
    """An open question, raised always or only for an office, beside a procedure, or by two days."""

    id: str
    offices: Sequence[str] = ()
    beside: str = ""
    days_differ: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """A role that must act on the step, and how: a code of the scheme participation."""

    by: str
    how: str


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit: `words` without a number, or a number of units.

    It runs from the event of `starts`; from one of `candidates` where the text does not say which
    (then `open_question`); or on from the end of the limit of step `extends`. `from_` is in words.
    """

    words: Text | None = None
    value: int = 0
    unit: str = ""
    from_: Text | None = None
    starts: str = ""
    candidates: Sequence[str] = ()
    extends: str = ""
    open_question: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A step that may follow (`<procedure>/<step>`), under a condition and for some statuses."""

    step: str
    when: Text | None
    statuses: Sequence[str]


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """One step. `event` says what the day of the step is, for steps from which a period runs."""

    id: str
    procedure: str
    stage: str
    label: Text
    note: Text | None
    event: Text | None
    statuses: Sequence[str]
    any_time: bool
    actors: Sequence[str]
    actors_said: str
    approvals: Sequence[Approval]
    approvals_said: str
    majority: Text | None
    majority_said: str
    limit: TimeLimit | None
    limit_said: str
    next: Sequence[Branch]
    next_said: str
    grounds: Grounds
    questions: Sequence[Raised]
    where: str

    @property
    def key(self) -> str:
        """Return `<procedure>/<step>`."""
        return f"{self.procedure}/{self.id}"


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of consequence and who decides it."""

    id: str
    label: Text
    decided_by: Sequence[str]
    decided_said: str
    when: Text
    step: str
    grounds: Grounds
    where: str


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What makes a consequence lenient or severe; `conduct` are codes of the case file."""

    id: str
    effect: str
    label: Text
    conduct: Sequence[str]
    grounds: Grounds
    questions: Sequence[Raised]
    where: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a procedure."""

    id: str
    label: Text
    provisions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure as one text gives it. `persons` are statuses that it is for, empty for all."""

    id: str
    label: Text
    definition: Text
    source: str
    family: str
    detailed_by: str
    persons: Sequence[str]
    persons_because: Text | None
    persons_provisions: Sequence[str]
    missing: Sequence[str]
    questions: Sequence[Raised]
    stages: Sequence[Stage]
    steps: Sequence[ProcedureStep]
    measures: Sequence[Measure]
    circumstances: Sequence[Circumstance]
    where: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time limits: its name and how dates are reckoned with it."""

    label: Text
    note: Text


@dataclass(frozen=True, slots=True)
class Counting:
    """How time limits are reckoned, and the open question about it."""

    open_question: str
    units: dict[str, Unit]
