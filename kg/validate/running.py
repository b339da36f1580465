"""Runs the checks over files in killable children, and turns raw results into reports.

A file that takes too long, wants too much memory or cannot be read is told with its reason; the
others go on. The order of the report is that of the files, whatever the number of workers.
"""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.child import Child, ChildDied, ChildTooSlow
from kg.errors import KgError, Problem
from kg.model import Place, Text, ValidationReport, ValidationResult
from kg.store import Quad, sorted_ntriples
from kg.validate.engines import RawResult, make_engine
from kg.validate.focus import Targets
from kg.validate.inputs import Segment, check_regular, split
from kg.validate.shapes import Shape, Shapes, short

MEMORY_BYTES = 1_000_000_000
SECONDS = 10.0
# A case file is checked against its schema before any shape; those complaints bear this name.
FORMAT_SHAPE = "CaseFileFormat"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: wall seconds for each segment, bytes of address space."""

    seconds: float = SECONDS
    memory: int = MEMORY_BYTES


DEFAULT_LIMITS = Limits()


def check_quads(shapes: Shapes, quads: Sequence[Quad], engine: str) -> ValidationReport:
    """Check quads of our own in this process. Raises KgError."""
    ntriples = sorted_ntriples(quads)
    found = make_engine(engine, shapes.ntriples, b"").check(ntriples)
    counted = Targets(shapes.targets, quads).count(quads)
    results = [_result(shapes, r, Place(None)) for r in found]
    return finished(shapes, ("graph",), counted, results, ())


def check_with_places(
    shapes: Shapes, quads: Sequence[Quad], background: bytes, places: Mapping[str, Place]
) -> ValidationReport:
    """Check quads made from a file; `places` say where a node, or one it is part of, stands."""
    found = make_engine("shifty", shapes.ntriples, background).check(sorted_ntriples(quads))
    own = [
        _result(
            shapes, raw, next((places[n] for n in _above(raw.focus) if n in places), Place(None))
        )
        for raw in found
    ]
    return ValidationReport((), Targets(shapes.targets, quads).count(quads), own)


def _above(node: str) -> Iterator[str]:
    """Yield an IRI and the longer and shorter IRIs that it is part of: item, list."""
    while "/" in node:
        yield node
        node = node.rpartition("/")[0]


def check_files(
    shapes: Shapes,
    background: bytes,
    files: Sequence[Path],
    engine: str = "shifty",
    jobs: int = 1,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ValidationReport:
    """Check files; `background` is what shapes look up, as N-Triples. Raises KgError.

    `progress` is told (files done, files).
    """
    job = json.dumps(
        {
            "shapes": shapes.ntriples.decode(),
            "background": background.decode(),
            "engine": engine,
            "targets": {k: list(v) for k, v in shapes.targets.items()},
            "memory": limits.memory,
        }
    )
    make_engine(engine, shapes.ntriples, background)  # a broken shape is told here, not by a child
    counted = dict.fromkeys(shapes.targets, 0)
    results: list[ValidationResult] = []
    errors: list[Problem] = []
    with _Workers(job, max(1, jobs), limits) as workers:
        last = -1
        for index, path, answer in workers.run(files):
            if index != last:
                progress(index, len(files))
                last = index
            if "problems" in answer:
                told = [Problem(**p) for p in answer["problems"]]
                errors += [p for p in told if p not in errors]
                continue
            for name, number in answer["focus"].items():
                counted[name] += number
            results += _results(shapes, str(path), answer)
        progress(len(files), len(files))
    names = [str(p) for p in files]
    return finished(shapes, names, counted, results, [p.as_json() for p in errors])


def finished(
    shapes: Shapes,
    files: Sequence[str],
    counted: dict[str, int],
    results: Sequence[ValidationResult],
    errors: Sequence[Any],
) -> ValidationReport:
    """Return the report. Raises KgError when no shape found a node and nothing else was found."""
    if not any(counted.values()) and not results and not errors:
        raise KgError(
            Problem(
                "shapes/",
                "没有一个形状找到可校验的节点，因此什么也没有校验。",
                "No shape found a node to check, so nothing was checked.",
                "请检查数据是否为空、形状的目标是否正确。",
                "Check that the data is not empty and the shapes' targets are right.",
            )
        )
    unique = dict.fromkeys(results)
    return ValidationReport(files, counted, list(unique), errors)


def joined(reports: Sequence[ValidationReport], files: Sequence[Path]) -> ValidationReport:
    """Join the reports over several kinds of files; results come in the order of `files`."""
    counted: dict[str, int] = {}
    for report in reports:
        for name, number in report.focus_nodes.items():
            counted[name] = counted.get(name, 0) + number
    order = {str(p): i for i, p in enumerate(files)}
    results = [r for report in reports for r in report.results]
    results.sort(key=lambda r: order.get(r.place.file or "", len(order)))
    errors = [e for report in reports for e in report.errors]
    notes = [n for report in reports for n in report.notes]
    shown = [str(p) for p in files]
    return ValidationReport(shown, dict(sorted(counted.items())), results, errors, notes=notes)


def _results(shapes: Shapes, file: str, answer: dict[str, Any]) -> Iterator[ValidationResult]:
    for fault, focus, line in answer["faults"]:
        problem = Problem(**fault)
        yield ValidationResult(
            FORMAT_SHAPE, "violation", focus, None, None, Place(file, line), None,
            Text(problem.what_zh, problem.what_en), Text(problem.do_zh, problem.do_en),
        )  # fmt: skip
    for *raw, line in answer["results"]:
        yield _result(shapes, RawResult(*raw), Place(file, line))


def _result(shapes: Shapes, raw: RawResult, place: Place) -> ValidationResult:
    shape = shapes.by_iri.get(raw.shape) or Shape(
        short(raw.shape), raw.severity, Text(raw.component, raw.component), Text("", ""), None
    )
    return ValidationResult(
        shape.name, raw.severity or shape.severity, raw.focus, raw.path or None,
        raw.value or None, place, shape.provision, shape.message, shape.remedy,
        short(raw.component), value_is_iri=raw.value_is_iri,
    )  # fmt: skip


class _Workers:
    """Some children that answer segments, and the threads that wait for them."""

    def __init__(self, job: str, number: int, limits: Limits) -> None:
        self._limits = limits
        self._all = [Child("kg.validate.worker", job) for _ in range(number)]
        self._free: queue.Queue[Child] = queue.Queue()
        for child in self._all:
            self._free.put(child)
        self._threads = ThreadPoolExecutor(number)

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        for child in self._all:
            child.stop()

    def run(self, files: Sequence[Path]) -> Iterator[tuple[int, Path, dict[str, Any]]]:
        """Yield (index of the file, file, answer) for each segment, in order.

        Only a few segments are under way at once, so answers do not pile up.
        """
        under_way: queue.Queue[tuple[int, Path, Future[dict[str, Any]]]] = queue.Queue()
        for index, path in enumerate(files):
            for segment in self._segments(path):
                under_way.put((index, path, self._threads.submit(self._ask, path, segment)))
                if under_way.qsize() > 4 * len(self._all):
                    first, file, future = under_way.get()
                    yield first, file, future.result()
        while not under_way.empty():
            first, file, future = under_way.get()
            yield first, file, future.result()

    def _segments(self, path: Path) -> Sequence[Segment | None]:
        try:
            check_regular(path)
        except KgError:
            return [None]  # the worker says why
        return split(path) or [None]

    def _ask(self, path: Path, segment: Segment | None) -> dict[str, Any]:
        place = [segment.start, segment.end, segment.first_line] if segment else None
        request = json.dumps({"path": str(path), "segment": place})
        child = self._free.get()
        try:
            answer: dict[str, Any] = json.loads(child.ask(request, self._limits.seconds))
        except (ChildTooSlow, ChildDied) as error:
            answer = {"problems": [_too_much(path, self._limits, error)]}
        finally:
            self._free.put(child)
        return answer


def _too_much(path: Path, limits: Limits, error: Exception) -> dict[str, str]:
    slow = isinstance(error, ChildTooSlow)
    megabytes = limits.memory // 1_000_000
    return {
        "where": str(path),
        "what_zh": f"校验超过 {limits.seconds:g} 秒，已中止。"
        if slow
        else f"校验进程终止（内存超过 {megabytes} MB，或内容使解析器崩溃）。",
        "what_en": f"Checking took longer than {limits.seconds:g} seconds and was stopped."
        if slow
        else f"The checking process ended (more than {megabytes} MB, or content that crashes a "
        "parser).",
        "do_zh": "请拆分文件，或用 --timeout 放宽时限。其余文件照常校验。",
        "do_en": "Split the file, or allow more with --timeout. The other files were checked.",
    }
