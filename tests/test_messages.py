"""Bad input gives one clear message: where, what is wrong, what to do, in Chinese and English.

Each folder of tests/messages is one fault: `command` (the words after `kg`), the files it reads
(`content/` lies over a copy of the content) and `expected.txt`, what standard error must say.
`python -m pytest tests/test_messages.py --update-goldens` rewrites them; the diff is the review.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "messages"
NAMES = sorted(p.name for p in FOLDER.iterdir() if p.is_dir())

# What must never be missing here, whatever else is added.
GENERAL = [  # each command and each kind of fault
    "unknown-act", "dangling-of", "dangling-by", "dangling-about", "earlier-step",
    "impossible-date", "date-in-words", "person-without-status", "organs-in-a-circle",
    "not-a-mapping", "not-utf-8", "too-big", "facts-quote-not-found",
    "rule-lacks-field", "rules-in-a-circle",
    "sparql-syntax", "sparql-update", "alias", "duplicate-key", "deep-nesting", "missing-file",
    "folder-as-file", "empty-file", "findings-contradict", "reserved-id", "number-like-id",
    "unknown-field",
]  # fmt: skip
REQUIRED = [
    *GENERAL, "facts-unknown-kind", "facts-unknown-role", "facts-sentence-covered-twice",
    "facts-out-of-scope-twice", "facts-written-twice", "fact-id-twice", "facts-unknown-field",
    "facts-label-zh-is-english", "facts-label-en-is-chinese", "facts-figure-impossible-date",
    "facts-figure-period-reversed", "facts-file-empty", "facts-are-a-list",
    "version-end-before-entry", "version-entry-before-publication", "version-no-such-month",
    "version-impossible-date", "version-folder-without-version", "text-missing", "layout-style",
    "correspondence-unknown-change", "correspondence-dangling", "timing-lacks-field",
    "timing-unknown-text", "timing-overlap", "timing-reversed", "timing-impossible-date",
    "case-schema-not-json", "case-schema-no-schema", "case-schema-demands-less",
    "case-context-not-json", "case-context-lacks-a-term", "source-key-twice",
    "open-questions-empty", "mechanism-unknown-actor", "mechanisms-a-mapping",
    "question-lacks-field", "question-wrong-type", "rule-select-is-not-sparql",
]  # fmt: skip

# A complaint about a file as a whole has no line to name.
WHOLE_FILE = {
    "too-big", "missing-file", "folder-as-file", "query-missing", "sparql-service",
    "sparql-too-deep", "sparql-update", "text-missing", "ask-unknown-question",
    "ask-bare-parameter", "facts-yml", "version-folder-without-version",
}  # fmt: skip
SEVERAL = {  # every fault of a file is told at once
    "two-faults": 3,
    "mechanism-unknown-actor": 2,
    "correspondence-unknown-field": 2,
    "facts-unknown-field": 2,
}


def _bytes(name, data):
    return lambda folder, content: (folder / name).write_bytes(data)


CASE = "id: c\npeople:\n  - {id: p, status: clerk}\nsteps: []\n"
MADE = {  # inputs that would be silly to keep as files
    "too-big": _bytes("case.yaml", b"# " + b"x" * 20_000_000),
    "not-utf-8": _bytes("case.yaml", CASE.encode() + "# 检察官\n".encode("gb18030")),
    "deep-nesting": _bytes("case.yaml", b"id: c\nsteps: " + b"[" * 5000 + b"]" * 5000),
    "deep-nesting-json": _bytes("case.json", b'{"id": ' * 3000 + b"1" + b"}" * 3000),
    "sparql-too-deep": _bytes("q.rq", b"SELECT * {" + b"{" * 80 + b"}" * 80 + b"}"),
    "folder-as-file": lambda folder, content: (folder / "case.yaml").mkdir(),
    "text-missing": lambda folder, content: (content / V2024 / "text.txt").unlink(),
}
ON_CONTENT = {"text-missing"}
V2015 = "data/CN/opinions-2015/2015-09-28"
V2024 = "data/CN/opinions-2024/2024-07-04"
TIMING = "ontology/rules/timing.yaml"
SCHEMA, CONTEXT = "ontology/case.schema.json", "ontology/case.context.jsonld"
# Faults that are one change of a content file: where, the words, what stands there instead.
EDITS = {
    "version-lacks-field": (f"{V2024}/version.yaml", "jurisdiction: CN\n", ""),
    "version-end-before-entry": (f"{V2015}/version.yaml", "end: 2024-07-04", "end: 2014-07-04"),
    "version-entry-before-publication": (
        f"{V2015}/version.yaml", "publication: 2015-09-28", "publication: 2015-10-01"),
    "version-no-such-month": (
        f"{V2024}/version.yaml", "publication: 2024-07-24", "publication: 2024-13-01"),
    "version-impossible-date": (
        f"{V2024}/version.yaml", "publication: 2024-07-24", "publication: 2024-02-30"),
    "version-unknown-field": (f"{V2024}/version.yaml", "repeals:", "repeal:"),
    "version-text-elsewhere": (
        f"{V2024}/version.yaml", "file: text.txt", "file: ../../opinions-2015/text.txt"),
    "version-unknown-certainty": (f"{V2024}/version.yaml", "y: uncertain", "y: doubtful"),
    "layout-anchor": (f"{V2024}/version.yaml", "from: 一、目标和原则", "from: 没有的字"),
    "layout-style": (f"{V2024}/version.yaml", "style: chinese-newspaper", "style: papyrus"),
    "layout-regions-out-of-order": (
        f"{V2024}/version.yaml", "from: 一、目标和原则", "from: （上接第一版）"),
    "layout-unknown-article": (
        f"{V2015}/version.yaml", "{article: 16, items: [3,", "{article: 61, items: [3,"),
    "layout-not-a-number": (f"{V2024}/version.yaml", "articles: 48", "articles: all"),
    "timing-lacks-field": (TIMING, "    start: 2015-09-28\n", ""),
    "timing-unknown-text": (TIMING, "text: opinions-2015", "text: opinions-2016"),
    "timing-impossible-date": (TIMING, "start: 2015-09-28", "start: 2015-09-31"),
    "timing-overlap": (TIMING, "end: 2024-07-04", "end: 2024-07-24"),
    "timing-reversed": (TIMING, "until: 2024-07-24", "until: 2024-07-03"),
    "timing-unknown-field": (TIMING, "    end: 2024-07-04", "    ends: 2024-07-04"),
    "case-schema-not-json": (SCHEMA, '"title": "Case file, version 1",', '"title": Case file,'),
    "case-schema-no-schema": (SCHEMA, '"title": "Case file, version 1",', '"title": 1,'),
    "case-schema-demands-less": (SCHEMA, '"id",\n  "people",\n  "steps"\n', '"id"\n'),
    "case-context-not-json": (CONTEXT, '"id": "@id",', '"id" "@id",'),
    "case-context-lacks-a-term": (CONTEXT, '"candour": {', '"candor": {'),
}  # fmt: skip


def _replace(content, path, old, new):
    path = content / path
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def files_of(folder):
    """Return every path below a folder with what would change if it were written to."""
    return {
        p.relative_to(folder): (p.stat().st_size, p.stat().st_mtime_ns)
        for p in folder.rglob("*")
        if p.is_file()
    }


@pytest.fixture
def said(request, tmp_path, kg):
    """Return a function that runs a fault's command; it checks that nothing was written."""

    def run(name, *options):
        work = tmp_path / "work"
        shutil.copytree(FOLDER / name, work, ignore=shutil.ignore_patterns("expected.txt"))
        environment = {}
        content = None
        if (work / "content").is_dir() or name in ON_CONTENT or name in EDITS:
            content = request.getfixturevalue("content")
            if (work / "content").is_dir():
                shutil.copytree(work / "content", content, dirs_exist_ok=True)
                shutil.rmtree(work / "content")
            environment["KG_CONTENT"] = content
        arguments = shlex.split((work / "command").read_text(encoding="utf-8"))
        (work / "command").unlink()
        if name in MADE:
            MADE[name](work, content)
        if name in EDITS:
            _replace(content, *EDITS[name])
        out = tmp_path / "out"
        if (arguments[0] == "query" or name == "unknown-circumstance") and content is None:
            request.getfixturevalue("graph")  # what needs a build must leave it untouched
            out = Path(os.environ["KG_OUT"])
        before = files_of(out), files_of(work)
        done = kg(*arguments, *options, cwd=work, KG_OUT=out, **environment)
        assert (files_of(out), files_of(work)) == before, "a failure must write nothing"
        for path, shown in ((content, "<content>"), (work, "<folder>"), (tmp_path, "<tmp>")):
            done.stdout = done.stdout.replace(str(path), shown)
            done.stderr = done.stderr.replace(str(path), shown)
        return done

    return run


