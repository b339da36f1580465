"""The driver, and the Python API: build, open, assess, compare, ask, query, coverage, validate.

Passes know nothing of each other; this module wires them. A build lies in a folder named after the
hash of the content it was made from, so a stale build is never taken for a fresh one and a reader is
never disturbed by a writer.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import random
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kg import __version__, assets, build, cases, catalogue, coverage, explain, facts, reason as reasoning, sources, tables, validate as validation
from kg.derive import engine, rules, timing, truth
from kg.errors import KgError, Problem
from kg.model import (
    Answer,
    ArticleFacts,
    Assessment,
    Case,
    OpenQuestion,
    Remark,
    Rule,
    Source,
    Text,
)
from kg.namespaces import case_graph, case_iri, named_graph, source_graph
from kg.sandbox import Sandbox
from kg.store import EmbeddedStore, Endpoint, Quad, RemoteStore, Result, parse_jsonld, sorted_nquads, to_turtle
from kg.yaml12 import Document, load

GRAPH_FILE, MANIFEST = "graph.nq", "manifest.json"
_KEEP_BUILDS = 3


# --- content -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Content:
    """Everything that the content files say, read and checked."""

    sources: Sequence[tuple[Source, Sequence[ArticleFacts]]]
    questions: Sequence[OpenQuestion]
    rules: Sequence[Rule]
    timing: timing.Timing


def read_content(shuffle: int | None = None) -> Content:
    """Read all content. `shuffle` reads the sources in another order (for the test of determinism).

    Raises KgError for any fault, naming file and line.
    """
    base = assets.root()
    folders = sources.find_sources(base / "data")
    if shuffle is not None:
        random.Random(shuffle).shuffle(folders)
    loaded = []
    for folder in folders:
        source = sources.read_source(folder)
        articles = facts.read_facts(source)
        loaded.append((facts.restore(source, articles), articles))
    content = Content(
        loaded,
        facts.read_open_questions(base / "data" / "open-questions.yaml"),
        rules.read_rules(base / "ontology" / "rules"),
        timing.read_timing(base / "ontology" / "rules" / "timing.yaml"),
    )
    _check_references(content)
    return content


def _check_references(content: Content) -> None:
    """Raise KgError when a rule, question or correspondence names what does not exist."""
    known = set(build.all_provisions([s for s, _ in content.sources]))
    questions = {q.id for q in content.questions}
    named: list[tuple[str, Iterable[str], Iterable[str]]] = [
        (r.where, r.provisions, r.open_questions) for r in content.rules
    ]
    named += [("data/open-questions.yaml", q.provisions, ()) for q in content.questions]
    for source, articles in content.sources:
        named.append((assets.relative(Path(source.folder)), (), source.open_questions))
        for article in articles:
            named += [
                (f.where, (), (f.open_question,) if f.open_question else ())
                for f in article.facts
            ]
        for item in facts.read_correspondences(source):
            where = f"{assets.relative(Path(source.folder))}/correspondences.yaml ({item.id})"
            named.append((where, (*item.old, *item.new), ()))
    problems = []
    for where, provisions, raised in named:
        for missing in [p for p in provisions if p not in known]:
            problems.append(_dangling(where, missing, "条文", "provision"))
        for missing in [q for q in raised if q not in questions]:
            problems.append(_dangling(where, missing, "未决问题", "open question"))
    if problems:
        raise KgError(problems)


def _dangling(where: str, name: str, zh: str, en: str) -> Problem:
    return Problem(
        where,
        f"引用了不存在的{zh}“{name}”。",
        f'It names the {en} "{name}", which does not exist.',
        "请核对编号。",
        "Check the id.",
    )


# --- build -------------------------------------------------------------------------------------


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
    graphs[named_graph(build.QUESTIONS)] = build.build_questions(content.questions)
    every_source = [s for s, _ in content.sources]
    graphs[named_graph(build.CATALOGUE)] = build.build_catalogue(graphs, every_source)
    for case in packaged_cases().values():
        name = case_graph(case.id)
        graphs[name] = parse_jsonld(cases.to_jsonld(case), name)
    return graphs


def packaged_cases() -> dict[str, Case]:
    """Return the cases of data/cases by id, sorted. Raises KgError."""
    folder = assets.root() / "data" / "cases"
    found = [cases.read_case(p) for p in sorted(folder.glob("*.yaml"))]
    return {c.id: c for c in found}


def packaged_case_data() -> dict[str, Any]:
    """Return the packaged case files as plain data by id, for editing. Raises KgError."""
    folder = assets.root() / "data" / "cases"
    found = [load(p, assets.relative(p)).data for p in sorted(folder.glob("*.yaml"))]
    return {d["id"]: d for d in found}


def case_from_data(data: Any, name: str = "case") -> Case:
    """Check case-file data (a mapping as read from YAML or JSON) and return the case."""
    return cases.check_case(Document(name, data, {}))


def case_from_text(text: str, name: str) -> Case:
    """Check the text of a case file (YAML or JSON) and return the case. Raises KgError."""
    return cases.parse_case(text, name)


def case_from_file(path: Path) -> Case:
    """Read a case file; the name of a packaged case, such as chief-asks-again, works too."""
    packaged = assets.root() / "data" / "cases" / f"{path.name}.yaml"
    if not path.exists() and path.parent == Path() and packaged.is_file():
        path = packaged
    return cases.read_case(path)


def write_build(out: Path, shuffle: int | None = None) -> Path:
    """Build into `out`/<content hash> and return that folder; nothing half written is ever seen."""
    digest = assets.content_hash()
    target = out / "builds" / digest[:20]
    graphs = make_quads(read_content(shuffle))
    data = sorted_nquads(q for quads in graphs.values() for q in quads)
    manifest = {
        "content": digest,
        "version": __version__,
        "graph": hashlib.sha256(data).hexdigest(),
        "quads": data.count(b"\n"),
        "default_graphs": sorted(g for g in graphs if "/graph/case/" not in g),
        "graphs": {g: len(set(q)) for g, q in sorted(graphs.items())},
        "files": {GRAPH_FILE: hashlib.sha256(data).hexdigest()},
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        (temporary / GRAPH_FILE).write_bytes(data)
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        (temporary / MANIFEST).write_text(text + "\n", encoding="utf-8")
        if target.exists():
            shutil.rmtree(target)
        os.replace(temporary, target)
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
        data = (target / GRAPH_FILE).read_bytes()
        if manifest["files"][GRAPH_FILE] == hashlib.sha256(data).hexdigest():
            return target
    except (OSError, ValueError, KeyError):
        pass
    return write_build(out)


# --- the opened graph --------------------------------------------------------------------------


class Graph:
    """An opened build: the store, its manifest, and what the engine needs to answer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Mapping[str, Any] = json.loads(
            (folder / MANIFEST).read_text(encoding="utf-8")
        )
        self.store = EmbeddedStore(self.manifest["default_graphs"])
        self.store.load_nquads(folder / GRAPH_FILE)

    @property
    def receipt(self) -> dict[str, str]:
        """Return what an answer rests on: the graph's sha256 and the version."""
        return {"graph": self.manifest["graph"], "version": self.manifest["version"]}

    @cached_property
    def words(self) -> explain.Words:
        """Return the labels of all codes."""
        return explain.Words(_labels(self.store))

    @cached_property
    def labels(self) -> engine.Labels:
        """Return the labels of the case file's fields and values."""
        return _field_labels(self.store, self.words)

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """Return the rules."""
        return rules.read_rules(assets.root() / "ontology" / "rules")

    @cached_property
    def timing(self) -> timing.Timing:
        """Return the periods of the texts and the leniency clause."""
        return timing.read_timing(assets.root() / "ontology" / "rules" / "timing.yaml")

    @cached_property
    def questions(self) -> Mapping[str, OpenQuestion]:
        """Return the open questions by id."""
        path = assets.root() / "data" / "open-questions.yaml"
        return {q.id: q for q in facts.read_open_questions(path)}

    def citations(self, answers: Iterable[Answer]) -> dict[str, explain.Citation]:
        """Return the words of every provision that the answers cite."""
        return explain.read_citations(self.store, explain.cited(answers))


