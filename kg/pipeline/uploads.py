"""Checks what people upload: each file in a child that can be killed, nothing left behind.

The files lie in a folder of their own while they are checked and are removed with it, whatever
happens; children write into that folder alone. What is returned is in memory only.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import tempfile
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError as NotYet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from kg.child import Child, ChildDied, ChildTooSlow
from kg.errors import KgError, Problem
from kg.model import Place, ReadNote, Text, ValidationReport, ValidationResult
from kg.validate import LIST_SUFFIXES, joined
from kg.validate.inputs import KNOWN

MAX_FILES = 60
MAX_BYTES = 10_000_000
MAX_TOTAL = 40_000_000
SECONDS = 120.0
IDLE_SECONDS = 120.0
MEMORY_BYTES = 2_000_000_000
AT_ONCE = 8  # case files and RDF in one go
SUFFIXES = tuple(s.lstrip(".") for s in KNOWN)
_TICK = 0.25
_COPY = re.compile(r" ?\(\d+\)$")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a person gave it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Step:
    """How far a check is: units done and all, the file at work, seconds since the start."""

    done: int
    total: int
    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check: report, words of provisions, marked copies of workbooks by name."""

    report: ValidationReport
    words: Mapping[str, str]
    copies: Mapping[str, bytes]
    seconds: float


@dataclass(slots=True)
class _Found:
    reports: list[ValidationReport] = field(default_factory=list)
    errors: list[Mapping[str, Any]] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    copies: dict[str, bytes] = field(default_factory=dict)


class Checker:
    """Checks uploads one after the other in one warm child, which is ended when nobody asks.

    Safe to use from several threads: they wait for each other.
    """

    def __init__(self, idle: float = IDLE_SECONDS) -> None:
        self._child: Child | None = None
        self._lock = threading.Lock()
        self._idle = idle
        self._timer: threading.Timer | None = None

    def check(
        self,
        uploads: Sequence[Upload],
        progress: Callable[[Step], None] = lambda step: None,
        seconds: float = SECONDS,
    ) -> Checked:
        """Check files: lists by their format, the lint and the shapes, others by the shapes.

        CSV files together are one list. A bad file is among the report's errors and the others go
        on. `seconds` is for one list, or for a few other files. An exception of `progress`, which
        is told several times a second, ends the check. Raises KgError for too much.
        """
        _check_size(uploads)
        begin = time.monotonic()
        found = _Found()
        with _folder() as folder:
            paths = _put_down(uploads, folder / "files", found)
            units = _units(paths)
            (folder / "temporary").mkdir()
            root = str(folder / "files") + "/"

            def tell(n: int, name: str) -> None:
                progress(Step(n, len(units), name, time.monotonic() - begin))

            while not self._lock.acquire(timeout=_TICK):
                tell(0, "")
            try:
                self._run(units, folder, seconds, found, tell)
            finally:
                self._lock.release()
        files = [Path(str(p).removeprefix(root)) for p in paths]
        report = joined(found.reports, files)
        report = replace(report, errors=[*found.errors, *report.errors])
        return Checked(report, found.words, found.copies, time.monotonic() - begin)

    def _run(
        self, units: Sequence[Sequence[Path]], folder: Path, seconds: float, found: _Found,
        tell: Callable[[int, str], None],
    ) -> None:  # fmt: skip
        if self._timer is not None:
            self._timer.cancel()
        if self._child is None:
            self._child = Child("kg.pipeline.uploadchild", json.dumps({"memory": MEMORY_BYTES}))
        asked: Future[str] | None = None
        with ThreadPoolExecutor(1) as thread:
            try:
                for n, unit in enumerate(units):
                    request = {
                        "paths": [str(p) for p in unit], "temporary": str(folder / "temporary"),
                    }  # fmt: skip
                    asked = thread.submit(self._child.ask, json.dumps(request), seconds)
                    _wait(asked, partial(tell, n, unit[0].name))
                    _take(asked, unit, str(folder / "files") + "/", seconds, found)
                tell(len(units), "")
            finally:
                # Somebody may have gone away: what runs for them, or just begins to, is ended.
                while asked is not None and not asked.done():
                    self._child.stop()
                    time.sleep(_TICK / 5)
        self._timer = threading.Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        """End the child; the next check starts another."""
        with self._lock:
            if self._child is not None:
                self._child.stop()


