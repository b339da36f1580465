"""`kg mcp` as a process, asked by the SDK's own client: answers, silences, refusals."""

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

ROOT = Path(__file__).resolve().parents[1]
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

# One conversation serves every test: (name of the call, tool, arguments).
CALLS = {
    "search": ("search", {"words": "重新审查", "kinds": ["provision", "norm"], "limit": 5}),
    "nothing": ("search", {"words": "zzqq"}),
    "lost": ("search", {"words": "opinions-2015/art-44"}),
    "provision": ("provision", {"id": "opinions-2024/art-30"}),
    "iri": ("provision", {"id": "https://w3id.org/judicial-responsibility/id/opinions-2024/art-30"}),
    "missing": ("provision", {"id": "opinions-2015/art-44"}),
    "restored": ("provision", {"id": "regulations-2024/art-9"}),
    "questions": ("questions", {"words": "altered"}),
    "ask": ("ask", {"question": "article-text", "parameters": {"article": "opinions-2024/art-30"}}),
    "depends": ("who_may_decide", {"matter": "批准逮捕", "province": "CN-41", "level": "basic",
                                   "on": "2020-01-01"}),
    "not encoded": ("who_may_decide", {"matter": "work-plan", "province": "CN-11",
                                       "level": "basic", "on": "2020-01-01"}),
    "assess": ("assess", {"case": "chief-asks-again"}),
    "assess data": ("assess", {"case": {
        "id": "small", "people": [{"id": "p", "status": "procurator", "role": "sole-procurator"}],
        "steps": [{"id": "s1", "act": "decide", "by": "p", "on": "2024-09-01"}]}}),
    "sparql": ("sparql", {"query": "SELECT ?s { ?s a jr:Source } ORDER BY ?s", "rows": 3}),
    "construct": ("sparql", {"query": "CONSTRUCT { ?s a jr:Source } WHERE { ?s a jr:Source }"}),
    "true": ("sparql", {"query": "ASK { ?s a jr:Source }"}),
    "no rows": ("sparql", {"query": "SELECT ?s { ?s a jr:Nothing }"}),
    # what is refused
    "slow": ("sparql", {"query": CROSS, "seconds": 0.5}),
    "update": ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}),
    "service": ("sparql", {"query": "SELECT * { SERVICE <http://h.example/> { ?s ?p ?o } }"}),
    "nested": ("sparql", {"query": "SELECT * " + "{" * 3000 + "}" * 3000}),
    "syntax": ("sparql", {"query": "SELEKT"}),
    "rows": ("sparql", {"query": "ASK {}", "rows": 9999}),
    "no words": ("search", {"words": "   "}),
    "no kind": ("search", {"words": "逮捕", "kinds": ["fact"]}),
    "no provision": ("provision", {"id": "opinions-2024/art-999"}),
    "injected": ("provision", {"id": "opinions-2024/art-30> ?p ?o } #"}),
    "no question": ("ask", {"question": "nothing"}),
    "no value": ("ask", {"question": "article-text", "parameters": {"article": "zz"}}),
    "no matter": ("who_may_decide", {"matter": "??", "province": "CN-41", "level": "basic",
                                     "on": "2020-01-01"}),
    "no case": ("assess", {"case": "../../etc/passwd"}),
    "bad case": ("assess", {"case": {"id": "x", "steps": 3}}),
    "after all that": ("sparql", {"query": "ASK { ?s a jr:Source }"}),
}  # fmt: skip
REFUSED = list(CALLS)[list(CALLS).index("slow") : -1]


async def converse():
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KG_END")}
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kg.cli", "mcp"],
        env={**environment, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
    )
    async with Client(server, read_timeout_seconds=120) as client:
        told = {"tools": (await client.list_tools()).tools}
        for name, (tool, arguments) in CALLS.items():
            told[name] = await client.call_tool(tool, arguments)
        told["unknown tool"] = await client.call_tool("drop", {})
        told["wrong argument"] = await client.call_tool("search", {"words": 3, "limit": "x"})
        return told


@pytest.fixture(scope="module")
def told(graph):
    return asyncio.run(asyncio.wait_for(converse(), 300))


@pytest.fixture
def answer(told):
    def find(name):
        result = told[name]
        assert not result.is_error, result.content[0].text
        assert json.loads(result.content[0].text) == result.structured_content
        return result.structured_content

    return find


def test_the_tools_are_described_in_both_languages(told):
    names = {t.name for t in told["tools"]}
    assert names == {
        "search",
        "provision",
        "questions",
        "ask",
        "who_may_decide",
        "assess",
        "sparql",
    }
    for tool in told["tools"]:
        assert re.search("[\u4e00-\u9fff]", tool.description) and " / " in tool.description
    documented = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in documented for name in names)


