"""Measures how answering grows with the graph: the build, and the build with synthetic cases in it.

`python bench/growth.py [--cases 0,1000,10000,30000] [--json FILE]`. A measurement, not a test; it
always exits 0. Each size runs in one fresh process: the default graph with the triples of so many
generated cases (kg generate-cases, seed 1) is loaded as a query worker loads it. CPU seconds, so
that a busy machine disturbs little; memory is the process's peak. Figures: docs/scaling.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SEED, LOOKUPS = 1, 300


def write_graph(cases: int, folder: Path) -> None:
    """Write the build's default graph and named graphs with generated cases in both."""
    from kg import pipeline
    from kg.cases import case_quads
    from kg.pipeline import DEFAULT_FILE, GRAPH_FILE
    from kg.store import ntriples

    build = pipeline.open_graph().folder
    with (folder / DEFAULT_FILE).open("wb") as default, (folder / GRAPH_FILE).open("wb") as named:
        default.write((build / DEFAULT_FILE).read_bytes())
        named.write((build / GRAPH_FILE).read_bytes())
        for item in pipeline.generate_cases(cases, SEED) if cases else ():
            lines = ntriples(case_quads(pipeline.case_from_data(item.data)))
            default.write(lines)
            named.write(lines.replace(b" .\n", b" <http://example.org/generated> .\n"))


def measure(folder: Path) -> dict[str, float]:
    """Return what loading and asking a graph costs in this process."""
    import resource

    from kg import pipeline
    from kg.pipeline import DEFAULT_FILE, GRAPH_FILE
    from kg.store import EmbeddedStore, answer

    began = time.process_time()
    store = EmbeddedStore.open(folder / DEFAULT_FILE, folder / GRAPH_FILE)
    store.load_named()
    loading = time.process_time() - began
    nodes = [r["s"] for r in store.solutions("SELECT ?s { ?s jr:hasTextStatus ?x } ORDER BY ?s")]

    def cost(query: str) -> float:
        start = time.process_time()
        answer(store, query, lambda is_graph: "application/sparql-results+json", 100_000)
        return time.process_time() - start

    lookups = [cost(f"SELECT ?p ?o {{ <{node}> ?p ?o }}") for node in nodes[:LOOKUPS]]
    questions = [min(cost(q.sparql) for _ in range(3)) for q in pipeline.questions().values()]
    count = cost("SELECT ?t (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?t")
    return {
        "triples": len(store),
        "file_mb": (folder / DEFAULT_FILE).stat().st_size / 1e6,
        "load_s": loading,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "lookup_ms": statistics.median(lookups) * 1000,
        "questions_ms": sum(questions) * 1000,
        "slowest_ms": max(questions) * 1000,
        "count_types_ms": count * 1000,
    }


def main() -> int:
    """Measure each size in a process of its own and print the table; always return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", default="0,1000,10000,30000", help="numbers of generated cases")
    parser.add_argument("--json", type=Path, help="write everything that was measured to this file")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return 0
    print(f"{'cases':>8}{'triples':>11}{'file MB':>9}{'load s':>8}{'peak MB':>9}{'look-up ms':>12}"
          f"{'questions ms':>14}{'slowest ms':>12}{'all types ms':>14}")  # fmt: skip
    rows = []
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        for cases in map(int, options.cases.split(",")):
            write_graph(cases, Path(folder))
            done = subprocess.run(
                [sys.executable, __file__, "--measure", folder],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True, check=True,
            )  # fmt: skip
            row = {"cases": cases, **json.loads(done.stdout)}
            rows.append(row)
            print(f"{cases:>8}{row['triples']:>11}{row['file_mb']:>9.0f}{row['load_s']:>8.1f}"
                  f"{row['peak_mb']:>9.0f}{row['lookup_ms']:>12.2f}{row['questions_ms']:>14.0f}"
                  f"{row['slowest_ms']:>12.0f}{row['count_types_ms']:>14.0f}",
                  flush=True)  # fmt: skip
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
