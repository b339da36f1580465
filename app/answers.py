"""Shows an answer: at a glance, then card by card with the words it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st
import whynot
from widgets import badge, chips, plain, quotations, source_titles, upper_first
from wording import Wording

from kg.model import Answer, Assessment, Remark
from kg.pipeline import Explained

ORDER = ("bears", "undetermined", "does-not-bear")
Slot = tuple[str, str, str]
Explain = Callable[[], Explained]


def slot(a: Assessment) -> Slot:
    """Return what identifies an assessment: person, step, kind."""
    return a.person, a.step, a.kind


def liabilities(answer: Answer) -> list[Assessment]:
    """Return the judicial and supervision assessments, those that bear first."""
    found = [a for a in answer.assessments if a.kind != "answerable"]
    return sorted(found, key=lambda a: ORDER.index(a.outcome))


# --- at a glance -------------------------------------------------------------------------------


def glance(w: Wording, answer: Answer, original: Answer | None) -> None:
    """Show every outcome in a line, and what the changed facts flipped."""
    before = {slot(a): a for a in original.assessments} if original else {}
    now = liabilities(answer)
    lines = [_glance_line(w, a, before.get(slot(a)), original is not None) for a in now]
    if original:
        kept = {slot(a) for a in now}
        for a in liabilities(original):
            if slot(a) not in kept:
                words = (_outcome(w, a), _kind(w, a.kind), w.who(a.person), w.act(a.step))
                what = " · ".join(words)
                lines.append(f":gray-badge[{w.t('flip_mark')}] {plain(w.t('gone', what=what))}")
    for key, many in (
        ("violations", answer.violations), ("silences", answer.silences),
        ("conflicts", answer.conflicts),
    ):  # fmt: skip
        for item in many:
            mark = w.t(f"mark_{key}")
            lines.append(f":gray-badge[{mark}] {w.place(item.person, item.step)}")
    with st.container(key="glance"):
        if not now:
            st.markdown(w.t("nothing_liable"))
        st.markdown("\n".join(f"- {line}" for line in lines))


def _glance_line(w: Wording, a: Assessment, before: Assessment | None, compared: bool) -> str:
    line = (
        f"{badge(a.outcome, _outcome(w, a))} **{plain(_kind(w, a.kind))}** — "
        f"{w.place(a.person, a.step)}"
    )
    if a.extent:
        line += f" {chips(w.extent(a))}"
    if not compared or (before and (before.outcome, before.extent) == (a.outcome, a.extent)):
        return line
    was = _said(w, before) if before else w.t("flip_none")
    return f"{line} :orange-badge[{w.t('flip_mark')} {plain(w.t('flips_here', was=was))}]"


def announce(w: Wording, before: Answer | None, now: Answer) -> None:
    """Say in passing what the last change did, so that it is seen wherever the person stands."""
    if before is None:
        return
    old = {slot(a): a for a in liabilities(before)}
    new = {slot(a): a for a in liabilities(now)}
    lines = []
    for key in {**old, **new}:
        was, has = old.get(key), new.get(key)
        if (was and (was.outcome, was.extent)) == (has and (has.outcome, has.extent)):
            continue
        person, step, kind = key
        lines.append(
            w.t(
                "toast_line",
                place=f"{w.who(person)} · {w.act(step)}",
                kind=_kind(w, kind),
                was=_said(w, was),
                now=_said(w, has),
            )
        )
    if lines:
        st.toast(plain(w.t("toast_flip", what=w.t("comma").join(lines))), duration="long")
    else:
        st.toast(w.t("toast_same"))


def _said(w: Wording, a: Assessment | None) -> str:
    if a is None:
        return w.t("toast_none")
    return " ".join([_outcome(w, a), *w.extent(a)])


def _outcome(w: Wording, a: Assessment) -> str:
    return w.code("outcome", a.outcome)


def _kind(w: Wording, kind: str) -> str:
    return upper_first(w.code("responsibility-kind", kind))


# --- in full -----------------------------------------------------------------------------------


def full(
    w: Wording, answer: Answer, citations: Mapping[str, Any], explained: Explain | None = None
) -> None:
    """Show the whole answer: what governs, every assessment, and all that is not settled.

    `explained` gives the explanations of the same case; it is called when a person opens one.
    """
    governing(w, answer)
    by_outcome: dict[str, list[Assessment]] = {}
    for a in liabilities(answer):
        by_outcome.setdefault(a.outcome, []).append(a)
    for outcome in ORDER:
        if outcome in by_outcome:
            st.subheader(w.t(f"group_{outcome}"), anchor=False)
            for index, a in enumerate(by_outcome[outcome]):
                card(w, a, citations, f"card-{outcome}-{index}", explained)
    if not answer.assessments:
        st.markdown(w.t("nothing_assessed"))
    _remarks(w, "violations", answer.violations, citations)
    _conflicts(w, answer, citations)
    _remarks(w, "silences", answer.silences, citations)
    _remarks(w, "notes", answer.notes, citations)
    _answerable(w, answer, citations)
    _open_questions(w, answer)
    _assumptions(w, answer)


def governing(w: Wording, answer: Answer) -> None:
    """Say which text governs which steps, and why."""
    titles = source_titles(w.graph, w.graph.receipt["graph"])
    by_text: dict[str, list[str]] = {}
    because: dict[str, str] = {}
    for g in answer.governing:
        by_text.setdefault(g.source, []).append(g.step)
        because[g.source] = w.say(g.because)
    lines = []
    for source, steps in by_text.items():
        title = plain(titles[source].pick(w.content)) if source in titles else plain(source)
        shown = f"**{title}**" if source else w.t("governs_none")
        key = "governs_all" if len(by_text) == 1 else "governs_steps"
        listed = "、".join(steps) if w.lang == "zh" else ", ".join(steps)
        lines.append(f"- {w.t(key, source=shown, steps=plain(listed))} {because[source]}")
    st.subheader(w.t("governing"), anchor=False)
    st.markdown("\n".join(lines))


def card(
    w: Wording,
    a: Assessment,
    citations: Mapping[str, Any],
    key: str,
    explained: Explain | None = None,
) -> None:
    """Show one assessment: outcome, kind, extent, reason, the words it rests on, and why."""
    with st.container(key=key):
        st.markdown(f"#### {w.place(a.person, a.step)}", anchors=False)
        day = w.case.steps[a.step].on
        st.markdown(
            f"{badge(a.outcome, _outcome(w, a))} **{plain(_kind(w, a.kind))}** "
            f"{chips(w.extent(a))} :gray[{plain(day)}]\n\n{w.say(a.because)}"
        )
        if a.turns_on:
            gaps = w.t("comma").join(w.gap(g) for g in a.turns_on)
            st.markdown(f"**{plain(w.t('turns_on', what=gaps))}**")
        quotations(a.provisions, citations, w.graph, w.lang)
        _why(w, a, key, explained)


@st.fragment
def _why(w: Wording, a: Assessment, key: str, explained: Explain | None) -> None:
    """Show the rules and findings behind an assessment; made when a person opens it."""
    opened = st.expander(w.t("why_exactly"), key=f"why-{key}", on_change="rerun")
    if not opened.open:
        return
    lines = [w.t("rule", ids=_ids(a.rules or (a.rule,)))]
    if a.facts:
        facts = w.t("comma").join(w.fact(f) for f in a.facts)
        lines.append(plain(w.t("findings_used", text=facts)))
    if a.defeats:
        lines.append(w.t("defeats", ids=_ids(a.defeats)))
    if a.defeated_by:
        lines.append(w.t("defeated_by", ids=_ids(a.defeated_by)))
    opened.markdown("\n".join(f"- {line}" for line in lines))
    for e in explained().explanations if explained else ():
        if (e.subject.person, e.subject.step, e.subject.kind) == slot(a):
            opened.markdown("\n\n".join(whynot.rules(w, e)))


def _ids(ids: Iterable[str]) -> str:
    return ", ".join(plain(i) for i in ids)


def _answerable(w: Wording, answer: Answer, citations: Mapping[str, Any]) -> None:
    found = [a for a in answer.assessments if a.kind == "answerable"]
    if not found:
        return
    st.subheader(w.t("group_answerable"), anchor=False)
    st.caption(w.t("answerable_hint"))
    for index, a in enumerate(found):
        with st.container(key=f"card-answerable-{index}"):
            st.markdown(
                f"{badge(a.outcome, _outcome(w, a))} {w.place(a.person, a.step)} "
                f"{chips(w.extent(a))}\n\n{w.say(a.because)}"
            )
            if a.turns_on:
                gaps = w.t("comma").join(w.gap(g) for g in a.turns_on)
                st.markdown(f"**{plain(w.t('turns_on', what=gaps))}**")
            with st.expander(w.t("rests_on")):
                quotations(a.provisions, citations, w.graph, w.lang)


def _remarks(w: Wording, key: str, remarks: Sequence[Remark], citations: Mapping[str, Any]) -> None:
    """Show violations, silences or notes."""
    if not remarks:
        return
    st.subheader(w.t(key), anchor=False)
    if key == "silences":
        st.caption(w.t("silences_hint"))
    for index, r in enumerate(remarks):
        with st.container(key=f"card-{key}-{index}"):
            kind = f" · {plain(_kind(w, r.kind))}" if key == "silences" and r.kind else ""
            st.markdown(
                f"#### {w.place(r.person, r.step)}{kind}\n\n{w.say(r.because)}",
                anchors=False,
            )
            quotations(r.provisions, citations, w.graph, w.lang)


def _conflicts(w: Wording, answer: Answer, citations: Mapping[str, Any]) -> None:
    if not answer.conflicts:
        return
    st.subheader(w.t("conflicts"), anchor=False)
    for index, c in enumerate(answer.conflicts):
        with st.container(key=f"card-conflicts-{index}"):
            st.markdown(
                f"#### {w.place(c.person, c.step)} · {plain(_kind(w, c.kind))}", anchors=False
            )
            st.markdown(w.t("conflict", rules=_ids(c.rules)))
            quotations(c.provisions, citations, w.graph, w.lang)


def _open_questions(w: Wording, answer: Answer) -> None:
    if not answer.open_questions:
        return
    with st.expander(w.t("open_questions", n=len(answer.open_questions))):
        st.caption(w.t("open_questions_hint"))
        for q in answer.open_questions:
            readings = "\n".join(f"{i}. {w.say(r)}" for i, r in enumerate(q.readings, 1))
            st.markdown(f"**{w.say(q.question)}**\n\n{readings}")
            st.caption(_ids(q.provisions))


def _assumptions(w: Wording, answer: Answer) -> None:
    if not answer.assumptions:
        return
    lines = []
    for item in answer.assumptions:
        step, field = str(item.get("step", "")), str(item.get("field", ""))
        person, value = str(item.get("person", "")), item.get("value")
        if field == "circumstance":
            line = w.t("assumption_circumstance", step=w.act(step), who=w.who(person))
        else:
            code = str(value).lower() if isinstance(value, bool) else str(value)
            line = w.t(
                "assumption_field", step=w.act(step), field=w.field(field),
                value=w.value(field, code),
            )  # fmt: skip
        lines.append(f"- {plain(line)}")
    with st.expander(w.t("assumptions", n=len(lines))):
        st.markdown("\n".join(lines))
