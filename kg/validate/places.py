"""Finds the line of a focus node: exact for case files, by its written form for RDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kg.yaml12 import Document

Finder = Callable[[str, str], int | None]
_PREFIX = re.compile(r"(?:@prefix|PREFIX)\s+([\w.-]*):\s*<([^>]*)>", re.I)
_ENTITY = re.compile(r'xmlns:([\w.-]+)\s*=\s*["\']([^"\']+)["\']')


def in_case(document: Document, case: str, fields: Mapping[str, str]) -> Finder:
    """Return the finder of a case file; `fields` leads from a property's IRI to its field.

    `case` is the case's IRI.
    """
    groups: dict[str, tuple[str, int]] = {}
    for group in ("organs", "people", "steps"):
        items: Any = document.data.get(group) or ()
        groups.update({i["id"]: (group, n) for n, i in enumerate(items)})

    def line(focus: str, path: str) -> int | None:
        own = focus.removeprefix(case).strip("/")
        name = fields.get(path, "")
        if own.startswith("finding/"):
            where: tuple[str | int, ...] = ("findings", int(own.rpartition("/")[2]) - 1)
        elif own in groups:
            where = groups[own]
        else:
            where = (own,) if own else ()
        return document.line((*where, name) if name else where)

    return line


def in_text(text: str, suffix: str) -> Finder:
    """Return the finder of an RDF document: the line where the node is written as a subject.

    It is the first line that begins with the node, or else the first that names it.
    """
    lines = text.splitlines()
    prefixes = dict(_PREFIX.findall(text)) | dict(_ENTITY.findall(text))

    def line(focus: str, path: str) -> int | None:
        written = [re.escape(f"<{focus}>"), re.escape(f'"{focus}"')]
        written += [
            re.escape(f"{p}:{focus.removeprefix(ns)}") + r"(?![\w/-])"
            for p, ns in prefixes.items()
            if ns and focus.startswith(ns)
        ]
        whole = re.compile("|".join(written))
        named = None
        for number, content in enumerate(lines, 1):
            found = whole.search(content)
            if found and not content[: found.start()].strip(" \t{[") and suffix != "jsonld":
                return number
            if found and named is None:
                named = number
        return named

    return line


def in_statements(block: Sequence[tuple[int, str]]) -> Finder:
    """Return the finder of N-Triples or N-Quads, given as (line number, line): exact."""
    subjects: dict[str, int] = {}
    statements: dict[tuple[str, str], int] = {}
    for number, content in block:
        parts = content.split(None, 2)
        if len(parts) == 3:
            subject, predicate = parts[0].strip("<>"), parts[1].strip("<>")
            subjects.setdefault(subject, number)
            statements.setdefault((subject, predicate), number)

    def line(focus: str, path: str) -> int | None:
        return statements.get((focus, path), subjects.get(focus))

    return line
