"""The two drawings as components: their scripts lie in app/static/graph, made from web/graph.

Only a loader goes through the page's connection; the script itself is asked for over HTTP by its
checksum, so that the browser keeps it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent / "static" / "graph"
_LOADER = """
const made = import(new URL("app/static/graph/{name}?v={version}", document.baseURI).href);
export default function (component) {{
  let end;
  let over = false;
  made.then(
    (script) => {{ if (!over) end = script.default(component); }},
    () => {{ component.parentElement.textContent = component.data.words.failed; }},
  );
  return () => {{ over = true; if (end) end(); }};
}}
"""


def _component(kind: str) -> Any:
    name = f"{kind}.js"
    sums = (line.split() for line in (_FOLDER / "SHA256SUMS").read_text("utf-8").splitlines())
    version = next(digest for digest, file in sums if file == name)[:16]
    return st.components.v2.component(
        f"kg_{kind}", html="", js=_LOADER.format(name=name, version=version)
    )


_neighbourhood, _overview = _component("neighbourhood"), _component("overview")


def _selected_changed() -> None:
    """Stand for a callback: that there is one makes the selection a state of the component."""


def neighbourhood(data: dict[str, Any], key: str) -> str:
    """Show the nodes around a node; return the path of the chosen one, "" for none."""
    shown = _neighbourhood(
        key=key, data=data, default={"selected": ""}, on_selected_change=_selected_changed
    )
    return str(shown.selected or "")


def overview(data: dict[str, Any], key: str) -> str:
    """Show the whole graph; return the path of the chosen node, "" for none."""
    shown = _overview(
        key=key, data=data, default={"selected": ""}, on_selected_change=_selected_changed
    )
    return str(shown.selected or "")
