"""Questions: the catalogue by group and search, a form from the parameters, the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import asked
import pages
import replies
import streamlit as st
import widgets
from asked import Asked
from texts import TEXTS, t
from widgets import plain

from kg import pipeline
from kg.errors import KgError
from kg.model import Text
from kg.pipeline import Graph

ALL = "all"
GROUPS = (
    "answers", "powers", "changes", "lists", "procedure", "mechanisms", "figures", "gaps",
    "provenance",
)  # fmt: skip
SHOWN_VALUES = 6  # values listed below a question that was found by them
_LINK = '[data-testid="stPageLink-NavLink"]'
_TILE = '.st-key-tiles [data-testid="stButtonGroup"] button'
CSS = f"""<style>
.kg-list, [class*="st-key-list-"] {{gap: .1rem}}
[class*="st-key-list-"] {_LINK} {{
  background: transparent; padding: .2rem .1rem; line-height: 1.5; min-height: 1.6rem}}
[class*="st-key-list-"] {_LINK} :is(p, span) {{
  font-weight: 400; white-space: normal; color: var(--kg-accent); line-height: 1.5}}
[class*="st-key-list-"] {_LINK}:is(:hover, :focus-visible) p {{text-decoration: underline}}
[class*="st-key-value-"] {{padding-left: 1.2rem}}
{_TILE} {{
  width: 6.6rem; min-height: 3rem; height: auto; border-radius: .5rem; white-space: normal;
  line-height: 1.3; padding: .3rem .2rem}}
{_TILE} :is(div, span) {{overflow: visible; white-space: normal; max-height: none}}
{_TILE}:not(:has(strong)) {{border-style: dashed}}
@media (max-width: 640px) {{{_TILE} {{width: 6.4rem}}}}
</style>"""


def page() -> None:
    """Show the page: the catalogue, or one question."""
    lang = widgets.language()
    graph = widgets.graph_or_stop(lang)
    state = asked.load()
    st.html(CSS)
    if state.question:
        one(graph, state, lang)
    else:
        catalogue(graph, state, lang)
    widgets.footer(graph, lang)
    asked.write(state)


# --- the catalogue -----------------------------------------------------------------------------


def catalogue(graph: Graph, state: Asked, lang: str) -> None:
    """Show the questions by group, all or those that were looked for."""
    st.title(t("questions_title", lang), anchor=False)
    st.markdown(t("questions_lead", lang, n=len(pipeline.questions())))
    if state.ignored:
        given = widgets.state_of_address().get("q", "")
        key = "questions_unknown" if "q" in state.ignored else "questions_ignored"
        st.warning(t(key, lang, id=plain(given), names=plain(", ".join(state.ignored))))
    words = _search(state, lang)
    group = _group(state, lang)
    found = [f for f in pipeline.find_questions(words, graph) if group in (ALL, f.question.group)]
    if words:
        st.markdown(f"**{t('questions_found', lang, n=len(found))}**")
    if not found:
        st.info(t("questions_none", lang, words=plain(words)))
        return
    if words:
        with st.container(key="list-hits"):
            for hit in found:
                _hit(hit, lang)
        return
    for name in groups():
        inside = [f.question for f in found if f.question.group == name]
        if inside:
            st.subheader(group_name(name, lang), anchor=False)
            with st.container(key=f"list-{name}"):
                for question in inside:
                    _link(question, lang)


def _search(state: Asked, lang: str) -> str:
    key = "questions.search"
    st.session_state[key] = state.others.get("search", "")
    st.text_input(
        t("questions_search", lang),
        key=key,
        placeholder=t("questions_search_example", lang),
        on_change=lambda: asked.put("search", str(st.session_state[key]).strip()),
    )
    st.caption(t("questions_search_help", lang))
    return str(state.others.get("search", ""))


def _group(state: Asked, lang: str) -> str:
    key = "questions.group"
    known = (ALL, *groups())
    chosen = state.others.get("group", ALL)
    st.session_state[key] = chosen if chosen in known else ALL
    st.pills(
        t("questions_group", lang),
        known,
        key=key,
        required=True,
        format_func=lambda g: group_name(g, lang),
        on_change=lambda: asked.put("group", st.session_state[key], ALL),
    )
    return str(st.session_state[key])


def groups() -> list[str]:
    """Return the groups of the catalogue, those that this page does not know at the end."""
    found = {q.group for q in pipeline.questions().values()}
    return [g for g in GROUPS if g in found] + sorted(found - set(GROUPS))


def group_name(group: str, lang: str) -> str:
    """Return a group's name; its code when the interface has no word for it."""
    key = f"group_{group}"
    return t(key, lang) if key in TEXTS else plain(group)


def _link(question: Any, lang: str) -> None:
    label = widgets.say(question.question, widgets.content_language())
    pages.link("questions", label, **asked.address_of(question.id))


