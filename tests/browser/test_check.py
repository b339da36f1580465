"""Journey of a validator: template, broken workbook, finding at the cell, report."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect
from test_journeys import SIZES, no_wider_than, watched, whole

from kg.pipeline import samples

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {
        "title": "校验职权清单和案件文件", "template": "工作簿（xlsx）", "run": "校验",
        "copy": "批注工作簿：sample-list-law.xlsx", "report": "下载报告", "choose": "选择文件",
        "unread": "这些文件没有校验，其余照常：", "forget": "清除结果",
    },
    "en": {
        "title": "Check power lists and case files", "template": "workbook (xlsx)", "run": "Check",
        "copy": "Annotated workbook: sample-list-law.xlsx", "report": "Download the report",
        "unread": "These files were not checked; the others were:", "choose": "Choose files",
        "forget": "Forget the result",
    },
}  # fmt: skip


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("lang", list(WORDS))
def test_template_to_finding_to_report(
    browser: Browser, server: str, shots: Callable[[str], str], axe: Callable[..., list[str]],
    lang: str, size: str, tmp_path: Path,
) -> None:  # fmt: skip
    words = WORDS[lang]
    scheme = "dark" if size == "phone" else "light"
    name, data = samples.sample("law")
    with watched(browser, size, scheme) as seen:
        page = seen.page
        page.goto(f"{server}/check?lang={lang}")
        expect(page.get_by_role("heading", level=1)).to_have_text(words["title"])
        with page.expect_download() as got:
            page.get_by_role("button", name=words["template"]).click()
        kept = tmp_path / "template.xlsx"
        got.value.save_as(kept)
        assert "Items" in openpyxl.load_workbook(kept).sheetnames
        page.locator("input[type=file]").set_input_files(
            [
                {"name": name, "mimeType": "application/octet-stream", "buffer": data},
                {"name": "bad.ttl", "mimeType": "text/turtle", "buffer": b"<a> <b> ."},
            ]
        )
        expect(page.get_by_text("bad.ttl")).to_be_visible()
        page.get_by_test_id("stForm").get_by_role("button", name=words["run"], exact=True).click()
        expect(page.get_by_text(words["unread"])).to_be_visible(timeout=120_000)
        expect(page.get_by_text("Items!J2")).to_be_visible()
        expect(page.get_by_text("Items!L3")).to_be_visible()
        expect(page.get_by_role("link", name="opinions-2024/art-24/sentence-1")).to_be_visible()
        no_wider_than(page, SIZES[size][0])
        whole(page, shots(f"check-{lang}-{size}"))
        assert axe(page) == []
        with page.expect_download() as got:
            page.get_by_role("button", name=words["copy"]).click()
        kept = tmp_path / "checked.xlsx"
        got.value.save_as(kept)
        book = openpyxl.load_workbook(io.BytesIO(kept.read_bytes()))
        assert "opinions-2024/art-11" in book["Items"]["J2"].comment.text
        with page.expect_download() as got:
            page.get_by_role("button", name=words["report"]).click()
        kept = tmp_path / got.value.suggested_filename
        got.value.save_as(kept)
        assert kept.suffix == ".html"
        assert "Items!J2" in kept.read_text("utf-8").replace(" ", "")
        page.get_by_role("button", name=words["forget"]).click()
        expect(page.get_by_text("Items!J2")).to_have_count(0)
