"""Options and output that the commands share: languages, formats, where text goes."""

from __future__ import annotations

import json
import os
import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kg.pipeline import Graph


class Lang(str, Enum):
    """The language of text output."""

    zh = "zh"
    en = "en"


class Format(str, Enum):
    """Text for people, JSON for programs."""

    text = "text"
    json = "json"


class AnswerFormat(str, Enum):
    """Text, JSON, or the assessments as Turtle."""

    text = "text"
    json = "json"
    ttl = "ttl"


class TableFormat(str, Enum):
    """A table, SPARQL 1.1 JSON results, CSV, or the SPARQL itself."""

    table = "table"
    json = "json"
    csv = "csv"
    sparql = "sparql"


def default_lang() -> Lang:
    """Return the language of the environment (LC_ALL, LC_MESSAGES, LANG), English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return Lang.zh if os.environ[name].lower().startswith("zh") else Lang.en
    return Lang.en


DEFAULT_LANG = default_lang()
LangOption = Annotated[
    Lang, typer.Option("--lang", help="Language of text output / 输出语言", show_default=False)
]
FormatOption = Annotated[Format, typer.Option("--format", help="Output format / 输出格式")]
EndpointOption = Annotated[
    str,
    typer.Option(
        "--endpoint",
        envvar="KG_ENDPOINT",
        help="Ask a SPARQL 1.1 server instead / 改问 SPARQL 服务器",
    ),
]


def print_line(text: str) -> None:
    """Write one line to standard output."""
    sys.stdout.write(text + "\n")


def print_json(value: Any, indent: int | None = 1) -> None:
    """Write JSON to standard output; `indent` None puts it on one line."""
    print_line(json.dumps(value, ensure_ascii=False, indent=indent))


def note(text: str) -> None:
    """Say progress on standard error, only to a person at a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(text + "\n")


def open_graph(endpoint: str = "") -> Graph:
    """Open the build that fits the content, making it when there is none, here or on a server.

    Raises KgError.
    """
    from kg import pipeline

    note("reading the graph / 读取图谱 …")
    return pipeline.open_endpoint(endpoint) if endpoint else pipeline.open_graph()
