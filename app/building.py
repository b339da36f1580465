"""Builds a case file step by step: which fields an item has, and how it is added or taken out.

No Streamlit. The fields, their values and which act takes which come from the case file's JSON
Schema; whether the whole is right is said by the check of case files, not here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from situation import COMMITTEE, word

from kg.pipeline import case_schema

PARTS = ("people", "steps", "findings", "organs", "case")
NEW = ""  # the item that is not there yet
ABOUT_STEP, ABOUT_PERSON = "step", "person"
_OF_CASE = ("id", "title", "jurisdiction", "case_kind", "assessed_on")
# In the order in which one tells them; `note` and extensions stay as they are in the file.
_ORDER = (
    "id", "label", "name", "title", "status", "office", "role", "organ", "level", "superior",
    "act", "by", "on", "person", "about", "of", "to",
)  # fmt: skip
_REFERENCES = {
    "by": "actors", "of": "steps", "organ": "organs", "superior": "organs", "about": "steps",
    "person": "people", "caused": "steps",
}  # fmt: skip
_HIDDEN = ("note",)


@dataclass(frozen=True)
class Field:
    """One field of an item: its name, how it is asked for, its choices, whether it must be given.

    `kind` is choice, date, words (the same in both languages) or text.
    """

    name: str
    kind: str
    choices: tuple[str, ...]
    required: bool


def items(data: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    """Return the items of a part of the case file."""
    return list(data.get(part) or ())


def names(data: Mapping[str, Any], part: str) -> list[str]:
    """Return a name for each item of a part: its id, for a finding whom and what it is about."""
    if part != "findings":
        return [str(i["id"]) for i in items(data, part)]
    return [".".join(x for x in (str(f.get("person", "")), str(f.get("about", ""))) if x)
            for f in items(data, part)]  # fmt: skip


@cache
def acts() -> tuple[str, ...]:
    """Return the acts of the format."""
    return tuple(case_schema()["properties"]["steps"]["items"]["properties"]["act"]["enum"])


@cache
def _of_act(act: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields that an act takes, and those that it needs."""
    for branch in case_schema()["properties"]["steps"]["items"]["allOf"]:
        if branch["if"]["properties"]["act"]["const"] == act:
            then = branch["then"]
            return (
                frozenset(then["propertyNames"]["anyOf"][0]["enum"]),
                frozenset(then.get("required", ())),
            )
    return frozenset(), frozenset()


def fields(data: Mapping[str, Any], part: str, which: str) -> list[Field]:
    """Return the fields of an item: `which` is the act of a step, or what a finding is about."""
    schema = case_schema()
    if part == "case":
        return [_field(data, n, schema["properties"][n], n == "id", "") for n in _OF_CASE]
    inner = schema["properties"][part]["items"]
    allowed: Iterable[str] = inner["properties"]
    required = set(inner.get("required", ()))
    if part == "steps":
        allowed, needs = _of_act(which)
        required |= needs
    if part == "findings":
        branch = inner["then" if which == ABOUT_PERSON else "else"]
        allowed = branch["propertyNames"]["anyOf"][0]["enum"]
        required |= {"person"} if which == ABOUT_PERSON else {"about"}
    found = [n for n in inner["properties"] if n in set(allowed) and n not in _HIDDEN]
    found.sort(key=lambda n: _ORDER.index(n) if n in _ORDER else len(_ORDER))
    return [_field(data, n, inner["properties"][n], n in required, which) for n in found]


def _field(
    data: Mapping[str, Any], name: str, spec: Mapping[str, Any], required: bool, which: str
) -> Field:
    if name in _REFERENCES or name == "to":
        return Field(name, "choice", _named(data, name, which), required)
    if "enum" in spec:
        return Field(name, "choice", tuple(word(v) for v in spec["enum"]), required)
    if spec.get("format") == "date":
        return Field(name, "date", (), required)
    return Field(name, "words" if spec.get("type") == "object" else "text", (), required)


