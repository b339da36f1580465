"""Which text governs, 从旧兼从轻, the days before 2015-09-28 and those of July 2024."""

import copy

import pytest

from kg import pipeline

OLD, NEW, ART_28 = "opinions-2015", "opinions-2024", "regulations-2024/art-28"
P = {"id": "p", "status": "procurator", "role": "sole-procurator"}
C = {"id": "c", "status": "procurator", "office": "chief-procurator"}
N = {"id": "n", "status": "procurator"}
K = {"id": "k", "status": "procurator", "role": "committee-member"}


@pytest.fixture(scope="module")
def graph():
    return pipeline.open_graph()


def _case(people, steps, findings=(), assessed_on="2026-01-01"):
    data = {"id": "timing", "people": people, "steps": steps, "findings": list(findings)}
    if assessed_on:
        data["assessed_on"] = assessed_on
    return pipeline.case_from_data(data)


def _decide(day, by="p", step="s1", **more):
    return {"id": step, "act": "decide", "by": by, "on": day, **more}


def _outcomes(answer):
    return {f"{a.person} {a.step} {a.kind}": a.outcome for a in answer.assessments}


def _one(answer, person, step, kind="judicial"):
    (found,) = [a for a in answer.assessments if (a.person, a.step, a.kind) == (person, step, kind)]
    return found


WRONG = {"about": "s1", "result": "wrong", "consequence": "serious"}
GROSS = {"person": "p", "about": "s1", "fault": "gross-negligence"}


# --- which text governs ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2015-09-27", ""), ("2015-09-28", OLD), ("2018-05-02", OLD), ("2024-07-03", OLD),
        ("2024-07-04", NEW), ("2024-07-24", NEW), ("2026-01-01", NEW),
    ],
)  # fmt: skip
def test_the_text_in_force_on_its_own_day(day, text, graph):
    answer = pipeline.assess(graph, _case([P], [_decide(day)], [WRONG, GROSS]))
    assert [(g.step, g.source) for g in answer.governing] == [("s1", text)]
    assert {a.text for a in answer.assessments} == ({text} if text else set())
    assert all(g.because.zh and g.because.en for g in answer.governing)


def test_conduct_on_both_sides_of_the_day(graph):
    """The request was made under the old text, the change under the new one."""
    case = _case(
        [P, C],
        [
            _decide("2024-06-01"),
            {"id": "s2", "act": "request-reexamination", "by": "c", "on": "2024-07-03", "of": "s1"},
            {"id": "s3", "act": "change", "by": "p", "on": "2024-07-25", "of": "s1"},
        ],
        [
            {"about": "s1", "result": "correct"},
            {"about": "s3", "result": "wrong", "consequence": "serious"},
            {"person": "c", "about": "s2", "fault": "gross-negligence"},
            {"person": "p", "about": "s3", "fault": "gross-negligence"},
        ],
    )
    answer = pipeline.assess(graph, case)
    assert [g.source for g in answer.governing] == [OLD, OLD, NEW]
    asked, changed = _one(answer, "c", "s2"), _one(answer, "p", "s3")
    assert (asked.outcome, asked.text, asked.extent) == ("bears", OLD, ("joint",))
    assert (changed.outcome, changed.text, changed.extent) == ("bears", NEW, ())
    assert ART_28 in asked.provisions and ART_28 not in changed.provisions


# --- before 28 September 2015 ------------------------------------------------------------------


def test_before_the_first_text_one_silence_for_each_acting_person(graph):
    case = _case(
        [P, C, N, K],
        [
            _decide("2014-05-01"),
            {"id": "s2", "act": "request-reexamination", "by": "c", "on": "2014-05-02", "of": "s1"},
            {"id": "s3", "act": "change", "by": "p", "on": "2015-09-27", "of": "s1"},
            {"id": "s4", "act": "resolve", "by": "committee", "on": "2015-09-27", "of": "s3"},
        ],
        [WRONG, GROSS],
    )
    answer = pipeline.assess(graph, case)
    assert not answer.assessments and not answer.violations and not answer.conflicts
    assert [(s.person, s.step, s.rule) for s in answer.silences] == [
        ("p", "s1", ""),
        ("c", "s2", ""),
    ]
    assert all("2015" in s.because.zh and "2015" in s.because.en for s in answer.silences)


def test_later_steps_of_the_same_case_are_assessed(graph):
    case = _case([P, C], [_decide("2015-09-27", "c"), _decide("2015-09-28", step="s2")],
                 [{"about": "s2", "result": "correct"}])  # fmt: skip
    answer = pipeline.assess(graph, case)
    assert [(s.person, s.step) for s in answer.silences] == [("c", "s1")]
    assert _outcomes(answer) == {"p s2 judicial": "does-not-bear"}


