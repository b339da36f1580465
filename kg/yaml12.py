"""Reads YAML and JSON text as plain data with line numbers (YAML 1.2 core schema).

Strings stay strings: `on` is a key, `no` is no boolean, a date is text until it is checked.
Duplicate keys, aliases, tags, control characters and more than one document are errors
(docs/case-file.md, opening).
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import yaml

from kg.errors import KgError, Problem

Path_ = tuple[str | int, ...]
MAX_BYTES = 10_000_000
MAX_DEPTH = 64
_MAX_DIGITS = 300  # a longer number stays text
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip


class Document:
    """A parsed file: `data` (mappings, lists, scalars), `name`, and the line of each field path."""

    def __init__(self, name: str, data: Any, lines: dict[Path_, int]) -> None:
        self.name = name
        self.data = data
        self._lines = lines

    def where(self, path: Path_ = ()) -> str:
        """Return `file:line (field.path)` for a field path, or for its nearest known parent."""
        field = ".".join(str(part) for part in path)
        return f"{self.name}:{self.line(path)}" + (f" ({field})" if field else "")

    def line(self, path: Path_ = ()) -> int:
        """Return the line of a field path, or of its nearest known parent."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)


def read_text(path: Path, name: str | None = None, limit: int = MAX_BYTES) -> str:
    """Return a file's text; raise KgError when it is missing, too big or not UTF-8."""
    shown = name or str(path)
    try:
        status = path.stat()
        size = status.st_size
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(shown)
        if not stat.S_ISREG(status.st_mode):
            # A pipe or a device may never end: it is not opened.
            raise KgError(
                Problem(
                    shown,
                    "这不是普通文件。",
                    "This is not a regular file.",
                    "请给出普通文件；查询可用 - 从标准输入读取。",
                    "Name a regular file; a query may be read from standard input with -.",
                )
            )
        if size > limit:
            raise KgError(
                Problem(
                    shown,
                    f"文件有 {size:,} 字节，超过上限 {limit:,} 字节。",
                    f"The file has {size:,} bytes; the limit is {limit:,}.",
                    "请拆成较小的文件。",
                    "Split it into smaller files.",
                )
            )
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise KgError(
            Problem(
                shown,
                f"无法读取文件（{reason}）。",
                f"The file cannot be read ({reason}).",
                "请检查路径和权限。",
                "Check the path and the permissions.",
            )
        ) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise KgError(
            Problem(
                f"{shown}:{line}",
                f"文件不是 UTF-8 编码（第 {error.start} 字节）。",
                f"The file is not UTF-8 (at byte {error.start}).",
                "请另存为 UTF-8。",
                "Save it as UTF-8.",
            )
        ) from None


def parse(text: str, name: str, first_line: int = 1) -> Document:
    """Parse one YAML (or JSON) document; raise KgError with file and line when it is malformed.

    `first_line` is added to line numbers, for text that starts inside a larger file.
    """
    if text.lstrip()[:1] in ("{", "["):
        text = _PAIR.sub(_join_pair, text)
    reader = _Reader(text, name, first_line)
    return Document(name, reader.read(), reader.lines)


def _join_pair(match: re.Match[str]) -> str:
    """Write a JSON pair of escapes such as \\ud842\\udfb7 as its character, which YAML wants."""
    pair = bytes.fromhex(match.group(2) + match.group(3))
    return match.group(1) + pair.decode("utf-16-be")


def load(path: Path, name: str | None = None) -> Document:
    """Read and parse a file; errors as in `read_text` and `parse`."""
    shown = name or str(path)
    return parse(read_text(path, shown), shown)


def _syntax(where: str, reason: str) -> Problem:
    return Problem(
        where,
        f"YAML/JSON 语法错误（{reason}）。",
        f"YAML/JSON syntax error ({reason}).",
        "请检查此行和上一行的缩进、引号和括号。",
        "Check the indentation, quotes and brackets of this line and the one before.",
    )


