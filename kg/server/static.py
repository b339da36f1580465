"""Serves the scripts of the pages (app/static) over HTTP, to be kept by the browser.

Streamlit's own static files are sent anew with every page. These are asked for with a part of their
checksum (`?v=…`), so a browser may keep them for good; asked without it, they are checked first.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from kg import assets

PATH = "/app/static"
_KEEP, _CHECK = "public, max-age=31536000, immutable", "no-cache"


class Kept(StaticFiles):
    """Static files with the headers that let a browser keep what it asked for by version."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """Return the file, or 404."""
        response = await super().get_response(path, scope)
        versioned = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = _KEEP if versioned else _CHECK
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def scripts() -> Mount:
    """Return the route of app/static."""
    return Mount(PATH, Kept(directory=assets.root() / "app" / "static", check_dir=False))
