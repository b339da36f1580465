"""Reads the mechanisms that the documents describe: data/mechanisms/*.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.assets import relative
from kg.errors import KgError
from kg.formats import (
    BOTH,
    FULL_PROVISION,
    IDENT,
    Format,
    check,
    listed,
    record,
    same_id,
)
from kg.model import Mechanism, Text
from kg.sources import bilingual, optional_bilingual
from kg.yaml12 import Document, load

_STEP = {
    **BOTH,
    "properties": {**BOTH["properties"], "provision": FULL_PROVISION},
}
_FORMAT = Format(
    listed(
        record(
            {
                "id": IDENT,
                "label": BOTH,
                "definition": BOTH,
                "provisions": listed(FULL_PROVISION, 1),
                "actors": listed(IDENT, 1),
            },
            steps=listed(_STEP),
            region={"type": "string", "pattern": "^[A-Z]{2}-[A-Z0-9]{1,3}$"},
            level=IDENT,
            keywords=listed(BOTH),
            meaning=BOTH,
        ),
        1,
    ),
    hints={"region": Text("请写省份代码，如 CN-41。", "Write a province's code such as CN-41.")},
)


def read_mechanisms(folder: Path) -> list[Mechanism]:
    """Read all mechanisms, sorted by id. Raises KgError naming file, line and field."""
    found: dict[str, Mechanism] = {}
    for path in sorted(folder.glob("*.yaml")):
        document = load(path, relative(path))
        check(document, _FORMAT)
        for index, item in enumerate(document.data):
            mechanism = _mechanism(document, item, index)
            if mechanism.id in found:
                raise KgError(same_id(mechanism.where, mechanism.id, found[mechanism.id].where))
            found[mechanism.id] = mechanism
    return [found[key] for key in sorted(found)]


def _mechanism(document: Document, item: Mapping[str, Any], index: int) -> Mechanism:
    return Mechanism(
        id=item["id"],
        label=bilingual(document, item, "label", (index,)),
        definition=bilingual(document, item, "definition", (index,)),
        provisions=tuple(item["provisions"]),
        actors=tuple(item["actors"]),
        steps=tuple(
            (Text(step["zh"], step["en"]), step.get("provision", ""))
            for step in item.get("steps", ())
        ),
        region=item.get("region", ""),
        level=item.get("level", ""),
        keywords=tuple(Text(word["zh"], word["en"]) for word in item.get("keywords", ())),
        meaning=optional_bilingual(document, item, "meaning", (index,)),
        where=document.where((index,)),
    )
