"""An answer as text for a terminal, ending with the words it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.explain.citations import Citation, citation_text
from kg.explain.words import NOTICE, Words, act_of, who
from kg.model import Answer, Assessment, Case, Conflict, Remark, Text

SECTIONS = {
    "governing": Text("适用文本", "Which text governs"),
    "assessments": Text("谁负什么责任", "Who answers for what"),
    "violations": Text("违反的禁止性规定", "Violations"),
    "silences": Text("条文未规定", "Where the texts are silent"),
    "notes": Text("附注", "Notes"),
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
    remarks: dict[str, Sequence[Remark | Conflict]] = {
        "violations": answer.violations, "silences": answer.silences, "notes": answer.notes,
        "conflicts": answer.conflicts,
    }  # fmt: skip
    rows = {
        "governing": [
            f"- {act_of(case, g.step, words, lang)}: {g.source or '—'}" for g in answer.governing
        ],
        "assessments": [_line(case, a, words, lang) for a in answer.assessments],
        **{
            key: [line for r in found for line in remark_lines(case, r, words, lang, True)]
            for key, found in remarks.items()
        },
        "assumptions": assumption_lines(answer, lang),
        "open_questions": question_lines(answer, lang),
        "citations": [citation_text(c, lang) for c in citations.values()],
    }
    lines = [case.title.pick(lang), ""]
    for key, found in rows.items():
        lines += section(key, found, lang)
    lines += [f"{NOTICE.pick(lang)} graph {receipt['graph'][:16]} · {receipt['version']}"]
    return "\n".join(lines)


def section(key: str, rows: Sequence[str], lang: str) -> list[str]:
    """Return a section with its heading, nothing when it has no rows."""
    return [f"## {SECTIONS[key].pick(lang)}", *rows, ""] if rows else []


def assumption_lines(answer: Answer, lang: str) -> list[str]:
    """Return the defaults that the answer rests on."""
    return [
        f"- {a['step']}{' · ' + str(a['person']) if 'person' in a else ''}: "
        f"{ASSUMPTIONS[str(a['field'])].pick(lang)}"
        for a in answer.assumptions
    ]


def question_lines(answer: Answer, lang: str) -> list[str]:
    """Return the open questions that the answer touches, each with its readings."""
    return [
        f"- {q.question.pick(lang)}\n"
        + "\n".join(f"    {i}. {r.pick(lang)}" for i, r in enumerate(q.readings, 1))
        for q in answer.open_questions
    ]


def remark_lines(
    case: Case, remark: Remark | Conflict, words: Words, lang: str, cite: bool = False
) -> list[str]:
    """Return a violation, silence or conflict: who, where, why; with `cite` its provisions."""
    place = f"{who(case, remark.person, words, lang)} · {act_of(case, remark.step, words, lang)}"
    lines = [f"- {place}", f"    {remark.because.pick(lang)}"]
    if cite and remark.provisions:
        lines.append(f"    [{'; '.join(remark.provisions)}]")
    return lines


def _line(case: Case, a: Assessment, words: Words, lang: str) -> str:
    place, *rest = head(case, a, words, lang)
    cited = f"[{'; '.join(a.provisions)}]"
    return "\n".join(["- " + place.removeprefix("# "), *(f"  {x}" for x in rest), f"    {cited}"])


def head(case: Case, a: Assessment, words: Words, lang: str) -> list[str]:
    """Return who and where, the outcome with its extent, and why."""
    extent = "、".join(words.of("extent", e, lang) for e in a.extent)
    shown = f" [{extent}]" if extent else ""
    return [
        f"# {who(case, a.person, words, lang)} · {act_of(case, a.step, words, lang)}",
        f"  {words.of('responsibility-kind', a.kind, lang)}: "
        f"{words.of('outcome', a.outcome, lang).upper()}{shown}",
        f"  {a.because.pick(lang)}",
    ]
