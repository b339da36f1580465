"""The parts of a run: processes afresh, the passes of a build, assessments in here, loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

from bench.measure import inside, median, process
from bench.peer import default_quads, rdflib_graph
from bench.report import Pass, Report
from kg import pipeline

FRESH_RUNS = 5


def measure_processes(report: Report, out: Path) -> None:
    """Measure a whole build, the same again, one assessment and the help text, each afresh."""
    build = process(["build"], out)
    again = median([process(["build"], out) for _ in range(FRESH_RUNS)])
    assess = ["assess", "chief-asks-again", "--format", "json"]
    process(assess, out)  # writes byte code and fills the disk cache
    assessment = median([process(assess, out) for _ in range(FRESH_RUNS)])
    help_text = median([process(["--help"], out) for _ in range(FRESH_RUNS)])
    report.costs |= {
        "kg build": build,
        f"kg build, nothing changed (median of {FRESH_RUNS})": again,
        f"kg assess chief-asks-again (median of {FRESH_RUNS})": assessment,
        f"kg --help (median of {FRESH_RUNS})": help_text,
    }
    report.at_most("whole build, wall", build.wall, 20, "s")
    report.at_most("whole build, peak", build.peak_mb, 600, "MB", 0)
    report.at_most("build with no change, wall", again.wall, 1, "s")
    report.at_most("kg assess, fresh process, wall", assessment.wall, 1, "s")
    report.at_most("kg --help, fresh process, wall", help_text.wall, 0.3, "s")


def measure_passes(report: Report, out: Path) -> None:
    """Time each pass of a build in this process, with the size of what it makes."""

    def watch(name: str, seconds: float, size: int) -> None:
        report.passes.append(Pass(name, seconds, size))

    report.costs["build in this process, watched"] = inside(
        lambda: pipeline.write_build(out, watch=watch)
    )


def measure_assessments(report: Report, graph: pipeline.Graph) -> None:
    """Measure warm assessments of every packaged case in this process."""
    cases = list(pipeline.packaged_cases().values())
    for case in cases[:3]:
        pipeline.assess(graph, case)
    costs = [
        median([inside(lambda c=case: pipeline.assess(graph, c)) for _ in range(3)])
        for case in cases
    ]
    middle = median(costs)
    report.costs[f"assess in process, warm (median of {len(cases)} cases)"] = middle
    report.at_most("assessment in process, warm, wall", middle.wall * 1000, 20, "ms", 1)


def measure_loads(report: Report, folder: Path) -> Any:
    """Measure loading the build on both engines; return rdflib's default graph."""
    every = folder / pipeline.GRAPH_FILE
    loaded: list[rdflib.Graph] = []
    quads = default_quads(folder)
    report.costs |= {
        "load graph.nq, pyoxigraph": inside(
            lambda: ox.Store().bulk_load(path=str(every), format=ox.RdfFormat.N_QUADS)
        ),
        "load graph.nq, rdflib": inside(lambda: rdflib.Dataset().parse(every, format="nquads")),
        "load the default graphs, rdflib": inside(lambda: loaded.append(rdflib_graph(quads))),
    }
    return loaded[0]
