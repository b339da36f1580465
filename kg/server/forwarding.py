"""Hands people's queries on to the SPARQL server that holds the graph, when there is one.

The refusals stay ours (updates, SERVICE, length, nesting) and so does the time limit; rows and
memory are limited by that server's own settings.
"""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool

from kg.errors import KgError
from kg.server.negotiation import GRAPHS, RESULTS, choose
from kg.server.workers import Ended, Limits, Refused, Reply, TooSlow
from kg.store import HttpRefused, TimedOut, bare_syntax, query_error, send, with_prefixes


class Forwarder:
    """Answers like a pool of workers, from a server of another process."""

    def __init__(self, endpoint: str, limits: Limits) -> None:
        self.endpoint, self.limits = endpoint, limits

    async def warm(self) -> None:
        """Nothing has to be started."""

    async def close(self) -> None:
        """Nothing is held."""

    async def ask(
        self,
        query: str,
        accept: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        rows: int = 0,
    ) -> Reply:
        """Answer a query; `rows` of the reply is -1, for only the client reads them.

        The other server sets the limit of rows.

        Raises TooSlow, Ended when the server gives no answer, Refused when it refuses.
        """
        return await run_in_threadpool(self._ask, query, accept, default_graphs, named_graphs)

    def _ask(
        self, query: str, accept: str, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> Reply:
        form = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", bare_syntax(query), re.I)
        if form is None:
            raise Refused(query_error(query, "no SELECT, ASK, CONSTRUCT or DESCRIBE").problems[0])
        is_graph = form.group(1).upper() in ("CONSTRUCT", "DESCRIBE")
        media = choose(accept, GRAPHS if is_graph else RESULTS)
        if media is None:
            return Reply("", b"", 0, False)
        pairs = [("query", with_prefixes(query))]
        pairs += [("default-graph-uri", g) for g in default_graphs]
        pairs += [("named-graph-uri", g) for g in named_graphs]
        request = urllib.request.Request(self.endpoint, data=urlencode(pairs).encode())
        request.add_header("Accept", media)
        try:
            found = send(request, self.limits.seconds)
        except HttpRefused as error:
            if error.status == 400:
                raise Refused(query_error(query, error.said or "400").problems[0]) from None
            raise Ended from None
        except TimedOut:
            raise TooSlow from None
        except KgError:
            raise Ended from None
        if found.media != media:
            raise Ended
        return Reply(media, found.body, -1, False)
