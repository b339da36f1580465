"""The child process that checks uploads: `python -m kg.pipeline.uploadchild`.

One line names the files of a unit; the answer is a line with the report, the words of the
provisions it names, and the marked copies of workbooks.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.child import watch_parent
from kg.errors import KgError
from kg.lists.annotate import MAX_WRITTEN
from kg.lists.lint import words_of
from kg.pipeline.checks import validate
from kg.pipeline.graph import open_graph
from kg.pipeline.marking import marked_copy


def check(paths: list[Path]) -> dict[str, Any]:
    """Return {report, words, copies} of one unit. Raises KgError when nothing could be checked."""
    report = validate(paths)
    ids = sorted({r.provision for r in report.results if r.provision})
    words = words_of(open_graph().store, ids) if ids else {}
    copies = {}
    for path in paths:
        about = any(r.place.file == str(path) for r in report.results)
        if path.suffix.lower() == ".xlsx" and about:
            try:
                copies[str(path)] = base64.b64encode(marked_copy(report, path, words)).decode()
            except KgError:
                continue  # the report says what is wrong with it
    return {"report": asdict(report), "words": words, "copies": copies}


def main() -> None:
    """Answer one JSON line for each JSON line."""
    job = json.loads(sys.stdin.readline())
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    watch_parent()
    open_graph()
    _limit(job["memory"])
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        # Whatever is written for a while is written where it is removed with the files.
        os.environ["TMPDIR"] = tempfile.tempdir = request["temporary"]
        try:
            answer = check([Path(p) for p in request["paths"]])
        except KgError as error:
            answer = {"problems": [p.as_json() for p in error.problems]}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def _limit(memory: int) -> None:
    """Limit memory and the size of written files (POSIX); the children below limit more."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_WRITTEN, MAX_WRITTEN))


if __name__ == "__main__":
    main()
