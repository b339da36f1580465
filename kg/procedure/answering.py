"""Answers, for a person and a day, who acts and who approves next and by when.

The answer is plain data for JSON; `wording` says it as text. What no code of a person decides (who
has cadre-management authority, whether a dispute is major) stays a condition beside the branch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.errors import KgError
from kg.model import Text
from kg.model.procedures import Branch, Counting, Grounds, Procedure, ProcedureStep, Raised
from kg.procedure.checks import no_step
from kg.procedure.governing import InForce, Part, governing, state_on
from kg.procedure.limits import Deadline, deadline

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What was asked: the person's codes ("" for not given), the step done, and the days."""

    status: str = ""
    office: str = ""
    step: str = ""
    on: date | None = None
    conduct_on: date | None = None


def answer(
    procedures: Sequence[Procedure],
    dates: Mapping[str, InForce],
    counting: Counting,
    roles: Mapping[str, Text],
    asked: Asked,
) -> Json:
    """Return the steps that the texts in force give, or what follows the step that was done.

    Raises KgError when no procedure has the step, or a date lies beyond the calendar.
    """
    return _Answering(procedures, dates, counting, roles, asked).whole()


class _Answering:
    """One answer in the making; collects the open questions and provisions as it goes."""

    def __init__(
        self,
        procedures: Sequence[Procedure],
        dates: Mapping[str, InForce],
        counting: Counting,
        roles: Mapping[str, Text],
        asked: Asked,
    ) -> None:
        self.procedures = {p.id: p for p in procedures}
        self.steps = {s.key: s for p in procedures for s in p.steps}
        self.dates, self.counting, self.roles, self.asked = dates, counting, roles, asked
        self.questions: dict[str, None] = {}
        self.provisions: dict[str, None] = {}

    def whole(self) -> Json:
        asked = self.asked
        if asked.step and not any(asked.step in (k, k.split("/")[1]) for k in self.steps):
            raise KgError(no_step("--stage", asked.step, sorted(self.steps)))
        parts = governing(list(self.procedures.values()), self.dates, asked.on, asked.conduct_on)
        left_out = [p for p in parts if not self._is_for(p.procedure.persons)]
        parts = [p for p in parts if self._is_for(p.procedure.persons)]
        shown = [self._part(p, parts) for p in parts]
        result: Json = {
            "person": {"status": asked.status, "office": asked.office},
            "stage": asked.step,
            "on": asked.on.isoformat() if asked.on else "",
            "conduct_on": asked.conduct_on.isoformat() if asked.conduct_on else "",
            "parts": shown,
            "left_out": [self._left_out(p.procedure) for p in left_out],
            "open_questions": list(self.questions),
            "provisions": list(self.provisions),
        }
        return result

    def _is_for(self, statuses: Sequence[str]) -> bool:
        return not (self.asked.status and statuses) or self.asked.status in statuses

    def _left_out(self, procedure: Procedure) -> Json:
        self._cite(procedure.persons_provisions)
        because = procedure.persons_because
        return {
            "procedure": procedure.id,
            "label": procedure.label.as_json(),
            "because": because.as_json() if because else None,
            "provisions": list(procedure.persons_provisions),
        }

    def _part(self, part: Part, parts: Sequence[Part]) -> Json:
        procedure = part.procedure
        self._raise(procedure.questions, parts)
        self.questions.update(dict.fromkeys(part.questions))
        result: Json = {
            "procedure": procedure.id,
            "label": procedure.label.as_json(),
            "definition": procedure.definition.as_json(),
            "family": procedure.family,
            "source": procedure.source,
            "in_force": part.state,
            "bases": list(part.bases),
            "missing": list(procedure.missing),
        }
        mine = [s for s in procedure.steps if self._is_for(s.statuses)]
        if self.asked.step:
            result |= self._after(part, mine)
        else:
            result["stages"] = [
                {
                    "id": stage.id,
                    "label": stage.label.as_json(),
                    "provisions": list(stage.provisions),
                    "steps": [
                        self._step(s, part) for s in mine if s.stage == stage.id and not s.any_time
                    ],
                }
                for stage in procedure.stages
            ]
        result["any_time"] = [self._step(s, part) for s in mine if s.any_time]
        return result if self.asked.step else result | self._ends(procedure)

    def _ends(self, procedure: Procedure) -> Json:
        """Return the kinds of consequence, and what makes them lenient or severe."""
        result: Json = {}
        result["measures"] = [
            {
                "id": m.id,
                "label": m.label.as_json(),
                "decided_by": self._roles(m.decided_said, m.decided_by),
                "when": m.when.as_json(),
                "step": m.step,
                **self._grounds(m.grounds),
            }
            for m in procedure.measures
        ]
        for circumstance in procedure.circumstances:
            self._raise(circumstance.questions)
        result["circumstances"] = [
            {
                "id": c.id,
                "effect": c.effect,
                "label": c.label.as_json(),
                "conduct": list(c.conduct),
                **self._grounds(c.grounds),
            }
            for c in procedure.circumstances
        ]
        return result

    def _after(self, part: Part, mine: Sequence[ProcedureStep]) -> Json:
        """Return the step that was done, what follows it and which periods run from it."""
        name = self.asked.step
        every = [s for s in part.procedure.steps if name in (s.key, s.id)]
        done = next((s for s in mine if s in every), None)
        if done is None:
            return {"after": None, "reason": "not-for-this-person" if every else "no-such-step"}
        following = [b for b in done.next if self._open(b, part)]
        named = [b.step for b in following]
        running = [s for s in mine if s.key not in named and self._deadlines(s)]
        return {
            "after": self._step(done, part),
            "day_means": done.event.as_json() if done.event else None,
            "next": [
                {
                    "when": b.when.as_json() if b.when else None,
                    **self._step(self.steps[b.step], part),
                }
                for b in following
            ],
            "next_said": done.next_said,
            "running": [self._step(s, part) for s in running],
        }

    def _open(self, branch: Branch, part: Part) -> bool:
        """Tell whether a branch is for this person and its procedure in force on the part's day."""
        step = self.steps[branch.step]
        procedure = self.procedures[step.procedure]
        if procedure is not part.procedure:
            known = self.dates[procedure.source]
            if part.day is None and known.end:
                return False
            if part.day and state_on(procedure.source, part.day, self.dates) == "no":
                return False
        wanted = (branch.statuses, step.statuses, procedure.persons)
        return all(self._is_for(statuses) for statuses in wanted)

    def _step(self, step: ProcedureStep, part: Part) -> Json:
        self._raise(step.questions)
        procedure = self.procedures[step.procedure]
        stage = next(s for s in procedure.stages if s.id == step.stage)
        approval: Json = {"said": step.approvals_said, "roles": []}
        for a in step.approvals:
            approval["roles"].append({**self._role(a.by), "how": a.how})
        return {
            "step": step.key,
            "stage": {"id": stage.id, "label": stage.label.as_json()},
            "label": step.label.as_json(),
            "note": step.note.as_json() if step.note else None,
            "actors": self._roles(step.actors_said, step.actors),
            "approval": approval,
            "majority": {
                "said": step.majority_said,
                "text": step.majority.as_json() if step.majority else None,
            },
            "time_limit": self._limit(step),
            "next_steps": {
                "said": step.next_said,
                "branches": [
                    {
                        "step": b.step,
                        "label": self.steps[b.step].label.as_json(),
                        "when": b.when.as_json() if b.when else None,
                    }
                    for b in step.next
                    if self._open(b, part)
                ],
            },
            **self._grounds(step.grounds),
            "open_questions": [q.id for q in step.questions if self._applies(q)],
        }

    def _limit(self, step: ProcedureStep) -> Json:
        limit = step.limit
        if limit is None:
            return {"said": step.limit_said}
        if limit.words:
            return {"said": "stated", "words": limit.words.as_json()}
        unit = self.counting.units[limit.unit]
        found = self._deadlines(step)
        if limit.open_question:
            self.questions[limit.open_question] = None
        if found:
            self.questions[self.counting.open_question] = None
        return {
            "said": "stated",
            "value": limit.value,
            "unit": limit.unit,
            "unit_label": unit.label.as_json(),
            "from": limit.from_.as_json() if limit.from_ else None,
            "starts": [
                {"step": f"{step.procedure}/{s}", "event": self._event(step, s)}
                for s in ((limit.starts,) if limit.starts else limit.candidates)
            ],
            "extends": f"{step.procedure}/{limit.extends}" if limit.extends else "",
            "open_question": limit.open_question,
            "deadline": _deadline_json(found),
            "counting": unit.note.as_json() if found else None,
        }

    def _event(self, step: ProcedureStep, start: str) -> dict[str, str] | None:
        event = self.steps[f"{step.procedure}/{start}"].event
        return event.as_json() if event else None

    def _deadlines(self, step: ProcedureStep) -> Deadline | None:
        """Return the end of a step's period where it runs, or may run, from the step asked about.

        An extension runs on from the end of the period that it extends.
        """
        limit, on = step.limit, self.asked.on
        if limit is None or not limit.value or on is None or not self.asked.step:
            return None
        if limit.extends:
            first = self._deadlines(self.steps[f"{step.procedure}/{limit.extends}"])
            return deadline(first.day, limit.value, limit.unit) if first else None
        starts = (limit.starts,) if limit.starts else limit.candidates
        if not any(self.asked.step in (s, f"{step.procedure}/{s}") for s in starts):
            return None
        return deadline(on, limit.value, limit.unit)

    def _role(self, code: str) -> Json:
        return {"code": code, "label": self.roles[code].as_json()}

    def _roles(self, said: str, codes: Iterable[str]) -> Json:
        return {"said": said, "roles": [self._role(c) for c in codes]}

    def _grounds(self, grounds: Grounds) -> Json:
        self._cite(grounds.provisions)
        return {
            "provisions": list(grounds.provisions),
            "source_keys": list(grounds.source_keys),
            "confidence": grounds.confidence,
        }

    def _cite(self, provisions: Iterable[str]) -> None:
        self.provisions.update(dict.fromkeys(provisions))

    def _applies(self, raised: Raised, parts: Sequence[Part] = ()) -> bool:
        if raised.offices:
            return self.asked.office in raised.offices
        if raised.beside:
            return raised.beside in {p.procedure.id for p in parts}
        if raised.days_differ:
            return any(not {"step", "conduct"} <= set(p.bases) for p in parts)
        return True

    def _raise(self, raised: Iterable[Raised], parts: Sequence[Part] = ()) -> None:
        self.questions.update({q.id: None for q in raised if self._applies(q, parts)})


def _deadline_json(found: Deadline | None) -> Json | None:
    if found is None:
        return None
    return {
        "date": found.day.isoformat(),
        "estimate": found.estimate,
        "not_before": found.not_before.isoformat() if found.not_before else "",
    }
