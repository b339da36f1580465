"""Prints tables for a terminal: query results, comparisons, the ledger, validation findings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as Cell

from kg.explain import Citation, Words, act_of, citation_text, who
from kg.model import Answer, Assessment, Case, Text
from kg.namespaces import BASE
from kg.store import Result

_WIDTH, _COLUMNS = 120, 5
STATES = {
    "encoded": Text("已编码", "encoded"),
    "out-of-scope": Text("不编码（附理由）", "out of scope"),
    "missing": Text("缺文", "missing"),
    "unaccounted": Text("未说明", "unaccounted"),
}
_COVER = Text(
    "请在 {file} 中写成事实，或列入 out_of_scope 并说明理由。",
    "Make it a fact in {file}, or list it under out_of_scope with a reason.",
)
_DIFFERS = Text("≠ 不同", "≠ differs")
_SAME = Text("＝ 相同", "= same")
_ANOTHER = Text("≠ 类别不同", "≠ another kind")
_NOTHING = Text("— 条文未规定", "— nothing said")
_NO_TEXT = Text("— 没有可核实的文本", "— no verified text")
_OTHER_KIND = Text(
    "— 不属此类（见本步骤其他行）", "— not under this kind (see the step's other rows)"
)


def _table(headings: Sequence[str], lines: bool = False) -> Table:
    table = Table(show_lines=lines)
    for heading in headings:
        table.add_column(Cell(heading), overflow="fold")
    return table


def _render(table: Table) -> str:
    """Return a table as text, without colours; data is never read as markup."""
    stream = io.StringIO()
    Console(file=stream, width=_WIDTH, color_system=None, markup=False, highlight=False).print(
        table
    )
    return _printable(stream.getvalue().rstrip("\n"))


def _printable(text: str) -> str:
    """Return a text whose control characters cannot command the terminal."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", "\ufffd", text)


def to_text(result: Result, headings: Sequence[str] | None = None, lang: str = "") -> str:
    """Return SELECT rows for a terminal; IRIs keep only what follows the project's base.

    With `lang`, of a column that comes in both languages (`label_zh`, `label_en`) only that one is
    shown. More than five columns do not fit side by side: each row is then a block of lines.
    """
    names = dict(zip(result.variables, headings or result.variables, strict=True))
    other = {"zh": "_en", "en": "_zh"}.get(lang)
    shown = [
        v
        for v in result.variables
        if not (other and v.endswith(other) and f"{v[:-3]}_{lang}" in names)
    ]
    rows = [{v: row.get(v, "").removeprefix(BASE) for v in shown} for row in result.rows]
    if len(shown) > _COLUMNS:
        blocks = ["\n".join(f"{names[v]}: {row[v]}" for v in shown if row[v]) for row in rows]
        return _printable("\n\n".join([*blocks, f"{len(rows)} rows"]))
    table = _table([names[v] for v in shown])
    for row in rows:
        table.add_row(*[Cell(row[v]) for v in shown])
    return f"{_render(table)}\n{len(rows)} rows"


