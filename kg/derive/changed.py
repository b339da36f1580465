"""The findings of a case with some points changed, and a record of what was read."""

from __future__ import annotations

from collections.abc import Mapping

from kg.derive.truth import Findings

Point = tuple[str, str, str]  # about which step, which person or "", which field
Changes = Mapping[Point, str]


class Changed(Findings):
    """Findings with some points changed; keeps the points read, in order, with their values."""

    def __init__(self, base: Findings, changes: Changes) -> None:
        self.case = base.case
        self._of = base._of
        self._known = {}
        self._base = base
        self._changes = changes
        self.trail: dict[Point, str] = {}
        self.found: dict[Point, str] = {}

    def _read(self, point: Point, value: str) -> str:
        self.found[point] = value
        return self.trail.setdefault(point, self._changes.get(point, value))

    def of_person(self, person: str, step: str, field: str) -> str:
        """Return what was found about a person at a step, or what is assumed instead."""
        return self._read((step, person, field), self._base.of_person(person, step, field))

    def about_step(self, step: str, field: str) -> str:
        """Return what was found about this very step, or what is assumed instead."""
        return self._read((step, "", field), self._base.about_step(step, field))

    def of_act(self, step: str, field: str, default: str) -> str:
        """Return what the case file says of an act, or what is assumed instead."""
        return self._read((step, "", field), self._base.of_act(step, field, default))
