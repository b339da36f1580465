"""Synthetic cases: deterministic, valid by default, and broken in ways that a check finds."""

import json
from collections import Counter
from itertools import islice

import pytest

from kg import cases, pipeline
from kg.cases import schema
from kg.errors import KgError
from kg.generate import KINDS, SCENES
from kg.namespaces import ID
from kg.store import ntriples, parse_jsonld
from kg.yaml12 import parse


@pytest.fixture(scope="module")
def valid():
    """Return five hundred cases that are meant to be valid, checked."""
    return [pipeline.case_from_data(item.data) for item in pipeline.generate_cases(500, seed=2)]


def words(part, field):
    return {
        str(w).lower() if isinstance(w, bool) else w
        for w in schema()["properties"][part]["items"]["properties"][field]["enum"]
    }


def test_valid_cases_use_the_whole_format(valid):
    people = [p for case in valid for p in case.people.values()]
    assert {p.status for p in people} == words("people", "status")
    assert {p.office for p in people} - {""} == words("people", "office")
    assert {p.role for p in people} - {""} == words("people", "role")
    steps = [s for case in valid for s in case.steps.values()]
    assert {s.act for s in steps} == words("steps", "act")
    for field in ("candour", "vote", "form", "performance"):
        assert {s.fields[field] for s in steps if field in s.fields} == words("steps", field)
    found = [f.values for case in valid for f in case.findings]
    for field in ("result", "consequence", "manifestly_unlawful", "excluded_by", "fault",
                  "duty_of_care", "conduct"):  # fmt: skip
        assert {v[field] for v in found if field in v} == words("findings", field), field
    assert any("caused" in v for v in found)
    assert any("circumstance" in v for v in found)
    assert {len(case.organs) for case in valid} == {1, 2}
    assert {case.title.en.partition(": ")[2] for case in valid} == {
        scene.label.en for scene in SCENES.values()
    }


def test_valid_cases_fall_into_every_period(valid, graph):
    first = [min(step.on for step in case.steps.values()) for case in valid]
    texts = Counter(period.text if period else "" for period in map(graph.timing.period, first))
    assert set(texts) == {"", *(p.text for p in graph.timing.periods)}
    assert min(texts.values()) >= 10
    timing = graph.timing
    assert any(timing.uncertain_from <= day < timing.uncertain_until for day in first)


def test_valid_cases_can_be_answered(valid, graph):
    answers = pipeline.assess_many(graph, {case.id: case for case in valid})
    assert len(answers) == 500
    outcomes = {a.outcome for answer in answers.values() for a in answer.assessments}
    assert outcomes == {"bears", "does-not-bear", "undetermined"}


def test_the_same_seed_gives_the_same_cases():
    once = [item.data for item in pipeline.generate_cases(40, seed=7, errors=0.3)]
    again = [item.data for item in pipeline.generate_cases(60, seed=7, errors=0.3)]
    other = [item.data for item in pipeline.generate_cases(40, seed=8, errors=0.3)]
    assert json.dumps(once) == json.dumps(again[:40])
    assert all(a["steps"] != b["steps"] or a["people"] != b["people"]
               for a, b in zip(once[:5], other[:5], strict=True))  # fmt: skip


def test_first_case_of_a_seed_stays_as_it_is():
    """Measurements made with a seed can be repeated later only if its cases do not change."""
    first = next(iter(pipeline.generate_cases(1, seed=1))).data
    acts = ["propose", "refer", "report", "vote", "vote", "vote", "resolve", "supervise"]
    assert (first["id"], [s["act"] for s in first["steps"]]) == ("gen-1-000001", acts)


def test_the_share_of_broken_cases():
    faults = [item.fault for item in pipeline.generate_cases(1000, seed=3, errors=0.2)]
    assert 150 <= sum(map(bool, faults)) <= 250
    assert set(faults) - {""} == set(KINDS)
    assert not any(item.fault for item in pipeline.generate_cases(200, seed=3))


