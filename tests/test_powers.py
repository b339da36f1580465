"""The matrix of powers: each cell agrees with the single answer, and a gap stays unknown."""

import csv
import io
import json

import pytest

from kg import pipeline
from kg.errors import KgError
from kg.pipeline import powers

PLACES = ("CN", "CN-41", "CN-46", "CN-65", "CN-11")
DAY = "2024-09-01"


def table(act="D", **more):
    asked = powers.Asked(**{"level": "basic", "on": DAY, **more})
    rows = powers.matrix(asked, act, PLACES)
    return {(c.matter, c.province): c for row in rows for c in row}


def test_each_deciding_cell_is_the_single_answer():
    for day in ("2017-09-01", DAY):
        cells = table(on=day)
        for (matter, province), cell in cells.items():
            if province != "CN":
                answer = pipeline.lists.who(matter, province, "basic", day)
                said = "stated" if answer.status == "decided" else answer.status
                assert (cell.status, cell.tier) == (said, answer.tier)
                assert cell.actors == tuple(a for a, _ in answer.deciders)
                assert cell.grounds == answer.grounds


def test_the_national_column_knows_no_list():
    cells = [c for (_, place), c in table().items() if place == "CN"]
    assert {c.tier for c in cells} <= {"baseline", "unknown"}
    # The 2024 Opinions decide by classes of cases: unsettled, that is unknown, but not silence.
    assert {g.list_id for c in cells for g in c.reserved} == {"list-CN-2024-baseline"}
    settled = [c for (_, p), c in table(holds=("national-security",)).items() if p == "CN"]
    assert {g.list_id for c in settled for g in c.grounds} == {"list-CN-2024-baseline"}
    older = [c for (_, place), c in table(on="2018-01-01").items() if place == "CN"]
    assert {g.list_id for c in older for g in c.grounds} == {"list-CN-2015-baseline"}


def test_a_province_without_a_list_gets_the_baseline_or_unknown_and_never_a_no():
    cells = table()
    for (matter, place), cell in cells.items():
        if place == "CN-11":
            national = cells[(matter, "CN")]
            assert (cell.status, cell.actors) == (national.status, national.actors)
        if cell.status == "unknown":
            assert cell.actors == ()
    assert {c.status for c in cells.values()} <= {"stated", "depends", "conflict", "unknown"}
    assert "unknown" in {c.status for c in cells.values()}


def test_other_acts_come_from_the_list_first():
    cells = table("P", on="2020-01-01")
    found = {k for k, c in cells.items() if c.tier == "provincial"}
    assert ("not-approve-arrest", "CN-41") in found
    cell = cells[("not-approve-arrest", "CN-41")]
    assert cell.actors == ("procurator",)
    assert all("P" in "".join(g.others.values()) for g in cell.grounds)
    assert not {p for _, p in found} - {"CN-41"}


def test_a_ban_is_the_only_no():
    """X (may not) is what a text says; a blank is not."""
    banned = {k: c for k, c in table("X").items() if c.status != "unknown"}
    for cell in banned.values():
        assert any("X" in letters for g in cell.grounds for letters in g.others.values())
    assert banned


def test_a_class_that_holds_changes_cells():
    usual, secret = table(), table(holds=("national-security",))
    changed = {k for k in usual if usual[k].actors != secret[k].actors}
    assert changed
    assert any("committee" in secret[k].actors for k in changed)


def test_a_setting_that_is_none_is_told():
    for more in ({"level": "galactic"}, {"on": "yesterday"}, {"holds": ("no-such-class",)}):
        with pytest.raises(KgError):
            table(**more)


def test_shares_and_silence_agree_with_the_catalogue():
    rows = pipeline.ask("lists-delegated-share", {}).rows
    asked = {(r["list"], int(r["decisions"]), int(r["delegated"])) for r in rows}
    assert {(s.list_id, s.decisions, s.delegated) for s in powers.shares()} == asked
    rows = pipeline.ask("lists-silent", {"province": "CN-46"}).rows
    found = {code: len(lists) for code, lists in powers.silent("CN-46").items()}
    assert found == {r["matter"]: int(r["elsewhere"]) for r in rows}


def test_matters_are_found_in_both_languages_and_by_other_words():
    assert "approve-arrest" in powers.find_matters("批准逮捕")
    assert "approve-arrest" in powers.find_matters("Approval of ARREST")
    assert "approve-arrest" in powers.find_matters("approve-arrest")
    alternatives = [(m.code, w) for m in powers.concepts("matter") for w in m.alternatives]
    assert alternatives
    for code, other in alternatives:
        assert code in powers.find_matters(other)
    assert powers.find_matters("no such thing") == []


def test_every_ground_leads_to_its_item():
    for cell in table(on="2020-01-01").values():
        for ground in cell.grounds:
            item = powers.item_of(ground.list_id, ground.item)
            assert item is not None
            lst = powers.known_lists()[ground.list_id]
            assert item.confidence or lst.confidence
            assert item.source_address or lst.source_address or item.basis


def test_every_province_has_a_name_and_a_region():
    lists = {x.jurisdiction for x in powers.known_lists().values()} - {"CN"}
    assert lists <= set(powers.provinces())
    assert {code[3] for code in powers.provinces()} == set(powers.regions())
    assert len(powers.provinces()) == 31


def test_exports():
    asked = powers.Asked("basic", DAY)
    rows = powers.matrix(asked, "D", PLACES)
    document = json.loads(powers.cells_json(rows, asked, "D"))
    assert document["asked"]["on"] == DAY
    lines = list(
        csv.DictReader(io.StringIO(powers.cells_csv(rows, asked, "D").decode("utf-8-sig")))
    )
    assert len(lines) == len(document["cells"]) == len(rows) * len(PLACES)
    for line, cell in zip(lines, document["cells"], strict=True):
        assert line["status"] == cell["status"]
        assert line["actors"].split() == cell["actors"]
    assert not any(v[:1] in "=+-@" for line in lines for v in line.values() if v)
