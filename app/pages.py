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
_ORDER = (
    HOME, "ask", "questions", "explore", "read", "powers", "check", "learn", "query", "about",
)  # fmt: skip
PAGES = tuple(name for name in _ORDER if (_VIEWS / f"{name}.py").exists())


def navigation(lang: str) -> Any:
    """Return the page that the address asks for, with the menu at the top of the window."""
    made = [
        st.Page(script(name), title=t(f"page_{name}", lang), default=True)
        if name == HOME
        else st.Page(script(name), title=t(f"page_{name}", lang), url_path=name)
        for name in PAGES
    ]
    return st.navigation(made, position="top")


def script(name: str) -> Path:
    """Return the script of a page."""
    return _VIEWS / f"{name}.py"


def address(name: str, **state: str) -> str:
    """Return the address of a page in a state, for a link in Markdown; languages are kept."""
    wanted = {**state, **widgets.languages()}
    return f"{'' if name == HOME else name}?{urlencode(wanted)}"


def provision(ident: str) -> str:
    """Return the address of the page that reads a provision (`opinions-2024/art-30`), or ""."""
    return address("read", provision=ident) if "read" in PAGES else ""


def link(name: str, label: str, **state: str) -> None:
    """Show a link to a page in a state, followed without loading the application anew."""
    st.page_link(script(name), label=label, query_params={**state, **widgets.languages()})


def go(name: str, **state: str) -> None:
    """Leave this page for another in a state. Ends the run."""
    st.switch_page(script(name), query_params={**state, **widgets.languages()})
