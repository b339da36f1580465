"""The front end: `streamlit run app/main.py`. Pages at the top, language switch, page frame."""

from __future__ import annotations

from pathlib import Path

import pages
import streamlit as st
import widgets
from texts import t


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
    page.run()


main()
