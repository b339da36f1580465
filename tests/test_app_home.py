"""The front page: the flagship question as a form, search, counts, doors, and what a fault says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg import pipeline
from kg.model import Text

APP = Path(__file__).resolve().parent.parent / "app"
sys.path.insert(0, str(APP))

import searching  # noqa: E402  the app's modules lie beside its main script
from streamlit.testing.v1 import AppTest  # noqa: E402


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP / "main.py"), default_timeout=120)
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception
    return app


def said(app: AppTest) -> str:
    shown = [*app.markdown, *app.title, *app.header, *app.info, *app.caption]
    return "\n".join(e.value for e in shown).replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize(("lang", "question"), [
    ("zh", "决定被改变后，由谁承担责任？"),
    ("en", "Who bears responsibility when a decision is altered?"),
])  # fmt: skip
def test_the_question_leads_to_its_answer(lang: str, question: str) -> None:
    app = opened(lang=lang)
    assert question in said(app)
    app.selectbox("home.chief-asks-again.p.s3.fault").set_value("none").run()
    app.button("home.answer").click().run()
    assert not app.exception
    found = {k: v[0] if isinstance(v, list) else v for k, v in app.query_params.items()}
    assert found == {"case": "chief-asks-again", "p.s3.fault": "none", "lang": lang}
    assert app.session_state["ask.state"].changes == {"p.s3.fault": "none"}


def test_every_situation_of_the_form_has_somebody_who_alters() -> None:
    app = opened(lang="en")
    cases = pipeline.packaged_case_data()
    offered = app.selectbox("home.case").options
    titles = {data["title"]["en"]: data for data in cases.values()}
    assert len(offered) >= 5
    for title in offered:
        assert {"alter", "change"} & {s["act"] for s in titles[title]["steps"]}, title


def test_counts_and_coverage_are_those_of_the_graph() -> None:
    app = opened(lang="en")
    totals = pipeline.coverage_report()["totals"]
    assert f"{sum(totals.values()):,} sentences" in said(app)
    assert f"{totals['missing']} missing" in said(app)
    shown = {m.label: m.value for m in app.metric}
    assert shown["questions"] == str(len(pipeline.questions()))
    assert shown["rules"] == str(len(pipeline.open_graph().rules))


@pytest.mark.parametrize(("lang", "words", "marked"), [
    ("zh", "逮捕", ":primary-background[逮捕]"),
    ("en", "arrest", ":primary-background[arrest]"),
    ("en", "逮捕", ":primary-background[逮捕]"),
    ("zh", "gross negligence", ":primary-background[gross]"),
])  # fmt: skip
def test_search_finds_in_both_languages_and_marks_the_words(
    lang: str, words: str, marked: str
) -> None:
    app = opened(lang=lang, q=words)
    assert app.text_input("search.words").value == words
    assert marked in said(app)


def test_nothing_found_is_not_no_rule() -> None:
    app = opened(lang="en", q="xyzzy")
    assert "does not mean that the law says nothing" in said(app)


def test_hostile_words_are_shown_as_they_stand() -> None:
    app = opened(lang="en", q="<script>alert(1)</script> **b** :red[x]")
    assert not app.exception
    assert "Nothing was found" in said(app)


def test_marks_keep_the_words_and_the_spaces() -> None:
    assert searching._marked("the chief acts", [(4, 9)]) == "the :primary-background[chief] acts"
    assert searching._marked("不逮捕的", [(1, 3)]) == "不:primary-background[逮捕]的"
    assert searching._marked("a b", [(0, 1), (2, 3)]) == (
        ":primary-background[a] :primary-background[b]"
    )


def test_content_may_speak_another_language_than_the_interface() -> None:
    app = opened(lang="en", content="zh")
    title: Text = Text(**pipeline.packaged_case_data()["chief-asks-again"]["title"])
    assert title.zh in app.selectbox("home.case").options
    assert app.selectbox("home.case").label == "Situation"
