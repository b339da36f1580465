"""Reads the sources: version.yaml and text.txt below data/<jurisdiction>/<source>/<version>.

The text is the supplied document, unchanged but for the cuts that version.yaml records; its sha256
is checked on every read, so a changed word is never taken for the law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.assets import need, relative
from kg.errors import KgError, Problem
from kg.formats import BOTH, DAY, IDENT, NUMBER, STRING, Format, check, listed, record
from kg.model import Piece, Provision, Source, Text
from kg.segment import segment
from kg.yaml12 import Document, load, read_text

_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_FILE = {"type": "string", "pattern": r"^[A-Za-z0-9_-][A-Za-z0-9._-]*$"}  # beside version.yaml
_HINTS: Mapping[str | int, Text] = {
    "sha256": Text("sha256 是64个十六进制数字。", "A sha256 is 64 hexadecimal digits."),
    "file": Text("请只写文件名，如 text.txt。", "Write the bare name of a file, such as text.txt."),
    "of": Text("请写 来源/版本，如 opinions-2024/2024-07-04。",
               "Write source/version, such as opinions-2024/2024-07-04."),
    "jurisdiction": Text("请写 CN，或省份代码如 CN-41。",
                         "Write CN, or a province's code such as CN-41."),
}  # fmt: skip
_OWN_TEXT = record(
    {"file": _FILE, "sha256": _SHA256},
    original=record({"file": _FILE, "sha256": _SHA256, "characters": NUMBER}),
    cuts=listed(record({"start": NUMBER, "end": NUMBER, "reason": BOTH})),
)
_SHARED_TEXT = record(
    {"of": {"type": "string", "pattern": f"^[a-z0-9-]+/{DAY['pattern'].strip('^$')}$"},
     "region": IDENT}
)  # fmt: skip
_FORMAT = Format(
    record(
        {
            "source": IDENT,
            "version": DAY,
            "jurisdiction": {"type": "string", "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"},
            "title": BOTH,
            "dates": record({}, document=DAY, publication=DAY, in_force=DAY, end=DAY),
        },
        document_number=STRING,
        note=BOTH,
        date_certainty=IDENT,
        open_questions=listed(IDENT),
        repeals=listed(IDENT),
        # "" is a title of a document that the graph does not hold
        citations={"type": "object", "additionalProperties": {"anyOf": [IDENT, {"const": ""}]}},
        language={"type": "string", "enum": ["zh-Hans", "en"]},
        text={"if": {"required": ["of"]}, "then": _SHARED_TEXT, "else": _OWN_TEXT},
        layout={"type": "object"},  # kg/segment checks it
    ),
    hints=_HINTS,
)
_ORDER: Sequence[Sequence[str]] = (
    ("document", "publication", "end"),
    ("document", "in_force", "end"),
)


def find_sources(data: Path) -> list[Path]:
    """Return the folders data/<jurisdiction>/<source>/<version> that hold files, sorted.

    Power lists (`list-CN…`, `local-CN…`) have a version.yaml of their own kind (kg/lists).
    """
    folders = {p.parent for p in data.glob("*/*/*/*") if not p.name.startswith(".")}
    laws = (f for f in folders if not f.parent.name.startswith(("list-CN", "local-CN")))
    return sorted(laws, key=lambda p: p.as_posix())


def read_source(folder: Path) -> Source:
    """Read one version of a source.

    Raises KgError when a field is missing or wrong, the dates are out of order, the text is not the
    recorded one, or the folder's name is not jurisdiction/source/version (path = name = graph).
    """
    document = _read_version(folder)
    data = document.data
    language = str(data.get("language", "zh-Hans"))
    text = ""
    pieces: list[Piece] = []
    provisions: dict[str, Provision] = {}
    spec = data.get("text")
    if spec:
        own = "file" in spec
        text = _own_text(folder, document) if own else _shared_text(folder, document)
        pieces, provisions = segment(text, document, language)
    return Source(
        id=data["source"],
        version=data["version"],
        jurisdiction=data["jurisdiction"],
        title=bilingual(document, data, "title", ()),
        document_number=data.get("document_number", ""),
        dates=data["dates"],
        date_certainty=data.get("date_certainty", "certain"),
        repeals=tuple(data.get("repeals", ())),
        open_questions=tuple(data.get("open_questions", ())),
        citations=data.get("citations", {}),
        note=optional_bilingual(document, data, "note", ()),
        language=language,
        text=text,
        pieces=tuple(pieces),
        provisions=provisions,
        folder=str(folder),
        places={key: document.where((key,)) for key in data},
    )


def _read_version(folder: Path) -> Document:
    """Return a version.yaml whose format, dates and place are right; raise KgError otherwise."""
    document = load(folder / "version.yaml", relative(folder / "version.yaml"))
    check(document, _FORMAT)
    data = document.data
    named = (data["jurisdiction"], data["source"], data["version"])
    if folder.parts[-3:] != named:
        raise KgError(
            Problem(
                document.where(("source",)),
                f"文件夹 {'/'.join(folder.parts[-3:])} 与 {'/'.join(named)} 不符。",
                f"The folder {'/'.join(folder.parts[-3:])} is not {'/'.join(named)}.",
                "请改文件夹名或字段。",
                "Rename the folder or mend the fields.",
            )
        )
    _check_dates(document)
    return document


def _check_dates(document: Document) -> None:
    """Raise KgError when a day stands before one that it must follow.

    A text is dated, published, and ends; it takes effect on or after its date, and before its
    publication only where the dates are uncertain (`date_certainty`): "on issue" can mean either.
    """
    dates = document.data["dates"]
    chains = [*_ORDER]
    if document.data.get("date_certainty", "certain") == "certain":
        chains.append(("publication", "in_force"))
    for chain in chains:
        given = [key for key in chain if key in dates]
        for earlier, later in pairwise(given):
            if dates[later] < dates[earlier]:
                raise KgError(
                    Problem(
                        document.where(("dates", later)),
                        f"{later}（{dates[later]}）早于 {earlier}（{dates[earlier]}）。",
                        f"{later} ({dates[later]}) is before {earlier} ({dates[earlier]}).",
                        "请改正日期；依次为 document、publication、in_force、end，"
                        "只有 date_certainty: uncertain 时施行可早于公布。",
                        "Mend the dates; their order is document, publication, in_force, end, and "
                        "only with date_certainty: uncertain may a text be in force before it is "
                        "published.",
                    )
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


def _own_text(folder: Path, document: Document) -> str:
    spec = document.data["text"]
    path = folder / spec["file"]
    text = read_text(path, relative(path))
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != spec["sha256"]:
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


def _shared_text(folder: Path, document: Document) -> str:
    """Return the region of another source's copy that is this source's text."""
    spec = document.data["text"]
    owner = folder.parents[1] / spec["of"]
    if owner != folder and (owner / "version.yaml").is_file():
        shared = _read_version(owner)
        if "file" in shared.data.get("text", ()):
            text = _own_text(owner, shared)
            language = str(shared.data.get("language", "zh-Hans"))
            for piece in segment(text, shared, language)[0]:
                if piece.kind == "other-source" and piece.provision == spec["region"]:
                    return text[piece.span.start : piece.span.end]
    raise KgError(
        Problem(
            document.where(("text", "region")),
            f"{spec['of']} 中没有区域“{spec['region']}”。",
            f'{spec["of"]} has no region "{spec["region"]}".',
            "请检查该来源的 layout.regions。",
            "Check layout.regions of that source.",
        )
    )
