"""Text as it is compared: full width and half width alike, small letters, words between blanks.

Chinese stays in runs, because its words have no blanks between them and two characters are often a
word (SQLite's FTS5 finds no such word, neither with unicode61 nor with trigrams); a blank stands
between Chinese and other letters, and for every punctuation mark of either script.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CJK = "\u3007\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")
_APOSTROPHE = re.compile(r"(?<=\w)['\u2019\u02bc](?=\w)")
_HYPHENATED = re.compile(r"[a-z]+(?:[-\u2010\u2011][a-z]+)+")
_CJK_ONLY = re.compile(f"[{CJK}]+")


def normal(text: str) -> str:
    """Return a text in NFKC (full width becomes half width) and small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def words(text: str) -> list[str]:
    """Return the words of a normal text; a run of Chinese is one word."""
    return _TOKEN.findall(_APOSTROPHE.sub("", text))


def fold(*texts: str) -> str:
    """Return texts as one string with a blank before and after every word.

    A hyphenated word stands there as its parts and once more joined: re-examination is found as
    reexamination too.
    """
    found: list[str] = []
    for text in texts:
        plain = normal(text)
        found += words(plain)
        if "-" in plain or "\u2010" in plain or "\u2011" in plain:
            found += (re.sub(r"[^a-z]", "", w) for w in _HYPHENATED.findall(plain))
        found.append("|")  # no phrase reaches from one text into the next
    return f" {' '.join(found)} "


def is_chinese(word: str) -> bool:
    """Tell whether a word is a run of Chinese characters."""
    return _CJK_ONLY.fullmatch(word) is not None


@lru_cache(4096)
def _folded_char(char: str) -> str:
    return normal(char)


def with_offsets(text: str) -> tuple[str, list[int] | None]:
    """Return a normal text and, for each of its characters, the offset in the text given.

    None stands for the offsets when they are the same on both sides.
    """
    plain = text.lower() if unicodedata.is_normalized("NFKC", text) else normal(text)
    if len(plain) == len(text):
        return plain, None
    parts = [_folded_char(c) for c in text]
    offsets = [i for i, part in enumerate(parts) for _ in part]
    return "".join(parts), offsets
