"""Reads rule files: a header (who concludes what, when, over what) and a SELECT (the structure).

A header that lacks a field, an unknown word in `when`, a floor or an overridden rule that does not
exist, or overrides in a circle are errors that name the file and the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.assets import QueryFile, read_queries
from kg.derive.conditions import (
    EVERY,
    as_list,
    header_error,
    qualify,
    read_condition,
    read_invoked_by,
    written,
)
from kg.derive.headers import HEADER, KINDS
from kg.errors import KgError, Problem
from kg.formats import check
from kg.model import Rule
from kg.sources import bilingual
from kg.store import check_syntax

# The acts of the case-file format, as classes.
ACTS = frozenset(
    {
        "Propose", "Decide", "Review", "RequestReexamination", "Keep", "Change", "Alter", "Refer",
        "Report", "Vote", "Resolve", "Object", "Maintain", "Execute", "Instruct", "Assist", "Sign",
        "Supervise", "Violate",
    }
)  # fmt: skip
_SELECT = re.compile(r"\bSELECT\b(.*?)\bWHERE\b", re.S | re.I)


def read_rules(folder: Path) -> list[Rule]:
    """Read ontology/rules/<source>/*.rq, sorted by id; raise KgError for the faults named above."""
    files = {_full_id(q): q for q in read_queries(folder)}
    rules: dict[str, Rule] = {}
    for key, query in files.items():
        for rule in _read(key, query, files):
            if rule.id in rules or (rule.id in files and rule.id != key):
                raise header_error(query, "id", f"规则“{rule.id}”写了两次",
                             f'The rule "{rule.id}" is written twice')  # fmt: skip
            rules[rule.id] = rule
    for rule in rules.values():
        for other in rule.overrides:
            if other != EVERY and other not in rules:
                raise header_error(
                    files[rule.id.removesuffix("-liability")] if rule.id not in files
                    else files[rule.id],
                    "overrides",
                    f"overrides 指向不存在的规则“{other}”",
                    f'overrides names a rule that does not exist: "{other}"',
                )  # fmt: skip
    _check_circles(rules, files)
    return [rules[key] for key in sorted(rules)]


def _full_id(query: QueryFile) -> str:
    parts = query.name.replace("\\", "/").split("/")
    source, stem = parts[-2], parts[-1].removesuffix(".rq")
    check(query.header, HEADER)
    if query.field("id") != stem:
        raise header_error(
            query, "id", f"id 应等于文件名“{stem}”", f'id must be the file name "{stem}"'
        )
    return f"{source}/{stem}"


def _read(key: str, query: QueryFile, files: Mapping[str, QueryFile]) -> Iterator[Rule]:
    """Yield the rule of a file and, for an attribution with `liability`, the liability rule."""
    source = key.split("/", maxsplit=1)[0]
    provisions = as_list(query.field("provision"))
    effect = str(query.field("effect"))
    concludes = query.get("concludes", {})
    kind = str(concludes.get("kind", ""))
    if not kind and effect != "forbids":
        raise header_error(query, "concludes", f"concludes.kind 应为 {KINDS} 之一",
                     f"concludes.kind is one of {KINDS}")  # fmt: skip
    # without its header, so that rules of the same structure are asked once
    sparql = "\n".join(x for x in query.sparql.splitlines() if not x.startswith("#+"))
    found = _SELECT.search(sparql)
    variables = set(re.findall(r"\?([a-z_0-9]+)", found.group(1))) if found else set()
    if not {"case", "person", "step"} <= variables:
        raise header_error(query, "id", "SELECT 必须给出 ?case ?person ?step",
                     "The SELECT must bind ?case ?person ?step")  # fmt: skip
    check_syntax(query.sparql, query.name)
    when, extra = read_condition(query, files, source, query.get("when") or {}, variables)
    questions = tuple(as_list(query.get("open_questions", ())))
    beside = tuple(as_list(query.get("beside", ())))
    if beside and effect != "notes":
        raise header_error(query, "beside", "beside 只用于 notes", "beside is for notes only")
    rule = Rule(
        id=key,
        provisions=tuple(dict.fromkeys([*provisions, *extra])),
        text=str(query.get("text", source)),
        effect=effect,
        kind=kind,
        extent=tuple(concludes.get("extent", ())),
        when=when,
        overrides=tuple(qualify(o, source) for o in as_list(query.get("overrides", ()))),
        open_questions=questions,
        because=bilingual(query.header, query.header.data, "because", ()),
        from_date=str(query.get("from", "")),
        sparql=sparql,
        where=query.header.where(),
        when_source=written(query.get("when") or {}),
        needs=_needed_acts(sparql[found.end() :] if found else ""),
        invoked_by=read_invoked_by(query, effect, when),
        beside=beside,
    )
    yield rule
    liability = query.get("liability")
    if liability:
        spec = {k: v for k, v in liability.items() if k not in ("because", "overrides")}
        when, extra = read_condition(query, files, source, spec, variables)
        yield replace(
            rule,
            id=f"{key}-liability",
            effect="imposes",
            kind="judicial",
            provisions=tuple(dict.fromkeys([*provisions, *extra])),
            when=when,
            overrides=tuple(qualify(o, source) for o in as_list(liability.get("overrides", ()))),
            because=bilingual(query.header, liability, "because", ("liability",)),
            when_source=written(spec),
        )


def _needed_acts(group: str) -> tuple[frozenset[str], ...]:
    """Return the sets of acts of which a matching case has one each; `group` follows WHERE.

    Only patterns of the outermost group count, for they all must hold: `?x a jr:Report`, and
    `?x a ?act` with `VALUES ?act { jr:Keep jr:Change }`. What stands in a nested group (UNION,
    MINUS, OPTIONAL) may be absent, so it is not looked at.
    """
    body = re.sub(r"#[^\n]*", " ", group)
    values = {
        name: frozenset(re.findall(r"jr:(\w+)", listed))
        for name, listed in re.findall(r"VALUES \?(\w+) \{([^{}]*)\}", _outermost(body, "VALUES"))
    }
    outer = _outermost(body, "")
    needs = [frozenset([act]) for act in re.findall(r"\ba jr:(\w+)", outer)]
    needs += [values[name] for name in re.findall(r"\ba \?(\w+)", outer) if values.get(name)]
    return tuple(n for n in needs if n <= ACTS)


def _outermost(body: str, keep: str) -> str:
    """Return a group's own text without its nested groups, but for those of `keep` (VALUES)."""
    text, depth, start = [], 0, 0
    for index, char in enumerate(body):
        if char == "{":
            depth += 1
            start = index
        kept = keep and depth == 2 and re.search(rf"{keep} \?\w+ $", body[:start])
        nested = depth > 1 and not kept
        if depth and not nested:
            text.append(char)
        if char == "}":
            depth -= 1
    return "".join(text)


def _check_circles(rules: Mapping[str, Rule], files: Mapping[str, QueryFile]) -> None:
    """Raise KgError when rules override each other in a circle."""

    def walk(key: str, chain: Sequence[str]) -> None:
        if key in chain:
            circle = " → ".join([*chain[chain.index(key) :], key])
            raise KgError(
                Problem(
                    files[key if key in files else key.removesuffix("-liability")].header.where(
                        ("overrides",)
                    ),
                    f"规则互相排除，成了圈：{circle}。",
                    f"Rules override each other in a circle: {circle}.",
                    "请删去其中一个 overrides。",
                    "Remove one of the overrides.",
                )
            )
        for other in rules[key].overrides:
            if other in rules:
                walk(other, [*chain, key])

    for key in rules:
        walk(key, [])
