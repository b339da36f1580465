"""Runs people's queries in a warm child process that can be killed, with little memory, no network.

pyoxigraph has no time-out and a deeply nested query crashes its process, so the boundary is the
process: the child loads the graph once, answers one query after another, and is killed and replaced
when it takes too long. A time-out is an error, never a short answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

from kg.errors import KgError, Problem
from kg.store import EmbeddedStore, Result, bare_syntax

MAX_QUERY_BYTES = 8_192
MAX_DEPTH = 64
MAX_ROWS = 10_000
MEMORY_BYTES = 1_500_000_000  # address space, of which the graph takes a small part
_READY_SECONDS = 60.0


def check_query(sparql: str) -> None:
    """Raise KgError for a query that is too long, too deeply nested, or asks another server."""
    bare = bare_syntax(sparql)
    depth = deepest = 0
    for char in bare:
        depth += (char in "{([") - (char in "})]")
        deepest = max(deepest, depth)
    if len(sparql.encode()) > MAX_QUERY_BYTES:
        raise _refused(
            f"查询超过 {MAX_QUERY_BYTES} 字节",
            f"The query is longer than {MAX_QUERY_BYTES} bytes",
            "请缩短查询。",
            "Shorten the query.",
        )
    if deepest > MAX_DEPTH:
        raise _refused(
            f"嵌套超过 {MAX_DEPTH} 层",
            f"The query is nested deeper than {MAX_DEPTH} levels",
            "请简化查询。",
            "Simplify the query.",
        )
    if re.search(r"\bSERVICE\b", bare, re.I):
        raise _refused(
            "不允许 SERVICE：本图谱不联网",
            "SERVICE is not allowed: the graph does not use the network",
            "请删去 SERVICE 部分。",
            "Remove the SERVICE part.",
        )


def _refused(zh: str, en: str, do_zh: str, do_en: str) -> KgError:
    return KgError(Problem("SPARQL", f"{zh}。", f"{en}.", do_zh, do_en))


class Sandbox:
    """A warm worker over one build's two graph files; safe to use from several threads."""

    def __init__(self, default_file: Path, named_file: Path) -> None:
        self._job = json.dumps({"default": str(default_file), "named": str(named_file)})
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()

    def query(self, sparql: str, timeout: float = 10.0, max_rows: int = MAX_ROWS) -> Result:
        """Answer a query within `timeout` seconds, at most `max_rows` rows (then `truncated`).

        Raises KgError on a syntax error, an update, a refusal, a time-out or a crash.
        """
        check_query(sparql)
        with self._lock:
            worker = self._ready()
            assert worker.stdin is not None
            try:
                worker.stdin.write(json.dumps({"sparql": sparql, "max_rows": max_rows}) + "\n")
                worker.stdin.flush()
                line = self._lines.get(timeout=timeout)
            except queue.Empty:
                self._stop()
                raise _refused(
                    f"查询超过 {timeout:g} 秒，已中止，没有结果",
                    f"The query took longer than {timeout:g} seconds and was stopped; "
                    "there is no result",
                    "请加上限制条件或 LIMIT。",
                    "Add conditions or a LIMIT.",
                ) from None
            except OSError:
                line = None
            if line is None:
                self._stop()
                raise _refused(
                    "查询使工作进程终止（内存超限或过于复杂）",
                    "The query ended its worker process (too much memory or too complex)",
                    "请简化查询。",
                    "Simplify the query.",
                )
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise KgError(Problem(**answer["error"]))
        return Result(**answer["result"])

    def close(self) -> None:
        """Stop the worker."""
        with self._lock:
            self._stop()

    def _ready(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._start()
        assert self._process is not None
        return self._process

    def _start(self) -> None:
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
        package_parent = str(Path(__file__).resolve().parent.parent)
        environment["PYTHONPATH"] = os.pathsep.join(
            p for p in (package_parent, environment.get("PYTHONPATH", "")) if p
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.sandbox"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=environment,
        )
        lines: queue.Queue[str | None] = queue.Queue()
        self._lines = lines
        stdout = self._process.stdout
        assert stdout is not None and self._process.stdin is not None
        threading.Thread(target=_pump, args=(stdout, lines), daemon=True).start()
        self._process.stdin.write(self._job + "\n")
        self._process.stdin.flush()
        try:
            ready = lines.get(timeout=_READY_SECONDS)
        except queue.Empty:
            ready = None
        if ready is None:
            self._stop()
            raise _refused(
                "查询进程无法启动", "The query worker does not start",
                "请运行 kg build 后再试。", "Run kg build and try again.",
            )  # fmt: skip

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _pump(stream: TextIO, lines: queue.Queue[str | None]) -> None:
    """Hand the worker's lines to the queue, and None when it has ended."""
    with contextlib.suppress(ValueError, OSError):
        for line in stream:
            lines.put(line)
    lines.put(None)


def _confine() -> None:
    """Limit memory and open files: with no free descriptor no socket can be opened. POSIX only."""
    try:
        import resource
    except ImportError:  # Windows has no resource limits; the time limit still holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    highest = (
        max((int(fd.name) for fd in Path("/proc/self/fd").iterdir()), default=3)
        if Path("/proc/self/fd").is_dir()
        else 3
    )
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest, highest))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _watch_parent() -> None:
    """End this process when the one that asks has died: a running query would never notice."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    """The worker: read the job, then answer one JSON line for each JSON line."""
    job = json.loads(sys.stdin.readline())
    store = EmbeddedStore.open(Path(job["default"]), Path(job["named"]))
    store.load_named()
    _watch_parent()
    _confine()
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            result = store.query(request["sparql"], request["max_rows"])
            reply: dict[str, Any] = {
                "result": {
                    "variables": list(result.variables),
                    "rows": list(result.rows),
                    "boolean": result.boolean,
                    "document": result.document,
                    "turtle": result.turtle,
                    "truncated": result.truncated,
                }
            }
        except KgError as error:
            p = error.problems[0]
            reply = {
                "error": {
                    "where": p.where, "what_zh": p.what_zh, "what_en": p.what_en,
                    "do_zh": p.do_zh, "do_en": p.do_en,
                },
            }  # fmt: skip
        print(json.dumps(reply, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
