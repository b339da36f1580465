"""Says which values a field of a case may take: the legal changes of a fact (JSON Schema)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from kg.cases.format import schema
from kg.model import Case

_UNKNOWN = "unknown"  # the word for a finding that is not made: no fact, so no choice


def _words(values: Sequence[object]) -> tuple[str, ...]:
    words = (str(v).lower() if isinstance(v, bool) else str(v) for v in values)
    return tuple(w for w in words if w != _UNKNOWN)


@cache
def act_fields(act: str) -> Mapping[str, Sequence[str]]:
    """Return the fields that an act takes a word in, each with its values but `unknown`."""
    items = schema()["properties"]["steps"]["items"]
    names: set[str] = set()
    for branch in items["allOf"]:
        if branch["if"]["properties"]["act"]["const"] == act:
            names |= set(branch["then"]["propertyNames"]["anyOf"][0]["enum"])
    fields = items["properties"]
    return {
        n: _words(fields[n]["enum"])
        for n in fields
        if n in names and n != "act" and "enum" in fields[n]
    }


@cache
def _finding_fields(person: bool) -> Mapping[str, Sequence[str]]:
    items = schema()["properties"]["findings"]["items"]
    names = items["then" if person else "else"]["propertyNames"]["anyOf"][0]["enum"]
    fields = items["properties"]
    return {n: _words(fields[n]["enum"]) for n in names if "enum" in fields[n]}


def choices(case: Case) -> Callable[[tuple[str, str, str]], Sequence[str]]:
    """Return a function from a point (step, person or "", field) to the values it may be given.

    What a fault caused (`caused`) is a later step of the case: an effect does not come first.
    """

    def values(point: tuple[str, str, str]) -> Sequence[str]:
        about, person, field = point
        step = case.steps[about]
        if person:
            if field == "caused":
                return [s.id for s in case.steps.values() if s.order > step.order]
            return _finding_fields(True).get(field, ())
        fields = act_fields(step.act)
        return fields[field] if field in fields else _finding_fields(False).get(field, ())

    return values
