"""The endpoint over HTTP: SPARQL 1.1 Protocol, formats, refusals, limits, linked data, questions.

A server is started once on a free loopback port, with small limits, and stopped by its pid.
"""

import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from servers import free_port, stop, wait_for
from SPARQLWrapper import CSV, JSON, JSONLD, POST, TSV, TURTLE, XML, SPARQLWrapper

from kg.namespaces import BASE, JR
from kg.server.negotiation import GRAPHS, RESULTS, choose

ROOT = Path(__file__).resolve().parents[1]
SELECT = "SELECT ?s WHERE { ?s a jr:Source } ORDER BY ?s LIMIT 2"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ART = "id/opinions-2024/art-30"


class Client:
    """One request a connection, so that what is left of one cannot answer the next."""

    def __init__(self, port):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def __call__(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            names = {k.replace("_", "-"): v for k, v in headers.items()}
            connection.request(method, path, body, names)
            reply = connection.getresponse()
            reply.data = reply.read()
            return reply
        finally:
            connection.close()

    def get(self, query, **headers):
        return self("GET", "/sparql?" + urlencode({"query": query}), **headers)


@pytest.fixture(scope="module")
def client(graph):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--no-app", "--port", str(port),
         "--timeout", "2", "--rows", "500", "--memory", "128"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    asked = Client(port)
    try:
        for _ in range(300):
            assert process.poll() is None, process.stderr.read()
            try:
                asked("GET", "/sparql")
                break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail("the server does not answer")
        yield asked
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stderr.close()


def rows(reply):
    return [
        {k: v["value"] for k, v in b.items()} for b in json.loads(reply.data)["results"]["bindings"]
    ]


def told(reply):
    (problem, *_) = json.loads(reply.data)["errors"]
    assert re.search(r"[一-鿿]", problem["what"]["zh"])
    assert problem["what"]["en"] and problem["do"]["zh"] and problem["do"]["en"]
    return problem


# --- negotiation --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", RESULTS[0]),
        ("*/*", RESULTS[0]),
        ("text/csv", "text/csv"),
        ("application/json", RESULTS[0]),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*;q=0.9, */*;q=0.1", "text/csv"),
        ("*/*;q=0.1, text/csv;q=0", RESULTS[0]),
        ("text/csv;q=0", None),
        ("image/png", None),
        ("TEXT/CSV ; Q=1", "text/csv"),
        ("text/csv;q=much", None),
        (",,;", None),
    ],
)
def test_the_best_acceptable_format_is_chosen(accept, chosen):
    assert choose(accept, RESULTS) == chosen


# --- the ways to ask (SPARQL 1.1 Protocol 2.1) --------------------------------------------------


def ways(query):
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    direct = {"Content_Type": "application/sparql-query"}
    return {
        "get": ("GET", "/sparql?" + urlencode({"query": query}), None, {}),
        "post form": ("POST", "/sparql", urlencode({"query": query}), form),
        "post form with charset": (
            "POST", "/sparql", urlencode({"query": query}),
            {"Content_Type": "application/x-www-form-urlencoded; charset=UTF-8"},
        ),
        "post direct": ("POST", "/sparql", query.encode(), direct),
        "post direct with charset": (
            "POST", "/sparql", query.encode(),
            {"Content_Type": "application/sparql-query; charset=utf-8"},
        ),
    }  # fmt: skip


@pytest.mark.parametrize("way", ways(SELECT))
def test_each_way_to_ask_gives_the_same(client, way):
    method, path, body, headers = ways(SELECT)[way]
    reply = client(method, path, body, **headers)
    assert reply.status == 200
    assert [r["s"] for r in rows(reply)] == sorted(r["s"] for r in rows(reply))
    assert len(rows(reply)) == 2


def test_text_in_any_script_arrives_as_it_was_sent(client):
    query = 'SELECT ("检察官 %E6%A3%80 + & 𠮷" AS ?x) (<http://e.x/%E6%A3%80> AS ?i) WHERE {}'
    for method, path, body, headers in ways(query).values():
        (row,) = rows(client(method, path, body, **headers))
        assert row == {"x": "检察官 %E6%A3%80 + & 𠮷", "i": "http://e.x/%E6%A3%80"}


