"""The quads of one named graph, collected statement by statement."""

from __future__ import annotations

from kg.model import Text
from kg.store import Quad, iri, literal, quad


class NamedGraph:
    """Collects the quads of one named graph; terms may be prefixed names such as `jr:Rule`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.quads: list[Quad] = []

    def link(self, subject: str, predicate: str, target: str) -> None:
        """Add a statement whose object is an IRI."""
        self.quads.append(quad(subject, predicate, iri(target), self.name))

    def value(self, subject: str, predicate: str, text: str, datatype: str = "") -> None:
        """Add a statement whose object is a string, or a value of a datatype."""
        self.quads.append(quad(subject, predicate, literal(text, datatype=datatype), self.name))

    def integer(self, subject: str, predicate: str, number: int) -> None:
        """Add a statement whose object is a whole number."""
        self.value(subject, predicate, str(number), "xsd:integer")

    def text(self, subject: str, predicate: str, text: Text | None) -> None:
        """Add a text in both languages; nothing for None."""
        if text is not None:
            self.words(subject, predicate, text.zh, "zh-Hans")
            self.words(subject, predicate, text.en, "en")

    def words(self, subject: str, predicate: str, text: str, lang: str) -> None:
        """Add words of one language."""
        self.quads.append(quad(subject, predicate, literal(text, lang=lang), self.name))
