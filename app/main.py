"""The front end: `streamlit run app/main.py`. Pages at the top, language switch, page frame."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
import widgets
from texts import t

_HERE = Path(__file__).parent


def main() -> None:
    """Set the page up, show the frame, run the chosen page."""
    lang = widgets.settle_language()
    st.set_page_config(
        page_title=t("product", lang),
        page_icon=str(_HERE / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    page = st.navigation(
        [
            st.Page(_HERE / "views" / "ask.py", title=t("page_ask", lang), default=True),
            st.Page(_HERE / "views" / "sparql.py", title=t("page_sparql", lang), url_path="query"),
        ],
        position="top",
    )
    widgets.frame(lang)
    page.run()


main()
