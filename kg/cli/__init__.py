"""The command `kg`. Standard output carries the answer and nothing else (docs/outputs.md).

Exit 0 done, 1 findings, 2 could not run. Imports are lazy: `kg --help` loads no engine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, NoReturn

import typer

from kg import __version__
from kg.cli import (
    assistants,
    batch,
    cases,
    checks,
    graph,
    lists,
    procedure,
    publishing,
    questions,
    searching,
    serving,
)
from kg.cli.options import print_json, print_line
from kg.errors import KgError, Problem

app = typer.Typer(
    name="kg",
    help="Who may decide what, and who answers for it, in China's procuratorates.\n\n"
    "检察机关司法责任制知识图谱：谁可以决定，谁承担责任。非官方解释。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for _command in (
    graph.build,
    cases.assess,
    cases.explain,
    cases.compare,
    questions.query,
    questions.ask,
    searching.search,
    graph.coverage,
    graph.export,
    cases.conflicts,
    cases.parity,
    batch.generate_cases,
    procedure.procedure,
    checks.validate,
    graph.reason,
    graph.reference,
    publishing.publish,
    serving.serve,
    assistants.mcp,
):
    app.command()(_command)
app.add_typer(lists.app, name="lists")


@app.callback(invoke_without_command=True)
def main_options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version / 显示版本")
    ] = False,
) -> None:
    """Print the version when asked."""
    if version:
        print_line(__version__)
        raise typer.Exit


def _fail(error: KgError) -> NoReturn:
    """Say the problems: JSON on standard output when JSON was asked for, text on standard error."""
    arguments = " ".join(sys.argv[1:]).replace("=", " ")
    if "--format json" in arguments:
        print_json({"errors": [p.as_json() for p in error.problems]})
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
