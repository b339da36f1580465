"""A grid of tiles, one for each province, in rows by the regions of GB/T 2260: no drawn map."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import powerstate as ps
import streamlit as st
from addressed import Addressed
from widgets import plain

from kg.pipeline import powers

CSS = """<style>
[class*="st-key-tiles-"] {gap: .35rem; margin-bottom: .1rem}
[class*="st-key-tiles-"] button {
  width: 8rem; min-height: 3.6rem; padding: .25rem .4rem; border-radius: 4px}
[class*="st-key-tiles-"] button :is(div, p) {
  white-space: normal; overflow: visible; text-overflow: clip}
[class*="st-key-tiles-"] button p {font-size: .8rem; line-height: 1.35}
[class*="st-key-tiles-"] button p strong {font-size: .9rem}
[class*="st-key-tiles-"] [class*="st-key-tile-own-"] button {border: 2px solid var(--kg-accent)}
[class*="st-key-tiles-"] .stMarkdown {width: 3.2rem; align-self: center}
@media (max-width: 640px) {
  [class*="st-key-tiles-"] button {width: 6.6rem}
  [class*="st-key-tiles-"] > [data-testid="stElementContainer"]:first-child,
  [class*="st-key-tiles-"] .stMarkdown {flex: 0 0 100%; width: 100%}
}
</style>"""


def show(
    state: Addressed, said: Mapping[str, str], own: Collection[str], chosen: str, lang: str
) -> None:
    """Show a tile for each province with its words; a click chooses the province.

    `own` are the provinces whose own list speaks: their tiles have a thicker edge.
    """
    st.html(CSS)
    places = powers.provinces()
    for digit, region in powers.regions().items():
        with st.container(horizontal=True, key=f"tiles-{digit}"):
            st.markdown(f":small[:gray[{region.pick(lang)}]]")
            for code in places:
                if code[3] == digit:
                    kind = "own" if code in own else "none"
                    st.button(
                        f"**{ps.place_name(code)}**  \n{plain(said[code])}",
                        key=f"tile-{kind}-{code}",
                        type="primary" if code == chosen else "secondary",
                        on_click=state.put,
                        kwargs={"province": code},
                    )
