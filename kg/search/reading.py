"""Reads what can be searched from a graph.

Two plain SELECTs give everything, so any SPARQL 1.1 server can be searched as well as the embedded
store; cases and questions, which the default graph does not hold, are added by the driver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.explain import number_in_words
from kg.model import Text
from kg.namespaces import CONCEPT, ID, JR, PREFIXES, code, provision_id
from kg.search.documents import KINDS, Collection, Document, collect
from kg.store import Store

_ROLE_SCHEMES = {CONCEPT + s for s in ("status", "office", "case-role", "group", "body")}
_WORDS = (
    "skos:prefLabel skos:definition skos:scopeNote skos:altLabel dcterms:title oa:exact jr:text "
    "jr:restatement jr:actText jr:objectText jr:conditionText jr:consequenceText jr:matterText "
    "jr:itemCondition jr:basisWords jr:stepText jr:readingText jr:questionText jr:keywordText "
    "jr:meaningText jr:noteText jr:limitText"
)
_LINKS = (
    "rdf:type dcterms:identifier jr:belongsToSource jr:hasTextStatus jr:hasReviewStatus jr:order "
    "jr:restsOn jr:hasQuote jr:belongsToList jr:concernsMatter jr:hasGrant jr:isGrantedTo "
    "jr:grantsVerb jr:itemNumber jr:hasConfidence jr:hasMechanismStep jr:hasReading skos:inScheme "
    "skos:notation dcterms:source eli:date_document jr:issued"
)
# What the words of each predicate are called in a hit.
_OF = {
    "definition": "definition", "scopeNote": "note", "altLabel": "other-label", "exact": "quote",
    "text": "text", "restatement": "restatement", "actText": "act", "objectText": "object",
    "conditionText": "condition", "consequenceText": "consequence", "matterText": "matter",
    "itemCondition": "condition", "basisWords": "quote", "stepText": "step",
    "readingText": "reading", "questionText": "question", "keywordText": "keyword",
    "meaningText": "meaning", "noteText": "note", "limitText": "time-limit",
}  # fmt: skip
_TYPES = {
    JR + "Mechanism": "mechanism",
    JR + "Procedure": "procedure",
    JR + "ProcedureStep": "procedure",
    JR + "OpenQuestion": "open-question",
    JR + "Source": "source",
    JR + "PowerList": "source",
    JR + "LocalRule": "source",
    JR + "NationalBaseline": "source",
    PREFIXES["owl"] + "Class": "term",
    PREFIXES["owl"] + "ObjectProperty": "term",
    PREFIXES["owl"] + "DatatypeProperty": "term",
}


class _Nodes:
    """The nodes of the graph with their words and links, by predicate's local name."""

    def __init__(self, endpoint: Store) -> None:
        self.words: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(dict)
        self.links: dict[str, dict[str, list[str]]] = defaultdict(dict)
        rows = endpoint.query(
            f"SELECT ?s ?p ?o (LANG(?o) AS ?lang) WHERE {{ VALUES ?p {{ {_WORDS} }} ?s ?p ?o }}"
        ).rows
        for row in sorted(rows, key=lambda r: (r["s"], r["p"], r["o"], r.get("lang", ""))):
            lang = "en" if row.get("lang", "").lower().startswith("en") else "zh"
            found = self.words[row["s"]].setdefault(_local(row["p"]), [])
            found.append((lang, row["o"]))
        rows = endpoint.query(f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {_LINKS} }} ?s ?p ?o }}").rows
        for row in sorted(rows, key=lambda r: (r["s"], r["p"], r["o"])):
            self.links[row["s"]].setdefault(_local(row["p"]), []).append(row["o"])

    def one(self, node: str, link: str) -> str:
        """Return the first value of a link, "" when there is none."""
        return next(iter(self.links.get(node, {}).get(link, ())), "")

    def many(self, node: str, link: str) -> list[str]:
        """Return the values of a link, sorted."""
        return self.links.get(node, {}).get(link, [])

    def label(self, node: str) -> Text | None:
        """Return the label or title; a language without one falls back to the other."""
        words = self.words.get(node, {})
        found = dict(reversed(words.get("prefLabel") or words.get("title") or []))
        if not found:
            return None
        return Text(found.get("zh") or found["en"], found.get("en") or found["zh"])

    def texts(self, node: str, *names: str) -> Iterator[tuple[str, str, str]]:
        """Yield (of, language, text) of a node's words, for these predicates or for all."""
        words = self.words.get(node, {})
        for name in names or _OF:
            for lang, text in words.get(name, ()):
                yield _OF[name], lang, text


def read_documents(endpoint: Store, added: Iterable[Document] = ()) -> Collection:
    """Return everything that can be searched of a graph, with the documents that are added.

    Raises KgError when the endpoint does not answer.
    """
    nodes = _Nodes(endpoint)
    found = [d for node in nodes.links if (d := _document(nodes, node)) is not None]
    titles = {d.identifier: d.label for d in found if d.kind == "source"}
    newest = sorted(titles, key=lambda s: (_date(nodes, s), s), reverse=True)
    age = {source: i for i, source in enumerate(newest)}
    kinds = list(KINDS)

    def order(document: Document) -> tuple[int, int, int, str]:
        place = nodes.one(document.iri, "order")
        return (
            kinds.index(document.kind),
            age.get(document.source, len(age)),
            int(place) if place.isdigit() else 0,
            document.identifier,
        )

    return collect(sorted([*found, *added], key=order), titles)


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _date(nodes: _Nodes, source: str) -> str:
    return nodes.one(ID + source, "date_document") or nodes.one(ID + source, "issued")


