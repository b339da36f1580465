"""The driver, and the Python API: build, open, assess, explain, compare, ask, query, validate.

Passes know nothing of each other; this package wires them. A build lies in a folder named after the
hash of the content it was made from, so a stale build is never taken for a fresh one and no reader
is ever disturbed by a writer.

Modules are loaded when one of their names is first used: `kg assess` needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.cases import (
        is_stream as is_stream,
    )
    from kg.cases import (
        total_bytes as total_bytes,
    )
    from kg.pipeline import lists as lists
    from kg.pipeline.answers import (
        answer_json as answer_json,
    )
    from kg.pipeline.answers import (
        answer_text as answer_text,
    )
    from kg.pipeline.answers import (
        answer_turtle as answer_turtle,
    )
    from kg.pipeline.answers import (
        assess as assess,
    )
    from kg.pipeline.answers import (
        assess_many as assess_many,
    )
    from kg.pipeline.asking import (
        ask as ask,
    )
    from kg.pipeline.asking import (
        parameter_values as parameter_values,
    )
    from kg.pipeline.asking import (
        query as query,
    )
    from kg.pipeline.asking import (
        questions as questions,
    )
    from kg.pipeline.batch import (
        CHUNK as CHUNK,
    )
    from kg.pipeline.batch import (
        Progress as Progress,
    )
    from kg.pipeline.batch import (
        assess_stream as assess_stream,
    )
    from kg.pipeline.builds import (
        DEFAULT_FILE as DEFAULT_FILE,
    )
    from kg.pipeline.builds import (
        GRAPH_FILE as GRAPH_FILE,
    )
    from kg.pipeline.builds import (
        MANIFEST as MANIFEST,
    )
    from kg.pipeline.builds import (
        ensure_build as ensure_build,
    )
    from kg.pipeline.builds import (
        make_quads as make_quads,
    )
    from kg.pipeline.builds import (
        write_build as write_build,
    )
    from kg.pipeline.checks import (
        apply_baseline as apply_baseline,
    )
    from kg.pipeline.checks import (
        coverage_report as coverage_report,
    )
    from kg.pipeline.checks import (
        parity as parity,
    )
    from kg.pipeline.checks import (
        reason as reason,
    )
    from kg.pipeline.checks import (
        report_bytes as report_bytes,
    )
    from kg.pipeline.checks import (
        validate as validate,
    )
    from kg.pipeline.comparing import (
        Comparison as Comparison,
    )
    from kg.pipeline.comparing import (
        compare as compare,
    )
    from kg.pipeline.comparing import (
        compare_json as compare_json,
    )
    from kg.pipeline.comparing import (
        compare_text as compare_text,
    )
    from kg.pipeline.conflicting import (
        conflicts as conflicts,
    )
    from kg.pipeline.conflicting import (
        conflicts_json as conflicts_json,
    )
    from kg.pipeline.conflicting import (
        conflicts_text as conflicts_text,
    )
    from kg.pipeline.content import (
        Content as Content,
    )
    from kg.pipeline.content import (
        case_from_data as case_from_data,
    )
    from kg.pipeline.content import (
        case_from_file as case_from_file,
    )
    from kg.pipeline.content import (
        case_from_text as case_from_text,
    )
    from kg.pipeline.content import (
        packaged_case_data as packaged_case_data,
    )
    from kg.pipeline.content import (
        packaged_cases as packaged_cases,
    )
    from kg.pipeline.content import (
        read_content as read_content,
    )
    from kg.pipeline.explaining import (
        Explained as Explained,
    )
    from kg.pipeline.explaining import (
        explain as explain,
    )
    from kg.pipeline.explaining import (
        explain_json as explain_json,
    )
    from kg.pipeline.explaining import (
        explain_text as explain_text,
    )
    from kg.pipeline.explaining import (
        flips as flips,
    )
    from kg.pipeline.exports import (
        export_bytes as export_bytes,
    )
    from kg.pipeline.exports import (
        export_to as export_to,
    )
    from kg.pipeline.exports import (
        write_reference as write_reference,
    )
    from kg.pipeline.graph import (
        Graph as Graph,
    )
    from kg.pipeline.graph import (
        open_graph as open_graph,
    )
    from kg.pipeline.passes import (
        Watch as Watch,
    )
    from kg.pipeline.procedures import (
        ask_procedure as ask_procedure,
    )
    from kg.pipeline.procedures import (
        procedure_text as procedure_text,
    )
    from kg.pipeline.synthetic import (
        generate_cases as generate_cases,
    )
    from kg.pipeline.synthetic import (
        write_cases as write_cases,
    )
    from kg.pipeline.writing import (
        write_whole as write_whole,
    )
    from kg.validate import (
        Limits as Limits,
    )
    from kg.validate import (
        read_baseline as read_baseline,
    )

_HOMES = {
    name: module
    for module, names in {
        "kg.cases": (
            "is_stream",
            "total_bytes",
        ),
        "kg.pipeline.answers": (
            "answer_json",
            "answer_text",
            "answer_turtle",
            "assess",
            "assess_many",
        ),
        "kg.pipeline.batch": (
            "CHUNK",
            "Progress",
            "assess_stream",
        ),
        "kg.pipeline.builds": (
            "DEFAULT_FILE",
            "GRAPH_FILE",
            "MANIFEST",
            "ensure_build",
            "make_quads",
            "write_build",
        ),
        "kg.pipeline.checks": (
            "apply_baseline",
            "coverage_report",
            "parity",
            "reason",
            "report_bytes",
            "validate",
        ),
        "kg.pipeline.comparing": (
            "Comparison",
            "compare",
            "compare_json",
            "compare_text",
        ),
        "kg.pipeline.conflicting": (
            "conflicts",
            "conflicts_json",
            "conflicts_text",
        ),
        "kg.pipeline.content": (
            "Content",
            "case_from_data",
            "case_from_file",
            "case_from_text",
            "packaged_case_data",
            "packaged_cases",
            "read_content",
        ),
        "kg.pipeline.explaining": (
            "Explained",
            "explain",
            "explain_json",
            "explain_text",
            "flips",
        ),
        "kg.pipeline.exports": (
            "export_bytes",
            "export_to",
            "write_reference",
        ),
        "kg.pipeline.graph": (
            "Graph",
            "open_graph",
        ),
        "kg.pipeline.passes": ("Watch",),
        "kg.pipeline.procedures": (
            "ask_procedure",
            "procedure_text",
        ),
        "kg.pipeline.asking": (
            "ask",
            "parameter_values",
            "query",
            "questions",
        ),
        "kg.pipeline.synthetic": (
            "generate_cases",
            "write_cases",
        ),
        "kg.pipeline.writing": ("write_whole",),
        "kg.validate": (
            "Limits",
            "read_baseline",
        ),
    }.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    """Load the module that a name of the Python API stands in (PEP 562)."""
    if name == "lists":
        return import_module("kg.pipeline.lists")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the names of the Python API."""
    return sorted([*_HOMES, "lists"])