@pytest.mark.parametrize("name", NAMES)
def test_text(name, said, update_goldens):
    done = said(name)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    golden = FOLDER / name / "expected.txt"
    if update_goldens:
        golden.write_text(done.stderr, encoding="utf-8")
    assert done.stderr == golden.read_text(encoding="utf-8")


# The form is made in one place for every message; each command and each kind of fault is tried.
@pytest.mark.parametrize(
    "name", sorted({*GENERAL, "two-faults", "text-changed", "question-lacks-field"})
)
def test_json_says_the_same(name, said):
    done = said(name, "--format", "json")
    assert done.returncode == 2
    assert done.stderr == ""
    document = json.loads(done.stdout)
    assert set(document) == {"errors"}
    lines = []
    for error in document["errors"]:
        assert set(error) == {"where", "what", "do"}
        assert set(error["what"]) == set(error["do"]) == {"zh", "en"}
        lines += [error["where"]] + [
            f"  {error['what'][lang]} {error['do'][lang]}" for lang in ("zh", "en")
        ]
    golden = (FOLDER / name / "expected.txt").read_text(encoding="utf-8")
    assert "\n".join(lines) + "\n" == golden


@pytest.mark.parametrize("name", NAMES)
def test_golden_is_one_clear_message(name):
    lines = (FOLDER / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3 * SEVERAL.get(name, 1)
    for where, zh, en in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        if name not in WHOLE_FILE:
            assert re.search(r"\.(yaml|json|jsonld|rq):\d+|\([\w.]+\)$", where), where
        for text in (zh, en):
            assert text.startswith("  ")
            assert "Traceback" not in text
            assert "internal error" not in text
        assert "。 " in zh, "what is wrong, then what to do"
        assert len(re.findall(r"[\u4e00-\u9fff]", zh)) >= 6
        assert len(re.findall(r"[A-Za-z]+", en)) >= 5


def test_every_required_fault_is_here():
    assert set(REQUIRED) <= set(NAMES)
    for name in (*WHOLE_FILE, *SEVERAL, *MADE, *EDITS):
        assert name in NAMES, f"{name} is spoken of in this file and not in tests/messages"


def test_every_folder_is_whole():
    for name in NAMES:
        assert (FOLDER / name / "command").is_file(), name
        assert (FOLDER / name / "expected.txt").is_file(), name
    assert not [p for p in FOLDER.iterdir() if p.is_file()]


def test_a_sentence_that_nobody_covers_is_named(kg, content, tmp_path):
    """It is a finding (exit 1), not bad input: the ledger says where it stands and what to do."""
    path = content / V2024 / "facts" / "art-2.yaml"
    path.write_text("article: art-2\nfacts: []\n", encoding="utf-8")
    environment = {"KG_CONTENT": content, "KG_OUT": tmp_path / "out"}
    for lang, said in (
        ("zh", "未说明: opinions-2024/art-2/sentence-1. "
               "请在 facts/art-2.yaml 中写成事实，或列入 out_of_scope 并说明理由。"),
        ("en", "unaccounted: opinions-2024/art-2/sentence-1. "
               "Make it a fact in facts/art-2.yaml, or list it under out_of_scope with a reason."),
    ):  # fmt: skip
        done = kg("coverage", "--lang", lang, **environment)
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.splitlines()[-1].strip() == said


@pytest.mark.parametrize(
    "console",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["cp1252", "C"],
)
def test_a_console_that_is_not_utf_8_still_gets_utf_8(console, said, kg, tmp_path):
    case = FOLDER / "unknown-act"
    arguments = shlex.split((case / "command").read_text(encoding="utf-8"))
    done = kg(*arguments, cwd=case, KG_OUT=tmp_path / "out", **console)
    assert done.stderr == (case / "expected.txt").read_text(encoding="utf-8")
    listed = kg("assess", "chief-asks-again", "--lang", "zh", **console)
    assert listed.returncode == 0
    assert "检察长要求重新审查" in listed.stdout


def test_the_name_of_a_file_may_be_no_utf_8(kg, tmp_path):
    name = os.fsdecode(b"caf\xe9.yaml")
    text = kg("assess", name, cwd=tmp_path)
    assert (text.returncode, text.stdout) == (2, "")
    assert text.stderr.startswith("caf\\udce9.yaml\n")
    done = kg("assess", name, "--format", "json", cwd=tmp_path)
    assert json.loads(done.stdout)["errors"][0]["where"] == name


def test_a_wrong_command_line_is_a_message_too(kg):
    for arguments in (["assess"], ["assess", "--langg", "zh"], ["nonsense"], ["query", "a", "b"]):
        done = kg(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "命令写法不对" in done.stderr
        assert "The command is not written right" in done.stderr
        asked = kg(*arguments, "--format", "json")
        assert asked.returncode == 2
        assert json.loads(asked.stdout)["errors"][0]["where"].startswith("kg")


def test_a_folder_that_cannot_be_written_is_named(kg, tmp_path):
    (tmp_path / "file").write_text("x")
    done = kg("build", "--out", tmp_path / "file")
    assert done.returncode == 2
    assert str(tmp_path / "file") in done.stderr.splitlines()[0]
    assert "internal error" not in done.stderr


def test_a_full_disk_under_standard_output_is_said():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli", "coverage"],
            stdout=full, stderr=subprocess.PIPE, check=False,
            env={**os.environ, "PYTHONPATH": str(FOLDER.parents[1])},
        )  # fmt: skip
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
