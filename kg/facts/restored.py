"""Adds to a source the provisions that its facts restore from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import ArticleFacts, Provision, Source
from kg.segment import document_order


def restore(source: Source, articles: Sequence[ArticleFacts]) -> Source:
    """Return the source with the provisions that facts restore from outside (status `restored`).

    A source without supplied text gets all its provisions this way.
    """
    provisions = dict(source.provisions)

    def put(ident: str) -> None:
        parent = ident.rsplit("/", 1)[0] if "/" in ident else None
        if parent and parent not in provisions:
            put(parent)
        kind, _, number = ident.rsplit("/", 1)[-1].partition("-")
        kind = {"art": "article", "para": "paragraph"}.get(kind, kind)
        old = provisions.get(ident)
        if old is None or old.status == "missing":
            span = old.span if old else None
            provisions[ident] = Provision(
                ident, kind, number, parent, 0, span, "", "restored", source.language
            )
            if parent and provisions[parent].status == "complete":
                provisions[parent] = replace(provisions[parent], status="partial")

    for article in articles:
        for fact in article.facts:
            if not fact.quotes:
                for ident in fact.provisions:
                    put(ident)
    ordered = sorted(provisions.values(), key=lambda p: document_order(p.id))
    numbered = {p.id: replace(p, order=i) for i, p in enumerate(ordered, 1)}
    return replace(source, provisions=numbered)
