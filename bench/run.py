"""Measures build, start, assessment and questions in one run, and prints tables with verdicts.

`make bench`, or `python bench/run.py [--json FILE]`. It is a measurement, not a test: it always
exits 0. What is measured, and how, stands in bench/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import parts, questions, searching
from bench.report import Report, Target, describe_machine, show
from kg import pipeline

Result = TypeVar("Result")


def main() -> int:
    """Measure, print the tables, write the JSON file when one is named; always return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write everything that was measured to this file")
    options = parser.parse_args()
    began = time.monotonic()
    report = Report(machine=describe_machine())
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        os.environ["KG_OUT"] = folder
        out = Path(folder)
        _part(report, "build and start", lambda: parts.measure_processes(report, out))
        _part(report, "passes of the build", lambda: parts.measure_passes(report, out))
        graph = _part(report, "opening", pipeline.open_graph)
        if graph is not None:
            _part(report, "assessments", lambda: parts.measure_assessments(report, graph))
            _part(report, "questions", lambda: questions.measure_own(report, graph))
            _part(report, "searches", lambda: searching.measure_search(report, graph))
            peer = _part(report, "loading", lambda: parts.measure_loads(report, graph.folder))
            if peer is not None:
                _part(report, "questions on rdflib", lambda: questions.measure_peer(report, peer))
        report.machine["load_after"] = [round(x, 2) for x in os.getloadavg()]
        report.machine["seconds"] = round(time.monotonic() - began, 1)
    show(report)
    if options.json:
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _part(report: Report, name: str, work: Callable[[], Result]) -> Result | None:
    """Return what a part returns; a part that fails is reported and leaves the others measured."""
    print(f"measuring {name} …", file=sys.stderr)
    try:
        return work()
    except Exception as error:
        report.failures[name] = f"{type(error).__name__}: {error}"
        report.targets.append(Target(name, "", "failed", False))
        return None


if __name__ == "__main__":
    sys.exit(main())
