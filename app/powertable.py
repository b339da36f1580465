"""The matrix of powers: matters by place, one act; a chosen cell opens its reason."""

from __future__ import annotations

from collections.abc import Sequence

import powerreason
import powerstate as ps
import streamlit as st
import widgets
from addressed import Addressed
from texts import t
from widgets import plain

from kg.errors import KgError
from kg.model import PowerCell
from kg.pipeline import Graph, powers

NATIONAL, Asked = powers.NATIONAL, powers.Asked

SIGNS = {"provincial": "●", "baseline": "◇", "residual": "▽", "unknown": "?"}
_GRID = "powers.grid"
Row = Sequence[PowerCell]


@st.cache_data(show_spinner=False, max_entries=50)
def _matrix(graph: str, asked: Asked, act: str, places: tuple[str, ...]) -> list[list[PowerCell]]:
    return powers.matrix(asked, act, places)


def show(state: Addressed, graph: Graph, lang: str) -> None:
    """Show the controls, the table, its downloads, and the reason of the chosen cell."""
    _controls(state, lang)
    asked, places = ps.asked_of(state), (NATIONAL, *state.several("places"))
    try:
        rows = _matrix(graph.receipt["graph"], asked, state["act"], places)
    except KgError as error:
        widgets.problems(t("powers_cannot", lang), error, lang)
        return
    found = set(powers.find_matters(state["find"])) if state["find"].strip() else None
    shown = [
        r for r in rows if wanted(r, state["rows"]) and (found is None or r[0].matter in found)
    ]
    said = sum(wanted(r, "said") for r in rows)
    st.markdown(
        t("powers_count", lang, shown=len(shown), all=len(rows), said=said, unsaid=len(rows) - said)
    )
    st.caption(t("powers_legend", lang))
    if not shown:
        st.info(t("powers_no_rows", lang))
    else:
        _table(state, shown, places, lang)
        with st.container(horizontal=True):
            st.download_button(
                t("powers_csv", lang),
                powers.cells_csv(shown, asked, state["act"]),
                "powers.csv",
                "text/csv",
                on_click="ignore",
            )
            st.download_button(
                t("powers_json", lang),
                powers.cells_json(shown, asked, state["act"]),
                "powers.json",
                "application/json",
                on_click="ignore",
            )
    _reason(state, rows, places, graph, lang)


def _controls(state: Addressed, lang: str) -> None:
    acts, places = powers.acts(), powers.provinces()
    st.segmented_control(
        t("powers_act", lang),
        list(acts),
        key=state.key("act"),
        required=True,
        format_func=ps.named(acts, lambda c: ps.words(acts[c])),
        on_change=state.change,
        args=("act",),
    )
    left, middle, right = st.columns([1, 1, 2])
    with left:
        ps.level(state, lang)
    with middle:
        ps.day(state, lang)
    right.multiselect(
        t("powers_places", lang),
        list(places),
        key=state.key("places", state.several("places")),
        format_func=ps.named(
            places, lambda c: f"{ps.place_name(c)} · {places[c].zh if lang == 'en' else c}"
        ),
        on_change=state.change,
        args=("places",),
    )
    ps.case_classes(state, lang)
    left, right = st.columns([1, 2])
    left.text_input(
        t("powers_find", lang),
        key=state.key("find"),
        placeholder=t("powers_find_hint", lang),
        max_chars=200,
        on_change=state.change,
        args=("find",),
    )
    right.segmented_control(
        t("powers_rows", lang),
        ps.ROWS,
        key=state.key("rows"),
        required=True,
        format_func=lambda c: t(f"powers_rows_{c}", lang),
        on_change=state.change,
        args=("rows",),
    )


# --- rows ----------------------------------------------------------------------------------------


def wanted(row: Row, which: str) -> bool:
    """Tell whether a row belongs to a choice of rows."""
    if which == "all":
        return True
    if which == "differ":
        return differ(row)
    if which == "from-national":
        return bool(apart(row))
    return any(c.status != "unknown" or c.reserved for c in row)


def differ(row: Row) -> bool:
    """Tell whether two provinces' own lists name different actors; unknown differs from nothing."""
    own = {tuple(c.actors) for c in row if c.tier == "provincial"}
    return len(own) > 1


