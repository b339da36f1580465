"""Writes a build into the folder named after its content's hash, and finds the present one."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__, assets, build, cases, coverage, facts, neighbours, procedure
from kg.errors import KgError, Problem
from kg.lists.quads import build_lists, list_titles
from kg.namespaces import case_graph, named_graph, source_graph
from kg.pipeline.content import Content, packaged_cases, read_content
from kg.pipeline.kept import pack
from kg.pipeline.packaged import checked_lists
from kg.pipeline.passes import Passes, Watch, file_bytes
from kg.store import EmbeddedStore, Quad, Store, parse_jsonld, sorted_nquads, sorted_ntriples
from kg.supplied import read_supplied

if TYPE_CHECKING:
    from kg.search import Collection

GRAPH_FILE, DEFAULT_FILE, MANIFEST = "graph.nq", "default.nt", "manifest.json"
RULES_FILE, OVERVIEW_FILE, SEARCH_FILE = "rules.json", "overview.json", "search.json"
LEDGER_FILE = "ledger.json"
CURRENT = "current"  # names the folder of the build that was asked for last; servers watch it
_KEEP_BUILDS = 3


def make_quads(content: Content, passes: Passes | None = None) -> dict[str, list[Quad]]:
    """Return the quads of every named graph, by graph name; `passes` is told of each kind."""
    passes = passes or Passes()
    base = assets.root()
    graphs: dict[str, list[Quad]] = {}

    def made(kind: str, new: Mapping[str, list[Quad]]) -> None:
        graphs.update(new)
        passes.done(f"{kind} (quads)", lambda: sum(len(set(q)) for q in new.values()))

    ontology = build.build_ontology(base / "ontology")
    role_iris = build.roles(ontology)
    made("ontology graph", {named_graph(build.ONTOLOGY): ontology})
    made("source graphs", {
        source_graph(source.id, source.version): build.build_source(
            source, articles, facts.read_correspondences(source), role_iris
        )
        for source, articles in content.sources
    })  # fmt: skip
    rules = build.build_rules(content.rules, content.timing)
    made("rules graph", {named_graph(build.RULES): rules})
    mechanisms = build.build_mechanisms(content.mechanisms, role_iris)
    made("mechanisms graph", {named_graph(build.MECHANISMS): mechanisms})
    procedures = named_graph(build.PROCEDURES)
    made("procedures graph", {procedures: procedure.procedure_quads(
        content.procedures, content.counting, role_iris, procedures
    )})  # fmt: skip
    evidence = build.build_evidence(content.evidence)
    made("evidence graph", {named_graph(build.EVIDENCE): evidence})
    questions = build.build_questions(content.questions)
    made("open questions graph", {named_graph(build.QUESTIONS): questions})
    packaged = packaged_cases()
    made("case graphs", {
        case_graph(case.id): parse_jsonld(cases.to_jsonld(case), case_graph(case.id))
        for case in packaged.values()
    })  # fmt: skip
    sources = [source for source, _ in content.sources]
    files = {s.id: f for s in sources if (f := read_supplied(Path(s.folder)))}
    listed = checked_lists(sources)
    lists = build_lists(listed, {s.id: s.title for s in sources})
    made("list graphs", lists)
    named = {case_graph(case.id): case.title for case in packaged.values()}
    named |= list_titles(listed)
    catalogue = build.build_catalogue(graphs, sources, files, named)
    made("catalogue graph", {named_graph(build.CATALOGUE): catalogue})
    return graphs


def write_build(out: Path, shuffle: int | None = None, watch: Watch | None = None) -> Path:
    """Build into `out`/<content hash> and return that folder; nothing half written is ever seen.

    A whole build of the same content that is already there is returned as it is, unless the work
    itself is asked for: in another order with `shuffle`, or to be timed with `watch` (kg/pipeline/
    passes.py). Raises KgError for a fault in the content or a folder that cannot be written.
    """
    passes = Passes(watch)
    digest = assets.content_hash()
    passes.done("hash content (bytes)", lambda: file_bytes(assets.content_files()))
    target = out / "builds" / digest[:20]
    if shuffle is None and watch is None and is_whole(target):
        _point_to(target)
        return target
    content = read_content(shuffle, passes)
    graphs = make_quads(content, passes)
    default = sorted(g for g in graphs if "/graph/case/" not in g)
    drawn = neighbours.draw_overview({g: graphs[g] for g in default}, named_graph(build.CATALOGUE))
    passes.done("overview (bytes)", lambda: len(drawn))
    files = {
        GRAPH_FILE: sorted_nquads(q for quads in graphs.values() for q in quads),
        DEFAULT_FILE: sorted_ntriples(q for name in default for q in graphs[name]),
        RULES_FILE: pack(content.rules),
        OVERVIEW_FILE: drawn,
        LEDGER_FILE: _ledger(content),
    }
    passes.done("serialise (bytes)", lambda: sum(map(len, files.values())))
    files[SEARCH_FILE] = _search_file(files[DEFAULT_FILE])
    passes.done("search index (bytes)", lambda: len(files[SEARCH_FILE]))
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    passes.done("hash files (bytes)", lambda: sum(map(len, files.values())))
    manifest = {
        "content": digest,
        "version": __version__,
        "graph": sums[GRAPH_FILE],
        "quads": files[GRAPH_FILE].count(b"\n"),
        "default_graphs": default,
        "graphs": {g: len(set(q)) for g, q in sorted(graphs.items())},
        "files": sums,
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        for name, data in files.items():
            (temporary / name).write_bytes(data)
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        (temporary / MANIFEST).write_text(text + "\n", encoding="utf-8")
        if target.exists():
            shutil.rmtree(target)
        temporary.replace(target)
    except OSError as error:
        if not (target / MANIFEST).is_file():
            raise KgError(
                Problem(
                    str(target),
                    f"无法写入（{error.strerror}）。",
                    f"It cannot be written ({error.strerror}).",
                    "请检查磁盘空间和权限，或用 KG_OUT 指定别的文件夹。",
                    "Check disk space and permissions, or name another folder with KG_OUT.",
                )
            ) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    _point_to(target)
    _forget_old_builds(target)
    passes.done("write (bytes)", lambda: file_bytes(target.iterdir()))
    return target


def _ledger(content: Content) -> bytes:
    """Return the ledger as the build keeps it: to show it, nobody reads all texts again."""
    report = coverage.ledger(sorted(content.sources, key=lambda s: s[0].id))
    return json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode()


def searchable(store: Store) -> Collection:
    """Return what can be searched: the graph at an endpoint, the packaged cases and questions.

    Raises KgError for a fault in the content, and when the endpoint does not answer.
    """
    from kg import catalogue, search  # kg assess, which finds its build made, needs neither

    questions = catalogue.read_catalogue(assets.queries_folder()).values()
    added = [
        *map(search.case_document, packaged_cases().values()),
        *(
            search.question_document(q.id, q.question, q.columns.values(), q.provisions)
            for q in questions
        ),
    ]
    return search.read_documents(store, added)


def _point_to(target: Path) -> None:
    """Say that this build is the present one; a folder that cannot be written stays as it is."""
    pointer = target.parent / CURRENT
    with contextlib.suppress(OSError):
        if current_build(target.parent.parent) == target:
            return
        handle, name = tempfile.mkstemp(prefix=".current-", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(target.name + "\n")
        Path(name).replace(pointer)


def current_build(out: Path) -> Path | None:
    """Return the folder of the build that was asked for last, None when that is not recorded."""
    try:
        name = (out / "builds" / CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    return out / "builds" / name if re.fullmatch(r"[0-9a-f]{20}", name) else None


def _search_file(default: bytes) -> bytes:
    from kg import search

    return search.pack(searchable(EmbeddedStore.of_ntriples(default)))


def _forget_old_builds(current: Path) -> None:
    others = [p for p in current.parent.iterdir() if p != current and (p / MANIFEST).is_file()]
    for old in sorted(others, key=lambda p: p.stat().st_mtime)[: -_KEEP_BUILDS + 1 or None]:
        shutil.rmtree(old, ignore_errors=True)


def is_whole(folder: Path) -> bool:
    """Tell whether a build's files are the ones that its manifest names."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return all(
            manifest["files"][name] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in (
                GRAPH_FILE,
                DEFAULT_FILE,
                RULES_FILE,
                OVERVIEW_FILE,
                SEARCH_FILE,
                LEDGER_FILE,
            )
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def ensure_build(out: Path | None = None) -> Path:
    """Return the folder of a build of the present content, making it when absent or damaged."""
    return write_build(out or assets.output_folder())
