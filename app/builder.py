"""The forms that build a case step by step: people, acts, findings, organs, the case, the file."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import building
import casefile
import chosen as choosing
import streamlit as st
from building import ABOUT_PERSON, ABOUT_STEP, NEW, Field
from chosen import OWN
from widgets import plain, problems, upper_first
from wording import Wording

from kg import pipeline
from kg.errors import KgError

FILE = "file"
_ADD = -1  # the item that is not there yet


@st.fragment
def show(w: Wording, data: dict[str, Any]) -> None:
    """Show the forms for a case file; what is inside is made when it is opened."""
    opened = st.expander(w.t("build"), key="build", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption(w.t("build_hint"))
        with st.container(horizontal=True):
            # a callback would run this fragment alone, and the answer stands outside it
            if st.button(w.t("build_blank"), key="build.blank"):
                _open(building.blank(date.today().isoformat()))
            own = st.session_state["ask.case"] == OWN
            if own and st.button(w.t("close_own"), key="own.close"):
                _open(None)
        part = st.segmented_control(
            w.t("build_part"), (*building.PARTS, FILE), key="build.part", required=True,
            default=building.PARTS[0], format_func=lambda p: w.t(f"part_{p}"),
            label_visibility="collapsed",
        )  # fmt: skip
        if part == FILE:
            _file(w, data)
        elif part == "case":
            wanted = building.fields(data, "case", "")
            _form(w, data, "case", None, data, wanted, "case")
        else:
            _items(w, data, str(part))


def _open(data: dict[str, Any] | None) -> None:
    """Open a case of the person's own, or close it with None; the whole page runs anew."""
    choosing.choose_own(data)
    st.rerun()


def _items(w: Wording, data: dict[str, Any], part: str) -> None:
    """Show which item to edit, and its form."""
    named = building.names(data, part)
    key = f"build.{part}.at.{len(named)}"
    chosen = st.selectbox(
        w.t("build_which"), [*range(len(named)), _ADD], key=key, filter_mode=None,
        format_func=lambda i: w.t("build_new") if i == _ADD else _name(w, data, part, i),
    )  # fmt: skip
    at = None if chosen in (None, _ADD) else chosen
    item: Mapping[str, Any] = building.items(data, part)[at] if at is not None else {}
    # a form of its own for each state of an item, so that none shows what another held
    slot = f"{part}.{chosen}.{zlib.crc32(repr((item, len(named))).encode())}"
    if part == "steps":
        which = _which(w, "act", building.acts(), str(item.get("act", "decide")), slot)
    elif part == "findings":
        about = ABOUT_PERSON if not item or "person" in item else ABOUT_STEP
        which = _which(w, "kind", (ABOUT_PERSON, ABOUT_STEP), about, slot)
    else:
        which = ""
    wanted = [f for f in building.fields(data, part, which) if f.name != "act"]
    _form(w, data, part, at, item, wanted, f"{slot}.{which}", which if part == "steps" else "")


def _name(w: Wording, data: Mapping[str, Any], part: str, at: int) -> str:
    item = building.items(data, part)[at]
    if part == "people":
        return w.who(str(item["id"]))
    if part == "steps":
        return f"{w.act(str(item['id']))} · {w.who(str(item['by']))}"
    if part == "findings":
        said = [
            w.t("finding", field=w.field(k), value=w.value(k, building.word(v)))
            for k, v in item.items()
            if k not in ("person", "about", "note", "circumstance")
        ]
        place = [w.who(item["person"])] if "person" in item else []
        place += [w.act(item["about"])] if "about" in item else []
        return " · ".join([*place, *said])
    return str(item["id"])


def _which(w: Wording, name: str, options: tuple[str, ...], usual: str, slot: str) -> str:
    """Ask for what the other fields hang on: the act, or what a finding is about."""
    label = w.field(name) if name == "act" else w.t("finding_kind")
    chosen = st.selectbox(
        upper_first(label), options, index=options.index(usual), key=f"build.{slot}.{name}",
        format_func=lambda x: upper_first(w.code("act", x)) if name == "act" else w.t(f"about_{x}"),
    )  # fmt: skip
    return str(chosen or usual)


