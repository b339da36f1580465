"""Plausible sequences of acts: who proposes, decides, reviews, changes, votes, objects, executes.

Each scene gives back its decision (the step that what follows is about) and the people that may
act on it. The words are those of the case file (docs/case-file.md); no rule of law stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.generate.draft import Draft
from kg.model import Text

_MATTERS = ("批准逮捕", "不批准逮捕", "提起公诉", "不起诉", "提出抗诉", "提出检察建议")
_CHIEFS = ("chief-procurator", "chief-procurator", "deputy-chief-procurator",
           "full-time-committee-member")  # fmt: skip
_SUPPORT = ("assistant", "assistant", "technician", "clerk", "judicial-police")


@dataclass(frozen=True, slots=True)
class Handle:
    """What a scene leaves for others to act on: the decision, who made it, who handles the case."""

    decision: str
    decider: str
    handler: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A sequence, its name in both languages, and how often it is chosen."""

    play: Callable[[Draft], Handle]
    label: Text
    weight: int


def _sole(d: Draft) -> str:
    return d.person("procurator", role="sole-procurator")


def _chief(d: Draft) -> str:
    return d.person("procurator", office=d.rng.choice(_CHIEFS))


def _matter(d: Draft) -> dict[str, Any]:
    return {"matter": d.rng.choice(_MATTERS)} if d.chance(0.5) else {}


def _decide(d: Draft, by: str, of: str = "") -> str:
    fields = _matter(d)
    if d.chance(0.15):
        fields["within_authority"] = d.rng.choice((True, "unknown"))
    return d.step("decide", by, of, **fields)


def _alone(d: Draft) -> Handle:
    p = _sole(d)
    s = _decide(d, p)
    if d.chance(0.2):
        s = d.step(d.rng.choice(("keep", "change")), p, s)
    return Handle(s, p, p)


def _proposed(d: Draft) -> Handle:
    p, c = _sole(d), _chief(d)
    s = d.step("propose", p, **_matter(d))
    if d.chance(0.5):
        d.step("review", d.person("procurator", office="department-head"), s)
    if d.chance(0.3):
        s = d.step("refer", p, s, to="chief")
    return Handle(_decide(d, c, s), c, p)


def _asked_again(d: Draft) -> Handle:
    p, c = _sole(d), _chief(d)
    first = d.step("propose", p, **_matter(d)) if d.chance(0.3) else _decide(d, p)
    d.step("request-reexamination", c, first)
    s = d.step(d.rng.choice(("change", "change", "keep")), p, first)
    return Handle(s, p, p)


def _altered(d: Draft) -> Handle:
    p, c = _sole(d), _chief(d)
    first = d.step("propose", p, **_matter(d)) if d.chance(0.4) else _decide(d, p)
    part = {"part": d.rng.choice(("罪名", "量刑建议", "证据采信"))} if d.chance(0.5) else {}
    return Handle(d.step("alter", c, first, **part), c, p)


def _team(d: Draft) -> Handle:
    lead = d.person("procurator", role="lead-procurator")
    members = [d.person("procurator", role="team-member") for _ in range(d.rng.randint(1, 3))]
    s = ""
    if d.chance(0.7):
        s = d.step("propose", d.rng.choice(members), **_matter(d))
    return Handle(_decide(d, lead, s), lead, lead)


def _committee(d: Draft) -> Handle:
    p, c = _sole(d), _chief(d)
    s = d.step("propose", p, **_matter(d))
    reference = d.step("refer", c, s, to="committee")
    candour = {"candour": d.rng.choice(("full", "concealed", "omitted"))} if d.chance(0.6) else {}
    d.step("report", p, reference, **candour)
    size = d.rng.choice((3, 5, 7))
    # the chief votes too, so one member fewer keeps the number of votes odd
    members = [d.person("procurator", role="committee-member") for _ in range(size - 1)]
    votes = [d.rng.choice(("for", "for", "for", "against", "abstain")) for _ in members]
    for member, vote in zip(members, votes, strict=True):
        d.step("vote", member, reference, vote=vote)
    d.step("vote", c, reference, vote="for")
    if d.chance(0.6):
        d.committee = {"complete": True}
    return Handle(d.step("resolve", "committee", reference), "", p)


def _levels(d: Draft) -> Handle:
    d.organ("own", "basic", "city")
    d.organ("city", "municipal")
    p = d.person("procurator", role="sole-procurator", organ="own")
    higher = d.person("procurator", office=d.rng.choice(_CHIEFS), organ="city")
    if d.chance(0.4):
        candour = d.rng.choice(("full", "concealed", "omitted"))
        s = d.step("report", p, **_matter(d), candour=candour)
        return Handle(_decide(d, higher, s), higher, p)
    first = d.step("propose", p, **_matter(d)) if d.chance(0.5) else _decide(d, p)
    return Handle(d.step("alter", higher, first), higher, p)


