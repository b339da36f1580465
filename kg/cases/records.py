"""Reads many cases one after the other, never all at once: files, folders, NDJSON, N-Triples.

A record is one case as bytes, with the place where it begins, or the complaint that there is none
to be had there; nothing that is wrong with one file or one line keeps the next from being read.
"""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from kg.errors import KgError, Problem
from kg.namespaces import case_iri
from kg.yaml12 import MAX_BYTES

STDIN = "-"
TEXT, LINES, TRIPLES = "text", "lines", "triples"
_KINDS = {
    ".yaml": TEXT, ".yml": TEXT, ".json": TEXT,
    ".ndjson": LINES, ".jsonl": LINES,
    ".nt": TRIPLES,
}  # fmt: skip
_BLOCK = 1 << 16
_BOM = b"\xef\xbb\xbf"
_CASE = re.compile(rb"\s*<" + re.escape(case_iri("").encode()) + rb"([^/>\s]*)[/>]")


@dataclass(frozen=True, slots=True)
class Record:
    """One case as it was written: `kind` text (YAML, JSON), lines (one JSON line) or triples.

    `name` is the file as the caller knows it, `line` where the case begins, `read` how many bytes
    were read for it. With a `problem` there is no case to be had, and `data` is empty.
    """

    name: str
    line: int
    kind: str
    data: bytes
    read: int
    problem: Problem | None = None


def is_stream(path: Path) -> bool:
    """Tell whether a path can hold many cases: a folder, NDJSON, N-Triples, standard input."""
    return str(path) == STDIN or _KINDS.get(path.suffix.lower(), TEXT) != TEXT or path.is_dir()


def total_bytes(paths: Iterable[Path]) -> int | None:
    """Return the size of the files named, None when a folder or a stream is among them."""
    total = 0
    for path in paths:
        if str(path) == STDIN or not path.is_file():
            return None
        total += path.stat().st_size
    return total


def read_records(paths: Sequence[Path], leave_out: Sequence[Path] = ()) -> Iterator[Record]:
    """Yield the records of files and folders, in the order given, folders sorted by name.

    `leave_out` are files that are not read inside folders: the run's own results.
    """
    hidden = {p.resolve() for p in leave_out}
    for path in paths:
        if str(path) == STDIN:
            yield from _lines(sys.stdin.buffer, "stdin")
        elif path.is_dir():
            yield from _folder(path, hidden)
        else:
            yield from _file(path)


