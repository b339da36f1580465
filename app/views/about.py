"""About: no official interpretation; coverage, sources, open questions, receipt, licences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pages
import streamlit as st
import vendored
import widgets
from texts import t
from widgets import plain

from kg import pipeline
from kg.pipeline import Graph

PARTS = ("notice", "coverage", "sources", "open", "licences")
STATES = ("encoded", "out-of-scope", "missing", "unaccounted")
DATES = ("document", "publication", "in_force", "end")
_STATE, _WRITTEN, _CLICKED = "about.state", "about.written", "about.clicked"


def page() -> None:
    """Show the page: one part of it."""
    lang = widgets.language()
    graph = widgets.graph_or_stop(lang)
    state = _load()
    st.title(t("about_title", lang), anchor=False)
    part = state.get("part", PARTS[0])
    key = "about.part"
    st.session_state[key] = part if part in PARTS else PARTS[0]
    st.segmented_control(
        t("about_parts", lang),
        PARTS,
        key=key,
        required=True,
        format_func=lambda p: t(f"part_{p}", lang),
        on_change=lambda: _put("part", st.session_state[key], PARTS[0]),
        label_visibility="collapsed",
    )
    shown = {
        "notice": notice, "coverage": coverage, "sources": sources, "open": open_questions,
        "licences": licences,
    }  # fmt: skip
    shown[str(st.session_state[key])](graph, lang)
    widgets.footer(graph, lang)
    widgets.write_address(state)
    st.session_state[_WRITTEN] = dict(state)


def _load() -> dict[str, str]:
    """Return the state: part, source and search, from the session or an address that was opened."""
    params = widgets.state_of_address()
    clicked = st.session_state.pop(_CLICKED, False)
    moved = params != st.session_state.get(_WRITTEN) and not clicked
    if _STATE not in st.session_state or moved:
        st.session_state[_STATE] = {
            k: v for k, v in params.items() if k in ("part", "source", "search") and v
        }
    state: dict[str, str] = st.session_state[_STATE]
    return state


def _put(key: str, value: str, usual: str = "") -> None:
    state = st.session_state[_STATE]
    state.pop(key, None)
    if value != usual:
        state[key] = value
    st.session_state[_CLICKED] = True


# --- notice, receipt, citation -----------------------------------------------------------------


def notice(graph: Graph, lang: str) -> None:
    """Say what the answers are not, what they rest on, how to cite, what is kept."""
    st.header(t("notice_head", lang), anchor=False)
    st.markdown(t("notice_text", lang))
    st.markdown(t("notice_unknown", lang))
    st.header(t("kept_head", lang), anchor=False)
    st.markdown(t("kept_text", lang))
    st.header(t("receipt_head", lang), anchor=False)
    st.markdown(t("receipt_text", lang))
    found = pipeline.about.full_receipt(graph)
    counts = {"rules": len(graph.rules), "questions": len(pipeline.questions())}
    lines = [
        f"{t(f'receipt_{key}', lang, n=counts.get(key, ''))}: {found[key]}"
        for key in ("version", "graph", "content", "rules", "questions")
    ]
    built = datetime.fromtimestamp((graph.folder / "manifest.json").stat().st_mtime, UTC)
    lines.append(f"{t('receipt_built', lang)}: {built:%Y-%m-%d %H:%M} UTC")
    st.code("\n".join(lines), language=None, wrap_lines=True)
    st.header(t("cite_head", lang), anchor=False)
    st.markdown(t("cite_text", lang))
    cite = pipeline.about.how_to_cite(graph, date.today().isoformat())
    st.code(cite.text.pick(lang), language=None, wrap_lines=True)
    st.code(cite.bibtex, language=None, wrap_lines=True)


# --- coverage ----------------------------------------------------------------------------------


def coverage(graph: Graph, lang: str) -> None:
    """Show the ledger: totals, a row a source, what is missing, one source article by article."""
    ledger = graph.ledger
    totals = ledger["totals"]
    st.header(t("ledger_head", lang), anchor=False)
    st.markdown(
        t(
            "ledger_text",
            lang,
            all=f"{sum(totals.values()):,}",
            encoded=f"{totals['encoded']:,}",
            out=totals["out-of-scope"],
            missing=totals["missing"],
            unaccounted=totals["unaccounted"],
        )
    )
    titles = widgets.source_titles(graph, graph.receipt["graph"])
    rows = [_source_row(entry, titles, lang) for entry in ledger["sources"]]
    st.table(rows, hide_index=True, alt=t("ledger_head", lang))
    _missing(ledger, titles, lang)
    _by_article(graph, ledger, titles, lang)


def _title(ident: str, titles: Mapping[str, Any]) -> str:
    title = titles.get(ident)
    return plain(title.pick(widgets.content_language())) if title else plain(ident)


def _source_row(entry: Mapping[str, Any], titles: Mapping[str, Any], lang: str) -> dict[str, str]:
    counts = {t(f"state_{s}", lang): str(entry["totals"][s]) for s in STATES}
    share = (
        f"{entry['shares']['accounted']:.0%}"
        if sum(entry["totals"].values())
        else t("ledger_nothing", lang)
    )
    name = _title(entry["source"], titles)
    return {t("ledger_source", lang): name, **counts, t("ledger_share", lang): share}


def _missing(ledger: Mapping[str, Any], titles: Mapping[str, Any], lang: str) -> None:
    st.header(t("ledger_missing_head", lang), anchor=False)
    lines = []
    for entry in ledger["sources"]:
        lost = [
            _provision(f"{entry['source']}/{row['id']}", row["id"])
            for article in entry["articles"]
            for row in article["sentences"]
            if row["state"] == "missing"
        ]
        if lost:
            lines.append(f"- {_title(entry['source'], titles)}: {' · '.join(lost)}")
    if not lines:
        st.markdown(t("ledger_missing_none", lang))
        return
    st.markdown(t("ledger_missing_text", lang))
    st.markdown("\n".join(lines))


def _provision(ident: str, shown: str = "") -> str:
    """Return a provision as Markdown: a link to its words where there is a page for them."""
    words = plain(shown or ident)
    return f"[{words}]({pages.address('read', provision=ident)})"


def _by_article(
    graph: Graph, ledger: Mapping[str, Any], titles: Mapping[str, Any], lang: str
) -> None:
    st.header(t("ledger_choose", lang), anchor=False)
    entries = {entry["source"]: entry for entry in ledger["sources"]}
    key = "about.source"
    first = next(iter(entries))
    chosen = st.session_state[_STATE].get("source", first)
    st.session_state[key] = chosen if chosen in entries else first
    content = widgets.content_language()
    st.selectbox(
        t("ledger_source", lang),
        list(entries),
        key=key,
        format_func=lambda s: f"{titles[s].pick(content)} · {s}" if s in titles else s,
        on_change=lambda: _put("source", st.session_state[key], first),
        label_visibility="collapsed",
    )
    entry = entries[st.session_state[key]]
    rows, reasons = [], []
    for article in entry["articles"]:
        states = [row["state"] for row in article["sentences"]]
        facts = {f for row in article["sentences"] for f in row.get("facts", ())}
        ident = f"{entry['source']}/{article['id']}"
        rows.append(
            {
                t("ledger_article", lang): _provision(ident, article["id"]),
                t("ledger_status", lang): plain(
                    graph.words.of("text-status", article["text_status"], content)
                ),
                **{t(f"state_{s}", lang): str(states.count(s)) for s in STATES},
                t("ledger_facts", lang): str(len(facts)),
            }
        )
        for row in article["sentences"]:
            if row["state"] == "out-of-scope":
                where = _provision(f"{entry['source']}/{row['id']}", row["id"])
                reasons.append(f"- {where} — {plain(row['reason'][content])}")
    st.table(rows, hide_index=True, alt=t("ledger_choose", lang))
    if reasons:
        with st.expander(t("ledger_reasons", lang, n=len(reasons))):
            st.markdown("\n".join(reasons))


# --- sources -----------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=2)
def entries_of(_graph: Graph, receipt: str) -> list[Any]:
    """Return the sources with their dates, states and counts."""
    return pipeline.about.source_entries(_graph)


def sources(graph: Graph, lang: str) -> None:
    """Show each source with dates, status, confidence and rights."""
    found = entries_of(graph, graph.receipt["graph"])
    st.markdown(t("sources_text", lang, n=len(found)))
    with st.container(horizontal=True):
        pages.link("questions", t("sources_lists", lang), q="lists-known")
        pages.link("questions", t("sources_outside", lang), q="outside-evidence")
    for entry in found:
        with st.container(key=f"row-{entry.id}"):
            st.markdown(_source(graph, entry, lang))


def _source(graph: Graph, entry: Any, lang: str) -> str:
    content = widgets.content_language()

    def coded(scheme: str, counts: Mapping[str, int]) -> str:
        told = [f"{plain(graph.words.of(scheme, c, content))} {n:,}" for c, n in counts.items()]
        return " · ".join(told) or t("source_unrecorded", lang)

    def said(key: str, words: str) -> str:
        return f":gray[{t(f'source_{key}', lang)}] {words or t('source_unrecorded', lang)}"

    status = graph.words.of("source-status", entry.status, content) if entry.status else ""
    sure = graph.words.of("date-certainty", entry.certainty, content) if entry.certainty else ""
    dates = [
        said(d, plain(entry.dates.get(d, ""))) for d in DATES if d != "end" or d in entry.dates
    ]
    head = f"**{plain(entry.title.pick(content))}** :small[:gray[{plain(entry.id)}]]"
    lines = [
        head,
        " · ".join([said("number", plain(entry.number)), said("status", plain(status))]),
        " · ".join([*dates, said("certainty", plain(sure))]),
        said("texts", coded("text-status", entry.texts)),
        said("facts", coded("confidence", entry.facts)),
        said("licence", plain(entry.rights.pick(content) if entry.rights else entry.licence)),
    ]
    body = "  \n".join(lines)
    return body + (f"\n\n{plain(entry.note.pick(content))}" if entry.note else "")


# --- open questions ----------------------------------------------------------------------------


def open_questions(graph: Graph, lang: str) -> None:
    """Show every open question with all its readings, found by words in either language."""
    st.markdown(t("open_text", lang, n=len(graph.questions)))
    key = "about.search"
    words = st.session_state[_STATE].get("search", "")
    st.session_state[key] = words
    st.text_input(
        t("open_search", lang),
        key=key,
        on_change=lambda: _put("search", str(st.session_state[key]).strip()),
    )
    content = widgets.content_language()
    found = [q for q in graph.questions.values() if _holds(q, words)]
    if not found:
        st.info(t("open_none", lang, words=plain(words)))
    for question in found:
        readings = [f"{i}. {plain(r.pick(content))}" for i, r in enumerate(question.readings, 1)]
        cited = " · ".join(_provision(p) for p in question.provisions)
        with st.container(key=f"row-{question.id}"):
            st.markdown(
                f"**{plain(question.question.pick(content))}**\n\n" + "\n".join(readings) + "\n\n"
                f":small[:gray[{plain(question.id)}]] :small[{cited}]"
            )


def _holds(question: Any, words: str) -> bool:
    texts = [question.question, *question.readings]
    told = " ".join([question.id, *question.provisions, *(f"{x.zh} {x.en}" for x in texts)])
    return all(word in told.casefold() for word in words.casefold().split())


# --- licences ----------------------------------------------------------------------------------


def licences(graph: Graph, lang: str) -> None:
    """Show the project's licences, those of shipped files, and of the libraries."""
    st.header(t("licences_own", lang), anchor=False)
    st.markdown(t("licences_own_text", lang))
    for name, text in pipeline.about.licence_texts().items():
        with st.expander(name):
            st.code(text, language=None, wrap_lines=True, height=360)
    st.header(t("licences_vendored", lang), anchor=False)
    found = vendored.licences()
    if not found:
        st.markdown(t("licences_vendored_none", lang))
    for name, text in found.items():
        with st.expander(plain(name)):
            st.code(text, language=None, wrap_lines=True, height=360)
    st.header(t("licences_libraries", lang), anchor=False)
    st.markdown(t("licences_libraries_text", lang))
    rows = [
        {
            t("library", lang): plain(x.name),
            t("library_version", lang): plain(x.version),
            t("library_licence", lang): plain(x.licence),
        }
        for x in pipeline.about.libraries()
    ]
    st.table(rows, hide_index=True, alt=t("licences_libraries", lang))


page()
