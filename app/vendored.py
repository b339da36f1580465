"""Finds the licences of third-party files that are shipped with the pages. No Streamlit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_STATIC = Path(__file__).parent / "static"
_NAMES = ("license", "licence", "copying", "notice")


def licences(folder: Path = _STATIC) -> dict[str, str]:
    """Return the licence texts below app/static by their path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in _files(folder)
    }


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and any(word in path.name.lower() for word in _NAMES):
                yield path
