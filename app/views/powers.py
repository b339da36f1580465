"""Powers: who may decide what, by matter, province, level; what differs, what is not known."""

from __future__ import annotations

import powerlists
import powerreason
import powerstate as ps
import powertable
import streamlit as st
import widgets
from addressed import Addressed
from texts import t

from kg.pipeline import Graph, powers


def page() -> None:
    """Show the page."""
    lang = widgets.language()
    graph = widgets.graph_or_stop(lang)
    state = ps.load()
    st.title(t("powers_title", lang), anchor=False)
    st.markdown(t("powers_intro", lang))
    ps.ignored(state, lang)
    st.segmented_control(
        t("powers_view", lang),
        ps.VIEWS,
        key=state.key("view"),
        required=True,
        format_func=lambda v: t(f"powers_view_{v}", lang),
        label_visibility="collapsed",
        on_change=state.change,
        args=("view",),
    )
    if state["view"] == "matrix":
        powertable.show(state, graph, lang)
    elif state["view"] == "ask":
        ask(state, graph, lang)
    elif state["view"] == "lists":
        powerlists.known(state, lang)
    else:
        powerlists.gaps(state, lang)
    widgets.footer(graph, lang)
    state.write()


def ask(state: Addressed, graph: Graph, lang: str) -> None:
    """Show the single question as a form, its answer, and the same matter everywhere."""
    concepts = {m.code: m for m in powers.concepts("matter")}
    places = powers.provinces()
    st.selectbox(
        t("powers_matter", lang),
        list(concepts),
        key=state.key("matter"),
        format_func=ps.named(concepts, lambda c: ps.both(concepts[c])),
        help=t("powers_matter_help", lang),
        on_change=state.change,
        args=("matter",),
    )
    left, middle, right = st.columns(3)
    left.selectbox(
        t("powers_place", lang),
        list(places),
        key=state.key("province"),
        format_func=ps.named(
            places, lambda c: f"{ps.place_name(c)} · {places[c].zh if lang == 'en' else c}"
        ),
        on_change=state.change,
        args=("province",),
    )
    with middle:
        ps.level(state, lang)
    with right:
        ps.day(state, lang)
    ps.case_classes(state, lang)
    answer = powerreason.asked(state, state["matter"], state["province"], lang)
    if answer is not None:
        with st.container(border=True, key="powers-answer"):
            powerreason.of_answer(answer, graph, lang)
        powerreason.download(answer, lang)
    powerlists.everywhere(state, lang)


page()
