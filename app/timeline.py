"""Shows the facts of a situation as a timeline: one fieldset a step, a choice for every fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import chosen as choosing
import situation
import streamlit as st
from chosen import Chosen
from situation import Control
from streamlit.delta_generator import DeltaGenerator
from widgets import plain
from wording import Wording

from kg.model import Step

_SHOWN = (*situation.CHOICES, "caused", "about", "person", "note")


def show(w: Wording, chosen: Chosen, known: Sequence[Control], data: Mapping[str, Any]) -> None:
    """Show the facts. `data` is the case file before changes, `w.case` the case after them."""
    st.header(w.t("facts"), anchor=False)
    st.caption(w.t("facts_hint"))
    by_step: dict[str, list[Control]] = {}
    for control in known:
        by_step.setdefault(control.step, []).append(control)
    for step in w.case.steps.values():
        with st.container(border=True, key=f"step-{step.id}"):
            _head(w, step)
            _fields(w, chosen, by_step.get(step.id, []), step)
            _given(w, step)
    _afterwards(w)
    with st.container(border=True, key="step-time"):
        _time(w, chosen, data)


def _head(w: Wording, step: Step) -> None:
    st.markdown(f"**{plain(w.act(step.id))}**  \n{plain(w.who(step.by))} · {plain(step.on)}")
    told = []
    if step.of:
        told.append(w.t("concerns", step=w.act(step.of)))
    if step.to:
        to = w.code("addressee", step.to) if step.act == "refer" else w.who(step.to)
        told.append(w.t("directed_to", who=to))
    for name, key in (("matter", "matter"), ("part", "part_is"), ("description", "description")):
        if name in step.fields:
            told.append(w.t(key, text=step.fields[name]))
    if told:
        st.caption(plain(w.t("comma").join(told)))


def _fields(w: Wording, chosen: Chosen, fields: Sequence[Control], step: Step) -> None:
    for start in range(0, len(fields), 2):
        for column, control in zip(_pair(w), fields[start : start + 2], strict=False):
            with column:
                _choice(w, chosen, control, step)


def _pair(w: Wording) -> Sequence[DeltaGenerator]:
    """Return two columns: side by side also on a phone where the words are short enough."""
    return st.columns(2, wrap=w.lang != "zh")


def _choice(w: Wording, chosen: Chosen, control: Control, step: Step) -> None:
    """Show one fact; a changed one says what it was."""
    key = f"fact.{chosen.case}.{control.key}"
    label = w.field(control.field)
    if control.person and control.person != step.by:
        label = w.t("fact_of", who=w.who(control.person), field=label)
    value = chosen.changes.get(control.key, control.value)
    st.session_state[key] = value
    st.selectbox(
        plain(label),
        control.choices,
        key=key,
        format_func=lambda code: w.value(control.field, code),
        filter_mode=None,
        on_change=_chosen,
        args=(key, control.key, control.value),
    )
    if value != control.value:
        st.caption(plain(w.t("was", value=w.value(control.field, control.value))))


def _chosen(widget: str, key: str, usual: str) -> None:
    value = st.session_state[widget]
    choosing.change(key, value.isoformat() if isinstance(value, date) else str(value), usual)


def _given(w: Wording, step: Step) -> None:
    """Show what else the findings say about a step, which cannot be changed here."""
    lines = []
    for f in w.case.findings:
        if f.about == step.id:
            for name, value in f.values.items():
                if name not in _SHOWN:
                    said = w.t("finding", field=w.field(name), value=w.value(name, value))
                    lines.append(f"{w.who(f.person)} · {said}" if f.person else said)
    if lines:
        st.caption(plain(w.t("also_found", text=w.t("comma").join(lines))))


def _afterwards(w: Wording) -> None:
    """Show the findings about conduct that belong to no step."""
    lines = [
        f"{w.who(f.person)} · {w.value('conduct', f.values['conduct'])}"
        for f in w.case.findings
        if not f.about and "conduct" in f.values
    ]
    if lines:
        st.caption(plain(w.t("also_found", text=w.t("comma").join(lines))))


def _time(w: Wording, chosen: Chosen, data: Mapping[str, Any]) -> None:
    """Show when it happened and on which day it is judged."""
    st.markdown(f"**{w.t('timing')}**")
    left, right = _pair(w)
    year = str(data["steps"][0]["on"])[:4] if data["steps"] else "—"
    key = f"fact.{chosen.case}.when"
    st.session_state[key] = chosen.changes.get("when", situation.FILED)
    left.selectbox(
        w.t("when"),
        (situation.FILED, *situation.YEARS),
        key=key,
        format_func=lambda code: (
            w.t("when_filed", year=year) if code == situation.FILED else w.t("when_year", year=code)
        ),
        filter_mode=None,
        on_change=_chosen,
        args=(key, "when", situation.FILED),
    )
    key = f"fact.{chosen.case}.assessed_on"
    usual = situation.assessed_on(data)
    day = chosen.changes.get("assessed_on", w.case.assessed_on or usual)
    try:
        st.session_state[key] = date.fromisoformat(day)
    except ValueError:
        return
    right.date_input(
        w.t("assessed_on"),
        key=key,
        min_value=date(2010, 1, 1),
        max_value=date(2100, 1, 1),
        format="YYYY-MM-DD",
        help=w.t("assessed_on_help"),
        on_change=_chosen,
        args=(key, "assessed_on", usual),
    )
