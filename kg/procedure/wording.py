"""Says an answer about the procedure as text, in Chinese or English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.explain import Citation, citation_text
from kg.model import OpenQuestion, Text

_SAID = {
    "silent": Text("条文未写", "the provision does not say"),
    "unknown": Text(
        "不明（有关文本未见或者缺失）", "unknown (the text was not seen or is missing)"
    ),
    "no-vote": Text("不经表决", "no vote"),
    "end": Text("程序至此结束", "the procedure ends here"),
}
_HOW = {
    "approves": Text("批准", "approves"),
    "reviews": Text("审核", "reviews"),
    "is-consulted": Text("被征求意见", "is consulted"),
    "receives-filing": Text("接受备案", "receives the filing"),
}
_STATE = {
    "yes": Text("施行", "in force"),
    "uncertain": Text(
        "是否施行不确定（见未决问题）", "not certain to be in force (see the open questions)"
    ),
    "unknown": Text("施行日期不明", "day of effect not known"),
}  # fmt: skip
_BASES = {
    "step": Text("程序进行之日", "on the day of the step"),
    "conduct": Text("行为之日", "on the day of the conduct"),
    "newest": Text(
        "未给出程序进行之日，按现行文本", "no day of the step was given: the present text"
    ),
}  # fmt: skip
_REASONS = {
    "no-such-step": Text(
        "就所知内容，该程序没有这一步骤。",
        "As far as it is known, this procedure has no such step.",
    ),
    "not-for-this-person": Text(
        "该步骤不适用于这类人员。", "The step is not for persons of this status."
    ),
}
_EFFECTS = {
    "may-be-lenient": Text("可以从宽", "may be treated leniently"),
    "must-be-severe": Text("应当从严", "must be treated severely"),
}
_CONFIDENCE = {"H": Text("高", "high"), "M": Text("中", "medium"), "L": Text("低", "low")}
_NOBODY = Text(
    "该日没有图谱所收的文本规定追责程序。",
    "No text in the graph sets an accountability procedure for that day.",
)
_START_NOT_GIVEN = Text(
    "起算之日未给出，不推算日期", "its first day was not given, so no date is worked out"
)
_LABELS = {
    "who": Text("由谁", "who"),
    "approval": Text("批准", "approval"),
    "majority": Text("表决", "majority"),
    "limit": Text("期限", "time limit"),
    "by": Text("最迟", "by"),
    "then": Text("之后", "then"),
    "rests": Text("依据", "rests on"),
    "note": Text("注意", "note"),
    "after": Text("已完成的步骤", "The step that was done"),
    "next": Text("下一步", "What comes next"),
    "running": Text("自此起算的其他期限", "Other periods that run from it"),
    "any_time": Text("随时可能发生", "What may come at any time"),
    "measures": Text("后果的种类和决定者", "Kinds of consequence and who decides them"),
    "circumstances": Text("从宽和从严", "Leniency and severity"),
    "left_out": Text("不适用的程序", "Procedures that do not apply"),
    "missing": Text("缺失的条文", "missing provisions"),
    "questions": Text("未决问题", "Open questions"),
    "cited": Text("所引条文", "The provisions cited"),
    "day": Text("所给日期读作", "the day given is read as"),
}


def shown_provisions(answer: dict[str, Any]) -> list[str]:
    """Return the provisions of the steps that an answer's text shows, none for a whole listing."""
    shown = [p for item in answer["left_out"] for p in item["provisions"]]
    for part in answer["parts"]:
        for step in (part.get("after"), *part.get("next", ()), *part.get("running", ())):
            shown += step["provisions"] if step else []
    return list(dict.fromkeys(shown)) if answer["stage"] else []


def answer_text(
    answer: dict[str, Any],
    questions: Sequence[OpenQuestion],
    citations: Sequence[Citation],
    notice: str,
    lang: str,
) -> str:
    """Return the answer as text in `zh` or `en`; the cited words last."""
    words = _Words(lang)
    lines = [] if answer["parts"] else [_NOBODY.pick(lang)]
    for part in answer["parts"]:
        lines += words.part(part)
    if answer["left_out"]:
        lines += ["", f"## {words.label('left_out')}"]
        for item in answer["left_out"]:
            because = item["because"][lang] if item["because"] else ""
            lines.append(
                f"- {item['label'][lang]}{words.colon}{because} [{'; '.join(item['provisions'])}]"
            )
    if questions:
        lines += ["", f"## {words.label('questions')}"]
        for question in questions:
            lines.append(f"- {question.question.pick(lang)} [{question.id}]")
            lines += [f"    {n}. {r.pick(lang)}" for n, r in enumerate(question.readings, 1)]
    if citations:
        lines += ["", f"## {words.label('cited')}", *(citation_text(c, lang) for c in citations)]
    return "\n".join([*lines, "", notice])


