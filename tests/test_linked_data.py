"""Linked data in process: every IRI of the graph has a page and data; what a page shows."""

import re
from functools import cache

import pytest
from starlette.routing import Match

from kg.namespaces import BASE, ID, expand
from kg.server import application, data, nodes

TYPE = expand("rdf:type")


@pytest.fixture(scope="module")
def quads(graph):
    return [q for g in graph.store.graphs() for q in graph.store.quads(g)]


@pytest.fixture(scope="module")
def ours(quads):
    terms = (t for q in quads for t in (q.subject, q.predicate, q.object))
    found = {t.value for t in terms if not hasattr(t, "language")}
    return sorted(iri for iri in found if iri.startswith(BASE))


@cache
def resolving():
    return [r for r in application.routes() if r.endpoint is data.resolve]


def routed(path):
    scope = {"type": "http", "path": path, "method": "GET", "root_path": ""}
    return any(route.matches(scope)[0] is Match.FULL for route in resolving())


def test_every_iri_of_the_graph_leads_somewhere(graph, ours):
    """Also those of packaged cases, which are no part of the default graph."""
    assert len(ours) > 5_000
    assert {iri.removeprefix(BASE).split("/")[0] for iri in ours} <= set(data.SPACES)
    lost = [iri for iri in ours if not routed("/" + iri.removeprefix(BASE))]
    assert lost == []
    assert [iri for iri in ours if not graph.store.about(iri)] == []


def test_every_node_has_a_name_in_both_languages(graph, quads):
    subjects = {q.subject.value for q in quads}
    names = graph.names(sorted(subjects)[::3])
    assert all(n.zh.strip() and n.en.strip() for n in names.values())
    # a bare IRI stands for a name only where the graph knows nothing better
    bare = {iri for iri, n in names.items() if n.en.startswith(("id:", "http"))}
    assert {iri for iri in bare if iri.startswith(BASE)} <= {ID + "project"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_of_every_kind(graph, quads, lang):
    """One node of each class, whole: words, links, counts."""
    one = {}
    for q in sorted(quads, key=lambda q: q.subject.value):
        if q.predicate.value == TYPE:
            one.setdefault(q.object.value, q.subject.value)
    assert len(one) > 50
    for kind, iri in one.items():
        node = nodes.read(graph, iri, lang)
        assert node.names.pick(lang)
        assert node.graphs, iri
        assert kind in {q.object.value for q in graph.store.outward(iri)}
        assert node.kinds and not any(k.text.startswith(("owl:", "http")) for k in node.kinds), iri
        for group in (*node.outward, *node.inward):
            assert 0 < len(group.items) <= min(nodes.SHOWN, group.count)
            assert group.label and not (lang == "en" and re.search(r"[\u4e00-\u9fff]", group.label))


def test_a_provision_shows_its_own_words(graph):
    for lang, other in (("zh", ""), ("en", "zh-hans")):
        node = nodes.read(graph, ID + "opinions-2024/art-30", lang)
        (quotation,) = node.quotations
        assert quotation.kind == "text"
        assert "改变原决定从而作出错误决定" in quotation.words[0].text
        assert quotation.words[0].lang == other
        assert node.whole.href == f"/page/id/opinions-2024?lang={lang}"


def test_a_restated_provision_is_never_shown_as_the_law_s_words(graph):
    node = nodes.read(graph, ID + "regulations-2024/art-9/item-7", "zh")
    assert [q.kind for q in node.quotations] == ["restatement"]
    assert "S1" in node.quotations[0].detail


def test_a_provision_without_words_says_so(graph):
    rows = graph.store.solutions(
        """SELECT ?p WHERE { ?p jr:hasTextStatus ?s MINUS { ?p jr:text ?t }
        MINUS { ?n jr:restsOn ?p } } ORDER BY ?p LIMIT 1"""
    )
    for row in rows:
        kinds = [q.kind for q in nodes.read(graph, row["p"], "en").quotations]
        assert kinds == ["missing"]


def test_a_norm_shows_the_words_it_was_read_from(graph):
    node = nodes.read(graph, ID + "opinions-2024/fact/art-11-item-1", "en")
    assert [q.kind for q in node.quotations] == ["quote", "quote"]
    assert "art. 11" in node.quotations[0].place.text
    assert node.quotations[0].words[0].lang == "zh-hans"


def test_a_list_item_shows_the_words_of_its_list(graph):
    item = next(graph.store.solutions("SELECT ?i { ?i a jr:ListItem } ORDER BY ?i LIMIT 1"))["i"]
    node = nodes.read(graph, item, "zh")
    assert [q.kind for q in node.quotations] == ["list"]
    assert node.whole.href.startswith("/page/id/")


def test_what_points_to_a_node_is_counted_and_capped(graph):
    node = nodes.read(graph, expand("jr:Quote"), "zh")
    group = next(g for g in node.inward if g.note == "rdf:type")
    assert group.count > 1_000
    assert len(group.items) == nodes.SHOWN


def test_numbers_sort_as_numbers(graph):
    node = nodes.read(graph, ID + "opinions-2024", "en")
    group = next(g for g in node.inward if g.note == "eli:is_part_of")
    articles = [int(m[1]) for i in group.items if (m := re.match(r"id:.*/art-(\d+)$", i.note))]
    assert len(articles) > 5
    assert articles == sorted(articles)


def test_a_term_of_another_vocabulary_has_a_page_too(graph):
    node = nodes.read(graph, expand("skos:prefLabel"), "zh")
    assert node.names.zh and node.definitions
    page = nodes.address("page", expand("skos:prefLabel"), lang="zh")
    assert page == "/page?iri=http%3A%2F%2Fwww.w3.org%2F2004%2F02%2Fskos%2Fcore%23prefLabel&lang=zh"


def test_terms_for_completion(graph):
    terms = {t.name: t for t in graph.terms}
    assert terms["jr:Step"].kind == "class"
    assert terms["jr:restsOn"].uses > 1_000
    assert terms["concept:office\\/chief-procurator"].label.zh == "检察长"
    assert {t.kind for t in graph.terms} == {"class", "property", "code"}
    # a name in SPARQL stands for the IRI
    for term in graph.terms[::25]:
        iri = next(graph.store.solutions(f"SELECT (STR({term.name}) AS ?iri) {{}}"))["iri"]
        assert iri == term.iri
