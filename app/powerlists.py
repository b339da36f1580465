"""Lists beside each other: how two differ, what share is delegated, what is left unsaid."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import powerstate as ps
import powertable
import streamlit as st
import tiles
import widgets
from addressed import Addressed
from texts import t
from widgets import plain

from kg import pipeline
from kg.errors import KgError
from kg.pipeline import powers

DECIDE = powers.DECIDE


def everywhere(state: Addressed, lang: str) -> None:
    """Show the same matter in every province as tiles; a tile asks there."""
    st.header(t("powers_everywhere", lang), anchor=False)
    st.caption(t("powers_everywhere_hint", lang))
    places = list(powers.provinces())
    row = powers.row(ps.asked_of(state), DECIDE, state["matter"], places)
    said = {c.province: powertable.cell_words(c, lang, short=True) for c in row}
    own = {c.province for c in row if c.tier == "provincial"}
    tiles.show(state, said, own, state["province"], lang)


def known(state: Addressed, lang: str) -> None:
    """Show how two lists differ."""
    lists = powers.known_lists()
    with_rows = [k for k, x in lists.items() if x.items]
    left, right = st.columns(2)
    for column, name in ((left, "old"), (right, "new")):
        options = with_rows if state[name] in with_rows else [*with_rows, state[name]]
        column.selectbox(
            t(f"powers_{name}", lang),
            options,
            key=state.key(name),
            format_func=ps.named(options, _list_name),
            on_change=state.change,
            args=(name,),
        )
    try:
        answer = pipeline.lists.diff(state["old"], state["new"])
    except KgError as error:
        widgets.problems(t("powers_cannot", lang), error, lang)
        return
    lines: Any = answer["differences"]
    st.markdown(t("powers_differences", lang, n=len(lines)))
    if answer["partial"]:
        st.info(t("powers_partial", lang))
    if lines:
        st.dataframe(
            [_difference(x, lang) for x in lines],
            hide_index=True,
            alt=t("powers_differences_alt", lang),
        )
    st.download_button(
        t("powers_json", lang),
        json.dumps(answer, ensure_ascii=False, indent=1) + "\n",
        f"{state['old']}--{state['new']}.json",
        "application/json",
        on_click="ignore",
    )


def _list_name(ident: str) -> str:
    return f"{ps.list_title(ident)} · {ident}"


def _difference(line: Mapping[str, Any], lang: str) -> dict[str, str]:
    acts = powers.acts()

    def said(letters: str) -> str:
        if not letters:
            return t("powers_unknown", lang)
        return ps.joined([ps.words(acts[x]) for x in letters], lang)

    of, matter, stage, only, but, condition = line["key"]
    rest = [
        (stage, ""),
        *((c, t("powers_only", lang)) for c in only.split()),
        *((c, t("powers_but", lang)) for c in but.split()),
    ]
    told = [f"{head}{ps.words(powers.word(c), c)}" for c, head in rest if c]
    return {
        t("powers_matter", lang): ps.words(powers.word(matter), matter),
        t("powers_line", lang): ps.words(powers.word(of), of),
        t("powers_range", lang): "; ".join([*told, *([condition] if condition else [])]),
        t("powers_level", lang): ps.words(powers.levels().get(line["level"]), line["level"]),
        t("powers_actor", lang): ps.words(powers.actors()[line["actor"]]),
        t("powers_old", lang): said(line["old"]),
        t("powers_new", lang): said(line["new"]),
    }


def gaps(state: Addressed, lang: str) -> None:
    """Show what is known of each province, the share delegated, and what one does not say."""
    st.header(t("powers_known", lang), anchor=False)
    st.caption(t("powers_known_hint", lang))
    lists = [x for x in powers.known_lists().values() if x.kind == "power-list"]
    by_place: dict[str, list[Any]] = {}
    for lst in lists:
        by_place.setdefault(lst.jurisdiction, []).append(lst)
    said = {p: t("powers_no_list", lang) for p in powers.provinces()}
    for place, some in by_place.items():
        rows = sum(len(x.items) + len(x.assistants) for x in some)
        said[place] = t("powers_rows_seen" if rows else "powers_unseen", lang, n=rows)
    tiles.show(
        state,
        said,
        {p for p, x in by_place.items() if any(y.items for y in x)},
        state["province"],
        lang,
    )
    st.header(t("powers_shares", lang), anchor=False)
    st.caption(t("powers_shares_hint", lang))
    st.table(
        [
            {
                t("powers_list", lang): plain(ps.list_title(s.list_id)),
                t("powers_decisions", lang): s.decisions,
                t("powers_to_procurators", lang): s.delegated,
                t("powers_percent", lang): f"{100 * s.delegated / s.decisions:.0f} %",
                t("powers_seen", lang): t("powers_coverage_" + s.coverage, lang),
            }
            for s in powers.shares()
        ],
        hide_index=True,
        alt=t("powers_shares", lang),
    )
    _silent(state, by_place, lang)


def _silent(state: Addressed, by_place: Mapping[str, Any], lang: str) -> None:
    st.header(t("powers_silent", lang), anchor=False)
    places = powers.provinces()
    st.selectbox(
        t("powers_place", lang),
        list(places),
        key=state.key("province"),
        format_func=lambda c: f"{places[c].zh} · {places[c].en} · {c}",
        on_change=state.change,
        args=("province",),
    )
    place = state["province"]
    seen = any(x.items or x.assistants for x in by_place.get(place, ()))
    found = powers.silent(place)
    st.markdown(
        t(
            "powers_silent_count" if seen else "powers_silent_unseen",
            lang,
            n=len(found),
            place=plain(ps.place_name(place)),
        )
    )
    table = [
        {
            t("powers_matter", lang): ps.matter_name(code),
            t("powers_spoken", lang): ps.joined([ps.list_title(x) for x in lists], lang),
        }
        for code, lists in found.items()
    ]
    st.dataframe(table, hide_index=True, alt=t("powers_silent", lang), height=380)
    st.download_button(
        t("powers_json", lang),
        json.dumps(found, ensure_ascii=False, indent=1) + "\n",
        f"silent-{place}.json",
        "application/json",
        on_click="ignore",
    )
