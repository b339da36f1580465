"""The page Powers without a browser: every cell has its reason, unknown stays unknown."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "app"))

import powerstate
import powertable
from streamlit.testing.v1 import AppTest
from test_app import CHINESE, address, opened, unescaped

from kg import pipeline
from kg.model.who import PowerCell
from kg.pipeline import powers

DAY = "2024-09-01"


def page(**more: str) -> AppTest:
    return opened("powers", **{"lang": "en", "on": DAY, **more})


def said(app: AppTest) -> str:
    return unescaped(
        "\n".join(m.value for m in (*app.markdown, *app.caption, *app.info, *app.subheader))
    )


def cell(province: str, status: str, *actors: str, tier: str = "provincial") -> PowerCell:
    return PowerCell("hearing", province, status, tier, actors, ())


# --- the matrix --------------------------------------------------------------------------------


def test_the_matrix_shows_what_is_said_and_counts_what_is_not() -> None:
    app = page()
    table = app.dataframe[0].value
    assert list(table.columns)[:2] == ["Matter", "National texts"]
    rows = {r["Matter"]: r for r in table.to_dict("records")}
    assert rows["approval of arrest"]["Henan"] == "● procurator (depends on the case)"
    assert rows["approval of arrest"]["Hainan"] == "? unknown"
    assert not any(str(v).strip().lower() in ("no", "none", "") for r in rows.values()
                   for k, v in r.items() if k != "Differences")  # fmt: skip
    everything = page(rows="all").dataframe[0].value
    assert len(everything) == len(powers.concepts("matter")) > len(table)
    assert f"of {len(everything) - len(table)} none" in said(app)


def test_rows_that_differ() -> None:
    assert powertable.differ(
        [cell("CN-41", "stated", "chief"), cell("CN-46", "stated", "procurator")]
    )
    same = [cell("CN-41", "stated", "chief"), cell("CN-46", "stated", "chief")]
    gap = [cell("CN-41", "stated", "chief"), cell("CN-46", "unknown", tier="unknown")]
    national = cell("CN", "stated", "committee", tier="baseline")
    unknown = cell("CN", "unknown", tier="unknown")
    assert not powertable.differ(same)
    assert not powertable.differ(gap)
    assert not powertable.differ([national, same[0]])
    assert powertable.apart([national, same[0]]) == ["CN-41"]
    assert powertable.apart([unknown, same[0]]) == []
    assert powertable.apart([national, cell("CN-41", "stated", "committee", tier="baseline")]) == []


def test_a_cell_opens_its_reason() -> None:
    app = page(cell="approve-arrest~CN-41", on="2020-01-01")
    words = said(app)
    assert "◐ Depends on the case; possibly decided by: procurator" in words
    assert "批准逮捕（重大疑难复杂案件除外）" in words
    assert "confidence M" in words
    assert "http://www.law51.net" in words
    assert "procurators act on the chief procurator's delegation" in words
    assert "opinions-2015/art-21/sentence-1" in words
    link = next(m.value for m in app.markdown if "/item/004" in m.value)
    assert "(/id/list-CN-41-2016/item/004)" in link


def test_the_national_column_has_its_reason_too() -> None:
    app = page(cell="lodge-protest~CN")
    words = said(app)
    assert "? Not known who decides" in words
    assert "opinions-2024/art-11/item-3" in words
    assert "Cases for which the national texts name a decider" in words


def test_a_gap_says_that_it_is_no_no() -> None:
    app = page(cell="appoint-forensic-expert~CN-46", rows="all", act="R")
    if not app.selectbox("powers.cell.matter").value:
        app = page(cell=f"{powers.concepts('matter')[-1].code}~CN-46", rows="all", act="R")
    assert "That does not mean “no power”." in said(app)


@pytest.mark.parametrize("act", list(powers.acts()))
def test_every_act_shows_in_both_languages(act: str) -> None:
    for lang in ("zh", "en"):
        assert not page(act=act, lang=lang, rows="all").error


def test_synonyms_are_found_in_both_languages() -> None:
    for find in ("批捕", "approval of ARREST", "批准逮捕"):
        table = page(find=find, on="2020-01-01").dataframe[0].value
        assert "approval of arrest" in set(table["Matter"])
    app = page(find="<script>alert(1)</script>")
    assert not app.dataframe
    assert "no such matter" in said(app)


# --- the single question -----------------------------------------------------------------------


def test_the_question_is_answered_like_the_command() -> None:
    app = page(view="ask", province="CN-65", level="provincial", matter="lodge-protest",
               stage="second-instance", on="2022-01-01")  # fmt: skip
    answer = pipeline.lists.who(
        "lodge-protest", "CN-65", "provincial", "2022-01-01", stage="second-instance"
    )
    words = said(app)
    assert "● Decided by: procuratorial committee" in words
    for remark in answer.remarks:
        assert remark.en in words
    for provision, quote in answer.provisions:
        assert provision in words
        assert " ".join(quote.split()) in words
    tiles = {b.key: unescaped(b.label) for b in app.button if str(b.key).startswith("tile-")}
    assert len(tiles) == 31
    assert "committee" in tiles["tile-own-CN-65"]
    assert "?" in tiles["tile-none-CN-11"]


def test_a_class_that_holds_changes_the_answer_and_the_address() -> None:
    app = page(view="ask", province="CN-41", on="2020-01-01")
    assert "Depends on the case" in said(app)
    app.multiselect("powers.holds").set_value(["major-difficult-complex"]).run()
    assert "● Decided by: chief procurator" in said(app)
    assert address(app)["holds"] == "major-difficult-complex"
    app.multiselect("powers.holds").set_value([]).run()
    app.multiselect("powers.fails").set_value(["major-difficult-complex"]).run()
    assert "● Decided by: procurator" in said(app)


def test_a_tile_asks_there() -> None:
    app = page(view="ask", on="2020-01-01")
    app.button("tile-none-CN-11").click().run()
    assert address(app)["province"] == "CN-11"
    assert app.selectbox("powers.province").value == "CN-11"
    assert "Beijing" in said(app)


# --- lists and gaps ----------------------------------------------------------------------------


def test_two_lists_differ_as_the_command_says() -> None:
    app = page(view="lists", old="list-CN-41-2016", new="list-CN-65-2021")
    answer = pipeline.lists.diff("list-CN-41-2016", "list-CN-65-2021")
    assert len(app.dataframe[0].value) == len(answer["differences"])
    assert "not whole" in said(app)
    same = page(view="lists", old="list-CN-41-2016", new="list-CN-41-2016")
    assert "Differences: 0." in said(same)


def test_gaps_say_what_was_not_seen() -> None:
    app = page(view="gaps", province="CN-41")
    assert len(app.dataframe[0].value) == len(powers.silent("CN-41"))
    tiles = {b.key: b.label for b in app.button if str(b.key).startswith("tile-")}
    assert "rows seen: 11" in unescaped(tiles["tile-own-CN-41"])
    assert "no list here" in unescaped(tiles["tile-none-CN-11"])
    assert "known, not seen" in unescaped(tiles["tile-none-CN-22"])
    assert "no content of a list was seen" in said(page(view="gaps", province="CN-22"))


# --- the address, the languages ----------------------------------------------------------------


def test_the_state_is_in_the_address_and_back() -> None:
    wanted = {
        "act": "P",
        "cell": "not-approve-arrest~CN-41",
        "lang": "en",
        "level": "municipal",
        "on": "2020-01-01",
        "places": "CN-41,CN-46",
        "rows": "all",
        "view": "matrix",
    }
    app = opened("powers", **wanted)
    assert address(app) == wanted
    app.segmented_control("powers.act").set_value("D").run()
    assert address(app) == {k: v for k, v in wanted.items() if k != "act"}
    app.segmented_control("powers.view").set_value("gaps").run()
    assert address(app)["view"] == "gaps"


def test_an_address_that_does_not_fit_is_told_and_ignored() -> None:
    app = page(level="<b>x", on="2024-99-99", cell="x~y", act="Z", places="CN-41,XX", nosuch="1")
    told = unescaped(app.warning[0].value)
    for name in ("level", "on", "cell", "act", "places", "nosuch"):
        assert name in told
    assert "<b>" not in told
    assert app.dataframe


def test_no_chinese_interface_words_in_english() -> None:
    for view in powerstate.VIEWS:
        app = page(view=view)
        labels = [
            w.label
            for kind in ("selectbox", "multiselect", "text_input", "date_input", "expander")
            for w in getattr(app, kind)
        ]
        heads = [e.value for kind in ("title", "header", "subheader") for e in getattr(app, kind)]
        assert not [x for x in (*labels, *heads) if CHINESE.search(x)]
        assert not [c.value for c in app.caption if CHINESE.search(re.sub(r"\S*：\S*", "", c.value))
                    and "http" not in c.value and "·" not in c.value]  # fmt: skip


def test_content_speaks_its_own_language() -> None:
    app = page(content="zh")
    table = app.dataframe[0].value
    assert "批准逮捕" in set(table["Matter"])
    assert "河南" in table.columns
