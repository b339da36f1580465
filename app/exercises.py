"""Exercises: decide who bears what, then see what the engine says, why, and on which words."""

from __future__ import annotations

from typing import Any

import answers
import chain
import pages
import quiz
import streamlit as st
import widgets
from addressed import Addressed
from chosen import packaged
from quiz import NONE, OUTCOMES, SILENT, Asked
from texts import t
from widgets import badge, plain, quotations, upper_first
from wording import Wording

from kg import pipeline
from kg.model import Answer, Case
from kg.pipeline import Graph

DONE = "learn.done"  # exercise -> (right, asked), of this visit
HINTS = 3


@st.cache_resource(show_spinner=False)
def answered(_graph: Graph, receipt: str) -> dict[str, tuple[Case, Answer]]:
    """Return the packaged cases with their answers, those with something to decide."""
    cases = pipeline.packaged_cases()
    found = {k: (c, pipeline.assess(_graph, c)) for k, c in cases.items()}
    return {k: x for k in packaged() if quiz.questions((x := found[k])[1], list(x[0].steps))}


def show(graph: Graph, state: Addressed, lang: str) -> None:
    """Show one exercise, with the way to the others and the progress of this visit."""
    with st.spinner(t("learn_working", lang), show_time=True):
        every = answered(graph, graph.receipt["graph"])
    ids = list(every)
    key = state["case"] if state["case"] in every else ids[0]
    case, answer = every[key]
    w = Wording(case, graph, lang, widgets.content_language())
    asked = quiz.questions(answer, list(case.steps))
    decided = quiz.decisions(state["a"], len(asked))
    revealed = state["shown"] == "yes" and NONE not in decided
    if revealed:
        st.session_state.setdefault(DONE, {})[key] = (quiz.right(asked, decided), len(asked))
    _progress(w, len(every))
    _pick(w, state, ids, key)
    data = packaged()[key]
    content = widgets.content_language()
    if "question" in data:
        st.subheader(plain(data["question"][content]), anchor=False)
    if "story" in data:
        st.markdown(plain(data["story"][content]))
    chain.show(w, answer if revealed else None, facts=True)
    if "note" in data and revealed:
        st.caption(t("note", lang, note=plain(data["note"][content])))
    _decide(w, state, key, asked, decided)
    if revealed:
        _reveal(w, answer, asked, decided)
    _on(w, state, ids, key, data)


def _progress(w: Wording, total: int) -> None:
    done: dict[str, tuple[int, int]] = st.session_state.get(DONE, {})
    right, asked = (sum(x[i] for x in done.values()) for i in (0, 1))
    said = w.t("learn_progress", n=len(done), total=total, right=right, asked=asked)
    st.progress(len(done) / total, text=said)


def _pick(w: Wording, state: Addressed, ids: list[str], key: str) -> None:
    done = st.session_state.get(DONE, {})

    def name(case: str) -> str:
        mark = f"✓ {done[case][0]}/{done[case][1]} · " if case in done else ""
        return f"{ids.index(case) + 1}. {mark}{packaged()[case]['title'][w.content]}"

    st.selectbox(
        w.t("learn_exercise"),
        ids,
        key=state.key("case", key),
        format_func=name,
        on_change=lambda: _open(state, st.session_state["learn.case"]),
    )


def _open(state: Addressed, case: str) -> None:
    state.put(case=case, a="", shown="", hints="")


