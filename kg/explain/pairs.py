"""Conflicts among rules, as JSON and as text: each pair with the case in which both are true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.explain.words import Words
from kg.model import Rule, RuleConflict, RuleConflicts, Text

_NONE = Text("没有。", "None.")
_TOTALS = Text(
    "没有定出先后的规则对：{}；能同时适用于一人一步的：{}；能同时成立的：{}",
    "pairs that nothing orders: {}; that can match one person and step: {}; "
    "that can be true together: {}",
)
_GROUND = Text("课责", "ground")
_EXEMPTION = Text("免责", "exemption")
_WITNESS = Text("两者都成立的最小案件：", "the smallest case in which both are true:")


def conflicts_document(found: RuleConflicts) -> dict[str, Any]:
    """Return {pairs, meeting, conflicts: [{text, kind, ground, exemption, case}]}."""
    return {
        "pairs": found.pairs,
        "meeting": found.meeting,
        "conflicts": [
            {
                "text": c.text,
                "kind": c.kind,
                "ground": _rule(c.ground),
                "exemption": _rule(c.exemption),
                "case": dict(c.case),
            }
            for c in found.conflicts
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "provisions": list(rule.provisions),
        "because": rule.because.as_json(),
        "where": rule.where,
    }


def conflicts_report(found: RuleConflicts, words: Words, lang: str) -> str:
    """Return the totals, then each pair with its case."""
    totals = _TOTALS.pick(lang).format(found.pairs, found.meeting, len(found.conflicts))
    lines = [totals, ""]
    for conflict in found.conflicts:
        lines += [*_pair(conflict, words, lang), ""]
    if not found.conflicts:
        lines.append(_NONE.pick(lang))
    return "\n".join(lines).rstrip()


def _pair(conflict: RuleConflict, words: Words, lang: str) -> Iterator[str]:
    kind = words.of("responsibility-kind", conflict.kind, lang)
    yield f"# {conflict.ground.id} ⇄ {conflict.exemption.id} ({conflict.text}, {kind})"
    for title, rule in ((_GROUND, conflict.ground), (_EXEMPTION, conflict.exemption)):
        yield f"  {title.pick(lang)} [{'; '.join(rule.provisions)}] {rule.where}"
        yield f"    {rule.because.pick(lang)}"
    yield f"  {_WITNESS.pick(lang)}"
    for part in ("organs", "people", "steps", "findings"):
        yield f"    {part}:"
        for entry in conflict.case[part]:
            yield f"      - {json.dumps(entry, ensure_ascii=False)}"
