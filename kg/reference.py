"""Writes the ontology reference: one offline page a language, from the graph alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.export import write
from kg.model import Text
from kg.namespaces import BASE, CONCEPT, ID
from kg.store import EmbeddedStore

_HEADINGS = {
    "title": Text("本体参考", "Ontology reference"),
    "classes": Text("类", "Classes"),
    "properties": Text("属性", "Properties"),
    "schemes": Text("概念表", "Concept schemes"),
    "term": Text("术语", "Term"),
    "label": Text("名称", "Label"),
    "definition": Text("定义", "Definition"),
    "above": Text("上位", "Broader"),
    "domain": Text("主语", "Domain"),
    "range": Text("宾语", "Range"),
    "source": Text("出处", "Source"),
    "notice": Text(
        "由图谱生成，非官方解释。", "Made from the graph; not an official interpretation."
    ),
    "other": Text("English", "中文"),
}
_LABELLED = """?t skos:prefLabel ?label ; skos:definition ?definition ; dcterms:source ?source .
  FILTER(LANGMATCHES(LANG(?label), "{lang}") && LANGMATCHES(LANG(?definition), "{lang}"))"""
_CLASSES = f"""SELECT ?t ?label ?definition ?source
  (GROUP_CONCAT(DISTINCT ?super; separator=" ") AS ?above)
WHERE {{{{ ?t a owl:Class . {_LABELLED} OPTIONAL {{{{ ?t rdfs:subClassOf ?super }}}} }}}}
GROUP BY ?t ?label ?definition ?source ORDER BY ?t"""
_PROPERTIES = f"""SELECT ?t ?label ?definition ?source ?domain ?range WHERE {{{{
  ?t a ?kind . VALUES ?kind {{{{ owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }}}}
  {_LABELLED} OPTIONAL {{{{ ?t rdfs:domain ?domain }}}} OPTIONAL {{{{ ?t rdfs:range ?range }}}}
}}}} ORDER BY ?t"""
_CONCEPTS = f"""SELECT ?scheme ?schemeLabel ?t ?label ?definition ?source WHERE {{{{
  ?t skos:inScheme ?scheme . {_LABELLED} ?scheme skos:prefLabel ?schemeLabel .
  FILTER(LANGMATCHES(LANG(?schemeLabel), "{{lang}}")) }}}} ORDER BY ?scheme ?t"""


def write_reference(store: EmbeddedStore, folder: Path) -> list[Path]:
    """Write ontology.zh.html, ontology.en.html and index.html; return them. Raises KgError."""
    written = []
    for lang in ("zh", "en"):
        path = folder / f"ontology.{lang}.html"
        write(path, page(store, lang).encode())
        written.append(path)
    index = folder / "index.html"
    links = "".join(f'<p><a href="{p.name}">{p.name}</a></p>' for p in written)
    write(index, f'<!doctype html><meta charset="utf-8"><title>kg</title>{links}\n'.encode())
    return [*written, index]


def page(store: EmbeddedStore, lang: str) -> str:
    """Return the reference page of one language as HTML; nothing in it comes from outside."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("reference.html").render(
        lang=lang,
        other="en" if lang == "zh" else "zh",
        words={key: text.pick(lang) for key, text in _HEADINGS.items()},
        classes=_rows(store, _CLASSES, lang),
        properties=_rows(store, _PROPERTIES, lang),
        schemes=_schemes(_rows(store, _CONCEPTS, lang)),
    )


def _rows(store: EmbeddedStore, query: str, lang: str) -> list[dict[str, str]]:
    return [
        {k: _short(v) for k, v in row.items()} for row in store.solutions(query.format(lang=lang))
    ]


def _short(value: str) -> str:
    for prefix, name in ((BASE + "ontology/", "jr:"), (CONCEPT, ""), (ID, "")):
        value = value.replace(prefix, name)
    return value


def _schemes(rows: Sequence[dict[str, str]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        scheme = found.setdefault(row["scheme"], {"label": row["schemeLabel"], "concepts": []})
        scheme["concepts"].append(row)
    return found
