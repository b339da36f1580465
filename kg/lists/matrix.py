"""The lists at a glance: matter by jurisdiction for one act, shares delegated, what is not said.

A cell without an item is unknown, never "no power": every list that was seen is partial.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.assets import root
from kg.lists.format import read_format
from kg.lists.matters import CODE_SCHEMES, read_matters
from kg.lists.who import Question, grounds_of, who_decides
from kg.model import PowerList, Text
from kg.model.who import Ground, PowerCell
from kg.yaml12 import load

NATIONAL = "CN"
DECIDE = "D"


@dataclass(frozen=True, slots=True)
class Share:
    """Of the decisions that a list gives in the part seen, how many go to procurators."""

    list_id: str
    province: str
    coverage: str
    decisions: int
    delegated: int


@cache
def provinces() -> Mapping[str, Text]:
    """Return the names of the jurisdictions of provincial level by code (GB/T 2260), in order."""
    return _named("provinces")


@cache
def regions() -> Mapping[str, Text]:
    """Return the regions by the digit with which the numbers of their provinces begin."""
    return _named("regions")


def _named(key: str) -> Mapping[str, Text]:
    data = load(root() / "ontology" / "list-rules" / "provinces.yaml").data
    return {r["code"]: Text(r["zh"], r["en"]) for r in data[key]}


def cell(asked: Question, act: str, lists: Sequence[PowerList]) -> PowerCell:
    """Say who may do an act (a letter of the format; D is deciding) on a matter.

    The jurisdiction CN asks the national provisions alone.
    """
    if act == DECIDE:
        answer = who_decides(asked, lists)
        status = "stated" if answer.status == "decided" else answer.status
        actors = tuple(a for a, _ in answer.deciders)
        above = [g for x in _national(lists) for g in grounds_of(asked, x)
                 if g.deciders and g.applies == "unknown"]  # fmt: skip
        return PowerCell(asked.matter, asked.province, status, answer.tier, actors,
                         answer.grounds, answer.confidence, above)  # fmt: skip
    for tier, wanted in (("provincial", _own(asked, lists)), ("baseline", _national(lists))):
        found = [g for x in wanted for g in grounds_of(asked, x) if _gives(g, act)]
        if found:
            sure = [g for g in found if g.applies == "yes"]
            status = "stated" if sure else "depends"
            told = [a.key for a in read_format().actors
                    if any(act in g.others.get(a.key, "") for g in sure or found)]  # fmt: skip
            return PowerCell(asked.matter, asked.province, status, tier, tuple(told), found)
    return PowerCell(asked.matter, asked.province, "unknown", "unknown", (), ())


def _gives(ground: Ground, act: str) -> bool:
    return any(act in letters for letters in ground.others.values())


def _own(asked: Question, lists: Sequence[PowerList]) -> list[PowerList]:
    return [x for x in lists if x.kind == "power-list" and x.jurisdiction == asked.province]


def _national(lists: Sequence[PowerList]) -> list[PowerList]:
    return [x for x in lists if x.kind == "baseline"]


def matrix(
    asked: Question, act: str, places: Sequence[str], lists: Sequence[PowerList]
) -> list[list[PowerCell]]:
    """Return a row for each matter of the scheme, with a cell for each of `places`.

    `asked` gives the level, day and case; its matter and jurisdiction are not looked at.
    """
    return [
        [cell(replace(asked, matter=m.code, province=p), act, lists) for p in places]
        for m in read_matters().scheme("matter")
    ]


def shares(lists: Sequence[PowerList]) -> list[Share]:
    """Return the share of each provincial list in which a decision was seen."""
    found = []
    for lst in lists:
        deciders = [a for i in lst.items for a, cells in i.grants.items() if DECIDE in cells]
        if lst.kind == "power-list" and deciders:
            low = sum(a in ("procurator", "lead_procurator") for a in deciders)
            found.append(Share(lst.id, lst.jurisdiction, lst.coverage, len(deciders), low))
    return found


def silent(province: str, lists: Sequence[PowerList]) -> dict[str, list[str]]:
    """Return the matters of which the province's lists say nothing, with who speaks on them.

    Local rules do not count: they are no provincial lists.
    """
    said: set[str] = set()
    others: dict[str, list[str]] = {}
    for lst in lists:
        matters = _matters(lst)
        if lst.kind == "power-list" and lst.jurisdiction == province:
            said |= matters
        if lst.kind != "local-rule":
            for code in matters:
                others.setdefault(code, []).append(lst.id)
    order = [m.code for m in read_matters().scheme("matter")]
    return {code: others[code] for code in order if code in others and code not in said}


def _matters(lst: PowerList) -> set[str]:
    """Return the codes of the scheme that a list's rows are about."""
    same = {(CODE_SCHEMES[c.kind], c.code): c.same_as for c in lst.codes}
    found = {same.get(("matter", r.matter)) or r.matter for r in lst.rows()}
    return {code for code in found if read_matters().get("matter", code)}
