"""The question catalogue: each file is complete, gives its rows, and gives them on three engines.

The engines are pyoxigraph (embedded), rdflib, and a real SPARQL 1.1 server, each with the same
default graphs of the same build.
"""

import re
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import pyoxigraph as ox
import pytest
import rdflib
from servers import oxigraph

from bench.peer import default_quads, rdflib_graph
from kg import pipeline
from kg.assets import queries_folder
from kg.catalogue import Parameter, Question, fill, read_catalogue
from kg.errors import KgError
from kg.pipeline import Graph
from kg.store import RemoteStore

QUESTIONS = read_catalogue(queries_folder())
PARAMETERS = [
    pytest.param(q, p, id=f"{q.id}-{p.name}") for q in QUESTIONS.values() for p in q.parameters
]
GROUPS = {
    "answers", "changes", "figures", "gaps", "lists", "mechanisms", "powers", "procedure",
    "provenance",
}  # fmt: skip
RDFLIB_SECONDS = 90
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"

Row = tuple[tuple[str, str, str] | None, ...]
every_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))


# --- the engines -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quads(graph: Graph) -> list[str]:
    return default_quads(graph.folder)


@pytest.fixture(scope="module")
def peer(quads: list[str]) -> rdflib.Graph:
    return rdflib_graph(quads)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run Oxigraph with the union as its default graph, filled by `kg publish`."""
    folder = tmp_path_factory.mktemp("oxigraph")
    with oxigraph(folder, "--union-default-graph") as address:
        assert pipeline.publish(f"{address}/query").union
        yield f"{address}/query"


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    def stop(signum: int, frame: object) -> None:
        raise TimeoutError(f"no answer within {seconds} s")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


def _json_rows(document: dict) -> list[Row]:
    """Return SPARQL JSON results as rows of (value, language, datatype)."""

    def term(t: dict | None) -> tuple[str, str, str] | None:
        if t is None:
            return None
        datatype = t.get("datatype", "")
        return t["value"], t.get("xml:lang", "").lower(), datatype.replace(XSD_STRING, "")

    names = document["head"]["vars"]
    return [tuple(term(b.get(n)) for n in names) for b in document["results"]["bindings"]]


def _rdflib_rows(graph: rdflib.Graph, sparql: str) -> list[Row]:
    def term(t: rdflib.term.Node | None) -> tuple[str, str, str] | None:
        if t is None:
            return None
        language = (getattr(t, "language", None) or "").lower()
        datatype = str(getattr(t, "datatype", None) or "")
        return str(t), language, "" if language else datatype.replace(XSD_STRING, "")

    with _time_limit(RDFLIB_SECONDS):
        return [tuple(term(t) for t in row) for row in graph.query(sparql)]


# --- the files ---------------------------------------------------------------------------------


def test_there_is_a_catalogue() -> None:
    assert len(QUESTIONS) >= 60
    assert {q.group for q in QUESTIONS.values()} == GROUPS


@every_question
def test_file_name_is_the_id(question: Question) -> None:
    assert (queries_folder() / f"{question.id}.rq").is_file()


@every_question
def test_texts_are_there_in_both_languages(question: Question) -> None:
    texts = [question.question, *question.columns.values(), *(p.label for p in question.parameters)]
    for text in texts:
        assert text.zh.strip() and text.en.strip()
    assert re.search("[\u4e00-\u9fff]", question.question.zh)
    assert not re.search("[\u4e00-\u9fff]", question.question.en)


@every_question
def test_cited_provisions_exist(question: Question, graph: Graph) -> None:
    rows = graph.store.query(
        "SELECT ?id { ?p dcterms:identifier ?id ; jr:belongsToSource ?s }"
    ).rows
    assert set(question.provisions) <= {r["id"] for r in rows}


@every_question
def test_runs_as_it_stands_on_an_engine_that_knows_no_prefixes(question: Question) -> None:
    ox.Store().query(question.sparql)
    assert list(rdflib.Graph().query(question.sparql).vars or []) == list(
        map(rdflib.Variable, question.columns)
    )


@pytest.mark.parametrize(("question", "parameter"), PARAMETERS)
def test_parameter_default_is_a_choice(
    question: Question, parameter: Parameter, graph: Graph, peer: rdflib.Graph
) -> None:
    assert f'VALUES ?{parameter.name} {{ "{parameter.default}" }}' in question.sparql
    choices = pipeline.parameter_values(parameter, graph)
    if not parameter.values:
        assert choices == []  # free text
        return
    values = [value for value, _ in choices]
    assert parameter.default in values
    assert len(values) == len(set(values))
    assert all(text.zh and text.en for _, text in choices)
    in_rdflib = [row[0] for row in _rdflib_rows(peer, parameter.values)]
    assert sorted(row[0] for row in in_rdflib if row) == sorted(values)


@pytest.mark.parametrize(("question", "parameter"), PARAMETERS)
def test_parameter_takes_another_value(
    question: Question, parameter: Parameter, graph: Graph
) -> None:
    default = graph.store.query(question.sparql).rows
    free = {"date": ["2000-01-01"], "text": ["检察"]}
    values = [v for v, _ in pipeline.parameter_values(parameter, graph)] or free[parameter.type]
    others = [fill(question, {parameter.name: v}) for v in values if v != parameter.default]
    answers = [graph.store.query(sparql).rows for sparql in others[:40]]
    assert any(rows != default for rows in answers)


@pytest.mark.parametrize(("question", "parameter"), PARAMETERS)
def test_parameter_has_a_type(question: Question, parameter: Parameter) -> None:
    assert parameter.type in ("choice", "date", "text")
    assert (parameter.type == "choice") == bool(parameter.values)
    assert (parameter.type == "date") == bool(re.fullmatch(r"\d{4}-\d\d-\d\d", parameter.default))


def test_unknown_parameter_is_refused() -> None:
    question = next(q for q in QUESTIONS.values() if q.parameters)
    with pytest.raises(KgError):
        fill(question, {"no-such-parameter": "x"})


# --- the answers -------------------------------------------------------------------------------


@every_question
def test_rows_and_columns(question: Question, graph: Graph) -> None:
    result = graph.store.query(question.sparql)
    assert list(result.variables) == list(question.columns)
    assert len(result.rows) == question.rows
    assert question.rows > 0
    rows = _json_rows(dict(result.document))
    assert len(set(rows)) == len(rows), "a row stands twice"


@every_question
def test_rows_speak_both_languages_and_cite(question: Question, graph: Graph) -> None:
    for row in graph.store.query(question.sparql).rows:
        for name in question.columns:
            if name.endswith("_zh"):
                other = name.removesuffix("_zh") + "_en"
                assert other in question.columns
                assert (name in row) == (other in row), f"{name} without {other}: {row}"
        if "words" in row:
            assert row["provision"]


@pytest.fixture(scope="module")
def labels(graph: Graph) -> dict[str, list[set[str]]]:
    """Return the labels of everything that a code or identifier may stand for, {} for none."""
    rows = graph.store.query(
        """SELECT ?code ?thing ?label WHERE {
          { ?thing skos:notation|dcterms:identifier ?code }
          UNION { ?thing a jr:Correspondence BIND(REPLACE(STR(?thing), "^.*/", "") AS ?code) }
          OPTIONAL { ?thing skos:prefLabel|dcterms:title|jr:questionText|jr:becauseText
            |jr:reasonText ?label } }"""
    ).rows
    things: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        words = things.setdefault((row["code"], row["thing"]), set())
        words |= {row["label"]} if "label" in row else set()
    found: dict[str, list[set[str]]] = {}
    for (code, _), words in things.items():
        found.setdefault(code, []).append(words)
    return found


def bare_codes(
    columns: Iterable[str], row: Mapping[str, str], labels: Mapping[str, list[set[str]]]
) -> list[str]:
    """Return the cells that hold a code or identifier whose label the row does not hold too.

    A column of a language holds words, which may look like a code: the English label of the extent
    `joint` is "joint".
    """
    spoken = {name for name in columns if name.endswith(("_zh", "_en"))}
    words = {row[name] for name in spoken if name in row}
    return [
        f"{name}: {value}"
        for name, value in row.items()
        if name not in spoken
        and (value in ("true", "false") or value in labels)
        and not any(label <= words for label in labels.get(value, ()))
    ]


@every_question
def test_no_cell_is_a_bare_code(
    question: Question, graph: Graph, labels: Mapping[str, list[set[str]]]
) -> None:
    rows = graph.store.query(question.sparql).rows
    assert {cell for row in rows for cell in bare_codes(question.columns, row, labels)} == set()


def test_a_bare_code_is_found(labels: Mapping[str, list[set[str]]]) -> None:
    code = {"extent": "joint"}
    assert bare_codes(["extent"], code, labels) == ["extent: joint"]
    words = {**code, "extent_zh": "共同", "extent_en": "joint"}
    assert bare_codes(list(words), words, labels) == []
    half = {**code, "extent_en": "joint"}
    assert bare_codes(list(half), half, labels) == ["extent: joint"]
    assert bare_codes(["held"], {"held": "true"}, labels) == ["held: true"]


@every_question
def test_same_rows_on_rdflib(question: Question, graph: Graph, peer: rdflib.Graph) -> None:
    ours = _json_rows(dict(graph.store.query(question.sparql).document))
    theirs = _rdflib_rows(peer, question.sparql)
    assert len(ours) == len(theirs)
    assert set(ours) == set(theirs)


@every_question
def test_same_rows_on_a_server(question: Question, graph: Graph, server: str) -> None:
    ours = graph.store.query(question.sparql)
    theirs = RemoteStore(server).query(question.sparql)
    assert list(theirs.variables) == list(ours.variables)
    assert len(theirs.rows) == len(ours.rows)
    assert set(_json_rows(dict(theirs.document))) == set(_json_rows(dict(ours.document)))


def test_server_that_is_not_there_is_reported() -> None:
    with pytest.raises(KgError):
        RemoteStore("http://127.0.0.1:9/query", timeout=2).query("SELECT * { ?s ?p ?o } LIMIT 1")


# --- what the engines answer differently (docs: DESIGN section 8) ------------------------------


def faults(sparql: str) -> list[str]:
    """Return the constructs in a query that some SPARQL 1.1 engine answers wrongly or slowly."""
    bare = re.sub(r'<[^<>"{}|^`\\\s]*>|"(?:[^"\\]|\\.)*"|#[^\n]*', " ", sparql)
    found = []
    if re.search(r"\bNOT\s+EXISTS\b", bare, re.I):
        found.append("NOT EXISTS: write MINUS")
    if re.search(r"\bLANG\s*\(\s*\?\w+\s*\)\s*!?=", bare, re.I):
        found.append("LANG(…) = …: write LANGMATCHES")
    if re.search(r"\bSERVICE\b", bare, re.I):
        found.append("SERVICE")
    for match in re.finditer(r"\bGRAPH\s+[?$]\w+\s*\{", bare, re.I):
        depth, end = 1, match.end()
        while depth and end < len(bare):
            depth += {"{": 1, "}": -1}.get(bare[end], 0)
            end += 1
        if re.search(r"\b(SELECT|MINUS)\b", bare[match.end() : end], re.I):
            found.append("SELECT or MINUS inside GRAPH ?g")
    return found


@every_question
def test_no_construct_that_engines_answer_differently(question: Question) -> None:
    assert faults(question.sparql) == []
    for parameter in question.parameters:
        assert faults(parameter.values) == []


@pytest.mark.parametrize(
    ("sparql", "count"),
    [
        ("SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s ?p ?o } } }", 1),
        ("SELECT * { graph $g{ ?s ?p ?o . { ?o ?q ?r } MINUS { ?s a ?t } } }", 1),
        ("SELECT * { ?s ?p ?o FILTER NOT  EXISTS { ?s a ?t } }", 1),
        ('SELECT * { ?s ?p ?o FILTER(LANG(?o) = "zh") }', 1),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } MINUS { ?s a ?t } }", 0),
        ('SELECT * { ?s ?p "NOT EXISTS" } # GRAPH ?g { SELECT', 0),
    ],
)
def test_the_lint_finds_them(sparql: str, count: int) -> None:
    assert len(faults(sparql)) == count


def test_texts_in_force_turns_on_the_day(graph: Graph) -> None:
    """The 2015 Opinions give way to the 2024 Opinions on 4 July 2024, as the graph works."""
    question = QUESTIONS["texts-in-force"]

    def on(day: str) -> set[str]:
        rows = graph.store.query(fill(question, {"day": day})).rows
        return {r["source"] for r in rows if r["state_en"] == "in force"}

    opinions = {"opinions-2015", "opinions-2024"}
    assert on("2015-09-27") & opinions == set()
    assert on("2015-09-28") & opinions == {"opinions-2015"}
    assert on("2024-07-03") & opinions == {"opinions-2015"}
    assert on("2024-07-04") & opinions == {"opinions-2024"}
    for word in ("not a day", "2024-7-10", "20240710", "2024-02-30", ""):
        with pytest.raises(KgError):
            on(word)


def test_flagship_shows_both_texts_in_every_situation(graph: Graph) -> None:
    rows = graph.store.query(QUESTIONS["who-answers-when-altered"].sparql).rows
    found = {(r["no"], r["source"]) for r in rows}
    assert found == {(n, t) for n in "12345" for t in ("opinions-2015", "opinions-2024")}
    joint = {r["rule"] for r in rows if r.get("extent_en") == "joint"}
    assert joint == {
        f"rule/opinions-2015/recheck-{who}{later}"
        for who in ("chief", "procurator")
        for later in ("", "-after-keeping")
    }
    kinds = {r["rule"]: r["kind_en"] for r in rows if "kind_en" in r}
    assert kinds["rule/opinions-2024/reexamination-supervisor"] == "supervision responsibility"
    assert kinds["rule/opinions-2024/reexamination-procurator"] == "judicial responsibility"


def test_folder_holds_only_questions() -> None:
    assert {p.name for p in queries_folder().iterdir()} == {f"{i}.rq" for i in QUESTIONS}
