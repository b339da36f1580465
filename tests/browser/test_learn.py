"""A trainee: case, flip, provision, exercise; a case of one's own, built and sent as an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_journeys import SIZES, no_wider_than, watched, whole

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {
        "undo": "退回一步", "flip": "与原案不同", "bears": "承担", "not": "不承担",
        "unknown": "不能确定", "compare": "与推算比较", "agree": "3 项中 2 项一致",
        "build": "逐步编写或者修改案件", "blank": "从头编写一个案件", "acts": "行为",
        "print": "回答（可打印网页）", "story": "2024年改了什么",
        "words": "新旧原文", "why": "检察长 c", "failed": "要求：",
    },
    "en": {
        "undo": "Undo", "flip": "changed from the original", "bears": "bears",
        "not": "does not bear", "unknown": "undetermined", "compare": "Compare with the engine",
        "agree": "2 of 3 agree", "build": "Build or change the case step by step",
        "blank": "Begin a case of your own", "acts": "Acts",
        "print": "Answer (page to print)", "story": "What changed in 2024",
        "words": "The words, old and new", "why": "Chief procurator c", "failed": "asked for:",
    },
}  # fmt: skip
BOTH = [("zh", "phone"), ("en", "desk")]


def settled(page: Page) -> None:
    """Wait until the page's script has run to its end."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


@pytest.mark.parametrize(("lang", "size"), BOTH)
def test_trainee(
    browser: Browser,
    server: str,
    shots: Callable[[str], str],
    axe: Callable[..., list[str]],
    lang: str,
    size: str,
) -> None:
    words = WORDS[lang]
    with watched(browser, size) as seen:
        page = seen.page
        page.goto(f"{server}/ask?lang={lang}")
        verdict = page.locator(".st-key-verdict")
        page.locator("[class*='st-key-flip-does-not-bear-0']").get_by_role("button").first.click()
        expect(verdict).to_contain_text(words["flip"])
        page.get_by_role("button", name=words["undo"]).click()
        expect(verdict).not_to_contain_text(words["flip"])
        settled(page)
        why = page.locator(".st-key-whynot-c")
        why.locator("summary").click()
        expect(why).to_contain_text(words["failed"])
        expect(why).to_contain_text("opinions-2024/art-30")
        settled(page)
        assert axe(page) == []
        page.goto(f"{server}/learn?lang={lang}")
        decisions = page.locator("[class*='st-key-learn-q-']")
        expect(decisions).to_have_count(3)
        for index, choice in enumerate(("bears", "not", "bears")):
            option = decisions.nth(index).get_by_role("radio", name=words[choice], exact=True)
            option.click()
            expect(option).to_be_checked()
            settled(page)
        page.get_by_role("button", name=words["compare"]).click()
        expect(page.get_by_text(words["agree"])).to_be_visible()
        page.wait_for_url(lambda url: "a=bnb" in url and "shown=yes" in url)
        settled(page)
        no_wider_than(page, SIZES[size][0])
        assert axe(page) == []
        whole(page, shots(f"learn-{lang}-{size}"))
        page.get_by_role("radio", name=words["story"]).click()
        opened = page.locator("[class*='st-key-row-story-']").first
        settled(page)
        opened.locator("summary").click()
        expect(opened.locator("blockquote").first).to_be_visible()
        settled(page)
        assert axe(page) == []
        page.go_back()
        expect(page.get_by_text(words["agree"])).to_be_visible()


@pytest.mark.parametrize(("lang", "size"), BOTH)
def test_a_case_of_ones_own(
    browser: Browser,
    server: str,
    shots: Callable[[str], str],
    axe: Callable[..., list[str]],
    tmp_path: Path,
    lang: str,
    size: str,
) -> None:
    words = WORDS[lang]
    with watched(browser, size) as seen:
        page = seen.page
        page.goto(f"{server}/ask?lang={lang}")
        page.get_by_text(words["build"]).click()
        page.get_by_role("button", name=words["blank"]).click()
        page.wait_for_url(lambda url: "case=own" in url and "file=" in url)
        settled(page)
        page.get_by_role("radio", name=words["acts"], exact=True).click()
        expect(page.locator(".st-key-build").get_by_role("combobox").nth(1)).to_be_visible()
        settled(page)
        no_wider_than(page, SIZES[size][0])
        # the parts of a date are Streamlit's own, and smaller than a finger
        assert axe(page, leave_out=("[data-testid=stDateInput]",)) == []
        page.screenshot(path=shots(f"build-{lang}-{size}"))
        address = page.url
        with page.expect_download() as got:
            page.get_by_role("button", name=words["print"]).click()
        kept = tmp_path / "answer.html"
        got.value.save_as(kept)
        assert "my-case" in kept.read_text("utf-8")
    with watched(browser, size) as other:  # somebody else opens the link
        other.page.goto(address)
        expect(other.page.locator(".st-key-chain")).to_contain_text("s1")
        expect(other.page.locator(".st-key-verdict")).to_contain_text(words["unknown"])
        assert "case=own" in other.page.url
