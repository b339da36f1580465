"""Search: what is found, in which order, with which words marked, and what is said when nothing is.

The same over the build's file, over rows of a server, on the command line and over HTTP.
"""

import csv
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from kg import pipeline, search
from kg.errors import KgError
from kg.model import Text
from kg.search.documents import Document, collect
from kg.search.folding import fold
from kg.search.terms import read_terms

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def find(graph):
    def found(words, **options):
        return pipeline.search(graph, words, **options)

    return found


def ids(result):
    return [hit.identifier for hit in result.hits]


def marked(text, spans):
    return [text[start:end] for start, end in spans]


# --- what is found --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["第三十条", "30条", "第30条", "３０条", "art 30", "art. 30", "Article 30", "art-30",
     "ＡＲＴ．３０", "articles 30", "第 三十 条"],
)  # fmt: skip
def test_a_number_finds_its_articles_first(find, words):
    articles = {"opinions-2024/art-30", "opinions-2015/art-30", "regulations-2024/art-30",
                "organic-law-2018/art-30"}  # fmt: skip
    assert set(ids(find(words))[:4]) == articles


def test_a_number_also_finds_what_rests_on_the_article(find):
    hits = find("opinions-2024/art-30", kinds=["norm"]).hits
    assert hits and all(h.provisions[0].startswith("opinions-2024/art-30") for h in hits)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("opinions-2024/art-30", "opinions-2024/art-30"),
        ("opinions-2024/art-30/sentence-1", "opinions-2024/art-30/sentence-1"),
        ("OPINIONS-2015/ART-10/PARA-2", "opinions-2015/art-10/para-2"),
        ("opinions-2024 art 26", "opinions-2024/art-26"),
        ("2015 第十条第二款", "opinions-2015/art-10/para-2"),
        (
            "https://w3id.org/judicial-responsibility/id/opinions-2024/art-30",
            "opinions-2024/art-30",
        ),
        ("chief-procurator", "office/chief-procurator"),
        ("检察长", "office/chief-procurator"),
        ("不起诉", "matter/not-prosecute"),
        ("gross negligence", "fault/gross-negligence"),
        ("chief-asks-again", "chief-asks-again"),
        ("list-CN-41-2016", "list-CN-41-2016"),
        ("jr:ListItem", "jr:ListItem"),
        ("reserved-to-chief", "reserved-to-chief"),
    ],
)
def test_what_is_named_exactly_comes_first(find, words, first):
    assert ids(find(words))[0] == first


def test_two_chinese_characters_are_found_inside_a_run(find):
    result = find("逮捕", limit=100)
    by_kind = {h.kind for h in result.hits}
    assert {"provision", "norm", "matter", "list-item"} <= by_kind
    assert any("批准逮捕" in h.label.zh for h in result.hits)
    for hit in result.hits:
        texts = [hit.label.zh, *(m.text for m in hit.snippet.values())]
        assert any("逮捕" in t for t in texts), hit.identifier


def test_every_word_must_be_there(find):
    both = set(ids(find("批准 逮捕", limit=100)))
    arrest, approve = find("逮捕", limit=100), find("批准", limit=100)
    assert approve.total <= 100 and arrest.total <= 100  # one page has them all
    assert both
    assert both <= set(ids(arrest)) and both <= set(ids(approve))


def test_what_is_found_is_what_a_plain_look_through_finds(graph, find):
    """No hit of a Chinese word is lost: compared with CONTAINS over the norms' own words."""
    rows = graph.store.solutions(
        """SELECT DISTINCT ?id WHERE { ?n jr:hasReviewStatus ?r ; dcterms:identifier ?id .
           { ?n skos:prefLabel|jr:actText|jr:objectText|jr:conditionText|jr:consequenceText ?t }
           UNION { ?n jr:hasQuote/oa:exact ?t }
           FILTER(CONTAINS(?t, "表决")) }"""
    )
    expected = {row["id"] for row in rows}
    result = find("表决", kinds=["norm"], limit=100)
    assert len(expected) > 4
    assert set(ids(result)) == expected
    assert result.total == result.counts["norm"] == len(expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("duty", "duties"),
        ("committee", "committees"),
        ("PROCURATOR", "procurators"),
        ("responsibilities", "responsibility"),
        ("re-examination", "reexamination"),
        ("procurator's", "procurators"),
        ("重新审查", "「重新审查」"),
        ("重大过失，故意", "重大过失 故意"),
        ("ｄｕｔｙ", "duty"),
    ],
)
def test_spellings_of_the_same_find_the_same(find, one, other):
    assert find(one).total > 0
    assert find(one).counts == find(other).counts


def test_words_in_quotation_marks_stand_together(find):
    together = find('"chief procurator decides"', limit=100)
    apart = find("chief procurator decides", limit=100)
    assert 0 < together.total < apart.total


