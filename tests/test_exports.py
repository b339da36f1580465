"""What is exported is the graph: read back by another library, quad for quad, and every table."""

import csv
import hashlib
import io

import pyoxigraph as ox
import pytest
import rdflib

from kg import export, pipeline
from kg.errors import KgError
from kg.namespaces import graph_file, named_graph

rdflib.NORMALIZE_LITERALS = False
READERS = {"nq": "nquads", "trig": "trig", "ttl": "turtle", "jsonld": "json-ld"}
OX = {
    "nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip


def law(graph):
    return {name: set(graph.store.quads(name)) for name in graph.manifest["default_graphs"]}


def in_rdflib(term):
    """Return a term of ours as rdflib knows it."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == str(rdflib.XSD.string):
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


def plain(term):
    """Return an rdflib term as a tuple; xsd:string and none are the same datatype."""
    datatype = getattr(term, "datatype", None)
    return (
        type(term).__name__,
        str(term),
        (getattr(term, "language", None) or "").lower(),
        "" if datatype in (None, rdflib.XSD.string) else str(datatype),
    )


@pytest.mark.parametrize("syntax", READERS)
def test_one_file_read_by_rdflib_holds_the_same_quads(graph, tmp_path, syntax):
    path = tmp_path / f"all.{syntax}"
    assert pipeline.export_to(graph, syntax, path, False) == [path]
    named = syntax != "ttl"
    expected = {
        (*(plain(in_rdflib(t)) for t in (q.subject, q.predicate, q.object)),
         q.graph_name.value if named else "")
        for quads in law(graph).values()
        for q in quads
    }  # fmt: skip
    read = rdflib.Dataset() if named else rdflib.Graph()
    read.parse(path, format=READERS[syntax])
    rows = read.quads((None, None, None, None)) if named else ((*t, "") for t in read)
    assert {(plain(s), plain(p), plain(o), str(c)) for s, p, o, c in rows} == expected
    total = sum(graph.manifest["graphs"][name] for name in graph.manifest["default_graphs"])
    assert len(expected) == total


@pytest.mark.parametrize("syntax", READERS)
def test_one_file_a_graph_holds_that_graph(graph, tmp_path, syntax):
    paths = pipeline.export_to(graph, syntax, tmp_path / "out", True)
    names = graph.manifest["default_graphs"]
    assert [p.name for p in paths] == sorted(f"{graph_file(n)}.{syntax}" for n in names)
    for name, own in law(graph).items():
        path = tmp_path / "out" / f"{graph_file(name)}.{syntax}"
        found = set(ox.parse(path=path, format=OX[syntax]))
        expected = {ox.Quad(*q.triple) for q in own} if syntax == "ttl" else own
        assert found == expected, name
    rules = tmp_path / "out" / f"rules.{syntax}"
    read = rdflib.Graph() if syntax == "ttl" else rdflib.Dataset(default_union=True)
    assert len(read.parse(rules, format=READERS[syntax])) == len(law(graph)[named_graph("rules")])


def test_the_files_of_graphs_have_the_checksums_of_the_catalogue(graph, tmp_path):
    told = graph.store.query(
        """SELECT ?file ?sha256 ?size WHERE { ?g dcat:distribution ?d .
             ?d dcterms:title ?file ; dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sha256
             . FILTER(!STRSTARTS(?file, "case_")) }"""
    ).rows
    paths = pipeline.export_to(graph, "nq", tmp_path, True)
    found = {
        (p.name, hashlib.sha256(p.read_bytes()).hexdigest(), str(p.stat().st_size))
        for p in paths
        if p.name != "catalogue.nq"
    }
    assert {(r["file"], r["sha256"], r["size"]) for r in told} == found


@pytest.mark.parametrize("syntax", READERS)
def test_an_export_is_the_same_bytes_every_time(graph, syntax):
    assert pipeline.export_bytes(graph, syntax) == pipeline.export_bytes(graph, syntax)


def test_the_tables_hold_every_provision_fact_power_and_correspondence(graph, tmp_path):
    paths = pipeline.export_to(graph, "csv", tmp_path, False)
    assert sorted(p.name for p in paths) == [
        "correspondences.csv", "facts.csv", "powers.csv", "provisions.csv",
    ]  # fmt: skip
    tables = {}
    for path in paths:
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets read UTF-8 by its mark"
        tables[path.stem] = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))

    def ids(pattern):
        rows = graph.store.query(f"SELECT DISTINCT ?id WHERE {{ {pattern} }}").rows
        assert rows
        return {row["id"] for row in rows}

    assert {r["provision"] for r in tables["provisions"]} == ids(
        "?p jr:hasTextStatus ?s ; dcterms:identifier ?id"
    )
    assert {r["norm"] for r in tables["facts"]} == ids(
        "?n jr:hasReviewStatus ?s ; dcterms:identifier ?id"
    )
    assert {r["norm"] for r in tables["powers"]} == ids(
        "VALUES ?c { jr:Power jr:Permission } ?n a ?c ; dcterms:identifier ?id"
    )
    assert {r["correspondence"] for r in tables["correspondences"]} == ids(
        '?c a jr:Correspondence . BIND(STRAFTER(STR(?c), "/correspondence/") AS ?id)'
    )
    for row in tables["provisions"]:
        assert row["words"] or row["status_en"], row
    said = {r["citable_en"] for r in tables["facts"]}
    assert said == {"", "yes, it has a public address", "no, it has no public address"}
    assert {r["key"] == "" for r in tables["facts"] if not r["citable_en"]} == {True}


def test_a_table_and_a_file_a_graph_need_a_folder(kg):
    for arguments in (("--format", "csv"), ("--per-graph",)):
        done = kg("export", *arguments)
        assert done.returncode == 2
        assert done.stderr.startswith("--out\n")


def test_an_export_to_standard_output_is_the_file(kg, graph):
    done = kg("export", "--format", "nq")
    assert done.returncode == 0, done.stderr
    assert done.stdout.encode() == pipeline.export_bytes(graph, "nq")


def test_a_place_that_cannot_be_written_is_told_and_left_alone(tmp_path):
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(KgError) as caught:
        export.write(tmp_path / "taken" / "all.nq", b"data")
    assert str(tmp_path / "taken" / "all.nq") in caught.value.problems[0].where
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"
