"""The numbering styles of the supplied documents, and how a version.yaml says its layout."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.formats import IDENT, NUMBER, STRING, Schema, listed, record

LABEL = re.compile(r"【[^】]+】")  # a section heading that stands alone in a paragraph
_NEVER = re.compile(r"(?!)")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}


@dataclass(frozen=True)
class Style:
    """How a document marks its articles, headings and list items."""

    article: re.Pattern[str]
    heading: re.Pattern[str]
    item: re.Pattern[str]
    prefix: str  # of the ids of its articles
    joined: bool  # line breaks inside paragraphs mean nothing (newspaper columns)


STYLES = {
    # （一） … （四十八）; 一、 …; 1. …: the newspaper print of the 2024 Opinions
    "chinese-newspaper": Style(
        re.compile(r"^（([一二三四五六七八九十]+)）", re.M),
        re.compile(r"^[一二三四五六七八九十]+、", re.M),
        re.compile(r"^(\d{1,2})\.[ ]?(?=\D)", re.M),
        "art",
        True,
    ),
    # 1. …; I. …; (1) …: the translation of the 2015 Opinions, one paragraph a line
    "english-paragraphs": Style(
        re.compile(r"^[ ]*(\d{1,2})\.[ ]*", re.M),
        re.compile(r"^[ ]*[IVX]+\.[ ]", re.M),
        re.compile(r"^\((\d{1,2})\)[ ]*", re.M),
        "art",
        False,
    ),
    # 1. …; 1、 …: the machine translation of the 2021 Opinions of the Central Committee
    "numbered-points": Style(
        re.compile(r"^(\d{1,2})\.[ ]+", re.M), re.compile(r"^\d、", re.M), _NEVER, "point", False
    ),
    # Case 1, 案例5; 【Key words】: the reform cases
    "numbered-cases": Style(
        re.compile(r"^(?:Case |案例)(\d{1,2})(?=\n)", re.M), _NEVER, _NEVER, "case", False
    ),
    # paragraphs without numbers: a newspaper's columns, a page of the web
    "newspaper-report": Style(_NEVER, _NEVER, _NEVER, "art", True),
    "report": Style(_NEVER, _NEVER, _NEVER, "art", False),
}

BLOCKS = ("preamble", "notice", "part", "report")  # cut into paragraphs and sentences
REGIONS = ("body", *BLOCKS, "title", "heading", "contents", "boilerplate", "other-source")
_ANCHOR: Schema = {"type": "string", "pattern": r"\S"}
LAYOUT: Schema = record(
    {
        "style": {"type": "string", "enum": list(STYLES)},
        "articles": NUMBER,
        "regions": listed(
            record({"kind": {"type": "string", "enum": list(REGIONS)}, "from": _ANCHOR}, id=IDENT),
            1,
        ),
    },
    renumber=listed(record({"printed": STRING, "after": NUMBER, "article": NUMBER})),
    unnumbered=listed(record({"article": NUMBER, "from": _ANCHOR})),
    paragraphs=listed(record({"article": NUMBER, "from": _ANCHOR})),
    missing=listed(
        record(
            {"article": NUMBER},
            whole={"type": "boolean"},
            after=NUMBER,
            items=listed(NUMBER, 1),
            paragraphs=listed(NUMBER, 1),
        )
    ),
)


def chinese_number(numeral: str) -> int:
    """Return the value of a numeral below one hundred, such as 四十八; 0 for what is none."""
    tens, ten, units = numeral.partition("十")
    if not ten:
        return _DIGITS.get(numeral, 0)
    if (tens and tens not in _DIGITS) or (units and units not in _DIGITS):
        return 0
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[units] if units else 0)
