"""Assesses cases: each step under the text of its day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg import cases, explain
from kg.derive import engine, matching, timing, truth
from kg.errors import KgError
from kg.model import Answer, Assessment, Case, Governing, Remark, Rule
from kg.pipeline.content import dangling
from kg.pipeline.graph import Graph
from kg.store import Quad, to_turtle


@dataclass(frozen=True)
class Work:
    """One case on its way to an answer: rows of the rules, findings, what each text says."""

    case: Case
    rows: Sequence[tuple[Rule, Mapping[str, str]]]
    findings: truth.Findings
    governing: Sequence[Governing]
    settled: Mapping[str, engine.Settled]


def assess_many(graph: Graph, batch: Mapping[str, Case]) -> dict[str, Answer]:
    """Assess many cases at once: the structure queries run once over all of them.

    Returns an `Answer` by the keys of `batch`; raises KgError as `assess` does.
    """
    by_texts: dict[tuple[str, ...], dict[str, Case]] = {}
    for key, case in batch.items():
        by_texts.setdefault(_texts(graph, case), {})[key] = case
    found: dict[str, Answer] = {}
    for texts, part in by_texts.items():
        rules = [rule for rule in graph.rules if rule.text in texts]
        for group in matching.alike(rules, part):
            rows = matching.match_rules(rules, group, batch_quads(group)) if rules else {}
            found |= {
                key: answer_from(graph, work_on(graph, case, rows.get(key, [])))
                for key, case in group.items()
            }
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


def rules_for(graph: Graph, case: Case) -> list[Rule]:
    """Return the rules of the texts that an answer needs, in the build's order."""
    texts = _texts(graph, case)
    return [rule for rule in graph.rules if rule.text in texts]


def assess(graph: Graph, case: Case) -> Answer:
    """Return who answers for what in one case, under the text that governs each step.

    The `Answer` has the shape of ontology/answer.schema.json (docs/case-file.md): one assessment a
    person, step and kind, with rule, provisions and facts; violations; silences; conflicts;
    assumptions; open questions. The text in force on the day of the step governs, and 从旧兼从轻
    (regulations-2024/art-28) is applied. Raises KgError when a finding names a circumstance that
    the graph does not know.
    """
    return assess_many(graph, {case.id: case})[case.id]


def batch_quads(batch: Mapping[str, Case]) -> Iterable[Quad]:
    """Yield the cases as RDF, through their JSON-LD context."""
    for case in batch.values():
        yield from cases.case_quads(case)


def read_findings(graph: Graph, case: Case) -> truth.Findings:
    """Return the findings of a case. Raises KgError for an unknown circumstance."""
    for index, finding in enumerate(case.findings):
        circumstance = finding.values.get("circumstance")
        if circumstance and not graph.words_of([circumstance]):
            raise KgError(
                dangling(
                    f"{case.id} (findings.{index}.circumstance)", circumstance, "条文", "provision"
                )
            )
    return truth.Findings(case)


def work_on(graph: Graph, case: Case, rows: Sequence[tuple[Rule, Mapping[str, str]]]) -> Work:
    """Settle a case under each text that governs a step of it, and under the newest.

    Raises KgError when a finding names a circumstance that the graph does not know.
    """
    findings = read_findings(graph, case)
    governing = timing.governing(case, graph.timing)
    settled = {
        text: engine.settle(case, rows, findings, text, graph.labels)
        for text in _texts(graph, case)
    }
    return Work(case, rows, findings, governing, settled)


def answer_from(graph: Graph, work: Work) -> Answer:
    """Take each step's answer from the text of its day, after 从旧兼从轻."""
    by_text: dict[str, set[str]] = {}
    for item in work.governing:
        by_text.setdefault(item.source, set()).add(item.step)
    newest = graph.timing.newest()
    parts: list[tuple[engine.Settled, set[str] | None]] = []
    for text, steps in by_text.items():
        if not text:
            continue
        part = work.settled[text]
        if text != newest and newest in work.settled:
            newer = [a for a in work.settled[newest].assessments if a.step in steps]
            older = [a for a in part.assessments if a.step in steps]
            judged = timing.apply_leniency(work.case, older, newer, graph.timing)
            notes = engine.notes_beside(part.matches, judged)
            part = replace(part, assessments=judged, notes=notes)
        parts.append((part, steps))
    answer = assemble(graph, work.case, work.governing, parts, work.findings)
    outside = timing.outside_silences(work.case, graph.timing)
    return replace(answer, silences=(*outside, *answer.silences)) if outside else answer


def assemble(
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
    kinds = ("answerable", "judicial", "supervision", "")

    def place(item: Assessment | Remark) -> tuple[int, int, int]:
        # the committee as a body is no person of the case
        return order[item.step], people.get(item.person, -1), kinds.index(item.kind)

    assessments = [a for s, steps in parts for a in s.assessments if inside(a.step, steps)]
    assessments = [_with_circumstances(graph, a, findings) for a in sorted(assessments, key=place)]
    violations = [v for s, steps in parts for v in s.violations if inside(v.step, steps)]
    silences = [v for s, steps in parts for v in s.silences if inside(v.step, steps)]
    notes = [v for s, steps in parts for v in s.notes if inside(v.step, steps)]
    conflicts = [c for s, steps in parts for c in s.conflicts if inside(c.step, steps)]
    raised = [q for a in assessments for q in a.open_questions]
    raised += [q for r in (*violations, *silences, *notes) for q in r.open_questions]
    raised += [q for c in conflicts for q in c.open_questions]
    if timing.uncertain_steps(case, graph.timing):
        raised.append(graph.timing.uncertain_question)
    matches = [m for s, steps in parts for m in s.matches if inside(m.binding["step"], steps)]
    return Answer(
        case=case.id,
        governing=governing,
        assessments=assessments,
        violations=sorted(violations, key=place),
        silences=sorted(silences, key=place),
        conflicts=conflicts,
        assumptions=_assumptions(case, assessments, matches),
        open_questions=[graph.questions[q] for q in dict.fromkeys(raised)],
        notes=sorted(notes, key=place),
    )


def _with_circumstances(
    graph: Graph, assessment: Assessment, findings: truth.Findings
) -> Assessment:
    """Cite the listed circumstance that a finding names, beside the rule's provisions.

    Only where its source is read under the assessment's text: a circumstance of the older list is
    no ground under the newer text.
    """
    named = findings.of_person(assessment.person, assessment.step, "circumstance")
    if not named or assessment.kind == "answerable" or named in assessment.provisions:
        return assessment
    if named.split("/", 1)[0] not in graph.sources_read_under(assessment.text):
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
