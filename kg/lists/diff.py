"""How two lists, or two versions of one, differ: key by key.

A key is line, matter, stage, cases and condition. What only one of them gives is a
difference; where the other is partial it may stand in the unseen part, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.lists.format import read_format
from kg.model import PowerList


def differences(old: PowerList, new: PowerList) -> dict[str, object]:
    """Return {old, new, partial, differences: [{key, level, actor, old, new}]}, in order of keys.

    `old` and `new` of a line are letters (D decide, …), "" for a blank: unknown, never "no power".
    """
    before, after = _cells(old), _cells(new)
    actors = [a.key for a in read_format().actors]
    lines = [
        {
            "key": list(key),
            "level": level,
            "actor": actor,
            "old": before.get((key, level), {}).get(actor, ""),
            "new": after.get((key, level), {}).get(actor, ""),
        }
        for key, level in sorted(before.keys() | after.keys())
        for actor in actors
        if before.get((key, level), {}).get(actor) != after.get((key, level), {}).get(actor)
    ]
    return {
        "old": {"list": old.id, "version": old.version, "coverage": old.coverage},
        "new": {"list": new.id, "version": new.version, "coverage": new.coverage},
        "partial": old.coverage != "whole" or new.coverage != "whole",
        "differences": lines,
    }


def _cells(lst: PowerList) -> dict[tuple[tuple[str, ...], str], Mapping[str, str]]:
    """Return the grants by key and level; a row for all levels stands at each of them."""
    levels = [c.code for c in read_format().sheets["items"].column("level").choices]
    every = [c for c in levels if c not in ("all", "supreme")]
    found: dict[tuple[tuple[str, ...], str], Mapping[str, str]] = {}
    for item in lst.items:
        key = (
            item.line, item.matter or item.label, item.stage, " ".join(sorted(item.only)),
            " ".join(sorted(item.excepted)), item.condition,
        )  # fmt: skip
        for level in every if "all" in item.levels else item.levels:
            merged = dict(found.get((key, level), {}))
            for actor, cell in item.grants.items():
                both = set(merged.get(actor, "") + cell)
                merged[actor] = "".join(x.letter for x in read_format().letters if x.letter in both)
            found[(key, level)] = merged
    return found
