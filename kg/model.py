"""Plain data that the passes hand to each other: frozen, and knowing nothing of RDF.

Names follow the case-file format (docs/case-file.md) and the glossary: provisions, facts (norms),
rules, cases, assessments. A `Text` is one short text in Chinese (zh-Hans) and English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def as_json(self) -> dict[str, str]:
        """Return {zh, en}."""
        return {"zh": self.zh, "en": self.en}

    def pick(self, lang: str) -> str:
        """Return the text in `lang` (`zh` or `en`)."""
        return self.zh if lang == "zh" else self.en


# --- sources -----------------------------------------------------------------------------------


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
class Source:
    """One version of a source, with its provisions in reading order.

    `citations` says which source a title in 《》 means.

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


# --- facts -------------------------------------------------------------------------------------


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

    def as_json(self) -> dict[str, object]:
        """Return the form in which an answer lists it."""
        return {
            "id": self.id,
            "provisions": list(self.provisions),
            "question": self.question.as_json(),
            "readings": [r.as_json() for r in self.readings],
        }


# --- rules -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal rule (DESIGN section 7): structure as SPARQL, open norms as `when`.

    `id` is `<source>/<rule-id>`; `provisions` are what it rests on, the first one its own; `text`
    is the text (source) under which it is read; `overrides` are full rule ids; `extra` are the
    provisions that its floor adds.
    """

    id: str
    provisions: Sequence[str]
    text: str
    effect: str
    kind: str
    extent: Sequence[str]
    when: Condition
    overrides: Sequence[str]
    open_questions: Sequence[str]
    because: Text
    from_date: str
    sparql: str
    where: str
    when_source: str


@dataclass(frozen=True, slots=True)
class Atom:
    """`<field> of ?subject [at ?at]` is one of `values`."""

    field: str
    subject: str
    at: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A tree of conditions in three-valued logic.

    `op`: all, any, not (one part), atom, readings (true or false only when all readings agree).
    """

    op: str
    parts: tuple[Condition, ...] = ()
    atom: Atom | None = None
    question: str = ""


# --- cases -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Organ:
    """A procuratorate of a case: id, level, and the id of the one above it."""

    id: str
    level: str
    superior: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a case; office and role are "" for none."""

    id: str
    status: str
    office: str
    role: str
    organ: str


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a case. `fields` are the act's own fields (candour, vote, …), defaults filled."""

    id: str
    act: str
    by: str
    on: str
    of: str
    to: str
    order: int
    fields: Mapping[str, str]
    assumed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about a step, a person at a step, or a person's conduct afterwards."""

    about: str
    person: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A case file, checked, with defaults filled in. `document` is the normalised JSON form."""

    id: str
    title: Text
    jurisdiction: str
    assessed_on: str
    case_kind: str
    committee_complete: bool
    organs: Sequence[Organ]
    people: Mapping[str, Person]
    steps: Mapping[str, Step]
    findings: Sequence[Finding]
    document: Mapping[str, Any] = field(repr=False)


# --- answers -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """A finding that an outcome turns on: about which step, which person (or ""), which field."""

    about: str
    person: str
    field: str

    def as_json(self) -> dict[str, str | None]:
        """Return {about, person, field}; person is null for a finding about the step itself."""
        return {"about": self.about, "person": self.person or None, "field": self.field}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one person answers for at one step, of one kind (contracts: the assessment)."""

    person: str
    step: str
    kind: str
    outcome: str
    extent: Sequence[str]
    provisions: Sequence[str]
    rule: str
    rules: Sequence[str]
    facts: Sequence[str]
    defeats: Sequence[str]
    defeated_by: Sequence[str]
    turns_on: Sequence[Gap]
    because: Text
    text: str
    open_questions: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the assessment in the contract's form."""
        return {
            "person": self.person,
            "step": self.step,
            "kind": self.kind,
            "outcome": self.outcome,
            "extent": list(self.extent),
            "provisions": list(self.provisions),
            "rule": self.rule,
            "rules": list(self.rules),
            "text": self.text,
            "facts": list(self.facts),
            "defeats": list(self.defeats),
            "defeated_by": list(self.defeated_by),
            "turns_on": [g.as_json() for g in self.turns_on],
            "because": self.because.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Remark:
    """A violation or a silence: a person and step, a kind or a provision, and why."""

    person: str
    step: str
    kind: str
    provisions: Sequence[str]
    rule: str
    text: str
    because: Text


@dataclass(frozen=True, slots=True)
class Conflict:
    """A true ground and a true exemption that nothing orders: no assessment is given."""

    person: str
    step: str
    kind: str
    rules: Sequence[str]
    provisions: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """Return the conflict with both rules."""
        return {
            "person": self.person,
            "step": self.step,
            "kind": self.kind,
            "rules": list(self.rules),
            "provisions": list(self.provisions),
        }


@dataclass(frozen=True, slots=True)
class Governing:
    """Which text governs a step ("" for none in the graph), and why."""

    step: str
    source: str
    because: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer for one case."""

    case: str
    governing: Sequence[Governing]
    assessments: Sequence[Assessment]
    violations: Sequence[Remark]
    silences: Sequence[Remark]
    conflicts: Sequence[Conflict]
    assumptions: Sequence[Mapping[str, object]]
    open_questions: Sequence[OpenQuestion]
    notes: Sequence[Text] = ()
