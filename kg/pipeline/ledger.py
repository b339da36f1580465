"""Remembers which chunks of a batch are finished, so that a run that was cut short can go on.

The ledger is an SQLite file beside the results. A chunk is written to `<out>.part`, flushed to the
disk, and only then entered; what stands in `<out>.part` behind the last entry is cut off when the
run goes on. The ids of all cases stand in it too, which finds an id that is used twice without
holding the ids in memory.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.cases import Record
from kg.errors import KgError, Problem

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE chunks (number INTEGER PRIMARY KEY, input TEXT NOT NULL,
  cases INTEGER NOT NULL, bad INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE TABLE ids (id TEXT PRIMARY KEY, place TEXT NOT NULL) WITHOUT ROWID;
"""
_CHANGED = {
    "content": ("图谱、规则或程序", "the graph, the rules or the program"),
    "version": ("程序版本", "the version of kg"),
    "chunk": ("--chunk", "--chunk"),
}


@dataclass(frozen=True)
class Counts:
    """How many cases were read, and how many of them were bad."""

    cases: int
    bad: int


def digest(records: Iterable[Record]) -> str:
    """Return the hash of what was read: the same records, the same hash."""
    found = hashlib.sha256()
    for record in records:
        said = record.problem.what_en if record.problem else ""
        head = [record.line, record.kind, record.read, len(record.data), said]
        found.update(json.dumps(head).encode())
        found.update(record.data)
    return found.hexdigest()


