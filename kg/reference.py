"""Writes the ontology reference: one offline page a language, from the graph alone.

Each term stands with its label, definition, source, what is above and below it, and its use: how
often the graph says it and which questions of the catalogue ask with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.export import write
from kg.model import Text
from kg.namespaces import CONCEPT, ID, JR, PREFIXES
from kg.store import Store

WORDS = {
    "title": Text("本体参考", "Ontology reference"),
    "lead": Text(
        "检察机关司法责任制知识图谱所用的类、属性和代码：各有定义、出处、上下位关系和用处。",
        "The classes, properties and codes of the knowledge graph of procuratorial judicial "
        "responsibility, each with its definition, source, relations and use.",
    ),
    "notice": Text(
        "由图谱生成，非官方解释。", "Made from the graph; not an official interpretation."
    ),
    "contents": Text("目录", "Contents"),
    "classes": Text("类", "Classes"),
    "properties": Text("属性", "Properties"),
    "schemes": Text("代码表", "Concept schemes"),
    "reused": Text("引用的其他词表", "Terms of other vocabularies"),
    "provisions": Text("所引条文和文件", "Provisions and documents cited"),
    "kind": Text("种类", "Kind"),
    "above": Text("上位", "Above"),
    "below": Text("下位", "Below"),
    "domain": Text("主语", "Domain"),
    "range": Text("宾语", "Range"),
    "source": Text("出处", "Source"),
    "use": Text("用处", "Use"),
    "asked": Text("问题", "Questions"),
    "label": Text("名称", "Label"),
    "definition": Text("定义", "Definition"),
    "other": Text("English", "中文"),
    "no_words": Text(
        "所供文本没有此条的文字。", "The supplied text does not have the words of this provision."
    ),
    "restated": Text("本项目的转述：", "This project's restatement:"),
}
_KINDS = {
    "Class": Text("类", "class"),
    "ObjectProperty": Text("对象属性", "object property"),
    "DatatypeProperty": Text("数据属性", "data property"),
    "AnnotationProperty": Text("注释属性", "annotation property"),
}
_IN_GRAPH = Text("图谱中出现 {n} 次", "stands {n} times in the graph")
_ONCE = Text("图谱中出现 1 次", "stands once in the graph")
_NOT_IN_GRAPH = Text("用于案件文件、规则或者归类", "used in case files, rules or for grouping")
_TERMS = """SELECT ?t ?kind ?label ?definition ?source WHERE {{
  ?t a ?kind ; skos:prefLabel ?label ; skos:definition ?definition .
  VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }}
  FILTER(LANGMATCHES(LANG(?label), "{lang}") && LANGMATCHES(LANG(?definition), "{lang}"))
  OPTIONAL {{ ?t dcterms:source ?source }} }} ORDER BY ?t"""
_CONCEPTS = """SELECT ?scheme ?schemeLabel ?schemeDefinition ?t ?label ?definition ?source ?above
WHERE {{
  ?t skos:inScheme ?scheme ; skos:prefLabel ?label ; skos:definition ?definition ;
     dcterms:source ?source .
  ?scheme skos:prefLabel ?schemeLabel ; skos:definition ?schemeDefinition .
  FILTER(LANGMATCHES(LANG(?label), "{lang}") && LANGMATCHES(LANG(?definition), "{lang}"))
  FILTER(LANGMATCHES(LANG(?schemeLabel), "{lang}")
         && LANGMATCHES(LANG(?schemeDefinition), "{lang}"))
  OPTIONAL {{ ?t skos:broader ?above }} }} ORDER BY ?scheme ?t ?above"""
_RELATIONS = """SELECT ?t ?relation ?other WHERE { VALUES ?relation {
  rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range } ?t ?relation ?other }
  ORDER BY ?t ?other"""
# Packaged cases use terms that the law's graphs do not, so every named graph is counted.
_COUNTS = """SELECT ?t (COUNT(*) AS ?n) WHERE {
  { GRAPH ?g { ?x a ?t } } UNION { GRAPH ?g { ?x ?t ?y } } UNION { GRAPH ?g { ?x ?p ?t }
    FILTER(?p != rdf:type && STRSTARTS(STR(?t), STR(concept:))) } } GROUP BY ?t"""
_SOURCES = """SELECT DISTINCT ?s ?title ?own ?words ?restated WHERE {{
  ?t rdfs:isDefinedBy|skos:inScheme ?any ; dcterms:source ?s .
  {{ ?s skos:prefLabel ?title ; skos:definition ?own
     FILTER(LANGMATCHES(LANG(?own), "{lang}")) }}
  UNION {{ ?s jr:belongsToSource/dcterms:title ?title
     OPTIONAL {{ ?s jr:text ?words }}
     OPTIONAL {{ ?s jr:restatement ?restated FILTER(LANGMATCHES(LANG(?restated), "{lang}")) }} }}
  FILTER(LANGMATCHES(LANG(?title), "{lang}")) }} ORDER BY ?s"""


@dataclass(frozen=True)
class Asked:
    """A question of the catalogue: its words, and the SPARQL in which terms are looked for."""

    id: str
    question: Text
    sparql: str


def write_reference(store: Store, questions: Sequence[Asked], folder: Path) -> list[Path]:
    """Write ontology.zh.html, ontology.en.html and index.html; return them. Raises KgError."""
    written = []
    for lang in ("zh", "en"):
        path = folder / f"ontology.{lang}.html"
        write(path, page(store, questions, lang).encode())
        written.append(path)
    index = folder / "index.html"
    titles = {lang: WORDS["title"].pick(lang) for lang in ("zh", "en")}
    write(index, _template("reference-index.html").render(titles=titles).encode())
    return [*written, index]


def page(store: Store, questions: Sequence[Asked], lang: str) -> str:
    """Return the reference page of one language as HTML; nothing in it comes from outside."""
    uses = {_short(r["t"]): int(r["n"]) for r in store.solutions(_COUNTS)}
    terms = _terms(store, questions, uses, lang)
    schemes = _schemes(store, uses, lang)
    html = _template("reference.html").render(
        lang=lang,
        other="en" if lang == "zh" else "zh",
        words={key: text.pick(lang) for key, text in WORDS.items()},
        classes=[t for t in terms if t["own"] and t["code"] == "Class"],
        properties=[t for t in terms if t["own"] and t["code"] != "Class"],
        reused=[t for t in terms if not t["own"]],
        schemes=schemes,
        provisions=sorted(_rows(store, _SOURCES, lang), key=lambda row: _in_order(row["s"])),
        prefixes=_prefixes(terms),
        known={t["t"]: t["label"] for t in terms},
    )
    return str(html)


def _prefixes(terms: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return the prefixes of the terms that are not ours, with their namespaces."""
    used = {term["t"].partition(":")[0] for term in terms if not term["own"]}
    return sorted((prefix, PREFIXES[prefix]) for prefix in used)


