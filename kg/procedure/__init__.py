"""The accountability procedure: who must act, who must approve, by what majority and by when."""

from kg.procedure.answering import Asked, answer
from kg.procedure.checks import check_grounds, named
from kg.procedure.governing import InForce
from kg.procedure.limits import deadline, parse_day
from kg.procedure.quads import procedure_quads
from kg.procedure.reading import read_counting, read_procedures
from kg.procedure.wording import answer_text, shown_provisions

__all__ = [
    "Asked",
    "InForce",
    "answer",
    "answer_text",
    "check_grounds",
    "deadline",
    "named",
    "parse_day",
    "procedure_quads",
    "read_counting",
    "read_procedures",
    "shown_provisions",
]