@cache
def open_graph(out: Path | None = None) -> Graph:
    """Open the build of the present content, making it when needed; cached for the process."""
    return Graph(ensure_build(out))


def _labels(store: EmbeddedStore) -> dict[tuple[str, str], Text]:
    rows = store.solutions(
        """SELECT ?scheme ?code ?zh ?en WHERE {
          ?c skos:inScheme ?scheme ; skos:notation ?code ; skos:prefLabel ?zh , ?en .
          FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }"""
    )
    return {
        (r["scheme"].rsplit("/", 1)[1], r["code"]): Text(r["zh"], r["en"]) for r in rows
    }


def _field_labels(store: EmbeddedStore, words: explain.Words) -> engine.Labels:
    """Return labels of fields (through the properties of the JSON-LD context) and of values."""
    rows = store.solutions(
        """SELECT ?p ?zh ?en WHERE { ?p skos:prefLabel ?zh , ?en .
          FILTER(STRSTARTS(STR(?p), STR(jr:)))
          FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }"""
    )
    properties = {r["p"].rsplit("/", 1)[1]: Text(r["zh"], r["en"]) for r in rows}
    fields: dict[str, Text] = {}
    values: dict[tuple[str, str], Text] = {}
    for part in ("steps", "findings"):
        for field, spec in cases.context()[part]["@context"].items():
            if not isinstance(spec, dict):
                continue
            name = spec["@id"].removeprefix("jr:")
            fields[field] = properties.get(name, Text(field, field))
            vocabulary = spec.get("@context", {}).get("@vocab")
            if vocabulary:
                scheme = vocabulary.rstrip("/").rsplit("/", 1)[1]
                for (owner, code), label in words.labels.items():
                    if owner == scheme:
                        values[(field, code)] = label
    return engine.Labels(fields, values)


