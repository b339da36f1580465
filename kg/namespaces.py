"""The only place that mints an IRI or names a graph (DESIGN section 5).

Term IRIs carry no version; a provision's IRI is `…/id/<source>/<provision>`; a graph is named
`…/graph/<source>/<version>`. Codes are the kebab-case words of the case-file format.
"""

from __future__ import annotations

import re

BASE = "https://w3id.org/judicial-responsibility/"
JR = BASE + "ontology/"
CONCEPT = BASE + "concept/"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
FILE = BASE + "file/"
PROJECT = ID + "project"

PREFIXES: dict[str, str] = {
    "jr": JR,
    "concept": CONCEPT,
    "id": ID,
    "graph": GRAPH,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(name: str) -> str:
    """Return the IRI of a prefixed name such as `jr:Step`; a KeyError means an unknown prefix."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def concept(scheme: str, code: str) -> str:
    """Return the IRI of a SKOS concept, for example scheme `act`, code `decide`."""
    return f"{CONCEPT}{scheme}/{code}"


def source_iri(source: str) -> str:
    """Return the IRI of a source such as `opinions-2024`."""
    return ID + source


def provision_iri(source: str, provision: str) -> str:
    """Return the IRI of a provision: `opinions-2024`, `art-30/para-1`."""
    return f"{ID}{source}/{provision}"


def fact_iri(source: str, fact: str) -> str:
    """Return the IRI of a norm (a fact of a facts file)."""
    return f"{ID}{source}/fact/{fact}"


def rule_iri(rule: str) -> str:
    """Return the IRI of a rule; `rule` is `<source>/<rule-id>`."""
    return f"{ID}rule/{rule}"


def question_iri(question: str) -> str:
    """Return the IRI of an open question."""
    return f"{ID}open-question/{question}"


def reading_iri(question: str, number: int) -> str:
    """Return the IRI of one reading of an open question, counted from one."""
    return f"{question_iri(question)}/reading-{number}"


def correspondence_iri(key: str) -> str:
    """Return the IRI of a correspondence between an old and a new provision."""
    return f"{ID}correspondence/{key}"


def evidence_iri(key: str) -> str:
    """Return the IRI of an outside source of facts, by its key."""
    return f"{ID}evidence/{key}"


def mechanism_iri(mechanism: str) -> str:
    """Return the IRI of a mechanism."""
    return f"{ID}mechanism/{mechanism}"


def list_item_iri(lst: str, item: str) -> str:
    """Return the IRI of an item of a power list; its grants are `<item IRI>/<actor>/<verb>`."""
    return f"{ID}{lst}/item/{item}"


def list_code_iri(lst: str, scheme: str, code: str) -> str:
    """Return the IRI of a code that a list brings itself."""
    return f"{ID}{lst}/code/{scheme}/{code}"


def procedure_iri(key: str) -> str:
    """Return the IRI of a procedure, or of its step `<procedure>/<step>`."""
    return f"{ID}procedure/{key}"


def case_iri(case: str) -> str:
    """Return the IRI of a case; its people, organs and steps are `<case IRI>/<their id>`."""
    return f"{ID}case/{case}"


def assessment_iri(case: str, person: str, step: str, kind: str) -> str:
    """Return the IRI of one assessment."""
    return f"{ID}case/{case}/assessment/{person}/{step}/{kind}"


def source_graph(source: str, version: str) -> str:
    """Return the name of the graph that holds one version of a source."""
    return f"{GRAPH}{source}/{version}"


def named_graph(name: str) -> str:
    """Return the name of one of the project's own graphs: ontology, rules, questions, catalogue."""
    return GRAPH + name


def case_graph(case: str) -> str:
    """Return the name of the graph of a packaged case; never part of the default graph."""
    return f"{GRAPH}case/{case}"


def graph_file(graph: str) -> str:
    """Return the name, without its ending, of the file that holds one exported named graph."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", graph.removeprefix(GRAPH))


def file_iri(path: str) -> str:
    """Return the IRI of a file of the project: `data/…/text.txt`, `supplied/…`, `export/…`."""
    return FILE + path


def checksum_iri(sha256: str) -> str:
    """Return the IRI of a checksum; equal contents share it."""
    return f"{BASE}checksum/sha256/{sha256}"


def build_iri(version: str) -> str:
    """Return the IRI of the activity that builds the graphs, by the version of the software."""
    return f"{BASE}activity/build/{version}"


def provision_id(iri: str) -> str:
    """Return `opinions-2024/art-30` for a provision's IRI."""
    return iri.removeprefix(ID)


def code(iri: str) -> str:
    """Return the last segment of an IRI: the code of a concept, the id of a step."""
    return iri.rsplit("/", 1)[1]
