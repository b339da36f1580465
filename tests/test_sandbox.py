"""People's queries run in a child process that can be stopped; whatever they do, the next works."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg import sandbox as module
from kg.errors import KgError
from kg.pipeline import DEFAULT_FILE, GRAPH_FILE
from kg.sandbox import MAX_DEPTH, MAX_QUERY_BYTES, Sandbox, check_query
from kg.store import query_error

ROOT = Path(__file__).resolve().parents[1]
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def box(graph):
    made = Sandbox(graph.folder / DEFAULT_FILE, graph.folder / GRAPH_FILE)
    yield made
    made.close()


def refusal(run):
    with pytest.raises(KgError) as caught:
        run()
    (problem,) = caught.value.problems
    assert problem.what_zh
    assert problem.do_zh
    assert problem.do_en
    return problem


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(true, seconds=30):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


# --- answers --------------------------------------------------------------------------------------


def test_it_answers_as_the_store_does(box, graph):
    for sparql in (
        "SELECT ?s ?t { ?s dcterms:title ?t } ORDER BY ?s ?t",
        "ASK { ?s a jr:Source }",
        "ASK { ?s a jr:NoSuchThing }",
        COUNT,
        "SELECT * {}",
    ):
        ours, theirs = box.query(sparql), graph.store.query(sparql)
        assert list(ours.rows) == list(theirs.rows)
        assert ours.boolean is theirs.boolean
        assert ours.document == theirs.document
    made = box.query("CONSTRUCT { ?s a jr:Source } WHERE { ?s a jr:Source }")
    assert "id:opinions-2024 a jr:Source" in made.turtle


def test_hypothetical_cases_are_no_part_of_the_default_graph(box):
    assert box.query("ASK { ?c a jr:Case }").boolean is False
    assert box.query("ASK { GRAPH ?g { ?c a jr:Case } }").boolean is True


@pytest.mark.parametrize(("rows", "truncated"), [(2, True), (3, False), (4, False)])
def test_rows_are_cut_and_it_is_said(box, rows, truncated):
    sparql = 'SELECT ?x { VALUES ?x { "a" "b" "c" } }'
    result = box.query(sparql, max_rows=rows)
    assert len(result.rows) == min(rows, 3)
    assert result.truncated is truncated
    assert result.document.get("truncated", False) is truncated


def test_several_threads_each_get_their_own_answer(box):
    got = {}

    def ask(n):
        got[n] = box.query(f"SELECT ({n} AS ?n) {{}}").rows[0]["n"]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {n: str(n) for n in range(12)}


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { service SILENT <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { # a comment\n SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p '#' . SERVICE ?x { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\"" . SERVICE ?x { ?s ?p "b" } }',
    ],
)
def test_service_is_refused(sparql):
    assert "SERVICE" in refusal(lambda: check_query(sparql)).what_en


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?s ?p "SERVICE" }',
        "SELECT * { ?s <http://example.org/SERVICE> ?o } # SERVICE",
        "SELECT ?services { ?services ?p ?o }",
    ],
)
def test_the_word_service_in_a_text_is_no_service(sparql):
    check_query(sparql)


UPDATES = [
    "INSERT DATA { <a:b> <a:c> <a:d> }",
    "DELETE WHERE { ?s ?p ?o }",
    "PREFIX x: <http://x/> # why\nINSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "LOAD <http://example.org/>",
    "CLEAR ALL",
    "DROP GRAPH <a:b>",
    "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("sparql", UPDATES)
def test_an_update_is_refused_and_changes_nothing(box, sparql):
    before = box.query(COUNT).rows
    problem = refusal(lambda: box.query(sparql))
    assert "update" in problem.what_en
    assert "更新" in problem.what_zh
    assert box.query(COUNT).rows == before


def test_a_query_that_speaks_of_updates_is_no_update():
    said = query_error("SELECT * { ?s ?p 'INSERT' ", "error at 1:2: x").problems[0]
    assert "update" not in said.what_en


@pytest.mark.parametrize("pair", ["{}", "()", "[]"])
def test_deep_nesting_never_reaches_a_worker(graph, pair):
    fresh = Sandbox(graph.folder / DEFAULT_FILE, graph.folder / GRAPH_FILE)
    deep = pair[0] * (MAX_DEPTH + 1) + pair[1] * (MAX_DEPTH + 1)
    assert "nested" in refusal(lambda: fresh.query(deep)).what_en
    assert fresh._child._process is None
    check_query(pair[0] * MAX_DEPTH + pair[1] * MAX_DEPTH)


def test_a_long_query_never_reaches_a_worker(graph):
    fresh = Sandbox(graph.folder / DEFAULT_FILE, graph.folder / GRAPH_FILE)
    wide = "SELECT * {} #" + "检" * (MAX_QUERY_BYTES // 3)
    assert "longer" in refusal(lambda: fresh.query(wide)).what_en
    assert fresh._child._process is None
    check_query("#" * MAX_QUERY_BYTES)


def test_a_syntax_error_names_its_place_and_leaves_the_worker_alone(box):
    box.query(COUNT)
    worker = box._child._process.pid
    assert refusal(lambda: box.query("SELECT * {\n ?s ?p }")).where.startswith("SPARQL:2:")
    assert box.query("ASK {}").boolean is True
    assert box._child._process.pid == worker


# --- what takes too long or too much --------------------------------------------------------------


def test_a_time_out_is_an_error_and_the_next_query_works(box):
    box.query(COUNT)
    worker = box._child._process.pid
    problem = refusal(lambda: box.query(SLOW, timeout=0.5))
    assert "0.5 seconds" in problem.what_en
    assert "0.5 秒" in problem.what_zh
    assert wait_until(lambda: not alive(worker)), "the slow worker is stopped"
    assert box.query("SELECT (7 AS ?n) {}").rows == [{"n": "7"}]
    assert box._child._process.pid != worker


def test_a_memory_bomb_ends_as_an_error_and_the_next_query_works(box):
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    bomb = f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("{"a" * 64}" AS ?x0) {doubled} }}'
    problem = refusal(lambda: box.query(bomb, timeout=120))
    assert "ended its worker" in problem.what_en
    assert box.query("ASK {}").boolean is True


def test_a_worker_that_was_killed_is_replaced(box):
    box.query(COUNT)
    box._child._process.kill()
    box._child._process.wait()
    assert box.query("ASK {}").boolean is True


def test_the_worker_has_no_network(box, monkeypatch):
    """The second wall: should the check of SERVICE fail, no socket can be opened."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def listen():
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append(connection.recv(10))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        monkeypatch.setattr(module, "check_query", lambda sparql: None)
        port = server.getsockname()[1]
        try:
            sparql = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
            refusal(lambda: box.query(sparql, timeout=20))
        finally:
            done.set()
            thread.join()
    assert heard == []
    assert box.query("ASK {}").boolean is True


