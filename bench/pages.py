"""Measures the pages in a real browser: how soon they can be used, how soon they answer anew.

`python bench/pages.py [NAME...]`: Chromium without a window, on a server of its own, medians of a
few runs; names choose among MEASUREMENTS by their beginning. A measurement, not a test: exit 0.

A page adds its own figures to MEASUREMENTS: a name, a goal with its unit, and a function that takes
the Bench and returns the single values.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.measure import ROOT, Cost
from bench.report import Report, describe_machine

READY_SECONDS, WAIT, RUNS, COLD_RUNS, VISITORS = 120, 60_000, 5, 3, 20
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
USABLE = {
    "": ".st-key-home\\.answer button, [class*='st-key-home'] button",
    "ask": ".st-key-glance",
}


@dataclass
class Server:
    """A running `kg serve`: its address and its process."""

    address: str
    process: subprocess.Popen[bytes]

    def megabytes(self) -> float:
        """Return the memory of the process and all below it: proportional set size, in MB."""
        return sum(map(_pss, _tree(self.process.pid))) / 1024

    def seconds(self) -> float:
        """Return the CPU seconds that the process has taken until now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Bench:
    """What a measurement may use: a browser, and a server that has been used before."""

    browser: Browser
    server: Server
    cpu: list[float] = field(default_factory=list)

    def page(self, context: BrowserContext | None = None) -> Page:
        """Return a new page, in a new context (nothing cached) unless one is given."""
        page = (context or self.browser.new_context()).new_page()
        page.set_default_timeout(WAIT)
        return page


@dataclass(frozen=True)
class Measurement:
    """A figure: its name, the goal that it shall not exceed, the unit, and how it is measured."""

    name: str
    goal: float
    unit: str
    values: Callable[[Bench], Sequence[float]]


@contextmanager
def serving() -> Iterator[Server]:
    """Run `kg serve` on a free port over the build in KG_OUT; stop it by its own process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--port", str(port)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + READY_SECONDS
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("kg serve did not start")
            time.sleep(0.1)
        yield Server(address, process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(15)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def _tree(pid: int) -> list[int]:
    """Return a process and everything below it."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(p for child in below for p in _tree(int(child)))]


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


# --- measurements ------------------------------------------------------------------------------


def usable(bench: Bench, page: Page, server: Server, name: str = "") -> float:
    """Return the seconds from the address to a page that can be used; note the server's CPU."""
    begin, taken = time.perf_counter(), server.seconds()
    page.goto(f"{server.address}/{name}?lang=zh", wait_until="commit")
    page.locator(USABLE[name]).first.wait_for()
    bench.cpu.append(server.seconds() - taken)
    return time.perf_counter() - begin


def first_cold(bench: Bench) -> list[float]:
    """Return the first page of a server that nobody has asked, with nothing in the browser."""
    found = []
    for _ in range(COLD_RUNS):
        with serving() as server:
            page = bench.page()
            found.append(usable(bench, page, server))
            page.context.close()
    return found


def first_warm(bench: Bench) -> list[float]:
    """Return the first page for a visitor who has been here, on a server that is in use."""
    context = bench.browser.new_context()
    found = [_closed(bench, bench.page(context)) for _ in range(RUNS + 1)][1:]
    context.close()
    return found


def _closed(bench: Bench, page: Page) -> float:
    seconds = usable(bench, page, bench.server)
    page.close()
    return seconds


