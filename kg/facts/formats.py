"""What the files of facts and their lists may hold (DESIGN section 6)."""

from __future__ import annotations

from collections.abc import Mapping

from kg.formats import (
    BOTH,
    FULL_PROVISION,
    IDENT,
    PROVISION,
    STRING,
    Format,
    Schema,
    listed,
    one_or_more,
    record,
)
from kg.model import Text

KINDS = (
    "duty", "power", "prohibition", "permission", "principle", "definition", "procedure",
    "liability", "exemption", "composition", "figure", "transition",
)  # fmt: skip
RESPONSIBILITIES = ("answerable", "judicial", "supervision")
VERBS = (
    "decide", "propose", "review", "sign", "conduct", "instruct", "supervise", "report", "refer",
    "execute", "object", "delegate",
)  # fmt: skip
# A year, month or day, or two of them with a slash; .. is an open side.
_POINT = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_PERIOD = f"^({_POINT}|{_POINT}/{_POINT}|{_POINT}/[.][.]|[.][.]/{_POINT})?$"
_KEY: Schema = {"type": "string", "pattern": "^[A-Z][A-Za-z0-9]*$"}


def _choice(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


_FIGURE = record(
    {
        "value": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
        "unit": BOTH,
        "counted": BOTH,
    },
    period={"type": "string", "pattern": _PERIOD},
)
_FACT = record(
    {"id": IDENT, "kind": _choice(*KINDS), "bearer": listed(IDENT, 1), "label": BOTH},
    verb=_choice(*VERBS),
    responsibility=_choice(*RESPONSIBILITIES),
    act=BOTH,
    object=BOTH,
    condition=BOTH,
    consequence=BOTH,
    quote=one_or_more(STRING),
    provision=PROVISION,
    source_key=one_or_more(_KEY),
    confidence=_choice("H", "M", "L"),
    status=_choice("reviewed", "open-question"),
    open_question=IDENT,
    figure=_FIGURE,
)
_KEY_HINT = Text("代号以大写字母开头，如 SD0。", "Keys begin with a capital letter, such as SD0.")
_HINTS: Mapping[str | int, Text] = {
    "source_key": _KEY_HINT,
    "value": Text(
        "请写成 1234.5，不加分隔符和单位。",
        "Write it like 1234.5, without separators or unit.",
    ),
    "period": Text(
        "请写成 2021、2021-11、2021/2022-04 或 2019/..。",
        "Write it like 2021, 2021-11, 2021/2022-04 or 2019/...",
    ),
}
ARTICLE = Format(
    record(
        {"article": PROVISION},
        restatement=BOTH,
        facts=listed(_FACT),
        out_of_scope=listed(
            record({"reason": BOTH}, quote=one_or_more(STRING), all={"type": "boolean"})
        ),
    ),
    hints=_HINTS,
)
CORRESPONDENCES = Format(
    listed(
        record(
            {
                "id": IDENT,
                "old": listed(FULL_PROVISION),
                "new": listed(FULL_PROVISION),
                "change": IDENT,
                "reason": BOTH,
            }
        ),
        1,
    )
)
OPEN_QUESTIONS = Format(
    listed(
        record(
            {
                "id": IDENT,
                "provisions": listed(FULL_PROVISION, 1),
                "question": BOTH,
                "readings": listed(BOTH, 2),
            }
        ),
        1,
    )
)
EVIDENCE = Format(
    listed(
        record({"key": _KEY, "label": BOTH, "address": STRING, "citable": {"type": "boolean"}}), 1
    ),
    hints={"key": _KEY_HINT},
)  # fmt: skip