def _form(
    w: Wording,
    data: dict[str, Any],
    part: str,
    at: int | None,
    item: Mapping[str, Any],
    wanted: list[Field],
    slot: str,
    act: str = "",
) -> None:
    """Show the fields of an item, and save it or take it out."""
    values: dict[str, str] = {"act": act} if act else {}
    with st.form(f"build.form.{slot}", border=False):
        for start in range(0, len(wanted), 2):
            for column, field in zip(st.columns(2), wanted[start : start + 2], strict=False):
                with column:
                    values[field.name] = _ask(w, data, part, field, item, slot)
        place = None
        if part == "steps" and at is None:
            count = len(building.items(data, "steps"))
            place = st.selectbox(
                w.t("build_place"), range(count, -1, -1), key=f"build.{slot}.place",
                format_func=lambda i: _place(w, data, i), filter_mode=None,
            )  # fmt: skip
        with st.container(horizontal=True):
            save = st.form_submit_button(
                w.t("build_add" if at is None and part != "case" else "build_save"), type="primary"
            )
            drop = at is not None and st.form_submit_button(w.t("build_remove"))
    if save:
        extra = [Field("act", "choice", (), True)] if act else []
        _use(w, building.put(data, part, at, [*extra, *wanted], values, place))
    elif drop and at is not None:
        _use(w, building.remove(data, part, at))


def _place(w: Wording, data: Mapping[str, Any], at: int) -> str:
    steps = building.names(data, "steps")
    return w.t("after_step", step=w.act(steps[at - 1])) if at else w.t("first_step")


def _ask(
    w: Wording, data: Mapping[str, Any], part: str, field: Field, item: Mapping[str, Any], slot: str
) -> str:
    """Ask for one field; return its value as text, "" for none."""
    key = f"build.{slot}.{field.name}"
    value = building.shown(item, field)
    label = plain(upper_first(w.field(field.name))) + ("" if field.required else w.t("optional"))
    if field.kind == "choice":
        options = field.choices if field.required else (NEW, *field.choices)
        index = options.index(value) if value in options else 0 if options else None
        picked = st.selectbox(
            label, options, index=index, key=key, format_func=lambda x: _option(w, field, x)
        )
        return str(picked or "")
    if field.kind == "date":
        usual = value or _newest(data)
        given = None if not field.required and not value else date.fromisoformat(usual)
        day = st.date_input(label, given, key=key, format="YYYY-MM-DD",
                            min_value=date(1979, 1, 1), max_value=date(2100, 1, 1))  # fmt: skip
        return day.isoformat() if isinstance(day, date) else ""
    if field.name == "id" and not value and part in ("people", "steps", "organs"):
        value = building.next_id(data, part)
    helps = {"id": w.t("id_help"), "circumstance": w.t("circumstance_help")}
    return str(st.text_input(label, value, key=key, max_chars=2000, help=helps.get(field.name)))


def _newest(data: Mapping[str, Any]) -> str:
    days = [str(s["on"]) for s in building.items(data, "steps")]
    return max(days, default=date.today().isoformat())


def _option(w: Wording, field: Field, value: str) -> str:
    """Name a choice in words."""
    if value == NEW:
        return w.t("none_given")
    if field.name in ("by", "person", "to"):
        return w.t("to_chief") if value == "chief" else w.who(value)
    if field.name in ("of", "about", "caused"):
        return w.act(value)
    if field.name in ("organ", "superior"):
        return value
    if field.name == "case_kind":
        return w.code("case-kind", value)
    return w.value(field.name, value)


def _use(w: Wording, case: dict[str, Any]) -> None:
    """Answer for a case file from now on, or say what is wrong with it."""
    try:
        pipeline.case_from_data(case, "case")
    except KgError as error:
        problems(w.t("build_wrong"), error, w.lang)
    else:
        _open(case)


def _file(w: Wording, data: dict[str, Any]) -> None:
    """Let a person edit the case file itself."""
    st.caption(w.t("edit_hint"))
    before = casefile.to_yaml(data)
    key = f"own.text.{hash(before)}"
    text = st.text_area(w.t("case_file"), value=before, height=340, key=key)
    if st.button(w.t("use_case"), key="own.use", type="primary"):
        try:
            pipeline.case_from_text(text or "", "case.yaml")
        except KgError as error:
            problems(w.t("cannot_answer"), error, w.lang)
        else:
            _open(casefile.from_text(text or ""))