def test_the_dataset_of_the_protocol_replaces_the_default(client):
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    graph = BASE + "graph/rules"

    def number(*pairs):
        reply = client("GET", "/sparql?" + urlencode([("query", count), *pairs]))
        return int(rows(reply)[0]["n"])

    alone = number(("default-graph-uri", graph))
    both = number(("default-graph-uri", graph), ("default-graph-uri", BASE + "graph/mechanisms"))
    assert 0 < alone < both < number()
    named = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    reply = client("GET", "/sparql?" + urlencode([("query", named), ("named-graph-uri", graph)]))
    assert rows(reply) == [{"g": graph}]
    direct = client(
        "POST", "/sparql?" + urlencode({"default-graph-uri": graph}), count,
        Content_Type="application/sparql-query",
    )  # fmt: skip
    assert int(rows(direct)[0]["n"]) == alone


FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
INSERT = "prefix a: <urn:x> insert { ?s ?p 1 } where { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status"),
    [
        ("GET", "/sparql?query=", None, None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, None, 400),
        ("GET", "/sparql?other=1", None, None, 400),
        ("GET", "/sparql?query=%FF", None, None, 400),
        ("GET", "/sparql?query=SELEKT", None, None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=not%20an%20iri", None, None, 400),
        ("POST", "/sparql", "", FORM, 400),
        ("POST", "/sparql?query=ASK%7B%7D", "query=ASK%7B%7D", FORM, 400),
        ("POST", "/sparql?query=ASK%7B%7D", "ASK {}", QUERY, 400),
        ("POST", "/sparql", b"\xff", QUERY, 400),
        ("POST", "/sparql", "ASK {}", "text/plain", 415),
        ("POST", "/sparql", "ASK {}", None, 415),
        ("POST", "/sparql", "CLEAR DEFAULT", "application/sparql-update", 403),
        ("POST", "/sparql", "update=CLEAR+ALL", FORM, 403),
        ("POST", "/sparql", "CLEAR ALL", QUERY, 403),
        ("POST", "/sparql", INSERT, QUERY, 403),
        ("POST", "/sparql", "#" * 9_000 + "\nASK {}", QUERY, 413),
        ("POST", "/sparql", "query=" + "a" * 100_000, FORM, 413),
        ("PUT", "/sparql", "x", None, 405),
        ("DELETE", "/sparql", None, None, 405),
    ],
)  # fmt: skip
def test_a_wrong_request_gets_its_status_and_words(client, method, path, body, kind, status):
    reply = client(method, path, body, **({"Content_Type": kind} if kind else {}))
    assert reply.status == status
    told(reply)
    if status == 405:
        assert "POST" in reply.headers["allow"]
    assert client.get("ASK {}").status == 200


def test_a_syntax_error_says_where(client):
    reply = client.get("SELECT ?s WHERE {\n ?s a }")
    assert reply.status == 400
    assert re.search(r"SPARQL:2:\d+", told(reply)["where"])


@pytest.mark.parametrize(
    ("media", "starts"),
    [
        ("application/sparql-results+json", b'{"head"'),
        ("application/sparql-results+xml", b"<?xml"),
        ("text/csv", b"s\r\n"),
        ("text/tab-separated-values", b"?s\n"),
    ],
)
def test_the_formats_of_rows(client, media, starts):
    reply = client.get(SELECT, Accept=media)
    assert reply.headers["content-type"].split(";")[0] == media
    assert reply.data.startswith(starts)
    answered = client.get("ASK { ?s a jr:Source }", Accept=media)
    assert answered.status == 200
    assert b"true" in answered.data


@pytest.mark.parametrize("media", GRAPHS)
def test_the_formats_of_graphs(client, media):
    query = f"CONSTRUCT WHERE {{ <{BASE}{ART}> ?p ?o }} LIMIT 5"
    reply = client.get(query, Accept=media)
    assert reply.headers["content-type"].split(";")[0] == media
    syntax = dict(zip(GRAPHS, ("turtle", "nt", "json-ld", "xml", "trig", "nquads"), strict=True))
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=reply.data, format=syntax[media])
    assert len(list(graph.triples((None, None, None)))) == 5
    assert client.get(f"DESCRIBE <{BASE}{ART}>", Accept=media).status == 200


def test_no_acceptable_format_is_406(client):
    assert client.get(SELECT, Accept="image/png").status == 406
    told(client.get("CONSTRUCT WHERE { ?s ?p ?o }", Accept="text/csv"))


def test_head_has_the_headers_and_no_body(client):
    path = "/sparql?" + urlencode({"query": SELECT})
    get, head = client("GET", path), client("HEAD", path)
    assert head.status == 200
    assert head.data == b""
    for name in ("content-type", "etag", "kg-rows", "content-length"):
        assert head.headers[name] == get.headers[name]


