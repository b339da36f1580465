"""An opened build, with the labels, rules and questions that answering needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kg import assets, cases, explain, facts, neighbours
from kg.derive import timing
from kg.derive.labels import Labels
from kg.errors import KgError, Problem
from kg.model import Answer, OpenQuestion, Rule, Text
from kg.namespaces import GRAPH, source_iri
from kg.pipeline.builds import (
    DEFAULT_FILE,
    GRAPH_FILE,
    LEDGER_FILE,
    MANIFEST,
    RULES_FILE,
    ensure_build,
)
from kg.pipeline.kept import unpack
from kg.pipeline.naming import Names
from kg.pipeline.terms import Term, read_terms
from kg.store import EmbeddedStore, RemoteStore, Store


class Graph:
    """An opened build: the store, its manifest, and what the engine needs to answer.

    `endpoint` is the address of the server that holds the graph, "" for the embedded store.
    """

    def __init__(self, folder: Path, endpoint: str = "") -> None:
        self.folder = folder
        self.endpoint = endpoint
        self.manifest: Mapping[str, Any] = json.loads(
            (folder / MANIFEST).read_text(encoding="utf-8")
        )
        self.store: Store = (
            RemoteStore(endpoint)
            if endpoint
            else EmbeddedStore.open(folder / DEFAULT_FILE, folder / GRAPH_FILE)
        )
        self._citations: dict[str, explain.Citation] = {}

    def warm(self) -> Graph:
        """Read now what is read when first needed, while the content is that of this build."""
        if isinstance(self.store, EmbeddedStore):
            self.store.load_named()
        _ = self.words, self.labels, self.rules, self.timing, self.questions
        return self

    @cached_property
    def index(self) -> neighbours.Index:
        """Return the links and names of the default graph in memory, for exploring."""
        return neighbours.Index(self.store)

    @property
    def receipt(self) -> dict[str, str]:
        """Return what an answer rests on: the graph's sha256 and the version."""
        return {"graph": self.manifest["graph"], "version": self.manifest["version"]}

    @cached_property
    def words(self) -> explain.Words:
        """Return the labels of all codes."""
        return explain.Words(_labels(self.store))

    @cached_property
    def labels(self) -> Labels:
        """Return the labels of the case file's fields and values."""
        return _field_labels(self.store, self.words)

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """Return the rules, as the build keeps them."""
        return unpack((self.folder / RULES_FILE).read_bytes())

    @cached_property
    def terms(self) -> Sequence[Term]:
        """Return the classes, properties and codes that queries are written with."""
        return read_terms(self.store)

    @cached_property
    def ledger(self) -> Mapping[str, Any]:
        """Return the ledger of kg/coverage.py, as the build keeps it."""
        found: dict[str, Any] = json.loads((self.folder / LEDGER_FILE).read_bytes())
        return found

    def sources_read_under(self, text: str) -> set[str]:
        """Return the sources that the rules read under a text (`opinions-2024`) rest on."""
        rules = (r for r in self.rules if r.text == text)
        return {p.split("/", 1)[0] for r in rules for p in r.provisions}

    @cached_property
    def timing(self) -> timing.Timing:
        """Return the periods of the texts and the leniency clause."""
        return timing.read_timing(assets.root() / "ontology" / "rules" / "timing.yaml")

    @cached_property
    def questions(self) -> Mapping[str, OpenQuestion]:
        """Return the open questions by id."""
        path = assets.root() / "data" / "open-questions.yaml"
        return {q.id: q for q in facts.read_open_questions(path)}

    def names(self, nodes: Iterable[str]) -> dict[str, Text]:
        """Return a name of every node by IRI, in both languages, also where it has no label."""
        return Names(self.store, self.words_of).of(nodes)

    @cached_property
    def identified(self) -> Mapping[str, str]:
        """Return the IRI of everything that has an identifier, by identifier."""
        rows = self.store.solutions("SELECT ?id ?n WHERE { ?n dcterms:identifier ?id }")
        return {r["id"]: r["n"] for r in rows}

    @cached_property
    def provisions(self) -> frozenset[str]:
        """Return the identifiers of all provisions."""
        rows = self.store.solutions(
            "SELECT ?id WHERE { ?p jr:belongsToSource ?s ; dcterms:identifier ?id }"
        )
        return frozenset(r["id"] for r in rows)

    def source_titles(self, sources: Iterable[str]) -> dict[str, Text]:
        """Return the titles of sources by id; unknown ids are left out."""
        wanted = " ".join(f"<{source_iri(s)}>" for s in sorted(set(sources)))
        rows = self.store.solutions(
            f"""SELECT ?id ?zh ?en {{ VALUES ?s {{ {wanted} }}
            ?s dcterms:identifier ?id ; dcterms:title ?zh , ?en
            FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }}"""
        )
        return {r["id"]: Text(r["zh"], r["en"]) for r in rows}

    def citations(self, answers: Iterable[Answer]) -> dict[str, explain.Citation]:
        """Return the words of every provision that the answers cite."""
        return self.words_of(explain.cited(answers))

    def words_of(self, provisions: Iterable[str]) -> dict[str, explain.Citation]:
        """Return the citations of provision ids, in the order given; unknown ids are left out.

        What was read stays: thousands of answers cite the same few hundred provisions.
        """
        wanted = list(dict.fromkeys(provisions))
        new = [p for p in wanted if p not in self._citations]
        if new:
            found = explain.read_citations(self.store, new)
            self._citations.update({p: found[p] for p in new if p in found})
        return {p: self._citations[p] for p in wanted if p in self._citations}


