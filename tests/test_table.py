"""Who answers when a decision is altered: the table of the two texts, row by row, over data/cases.

The rows are those of the legal facts (A: the chief alters directly … K: support staff). Each row
says the complete set of outcomes under both texts, with the provision each rests on first.
"""

import copy

import pytest

from kg import pipeline

OLD, NEW = "opinions-2015", "opinions-2024"
OLD_EXECUTION = f"bears execution-consequences {OLD}/art-10/para-2/sentence-1"
# since 2019 the Organic Law says whose decision it is, beside the responsibility of the 2015 text
OWN = "bears organic-law-2018/art-34"
CHIEFS = "bears corresponding organic-law-2018/art-34"
NEW_EXECUTION = f"bears execution-consequences {NEW}/art-28/para-2/sentence-2"

# row, case, {text: ({"person step kind": "outcome [extent] provision"}, silences, violations)}
TABLE = [
    ("A", "chief-alters-directly", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "does-not-bear opinions-2015/art-37/para-1",
            "c s2 answerable": CHIEFS,
            "c s2 judicial": "bears altered-part opinions-2015/art-39/sentence-4",
        }, {}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "does-not-bear opinions-2024/art-29/para-1",
            # no "altered part" inside one procuratorate any more
            "c s2 answerable": "bears opinions-2024/art-28/para-1",
            "c s2 judicial": "bears opinions-2024/art-28/para-1",
        }, {}, {}),
    }),
    ("B", "recheck-in-2018", {
        OLD: ({
            "p s1 judicial": "undetermined opinions-2015/art-37/para-1",
            "c s2 judicial": "bears joint opinions-2015/art-39/sentence-3",
            "p s3 judicial": "bears joint opinions-2015/art-39/sentence-3",
        }, {}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "undetermined opinions-2024/art-29/para-1",
            "c s2 supervision": "bears opinions-2024/art-30",
            "p s3 answerable": "bears opinions-2024/art-29/para-1",
            "p s3 judicial": "does-not-bear opinions-2024/art-30",
        }, {}, {}),
    }),
    ("B", "chief-asks-again", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "undetermined opinions-2015/art-37/para-1",
            # found without fault: art. 32 removes the joint responsibility
            "c s2 judicial": "does-not-bear opinions-2015/art-39/sentence-3",
            "p s3 answerable": OWN,
            "p s3 judicial": "bears joint opinions-2015/art-39/sentence-3",
        }, {}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "undetermined opinions-2024/art-29/para-1",
            "c s2 supervision": "does-not-bear opinions-2024/art-30",
            "p s3 answerable": "bears opinions-2024/art-29/para-1",
            "p s3 judicial": "bears opinions-2024/art-30",
        }, {}, {}),
    }),
    ("B", "kept-then-changed", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "does-not-bear opinions-2015/art-37/para-1",
            "c s2 judicial": "undetermined joint opinions-2015/art-39/sentence-3",
            "p s3 answerable": OWN,
            "p s3 judicial": "does-not-bear opinions-2015/art-37/para-1",
            "p s4 answerable": OWN,
            "p s4 judicial": "does-not-bear opinions-2015/art-39/sentence-3",
        }, {}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "does-not-bear opinions-2024/art-29/para-1",
            "c s2 supervision": "undetermined opinions-2024/art-30",
            "p s3 answerable": "bears opinions-2024/art-29/para-1",
            "p s3 judicial": "does-not-bear opinions-2024/art-29/para-1",
            "p s4 answerable": "bears opinions-2024/art-29/para-1",
            "p s4 judicial": "does-not-bear opinions-2024/art-29/para-1",
        }, {}, {}),
    }),
    ("B'", "procurator-keeps", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "undetermined opinions-2015/art-37/para-1",
            "p s3 answerable": OWN,
            "p s3 judicial": "bears opinions-2015/art-37/para-1",
        }, {"c s2": "opinions-2015/silence-request"}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "undetermined opinions-2024/art-29/para-1",
            "p s3 answerable": "bears opinions-2024/art-29/para-1",
            "p s3 judicial": "bears opinions-2024/art-29/para-1",
        }, {"c s2": "opinions-2024/silence-request"}, {}),
    }),
    ("C", "execute-after-objection", {
        OLD: ({
            "c s1 answerable": CHIEFS,
            "c s1 judicial": "bears whole opinions-2015/art-39/sentence-1",
            "c s3 answerable": CHIEFS,
            "c s3 judicial": "undetermined whole opinions-2015/art-39/sentence-1",
            "c s4 answerable": OLD_EXECUTION,
            "p s4 judicial": "does-not-bear opinions-2015/art-10/para-2/sentence-2",
        }, {}, {}),
        NEW: ({
            "c s1 answerable": "bears opinions-2024/art-28/para-1",
            "c s1 judicial": "bears opinions-2024/art-28/para-1",
            "c s3 answerable": "bears opinions-2024/art-28/para-1",
            "c s3 judicial": "undetermined opinions-2024/art-28/para-1",
            "c s4 answerable": NEW_EXECUTION,
            "p s4 judicial": "does-not-bear opinions-2024/art-28/para-2/sentence-2",
        }, {}, {}),
    }),
    ("C", "execute-without-objection", {
        OLD: ({
            "c s1 answerable": CHIEFS,
            "c s1 judicial": "bears whole opinions-2015/art-39/sentence-1",
            "p s2 judicial": "does-not-bear opinions-2015/art-10/para-2/sentence-2",
        }, {}, {}),
        NEW: ({
            "c s1 answerable": "bears opinions-2024/art-28/para-1",
            "c s1 judicial": "bears opinions-2024/art-28/para-1",
            "p s2 judicial": "does-not-bear opinions-2024/art-28/para-2/sentence-3",
        }, {}, {}),
    }),
    ("C'", "execute-manifestly-unlawful-after-objection", {
        OLD: ({
            "c s1 answerable": CHIEFS,
            "c s1 judicial": "bears whole opinions-2015/art-39/sentence-1",
            "c s3 answerable": CHIEFS,
            "c s3 judicial": "undetermined whole opinions-2015/art-39/sentence-1",
            "c s4 answerable": OLD_EXECUTION,
            # even after an objection
            "p s4 judicial": "bears corresponding opinions-2015/art-10/para-2/sentence-2",
        }, {}, {}),
        NEW: ({
            "c s1 answerable": "bears opinions-2024/art-28/para-1",
            "c s1 judicial": "bears opinions-2024/art-28/para-1",
            "c s3 answerable": "bears opinions-2024/art-28/para-1",
            "c s3 judicial": "undetermined opinions-2024/art-28/para-1",
            "c s4 answerable": NEW_EXECUTION,
            "p s4 judicial": "does-not-bear opinions-2024/art-28/para-2/sentence-2",
        }, {}, {}),
    }),
    ("C'", "execute-manifestly-unlawful", {
        OLD: ({
            "c s1 answerable": CHIEFS,
            "c s1 judicial": "bears whole opinions-2015/art-39/sentence-1",
            "p s2 judicial": "bears corresponding opinions-2015/art-10/para-2/sentence-2",
        }, {}, {}),
        NEW: ({
            "c s1 answerable": "bears opinions-2024/art-28/para-1",
            "c s1 judicial": "bears opinions-2024/art-28/para-1",
            "p s2 judicial": "bears corresponding opinions-2024/art-28/para-2/sentence-3",
        }, {}, {}),
    }),
    ("D", "committee-decides-wrongly", {
        OLD: ({
            "p s3 answerable": "bears facts-reported organic-law-2018/art-33/para-2",
            "m1 s4 answerable": "bears opinion-and-vote organic-law-2018/art-33/para-2",
            "m2 s5 answerable": "bears opinion-and-vote organic-law-2018/art-33/para-2",
        }, {"m1 s4": "opinions-2015/silence-vote", "m2 s5": "opinions-2015/silence-vote"}, {}),
        NEW: ({
            "p s3 answerable": "bears facts-reported opinions-2024/art-27/para-1",
            "p s3 judicial": "does-not-bear opinions-2024/art-27/para-1",
            "m1 s4 answerable": "bears opinion-and-vote opinions-2024/art-27/para-1",
            "m1 s4 judicial": "bears corresponding opinions-2024/art-27/para-2",
            "m2 s5 answerable": "bears opinion-and-vote opinions-2024/art-27/para-1",
            "m2 s5 judicial": "does-not-bear opinions-2024/art-27/para-2",
        }, {}, {}),
    }),
    ("E", "committee-misled", {
        OLD: ({
            "p s2 answerable": "bears facts-reported organic-law-2018/art-33/para-2",
            "p s2 judicial": "bears opinions-2015/art-40",
            "m s3 answerable": "bears opinion-and-vote organic-law-2018/art-33/para-2",
        }, {"m s3": "opinions-2015/silence-vote"}, {}),
        NEW: ({
            "p s2 answerable": "bears facts-reported opinions-2024/art-27/para-1",
            "p s2 judicial": "bears principal opinions-2024/art-29/para-3",
            "m s3 answerable": "bears opinion-and-vote opinions-2024/art-27/para-1",
            "m s3 judicial": "does-not-bear opinions-2024/art-27/para-2",
        }, {}, {}),
    }),
    ("E", "chief-misled-by-omission", {
        OLD: ({
            "c s3 answerable": CHIEFS,
            "c s3 judicial": "does-not-bear opinions-2015/art-39/sentence-1",
        }, {"p s2": "opinions-2015/silence-misleading-chief"}, {}),
        NEW: ({
            "p s2 judicial": "bears principal opinions-2024/art-29/para-3",
            "c s3 answerable": "bears opinions-2024/art-28/para-1",
            "c s3 judicial": "does-not-bear opinions-2024/art-28/para-1",
        }, {}, {}),
    }),
    ("F", "head-alters", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "does-not-bear opinions-2015/art-37/para-1",
        }, {"h s2": "opinions-2015/silence-head-alters"}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "does-not-bear opinions-2024/art-29/para-1",
            "h s2 judicial": "bears opinions-2024/art-26/sentence-2",
        }, {}, {"h s2": "opinions-2024/head-alters"}),
    }),
    ("F", "head-asks-again", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "does-not-bear opinions-2015/art-37/para-1",
            "p s3 answerable": OWN,
            "p s3 judicial": "bears opinions-2015/art-37/para-1",
        }, {"h s2": "opinions-2015/silence-head-asks"}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "does-not-bear opinions-2024/art-29/para-1",
            "h s2 supervision": "bears opinions-2024/art-30",
            "p s3 answerable": "bears opinions-2024/art-29/para-1",
            "p s3 judicial": "bears opinions-2024/art-30",
        }, {}, {}),
    }),
    ("F", "head-demands-change", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "does-not-bear opinions-2015/art-37/para-1",
            "h s2 judicial": "bears opinions-2015/art-32/para-2/sentence-1",
            "p s3 answerable": OWN,
            "p s3 judicial": "bears opinions-2015/art-37/para-1",
        }, {}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "does-not-bear opinions-2024/art-29/para-1",
            "h s2 judicial": "bears opinions-2024/art-26/sentence-2",
            "p s3 answerable": "bears opinions-2024/art-29/para-1",
            "p s3 judicial": "bears opinions-2024/art-29/para-1",
        }, {}, {"h s2": "opinions-2024/head-demands-change"}),
    }),
    ("G", "higher-alters", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "does-not-bear opinions-2015/art-37/para-1",
        }, {"c s2": "opinions-2015/silence-between-levels"}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "does-not-bear opinions-2024/art-29/para-1",
            "c s2 answerable": "bears altered-part opinions-2024/art-32/para-1",
            "c s2 judicial": "bears altered-part opinions-2024/art-32/para-1",
        }, {}, {}),
    }),
    ("H", "higher-misled", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "does-not-bear opinions-2015/art-37/para-1",
        }, {
            "p s2": "opinions-2015/silence-between-levels",
            "c s3": "opinions-2015/silence-between-levels",
        }, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "does-not-bear opinions-2024/art-29/para-1",
            "p s2 judicial": "bears opinions-2024/art-32/para-2",
            "c s3 answerable": "bears altered-part opinions-2024/art-32/para-1",
            # 故意和重大过失: two readings
            "c s3 judicial": "undetermined corresponding opinions-2024/art-32/para-2",
        }, {}, {}),
    }),
    ("H", "higher-committee-misled", {
        OLD: ({
            "p s1 answerable": "bears facts-reported organic-law-2018/art-33/para-2",
            "m s3 answerable": "bears opinion-and-vote organic-law-2018/art-33/para-2",
        }, {
            "p s1": "opinions-2015/silence-between-levels",
            "m s3": "opinions-2015/silence-vote",
        }, {}),
        NEW: ({
            "p s1 answerable": "bears facts-reported opinions-2024/art-27/para-1",
            "p s1 judicial": "bears opinions-2024/art-32/para-2",
            "m s3 answerable": "bears opinion-and-vote opinions-2024/art-27/para-1",
            "m s3 judicial": "does-not-bear opinions-2024/art-27/para-2",
        }, {}, {}),
    }),
    ("I", "chief-signs", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "bears opinions-2015/art-37/para-1",
            "c s2 judicial": "does-not-bear opinions-2015/art-39/sentence-2",
        }, {}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "bears opinions-2024/art-29/para-1",
        }, {"c s2": "opinions-2024/silence-signing"}, {}),
    }),
    ("J", "supervision-fails", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "bears opinions-2015/art-37/para-1",
            "h s2 supervision": "bears corresponding opinions-2015/art-36",
        }, {}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "bears opinions-2024/art-29/para-1",
            "h s2 supervision": "bears opinions-2024/art-25",
        }, {}, {}),
    }),
    ("J", "supervision-in-2022", {
        OLD: ({
            "p s1 answerable": OWN,
            "p s1 judicial": "bears opinions-2015/art-37/para-1",
            "h s2 supervision": "bears corresponding opinions-2015/art-36",
        }, {}, {}),
        NEW: ({
            "p s1 answerable": "bears opinions-2024/art-29/para-1",
            "p s1 judicial": "bears opinions-2024/art-29/para-1",
            "h s2 supervision": "bears opinions-2024/art-25",
        }, {}, {}),
    }),
    ("K", "assistant-misleads", {
        OLD: ({
            "a s1 judicial": "bears corresponding opinions-2015/art-38/sentence-1",
            "p s2 answerable": OWN,
            "p s2 judicial": "does-not-bear opinions-2015/art-37/para-1",
        }, {}, {}),
        NEW: ({
            "a s1 answerable": "bears opinions-2024/art-31/para-1",
            "a s1 judicial": "bears corresponding opinions-2024/art-31/para-2/sentence-2",
            "p s2 answerable": "bears opinions-2024/art-29/para-1",
            "p s2 judicial": "does-not-bear opinions-2024/art-29/para-1",
        }, {}, {}),
    }),
    ("K", "assistant-only-helps", {
        OLD: ({
            "a s1 judicial": "does-not-bear opinions-2015/art-38/sentence-1",
            "p s2 answerable": OWN,
            "p s2 judicial": "bears opinions-2015/art-37/para-1",
        }, {}, {}),
        NEW: ({
            "a s1 answerable": "bears opinions-2024/art-31/para-1",
            "a s1 judicial": "does-not-bear opinions-2024/art-31/para-2/sentence-2",
            "p s2 answerable": "bears opinions-2024/art-29/para-1",
            "p s2 judicial": "bears opinions-2024/art-29/para-1",
        }, {}, {}),
    }),
    ("K", "assistant-told-to-act-unlawfully", {
        OLD: ({
            "p s1 judicial": "bears opinions-2015/art-32/para-2/sentence-1",
            "a s2 judicial": "undetermined corresponding opinions-2015/art-38/sentence-1",
        }, {}, {}),
        NEW: ({
            "p s1 judicial": "bears opinions-2024/art-31/para-3/sentence-1",
            "a s2 answerable": "bears opinions-2024/art-31/para-1",
            "a s2 judicial": "bears corresponding opinions-2024/art-31/para-3/sentence-2",
        }, {}, {}),
    }),
    ("K", "assistant-objects", {
        OLD: ({
            "p s1 judicial": "bears opinions-2015/art-32/para-2/sentence-1",
            "a s3 judicial": "undetermined corresponding opinions-2015/art-38/sentence-1",
        }, {}, {}),
        NEW: ({
            "p s1 judicial": "bears opinions-2024/art-31/para-3/sentence-1",
            "a s3 answerable": "bears opinions-2024/art-31/para-1",
            "a s3 judicial": "does-not-bear opinions-2024/art-31/para-3/sentence-2",
        }, {}, {}),
    }),
]  # fmt: skip


