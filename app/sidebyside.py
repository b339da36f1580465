"""Shows what each text says about the same facts, row by row, with the differences in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pages
import streamlit as st
from answers import slot
from situation import COMMITTEE
from widgets import badge, chips, plain, quotations, source_titles, upper_first
from wording import KINDS, Wording

from kg.model import Answer
from kg.pipeline import Comparison

Place = tuple[str, str]


def show(w: Wording, comparison: Comparison, citations: Mapping[str, Any]) -> None:
    """Show the two texts in two columns; on a phone they stack within each row."""
    texts = list(comparison.answers)
    rows = _places(w, comparison)
    st.header(w.t("side_by_side"), anchor=False)
    differing = {p: _differences(w, p, comparison) for p in rows}
    count = w.t("differs_count", n=sum(map(bool, differing.values())), total=len(rows))
    st.caption(f"{w.t('side_hint')} {count}")
    titles = source_titles(w.graph, w.graph.receipt["graph"])
    for column, text in zip(st.columns(len(texts)), texts, strict=True):
        title = titles[text].pick(w.content) if text in titles else text
        column.markdown(f"**{_year(text)}**\n\n:small[{plain(title)}]")
    for index, place in enumerate(rows):
        with st.container(key=f"row-{index}"):
            found = differing[place]
            mark = (
                " ".join(f":orange-badge[{plain(w.t('differs', what=x))}]" for x in found)
                if found
                else f":gray-badge[{w.t('same')}]"
            )
            st.markdown(f"#### {w.place(*place)}\n\n{mark}", anchors=False)
            for column, text in zip(st.columns(len(texts)), texts, strict=True):
                with column, st.container(key=f"side-{index}-{_year(text)}"):
                    _cell(w, text, comparison.answers[text], place, citations)


def _year(text: str) -> str:
    """Return the year in a source id (`opinions-2015`), by which people call the text."""
    return text.rsplit("-", 1)[-1]


def _places(w: Wording, comparison: Comparison) -> list[Place]:
    """Return every person and step that either text speaks of, in order of the case."""
    found: set[Place] = set()
    for a in comparison.answers.values():
        found |= {slot(x)[:2] for x in a.assessments}
        found |= {(x.person, x.step) for x in (*a.violations, *a.silences)}
        found |= {(x.person, x.step) for x in a.conflicts}
    steps, people = list(w.case.steps), [*w.case.people, COMMITTEE]
    return sorted(found, key=lambda p: (steps.index(p[1]), people.index(p[0])))


def _state(answer: Answer, place: Place) -> dict[str, tuple[str, frozenset[str]]]:
    """Return what a text says at one place: kind -> (outcome, extent), and its other remarks."""
    state = {
        a.kind: (a.outcome, frozenset(a.extent)) for a in answer.assessments if slot(a)[:2] == place
    }
    for key, many in (
        ("violation", answer.violations), ("silence", answer.silences),
        ("conflict_word", answer.conflicts),
    ):  # fmt: skip
        if any((x.person, x.step) == place for x in many):
            state[key] = ("", frozenset())
    return state


def _differences(w: Wording, place: Place, comparison: Comparison) -> list[str]:
    """Return in words how the texts differ at one place; other numbers of articles do not count."""
    (old_id, old), (new_id, new) = comparison.answers.items()
    before, after = _state(old, place), _state(new, place)
    words = []
    for kind in (*KINDS, "violation", "silence", "conflict_word"):
        name = upper_first(w.code("responsibility-kind", kind)) if kind in KINDS else w.t(kind)
        if kind in before and kind in after:
            if before[kind][0] != after[kind][0]:
                words.append(w.t("diff_outcome", kind=name))
            if before[kind][1] != after[kind][1]:
                words.append(w.t("diff_extent", kind=name))
        elif kind in before or kind in after:
            only = _year(old_id if kind in before else new_id)
            low = name if w.lang == "zh" else name[:1].lower() + name[1:]
            key = "diff_only" if kind in KINDS else "diff_only_remark"
            words.append(w.t(key, year=only, what=low))
    return words


def _cell(
    w: Wording, text: str, answer: Answer, place: Place, citations: Mapping[str, Any]
) -> None:
    """Show what one text says about one person at one step."""
    here = [a for a in answer.assessments if slot(a)[:2] == place]
    year, provisions = _year(text), dict[str, None]()
    empty = True
    for a in sorted(here, key=lambda a: KINDS.index(a.kind)):
        empty = False
        kind = upper_first(w.code("responsibility-kind", a.kind))
        outcome = badge(a.outcome, w.code("outcome", a.outcome))
        st.markdown(
            f":gray[{year}] {outcome} **{plain(kind)}** {chips(w.extent(a))}\n\n"
            f":small[{w.say(a.because)}]"
        )
        provisions.update(dict.fromkeys(a.provisions))
    for key, many in (
        ("forbidden_in_text", answer.violations), ("silent_in_text", answer.silences),
        ("conflict_in_text", answer.conflicts),
    ):  # fmt: skip
        for item in many:
            if (item.person, item.step) == place:
                empty = False
                because = getattr(item, "because", None)
                reason = f"\n\n:small[{w.say(because)}]" if because else ""
                st.markdown(f":gray[{year}] :gray-badge[{w.t(key)}]{reason}")
                provisions.update(dict.fromkeys(item.provisions))
    if empty:
        st.markdown(f":gray[{year}] {w.t('nothing_in_text')}")
    if provisions:
        st.markdown(":small[:gray[" + "; ".join(pages.provision_link(p) for p in provisions) + "]]")
        key = f"words-{place[0]}-{place[1]}-{year}"
        _words(w, list(provisions), citations, w.t("provisions_of", year=year), key)


@st.fragment
def _words(
    w: Wording, provisions: list[str], citations: Mapping[str, Any], label: str, key: str
) -> None:
    """Show the words of provisions; made when a person opens them."""
    opened = st.expander(label, key=key, on_change="rerun")
    if opened.open:
        with opened:
            quotations(provisions, citations, w.graph, w.lang)
