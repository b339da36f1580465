"""The format: JSON Schema and JSON-LD context of the case file, and its faults said in words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from kg.assets import root
from kg.errors import Problem
from kg.model import Text
from kg.yaml12 import Document

Path_ = tuple[str | int, ...]
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


@cache
def context() -> Mapping[str, Any]:
    """Return the JSON-LD context of the case file."""
    text = (root() / "ontology" / "case.context.jsonld").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)["@context"]
    return found


@cache
def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of the case file."""
    text = (root() / "ontology" / "case.schema.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())


def schema_problems(document: Document) -> Iterator[Problem]:
    """Yield what the JSON Schema finds wrong, each said in words with its place."""
    errors = sorted(_validator().iter_errors(document.data), key=lambda e: list(map(str, e.path)))
    for error in errors:
        path = tuple(error.absolute_path)
        if (
            error.validator == "additionalProperties"
            or "propertyNames" in error.absolute_schema_path
        ):
            yield from _unknown_fields(document, path, error)
        else:
            yield _explain(document, path, error)


def _unknown_fields(document: Document, path: Path_, error: Any) -> Iterator[Problem]:
    """Say each field that the schema does not know here, with the nearest one that it knows."""
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        unknown = [k for k in error.instance if k not in known and not k.startswith("x-")]
    else:
        known = [name for part in error.validator_value for name in part.get("enum", ())]
        unknown = [error.instance]
    for name in unknown:
        close = difflib.get_close_matches(name, known, 1)
        yield Problem(
            document.where((*path, name)),
            f"此处没有字段“{name}”。",
            f'There is no field "{name}" here.',
            (f"是否指“{close[0]}”？" if close else f"此处可用：{'、'.join(known)}。")
            + "自用字段请以 x- 开头。",
            (f'Did you mean "{close[0]}"?' if close else f"Known here: {', '.join(known)}.")
            + " Begin your own fields with x-.",
        )


def _explain(document: Document, path: Path_, error: Any) -> Problem:
    """Say one other JSON Schema error in words."""
    where, keyword, value = document.where(path), error.validator, error.instance
    shown = json.dumps(value, ensure_ascii=False)[:60]
    if keyword == "required":
        missing = error.message.split("'")[1]
        return Problem(
            where,
            f"缺少字段“{missing}”。",
            f'The field "{missing}" is missing.',
            f"请补上“{missing}”。",
            f'Add "{missing}".',
        )
    if keyword in ("enum", "const"):
        allowed = [str(v).lower() if isinstance(v, bool) else str(v) for v in error.validator_value]
        close = difflib.get_close_matches(str(value), allowed, 1)
        return Problem(
            where,
            f"{shown} 不是已知的值。",
            f"{shown} is not a known value.",
            f"可用：{'、'.join(allowed)}。" + (f"是否指“{close[0]}”？" if close else ""),
            f"Use one of: {', '.join(allowed)}."
            + (f' Did you mean "{close[0]}"?' if close else ""),
        )
    if keyword == "anyOf":
        return Problem(
            where,
            "关于人的认定须写明 about（哪一步）或 conduct（事后表现）。",
            "A finding about a person needs about (which step) or conduct (afterwards).",
            "请补上其一。",
            "Add one of them.",
        )
    if keyword == "pattern":
        hint = _PATTERN_HINTS.get(path[-1], _PATTERN_HINTS["id"])
        return Problem(
            where,
            f"{shown} 的写法不对。",
            f"{shown} is not written as it must be.",
            hint.zh,
            hint.en,
        )
    if keyword in ("minLength", "maxLength", "minItems", "maxItems"):
        limit = error.validator_value
        least = keyword.startswith("min")
        unit_zh, unit = (
            ("个字符", "characters") if keyword.endswith("Length") else ("项", "entries")
        )
        return Problem(
            where,
            f"此处有 {len(value)} {unit_zh}，{'至少' if least else '至多'}应有 {limit} {unit_zh}。",
            f"There are {len(value)} {unit} here; "
            + (f"at least {limit} must be." if least else f"at most {limit} may be."),
            "请补足。" if least else "请缩减。",
            "Add what is missing." if least else "Shorten it.",
        )
    if keyword == "type":
        kinds = {"object": "映射", "array": "列表", "string": "文字", "boolean": "true/false"}
        wanted = str(error.validator_value)
        quoted = wanted == "string" and isinstance(value, (int, float))
        return Problem(
            where,
            f"{shown} 应为{kinds.get(wanted, wanted)}。",
            f"{shown} must be of type {wanted}.",
            f"请加引号，写成 '{shown}'。" if quoted else "请按 docs/case-file.md 改写。",
            f"Put it in quotes: '{shown}'." if quoted else "Write it as docs/case-file.md shows.",
        )
    return Problem(
        where,
        f"不符合格式（{keyword}）。",
        f"The format is not kept ({keyword}: {error.message[:120]}).",
        "请按 docs/case-file.md 改写。",
        "Write it as docs/case-file.md shows.",
    )