def _hit(hit: Any, lang: str) -> None:
    """Show a question that was found, and the values it was found by, each a link."""
    content = widgets.content_language()
    _link(hit.question, lang)
    for choice in hit.choices[:SHOWN_VALUES]:
        with st.container(key=f"value-{hit.question.id}-{choice.parameter.name}-{choice.value}"):
            label = t(
                "questions_with",
                lang,
                label=widgets.say(choice.parameter.label, content),
                value=widgets.say(choice.label, content),
            )
            values = {choice.parameter.name: choice.value}
            pages.link("questions", label, **asked.address_of(hit.question.id, values))
    if len(hit.choices) > SHOWN_VALUES:
        st.caption(t("questions_more_values", lang, n=len(hit.choices) - SHOWN_VALUES))


# --- one question ------------------------------------------------------------------------------


def one(graph: Graph, state: Asked, lang: str) -> None:
    """Show a question: form, answer, provisions, the query behind it."""
    question = pipeline.questions()[state.question]
    content = widgets.content_language()
    others = {k: v for k, v in state.others.items() if k in ("search", "group")}
    with st.container(key="list-back"):
        pages.link("questions", t("questions_back", lang), **others)
    st.title(widgets.say(question.question, content), anchor=False)
    if state.ignored:
        st.warning(t("questions_ignored", lang, names=plain(", ".join(state.ignored))))
    if question.parameters:
        form(graph, question, state, lang)
    values = {p.name: asked.value_of(p, state) for p in question.parameters}
    try:
        with st.spinner(t("asking", lang), show_time=True):
            result = answer(graph, graph.receipt["graph"], question.id, values)
    except KgError as error:
        widgets.problems(t("not_asked", lang), error, lang)
    else:
        replies.show(graph, question, values, result, state, lang)
        if question.provisions:
            st.header(t("related", lang), anchor=False)
            st.caption(t("related_hint", lang))
            cited = graph.words_of(question.provisions)
            widgets.quotations(question.provisions, cited, graph, lang)
        behind(question, values, lang)
    with st.expander(t("same_group", lang)), st.container(key="list-same"):
        for other in pipeline.questions().values():
            if other.group == question.group and other.id != question.id:
                _link(other, lang)


@st.cache_resource(show_spinner=False, max_entries=32)
def answer(_graph: Graph, receipt: str, question: str, values: dict[str, str]) -> Any:
    """Return the answer to a question; nobody changes it, so that visitors share it."""
    return pipeline.ask(question, values, graph=_graph)


@st.cache_resource(show_spinner=False, max_entries=64)
def choices(_graph: Graph, receipt: str, query: str, _parameter: Any) -> dict[str, Text]:
    """Return the values that a parameter takes, with their labels."""
    return dict(pipeline.parameter_values(_parameter, _graph))


def form(graph: Graph, question: Any, state: Asked, lang: str) -> None:
    """Show a field a parameter: a list to choose from, a day, or words."""
    with st.container(border=True, key="form"):
        for parameter in question.parameters:
            key = f"ask.{question.id}.{parameter.name}"
            label = parameter.label.pick(lang)
            value = asked.value_of(parameter, state)
            if parameter.type == "choice":
                _choice(graph, parameter, key, label, value)
            elif parameter.type == "date":
                _day(parameter, key, label, value)
            else:
                st.session_state[key] = value
                st.text_input(
                    label,
                    key=key,
                    on_change=lambda p=parameter, k=key: _chosen(p, k),
                    max_chars=200,
                )


def _chosen(parameter: Any, key: str) -> None:
    value = st.session_state[key]
    asked.choose(parameter, value.isoformat() if isinstance(value, date) else str(value or ""))


def _choice(graph: Graph, parameter: Any, key: str, label: str, value: str) -> None:
    known = choices(graph, graph.receipt["graph"], parameter.values, parameter)
    options = list(known) if value in known else [value, *known]
    st.session_state[key] = value
    content = widgets.content_language()
    st.selectbox(
        label,
        options,
        key=key,
        format_func=lambda v: choice_label(v, known.get(v), content),
        on_change=lambda: _chosen(parameter, key),
    )


def choice_label(value: str, label: Text | None, content: str) -> str:
    """Return how a value is listed: its name, its code, its name in the other language.

    One types to find a value in the list, so that all three must stand there.
    """
    if label is None or label.zh == value == label.en:
        return replies.province(value, widgets.language())
    first = label.pick(content)
    second = label.pick("en" if content == "zh" else "zh")
    parts = [value, first] if "/" in value else [first, value]
    if second != first:
        parts.append(second)
    return " · ".join(dict.fromkeys(parts))


def _day(parameter: Any, key: str, label: str, value: str) -> None:
    try:
        st.session_state[key] = date.fromisoformat(value)
    except ValueError:  # an address may hold anything; the answer says what is wrong with it
        st.session_state[key] = date.fromisoformat(parameter.default)
    st.date_input(
        label,
        key=key,
        format="YYYY-MM-DD",
        min_value=date(1949, 10, 1),
        max_value=date(2099, 12, 31),
        on_change=lambda: _chosen(parameter, key),
    )


def behind(question: Any, values: dict[str, str], lang: str) -> None:
    """Show the query, to copy or to open where it can be changed."""
    with st.expander(t("behind", lang)):
        sparql = pipeline.question_sparql(question.id, values)
        st.markdown(t("behind_note", lang, id=question.id))
        st.code(sparql, language=None)
        pages.link("query", t("behind_open", lang), q=sparql)


page()
