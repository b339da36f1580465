"""Draws the chain of a case: one mark a step, in order of time, with what was found and follows.

It is an ordered list, so that it reads well aloud; the style sheet makes a line with marks of it,
from left to right on a desk, from top to bottom on a phone.
"""

from __future__ import annotations

from datetime import date

import streamlit as st
from widgets import badge, plain
from wording import Wording

from kg.model import Answer, Step

CSS = """<style>
.st-key-chain ol {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 1.1rem 0;
  list-style: none; margin: .3rem 0 0; padding: 0}
.st-key-chain li {
  position: relative; margin: 0; padding: .9rem .9rem 0 0;
  border-top: 2px solid var(--kg-line); line-height: 1.5}
.st-key-chain li::before {
  content: ""; position: absolute; top: -.45rem; left: 0; width: .8rem; height: .8rem;
  border-radius: 50%; background: var(--kg-accent)}
.st-key-chain li p {margin: 0; line-height: 1.55}
@media (max-width: 640px) {
  .st-key-chain ol {grid-template-columns: 1fr; gap: 0; padding-left: .4rem}
  .st-key-chain li {
    border-top: 0; border-left: 2px solid var(--kg-line); padding: 0 0 1rem 1.1rem}
  .st-key-chain li::before {top: .35rem; left: -.45rem}
}
</style>"""
_TOLD = ("result", "consequence")


def show(w: Wording, answer: Answer | None, facts: bool = False) -> None:
    """Draw the steps, each with who, when, about what, what was found, and who answers for it.

    `facts` tells all that the case says of a step, where nothing beside the drawing does.
    """
    st.html(CSS)
    with st.container(key="chain"):
        before = ""
        lines = []
        for step in w.case.steps.values():
            lines.append("1. " + "  \n   ".join(_step(w, step, before, answer, facts)))
            before = step.on
        st.markdown("\n".join(lines) if lines else w.t("no_steps"))


def _step(w: Wording, step: Step, before: str, answer: Answer | None, facts: bool) -> list[str]:
    day = plain(step.on)
    if before and before != step.on:
        days = (date.fromisoformat(step.on) - date.fromisoformat(before)).days
        day += f" · {w.t('days_later', n=days)}"
    lines = [f":gray[:small[{day}]]", f"**{plain(w.act(step.id))}**", plain(w.who(step.by))]
    if step.of:
        lines.append(f":gray[:small[{plain('↩ ' + w.t('concerns', step=w.act(step.of)))}]]")
    said = [
        (w.who(f.person) if f.person and f.person != step.by else "", name, value)
        for f in w.case.findings
        if f.about == step.id and (facts or not f.person)
        for name, value in f.values.items()
        if name in _TOLD or (facts and name != "note")
    ]
    if facts:
        told = (("", n, v) for n, v in step.fields.items() if n not in (*step.assumed, "note"))
        said = [*told, *said]
    found = [
        f":small[{plain(who + ' ' if who else '')}"
        f"{plain(w.t('finding', field=w.field(name), value=w.value(name, value)))}]"
        for who, name, value in said
    ]
    return [*lines, *found, *(_outcomes(w, step, answer) if answer else [])]


def _outcomes(w: Wording, step: Step, answer: Answer) -> list[str]:
    """Return who bears what for a step; where nothing is settled, that the texts are silent."""
    lines = []
    for a in answer.assessments:
        if a.step == step.id and a.kind != "answerable":
            who = "" if a.person == step.by else f" {plain(a.person)}"
            kind = plain(w.code("responsibility-kind", a.kind))
            lines.append(f"{badge(a.outcome, w.code('outcome', a.outcome))}{who} :small[{kind}]")
    for key, many in (("silences", answer.silences), ("violations", answer.violations),
                      ("conflicts", answer.conflicts)):  # fmt: skip
        if any(x.step == step.id for x in many):
            lines.append(f":gray-badge[{w.t(f'mark_{key}')}]")
    return lines
