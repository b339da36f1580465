"""HTTP answers: data with validators and compression, errors in words of both languages."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError, Problem
from kg.server.sharing import shared

# Anybody's page may read the data: it is public and nothing here knows who asks.
CORS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, KG-Rows, KG-Truncated",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, KG-Max-Rows",
    "Access-Control-Max-Age": "86400",
}
_COMPRESS_FROM = 1_000  # bytes


def etag(request: Request, *parts: str) -> str:
    """Return a validator for what is asked: the same build and question give the same bytes."""
    accept = request.headers.get("accept", "")
    text = "\n".join((shared(request).receipt, request.url.path, accept, *parts))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """Return 304 when the client already has this answer (RFC 9110 section 13.1.2)."""
    known = [t.strip() for t in request.headers.get("if-none-match", "").split(",")]
    return Response(status_code=304, headers={**CORS, "ETag": tag}) if tag in known else None


def data(
    request: Request, body: bytes, media: str, tag: str = "", headers: Mapping[str, str] = CORS
) -> Response:
    """Return data, compressed when the client takes gzip."""
    sent = {**CORS, **headers, "Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}
    if tag:
        sent["ETag"] = tag
    if len(body) >= _COMPRESS_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 5, mtime=0)
        sent["Content-Encoding"] = "gzip"
    charset = media.startswith("text/") or media.endswith(("json", "xml"))
    return Response(body, media_type=f"{media}; charset=utf-8" if charset else media, headers=sent)


def error(
    status: int, problem: Problem, headers: Mapping[str, str] | None = None, cors: bool = True
) -> Response:
    """Return an error as the JSON of docs/outputs.md; never mistaken for an answer.

    Without `cors` pages of other sites cannot read it: it is about no data address.
    """
    body = json.dumps({"errors": [problem.as_json()]}, ensure_ascii=False).encode()
    return Response(
        body,
        status,
        media_type="application/json; charset=utf-8",
        headers={**(CORS if cors else {}), "Cache-Control": "no-store", **(headers or {})},
    )


def of(failed: KgError, status: int = 400) -> Response:
    """Return the first problem of an error as an HTTP answer."""
    return error(status, failed.problems[0])


def unknown(name: str, cors: bool = True) -> Response:
    """Return 404: the graph says nothing about this name."""
    return error(
        404,
        Problem(
            name[:200],
            "图谱中没有关于它的内容。",
            "The graph says nothing about it.",
            "请核对名称。",
            "Check the name.",
        ),
        cors=cors,
    )


async def not_found(request: Request, _error: Exception) -> Response:
    """Answer an address below a known one that leads nowhere."""
    return unknown(request.url.path, cors=False)


async def not_allowed(request: Request, failed: Exception) -> Response:
    """Answer a method that an address does not take, naming those that it takes."""
    allowed = (getattr(failed, "headers", None) or {}).get("Allow", "")
    return error(
        405,
        Problem(
            f"{request.method} {request.url.path[:200]}",
            "此地址不接受这种请求方法。",
            "This address does not take this method.",
            "请用 GET；查询也可用 POST。",
            "Use GET; a query may be sent with POST too.",
        ),
        {"Allow": allowed} if allowed else None,
        cors=False,
    )


async def preflight(request: Request) -> Response:
    """Answer OPTIONS: what may be asked here, also from other sites (Fetch, CORS)."""
    return Response(
        status_code=204, headers={**CORS, **_PREFLIGHT, "Allow": "GET, HEAD, POST, OPTIONS"}
    )
