"""Judges one person, step and kind on changed facts, without asking the structure again.

The verdict of a condition depends only on the points (fields of the case) that it reads. The judge
keeps, for every row of a rule, the tree of points read and values met, so that a change costs a
walk through the tree; what the verdicts mean together is the engine's and the leniency clause's own
code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.derive import engine, timing
from kg.derive.changed import Changed, Changes, Point
from kg.derive.labels import Labels
from kg.derive.truth import Findings, Verdict
from kg.model import Assessment, Case, Conflict, Governing, Remark, Rule, Text

Rows = Sequence[tuple[Rule, Mapping[str, str]]]
NOTHING = Text("没有规则及于此人此步骤。", "No rule reaches this person and step.")


@dataclass(frozen=True, slots=True)
class Row:
    """A rule that matches with a binding; `number` stands for the two in memories."""

    rule: Rule
    binding: Mapping[str, str]
    number: int


@dataclass(frozen=True)
class Structure:
    """The rows of a case in one state of its acts, by text and by person, step and kind."""

    rows: Rows
    slots: Mapping[tuple[str, engine.Slot], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """The verdict at the end of a way, and the points that were read on it."""

    verdict: Verdict
    invoked: bool
    token: tuple[int, bool | None, bool]
    reads: frozenset[Point]


@dataclass(slots=True)
class _Branch:
    """A point that is read, and what follows for each value met so far."""

    point: Point
    after: dict[str, _Branch | _Leaf]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of a slot on changed facts, with what it was read from, row by row."""

    said: Assessment | Conflict | None
    leaves: Sequence[Sequence[_Leaf]]

    def reads(self) -> set[Point]:
        """Return the points that were read; no other point matters."""
        return {point for part in self.leaves for leaf in part for point in leaf.reads}


