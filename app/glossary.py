"""The glossary: terms in both languages, how the texts define them, and how they drifted."""

from __future__ import annotations

import pages
import streamlit as st
import widgets
from addressed import Addressed
from texts import t
from widgets import plain, upper_first

from kg import pipeline
from kg.model import Text
from kg.pipeline import Graph, learning

PAGE = 25  # terms shown at first


@st.cache_resource(show_spinner=False)
def terms(_graph: Graph, receipt: str) -> tuple[list[learning.Term], dict[str, Text]]:
    """Return the terms, and the labels of their groups."""
    return learning.glossary(_graph), learning.groups(_graph)


@st.cache_resource(show_spinner=False)
def rows(_graph: Graph, receipt: str, question: str) -> list[dict[str, str]]:
    """Return the rows of a question of the catalogue."""
    return [dict(r) for r in pipeline.ask(question, {}, graph=_graph).rows]


def found(every: list[learning.Term], words: str, group: str) -> list[learning.Term]:
    """Return the terms of a group ("" for all) that hold all words, in either language."""
    wanted = words.lower().split()
    kept = []
    for term in every:
        texts = (term.label.zh, term.label.en, term.definition.zh, term.definition.en, term.id)
        told = " ".join(texts).lower()
        if group in ("", term.group) and all(word in told for word in wanted):
            kept.append(term)
    # those whose label holds the words come first
    return sorted(kept, key=lambda x: not any(
        w in (x.label.zh + x.label.en).lower() for w in wanted))  # fmt: skip


def show(graph: Graph, state: Addressed, lang: str) -> None:
    """Show the drift between the texts, the terms by search and group, the texts' definitions."""
    receipt = graph.receipt["graph"]
    every, groups = terms(graph, receipt)
    _drift(graph, lang)
    st.header(t("glossary_terms", lang), anchor=False)
    left, right = st.columns([3, 2])
    left.text_input(
        t("glossary_search", lang),
        key=state.key("q"),
        max_chars=200,
        on_change=state.change,
        args=("q",),
    )
    order = [learning.DRIFTED, *sorted(set(groups) - {learning.DRIFTED}), learning.CLASSES]
    present = {term.group for term in every}
    right.selectbox(
        t("glossary_group", lang),
        ["", *(g for g in order if g in present)],
        key=state.key("group"),
        format_func=lambda g: _group(g, groups, lang),
        on_change=state.change,
        args=("group",),
    )
    hits = found(every, state["q"], state["group"])
    if not hits:
        st.info(t("glossary_none", lang))
    most = len(hits) if state["all"] == "yes" else PAGE
    st.caption(t("glossary_count", lang, n=len(hits)))
    st.markdown("\n".join(_term(term, groups, lang) for term in hits[:most]))
    if len(hits) > most:
        st.button(
            t("glossary_more", lang, n=len(hits) - most),
            key="learn.more",
            on_click=lambda: state.put(all="yes"),
        )
    _definitions(graph, lang)


def _group(group: str, groups: dict[str, Text], lang: str) -> str:
    if group == "":
        return t("glossary_all", lang)
    if group == learning.CLASSES:
        return t("glossary_classes", lang)
    return upper_first(groups[group].pick(widgets.content_language()))


def _term(term: learning.Term, groups: dict[str, Text], lang: str) -> str:
    """Return one term as Markdown: both labels, the definition, where it comes from."""
    content = widgets.content_language()
    other = "en" if content == "zh" else "zh"
    group = _group(term.group, groups, lang)
    head = f"- **{plain(term.label.pick(content))}** · {plain(term.label.pick(other))} "
    head += f":small[:gray[{plain(group)} · {plain(term.id)}]]"
    lines = [head, f"    {plain(term.definition.pick(content))}"]
    if term.note is not None:
        lines.append(f"    :small[{plain(term.note.pick(content))}]")
    if term.provisions:
        lines.append(
            "    :small[" + "; ".join(pages.provision_link(p) for p in term.provisions) + "]"
        )
    return "  \n".join(lines)


def _drift(graph: Graph, lang: str) -> None:
    """Show each term that one text has and another replaces, with the words of both."""
    content = widgets.content_language()
    st.header(t("glossary_drift", lang), anchor=False)
    st.caption(t("glossary_drift_hint", lang))
    drifts = rows(graph, graph.receipt["graph"], "term-drift")
    citations = graph.words_of([r[side] for r in drifts for side in ("old", "new")])
    for index, r in enumerate(drifts):
        with st.container(key=f"row-drift-{index}"):
            old, new = r[f"old_term_{content}"], r[f"new_term_{content}"]
            st.markdown(
                f"#### {plain(old)} → {plain(new)}\n\n{plain(r[f'note_{content}'])}", anchors=False
            )
            with st.expander(t("glossary_words", lang)):
                widgets.quotations([r["old"], r["new"]], citations, graph, lang)


@st.fragment
def _definitions(graph: Graph, lang: str) -> None:
    """Show what the legal texts themselves define; made when a person opens it."""
    defined = rows(graph, graph.receipt["graph"], "definitions")
    label = t("glossary_defined", lang, n=len(defined))
    opened = st.expander(label, key="learn.defined", on_change="rerun")
    if not opened.open:
        return
    content = widgets.content_language()
    lines = [
        f"- {plain(r[f'label_{content}'])} "
        f":small[{plain(r[f'source_{content}'])} · {pages.provision_link(r['provision'])}]"
        for r in defined
    ]
    opened.markdown("\n".join(lines))
