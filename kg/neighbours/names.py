"""What people call a node: its label, or the words that stand for one, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.explain import number_in_words
from kg.model import Text
from kg.namespaces import BASE, ID, PREFIXES, expand

# The properties that name a node, the best first.
NAMING = tuple(
    expand(name)
    for name in (
        "skos:prefLabel", "dcterms:title", "rdfs:label", "jr:questionText", "jr:readingText",
        "jr:reasonText", "jr:stepText", "jr:becauseText", "oa:exact", "jr:limitText",
        "spdx:fileName",
    )
)  # fmt: skip
_NEXT = Text("下一步：", "Next: ")
# Words of RDF, RDFS and OWL, which the graph uses and does not define.
_STANDARD = {
    expand(name): Text(zh, en)
    for name, zh, en in (
        ("rdf:type", "类型", "type"),
        ("rdfs:subClassOf", "上位类", "subclass of"),
        ("rdfs:subPropertyOf", "上位属性", "subproperty of"),
        ("rdfs:domain", "主语的类", "domain"),
        ("rdfs:range", "宾语的类", "range"),
        ("rdfs:isDefinedBy", "定义于", "defined by"),
        ("rdfs:Literal", "字面值", "literal"),
        ("owl:disjointWith", "互斥的类", "disjoint with"),
        ("owl:inverseOf", "反向属性", "inverse of"),
        ("owl:versionInfo", "版本", "version"),
        ("owl:Class", "类", "class"),
        ("owl:ObjectProperty", "对象属性", "object property"),
        ("owl:DatatypeProperty", "数据属性", "datatype property"),
        ("owl:AnnotationProperty", "注释属性", "annotation property"),
        ("owl:FunctionalProperty", "单值属性", "functional property"),
        ("owl:Ontology", "本体", "ontology"),
    )
}
Targets = Callable[[str, str], list[str]]


class Namer:
    """Finds names. `own` are the names that nodes bear themselves, by IRI and language."""

    def __init__(self, own: Mapping[str, Mapping[str, str]], targets: Targets) -> None:
        self._own, self._targets = own, targets

    def of(self, iri: str, kind: str, cls: str) -> tuple[Text, tuple[str, ...]]:
        """Return a node's name and the languages in which the graph has none for it."""
        found = dict(self._own.get(iri, {})) or self._made(iri, kind, cls)
        found = found or _both(_STANDARD.get(iri))
        lacks = tuple(lang for lang in ("zh", "en") if lang not in found)
        words = next(iter(found.values()), short(iri))
        return Text(found.get("zh", words), found.get("en", words)), lacks

    def _made(self, iri: str, kind: str, cls: str) -> dict[str, str]:
        """Return a name put together from the names of what a node belongs to, {} for none."""
        if kind == "provision":
            return self._provision(iri)
        if cls == expand("jr:Grant"):
            parts = [self._first(iri, f"jr:{p}") for p in ("isGrantedTo", "grantsVerb")]
            if all(parts):
                return {
                    "zh": " · ".join(p.zh for p in parts if p),
                    "en": " · ".join(p.en for p in parts if p),
                }
        if kind == "power":
            return _both(self._first(iri, "jr:concernsMatter"))
        if cls == expand("jr:NextStep"):
            step = self._first(iri, "jr:leadsTo")
            return {"zh": _NEXT.zh + step.zh, "en": _NEXT.en + step.en} if step else {}
        if cls == expand("jr:TimeLimit"):
            return _both(self._first(iri.rsplit("/", 1)[0], ""))
        return {}

    def _provision(self, iri: str) -> dict[str, str]:
        source = next(iter(self._targets(iri, expand("jr:belongsToSource"))), "")
        title = self._first(source, "")
        if not title:
            return {}
        number = number_in_words(iri.removeprefix(f"{source}/"))
        return {"zh": f"{title.zh} {number.zh}", "en": f"{title.en}, {number.en}"}

    def _first(self, iri: str, predicate: str) -> Text | None:
        """Return the name of the first node that a property leads to; of the node itself for ""."""
        node = next(iter(self._targets(iri, expand(predicate))), "") if predicate else iri
        own = self._own.get(node)
        if not own:
            return None
        either = next(iter(own.values()))
        return Text(own.get("zh", either), own.get("en", either))


def short_name(iri: str, source: str, name: Text) -> Text:
    """Return a provision's name with its document's id (`source` is its IRI, "" for none)."""
    if not source:
        return name
    number = number_in_words(iri.removeprefix(f"{source}/"))
    of = source.removeprefix(ID)
    return Text(f"{number.zh} {of}", f"{number.en} {of}")


def _both(text: Text | None) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en} if text else {}


def short(iri: str) -> str:
    """Return an IRI as people write it: with a prefix, or without the project's base."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and space != ID and len(iri) > len(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri.removeprefix(BASE)
