"""Reads rule files: a header (who concludes what, when, over what) and a SELECT (the structure).

A header that lacks a field, an unknown word in `when`, a floor or an overridden rule that does not
exist, or overrides in a circle are errors that name the file and the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from kg.assets import QueryFile, read_queries, relative, root
from kg.derive.headers import HEADER, KINDS, WORDS
from kg.errors import KgError, Problem
from kg.formats import check
from kg.model import Atom, Condition, Rule
from kg.sources import bilingual
from kg.store import check_syntax
from kg.yaml12 import load

STEP_FIELDS = (
    "result", "consequence", "manifestly_unlawful", "excluded_by", "within_authority", "candour",
    "vote", "form", "performance",
)  # fmt: skip
PERSON_FIELDS = ("fault", "duty_of_care", "caused")
# The acts of the case-file format, as classes.
ACTS = frozenset(
    {
        "Propose", "Decide", "Review", "RequestReexamination", "Keep", "Change", "Alter", "Refer",
        "Report", "Vote", "Resolve", "Object", "Maintain", "Execute", "Instruct", "Assist", "Sign",
        "Supervise", "Violate",
    }
)  # fmt: skip
EVERY = "*"
_ATOM = re.compile(r"([a-z_]+) of \?([a-z_0-9]+)(?: at \?([a-z_0-9]+))?")
_SELECT = re.compile(r"\bSELECT\b(.*?)\bWHERE\b", re.S | re.I)


def read_rules(folder: Path) -> list[Rule]:
    """Read ontology/rules/<source>/*.rq, sorted by id; raise KgError for the faults named above."""
    files = {_full_id(q): q for q in read_queries(folder)}
    rules: dict[str, Rule] = {}
    for key, query in files.items():
        for rule in _read(key, query, files):
            if rule.id in rules or (rule.id in files and rule.id != key):
                raise _error(query, "id", f"规则“{rule.id}”写了两次",
                             f'The rule "{rule.id}" is written twice')  # fmt: skip
            rules[rule.id] = rule
    for rule in rules.values():
        for other in rule.overrides:
            if other != EVERY and other not in rules:
                raise _error(
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
        raise _error(query, "id", f"id 应等于文件名“{stem}”", f'id must be the file name "{stem}"')
    return f"{source}/{stem}"


def _error(query: QueryFile, key: str, zh: str, en: str) -> KgError:
    return KgError(
        Problem(
            query.header.where((key,)),
            f"{zh}。",
            f"{en}.",
            "请改正文件头，见 CONTRIBUTING.md。",
            "Mend the header, see CONTRIBUTING.md.",
        )
    )


def _read(key: str, query: QueryFile, files: Mapping[str, QueryFile]) -> Iterator[Rule]:
    """Yield the rule of a file and, for an attribution with `liability`, the liability rule."""
    source = key.split("/", maxsplit=1)[0]
    provisions = _as_list(query.field("provision"))
    effect = str(query.field("effect"))
    concludes = query.get("concludes", {})
    kind = str(concludes.get("kind", ""))
    if not kind and effect != "forbids":
        raise _error(query, "concludes", f"concludes.kind 应为 {KINDS} 之一",
                     f"concludes.kind is one of {KINDS}")  # fmt: skip
    # without its header, so that rules of the same structure are asked once
    sparql = "\n".join(x for x in query.sparql.splitlines() if not x.startswith("#+"))
    found = _SELECT.search(sparql)
    variables = set(re.findall(r"\?([a-z_0-9]+)", found.group(1))) if found else set()
    if not {"case", "person", "step"} <= variables:
        raise _error(query, "id", "SELECT 必须给出 ?case ?person ?step",
                     "The SELECT must bind ?case ?person ?step")  # fmt: skip
    check_syntax(query.sparql, query.name)
    when, extra = _condition(query, files, source, query.get("when") or {}, variables)
    questions = tuple(_as_list(query.get("open_questions", ())))
    rule = Rule(
        id=key,
        provisions=tuple(dict.fromkeys([*provisions, *extra])),
        text=str(query.get("text", source)),
        effect=effect,
        kind=kind,
        extent=tuple(concludes.get("extent", ())),
        when=when,
        overrides=tuple(_qualify(o, source) for o in _as_list(query.get("overrides", ()))),
        open_questions=questions,
        because=bilingual(query.header, query.header.data, "because", ()),
        from_date=str(query.get("from", "")),
        sparql=sparql,
        where=query.header.where(),
        when_source=_written(query.get("when") or {}),
        needs=_needed_acts(sparql[found.end() :] if found else ""),
    )
    yield rule
    liability = query.get("liability")
    if liability:
        spec = {k: v for k, v in liability.items() if k not in ("because", "overrides")}
        when, extra = _condition(query, files, source, spec, variables)
        yield replace(
            rule,
            id=f"{key}-liability",
            effect="imposes",
            kind="judicial",
            provisions=tuple(dict.fromkeys([*provisions, *extra])),
            when=when,
            overrides=tuple(_qualify(o, source) for o in _as_list(liability.get("overrides", ()))),
            because=bilingual(query.header, liability, "because", ("liability",)),
            when_source=_written(spec),
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


def _as_list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(v) for v in value or ()]


def _qualify(rule: str, source: str) -> str:
    return rule if rule == EVERY or "/" in rule else f"{source}/{rule}"


def _written(value: Any) -> str:
    """Return a condition as one line, in the words of its header."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_written(v) for v in value) + "]"
    return str(value)


def _condition(
    query: QueryFile,
    files: Mapping[str, QueryFile],
    source: str,
    value: Any,
    variables: set[str],
    above: tuple[str, ...] = (),
) -> tuple[Condition, list[str]]:
    """Read a `when`; return the condition and the provisions that its floors add.

    `above` are the files whose floor this one is, to tell a circle of floors.
    """
    if not isinstance(value, Mapping):
        raise _error(query, "when", "when 应为映射", "when must be a mapping")
    parts: list[Condition] = []
    extra: list[str] = []

    def sub(inner: Any) -> Condition:
        condition, more = _condition(query, files, source, inner, variables, above)
        extra.extend(more)
        return condition

    for key, inner in value.items():
        if key in ("all", "any"):
            if not isinstance(inner, list):
                raise _error(query, "when", f"{key} 应为列表", f"{key} must be a list")
            parts.append(Condition(key, tuple(sub(v) for v in inner)))
        elif key in ("not", "unless"):
            parts.append(Condition(key, (sub(inner),)))
        elif key == "readings":
            whole = isinstance(inner, Mapping) and set(inner) == {"question", "of"}
            if not whole or not isinstance(inner["of"], list) or len(inner["of"]) < 2:
                raise _error(query, "when", "readings 应为 {question: …, of: [两个以上条件]}",
                             "readings must be {question: …, of: [two or more]}")  # fmt: skip
            readings = tuple(sub(v) for v in inner["of"])
            parts.append(Condition("readings", readings, question=str(inner["question"])))
        elif key == "floor":
            other = files.get(_qualify(str(inner), source))
            if other is None:
                raise _error(
                    query, "when", f"没有底线规则“{inner}”", f'There is no floor "{inner}"'
                )
            if other.name in (query.name, *above):
                raise _error(
                    query, "when", f"底线规则“{inner}”成了圈", f'The floor "{inner}" is a circle'
                )
            condition, more = _condition(
                other, files, source, other.get("when") or {}, {"person", "step"},
                (*above, query.name),
            )  # fmt: skip
            parts.append(condition)
            extra.extend([*_as_list(other.field("provision")), *more])
        else:
            parts.append(Condition("atom", atom=_atom(query, key, inner, variables)))
    return (parts[0] if len(parts) == 1 else Condition("all", tuple(parts))), extra


def _atom(query: QueryFile, key: str, values: Any, variables: set[str]) -> Atom:
    match = _ATOM.fullmatch(key)
    known = match and (
        (match.group(1) in PERSON_FIELDS and match.group(3))
        or (match.group(1) in STEP_FIELDS and not match.group(3))
    )
    if not match or not known:
        raise _error(query, "when", f"看不懂的条件“{key}”", f'Unknown condition "{key}"')
    unbound = {v for v in match.groups()[1:] if v} - variables
    if unbound:
        names = ", ".join(sorted(unbound))
        raise _error(
            query,
            "when",
            f"“{key}”用了 SELECT 没有给出的变量 {names}",
            f'"{key}" uses variables that the SELECT does not bind: {names}',
        )
    if not isinstance(values, list) or not values:
        raise _error(query, "when", f"“{key}”的值应为列表", f'The values of "{key}" must be a list')
    listed = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
    allowed = _allowed(match.group(1))
    unknown = [v for v in listed if allowed and v not in allowed and not v.startswith("?")]
    if unknown:
        raise _error(
            query,
            "when",
            f"“{key}”没有值“{unknown[0]}”，可用：{'、'.join(allowed)}",
            f'"{key}" has no value "{unknown[0]}"; use one of: {", ".join(allowed)}',
        )
    return Atom(match.group(1), match.group(2), match.group(3) or "", tuple(listed))


@cache
def _allowed(field: str) -> tuple[str, ...]:
    """Return the words that the case file's JSON Schema allows in a field; () for any."""
    path = root() / "ontology" / "case.schema.json"
    document = load(path, relative(path))
    check(document, WORDS)
    properties = document.data["properties"]
    for part in ("steps", "findings"):
        words = (
            properties[part]
            .get("items", {"properties": {}})["properties"]
            .get(field, {})
            .get("enum", ())
        )
        if words:
            return tuple(str(w).lower() if isinstance(w, bool) else str(w) for w in words)
    return ()


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
