"""Says which text governs each step, and applies 从旧兼从轻 (regulations-2024 art. 28).

Conduct is judged by the text in force on its own day; when responsibility is judged under the newer
text and that text would not make the person bear it, the older outcome falls away (docs/
case-file.md, rule of reading 5). The periods and sentences are content: ontology/rules/timing.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.assets import relative
from kg.errors import KgError, Problem
from kg.formats import BOTH, DAY, FULL_PROVISION, IDENT, Format, check, listed, record, unique
from kg.model import Assessment, Case, Gap, Governing, Remark, Text
from kg.sources import bilingual
from kg.yaml12 import Document, Path_, load

COMPARED = ("judicial", "supervision")  # the kinds that 从旧兼从轻 compares (rule of reading 5)


@dataclass(frozen=True)
class Period:
    """A text and the days [start, end) on which it governs conduct; "" is open."""

    text: str
    start: str
    end: str
    because: Text
    where: str = ""


@dataclass(frozen=True)
class Timing:
    """The periods of the texts, the uncertain days, and the leniency clause."""

    periods: Sequence[Period]
    uncertain_from: str
    uncertain_until: str
    uncertain_question: str
    leniency_provision: str
    leniency_from: str
    leniency_question: str
    leniency_scope_question: str
    leniency_falls: Text
    leniency_stays: Text
    outside: Text
    where: str = ""

    def newest(self) -> str:
        """Return the text in force last."""
        return self.periods[-1].text

    def period(self, day: str) -> Period | None:
        """Return the period of a day, None when no text in the graph governs it."""
        for period in self.periods:
            if period.start <= day and (not period.end or day < period.end):
                return period
        return None


_FORMAT = Format(
    record(
        {
            "periods": listed(record({"text": IDENT, "start": DAY, "because": BOTH}, end=DAY), 1),
            "uncertain": record({"from": DAY, "until": DAY, "open_question": IDENT}),
            "leniency": record(
                {
                    "provision": FULL_PROVISION,
                    "from": DAY,
                    "open_question": IDENT,
                    "scope_question": IDENT,
                    "falls": BOTH,
                    "stays": BOTH,
                }
            ),
            "outside": BOTH,
        }
    )
)


def read_timing(path: Path) -> Timing:
    """Read ontology/rules/timing.yaml. Raises KgError, also for periods that overlap."""
    document = load(path, relative(path))
    check(document, _FORMAT)
    data = document.data
    uncertain, leniency = data["uncertain"], data["leniency"]
    _check_periods(document)
    return Timing(
        periods=[
            Period(
                p["text"],
                p["start"],
                p.get("end", ""),
                bilingual(document, p, "because", ("periods", i)),
                document.where(("periods", i, "text")),
            )
            for i, p in enumerate(data["periods"])
        ],
        uncertain_from=uncertain["from"],
        uncertain_until=uncertain["until"],
        uncertain_question=uncertain["open_question"],
        leniency_provision=leniency["provision"],
        leniency_from=leniency["from"],
        leniency_question=leniency["open_question"],
        leniency_scope_question=leniency["scope_question"],
        leniency_falls=bilingual(document, leniency, "falls", ("leniency",)),
        leniency_stays=bilingual(document, leniency, "stays", ("leniency",)),
        outside=bilingual(document, data, "outside", ()),
        where=document.where(),
    )


def _check_periods(document: Document) -> None:
    """Raise KgError unless the periods follow each other, oldest first, each text once."""
    data = document.data
    unique(document, [(p["text"], ("periods", i, "text")) for i, p in enumerate(data["periods"])])
    uncertain = data["uncertain"]
    until: Path_ = ("uncertain", "until")
    days = [(until, uncertain["from"], uncertain["until"])]
    for index, period in enumerate(data["periods"]):
        if "end" in period:
            days.append((("periods", index, "end"), period["start"], period["end"]))
        if index:
            before = data["periods"][index - 1]
            if "end" not in before or period["start"] < before["end"]:
                raise KgError(
                    Problem(
                        document.where(("periods", index, "start")),
                        f"“{period['text']}”的期间与“{before['text']}”的期间重叠。",
                        f'The periods of "{period["text"]}" and "{before["text"]}" overlap.',
                        "请按先后排列各期间，前一期间的 end 不得晚于后一期间的 start。",
                        "Put the periods in order; each must end before or when the next starts.",
                    )
                )
    for path, start, end in days:
        if end <= start:
            raise KgError(
                Problem(
                    document.where(path),
                    f"终止日 {end} 不在起始日 {start} 之后。",
                    f"The end, {end}, is not after the start, {start}.",
                    "请改正日期。",
                    "Mend the dates.",
                )
            )


def governing(case: Case, timing: Timing) -> list[Governing]:
    """Return, for each step in order, the text that governs it and why."""
    found = []
    for step in case.steps.values():
        period = timing.period(step.on)
        found.append(
            Governing(step.id, period.text, period.because)
            if period
            else Governing(step.id, "", timing.outside)
        )
    return found


def outside_silences(case: Case, timing: Timing) -> list[Remark]:
    """Return one silence for each acting person whose conduct no text in the graph governs."""
    first: dict[str, str] = {}
    for step in case.steps.values():
        if timing.period(step.on) is None and step.by in case.people:
            first.setdefault(step.by, step.id)
    return [Remark(p, s, "judicial", (), "", "", timing.outside) for p, s in first.items()]


def apply_leniency(
    case: Case,
    older: Sequence[Assessment],
    newer: Sequence[Assessment],
    timing: Timing,
) -> list[Assessment]:
    """Return the older outcomes after 从旧兼从轻, person by person.

    `older` are the assessments of steps that an older text governs, `newer` those that the newest
    text gives for the same steps. Only judicial and supervision outcomes are compared.
    """
    if case.assessed_on < timing.leniency_from:
        return list(older)
    by_person: dict[str, list[Assessment]] = {}
    for assessment in newer:
        if assessment.kind in COMPARED:
            by_person.setdefault(assessment.person, []).append(assessment)
    result = []
    for assessment in older:
        if assessment.kind not in COMPARED or assessment.outcome == "does-not-bear":
            result.append(assessment)
            continue
        others = by_person.get(assessment.person, [])
        bearing = [n for n in others if n.outcome == "bears"]
        result.append(_compare(assessment, bearing, others, timing))
    return result


def _compare(
    older: Assessment, bearing: Sequence[Assessment], newer: Sequence[Assessment], timing: Timing
) -> Assessment:
    cited = bearing or newer
    questions = [timing.leniency_question]
    if bearing and not any(n.step == older.step for n in bearing):
        # act by act this outcome would fall away; person by person it stays
        questions.append(timing.leniency_scope_question)
    provisions = [*older.provisions, *(p for n in cited for p in n.provisions)]
    common = {
        "provisions": tuple(dict.fromkeys([*provisions, timing.leniency_provision])),
        "open_questions": tuple(dict.fromkeys([*older.open_questions, *questions])),
    }
    if bearing:
        return replace(
            older,
            because=_join(older.because, timing.leniency_stays),
            **common,  # type: ignore[arg-type]
        )
    # Were the newer text's missing findings made, the older outcome could stand: they are named.
    gaps: dict[Gap, None] = {g: None for n in newer for g in n.turns_on}
    return replace(
        older,
        outcome="does-not-bear",
        extent=(),
        defeated_by=(timing.leniency_provision,),
        turns_on=tuple(gaps),
        because=_join(timing.leniency_falls, older.because),
        **common,  # type: ignore[arg-type]
    )


def _join(first: Text, second: Text) -> Text:
    return Text(f"{first.zh} {second.zh}", f"{first.en} {second.en}")


def uncertain_steps(case: Case, timing: Timing) -> bool:
    """Tell whether a step falls on the days for which it is uncertain which text governs."""
    return any(timing.uncertain_from <= s.on < timing.uncertain_until for s in case.steps.values())
