"""The child process that reads and checks files: `python -m kg.validate.worker`.

It reads one job (shapes, background, engine, memory limit), then answers each segment of a file
with one line: the focus nodes by shape, the results with their lines, the faults.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kg.child import confine, watch_parent
from kg.errors import KgError, Problem
from kg.store import Quad, parse_rdf, sorted_ntriples
from kg.validate.engines import Engine, make_engine
from kg.validate.focus import Targets
from kg.validate.inputs import Segment
from kg.validate.reading import read_chunk


def check(engine: Engine, targets: Targets, path: Path, segment: Segment | None) -> dict[str, Any]:
    """Return {focus, results, faults} of a segment of a file. Raises KgError."""
    chunk = read_chunk(path, segment)
    found = engine.check(sorted_ntriples(_without_annotations(chunk.quads))) if chunk.quads else []
    return {
        "focus": {k: n for k, n in targets.count(chunk.quads).items() if n},
        "results": [
            [
                r.focus,
                r.path,
                r.value,
                r.shape,
                r.component,
                r.severity,
                r.value_is_iri,
                chunk.line(r.focus, r.path),
            ]
            for r in found
        ],
        "faults": [[_plain(p), focus or str(path), line] for p, focus, line in chunk.faults],
    }


def _without_annotations(quads: list[Quad]) -> list[Quad]:
    """Leave RDF 1.2 triple terms out: SHACL 1.0 says nothing of them and the engines refuse."""
    return [q for q in quads if not str(q.object).startswith("<<")]


def _plain(problem: Problem) -> dict[str, str]:
    return {
        name: getattr(problem, name) for name in ("where", "what_zh", "what_en", "do_zh", "do_en")
    }


def main() -> None:
    """Answer one JSON line for each JSON line."""
    job = json.loads(sys.stdin.readline())
    shapes, background = (job[k].encode() for k in ("shapes", "background"))
    engine = make_engine(job["engine"], shapes, background)
    targets = Targets(job["targets"], parse_rdf(background, "nt", "background"))
    watch_parent()
    confine(job["memory"], open_files=True)
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        segment = Segment(*request["segment"]) if request["segment"] else None
        try:
            answer = check(engine, targets, Path(request["path"]), segment)
        except KgError as error:
            answer = {"problems": [_plain(p) for p in error.problems]}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
