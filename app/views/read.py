"""Read: documents article by article, and the Opinions of 2015 beside those of 2024."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import articles
import counterparts
import nodecards
import nodes
import pages
import readings
import streamlit as st
import widgets
from readings import Asked
from texts import t
from widgets import plain, upper_first

from kg import pipeline
from kg.model import Article, Document
from kg.pipeline import Graph

_STATE, _WRITTEN = "read.state", "read.written"
_WIDGETS = ("read.page.", "read.change")
_ON_PAGE = 8

CSS = """<style>
.st-key-read-words {border-left: 3px solid var(--kg-accent); padding-left: 1rem; gap: .5rem;
  font-size: 1.05rem}
.st-key-read-words p {line-height: 1.95}
[class*="st-key-read-fact-"], [class*="st-key-read-enforced-"] {gap: .1rem; margin-bottom: .35rem}
.stMainBlockContainer [data-testid="stPageLink-NavLink"] p {
  white-space: normal; overflow-wrap: anywhere; line-height: 1.5}
.stMainBlockContainer [data-testid="stPageLink-NavLink"] {height: auto; padding: .15rem .4rem}
@media (max-width: 640px) {.st-key-read-words {padding-left: .7rem}}
</style>"""


def load() -> Asked:
    """Return what is to be shown: as in the address when it is new, else as last chosen."""
    params = widgets.state_of_address()
    known: Asked | None = st.session_state.get(_STATE)
    if known is None or params != st.session_state.get(_WRITTEN):
        known = readings.read_address(params)
        for key in [str(k) for k in st.session_state if str(k).startswith(_WIDGETS)]:
            del st.session_state[key]  # what the widgets held belonged to the address before
    return known


def write(asked: Asked) -> None:
    """Keep what is shown, and put it in the address."""
    st.session_state[_STATE] = asked
    widgets.write_address(asked.address())
    st.session_state[_WRITTEN] = asked.address()


def page() -> None:
    """Show the page."""
    lang, content = nodecards.own_language()
    graph = widgets.graph_or_stop(lang)
    st.html(CSS)
    asked = load()
    if asked.beside:
        beside(graph, asked, lang, content)
    else:
        ident = pipeline.article_of(graph, asked.provision) if asked.provision else None
        if asked.provision and ident is None:
            shown = plain(nodes.clip(asked.provision, 200))
            st.warning(t("read_unknown", lang, provision=shown))
        if ident is None:
            shelf(graph, lang, content)
            write(Asked())
        else:
            one(graph, ident, asked.provision, lang, content)
            write(Asked(asked.provision))
    widgets.footer(graph, lang)


# --- all documents -----------------------------------------------------------------------------


def shelf(graph: Graph, lang: str, content: str) -> None:
    """Show all documents: those with words of their own, then those that are only restated."""
    st.title(t("read_title", lang), anchor=False)
    st.markdown(t("read_hint", lang))
    pages.link("read", f"→ {t('read_beside', lang)}", view=readings.BESIDE)
    known = pipeline.list_documents(graph)
    for with_words in (True, False):
        found = [d for d in known.values() if any(e.opening for e in d.entries) == with_words]
        if found:
            head = "read_with_words" if with_words else "read_without_words"
            st.header(t(head, lang), anchor=False)
        for document in found:
            with st.container(key=f"card-document-{document.id}"):
                pages.link("read", plain(document.title.pick(content)), provision=document.id)
                st.markdown(about(graph, document, lang))


def about(graph: Graph, document: Document, lang: str) -> str:
    """Return a document's status, dates, and how much of it there is, as Markdown."""
    status = graph.words.of("source-status", document.status, lang) if document.status else ""
    texts = Counter(e.status for e in document.entries)
    parts = [
        f":primary-badge[{plain(upper_first(status))}]" if status else "",
        plain(readings.days(document, lang)),
        t("read_articles", lang, n=len(document.entries)),
        *(
            f":gray-badge[{plain(graph.words.of('text-status', code, lang))} {n}]"
            for code, n in sorted(texts.items())
        ),
    ]
    return " · ".join(f":small[{p}]" for p in parts if p)


# --- one article -------------------------------------------------------------------------------


