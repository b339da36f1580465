"""Measures exploring and reading: gathered in this process, drawn in headless Chromium.

`python bench/exploring.py [--only WORD] [--json FILE]` starts `kg serve` on a free port and a
browser beside it, and ends both. Each measurement is a name, a target in seconds, and a function
that returns its samples in seconds; add one to MEASUREMENTS. Samples in process are CPU seconds,
those in the browser wall seconds unless they say CPU, so a busy machine makes the latter longer.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg import pipeline  # noqa: E402  found from the checkout

RUNS, START_SECONDS = 7, 120
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass
class Place:
    """Where is measured: the graph, and on demand a server and a browser page that looks at it."""

    stack: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def graph(self) -> pipeline.Graph:
        """The opened graph, with its index made."""
        graph = pipeline.open_graph()
        pipeline.neighbourhood(graph, self.hundred(graph))
        return graph

    @staticmethod
    def hundred(graph: pipeline.Graph) -> str:
        """Return the node whose neighbourhood is nearest to 100 nodes."""
        iris = [i for i in graph.index.out if graph.index.node(i).kind in ("concept", "document")]
        return min(iris, key=lambda i: abs(100 - len(pipeline.neighbourhood(graph, i).nodes)))

    @cached_property
    def address(self) -> str:
        """The address of a server of the pages, started for the measurements."""
        return self.stack.enter_context(serving())

    @cached_property
    def page(self) -> Any:
        """A browser page, warm: the front page was opened in it."""
        from playwright.sync_api import sync_playwright

        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        playwright = self.stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        self.stack.callback(browser.close)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(60_000)
        page.goto(f"{self.address}/explore?lang=en")
        page.wait_for_selector(".kg[data-drawn]")
        return page


@contextmanager
def serving() -> Iterator[str]:
    """Run `kg serve` on a free port until it is no longer needed; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--port", str(port)],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(START_SECONDS * 5):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        else:
            raise TimeoutError(f"no answer in {START_SECONDS} s")
        yield address
    finally:
        process.terminate()
        process.wait(15)


def cpu(work: Callable[[], Any]) -> float:
    """Return the CPU seconds of a call in this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def neighbourhood_in_process(place: Place) -> Sequence[float]:
    """Gather the neighbourhood of about a hundred nodes."""
    iri = place.hundred(place.graph)
    return [cpu(lambda: pipeline.neighbourhood(place.graph, iri)) for _ in range(RUNS * 5)]


def two_hops_in_process(place: Place) -> Sequence[float]:
    """Gather the 300 nearest of the nodes two links from the chief procurator."""
    iri = pipeline.find_node(place.graph, "concept/office/chief-procurator")
    assert iri
    return [cpu(lambda: pipeline.neighbourhood(place.graph, iri, 2)) for _ in range(RUNS * 5)]


def article_in_process(place: Place) -> Sequence[float]:
    """Gather an article with its facts, counterparts, rules and questions."""
    ident = "opinions-2024/art-30"
    pipeline.read_article(place.graph, ident)
    return [cpu(lambda: pipeline.read_article(place.graph, ident)) for _ in range(RUNS * 5)]


def _opened(place: Place) -> Iterator[Any]:
    """Open the node with a hundred neighbours again and again, by its address, in a warm page."""
    node = place.hundred(place.graph).removeprefix("https://w3id.org/judicial-responsibility/")
    for _ in range(RUNS):
        place.page.goto("about:blank")
        began = time.perf_counter()
        place.page.goto(f"{place.address}/explore?node={node}&lang=en", wait_until="commit")
        place.page.wait_for_selector(".kg[data-drawn]")
        yield time.perf_counter() - began


def page_to_drawing(place: Place) -> Sequence[float]:
    """Open the page by its address until the neighbourhood is drawn, everything cached."""
    assert place.page
    return list(_opened(place))[1:]


def drawing_alone(place: Place) -> Sequence[float]:
    """Lay out and draw the neighbourhood, as the script in the browser counts it."""
    assert place.page
    found = []
    for _ in _opened(place):
        told = place.page.locator(".kg").first.get_attribute("data-milliseconds")
        found.append(int(told) / 1000)
    return found[1:]


def drawing_cpu(place: Place) -> Sequence[float]:
    """CPU seconds of the page's main thread from following a link until the drawing stands."""
    session = place.page.context.new_cdp_session(place.page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))

    found = []
    for _ in _followed(place, lambda: found.append(-spent())):
        found[-1] += spent()
    return found[1:]


