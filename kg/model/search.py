"""What a search finds: hits with the places of the words, counts by kind, a hint when none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model.text import Text

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the places of the words searched for.

    `spans` are pairs (start, end) of code points, in order and apart. `of` says what the text is:
    `text` the supplied words of a provision, `quote` words of a provision that a norm rests on,
    anything else (`restatement`, `definition`, `act`, …) words of this project.
    """

    text: str
    spans: Spans
    of: str

    def as_json(self) -> dict[str, Any]:
        """Return {text, spans, of}."""
        return {"text": self.text, "spans": [list(s) for s in self.spans], "of": self.of}


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One node that was found.

    `label_spans` and `snippet` are by language (`zh`, `en`); a language that has no words is
    absent from `snippet`. `part` is the smallest part of a provision that has all the words, ""
    for the whole. `text_status` is that of the provision, or of one that a norm rests on
    (concept scheme text-status), "" where none applies; `text_note` says what must be said of it.
    `score` orders the hits of one search and means nothing between searches.
    """

    iri: str
    kind: str
    identifier: str
    label: Text
    label_spans: Mapping[str, Spans]
    source: str
    source_title: Text | None
    snippet: Mapping[str, Marked]
    provisions: Sequence[str]
    part: str
    text_status: str
    text_note: Text | None
    confidence: str
    score: float

    def as_json(self) -> dict[str, Any]:
        """Return the hit as JSON (docs/outputs.md)."""
        return {
            "iri": self.iri,
            "kind": self.kind,
            "identifier": self.identifier,
            "label": self.label.as_json(),
            "label_spans": {k: [list(s) for s in v] for k, v in self.label_spans.items()},
            "source": self.source,
            "source_title": self.source_title.as_json() if self.source_title else None,
            "snippet": {lang: marked.as_json() for lang, marked in self.snippet.items()},
            "provisions": list(self.provisions),
            "part": self.part,
            "text_status": self.text_status,
            "text_note": self.text_note.as_json() if self.text_note else None,
            "confidence": self.confidence,
            "score": self.score,
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits of one page, best first; `total` those of all pages, `counts` those of every kind.

    `counts` does not depend on the kinds asked for, `total` does. `pieces` are the
    words into which a Chinese run was cut because few documents have it as a whole; `notes` are
    said above the hits, `hint` when nothing was found.
    """

    words: str
    total: int
    counts: Mapping[str, int]
    offset: int
    hits: Sequence[SearchHit]
    pieces: Sequence[str] = ()
    notes: Sequence[Text] = ()
    hint: Text | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the result as JSON (docs/outputs.md)."""
        return {
            "words": self.words,
            "total": self.total,
            "counts": dict(self.counts),
            "offset": self.offset,
            "hits": [h.as_json() for h in self.hits],
            "pieces": list(self.pieces),
            "notes": [n.as_json() for n in self.notes],
            "hint": self.hint.as_json() if self.hint else None,
        }
