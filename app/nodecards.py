"""Shows one node: its names and words beside a drawing, and its links both ways."""

from __future__ import annotations

from collections.abc import Sequence

import nodes
import pages
import streamlit as st
import widgets
from texts import t
from widgets import chips, plain, quotations, upper_first

from kg import pipeline
from kg.model import Card, Node, Relation
from kg.pipeline import Graph

_PROVISIONS, _PAGE = 3, 25
_DEFINING = "http://www.w3.org/2004/02/skos/core#definition"
_ONTOLOGY = "https://w3id.org/judicial-responsibility/ontology/"
# Shown as the words of a provision, or of no use to people.
_LEFT_OUT = {_ONTOLOGY + name for name in ("text", "spanStart", "spanEnd", "order")} | {_DEFINING}


def link(node: Node, lang: str, content: str, with_kind: bool = True) -> None:
    """Show a link to a node, with its kind before its name."""
    words = plain(nodes.clip(node.short.pick(content), 120))
    head = f":gray[{plain(nodes.kind(node.kind, lang))}] " if with_kind else ""
    pages.link("explore", f"{head}{words}", node=node.path)


def head(node: Node, card: Card, lang: str, content: str) -> None:
    """Show what kind of node it is, its id, its other name, and which names are missing."""
    types = [x.name.pick(content) for x in card.types]
    lacks = [t("explore_lacks", lang, lang=t(f"lang_{x}", lang)) for x in node.lacks]
    other = node.name.pick("en" if content == "zh" else "zh")
    st.markdown(
        f":primary-badge[{plain(nodes.kind(node.kind, lang))}] {chips([*types, *lacks])}"
        f" :small[:gray[{plain(node.path)}]]"
    )
    if not node.lacks and other != node.name.pick(content):
        st.caption(plain(nodes.clip(other, 300)))


def beside(graph: Graph, iri: str, centre: str, lang: str, content: str) -> None:
    """Show the chosen node beside the drawing, with the way to make it the centre."""
    card = pipeline.node_card(graph, iri)
    node = card.node
    st.caption(t("explore_centre" if iri == centre else "explore_chosen", lang))
    if iri != centre:
        st.markdown(f"#### {plain(nodes.clip(node.name.pick(content), 200))}", anchors=False)
        head(node, card, lang, content)
    with st.container(horizontal=True):
        if iri != centre:
            pages.link("explore", f"→ {t('explore_open', lang)}", node=node.path)
        if node.kind == "provision":
            of = card.provisions[0]
            pages.link("read", f"→ {t('explore_read', lang)}", provision=of)
    definition = card.words(_DEFINING, content)
    if definition:
        st.markdown(plain(definition))
    rests(graph, card, lang, content)
    if iri == centre:
        st.caption(t("explore_choose_hint", lang))


def rests(graph: Graph, card: Card, lang: str, content: str) -> None:
    """Show the words of the provisions that a node rests on, or its own."""
    if not card.provisions:
        return
    if card.node.kind != "provision":
        st.markdown(f"**{t('explore_rests', lang)}**")
    few = card.provisions[:_PROVISIONS]
    quotations(few, graph.words_of(few), graph, content)
    if len(card.provisions) > len(few):
        st.caption(t("explore_more_provisions", lang, n=len(card.provisions) - len(few)))


def said(card: Card, lang: str, content: str) -> None:
    """Show the literals of a node, in the content's language where there are words in it."""
    by_property: dict[str, list[tuple[str, str]]] = {}
    labels = {}
    for s in card.said:
        if s.predicate not in _LEFT_OUT:
            by_property.setdefault(s.predicate, []).append((s.language[:2], s.text))
            labels[s.predicate] = s.label.pick(content)
    lines = []
    for predicate, texts in by_property.items():
        wanted = [x for x in texts if x[0] in ("", content)] or texts
        for language, text in wanted:
            only = (
                f" :small[:gray[{t('explore_only', lang, lang=t(f'lang_{language}', lang))}]]"
                if language and language != content
                else ""
            )
            words = plain(nodes.clip(text, 2000))
            lines.append(f"- **{plain(upper_first(labels[predicate]))}**: {words}{only}")
    if lines:
        st.subheader(t("explore_said", lang), anchor=False)
        st.markdown("\n".join(lines))
    st.markdown(f":small[[{t('explore_data', lang)}](data/{card.node.path})]") if "://" not in (
        card.node.path
    ) else None


@st.fragment
def relations(graph: Graph, card: Card, lang: str, content: str) -> None:
    """Show the links both ways, each property with its count, opened when it is asked for."""
    for outward, column in zip((True, False), st.columns(2), strict=True):
        with column:
            way = "out" if outward else "in"
            st.subheader(t(f"explore_{way}", lang), anchor=False)
            found = [r for r in card.relations if r.outward == outward]
            if not found:
                st.caption(t(f"explore_no_{way}", lang))
            for r in found:
                _relation(graph, card.node, r, way, lang, content)


def _relation(
    graph: Graph, node: Node, relation: Relation, way: str, lang: str, content: str
) -> None:
    key = f"explore.{node.path}.{way}.{relation.predicate}"
    label = f"{plain(upper_first(relation.label.pick(content)))} · {len(relation.nodes):,}"
    box = st.expander(label, key=key, on_change="rerun")
    if box.open:
        with box:
            paged(graph, relation.nodes, key, lang, content)


def paged(graph: Graph, iris: Sequence[str], key: str, lang: str, content: str) -> None:
    """Show links to nodes, a page at a time."""
    count = len(iris)
    at = 1
    if count > _PAGE:
        at = st.pagination(-(-count // _PAGE), key=f"{key}.page", max_visible_pages=5)
        first, last = (at - 1) * _PAGE + 1, min(at * _PAGE, count)
        st.caption(t("explore_page_of", lang, a=first, b=last, n=f"{count:,}"))
    for node in pipeline.nodes(graph, iris[(at - 1) * _PAGE : at * _PAGE]):
        link(node, lang, content)


def own_language() -> tuple[str, str]:
    """Return the language of the interface and that of the graph's words."""
    return widgets.language(), widgets.content_language()
