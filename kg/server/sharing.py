"""What the routes of one server share: the opened build, the query workers, the editor's page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.requests import Request

from kg.pipeline import Graph
from kg.server.remembered import Remembered
from kg.server.workers import Answering

KEY = "kg.shared"


@dataclass(frozen=True, slots=True)
class Shared:
    """`editor` is the address of the page where people write queries, "" without pages."""

    graph: Graph
    pool: Answering
    editor: str = ""
    remembered: Remembered = field(default_factory=Remembered)

    @property
    def receipt(self) -> str:
        """Return the sha256 of the graph that is served."""
        return str(self.graph.manifest["graph"])


class Served:
    """What is served at the moment; a request keeps what it began with until it ends.

    `closed` is awaited for what is no longer served once its last request has ended. Used from the
    event loop alone.
    """

    def __init__(
        self, first: Shared, closed: Callable[[Shared], Coroutine[None, None, None]]
    ) -> None:
        self._closed = closed
        self._now = first
        self._readers: dict[int, int] = {}
        self._leaving: dict[int, Shared] = {}
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def now(self) -> Shared:
        """Return what a new request gets."""
        return self._now

    @contextmanager
    def lease(self) -> Iterator[Shared]:
        """Hold what is served at the moment for the length of one request."""
        held = self._now
        self._readers[id(held)] = self._readers.get(id(held), 0) + 1
        try:
            yield held
        finally:
            self._readers[id(held)] -= 1
            if not self._readers[id(held)] and id(held) in self._leaving:
                self._end(held)

    def replace(self, new: Shared) -> None:
        """Serve something else from now on; what was served ends with its last request."""
        old, self._now = self._now, new
        if self._readers.get(id(old), 0):
            self._leaving[id(old)] = old
        else:
            self._end(old)

    def _end(self, old: Shared) -> None:
        self._readers.pop(id(old), None)
        self._leaving.pop(id(old), None)
        task = asyncio.get_running_loop().create_task(self._closed(old))
        self._ending.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._ending.discard)


def shared(request: Request) -> Shared:
    """Return what the server of a request shares (the middleware put it into the scope)."""
    found: Shared = request.scope[KEY]
    return found
