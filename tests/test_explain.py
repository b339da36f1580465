"""Explanations: the tree agrees with the answer, and the answer with its JSON Schema.

`python -m pytest tests/test_explain.py --update-goldens` rewrites the texts in tests/goldens; the
diff is the review.
"""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from jsonschema import Draft202012Validator
from test_cases import a_case

from kg import pipeline
from kg.errors import KgError
from kg.namespaces import provision_iri

ROOT = Path(__file__).resolve().parents[1]
GOLDENS = Path(__file__).parent / "goldens" / "explain"
SCHEMA = json.loads((ROOT / "ontology" / "answer.schema.json").read_text(encoding="utf-8"))
CASES = pipeline.packaged_cases()
SHOWN = (
    "chief-asks-again", "execute-after-objection", "recheck-in-2018", "head-alters",
    "chief-signs", "committee-misled", "higher-misled",
)  # fmt: skip
OLD, NEW, CLAUSE = "opinions-2015", "opinions-2024", "regulations-2024/art-28"
some = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def keeps_the_schema(document):
    errors = sorted(Draft202012Validator(SCHEMA).iter_errors(document), key=lambda e: str(e.path))
    assert not errors, [(list(e.absolute_path), e.message[:200]) for e in errors[:3]]


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert not Draft202012Validator(SCHEMA).is_valid({"case": "x"})


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_answer_keeps_the_schema(graph, name):
    case = CASES[name]
    keeps_the_schema(pipeline.answer_json(graph, pipeline.assess(graph, case)))
    keeps_the_schema(pipeline.explain_json(graph, pipeline.explain(graph, case)))
    for answer in pipeline.compare_json(graph, case, pipeline.compare(graph, case))[
        "texts"
    ].values():
        keeps_the_schema(answer)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SHOWN)
def test_the_text_is_the_golden(graph, name, lang, update_goldens):
    explained = pipeline.explain(graph, CASES[name])
    text = pipeline.explain_text(graph, CASES[name], explained, lang)
    text = re.sub(r"graph [0-9a-f]{16} · \S+", "graph …", text) + "\n"
    path = GOLDENS / f"{name}.{lang}.txt"
    if update_goldens:
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


# --- the tree agrees with the answer --------------------------------------------------------------


def values(condition):
    """Return the truth value that the parts of a condition give it."""
    parts = [values(p) for p in condition.get("parts", ())]
    op = condition["op"]
    if op == "atom":
        return condition["value"]
    if op == "all":
        found = False if False in parts else None if None in parts else True
    elif op == "any":
        found = True if True in parts else None if None in parts else False
    elif op == "not":
        found = None if parts[0] is None else not parts[0]
    elif op == "unless":
        found = parts[0] is not True
    else:
        found = parts[0] if len(set(map(str, parts))) == 1 else None
    assert found is condition["value"], condition
    return found


def atoms(condition):
    if condition["op"] == "atom":
        yield condition
    for part in condition.get("parts", ()):
        yield from atoms(part)


def check_tree(document):
    """Check that each outcome follows from the rules that are shown with it."""
    said = {(a["person"], a["step"], a["kind"]): a for a in document["assessments"]}
    assert len(document["explanations"]) == len(said) + len(document["conflicts"])
    for entry in document["explanations"]:
        rules = entry["rules"]
        for rule in (*rules, *entry["newer_rules"]):
            assert values(rule["condition"]) is rule["holds"]
            assert set(rule["provisions"]) <= set(document["citations"])
            for atom in atoms(rule["condition"]):
                found = atom["found"] not in (None, "unknown")
                assert (atom["value"] is not None) == found or atom["value"] is True
                if atom["value"] is True and atom["found"] is not None:
                    assert atom["found"] in atom["accepted"]
        if entry["outcome"] is None:
            continue
        a = said[entry["person"], entry["step"], entry["kind"]]
        deciding = {r["rule"] for r in rules if r["decides"]}
        # an exemption that holds the outcome open is not said to defeat it
        assert deciding == {*a["rules"], *(d for d in a["defeated_by"] if d != CLAUSE)}
        grounds = [r for r in rules if r["effect"] != "exempts"]
        standing = [r for r in grounds if r["holds"] is True and not r["defeated_by"]]
        lenient = CLAUSE in a["provisions"]
        if a["outcome"] == "bears":
            assert standing
        if a["outcome"] == "does-not-bear" and not lenient:
            assert not standing
            assert all(r["holds"] is False or r["defeated_by"] for r in grounds)
        if lenient:
            assert a["text"] == OLD


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_tree_agrees_with_the_answer(graph, name):
    check_tree(pipeline.explain_json(graph, pipeline.explain(graph, CASES[name])))


@given(a_case(), st.sampled_from([date(2016, 3, 1), date(2021, 5, 1), date(2024, 8, 1)]))
@some
def test_the_tree_of_any_case_agrees_with_its_answer(graph, data, first):
    days = {s["on"] for s in data["steps"]}
    moved = {d: d.replace("2024-08", f"{first.year}-{first.month:02}") for d in days}
    data["steps"] = [{**s, "on": moved[s["on"]]} for s in data["steps"]]
    case = pipeline.case_from_data(data)
    answer = pipeline.assess(graph, case)
    document = pipeline.explain_json(graph, pipeline.explain(graph, case))
    keeps_the_schema(document)
    check_tree(document)
    plain = pipeline.answer_json(graph, answer)
    assert {k: document[k] for k in plain if k != "citations"} == {
        k: v for k, v in plain.items() if k != "citations"
    }
    check_provisions(graph, answer)


