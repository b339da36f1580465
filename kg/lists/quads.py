"""Lists and their schemes as quads: one named graph a list version, one for the schemes.

No blank nodes; a blank cell gives no quad, because blank means unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.lists.format import read_format
from kg.lists.matters import CODE_SCHEMES, Matters, read_matters
from kg.model import AssistantItem, ListItem, Matter, PowerList, Text
from kg.namespaces import (
    ID,
    concept,
    list_code_iri,
    list_item_iri,
    named_graph,
    provision_iri,
    question_iri,
    source_graph,
    source_iri,
)
from kg.store import Quad, iri, literal, quad

MATTERS = "matters"
_CLASSES = {"power-list": "PowerList", "local-rule": "LocalRule", "baseline": "NationalBaseline"}
_LEVELS = ("basic", "municipal", "provincial")
_REST = {
    "chief": ("office/chief-procurator",),
    "committee": ("body/procuratorial-committee",),
    "chief-or-committee": ("office/chief-procurator", "body/procuratorial-committee"),
}
_SCHEME_WORDS = {
    "business-line": Text("业务条线", "business lines"),
    "stage": Text("办案阶段", "stages"),
    "case-class": Text("案件类别", "classes of cases"),
    "matter": Text("办案事项", "case-handling matters"),
}
_KEYS = {
    "jr:concernsLine": "business-line",
    "jr:concernsStage": "stage",
    "jr:concernsMatter": "matter",
}


def list_graph(lst: PowerList) -> str:
    """Return the name of a list's graph."""
    return source_graph(lst.id, lst.version)


class _Writer:
    """Collects the quads of one graph."""

    def __init__(self, graph: str) -> None:
        self.graph = graph
        self.quads: list[Quad] = []

    def link(self, subject: str, predicate: str, target: str) -> None:
        self.quads.append(quad(subject, predicate, iri(target), self.graph))

    def value(self, subject: str, predicate: str, text: str, datatype: str = "") -> None:
        if text:
            term = literal(text, datatype=datatype)
            self.quads.append(quad(subject, predicate, term, self.graph))

    def words(self, subject: str, predicate: str, text: str, lang: str) -> None:
        if text:
            self.quads.append(quad(subject, predicate, literal(text, lang=lang), self.graph))

    def text(self, subject: str, predicate: str, text: Text) -> None:
        self.words(subject, predicate, text.zh, "zh-Hans")
        self.words(subject, predicate, text.en, "en")


def _language(words: str) -> str:
    return "zh-Hans" if any("\u4e00" <= c <= "\u9fff" for c in words) else "en"


def _basis_iri(name: str) -> str:
    """Return the IRI of `<source>/<provision>`, or of a source or list alone."""
    source, _, provision = name.partition("/")
    return provision_iri(source, provision) if provision else source_iri(source)


# --- the schemes ----------------------------------------------------------------------------------


def build_matters(titles: dict[str, Text]) -> list[Quad]:
    """Return the graph of business lines, stages, case classes and matters.

    `titles` are the titles of sources and lists: a concept's definition says where it is read.
    """
    matters = read_matters()
    out = _Writer(named_graph(MATTERS))
    for scheme, words in _SCHEME_WORDS.items():
        node = concept(scheme, "").rstrip("/")
        out.link(node, "rdf:type", "skos:ConceptScheme")
        out.text(node, "skos:prefLabel", words)
        out.words(node, "skos:definition", f"职权清单所用的{words.zh}。", "zh-Hans")
        out.words(node, "skos:definition", f"The {words.en} that power lists use.", "en")
        out.link(node, "dcterms:source", ID + "design")
    for c in matters.all:
        _concept(out, c, titles)
    return out.quads


