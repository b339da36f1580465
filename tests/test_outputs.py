"""What the commands print with --format json is the contract's (docs/outputs.md), and only that."""

import csv
import io
import json

import pytest
import rdflib
from jsonschema import Draft202012Validator

from kg import explain, pipeline
from kg.model import Assessment
from kg.store import select_result
from kg.tables import to_csv

CASES = pipeline.packaged_cases()
LATE = sorted(n for n in CASES if n != "chief-asks-again")


# --- the shapes -----------------------------------------------------------------------------------

TEXT = {"type": "string", "minLength": 1}
BOTH = {"type": "object", "properties": {"zh": TEXT, "en": TEXT}, "required": ["zh", "en"],
        "additionalProperties": False}  # fmt: skip
TEXTS = {"type": "array", "items": TEXT}
ID = {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"}
KIND = {"enum": ["answerable", "judicial", "supervision"]}
EXTENT = {"enum": ["whole", "altered-part", "own-acts", "facts-reported", "opinion-and-vote",
                   "execution-consequences", "joint", "principal", "corresponding"]}  # fmt: skip
PROVISION = {
    "type": "string",
    "pattern": r"^[a-zA-Z0-9-]+/[a-z]+(-\d+)?(/(para|item|sentence)-\d+)*$",
}
SHA = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def record(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


def listed(items):
    return {"type": "array", "items": items}


GAP = record(about=TEXT, person={"type": ["string", "null"]}, field=TEXT)
ASSESSED = record(
    person=ID, step=ID, kind=KIND,
    outcome={"enum": ["bears", "does-not-bear", "undetermined"]},
    extent=listed(EXTENT), provisions={**listed(PROVISION), "minItems": 1}, rule=TEXT, facts=TEXTS,
    defeats=TEXTS, defeated_by=TEXTS, turns_on=listed(GAP), because=BOTH,
)  # fmt: skip
ANSWER = record(
    case=ID,
    governing=listed(record(step=ID, source={"type": ["string", "null"]}, because=BOTH)),
    assessments=listed(ASSESSED),
    violations=listed(record(person=ID, step=ID, provision=PROVISION, because=BOTH)),
    silences=listed(record(person=ID, step=ID, kind=KIND, because=BOTH)),
    conflicts=listed(record(person=ID, step=ID, kind=KIND, rules={**TEXTS, "minItems": 2})),
    assumptions=listed(record(step=ID, field=TEXT, value={})),
    open_questions=listed(record(id=ID, provisions=listed(PROVISION), question=BOTH,
                                 readings={**listed(BOTH), "minItems": 2})),
    receipt=record(graph=SHA, version=TEXT),
    notice=BOTH,
)  # fmt: skip
COMPARISON = record(
    case=ID,
    texts={**record(**{"opinions-2015": ANSWER, "opinions-2024": ANSWER}),
           "additionalProperties": False},
    differences=listed(record(person=ID, step=ID, kind=KIND,
                              field={"enum": ["outcome", "extent", "provisions"]}, old={}, new={})),
)  # fmt: skip
STATE = {"enum": ["encoded", "out-of-scope", "missing", "unaccounted"]}
TOTALS = record(**{s: {"type": "integer", "minimum": 0} for s in STATE["enum"]})
SHARES = record(**{s: {"type": "number", "minimum": 0, "maximum": 1}
                   for s in (*STATE["enum"], "accounted")})  # fmt: skip
COVERAGE = record(
    sources=listed(record(
        source=TEXT,
        articles=listed(record(id=TEXT,
                               text_status={"enum": ["complete", "partial", "missing", "restored"]},
                               sentences=listed(record(id=TEXT, state=STATE)))),
        totals=TOTALS,
        shares=SHARES,
    )),
    totals=TOTALS,
    shares=SHARES,
    unaccounted=TEXTS,
)  # fmt: skip
COUNT = {"type": "integer", "minimum": 0}
OPTIONAL = {"type": ["string", "null"]}
VALIDATION = record(
    summary=record(files=COUNT, focus_nodes={"type": "integer", "minimum": 1},
                   shapes_run={"type": "integer", "minimum": 1}, shapes_unused=TEXTS,
                   violation=COUNT, warning=COUNT, info=COUNT),
    findings=listed(record(
        shape=TEXT, severity={"enum": ["violation", "warning", "info"]}, focus=TEXT, path=OPTIONAL,
        value=OPTIONAL, provision=OPTIONAL, message=BOTH, remedy=BOTH,
        location=record(file=OPTIONAL, line={}, sheet={}, cell={}),
    )),
)  # fmt: skip
TERM = {
    "oneOf": [
        {**record(type={"const": "uri"}, value=TEXT), "additionalProperties": False},
        {**record(type={"const": "literal"}, value={"type": "string"}),
         "not": {"required": ["xml:lang", "datatype"]}},
    ]
}  # fmt: skip
SELECTED = record(
    head=record(vars=TEXTS),
    results=record(bindings=listed({"type": "object", "additionalProperties": TERM})),
)


def check(schema, document):
    Draft202012Validator.check_schema(schema)
    errors = sorted(Draft202012Validator(schema).iter_errors(document), key=lambda e: list(e.path))
    assert not errors, [(list(e.path), e.message) for e in errors[:3]]


def only_json(done, code=0):
    assert done.returncode == code, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


# --- assess ---------------------------------------------------------------------------------------


def test_assess_one_case(kg):
    document = only_json(kg("assess", "chief-asks-again", "--format", "json"))
    check(ANSWER, document)
    said = {(a["person"], a["step"], a["kind"]): a["outcome"] for a in document["assessments"]}
    assert said["c", "s2", "supervision"] == "does-not-bear"
    assert said["p", "s3", "judicial"] == "bears"


def test_assess_many_cases_is_one_object_a_line_in_the_order_given(kg, graph):
    names = [*LATE[::-1], "chief-asks-again"]
    done = kg("assess", *names, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    documents = [json.loads(line) for line in lines]
    assert [d["case"] for d in documents] == names
    for document in documents:
        check(ANSWER, document)
        alone = pipeline.assess(graph, CASES[document["case"]])
        assert document == pipeline.answer_json(graph, alone)
    assert any(d["violations"] for d in documents), "exit 0 also with violations"


def test_the_language_changes_the_text_and_not_the_json(kg):
    json_zh = kg("assess", "head-alters", "--format", "json", "--lang", "zh").stdout
    assert json_zh == kg("assess", "head-alters", "--format", "json", "--lang", "en").stdout
    zh = kg("assess", "head-alters", "--lang", "zh").stdout
    en = kg("assess", "head-alters", "--lang", "en").stdout
    assert "## 谁负什么责任" in zh
    assert "## Who answers for what" in en
    assert kg("assess", "head-alters", LANG="zh_CN.UTF-8").stdout == zh
    assert kg("assess", "head-alters", LANG="de_DE.UTF-8").stdout == en


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_answer_keeps_the_contract(graph, name):
    case = CASES[name]
    comparison = pipeline.compare_json(graph, case, pipeline.compare(graph, case))
    answers = [pipeline.answer_json(graph, pipeline.assess(graph, case))]
    answers += comparison["texts"].values()
    for answer in answers:
        check(ANSWER, answer)
        check_slots(case, answer)
        check_citations(answer)


def check_slots(case, answer):
    """One entry per person, step and kind, in the order of steps, people and kinds."""
    slots = [(a["person"], a["step"], a["kind"]) for a in answer["assessments"]]
    assert len(slots) == len(set(slots))
    assert not {(c["person"], c["step"], c["kind"]) for c in answer["conflicts"]} & set(slots)
    steps, people = list(case.steps), list(case.people)
    places = [(steps.index(s), people.index(p), KIND["enum"].index(k)) for p, s, k in slots]
    assert places == sorted(places)
    assert [g["step"] for g in answer["governing"]] == steps
    for a in answer["assessments"]:
        assert (a["outcome"] == "undetermined") <= bool(a["turns_on"]), a
        assert a["outcome"] != "does-not-bear" or not a["extent"], a
        for gap in a["turns_on"]:
            assert gap["about"] in steps
            assert gap["person"] in (None, *people)


def check_citations(answer):
    """Each answer cites a provision with its words, or what is known of it and from where."""
    cited = answer["citations"]
    for part in ("assessments", "violations"):
        for item in answer[part]:
            provisions = item["provisions"]
            assert provisions
            assert set(provisions) <= set(cited), "a provision that no citation shows"
            assert any(speaks(cited[p]) for p in provisions), provisions
    for citation in cited.values():
        assert citation["text"] or citation["text_status"] in ("missing", "restored", "partial")
        assert not (citation["text"] and citation["restatement"])
        assert citation["source_title"]["zh"]
        assert citation["number"]["en"]


def test_a_source_key_without_a_public_address_is_marked_wherever_it_stands(graph):
    told = graph.store.query("SELECT ?k ?c { ?e dcterms:identifier ?k ; jr:isCitable ?c }").rows
    citable = {row["k"]: row["c"] == "true" for row in told}
    assert set(citable.values()) == {True, False}
    restored = graph.store.query(
        """SELECT DISTINCT ?id { ?p jr:hasTextStatus/skos:notation "restored" ;
             dcterms:identifier ?id . ?n jr:restsOn ?p ; jr:sourceKey ?k }"""
    ).rows
    citations = explain.read_citations(graph.store, [row["id"] for row in restored])
    marked = set()
    for citation in citations.values():
        document = citation.as_json()
        assert document["source_keys"]
        assert set(document["source_keys"]) <= set(citable), "one key an entry"
        expected = [k for k in document["source_keys"] if not citable[k]]
        assert document["uncitable"] == expected
        for key in expected:
            assert f"{key}（不可引用）" in explain.citation_text(citation, "zh")
            assert f"{key} (not citable)" in explain.citation_text(citation, "en")
        if not expected:
            assert "not citable" not in explain.citation_text(citation, "en")
        marked.update(expected)
    assert marked


def speaks(citation):
    if citation["text"]:
        return True
    return bool(
        citation["restatement"]
        and citation["source_keys"]
        and citation["confidence"] in tuple("HML")
    )


def test_the_answer_as_turtle_says_the_same(kg, graph):
    done = kg("assess", "chief-asks-again", "--format", "ttl")
    assert done.returncode == 0
    read = rdflib.Graph()
    read.parse(data=done.stdout, format="turtle")
    jr = rdflib.Namespace("https://w3id.org/judicial-responsibility/ontology/")
    found = set(read.subjects(rdflib.RDF.type, jr.Assessment))
    answer = pipeline.assess(graph, CASES["chief-asks-again"])
    assert len(found) == len(answer.assessments) > 2
    assert not [n for n in read.all_nodes() if isinstance(n, rdflib.BNode)]
    rested = {str(o).rpartition("/id/")[2] for o in read.objects(None, jr.restsOn)}
    assert rested == {p for a in answer.assessments for p in a.provisions}


# --- compare --------------------------------------------------------------------------------------


def test_compare(kg):
    document = only_json(kg("compare", "chief-asks-again", "--format", "json"))
    check(COMPARISON, document)
    sides = [
        {(a["person"], a["step"], a["kind"]): a for a in document["texts"][t]["assessments"]}
        for t in ("opinions-2015", "opinions-2024")
    ]
    expected = {}
    for slot in {**sides[0], **sides[1]}:
        for field in ("outcome", "extent", "provisions"):
            old, new = (side.get(slot, {}).get(field) for side in sides)
            if old != new:
                expected[(*slot, field)] = (old, new)
    told = {
        (d["person"], d["step"], d["kind"], d["field"]): (d["old"], d["new"])
        for d in document["differences"]
    }
    assert told == expected
    assert told, "the two texts differ on the flagship case"
    for text, answer in document["texts"].items():
        assert {g["source"] for g in answer["governing"]} == {text}


# --- coverage -------------------------------------------------------------------------------------


def test_coverage(kg):
    document = pipeline.coverage_report()
    check(COVERAGE, document)
    done = kg("coverage", "--format", "json")
    assert only_json(done, 1 if document["unaccounted"] else 0) == document
    assert not [u for u in document["unaccounted"] if u.startswith("opinions-")]
    whole = sum(document["totals"].values())
    for state in STATE["enum"]:
        assert document["totals"][state] == sum(s["totals"][state] for s in document["sources"])
        assert abs(document["shares"][state] - document["totals"][state] / whole) < 0.0001
    assert (document["shares"]["accounted"] == 1) == (not document["unaccounted"])
    for source in document["sources"]:
        rows = [r for a in source["articles"] for r in a["sentences"]]
        for state in STATE["enum"]:
            if rows:
                assert source["totals"][state] == sum(r["state"] == state for r in rows)
        for row in rows:
            assert (row["state"] == "encoded") == bool(row.get("facts"))
            assert (row["state"] == "out-of-scope") == bool(row.get("reason"))
            if "span" in row:
                assert row["span"][0] <= row["span"][1]


def test_a_sentence_that_nobody_accounts_for_is_exit_1(kg, content, tmp_path):
    facts = content / "data/CN/opinions-2024/2024-07-04/facts/art-2.yaml"
    facts.write_text("article: art-2\nfacts: []\n", encoding="utf-8")
    done = kg("coverage", "--format", "json", KG_CONTENT=content, KG_OUT=tmp_path / "out")
    document = only_json(done, 1)
    assert "opinions-2024/art-2/sentence-1" in document["unaccounted"]
    share = {s["source"]: s["shares"]["accounted"] for s in document["sources"]}
    assert 0.9 < share.pop("opinions-2024") < 1, "one sentence is enough to miss the whole"
    assert set(share.values()) == {1}
    assert kg("coverage", KG_CONTENT=content, KG_OUT=tmp_path / "out").returncode == 1


# --- validate -------------------------------------------------------------------------------------


def test_validate_the_graph(kg):
    document = only_json(kg("validate", "--format", "json"))
    check(VALIDATION, document)
    assert document["summary"]["violation"] == 0
    assert document["summary"]["focus_nodes"] > 1000


def test_validate_a_case_with_violations_is_exit_1(kg, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(
        "id: v\npeople:\n  - {id: p, status: procurator}\n"
        "  - {id: m, status: procurator, role: committee-member}\nsteps:\n"
        "  - {id: s1, act: decide, by: p, on: 2024-09-01}\n"
        "  - {id: s2, act: vote, by: m, on: 2024-09-01, of: s1}\n",
        encoding="utf-8",
    )
    document = only_json(kg("validate", path, "--format", "json"), 1)
    check(VALIDATION, document)
    by_severity = {f["severity"]: f for f in document["findings"]}
    assert by_severity["violation"]["shape"] == "VoteCast"
    assert by_severity["violation"]["location"]["file"] == str(path)
    assert by_severity["violation"]["focus"].endswith("/case/v/s2")
    assert by_severity["warning"]["shape"] == "CommitteeTarget"
    for level in ("violation", "warning", "info"):
        told = sum(f["severity"] == level for f in document["findings"])
        assert document["summary"][level] == told


def test_validate_the_packaged_cases(kg):
    document = only_json(kg("validate", "chief-asks-again", "head-alters", "--format", "json"))
    check(VALIDATION, document)
    assert document["summary"]["files"] == 2
    assert document["summary"]["violation"] == 0


# --- ask and query --------------------------------------------------------------------------------


def test_query(kg, tmp_path):
    path = tmp_path / "q.rq"
    path.write_text(
        "SELECT ?s ?title ?n WHERE { ?s a jr:Source ; dcterms:title ?title . BIND(1.5 AS ?n) }"
        " ORDER BY ?s ?title",
        encoding="utf-8",
    )
    document = only_json(kg("query", path, "--format", "json"))
    check(SELECTED, document)
    assert document["head"]["vars"] == ["s", "title", "n"]
    first = document["results"]["bindings"][0]
    assert first["s"]["type"] == "uri"
    assert first["title"]["xml:lang"] in ("en", "zh-Hans")
    assert first["n"]["datatype"] == "http://www.w3.org/2001/XMLSchema#decimal"
    told = kg("query", path, "--format", "csv")
    rows = list(csv.reader(io.StringIO(told.stdout)))
    assert rows[0] == ["s", "title", "n"]
    assert len(rows) - 1 == len(document["results"]["bindings"])


def test_query_from_standard_input(kg):
    asked = only_json(kg("query", "-", "--format", "json", stdin=b"ASK { ?s a jr:Source }"))
    assert asked == {"head": {}, "boolean": True}
    empty = only_json(kg("query", "-", "--format", "json", stdin=b"SELECT * {}"))
    assert empty == {"head": {"vars": []}, "results": {"bindings": [{}]}}
    wrong = kg("query", "-", stdin="检".encode("gb18030"))
    assert wrong.returncode == 2
    assert "UTF-8" in wrong.stderr


def test_rows_that_were_cut_are_told_in_every_form(kg):
    many = b"SELECT ?s { ?s ?p ?o }"
    document = json.loads(kg("query", "-", "--format", "json", stdin=many).stdout)
    assert document["truncated"] is True
    for form in ("csv", "table"):
        done = kg("query", "-", "--format", form, stdin=many)
        assert done.returncode == 0
        assert "结果已截断" in done.stderr
        assert "cut at 10000 rows" in done.stderr


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_a_time_limit_that_is_none_is_refused(kg, seconds):
    done = kg("query", "-", "--timeout", seconds, stdin=b"ASK {}")
    assert done.returncode == 2
    assert done.stderr.startswith("--timeout\n")


def test_ask(kg):
    listed_ = only_json(kg("ask", "--format", "json"))
    assert {q["id"] for q in listed_} == set(pipeline.questions())
    check(listed(record(id=ID, group=TEXT, question=BOTH)), listed_)
    question = next(iter(pipeline.questions().values()))
    document = only_json(kg("ask", question.id, "--format", "json"))
    check(SELECTED, document)
    assert len(document["results"]["bindings"]) == question.rows
    text = kg("ask", question.id, "--format", "sparql").stdout
    again = only_json(kg("query", "-", "--format", "json", stdin=text.encode()))
    assert again["results"] == document["results"]


def test_ask_with_a_value_and_with_a_name_it_does_not_know(kg):
    question = next(q for q in pipeline.questions().values() if q.parameters)
    name = question.parameters[0].name
    value = 'nothing" } ?x { "'
    done = kg("ask", question.id, "--param", f"{name}={value}", "--format", "json")
    assert only_json(done)["results"]["bindings"] == [], "a value is a value, never SPARQL"
    wrong = kg("ask", question.id, "--param", "no-such=1", "--format", "json")
    assert name in only_json(wrong, 2)["errors"][0]["do"]["en"]


def test_a_cell_that_a_spreadsheet_would_run_is_quoted():
    bindings = [{"x": {"type": "literal", "value": v}} for v in ("=1+1", "+1", "-1", "@a", "plain")]
    rows = list(csv.reader(io.StringIO(to_csv(select_result(["x"], bindings)))))
    assert [r[0] for r in rows[1:5]] == ["'=1+1", "'+1", "'-1", "'@a"]
    assert rows[5] == ["plain"]


# --- build and the rest ---------------------------------------------------------------------------


def test_build_tells_what_it_made(kg, graph):
    document = only_json(kg("build", "--format", "json"))
    check(record(folder=TEXT, graph=SHA, content=SHA, version=TEXT, quads=COUNT), document)
    assert document["graph"] == graph.manifest["graph"]


def test_version_and_help_are_exit_0(kg):
    from kg import __version__

    done = kg("--version")
    assert (done.returncode, done.stdout) == (0, __version__ + "\n")
    assert kg("--help").returncode == 0
    assert kg().returncode == 2


def test_an_assessment_in_json_has_every_field_that_the_answer_has():
    known = set(Assessment.__dataclass_fields__) - {"open_questions"}
    assert known == set(ASSESSED["properties"]) | {"rules", "text"}
