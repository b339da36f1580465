"""Measures the endpoint over HTTP beside `oxigraph serve-read-only` and rdflib-endpoint.

`python bench/endpoint.py [--seconds 60] [--json FILE]`. A measurement, not a test; always exits 0.
All three servers hold the same default graph, one after the other, and get the same queries from
the same client (bench/load.py), which shares the processors with them. What is measured, and how,
stands in bench/README.md. rdflib-endpoint is left out where the extra `bench` is not installed.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.load import Connection, Load, free_port, run, sparql_request  # noqa: E402
from bench.measure import percentile  # noqa: E402

CLIENTS, LOOKUP_SECONDS, ROUNDS, RATE = 8, 8.0, 5, 200.0
SUSTAINED = {"sustained": False, "sustained, each anew": True}  # with and without remembering
ASK_SECONDS, PEER_SECONDS = 10.0, 120.0  # one question of a slow peer, and all of them


@dataclass
class Server:
    """A server that runs: its port, query path and process; what was measured of it."""

    name: str
    port: int
    path: str
    pid: int
    found: dict[str, Any] = field(default_factory=dict)

    def requests(self, queries: Sequence[str], anew: bool = True) -> list[bytes]:
        """Return the queries as requests to this server; `anew`: no remembered answers."""
        return [sparql_request(self.path, query, self.port, anew) for query in queries]


def main() -> int:
    """Measure, print the tables, write the JSON file when one is named; always return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="length of the sustained load")
    parser.add_argument("--json", type=Path, help="write everything that was measured to this file")
    options = parser.parse_args()
    from kg import pipeline

    load_before = os.getloadavg()[0]
    graph = pipeline.open_graph()
    lookups = [
        f"SELECT ?p ?o WHERE {{ <{row['s']}> ?p ?o }}"
        for row in graph.store.solutions("SELECT ?s WHERE { ?s jr:hasTextStatus ?x } ORDER BY ?s")
    ]
    questions = {key: q.sparql for key, q in pipeline.questions().items()}
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        for start in (_ours, _oxigraph, _rdflib_endpoint):
            with start(graph.folder, Path(folder)) as server:
                if server is None:
                    continue
                print(f"measuring {server.name} …", file=sys.stderr)
                measure_lookups(server, lookups)
                measure_questions(server, questions)
                if server.name != "rdflib-endpoint":
                    measure_sustained(server, list(questions.values()), options.seconds)
                found[server.name] = server.found
    own = asyncio.run(measure_worker(graph, lookups))
    show(found, own, load_before)
    if options.json:
        document = {"servers": found, "worker": own, "load_before": load_before,
                    "targets": [dict(zip(("name", "goal", "measured", "met"), t, strict=True))
                                for t in targets(found, own)]}  # fmt: skip
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


# --- the servers ----------------------------------------------------------------------------------


@contextmanager
def _running(name: str, path: str, port: int, command: Sequence[str]) -> Iterator[Server]:
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended at once")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}?query=ASK%7B%7D"):
                    break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        yield Server(name, port, path, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


@contextmanager
def _ours(_build: Path, _folder: Path) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "kg.cli", "serve", "--no-app", "--port", str(port)]
    with _running("kg serve", "/sparql", port, command) as server:
        yield server


@contextmanager
def _oxigraph(build: Path, folder: Path) -> Iterator[Server]:
    from kg.pipeline import DEFAULT_FILE

    binary = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or "oxigraph"
    place, port = str(folder / "oxigraph"), free_port()
    load = [binary, "load", "--location", place, "--file", str(build / DEFAULT_FILE)]
    subprocess.run(load, check=True, capture_output=True)
    command = [binary, "serve-read-only", "--location", place, "--bind", f"127.0.0.1:{port}"]
    with _running("oxigraph serve-read-only", "/query", port, command) as server:
        yield server


@contextmanager
def _rdflib_endpoint(build: Path, _folder: Path) -> Iterator[Server | None]:
    from kg.pipeline import DEFAULT_FILE

    if importlib.util.find_spec("rdflib_endpoint") is None:
        yield None
        return
    port = free_port()
    command = [sys.executable, "-m", "rdflib_endpoint", "serve", "--host", "127.0.0.1",
               "--port", str(port), str(build / DEFAULT_FILE)]  # fmt: skip
    with _running("rdflib-endpoint", "/", port, command) as server:
        yield server


