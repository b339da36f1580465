"""Publishing to a SPARQL server of another process, and asking it instead of the embedded store.

The catalogue's questions on a published union stand in tests/test_queries.py.
"""

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from servers import answering, free_port, oxigraph, reply, stop, wait_for
from streamlit.testing.v1 import AppTest

from kg import pipeline
from kg.errors import KgError
from kg.namespaces import BASE, named_graph
from kg.pipeline.publishing import CATALOGUE, RECORD
from kg.store import (
    GRAPH_STORE,
    UPDATE,
    Digest,
    HttpRefused,
    RemoteStore,
    Uploader,
    check_url,
    digest,
    digest_query,
    iri,
    literal,
    quad,
    read_digest,
    sorted_nquads,
    usual_addresses,
)

QUESTIONS = ("all-provisions", "lists-matrix", "procedure-time-limits", "who-may")


@pytest.fixture(scope="module")
def copy(tmp_path_factory, graph):
    """A server whose default graph is no union: another's graph beside ours, then a publish."""
    with oxigraph(tmp_path_factory.mktemp("copy")) as address:
        Uploader(GRAPH_STORE, f"{address}/store").replace(ELSEWHERE, [OTHER])
        done = pipeline.publish(f"{address}/query")
        yield address, done


ELSEWHERE = "http://other.example/graph"
OTHER = quad("http://e.x/a", "http://e.x/b", literal("c"))


@pytest.fixture
def small(tmp_path):
    """A build of a few graphs, one of them a case, written by hand."""
    names = [named_graph(n) for n in ("a", "b", "c", "d", "catalogue", "case/x")]
    quads = [quad(f"http://e.x/{i}", "dcterms:title", literal(f"“{i}”\n检", "zh"), name)
             for i, name in enumerate(names) for i in (i, i + 10)]  # fmt: skip
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / "graph.nq").write_bytes(sorted_nquads(quads))
    manifest = {"graph": "f" * 64, "default_graphs": names[:-1]}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def problem(run):
    with pytest.raises(KgError) as caught:
        run()
    found = caught.value.problems[0]
    for zh, en in ((found.what_zh, found.what_en), (found.do_zh, found.do_en)):
        assert re.search(r"[一-鿿]", zh)
        assert re.search(r"[a-z]{3}", en)
    return found


# --- sums -----------------------------------------------------------------------------------------


def test_both_sides_reckon_the_same_sum(graph):
    rules = named_graph("rules")
    theirs = read_digest(graph.store.query(digest_query(rules)))
    assert theirs == digest(graph.store.quads(rules))
    assert theirs.triples == graph.manifest["graphs"][rules]
    assert read_digest(graph.store.query(digest_query("urn:nothing"))) == Digest()
    assert read_digest(graph.store.query("SELECT ?n WHERE { BIND('x' AS ?n) }")) is None


@pytest.mark.parametrize(
    "changed",
    [
        quad("http://e.x/a", "http://e.x/b", literal("d")),
        quad("http://e.x/a", "http://e.x/b", literal("c", "en")),
        quad("http://e.x/a", "http://e.x/b", literal("c", datatype="xsd:date")),
        quad("http://e.x/a", "http://e.x/b", iri("http://e.x/c")),
        quad("http://e.x/a", "http://e.x/c", literal("c")),
    ],
)
def test_another_triple_has_another_sum(changed):
    assert digest([changed]) != digest([OTHER])
    assert digest([OTHER, changed]) == digest([changed, OTHER, OTHER])


# --- publishing -----------------------------------------------------------------------------------


def test_a_plain_server_gets_the_union_as_its_default_graph(copy, graph):
    address, done = copy
    assert not done.union
    assert {a for a, _ in done.graphs.values()} == {"made"}
    server = RemoteStore(f"{address}/query")
    assert len(server) == len(graph.store)
    assert read_digest(server.query(digest_query())) == read_digest(
        graph.store.query(digest_query())
    )
    assert set(server.graphs()) == {*graph.store.graphs(), RECORD, ELSEWHERE}
    assert server.query("ASK { ?c a jr:Case }").boolean is False, "cases only when named"
    assert server.query("ASK { GRAPH ?g { ?c a jr:Case } }").boolean is True