def apart(row: Row) -> list[str]:
    """Return the places whose own list names other actors than the national texts do."""
    national = next((c for c in row if c.province == NATIONAL), None)
    if national is None or national.status == "unknown":
        return []
    return [
        c.province
        for c in row
        if c.tier == "provincial" and tuple(c.actors) != tuple(national.actors)
    ]


def cell_words(cell: PowerCell, lang: str, short: bool = False) -> str:
    """Return a cell in short: the sign of the tier, the actors, what is uncertain."""
    told = powers.actors()
    named = ps.joined([ps.words(told[a]) for a in cell.actors], lang)
    if cell.status == "unknown":
        some = dict.fromkeys(a for g in cell.reserved for a in g.deciders)
        if not some:
            return t("powers_unknown", lang)
        who = ps.joined([ps.words(told[a]) for a in some], lang)
        return t("powers_unknown_tile" if short else "powers_unknown_some", lang, who=who)
    sign = SIGNS[cell.tier]
    more = {"depends": "powers_depends", "conflict": "powers_conflict"}.get(cell.status)
    return f"{sign} {named}" + (f" {t(more, lang)}" if more else "")


def _table(state: Addressed, rows: Sequence[Row], places: Sequence[str], lang: str) -> None:
    head = t("powers_matter", lang)
    names = {p: ps.place_name(p) for p in places}
    mark = t("powers_differs", lang)
    table = []
    for row in rows:
        line = {head: ps.matter_name(row[0].matter)}
        line |= {names[c.province]: cell_words(c, lang) for c in row}
        notes = [t("powers_provinces_differ", lang)] if differ(row) else []
        notes += [t("powers_from_national", lang)] if apart(row) else []
        table.append({**line, mark: "；".join(notes) if lang == "zh" else "; ".join(notes)})
    st.toggle(
        t("plain_table", lang),
        key=state.key("table", state["table"] == "yes"),
        on_change=state.change,
        args=("table",),
    )
    if state["table"]:
        cells = [{plain(k): plain(v) for k, v in line.items()} for line in table]
        st.table(cells, hide_index=True, alt=t("powers_alt", lang))
        return

    def picked() -> None:
        cells = st.session_state[_GRID].selection.cells
        by_name = {name: code for code, name in names.items()}
        if cells:
            row, column = cells[0]
            place = by_name.get(column, NATIONAL)
            state.put(cell=f"{rows[row][0].matter}{ps.CELL}{place}")

    st.dataframe(
        table,
        hide_index=True,
        key=_GRID,
        on_select=picked,
        selection_mode="single-cell",
        alt=t("powers_alt", lang),
        height=min(38 * (len(table) + 1), 560),
        column_config={head: st.column_config.TextColumn(pinned=True, width="medium")},
    )


def _reason(
    state: Addressed, rows: Sequence[Row], places: Sequence[str], graph: Graph, lang: str
) -> None:
    """Show why a cell says what it says; the cell may be chosen without the grid too."""
    st.header(t("powers_why", lang), anchor=False)
    matter, _, place = state["cell"].partition(ps.CELL)
    if place not in places:
        matter, place = "", NATIONAL
    left, right = st.columns(2)
    codes = [r[0].matter for r in rows]
    concepts = {m.code: m for m in powers.concepts("matter")}
    st.session_state["powers.cell.matter"] = matter or None
    st.session_state["powers.cell.place"] = place

    def chosen() -> None:
        new = st.session_state["powers.cell.matter"]
        where = st.session_state["powers.cell.place"]
        state.put(cell=f"{new}{ps.CELL}{where}" if new else "")

    left.selectbox(
        t("powers_matter", lang),
        codes,
        index=None,
        key="powers.cell.matter",
        on_change=chosen,
        format_func=ps.named(concepts, lambda c: ps.both(concepts[c])),
        placeholder=t("powers_choose_cell", lang),
    )
    right.selectbox(
        t("powers_place", lang),
        places,
        key="powers.cell.place",
        format_func=ps.named(places, ps.place_name),
        on_change=chosen,
    )
    cell = next((c for r in rows for c in r if (c.matter, c.province) == (matter, place)), None)
    if cell is None:
        st.caption(t("powers_why_hint", lang))
        return
    powerreason.of_cell(state, cell, state["act"], graph, lang)
