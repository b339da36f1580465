"""Finds catalogue questions by words, in both languages at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.catalogue import Parameter, Question
from kg.model import Text
from kg.pipeline.asking import parameter_values, questions
from kg.pipeline.graph import Graph, open_graph

_OWN, _BESIDE, _CHOICE = range(3)


@dataclass(frozen=True)
class Choice:
    """A value of a question's parameter whose label holds the words that were looked for."""

    parameter: Parameter
    value: str
    label: Text

    def as_json(self) -> dict[str, object]:
        """Return the choice as docs/outputs.md has it."""
        return {
            "parameter": self.parameter.name, "value": self.value, "label": self.label.as_json()
        }  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A question that was found; with `choices` only when values of its parameters were meant."""

    question: Question
    choices: Sequence[Choice] = ()


def find_questions(words: str, graph: Graph | None = None) -> list[Found]:
    """Return the questions that hold every word, best first; all of them when there is no word.

    Chinese is found anywhere, English at the beginning of a word, in either case. First come
    questions that hold the words themselves; then those that hold them in their id, group, headings
    or provisions; then those with a parameter that takes a value so called. Raises KgError.
    """
    wanted = [_pattern(w) for w in _folded(words).split()]
    if not wanted:
        return [Found(q) for q in questions().values()]
    labels = _choices(graph or open_graph())
    ranked: list[tuple[int, Found]] = []
    for question in questions().values():
        own = _folded(f"{question.question.zh} {question.question.en}")
        if all(w.search(own) for w in wanted):
            ranked.append((_OWN, Found(question)))
            continue
        beside = f"{own} {_beside(question)}"
        left = [w for w in wanted if not w.search(beside)]
        if not left:
            ranked.append((_BESIDE, Found(question)))
            continue
        chosen = [
            Choice(parameter, value, label)
            for parameter in question.parameters
            for value, label, folded in labels.get(parameter.values, ())
            if all(w.search(folded) for w in left)
        ]
        if chosen:
            ranked.append((_CHOICE, Found(question, chosen)))
    return [found for _, found in sorted(ranked, key=lambda r: r[0])]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pattern(word: str) -> re.Pattern[str]:
    """Return what finds a word: at the start of a word if it is written in Latin letters."""
    start = r"(?<![^\W_])" if word.isascii() and word[0].isalnum() else ""
    return re.compile(start + re.escape(word))


def _beside(question: Question) -> str:
    texts = [*(p.label for p in question.parameters), *question.columns.values()]
    said = [f"{x.zh} {x.en}" for x in texts]
    return _folded(" ".join([question.id, question.group, *question.provisions, *said]))


@cache
def _choices(graph: Graph) -> dict[str, list[tuple[str, Text, str]]]:
    """Return the choices of all parameters by their query: value, label, and both folded."""
    asked = {p.values: p for q in questions().values() for p in q.parameters if p.values}
    return {
        query: [
            (value, label, _folded(f"{value} {label.zh} {label.en}"))
            for value, label in parameter_values(parameter, graph)
        ]
        for query, parameter in asked.items()
    }
