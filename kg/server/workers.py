"""A pool of warm query workers: each can be killed and is replaced at once."""

from __future__ import annotations

import base64
import contextlib
import json
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.child import Child, ChildDied, ChildTooSlow
from kg.errors import Problem
from kg.pipeline import DEFAULT_FILE, GRAPH_FILE, Graph

_PATIENCE = 10.0  # seconds beyond one query's limit: a worker may be starting anew


class Busy(Exception):
    """All workers are taken and enough requests wait already (HTTP 429)."""


class TooSlow(Exception):
    """The query took longer than the limit and was stopped (HTTP 503)."""


class Ended(Exception):
    """The query ended its worker: too much memory, or too complex for the engine (HTTP 503)."""


class Refused(Exception):
    """The query cannot be run; `problem` says why (HTTP 400 or 403)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what_en)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost: wall seconds, bytes beyond the loaded graph, rows, and the queue."""

    seconds: float = 10.0
    memory: int = 512_000_000
    rows: int = 100_000
    waiting: int = 32


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `media` is "" when nothing acceptable could be offered."""

    media: str
    body: bytes
    rows: int
    truncated: bool


class Answering(Protocol):
    """Answers the queries of strangers within limits."""

    limits: Limits

    def warm(self) -> None:
        """Get ready to answer."""

    def ask(
        self,
        query: str,
        accept: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        rows: int = 0,
    ) -> Reply:
        """Answer a query. Raises Busy, TooSlow, Ended or Refused."""
        ...

    def close(self) -> None:
        """Let go of everything."""


class Pool:
    """Some workers over one build's two graph files; asked from threads.

    A worker starts only on the very files that the build's manifest names, so that a replaced one
    never answers from another graph than its neighbours.
    """

    @classmethod
    def over(cls, graph: Graph, limits: Limits, size: int) -> Pool:
        """Return workers over an opened build."""
        sums = graph.manifest["files"]
        files = [(str(graph.folder / name), sums[name]) for name in (DEFAULT_FILE, GRAPH_FILE)]
        return cls(files, limits, size)

    def __init__(self, files: Sequence[tuple[str, str]], limits: Limits, size: int = 2) -> None:
        job = {"files": list(files), "memory": limits.memory}
        self.limits, self.size = limits, size
        self._children = [Child("kg.server.worker", json.dumps(job)) for _ in range(size)]
        self._free: queue.Queue[Child] = queue.Queue()
        self._waiting = threading.Semaphore(limits.waiting + size)
        for child in self._children:
            self._free.put(child)

    def warm(self) -> None:
        """Start every worker now, so that the first visitor does not wait for it.

        Raises ChildDied when one cannot start.
        """
        for child in self._children:
            child.start()

    def ask(
        self,
        query: str,
        accept: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        rows: int = 0,
    ) -> Reply:
        """Answer a query. Raises Busy, TooSlow, Ended or Refused."""
        request = {
            "query": query,
            "accept": accept,
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "max_rows": min(rows or self.limits.rows, self.limits.rows),
        }
        if not self._waiting.acquire(blocking=False):
            raise Busy
        try:
            child = self._free.get(timeout=self.limits.seconds + _PATIENCE)
        except queue.Empty:
            self._waiting.release()
            raise Busy from None
        healthy = True
        try:
            answer = json.loads(child.ask(json.dumps(request), self.limits.seconds))
        except ChildTooSlow:
            healthy = False
            raise TooSlow from None
        except ChildDied:
            healthy = False
            raise Ended from None
        finally:
            if healthy:
                self._free.put(child)
            else:  # the next one starts while the client reads about the failure
                threading.Thread(target=self._replace, args=(child,), daemon=True).start()
            self._waiting.release()
        if "problem" in answer:
            raise Refused(Problem(*answer["problem"]))
        body = base64.b64decode(answer["body"])
        return Reply(answer["media"], body, answer["rows"], answer["truncated"])

    def _replace(self, child: Child) -> None:
        with contextlib.suppress(ChildDied):  # then it is tried again with the next query
            child.start()
        self._free.put(child)

    def close(self) -> None:
        """Stop every worker."""
        for child in self._children:
            child.stop()
