"""Explore: any node of the graph, what is around it, and the whole graph from afar."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import drawings
import nodecards
import nodes
import pages
import streamlit as st
import widgets
from nodes import Wanted
from texts import t
from widgets import plain

from kg import pipeline
from kg.model import Neighbourhood, Overview
from kg.pipeline import KINDS, MOST_NODES, Graph

_STATE, _WRITTEN, _TRAIL = "explore.state", "explore.written", "explore.trail"
_FIND = "explore.find"
_WIDGETS = ("explore.hops.", "explore.kinds.")
_FOUND = 12
BEGIN = (
    "id/opinions-2024/art-30", "concept/office/chief-procurator",
    "concept/responsibility-kind/judicial", "id/opinions-2015", "concept/verb/decide",
    "id/mechanism/review-and-re-examination", "ontology/Liability",
)  # fmt: skip

CSS = """<style>
.st-key-explore-trail {gap: .4rem .2rem; flex-wrap: wrap}
.st-key-explore-trail [data-testid="stPageLink"] a {padding: .1rem .35rem}
[class*="st-key-explore-beside"] {
  border-left: 3px solid var(--kg-line); padding-left: 1rem; gap: .5rem}
.stMainBlockContainer [data-testid="stPageLink-NavLink"] p {
  white-space: normal; overflow-wrap: anywhere; line-height: 1.45}
.stMainBlockContainer [data-testid="stPageLink-NavLink"] {height: auto; padding: .15rem .4rem}
@media (max-width: 640px) {[class*="st-key-explore-beside"] {border-left: 0; padding-left: 0;
  border-top: 1px solid var(--kg-line); padding-top: .6rem}}
