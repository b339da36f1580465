"""Finds rules that could disagree, and shows each pair by a case in which they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from kg import cases
from kg.derive import conflicts as search, engine, matching, truth
from kg.derive.changed import Point
from kg.errors import KgError
from kg.explain import conflicts_document, conflicts_report
from kg.model import Case, Rule, RuleConflict, RuleConflicts
from kg.pipeline.answers import batch_quads
from kg.pipeline.content import case_from_data
from kg.pipeline.graph import Graph

AT_ONCE = 40  # cases asked together


def conflicts(graph: Graph, rules: Sequence[Rule] | None = None) -> RuleConflicts:
    """Return the pairs of rules that could fire together without an order between them.

    Looks at the rules, not at the packaged cases: whether the SELECTs can match the same person and
    step, and whether both conditions can be true on the same findings. `rules` are those of the
    graph unless others are given. Raises ValueError for a SELECT of a form that rules do not use.
    """
    pairs = search.unordered_pairs(graph.rules if rules is None else rules)
    meeting, found = 0, []
    for ground, exemption in pairs:
        met, case = _conflict(graph, ground, exemption)
        meeting += met
        if case is not None:
            found.append(RuleConflict(ground.text, ground.kind, ground, exemption, case))
    return RuleConflicts(len(pairs), meeting, found)


def _conflict(graph: Graph, ground: Rule, exemption: Rule) -> tuple[bool, Mapping[str, Any] | None]:
    """Tell whether two rules can match one person and step, and return a case of conflict."""
    files = search.meetings(ground, exemption, _day(graph, ground, exemption))
    met = False
    while batch := {f"witness-{i}": data for i, data in enumerate(islice(files, AT_ONCE))}:
        # not checked yet: the few in which both rules match are
        read = {key: cases.normalise({**data, "id": key}) for key, data in batch.items()}
        rows = matching.match_rules([ground, exemption], read, batch_quads(read))
        for key, found in rows.items():
            together = list(_together(found, ground, exemption))
            case = _checked(batch[key]) if together else None
            if case is None:
                continue
            met = True
            for one, two in together:
                conditions = [(ground.when, one), (exemption.when, two)]
                for findings in search.witnesses(conditions, cases.choices(case)):
                    shown = _with(batch[key], findings)
                    if _conflicts(graph, shown, ground, exemption):
                        return True, _smallest(graph, shown, ground, exemption)
    return met, None


def _day(graph: Graph, *rules: Rule) -> str:
    """Return a day on which both rules are in force, in the period of their text."""
    period = next(p for p in graph.timing.periods if p.text == rules[0].text)
    clear = graph.timing.uncertain_until if period.text == graph.timing.newest() else ""
    return max(period.start, clear, *(r.from_date for r in rules))


def _checked(data: Mapping[str, Any]) -> Case | None:
    """Return the case of a case file that was made, None when it is no case."""
    try:
        return case_from_data(data)
    except KgError:
        return None  # an act lacks what it needs, or stands before its target


def _together(
    rows: Iterable[tuple[Rule, Mapping[str, str]]], ground: Rule, exemption: Rule
) -> Iterator[tuple[Mapping[str, str], Mapping[str, str]]]:
    """Yield the rows of both rules about the same person and step."""
    bindings = {r.id: [b for rule, b in rows if rule.id == r.id] for r in (ground, exemption)}
    for one in bindings[ground.id]:
        for two in bindings[exemption.id]:
            if (one["person"], one["step"]) == (two["person"], two["step"]):
                yield one, two


def _with(data: Mapping[str, Any], findings: Mapping[Point, str]) -> dict[str, Any]:
    """Return a case file with findings made; what is a field of an act goes to its step."""
    steps = {s["id"]: dict(s) for s in data["steps"]}
    entries: list[dict[str, Any]] = []
    for (about, person, field), word in findings.items():
        value: Any = {"true": True, "false": False}.get(word, word)
        if not person and field in cases.act_fields(steps[about]["act"]):
            steps[about][field] = value
        else:
            entries.append({"about": about, **({"person": person} if person else {}), field: value})
    return {**data, "id": "witness", "steps": list(steps.values()), "findings": entries}


def _smallest(
    graph: Graph, data: Mapping[str, Any], ground: Rule, exemption: Rule
) -> Mapping[str, Any]:
    """Leave out the findings without which the rules conflict all the same."""
    for finding in data["findings"]:
        fewer = {**data, "findings": [f for f in data["findings"] if f is not finding]}
        if _conflicts(graph, fewer, ground, exemption):
            return _smallest(graph, fewer, ground, exemption)
    return data


def _conflicts(graph: Graph, data: Mapping[str, Any], ground: Rule, exemption: Rule) -> bool:
    """Tell whether the two rules conflict in a case, by the engine itself."""
    case = _checked(data)
    if case is None:
        return False
    batch = {case.id: case}
    rows = matching.match_rules([ground, exemption], batch, batch_quads(batch)).get(case.id, [])
    findings = truth.Findings(case)
    settled = engine.settle(case, rows, findings, ground.text, graph.labels)
    return any(set(c.rules) == {ground.id, exemption.id} for c in settled.conflicts)


def conflicts_json(found: RuleConflicts) -> dict[str, Any]:
    """Return the conflicts as JSON (docs/outputs.md)."""
    return conflicts_document(found)


def conflicts_text(graph: Graph, found: RuleConflicts, lang: str) -> str:
    """Return the conflicts as text in `zh` or `en`, each pair with its case."""
    return conflicts_report(found, graph.words, lang)
