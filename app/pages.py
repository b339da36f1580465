"""The pages: their order, their addresses, links between them. The front page is at `/` alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
import widgets
from texts import t

_VIEWS = Path(__file__).parent / "views"
HOME = "home"
# A page is named as its script in views/, as its address, and as `page_<name>` in the words.
PAGES = (
    HOME, "ask", "questions", "explore", "read", "powers", "check", "learn", "query", "about",
)  # fmt: skip
_SHOWN = "pages.shown"


def navigation(lang: str) -> Any:
    """Return the page that the address asks for, with the menu at the top of the window."""
    made = [
        st.Page(script(name), title=t(f"page_{name}", lang), default=True)
        if name == HOME
        else st.Page(script(name), title=t(f"page_{name}", lang), url_path=name)
        for name in PAGES
    ]
    shown = st.navigation(made, position="top")
    st.session_state[_SHOWN] = shown.url_path or HOME
    return shown


def script(name: str) -> Path:
    """Return the script of a page."""
    return _VIEWS / f"{name}.py"


def address(name: str, **state: str) -> str:
    """Return the address of a page in a state, for a link in Markdown; languages are kept."""
    wanted = {**state, **widgets.languages()}
    return f"{'' if name == HOME else name}?{urlencode(wanted)}"


def provision_link(ident: str) -> str:
    """Return a provision's id (`opinions-2024/art-30`) as Markdown, a link to its words."""
    return f"[{widgets.plain(ident)}]({address('read', provision=ident)})"


def link(name: str, label: str, **state: str) -> None:
    """Show a link to a page in a state, followed without loading the application anew.

    `label` is Markdown: words of data must be escaped before (`widgets.plain`). Streamlit leaves
    the browser's address as it is when a link leads to the page that is shown. Such a link says
    so, and `write_address`, which takes the word out again, sets the address.
    """
    wanted = {**state, **widgets.languages()}
    if st.session_state.get(_SHOWN) == name:
        wanted[widgets.FOLLOWED] = "1"
    st.page_link(script(name), label=label, query_params=wanted)


def go(name: str, **state: str) -> None:
    """Leave this page for another in a state. Ends the run."""
    st.switch_page(script(name), query_params={**state, **widgets.languages()})