class _Words:
    """The lines of an answer in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.colon, self.semicolon = ("：", "；") if lang == "zh" else (": ", "; ")

    def label(self, key: str) -> str:
        return _LABELS[key].pick(self.lang)

    def line(self, key: str, text: str) -> str:
        return f"    {self.label(key)}{self.colon}{text}"

    def part(self, part: dict[str, Any]) -> list[str]:
        lang = self.lang
        bases = self.semicolon.join(_BASES[b].pick(lang) for b in part["bases"])
        lines = ["", f"# {part['label'][lang]} [{part['procedure']}]",
                 f"{bases}{self.colon}{part['source']} {_STATE[part['in_force']].pick(lang)}",
                 part["definition"][lang]]  # fmt: skip
        if part["missing"]:
            lines.append(f"{self.label('missing')}{self.colon}{', '.join(part['missing'])}")
        if "stages" in part:
            for number, stage in enumerate(part["stages"], 1):
                lines += ["", f"## {number}. {stage['label'][lang]}"]
                for step in stage["steps"]:
                    lines += self.step(step)
        elif part["after"] is None:
            lines.append(_REASONS[part["reason"]].pick(lang))
            return lines
        else:
            lines += self.after(part)
        if "stages" not in part:
            return lines
        if part["any_time"]:
            lines += ["", f"## {self.label('any_time')}"]
            lines += [line for step in part["any_time"] for line in self.step(step)]
        if part["measures"]:
            lines += ["", f"## {self.label('measures')}"]
            for m in part["measures"]:
                lines += [f"- {m['label'][lang]} — {self.roles(m['decided_by'])}",
                          f"    {m['when'][lang]}", self.grounds(m)]  # fmt: skip
        if part["circumstances"]:
            lines += ["", f"## {self.label('circumstances')}"]
            for c in part["circumstances"]:
                lines += [f"- {_EFFECTS[c['effect']].pick(lang)}{self.colon}{c['label'][lang]}",
                          self.grounds(c)]  # fmt: skip
        return lines

    def after(self, part: dict[str, Any]) -> list[str]:
        done = part["after"]
        lines = ["", f"## {self.label('after')}", f"- {done['step']} {done['label'][self.lang]}"]
        if part["day_means"]:
            lines.append(self.line("day", part["day_means"][self.lang]))
        lines += ["", f"## {self.label('next')}"]
        if not part["next"]:
            said = part["next_said"]
            lines.append(_SAID["unknown" if said == "stated" else said].pick(self.lang))
        for step in part["next"]:
            lines += self.step(step)
        if part["running"]:
            lines += ["", f"## {self.label('running')}"]
            lines += [line for step in part["running"] for line in self.step(step)]
        return lines

    def step(self, step: dict[str, Any]) -> list[str]:
        lang = self.lang
        lines = [f"- {step['step']} {step['label'][lang]}{self.aside(step.get('when'))}"]
        lines.append(self.line("who", self.roles(step["actors"])))
        lines.append(self.line("approval", self.roles(step["approval"])))
        if step["majority"]["said"] != "no-vote":
            text = step["majority"]["text"]
            shown = text[lang] if text else _SAID[step["majority"]["said"]].pick(lang)
            lines.append(self.line("majority", shown))
        lines += self.limit(step["time_limit"])
        then = step["next_steps"]
        if then["branches"]:
            branches = [b["step"].split("/")[1] + self.aside(b["when"]) for b in then["branches"]]
            lines.append(self.line("then", self.semicolon.join(branches)))
        elif then["said"] != "stated":
            lines.append(self.line("then", _SAID[then["said"]].pick(lang)))
        if step["note"]:
            lines.append(self.line("note", step["note"][lang]))
        return [*lines, self.grounds(step)]

    def aside(self, when: dict[str, str] | None) -> str:
        if not when:
            return ""
        return f" 〔{when['zh']}〕" if self.lang == "zh" else f" [{when['en']}]"

    def roles(self, stated: dict[str, Any]) -> str:
        if stated["said"] != "stated":
            return _SAID[stated["said"]].pick(self.lang)
        shown = []
        for role in stated["roles"]:
            how = _HOW[role["how"]].pick(self.lang) if "how" in role else ""
            shown.append(f"{role['label'][self.lang]} {how}".strip())
        return self.semicolon.join(shown)

    def limit(self, limit: dict[str, Any]) -> list[str]:
        lang = self.lang
        if limit["said"] != "stated":
            return [self.line("limit", _SAID[limit["said"]].pick(lang))]
        if "words" in limit:
            return [self.line("limit", limit["words"][lang])]
        gap = "" if lang == "zh" else " "
        text = f"{limit['value']}{gap}{limit['unit_label'][lang]}"
        if limit["from"]:
            text += f"{self.semicolon}{limit['from'][lang]}"
        else:
            events = " / ".join(s["event"][lang] for s in limit["starts"])
            text += self.semicolon + (
                f"条文未写从何时起算，可能自{events}起" if lang == "zh"
                else f"the provision does not say from when: perhaps from {events}"
            )  # fmt: skip
        lines = [self.line("limit", text)]
        found = limit["deadline"]
        if not found:
            return [*lines, self.line("by", _START_NOT_GIVEN.pick(lang))]
        day = found["date"]
        if found["estimate"]:
            day = (f"约 {day}；不早于 {found['not_before']}" if lang == "zh"
                   else f"about {day}; not before {found['not_before']}")  # fmt: skip
        if not limit["from"]:
            day += (
                "（如自上述步骤之日起算）" if lang == "zh" else " (if it runs from the step's day)"
            )
        return [*lines, self.line("by", f"{day} — {limit['counting'][lang]}")]

    def grounds(self, item: dict[str, Any]) -> str:
        keys = ", ".join(item["source_keys"])
        sure = _CONFIDENCE[item["confidence"]].pick(self.lang) if item["confidence"] else ""
        shown = ""
        if keys:
            shown = (f" [出处 {keys}，可信度{sure}]" if self.lang == "zh"
                     else f" [read in {keys}, confidence {sure}]")  # fmt: skip
        return self.line("rests", "; ".join(item["provisions"]) + shown)
