"""Why an answer on a power is what it is: tier, items with their source, delegation, the words."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import quote

import pages
import powerstate as ps
import streamlit as st
import widgets
from addressed import Addressed
from texts import t
from widgets import plain

from kg import pipeline
from kg.errors import KgError
from kg.model import Ground, PowerCell, Text, WhoDecides
from kg.pipeline import Graph, powers

DECIDE, NATIONAL = powers.DECIDE, powers.NATIONAL

SYMBOLS = {"decided": "●", "stated": "●", "depends": "◐", "conflict": "≠", "unknown": "?"}


def of_cell(state: Addressed, cell: PowerCell, act: str, graph: Graph, lang: str) -> None:
    """Show the reason of a cell of the matrix; deciding in a province is the whole answer."""
    if act == DECIDE and cell.province != NATIONAL:
        answer = asked(state, cell.matter, cell.province, lang)
        if answer is not None:
            of_answer(answer, graph, lang)
            values = {"view": "ask", "matter": cell.matter, "province": cell.province, "cell": ""}
            pages.link("powers", t("powers_open_ask", lang), **state.differing(**values))
        return
    head = f"{ps.matter_name(cell.matter)} · {ps.place_name(cell.province)}"
    _head(head, cell.status, cell.actors, cell.tier, cell.confidence, act, lang)
    _grounds(t("powers_items", lang), cell.grounds, lang)
    _grounds(t("powers_reserved", lang), cell.reserved, lang)
    ids = dict.fromkeys(p for g in (*cell.grounds, *cell.reserved) for p in g.provisions)
    _provisions(list(ids), {}, graph, lang)
    if not cell.grounds and not cell.reserved:
        st.info(t("powers_nothing_said", lang))


def asked(state: Addressed, matter: str, province: str, lang: str) -> WhoDecides | None:
    """Ask who may decide; say so when the question cannot be asked."""
    setting = ps.asked_of(state)
    try:
        return pipeline.lists.who(
            matter, province, setting.level, setting.on, setting.holds, setting.fails, setting.stage
        )
    except KgError as error:
        widgets.problems(t("powers_cannot", lang), error, lang)
        return None


def of_answer(answer: WhoDecides, graph: Graph, lang: str) -> None:
    """Show one answer: who, by which tier, the items, what it turns on, remarks, the words."""
    level = ps.words(powers.levels().get(answer.level), answer.level)
    head = f"{ps.words(answer.label)} · {ps.place_name(answer.province)} · {level} · {answer.on}"
    _head(head, answer.status, [a for a, _ in answer.deciders], answer.tier, answer.confidence,
          DECIDE, lang)  # fmt: skip
    _grounds(t("powers_items", lang), answer.grounds, lang, answer.remarks)
    _grounds(t("powers_possible", lang), answer.possible, lang, answer.remarks)
    questions = _questions(graph, answer.questions)
    if answer.remarks or questions:
        st.subheader(t("powers_remarks", lang), anchor=False)
        lines = [f"- {widgets.say(remark, lang)}" for remark in answer.remarks]
        lines += [
            f"- **{t('powers_question', lang)}** {widgets.say(text, lang)} `{question}`"
            for question, text in questions.items()
        ]
        st.markdown("\n".join(lines))
    _provisions([p for p, _ in answer.provisions], dict(answer.provisions), graph, lang)


def _head(
    head: str, status: str, actors: Sequence[str], tier: str, confidence: str, act: str, lang: str
) -> None:
    told, acts = powers.actors(), powers.acts()
    named = ps.joined([ps.words(told[a]) for a in actors], lang)
    kind = "decide" if act == DECIDE else "act"
    words = t(f"powers_said_{kind}_{status}", lang, who=named, act=ps.words(acts[act]))
    st.markdown(f"{plain(head)}\n\n#### {SYMBOLS[status]} {plain(widgets.upper_first(words))}")
    rest = t(f"powers_tier_{tier}", lang)
    if confidence:
        rest += t("powers_confidence", lang, level=confidence)
    st.caption(rest)


def _grounds(title: str, grounds: Sequence[Ground], lang: str, said: Collection[Text] = ()) -> None:
    """Show items as cards; remarks that are `said` above are not said again."""
    if not grounds:
        return
    st.subheader(title, anchor=False)
    for ground in grounds:
        with st.container(key=f"card-power-{title}-{ground.list_id}-{ground.item}"):
            _ground(ground, lang, said)


def _ground(ground: Ground, lang: str, said: Collection[Text]) -> None:
    lst, item = powers.known_lists()[ground.list_id], powers.item_of(ground.list_id, ground.item)
    letters: dict[str, str] = dict.fromkeys(ground.deciders, DECIDE)
    for actor, more in ground.others.items():
        letters[actor] = letters.get(actor, "") + more
    node = f"/id/{ground.list_id}/item/{ground.item}"
    condition = f"（{item.condition}）" if item and item.condition else ""
    lines = [
        f"**{plain(ground.label)}{plain(condition)}** — {plain(ps.acting(letters, lang))}",
        f"{plain(ps.list_title(ground.list_id))} · [{plain(ground.item)}]({_safe(node)})",
    ]
    if ground.turns_on:
        classes = ps.joined([_class(c, lang) for c in ground.turns_on], lang)
        lines.append(f"{t('powers_turns_on', lang)}{plain(classes)}")
    if ground.delegation:
        lines.append(widgets.say(ground.delegation, lang))
    lines += [widgets.say(r, lang) for r in ground.remarks if r not in said]
    st.markdown("  \n".join(lines))
    if item and item.quote:
        st.markdown(f"> {plain(item.quote)}")
    told = [
        t("powers_coverage_" + lst.coverage, lang),
        t("powers_issued", lang, day=lst.issued) if lst.issued else t("powers_undated", lang),
        t("powers_source_item", lang, item=item.source_item) if item and item.source_item else "",
        t("powers_item_confidence", lang, level=(item and item.confidence) or lst.confidence),
        (item and item.source_address) or lst.source_address,
    ]
    st.caption(plain(" · ".join(w for w in told if w)))


def _class(code: str, lang: str) -> str:
    return ps.words(powers.word(code), code)


def _safe(path: str) -> str:
    """Return a path that stays one link in Markdown."""
    return quote(path, safe="/-._")


def _provisions(
    ids: Sequence[str], known: Mapping[str, str], graph: Graph, lang: str
) -> None:  # fmt: skip
    if not ids:
        return
    st.subheader(t("powers_words", lang), anchor=False)
    if lang != "zh":
        st.caption(t("quote_original", lang))
    found = {**provision_words(graph, tuple(ids)), **{p: w for p, w in known.items() if w}}
    for provision in ids:
        link = f"[{plain(provision)}]({_safe('/id/' + provision)})"
        said = found.get(provision, "")
        st.markdown(f"{link}\n\n> {plain(said)}" if said else f"{link} — {t('missing', lang)}")


@st.cache_data(show_spinner=False, max_entries=500)
def provision_words(_graph: Graph, ids: tuple[str, ...]) -> dict[str, str]:
    """Return the words of provisions by id."""
    return dict(powers.provision_words(ids))


def _questions(graph: Graph, ids: Iterable[str]) -> dict[str, Text]:
    return dict(powers.open_questions(tuple(ids)))


def download(answer: WhoDecides, lang: str) -> None:
    """Offer an answer as JSON and as text."""
    name = f"{answer.matter}-{answer.province}-{answer.level}-{answer.on}"
    with st.container(horizontal=True):
        st.download_button(
            t("powers_json", lang),
            json.dumps(answer.as_json(), ensure_ascii=False, indent=1) + "\n",
            f"{name}.json", "application/json", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            t("powers_text", lang), pipeline.lists.who_text(answer, lang) + "\n",
            f"{name}.txt", "text/plain", on_click="ignore",
        )  # fmt: skip
