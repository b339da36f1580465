"""Nodes of the graph as people meet them: a name, a kind, what is linked to them, how near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the graph.

    `path` is the IRI without the project's base (`id/opinions-2024/art-30`), the IRI itself for a
    node of another vocabulary. `kind` is one of kg.neighbours.KINDS, `type` the IRI of its most
    particular class ("" for none). `lacks` are the languages in which the graph has no name for it
    and the other one, or the path, stands in `name`. `short` is the name, but that of a provision
    leaves its document's title to the id: `第30条 opinions-2024`.
    """

    iri: str
    path: str
    kind: str
    type: str
    name: Text
    short: Text
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One literal said of a node: the property, its label, the words, their language or ""."""

    predicate: str
    label: Text
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Relation:
    """All nodes that one property leads to (`outward`) or comes from, in order, as IRIs."""

    predicate: str
    label: Text
    outward: bool
    nodes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Card:
    """What the graph says of one node: its types, literals, links both ways.

    `provisions` are the ids of the provisions that it rests on, or its own id if it is one.
    """

    node: Node
    types: Sequence[Node]
    said: Sequence[Said]
    relations: Sequence[Relation]
    provisions: Sequence[str]

    def words(self, predicate: str, lang: str) -> str:
        """Return what a property says in a language (`zh`, `en`), in the other one, or ""."""
        found = {s.language[:2]: s.text for s in reversed(self.said) if s.predicate == predicate}
        return found.get(lang) or next(iter(found.values()), "")


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two drawn nodes, by IRI, with the labels of the properties that make it."""

    source: str
    target: str
    labels: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The nodes within one or two links of a node, and the links among them.

    `hops` says by IRI how far a drawn node is; `found` counts all nodes at each distance after
    filtering, drawn or not; `left_out` counts by kind what the limit left out; `undrawn` counts the
    centre's links that are not drawn because they only describe it (its type, status and the like).
    """

    centre: str
    nodes: Sequence[Node]
    hops: Mapping[str, int]
    edges: Sequence[Edge]
    found: Sequence[int]
    left_out: Mapping[str, int]
    undrawn: int


@dataclass(frozen=True, slots=True)
class Disc:
    """One named graph in the overview: a disc at (x, y), with how many nodes of each kind."""

    graph: str
    title: Text
    x: int
    y: int
    radius: int
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole graph drawn: discs, links between discs (from, to, how many), and every node.

    The four sequences of nodes run in parallel; `places` are (x, y).
    """

    discs: Sequence[Disc]
    links: Sequence[tuple[int, int, int]]
    paths: Sequence[str]
    kinds: Sequence[str]
    of: Sequence[int]
    places: Sequence[tuple[int, int]]
