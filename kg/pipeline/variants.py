"""The case with one act changed, and the rows of the rules that then match.

Only what may change which rules match stands here: a field of an act that a rule's SELECT asks for,
and an objection before an execution. All variants are asked at once, and of the rules only those
that name the changed property.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg import cases
from kg.derive import matching
from kg.derive.changed import Point
from kg.derive.flips import Variant
from kg.derive.judge import Judge, Rows
from kg.derive.labels import OBJECTION
from kg.model import Case, Rule, Step
from kg.namespaces import JR, case_iri
from kg.store import Quad, parse_jsonld, parse_rdf, sorted_ntriples

MOST = 1500  # steps in all variants together; what does not fit is not tried, and is said so


@dataclass(frozen=True)
class _Change:
    """One change of an act, before its rows are known."""

    point: Point
    before: str
    value: str
    steps: Mapping[str, Step]
    needle: str  # a rule whose SELECT does not hold it gives the same rows; "" for every rule


def read_variants(
    case: Case,
    quads: Sequence[Quad],
    rows: Rows,
    rules: Sequence[Rule],
    judge: Judge,
    asked: Collection[str],
) -> tuple[list[Variant], set[Point]]:
    """Return the case's variants, and the points for which there were too many to try them.

    `quads` and `rows` are those of the case as it stands; `asked` are the steps that come first.
    """
    changes = [*_objections(case), *_fields(case, rules)]
    changes.sort(key=lambda c: c.point[0] not in asked)
    most = MOST // max(1, len(case.steps))
    kept, untried = changes[:most], {c.point for c in changes[most:]}
    if not kept:
        return [], untried
    triples = sorted_ntriples(quads).decode()
    batch: dict[str, Case] = {}
    texts = []
    for number, change in enumerate(kept):
        key = f"{case.id}--{number}"
        batch[key] = replace(case, id=key, steps=change.steps)
        texts.append(_triples(case, batch[key], change, triples))
    found: dict[str, list[tuple[Rule, dict[str, str]]]] = {key: [] for key in batch}
    for needle in dict.fromkeys(c.needle for c in kept):
        part = {k: c for (k, c), change in zip(batch.items(), kept, strict=True)
                if change.needle == needle}  # fmt: skip
        text = "".join(t for t, change in zip(texts, kept, strict=True) if change.needle == needle)
        touched = [r for r in rules if needle in r.sparql]
        for key, more in matching.match_rules(
            touched, part, parse_rdf(text.encode(), "nt", case.id)
        ).items():
            found[key] = list(more)
    place = {rule.id: i for i, rule in enumerate(rules)}
    variants = []
    for key, change in zip(batch, kept, strict=True):
        same = [(r, b) for r, b in rows if change.needle not in r.sparql]
        together = sorted([*same, *found[key]], key=lambda row: place[row[0].id])
        structure = judge.structure(together)
        variants.append(Variant(change.point, change.before, change.value, structure))
    return variants, untried


def _fields(case: Case, rules: Sequence[Rule]) -> Iterator[_Change]:
    """Yield every other value of a field of an act that some rule's SELECT asks for."""
    properties = {
        field: spec["@id"]
        for field, spec in cases.context()["steps"]["@context"].items()
        if isinstance(spec, dict)
    }
    asked = {f for f, name in properties.items() if any(name in r.sparql for r in rules)}
    for step in case.steps.values():
        for field, values in cases.act_fields(step.act).items():
            before = step.fields.get(field, "")
            for value in values if field in asked else ():
                if value != before:
                    changed = replace(step, fields={**step.fields, field: value})
                    yield _Change(
                        (step.id, "", field), before, value,
                        {**case.steps, step.id: changed}, properties[field],
                    )  # fmt: skip


def _objections(case: Case) -> Iterator[_Change]:
    """Yield the objection that an executing person did not make, or the only one taken away.

    Well defined for a step that carries something out (execute; assist on an instruction): the
    objection is about what is carried out, stands right before it, on the same day, in writing.
    """
    named = {s.of for s in case.steps.values()} | {f.about for f in case.findings}
    named |= {f.values.get("caused", "") for f in case.findings}
    for step in case.steps.values():
        target = case.steps.get(step.of)
        carries = step.act == "execute" or (
            step.act == "assist" and target is not None and target.act == "instruct"
        )
        if not carries or target is None or target.order > step.order:
            continue
        made = [s for s in case.steps.values()
                if s.act == "object" and s.by == step.by and s.order < step.order]  # fmt: skip
        if not made:
            new = Step(_free(case), "object", step.by, step.on, step.of, "", 0,
                       {"form": "written"}, ())  # fmt: skip
            steps = list(case.steps.values())
            steps.insert(steps.index(step), new)
            yield _objection(step, "false", "true", steps)
        elif len(made) == 1 and made[0].id not in named:
            steps = [s for s in case.steps.values() if s is not made[0]]
            yield _objection(step, "true", "false", steps)


def _objection(step: Step, before: str, value: str, steps: Sequence[Step]) -> _Change:
    ordered = {s.id: replace(s, order=n) for n, s in enumerate(steps, 1)}
    return _Change((step.id, step.by, OBJECTION), before, value, ordered, "")


def _free(case: Case) -> str:
    taken = {*case.steps, *case.people, *(o.id for o in case.organs)}
    return next(n for n in ("objection", *(f"objection-{i}" for i in range(999))) if n not in taken)


def _triples(case: Case, variant: Case, change: _Change, triples: str) -> str:
    """Return the variant's N-Triples: the case's own under another name, with the change made."""
    about, _, field = change.point
    if field == OBJECTION:
        document = {**case.document, "id": case_iri(variant.id), "steps": _written(change.steps)}
        changed = replace(variant, document=document)
        return sorted_ntriples(parse_jsonld(cases.to_jsonld(changed))).decode()
    old, new = case_iri(case.id), case_iri(variant.id)
    text = triples.replace(f"<{old}>", f"<{new}>").replace(f"<{old}/", f"<{new}/")
    spec = cases.context()["steps"]["@context"][field]
    subject, name = f"<{new}/{about}>", f"<{JR}{spec['@id'].removeprefix('jr:')}>"
    value = f"<{spec['@context']['@vocab']}{change.value}>"
    line = f"{subject} {name} {value} .\n"
    text = re.sub(rf"^{re.escape(subject)} {re.escape(name)} [^\n]*\n", "", text, flags=re.M)
    return text + line


def _written(steps: Mapping[str, Step]) -> list[dict[str, object]]:
    """Return steps as the normalised case file has them."""
    return [
        {"id": s.id, "act": s.act, "by": s.by, "on": s.on, "order": s.order}
        | ({"of": s.of} if s.of else {})
        | ({"addressee" if s.act == "refer" else "to": s.to} if s.to else {})
        | dict(s.fields)
        for s in steps.values()
    ]
