"""Finds the files of a run, and splits long ones at whole cases.

Segments keep memory flat: a file of 50,000 cases is read 200 cases at a time, by several workers.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError, Problem
from kg.namespaces import ID

RDF_SUFFIXES = {
    ".ttl": "ttl", ".turtle": "ttl", ".trig": "trig", ".nt": "nt", ".nq": "nq",
    ".jsonld": "jsonld", ".rdf": "rdf", ".xml": "rdf", ".owl": "rdf",
}  # fmt: skip
CASE_SUFFIXES = (".yaml", ".yml", ".json", ".ndjson", ".jsonl")
LIST_SUFFIXES = (".xlsx", ".csv")
KNOWN = (*RDF_SUFFIXES, *CASE_SUFFIXES, *LIST_SUFFIXES)
CASES_AT_ONCE = 200
_CASE_LINE = re.compile(re.escape(f"<{ID}case/").encode() + rb"([^/>]+)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a file that is checked on its own: bytes [start, end), its first line."""

    start: int
    end: int
    first_line: int


def find_files(paths: Iterable[str]) -> list[Path]:
    """Return the files of paths, folders and globs, sorted within each, without repeats.

    A folder gives the files of a known kind below it; links to folders are not followed, so a loop
    of folders ends. Raises KgError for a path that is not there, a glob or a folder without files.
    """
    found: dict[Path, None] = {}
    for text in paths:
        path = Path(text)
        if path.is_dir():
            here = sorted(_below(path))
            if not here:
                raise _nothing(text)
        elif path.exists() or not glob.has_magic(text):
            here = [path]
        else:
            here = sorted(p for p in _matching(path) if not p.is_dir())
            if not here:
                raise _nothing(text)
        found.update(dict.fromkeys(here))
    return list(found)


def _matching(pattern: Path) -> Iterator[Path]:
    """Yield what a pattern such as cases/**/*.yaml matches."""
    parts = pattern.parts
    first = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    yield from Path(*parts[:first]).glob(str(Path(*parts[first:])))


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(here) / n for n in names if Path(n).suffix.lower() in KNOWN)


def _nothing(text: str) -> KgError:
    return KgError(
        Problem(
            text,
            f"这里没有可校验的文件（{' '.join(KNOWN)}）。",
            f"There is no file to check here ({' '.join(KNOWN)}).",
            "请核对路径或通配符。",
            "Check the path or the pattern.",
        )
    )


def check_regular(path: Path) -> None:
    """Raise KgError for what cannot be read to its end: missing, a pipe, a device, not allowed."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise KgError(
                Problem(str(path), "这不是普通文件。", "This is not a regular file.",
                        "请给出普通文件。", "Name a regular file.")
            )  # fmt: skip
        with path.open("rb"):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise KgError(
            Problem(
                str(path),
                f"无法读取（{reason}）。",
                f"It cannot be read ({reason}).",
                "请检查路径和权限。",
                "Check the path and the permissions.",
            )
        ) from None


def split(path: Path) -> list[Segment | None]:
    """Return the segments of a file of many cases, or [None] for a file to read whole.

    NDJSON is cut every CASES_AT_ONCE lines. N-Triples and N-Quads are cut only when every
    statement belongs to a case and the statements of each case stand together.
    """
    suffix = path.suffix.lower()
    if suffix in (".ndjson", ".jsonl"):
        return list(_cut(path, lambda number, line: b"%d" % number))
    if suffix not in (".nt", ".nq"):
        return [None]
    seen: set[bytes] = set()
    last = b""

    def case_of(number: int, line: bytes) -> bytes:
        nonlocal last
        match = _CASE_LINE.match(line)
        case = match.group(1) if match else b""
        if not case or (case != last and case in seen):
            raise _NotTogether
        seen.add(case)
        last = case
        return case

    try:
        return list(_cut(path, case_of))
    except _NotTogether:
        return [None]


class _NotTogether(Exception):
    """The statements of a case stand apart, or some belong to none."""


def _cut(path: Path, case_of: Callable[[int, bytes], bytes]) -> Iterator[Segment]:
    start, offset, first, cases = 0, 0, 1, 0
    current: bytes | None = None
    number = 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            stripped = line.strip()
            if stripped and not stripped.startswith(b"#"):
                case = case_of(number, stripped.removeprefix(b"\xef\xbb\xbf"))
                if case != current:
                    if cases == CASES_AT_ONCE:
                        yield Segment(start, offset, first)
                        start, first, cases = offset, number, 0
                    cases, current = cases + 1, case
            offset += len(line)
    if number:
        yield Segment(start, offset, first)
