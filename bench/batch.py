"""Measures many cases at once: cases a CPU-second and peak memory of `kg assess`, beside rdflib.

`python bench/batch.py [--counts 1000,10000,50000] [--json FILE]`. Like `bench/run.py` it is a
measurement, not a test, and always exits 0. Each count runs in one fresh process: start, graph,
reading NDJSON, checks, rules, output and ledger all count. The peer is rdflib with the same
structure queries over the same cases (a sample, in graphs of eight cases, where it is quickest),
beside our matching alone and our whole run.
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
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SEED = 1
GOAL_RATE, GOAL_MB = 500, 500
PEER_CASES, PEER_PORTION = 48, 8


def assess(path: Path, out: Path, jobs: int) -> dict[str, float]:
    """Run `kg assess` over a file in a fresh process; return wall and CPU seconds and peak MB."""
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "assess", str(path), "--out", str(out),
         "--fresh", "--jobs", str(jobs)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"kg assess: exit {child.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    return {"wall": time.perf_counter() - began, "cpu": cpu, "peak_mb": usage.ru_maxrss / 1024}


def measure_counts(counts: Sequence[int], folder: Path) -> list[dict[str, Any]]:
    """Measure each count; the smallest is run once before, to fill caches and make the build."""
    from kg import pipeline

    rows = []
    for count in counts:
        path = folder / f"{count}.ndjson"
        began = time.process_time()
        pipeline.write_cases(count, SEED, "ndjson", path)
        generating = time.process_time() - began
        if not rows:
            assess(path, folder / "warm", 1)
        cost = assess(path, folder / "out", 1)
        rows.append(
            {
                "cases": count,
                **cost,
                "rate": count / cost["cpu"],
                "generated_rate": count / generating,
                "input_mb": path.stat().st_size / 1e6,
                "output_mb": (folder / "out").stat().st_size / 1e6,
            }
        )
    return rows


def measure_peer() -> dict[str, float]:
    """Return CPU milliseconds a case of the rules' queries on rdflib and on our engine."""
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    from kg import pipeline
    from kg.cases import case_quads
    from kg.derive import matching
    from kg.namespaces import PREFIXES
    from kg.store import ntriples

    rdflib.NORMALIZE_LITERALS = False
    graph = pipeline.open_graph()
    made = [pipeline.case_from_data(i.data) for i in pipeline.generate_cases(400, SEED)]
    batch = {case.id: case for case in made}

    def ours() -> float:
        began = time.process_time()
        for group in matching.alike(graph.rules, batch):
            quads = [q for case in group.values() for q in case_quads(case)]
            matching.match_rules(graph.rules, group, quads)
        return time.process_time() - began

    graph.rules  # noqa: B018  read before the clock runs
    mine = statistics.median(ours() for _ in range(5)) / len(made)
    queries = [prepareQuery(q, initNs=PREFIXES) for q in {r.sparql: 0 for r in graph.rules}]
    began = time.process_time()
    for start in range(0, PEER_CASES, PEER_PORTION):
        data = rdflib.Graph()
        for case in made[start : start + PEER_PORTION]:
            data.parse(data=ntriples(case_quads(case)), format="nt")
        for query in queries:
            list(data.query(query))
    theirs = (time.process_time() - began) / PEER_CASES
    return {"ours_ms": mine * 1000, "rdflib_ms": theirs * 1000, "ratio": theirs / mine}


def main() -> int:
    """Measure, print the table, write the JSON file when one is named; always return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", default="1000,10000,50000", help="numbers of cases")
    parser.add_argument("--json", type=Path, help="write everything that was measured to this file")
    options = parser.parse_args()
    counts = [int(n) for n in options.counts.split(",")]
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        os.environ["KG_OUT"] = str(Path(folder) / "build")
        rows = measure_counts(counts, Path(folder))
        peer = measure_peer()
    print(f"pyoxigraph {version('pyoxigraph')}, rdflib {version('rdflib')}, "
          f"load average {load:.1f} before\n")  # fmt: skip
    print(f"{'cases':>8}{'wall s':>9}{'CPU s':>9}{'cases/CPU-s':>13}{'peak MB':>9}{'out MB':>8}")
    for row in rows:
        print(f"{row['cases']:>8}{row['wall']:>9.1f}{row['cpu']:>9.1f}{row['rate']:>13.0f}"
              f"{row['peak_mb']:>9.0f}{row['output_mb']:>8.0f}")  # fmt: skip
    whole = rows[-1]["cpu"] / rows[-1]["cases"] * 1000
    print(f"\nthe rules' queries, CPU a case: pyoxigraph {peer['ours_ms']:.2f} ms, "
          f"rdflib {peer['rdflib_ms']:.1f} ms, ratio {peer['ratio']:.0f}")  # fmt: skip
    print(f"a whole case of ours takes {whole:.2f} ms: rdflib's queries alone "
          f"{peer['rdflib_ms'] / whole:.0f} times as long")  # fmt: skip
    large = [row for row in rows if row["cases"] >= 10_000] or rows[-1:]
    growth = rows[-1]["peak_mb"] - rows[0]["peak_mb"]
    targets = [
        ("cases a CPU-second, all in", f">= {GOAL_RATE}", f"{large[0]['rate']:.0f}",
         large[0]["rate"] >= GOAL_RATE),
        ("peak memory", f"<= {GOAL_MB} MB", f"{max(r['peak_mb'] for r in rows):.0f} MB",
         all(r["peak_mb"] <= GOAL_MB for r in rows)),
        (f"memory, {counts[0]} to {counts[-1]} cases", "flat", f"{growth:+.0f} MB", growth <= 50),
    ]  # fmt: skip
    print(f"\n{'target':<34}{'goal':>12}{'measured':>12}  verdict")
    for name, goal, measured, met in targets:
        print(f"{name:<34}{goal:>12}{measured:>12}  {'met' if met else 'MISSED'}")
    if options.json:
        document = {
            "load_before": load,
            "counts": rows,
            "peer": peer,
            "targets": [dict(zip(("name", "goal", "measured", "met"), t, strict=True))
                        for t in targets],
        }  # fmt: skip
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
