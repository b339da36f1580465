"""The state of a page as words by name: kept in the session, repeated in the address.

An address that differs from the one that this session wrote last (a link opened, the back button)
replaces the state. A value that the page does not know is dropped and told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
import widgets

Check = Callable[[str], bool]


class Addressed:
    """What is chosen on one page; `usual` are the values that need not stand in the address."""

    def __init__(
        self, page: str, usual: Mapping[str, str], checks: Mapping[str, Check],
        always: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self._page, self._usual, self._checks, self._always = page, usual, checks, always
        self.ignored: list[str] = []
        self.values = self._load()

    def _load(self) -> dict[str, str]:
        params = widgets.state_of_address()
        clicked = st.session_state.pop(f"{self._page}.clicked", False)
        known: dict[str, str] | None = st.session_state.get(f"{self._page}.state")
        written = st.session_state.get(f"{self._page}.written")
        if known is None or (params and params != written and not clicked):
            known = dict(self._usual)
            for name, value in params.items():
                check = self._checks.get(name)
                if name in known and (check is None or check(value)):
                    known[name] = value
                else:
                    self.ignored.append(name)
            st.session_state[f"{self._page}.state"] = known
        return known

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def several(self, name: str) -> list[str]:
        """Return the parts of a value that holds several."""
        return [part for part in self.values[name].split(",") if part]

    def key(self, name: str, value: Any = None) -> str:
        """Return the key of the widget for a value, which is set as the state has it.

        `value` is the widget's own form of it where that is no text.
        """
        key = f"{self._page}.{name}"
        st.session_state[key] = self.values[name] if value is None else value
        return key

    def change(self, name: str) -> None:
        """Take over what a widget now holds: the callback of its key."""
        value = st.session_state[f"{self._page}.{name}"]
        if isinstance(value, (list, tuple)):
            value = ",".join(value)
        elif isinstance(value, bool):
            value = "yes" if value else ""
        self.put(**{name: self._usual[name] if value is None else str(value)})

    def put(self, **values: str) -> None:
        """Set values from a callback."""
        self.values.update(values)
        st.session_state[f"{self._page}.clicked"] = True

    def differing(self, **more: str) -> dict[str, str]:
        """Return what an address of this state, with some values changed, must hold."""
        wanted = {**self.values, **more}
        return {
            name: value
            for name, value in sorted(wanted.items())
            if name in self._always or value != self._usual[name]
        }

    def write(self) -> None:
        """Put the state in the address."""
        values = self.differing()
        widgets.write_address(values)
        st.session_state[f"{self._page}.written"] = values
