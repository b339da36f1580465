"""Reads untrusted CSV files and workbooks in a child process that can be killed.

A small workbook can hold a gigabyte or keep a reader busy for minutes, so the boundary is the
process: limited memory and time, no file may be written, no connection opened. What comes back is
plain cells, or problems.
"""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from typing import Any

from kg.child import Child, ChildDied, ChildTooSlow, confine, watch_parent
from kg.errors import KgError, Problem
from kg.lists.grids import MAX_BYTES, read_grids

SECONDS = 10.0
MEMORY_BYTES = 1_000_000_000


class Reader:
    """A child process that reads files one after the other; use it in a `with` statement."""

    def __init__(self, memory: int = MEMORY_BYTES) -> None:
        self._memory = memory
        self._child = Child("kg.lists.confined", json.dumps({"memory": memory}))

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()

    def read(self, path: Path, seconds: float = SECONDS) -> list[dict[str, Any]]:
        """Return the grids of one file (kg.lists.grids). Raises KgError for fault and limit."""
        shown = str(path)
        check_file(path, shown)
        job = {"path": str(path.absolute()), "shown": shown}
        grids: list[dict[str, Any]] = answer_of(self._child, job, seconds, self._memory)["grids"]
        return grids


def answer_of(child: Child, job: dict[str, Any], seconds: float, memory: int) -> dict[str, Any]:
    """Return a child's answer about the file that the job calls `shown`.

    Raises KgError with the child's problems, or for the limit of time or memory.
    """
    try:
        answer: dict[str, Any] = json.loads(child.ask(json.dumps(job), seconds))
    except ChildTooSlow:
        zh = f"读取超过 {seconds:g} 秒，已中止。"
        en = f"Reading took longer than {seconds:g} seconds and was stopped."
    except ChildDied:
        megabytes = memory // 1_000_000
        zh = f"读取时内存超过 {megabytes} MB 或者进程终止，没有读入任何内容。"
        en = f"Reading took more than {megabytes} MB or ended its process; nothing was read."
    else:
        if "problems" in answer:
            raise KgError([Problem(**p) for p in answer["problems"]])
        return answer
    raise KgError(
        Problem(
            job["shown"],
            zh,
            en,
            "请把清单复制到新的工作簿再试。",
            "Copy the list into a new workbook and try again.",
        )
    ) from None


def check_file(path: Path, shown: str) -> None:
    """Raise KgError unless the path is a readable regular file within the limit."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            # A pipe or a device may never end: it is not opened.
            zh, en = "这不是普通文件", "This is not a regular file"
            do_zh, do_en = "请给出 .xlsx 或 .csv 文件。", "Name an .xlsx or .csv file."
        elif status.st_size > MAX_BYTES:
            zh = f"文件有 {status.st_size:,} 字节，超过上限 {MAX_BYTES:,} 字节"
            en = f"The file has {status.st_size:,} bytes; the limit is {MAX_BYTES:,}"
            do_zh, do_en = "请拆成较小的文件。", "Split it into smaller files."
        else:
            with path.open("rb"):
                return
    except OSError as error:
        reason = error.strerror or type(error).__name__
        zh, en = f"无法读取文件（{reason}）", f"The file cannot be read ({reason})"
        do_zh, do_en = "请检查路径和权限。", "Check the path and the permissions."
    raise KgError(Problem(shown, f"{zh}。", f"{en}.", do_zh, do_en))


def refused(error: KgError) -> dict[str, Any]:
    """Return the answer of a child that found problems."""
    return {
        "problems": [
            {"where": p.where, "what_zh": p.what_zh, "what_en": p.what_en, "do_zh": p.do_zh,
             "do_en": p.do_en}
            for p in error.problems
        ]
    }  # fmt: skip


def main() -> None:
    """The child: for each line that names a file, answer its grids or problems in one line."""
    # openpyxl would load numpy when it is there, half a second for nothing.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import openpyxl  # noqa: F401  loaded before the limits fall

    job = json.loads(sys.stdin.readline())
    watch_parent()
    confine(job["memory"], open_files=True)
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer: dict[str, Any] = {"grids": read_grids(Path(asked["path"]), asked["shown"])}
        except KgError as error:
            answer = refused(error)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
