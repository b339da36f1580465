"""Joins the routes: data beside the pages in one process and port, or data alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import RedirectResponse
from starlette.routing import Route

from kg.pipeline import DEFAULT_FILE, GRAPH_FILE, Graph, warm_search
from kg.server import data, description, protocol, questions, replies, searching
from kg.server.sharing import KEY, Shared
from kg.server.workers import Limits, Pool

# Addresses that Streamlit answers itself; any other is unknown, and a page of ours must be named.
_STREAMLIT = ("/_stcore", "/static", "/media", "/component", "/app/static", "/vendor", "/favicon")
_ALONE = ("/sparql", "/.well-known/void", "/api/questions", "/api/search", "/api/openapi.json")
_BELOW = ("/data/", "/page/", "/api/questions/", *(f"/{space}/" for space in data.SPACES))


def routes() -> list[Route]:
    """Return the data routes; OPTIONS is answered on each."""

    def read(path: str, endpoint: Any) -> list[Route]:
        return [
            Route(path, endpoint, methods=["GET"]),
            Route(path, replies.preflight, methods=["OPTIONS"]),
        ]

    found = [
        Route("/sparql", protocol.sparql, methods=["GET", "POST"]),
        Route("/sparql", replies.preflight, methods=["OPTIONS"]),
        *read("/.well-known/void", description.void),
        *read("/data/{path:path}", data.data),
        *read("/page/{path:path}", data.page),
        *read("/api/questions", questions.listed),
        *read("/api/questions/{id}", questions.one),
        *read("/api/search", searching.search),
        *read("/api/openapi.json", questions.openapi),
    ]
    for space in data.SPACES:
        found += read(f"/{space}/{{path:path}}", data.resolve)
    return found


def middleware(shared: Shared, hosts: Sequence[str], pages: Sequence[str]) -> list[Middleware]:
    """Return the checks before every request: a known Host, a known address."""
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(KnownAddresses, shared=shared, pages=tuple(pages)),
    ]


def lifespan(shared: Shared) -> Any:
    """Return the context that warms the query workers and stops them at the end."""

    @asynccontextmanager
    async def running(_app: Any) -> AsyncIterator[dict[str, Any]]:
        shared.pool.warm()
        warm_search(shared.graph)  # the first search is as fast as the next
        try:
            yield {}
        finally:
            shared.pool.close()

    return running


def share(graph: Graph, limits: Limits, workers: int, editor: str = "") -> Shared:
    """Return what the routes share, over an opened build."""
    pool = Pool(graph.folder / DEFAULT_FILE, graph.folder / GRAPH_FILE, limits, workers)
    return Shared(graph, pool, editor)


def data_only(shared: Shared, hosts: Sequence[str]) -> Starlette:
    """Return the application without pages: `/` leads to the service description."""

    async def home(request: Any) -> RedirectResponse:
        return RedirectResponse("/sparql", 303)

    return Starlette(
        routes=[*routes(), Route("/", home)],
        middleware=middleware(shared, hosts, ()),
        lifespan=lifespan(shared),
    )


class KnownAddresses:
    """Answers 404 where Streamlit would show its front page with 200 for any address."""

    def __init__(self, app: Any, shared: Shared, pages: Sequence[str]) -> None:
        self.app, self.shared = app, shared
        self.pages = frozenset(f"/{p}" for p in ("", *pages))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a known address on with what the server shares, answer 404 for another."""
        path = scope.get("path", "")
        scope[KEY] = self.shared
        if scope["type"] == "http" and not self._known(path):
            await data.unknown(path)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _known(self, path: str) -> bool:
        if path in self.pages:
            return True
        if path in _ALONE or path.startswith(_BELOW):
            return True
        if any(path == s or path.startswith((s + "/", s + ".")) for s in _STREAMLIT):
            return True
        # Streamlit asks for its own parts below a page's address too.
        first = "/" + path.lstrip("/").partition("/")[0]
        return first in self.pages and path.removeprefix(first).startswith(_STREAMLIT)
