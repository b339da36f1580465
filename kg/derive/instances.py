"""Makes the smallest cases in which two rules match the same person at the same step.

The patterns of both SELECTs are put together. A step has one act, one actor, one target, a person
one status, office, role and organ: so terms that a case file can hold only once are made one, and
where that cannot be, the two rules never meet. What is left free is tried in every way. Such a case
is the most general one: where the rules meet in some case, they meet in one of these, for more
triples never make a MINUS come true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from kg.derive.patterns import Pattern, Triple
from kg.namespaces import JR, PREFIXES

SHARED = ("?case", "?person", "?step")
TRIED = 2000  # cases made from one pair of patterns
_TYPE = PREFIXES["rdf"] + "type"
_MANY = {JR + n for n in ("hasStep", "hasPerson", "hasOrgan", "hasFinding")}
_STATUSES = ("procurator", "assistant")
_ANY_ACT = frozenset(
    JR + a for a in ("Decide", "Propose", "Assist", "Violate", "Change", "Execute", "Instruct")
)
_NEEDS_NO_TARGET = ("propose", "decide", "report", "instruct", "violate")
_PERSON = {"holdsStatus": "status", "holdsOffice": "office", "playsRole": "role"}


@dataclass
class _Terms:
    """Terms that are made one, step by step; False as soon as they cannot be."""

    parent: dict[str, str] = field(default_factory=dict)
    values: dict[str, frozenset[str]] = field(default_factory=dict)

    def root(self, term: str) -> str:
        while self.parent.get(term, term) != term:
            term = self.parent[term]
        return term

    def limit(self, term: str, values: frozenset[str]) -> bool:
        root = self.root(term)
        if not root.startswith("?"):
            return root in values
        left = self.values.get(root, values) & values
        self.values[root] = left
        return bool(left)

    def join(self, one: str, two: str) -> bool:
        a, b = self.root(one), self.root(two)
        if a == b:
            return True
        if a.startswith("?"):
            a, b = b, a
        if b.startswith("?"):
            self.parent[b] = a
            return self.limit(a, self.values[b]) if b in self.values else True
        return False


def cases_of(
    one: Pattern, two: Pattern, day: str, telling: frozenset[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield case files (data, on `day`) in which both patterns stand; none when they cannot.

    The person is `person`, the step `step`. Of the values that a term may have, those that are not
    `telling` (named in a MINUS) come to the same, so one of them is enough; None: all are tried.
    """
    both = _renamed(one, "a") + _renamed(two, "b")
    terms = _Terms()
    if not all(terms.limit(v, allowed) for v, allowed in both.values):
        return
    if not all(terms.join(a, b) for a, b in both.same):
        return
    triples = _made_one(set(both.triples), terms)
    if triples is None:
        return
    order = [(terms.root(a), terms.root(b), strict) for a, b, strict in both.order]
    yield from islice(_Draft(triples, terms, order, day, telling).files(), TRIED)


def _renamed(pattern: Pattern, mark: str) -> Pattern:
    def name(term: str) -> str:
        return f"{term}.{mark}" if term.startswith("?") and term not in SHARED else term

    return Pattern(
        tuple((name(s), p, name(o)) for s, p, o in pattern.triples),
        tuple((name(v), allowed) for v, allowed in pattern.values),
        tuple((name(a), name(b)) for a, b in pattern.same),
        tuple((name(a), name(b), strict) for a, b, strict in pattern.order),
    )


def _made_one(triples: set[Triple], terms: _Terms) -> set[Triple] | None:
    """Join what a case file holds once, until nothing changes; None when it cannot be."""
    while True:
        found = {(terms.root(s), p, terms.root(o)) for s, p, o in triples}
        once: dict[tuple[str, str], str] = {}
        joined = False
        for s, p, o in sorted(found):
            if p in _MANY:
                continue
            first = once.setdefault((s, p), o)
            if terms.root(first) != terms.root(o):
                if not terms.join(first, o):
                    return None
                joined = True
        if not joined:
            return found
        triples = found


