"""Learn: exercises, what changed in 2024, a glossary with drift, a tour of the graph."""

from __future__ import annotations

from typing import Any

import exercises
import glossary
import quiz
import story
import streamlit as st
import tour
import widgets
from addressed import Addressed
from chosen import packaged
from texts import t
from widgets import plain

PARTS: dict[str, Any] = {
    "exercises": exercises.show, "story": story.show, "glossary": glossary.show, "tour": tour.show,
}  # fmt: skip
USUAL = {
    "part": "exercises", "case": "", "a": "", "shown": "", "hints": "", "kind": story.FIRST,
    "q": "", "group": "", "all": "", "article": tour.FIRST,
}  # fmt: skip
CHECKS = {
    "part": lambda v: v in PARTS,
    "case": lambda v: v in packaged(),
    "a": lambda v: len(v) < 100 and set(v) <= set(quiz.LETTERS),
    "shown": lambda v: v == "yes",
    "hints": lambda v: v in [str(n) for n in range(1, exercises.HINTS + 1)],
    "kind": lambda v: len(v) < 40,
    "q": lambda v: len(v) <= 200,
    "group": lambda v: len(v) < 40,
    "all": lambda v: v == "yes",
    "article": tour.fits,
}


def page() -> None:
    """Show the page."""
    lang = widgets.language()
    graph = widgets.graph_or_stop(lang)
    state = Addressed("learn", USUAL, CHECKS)
    st.title(t("learn_title", lang), anchor=False)
    if state.ignored:
        st.warning(t("ignored_address", lang, keys=plain(", ".join(state.ignored))))
    st.segmented_control(
        t("learn_part", lang),
        list(PARTS),
        key=state.key("part"),
        required=True,
        format_func=lambda p: t(f"learn_{p}", lang),
        label_visibility="collapsed",
        on_change=state.change,
        args=("part",),
    )
    PARTS[state["part"]](graph, state, lang)
    if state["part"] != "exercises":
        widgets.footer(graph, lang)
    state.write()


page()
