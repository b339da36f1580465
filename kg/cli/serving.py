"""The command that serves the endpoint and the browser application."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import EndpointOption


def serve(
    port: Annotated[int, typer.Option(help="Port / 端口")] = 8501,
    host: Annotated[str, typer.Option(help="Address to listen on / 监听地址")] = "127.0.0.1",
    app: Annotated[
        bool, typer.Option(help="The pages too, or the endpoint alone / 连同页面，或者只有端点")
    ] = True,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="Further host names that clients may use; * for any / 另许的主机名"),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=600, help="Seconds for a query / 查询时限（秒）")
    ] = 10.0,
    memory: Annotated[
        int, typer.Option(min=64, help="Megabytes for a query / 查询内存（MB）")
    ] = 512,
    rows: Annotated[
        int, typer.Option(min=1, help="Rows of a result at most / 结果行数上限")
    ] = 100_000,
    workers: Annotated[
        int,
        typer.Option(
            min=1, max=64, help="Query processes; one more stands ready / 查询进程数，另有一个备用"
        ),
    ] = 2,
    endpoint: EndpointOption = "",
) -> None:
    """Serve the SPARQL endpoint and the pages until Ctrl-C. / 启动端点和浏览器应用。"""
    from kg.server import launch
    from kg.server.workers import Limits

    limits = Limits(timeout, memory * 1_000_000, rows)
    raise typer.Exit(launch.serve(host, port, app, limits, workers, allow_host or (), endpoint))
