"""Names nodes for people: every node has one, also where the graph gives no label.

A label or title comes first; then a provision's number, who may do what for a grant, the old and
the new provision for a correspondence; then the node's own short text; last its kind and code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.explain import Citation
from kg.model import Text
from kg.namespaces import ID, PREFIXES, expand, provision_id
from kg.store import Quad, Store

_LABELS = tuple(map(expand, ("skos:prefLabel", "dcterms:title", "rdfs:label")))
_TEXTS = tuple(
    map(
        expand,
        ("jr:questionText", "jr:readingText", "jr:stepText", "jr:matterText", "jr:eventText",
         "oa:exact"),
    )
)  # fmt: skip
# The ontology language's own terms, which no graph of ours describes.
_GRAMMAR = {
    expand(name): Text(zh, en)
    for name, zh, en in (
        ("rdf:type", "种类", "kind"),
        ("rdfs:subClassOf", "上位类", "subclass of"),
        ("rdfs:subPropertyOf", "上位属性", "subproperty of"),
        ("rdfs:domain", "定义域", "domain"),
        ("rdfs:range", "值域", "range"),
        ("rdfs:isDefinedBy", "定义于", "is defined by"),
        ("owl:disjointWith", "与之互斥", "disjoint with"),
        ("owl:inverseOf", "互逆属性", "inverse of"),
        ("owl:versionInfo", "版本", "version"),
        ("owl:Ontology", "本体", "ontology"),
        ("owl:Class", "类", "class"),
        ("owl:ObjectProperty", "对象属性", "object property"),
        ("owl:DatatypeProperty", "数据属性", "datatype property"),
        ("owl:AnnotationProperty", "注释属性", "annotation property"),
        ("owl:FunctionalProperty", "函数属性", "functional property"),
    )
}
_LONGEST = 90
_TYPE, _PART_OF_SOURCE = expand("rdf:type"), expand("jr:belongsToSource")


def short(iri: str) -> str:
    """Return an IRI with one of the project's prefixes, or as it is."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and len(iri) > len(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri


_Said = Mapping[str, Sequence[tuple[str, str]]]


class Names:
    """Names the nodes of a store; `words_of` gives the citations of provision ids."""

    def __init__(
        self, store: Store, words_of: Callable[[Iterable[str]], Mapping[str, Citation]]
    ) -> None:
        self.store, self.words_of = store, words_of

    def of(self, nodes: Iterable[str]) -> dict[str, Text]:
        """Return a name of every node, in both languages; one falls back to the other."""
        said = {n: _said(self.store.outward(n)) for n in dict.fromkeys(nodes)}
        provisions = [provision_id(n) for n, s in said.items() if _PART_OF_SOURCE in s]
        numbers = {ID + c.id: c.number for c in self.words_of(provisions).values()}
        return {n: numbers.get(n) or _GRAMMAR.get(n) or self._name(n, s) for n, s in said.items()}

    def _name(self, node: str, said: _Said) -> Text:
        for predicate in _LABELS:
            if label := _text(said.get(predicate, ())):
                return label
        if grant := self._joined(said, "jr:isGrantedTo", "jr:grantsVerb", Text("：", ": ")):
            return grant
        if change := self._joined(said, "jr:relatesOld", "jr:relatesNew", Text(" → ", " → ")):
            return change
        for predicate in _TEXTS:
            if text := _text(said.get(predicate, ())):
                return Text(_cut(text.zh), _cut(text.en))
        code = node.rstrip("/").rsplit("/", 1)[-1]
        kinds = sorted({iri for _, iri in said.get(_TYPE, ())} - {node})
        for kind in self.of(kinds[:1]).values():
            return Text(f"{kind.zh} {code}", f"{kind.en} {code}")
        return Text(short(node), short(node))

    def _joined(self, said: _Said, left: str, right: str, between: Text) -> Text | None:
        """Return the names of two properties' values with a mark between them."""
        sides = [[iri for _, iri in said.get(expand(p), ())] for p in (left, right)]
        if not all(sides):
            return None
        found = self.of([*sides[0], *sides[1]])
        zh, en = (
            [mark.join(found[n].pick(lang) for n in sorted(side)) for side in sides]
            for lang, mark in (("zh", "、"), ("en", ", "))
        )
        return Text(between.zh.join(zh), between.en.join(en))


def _said(quads: Iterable[Quad]) -> _Said:
    """Return what is said of a node: predicate, and (language or "", text or IRI)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for q in quads:
        language = getattr(q.object, "language", None) or ""
        found.setdefault(q.predicate.value, []).append((language, getattr(q.object, "value", "")))
    return found


def _text(values: Sequence[tuple[str, str]]) -> Text | None:
    found: dict[str, str] = {}
    for language, value in sorted(values):
        found.setdefault("zh" if language.lower().startswith("zh") else "en", value)
    if not found:
        return None
    zh, en = found.get("zh"), found.get("en")
    return Text(zh or en or "", en or zh or "")


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
