"""Reads all content files at once, and the packaged cases; checks what they name."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import assets, build, cases, facts, mechanisms, procedure, sources
from kg.derive import rules, timing
from kg.errors import KgError, Problem
from kg.model import ArticleFacts, Case, Evidence, Mechanism, OpenQuestion, Rule, Source
from kg.model.procedures import Counting, Procedure
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
        mechanisms.read_mechanisms(base / "data" / "mechanisms"),
        facts.read_evidence(base / "data" / "source-keys.yaml"),
        procedure.read_procedures(base / "data" / "procedures"),
        procedure.read_counting(base / "data" / "procedures"),
    )
    _check_references(content)
    procedure.check_grounds(content.procedures, {s.id for s, _ in loaded if s.text})
    return content


_KINDS = {
    "provision": "条文",
    "open question": "未决问题",
    "source": "来源",
    "source key": "来源代号",
}


def _check_references(content: Content) -> None:
    """Raise KgError for every name of a provision, question or source that does not exist."""
    every_source = [s for s, _ in content.sources]
    known: dict[str, set[str]] = {
        "provision": set(build.all_provisions(every_source)),
        "open question": {q.id for q in content.questions},
        "source": {s.id for s in every_source},
        "source key": {e.key for e in content.evidence},
    }
    problems = [
        dangling(where, name, _KINDS[kind], kind)
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
        yield "data/open-questions.yaml", "provision", question.provisions
    for item in content.mechanisms:
        yield item.where, "provision", (*item.provisions, *(p for _, p in item.steps if p))
    yield from procedure.named(content.procedures, content.counting)
    for source, articles in content.sources:
        folder = assets.relative(Path(source.folder))
        yield f"{folder}/version.yaml", "open question", source.open_questions
        cited = [target for target in source.citations.values() if target]
        yield f"{folder}/version.yaml", "source", (*cited, *source.repeals)
        for fact in (f for a in articles for f in a.facts):
            yield fact.where, "open question", (q for q in [fact.open_question] if q)
            yield fact.where, "source key", fact.source_keys
        for change in facts.read_correspondences(source):
            where = f"{folder}/correspondences.yaml ({change.id})"
            yield where, "provision", (*change.old, *change.new)


def dangling(where: str, name: str, zh: str, en: str) -> Problem:
    """Return the complaint about a name that leads nowhere."""
    return Problem(
        where,
        f"引用了不存在的{zh}“{name}”。",
        f'It names the {en} "{name}", which does not exist.',
        "请核对编号。",
        "Check the id.",
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


def case_from_text(text: str, name: str) -> Case:
    """Check the text of a case file (YAML or JSON) and return the case. Raises KgError."""
    return cases.parse_case(text, name)


def case_from_file(path: Path) -> Case:
    """Read a case file; the name of a packaged case, such as chief-asks-again, works too."""
    packaged = assets.root() / "data" / "cases" / f"{path.name}.yaml"
    if not path.exists() and path.parent == Path() and not path.suffix:
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
    return cases.read_case(path)
