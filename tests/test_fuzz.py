"""Damaged content is said in words: every content file, in many ways, a seeded sample a run.

tests/sample is a small invented content tree that uses every field. One value of one file is
removed, renamed, retyped, doubled or cut off; then the real command line runs in this process. It
must end with 0 or 2, and with 2 say in both languages which file is wrong. KG_FUZZ=all tries all.
"""

import json
import os
import random
import re
import shutil
import sys
from pathlib import Path

import pytest

from kg import cli, pipeline
from kg.assets import read_query
from kg.cases import format as case_format
from kg.derive import conditions
from kg.errors import KgError
from kg.lists import matters
from kg.pipeline import graph as graphs
from kg.yaml12 import load

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = Path(__file__).parent / "sample"
SHARED = ["ontology/case.schema.json", "ontology/case.context.jsonld"]
FILES = sorted(p.relative_to(SAMPLE).as_posix() for p in SAMPLE.rglob("*") if p.is_file()) + SHARED
SEED, TRIED = 20240704, 140
ASKED = {"a-case", "some-norms"}  # what the commands name

VALUES = [
    None, True, -1, 7, 2.5, "", " ", "\n", "x", "甲", "a b<>\"'{}|^`\\", "../x", "2024-02-30",
    "2024-13-01", "9999-12-31", "a\n", "*", "art-1", "sample-a/art-9", "sample-z/art-1", "?step",
    [], [None], [[]], ["x"], [{}], {}, {"zh": "甲"}, {"zh": "x", "en": "甲"}, {"x": 1},
]  # fmt: skip


# --- what is done to a file -----------------------------------------------------------------------


def places(data, path=()):
    """Yield the path of every value below `data`."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))


def changed(data, path, change):
    """Return a deep copy of `data` with one change at `path`."""
    data = json.loads(json.dumps(data))
    owner = data
    for key in path[:-1]:
        owner = owner[key]
    key, (kind, value) = path[-1], change
    if kind == "remove":
        del owner[key]
    elif kind == "put":
        owner[key] = value
    elif kind == "double":
        owner.insert(key, owner[key])
    elif kind == "rename":
        items = [(f"{k}{value}" if k == key else k, v) for k, v in owner.items()]
        owner.clear()
        owner.update(items)
    return data


def changes(data):
    """Yield (path, change) for every change of a file's data."""
    for path in places(data):
        yield path, ("remove", None)
        yield path, (("rename", "r") if isinstance(path[-1], str) else ("double", None))
        for value in VALUES:
            yield path, ("put", value)


def read(path):
    """Return the data of a YAML or JSON file, or of the header of a query."""
    return read_query(path).header.data if path.suffix == ".rq" else load(path).data


