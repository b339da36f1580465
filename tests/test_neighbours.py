"""Nodes, what is around them, and the drawing of the whole graph."""

import math
from collections import Counter

import pytest

from kg import pipeline
from kg.namespaces import BASE, ID, expand
from kg.neighbours import KINDS

ART = f"{ID}opinions-2024/art-30"
CHIEF = f"{BASE}concept/office/chief-procurator"
NODES = (
    ART, CHIEF, f"{ID}opinions-2024", expand("jr:Duty"), f"{BASE}concept/confidence/H",
    f"{ID}rule/opinions-2024/reexamination-procurator", f"{ID}open-question/art-30-team-members",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("id/opinions-2024/art-30", ART),
        ("opinions-2024/art-30", ART),
        (f"  {ART} ", ART),
        ("jr:Duty", expand("jr:Duty")),
        ("id:opinions-2024/art-30", ART),
        ("concept/office/chief-procurator", CHIEF),
        ("", None),
        ("id/opinions-2024/art-99", None),
        ("nobody:knows", None),
        ("<script>alert(1)</script>", None),
        ("id/" + "x" * 10_000, None),
        ("\u202eid/opinions-2024/art-30", None),
    ],
)
def test_a_node_is_found_by_path_citation_prefixed_name_or_iri(graph, name, iri):
    assert pipeline.find_node(graph, name) == iri


def test_a_card_counts_every_link_that_the_graph_has(graph):
    for iri in NODES:
        card = pipeline.node_card(graph, iri)
        counted = {(r.predicate, r.outward): len(r.nodes) for r in card.relations}
        rows = graph.store.solutions(
            f"""SELECT ?p ?out (COUNT(*) AS ?n) WHERE {{
              {{ <{iri}> ?p ?o FILTER(ISIRI(?o)) BIND("out" AS ?out) }}
              UNION {{ ?s ?p <{iri}> BIND("in" AS ?out) }} }} GROUP BY ?p ?out"""
        )
        assert counted == {(r["p"], r["out"] == "out"): int(r["n"]) for r in rows}


def test_a_card_says_every_literal_and_its_provisions(graph):
    fact = f"{ID}opinions-2024/fact/art-30-procurator-bears-judicial-responsibility"
    card = pipeline.node_card(graph, fact)
    rows = graph.store.solutions(f"SELECT ?o {{ <{fact}> ?p ?o FILTER(ISLITERAL(?o)) }}")
    assert Counter(s.text for s in card.said) == Counter(r["o"] for r in rows)
    assert list(card.provisions) == ["opinions-2024/art-30/sentence-1"]
    assert pipeline.node_card(graph, ART).provisions == ["opinions-2024/art-30"]
    assert card.node.kind == "norm"
    assert card.words(expand("skos:prefLabel"), "en").startswith("Where a decision changed")
    assert card.words(expand("skos:definition"), "en") == ""


def distances(graph, start, most):
    """Breadth first over the links that the drawing may use, straight from the index."""
    from kg.neighbours import around

    index, found, edge = graph.index, {start: 0}, [start]
    for hop in range(1, most + 1):
        following = []
        for node in edge:
            for links, inward in ((index.out.get(node, ()), 0), (index.into.get(node, ()), 1)):
                for p, other in links:
                    skipped = p in around._DESCRIBING and not (inward and node == start)
                    if not skipped and p not in around._REPEATED and other not in found:
                        found[other] = hop
                        following.append(other)
        edge = following
    return found


