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
        total_bytes as total_bytes,
    )
    from kg.pipeline import (
        about as about,
        learning as learning,
        lists as lists,
        marking as marking,
        powers as powers,
        results as results,
        samples as samples,
        uploads as uploads,
    )
    from kg.pipeline.answers import (
        answer_json as answer_json,
        answer_text as answer_text,
        answer_turtle as answer_turtle,
        assess as assess,
        assess_many as assess_many,
    )
    from kg.pipeline.asking import (
        ask as ask,
        close_sandbox as close_sandbox,
        parameter_values as parameter_values,
        query as query,
        question_sparql as question_sparql,
        questions as questions,
    )
    from kg.pipeline.batch import (
        CHUNK as CHUNK,
        Progress as Progress,
        assess_stream as assess_stream,
    )
    from kg.pipeline.builds import (
        DEFAULT_FILE as DEFAULT_FILE,
        GRAPH_FILE as GRAPH_FILE,
        MANIFEST as MANIFEST,
        current_build as current_build,
        ensure_build as ensure_build,
        make_quads as make_quads,
        write_build as write_build,
    )
    from kg.pipeline.checks import (
        apply_baseline as apply_baseline,
        coverage_report as coverage_report,
        parity as parity,
        reason as reason,
        report_bytes as report_bytes,
        validate as validate,
        write_whole as write_whole,
    )
    from kg.pipeline.comparing import (
        Comparison as Comparison,
        answer_html as answer_html,
        compare as compare,
        compare_json as compare_json,
        compare_text as compare_text,
    )
    from kg.pipeline.conflicting import (
        conflicts as conflicts,
        conflicts_json as conflicts_json,
        conflicts_text as conflicts_text,
    )
    from kg.pipeline.content import (
        Content as Content,
        case_from_data as case_from_data,
        case_from_file as case_from_file,
        case_from_text as case_from_text,
        case_schema as case_schema,
        packaged_case_data as packaged_case_data,
        packaged_cases as packaged_cases,
        read_content as read_content,
    )
    from kg.pipeline.explaining import (
        Explained as Explained,
        explain as explain,
        explain_json as explain_json,
        explain_text as explain_text,
        flips as flips,
    )
    from kg.pipeline.exploring import (
        KINDS as KINDS,
        MOST_NODES as MOST_NODES,
        find_node as find_node,
        named_nodes as named_nodes,
        neighbourhood as neighbourhood,
        node_card as node_card,
        nodes as nodes,
        overview as overview,
    )
    from kg.pipeline.exports import (
        export_bytes as export_bytes,
        export_to as export_to,
        write_reference as write_reference,
    )
    from kg.pipeline.finding import (
        find_questions as find_questions,
    )
    from kg.pipeline.graph import (
        Graph as Graph,
        open_endpoint as open_endpoint,
        open_graph as open_graph,
        use_graph as use_graph,
    )
    from kg.pipeline.passes import (
        Watch as Watch,
    )
    from kg.pipeline.procedures import (
        ask_procedure as ask_procedure,
        procedure_text as procedure_text,
    )
    from kg.pipeline.publishing import (
        Published as Published,
        publish as publish,
    )
    from kg.pipeline.reading import (
        article_of as article_of,
        counterparts as counterparts,
        list_documents as list_documents,
        read_article as read_article,
    )
    from kg.pipeline.renewing import (
        open_build as open_build,
    )
    from kg.pipeline.searching import (
        search as search,
        search_csv as search_csv,
        search_kinds as search_kinds,
        search_text as search_text,
        search_texts as search_texts,
        warm_search as warm_search,
    )
    from kg.pipeline.session import (
        Session as Session,
        open_session as open_session,
    )
    from kg.pipeline.synthetic import (
        generate_cases as generate_cases,
        write_cases as write_cases,
    )
    from kg.pipeline.warming import (
        warm as warm,
    )
    from kg.validate import (
        Limits as Limits,
        read_baseline as read_baseline,
    )

# Modules used by their own names.
_MODULES = ("about", "learning", "lists", "marking", "powers", "results", "samples", "uploads")
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
            "current_build",
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
            "write_whole",
        ),
        "kg.pipeline.comparing": (
            "Comparison",
            "answer_html",
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
            "case_schema",
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
        "kg.pipeline.exploring": (
            "KINDS",
            "MOST_NODES",
            "find_node",
            "named_nodes",
            "neighbourhood",
            "node_card",
            "nodes",
            "overview",
        ),
        "kg.pipeline.exports": (
            "export_bytes",
            "export_to",
            "write_reference",
        ),
        "kg.pipeline.graph": (
            "Graph",
            "open_endpoint",
            "open_graph",
            "use_graph",
        ),
        "kg.pipeline.passes": ("Watch",),
        "kg.pipeline.procedures": (
            "ask_procedure",
            "procedure_text",
        ),
        "kg.pipeline.asking": (
            "ask",
            "close_sandbox",
            "parameter_values",
            "query",
            "question_sparql",
            "questions",
        ),
        "kg.pipeline.publishing": (
            "Published",
            "publish",
        ),
        "kg.pipeline.renewing": ("open_build",),
        "kg.pipeline.finding": ("find_questions",),
        "kg.pipeline.searching": (
            "search",
            "search_csv",
            "search_kinds",
            "search_text",
            "search_texts",
            "warm_search",
        ),
        "kg.pipeline.session": (
            "Session",
            "open_session",
        ),
        "kg.pipeline.reading": (
            "article_of",
            "counterparts",
            "list_documents",
            "read_article",
        ),
        "kg.pipeline.synthetic": (
            "generate_cases",
            "write_cases",
        ),
        "kg.pipeline.warming": ("warm",),
        "kg.validate": (
            "Limits",
            "read_baseline",
        ),
    }.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    """Load the module that a name of the Python API stands in (PEP 562)."""
    if name in _MODULES:
        return import_module(f"kg.pipeline.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the names of the Python API."""
    return sorted([*_HOMES, *_MODULES])
