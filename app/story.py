"""What changed in 2024, told from the correspondences of the graph: no claim is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pages
import streamlit as st
import widgets
from addressed import Addressed
from texts import t
from widgets import plain, upper_first

from kg import pipeline
from kg.model import Text
from kg.pipeline import Graph, learning

LIABILITY = "liability"  # the chapter about teaching cases that come out otherwise
FIRST = "narrowed"


@st.cache_resource(show_spinner=False)
def told(_graph: Graph, receipt: str) -> list[learning.ChangedRule]:
    """Return the correspondences between the texts."""
    return learning.changes(_graph)


@st.cache_resource(show_spinner=False)
def differing(_graph: Graph, receipt: str) -> dict[str, tuple[Text, list[Mapping[str, Any]]]]:
    """Return the teaching cases that come out otherwise under the other text."""
    return learning.cases_that_differ(_graph)


def show(graph: Graph, state: Addressed, lang: str) -> None:
    """Show the chapters, and the chosen one."""
    content = widgets.content_language()
    every = told(graph, graph.receipt["graph"])
    labels = {c.kind: c.kind_label for c in every}
    counts = Counter(c.kind for c in every)
    st.header(t("story_title", lang), anchor=False)
    said = t("story_in_all", lang, n=len(every))
    parts = t("comma", lang).join(
        t("story_count", lang, kind=labels[k].pick(content), n=n) for k, n in counts.most_common()
    )
    st.markdown(plain(t("story_sum", lang, all=said, parts=parts)))
    st.caption(t("story_hint", lang))
    chapters = [*(k for k, _ in counts.most_common()), LIABILITY]
    chapter = state["kind"] if state["kind"] in chapters else chapters[0]
    st.pills(
        t("story_chapters", lang),
        chapters,
        key=state.key("kind", chapter),
        required=True,
        format_func=lambda k: (
            t("story_liability", lang)
            if k == LIABILITY
            else plain(f"{upper_first(labels[k].pick(content))} ({counts[k]})")
        ),
        on_change=state.change,
        args=("kind",),
    )
    if chapter == LIABILITY:
        _liability(graph, lang)
    else:
        for index, change in enumerate(c for c in every if c.kind == chapter):
            _change(graph, change, lang, index)


def _change(graph: Graph, change: learning.ChangedRule, lang: str, index: int) -> None:
    """Show one correspondence: why, between which provisions, who is addressed, their words."""
    content = widgets.content_language()
    with st.container(key=f"row-story-{index}"):
        st.markdown(
            f"{plain(change.reason.pick(content))}\n\n"
            f":small[{_side(change.old, lang)} → {_side(change.new, lang)}]"
        )
        lines = [
            plain(t("story_nature", lang, before=b.pick(content), after=a.pick(content)))
            for b, a in change.natures
        ]
        for older, key in ((True, "story_role_old"), (False, "story_role_new")):
            roles = [r.pick(content) for r, old in change.roles if old is older]
            if roles:
                names = t("comma", lang).join(dict.fromkeys(roles))
                lines.append(plain(t(key, lang, roles=names)))
        if lines:
            st.markdown("\n".join(f"- {line}" for line in lines))
        _words(graph, [*change.old, *change.new], lang, f"story-{change.id}")


@st.fragment
def _words(graph: Graph, provisions: Sequence[str], lang: str, key: str) -> None:
    """Show the words of both sides; made when a person opens them."""
    opened = st.expander(t("glossary_words", lang), key=key, on_change="rerun")
    if opened.open:
        with opened:
            widgets.quotations(provisions, graph.words_of(provisions), graph, lang)


def _side(provisions: Sequence[str], lang: str) -> str:
    if not provisions:
        return t("story_nothing", lang)
    return ", ".join(map(pages.provision_link, provisions))


def _liability(graph: Graph, lang: str) -> None:
    """Show the teaching cases that come out otherwise, as computed, each with a link."""
    content = widgets.content_language()
    with st.spinner(t("learn_working", lang), show_time=True):
        found = differing(graph, graph.receipt["graph"])
    total = len(pipeline.packaged_case_data())
    st.markdown(plain(t("story_cases", lang, n=len(found), total=total)))
    words = graph.words
    for key, (title, differences) in found.items():
        lines = []
        for d in differences:
            kind = words.of("responsibility-kind", str(d["kind"]), content)
            scheme = str(d["field"])
            old, new = (_value(graph, scheme, d[side], content, lang) for side in ("old", "new"))
            place = f"{d['person']} · {d['step']} · {kind}"
            lines.append("- " + plain(t("story_case_line", lang, place=place, old=old, new=new)))
        st.markdown(
            f"**[{plain(title.pick(content))}]({pages.address('ask', case=key)})**\n\n"
            + "\n".join(lines)
        )


def _value(graph: Graph, field: str, value: object, content: str, lang: str) -> str:
    """Say an outcome or extents; where a text gives none, that it gives none."""
    if value is None:
        return t("toast_none", lang)
    codes = value if isinstance(value, list) else [value]
    named = [graph.words.of(field, str(c), content) for c in codes]
    return t("comma", lang).join(named) or t("story_no_extent", lang)
