"""A guided tour: one article followed through the graph, step by step, with the pages to go on."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pages
import streamlit as st
import widgets
from addressed import Addressed
from texts import t
from widgets import plain

from kg.model import Text
from kg.pipeline import Graph, learning

FIRST = "opinions-2024/art-30"
_ARTICLE = re.compile(r"[a-z0-9-]+/art-[0-9]+")


def fits(article: str) -> bool:
    """Tell whether a word may be the id of an article."""
    return bool(_ARTICLE.fullmatch(article)) and len(article) < 80


@st.cache_resource(show_spinner=False, max_entries=64)
def followed(_graph: Graph, receipt: str, article: str) -> learning.Followed:
    """Return what the graph holds about an article."""
    return learning.follow(_graph, article)


@st.cache_resource(show_spinner=False)
def articles(_graph: Graph, receipt: str) -> list[str]:
    """Return the articles that rules rest on, of the two texts, in order."""
    found = {"/".join(p.split("/")[:2]) for r in _graph.rules for p in r.provisions if fits_in(p)}
    return sorted(found, key=lambda a: (a.split("/")[0], int(a.rsplit("-", 1)[1])))


def fits_in(provision: str) -> bool:
    """Tell whether a provision is of an article."""
    return fits("/".join(provision.split("/")[:2]))


def show(graph: Graph, state: Addressed, lang: str) -> None:
    """Show the article's words and what the graph ties to them, each with the pages for more."""
    receipt = graph.receipt["graph"]
    every = articles(graph, receipt)
    article = state["article"] if state["article"] in every else every[0]
    st.header(t("tour_title", lang), anchor=False)
    st.caption(t("tour_hint", lang))
    st.selectbox(
        t("tour_article", lang),
        every,
        key=state.key("article", article),
        format_func=lambda a: _name(graph, a),
        on_change=state.change,
        args=("article",),
    )
    with st.spinner(t("learn_working", lang), show_time=True):
        found = followed(graph, receipt, article)
    _steps(graph, found, lang)


def _name(graph: Graph, article: str) -> str:
    content = widgets.content_language()
    citation = graph.words_of([article]).get(article)
    if citation is None:
        return article
    return f"{citation.source_title.pick(content)} {citation.number.pick(content)}"


def _steps(graph: Graph, found: learning.Followed, lang: str) -> None:
    content = widgets.content_language()
    article = found.article
    path = f"id/{article}"

    def listed(items: Sequence[tuple[str, Text]], page: str = "", name: str = "") -> str:
        lines = []
        for key, text in items:
            words = plain(text.pick(content))
            target = pages.address(page, **{name: key}) if page else ""
            lines.append(f"- [{words}]({target})" if target else f"- {words}")
        return "\n".join(lines)

    _head(1, "words", lang, [("read", {"provision": article}), ("explore", {"node": path})])
    widgets.quotations([article], graph.words_of([article]), graph, lang)
    _head(2, "norms", lang, [("questions", {"q": "facts-of-article"})])
    norms = [(iri.split(".org/judicial-responsibility/")[-1], text) for iri, text in found.norms]
    _or_nothing(listed(norms, "explore", "node"), lang)
    _head(3, "changes", lang, [("learn", {"part": "story"}), ("questions", {"q": "what-changed"})])
    told = [
        f"- {plain(c.reason.pick(content))} :small[{plain(', '.join(c.old) or '—')} → "
        f"{plain(', '.join(c.new) or '—')}]"
        for c in found.changes
    ]
    _or_nothing("\n".join(told), lang)
    _head(4, "rules", lang, [("questions", {"q": "rules-of-article"})])
    _or_nothing(listed(found.rules), lang)
    _head(5, "cases", lang, [("ask", {})])
    _or_nothing(listed(found.cases, "ask", "case"), lang)
    _head(6, "questions", lang, [("about", {}), ("questions", {"q": "open-questions"})])
    open_ = [(q.id, q.question) for q in found.questions]
    _or_nothing(listed(open_), lang)
    _head(7, "on", lang, [("powers", {}), ("check", {}), ("query", {})])


def _head(number: int, key: str, lang: str, links: Sequence[tuple[str, dict[str, str]]]) -> None:
    """Show the head of a step, what it is about, and the pages where it is seen."""
    st.subheader(f"{number}. {t(f'tour_{key}', lang)}", anchor=False)
    st.markdown(t(f"tour_{key}_text", lang))
    if links:
        with st.container(horizontal=True):
            for name, state in links:
                label = "learn_story" if "part" in state else f"page_{name}"
                pages.link(name, f"→ {t(label, lang)}", **state)


def _or_nothing(markdown: str, lang: str) -> None:
    st.markdown(markdown or t("tour_nothing", lang))
