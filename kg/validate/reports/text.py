"""The report as plain text for a terminal."""

from __future__ import annotations

from kg.model import ValidationReport, ValidationResult
from kg.validate.reports.words import WORDS, brief, group_of, summary

_SHOWN = 20  # results of one group; the other formats hold them all


def to_text(report: ValidationReport, lang: str, group_by: str) -> str:
    """Return the results by group, the files that could not be checked, and the summary."""
    groups: dict[str, list[ValidationResult]] = {}
    for result in report.results:
        groups.setdefault(group_of(result, group_by), []).append(result)
    lines: list[str] = []
    for name, results in groups.items():
        title = name or WORDS["national"].pick(lang)
        lines.append(f"{title} ({len(results)})")
        told = ""
        for result in results[:_SHOWN]:
            said = _said(result, lang)
            if said != told:
                lines.append(f"  {said}")
                told = said
            lines.append(f"    {_where(result)}")
        if len(results) > _SHOWN:
            more = len(results) - _SHOWN
            lines.append(f"    … 另有 {more} 项" if lang == "zh" else f"    … {more} more")
        lines.append("")
    for error in report.errors:
        lines += [f"{error['where']}", f"  {error['what'][lang]} {error['do'][lang]}", ""]
    if report.stale:
        lines.append(WORDS["stale"].pick(lang))
        lines += [*(f"  {t.pick(lang)}" for t in report.stale), ""]
    if not report.results and not report.errors:
        lines.append(WORDS["none"].pick(lang))
    lines.append(summary(report, lang))
    unused = report.summary()["shapes_unused"]
    if unused and report.summary()["shapes_run"]:
        lines.append(f"{WORDS['unused'].pick(lang)}: {', '.join(unused)}")
    return "\n".join(lines) + "\n"


def _said(result: ValidationResult, lang: str) -> str:
    severity = WORDS[result.severity].pick(lang).upper()
    provision = f" [{result.provision}]" if result.provision else ""
    known = f" {WORDS['known_until'].pick(lang)}{result.known}" if result.known else ""
    words = f"{result.message.pick(lang)} {result.remedy.pick(lang)}".strip()
    return f"{severity} {result.shape}{provision} {words}{known}"


def _where(result: ValidationResult) -> str:
    value = result.value if result.value != result.focus else ""  # SHACL gives a node its own
    parts = [result.place.as_text(), brief(result.focus), brief(value or "")]
    return "  ".join(p for p in parts if p)
