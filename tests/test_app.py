"""The browser application, without a browser: pages run in Streamlit's test harness."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg import pipeline
from kg.errors import KgError
from kg.model import Gap

APP = Path(__file__).resolve().parent.parent / "app"
MAIN = str(APP / "main.py")
CASE = "chief-asks-again"
FAULT = f"fact.{CASE}.p.s3.fault"
CHINESE = re.compile(r"[\u3400-\u9fff]")

sys.path.insert(0, str(APP))

import casefile  # noqa: E402  the app's modules lie beside its main script
import situation  # noqa: E402
import texts  # noqa: E402
import widgets  # noqa: E402
from streamlit.testing.v1 import AppTest  # noqa: E402  after the path is set


def opened(page: str = "ask", **address: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=120)
    for key, value in address.items():
        app.query_params[key] = value
    app.switch_page(f"views/{page}.py").run()
    assert not app.exception, app.exception
    return app


def glance(app: AppTest) -> list[str]:
    """The lines of the answer at a glance: badge, kind, person and step."""
    shown = next(m.value for m in app.markdown if "badge[" in m.value)
    return unescaped(shown).splitlines()


def unescaped(markdown: str) -> str:
    return markdown.replace("\\", "").replace("\u2060", "")


def address(app: AppTest) -> dict[str, str]:
    found = dict(app.query_params)
    return {k: v[0] if isinstance(v, list) else v for k, v in found.items()}


# --- the ask page ------------------------------------------------------------------------------


def test_the_flagship_is_answered_at_once() -> None:
    app = opened(lang="en")
    assert unescaped(app.title[0].value) == "Who bears responsibility when a decision is altered?"
    assert [re.sub(r":\w+-badge\[|\]|\*\*", "", line) for line in glance(app)] == [
        "- ● bears Judicial responsibility — Sole procurator p · s3 change",
        "- ◐ undetermined Judicial responsibility — Sole procurator p · s1 decide",
        "- ○ does not bear Supervision responsibility — Chief procurator c · "
        "s2 request a re-examination",
    ]
    words = unescaped(" ".join(m.value for m in app.markdown))
    assert "opinions-2024/art-30" in words
    assert "改变原决定从而作出错误决定" in words
    assert "opinions-2015/art-39/sentence-3" in words
    said = " ".join(c.value for c in app.caption)
    assert "not an official interpretation" in said
    assert pipeline.open_graph().receipt["graph"][:12] in said


def test_a_changed_fact_flips_the_outcome_and_says_so() -> None:
    app = opened(lang="en")
    app.selectbox(FAULT).set_value("none").run()
    flipped = next(line for line in glance(app) if "s3 change" in line)
    assert "○ does not bear" in flipped
    assert "⇄ changed from the original: bears" in flipped
    assert "bears → does not bear" in unescaped(app.toast[0].value)
    assert any("Was: gross negligence" in unescaped(c.value) for c in app.caption)
    app.button("reset").click().run()
    assert "● bears" in glance(app)[0]
    assert not any("changed from" in line for line in glance(app))


def test_unknown_never_becomes_no() -> None:
    app = opened(lang="en")
    app.selectbox(FAULT).set_value("unknown").run()
    line = next(line for line in glance(app) if "s3 change" in line)
    assert "◐ undetermined" in line
    assert any("It turns on" in m.value and "p at s3" in m.value for m in app.markdown)


def test_the_state_is_in_the_address_and_back() -> None:
    app = opened(lang="en")
    assert address(app) == {"case": CASE, "lang": "en"}
    app.selectbox(FAULT).set_value("none").run()
    app.selectbox(f"fact.{CASE}.when").set_value("2018").run()
    wanted = {"case": CASE, "lang": "en", "p.s3.fault": "none", "when": "2018"}
    assert address(app) == wanted
    again = opened(**wanted)
    assert glance(again) == glance(app)
    assert again.selectbox(FAULT).value == "none"
    assert address(again) == wanted
    again.selectbox(FAULT).set_value("gross-negligence").run()
    assert address(again) == {"case": CASE, "lang": "en", "when": "2018"}


def test_an_address_that_does_not_fit_is_told_and_ignored() -> None:
    app = opened(lang="en", case=CASE, **{"p.s3.fault": "evil", "s9.result": "wrong"})
    assert "p.s3.fault, s9.result" in app.warning[0].value.replace("\\", "")
    assert app.selectbox(FAULT).value == "gross-negligence"
    assert address(app) == {"case": CASE, "lang": "en"}
    other = opened(lang="en", case="*no* <b>such</b>")
    assert "There is no situation" in other.warning[0].value
    assert "<b>" not in other.warning[0].value.replace("\\<", "")


def test_the_older_text_governs_older_conduct() -> None:
    app = opened(lang="en", case=CASE, when="2018", assessed_on="2019-01-01")
    words = " ".join(m.value for m in app.markdown)
    assert "All steps: **Opinions on Improving" in words
    assert ":gray-badge[joint]" in next(line for line in glance(app) if "s3 change" in line)
    nobody = opened(lang="en", case=CASE, when="2014", assessed_on="2015-01-01")
    assert any("no text in the graph" in m.value for m in nobody.markdown)


@pytest.mark.parametrize("case", sorted(pipeline.packaged_case_data()))
def test_every_packaged_case_shows_in_both_languages(case: str) -> None:
    app = opened(case=case)
    assert not app.error
    app.segmented_control("lang").set_value("en").run()
    assert not app.exception
    assert not app.error
    assert address(app) == {"case": case, "lang": "en"}


def test_no_chinese_interface_words_in_english() -> None:
    for app in (opened(lang="en"), opened("query", lang="en", view="form")):
        labels = [
            w.label
            for kind in ("selectbox", "button", "text_area", "expander", "date_input", "toggle")
            for w in getattr(app, kind)
        ]
        said = [e.value for kind in ("title", "header", "subheader") for e in getattr(app, kind)]
        said += [c.value for c in app.caption if not c.value.startswith("Matter")]
        # what is Chinese in an answer stands in quotation marks or in a quotation block
        plain = [
            re.sub(r'"[^"]*"', "", line.replace("\\", ""))
            for m in app.markdown
            for line in m.value.splitlines()
            if not line.startswith(">")
        ]
        assert labels
        assert [w for w in (*labels, *said, *plain) if CHINESE.search(w)] == []


def test_every_word_of_the_interface_is_in_both_languages() -> None:
    for key, words in texts.TEXTS.items():
        assert set(words) == {"zh", "en"}, key
        assert set(re.findall(r"{(\w+)}", words["zh"])) == set(
            re.findall(r"{(\w+)}", words["en"])
        ), key
        assert words["en"], key
        if key != "zh":
            assert not CHINESE.search(words["en"]), key
    source = "".join(p.read_text("utf-8") for p in APP.rglob("*.py"))
    used = set(re.findall(r'"(\w[\w-]*)"', source)) | {
        k for k in texts.TEXTS if k.startswith(("field_", "group_", "mark_", "province_"))
    }
    assert set(texts.TEXTS) <= used


# --- the SPARQL page ---------------------------------------------------------------------------


def run_query(query: str, lang: str = "en") -> AppTest:
    app = opened("query", lang=lang, view="form")
    app.text_area("sparql.text").set_value(query)
    app.button("sparql.run").click().run()
    assert not app.exception
    return app


def test_an_example_of_the_catalogue_runs() -> None:
    questions = pipeline.questions()
    ident, question = next((k, q) for k, q in sorted(questions.items()) if q.rows)
    app = opened("query", lang="en", view="form")
    app.selectbox("sparql.example").set_value(ident).run()
    assert app.text_area("sparql.text").value == question.sparql
    app.button("sparql.run").click().run()
    assert len(app.dataframe[0].value) == question.rows
    assert list(app.dataframe[0].value.columns)
    app.toggle("sparql.plain").set_value(True).run()
    assert len(app.table[0].value) == min(question.rows, 200)


def test_query_in_the_address_runs_when_opened() -> None:
    query = "SELECT ?s WHERE { ?s a jr:Source } ORDER BY ?s"
    app = opened(lang="en")
    app.query_params["q"] = query
    app.query_params["view"] = "form"
    app.switch_page("views/query.py").run()
    assert app.text_area("sparql.text").value == query
    assert address(app) == {"lang": "en", "view": "form", "q": query}
    assert app.dataframe[0].value["s"].str.startswith("id:").all()
    app.switch_page("views/ask.py").run()
    app.query_params["view"] = "form"
    app.switch_page("views/query.py").run()
    assert app.text_area("sparql.text").value == query


def test_a_long_query_stays_out_of_the_address() -> None:
    app = run_query("SELECT * { jr:nothing ?p ?o } #" + "x" * 2000)
    assert address(app) == {"lang": "en", "view": "form"}
    assert any("too long for the address" in c.value for c in app.caption)


def test_ask_construct_and_nothing_found() -> None:
    assert any("No (false)" in m.value for m in run_query("ASK { jr:nothing ?p ?o }").markdown)
    assert "0 rows" in run_query("SELECT * { jr:nothing ?p ?o }").info[0].value
    graph = run_query("CONSTRUCT { ?s a jr:Source } WHERE { ?s a jr:Source }")
    assert not graph.error
    assert any("opinions-2024" in c.value for c in graph.code)


def test_a_syntax_error_says_where() -> None:
    app = run_query("SELECT * WHERE {\n  ?s ?p }")
    assert re.search(r"2\D+\d+", app.error[0].value)
    assert "The query did not run" in app.error[0].value
    chinese = run_query("SELECT * WHERE {\n  ?s ?p }", lang="zh")
    assert "查询没有运行" in chinese.error[0].value


@pytest.mark.parametrize(
    "query", ["DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://x> {} }"]
)
def test_updates_and_other_servers_are_refused(query: str) -> None:
    app = run_query(query)
    assert len(app.error) == 1
    assert not app.dataframe


def test_csv_is_no_formula() -> None:
    from_file = ast.parse((APP / "views" / "query.py").read_text("utf-8"))
    wanted = [n for n in from_file.body if getattr(n, "name", "") == "as_csv"]
    scope: dict[str, object] = {}
    head = "import csv, io, re\nfrom typing import Any\n_FORMULA = re.compile(r'[=+\\-@\\t\\r]')\n"
    exec(head + ast.unparse(ast.Module(wanted, [])), scope)  # the page itself runs on import
    rows = [{"a": "=1+1", "b": "检察官"}, {"a": "@x"}]
    out = scope["as_csv"](SimpleNamespace(variables=["a", "b"], rows=rows))  # type: ignore[operator]
    assert out == "\ufeffa,b\r\n'=1+1,检察官\r\n'@x,\r\n".encode()


# --- facts and the case file -------------------------------------------------------------------


def every_change() -> Iterator[tuple[str, str, str]]:
    for case, data in pipeline.packaged_case_data().items():
        for control in situation.controls(data):
            for value in control.choices:
                if value != control.value:
                    yield case, control.key, value


def test_every_single_change_of_every_case_is_a_valid_case_file() -> None:
    seen = 0
    cases = pipeline.packaged_case_data()
    for case, key, value in every_change():
        known = situation.controls(cases[case])
        changed = casefile.apply(cases[case], known, {key: value})
        assert changed != cases[case], (case, key, value)
        try:
            pipeline.case_from_data(changed)
        except KgError as error:
            pytest.fail(f"{case} {key}={value}: {error}")
        seen += 1
    assert seen > 20 * len(cases)


def test_facts_are_applied_as_said() -> None:
    cases = pipeline.packaged_case_data()
    data = cases[CASE]
    known = situation.controls(data, [Gap("s2", "", "result")])
    assert casefile.apply(data, known, {}) == data
    changed = casefile.apply(data, known, {"s3.consequence": "unknown", "s2.result": "defect"})
    assert {"about": "s3", "result": "wrong"} in changed["findings"]
    assert {"about": "s2", "result": "defect"} in changed["findings"]
    shifted = casefile.apply(data, known, {"when": "2018"})
    assert [s["on"] for s in shifted["steps"]] == ["2018-09-01", "2018-09-03", "2018-09-05"]
    assert shifted["assessed_on"] == data["assessed_on"]


def test_an_objection_comes_and_goes_with_its_rejection() -> None:
    cases = pipeline.packaged_case_data()
    data = cases["execute-after-objection"]
    known = situation.controls(data)
    without = casefile.apply(data, known, {"s4.objection": "no"})
    assert [s["act"] for s in without["steps"]] == ["decide", "execute"]
    data = cases["execute-without-objection"]
    known = situation.controls(data)
    with_one = casefile.apply(data, known, {"s2.objection": "yes"})
    assert [s["act"] for s in with_one["steps"]] == ["decide", "object", "execute"]


# --- what the app may and may not do -----------------------------------------------------------


def test_the_app_imports_only_the_pipeline_the_model_and_the_errors() -> None:
    found = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kg":
                whole = node.module != "kg"
                found.update([str(node.module)] if whole else [f"kg.{a.name}" for a in node.names])
            elif isinstance(node, ast.Import):
                found.update(a.name for a in node.names if a.name.split(".")[0] == "kg")
    assert found <= {"kg.pipeline", "kg.model", "kg.errors"}
    assert "kg.pipeline" in found


def test_data_is_never_read_as_markdown_or_html() -> None:
    nasty = "<img src=x onerror=y> **b** [l](http://x) :red[z] :smile: $x$ -> `c` # h\n- i www.x.cn"
    shown = widgets.plain(nasty)
    assert not re.search(r"(?<!\\)[<>*\[\]()`$#_]", shown)
    assert "\n" not in shown
    assert ":smile:" not in shown.replace("\\", "")
    assert "www.x" not in shown.replace("\\", "")
    assert shown.replace("\\", "").replace("\u2060", "") == " ".join(nasty.split())
    for path in APP.rglob("*.py"):
        assert "unsafe_allow_html" not in path.read_text("utf-8"), path
