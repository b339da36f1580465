"""Settles each person, step and kind from the rules that match (DESIGN section 7).

Conditions are evaluated on each case's findings. For one person, step and kind the grounds are
alternatives; a true exemption that beats them defeats them, an unknown one makes `bears`
undetermined; a true ground and a true exemption that nothing orders are a conflict
(docs/case-file.md, rule of reading 2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.derive.conditions import EVERY
from kg.derive.labels import Labels
from kg.derive.truth import Findings, Verdict, evaluate
from kg.model import Assessment, Case, Condition, Conflict, Gap, Remark, Rule, Text

Slot = tuple[str, str, str]  # person, step, kind
GROUNDS = ("attributes", "imposes")


class Match(NamedTuple):
    """One row of a rule's structure query in one case, with the verdict of its condition."""

    rule: Rule
    binding: Mapping[str, str]
    verdict: Verdict
    invoked: bool = True

    @property
    def slot(self) -> Slot:
        """Return the person, step and kind that the rule concludes about."""
        return self.binding["person"], self.binding["step"], self.rule.kind


@dataclass
class Settled:
    """What one text says about one case."""

    assessments: list[Assessment] = field(default_factory=list)
    violations: list[Remark] = field(default_factory=list)
    silences: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)


def applies(rule: Rule, binding: Mapping[str, str], case: Case, text: str) -> bool:
    """Tell whether a rule is read under a text, and was in force on the day of the step."""
    return rule.text == text and case.steps[binding["step"]].on >= rule.from_date


def settle(
    case: Case,
    rows: Sequence[tuple[Rule, Mapping[str, str]]],
    findings: Findings,
    text: str,
    labels: Labels,
) -> Settled:
    """Apply the rules read under one text to one case."""
    settled = Settled()
    slots: dict[Slot, list[Match]] = defaultdict(list)
    silent: list[Match] = []
    touched: dict[tuple[str, str], set[str]] = defaultdict(set)
    for rule, binding in (row for row in rows if applies(*row, case, text)):
        match = match_of(rule, binding, findings)
        settled.matches.append(match)
        if rule.effect == "forbids":
            if match.verdict.value is True:
                settled.violations.append(_remark(match))
        elif rule.effect == "silent":
            silent.append(match)
        elif rule.effect != "notes":
            slots[match.slot].append(match)
            # An exemption whose condition fails says nothing, so it quiets no silence.
            fails = rule.effect == "exempts" and match.verdict.value is False
            if EVERY not in rule.overrides and not fails:
                touched[match.slot[:2]].add(rule.effect)
    order = {s.id: s.order for s in case.steps.values()}
    people = {p: i for i, p in enumerate(case.people)}
    for slot in sorted(slots, key=lambda s: (order[s[1]], people[s[0]], s[2])):
        found = settle_slot(slot, slots[slot], text, labels)
        if isinstance(found, Assessment):
            settled.assessments.append(found)
        elif found:
            settled.conflicts.append(found)
    for match in silent:
        # A silence that names lost words stands beside attributions; a general one does not.
        loud = {"imposes", "exempts"} if match.rule.provisions else {*GROUNDS, "exempts"}
        if match.verdict.value is True and not touched[match.slot[:2]] & loud:
            settled.silences.append(_remark(match))
    settled.notes = notes_beside(settled.matches, settled.assessments)
    for remarks in (settled.violations, settled.silences, settled.notes):
        # the committee as a body is no person of the case
        remarks.sort(key=lambda r: (order[r.step], people.get(r.person, -1), r.kind, r.rule))
    settled.silences = _first_by_slot(settled.silences)
    return settled


def notes_beside(matches: Sequence[Match], assessments: Sequence[Assessment]) -> list[Remark]:
    """Return the notes that hold; one that says so only beside an outcome that it names."""
    outcomes = {(a.person, a.step, a.kind): a.outcome for a in assessments}
    return [
        _remark(m)
        for m in matches
        if m.rule.effect == "notes"
        and m.verdict.value is True
        and (not m.rule.beside or outcomes.get(m.slot) in m.rule.beside)
    ]