class _Reader:
    """Builds plain data from the parser's events, so that depth is checked before it can hurt."""

    def __init__(self, text: str, name: str, first_line: int) -> None:
        self.lines: dict[Path_, int] = {}
        self._name = name
        self._first = first_line
        self._text = text
        self._events = yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))

    def read(self) -> Any:
        """Return the only document's data, None when the text is empty."""
        data: Any = None
        documents = 0
        while (event := self._next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refused(
                        event, "文件里不止一个文档（---）",
                        "The file holds more than one document (---)",
                        "请拆成几个文件。", "Make them separate files.",
                    )  # fmt: skip
                data = self._value(self._next(), ())
        return data

    def _next(self) -> Any:
        try:
            return next(self._events, None)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = (mark.line if mark else 0) + self._first
            raise KgError(_syntax(f"{self._name}:{line}", error.problem or "")) from None
        except yaml.YAMLError as error:
            found = CONTROL.search(self._text)
            line = self._text.count("\n", 0, found.start() if found else 0) + self._first
            reason = str(error).splitlines()[0]
            raise KgError(_syntax(f"{self._name}:{line}", reason)) from None

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self._first

    def _refused(self, event: Any, zh: str, en: str, do_zh: str, do_en: str) -> KgError:
        where = f"{self._name}:{self._line(event)}"
        return KgError(Problem(where, f"{zh}。", f"{en}.", do_zh, do_en))

    def _check_characters(self, event: yaml.ScalarEvent) -> None:
        """Raise KgError for escapes such as \\e that a terminal would obey and RDF cannot hold."""
        if CONTROL.search(event.value):
            raise self._refused(
                event, "文字中有控制字符", "The text holds a control character",
                "请删去它。", "Remove it.",
            )  # fmt: skip

    def _value(self, event: Any, path: Path_) -> Any:
        self.lines.setdefault(path, self._line(event))
        if len(path) > MAX_DEPTH:
            raise self._refused(
                event, f"嵌套超过 {MAX_DEPTH} 层", f"It is nested deeper than {MAX_DEPTH} levels",
                "请减少层数。", "Use fewer levels.",
            )  # fmt: skip
        if getattr(event, "tag", None):
            raise self._refused(
                event, f"不支持标签 {event.tag}", f"Tags ({event.tag}) are not supported",
                "请删去标签；要写成文字请加引号。",
                "Remove it; to make a value text, put it in quotes.",
            )  # fmt: skip
        if isinstance(event, yaml.ScalarEvent):
            self._check_characters(event)
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                items.append(self._value(event, (*path, len(items))))
            return items
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        raise self._refused(
            event, f"不支持别名 *{event.anchor}", f"Aliases (*{event.anchor}) are not supported",
            "请把内容写出来。", "Write the content out.",
        )  # fmt: skip

    def _mapping(self, path: Path_) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refused(
                    event, "键应为文字", "A key must be plain text",
                    "请检查此行的缩进、引号和括号。",
                    "Check the indentation, quotes and brackets of this line.",
                )  # fmt: skip
            self._check_characters(event)
            key = str(event.value)
            if key in mapping:
                raise KgError(
                    Problem(
                        f"{self._name}:{self._line(event)}",
                        f"键“{key}”重复。",
                        f'The key "{key}" is written twice.',
                        "请只保留一个。",
                        "Keep one of them.",
                    )
                )
            self.lines[(*path, key)] = self._line(event)
            mapping[key] = self._value(self._next(), (*path, key))
        return mapping


def _scalar(event: yaml.ScalarEvent) -> Any:
    value = str(event.value)
    if event.style not in (None, ""):  # quoted or block text
        return value
    if value in _WORDS:
        return _WORDS[value]
    if len(value) > _MAX_DIGITS:
        return value
    if _INT.fullmatch(value):
        return int(value, 0) if value[:2] in ("0o", "0x") else int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    return value
