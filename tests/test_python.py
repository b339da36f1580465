"""The graph in Python: kg.open, frames, the notebook and the code of docs/python.md."""

import json
import re
import sys
from pathlib import Path

import pandas
import pytest

import kg
from kg import pipeline
from kg.errors import KgError
from kg.model import SearchResult
from kg.store import select_result

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def session(graph):
    return kg.open()


def test_open_finds_the_present_build_a_folder_of_builds_and_a_build(graph, session):
    assert session.graph.folder == graph.folder
    assert kg.open(graph.folder).graph.manifest == graph.manifest
    assert kg.open(str(graph.folder.parents[1])).graph.manifest == graph.manifest


def test_open_says_that_there_is_nothing(tmp_path):
    with pytest.raises(KgError, match="There is no built graph here"):
        kg.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_server_is_opened_by_its_address_or_the_environment(monkeypatch):
    assert kg.open("http://127.0.0.1:9/sparql").endpoint == "http://127.0.0.1:9/sparql"
    monkeypatch.setenv("KG_ENDPOINT", "http://127.0.0.1:9/query")
    there = kg.open()
    assert there.endpoint == "http://127.0.0.1:9/query"
    for ask in (
        lambda: there.query("ASK {}"),
        lambda: there.ask("sources"),
        lambda: there.search("逮捕"),
        lambda: there.assess("chief-asks-again"),
    ):
        with pytest.raises(KgError) as told:
            ask()
        assert told.value.problems[0].do_zh


def test_each_way_to_ask(graph, session):
    assert session.ask("sources").rows == pipeline.ask("sources", {}, graph=graph).rows
    assert session.query("SELECT ?s { ?s a jr:Source }").rows
    assert session.search("art 30").as_json() == pipeline.search(graph, "art 30").as_json()
    assert list(session.questions("time-limits")) == ["procedure-time-limits", "time-limits"]
    with pytest.raises(KgError, match="no such question"):
        session.ask("nothing")


def test_a_case_is_assessed_by_name_data_file_and_checked(graph, session):
    case = pipeline.packaged_cases()["chief-asks-again"]
    expected = pipeline.answer_json(graph, pipeline.assess(graph, case))
    data = pipeline.packaged_case_data()["chief-asks-again"]
    path = ROOT / "data" / "cases" / "chief-asks-again.yaml"
    for form in ("chief-asks-again", data, path, case):
        assert session.assess(form) == expected
    assert "opinions-2024/art-30" in expected["citations"]


def test_provisions_have_their_words_and_say_what_they_lack(session):
    found = session.provisions(["opinions-2024/art-30", "opinions-2015/art-44"])
    assert "重新审查" in found["opinions-2024/art-30"]["text"]["zh-hans"]
    assert found["opinions-2015/art-44"]["text_status"] == "missing"
    assert found["opinions-2015/art-44"]["iri"].endswith("/id/opinions-2015/art-44")
    for wrong in ("opinions-2024/art-999", "art-30", "x> } #/a", "", "a" * 5000, "\ud800/a"):
        with pytest.raises(KgError, match="no provision of this id"):
            session.provisions([wrong])


def test_who_may_decide(session):
    found = session.who_may_decide("批准逮捕", "CN-41", "basic", "2020-01-01")
    assert found["status"] == "depends"
    assert found["provisions"]


# --- frames ---------------------------------------------------------------------------------------


def cell(value, datatype=""):
    return {"type": "literal", "value": value, **({"datatype": datatype} if datatype else {})}


XSD = "http://www.w3.org/2001/XMLSchema#"


def test_columns_of_one_datatype_are_typed_and_codes_stay_text(session):
    rows = [
        {"n": cell("1", XSD + "integer"), "x": cell("1.5", XSD + "decimal"), "code": cell("01"),
         "day": cell("2024-07-04", XSD + "date"), "yes": cell("true", XSD + "boolean"),
         "mixed": cell("1", XSD + "integer"), "huge": cell("9" * 30, XSD + "integer")},
        {"code": cell("02"), "mixed": cell("a")},
    ]  # fmt: skip
    frame = session.frame(select_result(["n", "x", "code", "day", "yes", "mixed", "huge"], rows))
    assert [str(t) for t in frame.dtypes[["n", "x", "yes"]]] == ["Int64", "Float64", "boolean"]
    assert frame["day"].dt.year.tolist()[0] == 2024
    assert frame["code"].tolist() == ["01", "02"]
    assert frame["mixed"].tolist() == ["1", "a"]
    assert frame["huge"][0] == "9" * 30
    assert frame.loc[1, ["n", "x", "day", "yes", "huge"]].isna().all()


def test_frames_of_other_results(session):
    assert session.frame(session.query("ASK { ?s a jr:Source }"))["boolean"].tolist() == [True]
    empty = session.frame(session.query("SELECT ?s { ?s a jr:Nothing }"))
    assert (list(empty.columns), len(empty)) == (["s"], 0)
    with pytest.raises(KgError, match="no table"):
        session.frame(session.query("DESCRIBE jr:Source"))
    found = session.search("重新审查")
    assert isinstance(found, SearchResult)
    frame = session.frame(found)
    assert frame["identifier"].tolist() == [h.identifier for h in found.hits]
    assert str(frame["score"].dtype) == "Float64"
    assert len(session.frame(session.search("zzqq"))) == 0


def test_without_pandas_the_way_is_said(session, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KgError, match=r"judicial-responsibility-kg\[frames\]"):
        session.frame(session.query("ASK {}"))


# --- the notebook and the documents ---------------------------------------------------------------


def test_the_notebook_runs_and_holds_no_outputs(graph):
    notebook = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert all(c["outputs"] == [] and c["execution_count"] is None for c in cells)
    names = {}
    for number, code in enumerate(cells):
        exec(compile("".join(code["source"]), f"cell {number}", "exec"), names)
    assert isinstance(names["sources"], pandas.DataFrame) and len(names["sources"]) >= 15
    assert names["sources"]["dated"].dropna().is_monotonic_increasing
    assert len(names["changes"]) > 1
    assert names["answer"]["assessments"] and names["decides"]["status"]


def test_the_code_of_the_document_runs(graph, capsys):
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    names = {}
    blocks = re.findall(r"```python\n(.*?)```", text, re.S)
    assert len(blocks) >= 4
    for block in blocks:
        exec(block, names)
    said = capsys.readouterr().out
    assert "datetime64" in said and "opinions-2024/art-30" in said and said.endswith("missing\n")