# --- answers -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """One case under each text, whatever its dates, and the differences cell by cell."""

    answers: Mapping[str, Answer]
    differences: Sequence[Mapping[str, Any]]


def assess_many(graph: Graph, batch: Mapping[str, Case]) -> dict[str, Answer]:
    """Assess many cases at once: the structure queries run once over all of them."""
    rows = engine.match_rules(graph.rules, batch, _batch_quads(batch))
    return {key: _answer(graph, case, rows.get(key, [])) for key, case in batch.items()}


def assess(graph: Graph, case: Case) -> Answer:
    """Return who answers for what in one case, under the text that governs each step.

    Raises KgError when a finding names a circumstance that the graph does not know.
    """
    return assess_many(graph, {case.id: case})[case.id]


def compare(graph: Graph, case: Case) -> Comparison:
    """Apply each text to the same facts whatever their dates, and list the differences."""
    batch = {case.id: case}
    rows = engine.match_rules(graph.rules, batch, _batch_quads(batch)).get(case.id, [])
    findings = _findings(graph, case)
    answers = {}
    for period in graph.timing.periods:
        settled = engine.settle(case, rows, findings, period.text, graph.labels)
        governing = [
            timing.Governing(s, period.text, period.because) for s in case.steps
        ]
        answers[period.text] = _assemble(graph, case, governing, [(settled, None)], findings)
    old, new = (answers[p.text] for p in graph.timing.periods)
    return Comparison(answers, _differences(old, new))


def _batch_quads(batch: Mapping[str, Case]) -> Iterable[Quad]:
    for case in batch.values():
        yield from parse_jsonld(cases.to_jsonld(case))


def _findings(graph: Graph, case: Case) -> truth.Findings:
    for finding in case.findings:
        circumstance = finding.values.get("circumstance")
        if circumstance and not explain.read_citations(graph.store, [circumstance]):
            raise KgError(_dangling(f"{case.id} (findings)", circumstance, "条文", "provision"))
    return truth.Findings(case)


def _answer(graph: Graph, case: Case, rows: Sequence[tuple[Rule, Mapping[str, str]]]) -> Answer:
    """Settle each step under the text of its day, then apply 从旧兼从轻."""
    findings = _findings(graph, case)
    governing = timing.governing(case, graph.timing)
    by_text: dict[str, set[str]] = {}
    for item in governing:
        by_text.setdefault(item.source, set()).add(item.step)
    newest = graph.timing.newest()
    settled = {
        period.text: engine.settle(case, rows, findings, period.text, graph.labels)
        for period in graph.timing.periods
        if period.text in by_text or period.text == newest
    }
    parts: list[tuple[engine.Settled, set[str] | None]] = []
    for text, steps in by_text.items():
        if not text:
            continue
        part = settled[text]
        if text != newest:
            newer = [a for a in settled[newest].assessments if a.step in steps]
            older = [a for a in part.assessments if a.step in steps]
            part.assessments[:] = timing.apply_leniency(case, older, newer, graph.timing)
        parts.append((part, steps))
    answer = _assemble(graph, case, governing, parts, findings)
    outside = timing.outside_silences(case, graph.timing)
    if not outside:
        return answer
    return Answer(
        **{
            **{f: getattr(answer, f) for f in answer.__dataclass_fields__},
            "silences": (*outside, *answer.silences),
        }
    )


