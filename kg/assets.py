"""Finds the project's content and reads .rq files with their headers.

Content is law, facts, rules, shapes and queries: files that a lawyer can review. In a checkout they
lie beside this package, in an installed wheel inside it. Nothing is read from anywhere else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError, Problem
from kg.yaml12 import Document, parse, read_text

_MARK = "#+"


def root() -> Path:
    """Return the folder that holds data/, ontology/, shapes/ and kg/queries/."""
    override = os.environ.get("KG_CONTENT")
    if override:
        return Path(override)
    package = Path(__file__).resolve().parent
    inside = package / "content"
    return inside if inside.is_dir() else package.parent


def queries_folder() -> Path:
    """Return the folder of the question catalogue."""
    return root() / "kg" / "queries"


def output_folder() -> Path:
    """Return the one folder that the project writes to: KG_OUT, out/ of the checkout, or a cache.

    An installed wheel cannot write beside itself, so it uses the user's cache folder.
    """
    override = os.environ.get("KG_OUT")
    if override:
        return Path(override)
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / "out"
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(cache) if cache else Path.home() / ".cache") / "judicial-responsibility-kg"


def relative(path: Path) -> str:
    """Return a path as people know it: relative to the content folder where it lies inside."""
    try:
        return path.relative_to(root()).as_posix()
    except ValueError:
        return str(path)


def content_files() -> list[Path]:
    """Return every content file, sorted by its relative name."""
    base = root()
    found = [
        path
        for folder in (base / "data", base / "ontology", base / "shapes", queries_folder())
        for path in _files(folder)
        if not path.name.startswith(".")
    ]
    cut = len(base.parts)
    return sorted(found, key=lambda p: "/".join(p.parts[cut:]))


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder; five times as fast as Path.rglob, which asks each twice."""
    for where, _, names in os.walk(folder):
        for name in names:
            yield Path(where, name)


def content_hash() -> str:
    """Return the sha256 over names and bytes of the content, and of the code that reads it.

    The same content and code give the same hash, so a build can be found, or known to be stale.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parent
    inside = package / "content"
    code = (p for p in _files(package) if p.suffix == ".py" and inside not in p.parents)
    cut, below = len(root().parts), len(package.parent.parts)
    named = [("/".join(p.parts[cut:]), p) for p in content_files()]
    named += [("/".join(p.parts[below:]), p) for p in sorted(code)]
    for name, path in named:
        data = path.read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True)
class QueryFile:
    """A .rq file: its header as data (with line numbers) and the SPARQL text, header included."""

    name: str
    header: Document
    sparql: str

    def field(self, key: str) -> Any:
        """Return a header field; raise KgError when the header lacks it."""
        if key not in self.header.data:
            raise KgError(
                Problem(
                    f"{self.name}:1",
                    f"文件头缺少字段“{key}”。",
                    f'The header lacks the field "{key}".',
                    f"请加一行“{_MARK} {key}: …”。",
                    f'Add a line "{_MARK} {key}: …".',
                )
            )
        return self.header.data[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return a header field or the default."""
        return self.header.data.get(key, default)


def read_query(path: Path) -> QueryFile:
    """Read a .rq file: the `#+` lines at its head are YAML, the rest is SPARQL."""
    name = relative(path)
    text = read_text(path, name)
    header = []
    for line in text.splitlines():
        if not line.startswith(_MARK):
            break
        header.append(line.removeprefix(_MARK).removeprefix(" "))
    document = parse("\n".join(header) + "\n", name)
    if not isinstance(document.data, dict):
        raise KgError(
            Problem(
                f"{name}:1",
                "文件没有文件头。",
                "The file has no header.",
                f"请以“{_MARK} id: …”等行开头。",
                f'Begin it with lines such as "{_MARK} id: …".',
            )
        )
    return QueryFile(name, document, text)


def read_queries(folder: Path) -> Iterator[QueryFile]:
    """Read every .rq file below a folder, sorted by name."""
    for path in sorted(folder.rglob("*.rq"), key=lambda p: p.as_posix()):
        yield read_query(path)


def need(document: Document, data: Mapping[str, Any], key: str, path: tuple[str | int, ...]) -> Any:
    """Return data[key]; raise KgError naming the file, line and field path when it is absent."""
    if key not in data:
        raise KgError(
            Problem(
                document.where(path),
                f"缺少字段“{key}”。",
                f'The field "{key}" is missing.',
                f"请补上“{key}”。",
                f'Add "{key}".',
            )
        )
    return data[key]
