"""Reads untrusted CSV files and workbooks in a child process that can be killed.

A small workbook can hold a gigabyte or keep a reader busy for minutes, so the boundary is the
process: limited memory and time, no file may be written, and on POSIX no descriptor is left to open
a socket with once the libraries are loaded. What comes back is plain cells, or problems.
"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

from kg.child import watch_parent
from kg.errors import KgError, Problem
from kg.lists.grids import MAX_BYTES, read_grids

SECONDS = 10.0
MEMORY_BYTES = 1_000_000_000


def read_confined(
    path: Path, shown: str = "", seconds: float = SECONDS, memory: int = MEMORY_BYTES
) -> list[dict[str, Any]]:
    """Return the grids of one file (kg.lists.grids). Raises KgError for every fault and limit."""
    shown = shown or str(path)
    check_file(path, shown)
    job = {"path": str(path.absolute()), "shown": shown, "memory": memory}
    grids: list[dict[str, Any]] = ask_once("kg.lists.confined", job, seconds)["grids"]
    return grids


def ask_once(module: str, job: dict[str, Any], seconds: float, folder: str = "") -> dict[str, Any]:
    """Run a module as a child that answers one job with one JSON object, and end it in time.

    `job` names what it works on (`shown`) and its memory; `folder` is where the child may write.
    Raises KgError with the problems of the answer, or for a limit.
    """
    shown, memory = job["shown"], job["memory"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # the child may write no file
    package_parent = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(
        p for p in (package_parent, environment.get("PYTHONPATH", "")) if p
    )
    if folder:
        environment["TMPDIR"] = folder
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=json.dumps(job).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise KgError(
            Problem(
                shown,
                f"读取超过 {seconds:g} 秒，已中止。",
                f"Reading took longer than {seconds:g} seconds and was stopped.",
                "请把清单复制到新的工作簿再试。",
                "Copy the list into a new workbook and try again.",
            )
        ) from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise KgError(
            Problem(
                shown,
                f"读取时内存超过 {memory // 1_000_000} MB 或者进程终止，没有读入任何内容。",
                f"Reading took more than {memory // 1_000_000} MB or ended its process; "
                "nothing was read.",
                "请把清单复制到新的工作簿再试。",
                "Copy the list into a new workbook and try again.",
            )
        ) from None
    if "problems" in answer:
        raise KgError([Problem(**p) for p in answer["problems"]])
    return answer


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


def _confine(memory: int, raw: int) -> None:
    """Limit memory, written files and descriptors (POSIX; elsewhere the time limit still holds)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (raw + 1, raw + 1))


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
    """The child: read the job, read the file, print the grids or the problems as one JSON."""
    # openpyxl would load numpy when it is there, half a second for nothing.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import openpyxl  # noqa: F401  loaded before the limits fall

    job = json.loads(sys.stdin.buffer.read())
    watch_parent()
    # One descriptor for the file itself; the libraries unpack in memory.
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    _confine(job["memory"], free)
    try:
        answer: dict[str, Any] = {"grids": read_grids(Path(job["path"]), job["shown"])}
    except KgError as error:
        answer = refused(error)
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
