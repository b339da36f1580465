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
from kg.sandbox import MAX_ROWS, Sandbox
from kg.store import RemoteStore, Result, Store


@cache
def questions() -> Mapping[str, catalogue.Question]:
    """Return the catalogue's questions by id. Raises KgError."""
    return catalogue.read_catalogue(assets.queries_folder())


# The sandbox of each build's folder: a child process that stays.
_boxes: dict[Path, Sandbox] = {}


def _sandbox(folder: Path) -> Sandbox:
    if folder not in _boxes:
        _boxes.setdefault(folder, Sandbox(folder / DEFAULT_FILE, folder / GRAPH_FILE))
    return _boxes[folder]


def close_sandbox(folder: Path) -> None:
    """End the child that runs people's queries over a build; a running query ends first."""
    box = _boxes.pop(folder, None)
    if box is not None:
        box.close()


def query(
    sparql: str, endpoint: str = "", timeout: float = 10.0, graph: Graph | None = None
) -> Result:
    """Answer a person's query: in the sandbox over the present build, or at a SPARQL endpoint.

    The endpoint is the given one, or that of the opened `graph`. Raises KgError on a syntax error,
    an update, a time-out, or a server that does not answer.
    """
    endpoint = endpoint or (graph.endpoint if graph else "")
    if endpoint:
        return RemoteStore(endpoint, timeout).query(sparql, MAX_ROWS)
    folder = graph.folder if graph else ensure_build()
    return _sandbox(folder).query(sparql, timeout)


def ask(
    question_id: str, values: Mapping[str, str], endpoint: str = "", graph: Graph | None = None
) -> Result:
    """Answer a catalogue question from the present build, an opened `graph`, or an endpoint.

    Raises KgError on an unknown id or parameter name, and when nothing was found because a value
    is none of the parameter's choices, or the server does not hold the graph: an empty table would
    say that there is nothing.
    """
    question = _question(question_id)
    sparql = catalogue.fill(question, values)
    store: Store = RemoteStore(endpoint) if endpoint else (graph or open_graph()).store
    result = store.query(sparql)
    if not result.rows:
        if isinstance(store, RemoteStore):
            _check_holds(store)
        _check_choices(question, values, store)
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


def _check_holds(server: RemoteStore) -> None:
    """Raise KgError when the default graph of a server holds nothing of the project."""
    if not server.query("ASK { ?source a jr:Source }").boolean:
        raise KgError(
            Problem(
                server.url,
                "服务器的默认图中没有本图谱。",
                "The server's default graph does not hold this graph.",
                "请运行 kg publish；默认图须为各命名图的并集（见 docs/scaling.md）。",
                "Run kg publish; the default graph must be the union of the named graphs "
                "(docs/scaling.md).",
            )
        )


def _check_choices(question: catalogue.Question, values: Mapping[str, str], store: Store) -> None:
    for parameter in question.parameters:
        value = values.get(parameter.name, "")
        choices = dict(_choices(parameter, store)) if value else {}
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
    return _choices(parameter, graph.store)


def _choices(parameter: catalogue.Parameter, store: Store) -> list[tuple[str, Text]]:
    if not parameter.values:
        return []
    rows = store.query(parameter.values).rows
    return [(r["value"], Text(r.get("zh", r["value"]), r.get("en", r["value"]))) for r in rows]
