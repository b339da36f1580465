"""Searches, warm, as they are typed: every beginning of some words, and words that much has."""

from __future__ import annotations

from bench.measure import inside, median, percentile
from bench.report import Report
from kg import pipeline

RUNS = 7
SEARCH_MS = 10.0  # the target for the 95th percentile
TYPED = (
    "重新审查 检察长",
    "opinions-2024/art-30",
    "gross negligence",
    "检察官办案责任制",
    "第三十条第二款",
)
COMMON = ("检察", "procurator", "the", "决定", "责任 故意", "chief procurator decides", "zzqq")


def measure_search(report: Report, graph: pipeline.Graph) -> None:
    """Measure reading the index, and each search from its words to its marked hits."""
    report.costs["reading the search index"] = inside(lambda: pipeline.warm_search(graph))
    words = [typed[:n] for typed in TYPED for n in range(1, len(typed) + 1)]
    words += COMMON
    costs = [
        median([inside(lambda w=w: pipeline.search(graph, w)) for _ in range(RUNS)])
        for w in words
        if w.strip()
    ]
    for share in (0.5, 0.95):
        name = f"{len(costs)} searches in process, warm, p{share * 100:g}"
        for kind in ("wall", "cpu"):
            high = percentile([getattr(c, kind) for c in costs], share) * 1000
            report.at_most(f"{name}, {'CPU' if kind == 'cpu' else kind}", high, SEARCH_MS, "ms", 1)
