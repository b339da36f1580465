"""Lists as files: nothing is lost on any way round, and no file hurts the reader."""

import io
import os
import re
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from listfiles import ACTORS, changed, item, sheet_xml, whole, written

from kg import pipeline
from kg.errors import KgError
from kg.lists import check, files, grids, tables, workbook
from kg.lists.confined import read_confined
from kg.lists.texts import guard, unguard
from kg.model import AssistantItem, OwnCode

LISTS = pipeline.lists.packaged_lists()


def read(path):
    reading = pipeline.lists.read_lists([path])
    assert not reading.problems, [p.as_text() for p in reading.problems]
    return reading.lists[0][1]


def refused(path, **limits):
    with pytest.raises(KgError) as error:
        files.read_outside(path, **limits)
    for problem in error.value.problems:
        for text in (problem.what_zh, problem.do_zh):
            assert any("\u4e00" <= c <= "\u9fff" for c in text)
        assert problem.what_en and problem.do_en and problem.where
    return error.value.problems


# --- what is packaged -----------------------------------------------------------------------------


def test_the_lists_of_the_evidence_are_there_in_full_number():
    rows = {key: len(lst.rows()) for key, lst in LISTS.items() if lst.kind == "power-list"}
    assert rows == {
        "list-CN-41-2016": 11,
        "list-CN-32-undated-procurators": 29,
        "list-CN-32-2025-assistants-municipal": 26,
        "list-CN-32-2025-assistants-basic": 19,
        "list-CN-46-2017": 7,
        "list-CN-65-2021": 11,  # 15 rows, four of them a second actor of the same key
        "list-CN-52-2016": 0, "list-CN-43-2019": 0, "list-CN-44-2014": 0, "list-CN-42-2015": 0,
        "list-CN-22-2018": 0, "list-CN-31-2015": 0,
    }  # fmt: skip
    for lst in LISTS.values():
        assert lst.coverage == ("partial" if lst.rows() else "unseen")
        assert lst.source_key and lst.confidence in "HML"
        assert (lst.kind == "local-rule") == lst.id.startswith("local-")


def test_every_matter_of_the_lists_has_its_code():
    for lst in LISTS.values():
        assert all(i.matter for i in lst.rows()), lst.id


# --- the ways round -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["list-CN-41-2016", "list-CN-65-2021", "list-CN-2024-baseline"])
def test_a_packaged_list_comes_back_from_every_form(key, tmp_path):
    lst = LISTS[key]
    assert read(written(lst, tmp_path)) == lst
    assert read(written(lst, tmp_path, "folder")) == lst
    reading = pipeline.lists.read_lists([tmp_path / "list.xlsx"])
    (folder,) = pipeline.lists.import_lists(reading, tmp_path / "data")
    assert folder == tmp_path / "data" / lst.jurisdiction / lst.id / lst.version
    assert read(folder) == lst
    source = Path(__file__).parents[1] / "data" / lst.jurisdiction / lst.id / lst.version
    for path in folder.iterdir():
        assert path.read_bytes() == (source / path.name).read_bytes()


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=12
).map(str.strip)
awkward = st.sampled_from(
    ["=1+1", "'=1", "''@x", "+86", "-", "@SUM(A1)", "00123", "1e5", "TRUE", "_x0041_", "a\nb",
     '"', "a,b", "＝1", "2025-01-01", "x\u2028y", "'"]
)  # fmt: skip
texts = words | awkward
codes = st.sampled_from(["00123", "1.10", "甲-1", "0", "007", "A_b", "（一）"])
levels = st.sampled_from([("all",), ("basic",), ("basic", "municipal"), ("provincial",)])
cells = st.sampled_from(["", "", "D", "P", "DP", "R", "DPRSCTX", "X"])


@st.composite
def lists(draw):
    ids = draw(st.lists(codes, unique=True, min_size=1, max_size=4))
    own = OwnCode("matter", draw(st.sampled_from(["00123", "自-1"])), draw(texts) or "词",
                  draw(texts), draw(st.sampled_from(["", "protest"])), draw(codes))  # fmt: skip
    rows = [
        item(
            i, **{a: c for a in ACTORS if (c := draw(cells)) and len(c) <= 3},
            levels=draw(levels), matter=draw(st.sampled_from(["", "protest", own.code])),
            label=draw(texts) or "事项", stage=draw(st.sampled_from(["", "before-filing"])),
            only=draw(st.sampled_from([(), ("new-type", "spp-approval")])),
            condition=draw(texts), quote=draw(texts), note=draw(texts),
            valid_to=draw(st.sampled_from(["", "2026", "2026-02", "2026-02-28"])),
        )
        for i in ids
    ]  # fmt: skip
    helpers = [
        AssistantItem("助1", ("basic",), "", "assistant", "", "", draw(texts) or "事项", "",
                      draw(texts), "C", (), "", draw(texts), "", "", draw(texts))
    ]  # fmt: skip
    return whole(
        *rows, assistants=tuple(helpers), codes=(own,), title=draw(texts) or "标题",
        note=draw(texts), status=draw(texts), document_number=draw(words).replace("\n", ""),
    )  # fmt: skip


