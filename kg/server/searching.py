"""Full-text search as JSON: /api/search?q=…&kind=…&lang=…&limit=…&offset=…"""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg import pipeline
from kg.errors import KgError, Problem
from kg.server import replies
from kg.server.sharing import shared

_JSON = "application/json"
_NAMES = ("q", "kind", "lang", "limit", "offset")


async def search(request: Request) -> Response:
    """Answer a search: hits with the places of the words, counts by kind (docs/outputs.md)."""
    try:
        asked = _asked(request)
        graph = shared(request).graph
        result = await run_in_threadpool(lambda: pipeline.search(graph, **asked))
    except KgError as error:
        return replies.of(error)
    tag = replies.etag(request, request.url.query)
    body = json.dumps(result.as_json(), ensure_ascii=False).encode()
    return replies.not_modified(request, tag) or replies.data(request, body, _JSON, tag)


def _asked(request: Request) -> dict[str, Any]:
    """Return the arguments of a search. Raises KgError on a parameter that cannot be used."""
    given = request.query_params
    for name in given:
        if name not in _NAMES:
            raise _wrong(
                name[:80], "没有这个参数", "There is no such parameter",
                f"可用：{'、'.join(_NAMES)}", f"Use: {', '.join(_NAMES)}",
            )  # fmt: skip
    for name in ("q", "lang", "limit", "offset"):
        if len(given.getlist(name)) > 1:
            raise _wrong(name, "给了不止一次", "It is given more than once",
                         "请只给一次", "Give it once")  # fmt: skip
    if "q" not in given:
        raise _wrong("q", "缺少检索词", "The words are missing",
                     "请写 ?q=…", "Write ?q=…")  # fmt: skip
    kinds = [k for value in given.getlist("kind") for k in value.split(",") if k]
    return {
        "words": given["q"],
        "kinds": kinds,
        "lang": given.get("lang", ""),
        "limit": _number(given.get("limit", "20"), "limit"),
        "offset": _number(given.get("offset", "0"), "offset"),
    }


def _number(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise _wrong(
            name, "不是非负整数", "It is no whole number from zero on",
            "请写一个整数", "Write a whole number",
        )  # fmt: skip
    return int(text)


def _wrong(where: str, zh: str, en: str, do_zh: str, do_en: str) -> KgError:
    return KgError(Problem(where, f"{zh}。", f"{en}.", f"{do_zh}。", f"{do_en}."))


def described() -> dict[str, Any]:
    """Return the OpenAPI description of the search."""

    def parameter(name: str, schema: dict[str, Any], said: str, must: bool = False) -> Any:
        return {"name": name, "in": "query", "required": must, "schema": schema,
                "description": said}  # fmt: skip

    kinds = pipeline.search_kinds()
    text = {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}
    spans = {
        "type": "array",
        "items": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        "description": "code points [start, end) of the words found",
    }
    marked = {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "spans": spans,
            "of": {"type": "string", "enum": list(pipeline.search_texts())},
        },
    }
    hit = {
        "type": "object",
        "properties": {
            "iri": {"type": "string", "description": "empty for a question: it has an id only"},
            "kind": {"type": "string", "enum": list(kinds)},
            "identifier": {"type": "string"},
            "label": text,
            "label_spans": {"type": "object", "properties": {"zh": spans, "en": spans}},
            "source": {"type": "string"},
            "source_title": {"anyOf": [text, {"type": "null"}]},
            "snippet": {"type": "object", "properties": {"zh": marked, "en": marked}},
            "provisions": {"type": "array", "items": {"type": "string"}},
            "part": {"type": "string"},
            "text_status": {"type": "string"},
            "text_note": {"anyOf": [text, {"type": "null"}]},
            "confidence": {"type": "string"},
            "score": {"type": "number"},
        },
    }
    result = {
        "type": "object",
        "properties": {
            "words": {"type": "string"},
            "total": {"type": "integer"},
            "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
            "offset": {"type": "integer"},
            "hits": {"type": "array", "items": hit},
            "pieces": {"type": "array", "items": {"type": "string"}},
            "notes": {"type": "array", "items": text},
            "hint": {"anyOf": [text, {"type": "null"}]},
        },
    }
    names = ", ".join(f"{code} ({label.en} / {label.zh})" for code, label in kinds.items())
    whole = {"type": "integer", "minimum": 0}
    return {
        "/api/search": {
            "get": {
                "operationId": "search",
                "summary": "Search texts, norms, lists, cases, terms / 全文检索",
                "parameters": [
                    parameter(
                        "q", {"type": "string", "minLength": 1, "maxLength": 200},
                        "words, all of which must be found; numbers such as art 30 or 第三十条"
                        " / 检索词，须全部出现；可写条文编号", True,
                    ),
                    parameter(
                        "kind",
                        {"type": "array", "items": {"type": "string", "enum": list(kinds)}},
                        f"only these kinds / 只找这些种类: {names}",
                    ),
                    parameter(
                        "lang", {"type": "string", "enum": ["zh", "en"]},
                        "only texts in this language / 只找此种文字",
                    ),
                    parameter("limit", {**whole, "minimum": 1, "maximum": 100, "default": 20},
                              "hits at most / 至多几条"),
                    parameter("offset", {**whole, "maximum": 10_000, "default": 0},
                              "hits left out / 略过几条"),
                ],
                "responses": {
                    "200": {
                        "description": "what was found, best first; nothing found is no error",
                        "content": {_JSON: {"schema": result}},
                    },
                    "400": {"description": "a parameter is wrong"},
                },
            }
        }
    }  # fmt: skip
