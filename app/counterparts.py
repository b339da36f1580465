"""Shows an older and a newer provision side by side, with the words that differ."""

from __future__ import annotations

import nodes
import pages
import readings
import streamlit as st
from texts import t
from widgets import plain, upper_first

from kg.model import Counterpart, Side


def show(found: Counterpart, key: str, lang: str, content: str) -> None:
    """Show one correspondence: the kind of change, the reason, both texts."""
    with st.container(key=f"card-counterpart-{key}"):
        change = plain(upper_first(found.change.name.pick(content)))
        st.markdown(f":primary-badge[{change}] {plain(found.reason.pick(content))}")
        for side, newer, column in zip(
            (found.old, found.new), (False, True), st.columns(2), strict=True
        ):
            with column:
                _side(side, newer, lang)
        if found.old.provisions and found.new.provisions:
            st.caption(_note(found, lang))


def _note(found: Counterpart, lang: str) -> str:
    if found.compared:
        return t("read_compared", lang)
    lacking = [*found.old.lacking, *found.new.lacking]
    if lacking:
        comma = "、" if lang == "zh" else ", "
        return t("read_one_missing", lang, what=plain(comma.join(lacking)))
    return t("read_two_languages", lang)


def _side(side: Side, newer: bool, lang: str) -> None:
    name = "new" if newer else "old"
    if not side.provisions:
        st.markdown(f"**{t(f'read_none_{name}', lang)}**")
        return
    st.markdown(f"**{t(f'read_{name}', lang)}**")
    with st.container(horizontal=True, gap="small"):
        for provision in side.provisions:
            pages.link("read", plain(nodes.clip(provision, 60)), provision=provision)
    st.markdown(
        readings.compared(side.pieces, newer) if side.pieces else f"*{t('read_no_words', lang)}*"
    )
