"""Turns sources, facts, rules and the ontology into quads: one named graph per source version.

Deterministic: no clock, no network, no blank nodes (DESIGN 2.10). `sources` makes the graph of a
source version, `statements` those of rules, mechanisms, questions and evidence, `ontology` that of
the terms, `catalogue` the description of them all.
"""

from kg.build.catalogue import CATALOGUE, build_catalogue
from kg.build.ontology import ONTOLOGY, build_ontology, roles
from kg.build.sources import all_provisions, build_source
from kg.build.statements import (
    EVIDENCE,
    MECHANISMS,
    PROCEDURES,
    QUESTIONS,
    RULES,
    build_evidence,
    build_mechanisms,
    build_questions,
    build_rules,
)

__all__ = [
    "CATALOGUE",
    "EVIDENCE",
    "MECHANISMS",
    "ONTOLOGY",
    "PROCEDURES",
    "QUESTIONS",
    "RULES",
    "all_provisions",
    "build_catalogue",
    "build_evidence",
    "build_mechanisms",
    "build_ontology",
    "build_questions",
    "build_rules",
    "build_source",
    "roles",
]