def _assemble(
    graph: Graph,
    case: Case,
    governing: Sequence[timing.Governing],
    parts: Sequence[tuple[engine.Settled, set[str] | None]],
    findings: truth.Findings,
) -> Answer:
    """Join what the texts say about the steps they govern into one answer."""

    def inside(step: str, steps: set[str] | None) -> bool:
        return steps is None or step in steps

    order = {s: i for i, s in enumerate(case.steps)}
    people = {p: i for i, p in enumerate(case.people)}
    kinds = ("answerable", "judicial", "supervision")

    def place(item: Assessment | Remark) -> tuple[int, int, int]:
        return order[item.step], people[item.person], kinds.index(item.kind)

    assessments = [a for s, steps in parts for a in s.assessments if inside(a.step, steps)]
    assessments = [_with_circumstances(a, findings) for a in sorted(assessments, key=place)]
    violations = [v for s, steps in parts for v in s.violations if inside(v.step, steps)]
    silences = [v for s, steps in parts for v in s.silences if inside(v.step, steps)]
    raised = [q for a in assessments for q in a.open_questions]
    if timing.uncertain_steps(case, graph.timing):
        raised.append(graph.timing.uncertain_question)
    matches = [m for s, steps in parts for m in s.matches if inside(m.binding["step"], steps)]
    return Answer(
        case=case.id,
        governing=governing,
        assessments=assessments,
        violations=sorted(violations, key=place),
        silences=sorted(silences, key=place),
        conflicts=[c for s, steps in parts for c in s.conflicts if inside(c.step, steps)],
        assumptions=_assumptions(case, assessments, matches),
        open_questions=[graph.questions[q] for q in dict.fromkeys(raised)],
    )


def _with_circumstances(assessment: Assessment, findings: truth.Findings) -> Assessment:
    """Cite the listed circumstance that a finding names, beside the rule's provisions."""
    named = findings.of_person(assessment.person, assessment.step, "circumstance")
    if not named or assessment.kind == "answerable" or named in assessment.provisions:
        return assessment
    return replace(assessment, provisions=(*assessment.provisions, named))


def _assumptions(
    case: Case, assessments: Sequence[Assessment], matches: Sequence[engine.Match]
) -> list[dict[str, object]]:
    """Return the defaults that the answer rests on, and faults read as a listed circumstance."""
    used = {(a.person, a.step) for a in assessments}
    steps = {
        v
        for m in matches
        if m.slot[:2] in used and m.rule.effect in ("attributes", "imposes", "exempts")
        for v in m.binding.values()
        if v in case.steps
    }
    found: list[dict[str, object]] = []
    for step in case.steps.values():
        if step.id in steps:
            for name in step.assumed:
                if name != "form":
                    value: object = step.fields[name]
                    found.append(
                        {"step": step.id, "field": name, "value": True if value == "true" else value}
                    )
    named = {(f.person, f.about) for f in case.findings if "circumstance" in f.values}
    for a in assessments:
        faults = [f for f in a.facts if f.startswith(f"{a.person}@{a.step}.fault=")]
        heavy = faults and faults[0].endswith(("=intent", "=gross-negligence"))
        if a.outcome == "bears" and heavy and (a.person, a.step) not in named:
            found.append(
                {
                    "step": a.step,
                    "person": a.person,
                    "field": "circumstance",
                    "value": "a listed circumstance is met",
                }
            )
    return list({json.dumps(f, sort_keys=True): f for f in found}.values())


def _differences(old: Answer, new: Answer) -> list[dict[str, Any]]:
    """Return the cells that differ between the older and the newer text."""
    before = {(a.person, a.step, a.kind): a for a in old.assessments}
    after = {(a.person, a.step, a.kind): a for a in new.assessments}
    found = []
    for person, step, kind in dict.fromkeys([*before, *after]):
        b, a = before.get((person, step, kind)), after.get((person, step, kind))
        for field in ("outcome", "extent", "provisions"):
            left = getattr(b, field) if b else None
            right = getattr(a, field) if a else None
            left = list(left) if isinstance(left, tuple) else left
            right = list(right) if isinstance(right, tuple) else right
            if left != right:
                found.append(
                    {"person": person, "step": step, "kind": kind, "field": field,
                     "old": left, "new": right}
                )  # fmt: skip
    return found


def answer_json(graph: Graph, answer: Answer) -> dict[str, Any]:
    """Return an answer as the contract's JSON object, with the cited words."""
    return explain.answer_json(answer, graph.receipt, graph.citations([answer]))


def answer_text(graph: Graph, case: Case, answer: Answer, lang: str) -> str:
    """Return an answer as text in `zh` or `en`."""
    citations = graph.citations([answer])
    return explain.answer_text(case, answer, citations, graph.words, graph.receipt, lang)


