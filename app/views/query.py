"""SPARQL: write a query or take an example, run it, read and keep the result.

Two ways: the editor, a page of the server (/yasgui/) in a frame, and a plain form with a table for
keyboards and screen readers. Each keeps its own query; the address holds the way and the query.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st
import widgets
from texts import t
from widgets import plain, problems

from kg import pipeline
from kg.errors import KgError
from kg.pipeline import Graph

SECONDS, ROWS, PLAIN_ROWS, ADDRESS_LENGTH = 10.0, 10_000, 200, 1_500
STARTER = """SELECT ?source ?title (COUNT(DISTINCT ?part) AS ?provisions)
WHERE {
  ?source a jr:Source ; dcterms:title ?title .
  OPTIONAL { ?part eli:is_part_of+ ?source }
}
GROUP BY ?source ?title
ORDER BY ?source ?title
"""
_TEXT, _KEPT, _DONE, _PICK = "sparql.text", "sparql.kept", "sparql.done", "sparql.example"
EDITOR, FORM = "editor", "form"
_VIEW, _WRITTEN = "sparql.view", "sparql.written"
_PREFIXES = (
    "jr", "concept", "id", "graph", "dcat", "dcterms", "eli", "foaf", "oa", "org", "owl", "prov",
    "rdf", "rdfs", "sh", "skos", "time", "void", "xsd",
)  # fmt: skip
_FORMULA = re.compile(r"[=+\-@\t\r]")


@st.cache_data(show_spinner=False)
def prefixes(_graph: Graph, receipt: str) -> dict[str, str]:
    """Return the prefixes that every query has without declaring them: the ones that answer.

    `receipt` tells one build from another.
    """
    found = {}
    for name in _PREFIXES:
        with contextlib.suppress(KgError):
            found[name] = _graph.store.query(f"SELECT (STR({name}:) AS ?iri) {{}}").rows[0]["iri"]
    return found


def page() -> None:
    """Show the page."""
    lang = widgets.language()
    graph = widgets.graph_or_stop(lang)
    st.title(t("sparql_title", lang), anchor=False)
    view = _way(lang)
    state = _editor(lang) if view == EDITOR else _form(graph, lang)
    widgets.footer(graph, lang)
    widgets.write_address(state)
    st.session_state[_WRITTEN] = view


def _way(lang: str) -> str:
    """Show the choice between editor and form; return the one chosen, or asked for by address."""
    asked = FORM if st.query_params.get("view") == FORM else EDITOR
    if asked != st.session_state.get(_WRITTEN) or _VIEW not in st.session_state:
        st.session_state[_VIEW] = asked
    st.segmented_control(
        t("sparql_way", lang),
        (EDITOR, FORM),
        key=_VIEW,
        required=True,
        format_func=lambda way: t(f"sparql_{way}", lang),
        label_visibility="collapsed",
    )
    return str(st.session_state[_VIEW])


def _editor(lang: str) -> dict[str, str]:
    """Show the editor; return the page's state, which the editor itself keeps up to date."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    address = f"/yasgui/?{urlencode({'lang': lang, 'theme': theme})}"
    st.iframe(address, height=900, alt=t("sparql_frame", lang))
    return {"q": q} if (q := st.query_params.get("q", "")) else {}


def _form(graph: Graph, lang: str) -> dict[str, str]:
    """Show the form and what the last run gave; return the page's state."""
    _from_address(graph, lang)
    st.markdown(t("sparql_hint", lang, seconds=f"{SECONDS:g}", rows=f"{ROWS:,}"))
    _examples(lang)
    # the widget's own value goes when another page is shown; the kept one stays
    st.session_state[_TEXT] = st.session_state.get(_TEXT, st.session_state.get(_KEPT, STARTER))
    text = st.text_area(t("query", lang), key=_TEXT, height=260) or ""
    st.session_state[_KEPT] = text
    _prefixes(graph, lang)
    if st.button(t("run", lang), type="primary", key="sparql.run"):
        with st.spinner(t("running", lang)):
            _run(graph, text)
    done = st.session_state.get(_DONE)
    if done:
        _outcome(graph, done, text, lang)
    asked = done["query"] if done else ""
    short = 0 < len(asked) <= ADDRESS_LENGTH
    return {"view": FORM, **({"q": asked} if short else {})}


def _from_address(graph: Graph, lang: str) -> None:
    """Take the query of an opened address, once, and run it."""
    asked = st.query_params.get("q", "")
    if asked and _KEPT not in st.session_state:
        st.session_state[_TEXT] = asked
        _run(graph, asked)


