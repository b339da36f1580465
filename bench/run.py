"""Measures build, start, assessment and questions in one run, and prints a table with verdicts.

`make bench`, or `python bench/run.py [--json FILE]`. It is a measurement, not a test: it always
exits 0. What is measured, and how, stands in bench/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

FRESH_RUNS = 5
PROCESS_SECONDS = 60
RDFLIB_SECONDS = 20  # one rdflib query; a longer one is reported as not finished
REPEATS_UNTIL = 120.0  # after this many seconds of the whole run, rdflib queries run once


@dataclass(frozen=True)
class Cost:
    """What one run cost: wall and CPU seconds, and the peak of memory where it is known."""

    wall: float
    cpu: float
    peak_mb: float = 0.0


@dataclass(frozen=True)
class Target:
    """A goal, what was measured, and whether it is met."""

    name: str
    goal: str
    measured: str
    met: bool

    @property
    def verdict(self) -> str:
        return "met" if self.met else "MISSED"


@dataclass
class Report:
    """Everything that the run measured, as it goes to the JSON file."""

    machine: dict[str, Any] = field(default_factory=dict)
    costs: dict[str, Any] = field(default_factory=dict)
    queries: list[dict[str, Any]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)


# --- measuring ---------------------------------------------------------------------------------


def process(arguments: list[str], out: Path) -> Cost:
    """Run `kg` in a fresh process and return its cost; raise RuntimeError when it fails."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KG_OUT": str(out)}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "kg.cli", *arguments],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        with limit(PROCESS_SECONDS):
            try:
                _, status, usage = os.wait4(child.pid, 0)
            except TimeoutError:
                os.kill(child.pid, signal.SIGKILL)
                os.wait4(child.pid, 0)
                raise
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()[-300:]
            raise RuntimeError(f"kg {' '.join(arguments)}: exit {child.returncode}: {said}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def inside(work: Callable[[], Any]) -> Cost:
    """Return what a call cost in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def median(costs: list[Cost]) -> Cost:
    """Return the medians of wall, CPU and peak."""
    return Cost(
        statistics.median(c.wall for c in costs),
        statistics.median(c.cpu for c in costs),
        max(c.peak_mb for c in costs),
    )


@contextmanager
def limit(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in the main thread after some seconds."""

    def stop(signum: int, frame: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


# --- the parts ---------------------------------------------------------------------------------


def measure_processes(report: Report, out: Path) -> None:
    """Measure the whole build, one assessment and the help text, each in fresh processes."""
    build = process(["build"], out)
    assess = ["assess", "chief-asks-again", "--format", "json"]
    process(assess, out)  # writes byte code and fills the disk cache
    assessment = median([process(assess, out) for _ in range(FRESH_RUNS)])
    help_text = median([process(["--help"], out) for _ in range(FRESH_RUNS)])
    report.costs |= {
        "kg build": build,
        "kg assess chief-asks-again (median of 5)": assessment,
        "kg --help (median of 5)": help_text,
    }
    report.targets += [
        Target("whole build, wall", "<= 10 s", f"{build.wall:.2f} s", build.wall <= 10),
        Target("whole build, peak", "<= 500 MB", f"{build.peak_mb:.0f} MB", build.peak_mb <= 500),
        at_most("kg assess, fresh process, wall", assessment.wall, 1.0),
        at_most("kg --help, fresh process, wall", help_text.wall, 0.3),
    ]


def at_most(name: str, seconds: float, goal: float) -> Target:
    """Return the target that a time is at most so long."""
    return Target(name, f"<= {goal} s", f"{seconds:.2f} s", seconds <= goal)


def measure_assessments(report: Report, graph: Any) -> None:
    """Measure warm assessments of every packaged case in this process."""
    from kg import pipeline

    cases = list(pipeline.packaged_cases().values())
    for case in cases[:3]:
        pipeline.assess(graph, case)
    costs = [
        median([inside(lambda c=case: pipeline.assess(graph, c)) for _ in range(3)])
        for case in cases
    ]
    middle = median(costs)
    report.costs[f"assess in process, warm (median of {len(cases)} cases)"] = middle
    shown = f"{middle.wall * 1000:.1f} ms"
    report.targets.append(
        Target("assessment in process, warm, wall", "<= 20 ms", shown, middle.wall <= 0.02)
    )


def measure_loads(report: Report, folder: Path) -> Any:
    """Measure loading graph.nq and default.nt on both engines; return rdflib's default graph."""
    import pyoxigraph as ox
    import rdflib

    from kg.pipeline import DEFAULT_FILE, GRAPH_FILE

    rdflib.NORMALIZE_LITERALS = False
    every, default = folder / GRAPH_FILE, folder / DEFAULT_FILE
    quads = ox.RdfFormat.N_QUADS
    graph = rdflib.Graph()
    report.costs |= {
        "load graph.nq, pyoxigraph": inside(
            lambda: ox.Store().bulk_load(path=str(every), format=quads)
        ),
        "load graph.nq, rdflib": inside(lambda: rdflib.Dataset().parse(every, format="nquads")),
        "load default.nt, rdflib": inside(lambda: graph.parse(default, format="nt")),
    }
    return graph


def measure_queries(report: Report, graph: Any, peer: Any, began: float) -> None:
    """Measure every catalogue question, warm, on pyoxigraph and on rdflib over the same triples."""
    from kg import pipeline

    for question in pipeline.questions().values():
        ours, rows = [], 0
        for run in range(6):
            cost = inside(lambda q=question: graph.store.query(q.sparql))
            if run:
                ours.append(cost)
        rows = len(graph.store.query(question.sparql).rows)
        theirs, found = run_peer(peer, question.sparql, began)
        mine = median(ours)
        entry: dict[str, Any] = {"id": question.id, "rows": rows, "pyoxigraph": asdict(mine)}
        if theirs is not None:
            entry |= {"rdflib": asdict(theirs), "ratio_cpu": theirs.cpu / max(mine.cpu, 1e-6)}
            entry |= {"ratio_wall": theirs.wall / mine.wall, "same_rows": found == rows}
        report.queries.append(entry)
    total_ratio(report)


def run_peer(peer: Any, sparql: str, began: float) -> tuple[Cost | None, int]:
    """Return rdflib's warm median cost and row count; None when it does not finish in time."""
    found: list[Any] = []

    def ask() -> None:
        found[:] = list(peer.query(sparql))

    try:
        with limit(RDFLIB_SECONDS):
            first = inside(ask)
            quick = first.wall < 1 and time.monotonic() - began < REPEATS_UNTIL
            later = [inside(ask) for _ in range(3)] if quick else []
    except TimeoutError:
        return None, 0
    return median(later or [first]), len(found)


def total_ratio(report: Report) -> None:
    """Add the totals over the questions that both engines finished, and the target."""
    done = [q for q in report.queries if "rdflib" in q]
    totals = {
        engine: Cost(sum(q[engine]["wall"] for q in done), sum(q[engine]["cpu"] for q in done))
        for engine in ("pyoxigraph", "rdflib")
    }
    for engine, cost in totals.items():
        report.costs[f"all questions, {engine}"] = cost
    ratio = totals["rdflib"].cpu / totals["pyoxigraph"].cpu
    ratios = sorted(q["ratio_cpu"] for q in done)
    report.costs["ratios of CPU, rdflib to pyoxigraph"] = {
        "total": ratio, "median": statistics.median(ratios), "least": ratios[0]
    }  # fmt: skip
    name = "all questions, CPU of rdflib / pyoxigraph"
    report.targets.append(Target(name, ">= 10", f"{ratio:.0f}", ratio >= 10))


# --- the table ---------------------------------------------------------------------------------


def show(report: Report) -> None:
    """Print what was measured."""
    machine = report.machine
    print(f"{machine['cpu']} x {machine['processors']}, Python {machine['python']}, "
          f"pyoxigraph {machine['pyoxigraph']}, rdflib {machine['rdflib']}")  # fmt: skip
    print(f"load average {machine['load_before']} before, {machine.get('load_after')} after\n")
    print(f"{'what':<52}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}")
    for name, cost in report.costs.items():
        if isinstance(cost, Cost):
            peak = f"{cost.peak_mb:.0f}" if cost.peak_mb else ""
            print(f"{name:<52}{cost.wall:>9.3f}{cost.cpu:>9.3f}{peak:>9}")
    columns = ("ox wall", "ox CPU", "rdf wall", "rdf CPU")
    print(f"\n{'question, warm median, ms':<32}{'rows':>6}"
          + "".join(f"{c:>10}" for c in columns) + f"{'CPU ratio':>11}")  # fmt: skip
    for q in report.queries:
        print(f"{q['id']:<32}{q['rows']:>6}{_ms(q['pyoxigraph'])}", end="")
        if "rdflib" not in q:
            print(f"  rdflib: not finished in {RDFLIB_SECONDS} s")
            continue
        other = "" if q["same_rows"] else "  OTHER ROWS"
        print(f"{_ms(q['rdflib'])}{q['ratio_cpu']:>11.0f}{other}")
    ratios = report.costs.get("ratios of CPU, rdflib to pyoxigraph")
    if ratios:
        print("ratio of CPU: " + ", ".join(f"{k} {v:.0f}" for k, v in ratios.items()))
    print(f"\n{'target':<46}{'goal':>10}{'measured':>12}  verdict")
    for target in report.targets:
        print(f"{target.name:<46}{target.goal:>10}{target.measured:>12}  {target.verdict}")


def _ms(cost: dict[str, float]) -> str:
    return f"{cost['wall'] * 1000:>10.1f}{cost['cpu'] * 1000:>10.1f}"


def describe_machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].split(":", 1)[1].strip() if names else cpu
    return {
        "cpu": cpu,
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "pyoxigraph": version("pyoxigraph"),
        "rdflib": version("rdflib"),
        "load_before": [round(x, 2) for x in os.getloadavg()],
    }


def main() -> int:
    """Measure, print the table, write the JSON file when one is named; always return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write everything that was measured to this file")
    options = parser.parse_args()
    began = time.monotonic()
    report = Report(machine=describe_machine())
    failures: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        os.environ["KG_OUT"] = folder
        from kg import pipeline

        def part(name: str, work: Callable[[], Any]) -> Any:
            print(f"measuring {name} …", file=sys.stderr)
            try:
                return work()
            except Exception as error:  # a part that fails leaves the others measured
                failures[name] = f"{type(error).__name__}: {error}"
                report.targets.append(Target(name, "", "failed", False))
                return None

        part("build and start", lambda: measure_processes(report, Path(folder)))
        graph = part("opening", pipeline.open_graph)
        if graph is not None:
            part("assessments", lambda: measure_assessments(report, graph))
            peer = part("loading", lambda: measure_loads(report, graph.folder))
            if peer is not None:
                part("questions", lambda: measure_queries(report, graph, peer, began))
        report.machine["load_after"] = [round(x, 2) for x in os.getloadavg()]
        report.machine["seconds"] = round(time.monotonic() - began, 1)
    show(report)
    for name, said in failures.items():
        print(f"failed: {name}: {said}")
    print(f"\n{report.machine['seconds']} s in all")
    if options.json:
        targets = [{**asdict(t), "verdict": t.verdict} for t in report.targets]
        costs = {k: asdict(c) if isinstance(c, Cost) else c for k, c in report.costs.items()}
        document = {"machine": report.machine, "costs": costs, "queries": report.queries,
                    "targets": targets, "failures": failures}  # fmt: skip
        text = json.dumps(document, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
