"""An answer as JSON (docs/case-file.md, ontology/answer.schema.json)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.explain.citations import Citation
from kg.explain.words import NOTICE
from kg.model import Answer, Remark


def answer_json(
    answer: Answer, receipt: Mapping[str, str], citations: Mapping[str, Citation]
) -> dict[str, Any]:
    """Return the assessment object of the contract (docs/case-file.md), with citations added."""
    return {
        "case": answer.case,
        "governing": [
            {"step": g.step, "source": g.source or None, "because": g.because.as_json()}
            for g in answer.governing
        ],
        "assessments": [a.as_json() for a in answer.assessments],
        "violations": [_remark(v) for v in answer.violations],
        "silences": [_silence(s) for s in answer.silences],
        "notes": [_remark(n) for n in answer.notes],
        "conflicts": [c.as_json() for c in answer.conflicts],
        "assumptions": [dict(a) for a in answer.assumptions],
        "open_questions": [q.as_json() for q in answer.open_questions],
        "citations": {key: c.as_json() for key, c in citations.items()},
        "receipt": dict(receipt),
        "notice": NOTICE.as_json(),
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "person": remark.person,
        "step": remark.step,
        "provision": remark.provisions[0],
        "provisions": list(remark.provisions),
        "rule": remark.rule,
        "because": remark.because.as_json(),
    }


def _silence(silence: Remark) -> dict[str, Any]:
    return {
        "person": silence.person,
        "step": silence.step,
        "kind": silence.kind,
        "provisions": list(silence.provisions),
        "rule": silence.rule or None,
        "because": silence.because.as_json(),
    }
