"""The words of the reports in both languages, and how results are grouped."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.model import Text, ValidationReport, ValidationResult
from kg.namespaces import BASE, ID

WORDS: Mapping[str, Text] = {
    "title": Text("校验报告", "Validation report"),
    "notice": Text("非官方解释。", "Not an official interpretation."),
    "violation": Text("违反", "violation"),
    "warning": Text("警告", "warning"),
    "info": Text("信息", "information"),
    "known": Text("已知", "known"),
    "known_until": Text("基线接受，理由：", "accepted by the baseline, because: "),
    "unread": Text("未能校验的文件", "Files that could not be checked"),
    "stale": Text("基线条目", "Baseline entries"),
    "unused": Text("没有遇到数据的形状", "Shapes that met no data"),
    "none": Text("没有发现问题。", "Nothing was found."),
    "remedy": Text("怎么办", "What to do"),
    "provision": Text("依据", "Provision"),
    "place": Text("位置", "Place"),
    "node": Text("节点", "Node"),
    "value": Text("值", "Value"),
    "severity": Text("级别", "Severity"),
    "shape": Text("形状", "Shape"),
    "file": Text("文件", "File"),
    "province": Text("省份", "Province"),
    "message": Text("问题", "Finding"),
    "all": Text("全部", "all"),
    "filter": Text("筛选：输入文件、条文或文字", "Filter: type a file, a provision or a word"),
    "shown": Text("显示", "shown"),
    "national": Text("全国或未注明", "national or not stated"),
}
_PROVINCE = re.compile(r"\bCN-\d{2}\b")


def summary(report: ValidationReport, lang: str) -> str:
    """Return one line: files, shapes, focus nodes, counts by severity."""
    s = report.summary()
    if lang == "zh":
        return (
            f"{s['files']} 个文件，{s['shapes_run']} 个形状，{s['focus_nodes']} 个节点："
            f"违反 {s['violation']}，警告 {s['warning']}，信息 {s['info']}，已知 {s['known']}"
        )
    return (
        f"{s['files']} {_s(s['files'], 'file')}, {s['shapes_run']} {_s(s['shapes_run'], 'shape')}, "
        f"{s['focus_nodes']} focus {_s(s['focus_nodes'], 'node')}: "
        f"{s['violation']} {_s(s['violation'], 'violation')}, "
        f"{s['warning']} {_s(s['warning'], 'warning')}, {s['info']} information, "
        f"{s['known']} known"
    )


def _s(number: int, word: str) -> str:
    return word if number == 1 else word + "s"


def brief(iri: str) -> str:
    """Return an IRI of ours without its common beginning: case/v/s2, concept/status/clerk."""
    return iri.removeprefix(ID).removeprefix(BASE)


def group_of(result: ValidationResult, group_by: str) -> str:
    """Return the group of a result: its shape, file, provision, or the province it names."""
    if group_by == "file":
        return result.place.file or ""
    if group_by == "provision":
        return result.provision or ""
    if group_by == "province":
        found = _PROVINCE.search(f"{result.focus} {result.place.file or ''} {result.value or ''}")
        return found.group() if found else ""
    return result.shape
