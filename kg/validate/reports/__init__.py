"""Writes a validation report: text, JSON, RDF, SARIF, JUnit, CSV, a workbook, an offline page."""

from __future__ import annotations

import json

from kg.model import ValidationReport
from kg.validate.reports.junit import to_junit
from kg.validate.reports.page import to_html
from kg.validate.reports.rdf import to_rdf
from kg.validate.reports.sarif import to_sarif
from kg.validate.reports.tabular import to_csv, to_xlsx
from kg.validate.reports.text import to_text
from kg.validate.shapes import Shapes

FORMATS = ("text", "json", "ttl", "jsonld", "sarif", "junit", "csv", "xlsx", "html")
GROUPS = ("shape", "file", "province", "provision")


def write_report(
    report: ValidationReport, format: str, lang: str, group_by: str, shapes: Shapes, version: str
) -> bytes:
    """Return the report in one of FORMATS; `lang` is the language of words, where one is chosen."""
    if format == "json":
        document = report.as_json()
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    if format in ("ttl", "jsonld"):
        return to_rdf(report, format)
    if format == "sarif":
        return to_sarif(report, shapes, lang, version)
    if format == "junit":
        return to_junit(report, lang)
    if format == "csv":
        return to_csv(report)
    if format == "xlsx":
        return to_xlsx(report)
    if format == "html":
        return to_html(report, lang, group_by, version)
    return to_text(report, lang, group_by).encode()


__all__ = ["FORMATS", "GROUPS", "write_report"]
