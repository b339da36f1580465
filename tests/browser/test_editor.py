"""The SPARQL editor in a real browser, alone at /yasgui/ and in its page: nothing from outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect
from test_journeys import SIZES, Watched, no_wider_than, watched, whole

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {"run": "运行", "failed": "查询没有运行", "cut": "结果不完整", "rows": "行，用时",
           "other": "English", "form": "普通表单", "table": "表格", "frame": "SPARQL 查询编辑器"},
    "en": {"run": "Run", "failed": "The query did not run", "cut": "The result is incomplete",
           "rows": "Rows: ", "other": "中文", "form": "Plain form", "table": "Table",
           "frame": "SPARQL editor"},
}  # fmt: skip
HOSTILE = """SELECT * WHERE {
  BIND("<img src=x onerror=alert(1)>" AS ?a) BIND("<script>alert(2)</script>" AS ?b)
  BIND(IRI("javascript:alert(3)") AS ?c) BIND("{{a}} **b** \\u202Eabc" AS ?d)
  BIND("=1+1" AS ?e) }"""


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("body[data-ready]").wait_for()


def write(page: Page | Frame, query: str) -> None:
    """Put a query into the editor, the cursor at its end."""
    page.evaluate(
        """q => { const e = document.querySelector('.CodeMirror').CodeMirror;
        e.setValue(q); e.focus(); e.setCursor(e.lineCount(), 0); }""",
        query,
    )


def written(page: Page | Frame) -> str:
    return str(page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def run(page: Page, query: str) -> None:
    write(page, query)
    page.locator("#run").click()
    page.locator("body[aria-busy=false]").wait_for()


def refused(seen: Watched) -> None:
    """Take back what the browser logs of a refused query; anything else stays a complaint."""
    seen.complaints[:] = [c for c in seen.complaints if not c.startswith("Failed to load resource")]


@pytest.mark.parametrize(
    ("lang", "size", "scheme"),
    [("zh", "desk", "light"), ("en", "desk", "dark"), ("zh", "phone", "dark"),
     ("en", "phone", "light")],
)  # fmt: skip
def test_an_example_runs_and_its_results_lead_on(
    browser: Browser,
    server: str,
    shots: Callable[[str], str],
    axe: Callable[..., list[str]],
    lang: str,
    size: str,
    scheme: str,
) -> None:
    words = WORDS[lang]
    with watched(browser, size, scheme) as seen:
        page = seen.page
        opened(page, f"{server}/yasgui/?lang={lang}")
        page.locator("#example").select_option("who-may")
        expect(page.locator("#state")).to_contain_text(words["rows"])
        assert 'VALUES ?verb { "decide" }' in written(page)
        page.locator("#parameter-verb").select_option("review")
        expect(page.locator(".yasr tbody tr").first).to_be_visible()
        expect(page.locator("#query .CodeMirror-code")).to_contain_text('{ "review" }')
        expect(page.locator("#run")).to_be_enabled()
        expect(page.locator(".select_table")).to_contain_text(words["table"])
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
        page.screenshot(path=shots(f"editor-{lang}-{size}-{scheme}"))
        run(page, "SELECT ?s WHERE { ?s a jr:Source } ORDER BY ?s")
        link = page.get_by_role("link", name="id:opinions-2024")
        expect(link).to_have_attribute("href", f"/page/id/opinions-2024?lang={lang}")
        with page.expect_popup() as other:
            link.click()
        heading = other.value.get_by_role("heading", level=1)
        expect(heading).to_contain_text({"zh": "若干意见", "en": "Opinions"}[lang])
        assert axe(other.value) == []
        other.value.screenshot(path=shots(f"linked-{lang}-{size}-{scheme}"), full_page=True)
        kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert "SELECT" not in kept and "opinions" not in kept  # widths of columns, at most
        assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    ("before", "typed", "taken"),
    [
        ("SELECT * WHERE {\n  ?s a ", "检察委员会", "jr:ProcuratorialCommittee"),
        ("SELECT * WHERE {\n  ?s a ", "committee", "jr:ProcuratorialCommittee"),
        ("SELECT * WHERE {\n  ?s a jr:Duty ; ", "jr:restsO", "jr:restsOn"),
        ("SELECT * WHERE {\n  ?s a jr:Duty ; ", "依据", "jr:restsOn"),
        ("SELECT * WHERE {\n  ?s jr:addresses ", "检察长", "concept:office\\/chief-procurator"),
    ],
)
def test_completion_knows_names_and_labels(
    browser: Browser, server: str, before: str, typed: str, taken: str
) -> None:
    with watched(browser, "desk") as seen:
        page = seen.page
        opened(page, f"{server}/yasgui/?lang=zh")
        write(page, before)
        page.keyboard.type(typed, delay=10)
        hint = page.locator(".CodeMirror-hint").first
        expect(hint.locator(".name")).to_have_text(taken)
        hint.click()
        expect(page.locator(".CodeMirror-hint")).to_have_count(0)
        text = written(page)
        prefix = taken.partition(":")[0]
        assert f"PREFIX {prefix}: <https://w3id.org/judicial-responsibility/" in text
        assert text.rstrip().endswith(taken)


def test_what_did_not_run_never_looks_like_an_answer(browser: Browser, server: str) -> None:
    words = WORDS["en"]
    with watched(browser, "desk") as seen:
        page = seen.page
        opened(page, f"{server}/yasgui/?lang=en")
        rows = page.locator(".yasr tbody tr")
        run(page, "SELECT ?s WHERE { ?s a jr:Source }")
        expect(rows).not_to_have_count(0)
        for query in ("SELECT * WHERE { ?s ?p }", "DELETE WHERE { ?s ?p ?o }"):
            run(page, query)
            expect(page.locator(".errorResult")).to_contain_text(words["failed"])
            expect(rows).to_have_count(0)
        problem = {
            "where": "SPARQL",
            "what": {"zh": "超时", "en": "It took longer than 10 seconds."},
            "do": {"zh": "请限制。", "en": "Add a LIMIT."},
        }
        page.route(
            "**/sparql",
            lambda route: route.fulfill(status=503, body=json.dumps({"errors": [problem]})),
        )
        run(page, "SELECT * WHERE { ?s ?p ?o }")
        expect(page.locator(".errorResult")).to_contain_text("It took longer than 10 seconds.")
        page.unroute("**/sparql")
        run(page, "SELECT ?a WHERE { ?a ?b ?c }")
        expect(page.locator("#notice")).to_contain_text(words["cut"])
        run(page, "SELECT ?a WHERE { jr:nothing ?b ?a }")
        expect(page.locator("#notice")).to_contain_text("not “no”")
        refused(seen)


def test_hostile_values_do_nothing(browser: Browser, server: str, tmp_path: Path) -> None:
    with watched(browser, "desk") as seen:
        page = seen.page
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        opened(page, f"{server}/yasgui/?lang=en")
        run(page, HOSTILE)
        cells = page.locator(".yasr tbody td")
        expect(cells.nth(1)).to_have_text("<img src=x onerror=alert(1)>")
        expect(cells.nth(2)).to_have_text("<script>alert(2)</script>")
        expect(cells.nth(4)).to_contain_text("{{a}} **b**")
        assert page.locator(".yasr td img, .yasr td script").count() == 0
        assert page.locator(".yasr td a[href^='javascript']").count() == 0
        page.locator(".tableFilter").fill("img")
        page.locator(".tableFilter").press("End")
        expect(cells.nth(1)).to_have_text("<img src=x onerror=alert(1)>")
        with page.expect_download() as got:
            page.locator(".yasr_downloadIcon").click()
        got.value.save_as(tmp_path / "result.csv")
        text = (tmp_path / "result.csv").read_text("utf-8-sig")
        assert "'=1+1" in text  # no spreadsheet takes it for a formula


@pytest.mark.parametrize(("lang", "size"), [("zh", "desk"), ("en", "phone")])
def test_the_editor_in_its_page(
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
        page.goto(f"{server}/query?lang={lang}")
        editor = page.frame_locator(f"iframe[title='{words['frame']}']")
        editor.locator("body[data-ready]").wait_for()
        editor.locator("#example").select_option("sources")
        expect(editor.locator("#state")).to_contain_text(words["rows"])
        page.wait_for_url(lambda url: "q=" in url)
        no_wider_than(page, SIZES[size][0])
        whole(page, shots(f"query-{lang}-{size}"))
        frame = next(f for f in page.frames if "/yasgui/" in f.url)
        assert axe(frame) == []
        below = page.get_by_test_id("stCaptionContainer").last.bounding_box()
        box = page.locator(f"iframe[title='{words['frame']}']").bounding_box()
        assert (
            below and box and below["y"] >= box["y"] + box["height"]
        )  # the footer stands under it
        before = written(frame)
        page.get_by_role("radio", name=words["other"]).last.click()
        other = {"zh": "en", "en": "zh"}[lang]
        editor = page.frame_locator(f"iframe[title='{WORDS[other]['frame']}']")
        expect(editor.locator("#state")).to_contain_text(WORDS[other]["rows"])
        frame = next(f for f in page.frames if f"lang={other}" in f.url and "/yasgui/" in f.url)
        assert written(frame) == before
        asked = parse_qs(urlsplit(page.url).query)
        assert asked["q"] == [before]
        page.get_by_role("radio", name=WORDS[other]["form"]).click()
        expect(page.get_by_role("button", name=WORDS[other]["run"], exact=True)).to_be_visible()
        page.wait_for_url(lambda url: "view=form" in url)
