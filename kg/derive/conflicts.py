"""Finds pairs of rules that could fire together without an order between them, over the rules.

A conflict is a ground and an exemption, both true, for one person, step and kind under one text,
neither of which goes before the other. The structures must meet (`instances`), and both conditions
must be true on the same findings (`witnesses`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product

from kg.derive.changed import Point
from kg.derive.engine import GROUNDS, beats
from kg.derive.instances import cases_of
from kg.derive.patterns import excluded_terms, patterns
from kg.model import Atom, Condition, Rule

Assignment = Mapping[Point, str]
Choices = Callable[[Point], Sequence[str]]
MOST = 200  # ways of making a condition come true that are looked at
_OF_ACTS = ("within_authority", "candour", "vote", "form", "performance")


def unordered_pairs(rules: Sequence[Rule]) -> list[tuple[Rule, Rule]]:
    """Return (ground, exemption) of one text and kind that nothing orders."""
    exemptions = [r for r in rules if r.effect == "exempts"]
    return [
        (ground, exemption)
        for ground in rules
        if ground.effect in GROUNDS
        for exemption in exemptions
        if (ground.text, ground.kind) == (exemption.text, exemption.kind)
        and not beats(ground, exemption)
        and not beats(exemption, ground)
    ]


def meetings(ground: Rule, exemption: Rule, day: str) -> Iterator[dict[str, object]]:
    """Yield the smallest case files in which the patterns of both rules stand."""
    telling = excluded_terms(ground.sparql) | excluded_terms(exemption.sparql)
    for one, two in product(patterns(ground.sparql), patterns(exemption.sparql)):
        yield from cases_of(one, two, day, telling)


def witnesses(
    conditions: Sequence[tuple[Condition, Mapping[str, str]]], choices: Choices
) -> Iterator[Assignment]:
    """Yield findings under which all conditions are true, the smallest first.

    Each condition comes with the binding of its row; what is yielded is still to be judged, for a
    finding may reach further than the point where it stands.
    """
    parts = [_ways(condition, True, binding, choices) for condition, binding in conditions]
    found = [m for combination in product(*parts) if (m := _joined(combination)) is not None]
    yield from sorted(_without_repeats(found), key=lambda a: (len(a), sorted(a.items())))


def _ways(
    condition: Condition, want: bool, binding: Mapping[str, str], choices: Choices
) -> list[Assignment]:
    """Return the ways of giving a condition a truth value, as findings to be made."""
    if condition.atom is not None:
        return _atom_ways(condition.atom, want, binding, choices)
    if condition.op in ("not", "unless"):
        inner = _ways(condition.parts[0], not want, binding, choices)
        # what nobody found does not count
        return [{}, *inner] if condition.op == "unless" and want else inner
    every = (condition.op in ("all", "readings")) == want or condition.op == "readings"
    parts = [_ways(part, want, binding, choices) for part in condition.parts]
    if not every:
        return _shortest([way for part in parts for way in part])
    combined = (_joined(c) for c in islice(product(*parts), MOST * MOST))
    return _shortest([c for c in combined if c is not None])


def _atom_ways(
    atom: Atom, want: bool, binding: Mapping[str, str], choices: Choices
) -> list[Assignment]:
    subject = binding[atom.subject]
    accepted = {binding[v[1:]] if v.startswith("?") else v for v in atom.values}
    point = (binding[atom.at], subject, atom.field) if atom.at else (subject, "", atom.field)
    values = choices(point)
    if not values and atom.field in _OF_ACTS:
        # another act than a decision: the text presumes that it was within authority
        presumed = atom.field == "within_authority" and "true" in accepted
        return [{}] if presumed == want else []
    return [{point: v} for v in values if (v in accepted) == want]


def _joined(parts: Sequence[Assignment]) -> Assignment | None:
    """Return all findings together, None when two of them differ on a point."""
    found: dict[Point, str] = {}
    for part in parts:
        for point, value in part.items():
            if found.setdefault(point, value) != value:
                return None
    return found


def _shortest(ways: Sequence[Assignment]) -> list[Assignment]:
    return sorted(_without_repeats(ways), key=len)[:MOST]


def _without_repeats(ways: Sequence[Assignment]) -> list[Assignment]:
    return list({frozenset(way.items()): way for way in ways}.values())