def test_a_chinese_run_that_nobody_writes_falls_into_its_words(find):
    result = find("检察官责任")
    assert list(result.pieces) == ["检察官", "责任"]
    assert result.notes[0].zh.endswith("检察官 责任")
    assert result.hits[0].identifier == "opinions-2015/art-3-procurator-responsibility-system"
    assert not find("重新审查").pieces


def test_a_number_that_is_not_there_shows_its_article_and_says_so(find):
    result = find("opinions-2015/art-39/para-1")
    assert result.hits[0].identifier == "opinions-2015/art-39"
    assert "art-39/para-1" in result.notes[0].en and "art-39/para-1" in result.notes[0].zh


def test_parts_of_an_article_are_one_hit_that_names_the_part(find):
    result = find("严重后果 终身负责 重大过失", kinds=["provision"])
    assert ids(result)[0] == "opinions-2024/art-26"
    assert result.hits[0].part == ""  # no sentence has all three words
    part = find("终身负责", kinds=["provision"]).hits[0]
    assert (part.identifier, part.part) == (
        "opinions-2024/art-26",
        "opinions-2024/art-26/sentence-1",
    )


def test_labels_come_before_texts(find):
    result = find("抗诉", limit=100)
    in_label = ["抗诉" in hit.label.zh for hit in result.hits]
    assert any(in_label) and not all(in_label)
    assert in_label == sorted(in_label, reverse=True)
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)


def test_one_language_is_enough_or_can_be_asked_for(find):
    assert find("procurator", lang="zh").total < find("procurator", lang="en").total
    assert find("检察官", lang="en").total < find("检察官", lang="zh").total
    with pytest.raises(KgError, match='no language "fr"'):
        find("procurator", lang="fr")


@pytest.mark.parametrize(
    "words", ["opinions-2024/art-30", "gross negligence", "重新审查", "list-CN-41-2016", "第三十条"]
)
def test_what_is_being_typed_is_found_from_the_second_letter_on(find, words):
    for end in range(2, len(words) + 1):
        assert find(words[:end]).total > 0, words[:end]


def test_kinds_pages_and_counts(find):
    everything = find("检察官", limit=100)
    norms = find("检察官", kinds=["norm"], limit=7, offset=3)
    assert norms.counts == everything.counts
    assert norms.total == everything.counts["norm"]
    assert everything.total == sum(everything.counts.values())
    assert ids(norms) == ids(find("检察官", kinds=["norm"], limit=10))[3:]
    two = find("检察官", kinds=["case", "role"], limit=100)
    assert {h.kind for h in two.hits} == {"case", "role"}
    assert find("检察官", offset=10_000).hits == []


# --- what is said of it ---------------------------------------------------------------------------


def test_spans_mark_the_words_in_the_text_as_it_stands(find):
    hit = next(h for h in find("重新审查").hits if h.kind == "norm")
    assert marked(hit.label.zh, hit.label_spans["zh"]) == ["重新审查"]
    assert marked(hit.snippet["zh"].text, hit.snippet["zh"].spans) == ["重新审查"]
    english = find("re-examine", kinds=["norm"]).hits[0]
    words = marked(english.label.en, english.label_spans["en"])
    assert words and all(w.lower().startswith("re-examine") for w in words)
    assert all("<" not in m.text for m in hit.snippet.values())


def test_a_long_text_is_cut_around_the_words(find):
    for hit in find("质效", kinds=["provision"], limit=100).hits:
        cut = hit.snippet["zh"]
        assert len(cut.text) <= 102
        assert marked(cut.text, cut.spans), hit.identifier
        assert set(marked(cut.text, cut.spans)) == {"质效"}


def test_the_laws_words_are_told_from_ours(graph, find):
    hit = find("opinions-2024/art-30").hits[0]
    assert hit.snippet["zh"].of == "text"
    assert hit.snippet["en"].of == "restatement"
    assert hit.source_title.zh == "关于人民检察院全面准确落实司法责任制的若干意见"
    row = next(graph.store.solutions("SELECT ?t { id:opinions-2024\\/art-30 jr:text ?t }"))
    assert row["t"].startswith(hit.snippet["zh"].text.strip("…"))


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("opinions-2015/art-44", "missing", "missing in the supplied text; no verified words"),
        ("regulations-2024/art-9", "restored", "restatement of an outside source"),
        ("opinions-2015/art-16", "partial", "parts of this provision are lost"),
        ("opinions-2024/art-30", "complete", None),
        ("regulations-2024/art-13-chief-approves-opening", "restored", "outside source"),
    ],
)
def test_a_lost_text_is_said(find, words, status, said):
    hit = find(words).hits[0]
    assert hit.text_status == status
    assert (hit.text_note is None) == (said is None)
    if said:
        assert said in hit.text_note.en
        assert hit.text_note.zh
    if status == "missing":
        assert hit.snippet == {}


