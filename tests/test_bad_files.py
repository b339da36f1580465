"""Bad files among good ones in one folder: each is told, the rest is checked, nothing is fetched.

tests/test_lists_files.py and tests/test_validate.py have the messages one by one.
"""

import json
import os
import re
import shutil
import socket
from collections import defaultdict
from pathlib import Path

from listfiles import changed, item, sheet_xml, whole, written
from test_validate import FAULTS, HERE


def told(document):
    """{file: English messages} of the errors, and of findings about the form of a list."""
    found = defaultdict(set)
    for error in document["errors"]:
        assert (
            re.search(r"[一-鿿]", error["what"]["zh"]) and error["do"]["zh"] and error["do"]["en"]
        )
        found[Path(re.split(r": |:\d", error["where"])[0]).name].add(error["what"]["en"])
    for finding in document["findings"]:
        if finding["shape"] == "ListFormat":
            found[Path(finding["location"]["file"]).name].add(finding["message"]["en"])
    return found


def test_bad_lists_in_a_folder_do_not_stop_the_good_ones(kg, tmp_path):
    lst = whole(item(procurator="D"))
    good = written(lst, tmp_path, "good.xlsx")
    shutil.copy(HERE / "cases/a-good.yaml", tmp_path)

    def bad(name, change):
        changed(shutil.copy(good, tmp_path / name), change)

    bad("far.xlsx", lambda book: book["Items"].__setitem__("XFD1048576", "x"))
    bad("formula.xlsx", lambda book: book["Items"].__setitem__("E2", "=1+1"))
    bad("merged.xlsx", lambda book: book["Items"].merge_cells("A1:B1"))
    bad("sheet.xlsx", lambda book: book.__delitem__("List"))
    (tmp_path / "bomb.xlsx").write_bytes(sheet_xml(" " * 250_000_000))
    (tmp_path / "cut.xlsx").write_bytes(good.read_bytes()[:3000])
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "itself.xlsx").symlink_to(tmp_path / "itself.xlsx")
    (tmp_path / "itself.ttl").symlink_to(tmp_path / "itself.ttl")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "items.csv").write_bytes("編號,名稱,說明\n一,二,三\n".encode("big5"))
    os.mkfifo(tmp_path / "csv" / "codes.csv")

    done = kg("validate", tmp_path, "--format", "json")
    assert done.returncode == 2 and "internal" not in done.stderr
    document = json.loads(done.stdout)
    found, wanted = told(document), {
        "far.xlsx": "There is content beyond 20000 rows and 200 columns.",
        "formula.xlsx": "The cell is a formula; formulas are not read.",
        "merged.xlsx": "Merged cells in the heading: it cannot be told which rows and columns they "
        "are for.",
        "sheet.xlsx": "The table of list is missing (sheet List or list-info.csv).",
        "bomb.xlsx": "The workbook unpacks to 250 MB in 5 parts, over the limit.",
        "cut.xlsx": "The workbook is damaged or not an .xlsx (BadZipFile).",
        "pipe.xlsx": "This is not a regular file.",
        "codes.csv": "This is not a regular file.",
        "itself.xlsx": "The file cannot be read (Too many levels of symbolic links).",
        "itself.ttl": "It cannot be read (Too many levels of symbolic links).",
    }  # fmt: skip
    assert set(found) == set(wanted)
    for name, words in wanted.items():
        assert words in found[name], found[name]
    read = {f["location"]["file"] for f in document["findings"] if f["shape"] != "ListFormat"}
    assert document["summary"]["focus_nodes"] > 0
    assert {Path(f).name for f in read} <= {"good.xlsx"}, "the case file has no finding"


def test_nothing_is_fetched(kg, tmp_path):
    """A remote context, an external entity and a schema location that a listener waits for."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        files = {
            "context.jsonld": f'{{"@context": "{address}", "@id": "urn:a"}}',
            "import.jsonld": f'{{"@context": {{"@import": "{address}"}}, "@id": "urn:a"}}',
            "entity.rdf": f'<!DOCTYPE a [<!ENTITY b SYSTEM "{address}">]><a>&b;</a>',
            "owl.ttl": f"<urn:o> <http://www.w3.org/2002/07/owl#imports> <{address}> .",
        }
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        book = written(whole(item(procurator="D", note=address)), tmp_path)
        done = kg("validate", tmp_path, HERE / "cases/a-good.yaml", "--format", "json")
        kg("lists", "lint", book)
        listener.settimeout(0.2)
        try:
            listener.accept()
        except TimeoutError:
            fetched = False
        else:
            fetched = True
    assert not fetched
    assert set(told(json.loads(done.stdout))) == {"context.jsonld", "import.jsonld", "entity.rdf"}


def test_every_kind_of_hostile_rdf_has_its_fault():
    assert {"doctype.rdf", "remote.jsonld", "off.ttl", "redefined.nt"} <= set(FAULTS)
