"""The format: JSON Schema and JSON-LD context of the case file, both content.

Both are checked when they are read. A schema that no longer demands what the passes rely on, or a
context that lacks a field of the schema (which would then vanish from the graph without a word), is
refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.assets import relative, root
from kg.errors import KgError, Problem
from kg.formats import STRING, Format, Schema, check, faults, record, schema_fault
from kg.model import Text
from kg.store import parse_jsonld
from kg.yaml12 import Document, Path_, load, read_text

DATE = Text("请写成 年-月-日，如 2024-09-01。", "Write it like 2024-09-01.")
_PATTERN_HINTS: Mapping[str | int, Text] = {
    "id": Text("编号用小写字母、数字和连字符，如 chief-2。",
               "Ids use small letters, digits and hyphens, such as chief-2."),
    "on": DATE,
    "assessed_on": DATE,
    "jurisdiction": Text("请写 CN，或省份代码如 CN-41。",
                         "Write CN, or a province's code such as CN-41."),
    "circumstance": Text("请写条文编号，如 opinions-2015/art-35/item-1。",
                         "Write a provision's id, such as opinions-2015/art-35/item-1."),
}  # fmt: skip
_EITHER = (
    Text("关于人的认定须写明 about（哪一步）或 conduct（事后表现）",
         "A finding about a person needs about (which step) or conduct (afterwards)"),
    Text("请补上其一。", "Add one of them."),
)  # fmt: skip
_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
_PARTS = ("organs", "people", "steps", "findings")


def _items(required: list[str], ids: list[str]) -> dict[str, Any]:
    fields = {i: {"type": "string", "pattern": _ID} for i in ids}
    needed = {"required": required} if required else {}
    return {"type": "array", "items": {"type": "object", "properties": fields, **needed}}


# What the schema must go on saying: the passes read these fields without asking again.
_RELIED_ON: Mapping[str, Any] = {
    "type": "object",
    "required": ["id", "people", "steps"],
    "properties": {
        "id": {"type": "string", "pattern": _ID},
        "title": {"type": "object", "required": ["zh", "en"]},
        "committee": {"type": "object"},
        "assessed_on": {"type": "string"},
        "organs": _items(["id", "level"], ["id", "superior"]),
        "people": _items(["id", "status"], ["id", "organ"]),
        "steps": _items(["id", "act", "by", "on"], ["id", "by", "of"]),
        "findings": _items([], ["about", "person"]),
    },
}
_TERM: Schema = {
    "type": ["string", "object"],
    "properties": {
        "@id": STRING,
        "@context": {
            "type": "object",
            "properties": {"@vocab": {"type": "string", "pattern": "^https://[^ ]+/[a-z-]+/$"}},
        },
    },
}
_TERMS: Schema = {"type": "object", "additionalProperties": _TERM}
_CONTEXT = Format(
    record(
        {
            "@context": {
                "type": "object",
                "properties": {
                    "id": {"const": "@id"},
                    "type": {"const": "@type"},
                }
                | {
                    part: {
                        "type": "object",
                        "properties": {"@context": _TERMS},
                        "required": ["@id", "@context"],
                    }
                    for part in _PARTS
                },
                "required": ["id", "type", *_PARTS],
            }
        }
    ),
    guide="docs/case-file.md",
)


@cache
def context() -> Mapping[str, Any]:
    """Return the JSON-LD context of the case file. Raises KgError when it is damaged."""
    path = root() / "ontology" / "case.context.jsonld"
    document = _read_json(path)
    check(document, _CONTEXT)
    found: Mapping[str, Any] = document.data["@context"]
    _check_terms(found, document)
    return found


@cache
def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of the case file. Raises KgError when it is damaged."""
    document = _read_json(root() / "ontology" / "case.schema.json")
    fault = schema_fault(document.data, document)
    if fault:
        raise KgError(fault)
    problems = list(_gone(_RELIED_ON, document.data, document, ()))
    if problems:
        raise KgError(problems)
    found: Mapping[str, Any] = document.data
    return found


def schema_problems(document: Document) -> Iterator[Problem]:
    """Yield what the JSON Schema finds wrong, each said in words with its place."""
    yield from faults(document, _case_format())


@cache
def _case_format() -> Format:
    return Format(schema(), "docs/case-file.md", True, _PATTERN_HINTS, _EITHER)


def _read_json(path: Path) -> Document:
    """Return a JSON file with its lines; raise KgError when it is missing or malformed."""
    name = relative(path)
    document = load(path, name)
    try:
        json.loads(read_text(path, name))  # YAML takes more than JSON does
    except json.JSONDecodeError as error:
        raise KgError(
            Problem(
                f"{name}:{error.lineno}",
                f"JSON 语法错误（{error.msg}）。",
                f"JSON syntax error ({error.msg}).",
                "请检查此行和上一行的引号、逗号和括号。",
                "Check the quotes, commas and brackets of this line and the one before.",
            )
        ) from None
    return document


def _gone(wanted: Any, found: Any, document: Document, path: Path_) -> Iterator[Problem]:
    """Yield each demand of `wanted` that `found` no longer makes."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for key, value in wanted.items():
            yield from _gone(value, found.get(key), document, (*path, key))
        return
    kept = found == wanted
    if isinstance(wanted, list) and isinstance(found, list):
        kept = set(wanted) <= set(map(str, found))
    if not kept:
        shown = json.dumps(wanted)
        shown = shown if len(shown) < 60 else "…"
        yield Problem(
            document.where(path),
            f"案件格式在此处须为 {shown}，程序以此为前提。",
            f"The case format must say {shown} here; the program relies on it.",
            "请恢复此处。",
            "Restore it.",
        )


def _check_terms(found: Mapping[str, Any], document: Document) -> None:
    """Raise KgError when a field of the schema has no term, or the context is no JSON-LD."""
    properties = schema()["properties"]
    problems = [
        Problem(
            document.where(("@context", *path)),
            f"案件字段“{name}”在上下文中没有对应的词。",
            f'The field "{name}" of the case file has no term in the context.',
            "请补上，或从 case.schema.json 删去。",
            "Add it, or remove it from case.schema.json.",
        )
        for path, known, names in [
            ((), found, [k for k in properties if k not in _PARTS]),
            *(
                ((part, "@context"), {**found, **found[part]["@context"]},
                 properties[part]["items"]["properties"])
                for part in _PARTS
            ),
        ]
        for name in names
        if name not in known
    ]  # fmt: skip
    if problems:
        raise KgError(problems)
    try:
        parse_jsonld({"@context": found, "@id": "https://example.org/x"})
    except SyntaxError as error:
        raise KgError(
            Problem(
                document.where(("@context",)),
                f"这不是合格的 JSON-LD 上下文（{error.msg}）。",
                f"This is no valid JSON-LD context ({error.msg}).",
                "请改正此处。",
                "Mend this place.",
            )
        ) from None
