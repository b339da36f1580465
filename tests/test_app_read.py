"""The page Read, without a browser."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from kg import pipeline
from kg.model import Compared, Stretch

APP = Path(__file__).resolve().parent.parent / "app"
MAIN = str(APP / "main.py")

sys.path.insert(0, str(APP))

import readings  # noqa: E402  the app's modules lie beside its main script
import texts  # noqa: E402
from streamlit.testing.v1 import AppTest  # noqa: E402  after the path is set


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=120)
    for key, value in address.items():
        app.query_params[key] = value
    app.switch_page("views/read.py").run()
    assert not app.exception, app.exception
    return app


def unescaped(markdown: str) -> str:
    return markdown.replace("\\", "").replace("\u2060", "")


def words(app: AppTest) -> str:
    shown = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.warning)
    return unescaped("\n".join(str(x.value) for x in shown))


def address(app: AppTest) -> dict[str, str]:
    found = dict(app.query_params)
    return {k: v[0] if isinstance(v, list) else v for k, v in found.items()}


def test_an_article_is_shown_with_its_facts_marked_and_both_restatements() -> None:
    app = opened(provision="opinions-2024/art-30", lang="en")
    said = words(app)
    assert ":blue-background[独任检察官、检察官办案组存在故意或者重大过失的，承担司法责任]" in said
    assert "The text is complete. Chinese original" in said
    assert "监督者有故意或者重大过失的承担监督管理责任" in said
    assert "a supervisor with intent or gross negligence bears supervision responsibility" in said
    assert "Facts taken from it (2)" in said
    assert ":red-background[~~" in said and ":green-background[**" in said
    assert "words cannot be compared" in said, "2015 art. 36 is in English"
    assert "opinions-2024/reexamination-procurator" in said
    assert address(app) == {"provision": "opinions-2024/art-30", "lang": "en"}


def test_a_missing_text_is_said_and_never_made_up() -> None:
    graph = pipeline.open_graph()
    known = pipeline.list_documents(graph)
    by_status = {e.status: e.id for d in known.values() for e in d.entries}
    assert set(by_status) == {"complete", "partial", "missing", "restored"}
    for status in ("missing", "restored"):
        app = opened(provision=by_status[status], lang="en")
        assert app.warning[0].value == texts.t(f"read_status_{status}", "en")
        assert ":blue-background[" not in words(app)
    restored = words(opened(provision="regulations-2024/art-8", lang="zh"))
    assert "据外部来源" in restored and "非原文" in restored
    partial = words(opened(provision="opinions-2015/art-17/item-5", lang="en"))
    assert "missing in the supplied text, restated from outside sources: [6]" in partial
    assert "the part that the link means" in partial
    assert "Supplied in an English translation, not the original" in partial


def test_documents_are_listed_with_their_status_and_an_unknown_address_is_told() -> None:
    app = opened(provision="opinions-2024/art-99", lang="en")
    assert "There is no provision" in app.warning[0].value
    assert address(app) == {"lang": "en"}
    said = words(app)
    assert "In force" in said and "signed 2024-07-04" in said
    assert "No words were supplied" in said


def test_an_article_is_reached_by_its_number() -> None:
    app = opened(provision="opinions-2024/art-30", lang="zh")
    box = app.selectbox(key="read.article.opinions-2024/art-30")
    assert any(option.startswith("第31条") for option in box.options)
    assert app.selectbox(key="read.document.opinions-2024/art-30").value == "opinions-2024"


def test_the_two_opinions_stand_side_by_side_by_kind_of_change() -> None:
    app = opened(view="beside", lang="zh")
    every = pipeline.counterparts(pipeline.open_graph())
    assert f"共 {len(every)} 处" in words(app)
    dropped = sum(c.change.path.endswith("/dropped") for c in every)
    app.button_group(key="read.change").set_value(["dropped"]).run()
    said = words(app)
    assert f"共 {dropped} 处" in said and "新文本没有对应。" in said
    assert address(app) == {"view": "beside", "change": "dropped", "lang": "zh"}
    again = opened(view="beside", change="dropped", page="2", lang="zh")
    assert address(again)["page"] == "2"
    assert f"共 {dropped} 处" in words(again)
    assert opened(view="beside", page="999", lang="zh").title[0].value == "2015 与 2024 对照"


def test_both_languages_have_every_word() -> None:
    chinese = re.compile(r"[\u3400-\u9fff]")
    english = {k: w["en"] for k, w in texts.TEXTS.items() if k.startswith("read_")}
    assert not [k for k, w in english.items() if chinese.search(w)]


# --- without Streamlit -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", ":red[x]", "[a](http://x)", "**b**"])
def test_words_from_data_stay_words(text: str) -> None:
    shown = readings.shaded([Stretch(f" {text} ", [1], [1])])
    assert shown.startswith(" :blue-background[") and "<script>" not in shown
    assert text in unescaped(shown)
    assert "\\*\\*b" in shown or text != "**b**"


def test_a_comparison_keeps_spaces_and_lines() -> None:
    pieces = [Compared("the ", True), Compared("chief ", False), Compared("may\nnot", True)]
    assert readings.compared(pieces, newer=False) == (
        "> the :red-background[~~chief~~] may\n\n> not"
    )
    assert ":green-background[**chief**]" in readings.compared(pieces, newer=True)


def test_addresses_are_read_and_written() -> None:
    asked = readings.read_address({"view": "beside", "change": "new.dropped", "page": "3"})
    assert asked == readings.Asked("", True, 3, ("new", "dropped"))
    assert readings.read_address(asked.address()) == asked
    assert readings.read_address({"provision": "a/b/"}).address() == {"provision": "a/b"}
    assert readings.read_address({"page": "-1"}).page == 1