def test_other_sites_may_read_data(client):
    reply = client("OPTIONS", "/sparql", Origin="https://example.org",
                   Access_Control_Request_Method="POST")  # fmt: skip
    assert reply.status == 204
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert (
        client.get(SELECT, Origin="https://example.org").headers["access-control-allow-origin"]
        == "*"
    )


@pytest.mark.parametrize("path", ["/", "/nothing", "/_stcore/health"])
def test_other_sites_may_read_only_data(client, path):
    reply = client("GET", path, Origin="https://example.org")
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize(
    "path", ["/sparql", "/.well-known/void", f"/data/{ART}", f"/page/{ART}", f"/{ART}",
             "/api/questions", "/api/questions/sources", "/api/openapi.json"]
)  # fmt: skip
def test_every_data_address_answers_options_head_and_other_sites(client, path):
    options = client("OPTIONS", path, Origin="https://example.org")
    assert (options.status, options.headers["access-control-allow-origin"]) == (204, "*")
    assert "GET" in options.headers["allow"]
    get, head = (client(m, path, Origin="https://example.org") for m in ("GET", "HEAD"))
    assert get.headers["access-control-allow-origin"] == "*"
    assert (head.status, head.data) == (get.status, b"")


def test_the_same_question_again_is_the_same_answer_and_may_be_asked_anew(client):
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s a jr:Article }"
    first, again = client.get(query), client.get(query)
    anew = client.get(query, Cache_Control="no-cache")
    assert first.data == again.data == anew.data
    assert first.headers["kg-rows"] == again.headers["kg-rows"] == "1"


def test_rows_that_bind_nothing_are_rows(client):
    reply = client.get("SELECT ?x WHERE { VALUES ?y { 1 2 } }")
    assert json.loads(reply.data)["results"]["bindings"] == [{}, {}]
    text = client.get("SELECT ?x WHERE { BIND('},{\"a' AS ?x) }")
    assert (text.headers["kg-rows"], rows(text)) == ("1", [{"x": '},{"a'}])
    none = client.get("SELECT ?x WHERE { ?x a <urn:none> }")
    assert (none.headers["kg-rows"], rows(none)) == ("0", [])


