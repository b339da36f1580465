"""Findings sorted for people: filtered by severity and words, grouped, gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.model import ValidationResult

SEVERITIES = ("violation", "warning", "info")
GROUPS = ("file", "shape", "provision")
Group = tuple[str, list[ValidationResult]]


def filtered(
    results: Iterable[ValidationResult], severity: str, words: str
) -> list[ValidationResult]:
    """Return the results of a severity ("" for all) that hold every one of some words."""
    wanted = words.casefold().split()
    return [
        r
        for r in results
        if severity in ("", r.severity) and all(w in _searched(r) for w in wanted)
    ]


def _searched(r: ValidationResult) -> str:
    parts = (r.shape, r.focus, r.path, r.value, r.place.as_text(), r.provision, r.message.zh,
             r.message.en, r.remedy.zh, r.remedy.en)  # fmt: skip
    return " ".join(p for p in parts if p).casefold()


def grouped(results: Sequence[ValidationResult], by: str) -> list[Group]:
    """Return (group, results) with the gravest group first, then the largest; "" is no group."""
    found: dict[str, list[ValidationResult]] = {}
    for r in results:
        key = {"shape": r.shape, "file": r.place.file or "", "provision": r.provision or ""}[by]
        found.setdefault(key, []).append(r)
    for some in found.values():
        some.sort(key=lambda r: SEVERITIES.index(r.severity))

    def grave(pair: Group) -> tuple[int, int, str]:
        return SEVERITIES.index(pair[1][0].severity), -len(pair[1]), pair[0]

    return sorted(found.items(), key=grave)
