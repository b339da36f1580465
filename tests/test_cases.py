"""Case files: what is read is what was written, and what does not matter changes nothing."""

import copy
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings, strategies as st
from rdflib.namespace import SKOS

from kg import cases, pipeline
from kg.derive.rules import read_rules
from kg.errors import KgError
from kg.model import Condition
from kg.namespaces import CONCEPT
from kg.yaml12 import parse

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = cases.schema()
CONTEXT = cases.context()
RULES = {r.id: r for r in read_rules(ROOT / "ontology" / "rules")}
PACKAGED = pipeline.packaged_case_data()
slow = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


# --- the vocabulary is written once ---------------------------------------------------------------


def schemes():
    """Return {scheme: codes} of ontology/schemes.ttl."""
    read = rdflib.Graph()
    read.parse(ROOT / "ontology" / "schemes.ttl")
    found = {}
    for concept, scheme in read.subject_objects(SKOS.inScheme):
        codes = [str(n) for n in read.objects(concept, SKOS.notation)]
        assert str(concept) == f"{scheme}/{codes[0]}"
        found.setdefault(str(scheme).removeprefix(CONCEPT), set()).add(codes[0])
    return found


def enums():
    """Return {(part, field): enum of the JSON Schema}."""
    found = {}
    top = SCHEMA["properties"]
    parts = {p: top[p]["items"]["properties"] for p in ("organs", "people", "steps", "findings")}
    for part, fields in {"": top, **parts}.items():
        for field, spec in fields.items():
            if "enum" in spec:
                found[part, field] = {str(v).lower() for v in spec["enum"]}
    return found


def scheme_of(part, field):
    """Return the scheme that the JSON-LD context reads a field's words in."""
    if field == "act":
        return "act"
    fields = CONTEXT[part]["@context"] if part else CONTEXT
    vocabulary = fields[field]["@context"]["@vocab"]
    assert vocabulary.startswith(CONCEPT)
    return vocabulary.removeprefix(CONCEPT).rstrip("/")


@pytest.mark.parametrize(("part", "field"), sorted(enums()), ids=lambda v: v or "case")
def test_schema_enums_are_the_schemes(part, field):
    assert enums()[part, field] == schemes()[scheme_of(part, field)]


def test_every_field_of_the_contract_that_takes_a_word_has_an_enum():
    assert {f for _, f in enums()} == {
        "case_kind", "level", "status", "office", "role", "act", "within_authority",
        "in_organ_name", "candour", "vote", "form", "performance", "result", "consequence",
        "manifestly_unlawful", "excluded_by", "fault", "duty_of_care", "conduct",
    }  # fmt: skip


def test_the_schema_knows_the_fields_of_each_act():
    """Each act takes the fields of the contract's table beside id, by, on, matter, note, of."""
    own = {}
    needs = {}
    for branch in SCHEMA["properties"]["steps"]["items"]["allOf"]:
        act = branch["if"]["properties"]["act"]["const"]
        names = set(branch["then"]["propertyNames"]["anyOf"][0]["enum"])
        own[act] = names - {"id", "act", "by", "on", "of", "matter", "note"}
        needs[act] = set(branch["then"].get("required", ()))
    assert {a: f for a, f in own.items() if f} == {
        "decide": {"within_authority"},
        "alter": {"part"},
        "refer": {"to"},
        "report": {"candour"},
        "vote": {"vote"},
        "object": {"form"},
        "instruct": {"to", "in_organ_name"},
        "supervise": {"performance"},
        "violate": {"description"},
    }
    assert {a for a, n in needs.items() if "of" not in n} == {
        "propose", "decide", "report", "instruct", "violate",
    }  # fmt: skip
    assert {a for a, n in needs.items() if "to" in n} == {"instruct"}


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(PACKAGED))
def test_yaml_and_json_say_the_same(name):
    ours = pipeline.packaged_cases()[name]
    again = pipeline.case_from_text(json.dumps(PACKAGED[name], ensure_ascii=False), "x.json")
    assert again == ours
    assert cases.to_jsonld(again) == cases.to_jsonld(ours)
    assert (ROOT / "data" / "cases" / f"{name}.yaml").is_file(), "a case lies under its own id"


def simple(**changes):
    return {
        "id": "c",
        "people": [{"id": "p", "status": "procurator", "role": "sole-procurator"}],
        "steps": [
            {"id": "s1", "act": "decide", "by": "p", "on": "2024-09-01"},
            {"id": "s2", "act": "report", "by": "p", "on": "2024-09-01"},
            {"id": "s3", "act": "object", "by": "p", "on": "2024-09-02", "of": "s1"},
        ],
        **changes,
    }


