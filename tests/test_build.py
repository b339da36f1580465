"""A build is the same bytes every time, whole, and made of declared terms."""

import hashlib
import json
import random
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import cases, pipeline
from kg.errors import KgError
from kg.namespaces import CONCEPT, ID, JR, PREFIXES, named_graph
from kg.pipeline import DEFAULT_FILE, GRAPH_FILE, MANIFEST
from kg.store import parse_jsonld, sorted_nquads

rdflib.NORMALIZE_LITERALS = False
CASES = pipeline.packaged_cases()
RDF_TYPE = PREFIXES["rdf"] + "type"
# Terms of other vocabularies that may stand in the built graph beside jr: and concept:.
OUTSIDE = tuple(PREFIXES[p] for p in ("dcat", "dcterms", "eli", "oa", "owl", "prov", "rdf", "rdfs",
                                      "skos", "spdx", "void", "xsd"))  # fmt: skip


@pytest.fixture(scope="module")
def data(graph):
    return (graph.folder / GRAPH_FILE).read_bytes()


@pytest.fixture(scope="module")
def quads(data):
    return list(ox.parse(data, format=ox.RdfFormat.N_QUADS))


def built(folder):
    return tuple((folder / name).read_bytes() for name in (GRAPH_FILE, DEFAULT_FILE, MANIFEST))


# --- the same bytes -------------------------------------------------------------------------------


def test_any_order_of_files_gives_the_same_bytes(graph, tmp_path, monkeypatch):
    expected = built(graph.folder)
    assert built(pipeline.write_build(tmp_path / "a", shuffle=1)) == expected
    assert built(pipeline.write_build(tmp_path / "b", shuffle=7)) == expected

    def mixed(find):
        def shuffled(self, pattern, *rest, **more):
            found = list(find(self, pattern, *rest, **more))
            random.Random(3).shuffle(found)
            return iter(found)

        return shuffled

    monkeypatch.setattr(Path, "glob", mixed(Path.glob))
    monkeypatch.setattr(Path, "rglob", mixed(Path.rglob))
    assert built(pipeline.write_build(tmp_path / "c")) == expected


def test_another_process_and_hash_seed_give_the_same_bytes(graph, kg, tmp_path):
    for seed in ("1", "2"):
        out = tmp_path / seed
        done = kg("build", "--out", out, "--format", "json", PYTHONHASHSEED=seed, TZ="Asia/Tokyo")
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        assert answer["graph"] == graph.manifest["graph"]
        assert built(Path(answer["folder"])) == built(graph.folder)


def test_lines_are_sorted_and_unique(data):
    lines = data.decode().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert all(line.endswith(" .\n") for line in lines)


def test_no_blank_nodes(quads):
    for q in quads:
        for term in (q.subject, q.predicate, q.object, q.graph_name):
            assert not isinstance(term, ox.BlankNode), q
        assert isinstance(q.graph_name, ox.NamedNode), "nothing lies in the nameless graph"


def test_the_manifest_is_true(graph, data, quads):
    manifest = json.loads((graph.folder / MANIFEST).read_text(encoding="utf-8"))
    digest = hashlib.sha256(data).hexdigest()
    assert manifest["graph"] == manifest["files"][GRAPH_FILE] == digest
    sums = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest()
        for p in graph.folder.iterdir()
        if p.name != MANIFEST
    }
    assert manifest["files"] == sums
    assert manifest["quads"] == len(quads) == data.count(b"\n")
    counted = {}
    for q in quads:
        counted[q.graph_name.value] = counted.get(q.graph_name.value, 0) + 1
    assert {g: n for g, n in manifest["graphs"].items() if n} == counted
    law = sorted(g for g in manifest["graphs"] if "/graph/case/" not in g)
    assert manifest["default_graphs"] == law
    assert graph.folder.name == manifest["content"][:20]
    assert graph.receipt == {"graph": digest, "version": manifest["version"]}


