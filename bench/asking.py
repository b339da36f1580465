"""Measures the pages in headless Chromium: seconds that a person waits, medians of warm runs.

`python bench/asking.py [--only NAME…] [--runs N] [--json FILE]`. A measurement, not a test: it
always exits 0. Add a `Measurement` to MEASUREMENTS for a page of its own; `run` gets a browser and
the server's address and returns the `Wait` of one run. The clock is the page's own: from the event
that a person makes to the frame in which the new words stand there. Beside it stand the CPU times
of the server and of the page's main thread, which a busy machine does not lengthen.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from conftest import ARGUMENTS, serve  # noqa: E402  starts and stops the server for the tests too
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

RUNS = 7
# Begins at the next event of the kind, ends in the frame after `done` first holds.
_WATCH = """([kind, done]) => new Promise((resolve, reject) => {
  let began = 0;
  const holds = new Function('return ' + done);
  const look = () => {
    if (!began || !holds()) return;
    seen.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - began));
  };
  const seen = new MutationObserver(look);
  seen.observe(document.body, {subtree: true, childList: true, characterData: true});
  addEventListener(kind, e => { if (!began) { began = performance.now(); look(); } },
                   {capture: true, once: true});
  setTimeout(() => { seen.disconnect(); reject(new Error('never: ' + done)); }, 30000);
})"""


@dataclass(frozen=True)
class Wait:
    """How long a person waited, and what of it was work: milliseconds."""

    wall: float
    server: float
    page: float


@dataclass(frozen=True)
class Measurement:
    """A named wait of a person, with its goal in milliseconds."""

    name: str
    goal: float
    run: Callable[[Browser, str], Wait]


def server_cpu() -> float:
    """Return the CPU milliseconds so far of `kg serve` and what it started, from /proc."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)], ticks[int(folder.name)] = (
                int(stat[1]), int(stat[11]) + int(stat[12]),
            )  # fmt: skip
        except (OSError, ValueError):
            continue
    ours = {p for p, up in parents.items() if up == os.getpid() and _serves(p)}
    for _ in range(4):  # a server, its children, theirs
        ours |= {p for p, up in parents.items() if up in ours}
    return sum(ticks[p] for p in ours) * 1000 / os.sysconf("SC_CLK_TCK")


def _serves(process: int) -> bool:
    try:
        told = (Path("/proc") / str(process) / "cmdline").read_bytes()
    except OSError:
        return False
    return b"kg.cli" in told or b"streamlit" in told  # before and after it starts the pages


def opened(browser: Browser, address: str) -> Page:
    """Open a page in a new session and wait until it stands still."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address)
    page.locator("h1").first.wait_for()
    still(page)
    return page


def still(page: Page) -> None:
    """Wait until the script has run to its end."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(300)


def waited(page: Page, event: str, done: str, act: Callable[[], None]) -> Wait:
    """Return the wait from an event of `act` to the frame in which `done` (JS) holds."""
    thread = page.context.new_cdp_session(page)
    thread.send("Performance.enable", {"timeDomain": "threadTicks"})

    def page_cpu() -> float:
        metrics = thread.send("Performance.getMetrics")["metrics"]
        return next(m["value"] for m in metrics if m["name"] == "TaskDuration") * 1000

    # evaluated without waiting: the promise ends after the action
    page.evaluate(f"args => {{ window.__waited = ({_WATCH})(args); }}", [event, done])
    server, own = server_cpu(), page_cpu()
    act()
    wall: float = page.evaluate("() => window.__waited")
    return Wait(wall, server_cpu() - server, page_cpu() - own)


def first_page(browser: Browser, address: str) -> Wait:
    """Measure from the request to the question's form, in a new session with an empty cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    server = server_cpu()
    page.goto(address, wait_until="commit")
    page.get_by_role("button", name="看回答").wait_for()
    wall: float = page.evaluate("() => performance.now()")
    found = Wait(wall, server_cpu() - server, float("nan"))
    context.close()
    return found


def changed_fact(browser: Browser, address: str) -> Wait:
    """Measure from the choice of another fault to the outcome that follows from it."""
    page = opened(browser, f"{address}/ask?lang=en")
    box = page.locator(".st-key-step-s3").get_by_role("combobox", name="Fault", exact=True)
    verdict = "document.querySelector('.st-key-verdict').innerText"

    def choose(option: str) -> Callable[[], None]:
        def act() -> None:
            page.get_by_role("option", name=option, exact=True).click()

        box.focus()
        box.press("ArrowDown")
        return act

    # the first change is the warm-up; the second is measured
    waited(page, "click", f"{verdict}.includes('⇄')", choose("no fault"))
    still(page)
    found = waited(page, "click", f"!{verdict}.includes('⇄')", choose("gross negligence"))
    still(page)
    page.context.close()
    return found


MEASUREMENTS = [
    Measurement("first page, warm server", 1000, first_page),
    Measurement("a changed fact to a new answer", 300, changed_fact),
]


def measure(only: list[str], runs: int) -> dict[str, dict[str, Any]]:
    """Run the measurements; return medians and all runs in milliseconds, by name."""
    found: dict[str, dict[str, Any]] = {}
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder) / "log.txt") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        for m in MEASUREMENTS:
            if only and not any(word in m.name for word in only):
                continue
            m.run(browser, address)  # warm
            waits = [m.run(browser, address) for _ in range(runs)]
            median, server, own = (
                statistics.median(getattr(w, name) for w in waits)
                for name in ("wall", "server", "page")
            )
            times = [w.wall for w in waits]
            found[m.name] = {
                "median_ms": median, "goal_ms": m.goal, "runs_ms": times,
                "server_cpu_ms": server, "page_cpu_ms": own,
            }  # fmt: skip
            mark = "ok" if median <= m.goal else "MISSED"
            print(f"{m.name}: {median:.0f} ms (goal {m.goal:.0f}, {mark}); {min(times):.0f} to "
                  f"{max(times):.0f}; CPU of server {server:.0f}, of page {own:.0f}",
                  flush=True)  # fmt: skip
        browser.close()
    return found


def main() -> None:
    """Measure and print; write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="words of names to measure")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found = measure(asked.only, asked.runs)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
