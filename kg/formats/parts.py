"""The parts that the schemas of the content files are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
IDENT: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
BOTH: Schema = {
    "type": "object",
    "properties": {
        "zh": {"type": "string", "pattern": r"\S"},
        "en": {"type": "string", "pattern": r"\S"},
    },
    "required": ["zh", "en"],
    "additionalProperties": False,
    "bilingual": True,
}
_PART = r"[a-z]+(-[a-z0-9]+)?(/(para|item|sentence)-[0-9]+)*"
PROVISION: Schema = {"type": "string", "pattern": f"^{_PART}$"}  # inside its source
FULL_PROVISION: Schema = {"type": "string", "pattern": f"^[a-z0-9]+(-[a-z0-9]+)*/{_PART}$"}


def record(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    """Return the schema of a mapping with these fields and no others."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def listed(items: Schema, least: int = 0) -> Schema:
    """Return the schema of a list of `items`."""
    return {"type": "array", "items": items, "minItems": least}


def one_or_more(items: Schema) -> Schema:
    """Return the schema of one value that may stand alone, or a list of them."""
    single = {k: v for k, v in items.items() if k != "type"}
    return {"type": ["string", "array"], **single, "items": items, "minItems": 1}