def written(path, data):
    """Return the text of a file with other data."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    if path.suffix != ".rq":
        return text
    body = [x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("#+")]
    return "\n".join([*(f"#+ {line}" for line in text.splitlines()), *body]) + "\n"


def mutants(name):
    """Yield (words for the change, maker of the file's bytes) for one file."""
    path = (ROOT if name in SHARED else SAMPLE) / name
    raw = path.read_bytes()
    yield "empty", lambda: b""
    yield "no file", lambda: None
    yield "a folder", lambda: "folder"
    yield "a list", lambda: written(path, []).encode()
    yield "a word", lambda: written(path, "x").encode()
    for part in range(1, 12):
        yield f"cut at {part}/12", lambda part=part: raw[: len(raw) * part // 12]
        yield (
            f"no line {part}",
            lambda part=part: b"\n".join(x for i, x in enumerate(raw.split(b"\n"), 1) if i != part),
        )
    if path.suffix == ".txt":
        return
    data = read(path)
    for spot, change in changes(data):
        yield (
            f"{spot} {change}",
            lambda s=spot, c=change: written(path, changed(data, s, c)).encode(),
        )


EVERY = [(name, said, make) for name in FILES for said, make in mutants(name)]


def sample():
    """Return the mutants of this run: for each file the damage as a whole, then a drawn sample."""
    if os.environ.get("KG_FUZZ") == "all":
        return EVERY
    draw = random.Random(SEED)
    whole = [m for m in EVERY if m[1] in ("empty", "no file", "a list")]
    by_file = {n: [m for m in EVERY if m[0] == n] for n in FILES}
    return whole + [draw.choice(by_file[draw.choice(FILES)]) for _ in range(TRIED - len(whole))]


# --- what must come of it -------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return the sample content with the real ontology, as the content of this process."""
    content = tmp_path / "content"
    shutil.copytree(SAMPLE, content)
    for path in [*(ROOT / "ontology").glob("*.ttl"), *(ROOT / s for s in SHARED)]:
        shutil.copy(path, content / "ontology")
    shutil.copytree(ROOT / "ontology" / "list-rules", content / "ontology" / "list-rules")
    monkeypatch.setenv("KG_CONTENT", str(content))
    monkeypatch.setenv("KG_OUT", str(tmp_path / "out"))
    yield content
    forget()


def forget():
    """Forget what this process has read."""
    for cached in (
        case_format.schema, case_format.context, case_format._case_format, conditions._allowed,
        pipeline.questions, matters.read_matters,
    ):  # fmt: skip
        cached.cache_clear()
    graphs._opened.clear()


def command(name):
    """Return the command that reads a file and uses it."""
    if name.startswith("kg/queries"):
        return ["kg", "ask", "some-norms"]
    if name.startswith(("ontology", "data/cases")):
        return ["kg", "assess", "a-case"]
    return ["kg", "build"]


def run(arguments, monkeypatch, capsys):
    """Run the command line in this process; return its exit code and standard error."""
    forget()
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as ended:
        cli.run()
    return ended.value.code, capsys.readouterr().err


def check_words(said, content):
    """Check that each complaint names a content file and says what is wrong in both languages."""
    lines = said.splitlines()
    assert lines
    assert len(lines) % 3 == 0, said
    for where, zh, en in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        file = re.match(r"[^:( ]+", where).group()
        inside = file.removeprefix(f"{content}/")
        assert inside in FILES or (content / inside).exists() or inside in ASKED, where
        assert "。" in zh
        assert re.search(r"[\u4e00-\u9fff]{3}", zh), zh
        assert re.search(r"[A-Za-z]{2}.*\.", en), en
        assert "internal error" not in en, said


@pytest.mark.parametrize("arguments", [command(n) for n in ("data", "ontology", "kg/queries")])
def test_the_sample_is_whole(arguments, tree, monkeypatch, capsys):
    assert run(arguments, monkeypatch, capsys) == (0, "")


def test_damage_is_said_in_words(tree, monkeypatch, capsys):
    refused = 0
    for name, what, make in sample():
        path = tree / name
        before = path.read_bytes()
        damage = make()
        path.unlink()
        if damage == "folder":
            path.mkdir()
        elif damage is not None:
            path.write_bytes(damage)
        code, said = run(command(name), monkeypatch, capsys)
        assert code in (0, 2), (name, what, code)
        try:
            if code == 2:
                refused += 1
                check_words(said, tree)
        except AssertionError as error:
            raise AssertionError(f"{name}: {what}\n{said}") from error
        if damage == "folder":
            path.rmdir()
        path.write_bytes(before)
    assert refused > 60, "nothing was refused"


def test_every_renamed_field_is_told(tree):
    """A typo in a field's name never passes silently; `citations` and `columns` have free keys."""
    free = {"citations", "columns"}
    for name in FILES:
        path = tree / name
        if path.suffix == ".txt" or name in SHARED:
            continue
        before = path.read_bytes()
        data = read(path)
        fields = [p for p in places(data) if isinstance(p[-1], str) and not free & set(p[:-1])]
        known = {}
        for field in fields:  # each field once, not in every entry of a list
            known.setdefault(tuple(k for k in field if isinstance(k, str)), field)
        for field in known.values():
            path.write_text(written(path, changed(data, field, ("rename", "r"))), encoding="utf-8")
            forget()
            with pytest.raises(KgError) as caught:
                pipeline.read_content()
                pipeline.packaged_cases()
                pipeline.questions()
                matters.read_matters()
            assert name in caught.value.problems[0].where, field
        path.write_bytes(before)
