"""Commands that check data: validate."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DEFAULT_LANG, Lang, LangOption
from kg.errors import KgError, Problem


class ReportFormat(str, Enum):
    """The forms of a validation report."""

    text = "text"
    json = "json"
    ttl = "ttl"
    jsonld = "jsonld"
    sarif = "sarif"
    junit = "junit"
    csv = "csv"
    xlsx = "xlsx"
    html = "html"


class GroupBy(str, Enum):
    """What results are grouped by."""

    shape = "shape"
    file = "file"
    province = "province"
    provision = "provision"


class FailOn(str, Enum):
    """The least severity that makes the exit code 1."""

    violation = "violation"
    warning = "warning"
    info = "info"
    never = "never"


class Engine(str, Enum):
    """shifty for batches, pySHACL as the reference."""

    shifty = "shifty"
    pyshacl = "pyshacl"


def validate(
    path: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, patterns or names of packaged cases; left out: the built graph"
            " / 文件、文件夹或示例案件；不写则校验图谱"
        ),
    ] = None,
    format: Annotated[ReportFormat, typer.Option("--format")] = ReportFormat.text,
    out: Annotated[
        Path | None, typer.Option(help="Write the report to a file / 报告写入文件")
    ] = None,
    lang: LangOption = DEFAULT_LANG,
    group_by: Annotated[GroupBy, typer.Option("--group-by")] = GroupBy.shape,
    fail_on: Annotated[
        FailOn,
        typer.Option("--fail-on", help="Exit 1 from this severity on / 自此级别起退出码为 1"),
    ] = FailOn.violation,
    baseline: Annotated[
        Path | None, typer.Option(help="Known findings: shape, reason, expires (YAML) / 已知结果")
    ] = None,
    shapes: Annotated[
        list[Path] | None, typer.Option(help="Your own shapes (Turtle) instead of ours / 自用形状")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="SHACL engine / SHACL 引擎")] = Engine.shifty,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes at once / 进程数")] = 1,
    timeout: Annotated[
        float,
        typer.Option(
            min=0.1, max=3600, help="Seconds for one file or 200 cases / 一个文件或200案的秒数"
        ),
    ] = 10.0,
    memory: Annotated[
        int,
        typer.Option(min=200, max=64_000, help="Megabytes for one process / 每个进程的内存（MB）"),
    ] = 1000,
) -> None:
    """Check files, or the built graph, against shapes. / 按形状（SHACL）校验文件或图谱。"""
    from kg import pipeline

    if format is ReportFormat.xlsx and out is None:
        raise KgError(
            Problem("--out", "工作簿请写入文件。", "A workbook is written to a file.",
                    "例如 --out report.xlsx。", "For example --out report.xlsx.")
        )  # fmt: skip
    accepted = pipeline.read_baseline(baseline) if baseline else None
    report = pipeline.validate(
        path or [], shapes or [], engine.value, jobs,
        pipeline.Limits(timeout, memory * 1_000_000), _progress,
    )  # fmt: skip
    if accepted is not None:
        report = pipeline.apply_baseline(report, accepted)
    written = pipeline.report_bytes(report, format.value, lang.value, group_by.value, shapes or [])
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(written)
    else:
        pipeline.write_whole(out, written)
    if report.errors:
        _tell_errors(report.errors, lang)
        raise typer.Exit(2)
    order = ["violation", "warning", "info"]
    failing = order[: order.index(fail_on.value) + 1] if fail_on is not FailOn.never else []
    if any(report.count(s) for s in failing):
        raise typer.Exit(1)


def _progress(done: int, total: int) -> None:
    """Show how many files are done on standard error, to a person at a terminal."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{done}/{total} {end}")
        sys.stderr.flush()


def _tell_errors(errors: object, lang: Lang) -> None:
    number = len(errors) if hasattr(errors, "__len__") else 0
    said = (
        f"{number} 个文件未能校验，见报告。"
        if lang is Lang.zh
        else f"{number} could not be checked; see the report."
    )
    sys.stderr.write(said + "\n")