def one(graph: Graph, ident: str, asked: str, lang: str, content: str) -> None:
    """Show one article with everything about it."""
    known = pipeline.list_documents(graph)
    article = pipeline.read_article(graph, ident)
    document = known[article.document]
    navigation(known, document, article, lang, content)
    st.title(
        f"{plain(upper_first(article.entry.number.pick(content)))} "
        f":small[:gray[{plain(document.title.pick(content))}]]",
        anchor=False,
    )
    st.markdown(about(graph, document, lang))
    if document.note is not None:
        st.caption(plain(document.note.pick(content)))
    left, right = st.columns([1.55, 1], gap="large")
    with left:
        st.header(t("read_words", lang), anchor=False)
        meant = asked if asked not in (ident, document.id) else ""
        articles.words(graph, article, meant, lang, content)
        articles.facts(graph, article, lang, content)
    with right:
        articles.restatement(article, lang, content)
        articles.open_questions(article, lang, content)
        articles.citations(article, lang, content)
        pages.link("explore", f"→ {t('read_in_graph', lang)}", node=f"id/{ident}")
    articles.answering(article, lang, content)
    articles.enforced(article, lang, content)
    articles.others(graph, article, lang, content)


def navigation(
    known: Mapping[str, Document], document: Document, article: Article, lang: str, content: str
) -> None:
    """Show the choice of document and article, the way to the neighbours, the contents."""
    ident = article.entry.id
    entries = {e.id: e for e in document.entries}

    def named(entry: str) -> str:
        number = upper_first(entries[entry].number.pick(content))
        return f"{number} {entries[entry].opening}"

    which, where = st.columns([1.3, 1])
    picked = which.selectbox(
        t("read_document", lang), list(known), index=list(known).index(document.id),
        key=f"read.document.{ident}", format_func=lambda d: known[d].title.pick(content),
    )  # fmt: skip
    if picked and picked != document.id:
        pages.go("read", provision=picked)
    jumped = where.selectbox(
        t("read_jump", lang), list(entries), index=list(entries).index(ident),
        key=f"read.article.{ident}", format_func=named,
    )  # fmt: skip
    if jumped and jumped != ident:
        pages.go("read", provision=jumped)
    with st.container(horizontal=True):
        pages.link("read", t("read_all", lang))
        for way, other in (("before", article.before), ("after", article.after)):
            if other:
                number = plain(upper_first(entries[other].number.pick(content)))
                arrow = "←" if way == "before" else "→"
                pages.link("read", f"{arrow} {t(f'read_{way}', lang)} {number}", provision=other)
        if document.id in ("opinions-2015", "opinions-2024"):
            pages.link("read", t("read_beside", lang), view=readings.BESIDE)
    box = st.expander(
        t("read_contents", lang, n=len(entries)), key="read.contents", on_change="rerun"
    )
    if box.open:
        with box:
            for entry in document.entries:
                number = plain(upper_first(entry.number.pick(content)))
                status = entry.status if entry.status != "complete" else ""
                told = f" :orange[{plain(status_words(status, lang))}]" if status else ""
                opening = plain(entry.opening)
                pages.link("read", f"**{number}** {opening}{told}", provision=entry.id)


def status_words(status: str, lang: str) -> str:
    """Return the label of a code of text-status."""
    return pipeline.open_graph().words.of("text-status", status, lang)


# --- 2015 beside 2024 --------------------------------------------------------------------------


def beside(graph: Graph, asked: Asked, lang: str, content: str) -> None:
    """Show every correspondence, a page at a time, by the kind of change."""
    every = pipeline.counterparts(graph)
    counts = Counter(c.change.path.rsplit("/", 1)[-1] for c in every)
    names = {c.change.path.rsplit("/", 1)[-1]: c.change.name for c in every}
    pages.link("read", t("read_all", lang))
    st.title(t("read_beside", lang), anchor=False)
    st.markdown(t("read_beside_hint", lang))
    chosen = st.pills(
        t("read_change", lang),
        list(counts),
        default=[c for c in asked.change if c in counts] or None,
        key="read.change",
        selection_mode="multi",
        format_func=lambda c: f"{upper_first(names[c].pick(content))} {counts[c]}",
    )
    change = tuple(chosen or ())
    found = [c for c in every if not change or c.change.path.rsplit("/", 1)[-1] in change]
    count = -(-len(found) // _ON_PAGE)
    at = min(asked.page if change == asked.change else 1, count)
    if count > 1:
        at = st.pagination(count, default=at, key=f"read.page.{'.'.join(change)}")
    first, last = (at - 1) * _ON_PAGE + 1, min(at * _ON_PAGE, len(found))
    st.caption(t("read_page_of", lang, a=first, b=last, n=len(found)))
    for index, one_ in enumerate(found[first - 1 : last]):
        counterparts.show(one_, str(index), lang, content)
    write(replace(asked, beside=True, page=at, change=change))


page()
