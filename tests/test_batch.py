"""Many cases: any number of processes, killed runs and bad cases change nothing else."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import pipeline
from kg.derive import engine, matching, rules
from kg.errors import KgError
from kg.pipeline.kept import pack, unpack

ROOT = Path(__file__).resolve().parents[1]
CASE = {
    "id": "a",
    "people": [{"id": "p", "status": "procurator", "role": "sole-procurator"}],
    "steps": [{"id": "s1", "act": "decide", "by": "p", "on": "2024-09-01"}],
}


def line(**changes):
    return json.dumps({**CASE, **changes}, ensure_ascii=False).encode() + b"\n"


def lines(path):
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Return a file of 130 generated cases, a tenth of them broken."""
    path = tmp_path_factory.mktemp("many") / "cases.ndjson"
    pipeline.write_cases(130, 21, "ndjson", path, errors=0.1)
    return path


@pytest.fixture(scope="module")
def expected(many, graph):
    """Return the lines that the cases give when they are assessed one by one."""
    found = []
    for text in many.read_text(encoding="utf-8").splitlines():
        data = json.loads(text)
        try:
            case = pipeline.case_from_data(data)
            found.append(pipeline.answer_json(graph, pipeline.assess(graph, case)))
        except KgError as error:
            found.append({"case": data["id"], "errors": len(error.problems)})
    return found


def shortened(found):
    return [{**f, "errors": len(f["errors"])} if "errors" in f else f for f in found]


# --- the same answers, however they are made --------------------------------------------------


def test_the_same_lines_as_one_by_one(many, expected, tmp_path):
    out = tmp_path / "results.ndjson"
    counts = pipeline.assess_stream([many], out, chunk=37)
    assert shortened(lines(out)) == expected
    bad = sum("errors" in e for e in expected)
    assert (counts.cases, counts.bad) == (130, bad)
    assert bad > 3


def test_any_number_of_processes_gives_the_same_bytes(many, kg, tmp_path):
    for jobs, chunk in ((1, 400), (2, 20), (3, 7)):
        out = tmp_path / f"{jobs}.ndjson"
        done = kg("assess", many, "--out", out, "--jobs", jobs, "--chunk", chunk)
        assert done.returncode == 1, done.stderr
        assert done.stdout == ""
    found = {(tmp_path / f"{jobs}.ndjson").read_bytes() for jobs in (1, 2, 3)}
    assert len(found) == 1


def test_standard_output_and_input(many, kg, expected):
    done = kg("assess", "-", stdin=many.read_bytes())
    assert shortened(json.loads(text) for text in done.stdout.splitlines()) == expected
    assert done.returncode == 1
    assert "of 130 cases could not be answered" in done.stderr


def test_all_good_is_exit_0(kg, tmp_path):
    path = tmp_path / "good.ndjson"
    path.write_bytes(line(id="a") + line(id="b"))
    done = kg("assess", path, "--out", tmp_path / "r.ndjson")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_folder_is_read_in_the_order_of_its_names(kg, tmp_path):
    folder = tmp_path / "cases"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.ndjson").write_bytes(line(id="b1") + line(id="b2"))
    (folder / "a.json").write_bytes(line(id="a"))
    (folder / "sub" / "c.yaml").write_bytes(line(id="c"))
    (folder / "notes.txt").write_text("not a case")
    (folder / ".hidden.json").write_bytes(line(id="hidden"))
    out = folder / "results.ndjson"
    for _ in range(2):  # the second time its own results lie in the folder
        assert kg("assess", folder, "--out", out).returncode == 0
        assert [found["case"] for found in lines(out)] == ["a", "b1", "b2", "c"]


def test_n_triples_give_the_same_answers(graph, tmp_path):
    """But for the assumptions: in RDF a default that was filled in is a statement."""
    for format in ("ndjson", "nt"):
        pipeline.write_cases(60, 5, format, tmp_path / f"cases.{format}")
        pipeline.assess_stream([tmp_path / f"cases.{format}"], tmp_path / f"from-{format}")
    both = [lines(tmp_path / f"from-{format}") for format in ("ndjson", "nt")]
    for a, b in zip(*both, strict=True):
        assert a.pop("assumptions") or True
        b.pop("assumptions")
        assert a == b


def test_broken_n_triples_are_found(tmp_path):
    path = tmp_path / "cases.nt"
    counts = pipeline.write_cases(60, 6, "nt", path, errors=0.3)
    pipeline.assess_stream([path], tmp_path / "out")
    told = {d["case"]: d["fault"] for d in lines(tmp_path / "cases.nt.faults.ndjson")}
    assert sum(n for k, n in counts.items() if k) == len(told) > 5
    from kg.generate import KINDS

    wrong = {d["case"] for d in lines(tmp_path / "out") if "errors" in d}
    assert wrong == {c for c, k in told.items() if KINDS[k].found_by == "errors"}


