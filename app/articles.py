"""Shows an article: its words with the facts marked, what is made of it, what it leaves open."""

from __future__ import annotations

import counterparts
import nodecards
import nodes
import pages
import readings
import streamlit as st
from texts import t
from widgets import chips, plain, upper_first

from kg import pipeline
from kg.model import Article, Note
from kg.pipeline import Graph


def words(graph: Graph, article: Article, meant: str, lang: str, content: str) -> None:
    """Show how much of the text there is, then the text."""
    status = article.entry.status
    said = t(f"read_status_{status}", lang)
    if status in ("missing", "restored"):
        st.warning(said)
    else:
        language = t(f"read_language_{article.language}", lang) if article.language else ""
        if status == "partial":
            st.warning(said)
        st.caption(upper_first(language) if status == "partial" else f"{said} {language}")
    if not article.parts:
        return
    ids = [f"id/{p.id}" for p in article.parts if p.id]
    found = [iri for i in ids if (iri := pipeline.find_node(graph, i))]
    numbers = {n.path.removeprefix("id/"): n.short.pick(lang) for n in pipeline.nodes(graph, found)}
    with st.container(key="read-words"):
        for paragraph in readings.paragraphs(article, lang, meant, numbers):
            st.markdown(paragraph)
    if any(note.quoted for note in article.facts):
        st.caption(t("read_marks", lang))


def facts(graph: Graph, article: Article, lang: str, content: str) -> None:
    """Show the facts that rest on the article, by the number they bear in the text."""
    st.subheader(t("read_facts", lang, n=len(article.facts)), anchor=False)
    if not article.facts:
        st.caption(t("read_no_facts", lang))
    for number, note in enumerate(article.facts, 1):
        with st.container(key=f"read-fact-{number}"):
            label = plain(nodes.clip(note.node.name.pick(content), 400))
            pages.link("explore", f"{plain(f'[{number}]')} {label}", node=note.node.path)
            st.markdown(_about(graph, note, lang, content))


def _about(graph: Graph, note: Note, lang: str, content: str) -> str:
    kind = pipeline.nodes(graph, [note.node.type])[0].name.pick(content)
    bearers = chips(b.name.pick(content) for b in note.bearers)
    if note.quoted:
        known = t("read_quoted", lang)
    else:
        confidence = graph.words.of("confidence", note.confidence, lang)
        known = t(
            "read_from_outside", lang, keys=", ".join(note.source_keys), confidence=confidence
        )
    review = ""
    if note.review not in ("", "reviewed"):
        review = f" :orange-badge[{plain(graph.words.of('review-status', note.review, lang))}]"
    where = " · ".join([known, *note.provisions])
    return f":gray-badge[{plain(kind)}] {bearers}{review} :small[:gray[{plain(where)}]]"


def restatement(article: Article, lang: str, content: str) -> None:
    """Show the restatement in both languages, that of the content first."""
    st.subheader(t("read_restatement", lang), anchor=False)
    if article.restatement is None:
        st.caption(t("read_no_restatement", lang))
        return
    first, second = ("zh", "en") if content == "zh" else ("en", "zh")
    st.markdown(plain(article.restatement.pick(first)))
    st.markdown(f":small[{plain(article.restatement.pick(second))}]")
    st.caption(t("read_restatement_hint", lang))


def open_questions(article: Article, lang: str, content: str) -> None:
    """Show what the article leaves open, with the readings."""
    st.subheader(t("read_questions", lang, n=len(article.questions)), anchor=False)
    if not article.questions:
        st.caption(t("read_no_questions", lang))
    for raised in article.questions:
        pages.link(
            "explore", plain(nodes.clip(raised.node.name.pick(content), 400)), node=raised.node.path
        )
        lines = [f"{i}. {plain(r.pick(content))}" for i, r in enumerate(raised.readings, 1)]
        with st.expander(f"{t('read_readings', lang)} · {len(lines)}"):
            st.markdown("\n".join(lines))


def citations(article: Article, lang: str, content: str) -> None:
    """Show what the article cites and what cites it."""
    if article.cites:
        st.subheader(t("read_cites", lang), anchor=False)
    for title, source in article.cites:
        if not source:
            said = f":small[:gray[{t('read_not_in_graph', lang)}]]"
            st.markdown(f"- 《{plain(title.pick(content))}》 {said}")
        elif source in pipeline.list_documents(pipeline.open_graph()):
            pages.link("read", plain(title.pick(content)), provision=source)
        else:
            pages.link("explore", plain(title.pick(content)), node=f"id/{source}")
    if article.cited_by:
        st.subheader(t("read_cited_by", lang), anchor=False)
    for provision in article.cited_by:
        pages.link("read", plain(provision), provision=provision)


def enforced(article: Article, lang: str, content: str) -> None:
    """Show the rules and shapes that enforce the article."""
    st.subheader(t("read_enforced", lang, n=len(article.enforced)), anchor=False)
    if not article.enforced:
        st.caption(t("read_not_enforced", lang))
    for index, item in enumerate(article.enforced):
        with st.container(key=f"read-enforced-{index}"):
            rests = t("read_rests", lang, what=", ".join(item.provisions))
            head = f":gray-badge[{t(f'read_{item.kind}', lang)}]"
            st.markdown(
                f"{head} {plain(upper_first(item.words.pick(content)))}"
                f" :small[:gray[{plain(item.id)} · {plain(rests)}]]"
            )
            if item.node is not None:
                pages.link("explore", f"→ {t('read_in_graph', lang)}", node=item.node.path)


def others(graph: Graph, article: Article, lang: str, content: str) -> None:
    """Show what else rests on the article, opened when it is asked for."""
    if not article.others:
        return
    ident = article.entry.id
    box = st.expander(
        t("read_others", lang, n=len(article.others)), key=f"read.others.{ident}", on_change="rerun"
    )
    if box.open:
        with box:
            iris = [n.iri for n in article.others]
            nodecards.paged(graph, iris, f"read.others.{ident}", lang, content)


def answering(article: Article, lang: str, content: str) -> None:
    """Show the older and newer counterparts."""
    st.subheader(t("read_counterparts", lang, n=len(article.counterparts)), anchor=False)
    if not article.counterparts:
        st.caption(t("read_no_counterparts", lang))
    for index, found in enumerate(article.counterparts):
        counterparts.show(found, str(index), lang, content)
