"""What the routes of one server share: the opened build, the query workers, the editor's page."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from kg.pipeline import Graph
from kg.server.workers import Pool

KEY = "kg.shared"


@dataclass(frozen=True, slots=True)
class Shared:
    """`editor` is the address of the page where people write queries, "" without pages."""

    graph: Graph
    pool: Pool
    editor: str = ""

    @property
    def receipt(self) -> str:
        """Return the sha256 of the graph that is served."""
        return str(self.graph.manifest["graph"])


def shared(request: Request) -> Shared:
    """Return what the server of a request shares (the middleware put it into the scope)."""
    found: Shared = request.scope[KEY]
    return found
