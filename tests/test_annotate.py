"""Findings in a copy of the workbook: at their cell, values kept, nothing computed."""

import io
from dataclasses import replace

import openpyxl
import pytest
from listfiles import changed, item, sheet_xml, whole, written
from typer.testing import CliRunner

from kg import pipeline
from kg.cli import app
from kg.errors import KgError
from kg.lists.annotate import AUTHOR, SHEET, Mark, annotate
from kg.lists.files import read_outside

FAULTY = whole(
    item("001", matter="lodge-protest", label="提出抗诉", procurator="D",
         only=("major-difficult-complex",), quote="=SUM(A1)"),
    item("00002", matter="change-procurators-opinion", department_head="D"),
)  # fmt: skip


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def values(path_or_bytes, skip=()):
    source = io.BytesIO(path_or_bytes) if isinstance(path_or_bytes, bytes) else path_or_bytes
    book = openpyxl.load_workbook(source)
    return {
        (s.title, c.coordinate): str(c.value)
        for s in book.worksheets
        if s.title not in skip
        for row in s.iter_rows()
        for c in row
        if c.value is not None
    }


def formulas(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [c for s in book.worksheets for row in s.iter_rows() for c in row if c.data_type == "f"]


def test_the_command_writes_a_copy_with_notes_at_the_cells(tmp_path):
    path = written(FAULTY, tmp_path)
    out = tmp_path / "checked.xlsx"
    done = run("lists", "lint", path, "--annotate", out)
    assert done.exit_code == 1
    page = openpyxl.load_workbook(out)["Items"]
    assert "art-11/item-3" in page["J2"].comment.text
    assert "violation" in page["J2"].comment.text
    assert "opinions-2024/art-24" in page["L3"].comment.text
    assert page["J2"].fill.fgColor.rgb.endswith("F4B6B6")
    assert page["J3"].comment is None
    assert values(out, (SHEET,)) == values(path)
    assert not formulas(out.read_bytes())
    found = openpyxl.load_workbook(out)[SHEET]
    report = pipeline.lists.lint([str(path)])
    assert found.max_row == len(report.findings) + 1
    assert found["C2"].hyperlink.location == "'Items'!J2"
    assert "不得直接改变检察官意见" in "".join(
        str(c.value) for row in found.iter_rows() for c in row
    )


def test_the_copy_can_be_mended_and_checked_again(tmp_path):
    path = written(FAULTY, tmp_path)
    copy = tmp_path / "copy.xlsx"
    run("lists", "lint", path, "--annotate", copy)
    first, notes = read_outside(copy)
    assert replace(first, place=FAULTY.place) == read_outside(path)[0]
    assert [n.where for n in notes] == [f"{copy}: {SHEET}"]

    def mend(book):
        book["Items"]["J2"] = "P"
        book["Items"]["O2"] = "D"

    changed(copy, mend)
    again = tmp_path / "again.xlsx"
    run("lists", "lint", copy, "--annotate", again)
    book = openpyxl.load_workbook(again)
    assert book.sheetnames.count(SHEET) == 1
    assert book["Items"]["J2"].comment is None
    assert book["Items"]["J2"].fill.fill_type is None
    assert book["Items"]["L3"].comment.author == AUTHOR
    assert book["Items"]["L3"].comment.text.count("art-24") == 1


def test_a_note_that_was_there_stays(tmp_path):
    path = written(FAULTY, tmp_path)

    def note(book):
        book["Items"]["J2"].comment = openpyxl.comments.Comment("请科长复核", "王")

    changed(path, note)
    once, twice = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    run("lists", "lint", path, "--annotate", once)
    run("lists", "lint", once, "--annotate", twice)
    text = openpyxl.load_workbook(twice)["Items"]["J2"].comment.text
    assert text.count("请科长复核") == 1
    assert text.count("art-11/item-3") == 1


def test_what_the_format_refuses_is_marked_and_formulas_are_stilled(tmp_path):
    path = written(FAULTY, tmp_path)

    def spoil(book):
        page = book["Items"]
        page["E2"] = '=HYPERLINK("http://example.org";"x")'
        page["C3"] = "no-such-line"
        page.merge_cells("F5:G6")
        page["F5"] = "x"
        book.defined_names["evil"] = openpyxl.workbook.defined_name.DefinedName(
            "evil", attr_text='WEBSERVICE("http://example.org")'
        )

    changed(path, spoil)
    out = tmp_path / "out.xlsx"
    done = run("lists", "lint", path, "--annotate", out)
    assert done.exit_code == 2
    book = openpyxl.load_workbook(out)
    assert "公式" in book["Items"]["E2"].comment.text
    assert book["Items"]["E2"].value == '=HYPERLINK("http://example.org";"x")'
    assert book["Items"]["E2"].data_type == "s"
    assert not formulas(out.read_bytes())
    assert not book.defined_names
    assert values(out, (SHEET,)) == values(path)


def test_a_mark_in_merged_cells_and_one_without_a_place(tmp_path):
    path = tmp_path / "m.xlsx"
    path.write_bytes(
        sheet_xml(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>',
            '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
        )
    )
    marks = [Mark("warning", "Items", "B2", "r", "", "中", "en", "", ""),
             Mark("violation", "", "", "whole", "", "整个文件", "the file", "", ""),
             Mark("violation", "NoSuchSheet", "A1", "r", "", "中", "en", "", "")]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(annotate(path, marks)))
    assert "en" in book["Items"]["A1"].comment.text
    assert [c.value for c in book[SHEET]["D"]] == ["规则 rule", "r", "whole", "r"]


