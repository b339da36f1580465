"""The page Check without a browser: upload, findings at their cells, downloads, nothing kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "app"))

import findings
from streamlit.testing.v1 import AppTest
from test_app import CHINESE, address, opened, unescaped

from kg.model import Place, Text, ValidationResult
from kg.pipeline import samples

CASE = (Path(__file__).resolve().parents[1] / "data/cases/chief-asks-again.yaml").read_bytes()


def words(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.error, app.info, app.success, app.warning)
    return unescaped("\n".join(e.value for kind in kinds for e in kind))


def uploader(app: AppTest) -> object:
    return app.file_uploader[0]


def send(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    for name, data in files:
        app.file_uploader[0].upload(name, data, "application/octet-stream")
    next(b for b in app.button if b.label in ("Check", "校验")).click().run()
    assert not app.exception, app.exception
    return app


def counts(app: AppTest) -> list[str]:
    return [m.value for m in app.metric]


def test_a_sample_by_its_address() -> None:
    app = opened("check", lang="en", sample="law")
    assert counts(app) == ["4", "1", "2", "0"]
    said = words(app)
    assert "Items!J2" in said
    assert "opinions-2024/art-24" in said
    assert "不得直接改变检察官意见" in said
    labels = [unescaped(b.label) for b in app.get("download_button")]
    assert "Annotated workbook: sample-list-law.xlsx" in labels
    app.segmented_control("check.group").set_value("provision").run()
    assert any("opinions-2024/art-11/item-3" in unescaped(e.label) for e in app.expander)
    app.segmented_control("check.show").set_value("warning").run()
    assert "Shown: 1 of 7." in words(app)
    assert address(app) == {"group": "provision", "lang": "en", "sample": "law", "show": "warning"}
    app.text_input("check.find").set_value("no such words").run()
    assert "Shown: 0 of 7." in words(app)
    app.button("check.forget").click().run()
    assert not app.metric
    assert address(app) == {"group": "provision", "lang": "en"}


def test_good_and_bad_files_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = send(
        opened("check", lang="en"),
        ("good.yaml", CASE),
        ("bad.xlsx", b"PK nothing"),
        ("evil<script>.ttl", b"<a> <b> ."),
        samples.sample("form"),
    )
    said = words(app)
    assert counts(app)[3] == "2"
    assert "These files were not checked; the others were:" in said
    assert "bad.xlsx" in said
    assert "evil<script>.ttl" in said
    assert "Items!D2" in said
    assert not list(tmp_path.iterdir())
    assert app.file_uploader[0].value in (None, [])  # the server let go of the files


def test_a_clean_file_says_so_and_no_more() -> None:
    app = send(opened("check", lang="en"), ("good.yaml", CASE))
    assert "Nothing was found. What no rule looks at is not thereby lawful." in words(app)


def test_nothing_given_is_told() -> None:
    assert "There is nothing to check" in words(send(opened("check", lang="en")))


def test_pasted_text() -> None:
    app = opened("check", lang="zh")
    app.text_area[0].set_value("title: x\nsteps: 3")
    app = send(app)
    assert "pasted.yaml" in "".join(unescaped(e.label) for e in app.expander)


def test_hostile_words_do_nothing() -> None:
    evil = "<script>alert(1)</script> [x](javascript:1) :red[x] \u202e" + "长" * 10_000
    app = opened("check", lang="en")
    app.text_area[0].set_value(f"id: {evil!r}\n")
    app = send(app)
    for shown in (*app.markdown, *app.error):
        assert "<script>" not in shown.value.replace("\\<", "")
        assert "](javascript" not in shown.value
        assert not shown.allow_html


def test_an_address_that_does_not_fit_is_told() -> None:
    app = opened("check", lang="en", sample="../../etc", group="x")
    assert "sample, group" in unescaped(app.warning[0].value) or "group" in app.warning[0].value
    assert not app.metric


def test_no_chinese_interface_words_in_english() -> None:
    app = opened("check", lang="en", sample="cases")
    labels = [
        w.label
        for kind in ("selectbox", "button", "text_area", "text_input", "expander", "metric")
        for w in getattr(app, kind)
    ]
    heads = [e.value for kind in ("title", "header", "subheader") for e in getattr(app, kind)]
    assert not [x for x in (*labels, *heads) if CHINESE.search(x)]


# --- sorting -----------------------------------------------------------------------------------


def result(
    severity: str, shape: str, file: str = "a", provision: str | None = None
) -> ValidationResult:
    said = Text("中文", "English words")
    return ValidationResult(shape, severity, "f", None, None, Place(file), provision, said, said)


def test_groups_are_gravest_first() -> None:
    some = [result("info", "b"), result("info", "b"), result("warning", "a"),
            result("violation", "c", "z"), result("info", "c")]  # fmt: skip
    assert [g for g, _ in findings.grouped(some, "shape")] == ["c", "a", "b"]
    assert [r.severity for r in findings.grouped(some, "shape")[0][1]] == ["violation", "info"]
    assert [g for g, _ in findings.grouped(some, "file")] == ["z", "a"]
    assert findings.grouped(some, "provision")[0][0] == ""


def test_filters() -> None:
    some = [result("info", "b"), result("warning", "a", provision="opinions-2024/art-24")]
    assert findings.filtered(some, "warning", "") == some[1:]
    assert findings.filtered(some, "", "ART-24 english") == some[1:]
    assert findings.filtered(some, "", "中文") == some
