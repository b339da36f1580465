"""Commands that ask: query, ask."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    DEFAULT_LANG,
    EndpointOption,
    LangOption,
    TableFormat,
    print_json,
    print_line,
)
from kg.errors import KgError, Problem

if TYPE_CHECKING:
    from kg.store import Result


_CHOICES = 4  # values listed below a question that was found by them


def _print_result(
    result: Result, format: TableFormat, headings: list[str] | None = None, lang: str = ""
) -> None:
    if not result.document:  # CONSTRUCT and DESCRIBE give a graph, which has no JSON results
        print_line(result.turtle)
    elif format is TableFormat.json:
        print_json(result.document)
    elif result.boolean is not None:
        print_line("true" if result.boolean else "false")
    elif format is TableFormat.csv:
        from kg import tables

        sys.stdout.write(tables.to_csv(result))
    else:
        from kg import tables

        print_line(tables.to_text(result, headings, lang))
    if result.truncated:
        sys.stderr.write(f"结果已截断，仅 {len(result.rows)} 行 / cut at {len(result.rows)} rows\n")


def query(
    file: Annotated[
        str, typer.Argument(help="A .rq file, or - for standard input / 查询文件，- 为标准输入")
    ],
    format: Annotated[TableFormat, typer.Option("--format")] = TableFormat.table,
    endpoint: EndpointOption = "",
    timeout: Annotated[
        float, typer.Option(help="Seconds before the query is stopped / 查询时限（秒）")
    ] = 10.0,
) -> None:
    """Run a SPARQL query; prefixes are declared for you. / 运行 SPARQL 查询。"""
    from kg import pipeline
    from kg.yaml12 import read_text

    if file == "-":
        try:
            sparql = sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise KgError(
                Problem("-", "标准输入不是 UTF-8。", "Standard input is not UTF-8.",
                        "请改用 UTF-8。", "Send UTF-8.")
            ) from None  # fmt: skip
    else:
        sparql = read_text(Path(file))
    if format is TableFormat.sparql:
        print_line(sparql)
        return
    if not 0 < timeout <= 3600:
        raise KgError(
            Problem("--timeout", f"{timeout:g} 秒不可用。", f"{timeout:g} seconds cannot be used.",
                    "请写大于 0、不超过 3600 的秒数。",
                    "Give more than 0 and at most 3600 seconds.")
        )  # fmt: skip
    try:
        result = pipeline.query(sparql, endpoint, timeout)
    except KgError as error:
        named = [replace(p, where=p.where.replace("SPARQL", file, 1)) for p in error.problems]
        raise KgError(named) from None
    _print_result(result, format)


def _list(search: str, format: TableFormat, lang: str) -> None:
    """List the questions that hold the words; below them the values that are so called."""
    from kg import pipeline

    found = pipeline.find_questions(search)
    if format is TableFormat.json:
        print_json(
            [
                {
                    "id": f.question.id,
                    "group": f.question.group,
                    "question": f.question.question.as_json(),
                    **({"choices": [c.as_json() for c in f.choices]} if f.choices else {}),
                }
                for f in found
            ]
        )
    else:
        for f in found:
            print_line(f"{f.question.id:36} {f.question.question.pick(lang)}")
            for c in f.choices[:_CHOICES]:
                print_line(f"    --param {c.parameter.name}={c.value}  {c.label.pick(lang)}")
            if len(f.choices) > _CHOICES:
                print_line(f"    … {len(f.choices)}")
    if not found:
        sys.stderr.write(f'没有含“{search}”的问题 / no question holds "{search}"\n')


def ask(
    question: Annotated[
        str, typer.Argument(help="A question's id; left out: list them / 问题编号；不写则列出")
    ] = "",
    param: Annotated[
        list[str] | None,
        typer.Option("--param", help="name=value, may be repeated / 名称=值，可重复"),
    ] = None,
    search: Annotated[
        str,
        typer.Option(
            help="List only questions with these words, in Chinese or English / "
            "只列出含这些词的问题，中英文均可"
        ),
    ] = "",
    format: Annotated[TableFormat, typer.Option("--format")] = TableFormat.table,
    endpoint: EndpointOption = "",
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Ask a question of the catalogue, or list them. / 提出目录中的问题，或列出问题。"""
    from kg import pipeline
    from kg.catalogue import fill

    if not question:
        _list(search, format, lang.value)
        return
    values = {}
    for item in param or ():
        name, sep, value = item.partition("=")
        if not sep:
            raise KgError(
                Problem(f"--param {item}", "参数应写成 名称=值。", "A parameter is name=value.",
                        "例如 --param article=art-30。", "For example --param article=art-30.")
            )  # fmt: skip
        values[name] = value
    if format is TableFormat.sparql and question in pipeline.questions():
        print_line(fill(pipeline.questions()[question], values))
        return
    result = pipeline.ask(question, values, endpoint)
    columns = pipeline.questions()[question].columns
    headings = [columns[v].pick(lang.value) if v in columns else v for v in result.variables]
    _print_result(result, format, headings, lang.value)
