"""Watches for a new build while the server runs, and turns to it once everything of it is ready."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from kg import assets, pipeline
from kg.errors import KgError, Problem
from kg.pipeline import Graph
from kg.server.sharing import Served, Shared
from kg.server.workers import Ended, Pool

_EVERY = 1.0  # seconds between two looks at one small file


class Renewal:
    """Replaces what is served when `kg build` has made another build in the same folder.

    `after` is called when the change is done (the pages forget what they kept).
    """

    def __init__(self, served: Served, after: Callable[[], None] = lambda: None) -> None:
        self.served = served
        self._after = after
        self._out = assets.output_folder()
        self._tried = self._mark()

    async def watch(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            if self._mark() != self._tried:
                await self.look()

    async def look(self) -> bool:
        """Turn to the present build if it is another and fit to be served; tell what happens."""
        self._tried = self._mark()
        folder = pipeline.current_build(self._out)
        if folder is None or folder == self.served.now.graph.folder:
            return False
        old = self.served.now
        try:
            graph = await run_in_threadpool(pipeline.open_build, folder)
            pool = await _ready(graph, old)
        except KgError as error:
            kept = old.receipt[:12]
            for problem in error.problems:
                sys.stderr.write(problem.as_text() + "\n")
            sys.stderr.write(f"继续使用原来的图谱 {kept} / the graph served so far stays: {kept}\n")
            sys.stderr.flush()
            return False
        pipeline.use_graph(graph)
        self.served.replace(Shared(graph, pool, old.editor))
        self._after()
        name = graph.receipt["graph"][:12]
        sys.stderr.write(f"已换用新的图谱 {name} / now serving the new graph {name}\n")
        sys.stderr.flush()
        return True

    def _mark(self) -> tuple[str, int, int]:
        """Return what changes when there may be something new: the name, and its manifest."""
        folder = pipeline.current_build(self._out)
        if folder is None:
            return ("", 0, 0)
        try:
            stat = (folder / pipeline.MANIFEST).stat()
        except OSError:
            return (folder.name, 0, 0)
        return (folder.name, stat.st_mtime_ns, stat.st_size)


async def _ready(graph: Graph, old: Shared) -> Pool:
    """Return workers over a build, each of which has read it."""
    assert isinstance(old.pool, Pool)
    pool = Pool.over(graph, old.pool.limits, old.pool.size)
    try:
        await pool.warm()
    except Ended:
        await pool.close()
        raise KgError(
            Problem(
                str(Path(graph.folder)),
                "查询进程读不了这个图谱。",
                "The query workers cannot read this graph.",
                "请重新运行 kg build。",
                "Run kg build again.",
            )
        ) from None
    return pool


async def closed(old: Shared) -> None:
    """End the workers of a build that nobody reads any more."""
    await old.pool.close()
    await run_in_threadpool(pipeline.close_sandbox, old.graph.folder)
