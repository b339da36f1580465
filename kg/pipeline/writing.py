"""Writes files and folders whole or not at all: beside their place first, then renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kg.errors import KgError, Problem


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and the folders above it. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def write_folder_whole(target: Path, data: Mapping[str, bytes]) -> Path:
    """Write a folder of files whole or not at all, in place of one with the same files.

    Raises KgError when something else is there, OSError when it cannot be written.
    """
    if target.exists() and (not target.is_dir() or {p.name for p in target.iterdir()} - set(data)):
        raise taken(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".writing-", dir=target.parent))
    temporary.chmod(0o755)
    try:
        for name, content in data.items():
            (temporary / name).write_bytes(content)
        if target.exists():
            shutil.rmtree(target)
        temporary.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return target


def taken(target: Path) -> KgError:
    """Return the error for a place where something is already."""
    return KgError(
        Problem(
            str(target),
            "这里已有内容，没有覆盖。",
            "Something is here already; it was not overwritten.",
            "请换一个位置，或者先移走它。",
            "Choose another place, or move it away first.",
        )
    )