def test_defaults_are_filled_in_and_told():
    case = pipeline.case_from_data(simple())
    assert case.steps["s1"].fields["within_authority"] == "true"
    assert case.steps["s2"].fields["candour"] == "full"
    assert case.steps["s3"].fields["form"] == "written"
    assert [tuple(s.assumed) for s in case.steps.values()] == [
        ("within_authority",), ("candour",), ("form",)
    ]  # fmt: skip
    assert (case.assessed_on, case.jurisdiction) == ("2024-09-02", "CN")
    assert [(o.id, o.level) for o in case.organs] == [("own", "basic")]
    said = simple()
    said["steps"][0]["within_authority"] = False
    case = pipeline.case_from_data(said)
    assert case.steps["s1"].fields["within_authority"] == "false"
    assert tuple(case.steps["s1"].assumed) == ()


def test_fields_of_ones_own_are_kept_out_of_the_way():
    marked = simple(**{"x-file": {"no": [1, 2]}})
    marked["people"][0]["x-name"] = "甲"
    marked["steps"][0]["x-page"] = 3
    marked["findings"] = [
        {"about": "s1", "result": "wrong", "x-by": "甲"},
        {"about": "s1", "consequence": "serious", "x-by": "乙"},
    ]
    case = pipeline.case_from_data(marked)
    said = json.dumps({k: v for k, v in cases.to_jsonld(case).items() if k != "@context"})
    assert "x-" not in said
    assert all(not k.startswith("x-") for f in case.findings for k in f.values)


@pytest.mark.parametrize("how", ["crlf", "bom", "tabs-in-text", "quoted"])
def test_ways_of_writing_that_mean_the_same(how):
    text = (ROOT / "data" / "cases" / "chief-asks-again.yaml").read_text(encoding="utf-8")
    expected = pipeline.case_from_text(text, "x")
    if how == "crlf":
        text = text.replace("\n", "\r\n")
    elif how == "bom":
        text = "\ufeff" + text
    elif how == "tabs-in-text":
        text = text.replace("jurisdiction: CN", "jurisdiction:\tCN")
    else:
        text = text.replace("act: decide", '"act": "decide"')
    assert pipeline.case_from_text(text, "x") == expected


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "case.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(simple()).encode())
    assert pipeline.case_from_file(path).id == "c"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"), ("no", "no"), ("yes", "yes"), ("2024-09-01", "2024-09-01"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"), ("0o17", 15), ("0x1F", 31), ("017", 17), ("-3", -3), ("1.5", 1.5),
        ("1e3", 1000.0), (".5", 0.5), ("true", True), ("False", False), ("~", None), ("null", None),
        ("'true'", "true"), ('"12"', "12"), ("x-y", "x-y"), ("nulll", "nulll"), ("1.2.3", "1.2.3"),
    ],
)  # fmt: skip
def test_words_are_read_as_yaml_1_2_core(text, value):
    read = parse(f"k: {text}\n", "x").data["k"]
    assert (read, type(read)) == (value, type(value))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(
        st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=20
    ),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.from_regex("[a-zé检 ]{1,9}", fullmatch=True), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
@settings(deadline=None)
def test_any_json_is_read_as_it_was_written(value):
    assert parse(json.dumps([value]), "x").data == [value]
    assert parse(json.dumps([value], ensure_ascii=False, indent=1), "x").data == [value]


def test_a_pair_of_escapes_is_one_character_only_where_it_is_an_escape():
    assert parse(r'{"a": "\ud842\udfb7 \\\ud842\udfb7"}', "x").data == {"a": "𠮷 \\𠮷"}
    assert parse(r'{"a": "\\ud842\\udfb7"}', "x").data == {"a": r"\ud842\udfb7"}
    assert parse(r"a: '\ud842\udfb7'", "x").data == {"a": r"\ud842\udfb7"}


def test_lines_are_kept_for_messages():
    read = parse("a: 1\nb:\n  - c: 2\n  - d: 3\n", "f.yaml")
    assert read.where(("b", 1, "d")) == "f.yaml:4 (b.1.d)"
    assert read.where(("b", 1, "missing")) == "f.yaml:4 (b.1.missing)"
    assert read.where() == "f.yaml:1"
    assert parse("a: 1", "f.rq", 10).where(("a",)) == "f.rq:10 (a)"


# --- whatever is thrown at it ---------------------------------------------------------------------


