"""Every rule, over small cases with complete expectations (tests/rules/<source>/<rule>.yaml).

Each file names its rule and lists cases: one in which the rule fires, one in which its structure
does not match, and each outcome that it can give. `expect` is the complete set under `text`.
"""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kg import cases, pipeline
from kg.derive import engine, matching, truth
from kg.store import parse_jsonld
from kg.yaml12 import load

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "rules"
RULE_FILES = sorted(
    p.relative_to(ROOT / "ontology" / "rules").with_suffix("").as_posix()
    for p in (ROOT / "ontology" / "rules").glob("*/*.rq")
)
TEST_FILES = sorted(
    p.relative_to(FOLDER).with_suffix("").as_posix() for p in FOLDER.glob("*/*.yaml")
)

FIELDS = {
    "assessments": ("person", "step", "kind", "outcome", "extent", "rule"),
    "violations": ("person", "step", "rule"),
    "silences": ("person", "step", "rule"),
    "conflicts": ("person", "step", "kind"),
    "notes": ("person", "step", "rule"),
}


def _read():
    """Return (key, rule file, entry) for every case of the suite; the key is a case id."""
    found = []
    for number, name in enumerate(TEST_FILES):
        data = load(FOLDER / f"{name}.yaml", f"tests/rules/{name}.yaml").data
        assert data["rule"] == name
        names = [entry["name"] for entry in data["cases"]]
        assert len(set(names)) == len(names), f"{name}: two cases of one name"
        for index, entry in enumerate(data["cases"]):
            assert set(entry) == {"name", "text", "case", "expect"}, f"{name}: {entry['name']}"
            # a case that names no notes expects none
            assert {*entry["expect"], "notes"} == set(FIELDS), f"{name}: {entry['name']}"
            found.append((f"t{number}-{index}", name, entry))
    return found


ENTRIES = _read()
IDS = [f"{name}:{entry['name']}" for _, name, entry in ENTRIES]


@pytest.fixture(scope="module")
def graph():
    return pipeline.open_graph()


@pytest.fixture(scope="module")
def batch():
    """Return every case of the suite, by key."""
    return {
        key: pipeline.case_from_data({"id": key, **entry["case"]}, name)
        for key, name, entry in ENTRIES
    }


def _quads(batch):
    return [q for case in batch.values() for q in parse_jsonld(cases.to_jsonld(case))]


@pytest.fixture(scope="module")
def rows(graph, batch):
    """Return the structure rows of all cases, found at once."""
    return matching.match_rules(graph.rules, batch, _quads(batch))


@pytest.fixture(scope="module")
def settled(graph, batch, rows):
    """Return what each case's own text says about it."""
    return {
        key: engine.settle(
            batch[key], rows.get(key, []), truth.Findings(batch[key]), entry["text"], graph.labels
        )
        for key, _, entry in ENTRIES
    }


def _lines(items, fields):
    """Return what `items` (mappings or objects) say in these fields, as sorted lines."""

    def get(item, field):
        value = item[field] if isinstance(item, dict) else getattr(item, field)
        return value if isinstance(value, str) else str(sorted(value))

    return sorted(" ".join(get(item, field) for field in fields) for item in items)


def _shown(found):
    """Return a settled case in the form of `expect`, as sorted lines."""
    return {part: _lines(getattr(found, part), fields) for part, fields in FIELDS.items()}


def _expected(expect):
    return {part: _lines(expect.get(part, []), fields) for part, fields in FIELDS.items()}


def test_every_rule_file_has_its_tests_and_every_test_file_its_rule():
    assert TEST_FILES == RULE_FILES