def _concept(out: _Writer, c: Matter, titles: dict[str, Text]) -> None:
    node, scheme = concept(c.scheme, c.code), concept(c.scheme, "").rstrip("/")
    out.link(node, "rdf:type", "skos:Concept")
    out.link(node, "skos:inScheme", scheme)
    out.value(node, "skos:notation", c.code)
    out.text(node, "skos:prefLabel", c.label)
    for word in c.alternatives:
        out.words(node, "skos:altLabel", word, _language(word))
    for wider in c.broader:
        out.link(node, "skos:broader", concept(c.scheme, wider))
    if not c.broader:
        out.link(node, "skos:topConceptOf", scheme)
    title = titles.get(c.source.split("/")[0], Text(c.source, c.source))
    what = _SCHEME_WORDS[c.scheme]
    out.words(node, "skos:definition", f"{what.zh}“{c.label.zh}”，见《{title.zh}》。", "zh-Hans")
    out.words(
        node, "skos:definition", f'One of the {what.en}: "{c.label.en}", read in: {title.en}.', "en"
    )
    out.link(node, "dcterms:source", _basis_iri(c.source))
    out.words(node, "jr:basisWords", c.quote, _language(c.quote))
    if c.article_47:
        out.link(node, "jr:isLeftOpenBy", provision_iri("opinions-2024", "art-47/sentence-1"))
    if c.question:
        out.link(node, "jr:raises", question_iri(c.question))


# --- a list ---------------------------------------------------------------------------------------


def build_list(lst: PowerList) -> list[Quad]:
    """Return the graph of one list."""
    out = _Writer(list_graph(lst))
    node = source_iri(lst.id)
    out.link(node, "rdf:type", f"jr:{_CLASSES[lst.kind]}")
    out.value(node, "dcterms:identifier", lst.id)
    out.words(node, "dcterms:title", lst.title, "zh-Hans")
    out.words(node, "dcterms:title", lst.title_en, "en")
    out.value(node, "jr:jurisdiction", lst.jurisdiction)
    out.value(node, "jr:documentNumber", lst.document_number)
    out.value(node, "jr:issued", lst.issued)
    out.value(node, "jr:appliesFrom", lst.effective_from)
    out.value(node, "jr:appliesUntil", lst.effective_to)
    out.value(node, "jr:filedOn", lst.filed_on)
    certain = "certain" if lst.effective_from and lst.kind == "baseline" else "uncertain"
    out.link(node, "jr:hasDateCertainty", concept("date-certainty", certain))
    out.words(node, "jr:statusText", lst.status, "zh-Hans")
    out.words(node, "jr:statusText", lst.status_en, "en")
    out.words(node, "skos:scopeNote", lst.note, "zh-Hans")
    out.words(node, "skos:scopeNote", lst.note_en, "en")
    out.link(node, "jr:hasCoverage", concept("list-coverage", lst.coverage))
    for basis in lst.basis:
        out.link(node, "jr:isMadeUnder", _basis_iri(basis))
    for role in _REST.get(lst.residual_holder, ()):
        out.link(node, "jr:leavesRestTo", concept(*role.split("/")))
    out.value(node, "jr:sourceKey", lst.source_key)
    out.value(node, "jr:sourceAddress", lst.source_address)
    if lst.confidence:
        out.link(node, "jr:hasConfidence", concept("confidence", lst.confidence))
    codes = _Codes(lst, read_matters())
    for own in lst.codes:
        if not own.same_as:
            code = list_code_iri(lst.id, CODE_SCHEMES[own.kind], own.code)
            out.value(code, "dcterms:identifier", own.code)
            out.words(code, "skos:prefLabel", own.label, "zh-Hans")
            out.words(code, "skos:prefLabel", own.label_en, "en")
    for item in lst.items:
        _item(out, lst, item, codes)
    for support in lst.assistants:
        _assistant(out, lst, support, codes)
    return out.quads


class _Codes:
    """What the codes of a list stand for: the project's concept, or one of the list's own."""

    def __init__(self, lst: PowerList, matters: Matters) -> None:
        self._lst = lst
        self.matters = matters
        self._own = {(CODE_SCHEMES[c.kind], c.code): c.same_as for c in lst.codes}

    def iri(self, scheme: str, code: str) -> str:
        if (scheme, code) in self._own:
            same = self._own[(scheme, code)]
            return concept(scheme, same) if same else list_code_iri(self._lst.id, scheme, code)
        return concept(scheme, code)


