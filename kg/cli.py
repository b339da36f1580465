"""The command `kg`. Standard output carries the answer and nothing else (docs/outputs.md).

Exit 0 done, 1 findings, 2 could not run. Imports are lazy: `kg --help` loads no engine.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kg import __version__
from kg.errors import KgError, Problem

if TYPE_CHECKING:
    from kg.pipeline import Graph
    from kg.store import Result

app = typer.Typer(
    name="kg",
    help="Who may decide what, and who answers for it, in China's procuratorates.\n\n"
    "检察机关司法责任制知识图谱：谁可以决定，谁承担责任。非官方解释。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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


def _default_lang() -> Lang:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return Lang.zh if os.environ[name].lower().startswith("zh") else Lang.en
    return Lang.en


DEFAULT_LANG = _default_lang()
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


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _print_json(value: Any, indent: int | None = 1) -> None:
    _print(json.dumps(value, ensure_ascii=False, indent=indent))


def _note(text: str) -> None:
    """Say progress on standard error, only to a person at a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(text + "\n")


def _graph() -> Graph:
    from kg import pipeline

    _note("reading the graph / 读取图谱 …")
    return pipeline.open_graph()


@app.command()
def build(
    out: Annotated[Path | None, typer.Option(help="Folder to write to (default: out/)")] = None,
    shuffle: Annotated[
        int | None, typer.Option(help="Read the sources in another order; the result is the same")
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Build the graph from the content files. / 由内容文件生成图谱。"""
    from kg import assets, pipeline

    folder = pipeline.write_build(out or assets.output_folder(), shuffle)
    manifest = json.loads((folder / pipeline.MANIFEST).read_text(encoding="utf-8"))
    if format is Format.json:
        _print_json({"folder": str(folder), **manifest})
    else:
        _print(f"{folder / pipeline.GRAPH_FILE}")
        _print(f"{manifest['quads']} quads, {len(manifest['graphs'])} graphs")
        _print(f"sha256 {manifest['graph']}")


CaseArgument = Annotated[
    list[Path],
    typer.Argument(help="Case files, or names of packaged cases such as chief-asks-again"),
]


@app.command()
def assess(
    case: CaseArgument,
    format: Annotated[AnswerFormat, typer.Option("--format")] = AnswerFormat.text,
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Say who answers for what in a case, under the text in force. / 依适用文本判断责任。"""
    from kg import pipeline

    read = [pipeline.case_from_file(path) for path in case]
    first: dict[str, Path] = {}
    for path, item in zip(case, read, strict=True):
        if first.setdefault(item.id, path) is not path:
            raise KgError(
                Problem(f"{path} (id)", f"案件编号“{item.id}”已用于 {first[item.id]}。",
                        f'The case id "{item.id}" is already used by {first[item.id]}.',
                        "请另取编号，或分开运行。", "Choose another id, or run them apart.")
            )  # fmt: skip
    graph = _graph()
    answers = pipeline.assess_many(graph, {c.id: c for c in read})
    for item in read:
        answer = answers[item.id]
        if format is AnswerFormat.json:
            _print_json(pipeline.answer_json(graph, answer), None if len(read) > 1 else 1)
        elif format is AnswerFormat.ttl:
            _print(pipeline.answer_turtle(answer))
        else:
            _print(pipeline.answer_text(graph, item, answer, lang.value))


@app.command()
def compare(
    case: Annotated[Path, typer.Argument(help="A case file, or the name of a packaged case")],
    format: FormatOption = Format.text,
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Apply the 2015 and the 2024 text to the same facts. / 同一事实分别适用两个文本。"""
    from kg import pipeline

    item = pipeline.case_from_file(case)
    graph = _graph()
    comparison = pipeline.compare(graph, item)
    if format is Format.json:
        _print_json(pipeline.compare_json(graph, item, comparison))
    else:
        _print(pipeline.compare_text(graph, item, comparison, lang.value))


def _print_result(
    result: Result, format: TableFormat, headings: list[str] | None = None, lang: str = ""
) -> None:
    if not result.document:  # CONSTRUCT and DESCRIBE give a graph, which has no JSON results
        _print(result.turtle)
    elif format is TableFormat.json:
        _print_json(result.document)
    elif result.boolean is not None:
        _print("true" if result.boolean else "false")
    elif format is TableFormat.csv:
        from kg import tables

        sys.stdout.write(tables.to_csv(result))
    else:
        from kg import tables

        _print(tables.to_text(result, headings, lang))
    if result.truncated:
        sys.stderr.write(f"结果已截断，仅 {len(result.rows)} 行 / cut at {len(result.rows)} rows\n")


@app.command()
def query(
    file: Annotated[str, typer.Argument(help="A .rq file, or - for standard input")],
    format: Annotated[TableFormat, typer.Option("--format")] = TableFormat.table,
    endpoint: EndpointOption = "",
    timeout: Annotated[float, typer.Option(help="Seconds before the query is stopped")] = 10.0,
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
        _print(sparql)
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


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question's id; left out: list them")] = "",
    param: Annotated[
        list[str] | None, typer.Option("--param", help="name=value, may be repeated")
    ] = None,
    search: Annotated[str, typer.Option(help="List only questions with these words")] = "",
    format: Annotated[TableFormat, typer.Option("--format")] = TableFormat.table,
    endpoint: EndpointOption = "",
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Ask a question of the catalogue, or list them. / 提出目录中的问题，或列出问题。"""
    from kg import pipeline
    from kg.catalogue import fill

    if not question:
        found = [
            q
            for q in pipeline.questions().values()
            if search.lower() in f"{q.id} {q.question.zh} {q.question.en}".lower()
        ]
        if format is TableFormat.json:
            _print_json([{"id": q.id, "group": q.group, "question": q.question.as_json()}
                         for q in found])  # fmt: skip
        else:
            for q in found:
                _print(f"{q.id:36} {q.question.pick(lang.value)}")
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
        _print(fill(pipeline.questions()[question], values))
        return
    result = pipeline.ask(question, values, endpoint)
    columns = pipeline.questions()[question].columns
    headings = [columns[v].pick(lang.value) if v in columns else v for v in result.variables]
    _print_result(result, format, headings, lang.value)


@app.command()
def coverage(format: FormatOption = Format.text, lang: LangOption = DEFAULT_LANG) -> None:
    """Print the ledger: encoded, out of scope, missing. / 台账：已编码、不编码、缺文。"""
    from kg import pipeline, tables

    report = pipeline.coverage_report()
    if format is Format.json:
        _print_json(report)
    else:
        _print(tables.coverage_text(report, lang.value))
    if report["unaccounted"]:
        raise typer.Exit(1)


class ExportFormat(str, Enum):
    """RDF syntaxes, or CSV tables."""

    nq = "nq"
    trig = "trig"
    ttl = "ttl"
    jsonld = "jsonld"
    csv = "csv"


@app.command()
def export(
    out: Annotated[
        Path | None, typer.Option(help="File, or folder with --per-graph and csv; else stdout")
    ] = None,
    format: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.nq,
    per_graph: Annotated[bool, typer.Option(help="One file a named graph")] = False,
) -> None:
    """Export the graph as RDF, or its tables as CSV. / 导出图谱或表格。"""
    from kg import pipeline

    if out is None and (per_graph or format is ExportFormat.csv):
        raise KgError(
            Problem("--out", "请指定输出文件夹。", "A folder is needed.",
                    "例如 --out out/export。", "For example --out out/export.")
        )  # fmt: skip
    graph = _graph()
    if out is None:
        sys.stdout.buffer.write(pipeline.export_bytes(graph, format.value))
        return
    for path in pipeline.export_to(graph, format.value, out, per_graph):
        _print(str(path))


@app.command()
def parity(format: FormatOption = Format.text, lang: LangOption = DEFAULT_LANG) -> None:
    """Show powers without responsibility, and rules without words. / 权责相当检查。"""
    from kg import pipeline, tables

    report = pipeline.parity()
    if format is Format.json:
        _print_json(report)
    else:
        _print(tables.parity_text(report, lang.value))


@app.command()
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
        _print_json(report)
    else:
        _print(tables.validation_text(report, lang.value))
    if report["summary"]["violation"]:
        raise typer.Exit(1)


@app.command()
def reason(format: FormatOption = Format.text) -> None:
    """Prove the ontology consistent with HermiT (needs Java). / 用 HermiT 证明本体一致。"""
    from kg import pipeline

    unsatisfiable = pipeline.reason()
    if format is Format.json:
        _print_json({"consistent": True, "unsatisfiable": unsatisfiable})
    else:
        _print("consistent / 一致" if not unsatisfiable else "\n".join(unsatisfiable))
    if unsatisfiable:
        raise typer.Exit(1)


@app.command()
def reference(
    out: Annotated[Path, typer.Option(help="Folder to write to")] = Path("site"),
) -> None:
    """Write the ontology reference as offline pages. / 生成本体参考页。"""
    from kg import pipeline

    for path in pipeline.write_reference(_graph(), out):
        _print(str(path))


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port")] = 8501,
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
) -> None:
    """Serve the browser application until Ctrl-C. / 启动浏览器应用，按 Ctrl-C 结束。"""
    from kg import server

    raise typer.Exit(server.serve(host, port))


@app.callback(invoke_without_command=True)
def main_options(
    version: Annotated[bool, typer.Option("--version", help="Print the version")] = False,
) -> None:
    """Print the version when asked."""
    if version:
        _print(__version__)
        raise typer.Exit


def _fail(error: KgError) -> NoReturn:
    """Say the problems: JSON on standard output when JSON was asked for, text on standard error."""
    arguments = " ".join(sys.argv[1:]).replace("=", " ")
    if "--format json" in arguments:
        _print_json({"errors": [p.as_json() for p in error.problems]})
    else:
        sys.stderr.write("\n".join(p.as_text() for p in error.problems) + "\n")
    sys.exit(2)


def _usage_error(error: Any) -> KgError:
    """Return a wrong command line (a click exception) as a problem; print the help when bare."""
    context = getattr(error, "ctx", None)
    name = context.command_path if context else "kg"
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        sys.exit(2)
    said = error.format_message().rstrip(".")
    return KgError(
        Problem(
            name,
            f"命令写法不对（{said}）。",
            f"The command is not written right ({said}).",
            f"请看 {name} --help。",
            f"See {name} --help.",
        )
    )


def run(command: Callable[..., Any] = app) -> None:
    """The entry point: UTF-8 output everywhere, problems in words, exit codes 0, 1, 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = command(prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except KgError as error:
        _fail(error)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _fail(
            KgError(
                Problem(
                    str(error.filename or "kg"),
                    f"无法读写（{reason}）。",
                    f"It cannot be read or written ({reason}).",
                    "请检查路径、权限和磁盘空间。",
                    "Check the path, the permissions and the disk space.",
                )
            )
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except Exception as error:
        if hasattr(error, "format_message"):
            _fail(_usage_error(error))
        if os.environ.get("KG_DEBUG"):
            raise
        _fail(
            KgError(
                Problem(
                    "kg",
                    f"程序内部错误（{type(error).__name__}: {error}）。",
                    f"An internal error ({type(error).__name__}: {error}).",
                    "请设 KG_DEBUG=1 再运行，并报告所见。",
                    "Run again with KG_DEBUG=1 and report what you see.",
                )
            )
        )


if __name__ == "__main__":
    run()
