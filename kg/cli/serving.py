"""The command that serves the browser application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    pass


def serve(
    port: Annotated[int, typer.Option(help="Port")] = 8501,
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
) -> None:
    """Serve the browser application until Ctrl-C. / 启动浏览器应用，按 Ctrl-C 结束。"""
    from kg import server

    raise typer.Exit(server.serve(host, port))