@pytest.fixture(scope="module")
def broken():
    """Return three cases of each kind of fault."""
    found = {}
    for item in pipeline.generate_cases(900, seed=4, errors=1.0):
        found.setdefault(item.fault, []).append(item.data)
    return {kind: items[:3] for kind, items in found.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_broken_cases_are_found(kind, broken, graph, tmp_path):
    assert len(broken[kind]) == 3
    for data in broken[kind]:
        assert data["x-fault"] == kind
        if KINDS[kind].found_by == "errors":
            with pytest.raises(KgError):
                pipeline.case_from_data(data)
            continue
        case = pipeline.case_from_data(data)
        if KINDS[kind].found_by == "violations":
            assert pipeline.assess(graph, case).violations, data["id"]
    if KINDS[kind].found_by == "shapes":
        path = tmp_path / "broken.json"
        path.write_text(json.dumps(broken[kind][0]), encoding="utf-8")
        assert pipeline.validate([path]).results


def test_valid_cases_pass_the_shapes(valid, tmp_path):
    """The shapes find nothing in them that the readers let through."""
    paths = []
    for item in islice(pipeline.generate_cases(30, seed=2), 30):
        paths.append(tmp_path / f"{item.data['id']}.json")
        paths[-1].write_text(json.dumps(item.data), encoding="utf-8")
    summary = pipeline.validate(paths).summary()
    assert (summary["files"], summary["violation"], summary["warning"]) == (30, 0, 0)


def test_yaml_says_what_the_data_says(tmp_path):
    pipeline.write_cases(25, 5, "yaml", tmp_path / "cases", errors=0.2)
    files = sorted((tmp_path / "cases").iterdir())
    made = [item.data for item in pipeline.generate_cases(25, 5, errors=0.2)]
    assert [parse(f.read_text(encoding="utf-8"), f.name).data for f in files] == made


# --- RDF --------------------------------------------------------------------------------------


def test_quads_are_those_of_the_context(valid):
    """The table made of the JSON-LD context gives what the JSON-LD processor gives."""
    for case in (*pipeline.packaged_cases().values(), *valid):
        general = sorted(map(str, parse_jsonld(cases.to_jsonld(case))))
        assert sorted(map(str, cases.case_quads(case))) == general, case.id


def test_a_reference_to_the_committee_names_its_concept():
    case = pipeline.packaged_cases()["committee-decides-wrongly"]
    text = ntriples(cases.case_quads(case)).decode()
    assert f"<{ID.removesuffix('id/')}concept/addressee/committee>" in text


def test_rdf_is_read_back_as_it_was(valid):
    for case in (*pipeline.packaged_cases().values(), *valid[:200]):
        data = cases.case_data(ntriples(cases.case_quads(case)), "cases.nt", 1)
        assert pipeline.case_from_data(data).document == case.document, case.id


BASE = f"<{ID}case/a"
ORDER = "https://w3id.org/judicial-responsibility/ontology/order"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "this is no triple\n", "N-Triples syntax error"),
        ("", f'{BASE}/s1> <http://example.org/x> "1" .\n', "no such property"),
        ("", f'{BASE}/nobody> <{ORDER}> "1" .\n', "does not lead to this node"),
        ("", f'{BASE}/s1> <{ORDER}> "7" .\n', "more than one value"),
        ("/doneBy> <", '/doneBy> "', "syntax error"),
        ("ontology/Case>", "ontology/Person>", "exactly one case"),
    ],
)
def test_other_rdf_is_refused(old, new, said):
    case = pipeline.case_from_data(
        {
            "id": "a",
            "people": [{"id": "p", "status": "procurator"}],
            "steps": [{"id": "s1", "act": "decide", "by": "p", "on": "2024-09-01"}],
        }
    )
    text = ntriples(cases.case_quads(case)).decode()
    text = text.replace(old, new) if old else text + new
    with pytest.raises(KgError) as error:
        cases.case_data(text.encode(), "cases.nt", 11)
    assert said in str(error.value)
    assert "cases.nt:" in str(error.value)
