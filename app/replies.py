"""Shows the answer to a question: one by one, as a table, as bars, as tiles of provinces."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import asked
import charts
import streamlit as st
import widgets
from asked import Asked
from columns import Cell, Column, columns_of
from figures import figures, tiles, units
from texts import TEXTS, t
from widgets import plain

from kg import pipeline
from kg.pipeline import Graph

READ, GRID, PLAIN, CHART, TILES = "read", "grid", "plain", "chart", "tiles"
AT_ONCE, READ_AT_MOST, FEW, PLAIN_ROWS = 10, 60, 6, 200
SHORT = 48  # characters of a cell that stands in a line with others
LONGEST = 2_000  # characters of a cell that a table shows; the downloads have all
# Pages to which an identifier leads, by what it names.
_PAGES = {"provision": ("read", "provision"), "node": ("explore", "node")}
NONE = "—"


def show(
    graph: Graph, question: Any, values: dict[str, str], result: Any, state: Asked, lang: str
) -> None:
    """Show an answer with its downloads; say what it means when there is none."""
    count = len(result.rows)
    st.markdown(f"**{t('answer_rows', lang, n=f'{count:,}')}**")
    if not count:
        key = f"nothing_{question.group}"
        st.info(t(key if key in TEXTS else "nothing", lang))
        _downloads(graph, question, values, result, lang)
        return
    content = widgets.content_language()
    columns = columns_of(
        result, question.columns, lang, content, graph.provisions, graph.identified
    )
    view = _view(columns, count, state, lang)
    if view == TILES:
        columns = _tiles(columns, state, lang)
        view = (READ if _has_words(columns) else GRID) if columns[0].cells else ""
    elif view == CHART:
        charts.show(columns, state, lang)
        view = ""
    codes = False
    if view and any(c.kind == "code" for c in columns):
        codes = _toggle("codes", t("show_codes", lang), state)
    shown = [c for c in columns if codes or c.kind != "code"]
    alt = t("answer_table", lang, question=question.question.pick(lang))
    if view == READ:
        _read(shown, state, lang)
    elif view == PLAIN:
        _plain(shown, alt, lang)
    elif view == GRID:
        _grid(shown, alt, lang)
    _notes(shown, lang)
    _downloads(graph, question, values, result, lang)


def _has_words(columns: Sequence[Column]) -> bool:
    return any(c.kind == "words" for c in columns)


def _view(columns: Sequence[Column], count: int, state: Asked, lang: str) -> str:
    """Return how the answer is shown: as chosen, else read where it is short or has words."""
    known = [READ, GRID, PLAIN]
    if any(figures(columns, unit) for unit in units(columns) or ("",)):
        known.append(CHART)
    if tiles(columns):
        known.append(TILES)
    few = READ_AT_MOST if _has_words(columns) else FEW
    usual = READ if count <= few else GRID
    chosen = state.others.get("view", usual)
    key = f"answer.view.{state.question}"
    st.session_state[key] = chosen if chosen in known else usual
    st.segmented_control(
        t("view", lang),
        known,
        key=key,
        required=True,
        format_func=lambda v: t(f"view_{v}", lang),
        on_change=lambda: asked.put("view", st.session_state[key], usual),
        label_visibility="collapsed",
    )
    return str(st.session_state[key])


def _toggle(name: str, label: str, state: Asked) -> bool:
    key = f"answer.{name}"
    st.session_state[key] = state.others.get(name) == "yes"
    return st.toggle(
        label, key=key, on_change=lambda: asked.put(name, "yes" if st.session_state[key] else "")
    )


# --- cells -------------------------------------------------------------------------------------


def province(code: str, lang: str) -> str:
    """Return a province's name with its code; the code alone when there is no name for it."""
    key = f"province_{code}"
    return f"{t(key, lang)} ({code})" if key in TEXTS else code


def _said(cell: Cell, column: Column, lang: str) -> str:
    """Return a cell's words as they stand, what is missing as a dash."""
    if not cell.text:
        return NONE
    words = province(cell.text, lang) if column.kind == "province" else cell.text
    return words + (t("mark_other", lang) if cell.other else "")


def _address(cell: Cell, leads: str) -> str:
    """Return the address to which a cell leads, "" for none."""
    name, parameter = _PAGES.get(leads, ("", ""))
    if not cell.text or not name:
        return ""
    return f"{name}?{urlencode({parameter: cell.text, **widgets.languages()}, quote_via=_path)}"


def _path(text: str, safe: str = "", encoding: str = "utf-8", errors: str = "strict") -> str:
    return quote(text, "/", encoding, errors)


def _markdown(cell: Cell, column: Column, lang: str) -> str:
    """Return a cell as Markdown, a link where it leads somewhere."""
    words = plain(_said(cell, column, lang)[:LONGEST])
    where = _address(cell, cell.leads)
    return f"[{words}]({where})" if where else words


# --- views -------------------------------------------------------------------------------------


