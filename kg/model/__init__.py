"""Plain data that the passes hand to each other: frozen, and knowing nothing of RDF.

Names follow the case-file format (docs/case-file.md) and the glossary. A `Text` is a short text in
Chinese (zh-Hans) and English.
"""

from kg.model.answers import (
    Answer,
    Assessment,
    Change,
    Conflict,
    Flip,
    Flips,
    Gap,
    Governing,
    Remark,
)
from kg.model.cases import Case, Finding, Organ, Person, Step
from kg.model.explanations import Applied, Explanation, RuleConflict, RuleConflicts, Trace
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
    PowerList,
    ReadNote,
    RowPlace,
)
from kg.model.rules import Atom, Condition, Rule
from kg.model.search import Marked, SearchHit, SearchResult
from kg.model.sources import Piece, Provision, Source, Span, Supplied
from kg.model.text import Text
from kg.model.validation import SEVERITIES, Place, ValidationReport, ValidationResult

__all__ = [
    "SEVERITIES",
    "Answer",
    "Applied",
    "ArticleFacts",
    "Assessment",
    "AssistantItem",
    "Atom",
    "Case",
    "Change",
    "Condition",
    "Conflict",
    "Correspondence",
    "Evidence",
    "Explanation",
    "Fact",
    "FigureValue",
    "Finding",
    "Flip",
    "Flips",
    "Gap",
    "Governing",
    "ListFinding",
    "ListItem",
    "Marked",
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
    "RowPlace",
    "Rule",
    "RuleConflict",
    "RuleConflicts",
    "SearchHit",
    "SearchResult",
    "Source",
    "Span",
    "Step",
    "Supplied",
    "Text",
    "Trace",
    "ValidationReport",
    "ValidationResult",
]
