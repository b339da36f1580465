"""Documents article by article: facts marked in the words, older beside newer, what is missing."""

import pytest
from hypothesis import given, strategies as st

from kg import pipeline
from kg.documents import differences, mark
from kg.namespaces import ID, expand


@pytest.fixture(scope="module")
def articles(graph):
    return {
        e.id: pipeline.read_article(graph, e.id)
        for d in pipeline.list_documents(graph).values()
        for e in d.entries
    }


def test_the_words_of_every_article_are_shown_whole_and_in_order(graph, articles):
    for ident, article in articles.items():
        words = graph.store.values(ID + ident, expand("jr:text"))
        shown = "".join(p.marker + "".join(s.text for s in p.stretches) for p in article.parts)
        assert "".join(shown.split()) == "".join("".join(t for t, _ in words).split()), ident
        assert bool(words) == (article.entry.status in ("complete", "partial")), ident


def test_every_quote_is_marked_where_it_stands(graph, articles):
    rows = graph.store.solutions(
        "SELECT ?norm ?words { ?norm jr:hasQuote ?q . ?q oa:exact ?words ; jr:isQuotedFrom ?p }"
    )
    quotes = {}
    for row in rows:
        quotes.setdefault(row["norm"], []).append(row["words"])
    marked = set()
    for article in articles.values():
        for number, note in enumerate(article.facts, 1):
            if not note.quoted:
                continue
            marked.add(note.node.iri)
            parts = [
                (p.marker, "".join(s.text for s in p.stretches if number in s.facts))
                for p in article.parts
            ]
            first = next(i for i, (_, shaded) in enumerate(parts) if shaded)
            # a marker such as "(1)" between two shaded parts belongs to the quote, unshaded
            shown = parts[first][1] + "".join(m + x for m, x in parts[first + 1 :] if x)
            ends = sum(number in s.ends for p in article.parts for s in p.stretches)
            own = quotes[note.node.iri]
            assert 1 <= ends <= len(own)
            if len(own) == 1:
                assert "".join(shown.split()) == "".join(own[0].split()), note.node.iri
    assert marked == set(quotes)


def test_what_is_missing_stands_where_its_number_belongs_and_says_so(articles):
    article = articles["opinions-2015/art-17"]
    last = [p.id.rsplit("/", 1)[1] for p in article.parts if "/item-" in p.id]
    assert last == [f"item-{i}" for i in range(1, 8)]
    empty = {p.id.rsplit("/", 1)[1]: p.status for p in article.parts if not p.stretches}
    assert empty == dict.fromkeys(("item-1", "item-2", "item-3"), "restored")
    assert article.entry.status == "partial"
    assert [n.source_keys for n in article.facts if not n.quoted] == [["S13"]] * 3
    gone = articles["opinions-2015/art-42"]
    assert (gone.entry.status, gone.parts, gone.language) == ("restored", [], "")
    assert all(not n.quoted and n.source_keys and n.confidence for n in gone.facts)


def test_an_article_knows_its_neighbours_and_its_own_rules_questions_and_shapes(graph, articles):
    article = articles["opinions-2024/art-30"]
    assert (article.before, article.after) == ("opinions-2024/art-29", "opinions-2024/art-31")
    rules = {e.id for e in article.enforced if e.kind == "rule"}
    rows = graph.store.solutions(
        "SELECT ?r { ?r a jr:Rule ; jr:restsOn/eli:is_part_of* id:opinions-2024\\/art-30 }"
    )
    assert rules == {r["r"].split("/id/rule/")[1] for r in rows}
    asked = {q.node.path for q in article.questions}
    assert "id/open-question/art-30-team-members" in asked
    assert all(len(q.readings) > 1 for q in article.questions)
    shapes = {e.id for a in articles.values() for e in a.enforced if e.kind == "shape"}
    assert shapes, "some shape enforces an article"
    named = {p for a in articles.values() for e in a.enforced for p in e.provisions}
    assert "opinions-2024/art-30" in named