class Judge:
    """Judges slots of one case under the governing texts, with 从旧兼从轻, on changed facts."""

    def __init__(
        self,
        case: Case,
        findings: Findings,
        governing: Iterable[Governing],
        clause: timing.Timing,
        labels: Labels,
    ) -> None:
        self.case = case
        self._findings = findings
        self._text = {g.step: g.source for g in governing}
        self._timing = clause
        self._labels = labels
        self._numbers: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        self._trees: dict[int, _Branch | _Leaf] = {}
        self._concerned: dict[tuple[int, engine.Slot], list[tuple[str, engine.Slot]]] = {}
        self._values: dict[Point, str] = {}
        self._settled: dict[tuple[object, ...], Assessment | Conflict | None] = {}
        self._lenient: dict[tuple[object, ...], Assessment | Conflict | None] = {}

    def structure(self, rows: Rows) -> Structure:
        """Sort the rows that `matching.match_rules` found into slots.

        Rows about a step that the case does not have (an objection added) are left out.
        """
        rows = [row for row in rows if row[1]["step"] in self.case.steps]
        slots: dict[tuple[str, engine.Slot], list[Row]] = {}
        for rule, binding in rows:
            if rule.effect in ("forbids", "silent", "notes"):
                continue
            if not engine.applies(rule, binding, self.case, rule.text):
                continue
            key = (rule.id, tuple(sorted(binding.items())))
            number = self._numbers.setdefault(key, len(self._numbers))
            slot = (binding["person"], binding["step"], rule.kind)
            slots.setdefault((rule.text, slot), []).append(Row(rule, binding, number))
        return Structure(rows, slots)

    def concerned(self, structure: Structure, slot: engine.Slot) -> list[tuple[str, engine.Slot]]:
        """Return the slots that decide this one: its own, and those the newest text compares."""
        known = self._concerned.get((id(structure), slot))
        if known is None:
            known = self._concerned[id(structure), slot] = self._find_concerned(structure, slot)
        return known

    def _find_concerned(
        self, structure: Structure, slot: engine.Slot
    ) -> list[tuple[str, engine.Slot]]:
        text = self._text[slot[1]]
        if not text:
            return []
        found = [(text, slot)]
        newest = self._timing.newest()
        clause = self.case.assessed_on >= self._timing.leniency_from
        if text != newest and clause and slot[2] in timing.COMPARED:
            order = {s.id: s.order for s in self.case.steps.values()}
            newer = [
                key
                for key in structure.slots
                if key[0] == newest
                and key[1][0] == slot[0]
                and key[1][2] in timing.COMPARED
                and self._text[key[1][1]] == text
            ]
            found += sorted(newer, key=lambda k: (order[k[1][1]], k[1][2]))
        return found

    def value(self, point: Point) -> str:
        """Return the value of a point that has been read, as the case file has it."""
        return self._values[point]

    def judge(
        self,
        structure: Structure,
        slot: engine.Slot,
        changes: Changes,
        before: Judged | None = None,
        changed: Point | None = None,
    ) -> Judged:
        """Judge a slot on changed facts.

        Outcome, rules and provisions are exact; the facts and sentences may be those of other
        facts of the same verdicts: `verify` gives them. `before` is the same slot and structure
        judged without the last change, that of `changed`: rows that did not read it stay.
        """
        parts = self.concerned(structure, slot)
        if not parts:
            return Judged(None, ())
        leaves: list[list[_Leaf]] = []
        for place, part in enumerate(parts):
            rows = structure.slots.get(part, ())
            if before is None:
                leaves.append([self._leaf(row, changes) for row in rows])
            else:
                old = before.leaves[place]
                leaves.append([
                    self._leaf(row, changes) if changed in leaf.reads else leaf
                    for row, leaf in zip(rows, old, strict=True)
                ])  # fmt: skip
        return Judged(self._say(structure, parts, leaves), leaves)

    def _say(
        self,
        structure: Structure,
        parts: Sequence[tuple[str, engine.Slot]],
        leaves: Sequence[Sequence[_Leaf]],
    ) -> Assessment | Conflict | None:
        """Settle the slots and apply 从旧兼从轻, remembering what the same verdicts meant."""
        keys = [(p, *(leaf.token for leaf in ls)) for p, ls in zip(parts, leaves, strict=True)]
        key = tuple(keys)
        if key in self._lenient:
            return self._lenient[key]
        found = [
            self._settle(structure, part, k, ls)
            for part, k, ls in zip(parts, keys, leaves, strict=True)
        ]
        own, *newer = found
        if isinstance(own, Assessment) and parts[0][0] != self._timing.newest():
            others = [n for n in newer if isinstance(n, Assessment)]
            (own,) = timing.apply_leniency(self.case, [own], others, self._timing)
        self._lenient[key] = own
        return own

    def verify(
        self, structure: Structure, slot: engine.Slot, changes: Changes
    ) -> Assessment | Conflict | Remark | None:
        """Judge a slot anew on changed facts by the engine itself; a silence where nothing is left.

        Returns None when no rule speaks and no silence is recorded.
        """
        changed = Changed(self._findings, changes)
        own, *newer = [
            self._anew(structure, part, changed) for part in self.concerned(structure, slot)
        ] or [None]
        if isinstance(own, Assessment):
            if self._text[slot[1]] == self._timing.newest():
                return own
            others = [n for n in newer if isinstance(n, Assessment)]
            return timing.apply_leniency(self.case, [own], others, self._timing)[0]
        if own is None and self._text[slot[1]]:
            rows, text = structure.rows, self._text[slot[1]]
            silences = engine.settle(self.case, rows, changed, text, self._labels).silences
            return next((r for r in silences if (r.person, r.step) == slot[:2]), None)
        return own

    def _anew(
        self, structure: Structure, part: tuple[str, engine.Slot], changed: Changed
    ) -> Assessment | Conflict | None:
        """Settle a slot from its rows, remembering nothing."""
        matches = [
            engine.match_of(r.rule, r.binding, changed) for r in structure.slots.get(part, ())
        ]
        text, slot = part
        return engine.settle_slot(slot, matches, text, self._labels)

    def _settle(
        self,
        structure: Structure,
        part: tuple[str, engine.Slot],
        key: tuple[object, ...],
        leaves: Sequence[_Leaf],
    ) -> Assessment | Conflict | None:
        if key not in self._settled:
            text, slot = part
            rows = structure.slots.get(part, ())
            matches = [
                engine.Match(row.rule, row.binding, leaf.verdict, leaf.invoked)
                for row, leaf in zip(rows, leaves, strict=True)
            ]
            self._settled[key] = engine.settle_slot(slot, matches, text, self._labels)
        return self._settled[key]

    def _leaf(self, row: Row, changes: Changes) -> _Leaf:
        """Return the verdict of a row, walking the tree of points that it reads."""
        node = self._trees.get(row.number)
        while isinstance(node, _Branch):
            value = changes.get(node.point)
            node = node.after.get(self._values[node.point] if value is None else value)
        return self._evaluate(row, changes) if node is None else node

    def _evaluate(self, row: Row, changes: Changes) -> _Leaf:
        """Evaluate a row's condition and keep the way that led to its verdict."""
        changed = Changed(self._findings, changes)
        match = engine.match_of(row.rule, row.binding, changed)
        self._values.update(changed.found)
        token = (row.number, match.verdict.value, match.invoked)
        leaf = _Leaf(match.verdict, match.invoked, token, frozenset(changed.trail))
        node: _Branch | _Leaf = leaf
        for point, value in reversed(changed.trail.items()):
            node = _Branch(point, {value: node})
        known = self._trees.get(row.number)
        if known is None:
            self._trees[row.number] = node
        else:
            _graft(known, node)
        return leaf


def _graft(known: _Branch | _Leaf, new: _Branch | _Leaf) -> None:
    """Add a new way to the tree: the two agree until the first value not met before."""
    while isinstance(known, _Branch) and isinstance(new, _Branch):
        (value, rest), *_ = new.after.items()
        if value not in known.after:
            known.after[value] = rest
            return
        known, new = known.after[value], rest
