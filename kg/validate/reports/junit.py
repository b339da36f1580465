"""The report as JUnit XML: a suite a file, a failed test case a result, for build servers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from kg.model import ValidationReport, ValidationResult

# Characters that XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(report: ValidationReport, lang: str) -> bytes:
    """Return the suites; a file without results has one passing case, an unread file an error."""
    root = ET.Element("testsuites", name="kg validate")
    by_file: dict[str, list[ValidationResult]] = {name: [] for name in report.files}
    for result in report.results:
        by_file.setdefault(result.place.file or "", []).append(result)
    unread = {e["where"]: e for e in report.errors}
    for name, results in by_file.items():
        errors = [e for where, e in unread.items() if where == name or where.startswith(name + ":")]
        failed = sum(r.severity == "violation" and not r.known for r in results)
        suite = ET.SubElement(
            root, "testsuite", name=_clean(name), tests=str(max(1, len(results) + len(errors))),
            failures=str(failed), errors=str(len(errors)),
        )  # fmt: skip
        if not results and not errors:
            ET.SubElement(suite, "testcase", name="shapes", classname=_clean(name))
        for e in errors:
            case = ET.SubElement(suite, "testcase", name="read", classname=_clean(name))
            text = _clean(f"{e['what'][lang]} {e['do'][lang]}")
            ET.SubElement(case, "error", message=text).text = _clean(e["where"])
        for r in results:
            _case(suite, r, name, lang)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _case(suite: ET.Element, r: ValidationResult, name: str, lang: str) -> None:
    title = _clean(f"{r.shape} {r.place.cell or r.place.line or r.focus}")
    case = ET.SubElement(suite, "testcase", name=title, classname=_clean(name))
    text = _clean(f"{r.message.pick(lang)} {r.remedy.pick(lang)}".strip())
    where = _clean("\n".join(filter(None, (r.place.as_text(), r.focus, r.value, r.provision))))
    if r.known:
        ET.SubElement(case, "skipped", message=_clean(r.known))
    elif r.severity == "violation":
        ET.SubElement(case, "failure", message=text, type=r.severity).text = where
    else:  # a warning does not fail a build by itself (--fail-on decides the exit code)
        ET.SubElement(case, "system-out").text = f"{r.severity}: {text}\n{where}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