def _first_by_slot(remarks: Sequence[Remark]) -> list[Remark]:
    """Keep one silence a person and step; one that names lost words goes before a general one."""
    chosen: dict[tuple[str, str], Remark] = {}
    for remark in sorted(remarks, key=lambda r: not r.provisions):
        chosen.setdefault((remark.person, remark.step), remark)
    return [r for r in remarks if r in chosen.values()]


def _remark(match: Match) -> Remark:
    rule = match.rule
    person, step, kind = match.slot
    return Remark(
        person, step, kind, rule.provisions, rule.id, rule.text, rule.because, rule.open_questions
    )


def beats(winner: Rule, loser: Rule) -> bool:
    """Tell whether a rule goes before another, by its own words or as a general removal."""
    return loser.id in winner.overrides or EVERY in winner.overrides


@dataclass
class _Ground:
    """A ground after the exemptions have been weighed against it."""

    match: Match
    value: bool | None
    gaps: tuple[Gap, ...]
    defeated_by: list[Match] = field(default_factory=list)
    defeats: list[Match] = field(default_factory=list)
    held_open_by: list[Match] = field(default_factory=list)


def settle_slot(
    slot: Slot, matches: Sequence[Match], text: str, labels: Labels
) -> Assessment | Conflict | None:
    """Settle one person, step and kind; None when no rule of them speaks (rule of reading 2)."""
    exemptions = [m for m in matches if m.rule.effect == "exempts" and m.invoked]
    grounds = []
    for match in matches:
        if match.rule.effect in GROUNDS:
            ground = _weigh(match, exemptions)
            if isinstance(ground, Match):
                return _conflict(slot, match.rule, ground.rule)
            grounds.append(ground)
    own = [m for m in exemptions if EVERY not in m.rule.overrides]
    if grounds:
        return _from_grounds(slot, grounds, text, labels)
    return _from_exemptions(slot, own, text, labels) if own else None


def _conflict(slot: Slot, ground: Rule, exemption: Rule) -> Conflict:
    return Conflict(
        *slot,
        rules=(ground.id, exemption.id),
        provisions=(*ground.provisions, *exemption.provisions),
        because=Text(
            f"两条规则不一致，条文没有定出先后：{ground.because.zh} ／ {exemption.because.zh}",
            "Two rules disagree and no text orders them: "
            f"{ground.because.en} / {exemption.because.en}",
        ),
        open_questions=_unique([*ground.open_questions, *exemption.open_questions]),
    )


def match_of(rule: Rule, binding: Mapping[str, str], findings: Findings) -> Match:
    """Return a row of a rule's structure with the verdict of its condition on the findings."""
    verdict = evaluate(rule.when, binding, findings)
    return Match(rule, binding, verdict, _is_invoked(rule, verdict, binding, findings))


def _is_invoked(
    rule: Rule, verdict: Verdict, binding: Mapping[str, str], findings: Findings
) -> bool:
    """Tell whether an exemption counts: true, or unknown though somebody invoked it.

    An exemption that nobody found counts as not invoked (rule of reading 1): unknown, it counts
    only where its own finding (`invoked_by`) was made, or where the unknown is no missing finding
    but a step that says `unknown` itself, or readings that differ.
    """
    if verdict.value is not None:
        return verdict.value
    if not verdict.unmade:
        return True
    atoms = (evaluate(Condition("atom", atom=a), binding, findings) for a in rule.invoked_by)
    return any(v.value is True for v in atoms)


def _weigh(match: Match, exemptions: Sequence[Match]) -> _Ground | Match:
    """Return the ground with its value after the exemptions, or the exemption it conflicts with."""
    ground = _Ground(match, match.verdict.value, match.verdict.gaps)
    for exemption in exemptions:
        if beats(match.rule, exemption.rule):
            if exemption.verdict.value and match.verdict.value is False:
                ground.defeated_by.append(exemption)  # the exception fails, so the rule stands
            elif exemption.verdict.value:
                ground.defeats.append(exemption)
        elif not beats(exemption.rule, match.rule):
            if exemption.verdict.value and match.verdict.value:
                return exemption
        elif exemption.verdict.value is True:
            ground.defeated_by.append(exemption)
            ground.value, ground.gaps = False, ()
        elif ground.value is not False:
            ground.held_open_by.append(exemption)
            ground.value = None
            ground.gaps = tuple(dict.fromkeys([*ground.gaps, *exemption.verdict.gaps]))
    return ground


