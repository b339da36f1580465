"""What the content must hold: counts, restatements, the ledger of outside facts, open questions.

The counts were taken by hand from the documents. The ledger says of each outside source which
provisions are stated as facts, from which source keys and with which confidence.
"""

from pathlib import Path

import pytest

from kg import facts, sources

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://w3id.org/judicial-responsibility/"


def read(folder):
    source = sources.read_source(folder)
    articles = facts.read_facts(source)
    return facts.restore(source, articles), articles


FOUND = {s.id: (s, a) for s, a in map(read, sources.find_sources(ROOT / "data"))}
SUPPLIED = ("opinions-2015", "opinions-2024", "cpc-opinions-2021", "reform-cases-2022",
            "spp-news-2020-08-21", "spp-press-2024-07-24")  # fmt: skip


def provisions(name, kind, owner=""):
    return [
        p.id
        for p in FOUND[name][0].provisions.values()
        if p.kind == kind and p.id.startswith(f"{owner}/" if owner else "")
    ]


def pieces(name, kind):
    source = FOUND[name][0]
    return [source.text[p.span.start : p.span.end] for p in source.pieces if p.kind == kind]


# --- counts ---------------------------------------------------------------------------------------


def test_nineteen_points_in_five_parts():
    assert provisions("cpc-opinions-2021", "article") == [f"point-{n}" for n in range(1, 20)]
    assert [h.split("、")[0] for h in pieces("cpc-opinions-2021", "heading")] == list("12345")


def test_eight_reform_cases_each_with_keywords_situation_and_meaning():
    assert provisions("reform-cases-2022", "article") == [f"case-{n}" for n in range(1, 9)]
    labels = [h for h in pieces("reform-cases-2022", "heading") if h.startswith("【")]
    assert len(labels) == 24


@pytest.mark.parametrize(("article", "items"), [("art-7", 13), ("art-8", 10), ("art-9", 7)])
def test_the_lists_of_the_2024_regulations(article, items):
    ids = provisions("regulations-2024", "item", article)
    assert sorted(ids, key=lambda i: int(i.rsplit("-", 1)[1])) == [
        f"{article}/item-{n}" for n in range(1, items + 1)
    ]
    kind = "exemption" if article == "art-9" else "liability"
    listed = next(a for a in FOUND["regulations-2024"][1] if a.article == article)
    assert [f.kind for f in listed.facts] == [kind] * items
    assert {f.bearers for f in listed.facts} == {("procuratorial-staff",)}


def test_the_thirty_articles_of_the_2024_regulations():
    assert provisions("regulations-2024", "article") == [f"art-{n}" for n in range(1, 31)]


# --- what each provision carries ------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FOUND))
def test_every_provision_with_words_or_facts_is_restated_in_both_languages(name):
    source, articles = FOUND[name]
    restated = {a.article: a.restatement for a in articles if a.restatement}
    for p in source.provisions.values():
        if p.parent is None and p.status != "missing":
            assert p.id in restated, p.id
            assert restated[p.id].zh, p.id
            assert restated[p.id].en, p.id
            assert p.status != "complete" or p.text, p.id


@pytest.mark.parametrize(("name", "key"), [("opinions-2015", "Old"), ("opinions-2024", "New")])
def test_every_article_of_both_opinions_has_a_correspondence(graph, name, key):
    rows = graph.store.query(
        f"SELECT DISTINCT ?id WHERE {{ ?c jr:relates{key} ?p . ?p dcterms:identifier ?id }}"
    ).rows
    related = {"/".join(r["id"].split("/")[:2]) for r in rows}
    assert {f"{name}/art-{n}" for n in range(1, 49)} <= related


def test_a_correspondence_with_a_text_nobody_has_is_of_unknown_kind(graph):
    """Where the older text is missing, nothing may be called new, dropped or the same."""
    rows = graph.store.query(
        f"""SELECT ?c ?kind WHERE {{ ?c jr:relatesOld ?p ; jr:hasChangeKind/skos:notation ?kind .
            ?p jr:hasTextStatus <{BASE}concept/text-status/missing> }}"""
    ).rows
    assert len(rows) >= 7
    assert {r["kind"] for r in rows} == {"unknown"}


