"""The catalogue's questions, warm: how long each takes here and on rdflib over the same triples."""

from __future__ import annotations

import statistics
import time
from dataclasses import asdict
from typing import Any

from bench.measure import Cost, inside, limit, median, percentile
from bench.report import Report, Target
from kg import pipeline

RUNS = 11
QUESTION_MS = 15.0  # the target for the 95th percentile of the questions
RDFLIB_SECONDS = 20  # one rdflib query; a longer one is reported as not finished
REPEATS_UNTIL = 120.0  # after this many seconds of the part, rdflib queries run once


def measure_own(report: Report, graph: pipeline.Graph) -> None:
    """Measure every question with its defaults, from its text to all its rows."""
    for question in pipeline.questions().values():
        rows = len(graph.store.query(question.sparql).rows)
        costs = [inside(lambda q=question: graph.store.query(q.sparql)) for _ in range(RUNS)]
        own = asdict(median(costs))
        report.queries.append({"id": question.id, "rows": rows, "pyoxigraph": own})
    for kind in ("wall", "cpu"):
        high = percentile([q["pyoxigraph"][kind] for q in report.queries], 0.95) * 1000
        name = f"{len(report.queries)} questions, warm, p95, {'CPU' if kind == 'cpu' else kind}"
        report.at_most(name, high, QUESTION_MS, "ms", 1)


def measure_peer(report: Report, peer: Any) -> None:
    """Measure the same questions on rdflib, and the ratio of both engines' CPU."""
    began = time.monotonic()
    known = pipeline.questions()
    for entry in report.queries:
        theirs, found = _run_peer(peer, known[entry["id"]].sparql, began)
        if theirs is None:
            entry["stopped"] = True
            continue
        own = entry["pyoxigraph"]
        entry |= {"rdflib": asdict(theirs), "same_rows": found == entry["rows"]}
        entry |= {"ratio_cpu": theirs.cpu / own["cpu"], "ratio_wall": theirs.wall / own["wall"]}
    _total_ratio(report)


def _run_peer(peer: Any, sparql: str, began: float) -> tuple[Cost | None, int]:
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


def _total_ratio(report: Report) -> None:
    """Add the totals over the questions that both engines finished, and the target."""
    done = [q for q in report.queries if "rdflib" in q]
    totals = {
        engine: Cost(sum(q[engine]["wall"] for q in done), sum(q[engine]["cpu"] for q in done))
        for engine in ("pyoxigraph", "rdflib")
    }
    for engine, cost in totals.items():
        report.costs[f"the {len(done)} questions that both finish, {engine}"] = cost
    ratio = totals["rdflib"].cpu / totals["pyoxigraph"].cpu
    ratios = sorted(q["ratio_cpu"] for q in done)
    report.ratios = {"total": ratio, "median": statistics.median(ratios), "least": ratios[0]}
    name = "all questions, CPU of rdflib / pyoxigraph"
    report.targets.append(Target(name, ">= 10", f"{ratio:.0f}", ratio >= 10))
