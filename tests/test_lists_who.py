"""Who may decide: the tier that answers, and what stays unknown."""

import json

import pytest
from listfiles import item, whole, written

from kg import pipeline
from kg.errors import KgError

NOT_MAJOR = {"fails": ["major-difficult-complex"]}


def who(matter, province, level, on, **more):
    return pipeline.lists.who(matter, province, level, on, **more)


def deciders(answer):
    return [a for a, _ in answer.deciders]


@pytest.mark.parametrize(
    ("asked", "more", "status", "tier", "named"),
    [
        (("approve-arrest", "CN-41", "basic", "2020-01-01"), NOT_MAJOR,
         "decided", "provincial", ["procurator"]),
        (("approve-arrest", "CN-41", "basic", "2020-01-01"), {},
         "depends", "provincial", ["procurator"]),
        (("approve-arrest", "CN-41", "basic", "2020-01-01"),
         {"holds": ["major-difficult-complex"]}, "decided", "baseline", ["chief"]),
        (("approve-arrest", "CN-41", "basic", "2016-01-01"), {}, "decided", "baseline", ["chief"]),
        (("not-prosecute", "CN-41", "basic", "2020-01-01"), {}, "decided", "baseline", ["chief"]),
        (("not-prosecute", "CN-41", "basic", "2024-09-01"), {"holds": ["new-type"]},
         "decided", "baseline", ["chief"]),
        (("not-prosecute", "CN-41", "basic", "2024-09-01"), {}, "unknown", "unknown", []),
        (("lodge-protest", "CN-65", "provincial", "2022-01-01"), {"stage": "second-instance"},
         "decided", "provincial", ["committee"]),
        (("lodge-protest", "CN-65", "basic", "2022-01-01"), {"stage": "second-instance"},
         "unknown", "unknown", []),
        (("lodge-protest", "CN-65", "provincial", "2021-11-15"), {"stage": "second-instance"},
         "depends", "provincial", ["committee"]),
        (("not-prosecute-after-conditional", "CN-46", "basic", "2024-09-01"), {},
         "depends", "provincial", ["procurator"]),
        (("not-prosecute-after-conditional", "CN-46", "basic", "2024-09-01"),
         {"holds": ["defence-diplomacy"]}, "decided", "baseline", ["chief"]),
        (("hearing", "CN-52", "basic", "2020-01-01"), {}, "unknown", "unknown", []),
    ],
)  # fmt: skip
def test_the_tier_that_answers(asked, more, status, tier, named):
    answer = who(*asked, **more)
    assert (answer.status, answer.tier, deciders(answer)) == (status, tier, named)
    assert answer.remarks or answer.status == "decided"
    assert all(words for _, words in answer.provisions)


def test_a_national_rule_does_not_hide_a_list_that_nobody_has_seen():
    answer = who("approve-arrest", "CN-42", "basic", "2020-01-01")
    assert (answer.tier, deciders(answer)) == ("baseline", ["chief"])
    assert any("delegates this is unknown" in r.en for r in answer.remarks)


@pytest.mark.parametrize("day", ["2020-13-01", "2023-02-29", "20200101"])
def test_a_day_that_does_not_exist_is_refused(day):
    with pytest.raises(KgError):
        who("approve-arrest", "CN-41", "basic", day)


def test_national_security_stays_open_between_two_articles():
    answer = who("protest", "CN-41", "basic", "2024-09-01", holds=["national-security"])
    assert answer.status == "conflict"
    assert deciders(answer) == ["chief", "committee"]
    assert answer.questions == ("art-11-13-national-security",)


def test_approval_of_arrest_names_its_open_question():
    answer = who("批准逮捕", "CN-41", "basic", "2024-09-01", **NOT_MAJOR)
    assert answer.questions == ("art-47-arrest-approval",)
    assert any("approve-arrest" in r.en for r in answer.remarks), "found by its word: said"


def test_a_local_rule_never_answers_for_its_province():
    answer = who("approve-arrest", "CN-13", "basic", "2024-09-01")
    assert answer.tier == "unknown"
    assert not answer.grounds and not answer.possible


