"""The knowledge graph of judicial responsibility in China's procuratorates (检察机关司法责任制)."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

__version__ = "0.1.0"


def open(where: str | os.PathLike[str] | None = None) -> Any:
    """Open the graph for asking: returns a `kg.pipeline.Session` (docs/python.md).

    `where` is the address of a SPARQL 1.1 server, a build's folder, or a folder with builds in it;
    left out, the server that KG_ENDPOINT names, else the build of the present content, which is
    made when there is none. Raises KgError when nothing is there.
    """
    return import_module("kg.pipeline.session").open_session(where)
