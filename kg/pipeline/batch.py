"""Assesses any number of cases in constant memory, chunk by chunk (docs/batch.md).

The output has one line a case in the order of the input, whatever the number of processes; a case
that cannot be read or answered gives a line with its errors and does not stop the others.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg import cases
from kg.errors import KgError, Problem
from kg.model import Case
from kg.pipeline.answers import answer_json, assess_many
from kg.pipeline.content import case_path, same_id
from kg.pipeline.graph import Graph, open_endpoint, open_graph
from kg.pipeline.ledger import Counts, Ledger

if TYPE_CHECKING:
    from concurrent.futures import Future

CHUNK = 400
_WEIGHT = 4_000_000  # bytes after which a chunk is closed early
# Hardly anything here is garbage in circles; looking for it as often as usual costs an eighth.
_COLLECT = (50_000, 20, 20)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one record: its case's id ("" when unknown), its place, and its line.

    `claims`: the case passed the checks, so its id is taken. `good`: it was answered too. `line` is
    None when an earlier record of the same chunk has claimed the id.
    """

    case: str
    place: str
    claims: bool
    good: bool
    line: bytes | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: cases read, bad ones, bytes read, and whether they were done before."""

    cases: int
    bad: int
    read: int
    skipped: bool


def assess_records(graph: Graph, records: Sequence[cases.Record]) -> list[Outcome]:
    """Answer the cases of some records, in order; what is wrong with one becomes its line."""
    batch: dict[str, Case] = {}
    found: list[tuple[str, str, KgError | None]] = []
    for record in records:
        key, error = "", None
        place = f"{record.name}:{record.line}"
        try:
            document = cases.document_of(record)
            if isinstance(document.data, dict) and isinstance(document.data.get("id"), str):
                key = document.data["id"]
            case = cases.check_case(document)
            if case.id not in batch:
                batch[case.id] = case
        except KgError as caught:
            error = caught
        except Exception as caught:  # a fault of ours in one case must not stop a million others
            error = _internal(place, caught)
        found.append((key, place, error))
    lines = _answer(graph, batch, {k: p for k, p, e in reversed(found) if e is None})
    outcomes = []
    for key, place, error in found:
        if error is not None:
            outcomes.append(Outcome(key, place, False, False, _error_line(key, error)))
        else:
            good, line = lines.pop(key, (False, None))
            outcomes.append(Outcome(key, place, True, good, line))
    return outcomes


def _answer(
    graph: Graph, batch: Mapping[str, Case], places: Mapping[str, str]
) -> dict[str, tuple[bool, bytes | None]]:
    """Return (good, line) by case id; when the whole batch fails, case by case."""
    try:
        answers = assess_many(graph, batch)
        return {key: (True, _line(answer_json(graph, answers[key]))) for key in batch}
    except Exception as caught:
        if len(batch) > 1:
            return {
                key: pair
                for one, case in batch.items()
                for key, pair in _answer(graph, {one: case}, places).items()
            }
        key = next(iter(batch))
        error = caught if isinstance(caught, KgError) else _internal(places[key], caught)
        return {key: (False, _error_line(key, _placed(error, places[key])))}


def _placed(error: KgError, place: str) -> KgError:
    """Return an error of the assessment, which names only the case, with the record's place."""
    return KgError(
        Problem(f"{place} {p.where}" if place not in p.where else p.where,
                p.what_zh, p.what_en, p.do_zh, p.do_en)
        for p in error.problems
    )  # fmt: skip


def _internal(place: str, error: Exception) -> KgError:
    if os.environ.get("KG_DEBUG"):
        raise error
    said = f"{type(error).__name__}: {error}"[:200]
    return KgError(
        Problem(
            place,
            f"程序内部错误（{said}）。",
            f"An internal error ({said}).",
            "请设 KG_DEBUG=1 单独运行此案件，并报告所见。",
            "Run this case alone with KG_DEBUG=1 and report what you see.",
        )
    )


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _error_line(case: str, error: KgError) -> bytes:
    return _line({"case": case or None, "errors": [p.as_json() for p in error.problems]})


def assess_stream(
    paths: Sequence[Path],
    out: Path | None,
    to: BinaryIO | None = None,
    chunk: int = CHUNK,
    fresh: bool = False,
    jobs: int = 1,
    progress: Callable[[Progress], None] = lambda _: None,
    endpoint: str = "",
) -> Counts:
    """Answer every case of some files and folders into `out` (or the open stream `to`).

    The graph's words come from the SPARQL server at `endpoint`, "" for the embedded store.
    A run that was cut short goes on where its ledger says; `fresh` begins anew. Raises KgError
    when the results cannot be written, or when input, graph, version or `chunk` are not those of
    the run that is to go on.
    """
    files = [case_path(p) for p in paths]
    thresholds = gc.get_threshold()
    source = _chunks(files, out, chunk)
    graph = _open(endpoint)
    settings = {"content": graph.manifest["content"], "version": graph.manifest["version"]}
    ledger = Ledger(out, {**settings, "chunk": str(chunk)}, fresh)
    try:
        gc.set_threshold(*_COLLECT)
        if ledger.complete:
            _compare(ledger, source, progress)
            return ledger.counts
        file = ledger.open_part() if out else to or sys.stdout.buffer
        done = ledger.finished
        for number in range(1, done + 1):
            records = next(source, None)
            if records is None:
                ledger.input_ended(number - 1)
                break
            ledger.recognise(number, records)
            progress(_progress(records, 0, True))
        for records, outcomes in _run(graph, source, jobs):
            bad = _write(ledger, file, records, outcomes)
            progress(_progress(records, bad, False))
        ledger.finish()
        return ledger.counts
    finally:
        gc.set_threshold(*thresholds)
        ledger.close()


