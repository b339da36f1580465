"""Every term of the ontology serves something: the graph, a rule, a shape, a question or code."""

from pathlib import Path

import rdflib

from kg import pipeline
from kg.namespaces import CONCEPT, JR

ROOT = Path(__file__).resolve().parents[1]


def _declared():
    graph = rdflib.Graph()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(path, format="turtle")
    kinds = (rdflib.OWL.Class, rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty)
    return graph, {
        str(s) for k in kinds for s in graph.subjects(rdflib.RDF.type, k) if str(s).startswith(JR)
    }


def test_every_term_is_used():
    graph, declared = _declared()
    folder = pipeline.ensure_build()
    used = set()
    for line in (folder / pipeline.GRAPH_FILE).read_text(encoding="utf-8").splitlines():
        if not line.endswith("/graph/ontology> ."):
            used.update(part.strip("<>") for part in line.split(" ") if part.startswith(f"<{JR}"))
    parents = {str(o) for _, o in graph.subject_objects(rdflib.RDFS.subClassOf)}
    text = "".join(
        path.read_text(encoding="utf-8")
        for folder, pattern in (("ontology/rules", "**/*.rq"), ("shapes", "*.ttl"),
                                ("kg", "**/*.py"), ("kg/queries", "*.rq"),
                                ("ontology", "*.jsonld"))
        for path in (ROOT / folder).glob(pattern)
    )  # fmt: skip
    unused = {
        term
        for term in declared - used - parents
        if f"jr:{term.removeprefix(JR)}" not in text and f"<{term}>" not in text
    }
    assert not unused


def test_every_concept_of_the_case_file_is_a_code_of_the_schema():
    schema = (ROOT / "ontology" / "case.schema.json").read_text(encoding="utf-8")
    graph, _ = _declared()
    for scheme in ("act", "status", "office", "case-role", "result", "fault", "exclusion"):
        codes = {
            str(c).rsplit("/", 1)[1]
            for c in graph.subjects(rdflib.SKOS.inScheme, rdflib.URIRef(f"{CONCEPT}{scheme}"))
        }
        assert codes
        assert not {c for c in codes if f'"{c}"' not in schema}, scheme
