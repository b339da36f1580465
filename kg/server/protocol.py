"""SPARQL 1.1 Protocol, read only: GET, POST form, POST direct, HEAD, OPTIONS.

https://www.w3.org/TR/sparql11-protocol/ section 2.1. A time-out or a refused query is an error
status with a message; a cut result says so in the headers KG-Truncated and KG-Rows (and in JSON).
The header KG-Max-Rows asks for fewer rows than the server's limit.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from kg.errors import KgError, Problem
from kg.sandbox import MAX_QUERY_BYTES, check_query
from kg.server import replies
from kg.server.description import service_description
from kg.server.negotiation import GRAPHS, choose
from kg.server.sharing import shared
from kg.server.workers import Busy, Ended, Refused, TooSlow

_BODY_LIMIT = 65_536
_BODY_SECONDS = 10.0
_LONG = 32_768
_UPDATE_WORDS = ("update", "using-graph-uri", "using-named-graph-uri")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a query: its text, and the dataset that the protocol names."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class _Wrong(Exception):
    """A request that cannot be understood."""

    def __init__(self, status: int, zh: str, en: str, do_zh: str, do_en: str) -> None:
        super().__init__(en)
        self.status = status
        self.problem = Problem("HTTP", zh, en, do_zh, do_en)


async def sparql(request: Request) -> Response:
    """Answer a request to /sparql; a browser that asks nothing is led to the editor."""
    try:
        asked = await _read(request)
    except _Wrong as wrong:
        return replies.error(wrong.status, wrong.problem)
    if asked is None:
        people = choose(request.headers.get("accept", ""), (*GRAPHS, "text/html")) == "text/html"
        editor = shared(request).editor
        return RedirectResponse(editor, 303) if people and editor else service_description(request)
    if len(asked.query.encode()) > MAX_QUERY_BYTES:
        return replies.error(
            413,
            Problem(
                "SPARQL",
                f"查询超过 {MAX_QUERY_BYTES} 字节。",
                f"The query is longer than {MAX_QUERY_BYTES} bytes.",
                "请缩短查询。",
                "Shorten the query.",
            ),
        )
    try:
        check_query(asked.query)
    except KgError as refused:
        return replies.of(refused)
    graphs = (*asked.default_graphs, "|", *asked.named_graphs)
    tag = replies.etag(request, asked.query, *graphs, str(_rows(request)))
    known = replies.not_modified(request, tag)
    return known if known else await _answer(request, asked, tag)


async def _answer(request: Request, asked: Asked, tag: str) -> Response:
    here = shared(request)
    pool, anew = here.pool, "no-cache" in request.headers.get("cache-control", "")
    try:
        reply = None if anew else here.remembered.get(tag)
        if reply is None:
            reply = await pool.ask(
                asked.query,
                request.headers.get("accept", ""),
                asked.default_graphs,
                asked.named_graphs,
                _rows(request),
            )
            here.remembered.put(tag, reply)
    except Refused as refused:
        update = refused.problem.what_en.startswith("This is an update")
        return replies.error(403 if update else 400, refused.problem)
    except Busy:
        return replies.error(
            429,
            Problem("SPARQL", "查询太多，请稍候。", "Too many queries at once.",
                    "请稍后再试。", "Try again shortly."),
            {"Retry-After": "1"},
        )  # fmt: skip
    except TooSlow:
        seconds = pool.limits.seconds
        return replies.error(
            503,
            Problem(
                "SPARQL",
                f"查询超过 {seconds:g} 秒，已中止，没有结果。",
                f"The query took longer than {seconds:g} seconds and was stopped; "
                "there is no result.",
                "请加上限制条件或 LIMIT。",
                "Add conditions or a LIMIT.",
            ),
            {"Retry-After": "30"},
        )
    except Ended:
        return replies.error(
            503,
            Problem(
                "SPARQL",
                "查询使工作进程终止（内存超限或过于复杂），没有结果。",
                "The query ended its worker process (too much memory or too complex); "
                "there is no result.",
                "请简化查询。",
                "Simplify the query.",
            ),
            {"Retry-After": "30"},
        )
    if not reply.media:
        return replies.error(
            406,
            Problem(
                "Accept",
                "没有可接受的格式。",
                "None of the formats that you accept is offered.",
                "可用：JSON、XML、CSV、TSV；图可用 Turtle、N-Triples、JSON-LD、RDF/XML、TriG。",
                "Offered: JSON, XML, CSV, TSV; for graphs Turtle, N-Triples, JSON-LD, RDF/XML, "
                "TriG.",
            ),
        )
    headers = {"KG-Rows": str(reply.rows)} if reply.rows >= 0 else {}
    if reply.truncated:
        headers |= {"KG-Truncated": "true", "Warning": '199 - "cut at the row limit"'}
    if len(reply.body) > _LONG:  # packing it would hold up the others
        return await run_in_threadpool(replies.data, request, reply.body, reply.media, tag, headers)
    return replies.data(request, reply.body, reply.media, tag, headers)


def _rows(request: Request) -> int:
    """Return how many rows the client wants at most; 0, and for what is no number, all."""
    wanted = request.headers.get("kg-max-rows", "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0


async def _read(request: Request) -> Asked | None:
    """Return what is asked, None for the service description. Raises _Wrong."""
    pairs = _pairs(request.url.query)
    if request.method in ("GET", "HEAD"):
        if not pairs:
            return None
        return _asked(pairs)
    body = await _body(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        if pairs:
            raise _Wrong(400, "表单请求的网址不得带参数。", "A form has parameters in its URL.",
                         "请把参数都放进表单。", "Put all parameters into the form.")  # fmt: skip
        return _asked(_pairs(_decoded(body)))
    if kind == "application/sparql-query":
        if any(name == "query" for name, _ in pairs):
            raise _Wrong(400, "查询给了两次。", "The query is given twice.",
                         "请只放在请求正文里。", "Give it in the body only.")  # fmt: skip
        return _asked([("query", _decoded(body)), *pairs])
    if kind == "application/sparql-update":
        raise _update()
    raise _Wrong(
        415,
        f"不支持的内容类型“{kind}”。",
        f'The content type "{kind}" is not supported.',
        "请用 application/sparql-query 或 application/x-www-form-urlencoded。",
        "Use application/sparql-query or application/x-www-form-urlencoded.",
    )


def _update() -> _Wrong:
    return _Wrong(403, "这是更新；图谱只供查询。", "This is an update; the graph is read only.",
                  "请用 query。", "Use query.")  # fmt: skip


def _asked(pairs: list[tuple[str, str]]) -> Asked:
    named: dict[str, list[str]] = {}
    for name, value in pairs:
        named.setdefault(name, []).append(value)
    if any(word in named for word in _UPDATE_WORDS):
        raise _update()
    queries = named.get("query", [])
    if len(queries) != 1 or not queries[0].strip():
        raise _Wrong(
            400,
            f"须有恰好一个 query 参数，现有 {len(queries)} 个。",
            f"There must be exactly one query parameter; there are {len(queries)}.",
            "请给出一个非空的 query。",
            "Give one query that is not empty.",
        )
    graphs = [*named.get("default-graph-uri", ()), *named.get("named-graph-uri", ())]
    for graph in graphs:
        if set(graph) & set('<>"{}|^`\\ \n\t') or ":" not in graph:
            raise _Wrong(400, f"“{graph[:80]}”不是 IRI。", f'"{graph[:80]}" is no IRI.',
                         "请给出完整的 IRI。", "Give a whole IRI.")  # fmt: skip
    return Asked(
        queries[0],
        tuple(named.get("default-graph-uri", ())),
        tuple(named.get("named-graph-uri", ())),
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return the decoded parameters: percent-encoding is undone once and must be UTF-8."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError):
        raise _Wrong(400, "参数无法解码。", "The parameters cannot be decoded.",
                     "请用 UTF-8 百分号编码。", "Encode them as UTF-8 with percent signs.",
                     ) from None  # fmt: skip


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise _Wrong(400, "请求正文不是 UTF-8。", "The body is not UTF-8.",
                     "请用 UTF-8。", "Send UTF-8.") from None  # fmt: skip


async def _body(request: Request) -> bytes:
    """Return the body; one that is too long or never ends is refused."""
    found = bytearray()

    async def read() -> None:
        async for part in request.stream():
            found.extend(part)
            if len(found) > _BODY_LIMIT:
                raise _Wrong(
                    413,
                    f"请求正文超过 {_BODY_LIMIT} 字节。",
                    f"The body is longer than {_BODY_LIMIT} bytes.",
                    "请缩短查询。",
                    "Shorten the query.",
                )

    try:
        await asyncio.wait_for(read(), _BODY_SECONDS)
    except (TimeoutError, ClientDisconnect):
        raise _Wrong(408, "请求没有发完。", "The request did not arrive whole.",
                     "请重发。", "Send it again.") from None  # fmt: skip
    return bytes(found)
