"""An opened build, with the labels, rules and questions that answering needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kg import assets, cases, explain, facts
from kg.derive import timing
from kg.derive.labels import Labels
from kg.model import Answer, OpenQuestion, Rule, Text
from kg.namespaces import source_iri
from kg.pipeline.builds import DEFAULT_FILE, GRAPH_FILE, MANIFEST, RULES_FILE, ensure_build
from kg.pipeline.kept import unpack
from kg.store import EmbeddedStore


class Graph:
    """An opened build: the store, its manifest, and what the engine needs to answer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Mapping[str, Any] = json.loads(
            (folder / MANIFEST).read_text(encoding="utf-8")
        )
        self.store = EmbeddedStore.open(folder / DEFAULT_FILE, folder / GRAPH_FILE)
        self._citations: dict[str, explain.Citation] = {}

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

    def node_labels(self, nodes: Iterable[str]) -> dict[str, Text]:
        """Return the labels of nodes by IRI: preferred label, title or number, in both languages.

        A language that the graph has no label in falls back to the other one.
        """
        values = " ".join(f"<{n}>" for n in sorted(nodes) if not set(n) & set('<>"{}|^`\\ \n'))
        rows = self.store.solutions(
            f"""SELECT ?n ?label (LANG(?label) AS ?lang) WHERE {{ VALUES ?n {{ {values} }}
            {{ ?n skos:prefLabel ?label }} UNION {{ ?n dcterms:title ?label }}
            UNION {{ ?n rdfs:label ?label }} }} ORDER BY ?n ?lang ?label"""
        )
        found: dict[str, dict[str, str]] = {}
        for row in rows:
            lang = "zh" if row["lang"].lower().startswith("zh") else "en"
            found.setdefault(row["n"], {}).setdefault(lang, row["label"])
        return {n: Text(v.get("zh") or v["en"], v.get("en") or v["zh"]) for n, v in found.items()}

    def source_titles(self, sources: Iterable[str]) -> dict[str, Text]:
        """Return the titles of sources by id; unknown ids are left out."""
        found = self.node_labels(source_iri(s) for s in sources)
        return {key.rsplit("/", 1)[1]: text for key, text in found.items()}

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


@cache
def open_graph(out: Path | None = None) -> Graph:
    """Open the build of the present content, making it when needed; cached for the process."""
    return Graph(ensure_build(out))


def _labels(store: EmbeddedStore) -> dict[tuple[str, str], Text]:
    rows = store.solutions(
        """SELECT ?scheme ?code ?zh ?en WHERE {
          ?c skos:inScheme ?scheme ; skos:notation ?code ; skos:prefLabel ?zh , ?en .
          FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }"""
    )
    return {(r["scheme"].rsplit("/", 1)[1], r["code"]): Text(r["zh"], r["en"]) for r in rows}


def _field_labels(store: EmbeddedStore, words: explain.Words) -> Labels:
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