def test_the_table_of_articles_lists_every_rule_file_once():
    listed, source = [], ""
    for line in (ROOT / "docs" / "rules-by-article.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            source = line.removeprefix("## ")
        elif line.startswith("| ") and source:
            listed += [
                f"{source}/{name}" for name in re.findall(r"`([a-z0-9-]+)`", line.split("|")[2])
            ]
    assert sorted(listed) == RULE_FILES


def test_no_case_is_lost(graph):
    assert len(ENTRIES) >= len(graph.rules) >= len(RULE_FILES) > 0
    assert min(Counter(name for _, name, _ in ENTRIES).values()) >= 2


@pytest.mark.parametrize(("key", "name", "entry"), ENTRIES, ids=IDS)
def test_the_text_says_exactly_this(key, name, entry, settled):
    assert _shown(settled[key]) == _expected(entry["expect"])


def test_one_by_one_gives_the_same_as_all_at_once(graph, batch, rows):
    def as_set(found):
        return sorted((rule.id, sorted(binding.items())) for rule, binding in found)

    for key in [k for k in batch if k.endswith("-0")]:  # the first case of every rule
        case = batch[key]
        alone = matching.match_rules(graph.rules, {key: case}, _quads({key: case}))
        assert as_set(alone.get(key, [])) == as_set(rows.get(key, [])), key


@pytest.mark.parametrize("name", TEST_FILES)
def test_a_case_in_which_it_fires_and_one_in_which_it_does_not_match(name, settled):
    matched = [
        [m for m in settled[key].matches if m.rule.id == name]
        for key, owner, _ in ENTRIES
        if owner == name
    ]
    assert any(matches for matches in matched)
    assert any(not matches for matches in matched)


def test_every_rule_takes_each_value_its_condition_can_have(graph, settled):
    """A rule with a condition is seen true, false and unknown, so far as its form allows."""
    seen = defaultdict(set)
    for found in settled.values():
        for match in found.matches:
            seen[match.rule.id].add(match.verdict.value)
    assert set(seen) == {rule.id for rule in graph.rules}
    never = {  # readings of an open text that no finding makes agree
        "opinions-2024/higher-misled-liability": {True},
        "opinions-2024/higher-misled-own-breach": {True},
        "opinions-2024/team-member-joint-liability": {True},
        "opinions-2015/team-member-joint": {True},
        "regulations-2024/exclusion-for-supervisors": {True, False},
        # a sentence without a condition of its own but the two readings
        "opinions-2015/recheck-chief": {False},
        "opinions-2015/recheck-procurator": {False},
        "opinions-2024/reexamination-after-keeping": {True},
        "opinions-2015/recheck-chief-after-keeping": {True, False},
        "opinions-2015/recheck-procurator-after-keeping": {True, False},
    }
    for rule in graph.rules:
        if rule.when.op == "all" and not rule.when.parts:
            expected = {True}
        elif rule.effect == "silent":
            expected = {True, False}
        elif rule.effect == "notes":  # what was not found is not noted
            expected = {True, False, None}
        elif rule.effect == "attributes":
            expected = {True, None}
        else:
            expected = {True, False, None}
        assert seen[rule.id] == expected - never.get(rule.id, set()), rule.id


def test_every_rule_decides_an_answer(graph, settled):
    """Every rule is named in an assessment, violation or silence, or defeats one."""
    named = set()
    for found in settled.values():
        for a in found.assessments:
            named |= {*a.rules, *a.defeated_by, *a.defeats}
            # an exemption that holds an outcome open shows by its provisions and open questions
            if a.outcome == "undetermined" and "art-9-reaches-supervisors" in a.open_questions:
                named.add("regulations-2024/exclusion-for-supervisors")
            if any(g.field == "reading:art-32-own-breach" for g in a.turns_on):
                named.add("opinions-2024/higher-misled-own-breach")
        named |= {r.rule for r in (*found.violations, *found.silences, *found.notes)}
    assert named == {rule.id for rule in graph.rules}


def test_every_outcome_kind_and_extent_appears(settled):
    every = [a for found in settled.values() for a in found.assessments]
    assert {a.outcome for a in every} == {"bears", "does-not-bear", "undetermined"}
    assert {a.kind for a in every} == {"answerable", "judicial", "supervision"}
    assert {e for a in every for e in a.extent} == {
        "whole", "altered-part", "own-acts", "facts-reported", "opinion-and-vote",
        "execution-consequences", "joint", "principal", "corresponding",
    }  # fmt: skip


def test_undetermined_names_what_is_missing_and_only_then(settled):
    for key, found in settled.items():
        for a in found.assessments:
            assert bool(a.turns_on) == (a.outcome == "undetermined"), (key, a)
            assert a.provisions and a.because.zh and a.because.en
            assert a.outcome != "does-not-bear" or not a.extent


def test_overrides_have_no_circle_and_stay_within_one_text(graph):
    by_id = {rule.id: rule for rule in graph.rules}

    def walk(rule, chain):
        assert rule.id not in chain, chain
        for other in rule.overrides:
            if other != "*":
                assert by_id[other].text == rule.text
                walk(by_id[other], (*chain, rule.id))

    for rule in graph.rules:
        walk(rule, ())


def test_a_conflict_gives_no_assessment(graph, batch):
    """No two present rules conflict; with the order between two of them taken away they do."""
    from dataclasses import replace

    key = next(
        k for k, name, e in ENTRIES
        if (name, e["name"]) == ("opinions-2024/execution-without-fault", "no-fault-defeats")
    )  # fmt: skip
    loose = [
        replace(r, overrides=()) if r.id == "opinions-2024/execution-without-fault" else r
        for r in graph.rules
    ]
    found = engine.settle(
        batch[key],
        matching.match_rules(loose, {key: batch[key]}, _quads({key: batch[key]}))[key],
        truth.Findings(batch[key]),
        "opinions-2024",
        graph.labels,
    )
    assert [(c.person, c.step, set(c.rules)) for c in found.conflicts] == [
        (
            "p",
            "s2",
            {"opinions-2024/execute-manifestly-unlawful", "opinions-2024/execution-without-fault"},
        )
    ]
    assert not [a for a in found.assessments if (a.person, a.step) == ("p", "s2")]
