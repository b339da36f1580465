"""A researcher's journey: find a question, choose a value, read, export, see the SPARQL; About."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_journeys import watched, whole

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {"search": "找问题", "value": "事项＝批准逮捕", "tiles": "各地",
           "unknown": "？未知", "behind": "背后的 SPARQL", "open": "在 SPARQL 页打开",
           "csv": "CSV", "notice": "不是官方解释", "coverage": "收录台账", "missing": "缺失的文本"},
    "en": {"search": "Find a question", "value": "matter = approval of arrest",
           "tiles": "provinces", "unknown": "? unknown", "behind": "The SPARQL behind it",
           "open": "Open in the SPARQL page", "csv": "CSV",
           "notice": "No official interpretation", "coverage": "Coverage",
           "missing": "Missing texts"},
}  # fmt: skip


@pytest.mark.parametrize(("lang", "size"), [("zh", "desk"), ("en", "phone")])
def test_a_question_is_found_answered_and_taken_away(
    browser: Browser, server: str, shots: Callable[[str], str], tmp_path: Path, lang: str, size: str
) -> None:
    words = WORDS[lang]
    with watched(browser, size) as seen:
        page = seen.page
        page.goto(f"{server}/questions?lang={lang}")
        field = page.get_by_role("textbox", name=words["search"])
        field.fill("逮捕")
        field.press("Enter")
        page.get_by_role("link", name=words["value"]).click()
        page.wait_for_url("**approve-arrest**")
        expect(page.get_by_text("list-CN-41-2016/004").first).to_be_visible()
        asked = parse_qs(urlsplit(page.url).query)
        assert asked["q"] == ["lists-on-matter"]
        assert asked["p.matter"] == ["approve-arrest"]
        page.screenshot(path=shots(f"questions-{lang}-{size}"), full_page=True)
        with page.expect_download() as download:
            page.get_by_role("button", name=words["csv"], exact=True).click()
        kept = tmp_path / "answer.csv"
        download.value.save_as(kept)
        assert "list-CN-41-2016/004" in kept.read_text("utf-8-sig")
        page.get_by_text(words["behind"]).click()
        page.get_by_role("link", name=words["open"]).click()
        page.wait_for_url(lambda url: "/query?" in url and "approve-arrest" in url)
        assert 'VALUES ?matter { "approve-arrest" }' in parse_qs(urlsplit(page.url).query)["q"][0]
        page.go_back()
        expect(page.get_by_text("list-CN-41-2016/004").first).to_be_visible()
        page.goto(f"{server}/questions?lang={lang}&q=lists-matrix&view=tiles")
        expect(page.get_by_role("radio", name=words["unknown"]).first).to_be_visible()
        whole(page, shots(f"questions-tiles-{lang}-{size}"))


@pytest.mark.parametrize(("lang", "size"), [("en", "desk"), ("zh", "phone")])
def test_about_tells_what_it_is_and_is_not(
    browser: Browser, server: str, shots: Callable[[str], str], lang: str, size: str
) -> None:
    words = WORDS[lang]
    with watched(browser, size, "dark") as seen:
        page = seen.page
        page.goto(f"{server}/about?lang={lang}")
        expect(page.get_by_role("heading", name=words["notice"])).to_be_visible()
        page.get_by_text(words["coverage"], exact=True).click()
        expect(page.get_by_role("heading", name=words["missing"])).to_be_visible()
        page.wait_for_url("**part=coverage**")
        whole(page, shots(f"about-{lang}-{size}"))