def _chunks(paths: Sequence[Path], out: Path | None, chunk: int) -> Iterator[list[cases.Record]]:
    """Return the chunks of the input; raise KgError when there is nothing to read at all."""
    own = [out.with_name(out.name + e) for e in ("", ".part", ".ledger")] if out else []
    if any(p.resolve() in {o.resolve() for o in own} for p in paths):
        raise _nothing(paths, "结果文件不能同时是输入", "The results cannot be the input too")
    records = cases.read_records(paths, own)
    first = next(records, None)
    if first is None or not any(str(p) == "-" or p.exists() for p in paths):
        raise _nothing(paths, "没有可读的案件", "There is no case to read")
    return cases.chunks(chain([first], records), chunk, _WEIGHT)


def _nothing(paths: Sequence[Path], zh: str, en: str) -> KgError:
    return KgError(
        Problem(
            ", ".join(map(str, paths)),
            f"{zh}。",
            f"{en}.",
            "请给出案件文件（.yaml、.json、.ndjson、.nt）或其文件夹。",
            "Name case files (.yaml, .json, .ndjson, .nt) or a folder of them.",
        )
    )


def _compare(
    ledger: Ledger, source: Iterable[list[cases.Record]], progress: Callable[[Progress], None]
) -> None:
    """Raise KgError unless a complete ledger is that of this input."""
    number, done = 0, ledger.finished
    for number, records in enumerate(source, 1):
        if number > done:
            raise ledger.grew()
        ledger.recognise(number, records)
        progress(_progress(records, 0, True))
    ledger.input_ended(number)


def _progress(records: Sequence[cases.Record], bad: int, skipped: bool) -> Progress:
    return Progress(len(records), bad, sum(r.read for r in records), skipped)


def _write(
    ledger: Ledger, file: BinaryIO, records: list[cases.Record], outcomes: Sequence[Outcome]
) -> int:
    """Write a chunk's lines, with an error for each id used before; return how many are bad."""
    bad = 0
    new: dict[str, str] = {}
    lines = []
    for outcome in outcomes:
        line, good = outcome.line or b"", outcome.good
        if outcome.claims:
            first = new.get(outcome.case) or ledger.place(outcome.case)
            if first:
                error = KgError(same_id(outcome.place, outcome.case, first))
                line, good = _error_line(outcome.case, error), False
            else:
                new[outcome.case] = outcome.place
        bad += not good
        lines.append(line)
    file.write(b"".join(lines))
    ledger.enter(records, new, Counts(len(records), bad))
    return bad


# --- processes ------------------------------------------------------------------------------------


def _run(
    graph: Graph, source: Iterator[list[cases.Record]], jobs: int
) -> Iterator[tuple[list[cases.Record], list[Outcome]]]:
    """Yield each chunk with its outcomes, in order, from this process or from `jobs` others."""
    if jobs <= 1:
        for records in source:
            yield records, assess_records(graph, records)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Fresh processes, for a forked copy of a store with threads of its own may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _end_with_parent) as pool:
        waiting: deque[tuple[list[cases.Record], Future[list[Outcome]]]] = deque()
        for records in source:
            waiting.append(
                (
                    records,
                    pool.submit(
                        _assess_elsewhere, graph.manifest["content"], graph.endpoint, records
                    ),
                )
            )
            if len(waiting) > 2 * jobs:  # no more than these are ever in memory
                first, result = waiting.popleft()
                yield first, result.result()
        while waiting:
            first, result = waiting.popleft()
            yield first, result.result()


def _open(endpoint: str) -> Graph:
    return open_endpoint(endpoint) if endpoint else open_graph()


def _assess_elsewhere(
    content: str, endpoint: str, records: Sequence[cases.Record]
) -> list[Outcome]:
    graph = _open(endpoint)
    if graph.manifest["content"] != content:
        raise KgError(
            Problem(
                "kg",
                "运行中内容文件被改动。",
                "The content files were changed while the run was going on.",
                "请用 --fresh 重新运行。",
                "Run again with --fresh.",
            )
        )
    return assess_records(graph, records)


def _end_with_parent() -> None:
    """Make a worker end when the process that started it is gone, even if that one was killed."""
    gc.set_threshold(*_COLLECT)
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
