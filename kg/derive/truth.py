"""Evaluates a rule's condition on the findings of a case, in three-valued logic.

Values are True, False and None (unknown). What no finding says is unknown, and unknown never
becomes "no" (docs/case-file.md, rules of reading 1 to 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Atom, Case, Condition, Gap, Step

_FINDINGS = ("result", "consequence", "manifestly_unlawful", "excluded_by")


@dataclass(frozen=True)
class Verdict:
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
        own = self.about_step(step, field)
        if own and own != "unknown":
            return own, step
        for other in self._reached(self.case.steps[step]):
            value = self.about_step(other, field)
            if value and value != "unknown":
                return value, other
        return own, step

    def _reached(self, step: Step) -> list[str]:
        later = [s for s in self.case.steps.values() if s.order > step.order]
        reached = [s.id for s in later if s.of == step.id and s.act in ("keep", "maintain")][::-1]
        caused = self.of_person(step.by, step.id, "caused")
        if caused:
            reached.append(caused)
        if step.act == "request-reexamination":
            reached += [s.id for s in later if s.act == "change" and s.of == step.of]
        elif step.act == "execute" and step.of:
            executed = self.case.steps[step.of]
            reached += [executed.id, *self._reached(executed)]
            # an execution that names the step that kept or maintained a decision executes it
            while executed.act in ("keep", "maintain") and executed.of:
                executed = self.case.steps[executed.of]
                reached += [executed.id, *self._reached(executed)]
        elif step.act == "vote":
            reached += [s.id for s in later if s.act == "resolve" and s.of == step.of]
        return reached


def evaluate(condition: Condition, binding: Mapping[str, str], findings: Findings) -> Verdict:
    """Return the verdict of a condition; `binding` maps its variables to ids in the case."""
    if condition.atom is not None:
        return _atom(condition.atom, binding, findings)
    parts = [evaluate(p, binding, findings) for p in condition.parts]
    return _COMBINE[condition.op](parts, condition, binding)


def _merge(parts: Sequence[Verdict], value: bool | None) -> Verdict:
    """Join the parts that decide a value: their facts, or their gaps when it is unknown."""
    return Verdict(
        value,
        tuple(dict.fromkeys(f for p in parts for f in p.facts)),
        tuple(dict.fromkeys(f for p in parts for f in p.failed)),
        tuple(dict.fromkeys(g for p in parts for g in p.gaps)) if value is None else (),
        any(p.unmade for p in parts),
    )


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


def _atom(atom: Atom, binding: Mapping[str, str], findings: Findings) -> Verdict:
    subject = binding[atom.subject]
    accepted = {binding[v[1:]] if v.startswith("?") else v for v in atom.values}
    if atom.at:
        step = binding[atom.at]
        value = findings.of_person(subject, step, atom.field)
        gap, fact = Gap(step, subject, atom.field), f"{subject}@{step}.{atom.field}={value}"
        unmade = True
    elif atom.field in _FINDINGS:
        value, about = findings.of_step(subject, atom.field)
        gap, fact = Gap(subject, "", atom.field), f"{about}.{atom.field}={value}"
        unmade = True
    else:
        # Only a decision says whether it was within authority; elsewhere the text presumes it.
        default = "true" if atom.field == "within_authority" else ""
        value = findings.of_act(subject, atom.field, default)
        gap, fact = Gap(subject, "", atom.field), f"{subject}.{atom.field}={value}"
        unmade = value != "unknown"
    if value in ("", "unknown") and value not in accepted:
        return Verdict(None, gaps=(gap,), unmade=unmade)
    if value in accepted:
        return Verdict(True, facts=(fact,))
    return Verdict(False, failed=(fact,))
