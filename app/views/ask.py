"""Ask: choose a situation, change its facts, see who bears what, why, and on which words."""

from __future__ import annotations

import json
from typing import Any

import answers
import casefile
import chosen as choosing
import sidebyside
import situation
import streamlit as st
import timeline
import widgets
from chosen import OWN, Chosen
from texts import t
from widgets import plain, problems
from wording import Wording

from kg import pipeline
from kg.errors import KgError
from kg.model import Answer, Case, Gap
from kg.pipeline import Comparison, Graph

Whole = tuple[Case, Answer, Comparison]


@st.cache_resource(show_spinner=False, max_entries=256)
def _answer(_graph: Graph, receipt: str, case_file: str) -> Whole:
    """Answer one case file; the same file on the same graph is answered once."""
    case = pipeline.case_from_data(json.loads(case_file))
    return case, pipeline.assess(_graph, case), pipeline.compare(_graph, case)


def answer(graph: Graph, data: dict[str, Any]) -> Whole:
    """Return the case, its answer by date, and the answer under each text. Raises KgError."""
    return _answer(graph, graph.receipt["graph"], json.dumps(data, ensure_ascii=False))


def _gaps(whole: Whole | None) -> list[Gap]:
    """Return the findings that some outcome of an answer turns on."""
    if whole is None:
        return []
    many = (whole[1], *whole[2].answers.values())
    return [g for x in many for a in x.assessments for g in a.turns_on]


def page() -> None:
    """Show the page."""
    lang = widgets.language()
    graph = widgets.graph_or_stop(lang)
    chosen = choosing.load()
    data = choosing.data_of(chosen)
    named = situation.named(data, chosen.changes)
    original = failure = now = None
    try:
        original = answer(graph, data)
    except KgError as error:
        failure = error
    known = situation.controls(data, [*_gaps(original), *named])
    changed = casefile.apply(data, known, chosen.changes)
    if failure is None:
        try:
            now = answer(graph, changed)
        except KgError as error:
            failure = error
    known = situation.controls(data, [*_gaps(original), *_gaps(now), *named])
    _choose(graph, chosen, lang)
    if failure is not None:
        problems(t("cannot_answer", lang), failure, lang)
    shown = now or original
    if shown is not None:
        w = Wording(shown[0], graph, lang)
        if now is not None:
            _announce(w, chosen, now[1])
        _whole(w, chosen, known, data, now, original)
        _keep(w, now, changed)
        _edit(w, changed)
    widgets.footer(graph, lang)
    choosing.write(chosen)


def _choose(graph: Graph, chosen: Chosen, lang: str) -> None:
    """Show the question, the choice of situation, and its story."""
    data = choosing.data_of(chosen)
    question = data.get("question")
    st.title(plain(question[lang]) if question else t("question_default", lang), anchor=False)
    cases = choosing.packaged()
    ids = [*cases, *([OWN] if chosen.own else [])]

    def title(case: str) -> str:
        found = chosen.own if case == OWN and chosen.own else cases[case]
        named = (found.get("title") or {}).get(lang, found["id"])
        return t("own_case", lang, title=named) if case == OWN else str(named)

    st.session_state["ask.case"] = chosen.case
    st.selectbox(
        t("situation", lang),
        ids,
        key="ask.case",
        format_func=title,
        help=t("situation_help", lang),
        on_change=lambda: choosing.choose(st.session_state["ask.case"]),
    )
    if "case" in chosen.ignored:
        asked = plain(st.query_params.get("case", ""))
        st.warning(t("unknown_case", lang, case=asked))
    elif chosen.ignored:
        st.warning(t("ignored_address", lang, keys=plain(", ".join(chosen.ignored))))
    if "story" in data:
        st.markdown(plain(data["story"][lang]))
    if "note" in data:
        st.caption(t("note", lang, note=plain(data["note"][lang])))


def _whole(
    w: Wording,
    chosen: Chosen,
    known: list[situation.Control],
    data: dict[str, Any],
    now: Whole | None,
    original: Whole | None,
) -> None:
    """Show the answer at a glance, the facts beside the reasons, and the two texts."""
    if now is not None:
        with st.container(border=True, key="verdict"):
            with st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
            ):
                st.header(w.t("at_a_glance"), anchor=False, width="content")
                _reset(w, chosen)
            answers.glance(w, now[1], original[1] if original and chosen.changes else None)
            widgets.footer(w.graph, w.lang)
    facts, reasons = st.columns([5, 7], gap="large")
    with facts:
        if now is None:
            _reset(w, chosen)
        timeline.show(w, chosen, known, data)
    if now is None:
        return
    citations = w.graph.citations([now[1], *now[2].answers.values()])
    with reasons:
        st.header(w.t("answer"), anchor=False)
        answers.full(w, now[1], citations)
    sidebyside.show(w, now[2], citations)


def _announce(w: Wording, chosen: Chosen, now: Answer) -> None:
    """Say what a changed fact did to the outcomes, once, right after the change."""
    last = st.session_state.get("ask.last")
    changes = dict(chosen.changes)
    if last and last[0] == chosen.case and last[1] != changes:
        answers.announce(w, last[2], now)
    st.session_state["ask.last"] = (chosen.case, changes, now)


def _reset(w: Wording, chosen: Chosen) -> None:
    if chosen.changes:
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            st.caption(w.t("changed_count", n=len(chosen.changes)), width="content")
            st.button(w.t("reset"), key="reset", on_click=choosing.choose, args=(chosen.case,))


def _keep(w: Wording, now: Whole | None, changed: dict[str, Any]) -> None:
    """Offer the answer and the case as files."""
    if now is None:
        return
    case, found, comparison = now
    st.header(w.t("keep"), anchor=False)
    own = st.session_state["ask.case"] == OWN
    st.caption(w.t("share_own" if own else "share"))

    def as_json(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

    json_type, both = "application/json", pipeline.compare_json(w.graph, case, comparison)
    files = (
        ("download_text", pipeline.answer_text(w.graph, case, found, w.lang), "txt", "text/plain"),
        ("download_json", as_json(pipeline.answer_json(w.graph, found)), "json", json_type),
        ("download_compare", as_json(both), "compare.json", json_type),
        ("download_yaml", casefile.to_yaml(changed), "yaml", "application/yaml"),
    )
    with st.container(horizontal=True):
        for key, body, ending, mime in files:
            st.download_button(
                w.t(key), body, f"{case.id}.{ending}", mime, key=key, on_click="ignore"
            )


def _edit(w: Wording, changed: dict[str, Any]) -> None:
    """Let a person edit the case file itself."""
    with st.expander(w.t("edit_case"), key="edit"):
        st.caption(w.t("edit_hint"))
        before = casefile.to_yaml(changed)
        key = f"own.text.{hash(before)}"
        text = st.text_area(
            w.t("case_file"), value=before, height=340, key=key, on_change=choosing.clicked
        )
        with st.container(horizontal=True):
            use = st.button(w.t("use_case"), key="own.use", type="primary")
            if st.session_state["ask.case"] == OWN:
                st.button(
                    w.t("close_own"), key="own.close", on_click=choosing.choose_own, args=(None,)
                )
        if use:
            try:
                pipeline.case_from_text(text or "", "case.yaml")
            except KgError as error:
                problems(w.t("cannot_answer"), error, w.lang)
            else:
                choosing.choose_own(casefile.from_text(text or ""))
                st.rerun()


page()
