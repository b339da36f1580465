"""The application with its pages: what `streamlit run` finds. Settings come from `kg serve`."""

from __future__ import annotations

import contextlib
import json
import os

import streamlit as st

from kg import assets, pipeline
from kg.server.application import HANDLERS, lifespan, middleware, routes, share
from kg.server.static import scripts
from kg.server.workers import Limits

_main = assets.root() / "app" / "main.py"
_pages = sorted(p.stem for p in (_main.parent / "views").glob("*.py"))
_settings = json.loads(os.environ.get("KG_SERVE", "{}"))
_endpoint = _settings.get("endpoint", "")
_graph = pipeline.open_endpoint(_endpoint) if _endpoint else pipeline.open_graph()
pipeline.use_graph(_graph)
_served = share(
    _graph,
    Limits(**_settings.get("limits", {})),
    _settings.get("workers", 2),
    editor="/query",
)
pipeline.warm(_graph)
with contextlib.suppress(ImportError):  # what Streamlit itself loads with the first page
    import streamlit.elements.lib.image_utils
    from streamlit.string_util import extract_leading_emoji

    extract_leading_emoji("")


def _forget() -> None:
    """Let the pages read the new build: what they kept was read from the one before."""
    st.cache_data.clear()
    st.cache_resource.clear()


app = st.App(
    _main,
    routes=[*routes(), scripts()],
    middleware=middleware(_served, _settings.get("hosts", ["localhost", "127.0.0.1"]), _pages),
    lifespan=lifespan(_served, _forget),
    exception_handlers=HANDLERS,
)
