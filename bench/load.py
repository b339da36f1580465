"""A small HTTP client for measuring: keep-alive connections in threads, the least work a request.

The client shares the machine with the server that it measures, so it parses no more than it must.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

LATE = 5.0  # seconds after the end when a load that is behind its rate is given up


@dataclass
class Load:
    """What a load gave: seconds of each answered request, what went wrong, and how long it took."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    took: float = 0.0

    @property
    def rate(self) -> float:
        """Return the answered requests a second."""
        return len(self.seconds) / self.took if self.took else 0.0


def free_port() -> int:
    """Return a loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Connection:
    """One keep-alive connection; `ask` sends bytes and reads one whole answer."""

    def __init__(self, port: int, timeout: float) -> None:
        self._where, self._timeout = ("127.0.0.1", port), timeout
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(self._where, self._timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = b""

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def reset(self) -> None:
        """Begin anew after an error."""
        self.close()
        self._open()

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Return the status and the body; raise OSError when there is no whole answer."""
        self._socket.sendall(request)
        head, _, rest = self._until(b"\r\n\r\n")
        status = int(head[9:12])
        names = head.lower()
        if b"\r\ntransfer-encoding: chunked" in names:
            return status, self._chunks(rest)
        start = names.find(b"\r\ncontent-length:")
        length = int(names[start + 17 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        while len(rest) < length:
            rest += self._more()
        self._left = rest[length:]
        return status, rest[:length]

    def _more(self) -> bytes:
        part = self._socket.recv(262_144)
        if not part:
            raise OSError("connection closed")
        return part

    def _until(self, mark: bytes) -> tuple[bytes, bytes, bytes]:
        data, self._left = self._left, b""
        while mark not in data:
            data += self._more()
        return data.partition(mark)

    def _chunks(self, rest: bytes) -> bytes:
        body = []
        while True:
            while b"\r\n" not in rest:
                rest += self._more()
            size, _, rest = rest.partition(b"\r\n")
            length = int(size.split(b";")[0], 16)
            while len(rest) < length + 2:
                rest += self._more()
            if not length:
                self._left = rest[2:]
                return b"".join(body)
            body.append(rest[:length])
            rest = rest[length + 2 :]


def sparql_request(path: str, query: str, port: int, anew: bool = True) -> bytes:
    """Return a GET of a query for JSON results; `anew` asks for no remembered answer."""
    head = f"GET {path}?query={quote(query, safe='')} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    fresh = "Cache-Control: no-cache\r\n" if anew else ""
    return f"{head}{fresh}Accept: application/sparql-results+json\r\n\r\n".encode()


def run(
    port: int,
    requests: Sequence[bytes],
    clients: int,
    seconds: float,
    rate: float = 0.0,
    timeout: float = 30.0,
    check: Callable[[int, bytes], str] = lambda status, body: "" if status == 200 else str(status),
) -> Load:
    """Ask in turn with some clients for some seconds; `rate` paces them together, 0 does not.

    `check` returns what is wrong with an answer, "" for nothing. Paced requests are timed from the
    moment when they were due, so that a stalled server does not look quick.
    """
    load, lock = Load(), threading.Lock()
    began = time.perf_counter()
    end = began + seconds

    def client(number: int) -> None:
        mine: list[float] = []
        wrong: list[str] = []
        connection = Connection(port, timeout)
        turn = number
        while True:
            due = began + turn / rate if rate else time.perf_counter()
            if due >= end or time.perf_counter() > end + LATE:
                break
            if rate and due > time.perf_counter():
                time.sleep(due - time.perf_counter())
            try:
                said = check(*connection.ask(requests[turn % len(requests)]))
            except (OSError, ValueError) as error:
                said = type(error).__name__
                connection.reset()
            mine.append(time.perf_counter() - due)
            if said:
                wrong.append(said)
            turn += clients
        connection.close()
        with lock:
            load.seconds += mine
            load.errors += wrong

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.took = time.perf_counter() - began
    return load
