"""The teaching cases of data/cases: each has its story, question and expected answer, and holds.

They meet every big rule at least once, so that they are test, demonstration and exercise at once.
"""

import pytest

from kg import pipeline

CASES = pipeline.packaged_cases()
DATA = pipeline.packaged_case_data()
# rules that an exercise must be able to show
MET = {
    # attribution
    "opinions-2024/sole-procurator", "opinions-2024/lead-procurator", "opinions-2024/team-joint",
    "opinions-2024/team-member-own-acts", "opinions-2024/chief-decision",
    "opinions-2024/delegated-decision", "opinions-2024/direct-alteration",
    "opinions-2024/report-to-committee", "opinions-2024/committee-member-vote",
    "opinions-2024/support-staff-work", "opinions-2024/higher-alters",
    "opinions-2024/chief-answers-for-execution", "organic-law-2018/procurator-decision",
    # liability
    "opinions-2024/art-26", "opinions-2024/committee-member-liability",
    "opinions-2024/misleading-concealment", "opinions-2024/misleading-omission",
    "opinions-2024/reexamination-supervisor", "opinions-2024/reexamination-procurator",
    "opinions-2024/reexamination-after-keeping", "opinions-2024/execute-manifestly-unlawful",
    "opinions-2024/instructing-procurator", "opinions-2024/support-staff-executes-unlawful",
    "opinions-2024/support-staff-fault", "opinions-2024/lower-conceals",
    "opinions-2024/lower-omits", "opinions-2024/higher-misled-liability",
    "opinions-2024/supervision-of-decision", "opinions-2015/supervision-failure",
    "opinions-2015/art-32", "opinions-2015/recheck-chief",
    # removal
    "opinions-2024/execute-after-objection", "opinions-2024/ordinary-negligence",
    "opinions-2024/judicial-defect", "opinions-2024/support-staff-objected",
    "opinions-2024/support-staff-exempt", "regulations-2024/exclusion-new-evidence",
    "regulations-2024/art-28",
    # violations
    "opinions-2024/head-alters", "opinions-2024/head-demands-change",
    "opinions-2024/chief-not-lead", "opinions-2024/even-committee",
    "committee-rules-2020/no-majority-2024", "opinions-2024/outside-authority",
    "opinions-2024/instruction-not-in-name", "opinions-2024/instruction-not-decided",
    # degree and form
    "opinions-2024/leniency", "opinions-2024/severity", "regulations-2024/minor-measures",
    "criminal-rules-2019/oral-objection-2024",
    # silence
    "opinions-2024/silence-signing", "opinions-2024/silence-request",
    "organic-law-2018/silence-execution-between-levels-2024",
}  # fmt: skip


@pytest.fixture(scope="module")
def answers():
    graph = pipeline.open_graph()
    return {name: pipeline.assess(graph, case) for name, case in CASES.items()}


def _cells(answer):
    """Return the whole answer in the form of `expected`."""
    cells = [
        {"person": a.person, "step": a.step, "kind": a.kind, "outcome": a.outcome}
        for a in answer.assessments
    ]
    for kind, remarks in (
        ("violation", answer.violations), ("silence", answer.silences), ("note", answer.notes),
    ):  # fmt: skip
        cells += [{"person": r.person, "step": r.step, "kind": kind} for r in remarks]
    return cells


def test_there_are_enough():
    assert len(CASES) >= 24


@pytest.mark.parametrize("name", sorted(DATA))
def test_each_tells_a_story_and_asks_a_question(name):
    data = DATA[name]
    for field in ("title", "story", "question"):
        assert set(data[field]) == {"zh", "en"}
        assert all(data[field].values()), field
    assert data["story"]["zh"] != data["story"]["en"]
    assert data["expected"], name


@pytest.mark.parametrize("name", sorted(DATA))
def test_the_answer_is_exactly_what_the_case_expects(name, answers):
    assert not answers[name].conflicts
    key = lambda cell: sorted(cell.items())  # noqa: E731
    assert sorted(_cells(answers[name]), key=key) == sorted(DATA[name]["expected"], key=key)


def test_no_two_cases_tell_the_same_facts():
    facts = [str((d["people"], d["steps"], d.get("findings"))) for d in DATA.values()]
    assert len(set(facts)) == len(facts)


def test_each_big_rule_is_met(answers):
    met = set()
    for answer in answers.values():
        for a in answer.assessments:
            met |= {*a.rules, *a.defeated_by, *a.defeats}
        met |= {r.rule for r in (*answer.violations, *answer.silences, *answer.notes)}
    assert MET - met == set()


def test_the_days_of_july_2024_and_before_the_first_text(answers):
    assert "effective-date-2024" in {q.id for q in answers["days-of-july-2024"].open_questions}
    before = answers["before-the-first-text"]
    assert not before.assessments
    assert [(s.person, s.step) for s in before.silences] == [("p", "s1"), ("c", "s2")]
