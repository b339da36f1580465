"""The driver for questions about powers: the matrix, one answer with its reasons, shares, gaps."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.lists import matrix as tabling, who as asking
from kg.lists.format import normal, read_format
from kg.lists.lint import questions_of, words_of
from kg.lists.matrix import DECIDE, NATIONAL, Share, provinces, regions
from kg.lists.matters import read_matters
from kg.lists.texts import guard
from kg.model import ListItem, Matter, PowerList, Text
from kg.model.who import PowerCell
from kg.pipeline.graph import open_graph
from kg.pipeline.packaged import packaged_lists

__all__ = [
    "DECIDE",
    "NATIONAL",
    "Asked",
    "Share",
    "actors",
    "acts",
    "cells_csv",
    "cells_json",
    "concepts",
    "find_matters",
    "item_of",
    "known_lists",
    "levels",
    "matrix",
    "open_questions",
    "provinces",
    "provision_words",
    "regions",
    "row",
    "shares",
    "silent",
    "word",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The setting of a matrix: level, day (ISO), case classes that hold and that do not."""

    level: str
    on: str
    holds: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    stage: str = ""


def known_lists() -> Mapping[str, PowerList]:
    """Return the packaged lists, baselines and local rules by id. Raises KgError."""
    return packaged_lists()


def concepts(scheme: str) -> Sequence[Matter]:
    """Return the concepts of a scheme: matter, business-line, stage or case-class."""
    return read_matters().scheme(scheme)


def word(code: str) -> Text | None:
    """Return the label of a case class, stage, matter or line by its code, None for no code."""
    for scheme in ("case-class", "stage", "matter", "business-line"):
        concept = read_matters().get(scheme, code)
        if concept:
            return concept.label
    return None


def levels() -> Mapping[str, Text]:
    """Return the levels that can be asked about, by code."""
    choices = read_format().sheets["items"].column("level").choices
    return {c.code: c.label for c in choices if c.code != "all"}


def acts() -> Mapping[str, Text]:
    """Return the acts of a list by letter (D decide, P propose, …, X may not)."""
    return {x.letter: x.label for x in read_format().letters}


def actors() -> Mapping[str, Text]:
    """Return the actors of a list by key, lowest first."""
    return {a.key: a.label for a in read_format().actors}


def find_matters(text: str) -> list[str]:
    """Return the codes whose label in either language, other word or code holds the text."""
    wanted = normal(text)
    return [
        m.code
        for m in read_matters().scheme("matter")
        if any(wanted in normal(w) for w in (m.code, m.label.zh, m.label.en, *m.alternatives))
    ]


def item_of(list_id: str, item: str) -> ListItem | None:
    """Return an item of a packaged list: its words, confidence and source; None for no item."""
    lst = packaged_lists().get(list_id)
    return next((i for i in lst.items if i.id == item), None) if lst else None


def matrix(asked: Asked, act: str, places: Sequence[str]) -> list[list[PowerCell]]:
    """Return a row for each matter with a cell for each of `places` (CN: the national texts).

    Raises KgError for a level, day or class that is none.
    """
    first = read_matters().scheme("matter")[0].code
    lists = list(packaged_lists().values())
    return tabling.matrix(_question(asked, first), act, places, lists)


def row(asked: Asked, act: str, matter: str, places: Sequence[str]) -> list[PowerCell]:
    """Return the cells of one matter. Raises KgError as `matrix` does, and for no such matter."""
    lists, question = list(packaged_lists().values()), _question(asked, matter)
    return [tabling.cell(replace(question, province=p), act, lists) for p in places]


def _question(asked: Asked, matter: str) -> asking.Question:
    question, _ = asking.read_question(
        matter, "CN-11", asked.level, asked.on, asked.holds, asked.fails, asked.stage
    )
    return question


def provision_words(ids: Sequence[str]) -> Mapping[str, str]:
    """Return the words of provisions by id, "" where the graph has none. Raises KgError."""
    return words_of(open_graph().store, ids)


def open_questions(ids: Sequence[str]) -> Mapping[str, Text]:
    """Return the words of open questions by id. Raises KgError."""
    return questions_of(open_graph().store, ids)


def shares() -> list[Share]:
    """Return for each provincial list with decisions the share that it gives to procurators."""
    return tabling.shares(list(packaged_lists().values()))


def silent(province: str) -> Mapping[str, Sequence[str]]:
    """Return the matters that the province's lists do not name, with the lists that do."""
    return tabling.silent(province, list(packaged_lists().values()))


def cells_json(rows: Sequence[Sequence[PowerCell]], asked: Asked, act: str) -> bytes:
    """Return a matrix as JSON with the setting that was asked."""
    document = {
        "asked": {
            "act": act, "level": asked.level, "on": asked.on, "holds": list(asked.holds),
            "fails": list(asked.fails), "stage": asked.stage or None,
        },
        "cells": [c.as_json() for row in rows for c in row],
    }  # fmt: skip
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def cells_csv(rows: Sequence[Sequence[PowerCell]], asked: Asked, act: str) -> bytes:
    """Return a matrix as CSV, a line a cell: UTF-8 with a mark, no cell taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ("matter", "matter_zh", "matter_en", "province", "level", "on", "act", "status", "tier",
         "actors", "items", "confidence", "reserved_in_some_cases")
    )  # fmt: skip
    for cell in (c for row in rows for c in row):
        label = word(cell.matter) or Text("", "")
        items = " ".join(f"{g.list_id}/item/{g.item}" for g in cell.grounds)
        above = dict.fromkeys(a for g in cell.reserved for a in g.deciders)
        values = (cell.matter, label.zh, label.en, cell.province, asked.level, asked.on, act,
                  cell.status, cell.tier, " ".join(cell.actors), items, cell.confidence,
                  " ".join(above))  # fmt: skip
        writer.writerow([guard(v) for v in values])
    return out.getvalue().encode("utf-8-sig")