def in_process(path):
    """Read as kg.lists.files does, without the child process."""
    found = [path] if path.is_file() else sorted(path.glob("*.csv"))
    return tables.read_tables([g for p in found for g in grids.read_grids(p, str(p))])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(lists())
def test_any_list_comes_back_from_workbook_csv_and_data(lst):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "l.xlsx").write_bytes(workbook.workbook_bytes(lst))
        assert check.check_list(in_process(folder / "l.xlsx"), "x") == lst
        for form, data in (("csv", files.people_files(lst)), ("data", files.data_files(lst))):
            (folder / form).mkdir()
            for file, content in data.items():
                (folder / form / file).write_bytes(content)
        assert check.check_list(in_process(folder / "csv"), "x") == lst
        data_tables = files._folder_tables(folder / "data", in_process(folder / "data"))
        assert check.check_list(data_tables, "x") == lst


@given(texts)
def test_guarding_is_undone_and_leaves_no_formula(text):
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def test_an_export_has_no_formula(tmp_path):
    lst = whole(item("=1", label='=HYPERLINK("http://x")', note="@x", procurator="D"))
    path = written(lst, tmp_path)
    book = openpyxl.load_workbook(path)
    assert {c.data_type for s in book for row in s.iter_rows() for c in row} <= {"s", "n"}
    text = (written(lst, tmp_path, "csv") / "items.csv").read_text("utf-8-sig")
    assert not [c for line in text.splitlines() for c in line.split(",") if c[:1] in "=+-@" and c]


def test_the_template_is_read_and_names_what_is_missing(tmp_path):
    for path in (tmp_path / "t.xlsx", tmp_path / "t"):
        pipeline.lists.template(path)
        where = [p.where for p in refused(path)]
        assert len(where) == 5  # id, version, jurisdiction, title, coverage
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["List", "Items", "Assistants", "Codes"]
    page = book["Items"]
    assert len(page.data_validations.dataValidation) >= 15
    assert all(c.comment and "\n" in c.comment.text for c in page[1])


def test_a_workbook_holds_no_clock():
    data = workbook.workbook_bytes(LISTS["list-CN-46-2017"])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {part.date_time[0] for part in book.infolist()} == {1980}
        times = re.findall(rb"\d{4}-[0-9-]+T[0-9:]+Z", book.read("docProps/core.xml"))
    assert times and set(times) == {b"2020-01-01T00:00:00Z"}
    assert data == workbook.workbook_bytes(LISTS["list-CN-46-2017"])


# --- encodings and other hands --------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_of_excel_and_wps(encoding, tmp_path):
    lst = whole(item("00123", label="批准逮捕", condition="𠮷 重大", procurator="D"))
    folder = written(lst, tmp_path, "csv")
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_text("utf-8-sig").encode(encoding))
    reading = pipeline.lists.read_lists([folder])
    assert reading.lists[0][1] == lst
    said = [n.text.en for n in reading.notes]
    assert (said != []) == (encoding == "gb18030")
    assert all("gb18030" in s for s in said)


def test_a_workbook_of_another_hand_is_read(tmp_path):
    """Headings by key, by Chinese or English words; words in place of codes and letters."""
    lst = whole(item("00123", label="批准逮捕", procurator="D", levels=("basic", "municipal")))

    def change(book):
        page = book["Items"]
        for column, words in ((1, "事项编号"), (2, "LEVEL"), (5, "matter_label")):
            page.cell(1, column).value = words
        page["B2"] = "基层、设区市"
        cell = page.cell(2, [c.value for c in page[1]].index("检察官 procurator") + 1)
        cell.value = "决定"

    assert read(changed(written(lst, tmp_path), change)) == lst


def test_a_number_where_a_code_belongs_is_said(tmp_path):
    path = changed(
        written(whole(item("123", procurator="D")), tmp_path),
        lambda book: setattr(book["Items"]["A2"], "value", 123),
    )
    reading = pipeline.lists.read_lists([path])
    assert reading.lists[0][1].items[0].id == "123"
    assert [n.where for n in reading.notes] == [f"{path}: Items!A2"]


# --- bad input ------------------------------------------------------------------------------------


def column_of(book, key, sheet="Items"):
    words = {"procurator": "检察官 procurator", "item_id": "事项编号 item id"}[key]
    return [c.value for c in book[sheet][1]].index(words) + 1


def formula(book):
    book["Items"]["A3"] = "=1+1"


def far(book):
    book["Items"]["XFD1048576"] = "x"


def merged(book):
    book["Items"].merge_cells("A1:B1")


def merged_body(book):
    book["Items"].merge_cells("A2:A3")


def no_items(book):
    del book["Items"], book["Assistants"]


def no_list(book):
    del book["List"]


def double(book):
    book["Items"]["A3"], book["Items"]["B3"], book["Items"]["E3"] = "001", "all", "乙"


def wrong_letter(book):
    book["Items"].cell(2, column_of(book, "procurator")).value = "Q"


def unknown_matter(book):
    book["Items"]["D2"] = "批准逮捕"


