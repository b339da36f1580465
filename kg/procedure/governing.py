"""Which procedures are in force on a day, by the dates of their texts.

A text dated earlier than it was released is uncertain between the two days, and so is the text that
it replaces; a text whose day of effect is not known is shown as that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.model.procedures import Procedure


@dataclass(frozen=True, slots=True)
class InForce:
    """The dates of a source: ISO days or "", and the sources that supersede it."""

    document: str = ""
    publication: str = ""
    start: str = ""
    end: str = ""
    certain: bool = True
    superseded_by: Sequence[str] = ()
    questions: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """A procedure that may govern: its state, and whether the step's or the conduct's day says so.

    `state` is yes, uncertain or unknown; `bases` holds `step`, `conduct` or `newest`.
    """

    procedure: Procedure
    state: str
    bases: Sequence[str]
    day: date | None
    questions: Sequence[str] = field(default=())


def state_on(source: str, day: date, dates: Mapping[str, InForce]) -> str:
    """Return yes, no, uncertain or unknown: was the source in force on the day?"""
    known = dates[source]
    shown = day.isoformat()
    if not known.start:
        return "no" if known.document and shown < known.document else "unknown"
    if shown < known.start:
        return "no"
    if not known.certain and shown < known.publication:
        return "uncertain"
    if known.end and shown >= known.end:
        later = (state_on(s, day, dates) for s in known.superseded_by)
        return "uncertain" if "uncertain" in later else "no"
    return "yes"


def governing(
    procedures: Sequence[Procedure],
    dates: Mapping[str, InForce],
    on: date | None,
    conduct_on: date | None,
) -> list[Part]:
    """Return the procedures in force on the day of the step and on that of the conduct.

    Without a day of the step the newest texts stand for it. A procedure that another one in force
    details is left out.
    """
    found: dict[str, Part] = {}
    for basis, day in (("step" if on else "newest", on), ("conduct", conduct_on)):
        if basis == "conduct" and day is None:
            continue
        for part in _on_day(procedures, dates, basis, day):
            old = found.get(part.procedure.id)
            found[part.procedure.id] = _joined(old, part) if old else part
    order = {"accountability": 0, "discipline": 1}
    return sorted(found.values(), key=lambda p: (order[p.procedure.family], _newest_first(p)))


def _joined(old: Part, new: Part) -> Part:
    """Return one part for a procedure that both days name; the less certain state stands."""
    state = old.state if old.state != "yes" else new.state
    questions = tuple(dict.fromkeys((*old.questions, *new.questions)))
    return Part(old.procedure, state, (*old.bases, *new.bases), old.day, questions)


def _newest_first(part: Part) -> tuple[int, ...]:
    return tuple(-ord(c) for c in part.procedure.id)


def _on_day(
    procedures: Sequence[Procedure], dates: Mapping[str, InForce], basis: str, day: date | None
) -> list[Part]:
    states = {}
    for procedure in procedures:
        known = dates[procedure.source]
        if day is None:
            states[procedure.id] = "no" if known.end else "yes" if known.start else "unknown"
        else:
            states[procedure.id] = state_on(procedure.source, day, dates)
    parts = []
    for procedure in procedures:
        state = states[procedure.id]
        if state == "no" or states.get(procedure.detailed_by) == "yes":
            continue
        known = dates[procedure.source]
        asked = list(known.questions) if state == "uncertain" else []
        for later in known.superseded_by if state == "uncertain" else ():
            asked += dates[later].questions
        parts.append(Part(procedure, state, (basis,), day, tuple(asked)))
    return parts
