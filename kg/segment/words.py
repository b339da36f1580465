"""Words of a text: line breaks joined, and the language they are in."""

from __future__ import annotations

import re

CJK = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”"
_CJK = re.compile(f"[{CJK}]")
_RUN = re.compile(r"\s+|\S+")


def flatten(text: str) -> tuple[str, list[int]]:
    """Join line breaks, and drop blanks between Chinese characters.

    Returns the joined text and, for each of its characters, the offset in `text`. A quote matches a
    provision in this form (contracts/outputs.md).
    """
    kept: list[int] = []
    joined: list[str] = []
    for match in _RUN.finditer(text):
        run, at = match.group(), match.start()
        if run.isspace():
            before, after = text[at - 1 : at], text[match.end() : match.end() + 1]
            wide = _CJK.match(before), _CJK.match(after)
            if all(wide) or ("\n" in run and (any(wide) or not before or not after)):
                continue
            kept.append(at)
            joined.append(" ")
        else:
            kept.extend(range(at, match.end()))
            joined.append(run)
    return "".join(joined), kept


def language_of(text: str, default: str) -> str:
    """Return zh-Hans for a text that is mostly Chinese, en for one that is mostly Latin letters.

    A Chinese character counts as much as four letters; a text with neither keeps the default.
    """
    chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
    latin = len(re.findall(r"[A-Za-z]", text)) / 4
    if not chinese and not latin:
        return default
    return "zh-Hans" if chinese > latin else "en"
