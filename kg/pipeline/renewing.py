"""Turns a running server to a new build: whole, of the content that is here, or not at all."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kg import __version__, assets
from kg.errors import KgError, Problem
from kg.pipeline.asking import questions
from kg.pipeline.builds import MANIFEST, is_whole
from kg.pipeline.graph import Graph


def open_build(folder: Path) -> Graph:
    """Open a build for a server, everything read; raise KgError when it must not be served.

    Its files are compared with the manifest, and its content with the content files, because pages
    and questions are read from those. What was read from the content before is forgotten.
    """
    if not is_whole(folder):
        raise _unfit(
            folder,
            "文件与清单（manifest.json）不符。",
            "Its files are not the ones that its manifest.json names.",
            "请重新运行 kg build。",
            "Run kg build again.",
        )
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest.get("version") != __version__:
        raise _unfit(
            folder,
            "由另一版本的软件生成。",
            "It was made by another version of the software.",
            "请重新启动 kg serve。",
            "Start kg serve again.",
        )
    _check_content(folder, manifest["content"])
    forget_content()
    try:
        graph = Graph(folder).warm()
        questions()
    except KgError:
        raise
    except Exception as error:  # a build that the manifest vouches for, and still cannot be read
        raise _unfit(
            folder,
            f"无法打开（{type(error).__name__}）。",
            f"It cannot be opened ({type(error).__name__}).",
            "请重新运行 kg build。",
            "Run kg build again.",
        ) from None
    _check_content(folder, manifest["content"])  # it was read while nothing changed
    return graph


def forget_content() -> None:
    """Forget everything that was read from the content files, so that it is read anew.

    Each reader keeps what it has read with functools.cache; the keeping is all that is undone.
    """
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "kg":
            for kept in list(vars(module).values()):
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


def _check_content(folder: Path, content: str) -> None:
    if assets.content_hash() != content:
        raise _unfit(
            folder,
            "内容文件在生成之后又有改动，或者是别处的内容。",
            "The content files have changed since it was made, or it was made from others.",
            "请重新运行 kg build。",
            "Run kg build again.",
        )


def _unfit(folder: Path, zh: str, en: str, do_zh: str, do_en: str) -> KgError:
    return KgError(Problem(str(folder), zh, en, do_zh, do_en))
