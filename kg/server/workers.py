"""A pool of warm query workers: each can be killed and is replaced at once.

The workers are talked to from the server's event loop alone, without threads: between a request and
its answer there are two writes and two reads.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from kg.child import environment
from kg.errors import Problem
from kg.pipeline import DEFAULT_FILE, GRAPH_FILE, Graph
from kg.server.frame import FRAME

_T = TypeVar("_T")
_PATIENCE = 10.0  # seconds beyond one query's limit: a worker may be starting anew
_READY_SECONDS = 60.0


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
    """An answer: `media` is "" when nothing acceptable could be offered; `rows` -1 is not known."""

    media: str
    body: bytes
    rows: int
    truncated: bool


class Answering(Protocol):
    """Answers the queries of strangers within limits."""

    limits: Limits

    async def warm(self) -> None:
        """Get ready to answer. Raises Ended when that fails."""

    async def ask(
        self,
        query: str,
        accept: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        rows: int = 0,
    ) -> Reply:
        """Answer a query; `rows` lowers the limit of rows, 0 leaves it.

        Raises Busy, TooSlow, Ended or Refused.
        """
        ...

    async def close(self) -> None:
        """Let go of everything."""


class Worker:
    """One child process (kg/server/worker.py), started when first asked and again after a kill."""

    def __init__(self, job: bytes) -> None:
        self._job = job
        self._process: asyncio.subprocess.Process | None = None
        self._killed: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the child, if it does not run. Raises Ended."""
        if self._process is not None and self._process.returncode is None:
            return
        self.kill()
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.server.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=None if os.environ.get("KG_DEBUG") else asyncio.subprocess.DEVNULL,
            env=environment(),
        )  # fmt: skip
        try:
            async with asyncio.timeout(_READY_SECONDS):
                await self._talk(process, self._job)
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            self.kill()
            raise Ended from None

    async def ask(self, line: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Return the head and the body of the child's answer. Raises TooSlow or Ended."""
        await self.start()
        assert self._process is not None
        try:
            async with asyncio.timeout(seconds):
                return await self._talk(self._process, line)
        except TimeoutError:
            self.kill()
            raise TooSlow from None
        except (OSError, asyncio.IncompleteReadError):
            self.kill()
            raise Ended from None
        except BaseException:  # a cancelled request: its answer must not meet the next one
            self.kill()
            raise

    @staticmethod
    async def _talk(
        process: asyncio.subprocess.Process, line: bytes
    ) -> tuple[dict[str, Any], bytes]:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(line + b"\n")
        head, body = FRAME.unpack(await process.stdout.readexactly(FRAME.size))
        data = await process.stdout.readexactly(head + body)
        return json.loads(data[:head]), data[head:]

    @property
    def alive(self) -> bool:
        """Tell whether the child is there to be asked."""
        return self._process is not None and self._process.returncode is None

    async def end(self) -> None:
        """Kill the child, and wait until it and its pipes have gone."""
        self.kill()
        if self._killed is not None:
            assert self._killed.stdin is not None
            self._killed.stdin.close()
            await self._killed.wait()
            await asyncio.sleep(0.01)  # the loop closes the pipes in its next rounds

    def kill(self) -> None:
        """Kill the child, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            self._killed = process
            with contextlib.suppress(ProcessLookupError):
                process.kill()


class Pool:
    """`size` workers over one build's two graph files, and one more that is warm.

    A worker takes the better part of a second to load the graph, so the spare one takes the place
    of a killed one at once, and that becomes the spare.
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
        job = json.dumps({"files": list(files), "memory": limits.memory}).encode()
        self.limits, self.size = limits, size
        self._workers = [Worker(job) for _ in range(size + 1)]
        self._seats = asyncio.Semaphore(size)
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        for worker in self._workers:
            self._free.put_nowait(worker)
        self._asking = 0
        self._closed = False
        self._starting: set[asyncio.Task[None]] = set()

    async def warm(self) -> None:
        """Start every worker now, so that the first visitor does not wait for it. Raises Ended."""
        started = await asyncio.gather(
            *(worker.start() for worker in self._workers), return_exceptions=True
        )
        for failed in started:
            if isinstance(failed, BaseException):
                raise failed

    async def ask(
        self,
        query: str,
        accept: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        rows: int = 0,
    ) -> Reply:
        """Answer a query. Raises Busy, TooSlow, Ended or Refused."""
        if self._asking >= self.limits.waiting + self.size:
            raise Busy
        request = {
            "query": query,
            "accept": accept,
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "max_rows": min(rows or self.limits.rows, self.limits.rows),
        }
        self._asking += 1
        try:
            await self._within(self._seats.acquire())
            try:
                answer, body = await self._ask(json.dumps(request).encode())
            finally:
                self._seats.release()
        finally:
            self._asking -= 1
        if "problem" in answer:
            raise Refused(Problem(*answer["problem"]))
        return Reply(answer["media"], body, answer["rows"], answer["truncated"])

    async def _ask(self, line: bytes) -> tuple[dict[str, Any], bytes]:
        worker = await self._within(self._free.get())
        try:
            return await worker.ask(line, self.limits.seconds)
        finally:
            self._release(worker)

    async def _within(self, waiting: Awaitable[_T]) -> _T:
        """Return what is waited for. Raises Busy when it does not come in time."""
        try:
            async with asyncio.timeout(self.limits.seconds + _PATIENCE):
                return await waiting
        except TimeoutError:
            raise Busy from None

    def _release(self, worker: Worker) -> None:
        """Let the next query have a worker; a killed one starts while its client reads of it."""
        if worker.alive or self._closed:
            self._free.put_nowait(worker)
            return
        task = asyncio.get_running_loop().create_task(self._replace(worker))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _replace(self, worker: Worker) -> None:
        with contextlib.suppress(Ended):  # then it is tried again with the next query
            await worker.start()
        self._free.put_nowait(worker)

    async def close(self) -> None:
        """Stop every worker and see each end."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*(worker.end() for worker in self._workers))
