"""Times the passes of a build, for whoever asks; nothing of it reaches what is built."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

Watch = Callable[[str, float, int], None]


class Passes:
    """Tells a watcher how long each pass took, counted from the end of the one before.

    A watcher is called once a pass, in order, with the pass's name, seconds and size; the name ends
    in the unit of the size, `(bytes)` or `(quads)`.
    """

    def __init__(self, watch: Watch | None = None) -> None:
        self._watch = watch
        self._last = time.perf_counter()

    def done(self, name: str, size: Callable[[], int]) -> None:
        """Report a pass; `size` is only asked when somebody watches, and is not timed."""
        if self._watch is None:
            return
        seconds = time.perf_counter() - self._last
        self._watch(name, seconds, size())
        self._last = time.perf_counter()


def file_bytes(paths: Iterable[Path]) -> int:
    """Return how many bytes some files have together."""
    return sum(path.stat().st_size for path in paths if path.is_file())
