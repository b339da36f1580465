"""Commands about cases and what the texts say of them: assess, compare, parity."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.batch import assess_all
from kg.cli.options import (
    DEFAULT_LANG,
    AnswerFormat,
    EndpointOption,
    Format,
    FormatOption,
    LangOption,
    open_graph,
    print_json,
    print_line,
)
from kg.errors import KgError, Problem

CaseArgument = Annotated[
    list[Path],
    typer.Argument(
        help="Case files, names of packaged cases, folders, .ndjson, .nt, or - for NDJSON on "
        "standard input / 案件文件、示例案件名称、文件夹，或者 -"
    ),
]


def assess(
    case: CaseArgument,
    format: Annotated[AnswerFormat, typer.Option("--format")] = AnswerFormat.text,
    lang: LangOption = DEFAULT_LANG,
    out: Annotated[
        Path | None,
        typer.Option(help="Write one JSON line a case to this file (docs/batch.md) / 逐行写入文件"),
    ] = None,
    chunk: Annotated[
        int, typer.Option(min=1, max=10_000, help="Cases at a time / 每批案件数")
    ] = 400,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh/--resume", help="Begin anew, or go on where a run was cut / 重新开始或者续跑"
        ),
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes / 进程数")] = 1,
    endpoint: EndpointOption = "",
) -> None:
    """Say who answers for what in a case, under the text in force. / 依适用文本判断责任。

    With --out, a folder, .ndjson, .nt or -: any number of cases, one JSON line each; exit 1 when
    some of them were bad.
    """
    from kg import pipeline

    if out or any(pipeline.is_stream(path) for path in case):
        if format is AnswerFormat.ttl:
            raise KgError(
                Problem("--format ttl", "许多案件只写成 JSON，每行一个。",
                        "Many cases are written as JSON only, one a line.",
                        "请去掉 --format ttl。", "Leave --format ttl out.")
            )  # fmt: skip
        assess_all(case, out, chunk, fresh, jobs, endpoint)
        return
    read = [pipeline.case_from_file(path) for path in case]
    first: dict[str, Path] = {}
    for path, item in zip(case, read, strict=True):
        if first.setdefault(item.id, path) is not path:
            raise KgError(
                Problem(f"{path} (id)", f"案件编号“{item.id}”已用于 {first[item.id]}。",
                        f'The case id "{item.id}" is already used by {first[item.id]}.',
                        "请另取编号，或分开运行。", "Choose another id, or run them apart.")
            )  # fmt: skip
    graph = open_graph(endpoint)
    answers = pipeline.assess_many(graph, {c.id: c for c in read})
    for item in read:
        answer = answers[item.id]
        if format is AnswerFormat.json:
            print_json(pipeline.answer_json(graph, answer), None if len(read) > 1 else 1)
        elif format is AnswerFormat.ttl:
            print_line(pipeline.answer_turtle(answer))
        else:
            print_line(pipeline.answer_text(graph, item, answer, lang.value))


def explain(
    case: Annotated[
        Path,
        typer.Argument(help="A case file, or the name of a packaged case / 案件文件或示例案件名称"),
    ],
    person: Annotated[str, typer.Option("--person", help="Only this person / 只看此人")] = "",
    step: Annotated[str, typer.Option("--step", help="Only this step / 只看此步骤")] = "",
    format: FormatOption = Format.text,
    lang: LangOption = DEFAULT_LANG,
    endpoint: EndpointOption = "",
) -> None:
    """Say why: rules, conditions, findings, quotes; and what would flip it. / 说明理由。"""
    from kg import pipeline

    item = pipeline.case_from_file(case)
    graph = open_graph(endpoint)
    explained = pipeline.explain(graph, item, person, step)
    if format is Format.json:
        print_json(pipeline.explain_json(graph, explained))
    else:
        print_line(pipeline.explain_text(graph, item, explained, lang.value))


def compare(
    case: Annotated[
        Path,
        typer.Argument(help="A case file, or the name of a packaged case / 案件文件或示例案件名称"),
    ],
    format: FormatOption = Format.text,
    lang: LangOption = DEFAULT_LANG,
    endpoint: EndpointOption = "",
) -> None:
    """Apply the 2015 and the 2024 text to the same facts. / 同一事实分别适用两个文本。"""
    from kg import pipeline

    item = pipeline.case_from_file(case)
    graph = open_graph(endpoint)
    comparison = pipeline.compare(graph, item)
    if format is Format.json:
        print_json(pipeline.compare_json(graph, item, comparison))
    else:
        print_line(pipeline.compare_text(graph, item, comparison, lang.value))


def conflicts(format: FormatOption = Format.text, lang: LangOption = DEFAULT_LANG) -> None:
    """Find rules that could disagree with no order between them. / 查找未定先后的冲突规则。"""
    from kg import pipeline

    graph = open_graph()
    found = pipeline.conflicts(graph)
    if format is Format.json:
        print_json(pipeline.conflicts_json(found))
    else:
        print_line(pipeline.conflicts_text(graph, found, lang.value))
    if found.conflicts:
        raise typer.Exit(1)


def parity(
    source: Annotated[str, typer.Option("--source", help="Only this source / 只看此来源")] = "",
    format: FormatOption = Format.text,
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Show powers without responsibility, and rules without words. / 权责相当检查。"""
    from kg import pipeline, tables

    report = pipeline.parity(source)
    if format is Format.json:
        print_json(report)
    else:
        print_line(tables.parity_text(report, lang.value))