def test_hostile_words_stay_words(tmp_path):
    path = written(FAULTY, tmp_path)
    evil = '=cmd|"/c calc"!A1\x07\u202e<script>' + "长" * 40_000
    marks = [Mark("info", "Items", "A2", evil, evil, evil, evil, evil, evil, evil)] * 30
    data = annotate(path, marks)
    assert not formulas(data)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert "22 more" in book["Items"]["A2"].comment.text
    assert len(book["Items"]["A2"].comment.text) < 32_768


@pytest.mark.parametrize(
    ("raw", "word"), [(b"PK\x03\x04 not a zip", "damaged"), (b"", "damaged")]
)  # fmt: skip
def test_what_is_no_workbook_is_told(tmp_path, raw, word):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(raw)
    with pytest.raises(KgError) as told:
        annotate(path, [])
    assert word in told.value.problems[0].what_en


def test_time_and_the_folder_of_a_killed_child(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = written(FAULTY, tmp_path)
    with pytest.raises(KgError) as told:
        annotate(path, [], seconds=0.01)
    assert "longer than" in told.value.problems[0].what_en
    assert annotate(path, [])
    assert {p.name for p in tmp_path.iterdir()} == {path.name}


def test_the_command_overwrites_nothing_and_takes_workbooks_only(tmp_path):
    path = written(FAULTY, tmp_path)
    before = path.read_bytes()
    done = run("lists", "lint", path, "--annotate", path)
    assert isinstance(done.exception, KgError)  # exit 2, told by the program's main
    assert path.read_bytes() == before
    done = run("lists", "lint", "list-CN-41-2016", "--annotate", tmp_path / "x.xlsx")
    assert isinstance(done.exception, KgError)
    assert not (tmp_path / "x.xlsx").exists()


def test_several_workbooks_go_into_a_folder_beside_bad_ones(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one = written(FAULTY, tmp_path / "a")
    two = written(replace(FAULTY, id="list-CN-98-2025", jurisdiction="CN-98"), tmp_path / "b")
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"nothing")
    out = tmp_path / "out"
    done = run("lists", "lint", one, bad, two, "--annotate", out)
    assert done.exit_code == 2
    assert {p.name for p in out.iterdir()} == {"list-checked.xlsx", "list-checked-2.xlsx"}
