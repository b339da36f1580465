"""An answer as one page to print or keep (templates/answer.html); it loads nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.explain.citations import Citation, citation_words
from kg.explain.report import SECTIONS, assumption_lines
from kg.explain.words import NOTICE, Words, act_of, who
from kg.model import Answer, Assessment, Case, Conflict, Remark, Text

_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_MARKS = {"bears": "●", "undetermined": "◐", "does-not-bear": "○"}
_KINDS = ("judicial", "supervision", "answerable")
_REMARKS = ("violations", "conflicts", "silences", "notes")
WORDS = {
    "chain": Text("事情经过", "What happened"),
    "findings": Text("认定", "found"),
    "concerns": Text("针对", "about"),
    "facts": Text("案件", "The case"),
    "assessed_on": Text("评价日", "Day of assessment"),
    "jurisdiction": Text("地区", "Jurisdiction"),
    "side": Text("两份文本对照（同样的事实，不问日期）",
                 "The two texts side by side (the same facts, whatever their dates)"),
    "same": Text("＝ 相同", "= same"),
    "differs": Text("≠ 不同", "≠ differs"),
    "none": Text("— 没有结论", "— no outcome"),
    "silent": Text("— 条文未规定", "— the text is silent"),
    "forbidden": Text("⊘ 禁止", "⊘ forbidden"),
    "conflict": Text("✕ 规则冲突", "✕ conflict of rules"),
    "rests_on": Text("依据", "rests on"),
    "nothing": Text("没有得出结论。", "There is no outcome."),
    "unsettled": Text("条文未规定不等于不承担；尚未认定的不当作“没有”。",
                      "Silence is not a “no”; what nobody found is never taken for “no”."),
}  # fmt: skip


def answer_page(
    case: Case,
    answer: Answer,
    texts: Mapping[str, Answer],
    titles: Mapping[str, Text],
    citations: Mapping[str, Citation],
    words: Words,
    receipt: Mapping[str, str],
    lang: str,
) -> str:
    """Return the page in `zh` or `en`; everything from the case and the graph is escaped.

    `texts` are the answers under each text, `titles` the names of sources by id.
    """
    import jinja2  # slow to import, and only this needs it

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    say = _Sayings(case, words, lang)
    liable = [a for a in answer.assessments if a.kind != "answerable"]
    liable.sort(key=lambda a: list(_MARKS).index(a.outcome))
    return environment.get_template("answer.html").render(
        lang=lang,
        w={k: t.pick(lang) for k, t in (WORDS | SECTIONS).items()},
        case=case,
        title=case.title.pick(lang),
        story=case.document.get("story", {}).get(lang, ""),
        question=case.document.get("question", {}).get(lang, ""),
        chain=[say.step(s) for s in case.steps],
        governing=_governing(answer, titles, lang),
        liable=[say.assessment(a) for a in liable],
        answerable=[say.assessment(a) for a in answer.assessments if a.kind == "answerable"],
        remarks={k: found for k in _REMARKS if (found := [*say.remarks(getattr(answer, k))])},
        texts=[titles[t].pick(lang) if t in titles else t for t in texts],
        rows=list(say.rows(list(texts.values()))),
        assumptions=[line.removeprefix("- ") for line in assumption_lines(answer, lang)],
        questions=[
            (q.question.pick(lang), [r.pick(lang) for r in q.readings])
            for q in answer.open_questions
        ],
        citations=[
            (c.id, f"{c.source_title.pick(lang)} {c.number.pick(lang)}", citation_words(c, lang))
            for c in citations.values()
        ],
        notice=NOTICE.pick(lang),
        receipt=receipt,
    )


def _governing(
    answer: Answer, titles: Mapping[str, Text], lang: str
) -> list[tuple[str, list[str], str]]:
    """Return each governing text with its steps, and why it governs."""
    found: dict[tuple[str, str], list[str]] = {}
    for g in answer.governing:
        name = titles[g.source].pick(lang) if g.source in titles else g.source or "—"
        found.setdefault((name, g.because.pick(lang)), []).append(g.step)
    return [(name, steps, because) for (name, because), steps in found.items()]


def _remarks(answer: Answer) -> list[Remark | Conflict]:
    return [*answer.violations, *answer.silences, *answer.conflicts]


class _Sayings:
    """Says the parts of one answer in one language, as plain values for the template."""

    def __init__(self, case: Case, words: Words, lang: str) -> None:
        self.case, self.words, self.lang = case, words, lang

    def who(self, person: str) -> str:
        """Say a person."""
        return who(self.case, person, self.words, self.lang)

    def assessment(self, a: Assessment) -> dict[str, Any]:
        """Return an assessment: mark, outcome, kind, extents, who, where, why, provisions."""
        code, lang = self.words.of, self.lang
        return {
            "code": a.outcome,
            "mark": _MARKS[a.outcome],
            "outcome": code("outcome", a.outcome, lang),
            "kind": code("responsibility-kind", a.kind, lang),
            "extent": [code("extent", e, lang) for e in a.extent],
            "who": self.who(a.person),
            "step": act_of(self.case, a.step, self.words, lang),
            "because": a.because.pick(lang),
            "provisions": list(a.provisions),
        }

    def step(self, ident: str) -> dict[str, Any]:
        """Return a step of the chain: what, who, about what, and what was found of it."""
        step = self.case.steps[ident]
        found = [
            f"{self.who(f.person)}: {said}" if f.person else said
            for f in self.case.findings
            if f.about == ident
            for said in ["; ".join(self._finding(n, v) for n, v in f.values.items() if n != "note")]
        ]
        return {
            "name": f"{ident} {self.words.of('act', step.act, self.lang)}",
            "on": step.on,
            "who": self.who(step.by),
            "of": act_of(self.case, step.of, self.words, self.lang) if step.of else "",
            "matter": step.fields.get("matter", ""),
            "found": found,
        }

    def _finding(self, name: str, value: str) -> str:
        schemes = {"excluded_by": "exclusion", "duty_of_care": "care",
                   "manifestly_unlawful": "certainty"}  # fmt: skip
        return self.words.of(schemes.get(name, name), value, self.lang)

    def remarks(self, remarks: Sequence[Remark | Conflict]) -> Iterator[dict[str, Any]]:
        """Yield remarks: who, where, why, provisions."""
        for r in remarks:
            yield {
                "who": self.who(r.person),
                "step": act_of(self.case, r.step, self.words, self.lang),
                "because": r.because.pick(self.lang),
                "provisions": list(r.provisions),
            }

    def rows(self, answers: Sequence[Answer]) -> Iterator[dict[str, Any]]:
        """Yield a row for every person, step and kind of either text, and whether they differ."""
        slots = {
            (a.step, a.person, a.kind) for x in answers for a in x.assessments
        } | {
            (r.step, r.person, "")
            for x in answers
            for r in _remarks(x)
        }  # fmt: skip
        order = {s: i for i, s in enumerate(self.case.steps)}
        for slot in sorted(slots, key=lambda s: (order[s[0]], s[1], (*_KINDS, "").index(s[2]))):
            step, person, kind = slot
            cells = [self._cell(x, slot) for x in answers]
            name = self.words.of("responsibility-kind", kind, self.lang) if kind else ""
            yield {
                "who": self.who(person),
                "step": act_of(self.case, step, self.words, self.lang),
                "kind": name,
                "cells": cells,
                "differs": any(c["state"] != cells[0]["state"] for c in cells),
            }

    def _cell(self, answer: Answer, slot: tuple[str, str, str]) -> dict[str, Any]:
        """Return what one text says of a slot: `state` is compared, `lines` are shown."""
        step, person, kind = slot
        if kind:
            found = [
                self.assessment(a) | {"state": (a.outcome, frozenset(a.extent))}
                for a in answer.assessments
                if (a.step, a.person, a.kind) == slot
            ]
            return found[0] if found else self._empty()
        marks: list[str] = []
        why: list[str] = []
        cited: dict[str, None] = {}
        groups: tuple[tuple[str, Sequence[Remark | Conflict]], ...] = (
            ("forbidden", answer.violations), ("silent", answer.silences),
            ("conflict", answer.conflicts),
        )  # fmt: skip
        for key, many in groups:
            for r in many:
                if (r.step, r.person) == (step, person):
                    marks.append(WORDS[key].pick(self.lang))
                    why.append(r.because.pick(self.lang))
                    cited.update(dict.fromkeys(r.provisions))
        if not marks:
            return self._empty()
        return self._empty() | {
            "state": tuple(dict.fromkeys(marks)),
            "mark": " ".join(dict.fromkeys(marks)),
            "because": " ".join(dict.fromkeys(why)),
            "provisions": list(cited),
        }

    def _empty(self) -> dict[str, Any]:
        mark = WORDS["none"].pick(self.lang)
        return {"state": None, "mark": mark, "outcome": "", "extent": [], "because": "",
                "provisions": []}  # fmt: skip