def _template(name: str) -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _terms(
    store: Store, questions: Sequence[Asked], uses: Mapping[str, int], lang: str
) -> list[dict[str, Any]]:
    related: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    keys = {"subClassOf": "above", "subPropertyOf": "above", "domain": "domain", "range": "range"}
    for row in store.solutions(_RELATIONS):
        term, other = _short(row["t"]), _short(row["other"])
        key = keys[row["relation"].rpartition("#")[2]]
        related[term][key].append(other)
        if key == "above":
            related[other]["below"].append(term)
    found = []
    for row in _rows(store, _TERMS, lang):
        term, code = row["t"], row["kind"].partition(":")[2]
        word = re.compile(rf"(?<![\w:]){re.escape(term)}(?!\w)")
        found.append({
            **row,
            "own": term.startswith("jr:"),
            "code": code,
            "kind": _KINDS[code].pick(lang),
            "related": related[term],
            "use": _use(uses.get(term, 0), lang),
            "asked": [q.question.pick(lang) for q in questions if word.search(q.sparql)],
        })  # fmt: skip
    return found


def _schemes(store: Store, uses: Mapping[str, int], lang: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(store, _CONCEPTS, lang):
        scheme = found.setdefault(
            row["scheme"],
            {"label": row["schemeLabel"], "definition": row["schemeDefinition"], "concepts": []},
        )
        concepts = scheme["concepts"]
        if not concepts or concepts[-1]["t"] != row["t"]:  # a row for each concept above
            concepts.append({**row, "above": [], "use": _use(uses.get(row["t"], 0), lang)})
        concepts[-1]["above"] += [row["above"]] if row["above"] else []
    return found


def _in_order(name: str) -> list[tuple[int, str]]:
    """Return a key by which art-4 stands before art-10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


def _use(count: int, lang: str) -> str:
    text = _IN_GRAPH if count > 1 else _ONCE if count else _NOT_IN_GRAPH
    return text.pick(lang).format(n=f"{count:,}")


def _rows(store: Store, query: str, lang: str) -> Iterable[dict[str, str]]:
    optional = dict.fromkeys(("source", "above", "own", "words", "restated"), "")
    for row in store.solutions(query.format(lang=lang)):
        yield {**optional, **{key: _short(value) for key, value in row.items()}}


def _short(value: str) -> str:
    """Return an IRI as people write it: jr:Rule, act/decide, opinions-2024/art-30, prov:Entity."""
    for start, name in ((JR, "jr:"), (CONCEPT, ""), (ID, "")):
        if value.startswith(start):
            return name + value.removeprefix(start)
    for prefix, start in PREFIXES.items():
        if value.startswith(start):
            return f"{prefix}:{value.removeprefix(start)}"
    return value
