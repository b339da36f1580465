"""SHACL engines behind one small interface: triples in, validation results out.

shifty checks the batches: it is complete for the shapes we write and over 100 times as fast as the
reference per CPU-second (bench/README.md). pySHACL is the reference; the tests hold both to the
same results. Data never merges with shapes, so it cannot switch one off, and nothing is fetched.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import KgError, Problem

if TYPE_CHECKING:
    from rdflib import Graph as RdfGraph

ENGINES = ("shifty", "pyshacl")


@dataclass(frozen=True, slots=True, order=True)
class RawResult:
    """One sh:ValidationResult as terms' text: focus node, path, value, shape, component."""

    focus: str
    path: str
    value: str
    shape: str
    component: str
    severity: str
    value_is_iri: bool = False


class Engine(Protocol):
    """Checks N-Triples against the shapes and the background that it was made with."""

    def check(self, data: bytes) -> list[RawResult]:
        """Return the results, sorted, each once. Raises KgError when a shape cannot run."""
        ...


def make_engine(name: str, shapes: bytes, background: bytes) -> Engine:
    """Return the engine of a name; `background` is what shapes may look up but do not check."""
    return _PySHACL(shapes, background) if name == "pyshacl" else _Shifty(shapes, background)


def check_shapes(shapes: bytes) -> None:
    """Raise KgError when shapes break the rules of SHACL itself (its shapes for shapes)."""
    import pyshacl
    import rdflib

    try:
        pyshacl.validate(rdflib.Graph(), shacl_graph=_graph(shapes), meta_shacl=True)
    except Exception as error:
        reason = " ".join(str(getattr(error, "message", error)).split())
        raise _broken(reason.partition("Results")[2] or reason) from None


class _Shifty:
    """The shifty engine: shapes are planned once; focus nodes come from the data alone."""

    def __init__(self, shapes: bytes, background: bytes) -> None:
        import rdflib
        import shifty

        rdflib.NORMALIZE_LITERALS = False  # the report's values as the data writes them
        try:
            self._validator = shifty.PreparedValidator(shapes + background)
        except Exception as error:
            raise _broken(str(error)) from None
        if self._validator.diagnostics:
            raise _broken("; ".join(self._validator.diagnostics))

    def check(self, data: bytes) -> list[RawResult]:
        """Return the results, sorted, each once. Raises KgError when a shape cannot run."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a shape that did not run is no clean pass
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                conforms, report, _ = self._validator.validate(
                    data, infer=False, on_unsupported="error"
                )
            except Exception as error:
                raise _broken(str(error)) from None
        return [] if conforms else sorted(set(_results(report)))


class _PySHACL:
    """The reference engine."""

    def __init__(self, shapes: bytes, background: bytes) -> None:
        self._shapes = _graph(shapes)
        self._background = _graph(background)
        self._make_data = _preparing_graph()

    def check(self, data: bytes) -> list[RawResult]:
        """Return the results, sorted, each once. Raises KgError when a shape cannot run."""
        import pyshacl

        merged = _graph(data, self._make_data())
        subjects = {str(s) for s in merged.subjects()} | {str(o) for o in merged.objects()}
        merged += self._background
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, report, text = pyshacl.validate(
                merged,
                shacl_graph=self._shapes,
                advanced=False,
                inplace=True,
            )
        if not hasattr(report, "subjects"):
            raise _broken(str(text))
        # The background is merged for pySHACL, so what it finds there is taken out again.
        return sorted({r for r in _results(report) if r.focus in subjects})


def _preparing_graph() -> type[RdfGraph]:
    """Return a kind of graph that parses each query once.

    pySHACL gives the text of a constraint to its graph for every focus node, and rdflib would parse
    it every time: 19 of 20 CPU-seconds.
    """
    import rdflib
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.plugins.sparql.sparql import Query

    prepared: dict[str, Query] = {}

    class PreparingGraph(rdflib.Graph):
        """A graph that keeps parsed queries by their text."""

        def query(self, query_object: Any, *arguments: Any, **named: Any) -> rdflib.query.Result:
            if isinstance(query_object, str):
                if query_object not in prepared:
                    prepared[query_object] = prepareQuery(query_object, dict(self.namespaces()))
                query_object = prepared[query_object]
            return super().query(query_object, *arguments, **named)

    return PreparingGraph


def _graph(ntriples: bytes, into: RdfGraph | None = None) -> RdfGraph:
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    return (rdflib.Graph() if into is None else into).parse(data=ntriples, format="nt")


def _results(report: Any) -> Iterator[RawResult]:
    from rdflib import RDF, BNode, URIRef
    from rdflib.namespace import SH

    def text(result: Any, predicate: Any) -> str:
        term = report.value(result, predicate)
        return "" if term is None or isinstance(term, BNode) else str(term)

    details = set(report.objects(None, SH.detail))
    for result in report.subjects(RDF.type, SH.ValidationResult):
        if result not in details:
            yield RawResult(
                str(report.value(result, SH.focusNode)),
                text(result, SH.resultPath),
                text(result, SH.value),
                text(result, SH.sourceShape),
                text(result, SH.sourceConstraintComponent),
                text(result, SH.resultSeverity).rpartition("#")[2].lower(),
                isinstance(report.value(result, SH.value), URIRef),
            )


def _broken(reason: str) -> KgError:
    return KgError(
        Problem(
            "shapes/",
            f"形状无法执行（{reason[:300]}）。",
            f"A shape could not be evaluated ({reason[:300]}).",
            "请改正形状，再运行。没有得出任何结果。",
            "Mend the shape and run again. No result was produced.",
        )
    )
