"""The JSON-LD context of the case file as a table, for writing and reading its RDF directly.

The general JSON-LD processor takes 3 ms a case, this table a tenth of it. Nothing of the
vocabulary stands here: the table is made from ontology/case.context.jsonld, and only from the
features of JSON-LD 1.1 that it uses (sections 4.1.8 scoped contexts, 4.2.3 type coercion, 4.6.2
language maps); any other feature raises ValueError, so that a new one is not silently lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from kg.cases.format import context
from kg.namespaces import PREFIXES

RDF_TYPE = PREFIXES["rdf"] + "type"


@dataclass(frozen=True)
class Term:
    """One field: its property and how its value becomes RDF.

    `kind`: `language` ({language: text}), `id` (an id in the case), `word` (a code of a vocabulary:
    from `words` if it is listed, else `base` + code), `typed` (a literal of the datatype `base`),
    `plain` (a literal, or nodes whose fields are `inner`).
    """

    name: str
    iri: str
    kind: str
    base: str
    words: Mapping[str, str]
    inner: Mapping[str, Term]

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Return the listed words by their IRI."""
        return {iri: word for word, iri in self.words.items()}

    def word_iri(self, word: str) -> str:
        """Return the IRI of a code; raise KeyError when the vocabulary is a list without it."""
        return self.words.get(word) or (self.base + word if self.base else self.words[word])


@dataclass(frozen=True)
class Terms:
    """The whole context: the fields of the case, and the IRIs of the classes named by `type`."""

    fields: Mapping[str, Term]
    classes: Mapping[str, str]


@cache
def terms() -> Terms:
    """Return the table of the context."""
    found = context()
    prefixes = {k: v for k, v in found.items() if isinstance(v, str) and v.endswith(("/", "#"))}
    classes = {
        k: _expand(v, prefixes) for k, v in found.items() if isinstance(v, str) and k[:1].isupper()
    }
    return Terms(_fields(found, prefixes), classes)


def _expand(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    if local.startswith("//"):
        return name
    return prefixes[prefix] + local


def _fields(found: Mapping[str, Any], prefixes: Mapping[str, str]) -> dict[str, Term]:
    return {
        name: _term(name, {"@id": value} if isinstance(value, str) else value, prefixes)
        for name, value in found.items()
        if not name.startswith("@")
        and value is not None  # a field that is no part of the RDF (JSON-LD 1.1 section 4.1.4)
        and not (isinstance(value, str) and (value.startswith("@") or name in prefixes))
        and not name[:1].isupper()
    }


def _term(name: str, value: Mapping[str, Any], prefixes: Mapping[str, str]) -> Term:
    unknown = value.keys() - {"@id", "@type", "@container", "@context"}
    kind, base = "plain", ""
    words: dict[str, str] = {}
    inner: Mapping[str, Term] = {}
    scoped = value.get("@context", {})
    given = value.get("@type", "")
    if value.get("@container", "@language") != "@language" or unknown:
        raise ValueError(f"{name}: a feature of JSON-LD that is not supported here")
    if "@container" in value:
        kind = "language"
    elif given == "@id":
        kind = "id"
    elif given == "@vocab":
        kind, base = "word", str(scoped.get("@vocab", ""))
        words = {k: _expand(v, prefixes) for k, v in scoped.items() if not k.startswith("@")}
    elif given:
        kind, base = "typed", _expand(given, prefixes)
    elif scoped:
        inner = _fields(scoped, prefixes)
    return Term(name, _expand(value["@id"], prefixes), kind, base, words, inner)
