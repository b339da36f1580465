"""An answer as text for a terminal, ending with the words it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.explain.citations import Citation, citation_text
from kg.explain.words import NOTICE, Words, act_of, who
from kg.model import Answer, Assessment, Case, Text

SECTIONS = {
    "governing": Text("适用文本", "Which text governs"),
    "assessments": Text("谁负什么责任", "Who answers for what"),
    "violations": Text("违反的禁止性规定", "Violations"),
    "silences": Text("条文未规定", "Where the texts are silent"),
    "conflicts": Text("规则冲突", "Conflicts"),
    "assumptions": Text("本回答所依据的默认", "Assumptions"),
    "open_questions": Text("未决问题", "Open questions"),
    "citations": Text("所引条文", "The provisions cited"),
}
ASSUMPTIONS = {
    "within_authority": Text("假定在职权范围内（案件文件未写）", "assumed to be within authority"),
    "candour": Text("假定如实汇报（案件文件未写）", "the report is assumed to be full"),
    "form": Text("假定为书面（案件文件未写）", "assumed to be in writing"),
    "circumstance": Text(
        "过错的认定读作已符合条文所列情形之一", "the fault is read as meeting a listed circumstance"
    ),
}


def answer_text(
    case: Case,
    answer: Answer,
    citations: Mapping[str, Citation],
    words: Words,
    receipt: Mapping[str, str],
    lang: str,
) -> str:
    """Return the answer as plain text in one language, ending with the provisions' words."""
    lines = [case.title.pick(lang), ""]

    def section(key: str, rows: Sequence[str]) -> None:
        if rows:
            lines.extend([f"## {SECTIONS[key].pick(lang)}", *rows, ""])

    section("governing", [
        f"- {act_of(case, g.step, words, lang)}: {g.source or '—'}" for g in answer.governing
    ])  # fmt: skip
    section("assessments", [_line(case, a, words, lang) for a in answer.assessments])
    for key, remarks in (("violations", answer.violations), ("silences", answer.silences)):
        section(key, [
            f"- {who(case, r.person, words, lang)} · {act_of(case, r.step, words, lang)}\n"
            f"    {r.because.pick(lang)}" + (f"\n    [{'; '.join(r.provisions)}]"
                                             if r.provisions else "")
            for r in remarks
        ])  # fmt: skip
    section("conflicts", [f"- {c.person} · {c.step}: {' / '.join(c.rules)}"
                          for c in answer.conflicts])  # fmt: skip
    section("assumptions", [
        f"- {a['step']}{' · ' + str(a['person']) if 'person' in a else ''}: "
        f"{ASSUMPTIONS[str(a['field'])].pick(lang)}"
        for a in answer.assumptions
    ])  # fmt: skip
    section("open_questions", [
        f"- {q.question.pick(lang)}\n" + "\n".join(
            f"    {i}. {r.pick(lang)}" for i, r in enumerate(q.readings, 1))
        for q in answer.open_questions
    ])  # fmt: skip
    section("citations", [citation_text(c, lang) for c in citations.values()])
    lines += [f"{NOTICE.pick(lang)} graph {receipt['graph'][:16]} · {receipt['version']}"]
    return "\n".join(lines)


def _line(case: Case, a: Assessment, words: Words, lang: str) -> str:
    extent = "、".join(words.of("extent", e, lang) for e in a.extent)
    shown = f" [{extent}]" if extent else ""
    return (
        f"- {who(case, a.person, words, lang)} · {act_of(case, a.step, words, lang)}\n"
        f"    {words.of('responsibility-kind', a.kind, lang)}: "
        f"{words.of('outcome', a.outcome, lang).upper()}"
        f"{shown}\n    {a.because.pick(lang)}\n    [{'; '.join(a.provisions)}]"
    )
