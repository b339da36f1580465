"""Questions found by words, answers as files, and what the graph says of itself."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

from kg import pipeline, sheets
from kg.store import select_result


def found(words, graph):
    return [f.question.id for f in pipeline.find_questions(words, graph)]


def test_no_words_list_every_question(graph):
    assert found("  ", graph) == list(pipeline.questions())


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("决定被复核", "who-answers-when-altered"),
        ("WHO answers ALTERED", "who-answers-when-altered"),
        ("谁 altered", "who-answers-when-altered"),
        ("ｗｈｏ　ａｎｓｗｅｒｓ", "who-answers-for-what"),
        ("norm-counts", "norm-counts"),
        ("opinions-2024/art-30", "article-in-both-texts"),
        ("逮捕", "lists-on-matter"),
        ("arrest lists", "lists-on-matter"),
    ],
)
def test_words_of_both_languages_find(words, question, graph):
    assert question in found(words, graph)


def test_a_value_that_is_meant_is_named(graph):
    hit = next(f for f in pipeline.find_questions("批准逮捕", graph)
               if f.question.id == "lists-on-matter")  # fmt: skip
    assert ("matter", "approve-arrest") in [(c.parameter.name, c.value) for c in hit.choices]
    assert all("批准逮捕" in c.label.zh for c in hit.choices)
    named = next(f for f in pipeline.find_questions("清单 哪些", graph))
    assert not named.choices


def test_own_words_come_first_and_nothing_is_found_by_half_a_word(graph):
    hits = pipeline.find_questions("committee", graph)
    own = ["committee" in f"{f.question.question.en}".lower() for f in hits]
    assert own[0]
    assert own == sorted(own, reverse=True)
    assert found("rrest", graph) == []
    assert found("no such words anywhere", graph) == []


def test_the_command_lists_what_is_found(kg):
    said = kg("ask", "--search", "逮捕", "--format", "json")
    hit = next(q for q in json.loads(said.stdout) if q["id"] == "lists-on-matter")
    assert {"parameter": "matter", "value": "approve-arrest",
            "label": {"zh": "批准逮捕", "en": "approval of arrest"}} in hit["choices"]  # fmt: skip
    assert "--param matter=" in kg("ask", "--search", "逮捕").stdout
    nothing = kg("ask", "--search", "zzzz")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "zzzz" in nothing.stderr


def test_a_workbook_holds_text_and_its_receipt(graph):
    values = {"source": "opinions-2024"}
    result = pipeline.ask("duties", values, graph=graph)
    book = load_workbook(
        io.BytesIO(pipeline.results.as_xlsx("duties", values, result, graph, "zh"))
    )
    rows, receipt = book.worksheets
    assert rows.max_row == len(result.rows) + 1
    headings = [c.value for c in rows[1]]
    assert headings == [pipeline.questions()["duties"].columns[v].zh for v in result.variables]
    told = {r[0].value: r[1].value for r in receipt.iter_rows()}
    assert told["图谱（sha256）"] == graph.receipt["graph"]
    assert "opinions-2024" in told.values()
    assert "官方解释" in told["说明"]


def test_no_cell_is_a_formula_and_none_is_lost():
    nasty = ["=1+1", "+1", "-1", "@x", "\t=1", "a\x00b", "长" * 40_000, ""]
    book = load_workbook(
        io.BytesIO(sheets.to_xlsx({"a[b]:*?/\\c": [["h"], *[[x] for x in nasty]]}))
    )
    cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert all(c.data_type in ("s", "n") and c.data_type != "f" for c in cells)
    assert cells[0].value == "=1+1"
    assert cells[5].value == "a\ufffdb"
    assert len(cells[6].value) == 32_767
    literal = {"type": "literal", "value": "=HYPERLINK(1)"}
    out = pipeline.results.as_csv(select_result(["a"], [{"a": literal}]))
    assert out.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(out.decode("utf-8-sig")))) == [["a"], ["'=HYPERLINK(1)"]]


# --- what the graph is -------------------------------------------------------------------------


def test_the_build_keeps_the_ledger_that_the_command_prints(graph):
    assert graph.ledger == pipeline.coverage_report()


def test_every_source_has_its_dates_states_and_counts(graph):
    entries = {e.id: e for e in pipeline.about.source_entries(graph)}
    rows = pipeline.ask("sources", {}, graph=graph).rows
    assert set(entries) == {r["source"] for r in rows}
    for row in rows:
        entry = entries[row["source"]]
        assert entry.title.zh == row["title_zh"]
        assert entry.dates == {
            k: row[k] for k in ("document", "publication", "in_force", "end") if k in row
        }
        assert entry.status
        assert entry.licence or entry.rights
    provisions = pipeline.ask("all-provisions", {}, graph=graph).rows
    assert sum(n for e in entries.values() for n in e.texts.values()) == len(
        {r["provision"] for r in provisions}
    )


def test_the_receipt_and_the_citation_name_this_state(graph):
    receipt = pipeline.about.full_receipt(graph)
    assert receipt["graph"] == graph.manifest["graph"]
    assert all(re.fullmatch("[0-9a-f]{64}", receipt[k]) for k in ("rules", "questions", "content"))
    cite = pipeline.about.how_to_cite(graph, "2026-11-21")
    for words in (cite.text.zh, cite.text.en, cite.bibtex):
        assert receipt["graph"] in words
        assert "2026-11-21" in words
    assert "no DOI" in cite.bibtex
    assert cite.bibtex.count("{") == cite.bibtex.count("}")


def test_licences_are_read_where_they_lie():
    found = pipeline.about.licence_texts()
    assert list(found) == ["LICENSE", "LICENSE-CONTENT", "NOTICE"]
    assert "Apache License" in found["LICENSE"]
    names = {x.name.lower(): x for x in pipeline.about.libraries()}
    assert names["streamlit"].licence == "Apache-2.0"
    assert all(x.licence and x.version for x in names.values())
