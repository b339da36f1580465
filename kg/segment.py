"""Cuts a source's text into provisions and spans without losing a character (DESIGN section 6).

The text stays as it was supplied. A layout, written in the source's version.yaml, says where its
regions begin; numbering styles are the two that the supplied documents use. The result is a
gapless partition: joining the pieces gives back the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import KgError, Problem
from kg.model import Piece, Provision, Span

CJK = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”"
_LABEL = re.compile(r"【[^】]+】")  # a section heading that stands alone in a paragraph
_NEVER = re.compile(r"(?!)")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
# Sentence ends of contracts/outputs.md: 。！？ or a full stop of the translation.
_CJK = re.compile(f"[{CJK}]")
_RUN = re.compile(r"\s+|\S+")
_END = re.compile(r"[。！？][”’]?|(?<=[A-Za-z)\]%”\"’])\s?\.[\"”’]?(?=\s|$)")


@dataclass(frozen=True)
class _Style:
    article: re.Pattern[str]
    heading: re.Pattern[str]
    item: re.Pattern[str]
    prefix: str  # of the ids of its articles
    joined: bool  # line breaks inside paragraphs mean nothing (newspaper columns)


_STYLES = {
    # （一） … （四十八）; 一、 …; 1. …: the newspaper print of the 2024 Opinions
    "chinese-newspaper": _Style(
        re.compile(r"^（([一二三四五六七八九十]+)）", re.M),
        re.compile(r"^[一二三四五六七八九十]+、", re.M),
        re.compile(r"^(\d{1,2})\.[ ]?(?=\D)", re.M),
        "art",
        True,
    ),
    # 1. …; I. …; (1) …: the translation of the 2015 Opinions, one paragraph a line
    "english-paragraphs": _Style(
        re.compile(r"^[ ]*(\d{1,2})\.[ ]*", re.M),
        re.compile(r"^[ ]*[IVX]+\.[ ]", re.M),
        re.compile(r"^\((\d{1,2})\)[ ]*", re.M),
        "art",
        False,
    ),
    # 1. …; 1、 …: the machine translation of the 2021 Opinions of the Central Committee
    "numbered-points": _Style(
        re.compile(r"^(\d{1,2})\.[ ]+", re.M), re.compile(r"^\d、", re.M), _NEVER, "point", False
    ),
    # Case 1, 案例5; 【Key words】: the reform cases
    "numbered-cases": _Style(
        re.compile(r"^(?:Case |案例)(\d{1,2})(?=\n)", re.M), _NEVER, _NEVER, "case", False
    ),
    # paragraphs without numbers: a newspaper's columns, a page of the web
    "newspaper-report": _Style(_NEVER, _NEVER, _NEVER, "art", True),
    "report": _Style(_NEVER, _NEVER, _NEVER, "art", False),
}


def chinese_number(numeral: str) -> int:
    """Return the value of a numeral below one hundred, such as 四十八."""
    tens, ten, units = numeral.partition("十")
    if not ten:
        return _DIGITS[numeral]
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[units] if units else 0)


def flatten(text: str) -> tuple[str, list[int]]:
    """Join line breaks, and drop blanks between Chinese characters.

    Returns the joined text and, for each of its characters, the offset in `text`. A quote matches a
    provision in this form (contracts/outputs.md).
    """
    kept: list[int] = []
    joined: list[str] = []
    for match in _RUN.finditer(text):
        run, at = match.group(), match.start()
        if run.isspace():
            before, after = text[at - 1 : at], text[match.end() : match.end() + 1]
            wide = _CJK.match(before), _CJK.match(after)
            if all(wide) or ("\n" in run and (any(wide) or not before or not after)):
                continue
            kept.append(at)
            joined.append(" ")
        else:
            kept.extend(range(at, match.end()))
            joined.append(run)
    return "".join(joined), kept


def segment(
    text: str, layout: Mapping[str, Any], name: str, language: str
) -> tuple[list[Piece], dict[str, Provision]]:
    """Cut `text` by `layout`; return the pieces in order and the provisions by id.

    `layout` (version.yaml): `style`, `articles` (how many), `regions` [{kind, from}], optional
    `renumber` [{printed, after, article}], `paragraphs` [{article, from}], `missing` (see
    `_missing`), `unnumbered` [{article, from}]. Raises KgError when an anchor is not found exactly
    once or the articles do not come out as said.
    """
    return _Segmenter(text, layout, name, language).run()


class _Segmenter:
    """One run over one text; its state is the list of pieces and provisions found so far."""

    def __init__(self, text: str, layout: Mapping[str, Any], name: str, language: str) -> None:
        self.text = text
        self.layout = layout
        self.name = f"{name} (layout)"
        self.language = language
        for key in ("style", "articles", "regions"):
            if key not in layout:
                raise self._error(f"缺少字段“{key}”", f'The field "{key}" is missing',
                                  f"请补上“{key}”。", f'Add "{key}".')  # fmt: skip
        if layout["style"] not in _STYLES:
            known = ", ".join(_STYLES)
            raise self._error(
                f"没有版式“{layout['style']}”",
                f'There is no style "{layout["style"]}"',
                f"可用：{known}。",
                f"Use one of: {known}.",
            )
        self.style = _STYLES[layout["style"]]
        self.pieces: list[Piece] = []
        self.provisions: dict[str, Provision] = {}

    def _error(self, zh: str, en: str, do_zh: str, do_en: str) -> KgError:
        return KgError(Problem(self.name, f"{zh}。", f"{en}.", do_zh, do_en))

    def run(self) -> tuple[list[Piece], dict[str, Provision]]:
        regions = [
            (str(r["kind"]), self._anchor(str(r["from"])), r) for r in self.layout["regions"]
        ]
        bounds = [start for _, start, _ in regions] + [len(self.text)]
        if bounds[0] > 0:
            self._gap(0, bounds[0])
        for (kind, start, region), end in zip(regions, bounds[1:], strict=True):
            if kind == "body":
                self._body(start, end)
            elif kind in ("preamble", "notice", "part", "report"):
                self._block(kind, str(region.get("id", kind)), "", start, end)
            else:
                self._piece(kind, *self._trim(start, end), end, str(region.get("id", "")) or None)
        self._missing()
        return self.pieces, self._finish()

    def _anchor(self, words: str) -> int:
        count = self.text.count(words)
        if count != 1:
            raise self._error(
                f"锚文“{words}”出现 {count} 次，应恰好一次",
                f'The anchor "{words}" occurs {count} times; it must occur exactly once',
                "请改用更长的锚文。" if count else "请照原文改正锚文。",
                "Use a longer anchor." if count else "Copy the anchor from the text.",
            )
        return self.text.index(words)

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
        marks = list(self._marks(start, end))
        for index, (kind, number, at, after) in enumerate(marks):
            until = marks[index + 1][2] if index + 1 < len(marks) else end
            if kind == "heading":
                self._piece("heading", *self._trim(at, until), until, None)
            else:
                self._piece("marker", at, after, after, f"{self.style.prefix}-{number}")
                self._block(
                    "article", f"{self.style.prefix}-{number}", str(number), after, until, at
                )
        expected = int(self.layout["articles"])
        found = [n for kind, n, _, _ in marks if kind == "article"]
        gone = {int(m["article"]) for m in self.layout.get("missing", ()) if m.get("whole")}
        if sorted([*found, *gone]) != list(range(1, expected + 1)):
            raise self._error(
                f"条文编号不连续：读到 {found}，另有缺文 {sorted(gone)}，应为 1–{expected}",
                f"Article numbers are not 1 to {expected}: found {found}, missing {sorted(gone)}",
                "请检查 version.yaml 的 layout。",
                "Check the layout in version.yaml.",
            )

    def _marks(self, start: int, end: int) -> Iterator[tuple[str, int, int, int]]:
        """Yield (kind, article number, start, end of the marker) in order of the text."""
        found: list[tuple[int, int, str, str]] = []
        line = self.text.rfind("\n", 0, start) + 1  # an anchor may follow the blanks of its line
        for match in self.style.heading.finditer(self.text, line, end):
            found.append((max(match.start(), start), match.end(), "heading", ""))
        for match in self.style.article.finditer(self.text, line, end):
            found.append((max(match.start(), start), match.end(), "article", match.group(1)))
        for extra in self.layout.get("unnumbered", ()):
            at = self._anchor(str(extra["from"]))
            found.append((at, at, "article", str(extra["article"])))
        renumber = {
            (str(r["printed"]), int(r["after"])): int(r["article"])
            for r in self.layout.get("renumber", ())
        }
        last = 0
        for at, after, kind, printed in sorted(found):
            number = 0
            if kind == "article":
                number = int(printed) if printed.isascii() else chinese_number(printed)
                number = renumber.get((printed, last), number)
                last = number
            yield kind, number, at, after

    def _block(
        self, kind: str, ident: str, number: str, start: int, end: int, at: int | None = None
    ) -> None:
        """Cut one article (or preamble, notice) into paragraphs, items and sentences."""
        first, last = self._trim(start, end)
        self._add(kind, ident, number, None, Span(first if at is None else at, last))
        spans = self._paragraphs(ident, first, last)
        labels = {s for s in spans if _LABEL.fullmatch(self.text[slice(*s)])}
        count = len(spans) - len(labels)
        numbers = iter(self._paragraph_numbers(ident, count))
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
        for extra in self.layout.get("paragraphs", ()):
            if f"{self.style.prefix}-{extra['article']}" == ident:
                cuts.add(self._anchor(str(extra["from"])))
        ordered = sorted(cuts)
        return [self._trim(a, b) for a, b in zip(ordered, [*ordered[1:], end], strict=True)]

    def _paragraph_numbers(self, ident: str, count: int) -> list[int]:
        """Return the paragraphs' numbers: 1, 2, … but for those whose neighbours are lost."""
        for entry in self.layout.get("missing", ()):
            if entry.get("paragraphs") and f"{self.style.prefix}-{entry['article']}" == ident:
                gone = {int(n) for n in entry["paragraphs"]}
                return [n for n in range(1, count + len(gone) + 1) if n not in gone][:count]
        return list(range(1, count + 1))

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
        if ident in self.provisions and kind == "article":
            old = self.provisions[ident]
            span = Span(old.span.start if old.span else span.start, span.end)
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
        for entry in self.layout.get("missing", ()):
            article = f"{self.style.prefix}-{entry['article']}"
            if entry.get("whole"):
                previous = self.provisions[f"{self.style.prefix}-{entry['after']}"]
                at = previous.span.end if previous.span else 0
                self._add("article", article, str(entry["article"]), None, Span(at, at), "missing")
                continue
            owner = self.provisions[article]
            at = owner.span.end if owner.span else 0
            for item in entry.get("items", ()):
                ident = f"{article}/item-{item}"
                self._add("item", ident, str(item), article, Span(at, at), "missing")
            for number in entry.get("paragraphs", ()):
                ident = f"{article}/para-{number}"
                self._add("paragraph", ident, str(number), article, Span(at, at), "missing")

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


