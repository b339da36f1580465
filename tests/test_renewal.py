"""A server turns to a new build while it runs: whole, checked, and with no request lost."""

import asyncio
import http.client
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from servers import free_port, stop, wait_for

from kg import pipeline
from kg.errors import KgError
from kg.namespaces import BASE
from kg.pipeline.builds import CURRENT, current_build
from kg.server.sharing import Served

ROOT = Path(__file__).resolve().parents[1]
NODE = "concept/act/decide"
QUERY = f"SELECT ?x WHERE {{ <{BASE}{NODE}> skos:definition ?x }}"
WORD = "A decision, renewed"


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        return reply.status, reply.getheader("ETag"), reply.read().decode()
    finally:
        connection.close()


def until(true, seconds=120):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def children(pid):
    """Return the query workers of a server."""
    return {
        child
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    }


def run(environment, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", *arguments],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_a_new_build_is_served_and_a_broken_one_is_not(content, tmp_path):  # noqa: PLR0915  a tale
    log = tmp_path / "log"
    out = tmp_path / "out"
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "KG_CONTENT": str(content), "KG_OUT": str(out),
    }  # fmt: skip
    port = free_port()
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "kg.cli", "serve", "--no-app", "--port", str(port),
             "--workers", "1"],
            env=environment, stdout=subprocess.DEVNULL, stderr=file,
        )  # fmt: skip
    seen, ending = [], threading.Event()
    path = "/sparql?" + urlencode({"query": QUERY})

    def ask_on():
        while not ending.is_set():
            seen.append(get(port, path))
            time.sleep(0.02)

    reader = threading.Thread(target=ask_on)
    try:
        wait_for(f"http://127.0.0.1:{port}/sparql", process, 120)
        first = current_build(out)
        old = get(port, path)
        page = get(port, f"/page/{NODE}?lang=en")
        workers = children(process.pid)
        assert (old[0], page[0], len(workers)) == (200, 200, 2)
        reader.start()

        def point(folder):
            (out / "builds" / "new").write_text(folder.name + "\n")
            (out / "builds" / "new").replace(out / "builds" / CURRENT)

        for number, harm in enumerate((_flip_a_byte, _lose_a_file, _vouch_for_nonsense)):
            broken = out / "builds" / f"{number:020}"
            shutil.copytree(first, broken)
            harm(broken)
            point(broken)
            until(lambda n=number: log.read_text().count("so far stays") == n + 1)
            assert get(port, path) == old
        shutil.rmtree(out / "builds" / f"{0:020}")

        schemes = content / "ontology" / "schemes.ttl"
        before = schemes.read_text(encoding="utf-8")
        told = json.loads(old[2])["results"]["bindings"]
        english = next(t["x"]["value"] for t in told if t["x"]["xml:lang"] == "en")
        assert before.count(f'"{english}"@en') == 1
        schemes.write_text(before.replace(f'"{english}"', f'"{WORD}"'), encoding="utf-8")
        run(environment, "build")
        until(lambda: "now serving the new graph" in log.read_text())
        new = get(port, path)
        assert WORD in new[2]
        assert new[1] != old[1]
        changed = get(port, f"/page/{NODE}?lang=en")
        assert WORD in changed[2]
        assert changed[1] != page[1]
        until(lambda: not children(process.pid) & workers)
        assert len(children(process.pid)) == 2

        schemes.write_text(before, encoding="utf-8")
        run(environment, "build")
        until(lambda: get(port, path) == old)
        ending.set()
        reader.join()
        assert {status for status, _, _ in seen} == {200}
        assert {(tag, body) for _, tag, body in seen} <= {old[1:], new[1:]}
        assert get(port, f"/page/{NODE}?lang=en") == page
    finally:
        ending.set()
        stop(process)


def _flip_a_byte(folder):
    file = folder / "default.nt"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def _lose_a_file(folder):
    (folder / "rules.json").unlink()


def _vouch_for_nonsense(folder):
    """The manifest names these very files, but what they hold was made from other content."""
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["content"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))


class Part:
    """Stands for what a server shares: only that it was closed matters."""

    closed = False


def test_what_was_served_ends_with_its_last_reader():
    async def close(old):
        old.closed = True

    async def changes():
        first, second, third = Part(), Part(), Part()
        served = Served(first, close)
        early, late = served.lease(), served.lease()
        assert early.__enter__() is late.__enter__() is first
        served.replace(second)
        with served.lease() as held:
            assert held is second
            early.__exit__(None, None, None)
            await asyncio.sleep(0.01)
            assert not first.closed
            late.__exit__(None, None, None)
            await asyncio.sleep(0.01)
            assert first.closed
        served.replace(third)
        await asyncio.sleep(0.01)
        assert (second.closed, third.closed) == (True, False)
        assert served.now is third

    asyncio.run(changes())


def test_the_pages_are_given_the_new_graph(graph):
    class Other:
        pass

    try:
        pipeline.use_graph(Other)
        assert pipeline.open_graph() is Other
    finally:
        pipeline.use_graph(graph)
    assert pipeline.open_graph() is graph


def test_a_build_that_cannot_be_opened_is_told(graph, tmp_path):
    with pytest.raises(KgError, match="not the ones that its manifest"):
        pipeline.open_build(tmp_path)
    folder = tmp_path / "copy"
    shutil.copytree(graph.folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "version": "0"}))
    with pytest.raises(KgError, match="another version"):
        pipeline.open_build(folder)
