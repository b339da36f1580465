"""Assesses and compares cases: each step under the text of its day, or under each text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg import cases, explain
from kg.derive import engine, timing, truth
from kg.errors import KgError
from kg.model import Answer, Assessment, Case, Governing, Remark, Rule
from kg.pipeline.content import dangling
from kg.pipeline.graph import Graph
from kg.store import Quad, to_turtle


@dataclass(frozen=True)
class Comparison:
    """One case under each text, whatever its dates, and the differences cell by cell."""

    answers: Mapping[str, Answer]
    differences: Sequence[Mapping[str, Any]]


def assess_many(graph: Graph, batch: Mapping[str, Case]) -> dict[str, Answer]:
    """Assess many cases at once: the structure queries run once over all of them."""
    by_texts: dict[tuple[str, ...], dict[str, Case]] = {}
    for key, case in batch.items():
        by_texts.setdefault(_texts(graph, case), {})[key] = case
    found: dict[str, Answer] = {}
    for texts, part in by_texts.items():
        rules = [rule for rule in graph.rules if rule.text in texts]
        for group in engine.alike(rules, part):
            rows = engine.match_rules(rules, group, _batch_quads(group)) if rules else {}
            found |= {key: _answer(graph, case, rows.get(key, [])) for key, case in group.items()}
    return {key: found[key] for key in batch}


def _texts(graph: Graph, case: Case) -> tuple[str, ...]:
    """Return the texts whose rules an answer needs: those that govern a step, oldest first.

    The newest is among them where it may be more lenient than the one that governs.
    """
    periods = [graph.timing.period(step.on) for step in case.steps.values()]
    governing = {period.text for period in periods if period}
    if governing and case.assessed_on >= graph.timing.leniency_from:
        governing.add(graph.timing.newest())
    return tuple(p.text for p in graph.timing.periods if p.text in governing)


def assess(graph: Graph, case: Case) -> Answer:
    """Return who answers for what in one case, under the text that governs each step.

    Raises KgError when a finding names a circumstance that the graph does not know.
    """
    return assess_many(graph, {case.id: case})[case.id]


def compare(graph: Graph, case: Case) -> Comparison:
    """Apply each text to the same facts whatever their dates, and list the differences."""
    batch = {case.id: case}
    rows = engine.match_rules(graph.rules, batch, _batch_quads(batch)).get(case.id, [])
    findings = _findings(graph, case)
    answers = {}
    for period in graph.timing.periods:
        settled = engine.settle(case, rows, findings, period.text, graph.labels)
        governing = [Governing(s, period.text, period.because) for s in case.steps]
        answers[period.text] = _assemble(graph, case, governing, [(settled, None)], findings)
    old, new = (answers[p.text] for p in graph.timing.periods)
    return Comparison(answers, _differences(old, new))


def _batch_quads(batch: Mapping[str, Case]) -> Iterable[Quad]:
    for case in batch.values():
        yield from cases.case_quads(case)


def _findings(graph: Graph, case: Case) -> truth.Findings:
    for index, finding in enumerate(case.findings):
        circumstance = finding.values.get("circumstance")
        if circumstance and not graph.words_of([circumstance]):
            raise KgError(
                dangling(
                    f"{case.id} (findings.{index}.circumstance)", circumstance, "条文", "provision"
                )
            )
    return truth.Findings(case)


def _answer(graph: Graph, case: Case, rows: Sequence[tuple[Rule, Mapping[str, str]]]) -> Answer:
    """Settle each step under the text of its day, then apply 从旧兼从轻."""
    findings = _findings(graph, case)
    governing = timing.governing(case, graph.timing)
    by_text: dict[str, set[str]] = {}
    for item in governing:
        by_text.setdefault(item.source, set()).add(item.step)
    newest = graph.timing.newest()
    settled = {
        text: engine.settle(case, rows, findings, text, graph.labels)
        for text in _texts(graph, case)
    }
    parts: list[tuple[engine.Settled, set[str] | None]] = []
    for text, steps in by_text.items():
        if not text:
            continue
        part = settled[text]
        if text != newest and newest in settled:
            newer = [a for a in settled[newest].assessments if a.step in steps]
            older = [a for a in part.assessments if a.step in steps]
            part.assessments[:] = timing.apply_leniency(case, older, newer, graph.timing)
        parts.append((part, steps))
    answer = _assemble(graph, case, governing, parts, findings)
    outside = timing.outside_silences(case, graph.timing)
    if not outside:
        return answer
    return Answer(
        **{
            **{f: getattr(answer, f) for f in answer.__dataclass_fields__},
            "silences": (*outside, *answer.silences),
        }
    )


def _assemble(
    graph: Graph,
    case: Case,
    governing: Sequence[Governing],
    parts: Sequence[tuple[engine.Settled, set[str] | None]],
    findings: truth.Findings,
) -> Answer:
    """Join what the texts say about the steps they govern into one answer."""

    def inside(step: str, steps: set[str] | None) -> bool:
        return steps is None or step in steps

    order = {s: i for i, s in enumerate(case.steps)}
    people = {p: i for i, p in enumerate(case.people)}
    kinds = ("answerable", "judicial", "supervision")

    def place(item: Assessment | Remark) -> tuple[int, int, int]:
        return order[item.step], people[item.person], kinds.index(item.kind)

    assessments = [a for s, steps in parts for a in s.assessments if inside(a.step, steps)]
    assessments = [_with_circumstances(a, findings) for a in sorted(assessments, key=place)]
    violations = [v for s, steps in parts for v in s.violations if inside(v.step, steps)]
    silences = [v for s, steps in parts for v in s.silences if inside(v.step, steps)]
    raised = [q for a in assessments for q in a.open_questions]
    if timing.uncertain_steps(case, graph.timing):
        raised.append(graph.timing.uncertain_question)
    matches = [m for s, steps in parts for m in s.matches if inside(m.binding["step"], steps)]
    return Answer(
        case=case.id,
        governing=governing,
        assessments=assessments,
        violations=sorted(violations, key=place),
        silences=sorted(silences, key=place),
        conflicts=[c for s, steps in parts for c in s.conflicts if inside(c.step, steps)],
        assumptions=_assumptions(case, assessments, matches),
        open_questions=[graph.questions[q] for q in dict.fromkeys(raised)],
    )


def _with_circumstances(assessment: Assessment, findings: truth.Findings) -> Assessment:
    """Cite the listed circumstance that a finding names, beside the rule's provisions."""
    named = findings.of_person(assessment.person, assessment.step, "circumstance")
    if not named or assessment.kind == "answerable" or named in assessment.provisions:
        return assessment
    return replace(assessment, provisions=(*assessment.provisions, named))