@pytest.fixture(scope="module")
def graph():
    return pipeline.open_graph()


def _data(name, **changes):
    """Return a packaged case's data; `caused` sets what the supervisor's neglect led to."""
    data = copy.deepcopy(pipeline.packaged_case_data()[name])
    for finding in data["findings"]:
        if "caused" in changes and finding.get("person") == "h":
            finding.pop("caused", None)
            if changes["caused"]:
                finding["caused"] = changes["caused"]
    return data


def _case(name):
    """Art. 36 of the 2015 text asks what the neglect led to (导致): row J says so."""
    changes = {"caused": "s1"} if name == "supervision-fails" else {}
    return pipeline.case_from_data(_data(name, **changes), name)


def _shown(answer):
    cells = {
        f"{a.person} {a.step} {a.kind}": " ".join([a.outcome, *a.extent, a.provisions[0]])
        for a in answer.assessments
    }
    assert len(cells) == len(answer.assessments)
    return (
        cells,
        {f"{s.person} {s.step}": s.rule for s in answer.silences},
        {f"{v.person} {v.step}": v.rule for v in answer.violations},
    )


@pytest.mark.parametrize(("row", "name", "texts"), TABLE, ids=[f"{r}-{n}" for r, n, _ in TABLE])
def test_row(row, name, texts, graph):
    comparison = pipeline.compare(graph, _case(name))
    assert {t: _shown(a) for t, a in comparison.answers.items()} == texts
    assert not any(a.conflicts for a in comparison.answers.values())


