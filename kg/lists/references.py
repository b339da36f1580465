"""Checks what packaged lists and data/matters.yaml name: provisions, questions, items, words.

A quote must occur in the words of its provision; a list may be packaged in one version only,
because its items' addresses carry none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.errors import KgError, Problem
from kg.lists.matters import FILE, Matters
from kg.model import AssistantItem, ListItem, PowerList
from kg.segment import flatten


def check_references(
    lists: Sequence[PowerList], matters: Matters, words: Mapping[str, str], questions: set[str]
) -> None:
    """Raise KgError for each name that leads nowhere and each quote that its provision lacks.

    `words` are the texts of the provisions by id (`<source>/<provision>`), "" where none was
    supplied.
    """
    ids = {lst.id for lst in lists}
    problems = list(_doubles(lists))
    for c in matters.all:
        where = f"{FILE} ({c.code})"
        if c.source not in ids and c.source not in words:
            problems.append(_dangling(where, c.source))
        elif c.quote and not _says(words.get(c.source, ""), c.quote):
            problems.append(_not_there(where, c.source, c.quote))
        if c.question and c.question not in questions:
            problems.append(_dangling(where, c.question))
    items = {f"{lst.id}/{i.id}" for lst in lists for i in lst.rows()}
    for lst in lists:
        for name in lst.basis:
            if name not in words:
                problems.append(_dangling(lst.place.as_text("basis"), name))
        for item in lst.rows():
            problems.extend(_item(lst, item, words, items))
    if problems:
        raise KgError(problems)


def _doubles(lists: Sequence[PowerList]) -> Iterator[Problem]:
    seen: dict[str, PowerList] = {}
    for lst in lists:
        if lst.id in seen:
            yield Problem(
                lst.place.as_text("id"),
                f"清单 {lst.id} 已收录版本 {seen[lst.id].version}。",
                f"The list {lst.id} is already packaged in version {seen[lst.id].version}.",
                "新版本请用新的年份作编号。",
                "Give a new version an id with its year.",
            )
        seen[lst.id] = lst


def _item(
    lst: PowerList, item: ListItem | AssistantItem, words: Mapping[str, str], items: set[str]
) -> Iterator[Problem]:
    for name in item.basis:
        if name not in words:
            yield _dangling(item.place.as_text("basis"), name)
    if item.quote and not any(_says(words.get(b, ""), item.quote) for b in item.basis):
        yield _not_there(item.place.as_text("quote"), " ".join(item.basis), item.quote)
    source = item.delegated_from if isinstance(item, ListItem) else ""
    if source and (source if "/" in source else f"{lst.id}/{source}") not in items:
        yield _dangling(item.place.as_text("delegated_from"), source)


def _says(text: str, quote: str) -> bool:
    return flatten(quote)[0] in flatten(text)[0]


def _dangling(where: str, name: str) -> Problem:
    return Problem(
        where,
        f"引用了不存在的“{name}”。",
        f'It names "{name}", which does not exist.',
        "请核对编号。",
        "Check the id.",
    )


def _not_there(where: str, provision: str, quote: str) -> Problem:
    return Problem(
        where,
        f"{provision} 的原文没有这段引文：“{quote}”。",
        f'{provision} does not contain the quote: "{quote}".',
        "请照原文引用。",
        "Quote the exact words.",
    )
