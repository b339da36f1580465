"""Answers of questions as files: CSV for programs, a workbook for people, each with its receipt."""

from __future__ import annotations

from collections.abc import Mapping

from kg import sheets, tables
from kg.explain import NOTICE
from kg.model import Text
from kg.pipeline.asking import questions
from kg.pipeline.graph import Graph
from kg.store import Result


def as_csv(result: Result) -> bytes:
    """Return SELECT rows as CSV for spreadsheets: UTF-8 with a mark, no cell taken for a formula.

    The head holds the names of the variables, as `kg ask --format csv` has them.
    """
    return tables.to_csv(result).encode("utf-8-sig")


def as_xlsx(
    question_id: str, values: Mapping[str, str], result: Result, graph: Graph, lang: str
) -> bytes:
    """Return the rows of a catalogue question as a workbook with headings in `lang` (zh, en).

    A second sheet says what was asked, with which values, of which graph, and what it is not.
    """
    question = questions()[question_id]
    head = [
        question.columns[v].pick(lang) if v in question.columns else v for v in result.variables
    ]
    rows = [[row.get(v, "") for v in result.variables] for row in result.rows]
    receipt = graph.receipt
    told = [
        (Text("问题", "Question"), question.question.pick(lang)),
        (Text("编号", "Id"), question.id),
        *((p.label, values.get(p.name, p.default)) for p in question.parameters),
        (Text("行数", "Rows"), str(len(rows))),
        (Text("图谱（sha256）", "Graph (sha256)"), receipt["graph"]),
        (Text("版本", "Version"), receipt["version"]),
        (Text("说明", "Notice"), NOTICE.pick(lang)),
    ]
    names = {"zh": ("结果", "出处"), "en": ("Result", "Receipt")}[lang]
    said = [[label.pick(lang), value] for label, value in told]
    return sheets.to_xlsx({names[0]: [head, *rows], names[1]: said})