def _check_size(uploads: Sequence[Upload]) -> None:
    total = sum(len(u.data) for u in uploads)
    if len(uploads) > MAX_FILES or total > MAX_TOTAL:
        raise KgError(
            Problem(
                f"{len(uploads)} · {total / 1e6:.1f} MB",
                f"一次最多 {MAX_FILES} 个文件、共 {MAX_TOTAL // 1_000_000} MB。",
                f"At most {MAX_FILES} files and {MAX_TOTAL // 1_000_000} MB at once.",
                "请分几次上传，或者用命令 kg validate。",
                "Upload them in parts, or use the command kg validate.",
            )
        )


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a new private folder, and remove it even where a child has not ended yet."""
    folder = Path(tempfile.mkdtemp(prefix="kg-check-"))
    try:
        yield folder
    finally:
        for _ in range(50):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(0.1)


def _put_down(uploads: Sequence[Upload], folder: Path, found: _Found) -> list[Path]:
    """Write the files that can be checked; the same name again goes into a folder beside."""
    folder.mkdir()
    paths: list[Path] = []
    for upload in uploads:
        name = safe_name(upload.name)
        problem = _refused(name, len(upload.data))
        if problem is not None:
            found.errors.append(problem.as_json())
            continue
        path, number = folder / name, 1
        while path in paths:
            number += 1
            path = folder / str(number) / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(upload.data)
        paths.append(path)
    return paths


def safe_name(name: str) -> str:
    """Return a file's name without folders, control and direction marks, not too long."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    last = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip().lstrip(".")
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        stem, suffix = last, ""
    if suffix.lower() == "csv":
        stem = _COPY.sub("", stem)  # what a browser adds to a second download
    while len(stem.encode()) > _LONGEST_NAME:
        stem = stem[:-1]
    return (stem or "file") + dot + suffix[:12].lower()


def _refused(name: str, size: int) -> Problem | None:
    if Path(name).suffix not in KNOWN:
        return Problem(
            name,
            "不认识这种文件。",
            "This kind of file is not known.",
            f"可用：{' '.join(KNOWN)}。",
            f"Known: {' '.join(KNOWN)}.",
        )
    if size > MAX_BYTES:
        return Problem(
            name,
            f"文件有 {size / 1e6:.1f} MB，超过上限 {MAX_BYTES // 1_000_000} MB。",
            f"The file has {size / 1e6:.1f} MB; the limit is {MAX_BYTES // 1_000_000} MB.",
            "请拆成较小的文件，或者用命令 kg validate。",
            "Split it, or use the command kg validate.",
        )
    return None


def _units(paths: Sequence[Path]) -> list[list[Path]]:
    """Return what is checked in one go: each workbook, the CSV files of a folder, a few others."""
    lists: dict[Path, list[Path]] = {}
    others: list[Path] = []
    of_lists = {p.parent for p in paths if p.suffix == ".csv"}
    for path in paths:
        if path.suffix == ".csv" or (path.name == "version.yaml" and path.parent in of_lists):
            lists.setdefault(path.parent, []).append(path)
        elif path.suffix in LIST_SUFFIXES:
            lists[path] = [path]
        else:
            others.append(path)
    parts = [others[n : n + AT_ONCE] for n in range(0, len(others), AT_ONCE)]
    return [*lists.values(), *parts]


def _wait(asked: Future[str], tell: Callable[[], None]) -> None:
    while True:
        tell()
        try:
            asked.result(_TICK)
            return
        except NotYet:
            if asked.done():  # the child's own time-out is an answer
                return
        except (ChildTooSlow, ChildDied):
            return


def _take(
    asked: Future[str], unit: Sequence[Path], root: str, seconds: float, found: _Found
) -> None:  # fmt: skip
    """Put a unit's answer beside the others."""
    try:
        answer = json.loads(_shown(asked.result(), root))
    except (ChildTooSlow, ChildDied) as error:
        for path in unit:
            shown = str(path).removeprefix(root)
            found.errors.append(_stopped(shown, seconds, error).as_json())
        return
    if "problems" in answer:
        found.errors += answer["problems"]
        return
    found.reports.append(_report(answer["report"]))
    found.words.update(answer["words"])
    for name, data in answer["copies"].items():
        found.copies[name] = base64.b64decode(data)


def _shown(line: str, root: str) -> str:
    """Return an answer with files named as the person named them."""
    return line.replace(json.dumps(root, ensure_ascii=False)[1:-1], "")


def _stopped(shown: str, seconds: float, error: Exception) -> Problem:
    slow = isinstance(error, ChildTooSlow)
    return Problem(
        shown,
        f"校验超过 {seconds:g} 秒，已中止。" if slow else "校验进程终止（内存不够或内容有害）。",
        f"Checking took longer than {seconds:g} seconds and was stopped."
        if slow
        else "The checking process ended (too little memory, or harmful content).",
        "请拆成较小的文件。其余文件照常校验。",
        "Split it into smaller files. The other files were checked.",
    )


def _report(plain: Mapping[str, Any]) -> ValidationReport:
    """Return the report that `dataclasses.asdict` has made plain."""
    results = [
        ValidationResult(
            **{**r, "place": Place(**r["place"]), "message": Text(**r["message"]),
               "remedy": Text(**r["remedy"])}
        )
        for r in plain["results"]
    ]  # fmt: skip
    notes = [ReadNote(n["where"], Text(**n["text"])) for n in plain["notes"]]
    return ValidationReport(plain["files"], plain["focus_nodes"], results, plain["errors"],
                            notes=notes)  # fmt: skip
