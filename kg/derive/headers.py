"""What the header of a rule file may hold, and what is read of the case file's schema."""

from __future__ import annotations

from kg.formats import BOTH, DAY, FULL_PROVISION, IDENT, Format, Schema, record

EFFECTS = ("attributes", "imposes", "exempts", "forbids", "silent", "notes")
KINDS = ("answerable", "judicial", "supervision")
EXTENTS = (
    "whole", "altered-part", "own-acts", "facts-reported", "opinion-and-vote",
    "execution-consequences", "joint", "principal", "corresponding",
)  # fmt: skip
OUTCOMES = ("bears", "undetermined", "does-not-bear")


def _some(items: Schema) -> Schema:
    """Return the schema of one value or a list of any length."""
    return {**items, "type": ["string", "array"], "items": items}


_OVERRIDES = _some({"type": "string", "pattern": r"^([*]|[a-z0-9-]+(/[a-z0-9-]+)?)$"})
HEADER = Format(
    record(
        {
            "id": IDENT,
            "provision": _some(FULL_PROVISION),
            "effect": {"type": "string", "enum": list(EFFECTS)},
            "because": BOTH,
        },
        concludes=record(
            {},
            kind={"type": "string", "enum": list(KINDS)},
            extent={"type": "array", "items": {"type": "string", "enum": list(EXTENTS)}},
        ),
        when={"type": "object"},
        overrides=_OVERRIDES,
        open_questions=_some(IDENT),
        invoked_by=_some({"type": "string", "minLength": 1}),
        beside=_some({"type": "string", "pattern": f"^({'|'.join(OUTCOMES)})$"}),
        text=IDENT,
        liability={
            "type": "object",
            "properties": {"because": BOTH, "overrides": _OVERRIDES},
            "required": ["because"],
        },
        **{"from": DAY},
    ),
    mark="#+",
)
# Of the case file's schema: only what a condition's words are read from.
WORDS = Format(
    {
        "type": "object",
        "properties": {
            "properties": {
                "type": "object",
                "required": ["steps", "findings"],
                "additionalProperties": {
                    "type": "object",
                    "properties": {
                        "items": {
                            "type": "object",
                            "properties": {
                                "properties": {
                                    "type": "object",
                                    "additionalProperties": {
                                        "type": "object",
                                        "properties": {"enum": {"type": "array"}},
                                    },
                                }
                            },
                            "required": ["properties"],
                        }
                    },
                },
            }
        },
        "required": ["properties"],
    }
)
