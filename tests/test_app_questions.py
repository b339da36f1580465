"""The page Questions: catalogue, forms, answers; the page About."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.model import Text
from kg.store import select_result

APP = Path(__file__).resolve().parent.parent / "app"
MAIN = str(APP / "main.py")
sys.path.insert(0, str(APP))

import charts  # noqa: E402  the app's modules lie beside its main script
import columns  # noqa: E402
import figures  # noqa: E402
import texts  # noqa: E402
import vendored  # noqa: E402
import words.questions  # noqa: E402
from streamlit.testing.v1 import AppTest  # noqa: E402  after the path is set


def opened(page: str = "questions", **address: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=120)
    for key, value in address.items():
        app.query_params[key.replace("__", ".")] = value
    app.switch_page(f"views/{page}.py").run()
    assert not app.exception, app.exception
    return app


def unescaped(markdown: str) -> str:
    return markdown.replace("\\", "").replace("\u2060", "")


def shown(app: AppTest) -> str:
    return unescaped("\n".join(m.value for m in (*app.markdown, *app.caption)))


def address(app: AppTest) -> dict[str, str]:
    found = dict(app.query_params)
    return {k: v[0] if isinstance(v, list) else v for k, v in found.items()}


def links(app: AppTest) -> list[str]:
    return [unescaped(x.proto.label) for x in app.get("page_link")]


def test_no_page_takes_a_word_from_another() -> None:
    keys = [key for page in texts._PAGES for key in page]
    assert sorted(keys) == sorted(set(keys))


# --- the catalogue -----------------------------------------------------------------------------


def test_every_question_is_listed_under_a_group_with_a_name() -> None:
    app = opened(lang="en")
    assert links(app) == [
        unescaped(texts_plain(q.question.en))
        for g in app.pills("questions.group").options[1:]
        for q in pipeline.questions().values()
        if texts.t(f"group_{q.group}", "en") == g
    ]
    assert len(links(app)) == len(pipeline.questions())
    assert {f"group_{q.group}" for q in pipeline.questions().values()} <= set(texts.TEXTS)


def texts_plain(words: str) -> str:
    return " ".join(words.split())


def test_search_stands_in_the_address_and_finds_values() -> None:
    app = opened(lang="en")
    app.text_input("questions.search").set_value("逮捕").run()
    assert address(app) == {"lang": "en", "search": "逮捕"}
    assert "matter = approval of arrest" in links(app)
    again = opened(lang="en", search="逮捕")
    assert links(again) == links(app)
    again.text_input("questions.search").set_value("zzzz").run()
    assert "says nothing about the graph itself" in again.info[0].value
    app = opened(lang="zh", group="lists")
    assert len(links(app)) == sum(q.group == "lists" for q in pipeline.questions().values())


def test_an_unknown_question_is_said() -> None:
    app = opened(lang="en", q="no-such", evil="1")
    assert "no-such" in unescaped(app.warning[0].value)
    assert len(links(app)) == len(pipeline.questions())


# --- one question ------------------------------------------------------------------------------


def test_an_answer_with_its_provisions_and_its_query() -> None:
    app = opened(lang="en", q="who-answers-when-altered")
    question = pipeline.questions()["who-answers-when-altered"]
    assert unescaped(app.title[0].value) == question.question.en
    assert f"Rows: {question.rows}" in shown(app)
    assert "改变原决定从而作出错误决定" in shown(app)
    sparql = pipeline.question_sparql(question.id, {})
    assert any(c.value.strip() == sparql.strip() for c in app.code)
    assert [b.proto.label for b in app.get("download_button")] == [
        "CSV", "JSON (SPARQL 1.1)", "Excel, with its receipt",
    ]  # fmt: skip
    assert address(app) == {"lang": "en", "q": question.id}


def test_a_parameter_is_chosen_and_the_address_holds_it() -> None:
    app = opened(lang="en", q="duties")
    app.selectbox("ask.duties.source").set_value("regulations-2024").run()
    assert not app.exception
    assert address(app) == {"lang": "en", "q": "duties", "p.source": "regulations-2024"}
    rows = pipeline.ask("duties", {"source": "regulations-2024"}).rows
    assert f"Rows: {len(rows)}" in shown(app)
    again = opened(lang="en", q="duties", p__source="regulations-2024")
    assert shown(again) == shown(app)
    default = pipeline.questions()["duties"].parameters[0].default
    again.selectbox("ask.duties.source").set_value(default).run()
    assert address(again) == {"lang": "en", "q": "duties"}


def test_days_and_words_are_parameters_too() -> None:
    app = opened(lang="zh", q="texts-in-force", p__day="2019-01-01")
    assert app.date_input[0].value.isoformat() == "2019-01-01"
    wrong = opened(lang="zh", q="texts-in-force", p__day="yesterday")
    assert "不是日期" in wrong.error[0].value
    nasty = '"} } # [x](y)'
    app = opened(lang="en", q="norms-with-words", p__contains=nasty)
    assert "no power" in app.info[0].value
    assert app.text_input("ask.norms-with-words.contains").value == nasty


def test_a_value_that_is_no_choice_is_an_error_not_an_empty_answer() -> None:
    app = opened(lang="en", q="duties", p__source="no-such-source")
    assert "no-such-source" in unescaped(app.error[0].value)
    assert not app.info


def test_nothing_found_is_never_no() -> None:
    wanted = (("zh", "不等于无权"), ("en", "does not mean that there is no power"))
    for lang, part in wanted:
        app = opened(lang=lang, q="norms-with-words", p__contains="qqqqqq")
        assert part in app.info[0].value
    for key, said in words.questions.WORDS.items():
        if key.startswith("nothing"):
            assert re.search("不等于|不能当作", said["zh"])
            assert re.search("not", said["en"])


@pytest.mark.parametrize("view", ["read", "grid", "plain"])
def test_the_views_show_the_same_rows(view: str) -> None:
    app = opened(lang="zh", q="reserved-to-chief", view=view)
    rows = pipeline.ask("reserved-to-chief", {}).rows
    if view == "grid":
        assert len(app.dataframe[0].value) == len(rows)
    elif view == "plain":
        assert len(app.table[0].value) == len(rows)
    else:
        assert all(r["provision"] in shown(app) for r in rows)


def test_content_language_is_apart_and_what_lacks_it_is_marked() -> None:
    app = opened(lang="zh", content="en", q="prohibitions", view="grid")
    heads = list(app.dataframe[0].value.columns)
    question = pipeline.questions()["prohibitions"]
    assert question.columns["label_zh"].zh in heads
    assert app.dataframe[0].value[question.columns["label_zh"].zh].str.isascii().any()
    assert unescaped(app.title[0].value) == question.question.en


def test_figures_are_drawn_of_one_unit_and_given_as_a_table() -> None:
    app = opened(lang="zh", q="figures-of-reform-cases", view="chart")
    unit = app.selectbox("answer.unit.figures-of-reform-cases")
    assert len(unit.options) > 3
    assert app.get("vega_lite_chart")
    second = app.dataframe[0].value
    assert len(second)
    assert "单位不同" in shown(app)


def test_provinces_without_a_record_are_unknown() -> None:
    app = opened(lang="en", q="lists-matrix", view="tiles")
    tiles = app.pills("answer.tiles.lists-matrix")
    assert len(tiles.options) == 31
    assert "Tibet ? unknown" in tiles.options
    assert any(o.startswith("Henan **") for o in tiles.options)
    tiles.set_value("CN-54").run()
    assert "unknown" in app.info[0].value
    assert address(app)["province"] == "CN-54"
    app.pills("answer.tiles.lists-matrix").set_value("CN-41").run()
    assert set(app.dataframe[0].value["province"]) == {"Henan (CN-41)"}


# --- what is shown, without pages --------------------------------------------------------------


def literal(value: str, kind: str = "") -> dict[str, str]:
    datatype = {"datatype": f"http://www.w3.org/2001/XMLSchema#{kind}"} if kind else {}
    return {"type": "literal", "value": value, **datatype}


def made(rows: list[dict[str, Any]], lang: str = "zh", content: str = "") -> list[columns.Column]:
    names = list(dict.fromkeys(k for row in rows for k in row))
    heads = {n: Text(f"头{n}", f"head {n}") for n in names}
    result = select_result(names, rows)
    known = {"a/1", "a/2"}
    return columns.columns_of(result, heads, lang, content or lang, known, {*known, "x/1"})


def test_a_pair_is_one_column_and_falls_back_with_a_mark() -> None:
    rows = [
        {"m": literal("m1"), "m_zh": literal("甲"), "m_en": literal("A")},
        {"m": literal("m2"), "m_zh": literal("乙")},
    ]
    code, pair = made(rows, "en")
    assert (code.kind, pair.head) == ("code", "head m_en")
    assert [(c.text, c.other) for c in pair.cells] == [("A", False), ("乙", True)]
    assert [c.key for c in pair.cells] == ["甲", "乙"]
    assert [c.text for c in made(rows, "en", "zh")[1].cells] == ["甲", "乙"]


def test_only_what_is_surely_an_identifier_leads_somewhere() -> None:
    def leads(*values: str) -> list[str]:
        return [c.leads for c in made([{"v": literal(v)} for v in values])[0].cells]

    assert leads("a/1", "a/2") == ["provision", "provision"]
    assert leads("a/1", "x/1") == ["node", "node"]
    assert leads("a/1", "no/1") == ["", ""]


def test_figures_of_other_units_and_equal_labels_are_kept_apart() -> None:
    def row(norm: str, label: str, value: str, unit: str) -> dict[str, Any]:
        return {
            "norm": literal(norm), "label_zh": literal(label), "label_en": literal("x"),
            "value": literal(value, "decimal"), "unit_zh": literal(unit), "unit_en": literal("u"),
        }  # fmt: skip

    rows = [row("n1", "甲", "3", "日"), row("n1", "甲", "3", "日"), row("n2", "甲", "5", "日"),
            row("n3", "乙", "900", "件")]  # fmt: skip
    found = made(rows)
    assert list(figures.units(found)) == ["日", "件"]
    (drawn,) = figures.figures(found, "日")
    assert [(b.label, b.value) for b in drawn.bars] == [("甲 (n1)", 3), ("甲 (n2)", 5)]
    assert figures.figures(found, "件") == []
    same = figures.Figures("h", [figures.Bar("长" * 90 + x, "s", 1) for x in "ab"], False)
    spec = charts.specification(same, [b.label for b in same.bars], ("i", "k", "v"))
    assert len({v["label"] for v in spec["data"]["values"]}) == 2


def test_a_province_that_nobody_knows_is_not_left_out() -> None:
    found = figures.tiles(made([{"p": literal("CN-41")}, {"p": literal("CN-99")}]))
    assert found[-1] == figures.Tile("CN-99", 1)
    assert sum(t.rows == 0 for t in found) == 30
    assert figures.tiles(made([{"p": literal("Henan")}])) == []
    assert {f"province_{c}" for c in figures.PROVINCES} <= set(texts.TEXTS)


# --- about -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_about_says_what_it_is_not_and_on_what_it_rests(lang: str) -> None:
    app = opened("about", lang=lang)
    assert ("不是官方解释" if lang == "zh" else "no official interpretation") in shown(app)
    receipt = pipeline.about.full_receipt(pipeline.open_graph())
    code = "\n".join(c.value for c in app.code)
    assert all(value in code for value in receipt.values())
    assert "@misc{" in code


def test_about_shows_the_ledger_and_what_is_missing() -> None:
    app = opened("about", lang="en", part="coverage", source="opinions-2015")
    ledger = pipeline.open_graph().ledger
    assert len(app.table[0].value) == len(ledger["sources"])
    entry = next(e for e in ledger["sources"] if e["source"] == "opinions-2015")
    assert len(app.table[1].value) == len(entry["articles"])
    assert "art-41" in shown(app)
    app.selectbox("about.source").set_value("opinions-2024").run()
    assert address(app) == {"lang": "en", "part": "coverage", "source": "opinions-2024"}


def test_about_shows_sources_and_every_reading() -> None:
    graph = pipeline.open_graph()
    app = opened("about", lang="zh", part="sources")
    assert all(e.title.zh in shown(app) for e in pipeline.about.source_entries(graph))
    app = opened("about", lang="zh", part="open")
    readings = [" ".join(r.zh.split()) for q in graph.questions.values() for r in q.readings]
    assert all(r in shown(app) for r in readings)
    app.text_input("about.search").set_value("leniency").run()
    assert "从旧兼从轻" in shown(app)
    assert address(app)["search"] == "leniency"


def test_about_shows_the_licences_of_what_is_shipped(tmp_path: Path) -> None:
    (tmp_path / "editor").mkdir()
    (tmp_path / "editor" / "LICENSE").write_text("MIT", encoding="utf-8")
    (tmp_path / "editor" / "editor.js").write_text("x", encoding="utf-8")
    assert vendored.licences(tmp_path) == {"editor/LICENSE": "MIT"}
    assert vendored.licences(tmp_path / "none") == {}
    app = opened("about", lang="en", part="licences")
    assert "Apache License" in app.code[0].value