def test_answers_are_compressed_and_validated(client):
    query = "SELECT * WHERE { ?s ?p ?o } LIMIT 300"
    plain = client.get(query)
    packed = client.get(query, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert {"Accept", "Accept-Encoding"} <= {v.strip() for v in plain.headers["vary"].split(",")}
    again = client.get(query, If_None_Match=f'"x", {plain.headers["etag"]}')
    assert again.status == 304
    assert again.data == b""
    assert client.get(query, Accept="text/csv").headers["etag"] != plain.headers["etag"]


# --- limits -------------------------------------------------------------------------------------


def test_a_cut_result_says_so(client):
    reply = client.get("SELECT * WHERE { ?s ?p ?o }")
    assert (reply.headers["kg-truncated"], reply.headers["kg-rows"]) == ("true", "500")
    assert json.loads(reply.data)["truncated"] is True
    assert (
        client.get("SELECT * WHERE { ?s ?p ?o }", Accept="text/csv").headers["kg-truncated"]
        == "true"
    )
    exact = client.get("SELECT * WHERE { ?s ?p ?o } LIMIT 500")
    assert "kg-truncated" not in exact.headers
    assert "truncated" not in json.loads(exact.data)


BOMBS = {
    "cartesian product": SLOW,
    "path": "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:x>)* ?c }",
    "strings": 'SELECT (STRLEN(?f) AS ?n) WHERE { BIND("' + "x" * 1000 + '" AS ?a) '
    + " ".join(
        f"BIND(CONCAT({', '.join(['?' + a] * 40)}) AS ?{b})" for a, b in pairwise("abcdef")
    ) + " }",
    "replacements": 'SELECT (STRLEN(?f) AS ?n) WHERE { BIND("' + "x" * 500 + '" AS ?a) '
    + " ".join(
        f'BIND(REPLACE(?{a}, "x", "{"x" * 60}") AS ?{b})' for a, b in pairwise("abcdef")
    ) + " }",
    "regular expression": 'SELECT ?s WHERE { ?s ?p ?o . ?a ?b ?c FILTER(REGEX(STR(?o), "(a+)+$")) '
    'FILTER(REGEX(STR(?c), "(x+x+)+y")) }',
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_would_never_end_is_stopped(client, bomb):
    started = time.monotonic()
    reply = client.get(BOMBS[bomb])
    assert reply.status in (200, 503)
    if reply.status == 503:
        assert reply.headers["retry-after"]
        told(reply)
    else:
        assert bomb == "regular expression", "the engine's own expressions are linear"
    assert time.monotonic() - started < 50
    assert client.get("ASK {}").status == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("SELECT * WHERE { SERV\\u0049CE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("PREFIX service: <urn:x> SELECT * WHERE { service:a ?p ?o }", 200),
        ("LOAD <file:///etc/passwd>", 403),
        ("SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }", 200),
        ("SELECT * FROM <http://127.0.0.1:9/x> WHERE { ?s ?p ?o }", 200),
        ("SELECT * WHERE { " + "{" * 3000 + "}" * 3000 + " }", 400),
        ("SELECT * WHERE { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o " * 70 + "}" * 70 + " }", 400),
    ],
)
def test_nothing_is_fetched_and_nothing_read(client, query, status):
    reply = client.get(query)
    assert reply.status == status
    if status == 200:
        assert rows(reply) == [], "an outside graph is an empty graph"
    assert b"root:" not in reply.data


def test_many_at_once_are_answered_or_told_to_wait(client):
    with ThreadPoolExecutor(60) as pool:
        replies = list(pool.map(lambda _: client.get(SLOW), range(60)))
    assert {r.status for r in replies} == {429, 503}
    for reply in replies:
        assert int(reply.headers["retry-after"]) > 0
        told(reply)
    reply = client.get(SELECT)
    assert reply.status == 200


TEN_MB = (
    'SELECT ?d WHERE { BIND("' + "x" * 1000 + '" AS ?a) '
    + " ".join(
        f"BIND(CONCAT({', '.join(['?' + a] * n)}) AS ?{b})"
        for (a, b), n in zip(pairwise("abcd"), (10, 10, 100), strict=True)
    ) + " }"
)  # fmt: skip


def test_ten_megabytes_are_answered_whole(client):
    (row,) = rows(client.get(TEN_MB))
    assert row["d"] == "x" * 10_000_000
    packed = client.get(TEN_MB, Accept_Encoding="gzip", Accept="text/csv")
    assert len(packed.data) < 1_000_000
    assert len(gzip.decompress(packed.data)) > 10_000_000


def test_slow_readers_and_half_sent_heads_do_not_hold_the_others_up(client):
    """Thirty who take no answer of ten megabytes, thirty who never end their request's head."""
    query = urlencode({"query": TEN_MB})
    whole = f"GET /sparql?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    half = b"GET /sparql?query=ASK HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"
    held = []
    try:
        for number in range(60):
            held.append(socket.create_connection(("127.0.0.1", client.port), timeout=30))
            held[-1].sendall(whole if number % 2 else half)
        for _ in range(5):
            assert client.get(SELECT).status == 200
        first = held[1].recv(65_536)
        assert first.startswith(b"HTTP/1.1 200")
    finally:
        for connection in held:
            connection.close()
    assert client.get(SELECT).status == 200


def test_a_slow_sender_does_not_hold_the_others_up(client):
    with socket.create_connection(("127.0.0.1", client.port), timeout=30) as half:
        half.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nSELECT"
        )
        assert client.get(SELECT).status == 200
        reply = half.recv(4096)  # after ten seconds
    assert reply.startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "", "[::2]", "evil.example:80", "localhost@x"],
)
@pytest.mark.parametrize("path", ["/sparql", "/nothing"])
def test_another_host_name_is_refused_in_words(client, host, path):
    reply = client("GET", path, Host=host, Origin="http://evil.example")
    assert reply.status == 400
    assert told(reply)["where"] == "Host"
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:80"])
def test_our_own_names_are_known(client, host):
    assert client("GET", "/.well-known/void", Host=host).status == 200


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/sparqlx", "/..%2f..%2fetc/passwd", "/data/../../etc/passwd", "/admin", "/id",
     "/sparql/", "/api", "/../etc/passwd", "//etc/passwd", "/data/..%2f..%2f..%2fetc%2fpasswd",
     "/page/../../../etc/passwd", "/page/%2e%2e/%2e%2e/etc/passwd", "/page/id/%00",
     "/api/questions/../../../etc/passwd", "/api/questions/..%2f..%2fkg%2fchild.py",
     "/data/file:///etc/passwd", "/data/id/opinions-2024/art-30%0d%0aSet-Cookie:a=b"],
)  # fmt: skip
def test_an_unknown_address_is_404(client, path):
    reply = client("GET", path)
    assert reply.status == 404
    told(reply)
    assert b"root:" not in reply.data
    assert "set-cookie" not in reply.headers


