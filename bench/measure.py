"""What one run costs: a process or a call, in wall and CPU seconds and memory."""

from __future__ import annotations

import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROCESS_SECONDS = 60


@dataclass(frozen=True)
class Cost:
    """What one run cost: wall and CPU seconds, and the peak of memory where it is known."""

    wall: float
    cpu: float
    peak_mb: float = 0.0


def process(arguments: list[str], out: Path) -> Cost:
    """Run `kg` in a fresh process and return its cost; raise RuntimeError when it fails."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KG_OUT": str(out)}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "kg.cli", *arguments],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        with limit(PROCESS_SECONDS):
            try:
                _, status, usage = os.wait4(child.pid, 0)
            except TimeoutError:
                os.kill(child.pid, signal.SIGKILL)
                os.wait4(child.pid, 0)
                raise
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()[-300:]
            raise RuntimeError(f"kg {' '.join(arguments)}: exit {child.returncode}: {said}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def inside(work: Callable[[], Any]) -> Cost:
    """Return what a call cost in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the medians of wall and CPU, and the highest peak."""
    return Cost(
        statistics.median(c.wall for c in costs),
        statistics.median(c.cpu for c in costs),
        max(c.peak_mb for c in costs),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the least value that at least this share of the values does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


@contextmanager
def limit(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in the main thread after some seconds."""

    def stop(signum: int, frame: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)
