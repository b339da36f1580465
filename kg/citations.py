"""Finds what the words of a provision cite: articles of the same text, and documents in 《》.

Which document a title means is said in the citing source's version.yaml (`citations`), because the
same title can mean different versions in different years; a title without an entry stays a title,
and so does the number of an article that the text does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Source
from kg.segment import chinese_number, leaves

_OWN = re.compile(r"本意见第((?:（[一二三四五六七八九十]+）)+)条")
_NUMBER = re.compile(r"（([一二三四五六七八九十]+)）")
_TITLE = re.compile(r"《([^《》]+)》")


@dataclass(frozen=True)
class Citation:
    """`provision` cites `target` (`<source>` or `<source>/art-N`), or only a `title`."""

    provision: str
    target: str
    title: str


def find_citations(source: Source) -> Iterator[Citation]:
    """Yield the citations in the sentences and items of a source, in order of the text."""
    for leaf in leaves(source.provisions):
        for match in _OWN.finditer(leaf.text):
            for number in _NUMBER.findall(match.group(1)):
                article = f"art-{chinese_number(number)}"
                if article in source.provisions:
                    yield Citation(leaf.id, f"{source.id}/{article}", "")
                else:
                    yield Citation(leaf.id, "", f"本意见第（{number}）条")
        for title in dict.fromkeys(_TITLE.findall(leaf.text)):
            yield Citation(leaf.id, source.citations.get(title, ""), title)
