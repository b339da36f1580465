"""Finds what the words of a provision cite: articles of the same text, and documents in 《》.

Which document a title means is said in the citing source's version.yaml (`citations`), because the
same title can mean different versions in different years; a title without an entry stays a title,
and so does the number of an article that the text does not have. A translation prints no 《》:
there the titles of `citations` are looked for as they stand.
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
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Citation:
    """`provision` cites `target` (`<source>` or `<source>/art-N`), or only a `title`."""

    provision: str
    target: str
    title: str


def find_citations(source: Source) -> Iterator[Citation]:
    """Yield the citations in the sentences and items of a source, in order of the text."""
    printed = [title for title in source.citations if not _CHINESE.search(title)]
    for leaf in leaves(source.provisions):
        for match in _OWN.finditer(leaf.text):
            for number in _NUMBER.findall(match.group(1)):
                article = f"art-{chinese_number(number)}"
                if article in source.provisions:
                    yield Citation(leaf.id, f"{source.id}/{article}", "")
                else:
                    yield Citation(leaf.id, "", f"本意见第（{number}）条")
        titles = _TITLE.findall(leaf.text) + [title for title in printed if title in leaf.text]
        for title in dict.fromkeys(titles):
            yield Citation(leaf.id, source.citations.get(title, ""), title)