def check_provisions(graph, answer):
    """An answer cites texts in force or the leniency clause, and words that the graph has."""
    citations = graph.citations([answer])
    for a in answer.assessments:
        sources = {p.split("/")[0] for p in a.provisions}
        allowed = set(graph.sources_read_under(a.text))
        if CLAUSE in a.provisions:
            allowed |= graph.sources_read_under(NEW)
        assert sources <= allowed, a
        assert any(
            c.texts or (c.restatements and c.source_keys and c.confidence)
            for c in (citations[p] for p in a.provisions)
        ), a
        for provision in a.provisions:
            asked = f"ASK {{ <{provision_iri(*provision.split('/', 1))}> jr:hasTextStatus ?s }}"
            assert graph.store.query(asked).boolean, provision


@pytest.mark.parametrize("name", sorted(CASES))
def test_an_answer_rests_on_texts_in_force_and_words_in_the_graph(graph, name):
    check_provisions(graph, pipeline.assess(graph, CASES[name]))
    for answer in pipeline.compare(graph, CASES[name]).answers.values():
        check_provisions(graph, answer)


@given(a_case())
@some
def test_a_finding_that_says_unknown_is_as_good_as_none(graph, data):
    silent = {**data, "findings": []}
    unknown = {**data, "findings": [
        {k: v if k in ("about", "person") else "unknown" for k, v in f.items()}
        for f in data["findings"]
    ]}  # fmt: skip

    def said(file):
        answer = pipeline.assess(graph, pipeline.case_from_data(file))
        return {(a.person, a.step, a.kind): (a.outcome, a.rule) for a in answer.assessments}

    assert said(unknown) == said(silent)


def test_a_circumstance_of_the_older_list_is_not_cited_under_the_newer_text(graph):
    data = {
        "id": "c", "people": [{"id": "p", "status": "procurator", "role": "sole-procurator"}],
        "steps": [{"id": "s1", "act": "decide", "by": "p", "on": "2023-09-01"}],
        "findings": [
            {"about": "s1", "result": "wrong", "consequence": "serious"},
            {"about": "s1", "person": "p", "fault": "gross-negligence",
             "circumstance": "opinions-2015/art-35"},
        ],
    }  # fmt: skip
    answers = pipeline.compare(graph, pipeline.case_from_data(data)).answers
    cited = {t: {p for a in x.assessments for p in a.provisions} for t, x in answers.items()}
    assert "opinions-2015/art-35" in cited[OLD]
    assert not [p for p in cited[NEW] if p.startswith("opinions-2015")]


# --- the command ----------------------------------------------------------------------------------


def test_the_command_in_json_and_text(kg):
    done = kg("explain", "chief-asks-again", "--person", "c", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    keeps_the_schema(document)
    assert {e["person"] for e in document["explanations"]} == {"c"}
    assert {a["person"] for a in document["assessments"]} == {"c"}
    text = kg("explain", "chief-asks-again", "--person", "c", "--lang", "zh").stdout
    assert "无过错 → 故意、重大过失（任一）" in text
    assert "要求改变原决定" not in text.split("# c")[0]


def test_an_unknown_person_or_step_is_told(kg, graph):
    done = kg("explain", "chief-asks-again", "--step", "s9")
    assert done.returncode == 2
    assert "s1, s2, s3" in done.stderr
    with pytest.raises(KgError):
        pipeline.explain(graph, CASES["chief-asks-again"], person="nobody")


def test_only_what_was_asked_for(graph):
    case = CASES["chief-asks-again"]
    found = pipeline.explain(graph, case, "p", "s3")
    assert {(e.subject.person, e.subject.step) for e in found.explanations} == {("p", "s3")}
    assert [g.step for g in found.answer.governing] == ["s3"]
    whole = pipeline.assess(graph, case)
    ids = [q.id for q in found.answer.open_questions]
    assert set(ids) < {q.id for q in whole.open_questions} or ids


def test_a_person_who_does_not_bear_is_told_what_failed_or_defeated_it(graph):
    """Henan of the table: the rule that would have applied, and what stood against it."""
    document = pipeline.explain_json(
        graph, pipeline.explain(graph, CASES["execute-after-objection"], "p")
    )
    (entry,) = document["explanations"]
    decides = [r for r in entry["rules"] if r["decides"]]
    assert [r["rule"] for r in decides] == ["opinions-2024/execute-after-objection"]
    words = document["citations"]["opinions-2024/art-28/para-2/sentence-2"]["text"]
    assert "检察官不承担司法责任" in " ".join(words.values())


def test_a_silence_says_what_the_text_lacks(kg):
    text = kg("explain", "chief-signs", "--lang", "zh").stdout
    assert "条文未规定" in text
    assert "没有关于签发文书责任或者免责的规定" in text
