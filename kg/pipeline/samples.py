"""Files to try a check with, and the templates to fill in, as bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

from kg.lists.files import people_files
from kg.lists.samples import SAMPLES, sample_workbook
from kg.lists.workbook import workbook_bytes
from kg.pipeline.synthetic import generate_cases

NAMES = (*SAMPLES, "cases")
_CASES, _SEED, _ERRORS = 30, 7, 0.3


def sample(name: str) -> tuple[str, bytes]:
    """Return the file name and bytes of a sample with faults: law, form (workbooks) or cases."""
    if name == "cases":
        made = generate_cases(_CASES, _SEED, _ERRORS)
        lines = [json.dumps(c.data, ensure_ascii=False) + "\n" for c in made]
        return "sample-cases.ndjson", "".join(lines).encode()
    return f"sample-list-{name}.xlsx", sample_workbook(name)


def templates() -> Mapping[str, tuple[str, bytes]]:
    """Return the empty template of a list by form: a workbook, and a zip of its CSV files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in people_files(None).items():
            archive.writestr(zipfile.ZipInfo(f"list/{name}", (2020, 1, 1, 0, 0, 0)), data)
    return {"xlsx": ("list.xlsx", workbook_bytes()), "csv": ("list-csv.zip", out.getvalue())}