def _followed(place: Place, before: Callable[[], None]) -> Iterator[float]:
    """Follow a link from the whole graph to the chief procurator (158 nodes), again and again."""
    page = place.page
    for _ in range(RUNS):
        page.goto(f"{place.address}/explore?lang=en")
        link = page.locator(".st-key-explore-trail a").nth(1)
        link.wait_for()
        page.wait_for_timeout(1500)  # until the page is at rest
        before()
        began = time.perf_counter()
        link.click()
        page.wait_for_selector(".kg[data-milliseconds]")
        yield time.perf_counter() - began


def following(place: Place) -> Sequence[float]:
    """Follow a link to a node with 158 nodes around it until they are drawn."""
    assert place.page
    return list(_followed(place, lambda: None))[1:]


def choosing(place: Place) -> Sequence[float]:
    """Choose a node of the drawing until it is shown beside it."""
    page = place.page
    page.goto(f"{place.address}/explore?node=id/opinions-2024/art-30&lang=en")
    page.wait_for_selector(".kg[data-drawn]")
    page.locator(".kg-stage").press("ArrowRight")
    found = []
    for run in range(RUNS):
        before = page.locator(".st-key-explore-beside").inner_text()
        page.locator(".kg-stage").press("ArrowLeft" if run % 2 else "ArrowRight")
        began = time.perf_counter()
        page.keyboard.press("Enter")
        page.wait_for_function(
            "before => document.querySelector('.st-key-explore-beside').innerText !== before",
            arg=before,
        )
        found.append(time.perf_counter() - began)
    return found


@dataclass(frozen=True)
class Measurement:
    """One figure: its name, its target in seconds, and how its samples are taken."""

    name: str
    target: float
    samples: Callable[[Place], Sequence[float]]


MEASUREMENTS = [
    Measurement("neighbourhood of 100 nodes, in process (CPU)", 0.005, neighbourhood_in_process),
    Measurement("two links from a hub, in process (CPU)", 0.05, two_hops_in_process),
    Measurement("one article gathered, in process (CPU)", 0.01, article_in_process),
    Measurement("neighbourhood of 100 nodes, laid out and drawn", 1.0, drawing_alone),
    Measurement("158 nodes by a link, main thread (CPU)", 1.0, drawing_cpu),
    Measurement("158 nodes by a link, until they are drawn", 1.0, following),
    Measurement("page opened until 100 nodes are drawn, warm", 1.0, page_to_drawing),
    Measurement("a node chosen until it is shown beside", 0.3, choosing),
]


def main() -> int:
    """Measure and print a line each; always return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="measure only what has this word in its name")
    parser.add_argument("--json", type=Path, help="write every sample to this file")
    options = parser.parse_args()
    place, kept = Place(), {}
    print(f"load {os.getloadavg()[0]:.1f}")
    with place.stack:
        for one in MEASUREMENTS:
            if options.only not in one.name:
                continue
            try:
                samples = one.samples(place)
            except Exception as error:
                print(f"{one.name:52} failed: {type(error).__name__}: {error}")
                continue
            kept[one.name] = list(samples)
            median = statistics.median(samples)
            verdict = "ok" if median <= one.target else "over"
            print(
                f"{one.name:52} {median * 1000:9.1f} ms   at most {one.target * 1000:g}  {verdict}"
            )
    print(f"load {os.getloadavg()[0]:.1f}")
    if options.json:
        options.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
