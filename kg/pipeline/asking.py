"""Answers catalogue questions, and people's own SPARQL through the sandbox or a server."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg import assets, catalogue
from kg.errors import KgError, Problem
from kg.model import Text
from kg.pipeline.builds import DEFAULT_FILE, GRAPH_FILE, ensure_build
from kg.pipeline.graph import Graph, open_graph
from kg.sandbox import Sandbox
from kg.store import RemoteStore, Result


@cache
def questions() -> Mapping[str, catalogue.Question]:
    """Return the catalogue's questions by id. Raises KgError."""
    return catalogue.read_catalogue(assets.queries_folder())


@cache
def _sandbox(folder: Path) -> Sandbox:
    return Sandbox(folder / DEFAULT_FILE, folder / GRAPH_FILE)


def query(
    sparql: str, endpoint: str = "", timeout: float = 10.0, graph: Graph | None = None
) -> Result:
    """Answer a person's query: in the sandbox over the present build, or at a SPARQL endpoint.

    Raises KgError on a syntax error, an update, a time-out, or a server that does not answer.
    """
    if endpoint:
        return RemoteStore(endpoint, timeout).query(sparql)
    folder = graph.folder if graph else ensure_build()
    return _sandbox(folder).query(sparql, timeout)


def ask(
    question_id: str, values: Mapping[str, str], endpoint: str = "", graph: Graph | None = None
) -> Result:
    """Answer a catalogue question.

    Raises KgError on an unknown id or parameter name, and when nothing was found because a value
    is none of the parameter's choices: an empty table would say that there is nothing.
    """
    question = _question(question_id)
    sparql = catalogue.fill(question, values)
    if endpoint:
        return RemoteStore(endpoint).query(sparql)
    graph = graph or open_graph()
    result = graph.store.query(sparql)
    if not result.rows:
        _check_choices(question, values, graph)
    return result


def question_sparql(question_id: str, values: Mapping[str, str]) -> str:
    """Return a question's SPARQL with values put in, headed by what it asks, to use elsewhere.

    Raises KgError as `ask` does on an unknown id, name or wrong value.
    """
    question = _question(question_id)
    text = catalogue.fill(question, values)
    lines = [line for line in text.splitlines() if not line.startswith("#+")]
    asked = [f"# {question.question.zh}", f"# {question.question.en}"]
    return "\n".join([*asked, *lines]).strip() + "\n"


def _question(question_id: str) -> catalogue.Question:
    known = questions()
    if question_id not in known:
        close = difflib.get_close_matches(question_id, known, 1)
        raise KgError(
            Problem(
                question_id,
                "目录中没有这个问题。" + (f"是否指“{close[0]}”？" if close else ""),
                "The catalogue has no such question."
                + (f' Did you mean "{close[0]}"?' if close else ""),
                "请用 kg ask 列出全部问题。",
                "List the questions with kg ask.",
            )
        )
    return known[question_id]


def _check_choices(question: catalogue.Question, values: Mapping[str, str], graph: Graph) -> None:
    for parameter in question.parameters:
        value = values.get(parameter.name, "")
        choices = dict(parameter_values(parameter, graph)) if value else {}
        if choices and value not in choices:
            meant = [c for c, label in choices.items() if value in (label.zh, label.en)]
            near = meant or difflib.get_close_matches(value, choices, 3) or list(choices)[:12]
            more = len(choices) > len(near) and not meant
            raise KgError(
                Problem(
                    f"{question.id} --param {parameter.name}",
                    f"没有值“{value}”。",
                    f'There is no value "{value}".',
                    f"例如：{'、'.join(near)}。" if more else f"请写：{'、'.join(near)}。",
                    f"For example: {', '.join(near)}." if more else f"Write: {', '.join(near)}.",
                )
            )


def parameter_values(parameter: catalogue.Parameter, graph: Graph) -> list[tuple[str, Text]]:
    """Return the choices of a parameter with their labels, empty when it takes free text."""
    if not parameter.values:
        return []
    rows = graph.store.query(parameter.values).rows
    return [(r["value"], Text(r.get("zh", r["value"]), r.get("en", r["value"]))) for r in rows]
