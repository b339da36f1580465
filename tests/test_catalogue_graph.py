"""The catalogue describes every graph of a build, truthfully, and can be read alone."""

import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import assets, pipeline
from kg.namespaces import PREFIXES, case_graph, file_iri, named_graph, question_iri, source_graph
from kg.pipeline import GRAPH_FILE, MANIFEST
from kg.store import sorted_nquads
from kg.yaml12 import load

CATALOGUE = named_graph("catalogue")
VERSIONS = {
    source_graph(data["source"], data["version"]): data
    for path in sorted((assets.root() / "data").glob("*/*/*/version.yaml"))
    for data in [load(path, path.name).data]
    if "source" in data  # a power list's version.yaml says other things
}
DATES = {
    "document": "eli:date_document",
    "publication": "eli:date_publication",
    "in_force": "eli:first_date_entry_in_force",
    "end": "eli:date_no_longer_in_force",
}


@pytest.fixture(scope="module")
def quads(graph):
    return list(ox.parse(path=graph.folder / GRAPH_FILE, format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def catalogue(quads):
    """Return the catalogue graph alone, in a store of its own."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(*q.triple) for q in quads if q.graph_name.value == CATALOGUE)
    return store


def ask(store, pattern):
    """Return the rows of a SELECT over a pattern as {variable: text}."""
    solutions = store.query(f"SELECT * WHERE {{ {pattern} }}", prefixes=PREFIXES)
    names = [v.value for v in solutions.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in solutions]


def values(store, node, path):
    return sorted(r["x"] for r in ask(store, f"<{node}> {path} ?x"))


def test_every_graph_of_the_manifest_but_the_catalogue_has_its_entry(graph, catalogue):
    manifest = json.loads((graph.folder / MANIFEST).read_text(encoding="utf-8"))
    entries = values(catalogue, CATALOGUE, "dcat:dataset")
    assert entries == sorted(set(manifest["graphs"]) - {CATALOGUE})
    whole = values(catalogue, named_graph("dataset"), "void:subset")
    assert whole == sorted(manifest["graphs"])
    packaged = {case_graph(case) for case in pipeline.packaged_cases()}
    assert packaged | set(VERSIONS) < set(entries)


def test_counts_and_checksums_are_those_of_the_graphs(quads, catalogue):
    graphs = {}
    for q in quads:
        graphs.setdefault(q.graph_name.value, []).append(q)
    for name in values(catalogue, CATALOGUE, "dcat:dataset"):
        own = graphs[name]
        lines = sorted_nquads(own)
        typed = [q for q in own if q.predicate.value == PREFIXES["rdf"] + "type"]
        assert values(catalogue, name, "void:triples") == [str(len(own))]
        assert values(catalogue, name, "void:entities") == [str(len({q.subject for q in typed}))]
        assert values(catalogue, name, "void:classes") == [str(len({q.object for q in typed}))]
        assert values(catalogue, name, "void:properties") == [str(len({q.predicate for q in own}))]
        assert values(catalogue, name, "dcat:distribution/dcat:byteSize") == [str(len(lines))]
        told = values(catalogue, name, "dcat:distribution/spdx:checksum/spdx:checksumValue")
        assert told == [hashlib.sha256(lines).hexdigest()]


@pytest.mark.parametrize("name", VERSIONS)
def test_a_source_version_is_described_from_version_yaml(catalogue, name):
    data = VERSIONS[name]
    assert values(catalogue, name, "dcterms:title") == sorted(data["title"].values())
    assert values(catalogue, name, "owl:versionInfo") == [data["version"]]
    assert values(catalogue, name, "dcterms:source") == [PREFIXES["id"] + data["source"]]
    for key, term in DATES.items():
        expected = [data["dates"][key]] if key in data["dates"] else []
        assert values(catalogue, name, term) == expected, key
    certainty = values(catalogue, name, "jr:hasDateCertainty")
    assert certainty == [f"{PREFIXES['concept']}date-certainty/{data['date_certainty']}"]
    note = values(catalogue, name, "skos:scopeNote")
    assert note == sorted(data.get("note", {}).values())
    questions = values(catalogue, name, "dcterms:relation")
    assert questions == sorted(map(question_iri, data.get("open_questions", ())))
    assert data["date_certainty"] == "certain" or note or questions


def test_the_status_follows_from_dates_and_repeals(catalogue):
    repealed = {other for data in VERSIONS.values() for other in data["repeals"]}
    seen = set()
    for name, data in VERSIONS.items():
        found = values(catalogue, name, "jr:hasSourceStatus")
        assert found == values(catalogue, name, "dcterms:source/jr:hasSourceStatus")
        if data["source"] in repealed:
            expected = "superseded"
        else:
            assert "end" not in data["dates"], "an end without a successor is not in the data yet"
            expected = "in-force" if "in_force" in data["dates"] else "effect-not-recorded"
        assert found == [f"{PREFIXES['concept']}source-status/{expected}"], name
        seen.add(expected)
    assert seen == {"superseded", "in-force", "effect-not-recorded"}


def test_no_triple_stands_in_two_graphs_of_the_law(graph, quads):
    """A server that asks the union of named graphs may count such a triple twice."""
    law = set(graph.manifest["default_graphs"])
    seen = {}
    for q in quads:
        if q.graph_name.value in law:
            seen.setdefault(q.triple, []).append(q.graph_name.value)
    assert [t for t, names in seen.items() if len(names) > 1] == []


def test_the_periods_of_the_rules_are_the_dates_of_the_sources(graph):
    dates = {data["source"]: data["dates"] for data in VERSIONS.values()}
    for period in graph.timing.periods:
        assert dates[period.text]["in_force"] == period.start
        assert dates[period.text].get("end", "") == period.end


@pytest.mark.parametrize("name", VERSIONS)
def test_a_source_version_derives_from_its_file_or_its_source_keys(graph, quads, catalogue, name):
    derived = set(values(catalogue, name, "prov:wasDerivedFrom"))
    keys = {
        q.object.value
        for q in quads
        if q.graph_name.value == name and q.predicate.value == PREFIXES["jr"] + "isEvidencedBy"
    }
    assert keys <= derived
    text = VERSIONS[name].get("text")
    rights = values(catalogue, name, "dcterms:rights")
    if not text:
        assert derived == keys != set()
        assert rights == []
        return
    owner = VERSIONS[f"{PREFIXES['graph']}{text['of']}"] if "of" in text else VERSIONS[name]
    folder = f"data/{owner['jurisdiction']}/{owner['source']}/{owner['version']}"
    copy = file_iri(f"{folder}/text.txt")
    assert derived == keys | {copy}
    assert any("CC BY 4.0" in r and "NOTICE" in r for r in rights), "supplied words are quoted"
    path = assets.root() / folder / "text.txt"
    told = values(catalogue, copy, "spdx:checksum/spdx:checksumValue")
    assert told == [hashlib.sha256(path.read_bytes()).hexdigest()]
    assert values(catalogue, copy, "dcat:byteSize") == [str(path.stat().st_size)]
    original = values(catalogue, copy, "prov:wasDerivedFrom/spdx:checksum/spdx:checksumValue")
    assert original == [owner["text"]["original"]["sha256"]]
    assert len(values(catalogue, copy, "dcterms:rights")) == 2


def test_rules_derive_from_the_sources_that_they_cite(catalogue):
    derived = values(catalogue, named_graph("rules"), "prov:wasDerivedFrom")
    assert set(derived) <= set(VERSIONS)
    sources = {VERSIONS[name]["source"] for name in derived}
    assert {"opinions-2015", "opinions-2024", "regulations-2024"} <= sources


def test_languages_are_those_of_the_words(catalogue):
    for name in VERSIONS:
        told = [v.rpartition("/")[2] for v in values(catalogue, name, "dcterms:language")]
        assert told == ["en", "zh"], "labels are in both languages"
    chinese = file_iri("data/CN/opinions-2024/2024-07-04/text.txt")
    english = file_iri("data/CN/cpc-opinions-2021/2021-06-15/text.txt")
    assert values(catalogue, chinese, "dcterms:language")[0].endswith("/zh")
    assert [v.rpartition("/")[2] for v in values(catalogue, english, "dcterms:language")] == ["en"]


def test_the_licence_is_that_of_the_content_licence(catalogue):
    text = (Path(assets.root()) / "LICENSE-CONTENT").read_text(encoding="utf-8")
    licences = {r["l"] for r in ask(catalogue, "?g dcterms:license ?l")}
    assert licences == {"https://creativecommons.org/licenses/by/4.0/"}
    assert licences.pop() in text
