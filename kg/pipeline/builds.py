"""Writes a build into the folder named after its content's hash, and finds the present one."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from kg import __version__, assets, build, cases, facts, procedure
from kg.errors import KgError, Problem
from kg.namespaces import case_graph, named_graph, source_graph
from kg.pipeline.content import Content, packaged_cases, read_content
from kg.store import Quad, parse_jsonld, sorted_nquads, sorted_ntriples

GRAPH_FILE, DEFAULT_FILE, MANIFEST = "graph.nq", "default.nt", "manifest.json"
_KEEP_BUILDS = 3


def make_quads(content: Content) -> dict[str, list[Quad]]:
    """Return the quads of every named graph, by graph name."""
    base = assets.root()
    ontology = build.build_ontology(base / "ontology")
    role_iris = build.roles(ontology)
    graphs: dict[str, list[Quad]] = {named_graph(build.ONTOLOGY): ontology}
    for source, articles in content.sources:
        graphs[source_graph(source.id, source.version)] = build.build_source(
            source, articles, facts.read_correspondences(source), role_iris
        )
    graphs[named_graph(build.RULES)] = build.build_rules(content.rules, content.timing)
    graphs[named_graph(build.MECHANISMS)] = build.build_mechanisms(content.mechanisms, role_iris)
    procedures = named_graph("procedures")
    graphs[procedures] = procedure.procedure_quads(
        content.procedures, content.counting, role_iris, procedures
    )
    graphs[named_graph(build.EVIDENCE)] = build.build_evidence(content.evidence)
    graphs[named_graph(build.QUESTIONS)] = build.build_questions(content.questions)
    every_source = [s for s, _ in content.sources]
    graphs[named_graph(build.CATALOGUE)] = build.build_catalogue(graphs, every_source)
    for case in packaged_cases().values():
        name = case_graph(case.id)
        graphs[name] = parse_jsonld(cases.to_jsonld(case), name)
    return graphs


def write_build(out: Path, shuffle: int | None = None) -> Path:
    """Build into `out`/<content hash> and return that folder; nothing half written is ever seen."""
    digest = assets.content_hash()
    target = out / "builds" / digest[:20]
    graphs = make_quads(read_content(shuffle))
    default = sorted(g for g in graphs if "/graph/case/" not in g)
    files = {
        GRAPH_FILE: sorted_nquads(q for quads in graphs.values() for q in quads),
        DEFAULT_FILE: sorted_ntriples(q for name in default for q in graphs[name]),
    }
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
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
    _forget_old_builds(target)
    return target


def _forget_old_builds(current: Path) -> None:
    others = [p for p in current.parent.iterdir() if p != current and (p / MANIFEST).is_file()]
    for old in sorted(others, key=lambda p: p.stat().st_mtime)[: -_KEEP_BUILDS + 1 or None]:
        shutil.rmtree(old, ignore_errors=True)


def ensure_build(out: Path | None = None) -> Path:
    """Return the folder of a build of the present content, making it when absent or damaged."""
    out = out or assets.output_folder()
    target = out / "builds" / assets.content_hash()[:20]
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        if all(
            manifest["files"][name] == hashlib.sha256((target / name).read_bytes()).hexdigest()
            for name in (GRAPH_FILE, DEFAULT_FILE)
        ):
            return target
    except (OSError, ValueError, KeyError):
        pass
    return write_build(out)