def test_a_translated_text_is_said(find):
    hit = find("opinions-2015/art-1").hits[0]
    assert hit.snippet["en"].of == "text"
    assert "English translation" in hit.text_note.en


def test_nothing_found_says_so_and_what_can_be_searched(find):
    result = find("procuratr zzqq")
    assert (result.total, result.hits, dict(result.counts)) == (0, [], {})
    assert "Did you mean procurator?" in result.hint.en
    assert "does not mean that the law says nothing" in result.hint.en
    assert "不等于法律没有规定" in result.hint.zh
    apart = find("终身负责 批准逮捕")
    assert "nothing has them all" in apart.hint.en
    other = find("不起诉", kinds=["mechanism"])
    assert other.total == 0 and other.counts["matter"] > 0 and "other kinds" in other.hint.en


# --- the parts ------------------------------------------------------------------------------------


def test_folding():
    assert fold("《检察官法》第３０条，Art. 30") == " 检察官法 第 30 条 art 30 | "
    assert fold("procurator’s re-examination") == " procurators re examination reexamination | "
    assert fold("a", "b") == " a | b | "


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("第一百零三条", "art-103"), ("第二十条第（三）项", "art-20/item-3"), ("十条", "art-10"),
        ("第三点", "point-3"), ("art 10 para 2 sentence 1", "art-10/para-2/sentence-1"),
        ("article 10(2)", "art-10"), ("case 8", "case-8"), ("三〇条", "art-30"),
        ("article 10, paragraph 2", "art-10/para-2"),
    ],
)  # fmt: skip
def test_numbers_of_provisions_are_read(typed, reference):
    assert read_terms(typed)[0].reference == reference


def test_ranking_of_a_small_collection():
    def node(name, label, text):
        return Document(f"urn:{name}", "norm", name, Text(label, label), [("act", "zh", text)])

    found = collect(
        [
            node("long", "甲", "抗诉" + "其他的话" * 50),
            node("often", "乙", "抗诉抗诉抗诉"),
            node("label", "提出抗诉的人", "丁"),
            node("exact", "抗诉", "戊"),
            node("none", "己", "起诉"),
        ],
        {},
    )
    result = search.Index(found).search("抗诉")
    assert ids(result) == ["exact", "label", "often", "long"]


def test_the_build_keeps_what_rows_give(graph):
    """The file of a build is what the same graph gives as rows, byte for byte."""
    kept = (graph.folder / "search.json").read_bytes()
    assert search.pack(search.unpack(kept)) == kept
    from kg.pipeline.builds import searchable

    assert search.pack(searchable(graph.store)) == kept


def test_every_kind_and_every_sort_of_text_has_a_name(graph):
    found = search.unpack((graph.folder / "search.json").read_bytes())
    assert {d.kind for d in found.documents} == set(pipeline.search_kinds())
    assert {of for d in found.documents for of, _, _ in d.texts} <= set(pipeline.search_texts())
    places = [(d.kind, d.identifier) for d in found.documents]
    assert len(places) == len(set(places))
    for name, path in (("questions", pipeline.questions()), ("cases", pipeline.packaged_cases())):
        kind = name[:-1]
        assert {d.identifier for d in found.documents if d.kind == kind} == set(path)


# --- bad input ------------------------------------------------------------------------------------

BAD = ["", "   ", "。。！", "?*()[]", "a" * 201, " ".join("abcdefghijklmnopq"), "a\x00b", "\ud800",
       "\x9b", "'\"<>",
       "(((((((((", "\\"]  # fmt: skip
HOSTILE = [
    "(((((((((((((((((((a", "a+a+a+a+a+a+a+a+", "%00", "\\1", "') OR 1=1 --", "{ ?s ?p ?o }",
    "<script>alert(1)</script>", "../../etc/passwd", "^(a+)+$" * 20, "检" * 200, "ab" * 100,
    "\u202e倒", "第" * 150 + "条", "九" * 150 + "条", "art " + "9" * 190, "-" * 50 + "a",
    "a-" * 90 + "a", "'" * 199 + "a", "\u200b检察长", "𠀀𠀁", "😀 检察",
]  # fmt: skip


