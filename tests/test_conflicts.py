"""Conflicts among rules: each is shown by a real case, and a missing order is found."""

import json
from copy import copy
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from test_cases import a_case

from kg import pipeline
from kg.derive import conflicts as search
from kg.derive.engine import GROUNDS
from kg.derive.instances import cases_of
from kg.derive.patterns import Pattern, patterns
from kg.namespaces import JR

NEW = "opinions-2024"
# (who goes first, over whom): orders of which each is the only one at its slot
ORDERS = [
    ("execution-without-fault", "execute-manifestly-unlawful"),
    ("instruction-without-fault", "instructing-procurator"),
    ("support-staff-without-fault", "support-staff-executes-unlawful"),
]


@pytest.fixture(scope="module")
def found(graph):
    """Return the conflicts among the rules of the graph (some seconds of search)."""
    return pipeline.conflicts(graph)


@pytest.fixture(scope="module")
def loose(graph):
    """Return the graph with some orders taken away, so that rules do conflict."""
    first = {winner for winner, _ in ORDERS}
    other = copy(graph)
    other.rules = [
        replace(r, overrides=()) if r.id.removeprefix(f"{NEW}/") in first else r
        for r in graph.rules
    ]
    return other


@pytest.fixture(scope="module")
def found_loose(loose):
    return pipeline.conflicts(loose)


def pairs(conflicts):
    return {(c.ground.id, c.exemption.id) for c in conflicts}


def test_the_rules_have_no_conflict(found):
    assert found.pairs > found.meeting > 0
    assert pairs(found.conflicts) == set()


def test_each_order_that_is_taken_away_is_a_conflict(found_loose):
    expected = {frozenset((f"{NEW}/{a}", f"{NEW}/{b}")) for a, b in ORDERS}
    assert {frozenset(pair) for pair in pairs(found_loose.conflicts)} == expected


def test_each_conflict_is_shown_by_a_case(loose, found_loose):
    for conflict in found_loose.conflicts:
        case = pipeline.case_from_data(conflict.case)
        answer = pipeline.compare(loose, case).answers[conflict.text]
        (said,) = [c for c in answer.conflicts if (c.person, c.step) == ("person", "step")]
        assert set(said.rules) == {conflict.ground.id, conflict.exemption.id}
        assert said.kind == conflict.kind
        assert conflict.ground.because.zh in said.because.zh
        slots = {(a.person, a.step, a.kind) for a in answer.assessments}
        assert ("person", "step", conflict.kind) not in slots


def test_no_finding_of_a_shown_conflict_is_needless(loose, found_loose):
    for conflict in found_loose.conflicts:
        for number in range(len(conflict.case["findings"])):
            fewer = [f for i, f in enumerate(conflict.case["findings"]) if i != number]
            case = pipeline.case_from_data({**conflict.case, "findings": fewer})
            answer = pipeline.compare(loose, case).answers[conflict.text]
            rules = [set(c.rules) for c in answer.conflicts]
            assert {conflict.ground.id, conflict.exemption.id} not in rules


def some(graph, *names):
    return [r for r in graph.rules if r.id.removeprefix(f"{NEW}/") in names]


def test_an_order_that_is_missing_is_found(graph):
    rules = some(graph, "execute-manifestly-unlawful", "execution-without-fault")
    assert not pipeline.conflicts(graph, rules).conflicts
    loose = [replace(r, overrides=()) for r in rules]
    (conflict,) = pipeline.conflicts(graph, loose).conflicts
    assert pairs([conflict]) == {
        (f"{NEW}/execute-manifestly-unlawful", f"{NEW}/execution-without-fault")
    }
    said = {k: v for f in conflict.case["findings"] for k, v in f.items()}
    assert said["manifestly_unlawful"] is True
    assert said["fault"] in ("none", "ordinary-negligence")


def test_rules_that_an_objection_keeps_apart_do_not_meet(graph):
    """One asks that there was an objection, the other that there was none (MINUS)."""
    rules = some(graph, "execute-manifestly-unlawful", "execute-after-objection")
    assert len(search.unordered_pairs(rules)) == 1
    result = pipeline.conflicts(graph, rules)
    assert (result.meeting, result.conflicts) == (0, [])


def test_rules_whose_findings_exclude_each_other_are_no_conflict(graph):
    exemption, ground = some(graph, "reexamination-supervisor", "reexamination-procurator")
    other = replace(exemption, effect="exempts", overrides=())
    ground = replace(ground, kind="judicial", sparql=other.sparql,
                     when=replace(other.when, op="not", parts=(other.when,)))  # fmt: skip
    result = pipeline.conflicts(graph, [replace(ground, overrides=()), other])
    assert (result.pairs, result.meeting, result.conflicts) == (1, 1, [])


