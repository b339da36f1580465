"""What can be chosen on the page Powers, its usual values, and the words for codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import streamlit as st
import widgets
from addressed import Addressed
from texts import t
from widgets import plain

from kg.model import Matter, Text
from kg.pipeline import powers

NATIONAL, Asked = powers.NATIONAL, powers.Asked

VIEWS = ("matrix", "ask", "lists", "gaps")
ROWS = ("said", "differ", "from-national", "all")
CELL = "~"  # between matter and place in the address


def load() -> Addressed:
    """Return the state of this run."""
    matters = {m.code for m in powers.concepts("matter")}
    classes = {c.code for c in powers.concepts("case-class")}
    stages = {"", *(s.code for s in powers.concepts("stage"))}
    lists, places = powers.known_lists(), powers.provinces()

    def all_in(known: set[str]) -> object:
        return lambda value: set(filter(None, value.split(","))) <= known

    usual = {
        "view": "matrix",
        "act": "D",
        "level": "basic",
        "on": date.today().isoformat(),
        "places": ",".join(with_items()),
        "rows": "said",
        "find": "",
        "holds": "",
        "fails": "",
        "stage": "",
        "cell": "",
        "matter": "approve-arrest",
        "province": "CN-41",
        "old": "list-CN-41-2016",
        "new": "list-CN-46-2017",
        "table": "",
    }
    checks = {
        "view": VIEWS.__contains__,
        "act": powers.acts().__contains__,
        "level": powers.levels().__contains__,
        "on": is_day,
        "places": all_in(set(places)),
        "rows": ROWS.__contains__,
        "holds": all_in(classes),
        "fails": all_in(classes),
        "stage": stages.__contains__,
        "matter": matters.__contains__,
        "province": places.__contains__,
        "old": lists.__contains__,
        "new": lists.__contains__,
        "cell": lambda v: is_cell(v, matters, {NATIONAL, *places}),
        "table": ("", "yes").__contains__,
    }
    return Addressed("powers", usual, checks, ("view", "on"))  # type: ignore[arg-type]


def is_day(text: str) -> bool:
    """Tell whether a text is an ISO day that the calendar of the page holds."""
    try:
        return date.fromisoformat(text).isoformat() == text and "2000" <= text <= "2100"
    except ValueError:
        return False


def is_cell(text: str, matters: set[str], places: set[str]) -> bool:
    """Tell whether a text names a cell of the matrix."""
    matter, _, place = text.partition(CELL)
    return matter in matters and place in places


def with_items() -> list[str]:
    """Return the provinces of whose lists items on deciding were seen."""
    lists = powers.known_lists().values()
    return sorted({x.jurisdiction for x in lists if x.kind == "power-list" and x.items})


def asked_of(state: Addressed) -> Asked:
    """Return the setting that the state asks for."""
    holds, fails = tuple(state.several("holds")), tuple(state.several("fails"))
    return Asked(state["level"], state["on"], holds, fails, state["stage"])


# --- words ---------------------------------------------------------------------------------------


def place_name(code: str) -> str:
    """Return the name of a jurisdiction in the content's language."""
    if code == NATIONAL:
        return t("powers_national", widgets.content_language())
    return words(powers.provinces()[code])


def words(text: Text | None, code: str = "") -> str:
    """Return a text in the content's language, in the other one where it lacks it."""
    if text is None:
        return code
    return text.pick(widgets.content_language()) or text.zh or text.en or code


def both(concept: Matter) -> str:
    """Return a concept's words in both languages and its other words, so that all are found."""
    lang = widgets.content_language()
    other = "en" if lang == "zh" else "zh"
    more = f" · {'、'.join(concept.alternatives)}" if concept.alternatives else ""
    return f"{concept.label.pick(lang)} · {concept.label.pick(other)}{more}"


def matter_name(code: str) -> str:
    """Return a matter's label in the content's language."""
    return words(powers.word(code), code)


def list_title(ident: str) -> str:
    """Return a list's title in the content's language, else the one it has."""
    lst = powers.known_lists()[ident]
    return words(Text(lst.title, lst.title_en), ident)


def named(options: Iterable[str], name: Callable[[str], str]) -> Callable[[str], str]:
    """Return the labels of a widget's options, settled now: a widget may ask after the run."""
    labels = {code: name(code) for code in options}
    return lambda code: labels.get(code, code)


def joined(parts: Sequence[str], lang: str) -> str:
    """Return words of one sentence joined as the language joins them."""
    return ("、" if lang == "zh" else ", ").join(parts)


def acting(cells: dict[str, str], lang: str) -> str:
    """Return who does what: each actor with the words of the letters."""
    told, acts = powers.actors(), powers.acts()
    parts = [
        f"{words(told[a])} {joined([words(acts[x]) for x in letters], lang)}"
        for a, letters in cells.items()
    ]
    return ("；" if lang == "zh" else "; ").join(parts)


# --- the setting ---------------------------------------------------------------------------------


def level(state: Addressed, lang: str) -> None:
    """Show the choice of the level."""
    levels = powers.levels()
    st.selectbox(
        t("powers_level", lang),
        list(levels),
        key=state.key("level"),
        filter_mode=None,
        format_func=named(levels, lambda c: words(levels[c])),
        on_change=state.change,
        args=("level",),
    )


def day(state: Addressed, lang: str) -> None:
    """Show the choice of the day."""
    st.date_input(
        t("powers_on", lang),
        key=state.key("on", date.fromisoformat(state["on"])),
        min_value=date(2000, 1, 1),
        max_value=date(2100, 1, 1),
        format="YYYY-MM-DD",
        help=t("powers_on_help", lang),
        on_change=state.change,
        args=("on",),
    )


def case_classes(state: Addressed, lang: str, open_: bool = False) -> None:
    """Show the choice of the case classes that hold and that do not, and of the stage."""
    classes = {c.code: c for c in powers.concepts("case-class")}
    stages = {s.code: s for s in powers.concepts("stage")}
    chosen = len(state.several("holds")) + len(state.several("fails")) + bool(state["stage"])
    head = t("powers_case", lang) + (f" ({chosen})" if chosen else "")
    with st.expander(head, expanded=open_ or bool(chosen)):
        st.caption(t("powers_case_hint", lang))
        for name in ("holds", "fails"):
            other = set(state.several("fails" if name == "holds" else "holds"))
            st.multiselect(
                t(f"powers_{name}", lang),
                [c for c in classes if c not in other],
                key=state.key(name, [c for c in state.several(name) if c not in other]),
                format_func=named(classes, lambda c: both(classes[c])),
                placeholder=t("powers_unsettled", lang),
                on_change=state.change,
                args=(name,),
            )
        st.selectbox(
            t("powers_stage", lang),
            ["", *stages],
            key=state.key("stage"),
            filter_mode=None,
            format_func=named(
                ["", *stages], lambda c: both(stages[c]) if c else t("powers_unsettled", lang)
            ),
            on_change=state.change,
            args=("stage",),
        )


def ignored(state: Addressed, lang: str) -> None:
    """Say which parts of the address were not known."""
    if state.ignored:
        st.warning(t("powers_ignored", lang, names=plain(", ".join(state.ignored))))
