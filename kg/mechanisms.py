"""Reads the mechanisms that the documents describe: data/mechanisms/*.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.assets import need, relative
from kg.model import Mechanism, Text
from kg.sources import bilingual, optional_bilingual
from kg.yaml12 import Document, load


def read_mechanisms(folder: Path) -> list[Mechanism]:
    """Read all mechanisms, sorted by id. Raises KgError naming file, line and field."""
    found = [
        _mechanism(document, item, index)
        for path in sorted(folder.glob("*.yaml"))
        for document in [load(path, relative(path))]
        for index, item in enumerate(document.data or ())
    ]
    return sorted(found, key=lambda m: m.id)


def _mechanism(document: Document, item: Mapping[str, Any], index: int) -> Mechanism:
    steps = [
        (Text(str(need(document, s, "zh", (index, "steps", n))),
              str(need(document, s, "en", (index, "steps", n)))), str(s.get("provision", "")))
        for n, s in enumerate(item.get("steps") or ())
    ]  # fmt: skip
    return Mechanism(
        id=str(need(document, item, "id", (index,))),
        label=bilingual(document, item, "label", (index,)),
        definition=bilingual(document, item, "definition", (index,)),
        provisions=tuple(str(p) for p in need(document, item, "provisions", (index,))),
        actors=tuple(str(a) for a in need(document, item, "actors", (index,))),
        steps=tuple(steps),
        region=str(item.get("region", "")),
        level=str(item.get("level", "")),
        keywords=tuple(Text(str(k["zh"]), str(k["en"])) for k in item.get("keywords") or ()),
        meaning=optional_bilingual(document, item, "meaning", (index,)),
        where=document.where((index,)),
    )
