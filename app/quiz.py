"""Exercises over an answer: what is asked, what the engine says, how answers stand in an address.

No Streamlit. What is asked of is what the answer speaks of: a person, a step and a kind of
liability that it settles, leaves open, or on which it says that the texts are silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Answer

SILENT, NONE = "silent", ""
OUTCOMES = ("bears", "does-not-bear", "undetermined", SILENT)
LETTERS = {"-": NONE, "b": "bears", "n": "does-not-bear", "u": "undetermined", "s": SILENT}
_LETTER_OF = {outcome: letter for letter, outcome in LETTERS.items()}


@dataclass(frozen=True)
class Asked:
    """One question of an exercise, with the outcome that the engine gives."""

    person: str
    step: str
    kind: str
    outcome: str


def questions(answer: Answer, steps: Sequence[str]) -> list[Asked]:
    """Return the questions of an exercise in order of the steps."""
    found = {
        (a.person, a.step, a.kind): a.outcome for a in answer.assessments if a.kind != "answerable"
    }
    for s in answer.silences:
        found.setdefault((s.person, s.step, s.kind or "judicial"), SILENT)
    asked = [Asked(*place, outcome) for place, outcome in found.items()]
    return sorted(asked, key=lambda a: (list(steps).index(a.step), a.person, a.kind))


def letters(decided: Sequence[str]) -> str:
    """Return decisions as one word for the address, "" when there is none."""
    word = "".join(_LETTER_OF[d] for d in decided)
    return word if set(word) - {"-"} else ""


def decisions(word: str, count: int) -> list[str]:
    """Return the decisions in a word; what does not fit the exercise counts as not decided."""
    fits = len(word) == count and set(word) <= set(LETTERS)
    return [LETTERS[x] for x in word] if fits else [NONE] * count


def right(asked: Sequence[Asked], decided: Sequence[str]) -> int:
    """Return how many decisions agree with the engine."""
    return sum(a.outcome == d for a, d in zip(asked, decided, strict=True))
