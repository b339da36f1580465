"""Says why, rule by rule: what each matching rule asks, what was found; and why not the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import streamlit as st
from situation import COMMITTEE
from widgets import plain, quotations
from wording import Wording

from kg.model import Answer, Applied, Explanation, Trace

MARKS = {True: "✓", False: "✗", None: "?"}


def rules(w: Wording, explanation: Explanation) -> Iterator[str]:
    """Yield the rules behind an assessment as Markdown: standing, condition, what was found."""
    for rule in explanation.rules:
        yield _rule(w, rule, "")
    for rule in explanation.newer:
        yield _rule(w, rule, "newer")
    if explanation.not_invoked:
        yield w.t("not_invoked_rules", ids=", ".join(map(plain, explanation.not_invoked)))


def _rule(w: Wording, rule: Applied, standing: str) -> str:
    removes = rule.effect == "exempts" and rule.condition.value is True
    standing = standing or (("removes" if removes else "decides") if rule.decides else "considered")
    effect = plain(w.code("effect", rule.effect))
    lines = [
        f"{MARKS[rule.condition.value]} **{w.t(f'standing_{standing}')}** · {effect} · "
        f":small[{plain(rule.rule)}]  \n{w.say(rule.because)}"
    ]
    lines.append("\n".join(_condition(w, rule.condition, 0)))
    for key, others in (("defeated_by", rule.defeated_by), ("gives_way", rule.gives_way_to)):
        if others:
            lines.append(w.t(key, ids=", ".join(map(plain, others))))
    return "\n\n".join(lines)


def _condition(w: Wording, trace: Trace, depth: int) -> Iterator[str]:
    """Yield a condition as a nested list, each part with its truth value."""
    start = f"{'    ' * depth}- {MARKS[trace.value]} "
    if trace.op == "atom":
        yield start + plain(_atom(w, trace))
    elif not trace.parts:
        yield start + w.t("nothing_asked" if trace.value else "never_on_this_reading")
    else:
        yield start + w.t(f"op_{trace.op}", question=plain(trace.question))
        for part in trace.parts:
            yield from _condition(w, part, depth + 1)


def _atom(w: Wording, trace: Trace) -> str:
    """Say what was asked for and what was found; what nobody found stays “not found”."""
    if trace.asked is None:
        return ""
    field = trace.asked.field
    said = w.t("finding", field=w.gap(trace.asked), value=w.value(field, trace.found))
    notes = []
    if not trace.value:
        asked = w.t("or").join(w.value(field, v) for v in trace.accepted)
        notes.append(w.t("asked_for", values=asked))
    if trace.found_at and trace.found_at.about != trace.asked.about:
        notes.append(w.t("found_at", step=w.act(trace.found_at.about)))
    return said + (w.t("brackets", text=w.t("comma").join(notes)) if notes else "")


def others(w: Wording, answer: Answer) -> list[tuple[str, str]]:
    """Return the acts of the case about which no assessment of liability and no remark speaks."""
    spoken = {(a.person, a.step) for a in answer.assessments if a.kind != "answerable"}
    for many in (answer.silences, answer.violations, answer.conflicts):
        spoken |= {(x.person, x.step) for x in many}
    acts = [(s.by, s.id) for s in w.case.steps.values() if s.by != COMMITTEE]
    return [place for place in acts if place not in spoken]


def people_without(w: Wording, answer: Answer) -> list[str]:
    """Return the people who bear nothing in an answer: of whom one would ask why not."""
    bearing = {
        a.person for a in answer.assessments if a.outcome == "bears" and a.kind != "answerable"
    }
    return [p for p in w.case.people if p not in bearing]


def show(
    w: Wording,
    answer: Answer,
    explanations: Sequence[Explanation],
    citations: Mapping[str, Any],
) -> None:
    """Show, person by person, why those who bear nothing do not, or why it is open."""
    people = people_without(w, answer)
    if not people:
        return
    st.header(w.t("why_not"), anchor=False)
    st.caption(w.t("why_not_hint"))
    for person in people:
        _person(w, person, answer, explanations, citations)


@st.fragment
def _person(
    w: Wording,
    person: str,
    answer: Answer,
    explanations: Sequence[Explanation],
    citations: Mapping[str, Any],
) -> None:
    """Show one person; what is inside is made when it is opened."""
    opened = st.expander(plain(w.who(person)), key=f"whynot-{person}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        mine = [e for e in explanations if e.subject.person == person
                and e.subject.kind != "answerable"]  # fmt: skip
        cited: list[str] = []
        for e in mine:
            kind = plain(w.code("responsibility-kind", e.subject.kind))
            st.markdown(f"#### {plain(w.act(e.subject.step))} · {kind}", anchors=False)
            st.markdown("\n\n".join(rules(w, e)))
            cited += [p for r in e.rules for p in r.provisions]
        for silence in (s for s in answer.silences if s.person == person):
            st.markdown(
                f"#### {plain(w.act(silence.step))}\n\n:gray-badge[{w.t('mark_silences')}] "
                f"{w.say(silence.because)}",
                anchors=False,
            )
            cited += silence.provisions
        acts = [step for who, step in others(w, answer) if who == person]
        if acts:
            steps = w.t("comma").join(w.act(s) for s in acts)
            st.markdown(plain(w.t("no_rule_matches", steps=steps)))
        elif not mine and not any(s.person == person for s in answer.silences):
            st.markdown(w.t("no_act"))
        if cited:
            quotations(_known(cited, citations), citations, w.graph, w.lang)


def _known(provisions: Iterable[str], citations: Mapping[str, Any]) -> list[str]:
    return [p for p in dict.fromkeys(provisions) if p in citations]