</style>"""


def load() -> Wanted:
    """Return what is to be shown: as in the address when it is new, else as last chosen."""
    params = widgets.state_of_address()
    known: Wanted | None = st.session_state.get(_STATE)
    if known is None or params != st.session_state.get(_WRITTEN):
        known = nodes.read_address(params)
        for key in [str(k) for k in st.session_state if str(k).startswith(_WIDGETS)]:
            del st.session_state[key]  # what the widgets held belonged to the address before
    st.session_state[_STATE] = known
    return known


def write(wanted: Wanted) -> None:
    """Keep what is shown, and put it in the address."""
    st.session_state[_STATE] = wanted
    widgets.write_address(wanted.address())
    st.session_state[_WRITTEN] = wanted.address()


def page() -> None:
    """Show the page."""
    lang, content = nodecards.own_language()
    graph = widgets.graph_or_stop(lang)
    st.html(CSS)
    wanted = load()
    iri = pipeline.find_node(graph, wanted.node) if wanted.node else None
    if wanted.node and iri is None:
        st.warning(t("explore_unknown", lang, node=plain(nodes.clip(wanted.node, 200))))
    if iri is None:
        landing(graph, lang, content)
        write(Wanted())
    else:
        one(graph, iri, replace(wanted, node=pipeline.nodes(graph, [iri])[0].path), lang, content)
    widgets.footer(graph, lang)


# --- one node ----------------------------------------------------------------------------------


def one(graph: Graph, iri: str, wanted: Wanted, lang: str, content: str) -> None:
    """Show one node: what it is, what is around it, its links, all that is said of it."""
    write(wanted)
    card = pipeline.node_card(graph, iri)
    trail(graph, wanted.node, lang, content)
    st.title(plain(nodes.clip(card.node.name.pick(content), 240)), anchor=False)
    nodecards.head(card.node, card, lang, content)
    around(graph, iri)
    nodecards.relations(graph, card, lang, content)
    nodecards.said(card, lang, content)
    with st.expander(t("explore_find", lang)):
        find(graph)


def trail(graph: Graph, path: str, lang: str, content: str) -> None:
    """Show the nodes on the way here, and the way back to the whole."""
    walked = nodes.step(st.session_state.get(_TRAIL, []), path)
    st.session_state[_TRAIL] = walked
    with st.container(key="explore-trail", horizontal=True, vertical_alignment="center"):
        pages.link("explore", t("explore_whole", lang))
        for earlier in walked[:-1]:
            found = pipeline.find_node(graph, earlier)
            if found:
                node = pipeline.nodes(graph, [found])[0]
                st.markdown(":gray[›]", width="content")
                pages.link("explore", plain(nodes.short(node, content)), node=node.path)


@st.fragment
def around(graph: Graph, iri: str) -> None:
    """Show the drawing with its controls, the chosen node beside it, and the list of the same."""
    lang, content = nodecards.own_language()
    wanted: Wanted = st.session_state[_STATE]
    everything = pipeline.neighbourhood(graph, iri, wanted.hops)
    counts = Counter(n.kind for n in everything.nodes if n.iri != iri)
    counts.update(everything.left_out)
    wanted = controls(wanted, counts, lang)
    write(wanted)
    shown = (
        pipeline.neighbourhood(graph, iri, wanted.hops, wanted.hidden)
        if wanted.hidden
        else everything
    )
    left, right = st.columns([1.7, 1], gap="medium")
    key = f"explore.drawing.{wanted.node}"
    before = st.session_state.get(key)
    chosen = str(getattr(before, "selected", "") or "") if before else ""
    with left:
        told(shown, wanted, lang)
        if len(shown.nodes) > 1:
            chosen = drawings.neighbourhood(nodes.drawing(shown, chosen, lang, content), key)
        else:
            st.info(t("explore_alone", lang))
        box = st.expander(
            t("explore_list", lang, n=len(shown.nodes)),
            key=f"explore.list.{wanted.node}",
            on_change="rerun",
        )
        if box.open:
            with box:
                iris = [n.iri for n in shown.nodes]
                nodecards.paged(graph, iris, f"explore.listed.{wanted.node}", lang, content)
    with right, st.container(key="explore-beside"):
        found = pipeline.find_node(graph, chosen) if chosen else None
        nodecards.beside(graph, found or iri, iri, lang, content)


def controls(wanted: Wanted, counts: Counter[str], lang: str) -> Wanted:
    """Show how far to walk and which kinds to show; return what is wanted now."""
    here = wanted.node
    st.subheader(t("explore_around", lang), anchor=False)
    kinds = [k for k in KINDS if counts[k]]
    hops_key, kinds_key = f"explore.hops.{here}", f"explore.kinds.{here}.{wanted.hops}"
    st.session_state.setdefault(hops_key, wanted.hops)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            t("explore_hops", lang),
            (1, 2),
            key=hops_key,
            required=True,
            format_func=lambda n: t(f"explore_hops_{n}", lang),
            on_change=_walk,
            args=(hops_key,),
        )
        st.session_state.setdefault(kinds_key, [k for k in kinds if k not in wanted.hidden])
        shown = st.pills(
            t("explore_kinds", lang),
            kinds,
            key=kinds_key,
            selection_mode="multi",
            format_func=lambda k: f"{nodes.kind(k, lang)} {counts[k]:,}",
        )
    return replace(wanted, hidden=tuple(k for k in kinds if k not in (shown or ())))


def _walk(key: str) -> None:
    """Note how far to walk, before the drawing is made."""
    st.session_state[_STATE] = replace(st.session_state[_STATE], hops=st.session_state[key])


def told(shown: Neighbourhood, wanted: Wanted, lang: str) -> None:
    """Say how much is drawn, what the limit left out, what is hidden, what is never drawn."""
    comma = "、" if lang == "zh" else ", "
    lines = [t("explore_drawn", lang, n=len(shown.nodes), links=len(shown.edges))]
    if len(shown.nodes) > nodes.MANY:
        lines.append(t("explore_names", lang))
    if shown.left_out:
        kinds = comma.join(
            f"{nodes.kind(k, lang)} {shown.left_out[k]:,}" for k in KINDS if k in shown.left_out
        )
        more = f"{sum(shown.left_out.values()):,}"
        lines.append(f"**{t('explore_cut', lang, most=MOST_NODES, more=more, kinds=kinds)}**")
    if wanted.hidden:
        kinds = comma.join(nodes.kind(k, lang) for k in wanted.hidden)
        lines.append(t("explore_hidden", lang, kinds=kinds))
    if shown.undrawn:
        lines.append(t("explore_undrawn", lang, n=shown.undrawn))
    st.markdown(f":small[{' '.join(lines)}]")


# --- the whole graph ---------------------------------------------------------------------------


def landing(graph: Graph, lang: str, content: str) -> None:
    """Show the search, some nodes to begin with, and the whole graph."""
    st.title(t("explore_title", lang), anchor=False)
    st.markdown(t("explore_hint", lang))
    find(graph)
    st.markdown(f"**{t('explore_begin', lang)}**")
    with st.container(key="explore-trail", horizontal=True):
        for path in BEGIN:
            found = pipeline.find_node(graph, path)
            if found:
                node = pipeline.nodes(graph, [found])[0]
                nodecards.link(node, lang, content)
    st.header(t("explore_whole", lang), anchor=False)
    whole(graph, pipeline.overview(graph))


@st.fragment
def find(graph: Graph) -> None:
    """Show the search for a node by its name or id, as one types."""
    lang, content = nodecards.own_language()
    words = st.text_input(
        t("explore_find", lang), key=_FIND, help=t("explore_find_hint", lang), live=True,
        placeholder=t("explore_find_hint", lang), max_chars=200,
    )  # fmt: skip
    if not (words or "").strip():
        return
    exact = pipeline.find_node(graph, words)
    found = pipeline.nodes(graph, [exact]) if exact else []
    found += [n for n in pipeline.named_nodes(graph, words, _FOUND + 1) if n.iri != exact]
    if not found:
        st.info(t("explore_none_found", lang, words=plain(nodes.clip(words, 60))))
    for node in found[:_FOUND]:
        nodecards.link(node, lang, content)
    if len(found) > _FOUND:
        st.caption(t("explore_found_first", lang, n=_FOUND))


@st.fragment
def whole(graph: Graph, seen: Overview) -> None:
    """Show the drawing of the whole, the chosen node, and the table of the same."""
    lang, content = nodecards.own_language()
    st.markdown(t("explore_whole_hint", lang, nodes=f"{len(seen.paths):,}"))
    chosen = drawings.overview(nodes.whole(seen, lang, content), "explore.whole")
    found = pipeline.find_node(graph, chosen) if chosen else None
    if found:
        node = pipeline.nodes(graph, [found])[0]
        with st.container(key="explore-beside-whole"):
            st.caption(t("explore_chosen", lang))
            st.markdown(f"**{plain(nodes.clip(node.name.pick(content), 200))}**")
            nodecards.head(node, pipeline.node_card(graph, found), lang, content)
            pages.link("explore", f"→ {t('explore_open', lang)}", node=node.path)
    box = st.expander(t("explore_whole_table", lang), key="explore.table", on_change="rerun")
    if box.open:
        kinds = [k for k in KINDS if any(k in d.kinds for d in seen.discs)]
        rows = [
            {
                t("explore_part", lang): plain(d.title.pick(content)),
                t("explore_total", lang): f"{sum(d.kinds.values()):,}",
                **{nodes.kind(k, lang): f"{d.kinds[k]:,}" if k in d.kinds else "" for k in kinds},
            }
            for d in sorted(seen.discs, key=lambda d: -sum(d.kinds.values()))
        ]
        box.table(rows, hide_index=True, alt=t("explore_whole_table", lang))


page()
