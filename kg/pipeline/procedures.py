"""Answers who must act and approve next, and by when, for a person and a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from kg import assets, explain, procedure
from kg.errors import KgError
from kg.model import Text
from kg.model.procedures import Counting, Procedure
from kg.pipeline.graph import Graph
from kg.procedure.checks import bad_value
from kg.procedure.reading import OFFICES, STATUSES


@cache
def _procedures() -> tuple[list[Procedure], Counting]:
    folder = assets.root() / "data" / "procedures"
    return procedure.read_procedures(folder), procedure.read_counting(folder)


def ask_procedure(
    graph: Graph,
    *,
    status: str = "",
    office: str = "",
    stage: str = "",
    on: str = "",
    conduct_on: str = "",
) -> dict[str, Any]:
    """Return the accountability procedure for a person, or what follows a step done on a day.

    `status` and `office` are codes of the case file, `stage` a step's id, `on` the day of the step
    and `conduct_on` that of the conduct (ISO). Form: docs/outputs.md, `kg procedure`. Raises
    KgError on an unknown code, step or day.
    """
    for name, value, allowed in (("status", status, STATUSES), ("office", office, OFFICES)):
        if value and value not in allowed:
            raise KgError(bad_value(f"--{name}", value, allowed).problems)
    asked = procedure.Asked(
        status, office, stage, _day(on, "--on"), _day(conduct_on, "--conduct-on")
    )
    procedures, counting = _procedures()
    found = procedure.answer(procedures, _dates(graph), counting, _roles(graph), asked)
    found["open_questions"] = [graph.questions[q].as_json() for q in found["open_questions"]]
    citations = explain.read_citations(graph.store, found["provisions"])
    found["provisions"] = {key: c.as_json() for key, c in citations.items()}
    found["receipt"] = graph.receipt
    found["notice"] = explain.NOTICE.as_json()
    return found


def procedure_text(graph: Graph, answer: dict[str, Any], lang: str) -> str:
    """Return an answer of `ask_procedure` as text in `zh` or `en`."""
    questions = [graph.questions[q["id"]] for q in answer["open_questions"]]
    citations = explain.read_citations(graph.store, procedure.shown_provisions(answer))
    notice = (
        f"{explain.NOTICE.pick(lang)} graph {graph.receipt['graph'][:16]} · "
        f"{graph.receipt['version']}"
    )
    return procedure.answer_text(answer, questions, list(citations.values()), notice, lang)


def _day(text: str, where: str) -> date | None:
    return procedure.parse_day(text, where) if text else None


def _dates(graph: Graph) -> Mapping[str, procedure.InForce]:
    rows = graph.store.solutions(
        """SELECT ?id ?document ?publication ?start ?end ?certainty ?later ?question WHERE {
          ?s a jr:Source ; dcterms:identifier ?id ; jr:hasDateCertainty ?certainty .
          OPTIONAL { ?s eli:date_document ?document }
          OPTIONAL { ?s eli:date_publication ?publication }
          OPTIONAL { ?s eli:first_date_entry_in_force ?start }
          OPTIONAL { ?s eli:date_no_longer_in_force ?end }
          OPTIONAL { ?l jr:supersedes ?s . ?l dcterms:identifier ?later }
          OPTIONAL { ?s jr:raises ?q . ?q dcterms:identifier ?question } }
        ORDER BY ?id ?later ?question"""
    )
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        grouped.setdefault(row["id"], []).append(dict(row))
    return {
        key: procedure.InForce(
            found[0].get("document", ""),
            found[0].get("publication", ""),
            found[0].get("start", ""),
            found[0].get("end", ""),
            found[0]["certainty"].endswith("/certain"),
            tuple(dict.fromkeys(r["later"] for r in found if "later" in r)),
            tuple(dict.fromkeys(r["question"] for r in found if "question" in r)),
        )
        for key, found in grouped.items()
    }


def _roles(graph: Graph) -> Mapping[str, Text]:
    schemes = ("status", "office", "case-role", "group", "body")
    labels = graph.words.labels
    return {code: text for scheme in reversed(schemes) for (s, code), text in labels.items()
            if s == scheme}  # fmt: skip
