"""Linked data: every IRI of the graph leads to a page for people and to RDF for machines.

`/id/…`, `/ontology/…` and the other spaces of our IRIs answer 303 (Cool URIs for the Semantic Web,
section 4); `/data/…` gives the triples about a node, `/page/…` the same to read. Terms of other
vocabularies that the graph speaks of stand at `/data?iri=…` and `/page?iri=…`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.model import Text
from kg.namespaces import BASE
from kg.pipeline import Graph
from kg.server import nodes, replies
from kg.server.description import SYNTAX, graph_reply
from kg.server.negotiation import GRAPHS, choose
from kg.server.sharing import shared

SPACES = (
    "id", "ontology", "concept", "graph", "shape", "file", "checksum", "activity",
)  # fmt: skip
_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_FORMATS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdf"), ("N-Triples", "nt"))
_WORDS = {
    "product": Text("检察机关司法责任制知识图谱",
                    "Judicial responsibility in China's procuratorates"),
    "query": Text("SPARQL 查询", "SPARQL"),
    "words": Text("来源文字", "Source words"),
    "text": Text("所供文本原文", "the supplied text"),
    "translation": Text("所供英文译文", "the supplied text, an English translation"),
    "quote": Text("引文", "quotation"),
    "list": Text("清单用词", "words of the list"),
    "restatement": Text("所供文本缺失；以下为本项目的复述，不是原文",
                        "missing in the supplied text; restated by this project, "
                        "not the provision's own words"),
    "missing": Text("所供文本缺失，没有可核实的文字。",
                    "Missing in the supplied text; there are no verified words."),
    "read_in": Text("据来源", "read in"),
    "out": Text("关于它的陈述", "What is said of it"),
    "in": Text("指向它的", "What points to it"),
    "data": Text("数据", "Data"),
    "graphs": Text("所在的图", "Graphs that say so"),
    "notice": Text("由软件按公开文本整理，非官方解释。",
                   "Arranged by software from public texts; not an official interpretation."),
    "more": Text("只显示前 {shown} 个，共 {count} 个；全部见数据。",
                 "The first {shown} of {count}; the data has them all."),
}  # fmt: skip


async def resolve(request: Request) -> Response:
    """Answer an IRI of ours with 303: to its page, or to its data when RDF is preferred."""
    iri = BASE + request.url.path.lstrip("/")
    wants = choose(request.headers.get("accept", "text/html"), ("text/html", *GRAPHS))
    kind = "page" if wants == "text/html" else "data"
    headers = {**replies.CORS, "Vary": "Accept"}
    return RedirectResponse(nodes.address(kind, iri), 303, headers=headers)


async def data(request: Request) -> Response:
    """Answer /data/…: the triples whose subject or object the node is.

    `?format=` asks for ttl, jsonld, rdf, nt, trig or nq, as a link cannot send Accept.
    """
    iri = _asked(request)
    graph: Graph = shared(request).graph
    quads = await run_in_threadpool(graph.store.about, iri)
    if not quads:
        return unknown(iri)
    syntax = request.query_params.get("format", "")
    media = next((m for m, ending in SYNTAX.items() if ending == syntax), "")
    return graph_reply(request, quads, iri, media=media)


async def page(request: Request) -> Response:
    """Answer /page/…: the node with its labels, words, links both ways, and its graphs."""
    iri = _asked(request)
    lang = "zh" if request.query_params.get("lang", _language(request)).startswith("zh") else "en"
    body = await run_in_threadpool(_page, request, iri, lang)
    if body is None:
        return unknown(iri)
    tag = replies.etag(request, iri, lang)
    return replies.not_modified(request, tag) or replies.data(request, body, "text/html", tag)


def unknown(name: str, cors: bool = True) -> Response:
    """Return 404: the graph says nothing about this name."""
    return replies.unknown(name, cors)


def _asked(request: Request) -> str:
    """Return the IRI that a request is about: its path below our base, or ?iri=."""
    path = request.path_params.get("path", "")
    return BASE + path if path else request.query_params.get("iri", "")


def _language(request: Request) -> str:
    return request.headers.get("accept-language", "zh")[:2].lower()


@cache
def _template() -> Template:
    loader = FileSystemLoader(_TEMPLATES)
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("node.html")


def _page(request: Request, iri: str, lang: str) -> bytes | None:
    node = nodes.read(shared(request).graph, iri, lang)
    if node is None:
        return None
    other = "en" if lang == "zh" else "zh"
    text = _template().render(
        node=node,
        lang=lang,
        title=node.names.pick(lang),
        second=node.names.pick(other) if node.names.zh != node.names.en else "",
        other=nodes.address("page", iri, lang=other),
        home=shared(request).editor != "/yasgui/",
        editor=shared(request).editor,
        formats=[(name, nodes.address("data", iri, format=f)) for name, f in _FORMATS],
        shown=nodes.SHOWN,
        words={k: t.pick(lang) for k, t in _WORDS.items()},
    )
    return text.encode()
