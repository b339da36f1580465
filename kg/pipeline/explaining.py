"""Explains an answer: outcome, rules, conditions, facts, quotes; and what would flip it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg import cases
from kg.derive import engine, matching, timing
from kg.derive.flips import Search
from kg.derive.judge import Judge
from kg.derive.trace import applied
from kg.errors import KgError, Problem
from kg.explain import Citation, cited, explanation_json, explanation_text, read_citations
from kg.model import Answer, Applied, Assessment, Case, Conflict, Explanation, Flips, Remark
from kg.pipeline.answers import Work, answer_from, batch_quads, rules_for, work_on
from kg.pipeline.graph import Graph
from kg.pipeline.variants import read_variants
from kg.store import Quad


@dataclass(frozen=True)
class Explained:
    """The explained part of an answer.

    `answer` holds what concerns the person and step asked for (everything when none was asked for),
    `explanations` one entry an assessment and conflict, `cut` tells that the case has more acts to
    change than were tried for flips.
    """

    answer: Answer
    explanations: Sequence[Explanation]
    cut: bool


def explain(graph: Graph, case: Case, person: str = "", step: str = "") -> Explained:
    """Explain who answers for what in a case, down to the findings, with the flips.

    `person` and `step` are ids of the case; "" asks for all. Raises KgError for an id that the case
    does not have, and as `assess` does.
    """
    _check(case, person, step)
    work, quads = _work(graph, case)
    answer = _only(answer_from(graph, work), person, step)
    subjects: list[Assessment | Conflict] = [*answer.assessments, *answer.conflicts]
    search, cut = _search(graph, work, quads, answer)
    found = [_explanation(graph, work, s, search) for s in subjects]
    return Explained(answer, found, cut)


def flips(graph: Graph, case: Case, person: str = "", step: str = "") -> list[Flips]:
    """Return, for each assessment, the smallest changes of facts that lead to another outcome.

    Shape: `kg.model.Flips`, as in docs/outputs.md. Raises KgError as `explain` does.
    """
    _check(case, person, step)
    work, quads = _work(graph, case)
    answer = _only(answer_from(graph, work), person, step)
    search, _ = _search(graph, work, quads, answer)
    return [search.flips((a.person, a.step, a.kind)) for a in answer.assessments]


def _check(case: Case, person: str, step: str) -> None:
    known: tuple[tuple[str, Iterable[str], str, str], ...] = (
        (person, case.people, "人", "person"),
        (step, case.steps, "步骤", "step"),
    )
    for name, there, zh, en in known:
        if name and name not in there:
            raise KgError(
                Problem(
                    f"{case.id} ({name})",
                    f"案件中没有编号为“{name}”的{zh}。",
                    f'The case has no {en} with the id "{name}".',
                    f"可用：{'、'.join(there)}。",
                    f"Use one of: {', '.join(there)}.",
                )
            )


def _work(graph: Graph, case: Case) -> tuple[Work, list[Quad]]:
    quads = list(batch_quads({case.id: case}))
    rows = matching.match_rules(rules_for(graph, case), {case.id: case}, quads).get(case.id, [])
    return work_on(graph, case, rows), quads


def _only(answer: Answer, person: str, step: str) -> Answer:
    """Return the part of an answer about a person, a step, or both."""

    def asked(item: Any) -> bool:
        return person in ("", item.person) and step in ("", item.step)

    if not person and not step:
        return answer
    parts: tuple[Sequence[Assessment | Remark | Conflict], ...] = (
        answer.assessments, answer.violations, answer.silences, answer.conflicts,
    )  # fmt: skip
    raised = {q for part in parts for i in part if asked(i) for q in i.open_questions}
    return replace(
        answer,
        governing=[g for g in answer.governing if step in ("", g.step)],
        assessments=[a for a in answer.assessments if asked(a)],
        violations=[v for v in answer.violations if asked(v)],
        silences=[s for s in answer.silences if asked(s)],
        conflicts=[c for c in answer.conflicts if asked(c)],
        assumptions=[a for a in answer.assumptions if _concerned(a, person, step)],
        open_questions=[q for q in answer.open_questions if q.id in raised],
    )


def _concerned(assumption: Mapping[str, object], person: str, step: str) -> bool:
    """Tell whether an assumption is about a step, and not about another person."""
    return step in ("", assumption["step"]) and assumption.get("person", person) in ("", person)


def _search(graph: Graph, work: Work, quads: Sequence[Quad], answer: Answer) -> tuple[Search, bool]:
    judge = Judge(work.case, work.findings, work.governing, graph.timing, graph.labels)
    structure = judge.structure(work.rows)
    rules, asked = rules_for(graph, work.case), {a.step for a in answer.assessments}
    variants, untried = read_variants(work.case, quads, work.rows, rules, judge, asked)
    search = Search(judge, structure, variants, cases.choices(work.case), untried)
    return search, bool(untried)


def _explanation(
    graph: Graph, work: Work, subject: Assessment | Conflict, search: Search
) -> Explanation:
    slot = (subject.person, subject.step, subject.kind)
    text = next(g.source for g in work.governing if g.step == subject.step)
    rules, quiet = _rules(work, text, slot, subject)
    newer = _newer(graph, work, slot, text) if isinstance(subject, Assessment) else []
    found = search.flips(slot) if isinstance(subject, Assessment) else None
    return Explanation(subject, rules, newer, quiet, found)


def _rules(
    work: Work, text: str, slot: engine.Slot, said: Assessment | Conflict
) -> tuple[list[Applied], list[str]]:
    matches = [
        m
        for m in work.settled[text].matches
        if m.slot == slot and m.rule.effect not in ("forbids", "silent", "notes")
    ]
    return applied(matches, said, work.findings)


def _newer(graph: Graph, work: Work, slot: engine.Slot, text: str) -> list[Applied]:
    """Return the rules of the newest text that 从旧兼从轻 weighed for a person."""
    newest = graph.timing.newest()
    if text == newest or work.case.assessed_on < graph.timing.leniency_from:
        return []
    governed = {g.step for g in work.governing if g.source == text}
    if slot[2] not in timing.COMPARED:
        return []
    found: list[Applied] = []
    for a in work.settled[newest].assessments:
        if a.person == slot[0] and a.step in governed and a.kind in timing.COMPARED:
            found += _rules(work, newest, (a.person, a.step, a.kind), a)[0]
    return found


def explain_json(graph: Graph, explained: Explained) -> dict[str, Any]:
    """Return an explanation as JSON: the answer object with `explanations` (docs/outputs.md)."""
    return explanation_json(
        explained.answer, explained.explanations, explained.cut, graph.labels, graph.receipt,
        _citations(graph, explained),
    )  # fmt: skip


def explain_text(graph: Graph, case: Case, explained: Explained, lang: str) -> str:
    """Return an explanation as text in `zh` or `en`: a tree down to the quoted words."""
    return explanation_text(
        case, explained.answer, explained.explanations, explained.cut,
        _citations(graph, explained), graph.words, graph.labels, graph.receipt, lang,
    )  # fmt: skip


def _citations(graph: Graph, explained: Explained) -> Mapping[str, Citation]:
    """Return the words of all that the answer, its rules and its flips cite."""
    more = [p for e in explained.explanations for r in (*e.rules, *e.newer) for p in r.provisions]
    more += [p for e in explained.explanations if e.flips for f in e.flips.flips
             for p in f.provisions]  # fmt: skip
    return read_citations(graph.store, [*cited([explained.answer]), *more])
