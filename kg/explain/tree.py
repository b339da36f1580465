"""An explanation as JSON: outcome, rules, conditions, findings, flips (docs/outputs.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.explain.citations import Citation
from kg.explain.documents import answer_json
from kg.explain.words import Sayings
from kg.model import Answer, Applied, Assessment, Explanation, Flips, Gap, Trace


def explanation_json(
    answer: Answer,
    explanations: Sequence[Explanation],
    cut: bool,
    sayings: Sayings,
    receipt: Mapping[str, str],
    citations: Mapping[str, Citation],
) -> dict[str, Any]:
    """Return the answer object with `explanations` added, one an assessment and conflict.

    `cut` tells that the case has more acts to change than were tried for flips.
    """
    document = answer_json(answer, receipt, citations)
    document["explanations"] = [_explanation(e, cut, sayings) for e in explanations]
    return document


def _explanation(explanation: Explanation, cut: bool, sayings: Sayings) -> dict[str, Any]:
    subject = explanation.subject
    return {
        "person": subject.person,
        "step": subject.step,
        "kind": subject.kind,
        "outcome": subject.outcome if isinstance(subject, Assessment) else None,
        "rules": [_applied(a) for a in explanation.rules],
        "newer_rules": [_applied(a) for a in explanation.newer],
        "not_invoked": list(explanation.not_invoked),
        "flips": flips_json(explanation.flips, cut, sayings) if explanation.flips else None,
    }


def flips_json(flips: Flips, cut: bool, sayings: Sayings) -> dict[str, Any]:
    """Return the flips of one assessment: smallest sets of changes by outcome reached."""
    return {
        "searched": flips.searched,
        "all_acts_tried": not cut,
        "sets": [
            {
                "to": flip.outcome or None,
                "changes": [
                    {
                        **change.point.as_json(),
                        "from": change.before or None,
                        "to": list(change.values),
                        "words": sayings.change(change).as_json(),
                    }
                    for change in flip.changes
                ],
                "rule": flip.rule or None,
                "provisions": list(flip.provisions),
                "because": flip.because.as_json(),
            }
            for flip in flips.flips
        ],
        "more": [{"to": to or None, "sets": n} for to, n in flips.more.items()],
    }


def _applied(applied: Applied) -> dict[str, Any]:
    return {
        "rule": applied.rule,
        "effect": applied.effect,
        "step": applied.step,
        "kind": applied.kind,
        "text": applied.text,
        "holds": applied.condition.value,
        "decides": applied.decides,
        "defeated_by": list(applied.defeated_by),
        "gives_way_to": list(applied.gives_way_to),
        "provisions": list(applied.provisions),
        "because": applied.because.as_json(),
        "condition": _trace(applied.condition),
    }


def _trace(trace: Trace) -> dict[str, Any]:
    """Return a condition with its parts, or an atom: what was asked, accepted and found."""
    if trace.op != "atom":
        document = {"op": trace.op, "value": trace.value, "parts": [_trace(p) for p in trace.parts]}
        return document | ({"question": trace.question} if trace.question else {})
    return {
        "op": "atom",
        "value": trace.value,
        "asked": _point(trace.asked),
        "accepted": list(trace.accepted),
        "found": trace.found or None,
        "found_at": _point(trace.found_at),
    }


def _point(gap: Gap | None) -> dict[str, str | None] | None:
    return gap.as_json() if gap else None
