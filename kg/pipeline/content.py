"""Reads all content files at once, and the packaged cases; checks what they name."""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import assets, build, cases, facts, mechanisms, procedure, sources
from kg.derive import rules, timing
from kg.errors import KgError, Problem
from kg.model import ArticleFacts, Case, Evidence, Mechanism, OpenQuestion, Rule, Source
from kg.model.procedures import Counting, Procedure
from kg.namespaces import concept
from kg.pipeline.passes import Passes, file_bytes
from kg.store import Quad
from kg.yaml12 import Document, load


@dataclass(frozen=True)
class Content:
    """Everything that the content files say, read and checked."""

    sources: Sequence[tuple[Source, Sequence[ArticleFacts]]]
    questions: Sequence[OpenQuestion]
    rules: Sequence[Rule]
    timing: timing.Timing
    mechanisms: Sequence[Mechanism]
    evidence: Sequence[Evidence]
    procedures: Sequence[Procedure]
    counting: Counting


def read_content(shuffle: int | None = None, passes: Passes | None = None) -> Content:
    """Read all content. `shuffle` reads the sources in another order (for the test of determinism).

    `passes` is told of each pass. Raises KgError for any fault, naming file and line.
    """
    passes = passes or Passes()
    base = assets.root()
    _check_names()
    data, rules_folder = base / "data", base / "ontology" / "rules"
    questions, keys = data / "open-questions.yaml", data / "source-keys.yaml"
    folders = sources.find_sources(data)
    if shuffle is not None:
        random.Random(shuffle).shuffle(folders)
    read = [sources.read_source(folder) for folder in folders]
    passes.done(
        "read sources (bytes)",
        lambda: file_bytes(f / n for f in folders for n in ("version.yaml", "text.txt")),
    )
    loaded = []
    for source in read:
        articles = facts.read_facts(source)
        loaded.append((facts.restore(source, articles), articles))
    passes.done(
        "read facts (bytes)", lambda: file_bytes(p for f in folders for p in f.glob("facts/*.yaml"))
    )
    every_rule = rules.read_rules(rules_folder)
    periods = timing.read_timing(rules_folder / "timing.yaml")
    passes.done("read rules (bytes)", lambda: file_bytes(rules_folder.rglob("*.*")))
    content = Content(
        loaded,
        facts.read_open_questions(questions),
        every_rule,
        periods,
        mechanisms.read_mechanisms(data / "mechanisms"),
        facts.read_evidence(keys),
        procedure.read_procedures(data / "procedures"),
        procedure.read_counting(data / "procedures"),
    )
    passes.done(
        "read questions, mechanisms, evidence (bytes)",
        lambda: file_bytes([questions, keys, *(data / "mechanisms").glob("*.yaml")]),
    )
    _check_references(content, _codes(build.build_ontology(base / "ontology")))
    procedure.check_grounds(content.procedures, {s.id for s, _ in loaded if s.text})
    passes.done(
        "check references (bytes)",
        lambda: file_bytes(f / "correspondences.yaml" for f in folders),
    )
    return content


def _check_names() -> None:
    """Raise KgError for a YAML file that no reader would find."""
    problems = [
        Problem(
            assets.relative(path),
            "不读取以 .yml 结尾的文件。",
            "Files that end in .yml are not read.",
            "请把后缀改为 .yaml。",
            "Rename it to end in .yaml.",
        )
        for path in assets.content_files()
        if path.suffix == ".yml"
    ]
    if problems:
        raise KgError(problems)


_FEW = 12  # so many words may be told at once
_KINDS = {
    "provision": "条文",
    "open question": "未决问题",
    "source": "来源",
    "source key": "来源代号",
    "role": "角色",
    "change kind": "变化类别",
    "date certainty": "日期确定性",
    "level": "级别",
}


def _codes(ontology: Sequence[Quad]) -> dict[str, set[str]]:
    """Return the codes that content files use, by kind: roles, and those of three schemes."""
    subjects = {getattr(q.subject, "value", "") for q in ontology}
    codes = {"role": set(build.roles(ontology))}
    for scheme in ("change-kind", "date-certainty", "level"):
        start = concept(scheme, "")
        codes[scheme.replace("-", " ")] = {
            s.removeprefix(start) for s in subjects if s.startswith(start)
        } - {""}
    return codes


def _check_references(content: Content, codes: Mapping[str, set[str]]) -> None:
    """Raise KgError for every name of a provision, question, source or code that does not exist."""
    every_source = [s for s, _ in content.sources]
    known: dict[str, set[str]] = {
        "provision": set(build.all_provisions(every_source)),
        "open question": {q.id for q in content.questions},
        "source": {s.id for s in every_source},
        "source key": {e.key for e in content.evidence},
        **codes,
    }
    problems = [
        dangling(where, name, _KINDS[kind], kind, known[kind])
        for where, kind, names in _references(content)
        for name in names
        if name not in known[kind]
    ]
    if problems:
        raise KgError(problems)


