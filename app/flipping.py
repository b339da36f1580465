"""Shows the facts that would flip an outcome, each as a button that tries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import chosen as choosing
import streamlit as st
from situation import Control
from widgets import SYMBOLS, badge, plain, upper_first
from wording import Wording

from kg.model import Change, Flip, Flips

SHOWN = 6  # sets of changes shown at first for one outcome reached
_YES = {"true": "yes", "false": "no"}


def key_of(change: Change) -> str:
    """Return the key of a control, which the change of a point has in the address."""
    point = change.point
    if point.field == "objection" or not point.person:
        return f"{point.about}.{point.field}"
    return f"{point.person}.{point.about}.{point.field}"


def code_of(change: Change, value: str) -> str:
    """Return a value of a change as the control has it."""
    return _YES[value] if change.point.field == "objection" else value


def facts_of(
    flip: Flip, known: Mapping[str, Control], first: str = ""
) -> dict[str, tuple[str, str]] | None:
    """Return the facts that a flip changes: (new value, value in the case) by key.

    `first` is the value of the first change, where several would do. None when the page has no
    control for one of them.
    """
    facts = {}
    for index, change in enumerate(flip.changes):
        control = known.get(key_of(change))
        value = code_of(change, first if first and not index else change.values[0])
        if control is None or value not in control.choices:
            return None
        facts[control.key] = (value, control.value)
    return facts


def show(w: Wording, found: Sequence[Flips], cut: bool, known: Sequence[Control]) -> None:
    """Show, for the assessment a person picks, the smallest changes that lead elsewhere."""
    many = [f for f in found if f.kind != "answerable"]
    many.sort(key=lambda f: list(SYMBOLS).index(f.outcome))
    if not many:
        return
    st.header(w.t("flips"), anchor=False)
    st.caption(w.t("flips_hint"))
    by_place = {f"{f.person}.{f.step}.{f.kind}": f for f in many}
    if st.session_state.get("ask.flips") not in by_place:
        st.session_state["ask.flips"] = next(iter(by_place))

    def name(place: str) -> str:
        f = by_place[place]
        return (
            f"{plain(f.person)} · {plain(f.step)} · {plain(w.code('responsibility-kind', f.kind))}"
        )

    if len(by_place) > 1:
        st.pills(
            w.t("flips_of"), list(by_place), key="ask.flips", required=True, format_func=name,
            label_visibility="collapsed",
        )  # fmt: skip
    _one(w, by_place[st.session_state["ask.flips"]], cut, {c.key: c for c in known})


def _one(w: Wording, flips: Flips, cut: bool, known: Mapping[str, Control]) -> None:
    kind = plain(upper_first(w.code("responsibility-kind", flips.kind)))
    now = badge(flips.outcome, w.code("outcome", flips.outcome))
    st.markdown(f"{w.place(flips.person, flips.step)} · {kind}: {now}")
    if not flips.searched:
        st.caption(w.t("flips_large"))
    elif not flips.flips:
        st.caption(w.t("flips_none", n=flips.searched))
    for target in dict.fromkeys(f.outcome for f in flips.flips):
        sets = [f for f in flips.flips if f.outcome == target]
        outcome = w.code("outcome", target) if target else w.t("toast_none")
        st.markdown(w.t("flips_to", outcome=badge(target, outcome)))
        for index, flip in enumerate(sets[:SHOWN]):
            _row(w, flip, known, f"flip-{target}-{index}")
        rest = len(sets) - SHOWN + flips.more.get(target, 0)
        if rest > 0:
            st.caption(w.t("flips_more", n=rest))
    if cut:
        st.caption(w.t("flips_cut"))


def _row(w: Wording, flip: Flip, known: Mapping[str, Control], key: str) -> None:
    """Show one set of changes, and a button for each value that does it."""
    said = []
    for change in flip.changes:
        field = change.point.field
        values = [w.value(field, code_of(change, v)) for v in change.values]
        code = code_of(change, change.before) if change.before else ""
        words = w.t(
            "flip_change",
            what=w.gap(change.point) if w.lang == "zh" else upper_first(w.gap(change.point)),
            before=w.value(field, code),
            after=w.t("or").join(values),
        )
        said.append(plain(words))
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        st.markdown(f"{w.t('flip_and').join(said)}", width="stretch")
        single = flip.changes[0].values if len(flip.changes) == 1 else flip.changes[0].values[:1]
        for value in single:
            facts = facts_of(flip, known, value)
            if facts is None:
                continue
            change = flip.changes[0]
            name = w.value(change.point.field, code_of(change, value))
            st.button(
                plain(w.t("flip_try", value=name) if len(single) > 1 else w.t("flip_try_all")),
                key=f"{key}-{value}",
                help=plain(w.t("flip_help")),
                on_click=choosing.change_all,
                args=(facts,),
            )
