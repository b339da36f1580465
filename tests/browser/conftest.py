"""Starts the server as a person would, and a browser beside it; ends only what it started."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 120
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]  # WCAG 2.2 AA, as axe tags it
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def serve(log: Path) -> Iterator[str]:
    """Run `kg serve` on a free port; yield its address; stop it and its child by their group."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "kg.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            end = time.monotonic() + READY_SECONDS
            while not answers(address):
                said = log.read_text("utf-8", "replace")
                assert process.poll() is None, f"the server ended: {said}"
                assert time.monotonic() < end, f"no answer in {READY_SECONDS} s: {said}"
                time.sleep(0.2)
            yield address
        finally:
            process.send_signal(2)  # Ctrl-C, so that the command stops Streamlit too
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(15)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("serve") / "log.txt") as address:
        yield address
    assert not answers(address), "the server still answers after it was stopped"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no Chromium: install it, or name it in CHROMIUM"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def shots() -> Callable[[str], str]:
    """Return where a screenshot goes: out/screenshots of the checkout."""
    folder = ROOT / "out" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return lambda name: str(folder / f"{name}.png")


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Return a check of a page, or of one frame of it, against WCAG 2.2 AA with axe-core.

    `axe(page)` gives one line a violation and place; `leave_out` names CSS selectors not looked at.
    """
    engine = Axe()

    def check(page: Page | Frame, leave_out: tuple[str, ...] = ()) -> list[str]:
        where = {"exclude": [[selector] for selector in leave_out]} if leave_out else None
        options = {"resultTypes": ["violations"], "runOnly": STANDARD}
        found = engine.run(page, context=where, options=options).response["violations"]
        return [
            f"{v['id']} ({v['impact']}): {v['help']}: {' '.join(map(str, node['target']))}"
            for v in found
            for node in v["nodes"]
        ]

    return check