def unknown_column(book):
    book["Items"].cell(1, 60).value = "备注二"
    book["Items"].cell(2, 60).value = "内容"


def control(book):
    book["Items"]["A2"]._value = "0\x7f1"


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        (formula, "Items!A3", "formula"),
        (far, "Items!XFD1048576", "beyond"),
        (merged, "Items!A1:B1", "heading"),
        (merged_body, "Items!A2:A3", "table"),
        (no_items, "list.xlsx", "items is missing"),
        (no_list, "list.xlsx", "list is missing"),
        (double, "Items!A3", "already used at"),
        (wrong_letter, "Items!J2", '"Q" is not known'),
        (unknown_matter, "Items!D2", 'did you mean "approve-arrest"'),
        (unknown_column, "Items!BH1", "would be lost"),
        (control, "Items!A2", "control character"),
    ],
)
def test_a_bad_workbook_is_refused_at_its_cell(change, where, words, tmp_path):
    path = changed(written(whole(item(procurator="D")), tmp_path), change)
    problems = refused(path)
    assert any(where in p.where and words in p.what_en for p in problems), problems


def test_hidden_rows_and_sheets_are_read_and_said(tmp_path):
    def hide(book):
        book["Items"].row_dimensions[2].hidden = True
        book["Codes"].sheet_state = "hidden"

    lst = whole(item(procurator="D"))
    reading = pipeline.lists.read_lists([changed(written(lst, tmp_path), hide)])
    assert reading.lists[0][1] == lst
    assert sorted(n.text.en for n in reading.notes) == [
        "Hidden rows were read too: 2.", "The sheet is hidden; it was read.",
    ]  # fmt: skip


def test_a_bomb_is_refused_before_it_unpacks(tmp_path):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(sheet_xml(" " * 250_000_000))
    assert path.stat().st_size < 1_000_000
    (problem,) = refused(path)
    assert "250 MB" in problem.what_en


def test_a_reader_that_takes_too_long_or_too_much_is_stopped(tmp_path):
    path = tmp_path / "wide.xlsx"
    path.write_bytes(
        sheet_xml("", '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    )
    with pytest.raises(KgError) as error:
        read_confined(path, seconds=2)
    assert "was stopped" in str(error.value) or "MB" in str(error.value)
    with pytest.raises(KgError) as error:
        read_confined(path, seconds=60, memory=300_000_000)
    assert "300 MB" in str(error.value)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"PK\x03\x04not a workbook", "damaged"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted"),
        ("a.xlsx", b"a,b,c\n", "not an .xlsx"),
        ("a.csv", "a,b\n".encode("utf-16"), "UTF-16"),
        ("a.csv", b"a,b\n\xff\xff\xff,c\n", "neither UTF-8 nor gb18030"),
        ("a.csv", "編號,名稱,說明\n一,二,三\n".encode("big5"), "cannot be told which table"),
        ("items.csv", b'item_id,level,matter_label\n1,"all,x\n', "CSV syntax error"),
    ],
)
def test_files_of_another_kind_are_refused(name, data, words, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    assert any(words in p.what_en for p in refused(path))


def test_a_pipe_is_not_opened(tmp_path):
    path = tmp_path / "list.xlsx"
    os.mkfifo(path)
    assert "not a regular file" in refused(path)[0].what_en


def test_one_bad_file_does_not_stop_the_others(kg, tmp_path):
    good = written(whole(item(procurator="D")), tmp_path, "good.xlsx")
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK nothing")
    done = kg("lists", "import", bad, good, tmp_path / "none.csv", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert done.stdout.strip() == str(tmp_path / "out/CN-99/list-CN-99-2025/2025-01-01")
    assert "bad.xlsx" in done.stderr and "none.csv" in done.stderr
    again = kg("lists", "import", good, "--out", tmp_path / "out")
    assert again.returncode == 0, again.stderr
    (tmp_path / "out/CN-99/list-CN-99-2025/2025-01-01/mine.txt").write_text("x")
    kept = kg("lists", "import", good, "--out", tmp_path / "out")
    assert kept.returncode == 2 and "not overwritten" in kept.stderr


@pytest.mark.parametrize("name", ["t.xlsx", "folder"])
def test_a_filled_in_list_is_never_overwritten(kg, tmp_path, name):
    target = tmp_path / name
    assert kg("lists", "template", "--out", target).returncode == 0
    form = "csv" if name == "folder" else "xlsx"
    for made in (["template"], ["export", "list-CN-46-2017", "--format", form]):
        again = kg("lists", *made, "--out", target)
        assert again.returncode == 2 and "not overwritten" in again.stderr


def test_template_and_export_commands(kg, tmp_path):
    assert kg("lists", "template", "--out", tmp_path / "t.xlsx").returncode == 0
    assert kg("lists", "export", "list-CN-46-2017", "--format", "csv", "--out",
              tmp_path / "h").returncode == 0  # fmt: skip
    assert read(tmp_path / "h") == LISTS["list-CN-46-2017"]
    wrong = kg("lists", "export", "list-CN-46-2071")
    assert wrong.returncode == 2 and "list-CN-46-2017" in wrong.stderr
