"""The packaged power lists, read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from kg import assets, facts
from kg.lists import files
from kg.lists.matters import read_matters
from kg.lists.references import check_references
from kg.model import PowerList, Source


@cache
def packaged_lists() -> Mapping[str, PowerList]:
    """Return the lists of data/ by id, sorted. Raises KgError."""
    return {lst.id: lst for lst in _read_all()}


def _read_all() -> list[PowerList]:
    found = [files.read_packaged(f) for f in files.find_lists(assets.root() / "data")]
    return sorted(found, key=lambda x: (x.id, x.version))


def checked_lists(sources: Sequence[Source]) -> list[PowerList]:
    """Return the packaged lists once every name and quote in them is found. Raises KgError."""
    lists = _read_all()
    words = {f"{s.id}/{key}": p.text for s in sources for key, p in s.provisions.items()}
    path = assets.root() / "data" / "open-questions.yaml"
    questions = {q.id for q in facts.read_open_questions(path)}
    check_references(lists, read_matters(), words, questions)
    return lists
