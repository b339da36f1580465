"""Journeys of a researcher and a trainee through the page Powers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from test_journeys import SIZES, no_wider_than, watched, whole

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {
        "title": "谁可以决定什么？", "ask": "问一项", "decided": "由检察官决定",
        "json": "下载 JSON",
        "case": "案情：类别和阶段", "gaps": "掌握情况和空白", "beijing": "北京",
    },
    "en": {
        "title": "Who may decide what?", "ask": "One question", "decided": "Decided by: procurator",
        "json": "Download JSON", "case": "The case: classes and stage",
        "gaps": "Coverage and gaps", "beijing": "Beijing",
    },
}  # fmt: skip


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("lang", list(WORDS))
def test_matrix_to_reason_to_question(
    browser: Browser, server: str, shots: Callable[[str], str], axe: Callable[..., list[str]],
    lang: str, size: str, tmp_path: Path,
) -> None:  # fmt: skip
    words = WORDS[lang]
    scheme = "dark" if size == "phone" else "light"
    with watched(browser, size, scheme) as seen:
        page = seen.page
        state = "on=2020-01-01&fails=major-difficult-complex&cell=approve-arrest~CN-41"
        page.goto(f"{server}/powers?lang={lang}&{state}")
        expect(page.get_by_role("heading", level=1)).to_have_text(words["title"])
        expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()
        expect(page.get_by_role("heading", name=words["decided"])).to_be_visible()
        expect(page.get_by_role("link", name="004")).to_have_attribute(
            "href", "/id/list-CN-41-2016/item/004"
        )
        no_wider_than(page, SIZES[size][0])
        whole(page, shots(f"powers-{lang}-{size}"))
        assert axe(page) == []
        with page.expect_download() as got:
            page.get_by_role("button", name=words["json"]).first.click()
        kept = tmp_path / "powers.json"
        got.value.save_as(kept)
        assert '"approve-arrest"' in kept.read_text("utf-8")
        page.get_by_role("radio", name=words["ask"]).click()
        page.wait_for_url(lambda url: "view=ask" in url)
        tile = page.get_by_role("button", name=words["beijing"])
        tile.click()
        page.wait_for_url(lambda url: "province=CN-11" in url)
        no_wider_than(page, SIZES[size][0])
        whole(page, shots(f"powers-ask-{lang}-{size}"))
        assert axe(page) == []
        page.go_back()
        page.wait_for_url(lambda url: "province=CN-11" not in url)
        asked = parse_qs(urlsplit(page.url).query)
        assert asked["fails"] == ["major-difficult-complex"]
