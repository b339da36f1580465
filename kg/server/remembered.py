"""Answers that were given already: a build never changes, so the same question has the same answer.

Kept beside the build that they came from, and gone with it. The least used go first. A request with
`Cache-Control: no-cache` is answered anew (RFC 9111 section 5.2.1.4).
"""

from __future__ import annotations

from collections import OrderedDict

from kg.server.workers import Reply

_ALL, _ONE = 64_000_000, 4_000_000  # bytes of all answers and of one


class Remembered:
    """The newest answers by the key of what was asked. Used from the event loop alone."""

    def __init__(self, limit: int = _ALL, longest: int = _ONE) -> None:
        self._limit, self._longest = limit, longest
        self._kept: OrderedDict[str, Reply] = OrderedDict()
        self._size = 0

    def get(self, key: str) -> Reply | None:
        """Return what was answered, None when that is not known."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer, unless it is very long."""
        if len(reply.body) > self._longest or key in self._kept:
            return
        self._kept[key] = reply
        self._size += len(reply.body)
        while self._size > self._limit:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body)
