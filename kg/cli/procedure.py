"""The command that asks for the accountability procedure: procedure."""

from __future__ import annotations

from typing import Annotated

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


def procedure(
    status: Annotated[
        str, typer.Option(help="The person's status, such as procurator / 身份")
    ] = "",
    office: Annotated[
        str, typer.Option(help="The person's office, such as chief-procurator / 职务")
    ] = "",
    stage: Annotated[
        str, typer.Option(help="The step that was done, such as open-investigation / 已完成的步骤")
    ] = "",
    on: Annotated[str, typer.Option(help="The day of that step, 2024-09-01 / 该步骤之日")] = "",
    conduct_on: Annotated[str, typer.Option(help="The day of the conduct / 行为之日")] = "",
    format: FormatOption = Format.text,
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Say who must act and approve next, and by when. / 追责程序：由谁、经谁批准、何时之前。"""
    from kg import pipeline

    graph = open_graph()
    answer = pipeline.ask_procedure(
        graph, status=status, office=office, stage=stage, on=on, conduct_on=conduct_on
    )
    if format is Format.json:
        print_json(answer)
    else:
        print_line(pipeline.procedure_text(graph, answer, lang.value))
