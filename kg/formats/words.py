"""Says one JSON Schema error in words: what is wrong, what to do, in both languages."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.errors import Problem
from kg.formats.parts import DAY, FULL_PROVISION, IDENT, PROVISION, Schema
from kg.model import Text
from kg.yaml12 import Document, Path_


@dataclass(frozen=True)
class Format:
    """A schema and how its faults are worded.

    `guide` is the document that shows how to write the file; `own_fields` tells whether fields that
    begin with x- may be added; `hints` say by field name how a value is written; `either` says what
    an `anyOf` asks for (what is wrong, what to do); `mark` begins each line of a file's header.
    """

    schema: Schema
    guide: str = "CONTRIBUTING.md"
    own_fields: bool = False
    hints: Mapping[str | int, Text] = field(default_factory=dict)
    either: tuple[Text, Text] | None = None
    mark: str = ""

    def __hash__(self) -> int:
        return id(self.schema)


def unknown_fields(document: Document, path: Path_, error: Any, form: Format) -> Iterator[Problem]:
    """Say each field that the schema does not know here, with the nearest one that it knows."""
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        unknown = [k for k in error.instance if k not in known]
        unknown = [k for k in unknown if not (form.own_fields and k.startswith("x-"))]
    else:
        parts = [p for p in error.validator_value if isinstance(p, Mapping)]
        known = [str(name) for part in parts for name in part.get("enum", ())]
        unknown = [error.instance]
    own_zh, own_en = ("自用字段请以 x- 开头。", " Begin your own fields with x-.")
    for name in unknown:
        close = difflib.get_close_matches(name, known, 1)
        yield Problem(
            document.where((*path, name)),
            f"此处没有字段“{name}”。",
            f'There is no field "{name}" here.',
            (f"是否指“{close[0]}”？" if close else f"此处可用：{'、'.join(known)}。")
            + (own_zh if form.own_fields else ""),
            (f'Did you mean "{close[0]}"?' if close else f"Known here: {', '.join(known)}.")
            + (own_en if form.own_fields else ""),
        )


_KINDS = {
    "object": Text("映射", "a mapping"), "array": Text("列表", "a list"),
    "string": Text("文字", "text"), "boolean": Text("是非值（true 或 false）", "true or false"),
    "integer": Text("整数", "a whole number"),
}  # fmt: skip
_DATE = Text("请写成 年-月-日，如 2024-09-01。", "Write it like 2024-09-01.")
_HINTS: Mapping[str, Text] = {
    IDENT["pattern"]: Text(
        "编号用小写字母、数字和连字符，如 chief-2。",
        "Ids use small letters, digits and hyphens, such as chief-2.",
    ),
    DAY["pattern"]: _DATE,
    FULL_PROVISION["pattern"]: Text(
        "请写条文编号，如 opinions-2015/art-35/item-1。",
        "Write a provision's id, such as opinions-2015/art-35/item-1.",
    ),
    PROVISION["pattern"]: Text(
        "请写本来源内的编号，如 art-35/item-1。",
        "Write an id of this source, such as art-35/item-1.",
    ),
}


_LANGUAGES = {
    "zh": (
        Text("zh 里没有汉字", "The text under zh holds no Chinese"),
        Text("请在 zh 写中文，en 写英文。", "Write Chinese under zh and English under en."),
    ),
    "en": (
        Text("en 里不是英文", "The text under en is not English"),
        Text("请译成英文；中文原词请放在括号或引号里。",
             "Translate it; put Chinese terms in brackets or quotation marks."),
    ),
}  # fmt: skip


def explain(document: Document, path: Path_, error: Any, form: Format) -> Problem:
    """Say one JSON Schema error in words."""
    where, keyword, value = document.where(path), error.validator, error.instance
    wanted = error.validator_value
    shown = json.dumps(value, ensure_ascii=False)[:60]
    rewrite = Text(f"请按 {form.guide} 改写。", f"Write it as {form.guide} shows.")
    what, do = Text(f"不符合格式（{keyword}）", f"The format is not kept ({keyword})"), rewrite
    if keyword == "required":
        name = error.message.split("'")[1]
        what = Text(f"缺少字段“{name}”", f'The field "{name}" is missing')
        do = Text(f"请补上“{name}”。", f'Add "{name}".')
        if form.mark and not path:
            line = f"{form.mark} {name}: …"
            do = Text(f"请加一行“{line}”。", f'Add a line "{line}".')
    elif keyword in ("enum", "const"):
        what = Text(f"{shown} 不是已知的值", f"{shown} is not a known value")
        do = _known(value, wanted if isinstance(wanted, list) else [wanted])
    elif keyword == "anyOf" and form.either:
        what, do = form.either
    elif keyword == "bilingual":
        what, do = _LANGUAGES[error.message]
    elif keyword == "format":
        what = Text(f"“{value}”不是真实存在的日期", f'"{value}" is not a date that exists')
        do = _DATE
    elif keyword == "pattern" and not str(value).strip():
        what, do = Text("文字是空的", "The text is empty"), Text("请写上文字。", "Write the text.")
    elif keyword == "pattern":
        what = Text(f"{shown} 的写法不对", f"{shown} is not written as it must be")
        name = next((p for p in reversed(path) if isinstance(p, str)), "")
        do = form.hints.get(name) or _HINTS.get(wanted, rewrite)
    elif keyword in ("minLength", "maxLength", "minItems", "maxItems"):
        what, do = _size(keyword, len(value), wanted)
    elif keyword == "minimum":
        what = Text(f"{shown} 小于最小值 {wanted}", f"{shown} is less than {wanted}")
    elif keyword == "type":
        what, do = _type(value, shown, [wanted] if isinstance(wanted, str) else wanted, rewrite)
    return Problem(where, f"{what.zh}。", f"{what.en}.", do.zh, do.en)


def _known(value: Any, allowed: Sequence[Any]) -> Text:
    words = [str(v).lower() if isinstance(v, bool) else str(v) for v in allowed]
    close = difflib.get_close_matches(str(value), words, 1)
    return Text(
        f"可用：{'、'.join(words)}。" + (f"是否指“{close[0]}”？" if close else ""),
        f"Use one of: {', '.join(words)}." + (f' Did you mean "{close[0]}"?' if close else ""),
    )


def _type(value: Any, shown: str, wanted: Sequence[str], rewrite: Text) -> tuple[Text, Text]:
    if value is None:
        return (
            Text("此处没有内容", "Nothing is written here"),
            Text("请写上内容，或删去这个字段。", "Write its content, or remove the field."),
        )
    kinds = [_KINDS[k] for k in wanted]
    what = Text(
        f"{shown} 应为{'或'.join(k.zh for k in kinds)}",
        f"{shown} must be {' or '.join(k.en for k in kinds)}",
    )
    if "string" in wanted and isinstance(value, (int, float)):
        return what, Text(f"请加引号，写成 '{shown}'。", f"Put it in quotes: '{shown}'.")
    return what, rewrite


def _size(keyword: str, count: int, limit: int) -> tuple[Text, Text]:
    least = keyword.startswith("min")
    unit = Text("个字符", "character(s)") if keyword.endswith("Length") else Text("项", "item(s)")
    what = Text(
        f"此处有 {count} {unit.zh}，{'至少' if least else '至多'}应有 {limit} {unit.zh}",
        f"{count} {unit.en} here; "
        + (f"at least {limit} must be" if least else f"at most {limit} may be"),
    )
    do = Text("请补足。", "Add what is missing.") if least else Text("请缩减。", "Shorten it.")
    return what, do
