"""Works out what the page Explore shows: its state in an address, and what the drawings are given.

No Streamlit in here. Names come in the language of the content, words of ours in the interface's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from texts import t

from kg.model import Neighbourhood, Node, Overview
from kg.pipeline import KINDS

NODE, HOPS, HIDE = "node", "hops", "hide"
MANY = 60  # among so many the drawing shows names when one comes closer (web/graph)
_WIDE = 34  # columns of a name in a drawing; a Chinese character takes two


@dataclass(frozen=True)
class Wanted:
    """What an address asks for: a node by its path ("" for the whole), hops, kinds left out."""

    node: str = ""
    hops: int = 1
    hidden: tuple[str, ...] = ()

    def address(self) -> dict[str, str]:
        """Return the part of the address that asks for this; what is usual is left out."""
        values = {NODE: self.node} if self.node else {}
        if self.node and self.hops != 1:
            values[HOPS] = str(self.hops)
        if self.node and self.hidden:
            values[HIDE] = ".".join(self.hidden)
        return values


def read_address(params: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; what is not understood counts as not said."""
    hops = 2 if params.get(HOPS) == "2" else 1
    hidden = params.get(HIDE, "").split(".")
    return Wanted(params.get(NODE, ""), hops, tuple(k for k in KINDS if k in hidden))


def clip(words: str, most: int) -> str:
    """Return words cut to a length, with a mark where they were."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def short(node: Node, content: str) -> str:
    """Return a node's name for a drawing or a list, cut to the same width in both languages."""
    words, width = node.short.pick(content), 0
    for at, letter in enumerate(words):
        width += 2 if letter > "\u2e7f" else 1
        if width > _WIDE:
            return clip(words, at)
    return words


def kind(code: str, lang: str) -> str:
    """Return the name of a kind of node."""
    return t(f"kind_{code}", lang)


def step(trail: Sequence[str], path: str, most: int = 8) -> list[str]:
    """Return the trail after a step to a node: back to where it was, or one node longer."""
    kept = list(trail)
    if path in kept:
        return kept[: kept.index(path) + 1]
    return [*kept, path][-most:]


def _tools(lang: str) -> dict[str, str]:
    return {k: t(f"explore_{k}", lang) for k in ("closer", "farther", "fit", "failed")}


def drawing(around: Neighbourhood, chosen: str, lang: str, content: str) -> dict[str, Any]:
    """Return what the drawing of a neighbourhood is given, as plain data."""
    by_iri = {n.iri: n for n in around.nodes}
    nodes = [
        {
            "id": n.path,
            "label": short(n, content),
            "name": clip(n.name.pick(content), 160),
            "kind": n.kind,
            "kindName": kind(n.kind, lang),
            "hop": around.hops[n.iri],
        }
        for n in around.nodes
    ]
    comma = "、" if content == "zh" else ", "
    edges = [
        {
            "source": by_iri[e.source].path,
            "target": by_iri[e.target].path,
            "label": comma.join(x.pick(content) for x in e.labels),
        }
        for e in around.edges
    ]
    present = {n.kind for n in around.nodes}
    centre = by_iri[around.centre]
    name = clip(centre.name.pick(content), 80)
    return {
        "nodes": nodes,
        "edges": edges,
        "centre": centre.path,
        "selected": chosen,
        "kinds": [[k, kind(k, lang)] for k in KINDS if k in present],
        "height": 560,
        "words": {**_tools(lang), "stage": t("explore_stage", lang, name=name)},
    }


def whole(seen: Overview, lang: str, content: str) -> dict[str, Any]:
    """Return what the drawing of the whole graph is given, as plain data."""
    present = [k for k in KINDS if k in set(seen.kinds)]
    code = {k: i for i, k in enumerate(present)}
    return {
        "discs": [
            {"x": d.x, "y": d.y, "radius": d.radius, "title": d.title.pick(content)}
            for d in seen.discs
        ],
        "links": [list(link) for link in seen.links],
        "paths": list(seen.paths),
        "of": [code[k] for k in seen.kinds],
        "x": [x for x, _ in seen.places],
        "y": [y for _, y in seen.places],
        "kinds": [[k, kind(k, lang), code[k]] for k in present],
        "height": 600,
        "words": {**_tools(lang), "stage": t("explore_whole_stage", lang)},
    }