def test_every_row_is_there():
    assert {row for row, _, _ in TABLE} == {
        "A", "B", "B'", "C", "C'", "D", "E", "F", "G", "H", "I", "J", "K",
    }  # fmt: skip


def test_the_words_that_changed(graph):
    """The traps of the table: what an answer under one text must not say under the other."""
    for _, name, _ in TABLE:
        answers = pipeline.compare(graph, _case(name)).answers
        new = list(answers[NEW].assessments)
        # joint responsibility for a re-check is 2015 only; supervision is a kind of its own in 2024
        assert not [a for a in new if "joint" in a.extent]
        assert not [a for a in new if any(p.startswith("opinions-2015") for p in a.provisions)]
        assert not [
            a
            for a in answers[OLD].assessments
            if any(p.startswith("opinions-2024") for p in a.provisions)
        ]
        # "altered part" survives only between levels
        within = len({p.organ for p in _case(name).people.values()}) == 1
        assert not (within and [a for a in new if "altered-part" in a.extent])


def test_row_j_turns_on_the_cause_under_2015_only(graph):
    """2015 art. 36 asks whether the neglect led to the error; 2024 art. 25 does not."""
    case = pipeline.case_from_data(_data("supervision-fails", caused=""), "supervision-fails")
    answers = pipeline.compare(graph, case).answers
    old = next(a for a in answers[OLD].assessments if a.person == "h")
    new = next(a for a in answers[NEW].assessments if a.person == "h")
    assert old.outcome == "undetermined"
    assert [(g.about, g.person, g.field) for g in old.turns_on] == [("s2", "h", "caused")]
    assert new.outcome == "bears"
    assert "司法责任的一种" in old.because.zh


