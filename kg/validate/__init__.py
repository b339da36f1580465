"""Checks RDF, case files and lists against SHACL shapes, in batch (docs/validation.md).

`inputs` finds and splits files, `reading` turns them into triples with places, `engines` run SHACL,
`focus` counts what was checked, `worker` does this in a child process, `running` drives children,
`baseline` sorts out what is known, `reports` write the result.
"""

from kg.validate.baseline import Known, apply_baseline, read_baseline
from kg.validate.engines import ENGINES, RawResult, check_shapes, make_engine
from kg.validate.inputs import CASE_SUFFIXES, LIST_SUFFIXES, find_files
from kg.validate.reports import FORMATS, GROUPS, write_report
from kg.validate.running import (
    DEFAULT_LIMITS,
    FORMAT_SHAPE,
    Limits,
    check_files,
    check_quads,
    check_with_places,
    joined,
)
from kg.validate.shapes import Shape, Shapes, read_shapes

__all__ = [
    "CASE_SUFFIXES",
    "DEFAULT_LIMITS",
    "ENGINES",
    "FORMATS",
    "FORMAT_SHAPE",
    "GROUPS",
    "LIST_SUFFIXES",
    "Known",
    "Limits",
    "RawResult",
    "Shape",
    "Shapes",
    "apply_baseline",
    "check_files",
    "check_quads",
    "check_shapes",
    "check_with_places",
    "find_files",
    "joined",
    "make_engine",
    "read_baseline",
    "read_shapes",
    "write_report",
]
