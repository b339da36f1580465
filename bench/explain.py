"""Measures explanations: warm, in this process, the whole case with all its flips.

`python bench/explain.py`, or call `measure(graph)` from another bench. A measurement, not a test.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

GOAL = 0.05  # seconds, one explanation of a typical packaged case
RUNS = 5


def measure(graph: Any) -> dict[str, float]:
    """Return the CPU seconds of one explanation by packaged case (the least of some warm runs).

    An explanation is that of the whole case: the answer, every rule tree, every flip, as JSON.
    """
    from kg import pipeline

    found = {}
    for name, case in pipeline.packaged_cases().items():
        costs = []
        for _ in range(RUNS + 1):
            start = time.process_time()
            pipeline.explain_json(graph, pipeline.explain(graph, case))
            costs.append(time.process_time() - start)
        found[name] = min(costs[1:])
    return found


def main() -> int:
    """Print the costs, the median and the verdict; always return 0."""
    from kg import pipeline

    found = measure(pipeline.open_graph())
    for name, seconds in sorted(found.items(), key=lambda item: item[1]):
        print(f"{name:<48}{seconds * 1000:>8.1f} ms")
    middle = statistics.median(found.values())
    verdict = "met" if middle <= GOAL else "MISSED"
    print(f"median {middle * 1000:.1f} ms, goal {GOAL * 1000:.0f} ms: {verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
