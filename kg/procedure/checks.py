"""What must hold between procedures: links lead to steps, and what is stated says where from."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence

from kg.errors import KgError, Problem
from kg.model.procedures import (
    Circumstance,
    Counting,
    Measure,
    Procedure,
    ProcedureStep,
    TimeLimit,
)


def bad_value(where: str, value: object, allowed: Iterable[str]) -> KgError:
    """Return the complaint about a word that is none of those allowed."""
    listed = list(allowed)
    close = difflib.get_close_matches(str(value), listed, 1)
    return KgError(
        Problem(
            where,
            f"这里不能写“{value}”。",
            f'"{value}" cannot stand here.',
            (f"是否指“{close[0]}”？" if close else "") + f"可用：{'、'.join(listed)}。",
            (f'Did you mean "{close[0]}"? ' if close else "") + f"Use one of: {', '.join(listed)}.",
        )
    )


def no_step(where: str, name: str, steps: Iterable[str]) -> Problem:
    """Return the complaint about a step that no procedure has."""
    listed = list(steps)
    close = difflib.get_close_matches(name, [*listed, *(s.split("/")[1] for s in listed)], 1)
    return Problem(
        where,
        f"没有步骤“{name}”。",
        f'There is no step "{name}".',
        (f"是否指“{close[0]}”？" if close else "") + "用 kg procedure 可以列出步骤。",
        (f'Did you mean "{close[0]}"? ' if close else "") + "kg procedure lists the steps.",
    )


def check_links(procedures: Sequence[Procedure]) -> None:
    """Raise KgError where a step is named twice or a link leads to no step, or to one without day.

    A period can only run from a step whose `event` says what its day is.
    """
    steps: dict[str, ProcedureStep] = {}
    problems = []
    for step in (s for p in procedures for s in p.steps):
        if step.key in steps:
            problems.append(Problem(step.where, f"步骤“{step.id}”重复。",
                                    f'The step "{step.id}" stands twice.',
                                    "请另取编号。", "Choose another id."))  # fmt: skip
        steps[step.key] = step
    for step in steps.values():
        limit = step.limit or TimeLimit()
        local = [limit.starts, *limit.candidates]
        starts = [f"{step.procedure}/{name}" for name in local if name]
        named = [b.step for b in step.next] + starts
        named += [f"{step.procedure}/{limit.extends}"] if limit.extends else []
        for name in named:
            if name not in steps:
                problems.append(no_step(step.where, name, sorted(steps)))
        for name in starts:
            if name in steps and steps[name].event is None:
                problems.append(Problem(step.where, f"期限自“{name}”起算，但该步骤没有 event。",
                                        f'The period runs from "{name}", which has no event.',
                                        "请在该步骤写明其日期指哪一天。",
                                        "Say there what the day of the step is."))  # fmt: skip
    for measure in (m for p in procedures for m in p.measures):
        if measure.step not in steps:
            problems.append(no_step(measure.where, measure.step, sorted(steps)))
    if problems:
        raise KgError(problems)


def _grounded(procedure: Procedure) -> Iterator[ProcedureStep | Measure | Circumstance]:
    yield from procedure.steps
    yield from procedure.measures
    yield from procedure.circumstances


def _raising(procedure: Procedure) -> Iterator[ProcedureStep | Circumstance]:
    yield from procedure.steps
    yield from procedure.circumstances


def check_grounds(procedures: Sequence[Procedure], with_text: Collection[str]) -> None:
    """Raise KgError where what rests on a source without supplied text lacks key or confidence."""
    problems = []
    for procedure in procedures:
        for item in _grounded(procedure):
            grounds = item.grounds
            outside = [p for p in grounds.provisions if p.split("/")[0] not in with_text]
            if outside and not (grounds.source_keys and grounds.confidence):
                problems.append(
                    Problem(
                        item.where,
                        f"“{outside[0]}”没有所供文本，须写 source_key 和 confidence。",
                        f'"{outside[0]}" has no supplied text: source_key and confidence are due.',
                        "请补上出处代号和可信度。",
                        "Add the source key and the confidence.",
                    )
                )
    if problems:
        raise KgError(problems)


def named(
    procedures: Sequence[Procedure], counting: Counting
) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Yield (where, kind of name, names) for everything outside that procedures refer to."""
    yield "data/procedures/counting.yaml", "open question", (counting.open_question,)
    for p in procedures:
        yield p.where, "source", (p.source,)
        yield p.where, "provision", (*p.missing, *p.persons_provisions)
        yield p.where, "provision", [name for s in p.stages for name in s.provisions]
        yield p.where, "open question", [q.id for q in p.questions]
        for item in _grounded(p):
            yield item.where, "provision", item.grounds.provisions
            yield item.where, "source key", item.grounds.source_keys
        for raising in _raising(p):
            yield raising.where, "open question", [q.id for q in raising.questions]
        for step in p.steps:
            if step.limit and step.limit.open_question:
                yield step.where, "open question", (step.limit.open_question,)