# The graphs that this process answers from, by the output folder asked for.
_opened: dict[Path | None, Graph] = {}


def open_graph(out: Path | None = None) -> Graph:
    """Open the build of the present content, making it when needed; kept for the process.

    In a server it is the graph that is served at the moment (`use_graph`).
    """
    if out not in _opened:
        _opened[out] = Graph(ensure_build(out))
    return _opened[out]


def use_graph(graph: Graph) -> None:
    """Let `open_graph()` give this graph from now on: a server has turned to another build."""
    _opened[None] = graph


@cache
def open_endpoint(url: str) -> Graph:
    """Open the present build on a SPARQL server; cached for the process.

    The rules come from the content here and their words from the server, so both must be of one
    build: raises KgError when the server does not answer or its catalogue lists other graphs.
    """
    graph = Graph(ensure_build(), url)
    theirs, ours = _checksums(graph.store), _checksums(Graph(graph.folder).store)
    if theirs != ours:
        other = sorted({name for name, _ in theirs ^ ours})
        named = ", ".join(other[:3]) + (" …" if len(other) > 3 else "")
        raise KgError(
            Problem(
                url,
                f"服务器上的图谱与本机的内容不是同一次生成的（不同的图 {len(other)} 个：{named}）。"
                if theirs
                else "服务器的默认图中没有本图谱。",
                f"The graph on the server is not of the same build as the content here "
                f"({len(other)} graphs differ: {named})."
                if theirs
                else "The server's default graph does not hold this graph.",
                "请运行 kg publish，或者不用 --endpoint 和 KG_ENDPOINT。",
                "Run kg publish, or do without --endpoint and KG_ENDPOINT.",
            )
        )
    return graph


def _checksums(store: Store) -> set[tuple[str, str]]:
    """Return (named graph, sha256 of its N-Quads) as the catalogue lists them."""
    rows = store.query(
        """SELECT ?g ?sum WHERE { ?g dcat:distribution ?file .
          ?file spdx:checksum ?checksum . ?checksum spdx:checksumValue ?sum }"""
    ).rows
    return {(r["g"], r["sum"]) for r in rows if r["g"].startswith(GRAPH)}


def _labels(store: Store) -> dict[tuple[str, str], Text]:
    rows = store.solutions(
        """SELECT ?scheme ?code ?zh ?en WHERE {
          ?c skos:inScheme ?scheme ; skos:notation ?code ; skos:prefLabel ?zh , ?en .
          FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }"""
    )
    return {(r["scheme"].rsplit("/", 1)[1], r["code"]): Text(r["zh"], r["en"]) for r in rows}


def _field_labels(store: Store, words: explain.Words) -> Labels:
    """Return nouns for fields (the altLabel of their property in the context) and value labels."""
    rows = store.solutions(
        """SELECT ?p ?zh ?en WHERE { ?p skos:altLabel ?zh , ?en .
          FILTER(STRSTARTS(STR(?p), STR(jr:)))
          FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }"""
    )
    properties = {r["p"].rsplit("/", 1)[1]: Text(r["zh"], r["en"]) for r in rows}
    fields: dict[str, Text] = {}
    values: dict[tuple[str, str], Text] = {}
    for part in ("steps", "findings"):
        for field, spec in cases.context()[part]["@context"].items():
            if not isinstance(spec, dict):
                continue
            name = spec["@id"].removeprefix("jr:")
            fields[field] = properties.get(name, Text(field, field))
            vocabulary = spec.get("@context", {}).get("@vocab")
            if vocabulary:
                scheme = vocabulary.rstrip("/").rsplit("/", 1)[1]
                for (owner, code), label in words.labels.items():
                    if owner == scheme:
                        values[(field, code)] = label
    return Labels(fields, values)
