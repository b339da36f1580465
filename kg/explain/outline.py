"""An explanation as text: a tree from the outcome to rules, findings and quoted words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.explain.citations import Citation, citation_words
from kg.explain.report import (
    SECTIONS,
    assumption_lines,
    head,
    question_lines,
    remark_lines,
    section,
)
from kg.explain.words import NOTICE, Sayings, Words, act_of, who
from kg.model import Answer, Applied, Case, Conflict, Explanation, Flips, Text, Trace

_MARKS = {True: "✓", False: "✗", None: "?"}
_LEGEND = Text("✓ 成立　✗ 不成立　? 尚待认定", "✓ holds  ✗ fails  ? not yet determined")
_OPS = {
    "all": Text("以下全部：", "all of:"),
    "any": Text("以下之一：", "one of:"),
    "not": Text("并非：", "not:"),
    "unless": Text("除非已认定：", "unless it was found that:"),
    "readings": Text("按各种读法（{}）：", "on every reading of {}:"),
}
_NOTHING_ASKED = Text("无须另行认定", "no finding is asked for")
_NEVER = Text("（此读法下从不成立）", "(never, on this reading)")
_STANDING = {
    "decides": Text("据以判断", "decides"),
    "defeats": Text("据以排除", "removes it"),
    "considered": Text("也曾考虑", "considered"),
    "newer": Text("新文本的规则（从旧兼从轻）", "rule of the newer text (leniency)"),
}
_DEFEATED = Text("被排除：", "defeated by: ")
_GIVES_WAY = Text("让位于：", "gives way to: ")
_ASKED = Text("要求：{}", "asked for: {}")
_FOUND_AT = Text("据 {} 的认定", "as found at {}")
_NOT_INVOKED = Text("无人主张的排除情形：", "exemptions that nobody invoked: ")
_ABOVE = Text("（文字见上）", "(quoted above)")
_FLIPS = Text(
    "会改变结论的最小事实变化（查到 {} 处变化为止）",
    "The smallest changes of facts that change this (sets of up to {} changes were searched)",
)
_NO_FLIP = Text(
    "不超过 {} 处的事实变化都不改变这一结论。",
    "No set of up to {} changes of facts changes this.",
)
_TOO_LARGE = Text(
    "案件过大，未查找会改变结论的事实变化。",
    "The case is too large: changes that would flip this were not searched for.",
)
_MORE = Text("另有 {} 组同样小的变化。", "{} more, just as small.")
_CUT = Text(
    "案件行为过多，并非每个行为的变化都试过。",
    "The case has too many acts: not every change of an act was tried.",
)
_NO_ANSWER = Text("不再有结论", "no outcome any more")


def explanation_text(
    case: Case,
    answer: Answer,
    explanations: Sequence[Explanation],
    cut: bool,
    citations: Mapping[str, Citation],
    words: Words,
    sayings: Sayings,
    receipt: Mapping[str, str],
    lang: str,
) -> str:
    """Return an explanation in one language; each provision is quoted where it is first used."""
    writer = _Writer(case, citations, words, sayings, lang)
    lines = [case.title.pick(lang), _LEGEND.pick(lang), ""]
    for explanation in explanations:
        lines += [*writer.explanation(explanation, cut), ""]
    for key, remarks in (
        ("violations", answer.violations), ("silences", answer.silences), ("notes", answer.notes),
    ):  # fmt: skip
        told = []
        for remark in remarks:
            told += remark_lines(case, remark, words, lang)
            told += writer.quotes(remark.provisions, "    ")
        lines += section(key, told, lang)
    lines += section("assumptions", assumption_lines(answer, lang), lang)
    lines += section("open_questions", question_lines(answer, lang), lang)
    lines.append(f"{NOTICE.pick(lang)} graph {receipt['graph'][:16]} · {receipt['version']}")
    return "\n".join(lines)


class _Writer:
    """Writes the parts of an explanation in one language."""

    def __init__(
        self,
        case: Case,
        citations: Mapping[str, Citation],
        words: Words,
        sayings: Sayings,
        lang: str,
    ) -> None:
        self.case, self.citations, self.words = case, citations, words
        self.sayings, self.lang = sayings, lang
        self.quoted: set[str] = set()

    def explanation(self, explanation: Explanation, cut: bool) -> Iterator[str]:
        """Yield one assessment or conflict: its head, its rules, its flips."""
        subject, lang = explanation.subject, self.lang
        if isinstance(subject, Conflict):
            yield (
                f"# {who(self.case, subject.person, self.words, lang)} · "
                f"{act_of(self.case, subject.step, self.words, lang)}"
            )
            yield f"  {SECTIONS['conflicts'].pick(lang)}: {subject.because.pick(lang)}"
        else:
            yield from head(self.case, subject, self.words, lang)
        for rule in explanation.rules:
            yield from self.rule(rule, "")
        for rule in explanation.newer:
            yield from self.rule(rule, "newer")
        if explanation.not_invoked:
            yield f"  {_NOT_INVOKED.pick(lang)}{', '.join(explanation.not_invoked)}"
        if explanation.flips:
            yield from self.flips(explanation.flips, cut)

    def rule(self, rule: Applied, standing: str) -> Iterator[str]:
        """Yield a rule: where it stands, its condition with what was found, its quoted words."""
        lang = self.lang
        removes = rule.effect == "exempts" and rule.condition.value is True
        standing = standing or (
            ("defeats" if removes else "decides") if rule.decides else "considered"
        )
        mark = _MARKS[rule.condition.value]
        effect = self.words.of("effect", rule.effect, lang)
        place = f" · {rule.step}" if standing == "newer" else ""
        yield f"  {mark} {_STANDING[standing].pick(lang)}{place}: {rule.rule} ({effect})"
        quiet = rule.effect == "exempts" and not rule.decides and rule.condition.value is False
        if not quiet:
            yield f"      {rule.because.pick(lang)}"
        for title, others in ((_DEFEATED, rule.defeated_by), (_GIVES_WAY, rule.gives_way_to)):
            if others:
                yield f"      {title.pick(lang)}{', '.join(others)}"
        yield from self.condition(rule.condition, "      ")
        if not quiet:
            yield from self.quotes(rule.provisions, "      ")

    def condition(self, trace: Trace, indent: str) -> Iterator[str]:
        """Yield a condition line by line, each part with its truth value."""
        mark, lang = _MARKS[trace.value], self.lang
        if trace.op == "atom":
            yield f"{indent}{mark} {self.atom(trace)}"
        elif not trace.parts:
            said = _NOTHING_ASKED if trace.value else _NEVER
            yield f"{indent}{mark} {said.pick(lang)}"
        else:
            yield f"{indent}{mark} {_OPS[trace.op].pick(lang).format(trace.question)}"
            for part in trace.parts:
                yield from self.condition(part, indent + "    ")

    def atom(self, trace: Trace) -> str:
        """Say what was asked and what was found."""
        asked = trace.asked
        if asked is None:
            return ""
        lang = self.lang
        point = self.sayings.gap(asked).pick(lang)
        found = self.sayings.value(asked.field, trace.found).pick(lang)
        notes = []
        if not trace.value:
            values = (self.sayings.value(asked.field, v).pick(lang) for v in trace.accepted)
            between = "、" if lang == "zh" else " or "
            notes.append(_ASKED.pick(lang).format(between.join(values)))
        if trace.found_at and trace.found_at.about != asked.about:
            notes.append(_FOUND_AT.pick(lang).format(trace.found_at.about))
        if lang == "zh":
            return f"{point}：{found}" + (f"（{'；'.join(notes)}）" if notes else "")
        return f"{point}: {found}" + (f" ({'; '.join(notes)})" if notes else "")

    def quotes(self, provisions: Sequence[str], indent: str) -> Iterator[str]:
        """Yield each provision with its words, the first time it is used."""
        for provision in provisions:
            citation = self.citations.get(provision)
            if citation is None:
                continue
            if provision in self.quoted:
                yield f"{indent}[{provision}] {_ABOVE.pick(self.lang)}"
                continue
            self.quoted.add(provision)
            title = f"{citation.source_title.pick(self.lang)} {citation.number.pick(self.lang)}"
            yield f"{indent}[{provision}] {title}"
            yield from (f"{indent}    {line}" for line in citation_words(citation, self.lang))

    def flips(self, flips: Flips, cut: bool) -> Iterator[str]:
        """Yield what would change the outcome, by outcome reached."""
        lang = self.lang
        if not flips.searched:
            yield f"  {_TOO_LARGE.pick(lang)}"
        elif not flips.flips:
            yield f"  {_NO_FLIP.pick(lang).format(flips.searched)}"
        else:
            yield f"  {_FLIPS.pick(lang).format(flips.searched)}:"
        for target in dict.fromkeys(f.outcome for f in flips.flips):
            name = self.words.of("outcome", target, lang) if target else _NO_ANSWER.pick(lang)
            for flip in (f for f in flips.flips if f.outcome == target):
                between = "；" if lang == "zh" else "; and "
                said = between.join(self.sayings.change(c).pick(lang) for c in flip.changes)
                cited = f" [{'; '.join(flip.provisions)}]" if flip.provisions else ""
                why = "" if target else f" — {flip.because.pick(lang)}"
                yield f"    → {name}: {said}{cited}{why}"
            if target in flips.more:
                yield f"    → {name}: {_MORE.pick(lang).format(flips.more[target])}"
        if cut:
            yield f"    {_CUT.pick(lang)}"
