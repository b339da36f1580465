"""What the commands print with --format json is the contract's (docs/outputs.md), and only that."""

import csv
import io
import json
from pathlib import Path

import pytest
import rdflib
from jsonschema import Draft202012Validator

from kg import explain, pipeline
from kg.model import Assessment
from kg.store import select_result
from kg.tables import to_csv

ROOT = Path(__file__).resolve().parents[1]
CASES = pipeline.packaged_cases()
LATE = sorted(n for n in CASES if n != "chief-asks-again")


# --- the shapes -----------------------------------------------------------------------------------

TEXT = {"type": "string", "minLength": 1}
BOTH = {"type": "object", "properties": {"zh": TEXT, "en": TEXT}, "required": ["zh", "en"],
        "additionalProperties": False}  # fmt: skip
MAYBE_BOTH = {"oneOf": [BOTH, {"type": "null"}]}
TEXTS = {"type": "array", "items": TEXT}
ID = {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"}
KIND = {"enum": ["answerable", "judicial", "supervision"]}
PROVISION = {
    "type": "string",
    # a part whose article is not known has a name: committee-rules-2020/part-decision
    "pattern": r"^[a-zA-Z0-9-]+/([a-z]+(-\d+)?|part-[a-z]+)(/(para|item|sentence)-\d+)*$",
}
SHA = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def record(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


def listed(items):
    return {"type": "array", "items": items}


# What one answer looks like is said once, for everybody who reads it.
ANSWER = json.loads((ROOT / "ontology" / "answer.schema.json").read_text(encoding="utf-8"))
COMPARISON = record(
    case=ID,
    texts={**record(**{"opinions-2015": {}, "opinions-2024": {}}),
           "additionalProperties": False},
    differences=listed(record(person=ID, step=ID, kind=KIND,
                              field={"enum": ["outcome", "extent", "provisions", "turns_on",
                                              "violation", "silence", "conflict"]},
                              old={}, new={},
                              because=record(old=MAYBE_BOTH, new=MAYBE_BOTH))),
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
    for part in ("assessments", "violations", "notes"):
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
    for text in document["texts"].values():
        check(ANSWER, text)
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
        if slot in sides[0] and slot in sides[1]:
            old, new = (side[slot]["turns_on"] for side in sides)
            if old != new:
                expected[(*slot, "turns_on")] = (old, new)
    for field, part in (("violation", "violations"), ("silence", "silences")):
        found = [
            {(r["person"], r["step"], r.get("kind", "judicial")): [r["rule"]] for r in text[part]}
            for text in document["texts"].values()
        ]
        for slot in {**found[0], **found[1]}:
            if (slot in found[0]) != (slot in found[1]):
                expected[(*slot, field)] = tuple(side.get(slot, []) for side in found)
    told = {
        (d["person"], d["step"], d["kind"], d["field"]): (d["old"], d["new"])
        for d in document["differences"]
    }
    assert told == expected
    assert told, "the two texts differ on the flagship case"
    for text, answer in document["texts"].items():
        assert {g["source"] for g in answer["governing"]} == {text}


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_difference_says_why(graph, name):
    """A cell that only one text has, or has otherwise, comes with the reasons of both sides."""
    case = CASES[name]
    comparison = pipeline.compare(graph, case)
    old, new = comparison.answers.values()
    for d in comparison.differences:
        place = (d["person"], d["step"])
        for side, answer in (("old", old), ("new", new)):
            told = (*answer.assessments, *answer.violations, *answer.silences, *answer.conflicts)
            here = {r.because.zh for r in told if (r.person, r.step) == place}
            why = d["because"][side]
            assert why is None or why["zh"] in here
            if d[side] not in (None, []):
                assert why, d
    listed = {(d["person"], d["step"], d["field"]) for d in comparison.differences}
    for part, field in (("violations", "violation"), ("silences", "silence")):
        sides = [{(r.person, r.step, r.kind) for r in getattr(a, part)} for a in (old, new)]
        assert {(p, s, field) for p, s, _ in sides[0] ^ sides[1]} <= listed
    text = pipeline.compare_text(graph, case, comparison, "zh")
    for answer in (old, new):
        for remark in (*answer.violations, *answer.silences):
            assert remark.because.zh in text


# --- parity ---------------------------------------------------------------------------------------

ROLE = record(source=TEXT, role=TEXT, label=BOTH)
LISTS = (
    "powers_without_rule", "rules_without_power", "powers_without_responsibility",
    "responsibility_without_power", "rules_without_norm", "liabilities_without_rule",
)  # fmt: skip
PARITY = record(
    totals=record(**dict.fromkeys(("roles", "powers", "liabilities", "rules", *LISTS), COUNT)),
    roles=listed({**ROLE, "required": ["source", "role", "label", "norms"]}),
    powers_without_rule=listed(
        record(norm=TEXT, source=TEXT, role=TEXT, provision=PROVISION, label=BOTH)
    ),
    rules_without_power=listed(record(rule=TEXT, source=TEXT, roles=TEXTS, provision=PROVISION)),
    powers_without_responsibility=listed(ROLE),
    responsibility_without_power=listed(ROLE),
    rules_without_norm=listed(record(rule=TEXT, source=TEXT, provision=PROVISION)),
    liabilities_without_rule=listed(record(norm=TEXT, source=TEXT, label=BOTH)),
)


def test_parity(kg):
    document = only_json(kg("parity", "--format", "json"))
    check(PARITY, document)
    for key, entries in document.items():
        if key != "totals":
            assert document["totals"][key] == len(entries)
    assert document["rules_without_norm"] == []
    # the committee decides and its members answer: the text gives the body itself no responsibility
    bodies = {(r["source"], r["role"]) for r in document["powers_without_responsibility"]}
    assert ("opinions-2024", "procuratorial-committee") in bodies
    # what the text says of support staff it says of clerks
    assert ("opinions-2024", "clerk") not in bodies
    text = kg("parity", "--lang", "zh").stdout
    assert text.startswith("角色（按来源）")
    assert "## 没有责任规则的权力" in text


def test_parity_of_one_source(kg):
    whole = pipeline.parity()
    document = only_json(kg("parity", "--source", "opinions-2024", "--format", "json"))
    check(PARITY, document)
    for key in set(whole) - {"totals"}:
        assert document[key] == [e for e in whole[key] if e["source"] == "opinions-2024"]
    assert 0 < document["totals"]["rules"] < whole["totals"]["rules"]
    done = kg("parity", "--source", "opinions-2023")
    assert done.returncode == 2
    assert "opinions-2024" in done.stderr


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
    document = only_json(kg("validate", "chief-asks-again", "committee-misled", "--format", "json"))
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
    said = only_json(done, 2)["errors"][0]["what"]["en"]
    assert value in said, "a value is a value, never SPARQL, and an unknown one is no empty table"
    wrong = kg("ask", question.id, "--param", "no-such=1", "--format", "json")
    assert name in only_json(wrong, 2)["errors"][0]["do"]["en"]


def test_a_search_that_finds_no_question_says_so(kg):
    done = kg("ask", "--search", "zzzz")
    assert (done.returncode, done.stdout) == (0, "") and "zzzz" in done.stderr


def test_commands_on_one_case_send_many_cases_to_assess(kg, tmp_path):
    path = tmp_path / "cases.ndjson"
    assert kg("generate-cases", "--count", 2, "--out", path).returncode == 0
    for command in ("explain", "compare"):
        done = kg(command, path, "--format", "json")
        assert "kg assess" in only_json(done, 2)["errors"][0]["do"]["en"]


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
    assert known == set(ANSWER["$defs"]["assessment"]["properties"])
