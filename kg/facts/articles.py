"""Reads the facts file of an article: each quote bound to words, nothing covered twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kg.assets import need, relative
from kg.errors import KgError, Problem
from kg.facts.formats import ARTICLE
from kg.facts.quotes import Words, meet
from kg.formats import check, same_id, unique
from kg.model import ArticleFacts, Fact, FigureValue, OutOfScope, Quote, Source
from kg.segment import document_order
from kg.sources import bilingual, optional_bilingual
from kg.yaml12 import Document, Path_, load


def read_facts(source: Source) -> list[ArticleFacts]:
    """Read facts/*.yaml of a source, in the order of its articles. Raises KgError."""
    folder = Path(source.folder) / "facts"
    files = sorted(folder.glob("*.yaml"), key=lambda p: document_order(p.stem))
    articles = [_Reader(source, load(path, relative(path))).read() for path in files]
    _no_id_twice(fact for article in articles for fact in article.facts)
    return articles


def _no_id_twice(facts: Iterable[Fact]) -> None:
    seen: dict[str, str] = {}
    for fact in facts:
        if fact.id in seen:
            raise KgError(same_id(fact.where, fact.id, seen[fact.id]))
        seen[fact.id] = fact.where


class _Reader:
    """Reads the facts file of one article of one source."""

    def __init__(self, source: Source, document: Document) -> None:
        check(document, ARTICLE)
        self.source = source
        self.document = document
        self.article: str = document.data["article"]
        stem = Path(document.name).stem
        if self.article != stem:
            raise self._error(
                ("article",),
                f"article 应等于文件名“{stem}”。",
                f'article must be the file\'s name, "{stem}".',
                "请改文件名或 article。",
                "Rename the file or mend article.",
            )
        if source.text and self.article not in source.provisions:
            raise self._error(
                ("article",),
                f"{source.id} 没有“{self.article}”。",
                f'{source.id} has no "{self.article}".',
                "请核对条号。",
                "Check the article number.",
            )
        self.words = Words(source, self.article)

    def _error(self, path: Path_, what_zh: str, what_en: str, do_zh: str, do_en: str) -> KgError:
        return KgError(Problem(self.document.where(path), what_zh, what_en, do_zh, do_en))

    def read(self) -> ArticleFacts:
        data = self.document.data
        facts = [self._fact(item, ("facts", i)) for i, item in enumerate(data.get("facts", ()))]
        self._check_repeats(facts)
        scope: list[OutOfScope] = []
        for index, item in enumerate(data.get("out_of_scope", ())):
            path: Path_ = ("out_of_scope", index)
            named = self._out_of_scope(item, path, facts, scope)
            scope.append(OutOfScope(named, bilingual(self.document, item, "reason", path)))
        restatement = optional_bilingual(self.document, data, "restatement", ())
        return ArticleFacts(self.source.id, self.article, restatement, tuple(facts), tuple(scope))

    # --- facts ------------------------------------------------------------------------------

    def _fact(self, data: Mapping[str, Any], path: Path_) -> Fact:
        document = self.document
        self._check_pairs(data, path)
        quotes = self._quotes(data, path) if "quote" in data else []
        provisions = [p.id for p in self.words.touched(quotes)]
        return Fact(
            id=data["id"],
            source=self.source.id,
            kind=data["kind"],
            bearers=tuple(data["bearer"]),
            verb=data.get("verb", ""),
            responsibility=data.get("responsibility", ""),
            label=bilingual(document, data, "label", path),
            act=optional_bilingual(document, data, "act", path),
            object=optional_bilingual(document, data, "object", path),
            condition=optional_bilingual(document, data, "condition", path),
            consequence=optional_bilingual(document, data, "consequence", path),
            quotes=tuple(quotes),
            provisions=tuple(provisions) or (self._provision(data, path),),
            status=data.get("status", "reviewed"),
            open_question=data.get("open_question", ""),
            source_keys=_texts(data.get("source_key", ())),
            confidence=data.get("confidence", "H"),
            where=document.where(path),
            figure=self._figure(data, path),
        )

    def _check_pairs(self, data: Mapping[str, Any], path: Path_) -> None:
        """Raise KgError for a field that needs another, or that another makes idle."""
        if "quote" not in data:
            need(self.document, data, "provision", path)
            need(self.document, data, "source_key", path)
        elif "provision" in data:
            raise self._error(
                (*path, "provision"),
                "同时写了 quote 和 provision。",
                "Both quote and provision are given.",
                "有原文时只写 quote，缺原文时只写 provision。",
                "Write quote where there is a text, provision where there is none.",
            )
        if data["kind"] in ("liability", "exemption"):
            need(self.document, data, "responsibility", path)
        if data.get("status") == "open-question":
            need(self.document, data, "open_question", path)
        elif "open_question" in data:
            raise self._error(
                (*path, "open_question"),
                "写了 open_question，status 却不是 open-question。",
                "open_question is given, but status is not open-question.",
                "请写 status: open-question，或删去 open_question。",
                "Write status: open-question, or remove open_question.",
            )

    def _provision(self, data: Mapping[str, Any], path: Path_) -> str:
        """Return the provision of a fact that no sentence carries; raise KgError when unknown."""
        if "quote" in data:
            return self.article
        named: str = data["provision"]
        known = not self.source.text or named in self.source.provisions
        if not known or (named != self.article and not named.startswith(f"{self.article}/")):
            raise self._error(
                (*path, "provision"),
                f"{self.source.id} 的 {self.article} 没有“{named}”。",
                f'{self.article} of {self.source.id} has no "{named}".',
                "请核对编号。",
                "Check the id.",
            )
        return named

    def _figure(self, data: Mapping[str, Any], path: Path_) -> FigureValue | None:
        """Return the number of a figure fact; a fact of another kind has none."""
        figure = data.get("figure")
        if figure is None:
            return None
        path = (*path, "figure")
        if data["kind"] != "figure":
            raise self._error(
                path,
                f"kind 是 {data['kind']}，不能有 figure。",
                f"The kind is {data['kind']}, which takes no figure.",
                "请改 kind 为 figure，或删去 figure。",
                "Make the kind figure, or remove the figure.",
            )
        self._check_period(figure.get("period", ""), (*path, "period"))
        return FigureValue(
            figure["value"],
            bilingual(self.document, figure, "unit", path),
            figure.get("period", ""),
            bilingual(self.document, figure, "counted", path),
        )

    def _check_period(self, period: str, path: Path_) -> None:
        """Raise KgError for a day that does not exist, or an end before its start."""
        points = [p for p in period.split("/") if p not in ("", "..")]
        try:
            for point in points:
                date.fromisoformat(f"{point}-01-01"[:10] if len(point) < 10 else point)
        except ValueError:
            raise self._error(
                path,
                f"“{period}”里有不存在的日期。",
                f'"{period}" holds a date that does not exist.',
                "请改正日期。",
                "Mend the date.",
            ) from None
        first, last = points[0] if points else "", points[-1] if points else ""
        if last[: len(first)] < first[: len(last)]:
            raise self._error(
                path,
                f"期间“{period}”的终点早于起点。",
                f'The period "{period}" ends before it starts.',
                "请把较早的写在前面。",
                "Write the earlier one first.",
            )

    def _quotes(self, data: Mapping[str, Any], path: Path_) -> list[Quote]:
        words = _texts(data["quote"])
        return [self.words.find(w, self.document, (*path, "quote")) for w in words]

    # --- nothing twice ----------------------------------------------------------------------

    def _check_repeats(self, facts: Sequence[Fact]) -> None:
        """Raise KgError when two facts say the same of the same words.

        Several facts may quote one sentence (a duty and its liability); two that agree in all but
        id and label are one fact written twice.
        """
        unique(self.document, [(f.id, ("facts", index, "id")) for index, f in enumerate(facts)])
        seen: dict[tuple[object, ...], Fact] = {}
        for index, f in enumerate(facts):
            where = tuple(q.exact for q in f.quotes) or tuple(f.provisions)
            key = (f.kind, tuple(f.bearers), f.verb, f.responsibility, f.act, f.object,
                   f.condition, f.consequence, f.figure, where)  # fmt: skip
            if key in seen:
                raise self._error(
                    ("facts", index),
                    f"事实“{f.id}”与“{seen[key].id}”相同，只是编号或标题不同。",
                    f'The fact "{f.id}" is "{seen[key].id}" again under another id or label.',
                    "请删去一个；若所说不同，请写明 act、object 或 condition。",
                    "Remove one; if they say different things, say so in act, object or condition.",
                )
            seen[key] = f

    def _out_of_scope(
        self,
        data: Mapping[str, Any],
        path: Path_,
        facts: Sequence[Fact],
        before: Sequence[OutOfScope],
    ) -> tuple[str, ...]:
        """Return the sentences that an entry names, or with `all` those left over.

        Raises KgError when a fact quotes some of the same words, or an entry before this one names
        the same sentence. Other words of a sentence may well carry a fact (an address before what
        is decided).
        """
        listed = {p for scope in before for p in scope.provisions}
        if data.get("all") is True:
            done = listed | {p for fact in facts for p in fact.provisions}
            return tuple(p.id for p in self.words.leaves if p.text and p.id not in done)
        need(self.document, data, "quote", path)
        quotes = self._quotes(data, path)
        touched = [p.id for p in self.words.touched(quotes)]
        path = (*path, "quote")
        for fact in facts:
            both = [q for q in quotes for other in fact.quotes if meet(q.span, other.span)]
            if both:
                raise self._error(
                    path,
                    f"“{both[0].exact}”既列为不编码，又由事实“{fact.id}”引用。",
                    f'"{both[0].exact}" is out of scope, and the fact "{fact.id}" quotes it.',
                    "请只保留其一。",
                    "Keep one of them.",
                )
        twice = next((p for p in touched if p in listed), None)
        if twice:
            raise self._error(
                path,
                f"句子 {twice} 两次列为不编码。",
                f"The sentence {twice} is listed as out of scope twice.",
                "请只保留一个理由。",
                "Keep one reason.",
            )
        return tuple(touched)


def _texts(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
