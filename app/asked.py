"""Which question is open, with which values and how its answer is shown: session and address.

The session holds the state, the address repeats it; an address that this session did not write (a
link opened, the back button) replaces the state. `q` is the question, `p.<name>` a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
import widgets

from kg import pipeline

_STATE, _WRITTEN, _CLICKED = "questions.state", "questions.written", "questions.clicked"
_MOVED = "questions.moved"
_VALUE = "p."
# What else the address may hold: the search, and how the answer is shown.
OTHERS = ("search", "group", "view", "unit", "province", "codes", "part")


@dataclass
class Asked:
    """The state: a question's id ("" for the catalogue), its values, and the other parts."""

    question: str = ""
    values: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)


def load() -> Asked:
    """Return the state of this run."""
    params = widgets.state_of_address()
    clicked = st.session_state.pop(_CLICKED, False)
    known: Asked | None = st.session_state.get(_STATE)
    moved = params != st.session_state.get(_WRITTEN) and not clicked
    if known is None or moved:
        st.session_state[_MOVED] = known is not None
        known = _from_address(params)
        st.session_state[_STATE] = known
    return known


def _from_address(params: Mapping[str, str]) -> Asked:
    question = pipeline.questions().get(params.get("q", ""))
    others = {k: v for k, v in params.items() if k in OTHERS and v}
    state = Asked(question.id if question else "", others=others)
    names = {p.name for p in question.parameters} if question else set()
    for key, value in params.items():
        name = key.removeprefix(_VALUE)
        if key.startswith(_VALUE) and name in names:
            state.values[name] = value
        elif key not in OTHERS and not (key == "q" and question):
            state.ignored.append(key)
    return state


def address_of(
    question: str, values: Mapping[str, str] | None = None, **others: str
) -> dict[str, str]:
    """Return the part of an address that opens a question with values."""
    asked = {f"{_VALUE}{name}": value for name, value in sorted((values or {}).items())}
    return {**({"q": question} if question else {}), **asked, **others}


def write(state: Asked) -> None:
    """Put the state in the address."""
    values = address_of(state.question, state.values, **dict(sorted(state.others.items())))
    widgets.write_address(values, followed=st.session_state.pop(_MOVED, False))
    st.session_state[_WRITTEN] = values


def value_of(parameter: Any, state: Asked) -> str:
    """Return a parameter's value: as chosen, else its default."""
    return str(state.values.get(parameter.name, parameter.default))


def choose(parameter: Any, value: str) -> None:
    """Note a value of a parameter; the default leaves the address. What was shown stays shown."""
    state: Asked = st.session_state[_STATE]
    state.values.pop(parameter.name, None)
    if value != parameter.default:
        state.values[parameter.name] = value
    for key in ("part", "province", "unit"):
        state.others.pop(key, None)
    clicked()


def put(key: str, value: str, usual: str = "") -> None:
    """Note another part of the state; its usual value leaves the address."""
    state: Asked = st.session_state[_STATE]
    state.others.pop(key, None)
    if value != usual:
        state.others[key] = value
    clicked()


def clicked() -> None:
    """Note that this run follows a click, so that an address on its way is not read back."""
    st.session_state[_CLICKED] = True
