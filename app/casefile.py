"""Makes the case file that follows from changed facts, and reads and writes it as text."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from situation import OF_PERSON, OF_STEP, UNKNOWN, Control, objections


def apply(
    data: Mapping[str, Any], known: Sequence[Control], changes: Mapping[str, str]
) -> dict[str, Any]:
    """Return a copy of the case file with the changes made.

    What an exercise expects was expected of its own facts, so a changed copy expects nothing.
    """
    case = copy.deepcopy(dict(data))
    if changes:
        case.pop("expected", None)
    by_key = {c.key: c for c in known}
    for key, value in changes.items():
        control = by_key.get(key)
        if control is not None and control.field != "objection":
            _set(case, control, value)
    for key, value in changes.items():
        control = by_key.get(key)
        if control is not None and control.field == "objection":
            _set_objection(case, control, value)
    if "assessed_on" in changes:
        case["assessed_on"] = changes["assessed_on"]
    if "when" in changes:
        _shift(case, int(changes["when"]), fixed="assessed_on" in changes)
    return case


def _set(case: dict[str, Any], control: Control, value: str) -> None:
    typed: Any = {"true": True, "false": False}.get(value, value)
    if control.field in OF_STEP or control.field in OF_PERSON:
        _set_finding(case, control, typed)
        return
    step = next(s for s in case["steps"] if s["id"] == control.step)
    if control.field == "part":
        if value == "none":
            step.pop("part", None)
    elif value == "":
        step.pop(control.field, None)
    else:
        step[control.field] = typed


def _set_finding(case: dict[str, Any], control: Control, value: Any) -> None:
    """Set or remove one finding; a listed circumstance goes with the fault it belonged to."""
    field, kept = control.field, []
    absent = value == UNKNOWN or (field == "excluded_by" and value == "none")
    done = absent
    for item in case.get("findings") or []:
        if item.get("about") == control.step and item.get("person", "") == control.person:
            if field == "fault" and field in item:
                item.pop("circumstance", None)
            if field in item and absent:
                item.pop(field)
                if set(item) <= {"about", "person", "note"}:
                    continue
            elif field in item:
                item[field], done = value, True
        kept.append(item)
    if not done:
        person = {"person": control.person} if control.person else {}
        kept.append({**person, "about": control.step, field: value})
    case["findings"] = kept


def _set_objection(case: dict[str, Any], control: Control, value: str) -> None:
    """Add an objection just before the execution, or take out the objection and its rejection."""
    steps = case["steps"]
    at = next(i for i, s in enumerate(steps) if s["id"] == control.step)
    execution = steps[at]
    if value == "yes":
        of = {s["id"]: s for s in steps}[execution["of"]]
        target = of["of"] if of["act"] == "maintain" and "of" in of else of["id"]
        names = {s["id"] for s in steps} | {p["id"] for p in case["people"]}
        name = next(n for i in range(1, 999) if (n := f"objection-{i}") not in names)
        steps.insert(at, {"id": name, "act": "object", "by": control.person,
                          "on": execution["on"], "of": target, "form": "written"})  # fmt: skip
        return
    gone = set(objections(case, execution))
    targets = {s["of"] for s in steps if s["id"] in gone}
    if not any(s["act"] == "object" and s["id"] not in gone for s in steps):
        for s in steps:
            if s["act"] == "maintain" and s.get("of") in targets | gone:
                gone.add(s["id"])
                if execution["of"] == s["id"]:
                    execution["of"] = s["of"]
    case["steps"] = [s for s in steps if s["id"] not in gone]
    case["findings"] = [
        f for f in case.get("findings") or [] if not {f.get("about"), f.get("caused")} & gone
    ]


def _shift(case: dict[str, Any], year: int, fixed: bool) -> None:
    """Move the steps by whole years so that the first falls in `year`; the assessment stays.

    It moves only when the last step would come after it, unless the person has `fixed` it.
    """
    steps = case["steps"]
    if not steps:
        return
    by = year - int(str(steps[0]["on"])[:4])
    for step in steps:
        y, rest = int(str(step["on"])[:4]) + by, str(step["on"])[4:]
        step["on"] = f"{y:04d}{'-02-28' if rest == '-02-29' else rest}"
    if "assessed_on" in case and not fixed:
        case["assessed_on"] = max(case["assessed_on"], steps[-1]["on"])


def to_yaml(data: Mapping[str, Any]) -> str:
    """Return a case file as YAML."""
    return yaml.safe_dump(
        dict(data), allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000
    )


def from_text(text: str) -> dict[str, Any]:
    """Return a checked case file as plain data: every value is text but the booleans."""
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # which makes only text
    holders = [*data.get("steps", ()), *(data.get("findings") or ()), data.get("committee", {})]
    for holder in holders:
        for name in ("within_authority", "in_organ_name", "manifestly_unlawful", "complete"):
            value = str(holder.get(name, "")).lower()
            if value in ("true", "false"):
                holder[name] = value == "true"
    if not isinstance(data.get("findings"), list):
        data.pop("findings", None)
    return data