class _Draft:
    """A case file in the making: what stands, and what is still free."""

    def __init__(
        self,
        triples: set[Triple],
        terms: _Terms,
        order: Sequence[tuple[str, str, bool]],
        day: str,
        telling: frozenset[str] | None,
    ) -> None:
        self.triples, self.terms, self.order, self.day = triples, terms, order, day
        self.telling = telling
        self.of: dict[tuple[str, str], str] = {(s, p.removeprefix(JR)): o for s, p, o in triples}
        root = terms.root
        steps = {o for _, p, o in triples if p == JR + "hasStep"}
        steps |= {s for s, p, _ in triples if p in (_TYPE, JR + "doneBy", JR + "order")}
        steps |= {x for s, p, o in triples if p == JR + "concerns" for x in (s, o)}
        self.steps = sorted({root(s) for s in steps})
        people = {o for _, p, o in triples if p in (JR + "hasPerson", JR + "directedTo")}
        people |= {s for s, p, _ in triples if p.removeprefix(JR) in (*_PERSON, "belongsTo")}
        people |= {o for s, p, o in triples if p == JR + "doneBy"}
        self.people = sorted({root(p) for p in people} | {root("?person")})

    def files(self) -> Iterator[dict[str, Any]]:
        """Yield a case file for each choice of what is free."""
        free: list[tuple[str, Sequence[str]]] = []
        for step in self.steps:
            if (act := self.of.get((step, _TYPE), "?")).startswith("?"):
                allowed = self.terms.values.get(act, _ANY_ACT)
                free.append((f"act {step}", [_act(a) for a in self.apart(allowed)]))
        for person in self.people:
            for name in _PERSON:
                said = self.of.get((person, name))
                if said is None and name == "holdsStatus":
                    free.append((f"{name} {person}", _STATUSES))
                elif said is not None and said.startswith("?"):
                    allowed = self.terms.values.get(said, frozenset())
                    free.append((f"{name} {person}", [_code(v) for v in self.apart(allowed)]))
        for step in self.steps:
            for name in ("hasCandour", "hasPerformance", "hasAuthority"):
                said = self.of.get((step, name))
                if said is not None and said.startswith("?"):
                    allowed = self.terms.values.get(said, frozenset())
                    free.append((f"{name} {step}", sorted(map(_code, allowed))))
        for combination in product(*(choices for _, choices in free)):
            chosen = dict(zip((name for name, _ in free), combination, strict=True))
            file = self.file(chosen)
            if file:
                yield file

    def apart(self, values: frozenset[str]) -> list[str]:
        """Return the values that can make a difference."""
        ordered = sorted(values)
        if self.telling is None:
            return ordered
        alike = [v for v in ordered if v not in self.telling]
        return [*alike[:1], *(v for v in ordered if v in self.telling)]

    def file(self, chosen: Mapping[str, str]) -> dict[str, Any] | None:
        """Return the case file of one choice, None when it is no case."""
        acts = {s: chosen.get(f"act {s}") or _act(self.of[s, _TYPE]) for s in self.steps}
        ordered = self.sorted_steps()
        if ordered is None:
            return None
        names = {self.terms.root("?step"): "step", self.terms.root("?person"): "person"}
        for number, step in enumerate((s for s in ordered if s not in names), 1):
            names[step] = f"s{number}"
        bodies = {self.of[s, "doneBy"] for s in self.steps
                  if acts[s] == "resolve" and (s, "doneBy") in self.of}  # fmt: skip
        members = [p for p in self.people if p not in bodies]
        for number, person in enumerate((p for p in members if p not in names), 1):
            names[person] = f"p{number}"
        if names[self.terms.root("?person")] != "person" or self.terms.root("?person") in bodies:
            return None
        organs = self.organs(members, names)
        people = [self.person(p, names, chosen) for p in members]
        steps = []
        for step in ordered:
            entry = self.step(step, acts, names, chosen, people)
            if entry is None:
                return None
            steps.append(entry)
        if any(s.get("of") == "s0" for s in steps):
            people.append({"id": "by-s0", "status": "procurator"})
            steps.insert(0, {"id": "s0", "act": "decide", "by": "by-s0", "on": self.day})
        return {"id": "witness", "organs": organs, "people": people, "steps": steps}

    def sorted_steps(self) -> list[str] | None:
        """Return the steps in an order that targets and filters allow, None when there is none."""
        after: dict[str, set[str]] = {s: set() for s in self.steps}
        place = {self.of[s, "order"]: s for s in self.steps if (s, "order") in self.of}
        for s in self.steps:
            if (target := self.of.get((s, "concerns"), "")) in after:
                after[s].add(target)
        for first, second, strict in self.order:
            a, b = place.get(first), place.get(second)
            if a is None or b is None:
                continue
            if a == b and strict:
                return None
            if a != b:
                after[b].add(a)
        ordered: list[str] = []
        while len(ordered) < len(self.steps):
            ready = [s for s in self.steps if s not in ordered and after[s] <= set(ordered)]
            if not ready:
                return None
            ordered.append(ready[0])
        return ordered

    def organs(self, members: Sequence[str], names: dict[str, str]) -> list[dict[str, str]]:
        """Return the organs, the first one that of whoever has none of their own."""
        found = sorted({self.of[p, "belongsTo"] for p in members if (p, "belongsTo") in self.of}
                       | {x for s, p, o in self.triples if p == JR + "isSubordinateTo"
                          for x in (s, o)})  # fmt: skip
        for number, organ in enumerate(found or ["?organ"], 1):
            names[organ] = f"o{number}"
        return [
            {"id": names[o], "level": "basic"}
            | (
                {"superior": names[self.of[o, "isSubordinateTo"]]}
                if (o, "isSubordinateTo") in self.of
                else {}
            )
            for o in found or ["?organ"]
        ]

    def person(
        self, person: str, names: Mapping[str, str], chosen: Mapping[str, str]
    ) -> dict[str, Any]:
        entry = {"id": names[person]}
        for name, key in _PERSON.items():
            said = chosen.get(f"{name} {person}") or _code(self.of.get((person, name), ""))
            if said:
                entry[key] = said
        if (person, "belongsTo") in self.of:
            entry["organ"] = names[self.of[person, "belongsTo"]]
        return entry

    def step(
        self,
        step: str,
        acts: Mapping[str, str],
        names: Mapping[str, str],
        chosen: Mapping[str, str],
        people: list[dict[str, Any]],
    ) -> dict[str, Any] | None:
        """Return one step; somebody acts where the patterns name nobody."""
        act, by = acts[step], self.of.get((step, "doneBy"))
        entry: dict[str, Any] = {"id": names[step], "act": act, "on": self.day}
        if act == "resolve":
            entry["by"] = "committee"
        elif by is None:
            people.append({"id": f"by-{names[step]}", "status": "procurator"})
            entry["by"] = people[-1]["id"]
        else:
            if by not in names:
                return None
            entry["by"] = names[by]
        if (step, "concerns") in self.of:
            entry["of"] = names[self.of[step, "concerns"]]
        elif act not in _NEEDS_NO_TARGET:
            entry["of"] = "s0"
        if (step, "directedTo") in self.of:
            entry["to"] = names[self.of[step, "directedTo"]]
        elif act == "instruct":
            people.append({"id": f"to-{names[step]}", "status": "procurator"})
            entry["to"] = people[-1]["id"]
        for name, key in (("hasAuthority", "within_authority"), ("hasCandour", "candour"),
                          ("hasPerformance", "performance")):  # fmt: skip
            value = chosen.get(f"{name} {step}") or _code(self.of.get((step, name), ""))
            if value:
                entry[key] = {"true": True, "false": False}.get(value, value)
        return entry


def _act(iri: str) -> str:
    """Return the case file's word for a class: jr:RequestReexamination is request-reexamination."""
    name = iri.removeprefix(JR)
    return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]
