"""Measures what the project promises, beside rdflib in the same run: `make bench`.

Machines are noisy and shared, so nothing here is a test: each line gives the figure, the target and
a verdict, with CPU and wall time and the machine's load. `--json FILE` writes the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def process(*arguments: str, out: Path) -> tuple[float, float, float]:
    """Run a fresh `kg` process; return wall seconds, CPU seconds and peak megabytes."""
    code = (
        "import resource,subprocess,sys;"
        "r=subprocess.run([sys.executable,'-m','kg.cli',*sys.argv[1:]],stdout=-3,stderr=-3).returncode;"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(u.ru_utime+u.ru_stime,u.ru_maxrss/1024,r)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KG_OUT": str(out)}
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=env, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    wall = time.perf_counter() - started
    cpu, peak, status = done.stdout.split()
    if status != "0":
        raise SystemExit(f"kg {' '.join(arguments)} ended with {status}")
    return wall, float(cpu), float(peak)


def median_of(runs: int, call: Callable[[], Any]) -> float:
    """Return the median wall seconds of some runs after one to warm up."""
    call()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


class Report:
    """Collects and prints the lines."""

    def __init__(self) -> None:
        self.figures: dict[str, dict[str, Any]] = {}

    def line(self, name: str, value: float, unit: str, target: float, more: str = "") -> None:
        """Print one figure with its target; `>` targets are minimums, all others maximums."""
        minimum = unit.startswith("x")
        met = value >= target if minimum else value <= target
        verdict = "met" if met else "MISSED"
        sign = ">=" if minimum else "<="
        print(f"{name:44} {value:10.3f} {unit:4} {sign} {target:<8g} {verdict:7} {more}")
        self.figures[name] = {"value": value, "unit": unit, "target": target, "met": met}


def main() -> None:
    """Run all measurements in one go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    report = Report()
    print(f"load {os.getloadavg()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        wall, cpu, peak = process("build", out=out)
        report.line("whole build, fresh process", wall, "s", 10, f"cpu {cpu:.2f} s")
        report.line("whole build, peak memory", peak, "MB", 500)
        runs = [process("assess", "chief-asks-again", "--format", "json", out=out)
                for _ in range(5)]  # fmt: skip
        wall, cpu = (statistics.median(r[i] for r in runs) for i in (0, 1))
        report.line("kg assess, fresh process, median of 5", wall, "s", 1.0, f"cpu {cpu:.2f} s")
        runs = [process("--help", out=out) for _ in range(5)]
        wall, cpu = (statistics.median(r[i] for r in runs) for i in (0, 1))
        report.line("kg --help, fresh process, median of 5", wall, "s", 0.3, f"cpu {cpu:.2f} s")
        os.environ["KG_OUT"] = str(out)
        in_process(report)
    if options.json:
        options.json.write_text(json.dumps(report.figures, indent=1) + "\n", encoding="utf-8")


def in_process(report: Report) -> None:
    """Measure assessments and questions inside one process, and the same questions in rdflib."""
    from kg import pipeline

    graph = pipeline.open_graph()
    cases = pipeline.packaged_cases()
    pipeline.assess_many(graph, cases)
    times = [median_of(5, lambda c=c: pipeline.assess(graph, c)) for c in cases.values()]
    report.line("one assessment, median over the cases", statistics.median(times) * 1000, "ms", 20)
    unchanged = median_of(3, pipeline.ensure_build)
    report.line("build again, nothing changed", unchanged, "s", 1.0)
    questions(report, graph)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"this process, rdflib's copy of the graph included: {peak:.0f} MB")


def questions(report: Report, graph: Any) -> None:
    """Time every catalogue question on pyoxigraph and on rdflib over the same triples."""
    import rdflib

    from kg import pipeline

    rdflib.NORMALIZE_LITERALS = False
    started = time.perf_counter()
    peer = rdflib.Graph()
    peer.parse(graph.folder / pipeline.DEFAULT_FILE, format="nt")
    print(f"rdflib loads the default graph in {time.perf_counter() - started:.1f} s")
    mine, theirs, budget = [], [], time.perf_counter() + 150
    print(f"{'question':40} {'oxigraph ms':>12} {'rdflib ms':>12} {'ratio':>8}")
    for key, question in pipeline.questions().items():
        own = median_of(5, lambda q=question: list(graph.store.solutions(q.sparql))) * 1000
        mine.append(own)
        if time.perf_counter() > budget:
            print(f"{key:40} {own:12.1f} {'not run':>12}")
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            started = time.perf_counter()
            list(peer.query(question.sparql))
            other = (time.perf_counter() - started) * 1000
        theirs.append((own, other))
        print(f"{key:40} {own:12.1f} {other:12.1f} {other / own:8.1f}")
    ratio = sum(o for _, o in theirs) / sum(m for m, _ in theirs)
    report.line("questions: rdflib's time / oxigraph's, total", ratio, "x", 10)
    ratios = sorted(o / m for m, o in theirs)
    report.line("questions: the same, median of the ratios", statistics.median(ratios), "x", 10)
    report.line("questions: p95 warm on oxigraph", statistics.quantiles(mine, n=20)[18], "ms", 15)


if __name__ == "__main__":
    main()
