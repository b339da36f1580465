"""Documents to read: their articles in order, and one article with all that the graph says of it.

`contents` lists documents and articles, `article` gathers what concerns one, `marks` finds the
facts' quotes in its words, `wording` compares the words of an older and a newer provision.
"""

from kg.documents.article import RuleOrShape, counterpart, read_article
from kg.documents.contents import list_documents, owner
from kg.documents.marks import mark
from kg.documents.wording import differences

__all__ = [
    "RuleOrShape",
    "counterpart",
    "differences",
    "list_documents",
    "mark",
    "owner",
    "read_article",
]
