"""The page Explore, without a browser."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kg import pipeline
from kg.model import Node, Text

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
MAIN = str(APP / "main.py")
NODE = "id/opinions-2024/art-30"

sys.path.insert(0, str(APP))

import nodes  # noqa: E402  the app's modules lie beside its main script
import texts  # noqa: E402
from streamlit.testing.v1 import AppTest  # noqa: E402  after the path is set


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=120)
    for key, value in address.items():
        app.query_params[key] = value
    app.switch_page("views/explore.py").run()
    assert not app.exception, app.exception
    return app


def unescaped(markdown: str) -> str:
    return markdown.replace("\\", "").replace("\u2060", "")


def words(app: AppTest) -> str:
    shown = (*app.title, *app.markdown, *app.caption, *app.info, *app.warning)
    return unescaped("\n".join(str(x.value) for x in shown))


def address(app: AppTest) -> dict[str, str]:
    found = dict(app.query_params)
    return {k: v[0] if isinstance(v, list) else v for k, v in found.items()}


def test_a_node_is_shown_with_its_words_its_counts_and_what_is_not_drawn() -> None:
    app = opened(node=NODE, lang="en")
    assert app.title[0].value.endswith("art\\. 30")
    said = words(app)
    assert "19 nodes are drawn (with the centre) and 27 links" in said
    assert "are not drawn but listed below" in said
    assert "独任检察官、检察官办案组根据检察长" in said
    labels = [unescaped(e.label) for e in app.expander]
    assert "Rests on · 9" in labels and "Is part of · 1" in labels
    assert address(app) == {"node": NODE, "lang": "en"}


def test_a_citation_is_an_address_too_and_an_unknown_one_is_told() -> None:
    assert address(opened(node="opinions-2024/art-30", lang="en"))["node"] == NODE
    app = opened(node="*no* <b>such</b>", lang="en")
    assert "The graph has no node" in app.warning[0].value
    assert "<b>" in unescaped(app.warning[0].value)
    assert app.title[0].value == "Explore the graph"
    assert address(app) == {"lang": "en"}


def test_hops_and_kinds_are_in_the_address_and_back() -> None:
    app = opened(node=NODE, lang="zh")
    app.button_group(key=f"explore.hops.{NODE}").set_value(2).run()
    assert address(app) == {"node": NODE, "hops": "2", "lang": "zh"}
    again = opened(node=NODE, hops="2", hide="rule.norm", lang="zh")
    assert "已隐藏：规范事实、责任规则。" in words(again)
    assert address(again) == {"node": NODE, "hops": "2", "hide": "norm.rule", "lang": "zh"}


def test_what_the_limit_leaves_out_is_said() -> None:
    app = opened(node="concept/office/chief-procurator", hops="2", lang="en")
    said = words(app)
    assert "300 nodes are drawn" in said
    around = pipeline.neighbourhood(
        pipeline.open_graph(),
        "https://w3id.org/judicial-responsibility/concept/office/chief-procurator",
        2,
    )
    assert f"{sum(around.left_out.values()):,} more are not" in said


def test_links_open_when_asked_for_a_page_at_a_time() -> None:
    path = "concept/office/chief-procurator"
    app = opened(node=path, lang="en")
    before = len(app.get("page_link"))
    assert "Addresses · 103" in [unescaped(e.label) for e in app.expander]
    assert before < 20, "nothing is sent before it is asked for"
    addresses = "https://w3id.org/judicial-responsibility/ontology/addresses"
    app.session_state[f"explore.{path}.in.{addresses}"] = True
    app.run()
    assert len(app.get("page_link")) == before + 25
    assert "1–25 of 103" in words(app)


def test_the_whole_graph_is_the_beginning() -> None:
    app = opened(lang="zh")
    seen = pipeline.overview(pipeline.open_graph())
    assert f"共 {len(seen.paths):,} 个节点" in words(app)
    app.text_input(key="explore.find").set_value("检察长").run()
    assert len(app.get("page_link")) > 12
    app.text_input(key="explore.find").set_value("没有这样的节点").run()
    assert "没有名称或编号含“没有这样的节点”的节点" in words(app)


def test_both_languages_have_every_word_and_kind() -> None:
    for kind in pipeline.KINDS:
        assert {texts.t(f"kind_{kind}", lang) for lang in ("zh", "en")}
    chinese = re.compile(r"[\u3400-\u9fff]")
    english = {k: w["en"] for k, w in texts.TEXTS.items() if k.startswith(("explore_", "kind_"))}
    assert not [k for k, w in english.items() if chinese.search(w)]


# --- without Streamlit -------------------------------------------------------------------------


def test_addresses_are_read_and_written() -> None:
    wanted = nodes.read_address({"node": NODE, "hops": "2", "hide": "rule.evil.norm"})
    assert wanted == nodes.Wanted(NODE, 2, ("norm", "rule"))
    assert nodes.read_address(wanted.address()) == wanted
    assert nodes.read_address({"hops": "99", "hide": "x"}) == nodes.Wanted()
    assert nodes.Wanted("", 2, ("norm",)).address() == {}


def test_the_trail_goes_back_to_where_one_was() -> None:
    trail: list[str] = []
    for path in ("a", "b", "c", "b", "d"):
        trail = nodes.step(trail, path)
    assert trail == ["a", "b", "d"]
    assert len(nodes.step([str(i) for i in range(20)], "new")) == 8


def test_the_drawing_is_given_plain_words_cut_to_length() -> None:
    graph = pipeline.open_graph()
    iri = pipeline.find_node(graph, NODE)
    assert iri is not None
    around = pipeline.neighbourhood(graph, iri)
    data = nodes.drawing(around, "", "en", "zh")
    ids = {n["id"] for n in data["nodes"]}
    assert all({e["source"], e["target"]} <= ids and e["label"] for e in data["edges"])
    assert {k for k, _ in data["kinds"]} == {n["kind"] for n in data["nodes"]}
    assert data["centre"] == NODE
    hostile = "<script>alert(1)</script>" * 1_000
    node = Node("urn:x", "urn:x", "norm", "", Text(hostile, hostile), Text(hostile, hostile), ())
    assert len(nodes.short(node, "en")) <= 34


def files() -> Iterator[tuple[str, str]]:
    folder = APP / "static" / "graph"
    for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split()
        yield digest, name


def test_the_scripts_are_the_ones_that_the_sums_name_and_reach_nowhere() -> None:
    folder = APP / "static" / "graph"
    named = {name: digest for digest, name in files()}
    assert set(named) == {p.name for p in folder.iterdir()} - {"SHA256SUMS"}
    for name, digest in named.items():
        data = (folder / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest, name
        if name.endswith(".js"):
            outside = set(re.findall(rb"https?://[^\s\"'`)\\]+", data))
            assert outside <= {b"http://www.w3.org/2000/svg"}, name
    loader = (APP / "drawings.py").read_text("utf-8")
    assert "http" not in loader.replace("over HTTP", "")
