"""The command that serves assistants: mcp."""

from __future__ import annotations

from kg.cli.options import EndpointOption, note
from kg.errors import KgError, Problem


def mcp(endpoint: EndpointOption = "") -> None:
    """Serve assistants over MCP on standard input and output. / 供助手使用的 MCP 服务。"""
    try:
        from kg.assistant.server import make_server
    except ImportError:
        raise KgError(
            Problem(
                "kg mcp",
                "没有安装 MCP 的库。",
                "The library for MCP is not installed.",
                "请安装：pip install 'judicial-responsibility-kg[mcp]'。",
                "Install it: pip install 'judicial-responsibility-kg[mcp]'.",
            )
        ) from None
    from kg.pipeline.session import open_session

    note("an assistant's program speaks here / 由助手程序使用 …")
    make_server(open_session(endpoint or None)).run("stdio")
