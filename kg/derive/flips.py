"""Finds flips: the smallest changes of facts that change an outcome, computed over the rules.

A change sets one field of the case to another legal value: a finding (made anew or made otherwise),
or a field of an act (within authority, candour, performance …), or the presence of an objection
before an execution. Nothing is changed to "unknown", for that is no fact. A set holds at most one
change of an act or an objection, because that may change which rules match. For each other outcome
the sets of the smallest number of changes are kept.

The search is complete: a set is extended only by points that were read when it was judged, for a
change of a point that is not read changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.derive.changed import Point
from kg.derive.engine import Slot
from kg.derive.judge import NOTHING, Judge, Judged, Structure
from kg.model import Assessment, Change, Conflict, Flip, Flips, Gap, Remark

LARGEST = 3  # changes in a set
SHOWN = 10  # sets shown for each outcome
# Sets judged before larger ones are given up, for one assessment and for a whole case; a set of an
# assessment that many rows decide counts for more.
SETS_OF_ONE, SETS_OF_ALL, ROWS_OF_A_SET = 6_000, 40_000, 40
_DEFINITE = ("bears", "does-not-bear")
_ASKED = ("fault", "result", "consequence", "manifestly_unlawful", "caused", "duty_of_care")
_LAST = "excluded_by"  # the listed exclusions open to everybody: told after the rest
_ORDER = (*_DEFINITE, "undetermined", "")

Set = tuple[tuple[Point, str], ...]
Choices = Callable[[Point], Sequence[str]]


@dataclass(frozen=True)
class Variant:
    """The case with one act changed: the point, the value, and the structure that follows."""

    point: Point
    before: str
    value: str
    structure: Structure


@dataclass(frozen=True)
class _Found:
    changes: Set
    outcome: str
    rule: str
    provisions: Sequence[str]


class Search:
    """Searches the flips of the slots of one case."""

    def __init__(
        self,
        judge: Judge,
        structure: Structure,
        variants: Sequence[Variant],
        choices: Choices,
        untried: Iterable[Point] = (),
    ) -> None:
        """`untried` are acts that could be changed but for which there is no variant."""
        self._judge = judge
        self._structure = structure
        self._variants = {(v.point, v.value): v for v in variants}
        self._acts = {v.point for v in variants} | set(untried)
        self._matter: dict[Slot, set[tuple[Point, str]]] = {}
        self._choices = choices
        self._left: float = SETS_OF_ALL
        self._ranks: dict[Point, tuple[int, int, Point]] = {}
        self._order = {s.id: s.order for s in judge.case.steps.values()}

    def flips(self, slot: Slot) -> Flips:
        """Return the flips of one assessment, the smallest sets for each other outcome."""
        base = self._judge.judge(self._structure, slot, {})
        outcome = _outcome(base)
        found, size = self._search(slot, base)
        shown: list[Flip] = []
        more: dict[str, int] = {}
        for target in _ORDER:
            groups = _group([f for f in found if f.outcome == target])
            groups.sort(key=lambda g: max(_LAST in p for p, _ in g[0].changes))
            shown += [self._flip(slot, target, g) for g in groups[:SHOWN]]
            if len(groups) > SHOWN:
                more[target] = len(groups) - SHOWN
        return Flips(*slot, outcome, shown, size, more)

    def _search(self, slot: Slot, base: Judged) -> tuple[list[_Found], int]:
        """Try the sets by size until both definite outcomes were met; return what flipped."""
        found: list[_Found] = []
        outcome = _outcome(base)
        wanted = {t for t in _DEFINITE if t != outcome}
        cost = 1 + sum(map(len, base.leaves)) / ROWS_OF_A_SET
        allowed = min(SETS_OF_ONE, self._left)
        frontier: dict[frozenset[tuple[Point, str]], tuple[Set, Judged]] = {frozenset(): ((), base)}
        for size in range(1, LARGEST + 1):
            met = {f.outcome for f in found}
            level: dict[frozenset[tuple[Point, str]], tuple[Set, Judged]] = {}
            for before, (small, judged) in frontier.items():
                for change in self._extensions(slot, small, judged):
                    key = before | {change}
                    if key not in level:
                        changes = (*small, change)
                        level[key] = changes, self._judged(slot, changes, judged)
                        allowed -= cost
                        self._left -= cost
                    if allowed < 0:
                        return found, size - 1
            for changes, judged in level.values():
                reached = _outcome(judged)
                if reached != outcome and reached not in met:
                    said = judged.said
                    rule, provisions = (
                        (said.rule, said.provisions) if isinstance(said, Assessment) else ("", ())
                    )
                    found.append(_Found(changes, reached, rule, provisions))
            frontier = level
            if not level:
                break  # nothing more is read, so no larger set can do it either
            if wanted <= {f.outcome for f in found}:
                return found, size
        return found, LARGEST

    def _judged(self, slot: Slot, changes: Set, before: Judged) -> Judged:
        """Judge a set that is another one and a last change."""
        point, value = changes[-1]
        state = self._state(changes)
        if (point, value) in self._variants:
            return self._judge.judge(state, slot, dict(changes))
        return self._judge.judge(state, slot, dict(changes), before, point)

    def _state(self, changes: Set) -> Structure:
        """Return the structure after the changes: the base, or that of the one changed act."""
        for change in changes:
            if change in self._variants:
                return self._variants[change].structure
        return self._structure

    def _extensions(self, slot: Slot, changes: Set, judged: Judged) -> Iterable[tuple[Point, str]]:
        """Yield the changes that can matter beside those already made."""
        reads = judged.reads()
        taken = {point for point, _ in changes}
        for point in sorted(reads - taken - self._acts, key=self._rank):
            for value in self._choices(point):
                if value != self._judge.value(point):
                    yield point, value
        if not taken & self._acts:
            matter = self._matching(slot)
            yield from (k for k in self._variants if k[0] in reads or k in matter)

    def _rank(self, point: Point) -> tuple[int, int, Point]:
        """Return where a point stands among the changes: what one asks first."""
        if point not in self._ranks:
            field = _ASKED.index(point[2]) if point[2] in _ASKED else len(_ASKED)
            self._ranks[point] = (field, self._order[point[0]], point)
        return self._ranks[point]

    def _matching(self, slot: Slot) -> set[tuple[Point, str]]:
        """Return the changes of acts that change which rules match a slot."""
        if slot not in self._matter:
            now = self._rows(self._structure, slot)
            self._matter[slot] = {
                key for key, v in self._variants.items() if self._rows(v.structure, slot) != now
            }
        return self._matter[slot]

    def _rows(self, structure: Structure, slot: Slot) -> list[tuple[object, list[int]]]:
        parts = self._judge.concerned(structure, slot)
        return [(p, [r.number for r in structure.slots.get(p, ())]) for p in parts]

    def _flip(self, slot: Slot, target: str, group: Sequence[_Found]) -> Flip:
        """Make the flip of a group of sets that differ only in the values of their points."""
        first = group[0]
        changes = [
            Change(
                Gap(*point),
                self._before(point, value),
                tuple(dict.fromkeys(dict(f.changes)[point] for f in group)),
            )
            for point, value in first.changes
        ]
        # the real assessment, once more, on the changed case
        said = self._judge.verify(self._state(first.changes), slot, dict(first.changes))
        if isinstance(said, Assessment):
            assert said.outcome == target, (slot, first)
            return Flip(target, changes, said.rule, said.provisions, said.because)
        assert not target, (slot, first)
        if isinstance(said, Remark):
            return Flip("", changes, said.rule, said.provisions, said.because)
        if isinstance(said, Conflict):
            return Flip("", changes, said.rules[0], said.provisions, said.because)
        return Flip("", changes, "", (), NOTHING)

    def _before(self, point: Point, value: str) -> str:
        variant = self._variants.get((point, value))
        return variant.before if variant else self._judge.value(point)


def _outcome(judged: Judged) -> str:
    return judged.said.outcome if isinstance(judged.said, Assessment) else ""


def _group(found: Sequence[_Found]) -> list[list[_Found]]:
    """Put sets together that change the same points, whose values are all combined, with one rule.

    Sets are joined point by point: those that differ in the value of one point only become one.
    """
    groups = [[f] for f in found]
    width = max((len(f.changes) for f in found), default=0)
    for place in range(width):
        joined: dict[tuple[object, ...], list[_Found]] = {}
        for group in groups:
            values: Mapping[Point, list[str]] = {
                p: list(dict.fromkeys(dict(f.changes)[p] for f in group))
                for p, _ in group[0].changes
            }
            points = sorted(values)
            rest = tuple((p, tuple(sorted(values[p]))) for i, p in enumerate(points) if i != place)
            key = (tuple(points), rest, group[0].rule, tuple(group[0].provisions))
            joined.setdefault(key, []).extend(group)
        groups = list(joined.values())
    return groups
