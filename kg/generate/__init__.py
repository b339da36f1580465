"""Makes synthetic case files: the same seed and number give the same case, on every machine.

They are no real cases and no legal examples: they fill the format with plausible sequences of acts,
so that readers, rules and validators can be measured. `scenes` has the sequences, `faults` breaks
a case in one way that a check can find, `yaml` writes a case as a person would.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.generate.draft import Draft, Window
from kg.generate.faults import KINDS, Fault, break_case
from kg.generate.scenes import SCENES, findings, tail
from kg.generate.yaml import case_yaml


@dataclass(frozen=True, slots=True)
class Generated:
    """A case file as data, and the kind of fault put into it ("" for none)."""

    data: dict[str, Any]
    fault: str


def generate(
    count: int,
    seed: int,
    windows: Sequence[Window],
    circumstances: Sequence[str] = (),
    errors: float = 0.0,
    rdf: bool = False,
) -> Iterator[Generated]:
    """Yield `count` cases, one after the other; `errors` is the share of broken ones (0 to 1).

    `windows` are the spans of days in which cases begin, the newest text's last; `circumstances`
    the provisions that a finding of fault may name. `rdf` leaves out faults that cannot be written
    as RDF.
    """
    for number in range(1, count + 1):
        # Each case has its own stream, so that the first hundred of a thousand are a hundred.
        rng = random.Random(f"{seed}:{number}")
        kind = _kind(rng, errors, rdf)
        newest = [w for w in windows if w.text == windows[-1].text]
        among = newest if kind and kind.found_by == "violations" else windows
        draft = Draft(f"gen-{seed}-{number:06d}", rng, among)
        name = kind.scene if kind and kind.scene else rng.choice(_WEIGHTED)
        handle = SCENES[name].play(draft)
        tail(draft, handle)
        findings(draft, handle, circumstances)
        draft.close(number, SCENES[name].label)
        if kind:
            break_case(draft.data, kind, rng)
        yield Generated(draft.data, kind.name if kind else "")


_WEIGHTED = tuple(name for name, scene in SCENES.items() for _ in range(scene.weight))


def _kind(rng: random.Random, errors: float, rdf: bool) -> Fault | None:
    if rng.random() >= errors:
        return None
    return rng.choice([k for k in KINDS.values() if k.rdf or not rdf])


__all__ = ["KINDS", "SCENES", "Generated", "Window", "case_yaml", "generate"]