def _read(columns: Sequence[Column], state: Asked, lang: str) -> None:
    """Show the rows one by one, some at once."""
    count = len(columns[0].cells)
    last = max((count - 1) // AT_ONCE + 1, 1)
    part = state.others.get("part", "1")
    number = min(int(part), last) if part.isascii() and part.isdigit() and int(part) else 1
    begin = (number - 1) * AT_ONCE
    rows = range(begin, min(begin + AT_ONCE, count))
    for i in rows:
        with st.container(key=f"row-{i}"):
            st.markdown(_block(columns, i, lang))
    if last > 1:
        st.caption(t("read_part", lang, a=begin + 1, b=rows[-1] + 1, n=count))
        key = f"answer.part.{state.question}.{number}"
        st.pagination(
            last,
            default=number,
            key=key,
            on_change=lambda: asked.put("part", str(st.session_state[key]), "1"),
        )


def _block(columns: Sequence[Column], row: int, lang: str) -> str:
    """Return a row as Markdown: what it says, what is short in one line, the words quoted."""
    first, short, long, named, quoted = [], [], [], [], []
    for column in columns:
        cell = column.cells[row]
        if not cell.text:
            continue
        said = _markdown(cell, column, lang)
        headed = f":gray[{plain(column.head)}] {said}"
        if column.kind == "words":
            quoted.append(f"> {said}")
        elif column.name == "label":
            first.append(f"**{said}**")
        elif cell.leads:
            named.append(headed)
        else:
            (long if len(cell.text) > SHORT else short).append(headed)
    told = [*first, " · ".join(short), *long, " · ".join(named)]
    return "\n\n".join(["  \n".join(x for x in told if x), *quoted])


def _plain(columns: Sequence[Column], alt: str, lang: str) -> None:
    """Show a table of text, which every screen reader reads."""
    count = len(columns[0].cells)
    if count > PLAIN_ROWS:
        st.caption(t("plain_first", lang, n=PLAIN_ROWS))
    rows = [
        {plain(c.head): _markdown(c.cells[i], c, lang) for c in columns}
        for i in range(min(count, PLAIN_ROWS))
    ]
    st.table(rows, hide_index=True, alt=alt)


def _grid(columns: Sequence[Column], alt: str, lang: str) -> None:
    """Show a grid that can be sorted and searched; identifiers open their page."""
    data: dict[str, list[Any]] = {}
    config: dict[str, Any] = {}
    for column in columns:
        leads = next((c.leads for c in column.cells if c.leads), "")
        if leads:
            data[column.head] = [_address(c, leads) or None for c in column.cells]
            shown = rf"[?&]{_PAGES[leads][1]}=([^&]*)"
            config[column.head] = st.column_config.LinkColumn(display_text=shown)
        elif column.kind == "number":
            data[column.head] = [float(c.text) if c.text else None for c in column.cells]
            config[column.head] = st.column_config.NumberColumn()
        else:
            data[column.head] = [_said(c, column, lang)[:LONGEST] for c in column.cells]
            width = "large" if column.kind == "words" else None
            config[column.head] = st.column_config.TextColumn(width=width)
    st.dataframe(data, hide_index=True, column_config=config, alt=alt)


def _tiles(columns: Sequence[Column], state: Asked, lang: str) -> list[Column]:
    """Show a tile a province; return the columns with the rows of the chosen one."""
    found = {tile.code: tile.rows for tile in tiles(columns)}
    key = f"answer.tiles.{state.question}"
    chosen = state.others.get("province", "")
    st.session_state[key] = chosen if chosen in found else None

    def label(code: str) -> str:
        name = t(f"province_{code}", lang) if f"province_{code}" in TEXTS else plain(code)
        rows = found[code]
        return t("tile_rows" if rows else "tile_unknown", lang, name=name, n=rows)

    st.caption(t("tiles_note", lang))
    with st.container(key="tiles"):
        st.pills(
            t("tiles_label", lang),
            list(found),
            key=key,
            format_func=label,
            on_change=lambda: asked.put("province", st.session_state[key] or ""),
        )
    if chosen not in found:
        return list(columns)
    if not found[chosen]:
        st.info(t("tile_is_unknown", lang, name=province(chosen, lang)))
    place = next(c for c in columns if c.kind == "province")
    rows = [i for i, cell in enumerate(place.cells) if cell.text == chosen]
    return [Column(c.name, c.head, c.kind, [c.cells[i] for i in rows]) for c in columns]


def _notes(columns: Sequence[Column], lang: str) -> None:
    """Say what the marks in the cells mean, where there are any."""
    cells = [cell for column in columns for cell in column.cells]
    if any(not cell.text for cell in cells):
        st.caption(t("answer_no_value", lang))
    if any(cell.other for cell in cells):
        st.caption(t("answer_other", lang))


def _downloads(graph: Graph, question: Any, values: dict[str, str], result: Any, lang: str) -> None:
    """Offer the whole answer as files; each is made when it is asked for."""
    made: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "csv": ("csv", "text/csv", lambda: pipeline.results.as_csv(result)),
        "json": ("srj", "application/sparql-results+json", lambda: _json(result)),
        "xlsx": (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda: pipeline.results.as_xlsx(question.id, values, result, graph, lang),
        ),
    }
    with st.container(horizontal=True, key="downloads"):
        for key, (ending, media, make) in made.items():
            st.download_button(
                t(f"get_{key}", lang),
                make,
                f"{question.id}.{ending}",
                media,
                key=f"get.{key}",
                on_click="ignore",
            )
    st.caption(t("get_note", lang))


def _json(result: Any) -> bytes:
    return (json.dumps(result.document, ensure_ascii=False, indent=1) + "\n").encode()
