"""The page Learn: exercises, what changed, the glossary, the tour."""

from __future__ import annotations

import re

import pytest
from test_app import CHINESE, address, opened, unescaped

import glossary  # isort: skip  the app's modules lie beside its main script
import quiz

from kg import pipeline

GRAPH = pipeline.open_graph()
CASES = pipeline.packaged_cases()
ANSWERS = {k: pipeline.assess(GRAPH, c) for k, c in CASES.items()}
# one with a silence alone, one with a silence beside, many people, one before any text
SOLVED = ("chief-signs", "procurator-keeps", "committee-of-four", "before-the-first-text")
PARTS = ("exercises", "story", "glossary", "tour")


def words(app: object) -> str:
    return unescaped(" ".join(m.value for m in app.markdown))  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", sorted(CASES))
def test_an_exercise_asks_all_that_the_case_file_expects(case: str) -> None:
    expected = pipeline.packaged_case_data()[case]["expected"]
    asked = {
        (a.person, a.step, a.kind): a.outcome
        for a in quiz.questions(ANSWERS[case], list(CASES[case].steps))
    }
    assert asked
    for e in expected:
        if e["kind"] in ("judicial", "supervision"):
            assert asked[e["person"], e["step"], e["kind"]] == e["outcome"]
        elif e["kind"] == "silence":
            silent = [k for k, v in asked.items() if v == quiz.SILENT]
            assert (e["person"], e["step"]) in {(p, s) for p, s, _ in silent}


def test_decisions_go_through_the_address() -> None:
    for decided in (["bears", "", "silent"], ["undetermined", "does-not-bear", "bears"]):
        assert quiz.decisions(quiz.letters(decided), 3) == decided
    assert quiz.letters(["", ""]) == ""
    for strange in ("", "b", "bbbb", "xyz", "bn<"):
        assert quiz.decisions(strange, 3) == ["", "", ""]


def test_nothing_of_the_answer_is_told_before_it_is_decided() -> None:
    app = opened("learn", lang="en")
    assert "badge" not in " ".join(m.value for m in app.markdown)
    assert app.button("learn.compare").disabled
    assert "engine says" not in " ".join(h.value for h in app.header)
    early = opened("learn", lang="en", a="un-", shown="yes")
    assert "badge" not in " ".join(m.value for m in early.markdown)


def test_an_exercise_from_decision_to_reason() -> None:
    app = opened("learn", lang="en")
    first = next(iter(CASES)) if "chief-asks-again" not in CASES else "chief-asks-again"
    asked = quiz.questions(ANSWERS[first], list(CASES[first].steps))
    for index, one in enumerate(asked):
        choice = "bears" if index == 0 else one.outcome
        app.segmented_control(f"learn.q.{first}.{index}").set_value(choice).run()
    app.button("learn.compare").click().run()
    assert not app.exception, app.exception
    said = words(app)
    assert "2 of 3 agree" in said
    assert said.count("✓ You agree") == 2
    assert said.count("≠ You differ") == 1
    assert "改变原决定从而作出错误决定" in said
    assert address(app) == {"a": "bnb", "lang": "en", "shown": "yes"}
    again = opened("learn", **address(app))
    assert words(again) == said
    app.button("learn.next").click().run()
    assert address(app)["case"] != first
    assert "a" not in address(app)
    assert "1 of 41" in app.get("progress")[0].proto.text


def test_hints_come_one_by_one() -> None:
    app = opened("learn", lang="en")
    assert "Which text governs" not in [s.value for s in app.subheader]
    app.button("learn.hint").click().run()
    assert "Which text governs" in [s.value for s in app.subheader]
    assert "provisions to look at" not in words(app)
    app.button("learn.hint").click().run()
    assert "provisions to look at" in words(app)
    assert "改变原决定从而作出错误决定" not in words(app)
    app.button("learn.hint").click().run()
    assert "改变原决定从而作出错误决定" in words(app)
    assert address(app)["hints"] == "3"


