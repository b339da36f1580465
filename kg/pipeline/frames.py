"""Results as pandas frames; pandas is loaded only here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg import search
from kg.errors import KgError, Problem
from kg.model import SearchResult
from kg.namespaces import PREFIXES
from kg.store import Result

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["DataFrame", "frame_of"]

_XSD = PREFIXES["xsd"]
# A column of one datatype gets a type of pandas that knows missing values; all else is text.
_TYPES: Mapping[str, str] = {
    **{_XSD + name: "Int64" for name in ("integer", "int", "long", "nonNegativeInteger")},
    **{_XSD + name: "Float64" for name in ("decimal", "double", "float")},
    _XSD + "boolean": "boolean",
    _XSD + "date": "date",
    _XSD + "dateTime": "date",
}


def frame_of(result: Result | SearchResult) -> DataFrame:
    """Return a result as a DataFrame. Raises KgError for a graph and where pandas is not there."""
    try:
        import pandas
    except ImportError:
        raise KgError(
            Problem(
                "pandas",
                "没有安装 pandas。",
                "pandas is not installed.",
                "请安装：pip install 'judicial-responsibility-kg[frames]'。",
                "Install it: pip install 'judicial-responsibility-kg[frames]'.",
            )
        ) from None
    if isinstance(result, SearchResult):
        rows = search.result_rows(result)
        cells = {n: [r.get(n, "") for r in rows.rows] for n in rows.variables}
        return pandas.DataFrame(cells, dtype="string").astype({"score": "Float64"})
    if result.boolean is not None:
        return pandas.DataFrame({"boolean": [result.boolean]}, dtype="boolean")
    if not result.document:
        raise KgError(
            Problem(
                "SPARQL",
                "CONSTRUCT 和 DESCRIBE 的结果是图，不是表。",
                "CONSTRUCT and DESCRIBE give a graph, which is no table.",
                "请用 SELECT，或读 result.turtle。",
                "Use SELECT, or read result.turtle.",
            )
        )
    bindings = result.document["results"]["bindings"]
    return pandas.DataFrame(
        {name: _column(pandas, [b.get(name) for b in bindings]) for name in result.variables}
    )


def _column(pandas: Any, cells: Sequence[Mapping[str, str] | None]) -> Any:
    """Return a column: of the one datatype of its cells, else text."""
    values = [c["value"] if c else None for c in cells]
    datatypes = {c.get("datatype", "") for c in cells if c}
    kind = _TYPES.get(next(iter(datatypes)), "") if len(datatypes) == 1 else ""
    try:
        if kind == "date":
            return pandas.to_datetime(pandas.Series(values, dtype="object"), format="ISO8601")
        if kind == "boolean":
            read = [None if v is None else v in ("true", "1") for v in values]
            return pandas.Series(read, dtype="boolean")
        if kind:
            number = int if kind == "Int64" else float
            return pandas.Series([None if v is None else number(v) for v in values], dtype=kind)
    except (ValueError, OverflowError):  # a value beyond what pandas holds stays as it is written
        pass
    return pandas.Series(values, dtype="string")