def document_order(ident: str) -> tuple[tuple[int, int, str], ...]:
    """Return the sort key of a provision id: preamble, articles, paragraphs, sentences, items."""
    kinds = {
        "preamble": 0, "report": 0, "introduction": 0,
        "art": 1, "point": 1, "case": 1, "part": 1,
        "para": 2, "sentence": 3, "item": 4, "notice": 5,
    }  # fmt: skip
    key = []
    for part in ident.split("/"):
        kind, _, number = part.partition("-")
        key.append((kinds.get(kind, 6), int(number) if number.isdigit() else 0, part))
    return tuple(key)


def language_of(text: str, default: str) -> str:
    """Return zh-Hans for a text that is mostly Chinese, en for one that is mostly Latin letters.

    A Chinese character counts as much as four letters; a text with neither keeps the default.
    """
    chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
    latin = len(re.findall(r"[A-Za-z]", text)) / 4
    if not chinese and not latin:
        return default
    return "zh-Hans" if chinese > latin else "en"


def leaves(provisions: Mapping[str, Provision]) -> Sequence[Provision]:
    """Return the sentences, items and textless parts: what the ledger of coverage counts."""
    parents = {p.parent for p in provisions.values()}
    return [
        p
        for p in provisions.values()
        if p.kind in ("sentence", "item") or (p.id not in parents and p.status != "complete")
    ]
