"""The parity report (权责相当): who has powers without responsibility, and rules without words.

2024 art. 2 asks that responsibility match power; the report shows where the encoded texts leave one
side empty. An empty side is a fact about the encoding or the text, never a finding against anyone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import KgError, Problem
from kg.model import Rule
from kg.namespaces import code
from kg.store import Store

_ROLES = """SELECT ?source ?role ?zh ?en ?class (COUNT(DISTINCT ?norm) AS ?n) WHERE {
  VALUES ?class { jr:Power jr:Permission jr:Duty jr:Prohibition jr:Liability jr:Exemption }
  ?norm a ?class ; jr:addresses ?role ; jr:restsOn ?p .
  ?p jr:belongsToSource ?source .
  ?role skos:prefLabel ?zh , ?en .
  FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en"))
} GROUP BY ?source ?role ?zh ?en ?class"""
_RULES = """SELECT ?rule ?p WHERE {
  ?r a jr:Rule ; dcterms:identifier ?id ; jr:hasEffect ?effect ; jr:restsOn ?provision .
  BIND(STRAFTER(?id, "rule/") AS ?rule)
  FILTER(?effect != <https://w3id.org/judicial-responsibility/concept/effect/silent>)
  ?provision dcterms:identifier ?p .
  MINUS { ?n jr:restsOn ?provision ; a ?class .
          VALUES ?class { jr:Liability jr:Exemption jr:Prohibition jr:Power jr:Duty jr:Permission
                          jr:Definition jr:Composition jr:Transition jr:Principle } }
  MINUS { ?part eli:is_part_of+ ?provision . ?n2 jr:restsOn ?part }
  MINUS { ?provision eli:is_part_of+ ?whole . ?n3 jr:restsOn ?whole }
} ORDER BY ?rule ?p"""
_LIABILITIES = """SELECT DISTINCT ?norm ?source ?zh ?en WHERE {
  ?n a jr:Liability ; dcterms:identifier ?norm ; skos:prefLabel ?zh , ?en ; jr:restsOn ?p .
  ?p jr:belongsToSource ?source .
  FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en"))
  MINUS { ?r a jr:Rule ; jr:restsOn ?p }
  MINUS { ?p eli:is_part_of+ ?whole . ?r2 a jr:Rule ; jr:restsOn ?whole }
  MINUS { ?part eli:is_part_of+ ?p . ?r3 a jr:Rule ; jr:restsOn ?part }
} ORDER BY ?norm"""
_NORMS = """SELECT ?norm ?source ?role ?class ?p ?zh ?en WHERE {
  VALUES ?class { jr:Power jr:Permission jr:Duty jr:Liability }
  ?n a ?class ; dcterms:identifier ?norm ; jr:addresses ?role ; jr:restsOn ?provision ;
     skos:prefLabel ?zh , ?en .
  ?provision dcterms:identifier ?p ; jr:belongsToSource ?source .
  FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en"))
} ORDER BY ?norm ?role ?p"""
_BROADER = """SELECT ?role ?broader (BOUND(?above) AS ?inner) WHERE {
  ?role skos:broader ?broader . OPTIONAL { ?broader skos:broader ?above } }"""
_POWERS, _BURDENS = ("Power", "Permission"), ("Liability",)
_CHARGING = ("attributes", "imposes")
_LISTS = (
    "powers_without_rule", "rules_without_power", "powers_without_responsibility",
    "responsibility_without_power", "rules_without_norm", "liabilities_without_rule",
)  # fmt: skip


def parity(store: Store, rules: Sequence[Rule], source: str = "") -> dict[str, Any]:
    """Return {totals, roles} and the lists of what has one side only; `source` limits all to one.

    `roles` counts norms by source, role and class. `powers_without_rule`: powers and permissions of
    a role for which no rule of the source says who answers (a rule is of the roles that the
    liability norms at its own provision address). `rules_without_power`: such rules whose roles
    have no power, permission or duty there. `powers_without_responsibility` and
    `responsibility_without_power`: roles with norms on one side only. `rules_without_norm`,
    `liabilities_without_rule`: rules without words, and words without a rule.
    Only sources with rules are looked at for the first two. What a text says of support staff it
    says of clerks, and the other way round; but what it says of all procuratorial staff (a broadest
    concept) it says of no role in particular. Raises KgError for an unknown source.
    """
    kin = _kin(store)
    ordered = _roles(store)
    norms = _norms(store)
    bearers = _bearers(norms, rules)

    def side(role: Mapping[str, Any], classes: tuple[str, ...]) -> bool:
        same = {role["role"], *kin.get(role["role"], ())}
        return any(_has(r["norms"], classes) for r in ordered
                   if r["source"] == role["source"] and r["role"] in same)  # fmt: skip

    report: dict[str, Any] = {
        "roles": ordered,
        **_rule_sides(norms, bearers, rules, kin),
        "powers_without_responsibility": [
            _role(r) for r in ordered
            if _has(r["norms"], _POWERS) and not side(r, _BURDENS)
        ],
        "responsibility_without_power": [
            _role(r) for r in ordered
            if _has(r["norms"], _BURDENS) and not side(r, (*_POWERS, "Duty"))
        ],
        "rules_without_norm": [
            {"rule": r["rule"], "source": r["rule"].split("/")[0], "provision": r["p"]}
            for r in store.solutions(_RULES)
        ],
        "liabilities_without_rule": [
            {"norm": r["norm"], "source": code(r["source"]),
             "label": {"zh": r["zh"], "en": r["en"]}}
            for r in store.solutions(_LIABILITIES)
        ],
    }  # fmt: skip
    if source:
        _check(source, ordered)
        for key, entries in report.items():
            report[key] = [e for e in entries if e["source"] == source]
    totals = {
        "roles": len(report["roles"]),
        "powers": sum(r["norms"].get(c, 0) for r in report["roles"] for c in _POWERS),
        "liabilities": sum(r["norms"].get("Liability", 0) for r in report["roles"]),
        "rules": len([r for r in rules if r.effect in _CHARGING
                      and source in ("", r.id.split("/")[0])]),
        **{key: len(report[key]) for key in _LISTS},
    }  # fmt: skip
    return {"totals": totals, **report}


@dataclass(frozen=True)
class _Norm:
    id: str
    source: str
    role: str
    kind: str
    provision: str
    label: Mapping[str, str]


def _roles(store: Store) -> list[dict[str, Any]]:
    roles: dict[tuple[str, str], dict[str, Any]] = {}
    for row in store.solutions(_ROLES):
        source, role = code(row["source"]), code(row["role"])
        entry = roles.setdefault(
            (source, role),
            {"source": source, "role": role, "label": {"zh": row["zh"], "en": row["en"]},
             "norms": {}},
        )  # fmt: skip
        entry["norms"][code(row["class"])] = int(row["n"])
    return [roles[key] for key in sorted(roles)]


def _kin(store: Store) -> dict[str, set[str]]:
    """Return, for each role, the broader and narrower ones but for the broadest of all."""
    found: dict[str, set[str]] = {}
    for row in store.solutions(_BROADER):
        role, broader = code(row["role"]), code(row["broader"])
        if row["inner"] == "true":
            found.setdefault(role, set()).add(broader)
            found.setdefault(broader, set()).add(role)
    return found


def _norms(store: Store) -> list[_Norm]:
    return [
        _Norm(
            r["norm"], code(r["source"]), code(r["role"]), code(r["class"]), r["p"],
            {"zh": r["zh"], "en": r["en"]},
        )
        for r in store.solutions(_NORMS)
    ]  # fmt: skip


def _bearers(norms: Sequence[_Norm], rules: Sequence[Rule]) -> dict[str, set[str]]:
    """Return the roles that the liability norms at each charging rule's own provision address."""
    burdens = [n for n in norms if n.kind in _BURDENS]
    return {
        rule.id: {n.role for n in burdens if _overlap(n.provision, rule.provisions[0])}
        for rule in rules
        if rule.effect in _CHARGING
    }


def _overlap(one: str, two: str) -> bool:
    """Tell whether two provisions are the same, or one is part of the other."""
    return f"{one}/".startswith(f"{two}/") or f"{two}/".startswith(f"{one}/")


def _rule_sides(
    norms: Sequence[_Norm],
    bearers: Mapping[str, set[str]],
    rules: Sequence[Rule],
    kin: Mapping[str, set[str]],
) -> dict[str, list[dict[str, Any]]]:
    def with_kin(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
        return pairs | {(source, k) for source, role in pairs for k in kin.get(role, ())}

    sources = {r.id.split("/")[0] for r in rules if r.id in bearers}
    answering = with_kin(
        {(r.split("/")[0], role) for r, roles in bearers.items() for role in roles}
    )
    active = with_kin({(n.source, n.role) for n in norms if n.kind in (*_POWERS, "Duty")})
    powers = {
        (n.id, n.role): n
        for n in norms
        if n.kind in _POWERS and n.source in sources and (n.source, n.role) not in answering
    }
    return {
        "powers_without_rule": [
            {"norm": n.id, "source": n.source, "role": n.role, "provision": n.provision,
             "label": dict(n.label)}
            for n in powers.values()
        ],
        "rules_without_power": [
            {"rule": r.id, "source": source, "roles": sorted(bearers[r.id]),
             "provision": r.provisions[0]}
            for r in rules
            if r.id in bearers
            for source in [r.id.split("/")[0]]
            if not any((source, role) in active for role in bearers[r.id])
        ],
    }  # fmt: skip


def _check(source: str, roles: Sequence[Mapping[str, Any]]) -> None:
    known = sorted({r["source"] for r in roles})
    if source not in known:
        raise KgError(
            Problem(
                f"--source {source}",
                f"没有编号为“{source}”的来源，或者它没有规范。",
                f'There is no source "{source}", or it has no norms.',
                f"可用：{'、'.join(known)}。",
                f"Use one of: {', '.join(known)}.",
            )
        )


def _role(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in ("source", "role", "label")}


def _has(norms: Mapping[str, int], classes: tuple[str, ...]) -> bool:
    return any(norms.get(c) for c in classes)
