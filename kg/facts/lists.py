"""Reads the lists beside the facts: correspondences, open questions, outside sources."""

from __future__ import annotations

from pathlib import Path

from kg.assets import relative
from kg.errors import KgError, Problem
from kg.facts.formats import CORRESPONDENCES, EVIDENCE, OPEN_QUESTIONS
from kg.formats import check, unique
from kg.model import Correspondence, Evidence, OpenQuestion, Source
from kg.sources import bilingual
from kg.yaml12 import load


def read_correspondences(source: Source) -> list[Correspondence]:
    """Read correspondences.yaml of a source, empty when there is none. Raises KgError."""
    path = Path(source.folder) / "correspondences.yaml"
    if not path.is_file():
        return []
    document = load(path, relative(path))
    check(document, CORRESPONDENCES)
    unique(document, [(item["id"], (i, "id")) for i, item in enumerate(document.data)])
    for index, item in enumerate(document.data):
        if not item["old"] and not item["new"]:
            raise KgError(
                Problem(
                    document.where((index,)),
                    "old 和 new 都是空的。",
                    "Both old and new are empty.",
                    "请至少写一个条文。",
                    "Name a provision in one of them.",
                )
            )
    return [
        Correspondence(
            item["id"],
            tuple(item["old"]),
            tuple(item["new"]),
            item["change"],
            bilingual(document, item, "reason", (index,)),
            document.where((index,)),
        )
        for index, item in enumerate(document.data)
    ]


def read_open_questions(path: Path) -> list[OpenQuestion]:
    """Read data/open-questions.yaml. Raises KgError."""
    document = load(path, relative(path))
    check(document, OPEN_QUESTIONS)
    unique(document, [(item["id"], (i, "id")) for i, item in enumerate(document.data)])
    return [
        OpenQuestion(
            item["id"],
            tuple(item["provisions"]),
            bilingual(document, item, "question", (index,)),
            tuple(
                bilingual(document, {"readings": r}, "readings", (index,)) for r in item["readings"]
            ),
            document.where((index,)),
        )
        for index, item in enumerate(document.data)
    ]


def read_evidence(path: Path) -> list[Evidence]:
    """Read data/source-keys.yaml: the sources outside the supplied documents. Raises KgError."""
    document = load(path, relative(path))
    check(document, EVIDENCE)
    unique(document, [(item["key"], (i, "key")) for i, item in enumerate(document.data)])
    return [
        Evidence(
            item["key"],
            bilingual(document, item, "label", (index,)),
            item["address"],
            item["citable"],
        )
        for index, item in enumerate(document.data)
    ]
