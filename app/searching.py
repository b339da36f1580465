"""Search over everything: a field that answers as one types, and hits with the words marked."""

from __future__ import annotations

from collections.abc import Sequence

import pages
import streamlit as st
import widgets
from texts import t
from widgets import plain, upper_first

from kg import pipeline
from kg.errors import KgError
from kg.model import Marked, SearchHit
from kg.pipeline import Graph

FEW, MANY = 8, 40
MAX_CHARACTERS = 200
_BASE = "https://w3id.org/judicial-responsibility/"
_STATE = "q"


@st.fragment
def box(graph: Graph) -> None:
    """Show the field, and what was found under it; only this part of the page runs anew."""
    lang, content = widgets.language(), widgets.content_language()
    asked = widgets.state_of_address().get(_STATE, "")[:MAX_CHARACTERS]
    if asked and "search.words" not in st.session_state:
        st.session_state["search.words"] = asked
    words = st.text_input(
        t("search", lang),
        key="search.words",
        type="search",
        max_chars=MAX_CHARACTERS,
        placeholder=t("search_hint", lang),
        live=True,
        icon=":material/search:",
    )
    words = (words or "").strip()
    widgets.write_address({_STATE: words} if words else {})
    if words:
        _found(graph, words, lang, content)


def _found(graph: Graph, words: str, lang: str, content: str) -> None:
    try:
        everything = pipeline.search(graph, words, limit=1)
        kind = _kind(everything.counts, lang)
        limit = MANY if st.session_state.get(f"search.more.{words}") else FEW
        result = pipeline.search(graph, words, kinds=[kind] if kind else None, limit=limit)
    except KgError as error:
        widgets.problems(t("search_failed", lang), error, lang)
        return
    for note in result.notes:
        st.caption(plain(note.pick(lang)))
    if result.hint:
        st.info(plain(result.hint.pick(lang)))
    for hit in result.hits:
        _hit(hit, lang, content)
    if result.total > len(result.hits):
        st.caption(t("search_shown", lang, shown=len(result.hits), total=result.total))
        if limit == FEW:
            st.button(t("search_more", lang), key=f"search.more.{words}")


def _kind(counts: dict[str, int], lang: str) -> str:
    """Return the one kind to show, "" for all; offered where there is a choice."""
    if len(counts) < 2:
        return ""
    chosen = st.pills(
        t("search_kinds", lang),
        list(counts),
        key="search.kind." + ",".join(counts),
        format_func=lambda k: f"{pipeline.search_kinds()[k].pick(lang)} {counts[k]}",
        label_visibility="collapsed",
    )
    return chosen or ""


def _hit(hit: SearchHit, lang: str, content: str) -> None:
    """Show one hit: its label as a link, its kind and source, the words around what was found."""
    with st.container(key=f"hit-{hit.kind}-{hash(hit.iri) & 0xFFFFFFFF}", gap=None):
        label = upper_first(hit.label.pick(content))
        spans = hit.label_spans.get(content, ())
        page, state = _target(hit)
        pages.link(page, _marked(label, spans), **state)
        said = [pipeline.search_kinds()[hit.kind].pick(lang)]
        if hit.source_title:
            said.append(hit.source_title.pick(content))
        said.append(hit.identifier)
        st.markdown(f":small[:gray[{plain(' · '.join(said))}]]")
        snippet = _snippet(hit, content)
        if snippet is not None and snippet.text != hit.label.pick(content):
            note = f" :small[:gray[{plain(hit.text_note.pick(lang))}]]" if hit.text_note else ""
            st.markdown(_marked(snippet.text, snippet.spans) + note)


def _snippet(hit: SearchHit, content: str) -> Marked | None:
    """Return the words to show: in the content's language, unless only the other has the match."""
    own, other = hit.snippet.get(content), hit.snippet.get("en" if content == "zh" else "zh")
    if own is not None and (own.spans or other is None or not other.spans):
        return own
    return other if other is not None and (other.spans or own is None) else own


def _target(hit: SearchHit) -> tuple[str, dict[str, str]]:
    """Return the page that shows a hit best, and its state."""
    path = hit.iri.removeprefix(_BASE)
    if hit.kind == "provision":
        return "read", {"provision": hit.identifier}
    if hit.kind == "case":
        return "ask", {"case": hit.identifier.removeprefix("case/")}
    if hit.kind == "question":
        return "questions", {"q": hit.identifier.removeprefix("question/")}
    return "explore", {"node": path}


def _marked(words: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the words as Markdown with the found ones on a coloured ground."""
    out, end = [], 0
    for start, stop in spans:
        out += [_spaced(words[end:start]), f":primary-background[{plain(words[start:stop])}]"]
        end = stop
    return "".join([*out, _spaced(words[end:])])


def _spaced(words: str) -> str:
    """Return words escaped, with a space where one stood at either end."""
    if not words.strip():
        return words[:1] and " "
    before, after = words[:1].isspace(), words[-1:].isspace()
    return " " * before + plain(words) + " " * after
