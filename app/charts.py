"""Draws the figures of an answer as bars, and gives their values as a table."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import asked
import streamlit as st
from asked import Asked
from columns import Column
from figures import Figures, figures, units
from texts import t

LABELS = 60
# Tol's muted and light colours: told apart by people who do not see all colours.
COLOURS = (
    "#4477aa", "#88ccee", "#44aa99", "#117733", "#999933", "#ddcc77", "#cc6677", "#882255",
    "#aa4499", "#777777", "#ee8866", "#bbcc33", "#99ddff", "#ffaabb",
)  # fmt: skip
_LINE, _LINES, _WIDE = 24, 3, 0x2E80  # half-widths of a line of a label; where wide letters begin


def show(columns: Sequence[Column], state: Asked, lang: str) -> None:
    """Show what can be drawn of an answer; figures of several units for one unit at a time."""
    named = units(columns)
    known = [u for u in named if figures(columns, u)]
    unit = ""
    if known:
        asked_for = state.others.get("unit", "")
        unit = asked_for if asked_for in known else known[0]
        key = f"answer.unit.{state.question}"
        st.session_state[key] = unit
        st.selectbox(
            t("chart_unit", lang),
            known,
            key=key,
            on_change=lambda: asked.put("unit", st.session_state[key], known[0]),
            format_func=lambda u: named.get(u, u),
            filter_mode=None,
        )
        st.caption(t("chart_unit_note", lang))
    for number, drawn in enumerate(figures(columns, unit)):
        _bars(drawn, number, lang)


def _bars(drawn: Figures, number: int, lang: str) -> None:
    labels = list(dict.fromkeys(b.label for b in drawn.bars))
    kept = labels[:LABELS]
    if len(labels) > LABELS:
        st.caption(t("chart_cut", lang, all=len(labels), n=LABELS))
    item, part = t("chart_label", lang), t("chart_series", lang)
    value = drawn.head or t("chart_value", lang)
    st.vega_lite_chart(
        specification(drawn, kept, (item, part, value)),
        width="stretch",
        key=f"chart.{number}",
        alt=f"{value}: {', '.join(labels[:5])}",
    )
    rows = [
        {item: b.label, **({part: b.series} if drawn.parted else {}), value: b.value}
        for b in drawn.bars
    ]
    with st.expander(t("chart_values", lang), expanded=True):
        st.dataframe(rows, hide_index=True)


def specification(
    drawn: Figures, kept: Sequence[str], names: tuple[str, str, str]
) -> dict[str, Any]:
    """Return the Vega-Lite specification of lying bars, in the order of the answer.

    `kept` are the labels that are drawn, `names` the words for item, kind and value. Fields have
    names of our own, for a dot or a bracket in a heading would be read as a path.
    """
    item, part, value = names
    wrapped: dict[str, str] = {}
    for label in kept:  # two labels that are cut to the same words would become one bar
        short = wrap(label)
        while short in wrapped.values():
            short += " ·"
        wrapped[label] = short
    rows = [
        {"label": wrapped[b.label], "part": b.series, "value": b.value}
        for b in drawn.bars
        if b.label in wrapped
    ]
    parts = list(dict.fromkeys(b.series for b in drawn.bars))
    tip = [
        {"field": "label", "title": item},
        *([{"field": "part", "title": part}] if drawn.parted else []),
        {"field": "value", "title": value},
    ]
    colour: dict[str, Any] = {"value": COLOURS[0]}
    if drawn.parted:
        colour = {
            "field": "part",
            "type": "nominal",
            "scale": {
                "domain": parts,
                "range": [COLOURS[i % len(COLOURS)] for i in range(len(parts))],
            },
            "legend": {"orient": "bottom", "columns": 3, "title": None, "labelLimit": 200},
        }
    lines = max((w.count("\n") + 1 for w in wrapped.values()), default=1)
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "tooltip": True},
        "height": {"step": 12 + 12 * lines},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"labelExpr": "split(datum.label, '\\n')", "labelLimit": 400},
            },
            "x": {"field": "value", "type": "quantitative", "title": value, "stack": "zero"},
            "color": colour,
            "tooltip": tip,
        },
    }


def wrap(label: str) -> str:
    """Return a label in at most three lines of about the same length, cut with an ellipsis."""
    width = sum(2 if ord(c) >= _WIDE else 1 for c in label)
    letters = max(_LINE * len(label) // max(width, 1), 1)
    lines = textwrap.wrap(label, letters) or [label]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: letters - 1] + "…"]
    return "\n".join(lines)
