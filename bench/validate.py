"""Measures `kg validate` over many cases, beside pySHACL on a part of the same cases.

`python bench/validate.py [--counts 1000,10000] [--reference 50] [--json FILE]`. A measurement, not
a test; always exits 0. Ours: one fresh process with its child, everything from start to report.
pySHACL, as it is published: the same shapes over `reference` of the same cases in graphs of five,
where it is quickest, loading and start not counted; the ratio is per CPU-second and so in its
favour. Beside it stands our own use of it, which parses each query once (kg/validate/engines.py).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SEED, ERRORS = 1, 0.005
GOAL_RATIO, GOAL_MB, GOAL_WORKBOOK, GOAL_GROWTH = 25, 400, 3.0, 1.2
WORKBOOK_ROWS = 500


def run(arguments: list[str]) -> dict[str, float]:
    """Run `kg …` in a fresh process; return wall, CPU seconds and the peak of it and its child."""
    code = (
        "import resource, subprocess, sys, json\n"
        "done = subprocess.run([sys.executable, '-m', 'kg.cli', *sys.argv[1:]],"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([done.returncode, u.ru_utime + u.ru_stime, u.ru_maxrss / 1024]))"
    )
    began = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    status, cpu, peak = json.loads(told)
    if status not in (0, 1):
        raise RuntimeError(f"kg {' '.join(arguments)}: exit {status}")
    return {"wall": time.perf_counter() - began, "cpu": cpu, "peak_mb": peak}


def measure_counts(counts: list[int], folder: Path) -> list[dict[str, Any]]:
    """Measure each count of generated cases, half a percent of them broken."""
    rows = []
    for count in counts:
        path = folder / f"{count}.ndjson"
        run(["generate-cases", "--count", str(count), "--seed", str(SEED), "--errors", str(ERRORS),
             "--format", "ndjson", "--out", str(path)])  # fmt: skip
        cost = run(["validate", str(path), "--format", "json"])
        rows.append({"cases": count, **cost, "rate": count / cost["cpu"]})
    return rows


def measure_reference(path: Path, count: int) -> dict[str, float]:
    """Return the CPU seconds of one case with plain pySHACL and with ours (`prepared`)."""
    import pyshacl
    import rdflib

    from kg import assets, validate
    from kg.store import sorted_ntriples
    from kg.validate.inputs import Segment
    from kg.validate.reading import read_chunk

    shapes = validate.read_shapes(
        [assets.root() / "shapes" / n for n in ("case.ttl", "competence.ttl")]
    )
    ours = validate.make_engine("pyshacl", shapes.ntriples, b"")
    shapes_graph = rdflib.Graph().parse(data=shapes.ntriples, format="nt")
    lines = path.read_bytes().splitlines(keepends=True)[:count]
    spent, at = {"plain": 0.0, "prepared": 0.0}, 0
    for first in range(0, len(lines), 5):
        size = sum(map(len, lines[first : first + 5]))
        data = sorted_ntriples(read_chunk(path, Segment(at, at + size, first + 1)).quads)
        at += size
        began = time.process_time()
        given = rdflib.Graph().parse(data=data, format="nt")
        pyshacl.validate(given, shacl_graph=shapes_graph, inplace=True)
        between = time.process_time()
        ours.check(data)
        spent["plain"] += between - began
        spent["prepared"] += time.process_time() - between
    return {name: seconds / len(lines) for name, seconds in spent.items()}


def workbook(folder: Path) -> Path:
    """Write a workbook of WORKBOOK_ROWS items: those of a packaged list, again and again."""
    import openpyxl

    path = folder / "list.xlsx"
    run(["lists", "export", "list-CN-41-2016", "--out", str(path)])
    book = openpyxl.load_workbook(path)
    sheet = book["Items"]
    rows = [[c.value for c in row] for row in sheet.iter_rows() if row[0].value]
    items = [r for r in rows if str(r[0]).isdigit()]
    for number in range(len(items), WORKBOOK_ROWS):
        sheet.append([f"{number + 1:03}", *items[number % len(items)][1:]])
    book.save(path)
    return path


def main() -> int:
    """Print the table with verdicts; return 0."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--counts", default="1000,10000")
    parser.add_argument("--reference", type=int, default=50)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    counts = [int(c) for c in options.counts.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(["build"])
        rows = measure_counts(counts, folder)
        slow = measure_reference(folder / f"{counts[0]}.ndjson", options.reference)
        path = str(workbook(folder))
        book = {
            "lists import": run(["lists", "import", path, "--out", str(folder / "data")]),
            "lists lint": run(["lists", "lint", path]),
            "validate": run(["validate", path, "--format", "json"]),
        }
    print(
        f"load {os.getloadavg()[0]:.1f}, shifty {version('pyshifty')}, pySHACL {version('pyshacl')}"
    )
    for row in rows:
        ratio = row["rate"] * slow["plain"]
        row["ratio"] = ratio
        good = ratio >= GOAL_RATIO and row["peak_mb"] <= GOAL_MB
        print(
            f"{row['cases']:>7} cases: {row['rate']:.0f} a CPU-second, {ratio:.0f} times pySHACL "
            f"({1 / slow['plain']:.1f} a CPU-second over {options.reference}; "
            f"{1 / slow['prepared']:.0f} with each query parsed once), "
            f"peak {row['peak_mb']:.0f} MB: "
            f"{'met' if good else 'MISSED'} (at least {GOAL_RATIO} times, at most {GOAL_MB} MB)"
        )
    first, last = rows[0], rows[-1]
    if last is not first:
        growth = first["rate"] / last["rate"]
        print(
            f"CPU milliseconds a case: {1000 / first['rate']:.1f} with {first['cases']} cases, "
            f"{1000 / last['rate']:.1f} with {last['cases']}: "
            f"{'met' if growth <= GOAL_GROWTH else 'MISSED'} (at most {GOAL_GROWTH} times)"
        )
    for name, cost in book.items():
        print(
            f"workbook of {WORKBOOK_ROWS} rows, kg {name}: {cost['wall']:.1f} s wall, "
            f"{cost['cpu']:.1f} s CPU: "
            f"{'met' if cost['wall'] <= GOAL_WORKBOOK else 'MISSED'} (at most {GOAL_WORKBOOK:g} s)"
        )
    if options.json:
        found = {"counts": rows, "reference_seconds": slow, "workbook": book}
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