@pytest.mark.parametrize("name", [n for n in CALLS if n not in REFUSED])
def test_every_answer_says_in_both_languages_what_it_is(answer, name):
    said = answer(name)["said"]
    assert "非官方解释" in said["zh"] and "not an official interpretation" in said["en"]


def test_hits_have_iris_labels_and_what_is_lost(answer):
    hits = answer("search")["hits"]
    assert (
        hits[0]["iri"].startswith("https://") and hits[0]["label"]["zh"] and hits[0]["provisions"]
    )
    assert answer("lost")["hits"][0]["text_status"] == "missing"
    nothing = answer("nothing")
    assert nothing["total"] == 0
    assert "does not mean that the law says nothing" in nothing["said"]["en"]


def test_a_provision_has_its_words_norms_and_open_questions(answer):
    found = answer("provision")
    assert found["text"]["zh-hans"].startswith("独任检察官、检察官办案组根据检察长")
    assert {n["id"] for n in found["norms"]} >= {
        "opinions-2024/art-30-procurator-bears-judicial-responsibility"
    }
    assert all(n["label"]["zh"] and n["label"]["en"] for n in found["norms"])
    assert [p["id"] for p in found["parts"]] == ["opinions-2024/art-30/sentence-1"]
    assert found["rules"] and found["open_questions"]
    assert answer("iri") == found


def test_a_lost_provision_says_so(answer):
    missing = answer("missing")
    assert missing["text"] == {} and missing["norms"] == []
    assert (
        "lacks the words" in missing["said"]["en"] and "没有为本条编码规范" in missing["said"]["zh"]
    )
    restored = answer("restored")
    assert restored["restatement"] and restored["source_keys"] and restored["text"] == {}
    assert "not the law's" in restored["said"]["en"]


def test_questions_and_their_answers(answer):
    listed = answer("questions")["questions"]
    assert "who-answers-when-altered" in {q["id"] for q in listed}
    found = answer("ask")
    assert found["rows"] and found["columns"] and found["question"]["zh"]
    cited = {p["id"]: p for p in found["provisions"]}
    assert cited["opinions-2024/art-30"]["text"] and cited["opinions-2024/art-30"]["iri"]


def test_who_may_decide_names_the_text_or_says_not_encoded(answer):
    found = answer("depends")
    assert found["status"] == "depends" and "turns_on" in found["said"]["en"]
    assert found["grounds"][0]["iri"].endswith("/list-CN-41-2016/item/004")
    assert found["provisions"][0]["text"]
    unknown = answer("not encoded")
    assert unknown["status"] == "unknown" and unknown["deciders"] == []
    assert "Not encoded" in unknown["said"]["en"] and "不等于无人有权决定" in unknown["said"]["zh"]


def test_an_assessment_cites_and_says_what_is_undetermined(answer, graph):
    from kg import pipeline

    found = answer("assess")
    case = pipeline.packaged_cases()["chief-asks-again"]
    expected = pipeline.answer_json(graph, pipeline.assess(graph, case))
    assert found["assessments"] == json.loads(json.dumps(expected["assessments"]))
    assert found["citations"]["opinions-2024/art-30"]["iri"].endswith("opinions-2024/art-30")
    data = answer("assess data")
    assert {a["outcome"] for a in data["assessments"]} >= {"undetermined"}
    assert "no acquittal" in data["said"]["en"]


def test_sparql_is_cut_aloud_and_labelled(answer):
    found = answer("sparql")
    assert len(found["rows"]) == 3 and found["truncated"] and found["row_count"] > 3
    assert "Only the first 3 rows" in found["said"]["en"]
    assert all(found["labels"][row["s"]]["zh"] for row in found["rows"])
    assert "a jr:Source" in answer("construct")["turtle"]
    assert answer("true")["boolean"] is True
    assert "does not mean" in answer("no rows")["said"]["en"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_is_refused_in_both_languages(told, name):
    result = told[name]
    assert result.is_error
    text = result.content[0].text
    assert re.search("[\u4e00-\u9fff]", text) and re.search("[A-Za-z]{3}.*[.]", text), text
    assert "Traceback" not in text and str(ROOT) not in text


def test_the_server_outlives_what_it_refused(answer, told):
    assert answer("after all that")["boolean"] is True
    assert told["unknown tool"].is_error and told["wrong argument"].is_error


def test_without_the_library_the_way_is_said(kg, tmp_path):
    (tmp_path / "mcp").mkdir()
    (tmp_path / "mcp" / "__init__.py").write_text("raise ImportError('not here')\n")
    done = kg("mcp", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.returncode == 2
    assert "judicial-responsibility-kg[mcp]" in done.stderr and "没有安装" in done.stderr
