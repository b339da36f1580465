"""Reads data/procedures/*.yaml: procedures with stages and steps, and how periods are counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.assets import need, relative
from kg.formats import BOTH, IDENT, Format, check, record
from kg.model import Text
from kg.model.procedures import (
    Approval,
    Branch,
    Circumstance,
    Counting,
    Grounds,
    Measure,
    Procedure,
    ProcedureStep,
    Raised,
    Stage,
    TimeLimit,
    Unit,
)
from kg.procedure.checks import bad_value, check_links
from kg.sources import bilingual, optional_bilingual
from kg.yaml12 import Document, Path_, load

UNITS = ("day", "working-day", "month")
PARTICIPATION = ("approves", "reviews", "is-consulted", "receives-filing")
STATUSES = ("procurator", "assistant", "technician", "clerk", "judicial-police")
OFFICES = (
    "chief-procurator", "deputy-chief-procurator", "full-time-committee-member", "department-head",
)  # fmt: skip
_CONDUCT = ("self-corrected", "recorded-interference", "obstructed")
_EFFECTS = ("may-be-lenient", "must-be-severe")
_STEP = {
    "id", "stage", "label", "note", "event", "status", "any_time", "actor", "approval", "majority",
    "time_limit", "next", "provisions", "source_key", "confidence", "open_questions",
}  # fmt: skip
_LIMIT = {"words", "value", "unit", "from", "starts", "candidates", "extends", "open_question"}
_PROCEDURE = {
    "id", "label", "definition", "text", "family", "detailed_by", "persons", "missing",
    "open_questions", "stages", "steps", "measures", "circumstances",
}  # fmt: skip


_COUNTING = Format(
    record(
        {
            "open_question": IDENT,
            "units": record(dict.fromkeys(UNITS, record({"label": BOTH, "note": BOTH}))),
        }
    )
)


def read_procedures(folder: Path) -> list[Procedure]:
    """Read all procedures, sorted by id. Raises KgError naming file, line and field."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "counting.yaml":
            found.append(_procedure(load(path, relative(path)), path.stem))
    check_links(found)
    return sorted(found, key=lambda p: p.id)


def read_counting(folder: Path) -> Counting:
    """Read how periods are counted. Raises KgError when a unit lacks its label or note."""
    path = folder / "counting.yaml"
    document = load(path, relative(path))
    check(document, _COUNTING)
    units = document.data["units"]
    return Counting(
        document.data["open_question"],
        {
            name: Unit(
                bilingual(document, units[name], "label", ("units", name)),
                bilingual(document, units[name], "note", ("units", name)),
            )
            for name in UNITS
        },
    )


def _known(document: Document, data: object, fields: set[str], path: Path_) -> Mapping[str, Any]:
    """Return data as a mapping whose keys are all known."""
    if not isinstance(data, dict):
        raise bad_value(document.where(path), data, sorted(fields))
    for key in data:
        if key not in fields:
            raise bad_value(document.where((*path, key)), key, sorted(fields))
    return data


def _texts(document: Document, data: Mapping[str, Any], key: str, path: Path_) -> Text:
    """Return {zh, en}; a stray key means an unquoted comma."""
    _known(document, need(document, data, key, path), {"zh", "en"}, (*path, key))
    return bilingual(document, data, key, path)


