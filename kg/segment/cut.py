"""Cuts one text by its layout into pieces and provisions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.model import Piece, Provision, Span
from kg.segment.layout import Layout
from kg.segment.order import document_order
from kg.segment.styles import BLOCKS, LABEL
from kg.segment.words import flatten
from kg.yaml12 import Document, Path_

# Sentence ends of docs/outputs.md: 。！？ or a full stop of the translation.
_END = re.compile(r"[。！？][”’]?|(?<=[A-Za-z)\]%”\"’])\s?\.[\"”’]?(?=\s|$)")


def segment(
    text: str, document: Document, language: str
) -> tuple[list[Piece], dict[str, Provision]]:
    """Cut `text` by the `layout` of a version.yaml; return the pieces in order and the provisions.

    The layout's fields: `style`, `articles` (how many), `regions` [{kind, from}], optional
    `renumber` [{printed, after, article}], `paragraphs` [{article, from}], `missing` (see
    `_missing`), `unnumbered` [{article, from}]. Raises KgError when a field is wrong, an anchor is
    not found exactly once, or the articles do not come out as said.
    """
    return _Segmenter(Layout(text, document), language).run()


class _Segmenter:
    """One run over one text; its state is the list of pieces and provisions found so far."""

    def __init__(self, layout: Layout, language: str) -> None:
        self.layout = layout
        self.text = layout.text
        self.style = layout.style
        self.language = language
        self.pieces: list[Piece] = []
        self.provisions: dict[str, Provision] = {}

    def run(self) -> tuple[list[Piece], dict[str, Provision]]:
        regions = self.layout.regions()
        self._gap(0, regions[0][2])
        for kind, name, start, end in regions:
            if kind == "body":
                self._body(start, end)
            elif kind in BLOCKS:
                self._block(kind, name or kind, "", start, end)
            else:
                self._piece(kind, *self._trim(start, end), end, name or None)
        self._missing()
        return self.pieces, self._finish()

    # --- pieces -----------------------------------------------------------------------------

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        part = self.text[start:end]
        return start + len(part) - len(part.lstrip()), start + len(part.rstrip())

    def _gap(self, start: int, end: int) -> None:
        if start < end:
            self.pieces.append(Piece("gap", Span(start, end)))

    def _piece(self, kind: str, start: int, end: int, until: int, owner: str | None) -> None:
        before = self.pieces[-1].span.end if self.pieces else 0
        self._gap(before, start)
        if start < end:
            self.pieces.append(Piece(kind, Span(start, end), owner))
        self._gap(max(start, end), until)

    # --- the body ---------------------------------------------------------------------------

    def _body(self, start: int, end: int) -> None:
        marks = self.layout.marks(start, end)
        for index, (kind, number, at, after) in enumerate(marks):
            until = marks[index + 1][2] if index + 1 < len(marks) else end
            if kind == "heading":
                self._piece("heading", *self._trim(at, until), until, None)
            else:
                self._piece("marker", at, after, after, f"{self.style.prefix}-{number}")
                self._block(
                    "article", f"{self.style.prefix}-{number}", str(number), after, until, at
                )

    def _block(
        self, kind: str, ident: str, number: str, start: int, end: int, at: int | None = None
    ) -> None:
        """Cut one article (or preamble, notice) into paragraphs, items and sentences."""
        first, last = self._trim(start, end)
        self._add(kind, ident, number, None, Span(first if at is None else at, last))
        spans = self._paragraphs(ident, first, last)
        labels = {s for s in spans if LABEL.fullmatch(self.text[slice(*s)])}
        count = len(spans) - len(labels)
        numbers = iter(self.layout.paragraph_numbers(ident, count))
        for span in spans:
            if span in labels:
                self._piece("heading", *span, span[1], None)
            elif count == 1:
                self._paragraph(ident, ident, span)
            else:
                number = str(next(numbers))
                self._add("paragraph", f"{ident}/para-{number}", number, ident, Span(*span))
                self._paragraph(ident, f"{ident}/para-{number}", span)
        self._gap(self.pieces[-1].span.end, end)

    def _paragraph(self, ident: str, owner: str, span: tuple[int, int]) -> None:
        """Cut a paragraph into the sentences of its head and its list items."""
        start, end = span
        items = list(self.style.item.finditer(self.text, start, end))
        self._sentences(owner, start, items[0].start() if items else end)
        for position, item in enumerate(items):
            until = items[position + 1].start() if position + 1 < len(items) else end
            item_id = f"{ident}/item-{item.group(1)}"
            _, item_end = self._trim(item.end(), until)
            self._add("item", item_id, item.group(1), ident, Span(item.start(), item_end))
            self._piece("marker", item.start(), item.end(), item.end(), item_id)
            self._piece("item", item.end(), item_end, until, item_id)

    def _paragraphs(self, ident: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return the paragraphs that the text proves, as spans.

        A blank line proves one only after a finished sentence and when no list item follows; in the
        newspaper print a column break makes blank lines too. What the print hides (an indent lost
        in the copy) is said in `paragraphs` of version.yaml.
        """
        cuts = {start}
        for match in re.finditer(r"\n[ ]*\n\s*", self.text[start:end]):
            before = self.text[start : start + match.start()].rstrip()
            after = start + match.end()
            if self.style.item.match(self.text, after) or before.endswith((":", "：", "；", ";")):
                continue
            in_list = bool(self.style.item.search(self.text, start, start + match.start()))
            if before.endswith("。") or (not self.style.joined and not in_list):
                cuts.add(after)
        for path, extra in self.layout.entries("paragraphs"):
            if f"{self.style.prefix}-{extra['article']}" == ident:
                at = self.layout.anchor(path, extra)
                if not start <= at < end:
                    raise self.layout.error(
                        path,
                        f"这段文字不在第 {extra['article']} 条",
                        f"These words do not stand in article {extra['article']}",
                        "请核对条号和锚文。",
                        "Check the article and the anchor.",
                    )
                cuts.add(at)
        ordered = sorted(cuts)
        return [self._trim(a, b) for a, b in zip(ordered, [*ordered[1:], end], strict=True)]

    def _sentences(self, owner: str, start: int, end: int) -> None:
        first, last = self._trim(start, end)
        ends: list[int] = []
        for match in _END.finditer(self.text[first:last]):
            stop = first + match.end()
            if ends and not re.search(r"\w", self.text[ends[-1] : stop]):
                ends[-1] = stop  # a stray full stop belongs to the sentence before it
            else:
                ends.append(stop)
        if last > first and (not ends or ends[-1] < last):
            ends.append(last)
        at = first
        for index, until in enumerate(ends, 1):
            begin, stop = self._trim(at, until)
            ident = f"{owner}/sentence-{index}"
            self._add("sentence", ident, str(index), owner, Span(begin, stop))
            self._piece("sentence", begin, stop, stop, ident)
            at = stop

    # --- provisions -------------------------------------------------------------------------

    def _add(
        self, kind: str, ident: str, number: str, parent: str | None, span: Span,
        status: str = "complete",
    ) -> None:  # fmt: skip
        if ident in self.provisions:
            raise self.layout.error(
                (),
                f"“{ident}”在原文中出现两次",
                f'"{ident}" comes up twice in the text',
                "请检查 layout（missing、renumber、paragraphs）。",
                "Check the layout (missing, renumber, paragraphs).",
            )
        words = flatten(self._words(span, kind))[0]
        self.provisions[ident] = Provision(
            ident, kind, number, parent, 0, span, words, status, self.language
        )

    def _words(self, span: Span, kind: str) -> str:
        words = self.text[span.start : span.end]
        pattern = {"article": self.style.article, "item": self.style.item}.get(kind)
        return pattern.sub("", words, count=1) if pattern and pattern.match(words) else words

    def _missing(self) -> None:
        """Add what the copy lost: whole articles, items or paragraphs, with empty spans.

        Entries of `missing`: {article, whole: true, after: <article>} or {article, items: [..]} or
        {article, paragraphs: [..]}. Their span is the empty one where the words once stood.
        """
        for path, entry in self.layout.entries("missing"):
            article = f"{self.style.prefix}-{entry['article']}"
            if entry.get("whole"):
                at = self._end(path, "after", entry)
                self._add("article", article, str(entry["article"]), None, Span(at, at), "missing")
                continue
            at = self._end(path, "article", entry)
            for item in entry.get("items", ()):
                ident = f"{article}/item-{item}"
                self._add("item", ident, str(item), article, Span(at, at), "missing")
            for number in entry.get("paragraphs", ()):
                ident = f"{article}/para-{number}"
                self._add("paragraph", ident, str(number), article, Span(at, at), "missing")

    def _end(self, path: Path_, key: str, entry: Mapping[str, Any]) -> int:
        """Return where the article that an entry of `missing` names ends; raise KgError if none."""
        owner = self.provisions.get(f"{self.style.prefix}-{entry.get(key, '')}")
        if owner is None or owner.span is None:
            raise self.layout.error(
                (*path, key),
                f"{key} 应是原文中有的条号",
                f"{key} must be an article that the text has",
                "请核对条号。",
                "Check the article's number.",
            )
        return owner.span.end

    def _finish(self) -> dict[str, Provision]:
        """Order the provisions by place in the document and mark articles that lost a part."""
        lost = {p.parent for p in self.provisions.values() if p.status == "missing"}
        ordered = sorted(self.provisions.values(), key=lambda p: document_order(p.id))
        return {
            p.id: Provision(
                p.id, p.kind, p.number, p.parent, index, p.span, p.text,
                "partial" if p.id in lost else p.status, p.language,
            )
            for index, p in enumerate(ordered, 1)
        }  # fmt: skip
