"""The command that searches: search."""

from __future__ import annotations

import sys
from enum import Enum
from typing import Annotated

import typer

from kg.cli.options import (
    DEFAULT_LANG,
    EndpointOption,
    LangOption,
    open_graph,
    print_json,
    print_line,
)


class HitFormat(str, Enum):
    """A list for people, JSON, or CSV."""

    table = "table"
    json = "json"
    csv = "csv"


def search(
    words: Annotated[
        list[str],
        typer.Argument(help="Words, all of which must be found / 检索词，须全部出现"),
    ],
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Only this kind, may be repeated / 只找此种类，可重复"),
    ] = None,
    format: Annotated[HitFormat, typer.Option("--format")] = HitFormat.table,
    limit: Annotated[int, typer.Option(help="Hits at most (1 to 100) / 至多几条")] = 20,
    offset: Annotated[int, typer.Option(help="Leave out so many / 略过几条")] = 0,
    endpoint: EndpointOption = "",
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Search provisions, norms, lists, cases, terms. / 检索条文、规范、清单、案件、概念。"""
    from kg import pipeline

    graph = None if endpoint else open_graph()
    result = pipeline.search(
        graph, " ".join(words), kinds=kind, limit=limit, offset=offset, endpoint=endpoint
    )
    if format is HitFormat.json:
        print_json(result.as_json())
    elif format is HitFormat.csv:
        sys.stdout.write(pipeline.search_csv(result))
    else:
        print_line(pipeline.search_text(result, lang.value, marks=sys.stdout.isatty()))
    if result.hint and format is HitFormat.csv:
        sys.stderr.write(result.hint.pick(lang.value) + "\n")