def _absorb(grounds: Sequence[_Ground]) -> list[_Ground]:
    """Drop a ground that another with the same value overrides: the special before the general."""
    return [
        g
        for g in grounds
        if not any(o is not g and beats(o.match.rule, g.match.rule) for o in grounds)
    ]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _from_grounds(slot: Slot, grounds: Sequence[_Ground], text: str, labels: Labels) -> Assessment:
    values = {g.value for g in grounds}
    value = True if True in values else None if None in values else False
    deciding = _absorb([g for g in grounds if g.value is value])
    rules = [g.match.rule for g in deciding]
    defeating = [e for g in deciding for e in (*g.defeated_by, *g.held_open_by)]
    provisions = [p for r in rules for p in r.provisions]
    provisions += [p for e in defeating for p in e.rule.provisions]
    facts = [f for g in deciding for f in (*g.match.verdict.facts, *g.match.verdict.failed)]
    facts += [f for e in defeating for f in e.verdict.facts]
    gaps = tuple(dict.fromkeys(gap for g in deciding for gap in g.gaps))
    defeated_by = _unique(e.rule.id for g in deciding for e in g.defeated_by)
    lead = deciding[0]
    if value is False:
        because = _why_not(lead, labels)
    elif value is None:
        because = _why_open(lead, gaps, labels)
    else:
        because = lead.match.rule.because
    return Assessment(
        person=slot[0],
        step=slot[1],
        kind=slot[2],
        outcome={True: "bears", None: "undetermined", False: "does-not-bear"}[value],
        extent=() if value is False else _unique(e for r in rules for e in r.extent),
        provisions=_unique(provisions),
        rule=lead.match.rule.id,
        rules=_unique(r.id for r in rules),
        facts=_unique(facts),
        defeats=_unique(e.rule.id for g in deciding for e in g.defeats),
        defeated_by=defeated_by,
        turns_on=gaps if value is None else (),
        because=because,
        text=text,
        open_questions=_unique(
            [q for r in (*rules, *(e.rule for e in defeating)) for q in r.open_questions]
            # a floor's readings are not among the rule's own questions
            + [g.field.removeprefix("reading:") for g in gaps if g.field.startswith("reading:")]
        ),
    )


def _why_not(ground: _Ground, labels: Labels) -> Text:
    if ground.defeated_by:
        return ground.defeated_by[0].rule.because
    failed = [labels.fact(f) for f in ground.match.verdict.failed]
    zh = "；".join(t.zh for t in failed)
    en = "; ".join(t.en for t in failed)
    because = ground.match.rule.because
    return Text(f"条件不成立（{zh}）：{because.zh}", f"A condition fails ({en}): {because.en}")


def _why_open(ground: _Ground, gaps: Sequence[Gap], labels: Labels) -> Text:
    missing = [labels.gap(g) for g in gaps]
    zh = "、".join(t.zh for t in missing)
    en = "; ".join(t.en for t in missing)
    because = ground.match.rule.because
    return Text(f"尚待认定（{zh}）：{because.zh}", f"Not yet determined ({en}): {because.en}")


def _from_exemptions(
    slot: Slot, exemptions: Sequence[Match], text: str, labels: Labels
) -> Assessment:
    """An exempting sentence on its own: no ground imposes, and the text says so."""
    held = [m for m in exemptions if m.verdict.value is True] or list(exemptions)
    value = held[0].verdict.value
    gaps = tuple(dict.fromkeys(g for m in held for g in m.verdict.gaps))
    because = held[0].rule.because
    if value is None:
        because = _why_open(_Ground(held[0], None, gaps), gaps, labels)
    return Assessment(
        person=slot[0],
        step=slot[1],
        kind=slot[2],
        outcome="does-not-bear" if value else "undetermined",
        extent=(),
        provisions=_unique(p for m in held for p in m.rule.provisions),
        rule=held[0].rule.id,
        rules=_unique(m.rule.id for m in held),
        facts=_unique(f for m in held for f in m.verdict.facts),
        defeats=(),
        defeated_by=_unique(m.rule.id for m in held) if value else (),
        turns_on=() if value else gaps,
        because=because,
        text=text,
        open_questions=_unique(q for m in held for q in m.rule.open_questions),
    )
