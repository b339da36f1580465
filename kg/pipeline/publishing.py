"""Publishes a build to a SPARQL server: every graph replaced whole, compared, and resumable.

A record, the graph `…/graph/publication`, lists the graphs that were made there. It is written
before the first of them, so that an interrupted run can be taken up again, and what it does not
list is never replaced or deleted.

People query the union of all graphs but the hypothetical cases. A server whose default graph is
the union of its named graphs gets no cases; any other gets the union as its default graph, and the
cases as named graphs: either way it answers as the embedded store does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError, Problem
from kg.namespaces import GRAPH, named_graph
from kg.pipeline.builds import GRAPH_FILE, MANIFEST, ensure_build
from kg.store import (
    GRAPH_STORE,
    UPDATE,
    Digest,
    HttpRefused,
    Quad,
    RemoteStore,
    Uploader,
    check_url,
    digest,
    digest_query,
    in_graph,
    iri,
    literal,
    parse_rdf,
    quad,
    read_digest,
    usual_addresses,
)

RECORD, CATALOGUE = named_graph("publication"), named_graph("catalogue")
_DEFAULT = named_graph("default")  # stands in the record for the server's default graph
_PART, _BUILD = "dcterms:hasPart", "owl:versionInfo"
_COMMENTS = {
    "zh-Hans": "kg publish 写入的图的清单；只有清单中的图会被它替换或删除。",
    "en": "The graphs that kg publish made here; it replaces and deletes no others.",
}
MADE, REPLACED, SAME, DROPPED = "made", "replaced", "same", "dropped"
Tell = Callable[[str, str, int], None]


@dataclass
class Published:
    """What a run did: `graphs` maps a graph's name ("" the default graph) to (action, triples)."""

    endpoint: str
    written_to: str
    build: str
    union: bool = False
    graphs: dict[str, tuple[str, int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the form of docs/outputs.md."""
        return {
            "endpoint": self.endpoint,
            "written_to": self.written_to,
            "build": self.build,
            "default_graph": "union" if self.union else "copy",
            "graphs": [
                {"graph": name or "default", "action": action, "triples": n}
                for name, (action, n) in self.graphs.items()
            ],
        }


def publish(
    endpoint: str,
    store: str = "",
    update: str = "",
    chunk: int = 0,
    timeout: float = 300.0,
    tell: Tell = lambda graph, action, triples: None,
    folder: Path | None = None,
) -> Published:
    """Load a build into the server that answers at `endpoint`; return what was done.

    `store` is its Graph Store Protocol address, `update` its SPARQL Update address, both "" for the
    usual ones beside `endpoint`; `chunk` the triples in one request (0: whole graphs); `timeout`
    the seconds for one request; `tell` hears of each graph as it is done; `folder` is the build's,
    the present one's when left out. Raises KgError: an address or server that does not serve, a
    graph of our name that somebody else made, a default graph that is neither empty nor ours, a
    copy that is not equal.
    """
    server = RemoteStore(check_url(endpoint), timeout)
    addresses = _addresses(endpoint, store, update)
    folder = folder or ensure_build()
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    graphs = _graphs(folder)
    sums = {name: digest(quads) for name, quads in graphs.items()}
    there = {name: _digest_there(server, name) for name in graphs}
    known = _recorded(server)
    _refuse_foreign(server, sums, there, known)
    ours = known | {name for name in graphs if not there[name].triples}
    writer = _writer(server, [Uploader(p, u, chunk, timeout) for p, u in addresses], ours)
    done = Published(endpoint, writer.url, manifest["graph"])
    done.union = bool(server.query(f"ASK {{ <{RECORD}> dcterms:hasPart ?graph }}").boolean)
    wanted = [name for name in graphs if name in manifest["default_graphs"] or not done.union]
    wanted.sort(key=lambda name: (name == CATALOGUE, name))  # whoever finds it finds the rest
    jobs = [(name, graphs[name], sums[name], there[name]) for name in wanted]
    if not done.union:
        union = [in_graph(q) for name in manifest["default_graphs"] for q in graphs[name]]
        whole, before = digest(union), _digest_there(server, "")
        if before.triples and _DEFAULT not in known and before != whole:
            if not known:
                writer.drop(RECORD)
            raise _foreign_default(server, before)
        ours.add(_DEFAULT)
        writer.replace(RECORD, _record(ours))
        jobs.append(("", union, whole, before))
    for name, quads, goal, before in jobs:
        if before != goal:
            writer.replace(name, quads)
            _compare(server, name, goal)
        action = SAME if before == goal else REPLACED if before.triples else MADE
        done.graphs[name] = (action, goal.triples)
        tell(name, *done.graphs[name])
    kept = {name for name, *_ in jobs} | ({_DEFAULT} if not done.union else set())
    for name in sorted(known - kept - {_DEFAULT}):
        if name not in there or there[name].triples:
            writer.drop(name)
            done.graphs[name] = (DROPPED, 0)
            tell(name, DROPPED, 0)
    if done.union and _DEFAULT in known:  # the copy of a time when it was no union
        writer.drop("")
        done.graphs[""] = (DROPPED, 0)
        tell("", DROPPED, 0)
    writer.replace(RECORD, _record(ours & kept, manifest["graph"]))
    return done


def _addresses(endpoint: str, store: str, update: str) -> list[tuple[str, str]]:
    if store:
        return [(GRAPH_STORE, check_url(store, "--store"))]
    if update:
        return [(UPDATE, check_url(update, "--update"))]
    return usual_addresses(endpoint)


def _graphs(folder: Path) -> dict[str, list[Quad]]:
    """Return the quads of a build by the name of their graph, in the build's order."""
    found: dict[str, list[Quad]] = defaultdict(list)
    for q in parse_rdf((folder / GRAPH_FILE).read_bytes(), "nq", GRAPH_FILE):
        found[getattr(q.graph_name, "value", "")].append(in_graph(q))
    return dict(sorted(found.items()))


def _digest_there(server: RemoteStore, graph: str) -> Digest:
    found = read_digest(server.query(digest_query(graph)))
    if found is None:
        raise KgError(
            Problem(
                server.url,
                "服务器算不出图的校验和，无法核对。",
                "The server cannot reckon the sum of a graph, so nothing can be compared.",
                "请用支持 SPARQL 1.1 全部函数（SHA256、SUBSTR、SUM）的服务器。",
                "Use a server that knows all functions of SPARQL 1.1 (SHA256, SUBSTR, SUM).",
            )
        )
    return found


def _recorded(server: RemoteStore) -> set[str]:
    """Return the graphs that the server's record says were made; only names of ours count."""
    rows = server.query(
        f"SELECT ?part WHERE {{ GRAPH <{RECORD}> {{ <{RECORD}> dcterms:hasPart ?part }} }}"
    ).rows
    return {row["part"] for row in rows if row["part"].startswith(GRAPH)}


def _record(graphs: Iterable[str], build: str = "") -> list[Quad]:
    """Return the record; `build` (the sha256 of the whole) only when everything is there."""
    found = [quad(RECORD, _PART, iri(name)) for name in sorted(graphs)]
    found += [quad(RECORD, "rdfs:comment", literal(c, lang)) for lang, c in _COMMENTS.items()]
    return found + ([quad(RECORD, _BUILD, literal(build))] if build else [])


def _refuse_foreign(
    server: RemoteStore, sums: dict[str, Digest], there: dict[str, Digest], known: set[str]
) -> None:
    strange = [
        name
        for name, goal in sums.items()
        if there[name].triples and name not in known and there[name] != goal
    ]
    if strange:
        raise KgError(
            Problem(
                f"{server.url} {name}",
                "服务器上已有此名的图，内容不同，且不是 kg publish 写入的；没有写入任何内容。",
                "The server holds another graph of this name that kg publish did not make; "
                "nothing was written.",
                "请在服务器上移走它，或者用另一个数据集（库）。",
                "Move it away on the server, or use another dataset (repository).",
            )
            for name in strange[:5]
        )


def _foreign_default(server: RemoteStore, found: Digest) -> KgError:
    return KgError(
        Problem(
            server.url,
            f"默认图中有 {found.triples} 个不是 kg publish 写入的三元组，没有写入任何内容。",
            f"The default graph holds {found.triples} triples that kg publish did not make; "
            "nothing was written.",
            "请用空的数据集（库），或让服务器的默认图为各命名图的并集（见 docs/scaling.md）。",
            "Use an empty dataset (repository), or make the server's default graph the union of "
            "its named graphs (docs/scaling.md).",
        )
    )


def _writer(server: RemoteStore, usual: Sequence[Uploader], ours: set[str]) -> Uploader:
    """Write the record at the first address that takes it, and see that it has arrived."""
    refused: HttpRefused | None = None
    record = _record(ours)
    for uploader in usual:
        try:
            uploader.replace(RECORD, record)
        except HttpRefused as error:
            if error.status not in (400, 404, 405, 406, 415, 501):
                raise
            refused = refused or error
            continue
        if _digest_there(server, RECORD) != digest(record):
            raise KgError(
                Problem(
                    uploader.url,
                    f"它收下了一个图，但 {server.url} 查不到这个图。",
                    f"It took a graph, but {server.url} does not show that graph.",
                    "请用 --store 或 --update 写出同一个服务器的写入地址。",
                    "Name the address where the same server takes graphs with --store or --update.",
                )
            )
        return uploader
    assert refused is not None
    tried = "、".join(u.url for u in usual), ", ".join(u.url for u in usual)
    raise KgError(
        Problem(
            server.url,
            f"没有找到写入地址（试过 {tried[0]}，状态码 {refused.status}）。",
            f"No address that takes graphs was found (tried {tried[1]}; status {refused.status}).",
            "请用 --store（图存储协议）或 --update（SPARQL 更新）写出地址；只读服务器不能写入。",
            "Name it with --store (Graph Store Protocol) or --update (SPARQL Update); a server "
            "that is read only takes no graphs.",
        )
    )


def _compare(server: RemoteStore, name: str, goal: Digest) -> None:
    """Raise KgError unless a graph of the server is equal to ours."""
    found = _digest_there(server, name)
    if found != goal:
        raise KgError(
            Problem(
                f"{server.url} {name or 'default'}",
                f"写入后内容不同：应为 {goal.triples} 个三元组，服务器有 {found.triples} 个。",
                f"The copy is not equal: it should hold {goal.triples} triples, the server has "
                f"{found.triples}.",
                "服务器可能改写了文字或丢了三元组；请看它的日志，再运行一次。",
                "The server may rewrite texts or lose triples; see its log and run this again.",
            )
        )
