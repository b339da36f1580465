"""Explores the graph: one node, the nodes around it, the whole from afar."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg import neighbours
from kg.model import Card, Neighbourhood, Node, Overview
from kg.pipeline.builds import OVERVIEW_FILE
from kg.pipeline.graph import Graph

KINDS = neighbours.KINDS
MOST_NODES = neighbours.MOST


def find_node(graph: Graph, name: str) -> str | None:
    """Return the IRI of the node that a path, prefixed name, citation or IRI means; None for none.

    `id/opinions-2024/art-30`, `opinions-2024/art-30`, `jr:Duty` and whole IRIs are all understood.
    """
    return neighbours.find(graph.index, name.strip())


def named_nodes(graph: Graph, words: str, most: int = 20) -> list[Node]:
    """Return nodes whose name in either language, or whose path, has all the words."""
    return graph.index.named(words, most)


def nodes(graph: Graph, iris: Iterable[str]) -> list[Node]:
    """Return nodes by IRI, in the order given."""
    return [graph.index.node(iri) for iri in iris]


def node_card(graph: Graph, iri: str) -> Card:
    """Return what the default graph says of a node: names, literals, links both ways."""
    return neighbours.card(graph.index, graph.store, iri)


def neighbourhood(
    graph: Graph,
    iri: str,
    hops: int = 1,
    hidden: Collection[str] = (),
    most: int = MOST_NODES,
) -> Neighbourhood:
    """Return the nodes within one or two links of a node, at most `most`; kinds may be hidden."""
    return neighbours.neighbourhood(graph.index, iri, hops, hidden, most)


def overview(graph: Graph) -> Overview:
    """Return the drawing of the whole graph, as the build made it."""
    return neighbours.read_overview((graph.folder / OVERVIEW_FILE).read_bytes())
