"""Documents as people read them: article by article, with what the graph says of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model.nodes import Node
from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in a table of contents.

    `id` is `opinions-2024/art-30`, `status` a code of the scheme text-status, `opening` its first
    words as supplied ("" where there are none), `facts` how many facts rest on it or on its parts.
    """

    id: str
    number: Text
    status: str
    opening: str
    facts: int


@dataclass(frozen=True, slots=True)
class Document:
    """One source with its articles in reading order.

    `dates` are ISO days by `document`, `publication`, `in_force`, `end`; `status` is a code of the
    scheme source-status ("" for none).
    """

    id: str
    title: Text
    dates: Mapping[str, str]
    status: str
    note: Text | None
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a text with the facts that quote them, by number from one; none for no fact.

    `ends` are the facts whose quote ends with these words.
    """

    text: str
    facts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence or item: its id, the marker printed before it, its words, its status."""

    id: str
    marker: str
    stretches: Sequence[Stretch]
    status: str


@dataclass(frozen=True, slots=True)
class Note:
    """One fact that rests on an article: what it says, whom it concerns, how it is known.

    `quoted` tells whether it is marked in the text; else it rests on `source_keys`.
    """

    node: Node
    bearers: Sequence[Node]
    provisions: Sequence[str]
    quoted: bool
    source_keys: Sequence[str]
    confidence: str
    review: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Words of one side of a comparison: the same on both sides, or only on this one."""

    text: str
    same: bool


@dataclass(frozen=True, slots=True)
class Side:
    """The provisions of one side, with their texts and language ("" where there is no text)."""

    provisions: Sequence[str]
    pieces: Sequence[Compared]
    language: str
    lacking: Sequence[str]


@dataclass(frozen=True, slots=True)
class Counterpart:
    """An older and a newer provision that answer each other, and how the words differ.

    `compared` is False where the texts are in two languages or one is missing: then no word is
    marked as different.
    """

    node: Node
    change: Node
    reason: Text
    old: Side
    new: Side
    compared: bool


@dataclass(frozen=True, slots=True)
class Enforced:
    """A rule or a shape that enforces an article: its id, what it says, for a shape its remedy."""

    id: str
    kind: str
    words: Text
    node: Node | None
    provisions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Raised:
    """An open question about an article, with its readings."""

    node: Node
    readings: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Article:
    """An article with all that the graph says of it.

    `language` is that of the text ("" for none), `restatement` the project's own words. `cites` are
    (title, source or "" where it is none of the graph's); `cited_by` are provisions. `others` are
    further nodes that rest on it: mechanisms, steps of procedures, items of lists, terms.
    """

    entry: Entry
    document: str
    before: str
    after: str
    language: str
    parts: Sequence[Part]
    restatement: Text | None
    facts: Sequence[Note]
    counterparts: Sequence[Counterpart]
    cites: Sequence[tuple[Text, str]]
    cited_by: Sequence[str]
    enforced: Sequence[Enforced]
    questions: Sequence[Raised]
    others: Sequence[Node]
