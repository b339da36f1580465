"""The SPARQL editor at /yasgui/, and the terms that it completes at /api/terms.

The files lie in app/static/yasgui: YASGUI's editor and result view as built by web/yasgui, and our
own page around them. The page may load nothing but what this server gives it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg import assets
from kg.namespaces import BASE, PREFIXES
from kg.pipeline import Graph
from kg.server import replies
from kg.server.sharing import shared

_INDEX = "index.html"
_MEDIA = {
    _INDEX: "text/html; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "completion.js": "text/javascript; charset=utf-8",
    "words.js": "text/javascript; charset=utf-8",
    "yasgui.js": "text/javascript; charset=utf-8",
    "yasgui.css": "text/css; charset=utf-8",
    "LICENSE": "text/plain; charset=utf-8",
    "SHA256SUMS": "text/plain; charset=utf-8",
}
# CodeMirror and DataTables set styles on elements; nothing else may be inline, nothing outside.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is sent: its bytes, the same compressed, and its validator."""

    body: bytes
    packed: bytes
    tag: str


@cache
def _file(name: str) -> _File:
    body = (assets.root() / "app" / "static" / "yasgui" / name).read_bytes()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return _File(body, gzip.compress(body, 9, mtime=0), tag)


async def home(request: Request) -> RedirectResponse:
    """Lead /yasgui to /yasgui/, so that the page's own names resolve."""
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/yasgui/{asked}", 307)


async def file(request: Request) -> Response:
    """Answer /yasgui/…: one of the editor's files; any other name is unknown."""
    name = request.path_params["path"] or _INDEX
    if name not in _MEDIA:
        from kg.server.data import unknown

        return unknown(f"/yasgui/{name}")
    found = await run_in_threadpool(_file, name)
    headers = {**_HEADERS, "ETag": found.tag, "Content-Type": _MEDIA[name]}
    known = {t.strip().removeprefix("W/") for t in _if_none_match(request)}
    if found.tag in known:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.body, headers=headers)


def _if_none_match(request: Request) -> list[str]:
    return request.headers.get("if-none-match", "").split(",")


async def terms(request: Request) -> Response:
    """Answer /api/terms: prefixes, and the terms that a query is written with.

    `?q=` keeps those with these words in a name, label or definition of either language; `?kind=`
    keeps class, property or code.
    """
    graph: Graph = shared(request).graph
    words = request.query_params.get("q", "").strip().lower()
    kind = request.query_params.get("kind", "")
    every = await run_in_threadpool(lambda: graph.terms)
    found = []
    for term in every:
        texts = [t for t in (term.label, term.definition) if t]
        said = " ".join([term.iri, term.name, *(w for t in texts for w in (t.zh, t.en))])
        if words in said.lower() and kind in ("", term.kind):
            found.append(term.as_json())
    document = {"base": BASE, "prefixes": PREFIXES, "terms": found}
    body = json.dumps(document, ensure_ascii=False).encode()
    tag = replies.etag(request, words, kind)
    return replies.not_modified(request, tag) or replies.data(
        request, body, "application/json", tag
    )