# --- the uncertain days ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "raised"),
    [("2024-07-03", False), ("2024-07-04", True), ("2024-07-23", True), ("2024-07-24", False)],
)
def test_the_days_between_date_and_release_are_uncertain(day, raised, graph):
    answer = pipeline.assess(graph, _case([P], [_decide(day)], [WRONG, GROSS]))
    assert ("effective-date-2024" in [q.id for q in answer.open_questions]) == raised


# --- 从旧兼从轻 ---------------------------------------------------------------------------------


def _recheck(**changes):
    data = copy.deepcopy(pipeline.packaged_case_data()["recheck-in-2018"])
    data.update(changes)
    return data


def test_the_packaged_example_of_2018(graph):
    """Joint under 39: the chief stays (supervision under art. 30), the procurator falls away."""
    answer = pipeline.assess(graph, pipeline.case_from_data(_recheck()))
    assert _outcomes(answer) == {
        "p s1 judicial": "does-not-bear",  # undetermined under 2015, and nothing bears under 2024
        "c s2 judicial": "bears",
        "p s3 judicial": "does-not-bear",
    }
    chief, procurator = _one(answer, "c", "s2"), _one(answer, "p", "s3")
    assert chief.extent == ("joint",) and procurator.extent == ()
    for found in (chief, procurator):
        assert {"opinions-2015/art-39/sentence-3", "opinions-2024/art-30", ART_28} <= set(
            found.provisions
        )
        assert "art-28-reaches-opinions" in found.open_questions
        assert "从旧兼从轻" in found.because.zh
    assert procurator.defeated_by == (ART_28,)
    assert "art-28-reaches-opinions" in [q.id for q in answer.open_questions]


@pytest.mark.parametrize("day", ["2018-05-04", "2024-07-03"])
def test_no_leniency_when_responsibility_was_judged_earlier(day, graph):
    answer = pipeline.assess(graph, pipeline.case_from_data(_recheck(assessed_on=day)))
    assert _outcomes(answer) == {
        "p s1 judicial": "undetermined", "c s2 judicial": "bears", "p s3 judicial": "bears",
    }  # fmt: skip
    assert not [a for a in answer.assessments if ART_28 in a.provisions]


def test_leniency_from_the_first_day(graph):
    answer = pipeline.assess(graph, pipeline.case_from_data(_recheck(assessed_on="2024-07-04")))
    assert _one(answer, "p", "s3").outcome == "does-not-bear"


def test_the_default_day_of_assessment_is_the_newest_in_the_file(graph):
    data = _recheck()
    del data["assessed_on"]
    answer = pipeline.assess(graph, pipeline.case_from_data(data))
    assert _one(answer, "p", "s3").outcome == "bears"


def test_gross_negligence_without_serious_consequences_falls_away(graph):
    wrong = {"about": "s1", "result": "wrong", "consequence": "not-serious"}
    answer = pipeline.assess(graph, _case([P], [_decide("2018-05-02")], [wrong, GROSS]))
    found = _one(answer, "p", "s1")
    assert (found.outcome, found.text) == ("does-not-bear", OLD)
    assert found.provisions[0] == "opinions-2015/art-37/para-1"
    assert {"opinions-2024/art-29/para-1", "opinions-2024/art-26/sentence-2", ART_28} <= set(
        found.provisions
    )


def test_what_both_texts_make_a_person_bear_stays_with_the_old_extent(graph):
    answer = pipeline.assess(
        graph,
        _case([C], [_decide("2018-05-02", "c")], [WRONG, {**GROSS, "person": "c"}]),
    )
    found = _one(answer, "c", "s1")
    assert (found.outcome, found.extent, found.text) == ("bears", ("whole",), OLD)
    assert {"opinions-2015/art-39/sentence-1", "opinions-2024/art-28/para-1", ART_28} <= set(
        found.provisions
    )


def test_an_unknown_under_the_new_text_does_not_make_bear(graph):
    """Consequences unknown: 2015 bears, 2024 is undetermined, so the person does not bear."""
    answer = pipeline.assess(
        graph, _case([P], [_decide("2018-05-02")], [{"about": "s1", "result": "wrong"}, GROSS])
    )
    found = _one(answer, "p", "s1")
    assert found.outcome == "does-not-bear"
    assert [(g.about, g.field) for g in found.turns_on] == [("s1", "consequence")]


def test_undetermined_under_both_falls_away(graph):
    answer = pipeline.assess(graph, _case([P], [_decide("2018-05-02")], [WRONG]))
    assert _one(answer, "p", "s1").outcome == "does-not-bear"


