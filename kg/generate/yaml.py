"""Writes a case file as YAML the way a person does: one line a person, step and finding."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RESERVED = {"true", "false", "null", "yes", "no", "on", "off"}


def case_yaml(data: Mapping[str, Any]) -> str:
    """Return a case file as YAML 1.2 (and 1.1: words that it reads as truth values are quoted)."""
    lines = []
    for key, value in data.items():
        if isinstance(value, list):
            lines.append(f"{key}:" if value else f"{key}: []")
            lines += [f"  - {_flow(item)}" for item in value]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False)
