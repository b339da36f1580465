"""Reads the facts files and binds each quote to the words of its article (DESIGN section 6).

A quote must occur in its article, after line breaks are joined; a fact about text that the supplied
copy lacks names its provision, the outside source key and the confidence instead.
"""

from kg.facts.articles import read_facts
from kg.facts.lists import read_correspondences, read_evidence, read_open_questions
from kg.facts.restored import restore

__all__ = [
    "read_correspondences",
    "read_evidence",
    "read_facts",
    "read_open_questions",
    "restore",
]
