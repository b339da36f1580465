"""Uploads: checked whole, good beside bad, nothing left on disk whatever happens."""

import io
import json
import threading
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kg import pipeline
from kg.errors import KgError
from kg.pipeline import samples, uploads
from kg.pipeline.uploads import Checker, Upload

CASE = (Path(__file__).resolve().parents[1] / "data/cases/chief-asks-again.yaml").read_bytes()


@pytest.fixture(scope="module")
def checker():
    made = Checker()
    yield made
    made.close()


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder in which everything temporary of this process lies."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def given(*names):
    return [Upload(*samples.sample(n)) for n in names]


def cells(report, file):
    return {(r.shape, r.place.cell) for r in report.results if r.place.file == file}


def test_lists_and_cases_together_with_bad_ones(checker, temporary):
    steps, modes = [], set()

    def look(step):
        steps.append(step)
        modes.update(oct(p.stat().st_mode & 0o777) for p in temporary.iterdir())

    done = checker.check(
        [
            *given("law", "form", "cases"),
            Upload("good.yaml", CASE),
            Upload("damaged.xlsx", b"PK\x03\x04nothing"),
            Upload("broken.ttl", b"<a> <b> ."),
            Upload("old.doc", b"x"),
            Upload("evil.rdf", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        ],
        look,
    )
    assert modes == {"0o700"}
    report = done.report
    law = cells(report, "sample-list-law.xlsx")
    assert ("reserved-matter-given-to-procurator", "J2") in law
    assert ("department-head-changes-opinion", "L3") in law
    assert ("ListFormat", "D2") in cells(report, "sample-list-form.xlsx")
    assert any(r.place.file == "sample-cases.ndjson" and r.place.line for r in report.results)
    assert not cells(report, "good.yaml")
    told = {e["where"].split(":")[0]: e for e in report.errors}
    assert set(told) == {"damaged.xlsx", "broken.ttl", "old.doc", "evil.rdf"}
    assert all(e["what"]["zh"] and e["do"]["en"] for e in told.values())
    assert set(done.copies) == {"sample-list-law.xlsx", "sample-list-form.xlsx"}
    book = openpyxl.load_workbook(io.BytesIO(done.copies["sample-list-law.xlsx"]))
    assert "art-11" in book["Items"]["J2"].comment.text
    assert "重大" in done.words["opinions-2024/art-11/item-3"]
    assert steps[-1].done == steps[-1].total
    assert steps[0].done == 0
    assert not list(temporary.iterdir())
    for form in ("json", "sarif", "junit", "csv", "xlsx", "html", "ttl", "jsonld", "text"):
        written = pipeline.report_bytes(report, form, "zh", "file")
        assert written
        assert str(temporary).encode() not in written


def test_the_same_as_the_command(checker, tmp_path):
    name, data = samples.sample("law")
    (tmp_path / name).write_bytes(data)
    by_command = pipeline.validate([tmp_path / name])
    done = checker.check([Upload(name, data)])
    assert [(r.shape, r.severity, r.place.cell) for r in done.report.results] == [
        (r.shape, r.severity, r.place.cell) for r in by_command.results
    ]
    assert done.report.focus_nodes == by_command.focus_nodes


def test_csv_files_are_one_list_and_a_browsers_copy_is_known(checker):
    _, data = samples.templates()["csv"]
    archive = zipfile.ZipFile(io.BytesIO(data))
    files = {n.split("/")[1]: archive.read(n) for n in archive.namelist()}
    files["items.csv"] += "001,基层,刑事检察,,某事项\r\n".encode()
    done = checker.check(
        [Upload(n.replace("items", "items (1)"), files[n]) for n in ("list-info.csv", "items.csv")]
    )
    assert {r.place.file for r in done.report.results} == {"list-info.csv"}
    assert all(r.shape == "ListFormat" for r in done.report.results)
    alone = checker.check([Upload("items.csv", files["items.csv"])])
    assert any("List" in r["what"]["en"] or "list" in r["what"]["en"] for r in alone.report.errors)


def test_how_a_list_was_read_is_said(checker):
    book = openpyxl.load_workbook(io.BytesIO(samples.sample("law")[1]))
    book["Items"].row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    done = checker.check([Upload("hidden.xlsx", out.getvalue())])
    assert [n.text.en for n in done.report.notes] == ["Hidden rows were read too: 3."]
    assert done.report.notes[0].where == "hidden.xlsx: Items"


def test_names_are_only_names(checker, temporary):
    evil = "../../etc/\u202epasswd\n" + "长" * 300 + ".YAML"
    safe = uploads.safe_name(evil)
    assert "/" not in safe
    assert safe.endswith(".yaml")
    assert len(safe.encode()) <= 130
    assert uploads.safe_name("C:\\a\\b.csv") == "b.csv"
    assert uploads.safe_name("...") == "file"
    done = checker.check([Upload(evil, b"- no case"), Upload("same.yaml", b"x: 1"),
                          Upload("same.yaml", b"y: 1")])  # fmt: skip
    files = {r.place.file for r in done.report.results}
    assert files == {safe, "same.yaml", "2/same.yaml"}
    assert not list(temporary.iterdir())


def test_too_much_is_told_before_anything_is_written(checker, temporary):
    with pytest.raises(KgError) as told:
        checker.check([Upload("a.yaml", b"")] * (uploads.MAX_FILES + 1))
    assert str(uploads.MAX_FILES) in told.value.problems[0].what_en
    done = checker.check([Upload("big.yaml", b" " * (uploads.MAX_BYTES + 1)),
                          Upload("good.yaml", CASE)])  # fmt: skip
    assert [e["where"] for e in done.report.errors] == ["big.yaml"]
    assert done.report.files == ["good.yaml"]
    assert not list(temporary.iterdir())


def test_who_goes_away_ends_the_check(temporary):
    class Gone(BaseException):
        pass

    seen = []

    def leave(step):
        seen.extend(p.name for p in temporary.rglob("*.xlsx"))
        raise Gone

    own = Checker()
    with pytest.raises(Gone):
        own.check(given("law"), leave)
    assert seen == ["sample-list-law.xlsx"]
    assert not list(temporary.iterdir())
    child = own._child
    assert child is not None
    assert child._process is None
    assert own._lock.acquire(blocking=False)


def test_a_time_limit_is_an_error_of_the_file_and_leaves_nothing(checker, temporary):
    done = checker.check(given("law"), seconds=0.01)
    assert [e["where"] for e in done.report.errors] == ["sample-list-law.xlsx"]
    assert "longer than" in done.report.errors[0]["what"]["en"]
    assert not list(temporary.iterdir())


def test_checks_wait_for_each_other_and_the_child_ends_when_idle(checker):
    own, done = checker, []
    own._idle = 0.1
    threads = [
        threading.Thread(target=lambda: done.append(own.check([Upload("a.yaml", CASE)])))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert [c.report.files for c in done] == [["a.yaml"]] * 2
    end = time.monotonic() + 20
    while own._child._process is not None and time.monotonic() < end:
        time.sleep(0.1)
    assert own._child._process is None


def test_templates_and_samples_are_files_of_their_kind(tmp_path):
    made = samples.templates()
    path = tmp_path / made["xlsx"][0]
    path.write_bytes(made["xlsx"][1])
    assert pipeline.lists.read_lists([path]).problems  # empty: what is required is missing
    names = zipfile.ZipFile(io.BytesIO(made["csv"][1])).namelist()
    assert "list/items.csv" in names
    assert made["csv"] == samples.templates()["csv"]
    lines = samples.sample("cases")[1].decode().splitlines()
    assert len(lines) == 30
    assert any("x-fault" in json.loads(line) for line in lines)