def _named(data: Mapping[str, Any], name: str, which: str) -> tuple[str, ...]:
    """Return the ids that a field may name."""
    if name == "to":
        people = tuple(names(data, "people"))
        return (COMMITTEE, "chief") if which == "refer" else people
    kind = _REFERENCES[name]
    if kind == "actors":
        people = tuple(names(data, "people"))
        return (COMMITTEE,) if which == "resolve" else people
    if kind == "organs":
        return tuple(names(data, "organs")) or ("own",)
    return tuple(names(data, kind))


def blank(day: str) -> dict[str, Any]:
    """Return a case file to begin with: one procurator who takes one decision on `day`."""
    return {
        "id": "my-case",
        "title": {"zh": "我的案件", "en": "My case"},
        "jurisdiction": "CN",
        "people": [{"id": "p", "status": "procurator", "role": "sole-procurator"}],
        "steps": [{"id": "s1", "act": "decide", "by": "p", "on": day}],
        "findings": [],
    }


def next_id(data: Mapping[str, Any], part: str) -> str:
    """Return an id that no step, person or organ of the case has yet."""
    start = {"people": "p", "steps": "s", "organs": "organ-"}[part]
    taken = {n for p in ("people", "steps", "organs") for n in names(data, p)}
    return next(n for i in range(1, 10_000) if (n := f"{start}{i}") not in taken)


def shown(item: Mapping[str, Any], field: Field) -> str:
    """Return the value of a field as its form has it, "" for none."""
    value = item.get(field.name, "")
    return str(value.get("zh", "")) if isinstance(value, dict) else word(value)


def put(
    data: Mapping[str, Any],
    part: str,
    at: int | None,
    wanted: Sequence[Field],
    values: Mapping[str, str],
    place: int | None = None,
) -> dict[str, Any]:
    """Return the case file with an item added (`at` None) or its fields replaced.

    What the form does not ask for stays. Words given once stand for both languages, unless they are
    those that stood there. `place` is where a new item goes; at the end by default.
    """
    case = _copy(data)
    if part == "case":
        _fill(case, wanted, values)
        return case
    listed = case.setdefault(part, [])
    listed = case[part] = listed if isinstance(listed, list) else []
    old = dict(listed[at]) if at is not None else {}
    asked = {f.name for f in wanted}
    item = {k: v for k, v in old.items() if k in asked or k in _HIDDEN or k.startswith("x-")}
    _fill(item, wanted, values)
    if at is None:
        listed.insert(len(listed) if place is None else place, item)
    else:
        listed[at] = item
        _rename(case, part, str(old.get("id", "")), str(item.get("id", "")))
    return case


def _fill(item: dict[str, Any], wanted: Sequence[Field], values: Mapping[str, str]) -> None:
    for field in wanted:
        value: Any = values.get(field.name, "")
        if value == shown(item, field) and field.name in item:
            continue
        if value == "":
            item.pop(field.name, None)
        elif field.kind == "words":
            item[field.name] = {"zh": value, "en": value}
        else:
            item[field.name] = {"true": True, "false": False}.get(value, value)


def _rename(case: dict[str, Any], part: str, old: str, new: str) -> None:
    """Let everything that named an item by its old id name it by the new one."""
    if part == "findings" or old == new:
        return
    naming = {
        "people": ("by", "to", "person"), "steps": ("of", "about", "caused"),
        "organs": ("organ", "superior"),
    }[part]  # fmt: skip
    for other in ("people", "steps", "findings", "organs"):
        for item in items(case, other):
            for name in naming:
                if item.get(name) == old and not (name == "to" and item.get("act") == "refer"):
                    item[name] = new


def remove(data: Mapping[str, Any], part: str, at: int) -> dict[str, Any]:
    """Return the case file without an item; the findings about it go with it.

    Whatever else names it is left for the check of case files to tell.
    """
    case = _copy(data)
    gone = case[part].pop(at)
    key = {"people": "person", "steps": "about"}.get(part)
    if key:
        ident = gone["id"]
        case["findings"] = [
            f for f in items(case, "findings") if ident not in (f.get(key), f.get("caused"))
        ]
    return case


def _copy(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy that expects nothing: what an exercise expects is of its own facts."""
    case = copy.deepcopy(dict(data))
    case.pop("expected", None)
    return case
