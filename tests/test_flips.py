"""Flips: each one flips the real assessment, nothing smaller does, and none is missing."""

import copy
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from test_cases import a_case

from kg import cases, pipeline
from kg.derive import matching
from kg.derive.judge import Judge
from kg.pipeline.answers import batch_quads, work_on

PACKAGED = pipeline.packaged_case_data()
few = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def word(value):
    return {"true": True, "false": False}.get(value, value)


def with_objection(data, about, made):
    """Return the case with the executing person's objection made, or the only one taken away."""
    steps = data["steps"]
    place = next(i for i, s in enumerate(steps) if s["id"] == about)
    step = steps[place]
    if made:
        new = {"id": "objection", "act": "object", "by": step["by"], "on": step["on"],
               "of": step["of"]}  # fmt: skip
        data["steps"] = [*steps[:place], new, *steps[place:]]
    else:
        gone = [s for s in steps[:place] if s["act"] == "object" and s["by"] == step["by"]]
        assert len(gone) == 1
        data["steps"] = [s for s in steps if s is not gone[0]]
    return data


def changed(data, changes):
    """Return a case file with points changed: {(about, person or None, field): value}."""
    data = copy.deepcopy(data)
    for (about, person, field), value in changes.items():
        if field == "objection":
            data = with_objection(data, about, value == "true")
            continue
        step = next(s for s in data["steps"] if s["id"] == about)
        if not person and field in cases.act_fields(step["act"]):
            step[field] = word(value)
            continue
        for finding in data["findings"]:
            if (finding.get("about"), finding.get("person")) == (about, person):
                finding.pop(field, None)
        entry = {"about": about, field: word(value)} | ({"person": person} if person else {})
        data["findings"] = [*(f for f in data["findings"] if set(f) - {"about", "person"}), entry]
    return data


def outcomes(graph, data):
    """Return the outcome of each person, step and kind of a case file, by the real assessment."""
    answer = pipeline.assess(graph, pipeline.case_from_data(data))
    return {(a.person, a.step, a.kind): a.outcome for a in answer.assessments}


def sets_of(flip):
    """Yield every set of changes that a flip stands for, one value a point."""
    found = [{}]
    for change in flip.changes:
        point = (change.point.about, change.point.person or None, change.point.field)
        found = [{**before, point: value} for before in found for value in change.values]
    return found


# No assessment to flip; nothing but the exclusion decides, and a finding is never taken back.
NO_FLIP = {"before-the-first-text", "instruction-in-own-name", "new-evidence"}


@pytest.mark.parametrize("name", sorted(PACKAGED))
def test_each_flip_flips_the_real_assessment(graph, name):
    data = {"findings": [], **PACKAGED[name]}
    data.pop("expected", None)  # a flip may take away the step that it names
    case = pipeline.case_from_data(data)
    now = outcomes(graph, data)
    variants = {}
    for flips in pipeline.flips(graph, case):
        slot = (flips.person, flips.step, flips.kind)
        assert flips.outcome == now[slot]
        for flip in flips.flips:
            assert flip.outcome != flips.outcome
            assert flip.because.zh
            assert flip.because.en
            for changes in sets_of(flip):
                key = f"v{len(variants)}"
                file = changed({**data, "id": key}, changes)
                variants[key] = (slot, flip, pipeline.case_from_data(file))
    answers = pipeline.assess_many(graph, {k: c for k, (_, _, c) in variants.items()})
    assert bool(variants) == (name not in NO_FLIP)
    for key, (slot, flip, _) in variants.items():
        said = [a for a in answers[key].assessments if (a.person, a.step, a.kind) == slot]
        assert (said[0].outcome if said else "") == flip.outcome, (slot, flip)
        if said:
            assert flip.rule in said[0].rules
            assert set(flip.provisions) <= set(said[0].provisions)


# --- nothing smaller, nothing missing -------------------------------------------------------------


def points(case):
    """Return every finding and field of an act that a case file may say, with its legal values."""
    legal = cases.choices(case)
    found = []
    for step in case.steps.values():
        for field in ("result", "consequence", "manifestly_unlawful", "excluded_by"):
            found.append((step.id, "", field))
        found += [(step.id, "", field) for field in cases.act_fields(step.act)]
        for person in case.people:
            found += [(step.id, person, f) for f in ("fault", "duty_of_care", "caused")]
    return {p: legal(p) for p in found}


def told(flips):
    """Return {outcome: the single changes that lead to it}, of the flips of one change."""
    found = {}
    for flip in flips.flips:
        if len(flip.changes) == 1:
            for changes in sets_of(flip):
                ((about, person, field), value), *_ = changes.items()
                found.setdefault(flip.outcome, set()).add((about, person or "", field, value))
    return found


def every_single_change(graph, data):
    """Return {slot: {outcome: single changes}} by trying them all on the real assessment."""
    case = pipeline.case_from_data(data)
    now = outcomes(graph, data)
    tried = {}
    for point, values in points(case).items():
        about, person, field = point
        for value in values:
            key = f"v{len(tried)}"
            file = changed({**data, "id": key}, {(about, person or None, field): value})
            tried[key] = ((about, person, field, value), pipeline.case_from_data(file))
    answers = pipeline.assess_many(graph, {k: c for k, (_, c) in tried.items()})
    found = {slot: {} for slot in now}
    for key, (change, _) in tried.items():
        said = {(a.person, a.step, a.kind): a.outcome for a in answers[key].assessments}
        for slot, outcome in now.items():
            if said.get(slot, "") != outcome:
                found[slot].setdefault(said.get(slot, ""), set()).add(change)
    return found