def _list(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def _codes(
    document: Document, data: Mapping[str, Any], key: str, allowed: Collection[str], path: Path_
) -> tuple[str, ...]:
    values = _list(data.get(key))
    for value in values:
        if value not in allowed:
            raise bad_value(document.where((*path, key)), value, allowed)
    return values


def _procedure(document: Document, stem: str) -> Procedure:
    data = _known(document, document.data, _PROCEDURE, ())
    name = str(need(document, data, "id", ()))
    if name != stem:
        raise bad_value(document.where(("id",)), name, [stem])
    family = str(need(document, data, "family", ()))
    if family not in ("accountability", "discipline"):
        raise bad_value(document.where(("family",)), family, ("accountability", "discipline"))
    persons = data.get("persons") or {}
    stages = [
        Stage(
            str(need(document, s, "id", ("stages", i))),
            _texts(document, s, "label", ("stages", i)),
            _list(need(document, s, "provisions", ("stages", i))),
        )
        for i, s in enumerate(need(document, data, "stages", ()))
    ]
    names = [s.id for s in stages]
    return Procedure(
        id=name,
        label=_texts(document, data, "label", ()),
        definition=_texts(document, data, "definition", ()),
        source=str(need(document, data, "text", ())),
        family=family,
        detailed_by=str(data.get("detailed_by", "")),
        persons=_codes(document, persons, "status", STATUSES, ("persons",)),
        persons_because=optional_bilingual(document, persons, "because", ("persons",)),
        persons_provisions=_list(persons.get("provisions")),
        missing=_list(data.get("missing")),
        questions=_questions(document, data, ()),
        stages=stages,
        steps=[
            _step(document, s, name, names, ("steps", i))
            for i, s in enumerate(need(document, data, "steps", ()))
        ],
        measures=[
            _measure(document, m, name, ("measures", i))
            for i, m in enumerate(data.get("measures") or ())
        ],
        circumstances=[
            _circumstance(document, c, ("circumstances", i))
            for i, c in enumerate(data.get("circumstances") or ())
        ],
        where=document.where(()),
    )


def _grounds(document: Document, data: Mapping[str, Any], path: Path_) -> Grounds:
    confidence = str(data.get("confidence", ""))
    if confidence not in ("", "H", "M"):
        raise bad_value(document.where((*path, "confidence")), confidence, ("H", "M"))
    return Grounds(
        _list(need(document, data, "provisions", path)), _list(data.get("source_key")), confidence
    )


def _questions(document: Document, data: Mapping[str, Any], path: Path_) -> tuple[Raised, ...]:
    found = []
    for i, item in enumerate(data.get("open_questions") or ()):
        here = (*path, "open_questions", i)
        spec = item if isinstance(item, dict) else {"id": item}
        _known(document, spec, {"id", "office", "beside", "days_differ"}, here)
        found.append(
            Raised(
                str(need(document, spec, "id", here)),
                _codes(document, spec, "office", OFFICES, here),
                str(spec.get("beside", "")),
                spec.get("days_differ") is True,
            )
        )
    return tuple(found)


def _said(
    document: Document, data: Mapping[str, Any], key: str, words: Sequence[str], path: Path_
) -> str:
    """Return `stated` for a mapping or list, else the word that stands there."""
    value = need(document, data, key, path)
    if isinstance(value, dict | list) and value:
        return "stated"
    if value not in words:
        raise bad_value(document.where((*path, key)), value, words)
    return str(value)


def _step(
    document: Document, data: object, procedure: str, stages: Sequence[str], path: Path_
) -> ProcedureStep:
    item = _known(document, data, _STEP, path)
    stage = str(need(document, item, "stage", path))
    if stage not in stages:
        raise bad_value(document.where((*path, "stage")), stage, stages)
    open_ = ("silent", "unknown")
    actors = _said(document, item, "actor", open_, path)
    approvals = _said(document, item, "approval", open_, path)
    majority = _said(document, item, "majority", (*open_, "no-vote"), path)
    limit = _said(document, item, "time_limit", open_, path)
    following = _said(document, item, "next", (*open_, "end"), path)
    return ProcedureStep(
        id=str(need(document, item, "id", path)),
        procedure=procedure,
        stage=stage,
        label=_texts(document, item, "label", path),
        note=_texts(document, item, "note", path) if "note" in item else None,
        event=_texts(document, item, "event", path) if "event" in item else None,
        statuses=_codes(document, item, "status", STATUSES, path),
        any_time=item.get("any_time") is True,
        actors=_list(item["actor"]) if actors == "stated" else (),
        actors_said=actors,
        approvals=_approvals(document, item, path) if approvals == "stated" else (),
        approvals_said=approvals,
        majority=_texts(document, item, "majority", path) if majority == "stated" else None,
        majority_said=majority,
        limit=_limit(document, item, path) if limit == "stated" else None,
        limit_said=limit,
        next=_branches(document, item, procedure, path) if following == "stated" else (),
        next_said=following,
        grounds=_grounds(document, item, path),
        questions=_questions(document, item, path),
        where=document.where(path),
    )


def _approvals(document: Document, item: Mapping[str, Any], path: Path_) -> tuple[Approval, ...]:
    found = []
    for i, entry in enumerate(item["approval"]):
        here = (*path, "approval", i)
        _known(document, entry, {"by", "how"}, here)
        how = str(need(document, entry, "how", here))
        if how not in PARTICIPATION:
            raise bad_value(document.where((*here, "how")), how, PARTICIPATION)
        found.append(Approval(str(need(document, entry, "by", here)), how))
    return tuple(found)


def _limit(document: Document, item: Mapping[str, Any], path: Path_) -> TimeLimit:
    here = (*path, "time_limit")
    data = _known(document, item["time_limit"], _LIMIT, here)
    if "words" in data:
        return TimeLimit(words=_texts(document, data, "words", here))
    value, unit = need(document, data, "value", here), str(need(document, data, "unit", here))
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 1000:
        raise bad_value(document.where((*here, "value")), value, ("1-999",))
    if unit not in UNITS:
        raise bad_value(document.where((*here, "unit")), unit, UNITS)
    silent = need(document, data, "from", here) == "silent"
    if silent:
        need(document, data, "candidates", here)
        need(document, data, "open_question", here)
    elif "extends" not in data:
        need(document, data, "starts", here)
    return TimeLimit(
        value=value,
        unit=unit,
        from_=None if silent else _texts(document, data, "from", here),
        starts=str(data.get("starts", "")),
        candidates=_list(data.get("candidates")),
        extends=str(data.get("extends", "")),
        open_question=str(data.get("open_question", "")),
    )


def _branches(
    document: Document, item: Mapping[str, Any], procedure: str, path: Path_
) -> tuple[Branch, ...]:
    found = []
    for i, entry in enumerate(item["next"]):
        here = (*path, "next", i)
        _known(document, entry, {"step", "when", "status"}, here)
        step = str(need(document, entry, "step", here))
        found.append(
            Branch(
                step if "/" in step else f"{procedure}/{step}",
                _texts(document, entry, "when", here) if "when" in entry else None,
                _codes(document, entry, "status", STATUSES, here),
            )
        )
    return tuple(found)


def _measure(document: Document, data: Mapping[str, Any], procedure: str, path: Path_) -> Measure:
    said = _said(document, data, "decided_by", ("silent", "unknown"), path)
    return Measure(
        id=str(need(document, data, "id", path)),
        label=_texts(document, data, "label", path),
        decided_by=_list(data["decided_by"]) if said == "stated" else (),
        decided_said=said,
        when=_texts(document, data, "when", path),
        step=f"{procedure}/{need(document, data, 'step', path)}",
        grounds=_grounds(document, data, path),
        where=document.where(path),
    )


def _circumstance(document: Document, data: Mapping[str, Any], path: Path_) -> Circumstance:
    effect = str(need(document, data, "effect", path))
    if effect not in _EFFECTS:
        raise bad_value(document.where((*path, "effect")), effect, _EFFECTS)
    return Circumstance(
        id=str(need(document, data, "id", path)),
        effect=effect,
        label=_texts(document, data, "label", path),
        conduct=_codes(document, data, "conduct", _CONDUCT, path),
        grounds=_grounds(document, data, path),
        questions=_questions(document, data, path),
        where=document.where(path),
    )
