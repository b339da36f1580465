"""Compares two texts word by word: Chinese by characters, other writing by words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from kg.model import Compared

_TOKEN = re.compile(r"[^\W\u3400-\u9fff_]+(?:['’-][^\W\u3400-\u9fff_]+)*|\s+|.", re.S)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# One character that two rewritten sentences share by chance is no agreement.
_LEAST = 2


def differences(old: str, new: str) -> tuple[list[Compared], list[Compared]]:
    """Return both texts in pieces that are the same on both sides or stand on one only.

    What is the same stands in the same order in both; a lone character between two changes counts
    as changed.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept = [b for b in blocks if _agrees(before[b.a : b.a + b.size])]
    left = _pieces(before, [(b.a, b.a + b.size) for b in kept])
    right = _pieces(after, [(b.b, b.b + b.size) for b in kept])
    return left, right


def _agrees(tokens: Sequence[str]) -> bool:
    """Tell whether tokens are enough to be called the same: two characters, or a word."""
    words = "".join(tokens).strip()
    letters = [c for c in words if c.isalnum()]
    if _CHINESE.search(words):
        return len(letters) >= _LEAST
    return len(letters) > _LEAST


def _pieces(tokens: Sequence[str], same: Sequence[tuple[int, int]]) -> list[Compared]:
    found: list[Compared] = []
    at = 0
    for start, end in [*same, (len(tokens), len(tokens))]:
        for piece, agrees in ((tokens[at:start], False), (tokens[start:end], True)):
            text = "".join(piece)
            if text and found and found[-1].same == agrees:
                found[-1] = Compared(found[-1].text + text, agrees)
            elif text:
                found.append(Compared(text, agrees))
        at = end
    return found
