"""SPARQL servers for tests: Oxigraph in a process of its own, and small ones that misbehave."""

import http.server
import shutil
import socket
import subprocess
import sysconfig
import threading
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen


def free_port():
    """Return a loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stop(process):
    """End a process that was started here."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def wait_for(url, process, seconds=20):
    """Wait until something answers at an address."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended at once"
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"no server at {url} within {seconds} s")


@contextmanager
def oxigraph(location, *flags, command="serve"):
    """Run `oxigraph serve` over a folder on a free loopback port; yield its base address."""
    binary = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or "oxigraph"
    port = free_port()
    process = subprocess.Popen(
        [binary, command, "--location", str(location), "--bind", f"127.0.0.1:{port}", *flags],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


@contextmanager
def answering(answer):
    """Serve HTTP in a thread; `answer(handler)` writes what each request gets. Yields the address.

    The handler has `body`, the request's whole body.
    """

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle_any(self):
            self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer(self)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def reply(handler, status, media="text/plain", body=b"", **headers):
    """Write one answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", media)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
