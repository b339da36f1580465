"""The parity report (权责相当): who has powers without responsibility, and rules without words.

2024 art. 2 asks that responsibility match power; the report shows where the encoded texts leave one
side empty. An empty side is a fact about the encoding or the text, never a finding against anyone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.namespaces import code
from kg.store import EmbeddedStore

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
                          jr:Definition } }
  MINUS { ?part eli:is_part_of+ ?provision . ?n2 jr:restsOn ?part }
  MINUS { ?provision eli:is_part_of+ ?whole . ?n3 jr:restsOn ?whole }
} ORDER BY ?rule ?p"""
_LIABILITIES = """SELECT ?norm ?zh ?en WHERE {
  ?n a jr:Liability ; dcterms:identifier ?norm ; skos:prefLabel ?zh , ?en ; jr:restsOn ?p .
  FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en"))
  MINUS { ?r a jr:Rule ; jr:restsOn ?p }
  MINUS { ?p eli:is_part_of+ ?whole . ?r2 a jr:Rule ; jr:restsOn ?whole }
  MINUS { ?part eli:is_part_of+ ?p . ?r3 a jr:Rule ; jr:restsOn ?part }
} ORDER BY ?norm"""
_POWERS, _BURDENS = ("Power", "Permission"), ("Liability",)


def parity(store: EmbeddedStore) -> dict[str, Any]:
    """Return {roles, powers_without_responsibility, rules_without_norm, liabilities_without_rule}.

    `roles` counts norms by source, role and class; a role has powers without responsibility in a
    source when it has a power or permission there and no liability.
    """
    roles: dict[tuple[str, str], dict[str, Any]] = {}
    for row in store.solutions(_ROLES):
        source, role = code(row["source"]), code(row["role"])
        entry = roles.setdefault(
            (source, role),
            {"source": source, "role": role, "label": {"zh": row["zh"], "en": row["en"]},
             "norms": {}},
        )  # fmt: skip
        entry["norms"][code(row["class"])] = int(row["n"])
    ordered = [roles[key] for key in sorted(roles)]
    return {
        "roles": ordered,
        "powers_without_responsibility": [
            {"source": r["source"], "role": r["role"], "label": r["label"]}
            for r in ordered
            if _has(r["norms"], _POWERS) and not _has(r["norms"], _BURDENS)
        ],
        "responsibility_without_power": [
            {"source": r["source"], "role": r["role"], "label": r["label"]}
            for r in ordered
            if _has(r["norms"], _BURDENS) and not _has(r["norms"], (*_POWERS, "Duty"))
        ],
        "rules_without_norm": [
            {"rule": r["rule"], "provision": r["p"]} for r in store.solutions(_RULES)
        ],
        "liabilities_without_rule": [
            {"norm": r["norm"], "label": {"zh": r["zh"], "en": r["en"]}}
            for r in store.solutions(_LIABILITIES)
        ],
    }


def _has(norms: Mapping[str, int], classes: tuple[str, ...]) -> bool:
    return any(norms.get(c) for c in classes)