def test_row_d_reaches_back_only_to_2019(graph):
    """Before the Organic Law of 2018 took effect nothing attributes the vote or the report."""
    data = copy.deepcopy(pipeline.packaged_case_data()["committee-decides-wrongly"])
    for step in data["steps"]:
        step["on"] = "2018-09-05"
    answer = pipeline.compare(graph, pipeline.case_from_data(data)).answers[OLD]
    assert _shown(answer) == (
        {},
        {"m1 s4": "opinions-2015/silence-vote", "m2 s5": "opinions-2015/silence-vote"},
        {},
    )


# objected, manifestly unlawful: what the executing procurator bears under the older and newer text
OBJECTIONS = [
    ("execute-after-objection", "does-not-bear", "does-not-bear"),
    ("execute-without-objection", "does-not-bear", "does-not-bear"),
    ("execute-manifestly-unlawful-after-objection", "bears", "does-not-bear"),
    ("execute-manifestly-unlawful", "bears", "bears"),
]


@pytest.mark.parametrize(("name", "old", "new"), OBJECTIONS)
def test_the_four_rows_of_the_objection_table(name, old, new, graph):
    """Under 2015 no objection helps against manifest unlawfulness; under 2024 it does."""
    answers = pipeline.compare(graph, _case(name)).answers
    found = {
        text: [a.outcome for a in answer.assessments if a.person == "p" and a.kind == "judicial"]
        for text, answer in answers.items()
    }
    assert found == {OLD: [old], NEW: [new]}


