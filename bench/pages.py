"""Measures the pages in headless Chromium: seconds that a person waits, medians of warm runs.

`python bench/pages.py [--only NAME…] [--runs N] [--json FILE]`. A measurement, not a test: it
always exits 0. Add a `Measurement` to MEASUREMENTS for a page of its own; `run` gets a browser and
the server's address and returns the milliseconds of one run. The clock is the page's own: from the
event that a person makes to the frame in which the new words stand there.
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
class Measurement:
    """A named wait of a person, with its goal in milliseconds."""

    name: str
    goal: float
    run: Callable[[Browser, str], float]


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


def waited(page: Page, event: str, done: str, act: Callable[[], None]) -> float:
    """Return the milliseconds from an event of `act` to the frame in which `done` (JS) holds."""
    # evaluated without waiting: the promise ends after the action
    page.evaluate(f"args => {{ window.__waited = ({_WATCH})(args); }}", [event, done])
    act()
    found: float = page.evaluate("() => window.__waited")
    return found


def first_page(browser: Browser, address: str) -> float:
    """Measure from the request to the question's form, in a new session with an empty cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.get_by_role("button", name="看回答").wait_for()
    found: float = page.evaluate("() => performance.now()")
    context.close()
    return found


def changed_fact(browser: Browser, address: str) -> float:
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
            times = [m.run(browser, address) for _ in range(runs)]
            median = statistics.median(times)
            found[m.name] = {"median_ms": median, "goal_ms": m.goal, "runs_ms": times}
            mark = "ok" if median <= m.goal else "MISSED"
            print(f"{m.name}: {median:.0f} ms (goal {m.goal:.0f}, {mark}); "
                  f"{min(times):.0f} to {max(times):.0f}")  # fmt: skip
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
