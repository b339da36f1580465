"""Rules and their conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model.text import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal rule (DESIGN section 7): structure as SPARQL, open norms as `when`.

    `id` is `<source>/<rule-id>`; `provisions` are what it rests on, the first one its own; `text`
    is the text (source) under which it is read; `overrides` are full rule ids; `extra` are the
    provisions that its floor adds. `needs` are sets of acts: a case without any act of one of them
    cannot match, so its SELECT need not run. `invoked_by` are the findings that invoke an exemption
    whose other findings are missing (rule of reading 1); `beside` are the outcomes beside which a
    note is shown, none for always.
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
    needs: Sequence[frozenset[str]] = ()
    invoked_by: tuple[Atom, ...] = ()
    beside: Sequence[str] = ()


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
