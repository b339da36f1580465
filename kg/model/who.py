"""The answer to: who may decide this matter, here, on this day, in this case?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Ground:
    """An item that says something on the matter: where, who, and whether it applies.

    `applies` is yes or unknown; then `turns_on` names case classes, a stage or its own words.
    """

    list_id: str
    item: str
    where: str
    label: str
    deciders: Sequence[str]
    others: Mapping[str, str]
    applies: str
    turns_on: Sequence[str]
    alternative: bool
    provisions: Sequence[str]
    delegation: Text | None = None
    remarks: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class WhoDecides:
    """The answer: status (decided, depends, conflict, unknown), the tier, the deciders, grounds.

    `possible` are items that may apply as well; `provisions` are ids with their words.
    """

    matter: str
    label: Text
    province: str
    level: str
    on: str
    status: str
    tier: str
    tier_label: Text
    deciders: Sequence[tuple[str, Text]]
    grounds: Sequence[Ground]
    possible: Sequence[Ground]
    remarks: Sequence[Text]
    questions: Sequence[str]
    provisions: Sequence[tuple[str, str]]
    confidence: str
    notice: Text
    actors: Mapping[str, Text] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the form of docs/lists.md."""
        return {
            "matter": self.matter,
            "label": self.label.as_json(),
            "province": self.province,
            "level": self.level,
            "on": self.on,
            "status": self.status,
            "tier": self.tier,
            "deciders": [{"actor": a, "label": t.as_json()} for a, t in self.deciders],
            "grounds": [_ground(g) for g in self.grounds],
            "possible": [_ground(g) for g in self.possible],
            "remarks": [r.as_json() for r in self.remarks],
            "open_questions": list(self.questions),
            "provisions": [{"id": p, "words": w} for p, w in self.provisions],
            "confidence": self.confidence or None,
            "notice": self.notice.as_json(),
        }


def _ground(g: Ground) -> dict[str, object]:
    return {
        "list": g.list_id,
        "item": g.item,
        "where": g.where,
        "label": g.label,
        "deciders": list(g.deciders),
        "others": dict(g.others),
        "applies": g.applies,
        "turns_on": list(g.turns_on),
        "alternative": g.alternative,
        "provisions": list(g.provisions),
        "delegation": g.delegation.as_json() if g.delegation else None,
        "remarks": [r.as_json() for r in g.remarks],
    }


@dataclass(frozen=True, slots=True)
class PowerCell:
    """A cell of the matrix: who may do one act on a matter in a jurisdiction, and what says so.

    `province` is a code such as CN-41, or CN for the national provisions alone. `status` is stated,
    depends, conflict or unknown (never "no"); `tier` as in `WhoDecides`; `actors` are column keys.
    `reserved` are national items that decide in classes of cases which nobody has settled.
    """

    matter: str
    province: str
    status: str
    tier: str
    actors: Sequence[str]
    grounds: Sequence[Ground]
    confidence: str = ""
    reserved: Sequence[Ground] = ()

    def as_json(self) -> dict[str, object]:
        """Return the form of docs/lists.md."""
        return {
            "matter": self.matter,
            "province": self.province,
            "status": self.status,
            "tier": self.tier,
            "actors": list(self.actors),
            "items": [{"list": g.list_id, "item": g.item} for g in self.grounds],
            "reserved_in_some_cases": [
                {"list": g.list_id, "item": g.item, "deciders": list(g.deciders)}
                for g in self.reserved
            ],
            "confidence": self.confidence or None,
        }
