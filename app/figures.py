"""Finds what can be drawn in an answer: figures as bars, provinces as tiles. No Streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from columns import Column

# Numbers that say a place in an order, and rates, which never share an axis with counts.
_ORDINALS, _RATES = ("number", "order"), ("percent",)
PROVINCES = (
    "CN-11", "CN-12", "CN-13", "CN-14", "CN-15", "CN-21", "CN-22", "CN-23", "CN-31", "CN-32",
    "CN-33", "CN-34", "CN-35", "CN-36", "CN-37", "CN-41", "CN-42", "CN-43", "CN-44", "CN-45",
    "CN-46", "CN-50", "CN-51", "CN-52", "CN-53", "CN-54", "CN-61", "CN-62", "CN-63", "CN-64",
    "CN-65",
)  # fmt: skip
NATION = "CN"


@dataclass(frozen=True)
class Bar:
    """One value: of what, of which kind (a heading or a text), how much."""

    label: str
    series: str
    value: float


@dataclass(frozen=True)
class Figures:
    """What can be drawn: the axis' heading and the bars; `parted` when there are several series."""

    head: str
    bars: Sequence[Bar]
    parted: bool


def units(columns: Sequence[Column]) -> dict[str, str]:
    """Return the units that an answer counts in, by key; none when it names no unit."""
    found = next((c for c in columns if c.name == "unit"), None)
    cells = found.cells if found else ()
    return {c.key: c.text if c.text == c.key else f"{c.text} ({c.key})" for c in cells}


def figures(columns: Sequence[Column], unit: str = "") -> list[Figures]:
    """Return what can be drawn of an answer: nothing unless it has figures and names for them.

    Figures of several units are drawn for one `unit` only (its key), for they share no axis. A
    label that several rows bear is told apart by what else the rows say.
    """
    counted = [c for c in columns if c.kind == "number" and c.name not in _ORDINALS]
    named = [c for c in columns if c.kind in ("text", "province") and c.name != "unit"]
    if not counted or not named:
        return []
    measured = next((c for c in columns if c.name == "unit"), None)
    rows = [
        i for i in range(len(counted[0].cells)) if measured is None or measured.cells[i].key == unit
    ]
    name = next((c for c in named if c.name == "label"), named[0])
    rates = [c for c in counted if c.name in _RATES]
    counts = [c for c in counted if c.name not in _RATES]
    found = []
    if len(counts) == 1 and measured is None and len(named) > 1:
        found.append(_parted(name, named[1], counts[0], rows))
    elif counts:
        found.append(_bars(name, counts, columns, rows, unit))
    found += [_bars(name, [c], columns, rows, "") for c in rates]
    return [f for f in found if len(f.bars) > 1]


def _bars(
    name: Column,
    counted: Sequence[Column],
    columns: Sequence[Column],
    rows: Sequence[int],
    unit: str,
) -> Figures:
    seen = _unlike(name, columns, rows, counted)
    bars = [
        Bar(label, c.head, float(c.cells[i].text))
        for i, label in seen.items()
        for c in counted
        if c.cells[i].text
    ]
    shown = units(columns).get(unit, "")
    head = f"{counted[0].head}: {shown}" if shown else ("" if len(counted) > 1 else counted[0].head)
    return Figures(head, bars, len(counted) > 1)


def _parted(name: Column, part: Column, counted: Column, rows: Sequence[int]) -> Figures:
    """Return bars of a label made of parts, when each part stands once; else plain bars."""
    pairs = Counter((name.cells[i].text, part.cells[i].text) for i in rows)
    labels = Counter(name.cells[i].text for i in rows)
    bars = [
        Bar(name.cells[i].text, part.cells[i].text, float(counted.cells[i].text))
        for i in rows
        if counted.cells[i].text
    ]
    if max(labels.values(), default=0) > 1 and max(pairs.values(), default=0) == 1:
        return Figures(counted.head, bars, True)
    return _bars(name, [counted], [name, part], rows, "")


def _unlike(
    name: Column, columns: Sequence[Column], rows: Sequence[int], counted: Sequence[Column]
) -> dict[int, str]:
    """Return a label by row, no two alike; rows that say the same figure twice stand once."""
    kept: dict[tuple[str, ...], int] = {}
    facts = [c for c in columns if c.name in ("norm", "list", "source", "key", "matter", "step")][
        :1
    ]
    for i in rows:
        values = [c.cells[i].text for c in (*facts, *counted)]
        kept.setdefault((name.cells[i].text, *values), i)
    times = Counter(name.cells[i].text for i in kept.values())
    found: dict[int, str] = {}
    nth: Counter[str] = Counter()
    for i in kept.values():
        label = name.cells[i].text
        if times[label] > 1:
            nth[label] += 1
            more = next((c.cells[i].text for c in facts if c.cells[i].text), "")
            label = f"{label} ({more or nth[label]})"
        while label in found.values():
            label += " ·"
        found[i] = label
    return found


@dataclass(frozen=True)
class Tile:
    """A province and how many rows speak of it; 0 is unknown, never none."""

    code: str
    rows: int


def tiles(columns: Sequence[Column]) -> list[Tile]:
    """Return a tile a province in the order of GB/T 2260, the nation first; [] without provinces.

    Codes that are not in the list stand at the end: nothing that was found is left out.
    """
    column = next((c for c in columns if c.kind == "province"), None)
    if column is None:
        return []
    found = Counter(cell.text for cell in column.cells if cell.text)
    order = [*([NATION] if found[NATION] else []), *PROVINCES]
    order += sorted(set(found) - set(order))
    return [Tile(code, found[code]) for code in order]
