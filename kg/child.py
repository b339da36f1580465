"""A warm child process that can be killed: work on what strangers wrote happens in one.

Engines and parsers have no time-out, and some input ends or bloats the process that reads it, so
the boundary is the process. The child is a module run with `-m`; it answers one line with one line.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

_READY_SECONDS = 60.0


class ChildTooSlow(Exception):
    """The child did not answer in time and was killed."""


class ChildDied(Exception):
    """The child ended instead of answering: too little memory, or a crash of its engine."""


class ChildUnready(ChildDied):
    """The child did not start."""


class Child:
    """A child process of one module, started when first asked and again after a kill.

    `job` is its first line; it answers "ready". Not safe to use from several threads at once.
    """

    def __init__(self, module: str, job: str) -> None:
        self._module, self._job = module, job
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()

    def ask(self, line: str, timeout: float) -> str:
        """Return the child's line for a line. Raises ChildTooSlow or ChildDied."""
        process = self._ready()
        assert process.stdin is not None
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
            answer = self._lines.get(timeout=timeout)
        except queue.Empty:
            self.stop()
            raise ChildTooSlow from None
        except OSError:
            answer = None
        if answer is None:
            self.stop()
            raise ChildDied
        return answer

    def start(self) -> None:
        """Start the child now, if it does not run. Raises ChildUnready."""
        self._ready()

    def stop(self) -> None:
        """Kill the child, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _ready(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._start()
        assert self._process is not None
        return self._process

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("KG_DEBUG") else subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=environment(),
        )
        # A queue of its own for each process: a late line of a killed one is never read.
        self._lines = queue.Queue()
        stdout = self._process.stdout
        assert stdout is not None and self._process.stdin is not None
        threading.Thread(target=_pump, args=(stdout, self._lines), daemon=True).start()
        try:
            self._process.stdin.write(self._job + "\n")
            self._process.stdin.flush()
            ready = self._lines.get(timeout=_READY_SECONDS)
        except (queue.Empty, OSError):
            ready = None
        if ready is None:
            self.stop()
            raise ChildUnready


def environment() -> dict[str, str]:
    """Return the environment in which a child finds this package and speaks UTF-8."""
    found = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    package_parent = str(Path(__file__).resolve().parent.parent)
    found["PYTHONPATH"] = os.pathsep.join(
        p for p in (package_parent, found.get("PYTHONPATH", "")) if p
    )
    return found


def _pump(stream: TextIO, lines: queue.Queue[str | None]) -> None:
    """Hand the child's lines to the queue, and None when it has ended."""
    with contextlib.suppress(ValueError, OSError):
        for line in stream:
            lines.put(line)
    lines.put(None)


def watch_parent() -> None:
    """In a child: end when the asking process has died, which a running query would not notice."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def memory_in_use() -> int:
    """Return this process's address space in bytes, 0 where that cannot be told."""
    status = Path("/proc/self/statm")
    if not status.is_file():
        return 0
    return int(status.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def confine(memory: int, open_files: bool = False) -> None:
    """In a child: limit memory (bytes) and forbid writing files. POSIX only.

    Without `open_files` no further descriptor can be opened, so no socket either; with it the
    Python interpreter refuses every connection.
    """
    try:
        import resource
    except ImportError:  # Windows has no resource limits; the time limit still holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if open_files:
        sys.addaudithook(_refuse_sockets)
        return
    here = Path("/proc/self/fd")
    highest = max((int(fd.name) for fd in here.iterdir()), default=3) if here.is_dir() else 3
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest, highest))


def _refuse_sockets(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket.") and event != "socket.__new__":
        raise PermissionError("no network here")