@pytest.mark.parametrize(
    ("provision", "cited"),
    [
        ("opinions-2024/art-47/sentence-1", {"opinions-2024/art-11", "opinions-2024/art-13"}),
        ("opinions-2024/art-48/sentence-1", {"opinions-2015"}),
        ("spp-news-2020-08-21/report/para-3/sentence-7", {"procurators-law-2019"}),
        ("opinions-2015/art-45/sentence-1", set()),
    ],
)
def test_citations_are_links(graph, provision, cited):
    rows = graph.store.query(
        f"""SELECT ?id ?title WHERE {{ ?p dcterms:identifier "{provision}" .
            {{ ?p jr:cites ?t . ?t dcterms:identifier ?id }}
            UNION {{ ?p jr:citesTitle ?title }} }}"""
    ).rows
    assert {r["id"] for r in rows if r.get("id")} == cited
    assert rows, "a title without a source here is kept as a title"


# --- the ledger of facts from outside -------------------------------------------------------------


def art(*numbers):
    return [f"art-{n}" for n in numbers]


# source: [(provisions, source keys, confidence)]; a provision may stand in more than one row
LEDGER = {
    "opinions-2015": [
        (art("17/item-1", "17/item-2", "17/item-3", "18/item-1", "18/item-2"), ["S13"], "M"),
        ([f"art-35/item-{n}" for n in (1, 2, 3, 5, 6, 7, 8)], ["S8", "S9", "S10", "S11"], "H"),
        (art(40), ["S14"], "M"),
        (art(42), ["S12"], "M"),
    ],
    "regulations-2024": [
        (art(2, "3/para-1", "3/para-2", 4), ["S1", "S1b", "S1c", "S1d"], "H"),
        (art(1, 5, 6, *range(11, 15), *range(15, 20), 23, 24, 25, *range(27, 31)), ["S1"], "H"),
        ([f"art-7/item-{n}" for n in range(1, 14)], ["S1"], "H"),
        ([f"art-8/item-{n}" for n in range(1, 11)], ["S1"], "H"),
        ([f"art-9/item-{n}" for n in range(1, 8)], ["S1"], "H"),
        (art("10/para-1", "10/para-2", "20/para-1", "20/para-2"), ["S1"], "H"),
        ([f"art-21/item-{n}" for n in range(1, 5)], ["S1"], "H"),
        (art("22/para-1", "22/para-2", "22/para-3", "22/item-1", "22/item-2"), ["S1"], "H"),
        (art("26/para-1", "26/para-2"), ["S1"], "H"),
        (["part-issue"], ["S1"], "H"),
    ],
    "regulations-2020": [
        (art(2, 3, 4, 6), ["S5", "S6"], "H"),
        (art("7/item-1", "7/item-2"), ["S5"], "H"),
        ([f"art-8/item-{n}" for n in range(1, 12)], ["S7"], "M"),
        (art(12, 13), ["S14"], "M"),
        (["part-issue"], ["S5"], "H"),
        (["part-other"], ["S17"], "M"),
    ],
    "disciplinary-procedure-2022": [
        (art(2), ["S16"], "H"),
        (art(3), ["S16", "S17"], "H"),
        (art(4), ["S16", "S21"], "H"),
        (["part-committee"], ["S17", "S15"], "H"),
        (["part-committee"], ["S33"], "M"),
        (["part-procedure"], ["S15"], "M"),
        (["part-procedure"], ["S15", "S3", "SD3"], "H"),
        (["part-procedure"], ["S3"], "H"),
        (["part-issue"], ["S16"], "H"),
        (["part-issue"], ["S17"], "M"),
        (["part-issue"], ["S18"], "M"),
    ],
    "discipline-opinions-2016": [
        (["part-a"], ["S21"], "H"),
        (["part-b", "part-c"], ["S19", "S21"], "M"),
        ([f"part-{letter}" for letter in "defghij"], ["S19"], "M"),
    ],
    "organic-law-2018": [
        (art(8, 10, "24/item-1", "24/item-2", "24/item-3", "24/item-4", 24, 25), ["S2"], "H"),
        (art(*range(28, 33), "33/para-1", "33/para-2", *range(34, 37)), ["S2"], "H"),
        (art(*range(42, 48)), ["S2"], "H"),
    ],
    "procurators-law-2019": [
        (art(7, 8, 9, "11/item-2", 34, 35, 47, "47/item-4", "47/item-5", 48), ["S3"], "H"),
        (art("49/para-1", "49/para-2", "49/para-3", 50, 51, 52, 54, 55, 66), ["S3"], "H"),
        (["part-evaluation"], ["S3"], "H"),
    ],
    "criminal-rules-2019": [(art(4, 6, 7, 10), ["S4"], "H")],
    "committee-rules-2020": [
        (art(8), ["S14"], "H"),
        (art(12), ["S31"], "M"),
        (["part-decision"], ["S30"], "M"),
    ],
    "list-guidance-2017": [
        ([f"part-{n}" for n in (1, 2, 3, 4, 5, 6, 7)], ["S22"], "M"),
        (["part-4", "part-8"], ["S23"], "M"),
        (["part-9"], ["S24"], "M"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(LEDGER))
def test_every_row_of_the_ledger_is_a_fact(name):
    loaded = {
        (p, tuple(f.source_keys), f.confidence)
        for a in FOUND[name][1]
        for f in a.facts
        for p in f.provisions
    }
    for ids, keys, confidence in LEDGER[name]:
        for ident in ids:
            assert (ident, tuple(keys), confidence) in loaded, ident


@pytest.mark.parametrize("name", sorted(FOUND))
def test_facts_from_outside_stand_in_the_ledger(name):
    known = {ident for ids, _, _ in LEDGER.get(name, []) for ident in ids}
    for article in FOUND[name][1]:
        for fact in article.facts:
            if not fact.quotes:
                assert set(fact.provisions) <= known, fact.id
                assert fact.source_keys, fact.id


def test_nothing_inferred_is_loaded_as_law():
    every = [f for _, articles in FOUND.values() for a in articles for f in a.facts]
    assert {f.confidence for f in every} == {"H", "M"}
    assert all(f.status == "open-question" for f in every if f.open_question)


def test_every_figure_has_its_number():
    every = [f for _, articles in FOUND.values() for a in articles for f in a.facts]
    figures = [f for f in every if f.kind == "figure"]
    assert len(figures) > 150
    assert [f.id for f in figures if f.figure is None] == []


# --- open questions -------------------------------------------------------------------------------


def test_every_open_question_is_raised_by_something(graph):
    rows = graph.store.query(
        "SELECT ?id (COUNT(?x) AS ?n) WHERE { ?q a jr:OpenQuestion ; dcterms:identifier ?id . "
        "OPTIONAL { ?x jr:raises ?q } } GROUP BY ?id"
    ).rows
    raised = {r["id"]: int(r["n"]) for r in rows}
    listed = {q.id for q in facts.read_open_questions(ROOT / "data" / "open-questions.yaml")}
    assert set(raised) == listed
    assert [q for q, n in raised.items() if not n] == []


def test_every_role_of_the_schemes_bears_a_norm_or_acts_in_a_mechanism(graph):
    schemes = " ".join(f"<{BASE}concept/{s}>" for s in ("body", "group"))
    rows = graph.store.query(
        f"""SELECT ?role (COUNT(?x) AS ?n) WHERE {{ VALUES ?scheme {{ {schemes} }}
            ?role skos:inScheme ?scheme .
            OPTIONAL {{ {{ ?x jr:addresses ?role }} UNION {{ ?x jr:involves ?role }} }} }}
            GROUP BY ?role"""
    ).rows
    assert len(rows) >= 25
    assert [r["role"] for r in rows if r["n"] == "0"] == []
