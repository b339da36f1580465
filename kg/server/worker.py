"""The child process that runs people's queries: `python -m kg.server.worker`.

It loads one build, whose files must be the ones named to it, then limits its own memory, files and
network, and answers each request.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from kg.child import confine, memory_in_use, watch_parent
from kg.errors import KgError
from kg.server.frame import FRAME
from kg.server.negotiation import GRAPHS, RESULTS, choose
from kg.store import EmbeddedStore, answer


def run(store: EmbeddedStore, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return {media, rows, truncated} and the body, or {problem}, for a request."""
    try:
        found = answer(
            store,
            request["query"],
            lambda is_graph: choose(request["accept"], GRAPHS if is_graph else RESULTS),
            request["max_rows"],
            request["default_graphs"],
            request["named_graphs"],
        )
    except KgError as error:
        p = error.problems[0]
        return {"problem": [p.where, p.what_zh, p.what_en, p.do_zh, p.do_en]}, b""
    head = {"media": found.media, "rows": found.rows, "truncated": found.truncated}
    return head, found.body


def _write(head: dict[str, Any], body: bytes = b"") -> None:
    text = json.dumps(head).encode()
    sys.stdout.buffer.write(FRAME.pack(len(text), len(body)) + text + body)
    sys.stdout.buffer.flush()


def main() -> None:
    """Read the job, say ready, then answer each JSON line with one frame (kg/server/workers.py)."""
    job = json.loads(sys.stdin.buffer.readline())
    for name, sha256 in job["files"]:
        if hashlib.sha256(Path(name).read_bytes()).hexdigest() != sha256:
            sys.exit(f"{name}: not the file of the manifest")
    store = EmbeddedStore.open(*(Path(name) for name, _ in job["files"]))
    store.load_named()
    watch_parent()
    confine(memory_in_use() + job["memory"])
    _write({"ready": True})
    for line in sys.stdin.buffer:
        _write(*run(store, json.loads(line)))


if __name__ == "__main__":
    main()
