"""Journeys through the pages in a real browser: two languages, desk and phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

pytestmark = pytest.mark.browser

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
WORDS = {
    "zh": {
        "question": "决定被改变后，由谁承担责任？", "fault": "过错", "none": "无过错",
        "bears": "● 承担 司法责任", "not": "○ 不承担 司法责任", "flip": "与原案不同",
        "notice": "非官方解释", "side": "两份文本对照", "other": "English",
        "sparql": "用 SPARQL 查询图谱", "query": "查询", "run": "运行", "rows": "1 行",
        "failed": "查询没有运行", "lang": "zh-Hans", "answer": "回答（JSON）", "update": "更新",
    },
    "en": {
        "question": "Who bears responsibility when a decision is altered?", "fault": "Fault",
        "none": "no fault", "bears": "● bears Judicial responsibility",
        "not": "○ does not bear Judicial responsibility", "flip": "changed from the original",
        "notice": "not an official interpretation", "side": "The two texts side by side",
        "other": "中文", "sparql": "Query the graph with SPARQL", "query": "Query", "run": "Run",
        "rows": "Rows: 1", "failed": "The query did not run", "lang": "en",
        "answer": "Answer (JSON)", "update": "update",
    },
}  # fmt: skip
SECONDS = 30_000


@dataclass
class Watched:
    """A page with everything it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        # opened below "/", Streamlit first looks for its own server there and then at the root
        probe = urlsplit(str(message.location.get("url", ""))).path.endswith(
            ("/_stcore/health", "/_stcore/host-config")
        )
        if message.type == "error" and not probe:
            self.complaints.append(message.text)

    def ask(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.requests.append(request.url)


@contextmanager
def watched(browser: Browser, size: str, scheme: str = "light") -> Iterator[Watched]:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
    )
    context.set_default_timeout(SECONDS)
    expect.set_options(timeout=SECONDS)
    seen = Watched(context.new_page())
    seen.page.on("request", seen.ask)
    seen.page.on("console", seen.hear)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    yield seen
    hosts = {urlsplit(url).hostname for url in seen.requests}
    context.close()
    assert hosts == {"127.0.0.1"}
    assert seen.complaints == []


def whole(page: Page, path: str) -> None:
    """Take a screenshot of the whole page, which Streamlit scrolls inside its own frame."""
    size = page.viewport_size
    assert size is not None
    height = page.locator("[data-testid=stMainBlockContainer]").evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(int(height) + 80, 9000)})
    page.screenshot(path=path)
    page.set_viewport_size(size)


def choose(page: Page, step: str, label: str, option: str) -> None:
    """Choose a value of a fact with the keyboard, as the list closes when the page scrolls."""
    box = page.locator(f".st-key-step-{step}").get_by_role("combobox", name=label, exact=True)
    box.focus()
    box.press("ArrowDown")
    page.get_by_role("option", name=option, exact=True).click()


def no_wider_than(page: Page, width: int) -> None:
    wide = page.evaluate(
        "Math.max(document.documentElement.scrollWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    assert wide <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("lang", list(WORDS))
def test_ask(
    browser: Browser, server: str, shots: Callable[[str], str], lang: str, size: str, scheme: str
) -> None:
    words = WORDS[lang]
    with watched(browser, size, scheme) as seen:
        page = seen.page
        page.goto(f"{server}/ask?lang={lang}")
        verdict = page.locator(".st-key-verdict")
        expect(page.get_by_role("heading", level=1)).to_have_text(words["question"])
        expect(verdict).to_contain_text(words["bears"])
        expect(verdict).to_contain_text(words["notice"])
        expect(page.get_by_role("heading", name=words["side"])).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", words["lang"])
        no_wider_than(page, SIZES[size][0])
        whole(page, shots(f"ask-{lang}-{size}-{scheme}"))
        choose(page, "s3", words["fault"], words["none"])
        expect(verdict).to_contain_text(words["flip"])
        expect(verdict).not_to_contain_text(words["bears"])
        expect(verdict.get_by_role("listitem").filter(has_text="s3")).to_contain_text(words["not"])
        expect(page.get_by_test_id("stToast")).to_be_visible()
        page.wait_for_url(lambda url: "p.s3.fault=none" in url)
        page.screenshot(path=shots(f"ask-flipped-{lang}-{size}-{scheme}"))
        page.reload()
        expect(verdict).to_contain_text(words["flip"])
        page.go_back()
        expect(verdict).to_contain_text(words["bears"])


def test_language_keeps_the_facts(browser: Browser, server: str) -> None:
    with watched(browser, "desk") as seen:
        page = seen.page
        page.goto(f"{server}/ask?lang=zh&p.s3.fault=none")
        expect(page.locator(".st-key-verdict")).to_contain_text(WORDS["zh"]["flip"])
        page.get_by_role("radio", name=WORDS["zh"]["other"]).click()
        expect(page.locator(".st-key-verdict")).to_contain_text(WORDS["en"]["flip"])
        page.wait_for_url(lambda url: "lang=en" in url)
        asked = parse_qs(urlsplit(page.url).query)
        assert asked == {"case": ["chief-asks-again"], "lang": ["en"], "p.s3.fault": ["none"]}


def test_downloads(browser: Browser, server: str, tmp_path: Path) -> None:
    with watched(browser, "desk") as seen:
        page = seen.page
        page.goto(f"{server}/ask?lang=en")
        with page.expect_download() as got:
            page.get_by_role("button", name=WORDS["en"]["answer"]).click()
        kept = tmp_path / "answer.json"
        got.value.save_as(kept)
        assert got.value.suggested_filename == "chief-asks-again.json"
        assert '"case": "chief-asks-again"' in kept.read_text("utf-8")


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("lang", list(WORDS))
def test_sparql(
    browser: Browser, server: str, shots: Callable[[str], str], lang: str, size: str
) -> None:
    words = WORDS[lang]
    with watched(browser, size) as seen:
        page = seen.page
        page.goto(f"{server}/query?view=form&lang={lang}")
        expect(page.get_by_role("heading", level=1)).to_have_text(words["sparql"])
        area = page.get_by_role("textbox", name=words["query"])

        def ask(query: str) -> None:
            area.fill(query)
            page.get_by_role("button", name=words["run"], exact=True).click()

        ask("SELECT (COUNT(?s) AS ?n) WHERE { ?s a jr:Source }")
        expect(page.get_by_text(words["rows"], exact=True)).to_be_visible()
        expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()
        page.wait_for_url(lambda url: "q=SELECT" in url)
        no_wider_than(page, SIZES[size][0])
        whole(page, shots(f"sparql-{lang}-{size}"))
        ask("SELECT * WHERE { ?s ?p }")
        alert = page.get_by_test_id("stAlert")
        expect(alert.filter(has_text=words["failed"])).to_contain_text("1:25")
        page.screenshot(path=shots(f"sparql-error-{lang}-{size}"))
        ask("DELETE WHERE { ?s ?p ?o }")
        expect(alert.filter(has_text=words["failed"])).to_contain_text(words["update"])
