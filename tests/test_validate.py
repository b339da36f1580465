"""`kg validate` over files: places, forms of the report, hostile input, baselines, processes."""

import csv
import io
import json
import os
import re
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path

import openpyxl
import pytest
import rdflib
from sarif_pydantic import Sarif

from kg import pipeline
from kg.errors import KgError
from kg.namespaces import BASE
from kg.validate import FORMATS, make_engine, read_shapes
from kg.validate.inputs import CASES_AT_ONCE, find_files, split
from kg.validate.reading import read_chunk

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "tests/validation"
CASES = "tests/validation/cases"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
JR = BASE + "ontology/"


@pytest.fixture(scope="module")
def report(request):
    before = Path.cwd()
    os.chdir(ROOT)
    request.addfinalizer(lambda: os.chdir(before))
    return pipeline.validate([CASES])


def written(report, format, lang="en", group_by="shape"):
    return pipeline.report_bytes(report, format, lang, group_by)


def table(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    assert {c.data_type for row in sheet.iter_rows() for c in row if c.value is not None} == {"s"}
    return [["" if c.value is None else c.value for c in row] for row in sheet.iter_rows()]


# --- the report in every form -------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_the_report_is_the_golden(report, format, lang, update_goldens):
    data = written(report, format, lang, "file" if format == "html" else "shape")
    if format == "xlsx":
        data = json.dumps(table(data), ensure_ascii=False, indent=1).encode() + b"\n"
    # the version is no part of what is compared
    data = data.replace(pipeline_version(), b"VERSION")
    golden = HERE / "expected" / f"report.{lang}.{format}"
    if update_goldens:
        golden.write_bytes(data)
    assert data == golden.read_bytes()


def pipeline_version():
    from kg import __version__

    return __version__.encode()


def test_sarif_fits_the_model_and_json_the_counts(report):
    data = json.loads(written(report, "sarif"))
    Sarif.model_validate(data)
    assert data["version"] == "2.1.0"
    assert len(data["runs"][0]["results"]) == len(report.results)
    lines = [
        r["locations"][0]["physicalLocation"]["region"]["startLine"]
        for r in data["runs"][0]["results"]
    ]
    assert lines == [r.place.line for r in report.results]
    document = json.loads(written(report, "json"))
    for level in ("violation", "warning", "info"):
        assert document["summary"][level] == sum(
            f["severity"] == level for f in document["findings"]
        )


@pytest.mark.parametrize("syntax", ["ttl", "jsonld"])
def test_the_rdf_report_is_a_shacl_report(report, syntax):
    data = written(report, syntax)
    graph = rdflib.Graph().parse(data=data, format={"ttl": "turtle"}.get(syntax, "json-ld"))
    assert len(set(graph.subjects(rdflib.RDF.type, SH.ValidationResult))) == len(report.results)
    (whole,) = graph.subjects(rdflib.RDF.type, SH.ValidationReport)
    assert graph.value(whole, SH.conforms).toPython() is False
    assert not any(isinstance(t, rdflib.BNode) for triple in graph for t in triple)


def test_junit_counts_failures(report):
    root = ET.fromstring(written(report, "junit"))
    failures = root.findall(".//failure")
    assert len(failures) == report.count("violation")
    assert {s.get("name") for s in root} == set(report.files)


@pytest.mark.parametrize("group", ["shape", "file", "province", "provision"])
def test_results_are_grouped(report, group):
    text = written(report, "text", "en", group).decode()
    heads = [line for line in text.splitlines() if re.fullmatch(r"\S.* \(\d+\)", line)]
    assert sum(int(h.rsplit("(", 1)[1][:-1]) for h in heads) == len(report.results)


def test_no_cell_of_a_table_is_a_formula(report):
    from dataclasses import replace

    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"]
    results = [replace(report.results[0], value=v) for v in evil]
    nasty = replace(report, results=results)
    rows = list(csv.reader(io.StringIO(written(nasty, "csv").decode("utf-8-sig"))))
    assert [r[8] for r in rows[1:]] == ["'" + v for v in evil]
    assert [r[8] for r in table(written(nasty, "xlsx"))[1:]] == evil


def test_what_the_data_says_is_text_on_the_page(report):
    from dataclasses import replace

    evil = "<script>alert(1)</script>\"'&"
    page = written(replace(report, results=[replace(report.results[0], focus=evil)]), "html")
    assert b"<script>alert" not in page
    assert b"&lt;script&gt;alert(1)" in page
    assert not re.findall(rb"(?:src|href)=[\"']?(?:https?:)?//", page)


# --- places -------------------------------------------------------------------------------------


def test_a_result_of_a_case_file_names_its_line(report):
    found = {(r.shape, Path(r.place.file).name): r.place.line for r in report.results}
    assert found["HandlerIsProcurator", "b-competence.yaml"] == 5
    assert found["DepartmentHeadDoesNotAlter", "b-competence.yaml"] == 10
    assert found["ObjectionBeforeExecution", "b-competence.yaml"] == 16
    assert {r.place.line for r in report.results if r.place.file.endswith("d-many.ndjson")} == {
        2,
        3,
    }


STEP = f"<{BASE}id/case/x/s2>"
SYNTAXES = {
    "nt": (
        f"<{BASE}id/case/x> <{JR}hasStep> {STEP} .\n"
        f"{STEP} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{JR}Vote> .\n"
        f'{STEP} <{JR}hasVote> "yes" .\n',
        3,
    ),
    "nq": (
        f"\n\n{STEP} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{JR}Vote> <urn:g> .\n",
        3,
    ),
    "ttl": (
        f"@prefix jr: <{JR}> .\n@prefix c: <{BASE}id/case/x/> .\n\nc:s1 a jr:Refer .\n"
        'c:s2 a jr:Vote ;\n  jr:hasVote "yes" .\n',
        5,
    ),
    "trig": (f"@prefix jr: <{JR}> .\n<urn:g> {{\n  {STEP} a jr:Vote .\n}}\n", 3),
    "jsonld": (
        f'{{\n "@context": {{"jr": "{JR}"}},\n "@id": "{STEP[1:-1]}",\n "@type": "jr:Vote"\n}}\n',
        3,
    ),
    "rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
        f'         xmlns:jr="{JR}">\n <jr:Vote rdf:about="{STEP[1:-1]}"/>\n</rdf:RDF>\n',
        3,
    ),
}


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_a_result_of_an_rdf_file_names_its_line(tmp_path, syntax, mark):
    text, line = SYNTAXES[syntax]
    path = tmp_path / f"data.{syntax}"
    path.write_bytes(mark + text.encode())
    chunk = read_chunk(path, None)
    shapes = read_shapes([ROOT / "shapes/case.ttl"])
    from kg.store import sorted_ntriples

    found = make_engine("shifty", shapes.ntriples, b"").check(sorted_ntriples(chunk.quads))
    votes = [r for r in found if r.shape.endswith("/VoteCast")]
    assert votes
    assert {chunk.line(r.focus, r.path) for r in votes} == {line}


