"""A SPARQL server, asked through SPARQLWrapper."""

from __future__ import annotations

import re
from typing import Any

from kg.errors import KgError, Problem
from kg.namespaces import PREFIXES
from kg.store.results import Result, bare_syntax, query_error, select_result


class RemoteStore:
    """A SPARQL 1.1 Protocol endpoint, asked through SPARQLWrapper."""

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self.url = url
        self.timeout = timeout

    def query(self, sparql: str) -> Result:
        """Answer a query over HTTP; raise KgError when the server refuses or cannot be reached."""
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        text = _with_prefixes(sparql)
        wrapper = SPARQLWrapper(self.url)
        wrapper.setQuery(text)
        wrapper.setMethod(POST)
        wrapper.setTimeout(int(self.timeout))
        # SPARQLWrapper guesses the form from words in comments too, so it is told.
        form = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", bare_syntax(text), re.I)
        if form is None:
            raise query_error(sparql, "no SELECT, ASK, CONSTRUCT or DESCRIBE")
        wrapper.queryType = form.group(1).upper()
        graph_form = wrapper.queryType in ("CONSTRUCT", "DESCRIBE")
        wrapper.setReturnFormat(TURTLE if graph_form else JSON)
        try:
            answer: Any = wrapper.query().convert()
        except SPARQLWrapperException as error:
            raise query_error(sparql, str(error).splitlines()[0]) from None
        except (OSError, ValueError) as error:
            raise KgError(
                Problem(
                    self.url,
                    f"SPARQL 服务器没有应答：{error}。",
                    f"The SPARQL server does not answer: {error}.",
                    "请检查地址和服务器是否在运行。",
                    "Check the address and that the server runs.",
                )
            ) from None
        if graph_form:
            return Result((), (), None, {}, bytes(answer).decode())
        if "boolean" in answer:
            return Result((), (), bool(answer["boolean"]), answer)
        return select_result(answer["head"]["vars"], answer["results"]["bindings"])


def _with_prefixes(sparql: str) -> str:
    """Return the query with the project's prefixes declared that it uses and does not declare."""
    lines = [
        f"PREFIX {p}: <{iri_}>"
        for p, iri_ in PREFIXES.items()
        if re.search(rf"(?<![\w:]){p}:", sparql) and not re.search(rf"PREFIX\s+{p}:", sparql, re.I)
    ]
    return "\n".join([*lines, sparql])