def _key(
    out: _Writer, node: str, lst: PowerList, item: ListItem | AssistantItem, codes: _Codes
) -> None:
    out.value(node, "dcterms:identifier", f"{lst.id}/{item.id}")
    out.link(node, "jr:belongsToList", source_iri(lst.id))
    levels = [*_LEVELS, *(["supreme"] if lst.jurisdiction == "CN" else [])]
    for level in levels if "all" in item.levels else item.levels:
        out.link(node, "jr:holdsAtLevel", concept("level", level))
    for term, code in (
        ("jr:concernsLine", item.line),
        ("jr:concernsStage", item.stage),
        ("jr:concernsMatter", item.matter),
    ):
        if code:
            out.link(node, term, codes.iri(_KEYS[term], code))
    if item.matter and codes.matters.get("matter", item.matter) is None:
        out.value(node, "jr:ownCode", item.matter)
    if not item.matter and (word := codes.matters.by_word("matter", item.label)):
        out.link(node, "jr:resemblesMatter", concept("matter", word))
    out.words(node, "jr:matterText", item.label, _language(item.label))
    out.words(node, "jr:itemCondition", item.condition, _language(item.condition))
    out.value(node, "jr:itemNumber", item.source_item)
    for basis in item.basis:
        out.link(node, "jr:citesBasis", _basis_iri(basis))
    out.words(node, "jr:basisWords", item.quote, _language(item.quote))
    out.value(node, "jr:sourceAddress", item.source_address)
    confidence = item.confidence or lst.confidence
    if confidence:
        out.link(node, "jr:hasConfidence", concept("confidence", confidence))


def _grants(out: _Writer, node: str, actor: str, role: str, cell: str) -> None:
    for letter in read_format().letters:
        if letter.letter not in cell:
            continue
        if not letter.verb:
            out.link(node, "jr:deniesTo", concept(*role.split("/")))
            continue
        grant = f"{node}/{actor.replace('_', '-')}/{letter.verb}"
        out.link(node, "jr:hasGrant", grant)
        out.link(grant, "rdf:type", "jr:Grant")
        out.link(grant, "jr:isGrantedTo", concept(*role.split("/")))
        out.link(grant, "jr:grantsVerb", concept("verb", letter.verb))


def _item(out: _Writer, lst: PowerList, item: ListItem, codes: _Codes) -> None:
    node = list_item_iri(lst.id, item.id)
    out.link(node, "rdf:type", "jr:ListItem")
    _key(out, node, lst, item, codes)
    for code in item.only:
        out.link(node, "jr:limitsTo", codes.iri("case-class", code))
    for code in item.excepted:
        out.link(node, "jr:excepts", codes.iri("case-class", code))
    key = (item.line, item.matter or item.label, item.stage, " ".join(sorted(item.only)),
           " ".join(sorted(item.excepted)), item.condition)  # fmt: skip
    out.value(node, "jr:itemKey", "|".join(key))
    roles = {a.key: a.role for a in read_format().actors}
    for actor, cell in item.grants.items():
        _grants(out, node, actor, roles[actor], cell)
    out.value(node, "jr:alternativeGroup", item.alternative)
    if item.signatory:
        out.link(node, "jr:isSignedBy", concept(*roles[item.signatory].split("/")))
    if item.delegated_from:
        out.link(node, "jr:isDelegatedFrom", _item_named(lst, item.delegated_from))
    if item.delegation:
        out.link(node, "jr:hasDelegationMode", concept("delegation-mode", item.delegation))
    out.value(node, "jr:appliesFrom", item.valid_from)
    out.value(node, "jr:appliesUntil", item.valid_to)


def _item_named(lst: PowerList, name: str) -> str:
    """Return the IRI of an item of the same list, or of another list's `<list>/<item>`."""
    other, _, item = name.rpartition("/")
    return list_item_iri(other or lst.id, item)


def _assistant(out: _Writer, lst: PowerList, item: AssistantItem, codes: _Codes) -> None:
    node = list_item_iri(lst.id, item.id)
    out.link(node, "rdf:type", "jr:AssistantItem")
    _key(out, node, lst, item, codes)
    _grants(out, node, item.role, read_format().support[item.role], item.act)


def list_titles(lists: Sequence[PowerList]) -> dict[str, Text]:
    """Return the titles of the graphs that `build_lists` makes, by graph name."""
    found = {named_graph(MATTERS): Text("事项", "Matters")}
    return found | {list_graph(x): Text(x.title, x.title_en or x.title) for x in lists}


def build_lists(lists: Sequence[PowerList], titles: dict[str, Text]) -> dict[str, list[Quad]]:
    """Return the graphs of the schemes and of every list, by graph name."""
    every = {**titles, **{x.id: Text(x.title, x.title_en or x.title) for x in lists}}
    graphs = {named_graph(MATTERS): build_matters(every)}
    for lst in lists:
        graphs[list_graph(lst)] = build_list(lst)
    return graphs
