"""Facts (norms) with their quotes, correspondences, mechanisms, evidence, open questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model.sources import Span
from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a provision, with the sentence or item that they start in and their span."""

    exact: str
    provision: str
    span: Span
    language: str


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A number that a text states: decimal text, its unit, an ISO period or "", what it counts."""

    value: str
    unit: Text
    period: str
    counted: Text


@dataclass(frozen=True, slots=True)
class Fact:
    """What one provision says: a norm with bearer, act, condition and consequence (DESIGN 6)."""

    id: str
    source: str
    kind: str
    bearers: Sequence[str]
    verb: str
    responsibility: str
    label: Text
    act: Text | None
    object: Text | None
    condition: Text | None
    consequence: Text | None
    quotes: Sequence[Quote]
    provisions: Sequence[str]
    status: str
    open_question: str
    source_keys: Sequence[str]
    confidence: str
    where: str
    figure: FigureValue | None = None


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Sentences of an article that set nothing to encode, with the reason."""

    provisions: Sequence[str]
    reason: Text


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """The facts file of one article."""

    source: str
    article: str
    restatement: Text | None
    facts: Sequence[Fact]
    out_of_scope: Sequence[OutOfScope]


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Old and new provisions (`<source>/<provision>`) with the kind of change and its reason."""

    id: str
    old: Sequence[str]
    new: Sequence[str]
    change: str
    reason: Text
    where: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where facts from outside were read: key, label, address ("" for none), whether citable."""

    key: str
    label: Text
    address: str
    citable: bool


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism that the documents describe, with its provisions, actors and steps in order.

    A step is (text, provision or ""). `region` (ISO 3166-2) and `level` are "" for national ones.
    """

    id: str
    label: Text
    definition: Text
    provisions: Sequence[str]
    actors: Sequence[str]
    steps: Sequence[tuple[Text, str]]
    region: str
    level: str
    keywords: Sequence[Text]
    meaning: Text | None
    where: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A point that the texts leave open: the question and its readings; nobody has chosen."""

    id: str
    provisions: Sequence[str]
    question: Text
    readings: Sequence[Text]
    where: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the form in which an answer lists it."""
        return {
            "id": self.id,
            "provisions": list(self.provisions),
            "question": self.question.as_json(),
            "readings": [r.as_json() for r in self.readings],
        }
