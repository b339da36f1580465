"""Evaluates a rule's condition on the findings of a case, in three-valued logic.

Values are True, False and None (unknown). What no finding says is unknown, and unknown never
becomes "no" (docs/case-file.md, rules of reading 1 to 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.model import Atom, Case, Condition, Gap, Step

_FINDINGS = ("result", "consequence", "manifestly_unlawful", "excluded_by")


class Verdict(NamedTuple):
    """A truth value with its ground: facts that made it true, facts that made it false, gaps.

    `unmade` tells that an unknown comes from a finding that nobody made, not from a step that says
    `unknown` itself or from readings that differ (rule of reading 1: exemptions not invoked).
    """

    value: bool | None
    facts: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    unmade: bool = False


class Findings:
    """The findings of one case, asked by field, step and person (rule of reading 4)."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._step: dict[tuple[str, str], str] = {}
        self._person: dict[tuple[str, str, str], str] = {}
        self._known: dict[tuple[str, str], tuple[str, str]] = {}
        self._of: dict[str, list[Step]] = {}
        for step in case.steps.values():
            self._of.setdefault(step.of, []).append(step)
        for finding in case.findings:
            for field, value in finding.values.items():
                if finding.person:
                    self._person.setdefault((finding.person, finding.about, field), value)
                else:
                    self._step.setdefault((finding.about, field), value)

    def of_person(self, person: str, step: str, field: str) -> str:
        """Return what was found about a person at a step, "" when nothing was."""
        return self._person.get((person, step, field), "")

    def about_step(self, step: str, field: str) -> str:
        """Return what was found about this very step, "" when nothing was."""
        return self._step.get((step, field), "")

    def of_act(self, step: str, field: str, default: str) -> str:
        """Return what the case file says of an act itself (candour, vote, within_authority, …)."""
        return self.case.steps[step].fields.get(field, default)

    def of_step(self, step: str, field: str) -> tuple[str, str]:
        """Return (value, the step it was found about); ("", step) when nothing was found.

        Own finding first; then that of the later step that kept or maintained it; then that of the
        step that the actor's fault caused; then, for a request the change, for an execution the
        executed decision, for a vote the resolution.
        """
        key = (step, field)
        if key not in self._known:
            self._known[key] = self._find(step, field)
        return self._known[key]

    def _find(self, step: str, field: str) -> tuple[str, str]:
        own = self.about_step(step, field)
        if own and own != "unknown":
            return own, step
        for other in self._reached(self.case.steps[step]):
            value = self.about_step(other, field)
            if value and value != "unknown":
                return value, other
        return own, step

    def _later(self, of: str, after: Step, *acts: str) -> list[str]:
        """Return the steps of these acts on one thing that come after a step."""
        return [s.id for s in self._of.get(of, ()) if s.order > after.order and s.act in acts]

    def _reached(self, step: Step) -> list[str]:
        reached = self._later(step.id, step, "keep", "maintain")[::-1]
        caused = self.of_person(step.by, step.id, "caused")
        if caused:
            reached.append(caused)
        if step.act == "request-reexamination":
            reached += self._later(step.of, step, "change")
        elif step.act == "execute" and step.of:
            executed = self.case.steps[step.of]
            reached += [executed.id, *self._reached(executed)]
            # an execution that names the step that kept or maintained a decision executes it
            while executed.act in ("keep", "maintain") and executed.of:
                executed = self.case.steps[executed.of]
                reached += [executed.id, *self._reached(executed)]
        elif step.act == "vote":
            reached += self._later(step.of, step, "resolve")
        return reached


def evaluate(condition: Condition, binding: Mapping[str, str], findings: Findings) -> Verdict:
    """Return the verdict of a condition; `binding` maps its variables to ids in the case."""
    if condition.atom is not None:
        return _atom(condition.atom, binding, findings)
    parts = [evaluate(p, binding, findings) for p in condition.parts]
    return _COMBINE[condition.op](parts, condition, binding)


