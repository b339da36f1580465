"""Full-text search over the graph, its cases and its questions, in Chinese and English.

`reading` reads what can be searched into `documents`, `folding` makes texts comparable, `terms`
reads what was typed, `index` finds and ranks, `marking` says where the words stand, `outline`
prints what was found.
"""

from kg.search.documents import (
    KINDS,
    Collection,
    case_document,
    pack,
    question_document,
    unpack,
)
from kg.search.index import MAX_LIMIT, MAX_OFFSET, Index
from kg.search.outline import OF, result_rows, result_text
from kg.search.reading import read_documents
from kg.search.terms import MAX_CHARACTERS

__all__ = [
    "KINDS",
    "MAX_CHARACTERS",
    "MAX_LIMIT",
    "MAX_OFFSET",
    "OF",
    "Collection",
    "Index",
    "case_document",
    "pack",
    "question_document",
    "read_documents",
    "result_rows",
    "result_text",
    "unpack",
]
