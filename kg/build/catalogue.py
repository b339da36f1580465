"""The catalogue: each named graph as a dataset with its origin, size, checksum and rights.

DCAT 3 says what there is, VoID counts it, PROV-O says where it comes from, SPDX carries checksums.
The catalogue names no day of its own, because a build has no clock: the dates in it are the
documents'. It lists every graph but itself, since it cannot hold its own checksum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from kg import __version__
from kg.build.named import NamedGraph
from kg.build.ontology import ONTOLOGY
from kg.build.sources import describe_dates
from kg.build.statements import EVIDENCE, MECHANISMS, PROCEDURES, QUESTIONS, RULES
from kg.model import Source, Supplied, Text
from kg.namespaces import (
    GRAPH,
    ID,
    PREFIXES,
    PROJECT,
    build_iri,
    case_graph,
    checksum_iri,
    concept,
    expand,
    file_iri,
    graph_file,
    named_graph,
    question_iri,
    source_graph,
    source_iri,
)
from kg.store import Quad, sorted_nquads

CATALOGUE, DATASET = "catalogue", "dataset"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_NQUADS = "https://www.iana.org/assignments/media-types/application/n-quads"
_LANGUAGES = {
    "zh": "http://id.loc.gov/vocabulary/iso639-1/zh",
    "en": "http://id.loc.gov/vocabulary/iso639-1/en",
}
_WHOLE = Text(
    "检察机关司法责任制知识图谱", "Knowledge graph of procuratorial judicial responsibility"
)
_OWN = {
    ONTOLOGY: Text("本体：类、属性和代码表", "Ontology: classes, properties and concept schemes"),
    RULES: Text("责任规则", "Rules of responsibility"),
    MECHANISMS: Text("办案和责任机制", "Mechanisms of case handling and responsibility"),
    PROCEDURES: Text("追责程序", "Procedures"),
    EVIDENCE: Text("外部来源", "Outside sources of facts"),
    QUESTIONS: Text("未决问题及其读法", "Open questions and their readings"),
    CATALOGUE: Text("命名图目录", "Catalogue of the named graphs"),
}
_BUILD = Text("图谱的生成", "Building of the graph")
_QUOTED = Text(
    "事实、标签和转述由本项目所作，按 CC BY 4.0 许可；条文原文引自所供文件，权利归其自身来源，"
    "不由本项目许可（见 NOTICE）。",
    "The facts, labels and restatements are this project's, under CC BY 4.0. The words of the "
    "provisions are quoted from the supplied document, keep their own origin and rights, and are "
    "not licensed by this project (see NOTICE).",
)
_SUPPLIED = Text(
    "所供文件，供查考和引用，权利归其自身来源，不由本项目许可（见 NOTICE）。",
    "A supplied document, kept for reference and quotation; it keeps its own origin and rights and "
    "is not licensed by this project (see NOTICE).",
)


def build_catalogue(
    graphs: Mapping[str, Sequence[Quad]],
    sources: Sequence[Source],
    supplied: Mapping[str, Supplied],
    named: Mapping[str, Text],
) -> list[Quad]:
    """Return the catalogue of `graphs`.

    `supplied` are the supplied files by source id, `named` the titles of the other graphs (packaged
    cases, power lists) by name.

    Raises KeyError for a graph that is none of these, nor one of the project's own.
    """
    own = NamedGraph(named_graph(CATALOGUE))
    titles = {named_graph(name): title for name, title in _OWN.items()}
    titles |= named
    versions = {source_graph(s.id, s.version): s for s in sources}
    titles |= {name: source.title for name, source in versions.items()}
    _heads(own, graphs, titles[own.name])
    origins = {source.id: name for name, source in versions.items()}
    superseded = {other for source in sources for other in source.repeals}
    for name, quads in sorted(graphs.items()):
        _dataset(own, name, titles[name], quads)
        if name in versions:
            source = versions[name]
            _version(own, name, source, quads, supplied.get(source.id))
            for node in (name, source_iri(source.id)):
                own.link(node, "jr:hasSourceStatus", _status(source, superseded))
        elif not name.startswith(case_graph("")):
            for origin in _cited(quads, origins):
                own.link(name, "prov:wasDerivedFrom", origin)
    return own.quads


def _heads(own: NamedGraph, graphs: Iterable[str], title: Text) -> None:
    """Describe the catalogue, the whole dataset and the activity that made them."""
    whole, activity = named_graph(DATASET), build_iri(__version__)
    own.link(own.name, "rdf:type", "dcat:Catalog")
    own.link(whole, "rdf:type", "void:Dataset")
    for node, name in ((own.name, title), (whole, _WHOLE)):
        own.text(node, "dcterms:title", name)
        own.value(node, "owl:versionInfo", __version__)
        _ours(own, node)
    for graph in graphs:
        own.link(own.name, "dcat:dataset", graph)
        own.link(whole, "void:subset", graph)
    own.link(whole, "void:subset", own.name)
    own.link(activity, "rdf:type", "prov:Activity")
    own.text(activity, "skos:prefLabel", _BUILD)
    own.value(activity, "owl:versionInfo", __version__)
    own.link(activity, "prov:wasAssociatedWith", PROJECT)


def _ours(own: NamedGraph, node: str) -> None:
    """Say who made a graph, how, and under which licence."""
    own.link(node, "dcterms:license", LICENCE)
    own.link(node, "dcterms:publisher", PROJECT)
    own.link(node, "prov:wasAttributedTo", PROJECT)
    own.link(node, "prov:wasGeneratedBy", build_iri(__version__))


def _dataset(own: NamedGraph, name: str, title: Text, quads: Sequence[Quad]) -> None:
    """Describe a graph: title, counts, languages, and its N-Quads with their checksum."""
    own.link(name, "rdf:type", "dcat:Dataset")
    own.link(name, "rdf:type", "void:Dataset")
    own.value(name, "dcterms:identifier", f"graph/{name.removeprefix(GRAPH)}")
    own.text(name, "dcterms:title", title)
    _ours(own, name)
    data = sorted_nquads(quads)
    typed = [q for q in quads if q.predicate.value == PREFIXES["rdf"] + "type"]
    own.integer(name, "void:triples", data.count(b"\n"))
    own.integer(name, "void:entities", len({_value(q.subject) for q in typed}))
    own.integer(name, "void:classes", len({_value(q.object) for q in typed}))
    own.integer(name, "void:properties", len({q.predicate.value for q in quads}))
    _languages(own, name, quads)
    file = f"{graph_file(name)}.nq"
    node = file_iri(f"export/{file}")
    own.link(name, "dcat:distribution", node)
    own.link(node, "rdf:type", "dcat:Distribution")
    own.value(node, "dcterms:title", file)
    own.link(node, "dcterms:license", LICENCE)
    own.link(node, "dcat:mediaType", _NQUADS)
    own.integer(node, "dcat:byteSize", len(data))
    _checksum(own, node, hashlib.sha256(data).hexdigest())


def _version(
    own: NamedGraph, name: str, source: Source, quads: Sequence[Quad], supplied: Supplied | None
) -> None:
    """Describe the graph of a source version: which source, what it derives from, whose words.

    The dates and the note are the source's, said of the graph again: a triple that stood in two
    graphs would be counted twice by a server that asks their union.
    """
    own.link(name, "dcterms:source", source_iri(source.id))
    own.value(name, "owl:versionInfo", source.version)
    own.text(name, "skos:scopeNote", source.note)
    describe_dates(own, name, source)
    for question in source.open_questions:
        own.link(name, "dcterms:relation", question_iri(question))
    evidence = expand("jr:isEvidencedBy")
    for key in {_value(q.object) for q in quads if q.predicate.value == evidence}:
        own.link(name, "prov:wasDerivedFrom", key)
    if supplied:
        own.text(name, "dcterms:rights", _QUOTED)
        own.link(name, "prov:wasDerivedFrom", _supplied(own, supplied))
        texts = [q for q in quads if q.predicate.value == expand("jr:text")]
        _languages(own, file_iri(supplied.file), texts)


def _status(source: Source, superseded: set[str]) -> str:
    """Return the status of a source as far as version.yaml and the other sources tell it."""
    if source.id in superseded:
        return concept("source-status", "superseded")
    if source.dates.get("end"):
        return concept("source-status", "ended")
    known = "in-force" if source.dates.get("in_force") else "effect-not-recorded"
    return concept("source-status", known)


def _supplied(own: NamedGraph, supplied: Supplied) -> str:
    """Describe the copy of a supplied document and, where it was cut, the original; return it."""
    copy = file_iri(supplied.file)
    files = [(copy, supplied.file, supplied.sha256)]
    own.integer(copy, "dcat:byteSize", supplied.size)
    if supplied.original:
        original = file_iri(f"supplied/{supplied.original}")
        files.append((original, supplied.original, supplied.original_sha256))
        own.link(copy, "prov:wasDerivedFrom", original)
    for node, path, sha256 in files:
        own.link(node, "rdf:type", "spdx:File")
        own.value(node, "spdx:fileName", path)
        own.text(node, "dcterms:rights", _SUPPLIED)
        _checksum(own, node, sha256)
    return copy


def _checksum(own: NamedGraph, node: str, sha256: str) -> None:
    checksum = checksum_iri(sha256)
    own.link(node, "spdx:checksum", checksum)
    own.link(checksum, "rdf:type", "spdx:Checksum")
    own.link(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
    own.value(checksum, "spdx:checksumValue", sha256, "xsd:hexBinary")


def _languages(own: NamedGraph, node: str, quads: Iterable[Quad]) -> None:
    """Name the languages of the texts that some quads hold."""
    tags: set[str] = {getattr(q.object, "language", None) or "" for q in quads} - {""}
    for code in sorted({tag.split("-")[0] for tag in tags}):
        own.link(node, "dcterms:language", _LANGUAGES[code])


def _cited(quads: Sequence[Quad], origins: Mapping[str, str]) -> list[str]:
    """Return the graphs of the sources whose provisions some quads name."""
    named = {
        _value(q.object).removeprefix(ID).split("/")[0]
        for q in quads
        if _value(q.object).startswith(ID)
    }
    return sorted(origins[source] for source in named & set(origins))


def _value(term: object) -> str:
    """Return the IRI or the text of a term."""
    return str(getattr(term, "value", ""))