# --- files --------------------------------------------------------------------------------------


def test_folders_patterns_and_repeats(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("a.ttl", "b/c.yaml", "b/readme.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    found = find_files([str(tmp_path), str(tmp_path / "*.ttl"), str(tmp_path / "**/*.yaml")])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.ttl", "b/c.yaml"]
    (tmp_path / "empty").mkdir()
    for nothing in (tmp_path / "empty", tmp_path / "*.nq"):
        with pytest.raises(KgError):
            find_files([str(nothing)])


@pytest.mark.parametrize("count", [1, CASES_AT_ONCE, CASES_AT_ONCE + 1, 3 * CASES_AT_ONCE + 7])
def test_long_files_are_cut_at_whole_cases(tmp_path, count):
    path = tmp_path / "cases.nt"
    lines = [
        f"<{BASE}id/case/n{i}/s{j}> <urn:p> <urn:o> .\n" for i in range(count) for j in range(3)
    ]
    path.write_text("".join(lines), encoding="utf-8")
    data = path.read_bytes()
    segments = split(path)
    assert b"".join(data[s.start : s.end] for s in segments) == data
    for s in segments:
        part = data[s.start : s.end].decode().splitlines()
        assert lines[s.first_line - 1].strip() == part[0]
        assert len({re.search(r"case/(n\d+)/", x).group(1) for x in part}) <= CASES_AT_ONCE
        assert len(part) % 3 == 0
    path.write_text("".join(lines) + lines[0] if count > 1 else "<urn:s> <urn:p> <urn:o> .\n")
    assert split(path) == [None], "cases that stand apart are read whole"


FAULTS = {
    "broken.yaml": b'id: "x\n',
    "bad.nt": b"<urn:s> <urn:p> .\n",
    "bytes.ttl": b"\xff\xfe<urn:s>",
    "doctype.rdf": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>',
    "remote.jsonld": b'{"@context": "http://127.0.0.1:9/x", "@id": "urn:a"}',
    "off.ttl": f"<{BASE}shape/VoteCast> <{SH}deactivated> true .".encode(),
    "redefined.nt": f"<{BASE}shape/VoteCast> <{SH}minCount> <urn:x> .\n".encode(),
    "deep.json": b"[" * 100_000,
    "deep.jsonld": b'{"@id":' * 20_000,
    "what.docx": b"PK",
}


def test_one_bad_file_never_stops_the_others(kg, tmp_path):
    for name, data in FAULTS.items():
        (tmp_path / name).write_bytes(data)
    os.mkfifo(tmp_path / "pipe.ttl")
    good = tmp_path / "good.yaml"
    good.write_bytes((HERE / "cases/a-good.yaml").read_bytes())
    names = [*FAULTS, "pipe.ttl", "missing.ttl"]
    done = kg("validate", *(tmp_path / n for n in names), good, "--format", "json")
    assert done.returncode == 2
    document = json.loads(done.stdout)
    told = {Path(e["where"].split(":")[0]).name for e in document["errors"]}
    assert told == set(names)
    for error in document["errors"]:
        assert re.search(r"[一-鿿]", error["what"]["zh"]) and error["do"]["zh"]
        assert error["what"]["en"].isascii() or "jsonld" in error["where"]
        assert error["do"]["en"]
    assert document["summary"]["focus_nodes"] > 0
    assert document["findings"] == []
    assert "internal" not in done.stdout


def test_a_file_that_takes_too_long_or_too_much_is_told(kg, tmp_path):
    path = tmp_path / "big.nt"
    with path.open("w", encoding="utf-8") as file:
        for i in range(400_000):
            file.write(f'<urn:s{i}> <{JR}text> "{"x" * 100}" .\n')
    good = HERE / "cases/a-good.yaml"
    for options, words in (
        (("--timeout", "1.5"), "longer than 1.5 seconds"),
        (("--memory", "200", "--timeout", "120"), "more than 200 MB"),
    ):
        done = kg("validate", path, good, "--format", "json", *options)
        assert done.returncode == 2
        document = json.loads(done.stdout)
        assert [e["where"] for e in document["errors"]] == [str(path)], done.stdout
        assert words in document["errors"][0]["what"]["en"]
        assert document["summary"]["focus_nodes"] > 0, "the good file was checked"


def test_the_report_is_the_same_with_any_number_of_processes(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    line = (HERE / "cases/d-many.ndjson").read_text(encoding="utf-8").splitlines()[2]
    many = tmp_path / "many.ndjson"
    many.write_text(
        "\n".join(line.replace("d-three", f"n{i}") for i in range(450)), encoding="utf-8"
    )
    one, three = (pipeline.validate([CASES, str(many)], jobs=n) for n in (1, 3))
    assert one.as_json() == three.as_json()
    assert [r.place.line for r in one.results if r.place.file == str(many)] == sorted(
        r.place.line for r in one.results if r.place.file == str(many)
    )
    assert sum(r.place.file == str(many) for r in one.results) >= 450


def test_nothing_to_check_is_an_error(kg, tmp_path):
    path = tmp_path / "other.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    done = kg("validate", path)
    assert done.returncode == 2
    assert "nothing was checked" in done.stderr


def test_a_broken_shape_is_an_error_and_own_shapes_can_be_used(kg, tmp_path):
    own = tmp_path / "own.ttl"
    own.write_text(
        f"@prefix sh: <{SH}> .\n@prefix jr: <{JR}> .\n"
        '<urn:mine/S> a sh:NodeShape ; sh:targetClass jr:Case ; sh:message "no"@en ;\n'
        " sh:property [ sh:path jr:nothing ; sh:minCount 1 ] .\n",
        encoding="utf-8",
    )
    done = kg("validate", HERE / "cases/a-good.yaml", "--shapes", own, "--format", "json")
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["shape"] == "S"
    assert finding["message"]["en"] == "no"
    own.write_text(own.read_text().replace("sh:minCount 1", "sh:minCount <urn:x>"))
    assert kg("validate", HERE / "cases/a-good.yaml", "--shapes", own).returncode == 2
    own.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    done = kg("validate", HERE / "cases/a-good.yaml", "--shapes", own)
    assert done.returncode == 2
    assert "no shape with a target" in done.stderr


# --- thresholds and baselines -------------------------------------------------------------------


def test_the_threshold_decides_the_exit_code(kg, tmp_path):
    path = tmp_path / "warned.yaml"
    text = (HERE / "cases/b-competence.yaml").read_text(encoding="utf-8")
    text = text.replace("clerk", "procurator").replace("department-head", "chief-procurator")
    path.write_text(text, encoding="utf-8")
    codes = {
        level: kg("validate", path, "--fail-on", level).returncode
        for level in ("violation", "warning", "info", "never")
    }
    assert codes == {"violation": 0, "warning": 1, "info": 1, "never": 0}


def test_a_baseline_accepts_for_a_reason_and_a_time(kg, tmp_path):
    cases = HERE / "cases/b-competence.yaml"
    entries = """
- {shape: HandlerIsProcurator, file: b-*.yaml, reason: being corrected, expires: 2999-01-01}
- {shape: DepartmentHeadDoesNotAlter, focus: b-competence/s2, reason: seen, expires: 2999-01-01}
"""
    baseline = tmp_path / "known.yaml"
    baseline.write_text(entries, encoding="utf-8")
    done = kg("validate", cases, "--baseline", baseline, "--format", "json")
    document = json.loads(done.stdout)
    assert document["summary"]["known"] == 2
    assert document["summary"]["violation"] == 0
    assert document["baseline"] == []
    assert done.returncode == 0
    baseline.write_text(
        entries.replace("2999", "1999", 1)
        + "- {shape: VoteCast, reason: gone, expires: 2999-01-01}\n",
        encoding="utf-8",
    )
    done = kg("validate", cases, "--baseline", baseline, "--format", "json")
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert document["summary"]["violation"] == 1
    assert [("expired" in b["en"], "no longer" in b["en"]) for b in document["baseline"]] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "- {shape: X, expires: 2999-01-01}",
        "- {shape: X, reason: r}",
        "- {shape: X, reason: r, expires: soon}",
        "- {shape: X, reason: r, expires: 2999-01-01, sahpe: Y}",
        "- word",
    ],
)
def test_a_baseline_that_is_not_clear_is_refused(kg, tmp_path, text):
    baseline = tmp_path / "known.yaml"
    baseline.write_text(text, encoding="utf-8")
    done = kg("validate", HERE / "cases/a-good.yaml", "--baseline", baseline)
    assert done.returncode == 2
    assert str(baseline) in done.stderr
    assert "internal" not in done.stderr


def test_a_workbook_needs_a_file_and_a_report_is_written_whole(kg, tmp_path):
    case = HERE / "cases/a-good.yaml"
    assert kg("validate", case, "--format", "xlsx").returncode == 2
    out = tmp_path / "report.xlsx"
    assert kg("validate", case, "--format", "xlsx", "--out", out).returncode == 0
    assert table(out.read_bytes())[0][0] == "severity"
    assert [p.name for p in tmp_path.iterdir()] == ["report.xlsx"]


def test_the_packaged_cases_break_only_what_they_are_about():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pipeline.validate(
            ["data/cases"] if Path.cwd() == ROOT else [str(ROOT / "data/cases")]
        )
    assert {(r.shape, Path(r.place.file).stem) for r in found.results} == {
        ("DepartmentHeadDoesNotAlter", "head-alters"),
        ("LeaderInTeamLeads", "chief-in-a-team"),
        ("CommitteeIsOdd", "committee-of-four"),
    }


@pytest.fixture
def listed(kg, tmp_path):
    """A folder with a list of Henan as a workbook and one of Hainan as CSV, as people keep them."""
    folder = tmp_path / "lists"
    folder.mkdir()
    for name, form, out in (
        ("list-CN-41-2016", "xlsx", "henan.xlsx"),
        ("list-CN-46-2017", "csv", "hainan"),
    ):
        assert kg("lists", "export", name, "--format", form, "--out", folder / out).returncode == 0
    return folder


def test_lists_are_checked_beside_cases_at_their_cells(kg, listed):
    case = HERE / "cases/b-competence.yaml"
    document = json.loads(kg("validate", listed, case, "--format", "json").stdout)
    found = {
        (f["shape"], Path(f["location"]["file"]).name, f["location"]["cell"]): f["provision"]
        for f in document["findings"]
    }
    assert found["basis-repealed", "henan.xlsx", "B17"] == "opinions-2024/art-48/sentence-1"
    assert ("basis-repealed", "list-info.csv", None) in found
    assert ("DepartmentHeadDoesNotAlter", "b-competence.yaml", None) in found
    assert document["errors"] == []
    lines = {
        f["location"]["line"]
        for f in document["findings"]
        if f["location"]["file"].endswith("items.csv")
    }
    assert lines and None not in lines


def test_what_a_list_must_not_say_is_found_at_its_cell(kg, listed):
    """A department head who decides, and a word that is no date."""
    book = openpyxl.load_workbook(listed / "henan.xlsx")
    items, info = book["Items"], book["List"]
    columns = {
        c.value: c.column_letter for row in items.iter_rows(max_row=3) for c in row if c.value
    }
    letter = next(v for k, v in columns.items() if "department" in str(k).lower())
    row = next(r for r in range(3, 20) if any(items.cell(r, c).value == "D" for c in range(1, 30)))
    items[f"{letter}{row}"] = "D"
    book.save(listed / "henan.xlsx")
    done = kg("validate", listed / "henan.xlsx", "--format", "json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    cells = {(f["shape"], f["location"]["cell"]): f["provision"] for f in document["findings"]}
    assert cells["department-head-decides", f"{letter}{row}"].startswith("opinions-2024/art-24")
    days = [c for row in info.iter_rows(min_row=4) for c in row if c.value == "2016-08-10"]
    for day in days:
        day.value = "soon"
    book.save(listed / "henan.xlsx")
    document = json.loads(kg("validate", listed / "henan.xlsx", "--format", "json").stdout)
    wrong = [f for f in document["findings"] if f["shape"] == "ListFormat"]
    assert days
    assert [f["location"]["cell"] for f in wrong] == [day.coordinate for day in days]


def test_to_committee_is_an_addressee():
    """`to: committee` must not be read as the property that bears the same word."""
    case = pipeline.case_from_file(Path("committee-decides-wrongly"))
    from kg import cases
    from kg.store import parse_jsonld

    said = {q.object.value for q in parse_jsonld(cases.to_jsonld(case)) if "refersTo" in str(q)}
    assert said == {f"{BASE}concept/addressee/committee"}