def to_csv(result: Result) -> str:
    """Return SELECT rows as CSV; a cell that a spreadsheet would run as a formula is quoted."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(result.variables)
    for row in result.rows:
        cells = [row.get(v, "") for v in result.variables]
        writer.writerow([f"'{c}" if c.startswith(("=", "+", "-", "@", "\t")) else c for c in cells])
    return stream.getvalue()


def comparison_text(
    case: Case,
    answers: Mapping[str, Answer],
    citations: Mapping[str, Citation],
    words: Words,
    lang: str,
    notice: str,
) -> str:
    """Return both texts' answers side by side, differences marked, then the cited words."""
    names = list(answers)
    table = _table([case.title.pick(lang), *names, ""], lines=True)
    cells = {n: {(a.person, a.step, a.kind): a for a in answers[n].assessments} for n in names}
    keys = sorted(
        {k for n in names for k in cells[n]},
        key=lambda k: (case.steps[k[1]].order, k[0], k[2]),
    )
    for key in keys:
        found = [cells[n].get(key) for n in names]
        person, step, kind = key
        head = (
            f"{who(case, person, words, lang)}\n{act_of(case, step, words, lang)}\n"
            f"{words.of('responsibility-kind', kind, lang)}"
        )
        absent = [_absence(answers[n], person, step) for n in names]
        shown = [
            (a.outcome, tuple(a.extent) if a.outcome == "bears" else ()) if a else None
            for a in found
        ]
        mark = _SAME if len(set(shown)) == 1 else _DIFFERS
        if any(a is None and why is _OTHER_KIND for a, why in zip(found, absent, strict=True)):
            mark = _ANOTHER
        texts = [
            _cell(a, words, lang) if a else why.pick(lang)
            for a, why in zip(found, absent, strict=True)
        ]
        table.add_row(Cell(head), *[Cell(t) for t in texts], Cell(mark.pick(lang)))
    silences = [
        f"- {n}: {who(case, s.person, words, lang)} · {act_of(case, s.step, words, lang)}\n"
        f"    {s.because.pick(lang)}"
        for n in names
        for s in answers[n].silences
    ]
    violations = [
        f"- {n}: {who(case, v.person, words, lang)} · {act_of(case, v.step, words, lang)}\n"
        f"    {v.because.pick(lang)} [{'; '.join(v.provisions)}]"
        for n in names
        for v in answers[n].violations
    ]
    notes = [
        f"- {n}: {who(case, v.person, words, lang)} · {act_of(case, v.step, words, lang)}\n"
        f"    {v.because.pick(lang)} [{'; '.join(v.provisions)}]"
        for n in names
        for v in answers[n].notes
    ]
    conflicts = [
        f"- {n}: {who(case, c.person, words, lang)} · {act_of(case, c.step, words, lang)}\n"
        f"    {c.because.pick(lang)} [{'; '.join(c.provisions)}]"
        for n in names
        for c in answers[n].conflicts
    ]
    questions = {q.id: q for n in names for q in answers[n].open_questions}
    reasons = [
        f"- {n}: {who(case, a.person, words, lang)} · {act_of(case, a.step, words, lang)} · "
        f"{words.of('responsibility-kind', a.kind, lang)} — "
        f"{words.of('outcome', a.outcome, lang)}\n    {a.because.pick(lang)}"
        for n in names
        for a in answers[n].assessments
        if a.kind != "answerable"
    ]
    lines = [_render(table)]
    for title, rows in (
        (Text("理由", "Why"), reasons),
        (Text("违反的禁止性规定", "Violations"), violations),
        (Text("规则冲突", "Conflicts"), conflicts),
        (Text("条文未规定，或者没有可核实的文本", "Where the texts are silent, or lost"), silences),
        (Text("附注", "Notes"), notes),
        (Text("未决问题", "Open questions"), [
            f"- {q.question.pick(lang)}\n" + "\n".join(
                f"    {i}. {r.pick(lang)}" for i, r in enumerate(q.readings, 1))
            for q in questions.values()
        ]),
        (Text("所引条文", "The provisions cited"), [
            citation_text(c, lang) for c in citations.values()
        ]),
    ):  # fmt: skip
        if rows:
            lines += ["", f"## {title.pick(lang)}", *rows]
    return "\n".join([*lines, "", notice])


def _absence(answer: Answer, person: str, step: str) -> Text:
    """Return why a text gives no assessment of a kind: lost words, another kind, or silence."""
    if any(a.person == person and a.step == step for a in answer.assessments):
        return _OTHER_KIND
    silent = [s for s in answer.silences if s.person == person and s.step == step]
    return _NO_TEXT if any(s.provisions for s in silent) else _NOTHING


def _cell(assessment: Assessment, words: Words, lang: str) -> str:
    parts = [words.of("outcome", assessment.outcome, lang)]
    parts += [f"[{words.of('extent', e, lang)}]" for e in assessment.extent]
    return " ".join(parts) + "\n" + "\n".join(assessment.provisions)


