"""Breaks a case in one way, and says which check must find it.

`found_by`: `errors` (`kg assess` gives a line of errors), `violations` (the case can be read, and
its answer names the violation), `shapes` (`kg validate` has a finding).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: what finds it, whether RDF can hold it, and the scene that it needs.

    A violation is put into a case under the newest text, for the older ones forbid less.
    """

    name: str
    apply: Callable[[Data, random.Random], None]
    found_by: str
    rdf: bool = True
    scene: str = ""


def break_case(data: Data, fault: Fault, rng: random.Random) -> None:
    """Put the fault into the case, and its name into the field `x-fault`."""
    fault.apply(data, rng)
    data["x-fault"] = fault.name


def _with_of(data: Data) -> list[Data]:
    return [s for s in data["steps"] if "of" in s]


def _missing_target(data: Data, rng: random.Random) -> None:
    needing = [s for s in _with_of(data) if s["act"] not in ("propose", "decide", "report",
                                                            "instruct", "violate")]  # fmt: skip
    del rng.choice(needing)["of"]


def _missing_status(data: Data, rng: random.Random) -> None:
    del rng.choice(data["people"])["status"]


def _unknown_act(data: Data, rng: random.Random) -> None:
    step = rng.choice(data["steps"])
    step["act"] = step["act"] + "d"


def _unknown_field(data: Data, rng: random.Random) -> None:
    data["findings"].append({"about": data["steps"][-1]["id"], "resutl": "wrong"})


def _no_such_day(data: Data, rng: random.Random) -> None:
    data["steps"][-1]["on"] = data["steps"][-1]["on"][:4] + "-02-30"


def _out_of_order(data: Data, rng: random.Random) -> None:
    data["steps"][-1]["on"] = "1999-01-01"


def _assessed_too_early(data: Data, rng: random.Random) -> None:
    data["assessed_on"] = "1999-01-01"


def _dangling_of(data: Data, rng: random.Random) -> None:
    rng.choice(_with_of(data))["of"] = "s99"


def _dangling_by(data: Data, rng: random.Random) -> None:
    acting = [s for s in data["steps"] if s["by"] != "committee"]
    rng.choice(acting)["by"] = "nobody"


def _dangling_finding(data: Data, rng: random.Random) -> None:
    data["findings"].append({"about": "s99", "result": "wrong"})


def _circle(data: Data, rng: random.Random) -> None:
    step = rng.choice(_with_of(data))
    target = next(s for s in data["steps"] if s["id"] == step["of"])
    target["of"] = step["id"]


def _circular_organs(data: Data, rng: random.Random) -> None:
    data["organs"][1]["superior"] = data["organs"][0]["id"]


def _same_id_twice(data: Data, rng: random.Random) -> None:
    data["steps"][-1]["id"] = data["steps"][0]["id"]


def _person_resolves(data: Data, rng: random.Random) -> None:
    resolved = next(s for s in data["steps"] if s["act"] == "resolve")
    resolved["by"] = data["people"][0]["id"]


def _contradiction(data: Data, rng: random.Random) -> None:
    about = data["steps"][-1]["id"]
    data["findings"] = [f for f in data["findings"] if "person" in f or f["about"] != about]
    data["findings"] += [{"about": about, "result": "wrong"}, {"about": about, "result": "correct"}]


def _outside_authority(data: Data, rng: random.Random) -> None:
    decided = next(s for s in data["steps"] if s["act"] == "decide")
    decided["within_authority"] = False


def _head_alters(data: Data, rng: random.Random) -> None:
    altered = next(s for s in data["steps"] if s["act"] == "alter")
    head = next(p for p in data["people"] if p["id"] == altered["by"])
    head["office"] = "department-head"


def _chief_outside_authority(data: Data, rng: random.Random) -> None:
    decided = next(s for s in data["steps"] if s["act"] == "decide")
    decided["within_authority"] = False
    chief = next(p for p in data["people"] if p["id"] == decided["by"])
    chief["office"] = "chief-procurator"


def _head_demands(data: Data, rng: random.Random) -> None:
    asked = next(s for s in data["steps"] if s["act"] == "request-reexamination")
    changed = next(s for s in data["steps"] if s["act"] in ("change", "keep"))
    asked.update(act="instruct", to=changed["by"])
    changed["act"] = "change"
    head = next(p for p in data["people"] if p["id"] == asked["by"])
    head["office"] = "department-head"


def _chief_in_team(data: Data, rng: random.Random) -> None:
    member = next(p for p in data["people"] if p.get("role") == "team-member")
    member["office"] = "chief-procurator"
    day = data["steps"][-1]["on"]
    data["steps"].append({"id": "s90", "act": "propose", "by": member["id"], "on": day})


def _no_vote(data: Data, rng: random.Random) -> None:
    del rng.choice([s for s in data["steps"] if s["act"] == "vote"])["vote"]


def _executes_proposal(data: Data, rng: random.Random) -> None:
    proposed = next(s for s in data["steps"] if s["act"] == "propose")
    executed = next(s for s in data["steps"] if s["act"] == "execute")
    executed["of"] = proposed["id"]


KINDS = {
    fault.name: fault
    for fault in (
        Fault("missing-target", _missing_target, "errors", rdf=False, scene="objected"),
        Fault("missing-status", _missing_status, "errors", rdf=False),
        Fault("unknown-act", _unknown_act, "errors", rdf=False),
        Fault("unknown-field", _unknown_field, "errors", rdf=False),
        Fault("no-such-day", _no_such_day, "errors"),
        Fault("dates-out-of-order", _out_of_order, "errors", scene="asked-again"),
        Fault("assessed-too-early", _assessed_too_early, "errors"),
        Fault("dangling-of", _dangling_of, "errors", scene="altered"),
        Fault("dangling-by", _dangling_by, "errors"),
        Fault("dangling-finding", _dangling_finding, "errors"),
        Fault("circular-steps", _circle, "errors", scene="asked-again"),
        Fault("circular-organs", _circular_organs, "errors", scene="levels"),
        Fault("same-id-twice", _same_id_twice, "errors", rdf=False, scene="altered"),
        Fault("person-resolves", _person_resolves, "errors", scene="committee"),
        Fault("contradiction", _contradiction, "errors"),
        Fault("outside-authority", _outside_authority, "violations", scene="alone"),
        Fault("head-alters", _head_alters, "violations", scene="altered"),
        Fault("chief-outside-authority", _chief_outside_authority, "violations", scene="proposed"),
        Fault("head-demands", _head_demands, "violations", scene="asked-again"),
        Fault("chief-in-team", _chief_in_team, "violations", scene="team"),
        Fault("no-vote", _no_vote, "shapes", scene="committee"),
        Fault("executes-proposal", _executes_proposal, "shapes", scene="objected"),
    )
}
