"""The command that loads the graph into another SPARQL server."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli.options import Format, FormatOption, print_json, print_line

_ACTIONS = {
    "made": "写入 / made",
    "replaced": "替换 / replaced",
    "same": "相同 / same",
    "dropped": "删除 / dropped",
}


def publish(
    endpoint: Annotated[
        str,
        typer.Option(
            envvar="KG_ENDPOINT", help="Where the server answers queries / 服务器的查询地址"
        ),
    ],
    store: Annotated[
        str, typer.Option(help="Its Graph Store Protocol address / 图存储协议地址")
    ] = "",
    update: Annotated[str, typer.Option(help="Its SPARQL Update address / SPARQL 更新地址")] = "",
    chunk: Annotated[
        int, typer.Option(min=0, help="Triples in one request; 0: whole graphs / 每次的三元组数")
    ] = 0,
    timeout: Annotated[
        float,
        typer.Option(min=1, max=86_400, help="Seconds for one request / 每个请求的时限（秒）"),
    ] = 300.0,
    format: FormatOption = Format.text,
) -> None:
    """Load the built graphs into a SPARQL server and compare. / 把图谱写入 SPARQL 服务器并核对。

    An interrupted run is taken up again; only graphs that this command made are replaced or
    deleted. Credentials: KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN.
    """
    from kg import pipeline

    def tell(graph: str, action: str, triples: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"{_ACTIONS[action]:16} {triples:>8} {graph or 'default'}\n")

    done = pipeline.publish(endpoint, store, update, chunk, timeout, tell)
    if format is Format.json:
        print_json(done.as_json())
        return
    for action, words in _ACTIONS.items():
        found = [n for a, n in done.graphs.values() if a == action]
        if found:
            print_line(f"{words}: {len(found)} 图 graphs, {sum(found)} 三元组 triples")
    kind = "并集 union" if done.union else "副本 copy"
    print_line(f"默认图 default graph: {kind}")
    print_line(f"{done.written_to}\nsha256 {done.build}")