# --- the cases of the W3C's suite for the protocol (by their names), on our data ----------------

RULES, MECHANISMS = BASE + "graph/rules", BASE + "graph/mechanisms"
SIZE = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
NAMES = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
BOTH = "ASK WHERE { ?x a jr:Rule . GRAPH ?g { ?m a jr:Mechanism } }"
ROWS, TRUTH = RESULTS[0], RESULTS[0]


def asked(query, *graphs, form=False, direct=False):
    """Return method, path, body and content type of a query by GET, form or direct POST."""
    pairs = [("query", query), *graphs]
    if form:
        return ("POST", "/sparql", urlencode(pairs), FORM)
    if direct:
        return ("POST", "/sparql?" + urlencode(graphs), query, QUERY)
    return ("GET", "/sparql?" + urlencode(pairs), None, None)


D1, D2 = ("default-graph-uri", RULES), ("default-graph-uri", MECHANISMS)
N1, N2 = ("named-graph-uri", RULES), ("named-graph-uri", MECHANISMS)
ANSWERED = {
    "query_get": (asked("ASK {}"), True),
    "query_post_form": (asked("ASK {}", form=True), True),
    "query_post_direct": (asked("ASK {}", direct=True), True),
    "query_dataset_default_graph_get": (asked("ASK { ?x a jr:Rule }", D1), True),
    "query_dataset_default_graph_post": (asked("ASK { ?x a jr:Rule }", D2, direct=True), False),
    "query_dataset_default_graphs_get": (
        asked("ASK { ?x a jr:Rule . ?m a jr:Mechanism }", D1, D2), True),
    "query_dataset_default_graphs_post": (
        asked("ASK { ?x a jr:Rule . ?m a jr:Mechanism }", D1, D2, form=True), True),
    "query_dataset_named_graphs_get": (asked(NAMES, N1, N2), [MECHANISMS, RULES]),
    "query_dataset_named_graphs_post": (asked(NAMES, N1, N2, direct=True), [MECHANISMS, RULES]),
    "query_dataset_full": (asked(BOTH, D1, N2), True),
    "query_dataset_full_other_way": (asked(BOTH, D2, N1, form=True), False),
    "query_dataset_only_named_has_an_empty_default": (asked("ASK { ?s ?p ?o }", N1), False),
    "query_multiple_dataset": (
        asked(f"SELECT DISTINCT ?g FROM NAMED <{RULES}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}", N2),
        [MECHANISMS]),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERED)
def test_a_protocol_case_is_answered(client, name):
    (method, path, body, kind), expected = ANSWERED[name]
    reply = client(method, path, body, **({"Content_Type": kind} if kind else {}))
    assert reply.status == 200
    if isinstance(expected, bool):
        assert json.loads(reply.data)["boolean"] is expected
    else:
        assert [r["g"] for r in rows(reply)] == expected


@pytest.mark.parametrize(
    ("query", "accepted"),
    [("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1", RESULTS), ("ASK {}", RESULTS),
     (f"DESCRIBE <{BASE}{ART}>", GRAPHS), ("CONSTRUCT { <a:b> <a:c> <a:d> } WHERE {}", GRAPHS)],
)  # fmt: skip
def test_query_content_type(client, query, accepted):
    """query_content_type_select, _ask, _describe, _construct."""
    for accept in (None, "*/*", ", ".join(accepted)):
        reply = client.get(query, **({"Accept": accept} if accept else {}))
        assert reply.headers["content-type"].partition(";")[0] == accepted[0]


