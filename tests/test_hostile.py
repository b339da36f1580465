"""Inputs that mean harm: refused with a message, nothing opened, fetched or garbled."""

import asyncio
import os
import socket

import pytest

from kg import catalogue, pipeline, tables
from kg.errors import KgError
from kg.sandbox import check_query
from kg.segment import language_of
from kg.server.negotiation import RESULTS
from kg.server.workers import Ended, Limits, Pool, Refused, TooSlow
from kg.store import EmbeddedStore, answer, bare_syntax, select_result
from kg.yaml12 import read_text


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { BIND('''a' ''' AS ?x) SERVICE <http://h.example/> {} BIND('''b' ''' AS ?y) }",
        'SELECT * { BIND("""a" """ AS ?x) SERVICE <http://h.example/> {} }',
        "SELECT * { # ' a quote in a comment\n SERVICE <http://h.example/> {} }",
        "SELECT * { S\\u0045RVICE <http://h.example/> {} }",
    ],
)
def test_service_cannot_hide(sparql):
    with pytest.raises(KgError, match="SERVICE"):
        check_query(sparql)


def test_a_word_inside_a_text_is_no_syntax():
    assert "SERVICE" not in bare_syntax(
        "SELECT * { ?s ?p '''it's SERVICE''', \"SERVICE\" } # SERVICE"
    )


def test_a_pipe_is_not_opened(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(KgError, match="not a regular file"):
        read_text(path)


def test_control_characters_do_not_reach_the_terminal():
    result = select_result(["a"], [{"a": {"type": "literal", "value": "\x1b[31mred\x9b"}}])
    shown = tables.to_text(result)
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "red" in shown


def test_wide_rows_are_blocks_in_one_language():
    names = ["a", "b", "c", "d", "e", "f", "label_zh", "label_en"]
    row = {n: {"type": "literal", "value": f"<{n}>"} for n in names}
    shown = tables.to_text(select_result(names, [row, row]), names, "en")
    assert shown.count("label_en: <label_en>") == 2
    assert "label_zh" not in shown
    assert shown.endswith("\n\n2 rows")


@pytest.mark.parametrize("value", ["a\rb", "a\nb", "\ud800", "\x85"])
def test_a_parameter_takes_no_control_characters(value):
    question = pipeline.questions()["provisions-with-words"]
    name = question.parameters[0].name
    with pytest.raises(KgError, match="control character"):
        catalogue.fill(question, {name: value})


def test_a_case_of_too_many_steps_is_told(tmp_path):
    steps = [{"id": f"s{i}", "act": "propose", "by": "p", "on": "2024-09-01"} for i in range(201)]
    data = {"id": "many", "people": [{"id": "p", "status": "procurator"}], "steps": steps}
    with pytest.raises(KgError, match="200"):
        pipeline.case_from_data(data)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("第三十八条 检察辅助人员", "zh-Hans"),
        ("The manager of the business department [业务部门] must have served", "en"),
        ("2024", "zh-Hans"),
    ],
)
def test_the_language_of_a_mixed_text(text, language):
    assert language_of(text, "zh-Hans") == language


def test_a_worker_of_the_server_opens_no_connection_and_is_replaced(graph):
    """The second wall: should the check of SERVICE fail, no socket can be opened."""

    async def work(port):
        pool = Pool.over(graph, Limits(seconds=5.0, memory=128_000_000), 1)
        await pool.warm()
        service = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        with pytest.raises((Refused, Ended, TooSlow)):
            await pool.ask(service, "*/*")
        for address in (f"http://127.0.0.1:{port}/", "file:///etc/passwd"):
            reply = await pool.ask(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}", "text/csv")
            assert reply.rows == 0
        with pytest.raises(Refused):
            await pool.ask(f"LOAD <http://127.0.0.1:{port}/>", "*/*")
        for worker in pool._workers:  # the one that is asked next, and the spare one
            if worker.alive:
                worker._process.kill()
                await worker._process.wait()
        assert (await pool.ask("ASK {}", "*/*")).body == b'{"head": {}, "boolean": true}'
        cancelled = asyncio.create_task(pool.ask("SELECT (1 AS ?n) {}", "text/csv"))
        await asyncio.sleep(0)
        cancelled.cancel()
        assert (await pool.ask("SELECT (2 AS ?n) {}", "text/csv")).body == b"n\r\n2\r\n"
        await pool.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        asyncio.run(work(server.getsockname()[1]))
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_worker_refuses_files_that_are_not_the_manifest_s(graph, tmp_path):
    async def work(files):
        pool = Pool(files, Limits(), 1)
        with pytest.raises(Ended):
            await pool.warm()
        await pool.close()

    sums = graph.manifest["files"]
    asyncio.run(work([(str(graph.folder / name), "0" * 64) for name in sums]))


@pytest.mark.parametrize("media", RESULTS)
@pytest.mark.parametrize(
    ("sparql", "count"),
    [
        ("SELECT ?x { VALUES ?y { 1 2 } }", 2),
        ("SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 1) ('a\\nb' UNDEF) (UNDEF UNDEF) } }", 3),
        ("SELECT ?x { VALUES ?x { '<result>' '},{\\\"a' 'a\\r\\nb,\\\"c' '\u2028' } }", 4),
        ("SELECT ?x { VALUES ?x {} }", 0),
        ("SELECT * {}", 1),
    ],
)
def test_texts_that_look_like_rows_are_counted_right(sparql, count, media):
    store = EmbeddedStore()
    whole = answer(store, sparql, lambda is_graph: media, 10)
    assert (whole.rows, whole.truncated) == (count, False)
    for most in range(1, count + 1):
        cut = answer(store, sparql, lambda is_graph: media, most)
        assert (cut.rows, cut.truncated) == (most, most < count)
