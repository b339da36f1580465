"""A person's own case in the address: its JSON, compressed, as one parameter. No Streamlit.

What an address holds comes from anybody: it is bounded before and after decompression, read as
strictly as a file, and checked like any case file.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from kg.errors import KgError, Problem
from kg.pipeline import case_from_data

LONGEST = 6_000  # characters of the parameter: browsers and servers take addresses of 8,000
LARGEST = 64_000  # bytes of JSON
DEEPEST = 8  # a case file nests five levels
_SAFE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def pack(data: Mapping[str, Any]) -> str:
    """Return a case file as text for an address, "" when it would be longer than `LONGEST`."""
    whole = json.dumps(dict(data), ensure_ascii=False, separators=(",", ":")).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(whole, 9)).decode().rstrip("=")
    return packed if len(packed) <= LONGEST and len(whole) <= LARGEST else ""


def unpack(packed: str) -> dict[str, Any]:
    """Return the case file in an address, checked. Raises KgError."""
    if len(packed) > LONGEST or not _SAFE.fullmatch(packed):
        raise _unreadable("长度或者字符不符", "its length or its characters do not fit")
    try:
        pressed = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        reader = zlib.decompressobj()
        whole = reader.decompress(pressed, LARGEST + 1)
    except (binascii.Error, zlib.error):
        raise _unreadable("不能解压", "it cannot be unpacked") from None
    if len(whole) > LARGEST or not reader.eof or reader.unused_data:
        raise _unreadable("解压后过大或者不完整", "unpacked it is too large, or not whole")
    try:
        text = whole.decode("utf-8")
        data = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise _unreadable("不是 JSON", "it is no JSON") from None
    if not isinstance(data, dict):
        raise _unreadable("不是案件文件", "it is no case file")
    _bounded(data)
    case_from_data(data, "address")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _bounded(data: Any) -> None:
    """Raise KgError for data nested too deep or words with control characters; level by level."""
    level = [data]
    for _ in range(DEEPEST):
        if any(isinstance(x, str) and _CONTROL.search(x) for x in level):
            raise _unreadable("有控制字符", "it holds a control character")
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in ([*outer, *outer.values()] if isinstance(outer, dict) else outer)
        ]
    if level:
        raise _unreadable("嵌套过深", "it is nested too deep")


def _unreadable(zh: str, en: str) -> KgError:
    return KgError(
        Problem(
            "address (file)",
            f"网址中的案件读不出来：{zh}。",
            f"The case in the address cannot be read: {en}.",
            "请向给你链接的人要完整的网址，或者要案件文件。",
            "Ask whoever gave you the link for the whole address, or for the case file.",
        )
    )