REFUSED = {
    "bad_query_method": ("PUT", "/sparql?query=ASK%7B%7D", None, None, 405),
    "bad_multiple_queries": ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, None, 400),
    "bad_query_wrong_media_type": ("POST", "/sparql", "ASK {}", "text/plain", 415),
    "bad_query_missing_form_type": ("POST", "/sparql", "query=ASK%7B%7D", None, 415),
    "bad_query_missing_direct_type": ("POST", "/sparql", "ASK {}", None, 415),
    "bad_query_non_utf8": ("POST", "/sparql", "ASK { ?s ?p '检' }".encode("utf-16"), QUERY, 400),
    "bad_query_syntax": ("GET", "/sparql?query=ASK%20%7B", None, None, 400),
    "bad_update_get": ("GET", "/sparql?update=CLEAR%20ALL", None, None, 403),
    "bad_multiple_updates": ("POST", "/sparql", "update=CLEAR+ALL&update=CLEAR+ALL", FORM, 403),
    "bad_update_wrong_media_type": ("POST", "/sparql", "CLEAR NAMED", "text/plain", 415),
    "bad_update_missing_form_type": ("POST", "/sparql", "update=CLEAR%20NAMED", None, 415),
    "bad_update_non_utf8": ("POST", "/sparql", "CLEAR NAMED".encode("utf-16"), QUERY, 400),
    "bad_update_syntax": ("POST", "/sparql", "CLEAR XYZ", "application/sparql-update", 403),
    "bad_update_dataset_conflict": (
        "POST", "/sparql?using-graph-uri=urn%3Aa", "WITH <urn:a> DELETE {} WHERE {}",
        "application/sparql-update", 403),
    "update_post_form": ("POST", "/sparql", urlencode({"update": INSERT}), FORM, 403),
    "update_post_direct": ("POST", "/sparql", INSERT, "application/sparql-update", 403),
    "update_dataset_default_graph": (
        "POST", "/sparql?using-graph-uri=urn%3Aa", INSERT, "application/sparql-update", 403),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_protocol_case_is_refused(client, name):
    method, path, body, kind, status = REFUSED[name]
    before = client.get(SIZE, Cache_Control="no-cache").data
    reply = client(method, path, body, **({"Content_Type": kind} if kind else {}))
    assert reply.status == status
    assert client.get(SIZE, Cache_Control="no-cache").data == before


# --- clients ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("format", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_rows(client, format, method):
    asked = SPARQLWrapper(client.url + "/sparql")
    asked.setQuery(SELECT)
    asked.setMethod(method)
    asked.setReturnFormat(format)
    found = asked.queryAndConvert()
    if format == JSON:
        assert len(found["results"]["bindings"]) == 2
    elif format == XML:
        assert len(found.getElementsByTagName("result")) == 2
    else:
        assert found.decode().count("opinions") >= 0
        assert len(found.decode().strip().splitlines()) == 3


@pytest.mark.parametrize("format", [TURTLE, JSONLD])
def test_sparqlwrapper_reads_graphs(client, format):
    asked = SPARQLWrapper(client.url + "/sparql")
    asked.setQuery(f"CONSTRUCT WHERE {{ <{BASE}{ART}> ?p ?o }} LIMIT 3")
    asked.setReturnFormat(format)
    found = asked.queryAndConvert()
    graph = found if format == JSONLD else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) == 3


