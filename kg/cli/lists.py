"""Commands on power lists: template, import, export, lint, diff, who."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.options import (
    DEFAULT_LANG,
    Format,
    FormatOption,
    LangOption,
    print_json,
    print_line,
)

app = typer.Typer(
    no_args_is_help=True,
    help="Provincial power lists: fill in, check, compare, ask. / 省级职权清单：填写、检查、查询。",
)


class SheetFormat(str, Enum):
    """A workbook, or a folder of CSV files."""

    xlsx = "xlsx"
    csv = "csv"


class FailOn(str, Enum):
    """The lowest class of finding that makes the command exit 1."""

    violation = "violation"
    warning = "warning"
    open_question = "open-question"
    information = "information"
    never = "never"


def _say(notes: Sequence[Any], problems: Sequence[Any]) -> None:
    """Say on standard error how files were read and which could not be."""
    for note in notes:
        sys.stderr.write(f"{note.where}\n  {note.text.zh} {note.text.en}\n")
    for problem in problems:
        sys.stderr.write(problem.as_text() + "\n")


@app.command()
def template(
    out: Annotated[Path, typer.Option("--out", help="F.xlsx, or a folder for CSV / 文件或文件夹")],
) -> None:
    """Write the empty template, a workbook or CSV files. / 写出空白模板。"""
    from kg import pipeline

    print_line(str(pipeline.lists.template(out)))


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Workbooks or folders / 工作簿或文件夹")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the data / 数据文件夹")],
    format: FormatOption = Format.text,
) -> None:
    """Check lists and write them in the data format. / 检查清单并写成数据格式。

    A file with problems is reported and left out; the rest goes on, and the command exits 2.
    """
    from kg import pipeline

    reading = pipeline.lists.read_lists(files)
    written = pipeline.lists.import_lists(reading, out)
    if format is Format.json:
        print_json(
            {
                "written": [str(p) for p in written],
                "notes": [{"where": n.where, "text": n.text.as_json()} for n in reading.notes],
                "errors": [p.as_json() for p in reading.problems],
            }
        )
    else:
        for path in written:
            print_line(str(path))
        _say(reading.notes, reading.problems)
    if reading.problems:
        raise typer.Exit(2)


@app.command()
def export(
    name: Annotated[str, typer.Argument(metavar="ID", help="A list's id, or a file / 编号或文件")],
    out: Annotated[Path | None, typer.Option("--out", help="File or folder / 文件或文件夹")] = None,
    format: Annotated[SheetFormat, typer.Option("--format")] = SheetFormat.xlsx,
) -> None:
    """Write a list as a workbook or CSV files; no cell is a formula. / 导出清单。"""
    from kg import pipeline

    lst = pipeline.lists.find_list(name)
    default = Path(f"{lst.id}.xlsx") if format is SheetFormat.xlsx else Path(lst.id)
    print_line(str(pipeline.lists.export_list(lst, format.value, out or default)))


@app.command()
def lint(
    names: Annotated[list[str], typer.Argument(metavar="FILE|ID", help="Lists / 清单")],
    format: FormatOption = Format.text,
    lang: LangOption = DEFAULT_LANG,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Exit 1 from / 退出码 1 的起点")] = (
        FailOn.violation
    ),
    annotate: Annotated[
        Path | None,
        typer.Option(
            "--annotate",
            help="Write the findings into a copy of each workbook: F.xlsx, or a folder"
            " / 把结果写进工作簿的副本：文件或文件夹",
        ),
    ] = None,
) -> None:
    """Measure lists against the 2024 Opinions; findings name the cell. / 按2024年意见检查清单。"""
    from kg import pipeline

    copies = pipeline.marking.copies(names, annotate) if annotate else {}
    report = pipeline.lists.lint(names)
    written = pipeline.marking.write_copies(report, copies)
    if format is Format.json:
        print_json(report.as_json())
    else:
        text = pipeline.lists.lint_text(report, lang.value)
        if text:
            print_line(text)
        _say((), report.problems)
        for path in written:
            sys.stderr.write(f"{path}\n")
    if report.problems:
        raise typer.Exit(2)
    if report.reaches(fail_on.value):
        raise typer.Exit(1)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A list's id or file / 编号或文件")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another, or its new version / 另一份")],
    format: FormatOption = Format.text,
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Say how two lists, or two versions of one, differ. / 比较两份清单或者两个版本。"""
    from kg import pipeline

    answer = pipeline.lists.diff(old, new)
    if format is Format.json:
        print_json(answer)
    else:
        print_line(pipeline.lists.diff_text(answer, lang.value))


@app.command()
def who(
    matter: Annotated[str, typer.Argument(help="Matter code or word / 事项代码或名称")],
    province: Annotated[str, typer.Option("--province", help="Such as CN-41 / 如 CN-41")],
    level: Annotated[str, typer.Option("--level", help="basic, municipal, provincial / 层级")],
    on: Annotated[str, typer.Option("--on", help="Day, such as 2024-09-01 / 日期")],
    condition: Annotated[
        list[str] | None, typer.Option("--condition", help="Case class that holds / 属于的类别")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Case class that does not / 不属于的类别")
    ] = None,
    stage: Annotated[str, typer.Option("--stage", help="Stage / 阶段")] = "",
    lists: Annotated[
        list[Path] | None, typer.Option("--list", help="More lists to look in / 另加清单")
    ] = None,
    format: FormatOption = Format.text,
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Who may decide a matter, and which tier says so. / 谁可以决定某事项，依据哪一层。"""
    from kg import pipeline

    answer = pipeline.lists.who(
        matter, province, level, on, condition or [], without or [], stage, lists or []
    )
    if format is Format.json:
        print_json(answer.as_json())
    else:
        print_line(pipeline.lists.who_text(answer, lang.value))
