"""Lists documents and their articles in reading order."""

from __future__ import annotations

from kg.explain import number_in_words
from kg.model import Document, Entry, Text
from kg.namespaces import ID, code, expand
from kg.neighbours import Index
from kg.store import Store

_DATES = {
    "document": "eli:date_document",
    "publication": "eli:date_publication",
    "in_force": "eli:first_date_entry_in_force",
    "end": "eli:date_no_longer_in_force",
}
_OPENING = 28


def list_documents(index: Index, store: Store) -> dict[str, Document]:
    """Return every source that has provisions, by id; those with words of their own first."""
    found = {}
    for source in _instances(index, "jr:Source"):
        children = parts(index, source)
        if children:
            found[source.removeprefix(ID)] = _document(index, store, source, children)
    documented = sorted(found.values(), key=lambda d: (not any(e.opening for e in d.entries), d.id))
    return {d.id: d for d in documented}


def _instances(index: Index, cls: str) -> list[str]:
    """Return the instances of a class and its subclasses, sorted."""
    of, wanted = expand("rdf:type"), expand(cls)
    return sorted(
        s
        for s in index.out
        if any(t == wanted or wanted in index.kinds.above(t) for t in index.targets(s, of))
    )


def _document(index: Index, store: Store, iri: str, children: list[str]) -> Document:
    dates = {key: d for key, p in _DATES.items() for d, _ in store.values(iri, expand(p))[:1]}
    status = index.targets(iri, expand("jr:hasSourceStatus"))
    return Document(
        iri.removeprefix(ID),
        index.node(iri).name,
        dates,
        code(status[0]) if status else "",
        bilingual(store, iri, "skos:scopeNote"),
        [entry(index, store, child) for child in children],
    )


def entry(index: Index, store: Store, iri: str) -> Entry:
    """Return an article as a table of contents shows it."""
    texts = store.values(iri, expand("jr:text"))
    opening = texts[0][0] if texts else ""
    local = iri.removeprefix(ID).split("/", 1)[1]
    return Entry(
        iri.removeprefix(ID),
        number_in_words(local),
        code(index.targets(iri, expand("jr:hasTextStatus"))[0]),
        opening if len(opening) <= _OPENING else opening[:_OPENING].rstrip() + "…",
        len(resting(index, iri, "norm")),
    )


def parts(index: Index, iri: str) -> list[str]:
    """Return the provisions directly inside a source or provision, in reading order."""
    inside = expand("eli:is_part_of")
    return index.sorted(s for p, s in index.into.get(iri, ()) if p == inside)


def below(index: Index, iri: str) -> list[str]:
    """Return a provision and all inside it, in reading order."""
    return [iri, *(x for part in parts(index, iri) for x in below(index, part))]


def resting(index: Index, iri: str, *kinds: str) -> list[str]:
    """Return the nodes of some kinds that rest on a provision or a part of it, in order."""
    rests = expand("jr:restsOn")
    found = (s for part in below(index, iri) for p, s in index.into.get(part, ()) if p == rests)
    return [s for s in dict.fromkeys(found) if index.node(s).kind in kinds]


def owner(index: Index, iri: str) -> str:
    """Return the article that a provision belongs to (itself for an article)."""
    inside = expand("eli:is_part_of")
    above = index.targets(iri, inside)
    while above and index.node(above[0]).kind == "provision":
        iri, above = above[0], index.targets(above[0], inside)
    return iri


def bilingual(store: Store, iri: str, predicate: str) -> Text | None:
    """Return the words of a property in both languages; one stands for a missing other."""
    found = {lang[:2]: text for text, lang in store.values(iri, expand(predicate))}
    if not found:
        return None
    either = next(iter(found.values()))
    return Text(found.get("zh", either), found.get("en", either))
