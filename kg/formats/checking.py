"""Checks a document against its format; says what makes a schema no schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from kg.errors import KgError, Problem
from kg.formats.language import wrong_language
from kg.formats.words import Format, explain, unknown_fields
from kg.yaml12 import Document, Path_


def check(document: Document, form: Format) -> None:
    """Raise KgError with every fault of the document."""
    problems = list(faults(document, form))
    if problems:
        raise KgError(problems)


def faults(document: Document, form: Format) -> Iterator[Problem]:
    """Yield each fault once, in the order of the fields."""
    if document.data is None:
        yield Problem(
            document.where(),
            "文件是空的。",
            "The file is empty.",
            f"请写上内容，见 {form.guide}。",
            f"Write its content, see {form.guide}.",
        )
        return
    errors = sorted(_validator(form).iter_errors(document.data), key=_place)
    told = set()
    for error in errors:
        path = tuple(error.absolute_path)
        known = error.validator == "additionalProperties"
        if known or "propertyNames" in error.absolute_schema_path:
            found = list(unknown_fields(document, path, error, form))
        else:
            found = [explain(document, path, error, form)]
        for problem in found:
            if (problem.where, problem.what_en) not in told:
                told.add((problem.where, problem.what_en))
                yield problem


def unique(document: Document, named: Iterable[tuple[str, Path_]]) -> None:
    """Raise KgError when two of the (id, field path) bear the same id."""
    seen: dict[str, Path_] = {}
    for ident, path in named:
        if ident in seen:
            raise KgError(same_id(document.where(path), ident, document.where(seen[ident])))
        seen[ident] = path


def same_id(where: str, ident: str, first: str) -> Problem:
    """Return the complaint about an id that two things bear."""
    return Problem(
        where,
        f"编号“{ident}”已用于 {first}。",
        f'The id "{ident}" is already used at {first}.',
        "请另取编号。",
        "Choose another id.",
    )


def schema_fault(schema: Any, document: Document) -> Problem | None:
    """Return what makes `schema`, read from `document`, no JSON Schema; None when it is one."""
    from jsonschema.exceptions import SchemaError

    try:
        if not _is_schema(schema):
            from jsonschema import Draft202012Validator

            Draft202012Validator.check_schema(schema)
        for pattern in _patterns(schema):
            re.compile(pattern)
    except SchemaError as error:
        path, reason = tuple(error.absolute_path), error.message[:120]
    except re.error as error:
        path, reason = (), f"pattern: {error}"
    else:
        return None
    return Problem(
        document.where(path),
        f"这不是合格的 JSON Schema（{reason}）。",
        f"This is no valid JSON Schema ({reason}).",
        "请改正此处。",
        "Mend this place.",
    )


def _is_schema(schema: Any) -> bool:
    """Tell quickly that a schema is one; False leaves the reason to the slower validator."""
    import jsonschema_rs

    try:
        return bool(jsonschema_rs.meta.is_valid(schema))
    except Exception:  # a $schema that names nothing known
        return False


def _patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        for key, value in schema.items():
            if key == "pattern" and isinstance(value, str):
                yield value
            else:
                yield from _patterns(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _patterns(value)


def _place(error: Any) -> list[tuple[bool, int, str]]:
    return [
        (isinstance(p, str), p if isinstance(p, int) else 0, str(p)) for p in error.absolute_path
    ]


@cache
def _validator(form: Format) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend

    def bilingual(_: Any, wanted: bool, value: Any, __: Any) -> Iterator[ValidationError]:
        wrong = wrong_language(value) if wanted else ""
        if wrong:
            yield ValidationError(wrong, path=[wrong], validator="bilingual")

    def pattern(_: Any, wanted: str, value: Any, __: Any) -> Iterator[ValidationError]:
        if isinstance(value, str) and (
            not re.search(wanted, value) or (wanted.endswith("$") and value.endswith("\n"))
        ):
            yield ValidationError(value)

    def day(value: object) -> bool:
        # other forms than 2024-09-01 are the pattern's to refuse
        plain = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        return not plain or bool(date.fromisoformat(str(value)))

    checker = FormatChecker(formats=())
    checker.checks("date", raises=ValueError)(day)
    extended = extend(Draft202012Validator, {"bilingual": bilingual, "pattern": pattern})
    return extended(form.schema, format_checker=checker)
