"""What stands beside a node: its kind, name, links both ways, neighbourhood; the whole from afar.

`kinds` sorts nodes into a dozen kinds, `index` holds the links of the default graph in memory,
`names` finds what people call a node, `around` walks one or two links, `overview` lays every node
of a build out.
"""

from kg.neighbours.around import MOST, card, find, neighbourhood
from kg.neighbours.index import Index
from kg.neighbours.kinds import KINDS
from kg.neighbours.overview import draw_overview, read_overview

__all__ = [
    "KINDS",
    "MOST",
    "Index",
    "card",
    "draw_overview",
    "find",
    "neighbourhood",
    "read_overview",
]
