"""Reads all content files at once, and the packaged cases; checks what they name."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import assets, build, cases, facts, sources
from kg.derive import rules, timing
from kg.errors import KgError, Problem
from kg.model import ArticleFacts, Case, OpenQuestion, Rule, Source
from kg.yaml12 import Document, load


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
                (f.where, (), (f.open_question,) if f.open_question else ()) for f in article.facts
            ]
        for item in facts.read_correspondences(source):
            where = f"{assets.relative(Path(source.folder))}/correspondences.yaml ({item.id})"
            named.append((where, (*item.old, *item.new), ()))
    problems = []
    for where, provisions, raised in named:
        for missing in [p for p in provisions if p not in known]:
            problems.append(dangling(where, missing, "条文", "provision"))
        for missing in [q for q in raised if q not in questions]:
            problems.append(dangling(where, missing, "未决问题", "open question"))
    if problems:
        raise KgError(problems)


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
