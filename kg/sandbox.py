"""Runs people's queries in a warm child process that can be killed, with little memory, no network.

pyoxigraph has no time-out and a deeply nested query crashes its process, so the boundary is the
process: the child loads the graph once, answers one query after another, and is killed and replaced
when it takes too long. A time-out is an error, never a short answer.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from pathlib import Path
from typing import Any

from kg.child import Child, ChildDied, ChildTooSlow, ChildUnready, confine, watch_parent
from kg.errors import KgError, Problem
from kg.store import EmbeddedStore, Result, bare_syntax

MAX_QUERY_BYTES = 8_192
MAX_DEPTH = 64
MAX_ROWS = 10_000
MEMORY_BYTES = 1_500_000_000  # address space, of which the graph takes a small part


def check_query(sparql: str) -> None:
    """Raise KgError for a query that is too long, too deeply nested, or asks another server."""
    bare = bare_syntax(sparql)
    depth = deepest = 0
    for char in re.findall(r"[][{}()]", bare):
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
    if re.search(r"(?<![?$:\w-])SERVICE\b(?!:)", bare, re.I):  # service:a is a prefixed name
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
        job = json.dumps({"default": str(default_file), "named": str(named_file)})
        self._child = Child("kg.sandbox", job)
        self._lock = threading.Lock()

    def query(self, sparql: str, timeout: float = 10.0, max_rows: int = MAX_ROWS) -> Result:
        """Answer a query within `timeout` seconds, at most `max_rows` rows (then `truncated`).

        Raises KgError on a syntax error, an update, a refusal, a time-out or a crash.
        """
        check_query(sparql)
        with self._lock:
            try:
                line = self._child.ask(
                    json.dumps({"sparql": sparql, "max_rows": max_rows}), timeout
                )
            except ChildTooSlow:
                raise _refused(
                    f"查询超过 {timeout:g} 秒，已中止，没有结果",
                    f"The query took longer than {timeout:g} seconds and was stopped; "
                    "there is no result",
                    "请加上限制条件或 LIMIT。",
                    "Add conditions or a LIMIT.",
                ) from None
            except ChildUnready:
                raise _refused(
                    "查询进程无法启动", "The query worker does not start",
                    "请运行 kg build 后再试。", "Run kg build and try again.",
                ) from None  # fmt: skip
            except ChildDied:
                raise _refused(
                    "查询使工作进程终止（内存超限或过于复杂）",
                    "The query ended its worker process (too much memory or too complex)",
                    "请简化查询。",
                    "Simplify the query.",
                ) from None
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise KgError(Problem(**answer["error"]))
        return Result(**answer["result"])

    def close(self) -> None:
        """Stop the worker."""
        with self._lock:
            self._child.stop()


def main() -> None:
    """The worker: read the job, then answer one JSON line for each JSON line."""
    job = json.loads(sys.stdin.readline())
    store = EmbeddedStore.open(Path(job["default"]), Path(job["named"]))
    store.load_named()
    watch_parent()
    confine(MEMORY_BYTES)
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
