"""Writes the graph for other tools: RDF in four syntaxes, whole or a file a graph, and CSV tables.

The CSV tables are catalogue questions without parameters, so a table is never more than a query.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from kg.errors import KgError, Problem
from kg.namespaces import graph_file
from kg.store import Result, Store, serialize

TABLES = {
    "provisions": "all-provisions",
    "facts": "all-norms",
    "powers": "all-powers",
    "correspondences": "all-changes",
}


def export_rdf(store: Store, graphs: Sequence[str], syntax: str) -> bytes:
    """Return the named graphs in one syntax; Turtle holds their union, the others keep names."""
    quads = (q for g in graphs for q in store.quads(g))
    return serialize(quads, syntax)


def export_files(store: Store, graphs: Sequence[str], syntax: str, folder: Path) -> list[Path]:
    """Write one file a graph into a folder; return the paths, sorted. Raises KgError."""
    written = []
    for graph in graphs:
        path = folder / f"{graph_file(graph)}.{syntax}"
        write(path, export_rdf(store, [graph], syntax))
        written.append(path)
    return sorted(written)


def export_tables(ask: Callable[[str], Result], folder: Path) -> list[Path]:
    """Write the CSV tables (UTF-8 with BOM, so that spreadsheets read Chinese). Raises KgError."""
    from kg.tables import to_csv  # rich is slow to import, and only this needs it

    written = []
    for name, question in TABLES.items():
        path = folder / f"{name}.csv"
        write(path, to_csv(ask(question)).encode("utf-8-sig"))
        written.append(path)
    return written


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises KgError when it cannot be written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):  # the folder itself may be what is wrong
            temporary.unlink()
        raise KgError(
            Problem(
                str(path),
                f"无法写入（{error.strerror}）。",
                f"It cannot be written ({error.strerror}).",
                "请检查路径、权限和磁盘空间。",
                "Check the path, the permissions and the disk space.",
            )
        ) from None
