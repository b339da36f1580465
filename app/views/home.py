"""Home: what this is, the flagship question as a form, what the graph holds, three doors."""

from __future__ import annotations

from datetime import UTC, datetime

import pages
import searching
import situation
import streamlit as st
import widgets
from chosen import FIRST, packaged
from situation import Control
from texts import t
from wording import Wording

from kg import pipeline
from kg.pipeline import Graph

COUNTED = {
    "sources": "jr:Source", "provisions": "jr:Provision", "norms": "jr:Norm",
    "items": "jr:ListItem",
}  # fmt: skip
YEARS = ("2025", "2018")
DOORS = {
    "learn": ("ask", "learn", "explore", "read"),
    "research": ("questions", "powers", "query"),
    "check": ("check", "about"),
}


@st.cache_data(show_spinner=False)
def counts(_graph: Graph, receipt: str) -> dict[str, int]:
    """Return how many things of each kind there are, by kind."""
    found = {
        key: int(
            _graph.store.query(
                f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a/rdfs:subClassOf* {kind} }}"
            ).rows[0]["n"]
        )
        for key, kind in COUNTED.items()
    }
    return {
        **found,
        "rules": len(_graph.rules),
        "cases": len(packaged()),
        "questions": len(pipeline.questions()),
    }


def page() -> None:
    """Show the page."""
    lang = widgets.language()
    graph = widgets.graph_or_stop(lang)
    st.title(t("tagline", lang), anchor=False)
    st.markdown(t("home_what", lang))
    searching.box(graph)
    flagship(graph, lang)
    st.header(t("home_doors", lang), anchor=False)
    doors(lang)
    st.header(t("home_in_it", lang), anchor=False)
    inside(graph, lang)
    widgets.footer(graph, lang)


def flagship(graph: Graph, lang: str) -> None:
    """Show the question as a form; the answer is the page Ask, with these facts."""
    content = widgets.content_language()
    with st.container(border=True, key="flagship"):
        st.header(t("home_question", lang), anchor=False)
        st.caption(t("home_question_hint", lang))
        case = st.selectbox(
            t("situation", lang),
            altered(),
            key="home.case",
            format_func=lambda c: packaged()[c]["title"][content],
        )
        case = case or FIRST
        w = Wording(
            pipeline.case_from_data(packaged()[case]), graph, lang, widgets.content_language()
        )
        changes: dict[str, str] = {}
        columns = st.columns(3)
        for control, column in zip(telling(case), columns, strict=False):
            label = t("home_result" if control.field == "result" else "home_fault", lang)
            value = column.selectbox(
                label,
                control.choices,
                index=control.choices.index(control.value),
                key=f"home.{case}.{control.key}",
                format_func=lambda code, c=control: w.value(c.field, code),
                filter_mode=None,
            )
            if value and value != control.value:
                changes[control.key] = value
        year = columns[2].selectbox(
            t("home_when", lang),
            (situation.FILED, *YEARS),
            key=f"home.{case}.when",
            format_func=lambda y: (
                t("when_filed", lang, year=str(packaged()[case]["steps"][0]["on"])[:4])
                if y == situation.FILED
                else t(f"home_year_{y}", lang)
            ),
            filter_mode=None,
        )
        if year and year != situation.FILED:
            changes["when"] = year
        if st.button(t("home_answer", lang), type="primary", key="home.answer"):
            pages.go("ask", case=case, **changes)


@st.cache_resource(show_spinner=False)
def altered() -> list[str]:
    """Return the packaged cases in which somebody alters or changes a decision, flagship first."""
    return [c for c in packaged() if telling(c)]


@st.cache_resource(show_spinner=False)
def telling(case: str) -> list[Control]:
    """Return the two facts that tell most of an altered decision: its result, and the fault."""
    data = packaged()[case]
    steps = [s for s in data["steps"] if s["act"] in ("alter", "change")]
    if not steps:
        return []
    step = steps[-1]["id"]
    known = situation.controls(data)
    found = [c for c in known if c.step == step and c.field in ("result", "fault")]
    return sorted(found, key=lambda c: c.field, reverse=True)[:2]


def doors(lang: str) -> None:
    """Show three ways in, each with its pages."""
    for name, column in zip(DOORS, st.columns(3), strict=True):
        with column.container(border=True, height="stretch"):
            st.subheader(t(f"door_{name}", lang), anchor=False)
            st.markdown(t(f"door_{name}_text", lang))
            with st.container(horizontal=True):
                for target in DOORS[name]:
                    pages.link(target, t(f"page_{target}", lang))


def inside(graph: Graph, lang: str) -> None:
    """Show counts, coverage and the last build."""
    receipt = graph.receipt["graph"]
    with st.container(horizontal=True, key="counts"):
        for key, n in counts(graph, receipt).items():
            st.metric(t(f"count_{key}", lang), f"{n:,}", width="content")
    totals = graph.ledger["totals"]
    built = datetime.fromtimestamp((graph.folder / "manifest.json").stat().st_mtime, UTC)
    said = t(
        "home_accounted",
        lang,
        sentences=f"{sum(totals.values()):,}",
        encoded=f"{totals['encoded']:,}",
        out=totals["out-of-scope"],
        missing=totals["missing"],
        unaccounted=totals["unaccounted"],
    )
    day = t(
        "home_built", lang, day=f"{built:%Y-%m-%d %H:%M} UTC", quads=f"{graph.manifest['quads']:,}"
    )
    st.markdown(f"{said}  \n{day}")


page()