def _merge(parts: Sequence[Verdict], value: bool | None) -> Verdict:
    """Join the parts that decide a value: their facts, or their gaps when it is unknown."""
    if len(parts) == 1:
        only = parts[0]
        if only.value is value and (value is None or not only.gaps):
            return only
        return Verdict(
            value, only.facts, only.failed, only.gaps if value is None else (), only.unmade
        )
    facts: dict[str, None] = {}
    failed: dict[str, None] = {}
    gaps: dict[Gap, None] = {}
    unmade = False
    for part in parts:  # of twenty parts most have one fact and nothing else
        facts.update(dict.fromkeys(part.facts))
        failed.update(dict.fromkeys(part.failed))
        gaps.update(dict.fromkeys(part.gaps))
        unmade = unmade or part.unmade
    return Verdict(value, tuple(facts), tuple(failed), tuple(gaps) if value is None else (), unmade)


def _all(parts: Sequence[Verdict], _c: Condition, _b: Mapping[str, str]) -> Verdict:
    false = [p for p in parts if p.value is False]
    if false:
        return _merge(false, False)
    unknown = any(p.value is None for p in parts)
    return _merge(parts, None if unknown else True)


def _any(parts: Sequence[Verdict], _c: Condition, _b: Mapping[str, str]) -> Verdict:
    true = [p for p in parts if p.value is True]
    if true:
        return _merge(true, True)
    unknown = [p for p in parts if p.value is None]
    return _merge(unknown, None) if unknown else _merge(parts, False)


def _not(parts: Sequence[Verdict], _c: Condition, _b: Mapping[str, str]) -> Verdict:
    part = parts[0]
    value = None if part.value is None else not part.value
    return Verdict(value, part.failed, part.facts, part.gaps, part.unmade)


def _unless(parts: Sequence[Verdict], _c: Condition, _b: Mapping[str, str]) -> Verdict:
    """True unless the part was found true: a finding that nobody made does not count."""
    part = parts[0]
    return Verdict(False, failed=part.facts) if part.value is True else Verdict(True)


def _readings(parts: Sequence[Verdict], c: Condition, b: Mapping[str, str]) -> Verdict:
    """The value on which all readings of an open text agree, unknown when they differ."""
    values = {p.value for p in parts}
    if len(values) == 1:
        return _merge(parts, values.pop())
    gaps = tuple(g for p in parts if p.value is None for g in p.gaps)
    if None not in values or not gaps:
        gaps = (Gap(b["step"], b["person"], f"reading:{c.question}"),)
    merged = _merge(parts, None)
    return Verdict(None, merged.facts, merged.failed, tuple(dict.fromkeys(gaps)), merged.unmade)


_COMBINE: Mapping[str, Callable[[Sequence[Verdict], Condition, Mapping[str, str]], Verdict]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "unless": _unless,
    "readings": _readings,
}


@lru_cache(1024)
def _accepted(values: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words that an atom accepts, and the variables whose ids it accepts."""
    variables = tuple(v[1:] for v in values if v.startswith("?"))
    return frozenset(v for v in values if not v.startswith("?")), variables


def _atom(atom: Atom, binding: Mapping[str, str], findings: Findings) -> Verdict:
    subject, field = binding[atom.subject], atom.field
    accepted, variables = _accepted(atom.values)
    if variables:
        accepted = accepted | {binding[v] for v in variables}
    about, person, unmade = subject, "", True
    if atom.at:
        about, person = binding[atom.at], subject
        value = findings.of_person(person, about, field)
        place = f"{person}@{about}"
    elif field in _FINDINGS:
        value, place = findings.of_step(subject, field)
    else:
        # Only a decision says whether it was within authority; elsewhere the text presumes it.
        default = "true" if field == "within_authority" else ""
        value, place = findings.of_act(subject, field, default), subject
        unmade = value != "unknown"
    if value in accepted:
        return Verdict(True, (f"{place}.{field}={value}",))
    if value in ("", "unknown"):
        return Verdict(None, gaps=(Gap(about, person, field),), unmade=unmade)
    return Verdict(False, failed=(f"{place}.{field}={value}",))
