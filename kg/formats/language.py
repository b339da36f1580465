"""Tells whether a text in two languages has each in its own letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_APART = re.compile(  # terms that a translation quotes or adds in brackets
    r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|〔[^〔〕]*〕|\"[^\"]*\"|“[^“”]*”|‘[^‘’]*’|《[^《》]*》"
)
_LONGEST_TERM = 4


def wrong_language(value: Any) -> str:
    """Return `zh` or `en` when that text is not in its language, "" when both are.

    Chinese holds a Chinese character, unless the text is a symbol that both languages write alike
    (%, SHA-256: no word in small letters). English holds a Latin letter, and more English than
    Chinese: Chinese may stand in brackets and quotation marks, and otherwise only as a term of at
    most four characters that the Chinese text has too (a document's number, an abbreviation).
    """
    if not isinstance(value, Mapping):
        return ""
    zh, en = value.get("zh"), value.get("en")
    if not (isinstance(zh, str) and isinstance(en, str) and zh.strip() and en.strip()):
        return ""  # told as a missing text
    if not _CHINESE.search(zh):
        return "zh" if zh != en or re.search("[a-z]{2}", zh) else ""
    bare = _APART.sub(" ", en)
    terms = _CHINESE.findall(bare)
    letters = len(re.findall("[A-Za-z]", en))
    if not letters or letters < 4 * sum(map(len, terms)):
        return "en"
    return "en" if any(len(t) > _LONGEST_TERM or t not in zh for t in terms) else ""
