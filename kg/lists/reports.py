"""Lint reports and answers as text for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.lists.format import read_format
from kg.lists.matters import read_matters
from kg.model import ListFinding, PowerList, ReadNote, Text
from kg.model.who import Ground, WhoDecides

_GRADES = {
    "violation": Text("违反", "violation"),
    "warning": Text("警告", "warning"),
    "open-question": Text("待定", "open question"),
    "information": Text("信息", "information"),
}


def lint_text(
    lists: Sequence[PowerList],
    findings: Sequence[ListFinding],
    notes: Sequence[ReadNote],
    lang: str,
) -> str:
    """Return the findings list by list: class, place, what, provisions' words, remedy."""
    zh = lang == "zh"
    lines = [f"{n.where}: {n.text.pick(lang)}" for n in notes]
    for lst in lists:
        title = lst.title if zh or not lst.title_en else lst.title_en
        rows = len(lst.items) + len(lst.assistants)
        lines += [f"{lst.id} · {title}", _coverage(lst, rows, zh)]
        own = [f for f in findings if f.list_id == lst.id]
        quoted: set[str] = set()
        for f in own:
            lines += ["", f"{_GRADES[f.grade].pick(lang)} · {f.where} · {f.rule}"]
            lines.append(f"  {f.message.pick(lang)}")
            lines += _provisions(f, quoted, zh)
            lines.append(("  建议：" if zh else "  Remedy: ") + f.remedy.pick(lang))
        counts = [f"{_GRADES[g].pick(lang)} {sum(f.grade == g for f in own)}" for g in _GRADES]
        lines += ["", ("合计：" if zh else "Total: ") + ("，" if zh else ", ").join(counts), ""]
    if not lists:
        return "\n".join(lines)
    lines.append(
        "对照2024年意见；非官方解释。空白等于不知道，不等于无权。"
        if zh
        else "Measured against the 2024 Opinions; not an official interpretation. "
        "Blank means unknown, never no power."
    )
    return "\n".join(lines)


def _coverage(lst: PowerList, rows: int, zh: bool) -> str:
    words = {
        "whole": Text("清单全文", "the whole list"),
        "partial": Text(
            "清单的一部分；没有写到的等于不知道", "part of the list; the rest is unknown"
        ),
        "unseen": Text("未见内容", "not seen"),
    }[lst.coverage]
    return f"{rows} 项，{words.zh}。" if zh else f"{rows} items, {words.en}."


def _provisions(finding: ListFinding, quoted: set[str], zh: bool) -> list[str]:
    """Return the provisions with their words, each quoted once a list; then those quoted above."""
    lines, above = [], []
    for provision, words in finding.provisions:
        if provision in quoted:
            above.append(provision)
        else:
            lines.append(f"  {provision}" + (f"：{words}" if words else ""))
            quoted.add(provision)
    if above:
        joined = ("、" if zh else ", ").join(above)
        lines.append(f"  {joined}（原文见上）" if zh else f"  {joined} (quoted above)")
    return lines


def who_text(answer: WhoDecides, lang: str) -> str:
    """Return an answer as text: who, by which tier and item, what it turns on, the words."""
    zh = lang == "zh"
    status = _STATUS[answer.status].pick(lang)
    level = _level(answer.level, lang)
    head = f"{answer.label.pick(lang)} · {answer.province} · {level} · {answer.on}"
    named = ("、" if zh else ", ").join(t.pick(lang) for _, t in answer.deciders)
    lines = [head, f"{status}" + (f"：{named}" if named and zh else f": {named}" if named else "")]
    lines.append(("依据层次：" if zh else "Tier: ") + answer.tier_label.pick(lang)
                 + (f" ({answer.confidence})" if answer.confidence else ""))  # fmt: skip
    for title, grounds in (
        (Text("所据事项", "Items"), answer.grounds),
        (Text("另见", "See also"), answer.possible),
    ):
        if grounds:
            lines += ["", title.pick(lang)]
            lines += [line for g in grounds for line in _ground_lines(g, answer, lang)]
    if answer.remarks or answer.questions:
        lines += ["", "说明" if zh else "Remarks"]
        lines += [f"  {r.pick(lang)}" for r in answer.remarks]
        lines += [("  待定问题：" if zh else "  Open question: ") + q for q in answer.questions]
    if answer.provisions:
        lines += ["", "条文" if zh else "Provisions"]
        lines += [f"  {p}" + (f"：{w}" if w else "") for p, w in answer.provisions]
    lines += ["", answer.notice.pick(lang)]
    return "\n".join(lines)


_STATUS = {
    "decided": Text("由其决定", "Decided by"),
    "depends": Text("取决于案情，可能由其决定", "It depends; possibly decided by"),
    "conflict": Text("规定相互不一致", "The items differ"),
    "unknown": Text("不知道由谁决定", "Not known who decides"),
}


def _ground_lines(ground: Ground, answer: WhoDecides, lang: str) -> list[str]:
    zh = lang == "zh"
    verbs = {x.letter: x.label.pick(lang) for x in read_format().letters}
    cells = {**dict.fromkeys(ground.deciders, "D")}
    for actor, more in ground.others.items():
        cells[actor] = cells.get(actor, "") + more
    told = ("；" if zh else "; ").join(
        f"{answer.actors[a].pick(lang)} {'、'.join(verbs[c] for c in cell)}"
        for a, cell in cells.items()
    )
    lines = [f"  {ground.where} {ground.label}" + (f"：{told}" if zh else f": {told}")]
    if ground.turns_on:
        words = ("；" if zh else "; ").join(_class_word(c, lang) for c in ground.turns_on)
        lines.append(("    取决于：" if zh else "    turns on: ") + words)
    if ground.delegation:
        lines.append(f"    {ground.delegation.pick(lang)}")
    return lines


def _class_word(code: str, lang: str) -> str:
    for scheme in ("case-class", "stage", "matter", "business-line"):
        concept = read_matters().get(scheme, code)
        if concept:
            return concept.label.pick(lang)
    return code


def _level(code: str, lang: str) -> str:
    choices = read_format().sheets["items"].column("level").choices
    return next((c.label.pick(lang) for c in choices if c.code == code), code)


def diff_text(diff: Mapping[str, Any], lang: str) -> str:
    """Return the differences of two lists as text, a line for each cell that differs."""
    zh = lang == "zh"
    actors = {a.key: a.label.pick(lang) for a in read_format().actors}
    lines = [f"{diff[s]['list']} {diff[s]['version']}" for s in ("old", "new")]
    for line in diff["differences"]:
        words = [_class_word(w, lang) for part in line["key"] for w in part.split(" ") if w]
        was, now = line["old"] or "?", line["new"] or "?"
        where = f"{' · '.join(words)} · {_level(line['level'], lang)} · {actors[line['actor']]}"
        lines.append(f"  {where}: {was} → {now}")
    if diff["differences"]:
        letters = [f"{x.letter} {x.label.pick(lang)}" for x in read_format().letters]
        unknown = "? 不知道" if zh else "? unknown"
        lines.append(("，" if zh else ", ").join([*letters, unknown]) + ("。" if zh else "."))
    else:
        lines.append("  没有不同。" if zh else "  No difference.")
    if diff["partial"]:
        lines.append(
            "有一份不是全文：只见于一份的，可能写在另一份未见的部分。"
            if zh
            else "One of them is not whole: what only one gives may stand in the other's unseen "
            "part."
        )
    return "\n".join(lines)
