"""Commands about the graph itself: build, coverage, export, reason, reference."""

from __future__ import annotations

import json
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    DEFAULT_LANG,
    Format,
    FormatOption,
    LangOption,
    open_graph,
    print_json,
    print_line,
)
from kg.errors import KgError, Problem

if TYPE_CHECKING:
    pass


def build(
    out: Annotated[
        Path | None, typer.Option(help="Folder to write to (default: out/) / 输出文件夹")
    ] = None,
    shuffle: Annotated[
        int | None,
        typer.Option(
            help="Read the sources in another order; the result is the same"
            " / 换一种次序读取，结果相同"
        ),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Build the graph from the content files. / 由内容文件生成图谱。"""
    from kg import assets, pipeline

    folder = pipeline.write_build(out or assets.output_folder(), shuffle)
    manifest = json.loads((folder / pipeline.MANIFEST).read_text(encoding="utf-8"))
    if format is Format.json:
        print_json({"folder": str(folder), **manifest})
    else:
        print_line(f"{folder / pipeline.GRAPH_FILE}")
        print_line(f"{manifest['quads']} quads, {len(manifest['graphs'])} graphs")
        print_line(f"sha256 {manifest['graph']}")


def coverage(format: FormatOption = Format.text, lang: LangOption = DEFAULT_LANG) -> None:
    """Print the ledger: encoded, out of scope, missing. / 台账：已编码、不编码、缺文。"""
    from kg import pipeline, tables

    report = pipeline.coverage_report()
    if format is Format.json:
        print_json(report)
    else:
        print_line(tables.coverage_text(report, lang.value))
    if report["unaccounted"]:
        raise typer.Exit(1)


class ExportFormat(str, Enum):
    """RDF syntaxes, or CSV tables."""

    nq = "nq"
    trig = "trig"
    ttl = "ttl"
    jsonld = "jsonld"
    csv = "csv"


def export(
    out: Annotated[
        Path | None,
        typer.Option(help="File, or folder with --per-graph and csv; else stdout / 文件或文件夹"),
    ] = None,
    format: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.nq,
    per_graph: Annotated[bool, typer.Option(help="One file a named graph / 一图一文件")] = False,
) -> None:
    """Export the graph as RDF, or its tables as CSV. / 导出图谱或表格。"""
    from kg import pipeline

    if out is None and (per_graph or format is ExportFormat.csv):
        raise KgError(
            Problem("--out", "请指定输出文件夹。", "A folder is needed.",
                    "例如 --out out/export。", "For example --out out/export.")
        )  # fmt: skip
    graph = open_graph()
    if out is None:
        sys.stdout.buffer.write(pipeline.export_bytes(graph, format.value))
        return
    for path in pipeline.export_to(graph, format.value, out, per_graph):
        print_line(str(path))


def reason(format: FormatOption = Format.text) -> None:
    """Prove the ontology consistent with HermiT (needs Java). / 用 HermiT 证明本体一致。"""
    from kg import pipeline

    unsatisfiable = pipeline.reason()
    if format is Format.json:
        print_json({"consistent": True, "unsatisfiable": unsatisfiable})
    else:
        print_line("consistent / 一致" if not unsatisfiable else "\n".join(unsatisfiable))
    if unsatisfiable:
        raise typer.Exit(1)


def reference(
    out: Annotated[Path, typer.Option(help="Folder to write to / 输出文件夹")] = Path("site"),
) -> None:
    """Write the ontology reference as offline pages. / 生成本体参考页。"""
    from kg import pipeline

    for path in pipeline.write_reference(open_graph(), out):
        print_line(str(path))