def curl(client, *arguments):
    done = subprocess.run(
        ["curl", "-sS", "--max-time", "60", *arguments, client.url + "/sparql"],
        capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_curl_asks_as_its_users_do(client):
    query = 'SELECT ("检察" AS ?x) {}'
    expected = '"检察"'.encode()
    assert expected in curl(client, "--data-urlencode", f"query={query}")
    assert expected in curl(client, "-G", "--data-urlencode", f"query={query}")
    assert expected in curl(client, "-H", "Content-Type: application/sparql-query",
                            "--data-binary", query)  # fmt: skip
    table = curl(client, "--compressed", "-H", "Accept: text/csv", "-d", f"query={quote(query)}")
    assert table.decode().split() == ["x", "检察"]
    head = curl(client, "-I", "-G", "--data-urlencode", f"query={query}")
    assert head.startswith(b"HTTP/1.1 200")


def test_rdflib_reads_through_its_sparql_store(client):
    graph = rdflib.Graph(SPARQLStore(client.url + "/sparql"))
    found = graph.query(f"PREFIX jr: <{JR}> SELECT ?s WHERE {{ ?s a jr:Source }}")
    assert len(found) > 5
    assert (rdflib.URIRef(BASE + ART), rdflib.RDF.type, rdflib.URIRef(JR + "Article")) in graph


def test_the_prefixes_need_not_be_declared_and_may_be(client):
    assert client.get(f"PREFIX jr: <{JR}> " + SELECT).data == client.get(SELECT).data


# --- description, linked data, questions --------------------------------------------------------


def test_the_service_describes_itself(client):
    reply = client("GET", "/sparql", Accept="text/turtle")
    graph = rdflib.Graph().parse(data=reply.data, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert str(graph.value(service, sd.endpoint)) == client.url + "/sparql"
    names = {str(o) for o in graph.objects(None, sd.name)}
    listed = {
        r["g"] for r in rows(client.get("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"))
    }
    assert names == listed


def test_the_catalogue_is_at_the_well_known_place(client):
    graph = rdflib.Graph().parse(data=client("GET", "/.well-known/void").data, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    assert len(set(graph.subjects(void.triples, None))) > 10
    assert client("GET", "/.well-known/void", Accept="text/csv").status == 406


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("text/html", "page"), ("", "page"), ("*/*", "page"), ("text/turtle", "data"),
     ("application/ld+json, text/html;q=0.5", "data")],
)  # fmt: skip
def test_an_iri_leads_to_its_page_or_its_data(client, accept, kind):
    reply = client("GET", f"/{ART}", **({"Accept": accept} if accept else {}))
    assert (reply.status, reply.headers["location"]) == (303, f"/{kind}/{ART}")


def test_every_kind_of_node_resolves(client):
    query = f"""SELECT ?kind (SAMPLE(?s) AS ?one) WHERE {{ ?s a ?kind
        FILTER(STRSTARTS(STR(?s), "{BASE}")) }} GROUP BY ?kind ORDER BY ?kind"""
    kinds = rows(client.get(query))
    assert len(kinds) > 20
    for row in kinds:
        path = quote(row["one"].removeprefix(BASE))
        data = client("GET", "/data/" + path)
        assert data.status == 200, row
        graph = rdflib.Graph().parse(data=data.data, format="turtle")
        node = rdflib.URIRef(row["one"])
        assert (node, rdflib.RDF.type, rdflib.URIRef(row["kind"])) in graph
        for lang in ("zh", "en"):
            page = client("GET", f"/page/{path}?lang={lang}")
            assert page.status == 200, row
            assert row["one"] in page.data.decode().replace("&#34;", '"')
    assert client("GET", "/data/id/nothing").status == 404
    assert client("GET", "/page/id/%3Cscript%3E").status == 404


def test_a_page_has_labels_words_and_links_both_ways(client):
    page = client("GET", f"/page/{ART}?lang=zh").data.decode()
    assert "重新审查" in page
    assert 'href="/page/id/opinions-2024?lang=zh"' in page
    assert "/page/id/rule/opinions-2024/reexamination-procurator?lang=zh" in page
    assert "graph/opinions-2024/" in page
    assert not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", page)


def test_a_page_of_another_vocabulary_s_term_and_of_a_case(client):
    term = quote("http://www.w3.org/2004/02/skos/core#prefLabel", safe="")
    page = client("GET", f"/page?iri={term}&lang=zh")
    assert page.status == 200
    assert "标签" in page.data.decode()
    assert client("GET", f"/data?iri={term}&format=nt").data.startswith(b"<http")
    case = client("GET", "/data/id/case/chief-asks-again?format=ttl")
    assert b"hasStep" in case.data
    assert client("GET", "/id/case/chief-asks-again").status == 303
    assert client("GET", "/page").status == 404
    assert client("GET", "/page?iri=javascript:alert(1)").status == 404


@pytest.mark.parametrize(
    ("name", "media"),
    [("", "text/html"), ("page.js", "text/javascript"), ("yasgui.css", "text/css")],
)
def test_the_editor_may_load_from_here_alone(client, name, media):
    path = f"/yasgui/{name}"
    reply = client("GET", path, Accept_Encoding="gzip")
    assert (reply.status, reply.headers["content-encoding"]) == (200, "gzip")
    assert reply.headers["content-type"].startswith(media)
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert gzip.decompress(reply.data) == client("GET", path).data
    assert client("GET", path, If_None_Match=reply.headers["etag"]).status == 304


def test_the_editor_s_other_addresses(client):
    assert client("GET", "/yasgui?lang=en").headers["location"] == "/yasgui/?lang=en"
    for name in ("nothing", "../page.js", "%2e%2e/%2e%2e/main.py", "package.json"):
        assert client("GET", f"/yasgui/{name}").status == 404
    people = client("GET", "/sparql", Accept="text/html")
    assert (people.status, people.headers["location"]) == (303, "/yasgui/")


def test_terms_are_found_in_both_languages(client):
    every = json.loads(client("GET", "/api/terms").data)
    assert every["prefixes"]["jr"] == JR
    for words in ("检察委员会", "Procuratorial Committee"):
        asked = urlencode({"q": words, "kind": "class"})
        found = json.loads(client("GET", f"/api/terms?{asked}").data)["terms"]
        assert 0 < len(found) < len(every["terms"])
        assert "jr:ProcuratorialCommittee" in {t["name"] for t in found}


def test_a_question_gives_its_query_and_choices(client):
    found = json.loads(client("GET", "/api/questions/who-may/query?verb=review").data)
    assert 'VALUES ?verb { "review" }' in found["sparql"]
    assert "#+" not in found["sparql"]
    (parameter,) = found["parameters"]
    assert {"value": "decide", "label": {"zh": "决定", "en": "decide"}} in parameter["choices"]
    assert rows(client.get(found["sparql"]))
    assert client("GET", "/api/questions/who-may/query?nothing=1").status == 400
    assert client("GET", "/api/questions/nothing/query").status == 404


def test_a_client_may_ask_for_fewer_rows(client):
    reply = client.get("SELECT ?s WHERE { ?s a ?t }", KG_Max_Rows="3")
    assert reply.headers["kg-truncated"] == "true"
    assert len(rows(reply)) == 3
    whole = client.get(SELECT, KG_Max_Rows="3")
    assert "kg-truncated" not in whole.headers
    for odd in ("-1", "x", "", "9" * 30):
        assert len(rows(client.get(SELECT, KG_Max_Rows=odd))) == 2


def test_questions_are_listed_answered_and_described(client):
    every = json.loads(client("GET", "/api/questions").data)["questions"]
    assert len(every) >= 40
    some = json.loads(client("GET", "/api/questions?" + urlencode({"q": "检察委员会"})).data)[
        "questions"
    ]
    assert 0 < len(some) < len(every)
    api = json.loads(client("GET", "/api/openapi.json").data)
    assert {f"/api/questions/{q['id']}" for q in every} <= set(api["paths"])
    for q in every:
        reply = client("GET", q["href"])
        assert reply.status == 200
        assert reply.headers["content-type"].startswith("application/sparql-results+json")
        assert "results" in json.loads(reply.data)
    reply = client("GET", "/api/questions/article-text?article=art-30")
    assert reply.status in (200, 400)
    assert client("GET", every[0]["href"] + "?unknown=1").status == 400
    assert client("GET", "/api/questions/nothing").status == 404


def test_a_worker_that_was_killed_is_replaced(client):
    """Each query ends its worker; the next ones are still answered."""
    for _ in range(3):
        assert client.get(SLOW).status == 503
        assert client.get(SELECT).status == 200


def test_answers_do_not_mix_under_load(client):
    def ask(number):
        (row,) = rows(client.get(f"SELECT ({number} AS ?n) WHERE {{}}"))
        return int(row["n"]) == number

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(200)))


