"""Reads the facts files and binds each quote to the words of its article (DESIGN section 6).

A quote must occur in its article, after line breaks are joined; a fact about text that the supplied
copy lacks names its provision, the outside source key and the confidence instead.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.assets import need, relative
from kg.errors import KgError, Problem
from kg.model import (
    ArticleFacts,
    Correspondence,
    Evidence,
    Fact,
    FigureValue,
    OpenQuestion,
    OutOfScope,
    Provision,
    Quote,
    Source,
    Span,
)
from kg.segment import document_order, flatten, language_of, leaves
from kg.sources import bilingual, optional_bilingual
from kg.yaml12 import Document, load

KINDS = (
    "duty", "power", "prohibition", "permission", "principle", "definition", "procedure",
    "liability", "exemption", "composition", "figure", "transition",
)  # fmt: skip
RESPONSIBILITIES = ("answerable", "judicial", "supervision")
VERBS = (
    "decide", "propose", "review", "sign", "conduct", "instruct", "supervise", "report", "refer",
    "execute", "object", "delegate",
)  # fmt: skip
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Path_ = tuple[str | int, ...]


def read_facts(source: Source) -> list[ArticleFacts]:
    """Read facts/*.yaml of a source, in the order of its articles. Raises KgError."""
    folder = Path(source.folder) / "facts"
    files = sorted(folder.glob("*.yaml"), key=lambda p: document_order(p.stem))
    articles = [_Reader(source, load(path, relative(path))).read() for path in files]
    seen: dict[str, str] = {}
    for article in articles:
        for fact in article.facts:
            if fact.id in seen:
                raise KgError(
                    Problem(
                        fact.where,
                        f"事实编号“{fact.id}”已用于 {seen[fact.id]}。",
                        f'The fact id "{fact.id}" is already used at {seen[fact.id]}.',
                        "请另取编号。",
                        "Choose another id.",
                    )
                )
            seen[fact.id] = fact.where
    return articles


def restore(source: Source, articles: Sequence[ArticleFacts]) -> Source:
    """Return the source with the provisions that facts restore from outside (status `restored`).

    A source without supplied text gets all its provisions this way.
    """
    provisions = dict(source.provisions)

    def put(ident: str) -> None:
        parent = ident.rsplit("/", 1)[0] if "/" in ident else None
        if parent and parent not in provisions:
            put(parent)
        kind, _, number = ident.rsplit("/", 1)[-1].partition("-")
        kind = {"art": "article", "para": "paragraph"}.get(kind, kind)
        old = provisions.get(ident)
        if old is None or old.status == "missing":
            span = old.span if old else None
            provisions[ident] = Provision(
                ident, kind, number, parent, 0, span, "", "restored", source.language
            )
            if parent and provisions[parent].status == "complete":
                provisions[parent] = replace(provisions[parent], status="partial")

    for article in articles:
        for fact in article.facts:
            if not fact.quotes:
                for ident in fact.provisions:
                    put(ident)
    ordered = sorted(provisions.values(), key=lambda p: document_order(p.id))
    numbered = {p.id: replace(p, order=i) for i, p in enumerate(ordered, 1)}
    return replace(source, provisions=numbered)


class _Reader:
    """Reads the facts file of one article of one source."""

    def __init__(self, source: Source, document: Document) -> None:
        self.source = source
        self.document = document
        if not isinstance(document.data, dict):
            raise self._error((), "文件应为映射。", "The file must be a mapping.",
                              "请以 article: … 开头。", "Begin it with article: …")  # fmt: skip
        self.article = str(need(document, document.data, "article", ()))
        self.provision = source.provisions.get(self.article)
        if self.provision is None and source.text:
            raise self._error(
                ("article",),
                f"{source.id} 没有“{self.article}”。",
                f'{source.id} has no "{self.article}".',
                "请核对条号。",
                "Check the article number.",
            )
        span = self.provision.span if self.provision else None
        self.start = span.start if span else 0
        self.words, self.offsets = flatten(source.text[span.start : span.end] if span else "")

    def _error(self, path: Path_, what_zh: str, what_en: str, do_zh: str, do_en: str) -> KgError:
        return KgError(Problem(self.document.where(path), what_zh, what_en, do_zh, do_en))

    def read(self) -> ArticleFacts:
        data = self.document.data
        facts = tuple(
            self._fact(item, ("facts", index)) for index, item in enumerate(self._items("facts"))
        )
        covered = {p for fact in facts for p in fact.provisions}
        scope = tuple(
            OutOfScope(
                self._scope(item, ("out_of_scope", index), covered),
                bilingual(self.document, item, "reason", ("out_of_scope", index)),
            )
            for index, item in enumerate(self._items("out_of_scope"))
        )
        restatement = optional_bilingual(self.document, data, "restatement", ())
        return ArticleFacts(self.source.id, self.article, restatement, facts, scope)

    def _items(self, key: str) -> list[Mapping[str, Any]]:
        return _mappings(self.document, self.document.data.get(key) or [], (key,))

    def _scope(self, item: Mapping[str, Any], path: Path_, covered: set[str]) -> tuple[str, ...]:
        """Return the sentences that an out_of_scope entry names, or with `all` those left over."""
        if item.get("all") is True:
            return tuple(p.id for p in self._leaves() if p.text and p.id not in covered)
        return tuple(self._touched(self._quotes(item, path)))

    def _choice(
        self, data: Mapping[str, Any], key: str, allowed: Sequence[str], path: Path_, default: str
    ) -> str:
        value = str(data.get(key, default))
        if value and value not in allowed:
            close = difflib.get_close_matches(value, allowed, 1)
            raise self._error(
                (*path, key),
                f"“{value}”不是允许的值。",
                f'"{value}" is not an allowed value.',
                f"可用：{'、'.join(allowed)}。" + (f"是否指“{close[0]}”？" if close else ""),
                f"Use one of: {', '.join(allowed)}." + (f' "{close[0]}"?' if close else ""),
            )
        return value

    def _fact(self, data: Mapping[str, Any], path: Path_) -> Fact:
        document = self.document
        quotes = self._quotes(data, path) if "quote" in data else []
        provisions = self._touched(quotes)
        if not quotes:
            provisions = [str(need(document, data, "provision", path))]
            need(document, data, "source_key", path)
            if self.source.text and provisions[0] not in self.source.provisions:
                raise self._error(
                    (*path, "provision"),
                    f"{self.source.id} 没有“{provisions[0]}”。",
                    f'{self.source.id} has no "{provisions[0]}".',
                    "请核对编号。",
                    "Check the id.",
                )
        kind = self._choice(data, "kind", KINDS, path, "")
        keys = data.get("source_key", ())
        status = self._choice(data, "status", ("reviewed", "open-question"), path, "reviewed")
        if status == "open-question":
            need(document, data, "open_question", path)
        if kind in ("liability", "exemption"):
            need(document, data, "responsibility", path)
        return Fact(
            id=str(need(document, data, "id", path)),
            source=self.source.id,
            kind=kind or str(need(document, data, "kind", path)),
            bearers=tuple(_strings(need(document, data, "bearer", path))),
            verb=self._choice(data, "verb", VERBS, path, ""),
            responsibility=self._choice(data, "responsibility", RESPONSIBILITIES, path, ""),
            label=bilingual(document, data, "label", path),
            act=optional_bilingual(document, data, "act", path),
            object=optional_bilingual(document, data, "object", path),
            condition=optional_bilingual(document, data, "condition", path),
            consequence=optional_bilingual(document, data, "consequence", path),
            quotes=tuple(quotes),
            provisions=tuple(provisions),
            status=status,
            open_question=str(data.get("open_question", "")),
            source_keys=tuple(_strings(keys)),
            confidence=self._choice(data, "confidence", ("H", "M", "L"), path, "H"),
            where=document.where(path),
            figure=self._figure(data, (*path, "figure"), kind),
        )

    def _figure(self, data: Mapping[str, Any], path: Path_, kind: str) -> FigureValue | None:
        """Return the number of a figure fact; raise KgError when it is not a decimal number."""
        if kind != "figure":
            return None
        figure = data.get("figure")
        if not figure:
            return None
        value = str(need(self.document, figure, "value", path))
        if not _DECIMAL.fullmatch(value):
            raise self._error(
                (*path, "value"),
                f"“{value}”不是十进制数。",
                f'"{value}" is not a decimal number.',
                "请写成 1234.5，不加分隔符和单位。",
                "Write it like 1234.5, without separators or unit.",
            )
        return FigureValue(
            value,
            bilingual(self.document, figure, "unit", path),
            str(figure.get("period") or ""),
            bilingual(self.document, figure, "counted", path),
        )

    def _quotes(self, data: Mapping[str, Any], path: Path_) -> list[Quote]:
        value = need(self.document, data, "quote", path)
        values = [words for words in _strings(value) if words.strip()]
        if not values:
            raise self._error((*path, "quote"), "引文是空的。", "The quote is empty.",
                              "请引原文的文字。", "Quote words of the article.")  # fmt: skip
        return [self._quote(words, (*path, "quote")) for words in values]

    def _quote(self, words: str, path: Path_) -> Quote:
        """Return the quote with its place; raise KgError with the nearest text when not found."""
        wanted = flatten(words.strip())[0]
        count = self.words.count(wanted)
        if count != 1:
            if count:
                zh, en = f"引文在本条出现 {count} 次", f"The quote occurs {count} times here"
                hint_zh, hint_en = "请引得更长。", "Quote more words."
            else:
                zh, en = "本条原文没有这段引文", "The article does not contain the quote"
                near = self._nearest(wanted)
                hint_zh = f"请照原文引用；最接近的原文是：“{near}”。"
                hint_en = f'Quote the exact words; the nearest are: "{near}".'
            raise self._error(path, f"{zh}：“{wanted}”。", f'{en}: "{wanted}".', hint_zh, hint_en)
        at = self.words.index(wanted)
        start = self.start + self.offsets[at]
        end = self.start + self.offsets[at + len(wanted) - 1] + 1
        owner = next(
            (p.id for p in self._leaves() if p.span and p.span.start <= start < p.span.end),
            self.article,
        )
        return Quote(wanted, owner, Span(start, end), language_of(wanted, self.source.language))

    def _leaves(self) -> list[Provision]:
        inside = f"{self.article}/"
        return [p for p in leaves(self.source.provisions) if p.id.startswith(inside)]

    def _touched(self, quotes: Sequence[Quote]) -> list[str]:
        """Return the sentences and items that the quotes touch, in order."""
        touched = [
            p.id
            for p in self._leaves()
            for q in quotes
            if p.span and p.span.start < q.span.end and q.span.start < p.span.end
        ]
        return list(dict.fromkeys(touched))

    def _nearest(self, wanted: str) -> str:
        if not self.words:
            return ""
        match = difflib.SequenceMatcher(None, self.words, wanted, False).find_longest_match()
        start = max(0, match.a - match.b)
        return self.words[start : start + min(len(wanted), 60)]


def _strings(value: Any) -> list[str]:
    """Return a list of texts; a single text counts as a list of one, nothing as none."""
    return [value] if isinstance(value, str) else [str(v) for v in value or ()]


def _mappings(document: Document, value: Any, path: Path_) -> list[Mapping[str, Any]]:
    """Return a list of mappings; raise KgError when it is anything else."""
    if isinstance(value, list):
        wrong = next((i for i, item in enumerate(value) if not isinstance(item, dict)), None)
        if wrong is None:
            return value
        path = (*path, wrong)
    raise KgError(
        Problem(
            document.where(path),
            "此处应为列表，每项是映射。",
            "This must be a list, each entry a mapping.",
            "请写成“- id: …”。",
            'Write "- id: …".',
        )
    )


def read_correspondences(source: Source) -> list[Correspondence]:
    """Read correspondences.yaml of a source, empty when there is none. Raises KgError."""
    path = Path(source.folder) / "correspondences.yaml"
    if not path.is_file():
        return []
    document = load(path, relative(path))
    return [
        Correspondence(
            str(need(document, item, "id", (index,))),
            tuple(_strings(item.get("old"))),
            tuple(_strings(item.get("new"))),
            str(need(document, item, "change", (index,))),
            bilingual(document, item, "reason", (index,)),
        )
        for index, item in enumerate(_mappings(document, document.data or [], ()))
    ]


def read_open_questions(path: Path) -> list[OpenQuestion]:
    """Read data/open-questions.yaml. Raises KgError."""
    document = load(path, relative(path))
    questions = []
    for index, item in enumerate(_mappings(document, document.data or [], ())):
        readings = need(document, item, "readings", (index,))
        both = [
            bilingual(document, {"readings": r}, "readings", (index,))
            for r in _mappings(document, readings, (index, "readings"))
        ]
        questions.append(
            OpenQuestion(
                str(need(document, item, "id", (index,))),
                tuple(_strings(need(document, item, "provisions", (index,)))),
                bilingual(document, item, "question", (index,)),
                tuple(both),
            )
        )
    return questions


def read_evidence(path: Path) -> list[Evidence]:
    """Read data/source-keys.yaml: the sources outside the supplied documents. Raises KgError."""
    document = load(path, relative(path))
    return [
        Evidence(
            str(need(document, item, "key", (index,))),
            bilingual(document, item, "label", (index,)),
            str(item.get("address") or ""),
            item.get("citable") is True,
        )
        for index, item in enumerate(_mappings(document, document.data or [], ()))
    ]
