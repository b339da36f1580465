"""Describes the file that a source's text was supplied in: its name, size, checksum and original.

The catalogue of the graph names it as what the source's graph derives from.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.assets import relative
from kg.model import Supplied
from kg.yaml12 import load


def read_supplied(folder: Path) -> Supplied | None:
    """Return the supplied file of a source version, None when no text was supplied.

    A source whose text is a region of another's (`text.of`) names the other's file. The folder is
    one that `kg.sources.read_source` has read and checked.
    """
    spec = load(folder / "version.yaml", relative(folder / "version.yaml")).data.get("text")
    if not spec:
        return None
    if "of" in spec:
        return read_supplied(folder.parents[1] / str(spec["of"]))
    path = folder / str(spec["file"])
    data = path.read_bytes()
    original = spec.get("original") or {}
    return Supplied(
        file=relative(path),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        original=str(original.get("file", "")),
        original_sha256=str(original.get("sha256", "")),
        cut=bool(spec.get("cuts")),
    )
