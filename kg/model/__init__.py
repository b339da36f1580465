"""Plain data that the passes hand to each other: frozen, and knowing nothing of RDF.

Names follow the case-file format (docs/case-file.md) and the glossary. A `Text` is a short text in
Chinese (zh-Hans) and English.
"""

from kg.model.answers import Answer, Assessment, Conflict, Gap, Governing, Remark
from kg.model.cases import Case, Finding, Organ, Person, Step
from kg.model.facts import (
    ArticleFacts,
    Correspondence,
    Evidence,
    Fact,
    FigureValue,
    Mechanism,
    OpenQuestion,
    OutOfScope,
    Quote,
)
from kg.model.lists import (
    AssistantItem,
    ListFinding,
    ListItem,
    Matter,
    OwnCode,
    Place,
    PowerList,
    ReadNote,
)
from kg.model.rules import Atom, Condition, Rule
from kg.model.sources import Piece, Provision, Source, Span
from kg.model.text import Text

__all__ = [
    "Answer",
    "ArticleFacts",
    "Assessment",
    "AssistantItem",
    "Atom",
    "Case",
    "Condition",
    "Conflict",
    "Correspondence",
    "Evidence",
    "Fact",
    "FigureValue",
    "Finding",
    "Gap",
    "Governing",
    "ListFinding",
    "ListItem",
    "Matter",
    "Mechanism",
    "OpenQuestion",
    "Organ",
    "OutOfScope",
    "OwnCode",
    "Person",
    "Piece",
    "Place",
    "PowerList",
    "Provision",
    "Quote",
    "ReadNote",
    "Remark",
    "Rule",
    "Source",
    "Span",
    "Step",
    "Text",
]
