"""Traces an outcome: each matching rule, its condition with the truth value of every part, and what
beats it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.derive.engine import GROUNDS, Match, beats
from kg.derive.truth import Findings, evaluate
from kg.model import Applied, Assessment, Condition, Conflict, Gap, Trace


def trace(condition: Condition, binding: Mapping[str, str], findings: Findings) -> Trace:
    """Return a condition with the truth value of each of its parts in a case."""
    verdict = evaluate(condition, binding, findings)
    if condition.atom is None:
        parts = tuple(trace(p, binding, findings) for p in condition.parts)
        return Trace(condition.op, verdict.value, parts, condition.question)
    atom = condition.atom
    subject, at = binding[atom.subject], binding[atom.at] if atom.at else ""
    asked = Gap(at, subject, atom.field) if at else Gap(subject, "", atom.field)
    accepted = tuple(binding[v[1:]] if v.startswith("?") else v for v in atom.values)
    facts = (*verdict.facts, *verdict.failed)
    if not facts:
        return Trace("atom", verdict.value, asked=asked, accepted=accepted)
    place, _, said = facts[0].partition(".")
    name, _, found = said.partition("=")
    person, _, step = place.partition("@")
    found_at = Gap(step, person, name) if step else Gap(place, "", name)
    return Trace(
        "atom", verdict.value, asked=asked, accepted=accepted, found=found, found_at=found_at
    )


def applied(
    matches: Sequence[Match], said: Assessment | Conflict, findings: Findings
) -> tuple[list[Applied], list[str]]:
    """Return the rules that matched a person, step and kind, the deciding ones first.

    Beside them the ids of the exemptions that nobody invoked (rule of reading 1).
    """
    deciding = {*said.rules, *(said.defeated_by if isinstance(said, Assessment) else ())}
    quiet = [m for m in matches if m.rule.effect == "exempts" and not m.invoked]
    quiet = [m for m in quiet if m.verdict.value is None]
    counted = [m for m in matches if m not in quiet]
    exemptions = [m for m in counted if m.rule.effect == "exempts" and m.verdict.value is not False]
    found = []
    for match in counted:
        ground = match.rule.effect in GROUNDS
        defeating = [
            e.rule.id
            for e in exemptions
            if ground and e.verdict.value is True and beats(e.rule, match.rule)
        ]
        before = [
            o.rule.id
            for o in counted
            if o.rule.effect in GROUNDS
            and o is not match
            and beats(o.rule, match.rule)
            and (o.verdict.value is match.verdict.value or not ground)
        ]
        found.append(
            Applied(
                rule=match.rule.id,
                effect=match.rule.effect,
                step=match.binding["step"],
                kind=match.rule.kind,
                text=match.rule.text,
                provisions=match.rule.provisions,
                because=match.rule.because,
                decides=match.rule.id in deciding,
                defeated_by=tuple(dict.fromkeys(defeating)),
                gives_way_to=tuple(dict.fromkeys(before)),
                condition=trace(match.rule.when, match.binding, findings),
            )
        )
    found.sort(key=lambda a: (not a.decides, a.effect == "exempts"))
    return found, list(dict.fromkeys(m.rule.id for m in quiet))
