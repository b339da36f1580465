"""The front end: `streamlit run app/main.py`. Pages at the top, language switch, page frame."""

from __future__ import annotations

import logging
from pathlib import Path

import pages
import streamlit as st
import widgets
from texts import t

_LOG = logging.getLogger("kg.app")


def main() -> None:
    """Set the page up, show the frame, run the chosen page."""
    lang = widgets.settle_language()
    st.set_page_config(
        page_title=t("product", lang),
        page_icon=str(Path(__file__).parent / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    page = pages.navigation(lang)
    widgets.frame(lang)
    try:
        page.run()
    except Exception:
        if st.get_option("client.showErrorDetails") != "none":
            raise  # a developer wants the trace where it happened
        _LOG.exception("a page failed")
        st.error(t("page_failed", lang))


main()