def test_a_reader_who_leaves_does_no_harm(client):
    query = urlencode({"query": "SELECT * WHERE { ?s ?p ?o }"})
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", client.port), timeout=10) as left:
            left.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    assert client.get(SELECT).status == 200
    assert threading.active_count() < 50


# --- beside the pages ---------------------------------------------------------------------------


def test_the_pages_and_the_data_share_a_port_and_every_refusal_has_words(graph):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D", process, 60)
        ask = Client(port)
        for path in ("/", "/query"):
            page = ask("GET", path)
            assert (page.status, page.headers["content-type"].split(";")[0]) == (200, "text/html")
            assert "access-control-allow-origin" not in page.headers
        assert ask.get(SELECT).status == 200
        for method, path, status in (
            ("GET", "/nothing", 404), ("GET", "/api/questions/a/b", 404),
            ("PUT", "/sparql", 405),
            ("POST", "/api/questions", 405),
        ):  # fmt: skip
            reply = ask(method, path)
            assert reply.status == status
            told(reply)
        climbing = ask("GET", "/data/../../etc/passwd")  # Streamlit refuses it before we are asked
        assert climbing.status == 400
        assert b"root:" not in climbing.data
        for path in ("/", "/sparql", "/_stcore/health"):
            reply = ask("GET", path, Host="evil.example")
            assert reply.status == 400
            assert told(reply)["where"] == "Host"
        wanted = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13",
                  "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}  # fmt: skip
        foreign = ask("GET", "/_stcore/stream", Host="evil.example", **wanted)
        assert foreign.status == 403
    finally:
        stop(process)