def cpu_seconds(pid: int) -> float:
    """Return the processor seconds of a process and its children; 0.0 without /proc."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(folder.name) == pid or int(text[1]) == pid:
            total += (int(text[11]) + int(text[12])) / os.sysconf("SC_CLK_TCK")
    return total


# --- what is measured -----------------------------------------------------------------------------


def measure_lookups(server: Server, lookups: Sequence[str]) -> None:
    """Ask for everything about one provision after another, with one client and with eight."""
    requests = server.requests(lookups)
    run(server.port, requests, 2, 1.0)
    for clients in (1, CLIENTS):
        before = cpu_seconds(server.pid)
        load = run(server.port, requests, clients, LOOKUP_SECONDS)
        used = cpu_seconds(server.pid) - before
        server.found[f"lookup-{clients}"] = {
            **_figures(load), "cpu_ms": used * 1000 / max(1, len(load.seconds))
        }  # fmt: skip


def measure_questions(server: Server, questions: Mapping[str, str]) -> None:
    """Ask every catalogue question with its defaults; a slow peer is stopped."""
    began = time.monotonic()
    medians: dict[str, float] = {}
    rows: dict[str, int] = {}
    stopped = []
    connection = Connection(server.port, ASK_SECONDS)
    for key, request in zip(questions, server.requests(list(questions.values())), strict=True):
        if time.monotonic() - began > PEER_SECONDS:
            stopped.append(key)
            continue
        costs = []
        try:
            for _ in range(ROUNDS + 1):
                start = time.perf_counter()
                status, body = connection.ask(request)
                costs.append(time.perf_counter() - start)
                if costs[0] > 1:
                    break
        except OSError:
            stopped.append(key)
            connection.reset()
            continue
        rows[key] = len(json.loads(body)["results"]["bindings"]) if status == 200 else -status
        medians[key] = statistics.median(costs[1:] or costs)
    connection.close()
    server.found |= {"questions": medians, "rows": rows, "stopped": stopped}


def measure_sustained(server: Server, queries: Sequence[str], seconds: float) -> None:
    """Ask mixed questions at a fixed rate; an answer counts when its JSON is whole."""

    def check(status: int, body: bytes) -> str:
        return "" if status == 200 and body.endswith(b"}") else str(status)

    for name, anew in SUSTAINED.items():
        requests = server.requests(queries, anew)
        load = run(server.port, requests, CLIENTS, seconds, RATE, check=check)
        server.found[name] = _figures(load)


async def measure_worker(graph: Any, lookups: Sequence[str]) -> dict[str, float]:
    """Return what the worker adds to the engine itself, and how soon a killed one is replaced."""
    from kg.server.workers import Limits, Pool, TooSlow
    from kg.store import answer

    media = "application/sparql-results+json"
    pool = Pool.over(graph, Limits(seconds=1.0), 1)
    await pool.warm()
    engine, worker = [], []
    for query in lookups[:400]:
        start = time.perf_counter()
        direct = answer(graph.store, query, lambda is_graph: media, 100_000)
        engine.append(time.perf_counter() - start)
        start = time.perf_counter()
        reply = await pool.ask(query, media)
        worker.append(time.perf_counter() - start)
        if len(reply.body) != len(direct.body):
            raise RuntimeError(query)
    gaps = []
    for _ in range(3):
        try:
            await pool.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", media)
        except TooSlow:
            start = time.perf_counter()
            await pool.ask("ASK {}", media)
            gaps.append(time.perf_counter() - start)
    await pool.close()
    return {
        "engine_ms": percentile(engine, 0.5) * 1000,
        "worker_ms": percentile(worker, 0.5) * 1000,
        "replaced_s": statistics.median(gaps),
    }


def _figures(load: Load) -> dict[str, Any]:
    return {
        "requests": len(load.seconds),
        "rate": load.rate,
        "errors": len(load.errors),
        "first_errors": load.errors[:5],
        **{f"p{n}": percentile(load.seconds, n / 100) * 1000 for n in (50, 95, 99)},
    }


# --- what is shown --------------------------------------------------------------------------------


def targets(
    found: Mapping[str, Mapping[str, Any]], own: Mapping[str, float]
) -> list[tuple[str, str, str, bool]]:
    """Return (name, goal, measured, met) of each goal."""
    ours = found["kg serve"]
    eight = ours[f"lookup-{CLIENTS}"]
    slow = percentile(list(ours["questions"].values()), 0.95) * 1000
    added = own["worker_ms"] - own["engine_ms"]
    rows = [
        ("look-up, 8 clients, p50", 5.0, eight["p50"], "ms"),
        ("look-up, 8 clients, p99", 25.0, eight["p99"], "ms"),
        ("worker adds to pyoxigraph, p50", 1.0, added, "ms"),
        ("catalogue questions, p95 of medians", 30.0, slow, "ms"),
        ("a killed worker answers again", 0.5, own["replaced_s"], "s"),
    ]
    shown = [(n, f"<= {g:g} {u}", f"{m:.2f} {u}", m <= g) for n, g, m, u in rows]
    for kind in SUSTAINED:
        f = ours[kind]
        told = f"{f['rate']:.0f}/s, {f['errors']} errors"
        even = f["errors"] == 0 and f["rate"] >= 0.99 * RATE
        shown.append((f"questions at {RATE:g}/s {kind}", "0 errors", told, even))
    return shown


def show(
    found: Mapping[str, Mapping[str, Any]], own: Mapping[str, float], load_before: float
) -> None:
    """Print what was measured."""
    ours = found["kg serve"]
    print(f"oxigraph {version('oxigraph')}, load average {load_before:.1f} before, "
          f"{os.getloadavg()[0]:.1f} after; {os.cpu_count()} processors\n")  # fmt: skip
    print(f"{'look-ups':<28}{'clients':>8}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"
          f"{'CPU ms':>9}{'errors':>8}")  # fmt: skip
    for name, one in found.items():
        for clients in (1, CLIENTS):
            f = one[f"lookup-{clients}"]
            print(f"{name:<28}{clients:>8}{f['rate']:>10.0f}{f['p50']:>9.2f}{f['p95']:>9.2f}"
                  f"{f['p99']:>9.2f}{f['cpu_ms']:>9.2f}{f['errors']:>8}")  # fmt: skip
    print(f"\n{'catalogue questions':<28}{'done':>6}{'total ms':>10}{'p50 ms':>9}{'p95 ms':>9}"
          f"{'theirs / ours':>15}  other rows")  # fmt: skip
    for name, one in found.items():
        times = one["questions"]
        both = [key for key in times if key in ours["questions"]]
        ratio = sum(times[k] for k in both) / sum(ours["questions"][k] for k in both)
        other = [k for k in both if one["rows"][k] != ours["rows"][k]]
        values = list(times.values())
        print(f"{name:<28}{len(times):>6}{sum(values) * 1000:>10.0f}"
              f"{percentile(values, 0.5) * 1000:>9.1f}{percentile(values, 0.95) * 1000:>9.1f}"
              f"{ratio:>15.2f}  {', '.join(other) or 'none'}")  # fmt: skip
        if one["stopped"]:
            print(f"{'':<28}not finished: {len(one['stopped'])}")
    print(f"\n{'questions at 200/s':<44}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'errors':>8}")
    for name, one in found.items():
        for kind in SUSTAINED:
            if f := one.get(kind):
                print(f"{name + ' ' + kind:<44}{f['rate']:>10.0f}{f['p50']:>9.1f}{f['p95']:>9.1f}"
                      f"{f['errors']:>8}  {', '.join(sorted(set(f['first_errors'])))}")  # fmt: skip
    print(f"\nengine {own['engine_ms']:.2f} ms, through a worker {own['worker_ms']:.2f} ms, "
          f"a killed worker answers again after {own['replaced_s']:.2f} s")  # fmt: skip
    print(f"\n{'target':<40}{'goal':>14}{'measured':>22}  verdict")
    for target, goal, measured, met in targets(found, own):
        print(f"{target:<40}{goal:>14}{measured:>22}  {'met' if met else 'MISSED'}")


if __name__ == "__main__":
    sys.exit(main())
