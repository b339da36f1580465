"""One list in every form of the report: findings of each class at their cells, in both languages.

tests/validation/list is made up: a protest in a major case left to a procurator, a department head
changing an opinion, two deciders, delegation beyond its source, and milder things beside them.
"""

import json
import os
import re
from pathlib import Path

import pytest
from test_validate import ROOT, pipeline_version, table, written

from kg import pipeline
from kg.lists.lint import GRADES
from kg.validate import FORMATS

FOLDER = ROOT / "tests/validation/list"
EXPECTED = ROOT / "tests/validation/expected"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """The name of the list as a workbook, in the present folder."""
    folder, before = tmp_path_factory.mktemp("list"), Path.cwd()
    pipeline.lists.export_list(pipeline.lists.find_list(str(FOLDER)), "xlsx", folder / "list.xlsx")
    os.chdir(folder)
    yield "list.xlsx"
    os.chdir(before)


@pytest.fixture(scope="module")
def report(workbook):
    return pipeline.validate([workbook])


@pytest.fixture(scope="module")
def lint(workbook):
    return pipeline.lists.lint([workbook])


def compare(data, name, update_goldens):
    golden = EXPECTED / name
    if update_goldens:
        golden.write_bytes(data)
    assert data == golden.read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_the_report_on_a_list_is_the_golden(report, format, lang, update_goldens):
    data = written(report, format, lang, "file" if format == "html" else "shape")
    if format == "xlsx":
        data = json.dumps(table(data), ensure_ascii=False, indent=1).encode() + b"\n"
    compare(data.replace(pipeline_version(), b"VERSION"), f"list.{lang}.{format}", update_goldens)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_lint_of_a_list_is_the_golden(lint, lang, update_goldens):
    text = pipeline.lists.lint_text(lint, lang) + "\n"
    compare(text.encode(), f"lint.{lang}.text", update_goldens)


def test_the_lint_as_json_is_the_golden(lint, update_goldens):
    text = json.dumps(lint.as_json(), ensure_ascii=False, indent=1) + "\n"
    compare(text.encode(), "lint.json", update_goldens)


def test_a_list_as_csv_is_reported_by_line(report, update_goldens, monkeypatch):
    monkeypatch.chdir(ROOT)
    as_csv = pipeline.validate(["tests/validation/list"])
    compare(written(as_csv, "text", "zh", "file"), "list-csv.zh.text", update_goldens)
    assert sorted(r.shape for r in as_csv.results) == sorted(r.shape for r in report.results)
    for result in as_csv.results:
        line = Path(result.place.file).read_text("utf-8").splitlines()[result.place.line - 1]
        item = result.focus.partition("/item/")[2].partition("/")[0]
        assert line.startswith(f"{item}," if item else ("清单", "备案"))


CONFLICTS = {
    # cell: (rule, class, the provision that decides)
    "Items!J2": (
        "reserved-matter-given-to-procurator", "violation", "opinions-2024/art-11/item-3",
    ),
    "Items!L3": ("department-head-changes-opinion", "violation", "opinions-2024/art-24/sentence-1"),
    "Items!J8": ("exceptions-narrower-than-the-law", "warning", "opinions-2024/art-13/item-1"),
    "Items!J10": (
        "matter-left-open-by-article-47", "open-question", "opinions-2024/art-47/sentence-1",
    ),
    "Items!O11": (
        "stricter-than-the-national-floor", "information", "opinions-2024/art-11/item-3",
    ),
}  # fmt: skip


def test_the_conflicts_stand_at_their_cells_with_their_articles(lint, report):
    assert {grade for _, grade, _ in CONFLICTS.values()} == set(GRADES)
    for place, (rule, grade, provision) in CONFLICTS.items():
        sheet, cell = place.split("!")
        (found,) = [f for f in lint.findings if f.rule == rule and f.location["cell"] == cell]
        assert (found.location["sheet"], found.grade) == (sheet, grade)
        assert dict(found.provisions)[provision], "with the words of the provision"
        (told,) = [r for r in report.results if r.shape == rule and r.place.cell == cell]
        assert told.place.sheet == sheet
        assert told.provision in dict(found.provisions)


def test_nothing_is_said_twice(report, lint):
    """A shape that says of RDF what a rule of the lint says is left to the lint."""
    assert sorted(r.shape for r in report.results) == sorted(f.rule for f in lint.findings)
    shapes = {s for group in pipeline.lists.rule_shapes().values() for s in group}
    assert shapes <= set(report.focus_nodes)


def test_what_keeps_to_the_law_is_not_in_the_report(lint):
    """减刑检察意见书 (014) is given to the procurator and is no 检察建议."""
    assert "014" not in {f.item for f in lint.findings}
    assert not re.search("减刑", pipeline.lists.lint_text(lint, "zh"))
