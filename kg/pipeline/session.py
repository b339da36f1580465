"""The graph opened for asking, in notebooks and by assistants: one object, plain data out."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import catalogue
from kg.errors import KgError, Problem
from kg.model import Case, SearchResult
from kg.namespaces import provision_iri
from kg.pipeline.answers import answer_json, assess
from kg.pipeline.asking import ask, query, questions
from kg.pipeline.builds import MANIFEST
from kg.pipeline.content import case_from_data, case_from_file
from kg.pipeline.frames import frame_of
from kg.pipeline.graph import Graph, open_endpoint, open_graph
from kg.pipeline.lists import who
from kg.pipeline.searching import search
from kg.store import Result

if TYPE_CHECKING:
    from kg.pipeline.frames import DataFrame


_PROVISION = re.compile(r"[A-Za-z0-9.-]+(/[A-Za-z0-9.-]+)+")


class Session:
    """The graph of a build or of a SPARQL server, with the ways to ask it.

    `endpoint` is the server's address, "" for a build.
    """

    def __init__(self, graph: Graph | None, endpoint: str = "") -> None:
        self._graph, self.endpoint = graph, endpoint

    @cached_property
    def graph(self) -> Graph:
        """The opened build, or the present build with its words on the server.

        Raises KgError when the server does not hold the present build (`kg publish`).
        """
        return self._graph or open_endpoint(self.endpoint)

    def questions(self, words: str = "") -> dict[str, catalogue.Question]:
        """Return the catalogue's questions by id, those that have these words in them."""
        return {
            q.id: q
            for q in questions().values()
            if words.lower() in f"{q.id} {q.question.zh} {q.question.en}".lower()
        }

    def ask(self, question: str, **parameters: str) -> Result:
        """Answer a catalogue question with its parameters (`kg ask ID` lists them).

        Raises KgError on an unknown question, parameter or value.
        """
        return ask(question, parameters, self.endpoint, self._graph)

    def query(self, sparql: str, timeout: float = 10.0) -> Result:
        """Answer SPARQL 1.1 (prefixes are declared for you) within `timeout` seconds.

        A build's queries run in a child process with little memory and no network. Raises KgError
        on a syntax error, an update, a time-out, or a server that does not answer.
        """
        return query(sparql, self.endpoint, timeout, self._graph)

    def search(
        self,
        words: str,
        *,
        kinds: Sequence[str] | None = None,
        lang: str | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> SearchResult:
        """Return what has all the words, best first (`kg.pipeline.search`). Raises KgError."""
        return search(
            self._graph, words, kinds=kinds, lang=lang, limit=limit, offset=offset,
            endpoint=self.endpoint,
        )  # fmt: skip

    def assess(self, case: Case | Mapping[str, Any] | str | Path) -> dict[str, Any]:
        """Return who answers for what in a case, with the cited words (docs/case-file.md).

        The case is a file, the name of a packaged case, the data of a case file, or a checked
        case. Raises KgError for a case that is not in order.
        """
        if isinstance(case, Case):
            checked = case
        elif isinstance(case, Mapping):
            checked = case_from_data(dict(case))
        else:
            checked = case_from_file(Path(case))
        return answer_json(self.graph, assess(self.graph, checked))

    def who_may_decide(
        self,
        matter: str,
        province: str,
        level: str,
        on: str,
        *,
        holds: Sequence[str] = (),
        fails: Sequence[str] = (),
        stage: str = "",
    ) -> dict[str, Any]:
        """Return who may decide a matter, and which text says so (docs/lists.md).

        `province` is an ISO 3166-2 code, `level` basic, municipal or provincial; `holds` and
        `fails` are case classes. Raises KgError on what is none.
        """
        return dict(who(matter, province, level, on, holds, fails, stage).as_json())

    def provisions(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return provisions by id, each with its IRI, title, number, words and what they lack.

        Raises KgError for an id that the graph does not have.
        """
        found = self.known(ids)
        for ident in ids:
            if ident not in found:
                raise _no_provision(ident, self.search)
        return found

    def known(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return those of some words that are ids of provisions, each as `provisions` has them."""
        found = self.graph.words_of(i for i in ids if _PROVISION.fullmatch(i))
        return {
            ident: {"id": ident, "iri": provision_iri(*ident.split("/", 1)), **cited.as_json()}
            for ident, cited in found.items()
        }

    def frame(self, result: Result | SearchResult) -> DataFrame:
        """Return a result as a pandas DataFrame, one row a solution or hit.

        Numbers, truth values and days of one datatype become such columns, codes stay text, what is
        unbound is missing. Raises KgError for a graph (CONSTRUCT) and where pandas is not there.
        """
        return frame_of(result)


def open_session(where: str | os.PathLike[str] | None = None) -> Session:
    """Open a server, a build's folder, a folder of builds, or the present build. Raises KgError."""
    named = os.fspath(where) if where is not None else os.environ.get("KG_ENDPOINT", "")
    if named.startswith(("http://", "https://")):
        return Session(None, named)
    if where is None:
        return Session(open_graph())
    folder = Path(named)
    if (folder / MANIFEST).is_file():
        return Session(Graph(folder))
    if (folder / "builds").is_dir():
        return Session(open_graph(folder))
    raise KgError(
        Problem(
            named,
            "这里没有生成的图谱。",
            "There is no built graph here.",
            "请先运行 kg build，或给出 SPARQL 服务器的地址（http://…）。",
            "Run kg build first, or give the address of a SPARQL server (http://…).",
        )
    )


def _no_provision(ident: str, search: Any) -> KgError:
    """Return the error for an id that is no provision, with those that may be meant."""
    try:
        near = [h.identifier for h in search(ident[:200], kinds=["provision"], limit=3).hits]
    except KgError:
        near = []
    near = difflib.get_close_matches(ident, near, 3, 0.3) or near
    return KgError(
        Problem(
            ident[:200],
            "图谱中没有这个条文编号。",
            "The graph has no provision of this id.",
            f"是否指 {'、'.join(near)}？" if near else "编号形如 opinions-2024/art-30。",
            f"Did you mean {', '.join(near)}?" if near else "An id is like opinions-2024/art-30.",
        )
    )