def changed_fact(bench: Bench) -> list[float]:
    """Return the milliseconds from a fact chosen on the page Ask to the answer that follows."""
    page = bench.page()
    usable(bench, page, bench.server, "ask")
    bench.cpu.clear()
    box = page.locator("[class*='st-key-fact-'][class*='fault'] [data-testid='stSelectbox']").last
    found = []
    for _ in range(RUNS + 1):
        before = page.locator(".st-key-glance").inner_text()
        box.locator("input").click()
        options = page.locator("[role='option']")
        options.first.wait_for()
        chosen = page.locator("[role='option'][aria-selected='false']")
        other = next(o for o in chosen.all() if o.inner_text() in ("无过错", "重大过失"))
        begin, taken = time.perf_counter(), bench.server.seconds()
        other.click()
        page.wait_for_function(
            "before => document.querySelector('.st-key-glance').innerText !== before", arg=before
        )
        found.append((time.perf_counter() - begin) * 1000)
        bench.cpu.append(bench.server.seconds() - taken)
        page.wait_for_timeout(700)  # the rest of that run, and the toast
    page.context.close()
    return found[1:]


def visitors(bench: Bench) -> list[float]:
    """Return how many of twenty visitors at once met an error: on two pages each, and a change."""
    pages = [bench.page() for _ in range(VISITORS)]
    failed: set[int] = set()
    for number, page in enumerate(pages):
        page.on("pageerror", lambda error, n=number: failed.add(n))
    for name, sign in USABLE.items():
        for page in pages:
            page.goto(f"{bench.server.address}/{name}?lang=zh", wait_until="commit")
        for number, page in enumerate(pages):
            page.locator(sign).first.wait_for()
            if page.locator("[data-testid='stException'], [data-testid='stAlert']").count():
                failed.add(number)
    for page in pages:
        page.context.close()
    return [float(len(failed))]


def memory(bench: Bench) -> list[float]:
    """Return the server's memory after the visitors, in MB."""
    return [bench.server.megabytes()]


MEASUREMENTS = [
    Measurement("first page usable, cold", 2.5, "s", first_cold),
    Measurement("first page usable, warm", 1.0, "s", first_warm),
    Measurement("changed fact to new answer", 300, "ms", changed_fact),
    Measurement(f"{VISITORS} visitors at once, errors", 0, "", visitors),
    Measurement(f"memory after {VISITORS} visitors (PSS)", 1000, "MB", memory),
]


def main() -> int:
    """Measure, print the table; always return 0."""
    wanted = tuple(sys.argv[1:])
    report = Report(machine=describe_machine())
    began = time.monotonic()
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        print("no Chromium: install it, or name it in CHROMIUM")
        return 0
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        os.environ["KG_OUT"] = folder
        with sync_playwright() as playwright, serving() as server:
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            bench = Bench(browser, server)
            for measurement in MEASUREMENTS:
                if not wanted or measurement.name.startswith(wanted):
                    _measure(bench, measurement, report)
            browser.close()
    machine = report.machine
    after = [round(x, 2) for x in os.getloadavg()]
    print(f"{machine['cpu']} x {machine['processors']}, load {machine['load_before']} before,")
    print(f"{after} after, {time.monotonic() - began:.0f} s in all")
    head = f"\n{'page, median':<40}{'goal':>12}{'measured':>12}{'server CPU s':>14}  verdict"
    print(head)
    for target in report.targets:
        cost = report.costs.get(target.name)
        cpu = f"{cost.cpu:.2f}" if cost else ""
        print(f"{target.name:<40}{target.goal:>12}{target.measured:>12}{cpu:>14}  {target.verdict}")
    for name, said in report.failures.items():
        print(f"failed: {name}: {said}")
    return 0


def _measure(bench: Bench, measurement: Measurement, report: Report) -> None:
    print(f"measuring {measurement.name} …", file=sys.stderr)
    bench.cpu.clear()
    try:
        values = measurement.values(bench)
    except Exception as error:
        report.failures[measurement.name] = f"{type(error).__name__}: {error}"
        return
    digits = 2 if measurement.unit == "s" else 0
    middle = statistics.median(values)
    report.at_most(measurement.name, middle, measurement.goal, measurement.unit, digits)
    print(f"  {[round(v, digits) for v in values]} {measurement.unit}", file=sys.stderr)
    if bench.cpu:
        report.costs[measurement.name] = Cost(0.0, statistics.median(bench.cpu))


if __name__ == "__main__":
    sys.exit(main())