def answer_turtle(answer: Answer) -> str:
    """Return an answer's assessments as Turtle."""
    return to_turtle(explain.answer_quads(answer))


def compare_json(graph: Graph, case: Case, comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as the contract's JSON object."""
    return {
        "case": case.id,
        "texts": {t: answer_json(graph, a) for t, a in comparison.answers.items()},
        "differences": list(comparison.differences),
    }


def compare_text(graph: Graph, case: Case, comparison: Comparison, lang: str) -> str:
    """Return a comparison as text: both texts side by side, then the cited words."""
    citations = graph.citations(comparison.answers.values())
    receipt = graph.receipt
    notice = f"{explain.NOTICE.pick(lang)} graph {receipt['graph'][:16]} · {receipt['version']}"
    return tables.comparison_text(
        case, comparison.answers, citations, graph.words, lang, notice
    )


def coverage_report() -> dict[str, Any]:
    """Return the ledger of kg/coverage.py. Raises KgError."""
    return coverage.ledger(read_content().sources)


# --- questions and queries ---------------------------------------------------------------------


@cache
def questions() -> Mapping[str, catalogue.Question]:
    """Return the catalogue's questions by id. Raises KgError."""
    return catalogue.read_catalogue(assets.queries_folder())


@cache
def _sandbox(folder: Path) -> Sandbox:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Sandbox(folder / GRAPH_FILE, manifest["default_graphs"])


def query(
    sparql: str, endpoint: str = "", timeout: float = 10.0, graph: Graph | None = None
) -> Result:
    """Answer a person's query: in the sandbox over the present build, or at a SPARQL endpoint.

    Raises KgError on a syntax error, an update, a time-out, or a server that does not answer.
    """
    if endpoint:
        return RemoteStore(endpoint, timeout).query(sparql)
    folder = graph.folder if graph else ensure_build()
    return _sandbox(folder).query(sparql, timeout)


def ask(
    question_id: str, values: Mapping[str, str], endpoint: str = "", graph: Graph | None = None
) -> Result:
    """Answer a catalogue question with parameter values. Raises KgError on an unknown id or name."""
    known = questions()
    if question_id not in known:
        close = difflib.get_close_matches(question_id, known, 1)
        raise KgError(
            Problem(
                question_id,
                "目录中没有这个问题。" + (f"是否指“{close[0]}”？" if close else ""),
                "The catalogue has no such question."
                + (f' Did you mean "{close[0]}"?' if close else ""),
                "请用 kg ask 列出全部问题。",
                "List the questions with kg ask.",
            )
        )
    store: Endpoint = RemoteStore(endpoint) if endpoint else (graph or open_graph()).store
    return store.query(catalogue.fill(known[question_id], values))


def parameter_values(parameter: catalogue.Parameter, graph: Graph) -> list[tuple[str, Text]]:
    """Return the choices of a parameter with their labels, empty when it takes free text."""
    if not parameter.values:
        return []
    rows = graph.store.query(parameter.values).rows
    return [
        (r["value"], Text(r.get("zh", r["value"]), r.get("en", r["value"]))) for r in rows
    ]


# --- checks ------------------------------------------------------------------------------------


def validate(paths: Sequence[Path]) -> dict[str, Any]:
    """Check the built graph (no paths) or case files against the shapes. Raises KgError."""
    folder = assets.root() / "shapes"
    graph = open_graph()
    ontology = sorted_nquads(graph.store.quads(named_graph(build.ONTOLOGY)))
    if not paths:
        data = [sorted_nquads(graph.store.quads(g)) for g in graph.manifest["default_graphs"]]
        shapes = [p for p in sorted(folder.glob("*.ttl")) if p.name != "case.ttl"]
        return validation.validate(
            validation.rdf_graph(data), validation.shapes_graph(shapes), len(data)
        )
    read = {case.id: (path, case) for path in paths for case in [case_from_file(path)]}
    quads = [sorted_nquads(parse_jsonld(cases.to_jsonld(c))) for _, c in read.values()]
    places = {case_iri(key): str(path) for key, (path, _) in read.items()}
    return validation.validate(
        validation.rdf_graph([ontology, *quads]),
        validation.shapes_graph([folder / "case.ttl"]),
        len(read),
        places,
    )


def reason() -> list[str]:
    """Return the ontology's unsatisfiable classes by HermiT; raise KgError when inconsistent."""
    quads = build.build_ontology(assets.root() / "ontology")
    return list(reasoning.unsatisfiable_classes(f"{q.triple} .\n" for q in quads))
