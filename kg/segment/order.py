"""Provisions in the order of their document, and those that the ledger counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.model import Provision


def document_order(ident: str) -> tuple[tuple[int, int, str], ...]:
    """Return the sort key of a provision id: preamble, articles, paragraphs, sentences, items."""
    kinds = {
        "preamble": 0, "report": 0, "introduction": 0,
        "art": 1, "point": 1, "case": 1, "part": 1,
        "para": 2, "sentence": 3, "item": 4, "notice": 5,
    }  # fmt: skip
    key = []
    for part in ident.split("/"):
        kind, _, number = part.partition("-")
        key.append((kinds.get(kind, 6), int(number) if number.isdigit() else 0, part))
    return tuple(key)


def leaves(provisions: Mapping[str, Provision]) -> Sequence[Provision]:
    """Return the sentences, items and textless parts: what the ledger of coverage counts."""
    parents = {p.parent for p in provisions.values()}
    return [
        p
        for p in provisions.values()
        if p.kind in ("sentence", "item") or (p.id not in parents and p.status != "complete")
    ]