def test_the_default_graph_is_the_union_of_the_law(graph, quads):
    law = set(graph.manifest["default_graphs"])
    expected = {f"{q.triple} .\n" for q in quads if q.graph_name.value in law}
    text = (graph.folder / DEFAULT_FILE).read_text(encoding="utf-8")
    assert text == "".join(sorted(expected))


# --- damage, staleness, failure -------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage", ["graph", "default", "manifest", "no-graph", "no-manifest", "other-hash"]
)
def test_a_damaged_build_is_made_anew(graph, tmp_path, damage):
    copy = tmp_path / "builds" / graph.folder.name
    shutil.copytree(graph.folder, copy)
    if damage == "graph":
        text = (copy / GRAPH_FILE).read_bytes()
        (copy / GRAPH_FILE).write_bytes(text[:-200])
    elif damage == "default":
        (copy / DEFAULT_FILE).write_bytes(b"")
    elif damage == "manifest":
        (copy / MANIFEST).write_text("{", encoding="utf-8")
    elif damage == "no-graph":
        (copy / GRAPH_FILE).unlink()
    elif damage == "no-manifest":
        (copy / MANIFEST).unlink()
    else:
        manifest = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
        manifest["files"][GRAPH_FILE] = "0" * 64
        (copy / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    found = pipeline.ensure_build(tmp_path)
    assert found == copy
    assert built(found) == built(graph.folder)


def test_a_whole_build_is_left_alone(graph, tmp_path):
    copy = tmp_path / "builds" / graph.folder.name
    shutil.copytree(graph.folder, copy)
    before = {p: p.stat().st_mtime_ns for p in copy.iterdir()}
    assert pipeline.ensure_build(tmp_path) == copy
    assert {p: p.stat().st_mtime_ns for p in copy.iterdir()} == before


def test_a_build_that_is_there_is_not_made_again(graph, tmp_path, monkeypatch):
    copy = tmp_path / "builds" / graph.folder.name
    shutil.copytree(graph.folder, copy)
    monkeypatch.setattr(pipeline.builds, "make_quads", lambda *_: pytest.fail("made again"))
    assert pipeline.write_build(tmp_path) == copy


def test_each_pass_is_timed_once_and_in_order(graph, tmp_path):
    """`watch` asks for the work itself, and what is watched is the same build."""
    told = []
    for _ in range(2):
        told.append([])
        folder = pipeline.write_build(tmp_path, watch=lambda *row: told[-1].append(row))
    assert built(folder) == built(graph.folder)
    names = [name for name, _, _ in told[0]]
    assert names == [name for name, _, _ in told[1]]
    assert len(set(names)) == len(names)
    order = ["read sources", "read facts", "read rules", "ontology graph", "source graphs",
             "rules graph", "case graphs", "catalogue graph", "serialise",
             "search index", "hash files"]  # fmt: skip
    places = [next(i for i, n in enumerate(names) if n.startswith(part)) for part in order]
    assert places == sorted(places)
    sizes = {name: size for name, _, size in told[0]}
    assert all(re.search(r" \((bytes|quads)\)$", name) for name in names)
    assert all(seconds >= 0 and size > 0 for _, seconds, size in told[0])
    in_quads = sum(size for name, size in sizes.items() if name.endswith("(quads)"))
    assert in_quads == graph.manifest["quads"]
    files = sum((folder / name).stat().st_size for name in graph.manifest["files"])
    assert sizes["serialise (bytes)"] + sizes["search index (bytes)"] == files


def test_changed_content_is_a_new_build_and_old_ones_are_forgotten(
    content, graph, tmp_path, monkeypatch
):
    monkeypatch.setenv("KG_CONTENT", str(content))
    out = tmp_path / "made"
    first = pipeline.ensure_build(out)
    assert built(first)[0] == built(graph.folder)[0]
    names = [first.name]
    for n in range(4):
        path = content / "data" / "open-questions.yaml"
        path.write_text(path.read_text(encoding="utf-8") + f"\n# {n}\n", encoding="utf-8")
        names.append(pipeline.ensure_build(out).name)
    assert len(set(names)) == 5
    left = {p.name for p in (out / "builds").iterdir() if p.is_dir()}
    assert names[-1] in left
    assert len(left) == 3, "the present build and the two before it"


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def refuse(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(KgError) as caught:
        pipeline.write_build(tmp_path)
    assert "No space left" in caught.value.problems[0].what_en
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


# --- what the graph is made of --------------------------------------------------------------------


def subjects(quads, graph_name=None):
    return {
        q.subject.value for q in quads if graph_name is None or q.graph_name.value == graph_name
    }


def test_every_term_is_declared(quads):
    # The matters of the power lists are concepts of data, in a graph of their own.
    declared = subjects(quads, named_graph("ontology")) | subjects(quads, named_graph("matters"))
    used = set()
    for q in quads:
        used.add(q.predicate.value)
        if isinstance(q.object, ox.NamedNode):
            used.add(q.object.value)
    ours = {t for t in used if t.startswith((JR, CONCEPT)) and t not in (JR, CONCEPT)}
    assert len(ours) > 100
    assert ours - declared == set()
    predicates = {q.predicate.value for q in quads}
    assert not {p for p in predicates if not p.startswith((JR, *OUTSIDE))}


def test_every_term_is_declared_as_what_it_is_used_for(graph, quads):
    """OWL 2 DL: classes, object, data and annotation properties are declared, and not mixed up."""
    rows = graph.store.solutions(
        """SELECT ?t ?kind { ?t a ?kind VALUES ?kind {
           owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty } }"""
    )
    kinds = {row["t"]: row["kind"].rpartition("#")[2] for row in rows}
    builtin = tuple(PREFIXES[p] for p in ("rdf", "rdfs", "owl", "xsd"))
    wrong = set()
    for q in quads:
        predicate, is_name = q.predicate.value, isinstance(q.object, ox.NamedNode)
        if predicate == RDF_TYPE:
            if not q.object.value.startswith(builtin) and kinds.get(q.object.value) != "Class":
                wrong.add(("class", q.object.value))
        elif not predicate.startswith(builtin):
            expected = {"AnnotationProperty", "ObjectProperty" if is_name else "DatatypeProperty"}
            if kinds.get(predicate) not in expected:
                wrong.add(("property", predicate))
    assert wrong == set()


def test_no_two_things_bear_the_same_identifier(quads):
    bearers = {}
    for q in quads:
        if q.predicate.value == PREFIXES["dcterms"] + "identifier":
            bearers.setdefault(q.object.value, set()).add(q.subject.value)
    assert len(bearers) > 2500
    assert {i: nodes for i, nodes in bearers.items() if len(nodes) > 1} == {}


def test_every_source_of_a_term_is_described(graph):
    rows = graph.store.query(
        """SELECT DISTINCT ?source WHERE { ?t rdfs:isDefinedBy|skos:inScheme ?any ;
             dcterms:source ?source . FILTER NOT EXISTS { ?source a ?kind } }"""
    ).rows
    assert rows == []
    own = graph.store.query(
        """SELECT ?d ?zh ?en WHERE { ?d prov:wasAttributedTo ?p ; skos:prefLabel ?zh , ?en .
             ?p a prov:Agent . ?t dcterms:source ?d .
             FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }"""
    ).rows
    assert {row["d"].removeprefix(ID) for row in own} == {"case-file", "design"}


def test_every_reading_stands_in_the_graph_in_both_languages_and_in_order(graph):
    rows = graph.store.query(
        """SELECT ?id ?n ?zh ?en WHERE { ?q dcterms:identifier ?id ; jr:hasReading ?r .
             ?r a jr:Reading ; jr:order ?n ; jr:readingText ?zh , ?en .
             FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }"""
    ).rows
    found = {(r["id"], int(r["n"])): (r["zh"], r["en"]) for r in rows}
    assert len(found) == len(rows)
    assert found == {
        (question.id, number): (reading.zh, reading.en)
        for question in graph.questions.values()
        for number, reading in enumerate(question.readings, 1)
    }


def test_every_override_of_a_rule_stands_in_the_graph(graph):
    rows = graph.store.query(
        """SELECT ?rule ?other WHERE {
             { ?rule jr:overrides ?other } UNION
             { ?rule jr:overridesEveryRule true BIND("*" AS ?other) } }"""
    ).rows
    found = {tuple(r[k].removeprefix(f"{ID}rule/") for k in ("rule", "other")) for r in rows}
    written = {(rule.id, other) for rule in graph.rules for other in rule.overrides}
    assert found == written
    assert any(other == "*" for _, other in written)


def test_every_name_of_ours_leads_somewhere(quads):
    """No link points at a thing of the project that the graph does not describe."""
    described = subjects(quads)
    graphs = {q.graph_name.value for q in quads}
    dangling = {
        (q.subject.value, q.predicate.value, q.object.value)
        for q in quads
        if isinstance(q.object, ox.NamedNode)
        and q.object.value.startswith(ID)
        and q.object.value not in described | graphs
    }
    assert dangling == set()


@pytest.mark.parametrize("predicate", ["restsOn", "relatesOld", "relatesNew", "isQuotedFrom"])
def test_every_named_provision_exists(quads, predicate):
    provisions = {q.subject.value for q in quads if q.predicate.value == JR + "hasTextStatus"}
    named = {q.object.value for q in quads if q.predicate.value == JR + predicate}
    assert named
    assert named - provisions == set()


def test_every_norm_rule_and_question_rests_on_a_provision(graph):
    bare = graph.store.query(
        """SELECT ?x WHERE {
          { ?x a/rdfs:subClassOf* jr:Norm } UNION { ?x a jr:Rule } UNION { ?x a jr:OpenQuestion }
          FILTER NOT EXISTS { ?x jr:restsOn ?p } }"""
    ).rows
    silent = graph.store.query(
        "SELECT ?x WHERE { ?x jr:hasEffect ?e . FILTER(STRENDS(STR(?e), '/silent')) }"
    ).rows
    assert {r["x"] for r in bare} <= {r["x"] for r in silent}, "only a silence rests on nothing"
    norms = graph.store.query("SELECT (COUNT(?x) AS ?n) { ?x a/rdfs:subClassOf* jr:Norm }").rows
    assert int(norms[0]["n"]) > 250


def test_quotes_are_words_of_their_source(graph):
    rows = graph.store.query(
        """SELECT ?words ?text WHERE { ?q a jr:Quote ; oa:exact ?words ; jr:isQuotedFrom ?p .
           ?p eli:is_part_of* ?article . ?article a jr:Article ; jr:text ?text }"""
    ).rows
    assert len(rows) > 400
    for row in rows:
        assert row["words"] in row["text"]


# --- the JSON-LD context --------------------------------------------------------------------------


def triples_of(document):
    read = rdflib.Graph()
    read.parse(data=json.dumps(document, ensure_ascii=False), format="json-ld")
    return read


@pytest.mark.parametrize("name", CASES)
def test_two_jsonld_readers_agree_on_a_case(name):
    document = cases.to_jsonld(CASES[name])
    ours = rdflib.Graph()
    ours.parse(data=sorted_nquads(parse_jsonld(document)).decode(), format="nt")
    theirs = triples_of(document)
    assert len(ours) > 10
    assert set(ours) == set(theirs)


def test_every_field_of_every_case_reaches_the_graph():
    """A field that the context does not know would vanish without a word."""
    for case in CASES.values():
        document = cases.to_jsonld(case)
        context = document["@context"][0]
        for part in ("organs", "people", "steps", "findings"):
            known = {**context, **context[part]["@context"]}
            for item in document[part]:
                assert set(item) <= set(known), (case.id, part)
        assert set(document) - {"@context"} <= set(context)
