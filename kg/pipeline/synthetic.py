"""Writes synthetic cases: NDJSON, N-Triples, or a folder of YAML files (docs/batch.md)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg import assets, cases
from kg.derive.timing import Timing, read_timing
from kg.errors import KgError, Problem
from kg.store import ntriples

if TYPE_CHECKING:
    from kg.generate import Generated, Window

_CIRCUMSTANCES = ("opinions-2015/art-35/item-1",)  # the example of docs/case-file.md
_YEARS_AROUND = 3  # before the first text and after the last began


def generate_cases(
    count: int, seed: int, errors: float = 0.0, rdf: bool = False
) -> Iterator[Generated]:
    """Yield synthetic cases one after the other, over the periods of all texts in the graph."""
    from kg.generate import generate

    timing = read_timing(assets.root() / "ontology" / "rules" / "timing.yaml")
    return generate(count, seed, _windows(timing), _CIRCUMSTANCES, errors, rdf)


def _windows(timing: Timing) -> list[Window]:
    """Return each text's period, the days before the first text, and the uncertain days."""
    from kg.generate import Window

    years = timedelta(days=365 * _YEARS_AROUND)
    first = date.fromisoformat(timing.periods[0].start)
    uncertain = timing.period(timing.uncertain_from)
    found = [
        Window(first - years, first - timedelta(days=1), "", 1),
        Window(
            date.fromisoformat(timing.uncertain_from),
            date.fromisoformat(timing.uncertain_until) - timedelta(days=1),
            uncertain.text if uncertain else "",
            1,
        ),
    ]
    for period in timing.periods:
        start = date.fromisoformat(period.start)
        end = date.fromisoformat(period.end) - timedelta(days=1) if period.end else start + years
        found.append(Window(start, end, period.text, 9))
    return found


def write_cases(
    count: int, seed: int, format: str, out: Path | None, errors: float = 0.0
) -> dict[str, int]:
    """Write synthetic cases and return how many of each kind of fault ("" for none).

    `format`: `ndjson` or `nt` into the file `out` (None: standard output), `yaml` into the folder
    `out`, one file a case. The kind of a fault stands in `x-fault`; N-Triples have no such field,
    so it goes to `<out>.faults.ndjson`. Raises KgError when a file is needed and none is named.
    """
    if out is None and (format == "yaml" or (format == "nt" and errors)):
        raise KgError(
            Problem(
                "--out",
                "请指定 --out。",
                "--out is needed here.",
                "yaml 需要文件夹；nt 加 --errors 需要文件，错误种类另写一个文件。",
                "yaml needs a folder; nt with --errors a file, for the kinds of faults go beside.",
            )
        )
    counts: dict[str, int] = {}
    made = generate_cases(count, seed, errors, rdf=format == "nt")
    if format == "yaml":
        from kg.generate import case_yaml

        assert out is not None
        out.mkdir(parents=True, exist_ok=True)
        for item in made:
            counts[item.fault] = counts.get(item.fault, 0) + 1
            path = out / f"{item.data['id']}.yaml"
            path.write_text(case_yaml(item.data), encoding="utf-8")
        return counts
    beside = (
        out.with_name(out.name + ".faults.ndjson") if out and format == "nt" and errors else None
    )
    with _file(out) as file, _file(beside) if beside else nullcontext() as faults:
        for item in made:
            counts[item.fault] = counts.get(item.fault, 0) + 1
            file.write(_line(item.data) if format == "ndjson" else _triples(item))
            if faults and item.fault:
                faults.write(_line({"case": item.data["id"], "fault": item.fault}))
    return counts


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _triples(item: Generated) -> bytes:
    return ntriples(cases.case_quads(cases.normalise(item.data)))


@contextmanager
def _file(out: Path | None) -> Iterator[BinaryIO]:
    """Open a file that gets its name only when it is whole, or standard output."""
    if out is None:
        yield sys.stdout.buffer
        return
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
