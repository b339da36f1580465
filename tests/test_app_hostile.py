"""Labels that mean harm: a build of a damaged content copy opens on every page without effect."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from kg.yaml12 import parse

ROOT = Path(__file__).resolve().parents[1]
NASTY = (
    "<script>document.title='owned'</script><img src=x onerror=alert(1)> **bold** `code` "
    "[link](javascript:alert(1)) :red[red] :smile: $x^2$ | cell | # head \u202eabc\u202c "
)
ZH, EN = NASTY + "长" * 10_000, NASTY + "word " * 2_000
# What Markdown or a browser would act on, when no backslash or joiner stands before it.
LIVE = re.compile(r"(?<!\\)(<script|<img|\*\*bold|`code|\]\(javascript|:red\[|\$x\^)")
# Runs in a process of its own, for the content is read once: prints what Markdown is given.
RUN = """
import json, sys
sys.path.insert(0, sys.argv[1])
from streamlit.testing.v1 import AppTest
import pages
told = []
def words(message):
    found = []
    for field, value in message.ListFields():
        one = isinstance(value, (str, bytes)) or not hasattr(value, "__iter__")
        values = [value] if one else value
        for v in values:
            if isinstance(v, str): found.append([field.name, v])
            elif hasattr(v, "ListFields"): found += words(v)
    return found
def walk(block):
    for child in block.children.values():
        proto = getattr(child, "proto", None)
        kind = getattr(child, "type", "")
        if hasattr(proto, "ListFields"):
            yield kind, words(proto), bool(getattr(proto, "allow_html", False))
        if hasattr(child, "children"):
            yield from walk(child)
STATES = json.loads(sys.argv[2])
for page in pages.PAGES:
    for state in [{}, *STATES.get(page, [])]:
        for lang in ("zh", "en") if not state else ("en",):
            app = AppTest.from_file(sys.argv[1] + "/main.py", default_timeout=120)
            for key, value in {**state, "lang": lang}.items():
                app.query_params[key] = value
            app.switch_page(f"views/{page}.py").run()
            told.append({"page": page, "state": state, "lang": lang,
                         "exception": [e.value for e in app.exception],
                         "shown": [list(x) for x in walk(app._tree)]})
print(json.dumps(told))
"""
STATES = {
    "questions": [
        {"q": "open-questions", "view": "plain"},
        {"q": "norm-counts", "view": "chart"},
        {"q": "mechanisms", "view": "read"},
        {"search": "script"},
    ],
    "about": [{"part": p} for p in ("coverage", "sources", "open")],
}
# Fields in which the front end reads Markdown.
MARKDOWN = {"body", "label", "help", "title", "value"}
NOT_MARKDOWN = {
    "code",
    "text_area",
    "text_input",
    "selectbox",
    "iframe",
    "html",
    "arrow_data_frame",
}


def damage(content: Path) -> None:
    """Put the hostile words into a label of every kind."""

    def change(name: str, edit: Any) -> None:
        path = content / name
        data = parse(path.read_text("utf-8"), name).data
        edit(data)
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")  # is YAML too

    both = {"zh": ZH, "en": EN}
    short = {"zh": ZH[:1900], "en": EN[:1900]}  # a case's title may be no longer

    def question(data: Any) -> None:
        data[0]["question"] = dict(both)
        data[0]["readings"][0] = dict(both)

    def mechanism(data: Any) -> None:
        found = data if isinstance(data, list) else data["mechanisms"]
        found[0]["label"] = dict(both)

    change("data/open-questions.yaml", question)
    change("data/cases/chief-asks-again.yaml", lambda d: d.update(title=short))
    change("data/CN/opinions-2024/2024-07-04/version.yaml", lambda d: d.update(title=dict(both)))
    change("data/mechanisms/national.yaml", mechanism)
    path = content / "kg" / "queries" / "open-questions.rq"
    lines = path.read_text("utf-8").splitlines()
    at = lines.index("#+ question:")
    lines[at + 1 : at + 3] = [f"#+   zh: {json.dumps(ZH)}", f"#+   en: {json.dumps(EN)}"]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_hostile_labels_do_nothing_on_any_page(content: Path, tmp_path: Path) -> None:
    damage(content)
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(ROOT / "app"), json.dumps(STATES)],
        env={**os.environ, "KG_CONTENT": str(content), "KG_OUT": str(tmp_path / "out"),
             "PYTHONPATH": str(ROOT)},
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    told = json.loads(done.stdout)
    assert {t["page"] for t in told} >= {"home", "ask", "questions", "query", "about"}
    seen = 0
    for view in told:
        where = (view["page"], view["state"], view["lang"])
        assert view["exception"] == [], where
        for kind, words, html in view["shown"]:
            assert not html, (where, kind)
            for name, text in words:
                if "script" not in text or kind in NOT_MARKDOWN or name not in MARKDOWN:
                    continue
                seen += 1
                assert not LIVE.search(text), (where, kind, name, text[:300])
    assert seen > 20, "the hostile words were not shown at all"
