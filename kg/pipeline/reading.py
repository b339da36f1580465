"""Reads documents article by article, with what the graph and the shapes say of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from kg import assets, documents
from kg.documents import RuleOrShape
from kg.model import Article, Counterpart, Document
from kg.namespaces import BASE, ID, expand
from kg.pipeline.graph import Graph
from kg.validate import read_shapes


def list_documents(graph: Graph) -> Mapping[str, Document]:
    """Return the documents that have provisions, by id, those with words of their own first."""
    return _documents(graph)


@cache
def _documents(graph: Graph) -> Mapping[str, Document]:
    return documents.list_documents(graph.index, graph.store)


def article_of(graph: Graph, provision: str) -> str | None:
    """Return the article that a provision id belongs to, the first one for a document, or None."""
    known = list_documents(graph)
    if provision in known:
        return known[provision].entries[0].id
    iri = ID + provision
    if iri not in graph.index or graph.index.node(iri).kind != "provision":
        return None
    return documents.owner(graph.index, iri).removeprefix(ID)


def read_article(graph: Graph, ident: str) -> Article:
    """Return an article (`opinions-2024/art-30`); raise KeyError for one that there is not."""
    document = list_documents(graph)[ident.split("/", 1)[0]]
    return documents.read_article(graph.index, graph.store, document, ident, _shapes())


def counterparts(graph: Graph) -> Sequence[Counterpart]:
    """Return every correspondence between an older and a newer text, in the newer's order.

    Those without a newer provision stand at the end, in the older's order.
    """
    return _counterparts(graph)


@cache
def _counterparts(graph: Graph) -> Sequence[Counterpart]:
    index = graph.index
    found = [s for s, links in index.out.items()
             if (expand("rdf:type"), expand("jr:Correspondence")) in links]  # fmt: skip
    read = [documents.counterpart(index, graph.store, iri) for iri in index.sorted(found)]
    order = {
        e.id: i
        for i, e in enumerate(
            e for d in sorted(list_documents(graph).values(), key=lambda d: d.id) for e in d.entries
        )
    }

    def place(c: Counterpart) -> tuple[bool, int]:
        first = [*c.new.provisions, *c.old.provisions][0]
        article = documents.owner(index, ID + first).removeprefix(ID)
        return not c.new.provisions, order.get(article, 0)

    return sorted(read, key=place)


@cache
def _shapes() -> Sequence[RuleOrShape]:
    """Return the shapes that name a provision, with their messages."""
    files = sorted(Path(assets.root() / "shapes").glob("*.ttl"))
    shapes = {s.name: s for s in read_shapes(files).by_iri.values() if s.provision}
    return [
        RuleOrShape(s.name, (s.provision or "").removeprefix(BASE), s.message)
        for s in sorted(shapes.values(), key=lambda s: s.name)
    ]