@pytest.mark.parametrize("case", SOLVED)
def test_an_exercise_opens_solved(case: str) -> None:
    asked = quiz.questions(ANSWERS[case], list(CASES[case].steps))
    solved = quiz.letters([a.outcome for a in asked])
    app = opened("learn", case=case, a=solved, shown="yes", lang="en")
    assert f"{len(asked)} of {len(asked)} agree" in words(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_shows_and_its_address_opens_it_again(part: str, lang: str) -> None:
    app = opened("learn", part=part, lang=lang)
    assert not app.error
    again = opened("learn", **address(app))
    assert words(again) == words(app)
    if lang == "en":
        labels = [
            w.label
            for kind in ("selectbox", "button", "text_input", "expander")
            for w in getattr(app, kind)
        ]
        said = [e.value for kind in ("title", "header", "subheader") for e in getattr(app, kind)]
        assert [x for x in (*labels, *said) if CHINESE.search(x)] == []


def test_an_address_that_does_not_fit_is_told() -> None:
    app = opened("learn", lang="en", part="<b>", case="no", a="q" * 500, article="../etc")
    assert not app.exception
    assert {"part", "case", "a", "article"} <= set(re.findall(r"\w+", app.warning[0].value))
    assert address(app) == {"lang": "en"}


# --- what changed ------------------------------------------------------------------------------


def test_the_story_tells_every_correspondence_of_the_graph() -> None:
    every = pipeline.learning.changes(GRAPH)
    n = GRAPH.store.query("SELECT (COUNT(?c) AS ?n) { ?c a jr:Correspondence }").rows[0]["n"]
    assert len(every) == int(n)
    assert f"holds {n} correspondences" in words(opened("learn", part="story", lang="en"))
    kinds = {c.kind for c in every}
    for kind in kinds:
        said = words(opened("learn", part="story", kind=kind, lang="en"))
        for change in (c for c in every if c.kind == kind):
            assert " ".join(change.reason.en.split()) in said
            assert all(p in said for p in (*change.old, *change.new))
    asked = pipeline.ask("must-and-may-changes", {}, graph=GRAPH).rows
    assert {c.id for c in every if c.natures} == {r["correspondence"] for r in asked}


def test_the_cases_that_come_out_otherwise_are_computed() -> None:
    found = pipeline.learning.cases_that_differ(GRAPH)
    assert 0 < len(found) < len(CASES)
    for key, (_, told) in found.items():
        both = pipeline.compare(GRAPH, CASES[key])
        old, new = both.answers.values()
        for d in told:
            sides = [
                next((a for a in x.assessments
                      if (a.person, a.step, a.kind) == (d["person"], d["step"], d["kind"])), None)
                for x in (old, new)
            ]  # fmt: skip
            before, after = (s and (s.outcome, list(s.extent)) for s in sides)
            assert before != after
    said = words(opened("learn", part="story", kind="liability", lang="en"))
    assert f"Of {len(CASES)} teaching cases" in said
    assert f"{len(found)} differ" in said
    assert all(f"ask?case={key}&" in said for key in found)


# --- glossary and tour -------------------------------------------------------------------------


def test_the_glossary_holds_every_defined_concept() -> None:
    every = pipeline.learning.glossary(GRAPH)
    asked = GRAPH.store.query(
        "SELECT DISTINCT ?c { ?c skos:inScheme ?s ; skos:definition ?d ; skos:prefLabel ?l }"
    ).rows
    assert {r["c"] for r in asked} <= {t.iri for t in every}
    drifted = [t for t in every if t.replaced_by]
    ids = {t.id for t in every}
    assert drifted
    assert all(t.replaced_by in ids and t.note for t in drifted)


def test_the_glossary_is_searched_in_both_languages() -> None:
    every = pipeline.learning.glossary(GRAPH)
    for asked in ("重新审查", "re-examination", "RE-EXAMINATION"):
        assert "term/reexamination" in {t.id for t in glossary.found(every, asked, "")}
    assert glossary.found(every, "重新审查 nothing-like-this", "") == []
    assert {t.group for t in glossary.found(every, "", "vote")} == {"vote"}
    app = opened("learn", part="glossary", q="重新审查", lang="en")
    assert "re-examination (2024)" in words(app)
    none = opened("learn", part="glossary", q="<script>x", lang="en")
    assert "No term fits" in none.info[0].value


def test_the_tour_follows_what_the_graph_holds() -> None:
    found = pipeline.learning.follow(GRAPH, "opinions-2024/art-30")
    assert "chief-asks-again" in {key for key, _ in found.cases}
    assert {"opinions-2024/reexamination-procurator"} <= {key for key, _ in found.rules}
    assert found.norms
    assert found.questions
    said = words(opened("learn", part="tour", article="opinions-2024/art-30", lang="en"))
    for _, text in (*found.norms, *found.rules, *found.cases):
        assert " ".join(text.en.split()) in said
    nothing = opened("learn", part="tour", article="opinions-2024/art-999", lang="en")
    assert not nothing.exception


def test_links_lead_only_to_pages_that_there_are() -> None:
    import pages

    for part in PARTS:
        said = words(opened("learn", part=part, lang="en"))
        targets = re.findall(r"\]\((\w+)\?", said)
        assert set(targets) <= set(pages.PAGES)
