"""Does now what the first visitor would wait for."""

from __future__ import annotations

from kg.pipeline.answers import assess
from kg.pipeline.asking import questions
from kg.pipeline.content import case_from_data, packaged_case_data
from kg.pipeline.graph import Graph


def warm(graph: Graph) -> None:
    """Read the catalogue, labels and ledger, and answer a packaged case. Raises KgError."""
    questions()
    for name in ("words", "labels", "ledger", "provisions", "identified"):
        getattr(graph, name)  # reading it is what keeps it
    first = next(iter(packaged_case_data().values()))
    assess(graph, case_from_data(first))