class Ledger:
    """The ledger of one results file, or a passing one when there is no file (`out` None)."""

    def __init__(self, out: Path | None, settings: Mapping[str, str], fresh: bool) -> None:
        """Open or begin the ledger of `out`; `fresh` forgets an earlier one.

        Raises KgError when `out` was written by something else, when another run is writing it,
        or when the graph, the version or the chunks are not those of the earlier run.
        """
        self.out = out
        self._file: BinaryIO | None = None
        self.path = _beside(out, ".ledger") if out else None
        if out and self.path and out.exists() and not (fresh or self.path.exists()):
            raise KgError(
                Problem(
                    str(out),
                    "文件已存在，且没有它的台账，无法接着写。",
                    "The file is there, and has no ledger beside it to go on from.",
                    "请换一个文件名，或用 --fresh 重写。",
                    "Name another file, or write it anew with --fresh.",
                )
            )
        import sqlite3

        # "" is a private file of SQLite, so ids do not fill the memory there either.
        self._db = sqlite3.connect(str(self.path or ""), isolation_level=None, timeout=1)
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("BEGIN EXCLUSIVE")
            if fresh and out:
                self._forget(out)
            self._begin(settings)
        except sqlite3.OperationalError as error:
            zh, en = (
                f"无法打开或正被使用（{error}）",
                f"it cannot be opened, or is in use ({error})",
            )
            raise self._unusable(zh, en) from None
        except sqlite3.DatabaseError:
            raise self._unusable("它不是台账", "it is no ledger") from None

    def _forget(self, out: Path) -> None:
        """Drop what an earlier run left; the ledger itself stays, for it keeps others out."""
        for name in ("meta", "chunks", "ids"):
            self._db.execute(f"DROP TABLE IF EXISTS {name}")
        for path in (out, _beside(out, ".part")):
            path.unlink(missing_ok=True)

    def _unusable(self, zh: str, en: str) -> KgError:
        self._db.close()
        return KgError(
            Problem(
                str(self.path),
                f"无法使用台账：{zh}。",
                f"The ledger cannot be used: {en}.",
                "请等待使用它的进程结束，或删去它再用 --fresh 重来。",
                "Wait for the process that uses it, or remove it and begin anew with --fresh.",
            )
        )

    def _begin(self, settings: Mapping[str, str]) -> None:
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
            self._db.executemany("INSERT INTO meta VALUES (?, ?)", settings.items())
        self._db.execute("COMMIT")
        known = dict(self._db.execute("SELECT key, value FROM meta"))
        for key, (zh, en) in _CHANGED.items():
            if known.get(key) != settings[key]:
                self._db.close()
                raise self._changed(f"{zh}（{known.get(key)} → {settings[key]}）",
                                    f"{en} ({known.get(key)} -> {settings[key]})")  # fmt: skip

    def _changed(self, zh: str, en: str) -> KgError:
        return KgError(
            Problem(
                str(self.out),
                f"上次运行之后有变化：{zh}。接着写会混合两种结果。",
                f"Changed since the earlier run: {en}. Going on would mix two kinds of results.",
                "请用 --fresh 重写，或换一个文件名。",
                "Write it anew with --fresh, or name another file.",
            )
        )

    @property
    def finished(self) -> int:
        """Return how many chunks are finished."""
        return int(self._db.execute("SELECT COUNT(*) FROM chunks").fetchone()[0])

    @property
    def complete(self) -> bool:
        """Tell whether an earlier run came to the end of its input."""
        return self._db.execute("SELECT 1 FROM meta WHERE key = 'complete'").fetchone() is not None

    @property
    def counts(self) -> Counts:
        """Return the counts of all finished chunks."""
        row = self._db.execute("SELECT TOTAL(cases), TOTAL(bad) FROM chunks").fetchone()
        return Counts(int(row[0]), int(row[1]))

    def recognise(self, number: int, records: list[Record]) -> None:
        """Raise KgError when a finished chunk was made from other records."""
        row = self._db.execute("SELECT input FROM chunks WHERE number = ?", (number,)).fetchone()
        if row[0] != digest(records):
            first = f"{records[0].name}:{records[0].line}"
            raise self._changed(
                f"输入（从 {first} 起的 {len(records)} 个案件里）",
                f"the input (among the {len(records)} cases from {first})",
            )

    def input_ended(self, chunks: int) -> None:
        """Raise KgError when the input had fewer chunks than are finished, or more than all."""
        done = self.finished
        if chunks < done:
            raise self._changed(f"输入变短了（{chunks} < {done} 块）",
                                f"the input is shorter ({chunks} < {done} chunks)")  # fmt: skip

    def grew(self) -> KgError:
        """Return the error for input behind the end of a finished run."""
        return self._changed("输入变长了", "the input is longer")

    def place(self, case: str) -> str:
        """Return where a case id was used first, "" when it was not."""
        row = self._db.execute("SELECT place FROM ids WHERE id = ?", (case,)).fetchone()
        return row[0] if row else ""

    def open_part(self) -> BinaryIO:
        """Open the unfinished results, cut to what the ledger knows; KgError if they are less."""
        assert self.out is not None
        part = _beside(self.out, ".part")
        end = self._db.execute("SELECT MAX(end) FROM chunks").fetchone()[0] or 0
        if self.out.exists() and not part.exists():  # killed between the two halves of `finish`
            self.out.replace(part)
        file = part.open("r+b" if part.exists() else "w+b")
        if file.seek(0, os.SEEK_END) < end:
            file.close()
            raise KgError(
                Problem(
                    str(part),
                    "未完成的结果比台账所记的短。",
                    "The unfinished results are shorter than the ledger says.",
                    "请用 --fresh 重来。",
                    "Begin anew with --fresh.",
                )
            )
        file.truncate(end)
        file.seek(end)
        self._file = file
        return file

    def enter(self, records: list[Record], ids: Mapping[str, str], counts: Counts) -> None:
        """Enter a chunk whose results are written: they are on the disk before it is entered."""
        end = 0
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            end = self._file.tell()
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO ids VALUES (?, ?)", ids.items())
        self._db.execute(
            "INSERT INTO chunks (input, cases, bad, end) VALUES (?, ?, ?, ?)",
            (digest(records) if self.out else "", counts.cases, counts.bad, end),
        )
        self._db.execute("COMMIT")

    def finish(self) -> None:
        """Give the results their name: the input has come to its end."""
        if self.out is not None:
            if self._file is not None:
                self._file.close()
                _beside(self.out, ".part").replace(self.out)
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('complete', 'yes')")

    def close(self) -> None:
        """Let go of the files."""
        if self._file is not None:
            self._file.close()
        self._db.close()


def _beside(out: Path, ending: str) -> Path:
    return out.with_name(out.name + ending)
