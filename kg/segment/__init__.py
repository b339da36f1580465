"""Cuts a source's text into provisions and spans without losing a character (DESIGN section 6).

The text stays as it was supplied. A layout, written in the source's version.yaml, says where its
regions begin; numbering styles are the two that the supplied documents use. The result is a
gapless partition: joining the pieces gives back the text.
"""

from kg.segment.cut import segment
from kg.segment.order import document_order, leaves
from kg.segment.styles import chinese_number
from kg.segment.words import CJK, flatten, language_of

__all__ = [
    "CJK",
    "chinese_number",
    "document_order",
    "flatten",
    "language_of",
    "leaves",
    "segment",
]