def _assumptions(
    case: Case, assessments: Sequence[Assessment], matches: Sequence[engine.Match]
) -> list[dict[str, object]]:
    """Return the defaults that the answer rests on, and faults read as a listed circumstance."""
    used = {(a.person, a.step) for a in assessments}
    steps = {
        v
        for m in matches
        if m.slot[:2] in used and m.rule.effect in ("attributes", "imposes", "exempts")
        for v in m.binding.values()
        if v in case.steps
    }
    found: list[dict[str, object]] = []
    for step in case.steps.values():
        if step.id in steps:
            for name in step.assumed:
                if name != "form":
                    value: object = step.fields[name]
                    found.append(
                        {
                            "step": step.id,
                            "field": name,
                            "value": True if value == "true" else value,
                        }
                    )
    named = {(f.person, f.about) for f in case.findings if "circumstance" in f.values}
    for a in assessments:
        faults = [f for f in a.facts if f.startswith(f"{a.person}@{a.step}.fault=")]
        heavy = faults and faults[0].endswith(("=intent", "=gross-negligence"))
        if a.outcome == "bears" and heavy and (a.person, a.step) not in named:
            found.append(
                {
                    "step": a.step,
                    "person": a.person,
                    "field": "circumstance",
                    "value": "a listed circumstance is met",
                }
            )
    return list({json.dumps(f, sort_keys=True): f for f in found}.values())


def _differences(old: Answer, new: Answer) -> list[dict[str, Any]]:
    """Return the cells that differ between the older and the newer text."""
    before = {(a.person, a.step, a.kind): a for a in old.assessments}
    after = {(a.person, a.step, a.kind): a for a in new.assessments}
    found = []
    for person, step, kind in dict.fromkeys([*before, *after]):
        b, a = before.get((person, step, kind)), after.get((person, step, kind))
        for field in ("outcome", "extent", "provisions"):
            left = getattr(b, field) if b else None
            right = getattr(a, field) if a else None
            left = list(left) if isinstance(left, tuple) else left
            right = list(right) if isinstance(right, tuple) else right
            if left != right:
                found.append(
                    {"person": person, "step": step, "kind": kind, "field": field,
                     "old": left, "new": right}
                )  # fmt: skip
    return found


def answer_json(graph: Graph, answer: Answer) -> dict[str, Any]:
    """Return an answer as the contract's JSON object, with the cited words."""
    return explain.answer_json(answer, graph.receipt, graph.citations([answer]))


def answer_text(graph: Graph, case: Case, answer: Answer, lang: str) -> str:
    """Return an answer as text in `zh` or `en`."""
    citations = graph.citations([answer])
    return explain.answer_text(case, answer, citations, graph.words, graph.receipt, lang)


def answer_turtle(answer: Answer) -> str:
    """Return an answer's assessments as Turtle."""
    return to_turtle(explain.answer_quads(answer))


def compare_json(graph: Graph, case: Case, comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as the contract's JSON object."""
    return {
        "case": case.id,
        "texts": {t: answer_json(graph, a) for t, a in comparison.answers.items()},
        "differences": list(comparison.differences),
    }


def compare_text(graph: Graph, case: Case, comparison: Comparison, lang: str) -> str:
    """Return a comparison as text: both texts side by side, then the cited words."""
    from kg import tables  # rich is slow to import, and only this needs it

    citations = graph.citations(comparison.answers.values())
    receipt = graph.receipt
    notice = f"{explain.NOTICE.pick(lang)} graph {receipt['graph'][:16]} · {receipt['version']}"
    return tables.comparison_text(case, comparison.answers, citations, graph.words, lang, notice)
