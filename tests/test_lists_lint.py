"""The lint: what it finds, at which cell, resting on which words; and what it must not find."""

import json
import re
from pathlib import Path

import pytest
from listfiles import item, whole, written

from kg import pipeline
from kg.lists.lint import GRADES, read_list_rules
from kg.model import OwnCode

GOLDENS = Path(__file__).parent / "goldens" / "lists"
LOADED = ["list-CN-41-2016", "list-CN-32-undated-procurators", "list-CN-46-2017", "list-CN-65-2021"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", LOADED)
def test_the_loaded_lists(key, lang, update_goldens):
    text = pipeline.lists.lint_text(pipeline.lists.lint([key]), lang) + "\n"
    path = GOLDENS / f"{key}.{lang}.txt"
    if update_goldens:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def found(lst, tmp_path):
    """Return {(rule, cell): finding} of a list written as a workbook and linted."""
    report = pipeline.lists.lint([str(written(lst, tmp_path))])
    assert not report.problems, [p.as_text() for p in report.problems]
    return {(f.rule, f.location["cell"]): f for f in report.findings}


MAJOR = {"only": ("major-difficult-complex",)}
BOTH = ("listed-in-art-11", "listed-in-art-13")
EXCEPT = {"excepted": BOTH}
CASES = {
    # rule: (list, the cell, provisions among those cited)
    "reserved-matter-given-to-procurator": (
        whole(item(matter="lodge-protest", label="提出抗诉", procurator="D", **MAJOR)),
        "Items!J2", ["opinions-2024/art-11/item-3", "opinions-2024/art-47/sentence-1"],
    ),
    "department-head-changes-opinion": (
        whole(item(matter="change-procurators-opinion", department_head="D")),
        "Items!L2", ["opinions-2024/art-24/sentence-1"],
    ),
    "department-head-decides": (
        whole(item(matter="hearing", department_head="D")),
        "Items!L2", ["opinions-2024/art-24/sentence-1"],
    ),
    "two-deciders": (
        whole(item(matter="hearing", procurator="D"), item("002", matter="hearing", chief="D",
              levels=("basic",))),
        "Items!N3", ["opinions-2024/art-2/sentence-1"],
    ),
    "delegated-wider-than-its-source": (
        whole(item(matter="hearing", chief="D", levels=("basic",)),
              item("002", matter="hearing", procurator="D", stage="before-filing",
                   delegated_from="001")),
        "Items!B3", ["opinions-2024/art-14/sentence-1"],
    ),
    "delegated-longer-than-its-source": (
        whole(item(matter="hearing", chief="D", valid_to="2026-01-01", stage="after-filing"),
              item("002", matter="hearing", procurator="D", delegated_from="001",
                   valid_to="2027-01-01")),
        "Items!V3", ["opinions-2024/art-14/sentence-1"],
    ),
    "no-filing-date": (
        whole(item(procurator="C"), filed_on=""), "List!B12", ["opinions-2024/art-16/sentence-2"],
    ),
    "exceptions-narrower-than-the-law": (
        whole(item(matter="not-prosecute", procurator="D", excepted=("listed-in-art-11",))),
        "Items!J2", ["opinions-2024/art-13/item-2"],
    ),
    "basis-repealed": (
        whole(item(procurator="C"), basis=("opinions-2015/art-21",)),
        "List!B17", ["opinions-2024/art-48/sentence-1"],
    ),
    "item-basis-repealed": (
        whole(item(procurator="C", basis=("opinions-2015/art-16/item-1",))),
        "Items!R2", ["opinions-2024/art-48/sentence-1"],
    ),
    "basis-not-in-the-graph": (
        whole(item(procurator="C", basis=("opinions-2024/art-99",))), "Items!R2", [],
    ),
    "review-with-the-effect-of-a-decision": (
        whole(item(matter="hearing", department_head="R")),
        "Items!L2", ["opinions-2024/art-24/sentence-1"],
    ),
    "matter-matched-by-word-only": (whole(item(label="抗诉", procurator="D")), "Items!D2", []),
    "matter-not-in-the-scheme": (whole(item(label="检察建议某", procurator="D")), "Items!D2", []),
    "matter-left-open-by-article-47": (
        whole(item(matter="approve-arrest", procurator="D")),
        "Items!J2", ["opinions-2024/art-47/sentence-1", "opinions-2024/art-13/item-6"],
    ),
    "major-cases-under-the-procedural-rules": (
        whole(item(matter="not-prosecute", procurator="D", **MAJOR)),
        "Items!J2", ["opinions-2024/art-11/item-6"],
    ),
    "stricter-than-the-national-floor": (
        whole(item(matter="lodge-protest", committee="D")),
        "Items!O2", ["opinions-2024/art-11/item-3"],
    ),
    "filing-not-seen": (
        whole(item(procurator="C"), filed_on="", coverage="partial"),
        "List!B12", ["opinions-2024/art-16/sentence-2"],
    ),
}  # fmt: skip


def test_every_rule_has_a_case():
    assert {r.id for r in read_list_rules()} == set(CASES)
    assert {r.grade for r in read_list_rules()} == set(GRADES)


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_finds_its_cell(rule, tmp_path):
    lst, cell, provisions = CASES[rule]
    sheet, _, at = cell.partition("!")
    finding = found(lst, tmp_path)[(rule, at)]
    assert finding.location["sheet"] == sheet
    cited = dict(finding.provisions)
    assert set(provisions) <= set(cited)
    assert all(cited.values()), "every provision has its words"
    for text in (finding.message, finding.remedy):
        assert re.search("[\u4e00-\u9fff]", text.zh) and text.en
        assert not re.search(r"\{[a-z_]+\}", text.zh + text.en)


GOOD = [
    item(matter="not-prosecute", label="不起诉", procurator="D", **EXCEPT),
    item("002", matter="approve-arrest", label="批准逮捕", procurator="D", **EXCEPT),
    item("003", matter="protest", label="抗诉", procurator="P", department_head="R", committee="D",
         **MAJOR),
    item("004", matter="suggestion", label="检察建议", chief="D", committee="D", alternative="a",
         only=("new-type",)),
    item("005", matter="commutation-opinion", label="减刑检察意见书", procurator="D"),
    item("006", matter="hearing", label="公开听证", procurator="D", delegated_from="007",
         delegation="commission", levels=("basic",), valid_to="2026"),
    item("007", matter="hearing", label="公开听证", chief="D", stage="after-filing",
         valid_to="2027"),
    item("008", matter="appear-in-court", label="出席法庭", procurator="C"),
]  # fmt: skip


def test_a_list_that_keeps_to_the_law_has_no_finding_but_information(tmp_path):
    grades = {f.grade for f in found(whole(*GOOD), tmp_path).values()}
    assert grades <= {"information"}


def test_words_never_make_a_conflict(tmp_path):
    """减刑检察意见书 is no 检察建议, and a word alone is no matter."""
    lst = whole(
        item(label="减刑检察意见书", matter="commutation-opinion", procurator="D"),
        item("002", label="检察建议书", procurator="D", **MAJOR),
        item("003", label="重大案件提出抗诉", procurator="D", **MAJOR),
        item("004", label="改变检察官意见书式样", department_head="C"),
    )
    grades = {f.item: f.grade for f in found(lst, tmp_path).values()}
    assert grades == {"002": "warning", "003": "information", "004": "information"}


def test_an_own_code_counts_as_what_it_is_the_same_as(tmp_path):
    own = (OwnCode("matter", "00123", "提抗", "", "lodge-protest", ""),)
    lst = whole(item(matter="00123", label="提抗", procurator="D", **MAJOR), codes=own)
    assert ("reserved-matter-given-to-procurator", "J2") in found(lst, tmp_path)


def test_another_level_or_an_alternative_is_no_second_decider(tmp_path):
    lst = whole(
        item(matter="hearing", procurator="D", levels=("basic",)),
        item("002", matter="hearing", chief="D", levels=("provincial",)),
        item("003", matter="recusal", chief="D", committee="D", alternative="1"),
    )
    assert "two-deciders" not in {rule for rule, _ in found(lst, tmp_path)}


def test_what_the_articles_allow_is_no_conflict(tmp_path):
    """Sole or lead procurator (art. 6), a head's duties (art. 23), the chief's review (22)."""
    lst = whole(
        item(matter="hearing", procurator="D", lead_procurator="D"),
        item("002", matter="joint-meeting", department_head="D"),
        item("003", matter="recusal", chief="R"),
    )
    grades = {f.grade for f in found(lst, tmp_path).values()}
    assert not grades & {"violation", "warning"}


def test_exit_codes_and_json(kg, tmp_path):
    good = written(whole(*GOOD), tmp_path, "good.xlsx")
    bad = written(CASES["department-head-decides"][0], tmp_path, "bad.xlsx")
    assert kg("lists", "lint", good).returncode == 0
    assert kg("lists", "lint", good, "--fail-on", "information").returncode in (0, 1)
    done = kg("lists", "lint", bad, "--format", "json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    (finding,) = [f for f in report["findings"] if f["class"] == "violation"]
    assert finding["location"] == {
        "file": str(bad), "line": None, "sheet": "Items", "cell": "L2"
    }  # fmt: skip
    assert finding["provisions"][0]["words"].startswith("业务部门负责人审核案件")
    assert kg("lists", "lint", bad, "--fail-on", "never").returncode == 0
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK")
    both = kg("lists", "lint", broken, bad)
    assert both.returncode == 2 and "department-head-decides" in both.stdout
    assert "broken.xlsx" in both.stderr