def _document(nodes: _Nodes, node: str) -> Document | None:
    """Return the document of a node, None for a node that nobody looks for."""
    links = nodes.links[node]
    confidence = code(links["hasConfidence"][0]) if "hasConfidence" in links else ""
    if "hasTextStatus" in links:
        return _provision(nodes, node)
    if "hasReviewStatus" in links:
        return _norm(nodes, node, confidence)
    if "belongsToList" in links:
        return _list_item(nodes, node, confidence)
    label = nodes.label(node)
    if "inScheme" in links:
        return _concept(nodes, node, label)
    kind = next((_TYPES[t] for t in links.get("type", ()) if t in _TYPES), "")
    if kind == "open-question":
        asked = dict(reversed(nodes.words[node].get("questionText", [])))
        label = Text(asked["zh"], asked["en"])
    own = node.startswith(JR) or node.startswith(ID)
    if not kind or label is None or not own:
        return None
    texts = list(nodes.texts(node, *(n for n in _OF if n != "questionText")))
    for link in ("hasMechanismStep", "hasReading"):
        for part in nodes.many(node, link):
            texts += nodes.texts(part, "stepText", "readingText")
    identifier = nodes.one(node, "identifier") or _local(node)
    return Document(
        node,
        kind,
        f"jr:{identifier}" if kind == "term" else identifier,
        label,
        texts,
        provisions=_provisions(nodes, node),
        confidence=confidence,
    )


def _provision(nodes: _Nodes, node: str) -> Document:
    identifier = nodes.one(node, "identifier")
    source, local = identifier.split("/", 1)
    texts = list(nodes.texts(node, "text", "restatement"))
    return Document(
        node,
        "provision",
        identifier,
        number_in_words(local),
        texts,
        source,
        [identifier],
        f"{source}/{local.split('/', 1)[0]}",
        code(nodes.one(node, "hasTextStatus")),
    )


def _norm(nodes: _Nodes, node: str, confidence: str) -> Document | None:
    label = nodes.label(node)
    if label is None:
        return None
    texts = list(nodes.texts(node))
    for quote in nodes.many(node, "hasQuote"):
        texts += nodes.texts(quote, "exact")
    provisions = _provisions(nodes, node)
    # A norm of a text that nobody has stands on an outside source; the reader must be told.
    status = {code(nodes.one(ID + p, "hasTextStatus")) for p in provisions} - {"complete"}
    worst = next((s for s in ("missing", "restored", "partial") if s in status), "complete")
    identifier = nodes.one(node, "identifier")
    source = identifier.split("/", 1)[0]
    return Document(
        node, "norm", identifier, label, texts, source, provisions, "", worst, confidence
    )


def _list_item(nodes: _Nodes, node: str, confidence: str) -> Document:
    texts = [t for t in nodes.texts(node) if t[0] != "matter"]
    matter = nodes.label(nodes.one(node, "concernsMatter"))
    own = dict(nodes.words[node].get("matterText", []))
    label = Text(
        own.get("zh") or (matter.zh if matter else ""),
        own.get("en") or (matter.en if matter else own.get("zh", "")),
    )
    if matter and matter.zh != label.zh:
        texts.append(("matter", "zh", matter.zh))
    for grant in nodes.many(node, "hasGrant"):
        actor = nodes.label(nodes.one(grant, "isGrantedTo"))
        verb = nodes.label(nodes.one(grant, "grantsVerb"))
        if actor and verb:
            texts.append(("grant", "zh", f"{actor.zh}：{verb.zh}"))
            texts.append(("grant", "en", f"{actor.en}: {verb.en}"))
    number = nodes.one(node, "itemNumber")
    if number:
        texts.append(("number", "zh", number))
    lst = provision_id(nodes.one(node, "belongsToList"))
    return Document(
        node,
        "list-item",
        nodes.one(node, "identifier"),
        label,
        texts,
        lst,
        _provisions(nodes, node),
        confidence=confidence,
    )


def _concept(nodes: _Nodes, node: str, label: Text | None) -> Document | None:
    if label is None:
        return None
    scheme = nodes.one(node, "inScheme")
    kind = "role" if scheme in _ROLE_SCHEMES else "concept"
    kind = "matter" if scheme == CONCEPT + "matter" else kind
    short = nodes.one(node, "notation") or _local(node)
    return Document(
        node,
        kind,
        f"{_local(scheme)}/{short}",
        label,
        list(nodes.texts(node)),
        provisions=_provisions(nodes, node),
    )


def _provisions(nodes: _Nodes, node: str) -> list[str]:
    """Return the ids of the provisions that a node rests on or is taken from."""
    found = [*nodes.many(node, "restsOn"), *nodes.many(node, "source")]
    return sorted({provision_id(p) for p in found if "hasTextStatus" in nodes.links.get(p, {})})