def _decide(w: Wording, state: Addressed, key: str, asked: list[Asked], decided: list[str]) -> None:
    """Ask for every decision; hints on the way; the comparison once all are taken."""
    st.header(w.t("learn_decide"), anchor=False)
    st.caption(w.t("learn_decide_hint"))
    for index, (one, now) in enumerate(zip(asked, decided, strict=True)):
        kind = w.code("responsibility-kind", one.kind)
        widget = f"learn.q.{key}.{index}"
        st.session_state[widget] = now or None
        st.segmented_control(
            f"{w.place(one.person, one.step)} — **{plain(upper_first(kind))}**",
            OUTCOMES,
            key=widget,
            format_func=lambda o: w.t("learn_silent") if o == SILENT else w.code("outcome", o),
            on_change=_decided,
            args=(state, widget, index, decided),
        )
    hints = int(state["hints"] or 0)
    with st.container(horizontal=True):
        st.button(
            w.t("learn_compare"),
            key="learn.compare",
            type="primary",
            disabled=NONE in decided,
            help=w.t("learn_compare_help") if NONE in decided else None,
            on_click=lambda: state.put(shown="yes"),
        )
        if hints < HINTS:
            st.button(
                w.t("learn_hint", n=hints + 1, total=HINTS),
                key="learn.hint",
                on_click=lambda: state.put(hints=str(hints + 1)),
            )
        if any(decided):
            st.button(w.t("learn_again"), key="learn.again", on_click=lambda: _open(state, key))
    _hints(w, hints, key)


def _decided(state: Addressed, widget: str, index: int, decided: list[str]) -> None:
    taken = [*decided]
    taken[index] = st.session_state[widget] or NONE
    state.put(a=quiz.letters(taken), shown="")


def _hints(w: Wording, hints: int, key: str) -> None:
    """Show so many hints: which text governs, which provisions matter, their words."""
    answer = answered(w.graph, w.graph.receipt["graph"])[key][1]
    citations = w.graph.citations([answer])
    told = [c for c in citations if any(c in a.provisions for a in answer.assessments
                                        if a.kind != "answerable")]  # fmt: skip
    told += [c for s in answer.silences for c in s.provisions if c in citations]
    told = list(dict.fromkeys(told))
    if hints:
        answers.governing(w, answer)
    if hints >= 2:
        numbers = "; ".join(citations[p].number.pick(w.content) + f" ({p})" for p in told)
        st.markdown(w.t("learn_hint_provisions", text=plain(numbers or w.t("learn_no_provision"))))
    if hints >= 3 and told:
        with st.container(border=True):
            quotations(told, citations, w.graph, w.lang)


def _reveal(w: Wording, answer: Answer, asked: list[Asked], decided: list[str]) -> None:
    """Show, decision by decision, whether the engine agrees, and why it says what it says."""
    st.header(w.t("learn_answer"), anchor=False)
    right = quiz.right(asked, decided)
    st.markdown(w.t("learn_score", right=right, asked=len(asked)))
    citations = w.graph.citations([answer])

    def name(outcome: str) -> str:
        return w.t("learn_silent") if outcome == SILENT else w.code("outcome", outcome)

    for index, (one, mine) in enumerate(zip(asked, decided, strict=True)):
        agrees = w.t("learn_right") if one.outcome == mine else w.t("learn_differs")
        yours = w.t("learn_yours", outcome=name(mine))
        st.markdown(f"**{plain(agrees)}** · {plain(yours)}")
        for a in answer.assessments:
            if (a.person, a.step, a.kind) == (one.person, one.step, one.kind):
                answers.card(w, a, citations, f"card-{a.outcome}-learn-{index}")
        if one.outcome == SILENT:
            _silent(w, answer, one, citations, index)
    if answer.open_questions:
        st.caption(w.t("learn_open", n=len(answer.open_questions)))
    widgets.footer(w.graph, w.lang)


def _silent(w: Wording, answer: Answer, one: Asked, citations: Any, index: int) -> None:
    for s in answer.silences:
        if (s.person, s.step) == (one.person, one.step):
            with st.container(key=f"card-silent-{index}"):
                st.markdown(
                    f"#### {w.place(s.person, s.step)}\n\n{badge('', w.t('learn_silent'))}\n\n"
                    f"{w.say(s.because)}",
                    anchors=False,
                )
                quotations(s.provisions, citations, w.graph, w.lang)


def _on(w: Wording, state: Addressed, ids: list[str], key: str, data: dict[str, Any]) -> None:
    """Show the ways on: the next exercise, and the case on the page where facts can be changed."""
    at = ids.index(key)
    with st.container(horizontal=True):
        if at + 1 < len(ids):
            st.button(
                w.t("learn_next"), key="learn.next", on_click=_open, args=(state, ids[at + 1])
            )
        pages.link("ask", w.t("learn_try"), case=data["id"])
