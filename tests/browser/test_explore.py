"""Exploring and reading in a real browser: drawn, walked with the keyboard, linked, read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from test_journeys import SIZES, no_wider_than, watched, whole

pytestmark = pytest.mark.browser

NODE = "id/opinions-2024/art-30"
WORDS = {
    "zh": {
        "list": "清单：图中的 19 个节点", "rests": "依据 · 9", "centre": "以它为中心",
        "whole": "整个图谱", "two": "两步", "facts": "从中得出的事实（2）", "next": "下一条",
        "beside": "2015 与 2024 对照", "dropped": "删除", "none": "新文本没有对应。",
    },
    "en": {
        "list": "List: the 19 nodes drawn", "rests": "Rests on · 9",
        "centre": "Make it the centre", "whole": "The whole graph", "two": "two",
        "facts": "Facts taken from it (2)", "next": "Next", "beside": "2015 beside 2024",
        "dropped": "Dropped", "none": "Nothing in the newer text.",
    },
}  # fmt: skip


def drawn(page: Page, count: int) -> None:
    expect(page.locator(f".kg[data-drawn='{count}']")).to_be_visible()


@pytest.mark.parametrize(("lang", "size"), [("zh", "desk"), ("en", "phone")])
def test_explore(
    browser: Browser,
    server: str,
    shots: Callable[[str], str],
    axe: Callable[..., list[str]],
    lang: str,
    size: str,
) -> None:
    words = WORDS[lang]
    with watched(browser, size, "light" if lang == "zh" else "dark") as seen:
        page = seen.page
        page.goto(f"{server}/explore?lang={lang}")
        expect(page.locator(".kg[data-drawn]")).to_be_visible()
        whole(page, shots(f"explore-whole-{lang}-{size}"))
        page.goto(f"{server}/explore?node={NODE}&lang={lang}")
        drawn(page, 19)
        assert axe(page) == []
        no_wider_than(page, SIZES[size][0])
        whole(page, shots(f"explore-{lang}-{size}"))
        # the keyboard alone: walk to a node, choose it; the drawing stays as it is
        stage = page.locator(".kg-stage")
        stage.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".kg-status")).not_to_be_empty()
        page.locator(".kg").evaluate("e => { e.dataset.kept = 'yes' }")
        page.keyboard.press("Enter")
        beside = page.locator(".st-key-explore-beside")
        expect(beside.locator("h4")).to_be_visible()
        expect(page.locator(".kg")).to_have_attribute("data-kept", "yes")
        page.screenshot(path=shots(f"explore-chosen-{lang}-{size}"))
        # the same as a list, opened when it is asked for
        page.get_by_text(words["list"]).click()
        expect(
            page.get_by_test_id("stPageLink").filter(has_text="opinions-2024")
        ).not_to_have_count(0)
        # the chosen node becomes the centre, the address follows, and the way back stands there
        beside.get_by_text(words["centre"]).click()
        page.wait_for_url(lambda url: "opinions-2024%2Fart-30" not in url and "node=" in url)
        trail = page.locator(".st-key-explore-trail")
        expect(trail).to_contain_text("opinions-2024")
        page.go_back()
        page.wait_for_url(lambda url: "art-30" in url)
        drawn(page, 19)
        page.get_by_role("radio", name=words["two"], exact=True).click()
        page.wait_for_url(lambda url: "hops=2" in url)
        page.reload()
        expect(page.get_by_role("radio", name=words["two"], exact=True)).to_be_checked()
        asked = [u for u in seen.requests if "/static/graph/neighbourhood.js" in u]
        assert asked and all("?v=" in u for u in asked)


@pytest.mark.parametrize(("lang", "size"), [("en", "desk"), ("zh", "phone")])
def test_read(
    browser: Browser,
    server: str,
    shots: Callable[[str], str],
    axe: Callable[..., list[str]],
    lang: str,
    size: str,
) -> None:
    words = WORDS[lang]
    with watched(browser, size, "dark" if lang == "zh" else "light") as seen:
        page = seen.page
        page.goto(f"{server}/read?provision=opinions-2024/art-30&lang={lang}")
        expect(page.get_by_text(words["facts"])).to_be_visible()
        expect(page.locator(".st-key-read-words")).to_contain_text("承担监督管理责任")
        assert axe(page) == []
        no_wider_than(page, SIZES[size][0])
        whole(page, shots(f"read-{lang}-{size}"))
        page.get_by_test_id("stPageLink").filter(has_text=words["next"]).click()
        page.wait_for_url(lambda url: "art-31" in url)
        page.get_by_test_id("stPageLink").filter(has_text=words["beside"]).click()
        page.wait_for_url(lambda url: "view=beside" in url)
        page.get_by_role("button", name=words["dropped"]).click()
        page.wait_for_url(lambda url: "change=dropped" in url)
        expect(page.get_by_text(words["none"]).first).to_be_visible()
        no_wider_than(page, SIZES[size][0])
        whole(page, shots(f"read-beside-{lang}-{size}"))
