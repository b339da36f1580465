"""Reads the conditions in a rule file's header: `when`, its floors and readings, `invoked_by`.

An unknown word, a variable that the SELECT does not bind, a floor that does not exist or that is a
circle are errors that name the file and the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from kg.assets import QueryFile, relative, root
from kg.derive.headers import WORDS
from kg.errors import KgError, Problem
from kg.formats import check
from kg.model import Atom, Condition
from kg.yaml12 import load

EVERY = "*"
STEP_FIELDS = (
    "result", "consequence", "manifestly_unlawful", "excluded_by", "within_authority", "candour",
    "vote", "form", "performance",
)  # fmt: skip
PERSON_FIELDS = ("fault", "duty_of_care", "caused", "circumstance")
_ATOM = re.compile(r"([a-z_]+) of \?([a-z_0-9]+)(?: at \?([a-z_0-9]+))?")


def header_error(query: QueryFile, key: str, zh: str, en: str) -> KgError:
    """Return the error that a header's field is wrong, with its file and line."""
    return KgError(
        Problem(
            query.header.where((key,)),
            f"{zh}。",
            f"{en}.",
            "请改正文件头，见 CONTRIBUTING.md。",
            "Mend the header, see CONTRIBUTING.md.",
        )
    )


def as_list(value: Any) -> list[str]:
    """Return a header's value as a list: one word is a list of one, nothing is empty."""
    return [value] if isinstance(value, str) else [str(v) for v in value or ()]


def qualify(rule: str, source: str) -> str:
    """Return a rule's full id; a bare id is of the same source, `*` stands for all."""
    return rule if rule == EVERY or "/" in rule else f"{source}/{rule}"


def written(value: Any) -> str:
    """Return a condition as one line, in the words of its header."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(written(v) for v in value) + "]"
    return str(value)


def read_condition(
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
        raise header_error(query, "when", "when 应为映射", "when must be a mapping")
    parts: list[Condition] = []
    extra: list[str] = []

    def sub(inner: Any) -> Condition:
        condition, more = read_condition(query, files, source, inner, variables, above)
        extra.extend(more)
        return condition

    for key, inner in value.items():
        if key in ("all", "any"):
            if not isinstance(inner, list):
                raise header_error(query, "when", f"{key} 应为列表", f"{key} must be a list")
            parts.append(Condition(key, tuple(sub(v) for v in inner)))
        elif key in ("not", "unless"):
            parts.append(Condition(key, (sub(inner),)))
        elif key == "readings":
            whole = isinstance(inner, Mapping) and set(inner) == {"question", "of"}
            if not whole or not isinstance(inner["of"], list) or len(inner["of"]) < 2:
                raise header_error(query, "when", "readings 应为 {question: …, of: [两个以上条件]}",
                                   "readings must be {question: …, of: [two or more]}")  # fmt: skip
            readings = tuple(sub(v) for v in inner["of"])
            parts.append(Condition("readings", readings, question=str(inner["question"])))
        elif key == "floor":
            other = files.get(qualify(str(inner), source))
            if other is None:
                raise header_error(
                    query, "when", f"没有底线规则“{inner}”", f'There is no floor "{inner}"'
                )
            if other.name in (query.name, *above):
                raise header_error(
                    query, "when", f"底线规则“{inner}”成了圈", f'The floor "{inner}" is a circle'
                )
            condition, more = read_condition(
                other, files, source, other.get("when") or {}, {"person", "step"},
                (*above, query.name),
            )  # fmt: skip
            parts.append(condition)
            extra.extend([*as_list(other.field("provision")), *more])
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
        raise header_error(query, "when", f"看不懂的条件“{key}”", f'Unknown condition "{key}"')
    unbound = {v for v in match.groups()[1:] if v} - variables
    if unbound:
        names = ", ".join(sorted(unbound))
        raise header_error(
            query,
            "when",
            f"“{key}”用了 SELECT 没有给出的变量 {names}",
            f'"{key}" uses variables that the SELECT does not bind: {names}',
        )
    if not isinstance(values, list) or not values:
        raise header_error(
            query, "when", f"“{key}”的值应为列表", f'The values of "{key}" must be a list'
        )
    listed = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
    allowed = _allowed(match.group(1))
    unknown = [v for v in listed if allowed and v not in allowed and not v.startswith("?")]
    if unknown:
        raise header_error(
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
        items = properties[part].get("items", {"properties": {}})
        words = items["properties"].get(field, {}).get("enum", ())
        if words:
            return tuple(str(w).lower() if isinstance(w, bool) else str(w) for w in words)
    return ()


def read_invoked_by(query: QueryFile, effect: str, when: Condition) -> tuple[Atom, ...]:
    """Return the atoms of `when` that `invoked_by` names, by their keys.

    An exemption with one finding is invoked by it; one with several must say which (rule of
    reading 1: an exemption that nobody found counts as not invoked).
    """
    atoms = {_key(a): a for a in _atoms(when)}
    named = as_list(query.get("invoked_by", ()))
    if not named and effect == "exempts" and len(atoms) > 1:
        raise header_error(
            query,
            "invoked_by",
            "免责规则有几个条件时，须写明由哪一认定引起",
            "An exemption with several conditions must say which finding invokes it",
        )
    for key in named:
        if key not in atoms or effect != "exempts":
            raise header_error(
                query,
                "invoked_by",
                f"“{key}”不是免责规则 when 中的条件",
                f'"{key}" is no condition in the when of an exemption',
            )
    return tuple(atoms[key] for key in named)


def _atoms(condition: Condition) -> Iterator[Atom]:
    if condition.atom is not None:
        yield condition.atom
    for part in condition.parts:
        yield from _atoms(part)


def _key(atom: Atom) -> str:
    return f"{atom.field} of ?{atom.subject}" + (f" at ?{atom.at}" if atom.at else "")
