"""Ask: choose or build a case, change its facts, see who bears what, why, and on which words."""

from __future__ import annotations

import json
from typing import Any

import answers
import builder
import casefile
import chain
import chosen as choosing
import flipping
import sidebyside
import situation
import streamlit as st
import timeline
import whynot
import widgets
from chosen import OWN, Chosen
from texts import t
from widgets import plain, problems
from wording import Wording

from kg import pipeline
from kg.errors import KgError
from kg.model import Answer, Case, Gap
from kg.pipeline import Comparison, Explained, Graph

Whole = tuple[Case, Answer, Comparison]


@st.cache_resource(show_spinner=False, max_entries=256)
def _answer(_graph: Graph, receipt: str, case_file: str) -> Whole:
    """Answer one case file; the same file on the same graph is answered once."""
    case = pipeline.case_from_data(json.loads(case_file))
    return case, pipeline.assess(_graph, case), pipeline.compare(_graph, case)


@st.cache_resource(show_spinner=False, max_entries=256)
def _explained(_graph: Graph, receipt: str, case_file: str) -> Explained:
    """Explain one case file, with its flips; once for the same file on the same graph."""
    return pipeline.explain(_graph, pipeline.case_from_data(json.loads(case_file)))


def answer(graph: Graph, data: dict[str, Any]) -> Whole:
    """Return the case, its answer by date, and the answer under each text. Raises KgError."""
    return _answer(graph, graph.receipt["graph"], json.dumps(data, ensure_ascii=False))


def explained(graph: Graph, data: dict[str, Any]) -> Explained:
    """Return the explanation of a case that was answered."""
    return _explained(graph, graph.receipt["graph"], json.dumps(data, ensure_ascii=False))


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
    _choose(chosen, lang)
    if failure is not None:
        problems(t("cannot_answer", lang), failure, lang)
    shown = now or original
    whole = choosing.write(chosen)
    if shown is not None:
        w = Wording(shown[0], graph, lang, widgets.content_language())
        if now is not None:
            _announce(w, chosen, now[1])
        _verdict(w, chosen, now, original)
        builder.show(w, changed)
        _reasons(w, chosen, known, data, changed, now)
        _keep(w, now, changed, whole)
    widgets.footer(graph, lang)


def _choose(chosen: Chosen, lang: str) -> None:
    """Show the question, the choice of situation, and its story."""
    data = choosing.data_of(chosen)
    content = widgets.content_language()
    question = data.get("question")
    st.title(plain(question[content]) if question else t("question_default", lang), anchor=False)
    cases = choosing.packaged()
    ids = [*cases, *([OWN] if chosen.own else [])]

    def title(case: str) -> str:
        found = chosen.own if case == OWN and chosen.own else cases[case]
        named = (found.get("title") or {}).get(content, found["id"])
        return str(t("own_case", lang, title=named) if case == OWN else named)

    st.session_state["ask.case"] = chosen.case
    st.selectbox(
        t("situation", lang),
        ids,
        key="ask.case",
        format_func=title,
        help=t("situation_help", lang),
        on_change=lambda: choosing.choose(st.session_state["ask.case"]),
    )
    if chosen.failure is not None:
        problems(t("cannot_read_address", lang), chosen.failure, lang)
    elif "case" in chosen.ignored:
        asked = plain(st.query_params.get("case", ""))
        st.warning(t("unknown_case", lang, case=asked))
    elif chosen.ignored:
        st.warning(t("ignored_address", lang, keys=plain(", ".join(chosen.ignored))))
    if "story" in data:
        st.markdown(plain(data["story"][content]))
    if "note" in data:
        st.caption(t("note", lang, note=plain(data["note"][content])))


def _verdict(w: Wording, chosen: Chosen, now: Whole | None, original: Whole | None) -> None:
    """Show the chain of the case, and the answer at a glance."""
    with st.container(border=True, key="verdict"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.header(w.t("at_a_glance"), anchor=False, width="content")
            _reset(w, chosen)
        if now is not None:
            answers.glance(w, now[1], original[1] if original and chosen.changes else None)
        widgets.footer(w.graph, w.lang)
    st.header(w.t("chain"), anchor=False)
    chain.show(w, now[1] if now else None)


def _reasons(
    w: Wording,
    chosen: Chosen,
    known: list[situation.Control],
    data: dict[str, Any],
    changed: dict[str, Any],
    now: Whole | None,
) -> None:
    """Show the facts beside the reasons, why not the others, what would flip it, the two texts."""
    facts, reasons = st.columns([5, 7], gap="large")
    with facts:
        timeline.show(w, chosen, known, data)
    if now is None:
        return
    citations = w.graph.citations([now[1], *now[2].answers.values()])
    with reasons:
        st.header(w.t("answer"), anchor=False)
        answers.full(w, now[1], citations, lambda: explained(w.graph, changed))
    others, flips = st.container(key="others"), st.container(key="flips")
    sidebyside.show(w, now[2], citations)
    # what takes longest comes last, in the places kept for it
    found = explained(w.graph, changed)
    more = [p for e in found.explanations for r in (*e.rules, *e.newer) for p in r.provisions]
    with flips:
        sets = [e.flips for e in found.explanations if e.flips]
        points = [c.point for f in sets for flip in f.flips for c in flip.changes]
        every = situation.controls(data, [*points, *situation.named(data, chosen.changes)])
        flipping.show(w, sets, found.cut, every)
    with others:
        words = {**citations, **w.graph.words_of(more)}
        whynot.show(w, now[1], found.explanations, words)


def _announce(w: Wording, chosen: Chosen, now: Answer) -> None:
    """Say what a changed fact did to the outcomes, once, right after the change."""
    last = st.session_state.get("ask.last")
    changes = dict(chosen.changes)
    if last and last[0] == chosen.case and last[1] != changes:
        answers.announce(w, last[2], now)
    st.session_state["ask.last"] = (chosen.case, changes, now)


def _reset(w: Wording, chosen: Chosen) -> None:
    if not chosen.changes and not chosen.past:
        return
    with st.container(horizontal=True, width="content", vertical_alignment="center"):
        st.caption(w.t("changed_count", n=len(chosen.changes)), width="content")
        if chosen.past:
            st.button(w.t("undo"), key="undo", on_click=choosing.undo)
        if chosen.changes:
            st.button(w.t("reset"), key="reset", on_click=choosing.reset)


def _keep(w: Wording, now: Whole | None, changed: dict[str, Any], whole: bool) -> None:
    """Offer the answer and the case as files, each made when it is asked for."""
    if now is None:
        return
    case, found, comparison = now
    st.header(w.t("keep"), anchor=False)
    own = st.session_state["ask.case"] == OWN
    st.caption(w.t("share" if not own else "share_own" if whole else "share_long"))
    graph, content = w.graph, w.content

    def as_json(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

    json_type = "application/json"
    files = (
        ("download_html", "html", "text/html",
         lambda: pipeline.answer_html(graph, case, found, comparison, content)),
        ("download_json", "json", json_type, lambda: as_json(pipeline.answer_json(graph, found))),
        ("download_yaml", "yaml", "application/yaml", lambda: casefile.to_yaml(changed)),
        ("download_compare", "compare.json", json_type,
         lambda: as_json(pipeline.compare_json(graph, case, comparison))),
        ("download_text", "txt", "text/plain",
         lambda: pipeline.answer_text(graph, case, found, content)),
    )  # fmt: skip
    with st.container(horizontal=True):
        for key, ending, mime, body in files:
            st.download_button(
                w.t(key), body, f"{case.id}.{ending}", mime, key=key, on_click="ignore"
            )


page()
