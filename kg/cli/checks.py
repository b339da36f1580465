"""Commands that check data: validate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    DEFAULT_LANG,
    Format,
    FormatOption,
    LangOption,
    print_json,
    print_line,
)

if TYPE_CHECKING:
    pass


def validate(
    path: Annotated[
        list[Path] | None, typer.Argument(help="Case files; left out: the built graph")
    ] = None,
    format: FormatOption = Format.text,
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Check the built graph, or case files, against shapes/. / 按 shapes/ 校验。"""
    from kg import pipeline, tables

    report = pipeline.validate(path or [])
    if format is Format.json:
        print_json(report)
    else:
        print_line(tables.validation_text(report, lang.value))
    if report["summary"]["violation"]:
        raise typer.Exit(1)