@given(st.text(alphabet="abid: -\n{}[],'\"&*!|>#%@`\t0123é检\x00\x1b", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_case_or_a_message(text):
    try:
        pipeline.case_from_text(text, "x")
    except KgError as error:
        assert error.problems
        assert all(p.where.startswith("x") and p.what_zh and p.do_en for p in error.problems)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_value_in_any_place_gives_a_case_or_a_message(data):
    case = copy.deepcopy(data.draw(st.sampled_from([PACKAGED[n] for n in sorted(PACKAGED)])))
    holder, key = case, data.draw(st.sampled_from(sorted(case)))
    while isinstance(holder[key], (dict, list)) and holder[key] and data.draw(st.booleans()):
        holder = holder[key]
        key = data.draw(
            st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder)))
        )
    if data.draw(st.booleans()):
        holder[key] = data.draw(JSON)
    elif isinstance(holder, dict):
        holder[data.draw(st.text(alphabet="abx-'\"{检", max_size=5))] = data.draw(JSON)
    else:
        del holder[key]
    try:
        pipeline.case_from_data(case)
    except KgError as error:
        assert error.problems
        assert all(p.what_zh and p.what_en and p.do_zh and p.do_en for p in error.problems)


# --- what does not matter changes nothing ---------------------------------------------------------

FINDING = {
    "result": ["correct", "wrong", "defect", "unknown"],
    "consequence": ["none", "not-serious", "serious", "unknown"],
    "manifestly_unlawful": [True, False, "unknown"],
    "fault": ["intent", "gross-negligence", "ordinary-negligence", "none", "unknown"],
    "duty_of_care": ["met", "not-met", "unknown"],
}


@st.composite
def a_case(draw, findings=True, first=date(2024, 8, 1)):
    """Draw a checked case file's data: a few people, a chain of acts, findings on some points."""
    people = [
        {"id": "p", "status": "procurator", "role": draw(
            st.sampled_from(["sole-procurator", "lead-procurator"]))},
        {"id": "m", "status": "procurator", "role": "team-member"},
        {"id": "c", "status": "procurator", "office": draw(
            st.sampled_from(["chief-procurator", "deputy-chief-procurator", "department-head"]))},
        {"id": "a", "status": draw(st.sampled_from(["assistant", "clerk", "technician"]))},
    ]  # fmt: skip
    steps = [{"id": "s1", "act": draw(st.sampled_from(["decide", "propose"])), "by": "p"}]
    acts = [
        "request-reexamination", "keep", "change", "alter", "decide", "review", "report", "object",
        "maintain", "execute", "instruct", "assist", "sign", "supervise", "violate",
    ]  # fmt: skip
    for n in range(2, draw(st.integers(2, 5)) + 1):
        act = draw(st.sampled_from(acts))
        step = {"id": f"s{n}", "act": act, "by": draw(st.sampled_from(["p", "m", "c", "a"]))}
        if act not in ("report", "violate"):
            step["of"] = f"s{draw(st.integers(1, n - 1))}"
        if act == "instruct":
            step["to"] = draw(st.sampled_from(["p", "a"]))
        if act == "report":
            step["candour"] = draw(st.sampled_from(["full", "concealed", "omitted"]))
        if act == "supervise":
            step["performance"] = draw(st.sampled_from(["proper", "lax", "improper"]))
        steps.append(step)
    day = first
    for step in steps:
        step["on"] = day.isoformat()
        day += timedelta(days=draw(st.integers(0, 3)))
    found = []
    if findings:
        for step in steps:
            for field in ("result", "consequence", "manifestly_unlawful"):
                if draw(st.booleans()):
                    found.append(
                        {"about": step["id"], field: draw(st.sampled_from(FINDING[field]))}
                    )
            if draw(st.booleans()):
                found.append(
                    {"about": step["id"], "person": step["by"],
                     "fault": draw(st.sampled_from(FINDING["fault"]))}
                )  # fmt: skip
    return {
        "id": "drawn", "assessed_on": "2026-01-01", "people": people, "steps": steps,
        "findings": found,
    }  # fmt: skip


def answers(graph, data):
    """Return what is said of each person, step and kind, under the text in force and under each."""
    case = pipeline.case_from_data(data)
    said = {"in force": pipeline.assess(graph, case)}
    said |= pipeline.compare(graph, case).answers
    found = {}
    for text, answer in said.items():
        document = pipeline.answer_json(graph, answer)
        for key in ("assessments", "violations", "silences", "conflicts"):
            for item in document[key]:
                slot = (text, key, item["person"], item["step"], item.get("kind"), item.get("rule"))
                plain = {
                    k: sorted(v, key=str) if isinstance(v, list) else v for k, v in item.items()
                }
                found[slot] = {k: v for k, v in plain.items() if k != "because"}
        found[text, "assumptions"] = sorted(document["assumptions"], key=str)
        found[text, "questions"] = sorted(q["id"] for q in document["open_questions"])
    return found


