"""Reads a case from a record: strict JSON for a line, YAML 1.2 for a file, N-Triples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kg.cases.records import LINES, TRIPLES, Record, text_of
from kg.cases.triples import case_data
from kg.errors import KgError, Problem
from kg.yaml12 import CONTROL, MAX_DEPTH, Document, parse

_ESCAPE = re.compile(r"\\[ubf]")


def document_of(record: Record) -> Document:
    """Return a record's data with its place; raise KgError when it cannot be read."""
    if record.problem is not None:
        raise KgError(record.problem)
    if record.kind == TRIPLES:
        data: Any = case_data(record.data, record.name, record.line)
    elif record.kind == LINES:
        data = _json(text_of(record), f"{record.name}:{record.line}")
    else:
        return parse(text_of(record), record.name)
    return Document(record.name, data, {(): record.line})


def _json(text: str, where: str) -> Any:
    """Read one JSON text as strictly as YAML 1.2 is read: no key twice, no control characters."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) != len(items):
            names = [k for k, _ in items]
            key = next(k for k in names if names.count(k) > 1)
            raise KgError(
                Problem(
                    where,
                    f"键“{key}”重复。",
                    f'The key "{key}" is written twice.',
                    "请只保留一个。",
                    "Keep one of them.",
                )
            )
        return found

    def refuse(word: str) -> Any:
        raise ValueError(f"{word} is not JSON")

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_constant=refuse)
    except RecursionError:
        raise _too_deep(where) from None
    except ValueError as error:
        reason = str(error).splitlines()[0][:120]
        raise KgError(
            Problem(
                where,
                f"JSON 语法错误（{reason}）。",
                f"JSON syntax error ({reason}).",
                "请检查引号和括号；每行应为一个完整的案件。",
                "Check quotes and brackets; each line must be one whole case.",
            )
        ) from None
    if text.count("[") + text.count("{") > MAX_DEPTH and _depth(data) > MAX_DEPTH:
        raise _too_deep(where)
    if CONTROL.search(text) or (_ESCAPE.search(text) and any(map(CONTROL.search, _words(data)))):
        raise KgError(
            Problem(
                where,
                "文字中有控制字符。",
                "The text holds a control character.",
                "请删去它。",
                "Remove it.",
            )
        )
    return data


def _too_deep(where: str) -> KgError:
    return KgError(
        Problem(
            where,
            f"嵌套超过 {MAX_DEPTH} 层。",
            f"It is nested deeper than {MAX_DEPTH} levels.",
            "请减少层数。",
            "Use fewer levels.",
        )
    )


def _depth(data: Any) -> int:
    """Return how deep data is nested; level by level, for it may be deeper than calls can go."""
    depth, level = 0, [data]
    while level:
        depth += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return depth


def _words(data: Any) -> Iterator[str]:
    """Yield every key and text in data of bounded depth."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _words(value)
    elif isinstance(data, list):
        for value in data:
            yield from _words(value)
