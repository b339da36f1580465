"""Which situation is open and which of its facts are changed: in the session and in the address.

The session holds the state, the address repeats it. An address that differs from the one that this
session wrote last (a link opened, the back button) replaces the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import situation
import streamlit as st
import widgets

from kg.pipeline import packaged_case_data

FIRST = "chief-asks-again"
OWN = "own"
_STATE, _WRITTEN, _CLICKED = "ask.state", "ask.written", "ask.clicked"


@dataclass
class Chosen:
    """The open situation: its id, the changed facts, and the person's own case if it is that."""

    case: str
    changes: dict[str, str] = field(default_factory=dict)
    own: dict[str, Any] | None = None
    ignored: list[str] = field(default_factory=list)


@st.cache_resource(show_spinner=False)
def packaged() -> dict[str, Any]:
    """Return the packaged cases by id, the flagship first: shared, so nobody may change them."""
    found = packaged_case_data()
    first = FIRST if FIRST in found else next(iter(found))
    return {first: found[first], **found}


def load() -> Chosen:
    """Return the state of this run."""
    params = widgets.state_of_address()
    clicked = st.session_state.pop(_CLICKED, False)
    known: Chosen | None = st.session_state.get(_STATE)
    moved = bool(params) and params != st.session_state.get(_WRITTEN) and not clicked
    if known is None or moved:
        known = _from_address(params, known.own if known else None)
        st.session_state[_STATE] = known
    return known


def _from_address(params: Mapping[str, str], own: dict[str, Any] | None) -> Chosen:
    cases = packaged()
    case = params.get("case", next(iter(cases)))
    if case == OWN and own is not None:
        return Chosen(OWN, own=own)
    if case not in cases:
        return Chosen(next(iter(cases)), own=own, ignored=["case"])
    given = {k: v for k, v in params.items() if k != "case"}
    data = cases[case]
    known = situation.controls(data, situation.named(data, given))
    changes, ignored = situation.accept(data, known, given)
    return Chosen(case, changes, own, ignored)


def write(chosen: Chosen) -> None:
    """Put the state in the address: the case and what differs from it."""
    changes = {} if chosen.case == OWN else chosen.changes
    values = {"case": chosen.case, **dict(sorted(changes.items()))}
    widgets.write_address(values)
    st.session_state[_WRITTEN] = values


def data_of(chosen: Chosen) -> dict[str, Any]:
    """Return the case file of the open situation, before changes."""
    if chosen.case == OWN and chosen.own is not None:
        return chosen.own
    found: dict[str, Any] = packaged()[chosen.case]
    return found


def choose(case: str) -> None:
    """Open another situation, with its own facts."""
    old: Chosen = st.session_state[_STATE]
    st.session_state[_STATE] = Chosen(case, own=old.own)
    clicked()


def choose_own(data: dict[str, Any] | None) -> None:
    """Open the person's own case, or close it with None."""
    first = next(iter(packaged()))
    st.session_state[_STATE] = Chosen(OWN, own=data) if data else Chosen(first)
    clicked()


def change(key: str, value: str, usual: str) -> None:
    """Note one changed fact, or that it is as in the case again."""
    state: Chosen = st.session_state[_STATE]
    state.changes.pop(key, None)
    if value != usual:
        state.changes[key] = value
    state.ignored = []
    clicked()


def clicked() -> None:
    """Note that this run follows a click, so that an address on its way is not read back."""
    st.session_state[_CLICKED] = True
