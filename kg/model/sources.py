"""Sources, provisions and spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a source's text file."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Provision:
    """A part of a source: article, paragraph, item or sentence.

    `id` is unique in the source (`art-30`, `art-28/para-2/sentence-1`, `art-11/item-3`); `text` is
    the words with line breaks joined, empty where the supplied copy has none; `status` is a code of
    the scheme text-status (complete, partial, missing, restored); `language` is the text's.
    """

    id: str
    kind: str
    number: str
    parent: str | None
    order: int
    span: Span | None
    text: str
    status: str
    language: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the gapless partition of a text: a sentence, a marker, a gap, an excluded span.

    `provision` is the provision that the piece belongs to, or None.
    """

    kind: str
    span: Span
    provision: str | None = None


@dataclass(frozen=True, slots=True)
class Supplied:
    """The copy of a supplied document, and the document as it was supplied.

    `file` is relative to the content folder; `size` counts bytes. The copy differs from the
    original (`original`, "" when version.yaml does not name it) only by the recorded cuts (`cut`).
    """

    file: str
    sha256: str
    size: int
    original: str
    original_sha256: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One version of a source, with its provisions in reading order.

    `citations` says which source a title in 《》 means; `places` where each field is written.

    `text` is the copy of the supplied text ("" when none was supplied). Dates are ISO days or "".
    """

    id: str
    version: str
    jurisdiction: str
    title: Text
    document_number: str
    dates: Mapping[str, str]
    date_certainty: str
    repeals: Sequence[str]
    open_questions: Sequence[str]
    citations: Mapping[str, str]
    note: Text | None
    language: str
    text: str
    pieces: Sequence[Piece]
    provisions: Mapping[str, Provision]
    folder: str
    places: Mapping[str, str]