def test_undetermined_stays_where_the_new_text_makes_bear(graph):
    """2015 art. 36 still asks for the cause; 2024 art. 25 bears without it."""
    h = {"id": "h", "status": "procurator", "office": "department-head"}
    supervise = {"id": "s2", "act": "supervise", "by": "h", "on": "2018-05-03", "of": "s1",
                 "performance": "lax"}  # fmt: skip
    findings = [WRONG, GROSS, {"person": "h", "about": "s2", "fault": "gross-negligence"}]
    answer = pipeline.assess(graph, _case([P, h], [_decide("2018-05-02"), supervise], findings))
    found = _one(answer, "h", "s2", "supervision")
    assert found.outcome == "undetermined"
    assert {"opinions-2015/art-36", "opinions-2024/art-25", ART_28} <= set(found.provisions)


def test_silence_of_the_new_text_frees(graph):
    """A changed proposal: joint under 39 sentence 3 (意见), nothing under 2024 art. 30 (决定)."""
    case = _case(
        [N, C],
        [
            {"id": "s1", "act": "propose", "by": "n", "on": "2018-05-02"},
            {"id": "s2", "act": "request-reexamination", "by": "c", "on": "2018-05-03", "of": "s1"},
            {"id": "s3", "act": "change", "by": "n", "on": "2018-05-04", "of": "s1"},
        ],
        [
            {"about": "s3", "result": "wrong", "consequence": "serious"},
            {"person": "c", "about": "s2", "fault": "gross-negligence"},
            {"person": "n", "about": "s3", "fault": "gross-negligence"},
        ],
    )
    answer = pipeline.assess(graph, case)
    assert _outcomes(answer) == {"c s2 judicial": "does-not-bear", "n s3 judicial": "does-not-bear"}


def test_the_exclusions_of_2024_free_for_earlier_conduct(graph):
    wrong = {**WRONG, "excluded_by": "new-evidence"}
    case = _case([P], [_decide("2018-05-02")], [wrong, GROSS])
    assert pipeline.compare(graph, case).answers[OLD].assessments[0].outcome == "bears"
    found = _one(pipeline.assess(graph, case), "p", "s1")
    assert found.outcome == "does-not-bear"
    assert {"regulations-2024/art-9/item-4", ART_28} <= set(found.provisions)


def test_what_the_old_text_does_not_make_bear_is_left_alone(graph):
    """The new text is never used against a person: signing is free under 39 sentence 2."""
    case = _case(
        [P, C],
        [
            _decide("2018-05-02"),
            {"id": "s2", "act": "sign", "by": "c", "on": "2018-05-03", "of": "s1"},
        ],
        [{"about": "s1", "result": "correct"}],
    )
    found = _one(pipeline.assess(graph, case), "c", "s2")
    assert (found.outcome, found.provisions) == (
        "does-not-bear",
        ("opinions-2015/art-39/sentence-2",),
    )


def test_a_silence_of_the_old_text_is_not_filled_by_the_new_one(graph):
    """Misleading the chief: 2024 art. 29 para. 3 bears, but the conduct is of 2018."""
    case = _case(
        [N, C],
        [
            {"id": "s1", "act": "report", "by": "n", "on": "2018-05-02", "candour": "concealed"},
            _decide("2018-05-03", "c", "s2", of="s1"),
        ],
        [
            {"about": "s2", "result": "wrong", "consequence": "serious"},
            {"person": "n", "about": "s1", "fault": "intent", "caused": "s2"},
            {"person": "c", "about": "s2", "fault": "none"},
        ],
    )
    answer = pipeline.assess(graph, case)
    assert _outcomes(answer) == {"c s2 judicial": "does-not-bear"}
    assert [(s.person, s.step, s.rule) for s in answer.silences] == [
        ("n", "s1", "opinions-2015/silence-misleading-chief")
    ]


@pytest.mark.parametrize(
    ("day", "rule"), [("2020-10-25", ""), ("2020-10-26", "regulations-2020/misleading-concealment")]
)
def test_the_regulations_of_2020_fill_that_silence_while_they_were_in_force(day, rule, graph):
    """Art. 13 of 2020 names the chief too; the 2024 text bears as well, so it stays."""
    case = _case(
        [N, C],
        [
            {"id": "s1", "act": "report", "by": "n", "on": day, "candour": "concealed"},
            _decide("2020-11-03", "c", "s2", of="s1"),
        ],
        [
            {"about": "s2", "result": "wrong", "consequence": "serious"},
            {"person": "n", "about": "s1", "fault": "intent", "caused": "s2"},
            {"person": "c", "about": "s2", "fault": "none"},
        ],
    )
    answer = pipeline.assess(graph, case)
    found = [a for a in answer.assessments if a.person == "n"]
    assert [(a.outcome, a.extent, a.rule) for a in found] == (
        [("bears", ("principal",), rule)] if rule else []
    )
    assert [s.rule for s in answer.silences] == (
        [] if rule else ["opinions-2015/silence-misleading-chief"]
    )
    assert all(ART_28 in a.provisions for a in found)