def test_grouping_and_keeping_rules_change_nothing(graph):
    read = rules.read_rules(ROOT / "ontology" / "rules")
    assert unpack(pack(read)) == read == list(graph.rules)
    made = [pipeline.case_from_data(i.data) for i in pipeline.generate_cases(120, seed=9)]
    batch = {case.id: case for case in made}
    groups = matching.alike(graph.rules, batch)
    assert len(groups) > 1
    assert sorted(k for group in groups for k in group) == sorted(batch)
    together = pipeline.assess_many(graph, batch)
    assert list(together) == list(batch)
    for case in made[:30]:
        assert pipeline.assess(graph, case) == together[case.id]


# --- bad cases among good ones ----------------------------------------------------------------

DEEP = b'{"id": "deep", "x-a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
HOSTILE = {
    "no JSON": (b"{not json}\n", "JSON syntax error"),
    "cut off": (line()[:40] + b"\n", "JSON syntax error"),
    "a list": (b"[1, 2]\n", "must be a mapping"),
    "a number": (b"7\n", "must be a mapping"),
    "not a number": (b'{"id": NaN}\n', "JSON syntax error"),
    "a huge number": (b'{"id": ' + b"9" * 5000 + b"}\n", "JSON syntax error"),
    "not UTF-8": (b'{"id": "\xff\xfe"}\n', "not UTF-8"),
    "a NUL": (b'{"id": "a\x00b"}\n', "JSON syntax error"),
    "an escaped NUL": (b'{"id": "a\\u0000b"}\n', "control character"),
    "an escape code": (b'{"id": "a\\u001b[31mb"}\n', "control character"),
    "half a pair": (b'{"id": "a\\ud800"}\n', "control character"),
    "a key twice": (b'{"id": "a", "id": "b"}\n', "written twice"),
    "too deep": (DEEP, "nested deeper"),
    "a bit too deep": (line(**{"x-a": json.loads("[" * 90 + "]" * 90)}), "nested deeper"),
    "no people": (line(people=[]), "at least 1 must be"),
    "two faults": (line(people=[{"id": "p"}], x=1), 'There is no field "x"'),
    "no such provision": (
        line(id="c", findings=[{"person": "p", "about": "s1", "fault": "intent",
                                "circumstance": "opinions-2015/art-999"}]),
        "which does not exist",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_bad_line_is_reported_and_the_others_answered(kind, tmp_path):
    bad, said = HOSTILE[kind]
    path = tmp_path / "cases.ndjson"
    path.write_bytes(line(id="first") + bad + line(id="last"))
    out = tmp_path / "out"
    counts = pipeline.assess_stream([path], out)
    assert (counts.cases, counts.bad) == (3, 1)
    first, middle, last = lines(out)
    assert (first["case"], last["case"]) == ("first", "last")
    assert first["assessments"]
    problem = middle["errors"][0]
    assert problem["where"].startswith(f"{path}:2")
    assert any(said in p["what"]["en"] for p in middle["errors"])
    for problem in middle["errors"]:
        assert all(problem[part][lang] for part in ("what", "do") for lang in ("zh", "en"))


def test_a_line_that_is_too_long_is_skipped_without_being_held(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.cases.records.MAX_BYTES", 5000)
    path = tmp_path / "cases.ndjson"
    path.write_bytes(line(id="a") + b'{"x": "' + b"y" * 400_000 + b'"}\n' + line(id="b"))
    pipeline.assess_stream([path], tmp_path / "out")
    found = lines(tmp_path / "out")
    assert [f.get("case") for f in found] == ["a", None, "b"]
    assert "limit" in found[1]["errors"][0]["what"]["en"]


def test_bom_crlf_blank_lines_and_no_last_line_break(tmp_path):
    path = tmp_path / "cases.ndjson"
    path.write_bytes(
        b"\xef\xbb\xbf" + line(id="a").replace(b"\n", b"\r\n") + b"\n  \n" + line(id="b").rstrip()
    )
    assert pipeline.assess_stream([path], tmp_path / "out").bad == 0
    assert [found["case"] for found in lines(tmp_path / "out")] == ["a", "b"]


def test_files_that_cannot_be_read_among_good_ones(tmp_path):
    folder = tmp_path / "cases"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.json").write_bytes(line(id="a"))
    (folder / "b.ndjson").write_bytes(b"")
    os.mkfifo(folder / "c.ndjson")
    (folder / "d.nt").write_bytes(b"# nothing\n")
    (folder / "e.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "z.yaml").write_bytes(line(id="z"))
    counts = pipeline.assess_stream([folder, tmp_path / "missing.yaml"], tmp_path / "out")
    found = lines(tmp_path / "out")
    assert (counts.cases, counts.bad) == (8, 6)
    assert [f.get("case") for f in found] == ["a", *[None] * 5, "z", None]
    said = " ".join(f["errors"][0]["what"]["en"] for f in found if "errors" in f)
    for words in ("empty", "not a regular file", "no triples", "No such file", "not followed"):
        assert words in said


def test_an_id_used_twice_is_found_over_the_whole_input(tmp_path):
    path = tmp_path / "cases.ndjson"
    path.write_bytes(
        line(id="a") + line(id="b") + line(id="a") + line(id="c") + line(id="b", people=[])
        + line(id="b") + line(id="d") + line(id="a")
    )  # fmt: skip
    for chunk in (1, 2, 3, 100):
        out = tmp_path / f"out-{chunk}"
        pipeline.assess_stream([path], out, chunk=chunk)
        found = lines(out)
        good = [(n, f["case"]) for n, f in enumerate(found, 1) if "errors" not in f]
        assert good == [(1, "a"), (2, "b"), (4, "c"), (7, "d")]
        assert f"already used by {path}:1" in found[7]["errors"][0]["what"]["en"]
    assert len({(tmp_path / f"out-{chunk}").read_bytes() for chunk in (1, 2, 3, 100)}) == 1


def test_a_fault_of_ours_in_one_case_does_not_stop_the_others(tmp_path, monkeypatch):
    real = engine.settle

    def settle(case, *rest):
        if case.id == "b":
            raise RuntimeError("a fault")
        return real(case, *rest)

    monkeypatch.setattr(engine, "settle", settle)
    path = tmp_path / "cases.ndjson"
    path.write_bytes(line(id="a") + line(id="b") + line(id="c"))
    assert pipeline.assess_stream([path], tmp_path / "out").bad == 1
    found = lines(tmp_path / "out")
    assert [f["case"] for f in found] == ["a", "b", "c"]
    assert "internal error" in found[1]["errors"][0]["what"]["en"]


def test_many_cases_are_not_written_as_turtle(many, kg):
    done = kg("assess", many, "--format", "ttl")
    assert (done.returncode, done.stdout) == (2, "")
    assert "JSON only" in done.stderr


def test_nothing_to_read_could_not_run(kg, tmp_path):
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "missing.ndjson"):
        done = kg("assess", path, "--out", tmp_path / "out")
        assert done.returncode == 2, done
        assert "There is no case to read" in done.stderr
        assert not (tmp_path / "out").exists()
        assert not (tmp_path / "out.ledger").exists()


# --- going on ---------------------------------------------------------------------------


def start(many, out, *options):
    return subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "assess", str(many), "--out", str(out), *options],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_when(process, reached, seconds=60):
    """Kill the process (-9) as soon as `reached()`; tell whether it was still at work."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None and not reached():
        time.sleep(0.002)
    running = process.poll() is None
    if running:
        os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    return running


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_killed_goes_on_to_the_same_result(many, tmp_path, jobs, kg):
    whole, out = tmp_path / "whole", tmp_path / "out"
    options = ("--chunk", "4", "--jobs", jobs)
    pipeline.assess_stream([many], whole, chunk=4)
    part = tmp_path / "out.part"
    killed = 0
    for size in (1, 30_000, 200_000):  # after the first chunk, and twice somewhere later
        killed += kill_when(
            start(many, out, *options), lambda s=size: part.exists() and part.stat().st_size >= s
        )
        assert killed == 0 or not out.exists()
    assert killed >= 1
    assert kg("assess", many, "--out", out, *options).returncode == 1
    assert out.read_bytes() == whole.read_bytes()
    assert not part.exists()


def test_what_was_written_after_the_last_finished_chunk_is_cut_off(many, tmp_path):
    whole, out = tmp_path / "whole", tmp_path / "out"
    pipeline.assess_stream([many], whole, chunk=10)
    stop_after(many, out, 3)
    part = tmp_path / "out.part"
    with part.open("ab") as file:  # killed in the middle of writing the fourth chunk
        file.write(b'{"case": "half a li')
    told = []
    pipeline.assess_stream([many], out, chunk=10, progress=told.append)
    assert out.read_bytes() == whole.read_bytes()
    assert [step.skipped for step in told] == [True] * 3 + [False] * 10


def stop_after(many, out, chunks, **options):
    """Run until some chunks are finished and stop there."""

    class Stop(Exception):
        pass

    done = []

    def progress(step):
        done.append(step)
        if len(done) == chunks:
            raise Stop

    with pytest.raises(Stop):
        pipeline.assess_stream([many], out, chunk=10, progress=progress, **options)


def test_killed_between_naming_the_results_and_saying_so(many, tmp_path):
    out = tmp_path / "out"
    pipeline.assess_stream([many], out)
    before = out.read_bytes()
    ledger = sqlite3.connect(tmp_path / "out.ledger")
    ledger.execute("DELETE FROM meta WHERE key = 'complete'")
    ledger.commit()
    ledger.close()
    pipeline.assess_stream([many], out)
    assert out.read_bytes() == before


def test_a_finished_run_is_not_done_again(many, tmp_path):
    out = tmp_path / "out"
    first = pipeline.assess_stream([many], out)
    written = out.stat().st_mtime_ns
    told = []
    assert pipeline.assess_stream([many], out, progress=told.append) == first
    assert out.stat().st_mtime_ns == written
    assert all(step.skipped for step in told)


@pytest.mark.parametrize("finished", [True, False])
def test_changed_input_is_noticed(many, tmp_path, finished):
    copy, out = tmp_path / "cases.ndjson", tmp_path / "out"
    texts = many.read_bytes().splitlines(keepends=True)
    copy.write_bytes(b"".join(texts))
    if finished:
        pipeline.assess_stream([copy], out, chunk=10)
    else:
        stop_after(copy, out, 3)
    changed = {
        "the input (among": [*texts[:15], texts[15].replace(b"gen-21", b"gen-99"), *texts[16:]],
        "the input is shorter": texts[:20],
    }
    if finished:
        changed["the input is longer"] = [*texts, line(id="more")]
    for said, new in changed.items():
        copy.write_bytes(b"".join(new))
        with pytest.raises(KgError) as error:
            pipeline.assess_stream([copy], out, chunk=10)
        assert said in str(error.value)
        assert "--fresh" in str(error.value)
    pipeline.assess_stream([copy], out, chunk=10, fresh=True)
    assert len(lines(out)) == len(new)


def test_changed_options_graph_and_version_are_noticed(many, tmp_path):
    out = tmp_path / "out"
    stop_after(many, out, 2)
    with pytest.raises(KgError, match="--chunk"):
        pipeline.assess_stream([many], out, chunk=11)
    ledger = sqlite3.connect(tmp_path / "out.ledger")
    for key, said in (("content", "the rules"), ("version", "the version of kg")):
        old = ledger.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0]
        ledger.execute("UPDATE meta SET value = 'other' WHERE key = ?", (key,))
        ledger.commit()
        with pytest.raises(KgError, match=said):
            pipeline.assess_stream([many], out, chunk=10)
        ledger.execute("UPDATE meta SET value = ? WHERE key = ?", (old, key))
        ledger.commit()
    ledger.close()
    assert pipeline.assess_stream([many], out, chunk=10).cases == 130


def test_results_of_others_are_not_overwritten(many, tmp_path):
    out = tmp_path / "out"
    out.write_text("precious")
    with pytest.raises(KgError, match="no ledger"):
        pipeline.assess_stream([many], out)
    assert out.read_text() == "precious"
    pipeline.assess_stream([many], out, fresh=True)
    assert len(lines(out)) == 130
    with pytest.raises(KgError, match="cannot be the input"):
        pipeline.assess_stream([out], out)


def test_two_runs_do_not_write_the_same_results(many, tmp_path):
    from kg.pipeline.ledger import Ledger

    out = tmp_path / "out"
    settings = {"content": "c", "version": "v", "chunk": "1"}
    first = Ledger(out, settings, fresh=False)
    try:
        for fresh in (False, True):
            with pytest.raises(KgError, match="in use"):
                Ledger(out, settings, fresh=fresh)
    finally:
        first.close()
    Ledger(out, settings, fresh=False).close()


def test_a_file_that_is_no_ledger(many, tmp_path):
    (tmp_path / "out.ledger").write_text("hello " * 100)
    with pytest.raises(KgError, match="no ledger"):
        pipeline.assess_stream([many], tmp_path / "out")


# --- memory ---------------------------------------------------------------------------

MEASURE = """
import os, sys
from pathlib import Path
from kg import pipeline
pipeline.assess_stream([Path(sys.argv[1])], None, to=open(os.devnull, "wb"), chunk=50)
# the peak since the program began; getrusage would count that of the test process before it
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmHWM"].split()[0]) // 1024)
"""


def test_memory_does_not_grow_with_the_input(tmp_path):
    peaks = []
    for count in (200, 1600):
        path = tmp_path / f"{count}.ndjson"
        pipeline.write_cases(count, 2, "ndjson", path)
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, check=True, timeout=300,
        )  # fmt: skip
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 25, peaks
    assert peaks[1] < 500


def test_writing_cases_holds_none_of_them():
    import tracemalloc

    made = pipeline.generate_cases(4000, 2)
    for _ in range(100):
        next(made)
    tracemalloc.start()
    try:
        for _ in made:
            pass
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
