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
from kg.store import Endpoint, RemoteStore, Result


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
    """Answer a catalogue question; raise KgError on an unknown id or parameter name."""
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
    store: Endpoint = RemoteStore(endpoint) if endpoint else (graph or open_graph()).store
    return store.query(catalogue.fill(known[question_id], values))


def parameter_values(parameter: catalogue.Parameter, graph: Graph) -> list[tuple[str, Text]]:
    """Return the choices of a parameter with their labels, empty when it takes free text."""
    if not parameter.values:
        return []
    rows = graph.store.query(parameter.values).rows
    return [(r["value"], Text(r.get("zh", r["value"]), r.get("en", r["value"]))) for r in rows]