def test_a_server_answers_as_the_embedded_store(copy, graph):
    address, _ = copy
    server = RemoteStore(f"{address}/query")
    node = f"{BASE}id/opinions-2024/art-30"
    assert server.about(node) == graph.store.about(node)
    assert server.graphs_saying(node) == graph.store.graphs_saying(node)
    assert server.about("no iri") == server.graphs_saying("<x>") == []
    name = named_graph("mechanisms")
    assert set(server.quads(name)) == set(graph.store.quads(name))
    sparql = "SELECT ?s WHERE { ?s a jr:Source } ORDER BY ?s"
    assert list(server.solutions(sparql)) == list(graph.store.solutions(sparql))
    cut = server.query(sparql, max_rows=2)
    assert (len(cut.rows), cut.truncated) == (2, True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_give_the_same_rows(copy, graph, question):
    theirs = pipeline.ask(question, {}, f"{copy[0]}/query")
    ours = pipeline.ask(question, {}, graph=graph)
    assert ours.rows
    assert sorted(map(str, theirs.rows)) == sorted(map(str, ours.rows))


def test_nothing_is_written_twice_and_what_is_stale_goes(copy, kg):
    address, _ = copy
    endpoint = f"{address}/query"
    uploader = Uploader(GRAPH_STORE, f"{address}/store")
    old, changed = named_graph("an-older-one"), named_graph("rules")
    uploader.replace(old, [OTHER])
    uploader.replace(changed, [OTHER])
    record = list(RemoteStore(f"{address}/query").quads(RECORD))
    uploader.replace(RECORD, [*record, quad(RECORD, "dcterms:hasPart", iri(old)),
                              quad(RECORD, "dcterms:hasPart", iri(ELSEWHERE))])  # fmt: skip
    assert _open(endpoint).receipt == pipeline.open_graph().receipt
    done = kg("publish", "--endpoint", endpoint, "--update", f"{address}/update",
              "--format", "json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["default_graph"] == "copy"
    actions = {g["graph"]: g["action"] for g in report["graphs"]}
    assert actions.pop(changed) == "replaced"
    assert actions.pop(old) == "dropped"
    assert set(actions.values()) == {"same"}
    names = RemoteStore(f"{address}/query").graphs()
    assert old not in names
    assert ELSEWHERE in names, "only names of ours are ever dropped"


def test_a_graph_that_somebody_else_made_is_left_alone(tmp_path, small):
    with oxigraph(tmp_path / "store") as address:
        uploader = Uploader(GRAPH_STORE, f"{address}/store")
        endpoint, name = f"{address}/query", named_graph("b")
        uploader.replace(name, [OTHER])
        found = problem(lambda: pipeline.publish(endpoint, folder=small))
        assert name in found.where
        assert "nothing was written" in found.what_en
        server = RemoteStore(endpoint)
        assert server.graphs() == [name]
        uploader.drop(name)
        uploader.drop(name)  # one that is not there is no error
        uploader.replace("", [OTHER])
        found = problem(lambda: pipeline.publish(endpoint, folder=small))
        assert "default graph" in found.what_en
        assert server.graphs() == []
        assert len(server) == 1


def test_an_interrupted_publish_is_taken_up_again(tmp_path, small):
    writes = []

    def forward(handler):
        writes.append(handler.path)
        if len(writes) > 4:
            reply(handler, 503, body=b"going down")
            return
        request = urllib.request.Request(
            address + handler.path, handler.body, dict(handler.headers), method=handler.command
        )
        with urllib.request.urlopen(request, timeout=30) as done:
            reply(handler, done.status)

    with oxigraph(tmp_path / "store", "--union-default-graph") as address:
        endpoint = f"{address}/query"
        with answering(forward) as proxy:
            found = problem(
                lambda: pipeline.publish(endpoint, store=f"{proxy}/store", folder=small)
            )
        assert "going down" in found.what_en
        server = RemoteStore(endpoint)
        assert CATALOGUE not in server.graphs()
        assert server.query(f"ASK {{ <{RECORD}> owl:versionInfo ?b }}").boolean is False
        told = []
        done = pipeline.publish(endpoint, chunk=1, tell=lambda *row: told.append(row), folder=small)
        assert [a for _, a, _ in told] == ["same", "same", "same", "made", "made"]
        assert done.union
        assert server.query("ASK { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), '/case/')) }"
                            ).boolean is False, "a union would show hypothetical cases"  # fmt: skip
        (row,) = server.query(f"SELECT ?b {{ <{RECORD}> owl:versionInfo ?b }}").rows
        assert row["b"] == "f" * 64
        extra = len(list(server.quads(RECORD)))
        assert len(server) == 10 + extra, "the union has the record beside the graphs"


def test_a_default_graph_that_becomes_a_union_loses_its_copy(tmp_path, small):
    place = tmp_path / "store"
    with oxigraph(place) as address:
        assert len(pipeline.publish(f"{address}/query", folder=small).graphs) == 7
    with oxigraph(place, "--union-default-graph") as address:
        done = pipeline.publish(f"{address}/query", folder=small)
        dropped = {name for name, (action, _) in done.graphs.items() if action == "dropped"}
        assert dropped == {"", named_graph("case/x")}
    with oxigraph(place) as address:
        assert len(RemoteStore(f"{address}/query")) == 0


def _open(endpoint):
    pipeline.open_endpoint.cache_clear()
    return pipeline.open_endpoint(endpoint)


def test_update_protocol_replaces_in_chunks_and_drops(tmp_path):
    with oxigraph(tmp_path) as address:
        uploader = Uploader(UPDATE, f"{address}/update", chunk=2)
        quads = [quad(f"http://e.x/{n}", "http://e.x/b", literal('"\\\n检')) for n in range(5)]
        server = RemoteStore(f"{address}/query")
        for name in ("http://e.x/g", ""):
            uploader.replace(name, [OTHER])
            uploader.replace(name, quads)
            assert read_digest(server.query(digest_query(name))) == digest(quads)
        uploader.drop("http://e.x/g")
        uploader.drop("http://e.x/g")
        assert server.graphs() == []


def test_usual_addresses_of_servers():
    assert usual_addresses("http://h/query")[0] == (GRAPH_STORE, "http://h/store")
    assert (GRAPH_STORE, "http://h/ds/data") in usual_addresses("http://h/ds/sparql")
    assert usual_addresses("http://h/repositories/r") == [
        (GRAPH_STORE, "http://h/repositories/r/rdf-graphs/service")
    ]
    assert usual_addresses("http://h/ds")[0] == (GRAPH_STORE, "http://h/ds")


# --- the commands ---------------------------------------------------------------------------------


def test_the_commands_use_the_endpoint(copy, kg):
    endpoint = f"{copy[0]}/query"
    local = kg("assess", "chief-asks-again", "--format", "json")
    there = kg("assess", "chief-asks-again", "--format", "json", KG_ENDPOINT=endpoint)
    assert there.returncode == local.returncode == 0
    assert there.stdout == local.stdout
    for command in ("compare", "explain"):
        found = kg(command, "chief-asks-again", "--endpoint", endpoint, "--lang", "en")
        assert found.stdout == kg(command, "chief-asks-again", "--lang", "en").stdout
    asked = kg("query", "-", "--endpoint", endpoint, stdin=b"ASK { ?s a jr:Source }")
    assert asked.stdout == "true\n"


def test_a_server_in_front_hands_queries_on(copy, graph):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--no-app", "--port", str(port),
         "--endpoint", f"{copy[0]}/query"],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/sparql", process, 60)
        server = RemoteStore(f"http://127.0.0.1:{port}/sparql")
        assert len(server) == len(graph.store)
        node = f"{BASE}id/opinions-2024/art-30"
        assert server.about(node) == graph.store.about(node)
        assert server.query("ASK { ?s a jr:Source }").boolean is True
        said = problem(lambda: server.query("SELECT ?s WHERE { ?s }"))
        assert said.where.startswith("SPARQL")
        assert "SERVICE" in problem(lambda: server.query("ASK { SERVICE <a:b> {} }")).what_en
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/page/id/opinions-2024/art-30")
        with page as reply:
            assert "重新审查" in reply.read().decode()
    finally:
        stop(process)


def test_the_pages_show_the_graph_of_the_endpoint(copy, graph):
    main = Path(__file__).resolve().parent.parent / "app" / "main.py"
    try:
        there = _open(f"{copy[0]}/query")
        pipeline.use_graph(there)
        app = AppTest.from_file(str(main), default_timeout=120)
        app.switch_page("views/ask.py").run()
        assert not app.exception
        assert any("opinions-2024/art-30" in m.value.replace("\\", "") for m in app.markdown)
        assert pipeline.query("ASK { ?s a jr:Source }", graph=there).boolean is True
    finally:
        pipeline.use_graph(graph)


def test_publishing_to_where_nothing_listens_is_exit_2(kg):
    failed = kg("publish", "--endpoint", "http://127.0.0.1:9/query")
    assert failed.returncode == 2
    assert "does not answer" in failed.stderr
    assert "没有应答" in failed.stderr


# --- servers that do not serve --------------------------------------------------------------------


def test_a_server_that_is_read_only_says_so(tmp_path, small):
    place = tmp_path / "store"
    with oxigraph(place):
        pass  # makes the store
    with oxigraph(place, command="serve-read-only") as address:
        found = problem(lambda: pipeline.publish(f"{address}/query", folder=small))
        assert "403" in found.what_en
        assert "read only" in found.what_en


def test_a_server_without_the_graph_is_no_empty_answer(tmp_path):
    with oxigraph(tmp_path) as address:
        found = problem(lambda: pipeline.ask("who-may", {}, f"{address}/query"))
        assert "does not hold this graph" in found.what_en
        assert "does not hold" in problem(lambda: _open(f"{address}/query")).what_en


JSON = "application/sparql-results+json"
ANSWERS = {
    "a web page": (200, "text/html", b"<html>Welcome</html>", {}, "no SPARQL result"),
    "a web page that says it is json": (200, JSON, b"<html>", {}, "no SPARQL result"),
    "other json": (200, "application/json", b'{"a": 1}', {}, "no SPARQL result"),
    "rows that are none": (200, JSON, b'{"head":{"vars":["s"]},"results":{"bindings":[1]}}', {},
                           "no SPARQL result"),
    "nothing": (200, JSON, b"", {}, "no SPARQL result"),
    "a redirect to a file": (302, "text/plain", b"", {"Location": "file:///etc/passwd"},
                             "file:///etc/passwd"),
    "a redirect elsewhere": (307, "text/plain", b"", {"Location": "http://127.0.0.1:9/"},
                             "redirects to"),
    "not found": (404, "text/html", b"<html>", {}, "no such service"),
    "not allowed": (401, "text/plain", b"who are you", {}, "not allowed"),
    "busy": (503, "text/plain", b"later", {}, "busy"),
    "broken": (500, "text/plain", b"oh\nno", {}, "cannot carry out the request. (oh no)"),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_a_strange_answer_is_told(name, small):
    status, media, body, headers, said = ANSWERS[name]
    with answering(lambda h: reply(h, status, media, body, **headers)) as address:
        for run in (
            lambda: RemoteStore(address).query("SELECT ?s WHERE { ?s ?p ?o }"),
            lambda: pipeline.publish(address, folder=small),
        ):
            found = problem(run)
            assert said in found.what_en
            assert found.where.startswith(address)


def test_an_answer_that_is_no_http_or_is_cut_is_told():
    def garbage(handler):
        handler.wfile.write(b"\x00\x01 garbage\r\n\r\n")

    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"{")

    for broken in (garbage, cut):
        with answering(broken) as address:
            found = problem(lambda a=address: RemoteStore(a, 5).query("ASK {}"))
            assert "does not answer" in found.what_en


def test_a_server_that_takes_graphs_and_forgets_or_changes_them_is_found_out(tmp_path, small):
    def halve(handler):
        body = (
            handler.body
            if "publication" in handler.path
            else handler.body[:-1].rpartition(b"\n")[0]
        )
        request = urllib.request.Request(
            address + handler.path, body, dict(handler.headers), method=handler.command
        )
        request.remove_header("Content-length")
        with urllib.request.urlopen(request, timeout=30) as done:
            reply(handler, done.status)

    with oxigraph(tmp_path / "store") as address:
        endpoint = f"{address}/query"
        for bad, said in ((lambda h: reply(h, 204), "does not show"), (halve, "is not equal")):
            with answering(bad) as sink:
                found = problem(
                    lambda a=sink: pipeline.publish(endpoint, store=f"{a}/store", folder=small)
                )
                assert said in found.what_en


@pytest.mark.parametrize(
    "url",
    ["", "localhost:7878", "file:///etc/passwd", "ftp://h/x", "http://", "http://h:x/", "http://h/#a",
     "http://h/a b", "http://h/\n"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url):
    assert "http" in problem(lambda: check_url(url)).what_en


def test_credentials_come_from_the_environment_and_are_never_told(monkeypatch):
    seen = []

    def ask(handler):
        seen.append(handler.headers.get("Authorization"))
        reply(handler, 401, body=b"no")

    secret = "geheim-123"
    with answering(ask) as address:
        said = []
        for names in (
            {},
            {"KG_ENDPOINT_USER": "u", "KG_ENDPOINT_PASSWORD": secret},
            {"KG_ENDPOINT_TOKEN": secret},
        ):
            with monkeypatch.context() as patch:
                for name, value in names.items():
                    patch.setenv(name, value)
                with pytest.raises(HttpRefused) as caught:
                    RemoteStore(address).query("ASK {}")
                said.append(str(caught.value))
    assert seen == [None, "Basic dTpnZWhlaW0tMTIz", f"Bearer {secret}"]
    assert not any(secret in words for words in said)
    found = problem(lambda: check_url(f"http://u:{secret}@h/query"))
    assert secret not in found.as_text()
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", secret + "\n")
    assert (
        secret not in problem(lambda: RemoteStore("http://127.0.0.1:9/").query("ASK {}")).as_text()
    )


def test_a_server_of_another_build_gives_no_assessment(copy, graph):
    """The last test: it leaves the server damaged."""
    address, _ = copy
    uploader = Uploader(UPDATE, f"{address}/update")
    (sums,) = [s for s in graph.store.quads(CATALOGUE) if s.object.value == "rules.nq"]
    uploader.replace("", [q for q in RemoteStore(f"{address}/query").quads(CATALOGUE)
                          if q.subject != sums.subject])  # fmt: skip
    found = problem(lambda: _open(f"{address}/query"))
    assert "not of the same build" in found.what_en
    assert "(1 graphs differ" in found.what_en
    assert named_graph("rules") in found.what_en