def _examples(lang: str) -> None:
    """Show the catalogue's questions; choosing one puts its query in the text area."""
    questions = pipeline.questions()
    starter = "starter"
    ids = [starter, *sorted(questions, key=lambda q: (questions[q].group, q))]

    def name(ident: str) -> str:
        if ident == starter:
            return t("example_starter", lang)
        return str(questions[ident].question.pick(lang))

    def put() -> None:
        picked = st.session_state[_PICK]
        if picked is not None:
            st.session_state[_TEXT] = STARTER if picked == starter else questions[picked].sparql
            st.session_state.pop(_DONE, None)

    st.selectbox(
        t("example", lang), ids, index=None, key=_PICK, format_func=name, on_change=put,
        placeholder=t("example_none", lang),
    )  # fmt: skip
    picked = st.session_state[_PICK]
    parameters = questions[picked].parameters if picked in questions else ()
    for p in parameters:
        st.caption(t("parameter", lang, label=plain(p.label.pick(lang)), name=plain(p.name)))


def _prefixes(graph: Graph, lang: str) -> None:
    with st.expander(t("prefixes", lang)):
        lines = [
            f"PREFIX {name}: <{iri}>"
            for name, iri in prefixes(graph, graph.receipt["graph"]).items()
        ]
        st.code("\n".join(lines), language=None)


def _run(graph: Graph, text: str) -> None:
    """Run a query and keep its result, or what went wrong, for the session."""
    done: dict[str, Any] = {"query": text, "result": None, "error": None}
    if text.strip():
        try:
            done["result"] = pipeline.query(text, graph=graph, timeout=SECONDS)
        except KgError as error:
            done["error"] = error
    st.session_state[_DONE] = done


def _outcome(graph: Graph, done: dict[str, Any], text: str, lang: str) -> None:
    """Show what the last run gave."""
    if text != done["query"]:
        st.info(t("stale", lang))
    if done["error"] is not None:
        problems(t("query_failed", lang), done["error"], lang)
        return
    result = done["result"]
    if result is None:
        st.warning(t("empty_query", lang))
        return
    st.header(t("results", lang), anchor=False)
    if result.boolean is not None:
        st.markdown(f"**{t('ask_true' if result.boolean else 'ask_false', lang)}**")
        _json(result, lang)
    elif result.turtle or not result.variables:
        _turtle(result, lang)
    else:
        _table(graph, result, lang)
    short = len(done["query"]) <= ADDRESS_LENGTH
    st.caption(t("in_address" if short else "too_long_for_address", lang))


def _turtle(result: Any, lang: str) -> None:
    st.markdown(f"**{t('triples', lang)}**")
    st.code(result.turtle or "#", language=None, height=420 if len(result.turtle) > 2000 else None)
    st.download_button(
        t("download_turtle", lang), result.turtle, "result.ttl", "text/turtle", on_click="ignore"
    )


def _table(graph: Graph, result: Any, lang: str) -> None:
    """Show rows: as a grid, or as a plain table that a screen reader reads."""
    count = len(result.rows)
    if result.truncated:
        st.warning(t("truncated", lang, n=f"{count:,}"))
    if not count:
        st.info(t("no_rows", lang))
        _json(result, lang)
        return
    st.markdown(t("rows", lang, n=f"{count:,}"))
    with st.container(horizontal=True):
        short = st.toggle(t("short_names", lang), value=True, key="sparql.short")
        simple = st.toggle(t("plain_table", lang), key="sparql.plain")
    names = prefixes(graph, graph.receipt["graph"]) if short else {}
    rows = [{v: _shown(row.get(v, ""), names) for v in result.variables} for row in result.rows]
    if simple:
        if count > PLAIN_ROWS:
            st.caption(t("plain_limit", lang, n=PLAIN_ROWS))
        cells = [{plain(v): plain(c) for v, c in row.items()} for row in rows[:PLAIN_ROWS]]
        st.table(cells, hide_index=True, alt=t("result_table", lang))
    else:
        st.dataframe(rows, hide_index=True, alt=t("result_table", lang))
    with st.container(horizontal=True):
        st.download_button(
            t("download_csv", lang), as_csv(result), "result.csv", "text/csv", on_click="ignore"
        )
        _json(result, lang)
    st.caption(t("csv_guard", lang))


def _json(result: Any, lang: str) -> None:
    st.download_button(
        t("download_results", lang),
        json.dumps(result.document, ensure_ascii=False, indent=1) + "\n",
        "result.srj",
        "application/sparql-results+json",
        on_click="ignore",
    )


def _shown(value: str, names: Mapping[str, str]) -> str:
    """Return a cell, an IRI shortened with the longest prefix that fits."""
    fitting = [(iri, name) for name, iri in names.items() if value.startswith(iri)]
    if not fitting:
        return value
    iri, name = max(fitting, key=lambda f: len(f[0]))
    return f"{name}:{value[len(iri) :]}"


def as_csv(result: Any) -> bytes:
    """Return the rows as CSV for spreadsheets: UTF-8 with a mark, no cell taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(result.variables)
    for row in result.rows:
        cells = [row.get(v, "") for v in result.variables]
        writer.writerow([f"'{c}" if _FORMULA.match(c) else c for c in cells])
    return out.getvalue().encode("utf-8-sig")


page()
