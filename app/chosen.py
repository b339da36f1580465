"""Which situation is open and which of its facts are changed: in the session and in the address.

The session holds the state, the address repeats it: a packaged case by its id, a person's own case
as a whole. An address that differs from the one that this session wrote last (a link opened, the
back button) replaces the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sharing
import situation
import streamlit as st
import widgets

from kg.errors import KgError
from kg.pipeline import packaged_case_data

FIRST = "chief-asks-again"
OWN, FILE = "own", "file"
_STATE, _WRITTEN, _CLICKED = "ask.state", "ask.written", "ask.clicked"
_UNDO = 50  # changes that can be taken back


@dataclass
class Chosen:
    """The open situation: its id, the changed facts, and the person's own case if it is that.

    `past` are the earlier changes, the last one last; `failure` tells why the address was not read.
    """

    case: str
    changes: dict[str, str] = field(default_factory=dict)
    own: dict[str, Any] | None = None
    ignored: list[str] = field(default_factory=list)
    past: list[dict[str, str]] = field(default_factory=list)
    failure: KgError | None = None


@st.cache_resource(show_spinner=False)
def packaged() -> dict[str, Any]:
    """Return the packaged cases by id, the flagship first. Shared by all: never changed in place.

    A copy for every reader, as cache_data makes one, would cost more than the answer itself.
    """
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
        known = from_address(params, known.own if known else None)
        st.session_state[_STATE] = known
    return known


def from_address(params: Mapping[str, str], own: dict[str, Any] | None) -> Chosen:
    """Return the state that an address asks for; `own` is the person's case of this session."""
    cases = packaged()
    case = params.get("case", next(iter(cases)))
    if case == OWN and FILE in params:
        try:
            own = sharing.unpack(params[FILE])
        except KgError as error:
            return Chosen(next(iter(cases)), own=own, failure=error)
    if case == OWN and own is not None:
        data = own
    elif case in cases:
        data = cases[case]
    else:
        return Chosen(next(iter(cases)), own=own, ignored=["case"])
    given = {k: v for k, v in params.items() if k not in ("case", FILE)}
    known = situation.controls(data, situation.named(data, given))
    changes, ignored = situation.accept(data, known, given)
    return Chosen(case, changes, own, ignored)


def write(chosen: Chosen) -> bool:
    """Put the state in the address: the case and what differs from it.

    Returns whether all of it stands there; a large case of a person's own does not fit.
    """
    values = {"case": chosen.case, **dict(sorted(chosen.changes.items()))}
    whole = True
    if chosen.case == OWN and chosen.own is not None:
        packed = sharing.pack(chosen.own)
        whole = bool(packed)
        values |= {FILE: packed} if packed else {}
    widgets.write_address(values)
    st.session_state[_WRITTEN] = values
    return whole


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
    change_all({key: (value, usual)})


def change_all(facts: Mapping[str, tuple[str, str]]) -> None:
    """Note changed facts by key: each its new value, and its value in the case."""
    state: Chosen = st.session_state[_STATE]
    state.past = [*state.past, dict(state.changes)][-_UNDO:]
    for key, (value, usual) in facts.items():
        state.changes.pop(key, None)
        if value != usual:
            state.changes[key] = value
    state.ignored = []
    clicked()


def reset() -> None:
    """Go back to the facts of the case as it is written; that can be taken back too."""
    state: Chosen = st.session_state[_STATE]
    change_all(dict.fromkeys(state.changes, ("", "")))


def undo() -> None:
    """Take the last change back."""
    state: Chosen = st.session_state[_STATE]
    if state.past:
        state.changes = state.past.pop()
    clicked()


def clicked() -> None:
    """Note that this run follows a click, so that an address on its way is not read back."""
    st.session_state[_CLICKED] = True
