"""The rules' structure queries give the same rows on pyoxigraph, on rdflib and on a SPARQL server.

The cases are the packaged ones and a hundred generated ones. rdflib evaluates some of the joins in
a time that grows with the square of the data, so it is asked case by case in small graphs; rows
never cross cases, which the comparison with one store over all of them shows as well.
"""

import shutil
import socket
import subprocess
import sysconfig
import time
from itertools import islice
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from kg import pipeline
from kg.cases import case_quads
from kg.generate import KINDS
from kg.namespaces import PREFIXES
from kg.store import EmbeddedStore, RemoteStore, ntriples

PORTION = 8  # cases in one rdflib graph


@pytest.fixture(scope="module")
def cases():
    made = [item.data for item in pipeline.generate_cases(70, seed=11)]
    # faults that the format can hold: violations, which some of the rules are about
    broken = (i for i in pipeline.generate_cases(500, seed=12, errors=1.0) if readable(i.fault))
    made += [item.data for item in islice(broken, 30)]
    generated = [pipeline.case_from_data(data) for data in made]
    return [*pipeline.packaged_cases().values(), *generated]


def readable(fault):
    return KINDS[fault].found_by != "errors"


@pytest.fixture(scope="module")
def queries(graph):
    return {rule.sparql: rule.id for rule in graph.rules}


@pytest.fixture(scope="module")
def rows(cases, queries):
    """Return each query's rows on pyoxigraph, over all cases at once."""
    store = EmbeddedStore()
    for case in cases:
        store.extend(case_quads(case))
    return {q: sorted(tuple(sorted(row.items())) for row in store.solutions(q)) for q in queries}


def test_the_queries_find_something(rows, queries):
    silent = sorted(queries[q] for q, found in rows.items() if not found)
    assert len(silent) <= len(queries) // 10, silent


def test_same_rows_on_rdflib(cases, queries, rows, monkeypatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    prepared = {q: prepareQuery(q, initNs=PREFIXES) for q in queries}
    found = {q: [] for q in queries}
    for start in range(0, len(cases), PORTION):
        data = rdflib.Graph()
        for case in cases[start : start + PORTION]:
            data.parse(data=ntriples(case_quads(case)), format="nt")
        for query, ready in prepared.items():
            for row in data.query(ready):
                bound = {str(k): str(v) for k, v in row.asdict().items()}
                found[query].append(tuple(sorted(bound.items())))
    for query, name in queries.items():
        assert sorted(found[query]) == rows[query], name


@pytest.fixture(scope="module")
def server(cases, tmp_path_factory):
    """Run `oxigraph serve` over the cases on a free loopback port; yield its endpoint."""
    folder = tmp_path_factory.mktemp("cases")
    binary = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or "oxigraph"
    data, location = folder / "cases.nt", str(folder / "store")
    data.write_bytes(b"".join(ntriples(case_quads(case)) for case in cases))
    load = [binary, "load", "--location", location, "--file", str(data)]
    subprocess.run(load, check=True, capture_output=True, timeout=60)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [binary, "serve", "--location", location, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def wait_for(url, process, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended at once"
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def test_same_rows_on_a_server(queries, rows, server):
    endpoint = RemoteStore(server)
    for query, name in queries.items():
        found = sorted(tuple(sorted(row.items())) for row in endpoint.query(query).rows)
        assert found == rows[query], name