def test_only_one_text_and_kind_at_a_time(graph):
    for ground, exemption in search.unordered_pairs(graph.rules):
        assert (ground.text, ground.kind) == (exemption.text, exemption.kind)
        assert "*" not in exemption.overrides
        assert exemption.id not in ground.overrides
        assert ground.id not in exemption.overrides


@given(a_case())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_case_shows_a_conflict_that_was_not_found(graph, found, data):
    for answer in pipeline.compare(graph, pipeline.case_from_data(data)).answers.values():
        for conflict in answer.conflicts:
            assert tuple(conflict.rules) in pairs(found.conflicts)


# --- patterns and the cases made from them --------------------------------------------------------


def test_every_rule_can_be_read_as_patterns(graph):
    for rule in graph.rules:
        if rule.kind == "judicial" and rule.effect in (*GROUNDS, "exempts"):
            for pattern in patterns(rule.sparql):
                subjects = {s for s, _, _ in pattern.triples} | {o for _, _, o in pattern.triples}
                assert {"?case", "?person", "?step"} <= subjects, rule.id


def test_unions_and_paths_are_taken_apart():
    found = patterns(
        """PREFIX jr: <https://w3id.org/judicial-responsibility/ontology/>
        SELECT ?case ?person ?step WHERE {
          ?case jr:hasStep ?step . ?step jr:doneBy ?person ; jr:order ?n .
          ?lower jr:isSubordinateTo+ ?higher .
          { ?step a jr:Decide } UNION { ?step a ?act . VALUES ?act { jr:Keep jr:Change } }
          MINUS { ?step jr:concerns ?x }
          FILTER(?n > ?m) ?other jr:order ?m . }"""
    )
    assert len(found) == 4  # two ways through the UNION, two lengths of the path
    assert all(p.order == (("?m", "?n", True),) for p in found)
    assert {len(p.triples) for p in found} == {6, 7}
    assert not [t for p in found for t in p.triples if t[1] == JR + "concerns"]
    limited = [p for p in found if p.values]
    assert [p.values[0][1] for p in limited] == [frozenset({JR + "Keep", JR + "Change"})] * 2


def acting(act, **more):
    triples = [("?case", JR + "hasStep", "?step"), ("?step", JR + "doneBy", "?person"),
               ("?step", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", JR + act)]  # fmt: skip
    triples += [("?person", JR + p, o) for p, o in more.items()]
    return Pattern(tuple(triples))


def test_what_a_case_holds_once_is_made_one_or_excludes():
    day = "2024-09-01"
    assert not list(cases_of(acting("Decide"), acting("Keep"), day))
    office = "https://w3id.org/judicial-responsibility/concept/office/"
    chief, head = office + "chief-procurator", office + "department-head"
    assert not list(
        cases_of(acting("Decide", holdsOffice=chief), acting("Decide", holdsOffice=head), day)
    )
    files = list(cases_of(acting("Decide", holdsOffice=chief), acting("Decide"), day))
    assert files
    for file in files:
        case = pipeline.case_from_data(file)
        assert case.people["person"].office == "chief-procurator"
        assert (case.steps["step"].act, case.steps["step"].by) == ("decide", "person")


def test_an_order_that_cannot_be_gives_no_case():
    triples = (*acting("Decide").triples, ("?step", JR + "order", "?n"))
    one = Pattern(triples, order=(("?n", "?n", True),))
    assert not list(cases_of(one, acting("Decide"), "2024-09-01"))


def test_the_made_cases_are_cases(graph):
    rules = some(graph, "higher-misled", "misleading-omission", "support-staff-exempt")
    made = 0
    for one, two in product(rules, rules):
        for a, b in product(patterns(one.sparql), patterns(two.sparql)):
            for file in list(cases_of(a, b, "2024-09-01"))[:3]:
                assert pipeline.case_from_data(file).people["person"]
                made += 1
    assert made > 5


# --- the command ----------------------------------------------------------------------------------


def test_the_command(kg, found):
    done = kg("conflicts", "--format", "json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document == pipeline.conflicts_json(found)


def test_the_document_names_both_rules_and_the_case(found_loose):
    document = pipeline.conflicts_json(found_loose)
    assert document["conflicts"]
    for conflict in document["conflicts"]:
        assert set(conflict) == {"text", "kind", "ground", "exemption", "case"}
        assert conflict["ground"]["where"].startswith("ontology/rules/")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_names_both_rules_and_the_case(graph, found, lang):
    rules = some(graph, "execute-manifestly-unlawful", "execution-without-fault")
    loose = [replace(r, overrides=()) for r in rules]
    text = pipeline.conflicts_text(graph, pipeline.conflicts(graph, loose), lang)
    assert "execute-manifestly-unlawful ⇄ " in text
    assert '"manifestly_unlawful": true' in text
    assert loose[0].because.pick(lang) in text