def _folder(folder: Path, hidden: set[Path]) -> Iterator[Record]:
    """Yield the records of the case files below a folder; links to folders are not followed."""
    try:
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError as error:
        yield _unreadable(folder, error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if entry.is_symlink():
                yield _refused(
                    str(entry), 1, "这是指向文件夹的链接，没有跟随",
                    "This is a link to a folder, and is not followed",
                    "请直接给出该文件夹。", "Name the folder itself.",
                )  # fmt: skip
            else:
                yield from _folder(entry, hidden)
        elif entry.suffix.lower() in _KINDS and entry.resolve() not in hidden:
            yield from _file(entry)


def _file(path: Path) -> Iterator[Record]:
    kind = _KINDS.get(path.suffix.lower(), TEXT)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device may never end
            yield _refused(
                str(path), 1, "这不是普通文件", "This is not a regular file",
                "请给出普通文件；逐行的案件可用 - 从标准输入读取。",
                "Name a regular file; cases in lines may be read from standard input with -.",
            )  # fmt: skip
            return
        with path.open("rb") as file:
            readers: dict[str, Callable[[BinaryIO, str], Iterator[Record]]] = {
                TEXT: _whole, LINES: _lines, TRIPLES: _triples
            }  # fmt: skip
            yield from readers[kind](file, str(path))
    except OSError as error:
        yield _unreadable(path, error)


def _whole(file: BinaryIO, name: str) -> Iterator[Record]:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield _too_long(name, 1, len(data))
    else:
        yield Record(name, 1, TEXT, data, len(data))


def _lines(file: BinaryIO, name: str) -> Iterator[Record]:
    number = 0
    for number, (line, read) in enumerate(_read_lines(file), 1):
        if line is None:
            yield _too_long(name, number, read)
        elif line.strip(b" \t\r\n" + _BOM):
            yield Record(name, number, LINES, line, read)
    if not number:
        yield _refused(
            name, 1, "文件是空的", "The file is empty",
            "请给出每行一个案件的文件。", "Give a file with one case a line.",
        )  # fmt: skip


def _triples(file: BinaryIO, name: str) -> Iterator[Record]:
    """Group the lines of each case: its IRI, or what stands below it, is their subject."""
    held: list[bytes] = []
    case: bytes | None = None
    start, size, skipped, number = 1, 0, 0, 0

    def grouped() -> Record:
        if size > MAX_BYTES:
            return _too_long(name, start, size)
        return Record(name, start, TRIPLES, b"".join(held), size)

    for number, (whole, read) in enumerate(_read_lines(file), 1):
        line = whole.removeprefix(_BOM) if number == 1 and whole is not None else whole
        if line is not None and (not line.strip() or line.lstrip()[:1] == b"#"):
            skipped += read
            continue
        match = _CASE.match(line) if line is not None else None
        found = match.group(1) if match else b""
        if case is None or found != case:
            if case is not None:
                yield grouped()
            held, case, start, size = [], found, number, skipped
            skipped = 0
        size += read if line is not None else MAX_BYTES + read
        if size <= MAX_BYTES and line is not None:
            held.append(line if line.endswith(b"\n") else line + b"\n")
        else:
            held.clear()
    if case is not None:
        yield grouped()
    else:
        yield _refused(
            name, 1, "文件里没有三元组", "The file holds no triples",
            "请给出案件的 N-Triples。", "Give the N-Triples of cases.",
        )  # fmt: skip


def _read_lines(file: BinaryIO) -> Iterator[tuple[bytes | None, int]]:
    """Yield (line, bytes read); None for the text of a line that is longer than a file may be."""
    while line := file.readline(MAX_BYTES + 1):
        read = len(line)
        if read <= MAX_BYTES:
            yield line, read
            continue
        while not line.endswith(b"\n") and (line := file.readline(_BLOCK)):
            read += len(line)
        yield None, read


def chunks(records: Iterable[Record], count: int, weight: int) -> Iterator[list[Record]]:
    """Yield lists of at most `count` records, closed early when they hold `weight` bytes.

    Where a chunk ends depends on the records alone, so a run that goes on finds the same chunks.
    """
    held: list[Record] = []
    size = 0
    for record in records:
        held.append(record)
        size += len(record.data)
        if len(held) >= count or size >= weight:
            yield held
            held, size = [], 0
    if held:
        yield held


def _refused(name: str, line: int, zh: str, en: str, do_zh: str, do_en: str) -> Record:
    problem = Problem(f"{name}:{line}", f"{zh}。", f"{en}.", do_zh, do_en)
    return Record(name, line, TEXT, b"", 0, problem)


def _too_long(name: str, line: int, read: int) -> Record:
    refused = _refused(
        name, line, f"一个案件超过上限 {MAX_BYTES:,} 字节",
        f"A case is longer than the limit of {MAX_BYTES:,} bytes",
        "请缩短；每行（或每个文件）只写一个案件。",
        "Shorten it; write one case a line (or file).",
    )  # fmt: skip
    return replace(refused, read=read)


def _unreadable(path: Path, error: OSError) -> Record:
    reason = error.strerror or type(error).__name__
    return _refused(
        str(path), 1, f"无法读取（{reason}）", f"It cannot be read ({reason})",
        "请检查路径和权限。", "Check the path and the permissions.",
    )  # fmt: skip


def text_of(record: Record) -> str:
    """Return a record's text; raise KgError with its line when it is not UTF-8."""
    try:
        return record.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = record.line + record.data.count(b"\n", 0, error.start)
        raise KgError(
            Problem(
                f"{record.name}:{line}",
                f"不是 UTF-8 编码（第 {error.start} 字节）。",
                f"It is not UTF-8 (at byte {error.start}).",
                "请另存为 UTF-8。",
                "Save it as UTF-8.",
            )
        ) from None
