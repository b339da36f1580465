"""The question catalogue: kg/queries/*.rq, each a header and a runnable SELECT (DESIGN section 9).

A parameter stands in the query as `VALUES ?name { "default" }`; asking with another value replaces
the default, so every file runs as it stands on any SPARQL engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.assets import QueryFile, read_queries
from kg.errors import KgError, Problem
from kg.formats import (
    BOTH,
    FULL_PROVISION,
    IDENT,
    NUMBER,
    STRING,
    Format,
    check,
    listed,
    record,
    same_id,
)
from kg.model import Text
from kg.sources import bilingual
from kg.store import check_syntax


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name in the query, label, default, and a query listing ?value (?zh ?en).

    `type` is choice (of what the query lists), date (YYYY-MM-DD) or text.
    """

    name: str
    label: Text
    default: str
    values: str
    type: str


@dataclass(frozen=True)
class Question:
    """A catalogue question. `rows` is the number of rows that the built graph must give."""

    id: str
    group: str
    question: Text
    parameters: Sequence[Parameter]
    columns: Mapping[str, Text]
    provisions: Sequence[str]
    rows: int
    sparql: str


_VARIABLE = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_FORMAT = Format(
    record(
        {
            "id": IDENT,
            "group": IDENT,
            "question": BOTH,
            "columns": {"type": "object", "additionalProperties": BOTH},
            "rows": NUMBER,
        },
        parameters=listed(
            record(
                {"name": _VARIABLE, "label": BOTH, "default": STRING},
                values=STRING,
                type={"type": "string", "enum": ["choice", "date", "text"]},
            )
        ),
        provisions=listed(FULL_PROVISION),
    ),
    mark="#+",
)


def read_catalogue(folder: Path) -> dict[str, Question]:
    """Read the questions by id, sorted. Raises KgError when a header is wrong or an id is twice."""
    found: dict[str, Question] = {}
    files: dict[str, str] = {}
    for query in read_queries(folder):
        question = _question(query)
        if question.id in found:
            raise KgError(same_id(query.header.where(("id",)), question.id, files[question.id]))
        found[question.id] = question
        files[question.id] = query.header.where(("id",))
    return found


def fill(question: Question, values: Mapping[str, str]) -> str:
    """Return the question's SPARQL with parameter values put in.

    Raises KgError on a name that the question does not have and on a value of another type.
    """
    known = {p.name: p for p in question.parameters}
    sparql = question.sparql
    for name, value in values.items():
        if name not in known:
            listed = ", ".join(known) or "—"
            raise KgError(
                Problem(
                    f"{question.id} --param {name}",
                    f"没有参数“{name}”。",
                    f'There is no parameter "{name}".',
                    f"可用参数：{listed}。",
                    f"Parameters: {listed}.",
                )
            )
        if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in value):
            raise KgError(
                Problem(
                    f"{question.id} --param {name}",
                    "参数值含有控制字符。",
                    "The value holds a control character.",
                    "请去掉控制字符和换行。",
                    "Leave out control characters and line breaks.",
                )
            )
        if known[name].type == "date" and not _is_date(value):
            raise KgError(
                Problem(
                    f"{question.id} --param {name}",
                    f"“{value}”不是日期。",
                    f'"{value}" is not a date.',
                    "请写成 年-月-日，例如 2024-07-10。",
                    "Write it as YYYY-MM-DD, for example 2024-07-10.",
                )
            )
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        default = f'VALUES ?{name} {{ "{known[name].default}" }}'
        sparql = sparql.replace(default, f'VALUES ?{name} {{ "{escaped}" }}')
    return sparql


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _question(query: QueryFile) -> Question:
    header, data = query.header, query.header.data
    check(header, _FORMAT)
    check_syntax(query.sparql, query.name)
    parameters = [
        Parameter(
            p["name"],
            bilingual(header, p, "label", ("parameters", i)),
            p["default"],
            p.get("values", ""),
            p.get("type", "choice" if "values" in p else "text"),
        )
        for i, p in enumerate(data.get("parameters", ()))
    ]
    for parameter in parameters:
        if f'VALUES ?{parameter.name} {{ "{parameter.default}" }}' not in query.sparql:
            raise KgError(
                Problem(
                    header.where(("parameters",)),
                    f'查询中没有“VALUES ?{parameter.name} {{ "{parameter.default}" }}”。',
                    f'The query lacks "VALUES ?{parameter.name} {{ "{parameter.default}" }}".',
                    "请补上这一行。",
                    "Add that line.",
                )
            )
    columns = {
        key: bilingual(header, data["columns"], key, ("columns",)) for key in data["columns"]
    }
    return Question(
        id=data["id"],
        group=data["group"],
        question=bilingual(header, data, "question", ()),
        parameters=parameters,
        columns=columns,
        provisions=tuple(data.get("provisions", ())),
        rows=data["rows"],
        sparql=query.sparql,
    )