def test_the_objection_table_is_complete():
    facts = set()
    for name, _, _ in OBJECTIONS:
        data = _data(name)
        facts.add((
            any(s["act"] == "object" for s in data["steps"]),
            next(f["manifestly_unlawful"] for f in data["findings"] if f["about"] == "s1"),
        ))  # fmt: skip
    assert facts == {(a, b) for a in (True, False) for b in (True, False)}


def test_the_time_rule(graph):
    """Judged in 2026: what neither text gives up stays, what the newer text drops falls away."""
    answer = pipeline.assess(graph, _case("supervision-in-2022"))
    assert {g.source for g in answer.governing} == {OLD}
    head = next(a for a in answer.assessments if a.person == "h")
    assert (head.kind, head.outcome, head.extent) == ("supervision", "bears", ("corresponding",))
    assert head.provisions[0] == "opinions-2015/art-36"
    assert {"opinions-2024/art-25", "regulations-2024/art-28"} <= set(head.provisions)
    answer = pipeline.assess(graph, _case("recheck-in-2018"))
    changed = next(a for a in answer.assessments if (a.person, a.step) == ("p", "s3"))
    assert (changed.outcome, changed.defeated_by) == ("does-not-bear", ("regulations-2024/art-28",))


def test_henan_is_answered_under_the_texts_of_its_time(graph):
    """Gross negligence in 2020: no serious consequence is asked, nothing of 2024 is cited."""
    answer = pipeline.assess(graph, _case("henan-2020"))
    assert {g.source for g in answer.governing} == {OLD}
    third_return = next(a for a in answer.assessments if a.step == "s1")
    assert (third_return.kind, third_return.outcome) == ("judicial", "bears")
    assert "p@s1.fault=gross-negligence" in third_return.facts
    assert third_return.provisions[0] == "opinions-2015/art-32/para-2/sentence-1"
    cited = {p.split("/")[0] for a in answer.assessments for p in a.provisions}
    assert cited == {OLD}