@given(a_case(), st.randoms(use_true_random=False))
@slow
def test_the_order_of_people_and_findings_changes_nothing(graph, data, chance):
    mixed = copy.deepcopy(data)
    chance.shuffle(mixed["people"])
    chance.shuffle(mixed["findings"])
    mixed["findings"] = [dict(reversed(f.items())) for f in mixed["findings"]]
    assert answers(graph, mixed) == answers(graph, data)


@given(a_case())
@slow
def test_a_correct_proposal_of_somebody_else_changes_nothing_for_the_others(graph, data):
    more = copy.deepcopy(data)
    more["people"].append({"id": "z", "status": "procurator"})
    more["steps"].append({"id": "z1", "act": "propose", "by": "z", "on": data["steps"][-1]["on"]})
    more["findings"].append({"about": "z1", "result": "correct"})

    def others(said):
        return {k: v for k, v in said.items() if len(k) == 2 or k[2] != "z"}

    assert others(answers(graph, more)) == answers(graph, data)


@given(a_case(), a_case())
@slow
def test_cases_assessed_together_are_as_each_alone(graph, one, two):
    two = {**two, "id": "other"}
    alone = {d["id"]: pipeline.assess(graph, pipeline.case_from_data(d)) for d in (one, two)}
    batch = {d["id"]: pipeline.case_from_data(d) for d in (one, two)}
    assert pipeline.assess_many(graph, batch) == alone


def fields_needed(condition: Condition):
    if condition.atom is not None:
        return {condition.atom.field}
    return {f for part in condition.parts for f in fields_needed(part)}


OPEN = {"result", "consequence", "manifestly_unlawful", "fault", "duty_of_care", "excluded_by"}


@given(a_case(findings=False))
@slow
def test_without_findings_nobody_is_judged(graph, data):
    """Unknown never becomes yes or no: what needs a finding stays undetermined."""
    case = pipeline.case_from_data(data)
    for text, answer in pipeline.compare(graph, case).answers.items():
        for a in answer.assessments:
            if a.kind == "answerable":
                continue
            rules = [RULES[r] for r in (*a.rules, *a.defeated_by)]
            if a.outcome == "bears":
                assert not any(fields_needed(r.when) & OPEN for r in rules), (text, a)
            if a.outcome == "does-not-bear":
                grounds = [r for r in rules if r.effect == "exempts"]
                failed = [f for f in a.facts if f.split("=")[0].rsplit(".", 1)[1] not in OPEN]
                assert grounds or failed, (text, a)
            if a.outcome == "undetermined":
                assert a.turns_on, (text, a)


@given(a_case(), st.data())
@slow
def test_an_unknown_result_stays_open_until_it_is_found(graph, data, more):
    """Where a judicial outcome stands although no result is known, no result changes it."""
    step = more.draw(st.sampled_from([s["id"] for s in data["steps"]]))
    # A step without a result of its own takes that of a step that kept it: so none has one.
    data["findings"] = [f for f in data["findings"] if "result" not in f]
    open_case = pipeline.case_from_data(data)
    outcomes = {}
    for value in ("", "correct", "wrong", "defect"):
        case = open_case
        if value:
            extra = [*data["findings"], {"about": step, "result": value}]
            case = pipeline.case_from_data({**data, "findings": extra})
        for text, answer in pipeline.compare(graph, case).answers.items():
            for a in answer.assessments:
                if a.kind != "answerable":
                    outcomes.setdefault((text, a.person, a.step, a.kind), {})[value] = a
    for slot, by_value in outcomes.items():
        unknown = by_value.get("")
        if unknown is None or unknown.outcome == "undetermined":
            continue
        if unknown.outcome == "bears" and not any(
            "result" in fields_needed(RULES[r].when) for r in unknown.rules
        ):
            continue
        assert {a.outcome for a in by_value.values()} == {unknown.outcome}, slot


@pytest.mark.parametrize("name", sorted(PACKAGED))
def test_packaged_cases_hold_when_shuffled(graph, name):
    mixed = copy.deepcopy(PACKAGED[name])
    random.Random(5).shuffle(mixed["people"])
    random.Random(6).shuffle(mixed.get("findings", []))
    assert answers(graph, mixed) == answers(graph, PACKAGED[name])