def _instructed(d: Draft) -> Handle:
    c = d.person("procurator", office=d.rng.choice((*_CHIEFS, "department-head")))
    if d.chance(0.5):
        p = _sole(d)
        d.step("instruct", c, to=p)
        return Handle(_decide(d, p), p, p)
    p = _sole(d)
    staff = d.person(d.rng.choice(_SUPPORT))
    s = _decide(d, p)
    d.step("instruct", p, s, to=staff)
    d.step("assist", staff, s)
    return Handle(s, p, p)


def _objected(d: Draft) -> Handle:
    p, c = _sole(d), _chief(d)
    s = d.step("propose", p, **_matter(d))
    s = _decide(d, c, s)
    form = {"form": d.rng.choice(("written", "oral"))} if d.chance(0.5) else {}
    d.step("object", p, s, **form)
    if d.chance(0.7):
        d.step("maintain", c, s)
    d.step("execute", p, s)
    return Handle(s, c, p)


def _breach(d: Draft) -> Handle:
    status = d.rng.choice(("procurator", *_SUPPORT))
    p = d.person(status, role="sole-procurator" if status == "procurator" else "")
    s = d.step("violate", p, description=d.rng.choice(("遗失证据", "泄露案情", "违规会见")))
    return Handle(s, p, p)


SCENES = {
    "alone": Scene(_alone, Text("独任检察官决定", "a sole procurator decides"), 4),
    "proposed": Scene(_proposed, Text("报检察长决定", "a chief decides on a proposal"), 4),
    "asked-again": Scene(_asked_again, Text("要求重新审查", "a re-examination is asked for"), 3),
    "altered": Scene(_altered, Text("直接改变", "a decision is altered"), 3),
    "team": Scene(_team, Text("办案组", "a team decides"), 3),
    "committee": Scene(_committee, Text("检察委员会决定", "the committee decides"), 2),
    "levels": Scene(_levels, Text("上下级检察院", "two levels of procuratorates"), 2),
    "instructed": Scene(_instructed, Text("授意与指派", "an instruction"), 2),
    "objected": Scene(_objected, Text("提出异议后执行", "executed after an objection"), 2),
    "breach": Scene(_breach, Text("违反职责的行为", "a breach of duty"), 1),
}


def tail(d: Draft, handle: Handle) -> None:
    """Add what may follow on any decision: help, signature, execution, supervision."""
    s = handle.decision
    if next(x for x in d.steps if x["id"] == s)["act"] != "violate":
        if d.chance(0.25):
            d.step("assist", d.person(d.rng.choice(_SUPPORT)), s)
        if handle.decider and d.chance(0.2):
            d.step("sign", _chief(d), s)
        if not any(x["act"] == "execute" for x in d.steps) and d.chance(0.4):
            staff = d.person(d.rng.choice(_SUPPORT)) if d.chance(0.3) else handle.handler
            d.step("execute", staff, s)
    if d.chance(0.25):
        office = d.rng.choice(("department-head", "chief-procurator", "deputy-chief-procurator"))
        by = d.person("procurator", office=office)
        d.step("supervise", by, s, performance=d.rng.choice(("proper", "lax", "improper")))


def findings(d: Draft, handle: Handle, circumstances: Sequence[str]) -> None:
    """Add what an authority found about the decision and the people, or leave it open."""
    rng = d.rng
    about = {"about": handle.decision}
    if d.chance(0.8):
        about["result"] = rng.choice(("wrong", "wrong", "wrong", "correct", "defect", "unknown"))
        if d.chance(0.7):
            about["consequence"] = rng.choice(("serious", "serious", "not-serious", "none",
                                               "unknown"))  # fmt: skip
        if d.chance(0.08):
            about["excluded_by"] = rng.choice(
                ("law-changed", "rule-unclear", "party-deceit", "new-evidence", "unforeseeable",
                 "basis-revoked")
            )  # fmt: skip
        d.found.append(about)
    fitting = [c for c in circumstances if c.startswith(d.window.text + "/")]
    order = {s["id"]: n for n, s in enumerate(d.steps)}
    for step in d.steps:
        if step["act"] == "execute" and d.chance(0.5):
            unlawful = rng.choice((True, False, False, "unknown"))
            d.found.append({"about": step["id"], "manifestly_unlawful": unlawful})
        if step["by"] == "committee" or not d.chance(0.55):
            continue
        fault = rng.choice(("intent", "gross-negligence", "gross-negligence",
                            "ordinary-negligence", "none", "unknown"))  # fmt: skip
        found: dict[str, Any] = {"person": step["by"], "about": step["id"], "fault": fault}
        if fault == "ordinary-negligence" or d.chance(0.1):
            found["duty_of_care"] = rng.choice(("met", "met", "not-met", "unknown"))
        if order[step["id"]] < order[handle.decision] and d.chance(0.3):
            found["caused"] = handle.decision
        if fitting and fault in ("intent", "gross-negligence") and d.chance(0.2):
            found["circumstance"] = rng.choice(fitting)
        d.found.append(found)
    if d.chance(0.15):
        conduct = rng.choice(("self-corrected", "recorded-interference", "obstructed"))
        d.found.append({"person": rng.choice(d.people)["id"], "conduct": conduct})
