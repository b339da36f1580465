"""The question catalogue as JSON, described in OpenAPI: /api/questions, /api/openapi.json."""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg import __version__, pipeline
from kg.errors import KgError
from kg.server import replies, searching
from kg.server.sharing import shared

_JSON = "application/json"
_TEXT = {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}


def _reply(request: Request, document: Any, media: str = _JSON, *parts: str) -> Response:
    tag = replies.etag(request, *parts)
    body = json.dumps(document, ensure_ascii=False).encode()
    return replies.not_modified(request, tag) or replies.data(request, body, media, tag)


async def listed(request: Request) -> Response:
    """List the questions; `?q=` keeps those with these words in either language, best first."""
    words = request.query_params.get("q", "")
    hits = await run_in_threadpool(pipeline.find_questions, words, shared(request).graph)
    found = [
        {
            "id": q.id,
            "group": q.group,
            "question": q.question.as_json(),
            "provisions": list(q.provisions),
            "parameters": [p.name for p in q.parameters],
            "href": f"/api/questions/{q.id}",
        }
        for q in (hit.question for hit in hits)
    ]
    return _reply(request, {"questions": found}, _JSON, words)


async def one(request: Request) -> Response:
    """Answer a question: SPARQL 1.1 JSON results; parameters in the query string."""
    values = dict(request.query_params)
    graph = shared(request).graph
    name = request.path_params["id"]
    try:
        result = await run_in_threadpool(pipeline.ask, name, values, "", graph)
    except KgError as error:
        return replies.of(error, 400 if name in pipeline.questions() else 404)
    media = "application/sparql-results+json"
    return _reply(request, result.document, media, str(sorted(values.items())))


async def query(request: Request) -> Response:
    """Give a question's SPARQL, with values of the query string put in, and what may be chosen.

    The query runs as it stands on any SPARQL 1.1 engine; its head says what it asks.
    """
    name = request.path_params["id"]
    values = dict(request.query_params)
    try:
        text = pipeline.question_sparql(name, values)
    except KgError as error:
        return replies.of(error, 400 if name in pipeline.questions() else 404)
    question = pipeline.questions()[name]
    graph = shared(request).graph
    choices = await run_in_threadpool(
        lambda: [pipeline.parameter_values(p, graph) for p in question.parameters]
    )
    document = {
        "id": name,
        "question": question.question.as_json(),
        "parameters": [
            {
                "name": p.name,
                "label": p.label.as_json(),
                "type": p.type,
                "default": p.default,
                "choices": [{"value": v, "label": label.as_json()} for v, label in found],
            }
            for p, found in zip(question.parameters, choices, strict=True)
        ],
        "sparql": text,
    }
    return _reply(request, document, _JSON, str(sorted(values.items())))


async def openapi(request: Request) -> Response:
    """Describe the questions and the search in OpenAPI 3.1, with the choices of each parameter."""
    graph = shared(request).graph
    paths: dict[str, Any] = {
        "/api/questions": {
            "get": {
                "operationId": "listQuestions",
                "summary": "List the questions / 列出问题",
                "parameters": [
                    {"name": "q", "in": "query", "required": False, "schema": {"type": "string"}}
                ],
                "responses": {"200": {"description": "the questions"}},
            }
        }
    } | searching.described()
    for q in pipeline.questions().values():
        parameters = []
        for p in q.parameters:
            choices = [value for value, _ in pipeline.parameter_values(p, graph)]
            schema: dict[str, Any] = {"type": "string", "default": p.default}
            if choices:
                schema["enum"] = choices
            parameters.append(
                {"name": p.name, "in": "query", "required": False, "schema": schema,
                 "description": f"{p.label.en} / {p.label.zh}"}
            )  # fmt: skip
        paths[f"/api/questions/{q.id}"] = {
            "get": {
                "operationId": q.id,
                "summary": f"{q.question.en} / {q.question.zh}",
                "tags": [q.group],
                "parameters": parameters,
                "responses": {
                    "200": {
                        "description": "SPARQL 1.1 JSON results",
                        "content": {"application/sparql-results+json": {}},
                    },
                    "400": {
                        "description": "a parameter is wrong",
                        "content": {
                            _JSON: {
                                "schema": {
                                    "type": "object",
                                    "properties": {
                                        "errors": {
                                            "type": "array",
                                            "items": {
                                                "type": "object",
                                                "properties": {
                                                    "where": {"type": "string"},
                                                    "what": _TEXT,
                                                    "do": _TEXT,
                                                },
                                            },
                                        }
                                    },
                                }
                            }
                        },
                    },
                },
            }
        }
    return _reply(
        request,
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Judicial responsibility knowledge graph / 司法责任知识图谱",
                "version": __version__,
            },
            "paths": paths,
        },
    )