def test_the_residual_rule_needs_a_whole_list(tmp_path):
    lst = whole(item(matter="approve-arrest", procurator="D"))
    path = written(lst, tmp_path)
    answer = who("hearing", "CN-99", "basic", "2025-06-01", paths=[path])
    assert (answer.tier, deciders(answer)) == ("residual", ["chief", "committee"])
    assert answer.confidence == "M"
    assert dict(answer.provisions)["list-guidance-2017/part-3"]
    assert who("hearing", "CN-99", "basic", "2024-12-31", paths=[path]).tier == "unknown"
    part = written(whole(*lst.items, coverage="partial"), tmp_path, "part.xlsx")
    assert who("hearing", "CN-99", "basic", "2025-06-01", paths=[part]).tier == "unknown"
    own = written(whole(*lst.items, residual_holder="chief"), tmp_path, "own.xlsx")
    answer = who("hearing", "CN-99", "basic", "2025-06-01", paths=[own])
    assert (answer.tier, deciders(answer), answer.confidence) == ("residual", ["chief"], "")


def test_a_blank_is_unknown_not_a_refusal(tmp_path):
    """An item that names who proposes and not who decides keeps the residual rule away."""
    path = written(whole(item(matter="hearing", procurator="P")), tmp_path)
    answer = who("hearing", "CN-99", "basic", "2025-06-01", paths=[path])
    assert (answer.status, answer.tier) == ("unknown", "unknown")
    assert answer.possible[0].others == {"procurator": "P"}


def test_the_delegation_behind_it_is_said(tmp_path):
    lst = whole(
        item(matter="hearing", chief="D", stage="after-filing"),
        item("002", matter="hearing", procurator="D", delegated_from="001", levels=("basic",),
             delegation="commission", stage="before-filing"),
    )  # fmt: skip
    answer = who("hearing", "CN-99", "basic", "2025-06-01", stage="before-filing",
                 paths=[written(lst, tmp_path)])  # fmt: skip
    assert answer.grounds[0].delegation.en.endswith("001 (commission)")
    assert "organic-law-2018/art-29" in dict(answer.provisions)


def test_wrong_words_are_refused_with_what_is_near():
    with pytest.raises(KgError) as error:
        who("aprove-arrest", "Henan", "village", "2024-13", holds=["nothing"])
    assert len(error.value.problems) == 5
    assert "approve-arrest" in str(error.value)
    with pytest.raises(KgError, match="hearing"):
        who("听证", "CN-41", "basic", "2024-09-01")


def test_the_command(kg):
    asked = ("lists", "who", "批准逮捕", "--province", "CN-41", "--level", "基层", "--on",
             "2020-01-01", "--without", "major-difficult-complex")  # fmt: skip
    answer = json.loads(kg(*asked, "--format", "json").stdout)
    assert [d["actor"] for d in answer["deciders"]] == ["procurator"]
    text = kg(*asked, "--lang", "zh").stdout
    assert "由其决定：检察官" in text and "省级清单事项" in text and "非官方解释" in text


def test_two_versions_of_one_list(kg, tmp_path):
    old = written(whole(item(matter="hearing", procurator="P", chief="D")), tmp_path, "old.xlsx")
    new = written(
        whole(item(matter="hearing", procurator="D", levels=("basic",)), version="2026"),
        tmp_path, "new.xlsx",
    )  # fmt: skip
    answer = json.loads(kg("lists", "diff", old, new, "--format", "json").stdout)
    assert answer["partial"] is False
    assert [(d["level"], d["actor"], d["old"], d["new"]) for d in answer["differences"]] == [
        ("basic", "procurator", "P", "D"), ("basic", "chief", "D", ""),
        ("municipal", "procurator", "P", ""), ("municipal", "chief", "D", ""),
        ("provincial", "procurator", "P", ""), ("provincial", "chief", "D", ""),
    ]  # fmt: skip
    same = kg("lists", "diff", old, old, "--lang", "zh")
    assert "没有不同" in same.stdout
    assert "不是全文" in kg("lists", "diff", "list-CN-41-2016", "list-CN-46-2017",
                        "--lang", "zh").stdout  # fmt: skip