def test_an_article_of_a_part_and_of_a_document(graph):
    assert pipeline.article_of(graph, "opinions-2015/art-17/item-5") == "opinions-2015/art-17"
    entries = pipeline.list_documents(graph)["opinions-2024"].entries
    assert pipeline.article_of(graph, "opinions-2024") == entries[0].id
    assert [e.number.zh for e in entries if "/art-" in e.id] == [f"第{i}条" for i in range(1, 49)]
    for wrong in ("opinions-2024/art-99", "", "<b>", "rule/opinions-2024/silence-opinion-kept"):
        assert pipeline.article_of(graph, wrong) is None
    with pytest.raises(KeyError):
        pipeline.read_article(graph, "opinions-2024/art-99")


def test_citations_lead_to_documents_or_say_that_they_are_not_in_the_graph(articles):
    cites = [(t.zh, s) for a in articles.values() for t, s in a.cites]
    assert any(s == "" for _, s in cites)
    assert any(s == "regulations-2024" for _, s in cites)
    assert all(title for title, _ in cites)


# --- older beside newer ------------------------------------------------------------------------


def test_every_correspondence_is_shown_and_compared_only_in_one_language(graph):
    found = pipeline.counterparts(graph)
    rows = list(graph.store.solutions("SELECT ?c { ?c a jr:Correspondence }"))
    assert {c.node.iri for c in found} == {r["c"] for r in rows}
    for c in found:
        sides = (c.old, c.new)
        if c.compared:
            assert c.old.language == c.new.language != ""
            assert not c.old.lacking and not c.new.lacking
            kept = ["".join(p.text for p in s.pieces if p.same) for s in sides]
            assert kept[0] == kept[1], "what is called the same is the same"
        else:
            assert all(p.same for s in sides for p in s.pieces), "nothing is marked as different"
        assert c.reason.zh and c.reason.en and c.change.name.zh
    assert sum(c.compared for c in found) > 20
    first = [c.new.provisions[0] for c in found if c.new.provisions]
    assert first[0].startswith("opinions-2024/art-1")
    assert not any(c.new.provisions for c in found[len(first) :]), "what was dropped stands last"


CHINESE = st.text(alphabet="检察官长承担责任决定改变，。", max_size=40)
LATIN = st.text(alphabet="the chief procurator's (4) ", max_size=40)


@given(CHINESE | LATIN, CHINESE | LATIN)
def test_differences_lose_nothing_and_agree_on_what_is_the_same(old, new):
    left, right = differences(old, new)
    assert "".join(p.text for p in left) == old
    assert "".join(p.text for p in right) == new
    same = ["".join(p.text for p in side if p.same) for side in (left, right)]
    assert same[0] == same[1]
    assert all(p.text for p in (*left, *right))


def test_differences_show_what_changed():
    left, right = differences("由检察官与检察长共同承担责任。", "由检察官承担司法责任。")
    assert [(p.text, p.same) for p in left] == [
        ("由检察官", True), ("与检察长共同", False), ("承担责任。", True)
    ]  # fmt: skip
    assert [p.text for p in right if not p.same] == ["司法"]
    same, _ = differences("bears judicial responsibility", "bears supervision responsibility")
    assert [p.text.strip() for p in same if not p.same] == ["judicial"]


def test_marks_refuse_words_that_are_not_there():
    with pytest.raises(ValueError, match="not there"):
        mark("甲乙丙", [("a/sentence-1", "甲乙丙", "complete")], {1: ["丁"]})
    (part,) = mark("甲乙丙", [("a/sentence-1", "甲乙丙", "complete")], {1: ["甲乙"], 2: ["乙丙"]})
    assert [(s.text, s.facts, s.ends) for s in part.stretches] == [
        ("甲", [1], []), ("乙", [1, 2], [1]), ("丙", [2], [2])
    ]  # fmt: skip