@pytest.mark.parametrize("hops", [1, 2])
def test_a_neighbourhood_holds_what_is_so_many_links_away_and_says_what_it_leaves_out(graph, hops):
    for iri in NODES:
        expected = distances(graph, iri, hops)
        del expected[iri]
        everything = pipeline.neighbourhood(graph, iri, hops, most=10**6)
        assert {k: v for k, v in everything.hops.items() if v} == expected, iri
        shown = pipeline.neighbourhood(graph, iri, hops)
        assert len(shown.nodes) <= pipeline.MOST_NODES
        assert sum(shown.found) == len(expected)
        assert len(shown.nodes) - 1 + sum(shown.left_out.values()) == len(expected)
        drawn = {n.iri for n in shown.nodes}
        assert drawn == set(shown.hops)
        assert all({e.source, e.target} <= drawn and e.labels for e in shown.edges)
        linked = {x for e in shown.edges for x in (e.source, e.target)}
        assert linked >= {n for n, hop in shown.hops.items() if hop == 1}
        nearest = {n for n, hop in expected.items() if hop == 1}
        if len(nearest) < pipeline.MOST_NODES:
            assert nearest <= drawn, "the nearer come first"


def test_a_cut_neighbourhood_keeps_every_relation(graph):
    shown = pipeline.neighbourhood(graph, CHIEF, 1, most=12)
    assert len(shown.nodes) == 12
    labels = {label.en for e in shown.edges for label in e.labels}
    assert {"addresses", "involves", "is granted to", "is approved by"} <= labels


def test_hidden_kinds_are_left_out_and_not_walked_through(graph):
    shown = pipeline.neighbourhood(graph, ART, 2, hidden=("rule", "provision"))
    assert {"rule", "provision"}.isdisjoint(n.kind for n in shown.nodes if n.iri != ART)
    assert not shown.left_out
    everything = pipeline.neighbourhood(graph, ART, 2)
    assert len(shown.nodes) < len(everything.nodes)


def test_every_node_has_a_kind_and_a_name_and_says_which_it_lacks(graph):
    index = graph.index
    kinds = Counter()
    for iri in index.out:
        node = index.node(iri)
        kinds[node.kind] += 1
        assert node.name.zh and node.name.en
        if node.kind not in ("quote", "catalogue"):  # a quotation is in one language
            assert node.lacks == (), iri
    assert "outside" not in kinds, "the graph says something of it, so it has a kind"
    assert set(kinds) == set(KINDS) - {"outside"}
    assert index.label(expand("rdf:type")).zh == "类型"
    quote = next(i for i in index.out if index.node(i).kind == "quote")
    assert len(index.node(quote).lacks) == 1


def test_nodes_are_found_by_words_in_either_language(graph):
    for words in ("检察长", "CHIEF procurator"):
        found = pipeline.named_nodes(graph, words)
        assert CHIEF in [n.iri for n in found[:3]]
        assert len(found) == 20
    assert pipeline.named_nodes(graph, "no such words at all") == []
    assert pipeline.named_nodes(graph, "   ") == []


def test_the_whole_graph_is_drawn_dot_by_dot(graph):
    seen = pipeline.overview(graph)
    typed = {
        s for s, links in graph.index.out.items() if any(p == expand("rdf:type") for p, _ in links)
    }
    assert Counter(seen.paths) == Counter(i.removeprefix(BASE) for i in typed)
    assert Counter(seen.kinds) == Counter(graph.index.node(i).kind for i in typed)
    assert len(set(seen.places)) == len(seen.places), "two dots on one place"
    for of, (x, y) in zip(seen.of, seen.places, strict=True):
        disc = seen.discs[of]
        assert math.hypot(x - disc.x, y - disc.y) < disc.radius
    for i, one in enumerate(seen.discs):
        assert one.title.zh and one.title.en
        assert sum(one.kinds.values()) == seen.of.count(i)
        for other in seen.discs[:i]:
            assert math.hypot(one.x - other.x, one.y - other.y) > 0.9 * (one.radius + other.radius)
    assert {d.graph for d in seen.discs} <= set(graph.manifest["default_graphs"])


def test_links_between_discs_are_those_between_their_nodes(graph):
    seen = pipeline.overview(graph)
    of = {BASE + path if "://" not in path else path: d
          for path, d in zip(seen.paths, seen.of, strict=True)}  # fmt: skip
    links = Counter()
    for s, found in graph.index.out.items():
        for p, o in found:
            if p != expand("rdf:type") and s in of and o in of and of[s] != of[o]:
                links[(of[s], of[o])] += 1
    assert {(a, b): n for a, b, n in seen.links} == links
