"""Reads the sources: version.yaml and text.txt below data/<jurisdiction>/<source>/<version>.

The text is the supplied document, unchanged but for the cuts that version.yaml records; its sha256
is checked on every read, so a changed word is never taken for the law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.assets import need, relative
from kg.errors import KgError, Problem
from kg.model import Piece, Provision, Source, Text
from kg.segment import segment
from kg.yaml12 import Document, load, read_text


def find_sources(data: Path) -> list[Path]:
    """Return the folders below data/ that hold a source's version.yaml, sorted.

    Power lists (`list-CN…`, `local-CN…`) have a version.yaml of their own kind (kg/lists).
    """
    found = (p.parent for p in data.glob("*/*/*/version.yaml"))
    laws = (f for f in found if not f.parent.name.startswith(("list-CN", "local-CN")))
    return sorted(laws, key=lambda p: p.as_posix())


def read_source(folder: Path) -> Source:
    """Read one version of a source.

    Raises KgError when a field is missing, the text is not the recorded one, or the folder's name
    is not jurisdiction/source/version (path = name = graph).
    """
    document = load(folder / "version.yaml", relative(folder / "version.yaml"))
    data = document.data
    source, version = str(need(document, data, "source", ())), str(data.get("version", ""))
    jurisdiction = str(need(document, data, "jurisdiction", ()))
    if folder.parts[-3:] != (jurisdiction, source, version):
        raise KgError(
            Problem(
                document.where(("source",)),
                f"文件夹 {'/'.join(folder.parts[-3:])} 与 {jurisdiction}/{source}/{version} 不符。",
                f"The folder {'/'.join(folder.parts[-3:])} is not "
                f"{jurisdiction}/{source}/{version}.",
                "请改文件夹名或字段。",
                "Rename the folder or mend the fields.",
            )
        )
    language = str(data.get("language", "zh-Hans"))
    text = ""
    pieces: list[Piece] = []
    provisions: dict[str, Provision] = {}
    spec = data.get("text")
    if spec and "file" in spec:
        text = _checked_text(folder / str(spec["file"]), spec, document)
    elif spec:
        text = _shared_text(folder.parents[1], spec, document)
    if spec:
        layout = need(document, data, "layout", ())
        pieces, provisions = segment(text, layout, document.name, language)
    note = data.get("note")
    return Source(
        id=source,
        version=version,
        jurisdiction=jurisdiction,
        title=bilingual(document, data, "title", ()),
        document_number=str(data.get("document_number", "")),
        dates={k: str(v) for k, v in need(document, data, "dates", ()).items()},
        date_certainty=str(data.get("date_certainty", "certain")),
        repeals=tuple(data.get("repeals", ())),
        open_questions=tuple(data.get("open_questions", ())),
        citations={str(k): str(v) for k, v in (data.get("citations") or {}).items()},
        note=Text(str(note["zh"]), str(note["en"])) if note else None,
        language=language,
        text=text,
        pieces=tuple(pieces),
        provisions=provisions,
        folder=str(folder),
    )


def bilingual(
    document: Document, data: Mapping[str, Any], key: str, path: tuple[str | int, ...]
) -> Text:
    """Return data[key] as a Text; raise KgError when it is not {zh, en} with both filled."""
    value = need(document, data, key, path)
    if not isinstance(value, dict) or not all(
        isinstance(value.get(lang), str) and value[lang].strip() for lang in ("zh", "en")
    ):
        raise KgError(
            Problem(
                document.where((*path, key)),
                f"“{key}”应同时有中文（zh）和英文（en）。",
                f'"{key}" needs Chinese (zh) and English (en).',
                "请写成 {zh: …, en: …}。",
                "Write {zh: …, en: …}.",
            )
        )
    return Text(value["zh"].strip(), value["en"].strip())


def optional_bilingual(
    document: Document, data: Mapping[str, Any], key: str, path: tuple[str | int, ...]
) -> Text | None:
    """Return data[key] as a Text, or None when it is absent."""
    return bilingual(document, data, key, path) if data.get(key) is not None else None


def _checked_text(path: Path, spec: Mapping[str, Any], document: Document) -> str:
    text = read_text(path, relative(path))
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != spec.get("sha256"):
        raise KgError(
            Problem(
                document.where(("text", "sha256")),
                f"{relative(path)} 的 sha256 是 {found}，与记录不符。",
                f"The sha256 of {relative(path)} is {found}, not the recorded one.",
                "请恢复原文；若文本确有更正，请同时更新记录。",
                "Restore the text; if it was corrected on purpose, update the record.",
            )
        )
    return text


def _shared_text(jurisdiction: Path, spec: Mapping[str, Any], document: Document) -> str:
    """Return the region of another source's copy that is this source's text."""
    owner = read_source(jurisdiction / str(spec["of"]))
    for piece in owner.pieces:
        if piece.kind == "other-source" and piece.provision == spec["region"]:
            return owner.text[piece.span.start : piece.span.end]
    raise KgError(
        Problem(
            document.where(("text", "region")),
            f"{spec['of']} 中没有区域“{spec['region']}”。",
            f'{spec["of"]} has no region "{spec["region"]}".',
            "请检查该来源的 layout.regions。",
            "Check layout.regions of that source.",
        )
    )
