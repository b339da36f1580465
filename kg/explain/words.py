"""Labels of codes, and how people and steps are named in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kg.model import Case, Change, Gap, Text

NOTICE = Text("本回答由软件按公开文本推出，非官方解释。",
              "Derived by software from public texts; not an official interpretation.")  # fmt: skip


class Sayings(Protocol):
    """Says points of a case, their values and changes (kg.derive.labels.Labels does)."""

    def gap(self, gap: Gap) -> Text:
        """Say a point: fault of p at s3."""

    def value(self, field: str, value: str) -> Text:
        """Say a value of a field; "" is a finding that nobody made."""

    def change(self, change: Change) -> Text:
        """Say a change: the point, from what, to what."""


@dataclass(frozen=True)
class Words:
    """Labels of codes: (scheme, code) -> Text."""

    labels: Mapping[tuple[str, str], Text]

    def of(self, scheme: str, code: str, lang: str) -> str:
        """Return the label of a code in a language, the code itself when it has none."""
        return self.labels.get((scheme, code), Text(code, code)).pick(lang)


def who(case: Case, person: str, words: Words, lang: str) -> str:
    """Return a person as people say it: id and office or role or status."""
    p = case.people.get(person)
    if p is None:  # the committee as a body
        return words.of("body", "procuratorial-committee", lang)
    label = (
        words.of("office", p.office, lang)
        if p.office
        else words.of("case-role", p.role, lang)
        if p.role
        else words.of("status", p.status, lang)
    )
    return f"{person}（{label}）" if lang == "zh" else f"{person} ({label})"


def act_of(case: Case, step: str, words: Words, lang: str) -> str:
    """Return a step as people say it: id, act and date."""
    s = case.steps[step]
    label = words.of("act", s.act, lang)
    return f"{step}（{label}，{s.on}）" if lang == "zh" else f"{step} ({label}, {s.on})"
