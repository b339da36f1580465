"""Joins the routes: data beside the pages in one process and port, or data alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.errors import Problem
from kg.pipeline import Graph, warm_search
from kg.server import data, description, editor, protocol, questions, replies, searching
from kg.server.forwarding import Forwarder
from kg.server.renewal import Renewal, closed
from kg.server.sharing import KEY, Served, Shared
from kg.server.workers import Answering, Limits, Pool

# Addresses that Streamlit answers itself; any other is unknown, and a page of ours must be named.
_STREAMLIT = ("/_stcore", "/static", "/media", "/component", "/app/static", "/vendor", "/favicon")
_ALONE = (
    "/sparql", "/.well-known/void", "/api/questions", "/api/search", "/api/openapi.json",
    "/api/terms", "/data", "/page", "/yasgui",
)  # fmt: skip
_BELOW = (
    "/data/", "/page/", "/yasgui/", "/api/questions/", *(f"/{space}/" for space in data.SPACES)
)  # fmt: skip


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
        *read("/data", data.data),
        *read("/data/{path:path}", data.data),
        *read("/page", data.page),
        *read("/page/{path:path}", data.page),
        *read("/api/questions", questions.listed),
        *read("/api/questions/{id}/query", questions.query),
        *read("/api/questions/{id:path}", questions.one),
        *read("/api/terms", editor.terms),
        Route("/yasgui", editor.home),
        Route("/yasgui/{path:path}", editor.file),
        *read("/api/search", searching.search),
        *read("/api/openapi.json", questions.openapi),
    ]
    for space in data.SPACES:
        found += read(f"/{space}/{{path:path}}", data.resolve)
    return found


def middleware(served: Served, hosts: Sequence[str], pages: Sequence[str]) -> list[Middleware]:
    """Return the checks before every request: a known Host, a known address."""
    return [
        Middleware(KnownHosts, hosts=tuple(hosts)),
        Middleware(KnownAddresses, served=served, pages=tuple(pages)),
    ]


def lifespan(served: Served, after: Callable[[], None] = lambda: None) -> Any:
    """Return the context that warms the query workers, watches for new builds, and ends both.

    `after` is called when a new build is served.
    """

    @asynccontextmanager
    async def running(_app: Any) -> AsyncIterator[dict[str, Any]]:
        await served.now.pool.warm()
        warm_search(served.now.graph)  # the first search is as fast as the next
        watching = None
        if not served.now.graph.endpoint:
            watching = asyncio.create_task(Renewal(served, after).watch())
        try:
            yield {}
        finally:
            if watching:
                watching.cancel()
            await served.now.pool.close()

    return running


def share(graph: Graph, limits: Limits, workers: int, editor: str = "") -> Served:
    """Return what the routes share, over an opened build."""
    pool: Answering = (
        Forwarder(graph.endpoint, limits) if graph.endpoint else Pool.over(graph, limits, workers)
    )
    return Served(Shared(graph.warm(), pool, editor), closed)


def data_only(served: Served, hosts: Sequence[str]) -> Starlette:
    """Return the application without pages: `/` leads to the service description."""

    async def home(request: Any) -> RedirectResponse:
        return RedirectResponse("/sparql", 303)

    return Starlette(
        routes=[*routes(), Route("/", home)],
        middleware=middleware(served, hosts, ()),
        lifespan=lifespan(served),
        exception_handlers=HANDLERS,
    )


HANDLERS = {404: replies.not_found, 405: replies.not_allowed}


class KnownHosts:
    """Refuses a Host header that is none of ours: a page elsewhere may point its name to here.

    (DNS rebinding; the Host decides, since such a page's requests come from the same browser.)
    """

    def __init__(self, app: Any, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = frozenset(h.lower().strip("[]") for h in hosts)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request to a known host on, answer 400 for another."""
        if scope["type"] not in ("http", "websocket") or "*" in self.hosts:
            await self.app(scope, receive, send)
            return
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(given) == 1 and self._name(given[0]) in self.hosts:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _foreign_host(given)(scope, receive, send)

    @staticmethod
    def _name(host: str) -> str:
        """Return a host without its port; an IPv6 address stands in brackets."""
        if host.startswith("["):
            return host[1:].partition("]")[0].lower()
        return host.partition(":")[0].lower()


def _foreign_host(given: Sequence[str]) -> Response:
    shown = ", ".join(given)[:100]
    return replies.error(
        400,
        Problem(
            "Host",
            f"本服务器不以“{shown}”为名。",
            f'This server does not go by the name "{shown}".',
            "请用启动时所示的地址，或以 kg serve --allow-host 名称 启动。",
            "Use the address that it showed at its start, or start it with "
            "kg serve --allow-host NAME.",
        ),
        cors=False,
    )


class KnownAddresses:
    """Answers 404 where Streamlit would show its front page with 200 for any address."""

    def __init__(self, app: Any, served: Served, pages: Sequence[str]) -> None:
        self.app, self.served = app, served
        self.pages = frozenset(f"/{p}" for p in ("", *pages))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a known address on with what the server shares, answer 404 for another."""
        path = scope.get("path", "")
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif not self._known(path):
            await data.unknown(path, cors=False)(scope, receive, send)
        else:
            with self.served.lease() as scope[KEY]:
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
