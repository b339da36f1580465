"""The report as one offline page with filters and counts (templates/validation.html)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from kg.model import SEVERITIES, ValidationReport
from kg.validate.reports.words import WORDS, brief, group_of, summary

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def to_html(report: ValidationReport, lang: str, group_by: str, version: str) -> bytes:
    """Return the page in `zh` or `en`; everything from the data is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    rows = [
        {
            "severity": r.severity,
            "label": WORDS[r.severity].pick(lang),
            "shape": r.shape,
            "place": r.place.as_text(),
            "focus": brief(r.focus),
            "value": brief(r.value or ""),
            "provision": r.provision or "",
            "message": r.message.pick(lang),
            "remedy": r.remedy.pick(lang),
            "known": r.known,
            "group": group_of(r, group_by) or WORDS["national"].pick(lang),
        }
        for r in report.results
    ]
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(row)
    page = environment.get_template("validation.html").render(
        lang=lang,
        words={k: t.pick(lang) for k, t in WORDS.items()},
        summary=summary(report, lang),
        groups=groups,
        group_by=WORDS[group_by].pick(lang),
        counts=[
            (s, WORDS[s].pick(lang), Counter(r["severity"] for r in rows)[s]) for s in SEVERITIES
        ],
        errors=[(e["where"], e["what"][lang], e["do"][lang]) for e in report.errors],
        stale=[t.pick(lang) for t in report.stale],
        unused=report.summary()["shapes_unused"],
        version=version,
    )
    return (page + "\n").encode()