def check_singles(graph, data):
    case = pipeline.case_from_data(data)
    expected = every_single_change(graph, data)
    for flips in pipeline.flips(graph, case):
        slot = (flips.person, flips.step, flips.kind)
        shown = told(flips)
        for outcome in {*shown, *expected[slot]}:
            mine = {c for c in shown.get(outcome, ()) if c[2] != "objection"}
            if outcome in flips.more:
                assert mine <= expected[slot][outcome]
            else:
                assert mine == expected[slot].get(outcome, set()), (slot, outcome)


@pytest.mark.parametrize("name", ["recheck-in-2018", "assistant-misleads", "higher-misled"])
def test_the_single_changes_are_all_found_and_only_they(graph, name):
    check_singles(graph, {**PACKAGED[name], "id": "base"})


@given(a_case())
@few
def test_the_single_changes_of_any_case(graph, data):
    steps = data["steps"][:3]  # of names an earlier step, so the first ones are a case
    known = {s["id"] for s in steps}
    findings = [f for f in data["findings"] if f["about"] in known]
    check_singles(graph, {**data, "steps": steps, "findings": findings})


def found_now(findings, point):
    about, person, field = point
    return findings.of_person(person, about, field) if person else findings.about_step(about, field)


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        ("chief-signs", []),
        ("supervision-fails", [{"about": "s1", "result": "correct"}]),
        ("henan-2020", [{"about": "s1", "result": "correct"}]),
    ],
)
def test_no_pair_of_findings_is_missed_and_none_is_needless(graph, name, findings):
    """All sets of two findings, judged one by one by the engine: what one change cannot do."""
    data = {**PACKAGED[name], "findings": findings}
    case = pipeline.case_from_data(data)
    quads = list(batch_quads({case.id: case}))
    rows = matching.match_rules(graph.rules, {case.id: case}, quads)[case.id]
    work = work_on(graph, case, rows)
    judge = Judge(case, work.findings, work.governing, graph.timing, graph.labels)
    structure = judge.structure(rows)
    kinds = ("result", "consequence", "fault", "caused")
    single = [
        (p, v)
        for p, values in points(case).items()
        if p[2] in kinds
        for v in values
        if v != found_now(work.findings, p)
    ]
    for flips in pipeline.flips(graph, case):
        slot = (flips.person, flips.step, flips.kind)
        reached = {1: {}, 2: {}}
        for size in (1, 2):
            for chosen in combinations(single, size):
                if len({p for p, _ in chosen}) < size:
                    continue
                said = judge.verify(structure, slot, dict(chosen))
                outcome = getattr(said, "outcome", "")
                if outcome != flips.outcome:
                    reached[size].setdefault(outcome, set()).add(frozenset(chosen))
        for flip in flips.flips:
            if len(flip.changes) == 2:
                assert flip.outcome not in reached[1], "a smaller set does it"
        shown = {
            (flip.outcome, frozenset(((p[0], p[1] or "", p[2]), v) for p, v in changes.items()))
            for flip in flips.flips
            if len(flip.changes) == 2
            for changes in sets_of(flip)
        }
        for outcome, sets in reached[2].items():
            if outcome in reached[1] or flips.searched < 2 or outcome in flips.more:
                continue
            assert sets <= {s for o, s in shown if o == outcome}, (slot, outcome)


def test_an_objection_is_a_change_of_its_own(graph):
    """The rows of the table of objections: made or not, manifestly unlawful or not."""
    case = pipeline.packaged_cases()["execute-manifestly-unlawful"]
    (flips,) = (f for f in pipeline.flips(graph, case, "p", "s2") if f.kind == "judicial")
    assert flips.outcome == "bears"
    found = {
        change.point.field: change.values
        for flip in flips.flips
        if flip.outcome == "does-not-bear" and len(flip.changes) == 1
        for change in flip.changes
    }
    assert found["objection"] == ("true",)
    assert "none" in found["fault"]


def test_a_set_of_changes_never_says_unknown(graph):
    for case in pipeline.packaged_cases().values():
        for flips in pipeline.flips(graph, case):
            for flip in flips.flips:
                for change in flip.changes:
                    assert "unknown" not in change.values
                    assert change.before not in change.values


def test_the_words_of_a_flip_are_bilingual(graph):
    case = pipeline.packaged_cases()["chief-asks-again"]
    document = pipeline.explain_json(graph, pipeline.explain(graph, case, "c", "s2"))
    (entry,) = document["explanations"]
    (flip,) = entry["flips"]["sets"]
    assert flip["to"] == "bears"
    assert flip["changes"] == [{
        "about": "s2", "person": "c", "field": "fault", "from": "none",
        "to": ["intent", "gross-negligence"],
        "words": {"zh": "c 在 s2 的过错：无过错 → 故意、重大过失（任一）",
                  "en": "fault of c at s2: no fault → intent or gross negligence"},
    }]  # fmt: skip


def test_too_many_acts_are_said_to_be_untried(graph, monkeypatch):
    from kg.pipeline import variants

    case = pipeline.packaged_cases()["execute-after-objection"]
    whole = pipeline.explain(graph, case, "c", "s1")
    monkeypatch.setattr(variants, "MOST", 0)
    cut = pipeline.explain(graph, case, "c", "s1")
    assert (whole.cut, cut.cut) == (False, True)
    document = pipeline.explain_json(graph, cut)
    assert not any(e["flips"]["all_acts_tried"] for e in document["explanations"])
    fields = {c["field"] for e in document["explanations"] for s in e["flips"]["sets"]
              for c in s["changes"]}  # fmt: skip
    assert not fields & {"within_authority", "objection"}
