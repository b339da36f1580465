"""The facts of a situation that a person may change. No Streamlit; casefile.py applies the changes.

A packaged case is plain data in the case-file format. A control is one fact with its choices; its
key is its name in the address (`s3.result`, `p.s3.fault`, `s4.objection`, `assessed_on`, `when`).
The state is the mapping of the keys that differ from the packaged case to language-neutral codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.model import Gap

COMMITTEE = "committee"
UNKNOWN = "unknown"
FILED = "filed"
YEARS = ("2014", "2018", "2025")
DECISIONS = ("decide", "keep", "change", "alter", "maintain", "resolve")
_WITH_RESULT = (*DECISIONS, "assist", "violate")
_FAULTLESS = ("object", "refer")
_CARE = ("decide", "keep", "change", "alter", "maintain", "review", "supervise", "vote")
CHOICES: dict[str, tuple[str, ...]] = {
    "result": (UNKNOWN, "correct", "defect", "wrong"),
    "consequence": (UNKNOWN, "none", "not-serious", "serious"),
    "manifestly_unlawful": (UNKNOWN, "true", "false"),
    "excluded_by": (
        "none", "law-changed", "rule-unclear", "party-deceit", "new-evidence", "unforeseeable",
        "basis-revoked",
    ),
    "fault": (UNKNOWN, "none", "ordinary-negligence", "gross-negligence", "intent"),
    "duty_of_care": (UNKNOWN, "met", "not-met"),
    "candour": ("full", "concealed", "omitted"),
    "within_authority": ("true", "false", UNKNOWN),
    "vote": ("for", "against", "abstain"),
    "performance": ("proper", "lax", "improper"),
    "form": ("written", "oral"),
    "in_organ_name": (UNKNOWN, "true", "false"),
    "objection": ("yes", "no"),
    "part": ("described", "none"),
}  # fmt: skip
OF_STEP = ("result", "consequence", "manifestly_unlawful", "excluded_by")
OF_PERSON = ("fault", "duty_of_care", "caused")
_OF_ACT = {
    "decide": ("within_authority", "true"), "report": ("candour", "full"), "vote": ("vote", ""),
    "supervise": ("performance", ""), "object": ("form", "written"), "alter": ("part", ""),
    "instruct": ("in_organ_name", UNKNOWN),
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Control:
    """One fact that may be changed: its address key, choices and value in the packaged case."""

    key: str
    field: str
    step: str
    person: str
    choices: tuple[str, ...]
    value: str


def word(value: Any) -> str:
    """Return a value of the case file as its code (`true`, not Python's True)."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def found(data: Mapping[str, Any], step: str, person: str, field: str) -> str:
    """Return what the case file's findings say on one point, "" when they say nothing."""
    for item in data.get("findings") or ():
        if item.get("about") == step and item.get("person", "") == person and field in item:
            return word(item[field])
    return ""


def controls(data: Mapping[str, Any], gaps: Iterable[Gap] = ()) -> list[Control]:
    """Return the facts of a case that may be changed, by step; `gaps` are always among them."""
    wanted = {(g.about, g.person, g.field) for g in gaps}
    for item in data.get("findings") or ():
        for field in (*OF_STEP, *OF_PERSON):
            if field in item and "about" in item:
                wanted.add((item["about"], item.get("person", ""), field))
    for target in _executed(data):
        wanted.add((target, "", "manifestly_unlawful"))
    return [c for step in data["steps"] for c in _of_step(data, step, wanted)]


def _of_step(
    data: Mapping[str, Any], step: Mapping[str, Any], wanted: set[tuple[str, str, str]]
) -> list[Control]:
    """Return the controls of one step: of the act, of the step's findings, of its people."""
    ident, act, by = step["id"], step["act"], step["by"]
    made = []
    if act in _OF_ACT:
        field, default = _OF_ACT[act]
        made += _of_act(step, field, default)
    if act == "execute" and "of" in step and by != COMMITTEE:
        key, has = "objection", "yes" if objections(data, step) else "no"
        made.append(Control(f"{ident}.{key}", key, ident, by, CHOICES[key], has))
    for field in OF_STEP:
        usual = field in ("result", "consequence") and act in _WITH_RESULT
        if usual or (ident, "", field) in wanted:
            none = "none" if field == "excluded_by" else UNKNOWN
            value = found(data, ident, "", field) or none
            made.append(Control(f"{ident}.{field}", field, ident, "", CHOICES[field], value))
    people = {by: None} if by != COMMITTEE and act not in _FAULTLESS else {}
    people |= {p: None for about, p, _ in sorted(wanted) if about == ident and p}
    for person in people:
        for field in OF_PERSON:
            usual = field == "fault" or (field == "duty_of_care" and act in _CARE)
            if (usual and person == by) or (ident, person, field) in wanted:
                made.append(_of_person(data, ident, person, field))
    return made


def _of_act(step: Mapping[str, Any], field: str, default: str) -> list[Control]:
    key, ident = f"{step['id']}.{field}", step["id"]
    if field == "part":
        if "part" not in step:
            return []
        return [Control(key, field, ident, "", CHOICES[field], "described")]
    value = word(step.get(field, default))
    choices = CHOICES[field] if value else ("", *CHOICES[field])
    return [Control(key, field, ident, "", choices, value)]


def _of_person(data: Mapping[str, Any], step: str, person: str, field: str) -> Control:
    steps = tuple(s["id"] for s in data["steps"] if s["id"] != step)
    choices = (UNKNOWN, *steps) if field == "caused" else CHOICES[field]
    value = found(data, step, person, field) or UNKNOWN
    return Control(f"{person}.{step}.{field}", field, step, person, choices, value)


def _executed(data: Mapping[str, Any]) -> list[str]:
    """Return the decisions and instructions that somebody executes in the case."""
    of = {s["id"]: s.get("of") for s in data["steps"]}
    acts = {s["id"]: s["act"] for s in data["steps"]}
    targets = [s["of"] for s in data["steps"] if s["act"] == "execute" and "of" in s]
    return [str(of[x]) if acts.get(x) == "maintain" and of.get(x) else x for x in targets]


def objections(data: Mapping[str, Any], execution: Mapping[str, Any]) -> list[str]:
    """Return the objections of the executing person against what he executes."""
    acts = {s["id"]: s for s in data["steps"]}
    target = execution["of"]
    base = acts[target].get("of") if acts.get(target, {}).get("act") == "maintain" else target
    return [
        s["id"]
        for s in data["steps"]
        if s["act"] == "object" and s["by"] == execution["by"] and s.get("of") in (target, base)
    ]


def named(data: Mapping[str, Any], keys: Iterable[str]) -> list[Gap]:
    """Return the findings that address keys name (`s3.result`, `p.s3.fault`), where they can be."""
    steps = {s["id"] for s in data["steps"]}
    people = {p["id"] for p in data["people"]}
    gaps = []
    for key in keys:
        match key.split("."):
            case [step, field] if step in steps and field in OF_STEP:
                gaps.append(Gap(step, "", field))
            case [person, step, field] if person in people and step in steps and field in OF_PERSON:
                gaps.append(Gap(step, person, field))
    return gaps


# --- the state ---------------------------------------------------------------------------------


def accept(
    data: Mapping[str, Any], known: Sequence[Control], given: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return the given changes that the case can take and that differ from it, and the others."""
    by_key = {c.key: c for c in known}
    taken, ignored = {}, []
    for key, value in given.items():
        if key in by_key and value in by_key[key].choices:
            if value != by_key[key].value:
                taken[key] = value
        elif key == "when" and value in (FILED, *YEARS):
            if value != FILED:
                taken[key] = value
        elif key == "assessed_on" and _is_day(value):
            if value != assessed_on(data):
                taken[key] = value
        else:
            ignored.append(key)
    return taken, ignored


def assessed_on(data: Mapping[str, Any]) -> str:
    """Return the day of assessment: as written, or the newest date of the case."""
    days = [str(s["on"]) for s in data["steps"]]
    return str(data.get("assessed_on") or max(days, default=""))


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value)) and date.fromisoformat(value).year > 0
    except ValueError:
        return False
