"""The ledger: every sentence and item is encoded, out of scope with a reason, or missing.

`kg coverage` prints it (docs/outputs.md). A sentence that is none of the three is unaccounted for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.model import ArticleFacts, Source
from kg.segment import leaves

_STATES = ("encoded", "out-of-scope", "missing", "unaccounted")


def ledger(sources: Sequence[tuple[Source, Sequence[ArticleFacts]]]) -> dict[str, Any]:
    """Return {sources: [{source, articles, totals, shares}], totals, shares, unaccounted: [ids]}.

    `totals` count sentences and items by state; `shares` are their parts of the whole, and the part
    that is accounted for: 1 when nothing is left.

    A source whose provisions are all restored from outside has no sentences to account for; it is
    listed with its facts only.
    """
    report: list[dict[str, Any]] = []
    totals = dict.fromkeys(_STATES, 0)
    unaccounted: list[str] = []
    for source, articles in sources:
        entry = _source(source, articles)
        report.append(entry)
        unaccounted += entry.pop("unaccounted")
        for state, count in entry["totals"].items():
            totals[state] += count
    return {
        "sources": report,
        "totals": totals,
        "shares": _shares(totals),
        "unaccounted": unaccounted,
    }


def _shares(totals: Mapping[str, int]) -> dict[str, float]:
    """Return each state's part of the sentences to four places, and the part accounted for.

    Rounded down, so that 1 means all.
    """
    whole = sum(totals.values())
    counts = {**totals, "accounted": whole - totals["unaccounted"]}
    return {key: count * 10_000 // whole / 10_000 if whole else 0 for key, count in counts.items()}


def _source(source: Source, articles: Sequence[ArticleFacts]) -> dict[str, Any]:
    every = [(p, f.id) for a in articles for f in a.facts for p in f.provisions]
    facts: dict[str, list[str]] = {}
    for provision, fact in every:
        facts.setdefault(provision, []).append(fact)
    reasons = {
        provision: scope.reason.as_json()
        for article in articles
        for scope in article.out_of_scope
        for provision in scope.provisions
    }
    rows: dict[str, list[dict[str, Any]]] = {}
    totals = dict.fromkeys(_STATES, 0)
    unaccounted: list[str] = []
    for leaf in leaves(source.provisions):
        row: dict[str, Any] = {"id": leaf.id}
        if leaf.span:
            row["span"] = [leaf.span.start, leaf.span.end]
        if leaf.id in facts:
            row |= {"state": "encoded", "facts": facts[leaf.id]}
            if leaf.status == "restored":
                row["text_status"] = "restored"
        elif leaf.id in reasons:
            row |= {"state": "out-of-scope", "reason": reasons[leaf.id]}
        elif leaf.status in ("missing", "restored"):
            row["state"] = "missing"
        else:
            row["state"] = "unaccounted"
            unaccounted.append(f"{source.id}/{leaf.id}")
        totals[row["state"]] += 1
        rows.setdefault(leaf.id.split("/")[0], []).append(row)
    if source.text and not source.provisions:
        totals["unaccounted"] += 1
        unaccounted.append(source.id)
    return {
        "source": source.id,
        "articles": [
            {"id": p.id, "text_status": p.status, "sentences": rows.get(p.id, [])}
            for p in source.provisions.values()
            if p.parent is None
        ],
        "totals": totals,
        "shares": _shares(totals),
        "unaccounted": unaccounted,
    }