# --- the end --------------------------------------------------------------------------------------


def test_closing_ends_the_worker_and_asking_again_starts_one(graph):
    made = Sandbox(graph.folder / DEFAULT_FILE, graph.folder / GRAPH_FILE)
    made.query(COUNT)
    worker = made._child._process.pid
    assert alive(worker)
    made.close()
    assert not alive(worker)
    made.close()
    assert made.query("ASK {}").boolean is True
    made.close()


@pytest.mark.parametrize("busy", [False, True])
def test_the_worker_ends_with_its_parent(graph, busy):
    code = (
        "import os, sys, threading, time; from pathlib import Path\n"
        "from kg.sandbox import Sandbox\n"
        "box = Sandbox(Path(sys.argv[1]), Path(sys.argv[2])); box.query('ASK {}')\n"
        "slow = threading.Thread(target=box.query, args=(sys.argv[3], 600), daemon=True)\n"
        "slow.start(); time.sleep(1)\n"
        "print(box._child._process.pid, flush=True); os._exit(0)\n"
    )
    files = [str(graph.folder / DEFAULT_FILE), str(graph.folder / GRAPH_FILE)]
    done = subprocess.run(
        [sys.executable, "-c", code, *files, SLOW if busy else "ASK {}"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    worker = int(done.stdout)
    try:
        assert wait_until(lambda: not alive(worker))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


def test_a_graph_file_that_is_not_there_is_an_error(tmp_path):
    lost = Sandbox(tmp_path / "none.nt", tmp_path / "none.nq")
    assert "does not start" in refusal(lambda: lost.query("ASK {}")).what_en
