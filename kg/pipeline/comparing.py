"""Compares a case under the two texts, cell by cell: the same facts, whatever their dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import explain
from kg.derive import engine, matching
from kg.model import Answer, Assessment, Case, Conflict, Governing, Remark
from kg.pipeline.answers import answer_json, assemble, batch_quads, read_findings
from kg.pipeline.graph import Graph

_CELLS = ("outcome", "extent", "provisions", "turns_on")
_REMARKS = (("violation", "violations"), ("silence", "silences"), ("conflict", "conflicts"))


@dataclass(frozen=True)
class Comparison:
    """One case under each text, whatever its dates, and the differences cell by cell.

    A difference is {person, step, kind, field, old, new, because: {old, new}}. `field` is outcome,
    extent, provisions or turns_on (of an assessment; null where a text gives none; turns_on only
    where both give one), or violation, silence or conflict (then `old` and `new` list rules).
    """

    answers: Mapping[str, Answer]
    differences: Sequence[Mapping[str, Any]]


def compare(graph: Graph, case: Case) -> Comparison:
    """Apply each text to the same facts whatever their dates, and list the differences.

    Raises KgError when a finding names a circumstance that the graph does not know.
    """
    batch = {case.id: case}
    rows = matching.match_rules(graph.rules, batch, batch_quads(batch)).get(case.id, [])
    findings = read_findings(graph, case)
    answers = {}
    for period in graph.timing.periods:
        settled = engine.settle(case, rows, findings, period.text, graph.labels)
        governing = [Governing(s, period.text, period.because) for s in case.steps]
        answers[period.text] = assemble(graph, case, governing, [(settled, None)], findings)
    old, new = (answers[p.text] for p in graph.timing.periods)
    return Comparison(answers, [*_assessed(old, new), *_remarked(old, new)])


def _assessed(old: Answer, new: Answer) -> list[dict[str, Any]]:
    """Return the cells of assessments that differ between the older and the newer text."""
    before = {(a.person, a.step, a.kind): a for a in old.assessments}
    after = {(a.person, a.step, a.kind): a for a in new.assessments}
    found = []
    for slot in dict.fromkeys([*before, *after]):
        b, a = before.get(slot), after.get(slot)
        for field in _CELLS:
            left, right = _cell(b, field), _cell(a, field)
            if left != right and (field != "turns_on" or (b and a)):
                because = {"old": _why(old, b, slot), "new": _why(new, a, slot)}
                found.append(_difference(slot, field, left, right, because))
    return found


def _difference(
    slot: tuple[str, str, str], field: str, old: Any, new: Any, because: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "person": slot[0], "step": slot[1], "kind": slot[2], "field": field,
        "old": old, "new": new, "because": because,
    }  # fmt: skip


def _cell(assessment: Assessment | None, field: str) -> Any:
    if assessment is None:
        return None
    if field == "turns_on":
        return [g.as_json() for g in assessment.turns_on]
    value = getattr(assessment, field)
    return list(value) if isinstance(value, tuple) else value


def _why(
    answer: Answer, assessment: Assessment | None, slot: tuple[str, str, str]
) -> dict[str, str] | None:
    """Return why a text says what it says of a slot; where it is silent, why it is."""
    if assessment:
        return assessment.because.as_json()
    others: list[Remark | Conflict] = [*answer.conflicts, *answer.silences]
    silent = [o for o in others if (o.person, o.step) == slot[:2]]
    return silent[0].because.as_json() if silent else None


def _remarked(old: Answer, new: Answer) -> list[dict[str, Any]]:
    """Return the violations, silences and conflicts that only one of the texts has."""
    found = []
    for field, name in _REMARKS:
        sides = [_by_slot(getattr(answer, name)) for answer in (old, new)]
        for slot in dict.fromkeys([*sides[0], *sides[1]]):
            left, right = ([x for r in side.get(slot, ()) for x in _rules(r)] for side in sides)
            if bool(left) != bool(right):
                words = [
                    side[slot][0].because.as_json() if slot in side else None for side in sides
                ]
                because = {"old": words[0], "new": words[1]}
                found.append(_difference(slot, field, left, right, because))
    return found


def _by_slot(
    remarks: Sequence[Remark | Conflict],
) -> dict[tuple[str, str, str], list[Remark | Conflict]]:
    found: dict[tuple[str, str, str], list[Remark | Conflict]] = {}
    for remark in remarks:
        found.setdefault((remark.person, remark.step, remark.kind), []).append(remark)
    return found


def _rules(remark: Remark | Conflict) -> list[str]:
    return list(remark.rules) if isinstance(remark, Conflict) else [remark.rule]


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


def answer_html(graph: Graph, case: Case, answer: Answer, comparison: Comparison, lang: str) -> str:
    """Return the answer and the comparison as one page to print or keep, in `zh` or `en`."""
    answers = comparison.answers
    citations = graph.citations([answer, *answers.values()])
    titles = {c.source: c.source_title for c in citations.values()}
    missing = {g.source for g in answer.governing} | set(answers)
    titles |= graph.source_titles(missing - set(titles) - {""})
    return explain.answer_page(
        case, answer, answers, titles, citations, graph.words, graph.receipt, lang
    )