def coverage_text(report: Mapping[str, Any], lang: str) -> str:
    """Return the ledger's totals and every article that is not wholly encoded."""
    heads = [Text("来源", "source"), *STATES.values(), Text("已说明", "accounted")]
    table = _table([h.pick(lang) for h in heads])
    details = []
    for source in report["sources"]:
        table.add_row(*_row(source["source"], source))
        for article in source["articles"]:
            states = [s["state"] for s in article["sentences"]]
            if article["text_status"] != "complete" and any(s != "encoded" for s in states):
                gaps = sum(s == "missing" for s in states)
                details.append(
                    f"  {source['source']}/{article['id']}: {article['text_status']}, "
                    f"{gaps} {STATES['missing'].pick(lang)}"
                )
    table.add_row(*_row(Text("合计", "all").pick(lang), report))
    unaccounted = [
        f"  {STATES['unaccounted'].pick(lang)}: {u}. "
        + _COVER.pick(lang).format(file=_facts_file(u))
        for u in report["unaccounted"]
    ]
    return "\n".join([_render(table), *details, *unaccounted])


PARITY = {
    "roles": Text("角色（按来源）", "roles (by source)"),
    "powers": Text("权力、许可规范", "norms of power and permission"),
    "liabilities": Text("责任规范", "norms of liability"),
    "rules": Text("归责、课责规则", "rules that attribute or impose"),
    "powers_without_rule": Text("没有责任规则的权力", "powers without a responsibility rule"),
    "rules_without_power": Text("没有权力（职责）的责任规则", "rules of roles without a power"),
    "powers_without_responsibility": Text("只有权力一侧的角色", "roles with powers only"),
    "responsibility_without_power": Text("只有责任一侧的角色", "roles with responsibility only"),
    "rules_without_norm": Text("没有事实支撑的规则", "rules without a norm"),
    "liabilities_without_rule": Text("没有规则的责任规范", "liability norms without a rule"),
}
_EMPTY_SIDE = Text(
    "一侧为空说明条文或者编码如此，不是对任何人的结论。",
    "An empty side is a fact about the text or its encoding, never a finding against anyone.",
)


def _row(name: str, part: Mapping[str, Any]) -> list[str]:
    """Return a line of the ledger: counts by state, and the share that is accounted for."""
    share = f"{part['shares']['accounted']:.2%}"
    return [name, *(str(part["totals"][state]) for state in STATES), share]


def _facts_file(provision: str) -> str:
    """Return the facts file, below its source's folder, of `<source>/<provision>`."""
    article = provision.partition("/")[2].split("/")[0]
    return f"facts/{article}.yaml" if article else "facts/"


def parity_text(report: Mapping[str, Any], lang: str) -> str:
    """Return the parity report: totals, the lists of what has one side only, norms by role."""
    lines = [f"{PARITY[key].pick(lang)}: {number}" for key, number in report["totals"].items()]
    lines.append(_EMPTY_SIDE.pick(lang))
    for key, title in PARITY.items():
        if key in ("roles", "powers", "liabilities", "rules"):
            continue
        lines += ["", f"## {title.pick(lang)} ({len(report[key])})"]
        for item in report[key]:
            label = item.get("label", {}).get(lang, "")
            name = item.get("rule") or item.get("norm") or f"{item['source']} {item['role']}"
            lines.append(f"- {name} {label or item.get('provision', '')}")
    classes = ("Power", "Permission", "Duty", "Prohibition", "Liability", "Exemption")
    table = _table([Text("来源", "source").pick(lang), Text("角色", "role").pick(lang), *classes])
    for role in report["roles"]:
        counts = [str(role["norms"].get(c, "")) for c in classes]
        table.add_row(Cell(role["source"]), Cell(role["label"][lang]), *counts)
    return "\n".join([*lines, "", _render(table)])
