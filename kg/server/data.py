"""Linked data: every IRI of the graph leads to a page for people and to RDF for machines.

`/id/…`, `/ontology/…`, `/concept/…`, `/graph/…` and `/shape/…` answer 303 (Cool URIs for the
Semantic Web, section 4); `/data/…` gives the triples about a node, `/page/…` the same to read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.model import Text
from kg.namespaces import BASE, PREFIXES
from kg.pipeline import Graph
from kg.server import replies
from kg.server.description import graph_reply
from kg.server.negotiation import GRAPHS, choose
from kg.server.sharing import shared

SPACES = ("id", "ontology", "concept", "graph", "shape")
_SHOWN = 100  # links of one kind on a page; the data has them all
_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_WORDS = {
    "out": Text("说明", "What is said of it"),
    "in": Text("指向它的", "What points to it"),
    "data": Text("数据", "Data"),
    "graphs": Text("所在的图", "Graphs that say so"),
    "notice": Text("非官方解释。", "Not an official interpretation."),
    "more": Text("另有", "more:"),
    "missing": Text("（无标签）", "(no label)"),
}


async def resolve(request: Request) -> Response:
    """Answer an IRI of ours with 303: to its page, or to its data when RDF is preferred."""
    path = request.url.path.lstrip("/")
    wants = choose(request.headers.get("accept", "text/html"), ("text/html", *GRAPHS))
    kind = "page" if wants == "text/html" else "data"
    return RedirectResponse(
        f"/{kind}/{quote(path)}", 303, headers={**replies.CORS, "Vary": "Accept"}
    )


async def data(request: Request) -> Response:
    """Answer /data/…: the triples whose subject or object the node is, and its graphs' names."""
    iri = BASE + request.path_params["path"]
    graph: Graph = shared(request).graph
    quads = await run_in_threadpool(graph.store.about, iri)
    if not quads:
        return unknown(iri)
    return graph_reply(request, quads)


async def page(request: Request) -> Response:
    """Answer /page/…: the node with its labels, links both ways and the graphs that say so."""
    iri = BASE + request.path_params["path"]
    lang = "zh" if request.query_params.get("lang", _language(request)).startswith("zh") else "en"
    graph: Graph = shared(request).graph
    body = await run_in_threadpool(_page, graph, iri, lang)
    if body is None:
        return unknown(iri)
    tag = replies.etag(request, lang)
    return replies.not_modified(request, tag) or replies.data(request, body, "text/html", tag)


def unknown(name: str, cors: bool = True) -> Response:
    """Return 404: the graph says nothing about this name."""
    return replies.unknown(name, cors)


def _language(request: Request) -> str:
    return request.headers.get("accept-language", "zh")[:2].lower()


def _page(graph: Graph, iri: str, lang: str) -> bytes | None:
    quads = graph.store.about(iri)
    if not quads:
        return None
    outward: dict[str, list[dict[str, str]]] = defaultdict(list)
    inward: dict[str, list[dict[str, str]]] = defaultdict(list)
    labels = graph.node_labels(
        {t for q in quads for t in (_iri(q.subject), _iri(q.object), q.predicate.value) if t}
    )
    for q in quads:
        predicate = q.predicate.value
        if _iri(q.subject) == iri:
            outward[predicate].append(_term(q.object, labels, lang))
        else:
            inward[predicate].append(_term(q.subject, labels, lang))

    def name(term: str) -> str:
        found = labels.get(term)
        return found.pick(lang) if found else _short(term)

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    text = environment.get_template("node.html").render(
        lang=lang,
        other="en" if lang == "zh" else "zh",
        iri=iri,
        path=iri.removeprefix(BASE),
        title=name(iri),
        names=[labels[iri].zh, labels[iri].en] if iri in labels else [],
        outward=[(name(p), _short(p), _sorted(v)) for p, v in sorted(outward.items())],
        inward=[(name(p), _short(p), _sorted(v)) for p, v in sorted(inward.items())],
        graphs=graph.store.graphs_saying(iri),
        base=BASE,
        shown=_SHOWN,
        words={k: t.pick(lang) for k, t in _WORDS.items()},
    )
    return text.encode()


def _sorted(items: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(items, key=lambda i: (i["text"], i["href"]))


def _iri(term: object) -> str:
    value = getattr(term, "value", "")
    return value if "://" in value and not hasattr(term, "language") else ""


def _term(term: object, labels: dict[str, Text], lang: str) -> dict[str, str]:
    """Return what a page shows of a term: text, its language or short name, where it leads."""
    iri = _iri(term)
    if not iri:
        return {
            "text": str(getattr(term, "value", term)),
            "note": getattr(term, "language", None) or "",
            "href": "",
        }
    label = labels.get(iri)
    href = f"/page/{quote(iri.removeprefix(BASE))}" if iri.startswith(BASE) else ""
    return {"text": label.pick(lang) if label else _short(iri), "note": _short(iri), "href": href}


def _short(iri: str) -> str:
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and len(iri) > len(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri
