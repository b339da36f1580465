"""The child process that runs people's queries: `python -m kg.server.worker`.

It loads one build, whose files must be the ones named to it, then limits its own memory, files and
network, and answers each request line with one line.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from kg.child import confine, memory_in_use, watch_parent
from kg.errors import KgError
from kg.server.negotiation import GRAPHS, RESULTS, choose
from kg.store import EmbeddedStore, answer


def run(store: EmbeddedStore, request: dict[str, Any]) -> dict[str, Any]:
    """Return {media, body, rows, truncated} or {problem} for a request."""
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
        return {"problem": [p.where, p.what_zh, p.what_en, p.do_zh, p.do_en]}
    return {
        "media": found.media,
        "body": base64.b64encode(found.body).decode(),
        "rows": found.rows,
        "truncated": found.truncated,
    }


def main() -> None:
    """Read the job, say ready, then answer one JSON line for each JSON line."""
    job = json.loads(sys.stdin.readline())
    for name, sha256 in job["files"]:
        if hashlib.sha256(Path(name).read_bytes()).hexdigest() != sha256:
            sys.exit(f"{name}: not the file of the manifest")
    store = EmbeddedStore.open(*(Path(name) for name, _ in job["files"]))
    store.load_named()
    watch_parent()
    confine(memory_in_use() + job["memory"])
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(run(store, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
