"""Builds the case, and its own format with every default written out, from checked data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.cases.checks import COMMITTEE
from kg.model import Case, Finding, Organ, Person, Step, Text
from kg.namespaces import case_iri

_DEFAULTS = {
    "decide": {"within_authority": "true"},
    "report": {"candour": "full"},
    "object": {"form": "written"},
}
_STEP_FIELDS = (
    "within_authority", "in_organ_name", "candour", "vote", "form", "performance", "matter", "part",
    "description",
)  # fmt: skip


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def normalise(data: Mapping[str, Any]) -> Case:
    """Build the case and its normalised JSON form from checked data."""
    organs = [
        Organ(o["id"], o["level"], o.get("superior", ""))
        for o in data.get("organs") or [{"id": "own", "level": "basic"}]
    ]
    people = {
        p["id"]: Person(
            p["id"], p["status"], p.get("office", ""), p.get("role", ""),
            p.get("organ", organs[0].id),
        )
        for p in data["people"]
    }  # fmt: skip
    steps: dict[str, Step] = {}
    for order, s in enumerate(data["steps"], 1):
        given = {k: _word(s[k]) for k in _STEP_FIELDS if k in s}
        defaults = {k: v for k, v in _DEFAULTS.get(s["act"], {}).items() if k not in given}
        steps[s["id"]] = Step(
            s["id"], s["act"], s["by"], s["on"], s.get("of", ""), s.get("to", ""), order,
            {**given, **defaults}, tuple(defaults),
        )  # fmt: skip
    findings = [
        Finding(
            f.get("about", ""),
            f.get("person", ""),
            {
                k: _word(v)
                for k, v in f.items()
                if k not in ("about", "person", "note") and not k.startswith("x-")
            },
        )
        for f in data.get("findings", ())
    ]
    days = [s.on for s in steps.values()]
    title = data.get("title") or {"zh": data["id"], "en": data["id"]}
    case = Case(
        id=data["id"],
        title=Text(title["zh"], title["en"]),
        jurisdiction=data.get("jurisdiction", "CN"),
        assessed_on=data.get("assessed_on") or max(days, default=""),
        case_kind=data.get("case_kind", ""),
        committee_complete=bool(data.get("committee", {}).get("complete", False)),
        organs=organs,
        people=people,
        steps=steps,
        findings=findings,
        document={},
    )
    object.__setattr__(case, "document", _document(case, data))
    return case


def _document(case: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the case in its own format with every default written out, ready for the context."""
    document: dict[str, Any] = {
        "id": case_iri(case.id),
        "type": "Case",
        "title": case.title.as_json(),
        "jurisdiction": case.jurisdiction,
    }
    document.update({k: data[k] for k in ("story", "question", "note", "case_kind") if k in data})
    if case.assessed_on:
        document["assessed_on"] = case.assessed_on
    if case.committee_complete or any(s.by == COMMITTEE for s in case.steps.values()):
        document["committee"] = {"id": COMMITTEE, "type": "ProcuratorialCommittee"}
    if case.committee_complete:
        document["committee"]["complete"] = True
    given = {p["id"]: p for p in (*data["people"], *data.get("organs", ()))}
    document["organs"] = [
        {"id": o.id, "type": "Organ", "level": o.level}
        | ({"superior": o.superior} if o.superior else {})
        | {k: v for k, v in given.get(o.id, {}).items() if k == "name"}
        for o in case.organs
    ]
    document["people"] = [
        {"id": p.id, "type": "Person", "status": p.status, "organ": p.organ}
        | ({"office": p.office} if p.office else {})
        | ({"role": p.role} if p.role else {})
        | {k: v for k, v in given[p.id].items() if k == "label"}
        for p in case.people.values()
    ]
    document["steps"] = [
        {"id": s.id, "act": s.act, "by": s.by, "on": s.on, "order": s.order}
        | ({"of": s.of} if s.of else {})
        | ({"addressee" if s.act == "refer" else "to": s.to} if s.to else {})
        | dict(s.fields)
        for s in case.steps.values()
    ]
    document["findings"] = [
        {"id": f"finding/{index}", "type": "Finding"}
        | ({"about": f.about} if f.about else {})
        | ({"person": f.person} if f.person else {})
        | {k: (f"../../{v}" if k == "circumstance" else v) for k, v in f.values.items()}
        for index, f in enumerate(case.findings, 1)
    ]
    return document