@pytest.mark.parametrize("words", BAD)
def test_words_that_say_nothing_are_told(find, words):
    with pytest.raises(KgError) as told:
        find(words)
    problem = told.value.problems[0]
    assert problem.what_zh and problem.what_en and problem.do_zh and problem.do_en


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words(find, words):
    began = time.process_time()
    result = find(words)
    assert time.process_time() - began < 5  # no pattern explodes
    assert result.total >= 0
    json.dumps(result.as_json()).encode()
    for hit in result.hits:
        for text, spans in [(hit.label.zh, hit.label_spans["zh"]),
                            *((m.text, m.spans) for m in hit.snippet.values())]:  # fmt: skip
            assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kinds": ["fact"]}, "There is no kind"),
        ({"limit": 0}, "not between 1 and 100"),
        ({"limit": 101}, "not between 1 and 100"),
        ({"offset": -1}, "not between 0 and 10000"),
    ],
)
def test_options_that_cannot_be_used_are_told(find, options, said):
    with pytest.raises(KgError, match=said):
        find("检察官", **options)


# --- the command line -----------------------------------------------------------------------------


def test_the_command_prints_a_list_json_and_csv(kg):
    done = kg("search", "重新审查", "--kind", "provision", "--lang", "zh")
    assert done.returncode == 0
    assert "opinions-2024/art-30" in done.stdout
    assert "\x1b" not in done.stdout  # marks are for terminals
    done = kg("search", "art", "30", "--format", "json", "--limit", "3")
    found = json.loads(done.stdout)
    assert len(found["hits"]) == 3 and found["total"] > 3
    assert set(found["hits"][0]) == {
        "iri", "kind", "identifier", "label", "label_spans", "source", "source_title", "snippet",
        "provisions", "part", "text_status", "text_note", "confidence", "score",
    }  # fmt: skip
    done = kg("search", "art", "30", "--format", "csv", "--limit", "3")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [r["identifier"] for r in rows] == [h["identifier"] for h in found["hits"]]


def test_the_command_says_that_nothing_was_found_and_what_is_wrong(kg):
    done = kg("search", "zzqq", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing was found.")
    done = kg("search", "检察官", "--kind", "fact")
    assert done.returncode == 2
    assert "没有种类“fact”" in done.stderr and 'There is no kind "fact"' in done.stderr


# --- over HTTP, and from the rows of a server -----------------------------------------------------


@pytest.fixture(scope="module")
def url(graph):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--no-app", "--port", str(port),
         "--workers", "1", "--timeout", "60"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            assert process.poll() is None, process.stderr.read()
            try:
                urllib.request.urlopen(f"{address}/api/questions", timeout=60).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stderr.close()


def read(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_http_gives_what_python_gives(url, find):
    status, found = read(f"{url}/api/search?q={quote('重新审查')}&kind=norm,case&limit=3&offset=1")
    assert status == 200
    expected = find("重新审查", kinds=["norm", "case"], limit=3, offset=1)
    assert found == json.loads(json.dumps(expected.as_json()))
    status, found = read(f"{url}/api/search?q=zzqq&lang=en")
    assert (status, found["total"]) == (200, 0)
    assert found["hint"]["zh"] and found["hint"]["en"]


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=%20", "q=a&limit=0", "q=a&limit=x", "q=a&limit=-1", "q=a&limit=%C2%B2",
     "q=a&limit=99999999999999", "q=a&offset=10001", "q=a&kind=fact", "q=a&lang=fr", "q=a&q=b",
     "q=" + "a" * 5000, "q=a%00b", "q=a&kinds=norm"],
)  # fmt: skip
def test_http_refuses_what_cannot_be_used(url, query):
    status, found = read(f"{url}/api/search?{query}")
    assert status == 400
    problem = found["errors"][0]
    assert problem["what"]["zh"] and problem["what"]["en"] and problem["do"]["zh"]


@pytest.mark.parametrize("words", HOSTILE)
def test_http_answers_hostile_words(url, words):
    status, found = read(f"{url}/api/search?q={quote(words)}")
    assert status == 200
    assert found["words"] == words


def test_openapi_describes_the_search(url):
    _, document = read(f"{url}/api/openapi.json")
    described = document["paths"]["/api/search"]["get"]
    assert [p["name"] for p in described["parameters"]] == ["q", "kind", "lang", "limit", "offset"]
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    _, found = read(f"{url}/api/search?q=art%2030")
    assert set(schema["properties"]) == set(found)
    assert set(schema["properties"]["hits"]["items"]["properties"]) == set(found["hits"][0])


def test_rows_of_a_server_are_searched_alike(url, find):
    for words in ("重新审查", "art 30", "gross negligence", "chief-asks-again"):
        there = pipeline.search(None, words, endpoint=f"{url}/sparql")
        assert there.as_json() == find(words).as_json()


def test_a_server_that_holds_nothing_of_ours_is_told():
    class Empty:
        url = "http://h.example/sparql"

        def query(self, sparql):
            from kg.store import select_result

            return select_result([], [])

    from kg.pipeline.searching import _held

    with pytest.raises(KgError, match="does not hold this graph"):
        _held(Empty(), "")
