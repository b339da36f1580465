"""A case file in the making: people and steps get ids, steps follow each other in time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kg.model import Text

_JURISDICTIONS = ("CN", "CN", "CN", "CN-11", "CN-31", "CN-32", "CN-41", "CN-44")
_KINDS = ("criminal", "criminal", "criminal", "civil", "administrative", "public-interest")


@dataclass(frozen=True, slots=True)
class Window:
    """Days [start, end] on which a case may begin, the text that governs them, and a weight."""

    start: date
    end: date
    text: str
    weight: int


class Draft:
    """The case file being made; `rng` decides everything that is left to chance."""

    def __init__(self, ident: str, rng: random.Random, windows: Sequence[Window]) -> None:
        self.rng = rng
        self.window = rng.choices(windows, [w.weight for w in windows])[0]
        span = (self.window.end - self.window.start).days
        self.day = self.window.start + timedelta(days=rng.randint(0, span))
        self.data: dict[str, Any] = {"id": ident}
        self.organs: list[dict[str, Any]] = []
        self.people: list[dict[str, Any]] = []
        self.steps: list[dict[str, Any]] = []
        self.found: list[dict[str, Any]] = []
        self.committee: dict[str, Any] = {}

    def chance(self, share: float) -> bool:
        """Tell whether something that happens in this share of cases happens here."""
        return self.rng.random() < share

    def person(self, status: str, office: str = "", role: str = "", organ: str = "") -> str:
        """Add a person and return the id."""
        ident = f"p{len(self.people) + 1}"
        given = {"id": ident, "status": status, "office": office, "role": role, "organ": organ}
        self.people.append({k: v for k, v in given.items() if v})
        return ident

    def organ(self, ident: str, level: str, superior: str = "") -> str:
        """Add a procuratorate and return its id."""
        given = {"id": ident, "level": level, "superior": superior}
        self.organs.append({k: v for k, v in given.items() if v})
        return ident

    def step(self, act: str, by: str, of: str = "", **fields: Any) -> str:
        """Add a step some days after the last one and return its id."""
        if self.steps:
            self.day += timedelta(days=self.rng.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 30)))
        ident = f"s{len(self.steps) + 1}"
        given = {"id": ident, "act": act, "by": by, "on": self.day.isoformat(), "of": of}
        self.steps.append({k: v for k, v in given.items() if v != ""} | fields)
        return ident

    def close(self, number: int, label: Text) -> None:
        """Put the parts into the case file, in the order in which a person writes them."""
        self.data["title"] = {
            "zh": f"合成案件{number}：{label.zh}",
            "en": f"Synthetic case {number}: {label.en}",
        }
        self.data["jurisdiction"] = self.rng.choice(_JURISDICTIONS)
        if self.chance(0.5):
            later = self.day + timedelta(days=self.rng.randint(0, 900))
            self.data["assessed_on"] = later.isoformat()
        if self.chance(0.6):
            self.data["case_kind"] = self.rng.choice(_KINDS)
        if self.committee:
            self.data["committee"] = self.committee
        if self.organs:
            self.data["organs"] = self.organs
        self.data["people"] = self.people
        self.data["steps"] = self.steps
        self.data["findings"] = self.found
