"""Says an answer: as JSON, as text for a terminal, as RDF; always with the words it rests on.

`citations` reads the words, `documents` writes JSON, `report` text, `page` HTML, `triples` RDF;
`tree` and `outline` explain an outcome down to the facts and the quotes.
"""

from kg.explain.citations import (
    MISSING,
    PARTIAL,
    RESTORED,
    TRANSLATION,
    Citation,
    citation_text,
    cited,
    number_in_words,
    read_citations,
)
from kg.explain.documents import answer_json
from kg.explain.outline import explanation_text
from kg.explain.page import answer_page
from kg.explain.pairs import conflicts_document, conflicts_report
from kg.explain.report import answer_text
from kg.explain.tree import explanation_json, flips_json
from kg.explain.triples import answer_quads
from kg.explain.words import NOTICE, Words, act_of, who

__all__ = [
    "MISSING",
    "NOTICE",
    "PARTIAL",
    "RESTORED",
    "TRANSLATION",
    "Citation",
    "Words",
    "act_of",
    "answer_json",
    "answer_page",
    "answer_quads",
    "answer_text",
    "citation_text",
    "cited",
    "conflicts_document",
    "conflicts_report",
    "explanation_json",
    "explanation_text",
    "flips_json",
    "number_in_words",
    "read_citations",
    "who",
]
