"""Finds where the rules' structures stand in cases: each SELECT runs once over many cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from kg.errors import KgError
from kg.model import Case, Rule
from kg.namespaces import case_iri
from kg.store import EmbeddedStore, Quad

_WORTH_GROUPS = 50  # cases; a query costs its parsing in every group


def alike(rules: Iterable[Rule], cases: Mapping[str, Case]) -> list[dict[str, Case]]:
    """Return the cases in groups that have, or lack, the acts on which most rules turn.

    A rule is not asked where its acts are absent, so asking group by group takes a quarter less.
    """
    gated = {(rule.sparql, act) for rule in rules for n in rule.needs if len(n) == 1 for act in n}
    counts = Counter(act for _, act in sorted(gated))
    turning = [act for act, _ in counts.most_common(2)] if len(cases) > _WORTH_GROUPS else []
    groups: dict[tuple[bool, ...], dict[str, Case]] = {}
    for key, case in cases.items():
        acts = {_class_of(step.act) for step in case.steps.values()}
        groups.setdefault(tuple(act in acts for act in turning), {})[key] = case
    return list(groups.values())


def match_rules(
    rules: Iterable[Rule], cases: Mapping[str, Case], quads: Iterable[Quad]
) -> dict[str, list[tuple[Rule, dict[str, str]]]]:
    """Return the structure rows by case id: each rule's SELECT runs once over all the cases.

    `quads` are the cases' triples; people and steps come back as their ids in the case.
    """
    store = EmbeddedStore()
    store.extend(quads)
    iris = {case_iri(key): key for key in cases}
    rows: dict[str, list[tuple[Rule, dict[str, str]]]] = defaultdict(list)
    answers: dict[str, list[tuple[str, dict[str, str]]]] = {}
    acts = {_class_of(step.act) for case in cases.values() for step in case.steps.values()}
    for rule in rules:
        if any(acts.isdisjoint(needed) for needed in rule.needs):
            continue
        if rule.sparql not in answers:
            answers[rule.sparql] = list(_bindings(store, rule, iris))
        for key, binding in answers[rule.sparql]:
            rows[key].append((rule, binding))
    return rows


def _bindings(
    store: EmbeddedStore, rule: Rule, iris: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (case id, binding) of each different row of a rule's SELECT, IRIs cut to ids."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    try:
        for row in store.solutions(rule.sparql):
            frozen = tuple(row.items())
            if frozen in seen:
                continue
            seen.add(frozen)
            case = row.pop("case")
            prefix = case + "/"
            yield iris[case], {k: v.removeprefix(prefix) for k, v in row.items()}
    except KgError as error:
        file = rule.where.partition(":")[0]
        raise KgError(
            replace(p, where=p.where.replace("SPARQL", file, 1)) for p in error.problems
        ) from None


@cache
def _class_of(act: str) -> str:
    """Return the class of an act as the JSON-LD context names it: `keep` is jr:Keep."""
    return "".join(part.capitalize() for part in act.split("-"))