def _references(content: Content) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Yield (where, kind of name, names) for everything that content files refer to."""
    for rule in content.rules:
        yield rule.where, "provision", rule.provisions
        yield rule.where, "open question", rule.open_questions
        yield rule.where, "source", (rule.text,)
    for question in content.questions:
        yield question.where, "provision", question.provisions
    times = content.timing
    for period in times.periods:
        yield period.where, "source", (period.text,)
    yield times.where, "provision", (times.leniency_provision,)
    yield times.where, "open question", (
        times.leniency_question, times.leniency_scope_question, times.uncertain_question,
    )  # fmt: skip
    for item in content.mechanisms:
        yield item.where, "provision", (*item.provisions, *(p for _, p in item.steps if p))
        yield item.where, "role", item.actors
        yield item.where, "level", (v for v in [item.level] if v)
    yield from procedure.named(content.procedures, content.counting)
    for source, articles in content.sources:
        version = f"{assets.relative(Path(source.folder))}/version.yaml"
        for field, kind, names in (
            ("open_questions", "open question", source.open_questions),
            ("citations", "source", [c for c in source.citations.values() if c]),
            ("repeals", "source", source.repeals),
            ("date_certainty", "date certainty", [source.date_certainty]),
        ):
            yield source.places.get(field, version), kind, names
        for fact in (f for a in articles for f in a.facts):
            yield fact.where, "open question", (q for q in [fact.open_question] if q)
            yield fact.where, "source key", fact.source_keys
            yield fact.where, "role", fact.bearers
        for change in facts.read_correspondences(source):
            yield change.where, "provision", (*change.old, *change.new)
            yield change.where, "change kind", (change.change,)


def dangling(where: str, name: str, zh: str, en: str, known: Iterable[str] = ()) -> Problem:
    """Return the complaint about a name that leads nowhere, with the nearest one that is known."""
    words = sorted(known)
    close = difflib.get_close_matches(name, words, 1)
    few = f"可用：{'、'.join(words)}。", f" Use one of: {', '.join(words)}."
    if not words or len(words) > _FEW:
        few = (
            ("见 ontology/schemes.ttl。", " See ontology/schemes.ttl.")
            if en == "role"
            else ("", "")
        )
    return Problem(
        where,
        f"引用了不存在的{zh}“{name}”。",
        f'It names the {en} "{name}", which does not exist.',
        f"请核对编号。{few[0]}" + (f"是否指“{close[0]}”？" if close else ""),
        f"Check the id.{few[1]}" + (f' Did you mean "{close[0]}"?' if close else ""),
    )


def packaged_cases() -> dict[str, Case]:
    """Return the cases of data/cases by id, sorted. Raises KgError."""
    folder = assets.root() / "data" / "cases"
    found: dict[str, tuple[Path, Case]] = {}
    for path in sorted(folder.glob("*.yaml")):
        case = cases.read_case(path)
        if case.id in found:
            first = assets.relative(found[case.id][0])
            raise KgError(same_id(assets.relative(path), case.id, first))
        found[case.id] = (path, case)
    return {key: case for key, (_, case) in found.items()}


def same_id(where: str, case: str, first: str) -> Problem:
    """Return the complaint about a case id that two files bear."""
    return Problem(
        f"{where} (id)",
        f"案件编号“{case}”已用于 {first}。",
        f'The case id "{case}" is already used by {first}.',
        "请另取编号，或分开运行。",
        "Choose another id, or run them apart.",
    )


def packaged_case_data() -> dict[str, Any]:
    """Return the packaged case files as plain data by id, for editing. Raises KgError."""
    folder = assets.root() / "data" / "cases"
    found = [load(p, assets.relative(p)).data for p in sorted(folder.glob("*.yaml"))]
    return {d["id"]: d for d in found}


def case_from_data(data: Any, name: str = "case") -> Case:
    """Check case-file data (a mapping as read from YAML or JSON) and return the case."""
    return cases.check_case(Document(name, data, {}))


def case_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of case files, for forms that build one."""
    return cases.schema()


def case_from_text(text: str, name: str) -> Case:
    """Check the text of a case file (YAML or JSON) and return the case. Raises KgError."""
    return cases.parse_case(text, name)


def case_from_file(path: Path) -> Case:
    """Read a case file; the name of a packaged case, such as chief-asks-again, works too.

    Raises KgError, also for a file that holds many cases.
    """
    if path.suffix.lower() in (".ndjson", ".jsonl", ".nt"):
        raise KgError(
            Problem(
                str(path),
                "这里只读一个案件，而这个文件可以有许多案件。",
                "One case is read here, and this file may hold many.",
                "请用 kg assess，或者把案件另存为 YAML 或 JSON 文件。",
                "Use kg assess, or save the case as a YAML or JSON file.",
            )
        )
    return cases.read_case(case_path(path))


def case_path(path: Path) -> Path:
    """Return the file that a path or the name of a packaged case means. Raises KgError."""
    packaged = assets.root() / "data" / "cases" / f"{path.name}.yaml"
    if str(path) != "-" and not path.exists() and path.parent == Path() and not path.suffix:
        if not packaged.is_file():
            names = sorted(p.stem for p in packaged.parent.glob("*.yaml"))
            raise KgError(
                Problem(
                    path.name,
                    "没有这个文件，也没有这个名称的示例案件。",
                    "There is no such file, and no packaged case of this name.",
                    f"示例案件：{'、'.join(names)}。",
                    f"Packaged cases: {', '.join(names)}.",
                )
            )
        path = packaged
    return path
