"""A rule's SELECT is skipped only where it cannot match: skipping changes no answer."""

from dataclasses import replace

from kg import cases, pipeline
from kg.cases import schema
from kg.derive import matching
from kg.derive.rules import ACTS
from kg.store import parse_jsonld


def test_skipping_changes_nothing():
    graph = pipeline.open_graph()
    every = [replace(rule, needs=()) for rule in graph.rules]
    assert sum(bool(rule.needs) for rule in graph.rules) > 60
    for case in pipeline.packaged_cases().values():
        quads = parse_jsonld(cases.to_jsonld(case))
        quick = matching.match_rules(graph.rules, {case.id: case}, quads)[case.id]
        slow = matching.match_rules(every, {case.id: case}, quads)[case.id]
        assert [(r.id, b) for r, b in quick] == [(r.id, b) for r, b in slow]


def test_the_acts_are_those_of_the_format():
    acts = schema()["properties"]["steps"]["items"]["properties"]["act"]["enum"]
    assert {"".join(w.capitalize() for w in act.split("-")) for act in acts} == ACTS
