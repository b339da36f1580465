"""Lays the whole graph out when it is built: a disc a named graph, in it a dot a node.

Within a disc the dots stand kind by kind from the middle outwards, evenly, in reading order; discs
with many links between them lie near each other. Nothing else is meant by a place. No chance and
only exactly rounded arithmetic is used for the discs, so the same graph gives the same drawing.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.model import Disc, Overview, Text
from kg.namespaces import BASE, expand
from kg.neighbours.kinds import KINDS, Kinds
from kg.store import Quad, language, plain

_APART = 10  # between dots
_MARGIN = 24  # around the dots of a disc
_GAP = 60  # between discs, for their titles
_ROUNDS = 400
_GOLDEN = math.pi * (3 - math.sqrt(5))
_DIGITS = re.compile(r"(\d+)")


def draw_overview(graphs: Mapping[str, Sequence[Quad]], catalogue: str) -> bytes:
    """Return the drawing of some named graphs as JSON; `catalogue` names the one with titles."""
    kinds, home = _kinds(graphs), _homes(graphs, catalogue)
    inside: dict[str, list[str]] = defaultdict(list)
    for node, name in home.items():
        inside[name].append(node)
    names = sorted(inside)
    at = {name: i for i, name in enumerate(names)}
    links = _links(graphs, home, at)
    radii = [round(_APART * math.sqrt(len(inside[n]))) + _MARGIN for n in names]
    centres = _spread(radii, links)
    titles = _titles(graphs[catalogue])
    paths: list[str] = []
    found: dict[str, list[int]] = {"kinds": [], "of": [], "x": [], "y": []}
    discs = []
    for name, (x, y), radius in zip(names, centres, radii, strict=True):
        nodes = sorted(inside[name], key=lambda n: (kinds[n], _place(n)))
        for i, node in enumerate(nodes):
            away = _APART * math.sqrt(i + 0.5)
            paths.append(node.removeprefix(BASE))
            found["kinds"].append(kinds[node])
            found["of"].append(at[name])
            found["x"].append(x + round(away * math.cos(i * _GOLDEN)))
            found["y"].append(y + round(away * math.sin(i * _GOLDEN)))
        counts = Counter(KINDS[kinds[n]] for n in nodes)
        discs.append(
            {"graph": name, "title": titles.get(name, {}), "x": x, "y": y, "radius": radius,
             "kinds": {k: counts[k] for k in KINDS if counts[k]}}
        )  # fmt: skip
    pairs = [[a, b, n] for (a, b), n in sorted(links.items())]
    drawn = {"discs": discs, "links": pairs, "paths": paths, **found}
    return (json.dumps(drawn, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_overview(data: bytes) -> Overview:
    """Return the drawing that `draw_overview` made."""
    drawn = json.loads(data)
    return Overview(
        [Disc(d["graph"], Text(**d["title"]), d["x"], d["y"], d["radius"], d["kinds"])
         for d in drawn["discs"]],
        [(a, b, n) for a, b, n in drawn["links"]],
        drawn["paths"],
        [KINDS[k] for k in drawn["kinds"]],
        drawn["of"],
        list(zip(drawn["x"], drawn["y"], strict=True)),
    )  # fmt: skip


def _kinds(graphs: Mapping[str, Sequence[Quad]]) -> dict[str, int]:
    """Return the place in KINDS of every node that has a class."""
    types: dict[str, list[str]] = defaultdict(list)
    parents: dict[str, list[str]] = defaultdict(list)
    of, above = expand("rdf:type"), expand("rdfs:subClassOf")
    for quads in graphs.values():
        for q in quads:
            if q.predicate.value == of:
                types[plain(q.subject)].append(plain(q.object))
            elif q.predicate.value == above:
                parents[plain(q.subject)].append(plain(q.object))
    kinds = Kinds(parents)
    return {node: KINDS.index(kinds.of(names)) for node, names in types.items()}


def _homes(graphs: Mapping[str, Sequence[Quad]], catalogue: str) -> dict[str, str]:
    """Return the graph that gives a node its class; the catalogue, which lists all, comes last."""
    of = expand("rdf:type")
    home: dict[str, str] = {}
    for name in sorted(graphs, key=lambda n: (n == catalogue, n)):
        for q in graphs[name]:
            if q.predicate.value == of:
                home.setdefault(plain(q.subject), name)
    return home


def _links(
    graphs: Mapping[str, Sequence[Quad]], home: Mapping[str, str], at: Mapping[str, int]
) -> Counter[tuple[int, int]]:
    """Return how many links lead from the nodes of one disc to those of another."""
    links: Counter[tuple[int, int]] = Counter()
    of = expand("rdf:type")
    for quads in graphs.values():
        for q in quads:
            one, other = home.get(plain(q.subject)), home.get(plain(q.object))
            if one and other and one != other and q.predicate.value != of:
                links[(at[one], at[other])] += 1
    return links


def _titles(quads: Sequence[Quad]) -> dict[str, dict[str, str]]:
    """Return the titles of named graphs in both languages."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for q in quads:
        if q.predicate.value == expand("dcterms:title") and language(q.object):
            found[plain(q.subject)][language(q.object)[:2]] = plain(q.object)
    return found


def _spread(radii: Sequence[int], links: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Return places for discs: linked ones near each other, none upon another."""
    count = len(radii)
    pull = [[0.0] * count for _ in radii]
    for (a, b), n in links.items():
        weight = n.bit_length() / 200
        pull[a][b] += weight
        pull[b][a] += weight
    # The biggest in the middle of a spiral, so that the small ones find their way around it.
    order = sorted(range(count), key=lambda i: (-radii[i], i))
    xs, ys = [0.0] * count, [0.0] * count
    for rank, i in enumerate(order):
        xs[i] = round(420 * math.sqrt(rank) * math.cos(rank * _GOLDEN))
        ys[i] = round(250 * math.sqrt(rank) * math.sin(rank * _GOLDEN))
    for turn in range(_ROUNDS):
        cooling = 1 - turn / _ROUNDS
        for a in range(count):
            xs[a] -= xs[a] * 0.01 * cooling
            ys[a] -= ys[a] * 0.03 * cooling  # wider than high, as screens are
            for b in range(a):
                dx, dy = xs[a] - xs[b], ys[a] - ys[b]
                far = math.sqrt(dx * dx + dy * dy) or 1.0
                gap = far - radii[a] - radii[b] - _GAP
                move = -gap / 2 if gap < 0 else -min(gap, 600.0) * pull[a][b] * cooling / 2
                xs[a] += dx / far * move
                ys[a] += dy / far * move
                xs[b] -= dx / far * move
                ys[b] -= dy / far * move
    return [(round(x), round(y)) for x, y in zip(xs, ys, strict=True)]


def _place(iri: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts `art-9` before `art-10`."""
    parts = _DIGITS.split(iri)
    return [(0, int(x), "") if i % 2 else (1, 0, x) for i, x in enumerate(parts) if x]
