"""The driver, and the Python API: build, open, assess, explain, compare, ask, query, validate.

Passes know nothing of each other; this package wires them. A build lies in a folder named after the
hash of the content it was made from, so a stale build is never taken for a fresh one and no reader
is ever disturbed by a writer.
"""

from kg.cases import is_stream, total_bytes
from kg.pipeline import lists
from kg.pipeline.answers import (
    answer_json,
    answer_text,
    answer_turtle,
    assess,
    assess_many,
)
from kg.pipeline.batch import CHUNK, Progress, assess_stream
from kg.pipeline.builds import (
    DEFAULT_FILE,
    GRAPH_FILE,
    MANIFEST,
    ensure_build,
    make_quads,
    write_build,
)
from kg.pipeline.checks import (
    apply_baseline,
    coverage_report,
    parity,
    reason,
    report_bytes,
    validate,
    write_whole,
)
from kg.pipeline.comparing import Comparison, compare, compare_json, compare_text
from kg.pipeline.conflicting import conflicts, conflicts_json, conflicts_text
from kg.pipeline.content import (
    Content,
    case_from_data,
    case_from_file,
    case_from_text,
    packaged_case_data,
    packaged_cases,
    read_content,
)
from kg.pipeline.explaining import (
    Explained,
    explain,
    explain_json,
    explain_text,
    flips,
)
from kg.pipeline.exports import export_bytes, export_to, write_reference
from kg.pipeline.graph import Graph, open_graph
from kg.pipeline.passes import Watch
from kg.pipeline.procedures import ask_procedure, procedure_text
from kg.pipeline.questions import ask, parameter_values, query, questions
from kg.pipeline.synthetic import generate_cases, write_cases
from kg.validate import Limits, read_baseline

__all__ = [
    "CHUNK",
    "DEFAULT_FILE",
    "GRAPH_FILE",
    "MANIFEST",
    "Comparison",
    "Content",
    "Explained",
    "Graph",
    "Limits",
    "Progress",
    "Watch",
    "answer_json",
    "answer_text",
    "answer_turtle",
    "apply_baseline",
    "ask",
    "ask_procedure",
    "assess",
    "assess_many",
    "assess_stream",
    "case_from_data",
    "case_from_file",
    "case_from_text",
    "compare",
    "compare_json",
    "compare_text",
    "conflicts",
    "conflicts_json",
    "conflicts_text",
    "coverage_report",
    "ensure_build",
    "explain",
    "explain_json",
    "explain_text",
    "export_bytes",
    "export_to",
    "flips",
    "generate_cases",
    "is_stream",
    "lists",
    "make_quads",
    "open_graph",
    "packaged_case_data",
    "packaged_cases",
    "parameter_values",
    "parity",
    "procedure_text",
    "query",
    "questions",
    "read_baseline",
    "read_content",
    "reason",
    "report_bytes",
    "total_bytes",
    "validate",
    "write_build",
    "write_cases",
    "write_reference",
    "write_whole",
]