def test_answering_is_not_compared(graph):
    """负责 (whose vote it is) is no responsibility; it stays as the law of its day says."""
    case = _case(
        [N, K],
        [
            {"id": "s1", "act": "report", "by": "n", "on": "2020-05-02"},
            {"id": "s2", "act": "vote", "by": "k", "on": "2020-05-02", "of": "s1", "vote": "for"},
            {"id": "s3", "act": "resolve", "by": "committee", "on": "2020-05-02", "of": "s1"},
        ],
        [{"about": "s3", "result": "wrong"}],
    )
    found = _one(pipeline.assess(graph, case), "k", "s2", "answerable")
    assert (found.outcome, found.provisions) == ("bears", ("organic-law-2018/art-33/para-2",))


def test_person_by_person(graph):
    """What the new text says of one person changes nothing for another."""
    wrong = {"about": "s1", "result": "wrong", "consequence": "not-serious"}
    case = _case(
        [P, C],
        [_decide("2018-05-02"), _decide("2018-05-03", "c", "s2")],
        [
            wrong, GROSS,
            {"about": "s2", "result": "wrong", "consequence": "serious"},
            {"person": "c", "about": "s2", "fault": "intent"},
        ],
    )  # fmt: skip
    answer = pipeline.assess(graph, case)
    assert _outcomes(answer) == {"p s1 judicial": "does-not-bear", "c s2 judicial": "bears"}


def test_later_conduct_does_not_keep_an_older_responsibility_alive(graph):
    """Only what the new text says of the older conduct is compared."""
    case = _case(
        [P],
        [_decide("2018-05-02"), _decide("2025-05-02", step="s2")],
        [
            {"about": "s1", "result": "wrong", "consequence": "not-serious"}, GROSS,
            {"about": "s2", "result": "wrong", "consequence": "serious"},
            {"person": "p", "about": "s2", "fault": "gross-negligence"},
        ],
    )  # fmt: skip
    answer = pipeline.assess(graph, case)
    assert _outcomes(answer) == {
        "p s1 judicial": "does-not-bear", "p s2 answerable": "bears", "p s2 judicial": "bears",
    }  # fmt: skip


def test_conduct_of_2024_is_never_softened(graph):
    answer = pipeline.assess(graph, _case([P], [_decide("2024-09-01")], [WRONG, GROSS]))
    found = _one(answer, "p", "s1")
    assert (found.outcome, ART_28 in found.provisions) == ("bears", False)


def test_person_by_person_or_act_by_act_is_asked_only_where_it_matters(graph):
    """The present text lets one of two older acts go: act by act, that one would fall away."""
    question = "art-28-person-or-act"
    light = {"about": "s1", "result": "wrong", "consequence": "not-serious"}
    heavy = {"about": "s2", "result": "wrong", "consequence": "serious"}
    also = {"person": "p", "about": "s2", "fault": "gross-negligence"}
    steps = [_decide("2018-05-02"), _decide("2018-05-03", step="s2")]
    answer = pipeline.assess(graph, _case([P], steps, [light, GROSS, heavy, also]))
    assert _outcomes(answer) == {"p s1 judicial": "bears", "p s2 judicial": "bears"}
    assert question in _one(answer, "p", "s1").open_questions
    assert question not in _one(answer, "p", "s2").open_questions
    assert question in {q.id for q in answer.open_questions}


def test_notes_on_degree_fall_with_the_responsibility(graph):
    """Leniency for older conduct is noted only beside what is still borne after art. 28."""
    corrected = {"person": "p", "conduct": "self-corrected"}
    light = {"about": "s1", "result": "wrong", "consequence": "not-serious"}
    kept = pipeline.assess(graph, _case([P], [_decide("2018-05-02")], [WRONG, GROSS, corrected]))
    assert [n.rule for n in kept.notes] == ["regulations-2024/leniency-for-older-conduct"]
    assert "art-24-older-conduct" in {q.id for q in kept.open_questions}
    gone = pipeline.assess(graph, _case([P], [_decide("2018-05-02")], [light, GROSS, corrected]))
    assert _one(gone, "p", "s1").outcome == "does-not-bear"
    assert gone.notes == []


def test_a_violation_raises_its_open_question(graph):
    """Which provision a decision outside authority breaches is open, and the answer says so."""
    outside = _decide("2025-05-02", within_authority=False)
    answer = pipeline.assess(graph, _case([P], [outside], [WRONG, GROSS]))
    assert [v.rule for v in answer.violations] == ["opinions-2024/outside-authority"]
    assert "outside-authority-provision" in {q.id for q in answer.open_questions}
