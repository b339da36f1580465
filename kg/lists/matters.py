"""Reads data/matters.yaml: business lines, stages, case classes and matters as SKOS concepts."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from kg.assets import root
from kg.errors import KgError, Problem
from kg.formats import IDENT, STRING, Format, check, listed, one_or_more, record
from kg.lists.format import normal
from kg.model import Matter, Text
from kg.sources import bilingual
from kg.yaml12 import Document, load

FILE = "data/matters.yaml"
SCHEMES = {
    "business_lines": "business-line",
    "stages": "stage",
    "case_classes": "case-class",
    "matters": "matter",
}
CODE_SCHEMES = {
    "matter": "matter",
    "class": "case-class",
    "line": "business-line",
    "stage": "stage",
}


_WORDS = {"type": "string", "pattern": r"\S"}
_FORMAT = Format(
    record(
        dict.fromkeys(
            SCHEMES,
            listed(
                record(
                    {"code": IDENT, "zh": _WORDS, "en": _WORDS},
                    alt=listed(STRING),
                    under=one_or_more(IDENT),
                    quote=STRING,
                    article_47={"type": "string", "enum": ["open"]},
                    question=IDENT,
                    **{"from": STRING},
                )
            ),
        )
    )
)


class Matters:
    """The concepts of the lists' schemes, by scheme and code, with their words."""

    def __init__(self, concepts: Sequence[Matter]) -> None:
        self.all = tuple(concepts)
        self._known = {(c.scheme, c.code): c for c in concepts}
        self._words: dict[tuple[str, str], str] = {}
        for c in concepts:
            for word in (c.label.zh, *c.alternatives):
                self._words.setdefault((c.scheme, normal(word)), c.code)

    def get(self, scheme: str, code: str) -> Matter | None:
        """Return a concept, None when the scheme has no such code."""
        return self._known.get((scheme, code))

    def scheme(self, scheme: str) -> list[Matter]:
        """Return the concepts of a scheme in the order of the file."""
        return [c for c in self.all if c.scheme == scheme]

    def by_word(self, scheme: str, word: str) -> str:
        """Return the code whose label or other word is exactly `word`, "" when there is none."""
        return self._words.get((scheme, normal(word)), "")

    def near(self, scheme: str, word: str) -> list[str]:
        """Return codes that a word may have meant: a label holds it, or a code is like it."""
        wanted = normal(word)
        concepts = self.scheme(scheme)
        found = [
            c.code
            for c in concepts
            if len(wanted) > 1
            and any(wanted in normal(w) for w in (c.label.zh, c.label.en, *c.alternatives))
        ]
        return found or difflib.get_close_matches(word, [c.code for c in concepts], 3)

    def wider(self, scheme: str, code: str) -> set[str]:
        """Return the code and the codes of all wider concepts."""
        found: set[str] = set()
        todo = [code]
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                concept = self.get(scheme, one)
                todo.extend(concept.broader if concept else ())
        return found


@cache
def read_matters() -> Matters:
    """Return the schemes. Raises KgError for a double code or word, or a wider concept unknown."""
    document = load(root() / "data" / "matters.yaml", FILE)
    check(document, _FORMAT)
    concepts: list[Matter] = []
    for key, scheme in SCHEMES.items():
        rows = document.data.get(key) or []
        codes = {str(r.get("code", "")) for r in rows}
        taken: dict[str, str] = {}
        for index, row in enumerate(rows):
            concept = _concept(document, row, scheme, (key, index))
            for name in _names(concept):
                if name in taken:
                    raise _fault(document, (key, index), f"“{name}”已经用过", f'"{name}" is used')
                taken[name] = concept.code
            for wider in concept.broader:
                if wider not in codes:
                    raise _fault(
                        document, (key, index), f"没有上位概念“{wider}”", f'There is no "{wider}"'
                    )
            concepts.append(concept)
    return Matters(concepts)


def _names(concept: Matter) -> Iterator[str]:
    yield concept.code
    yield from dict.fromkeys(normal(w) for w in (concept.label.zh, *concept.alternatives))


def _fault(document: Document, path: tuple[str | int, ...], zh: str, en: str) -> KgError:
    return KgError(
        Problem(document.where(path), f"{zh}。", f"{en}.", "请改正此条。", "Mend this entry.")
    )


def _concept(
    document: Document, row: Mapping[str, Any], scheme: str, path: tuple[str | int, ...]
) -> Matter:
    label = bilingual(document, {"label": {k: row.get(k) for k in ("zh", "en")}}, "label", path)
    wider = row.get("under") or ()
    return Matter(
        scheme,
        str(row["code"]),
        Text(label.zh, label.en),
        tuple(str(w) for w in row.get("alt") or ()),
        (str(wider),) if isinstance(wider, str) else tuple(str(w) for w in wider),
        str(row.get("from", "")),
        str(row.get("quote", "")),
        str(row.get("article_47", "")),
        str(row.get("question", "")),
    )
