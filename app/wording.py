"""Says people, steps, fields and values of one case in words: the graph's labels, by language."""

from __future__ import annotations

from dataclasses import dataclass

from situation import COMMITTEE, UNKNOWN
from texts import TEXTS, t
from widgets import plain, upper_first

from kg.model import Assessment, Case, Gap, Text
from kg.pipeline import Graph

KINDS = ("judicial", "supervision", "answerable")
_YES_NO = {"true": "yes", "false": "no", "yes": "yes", "no": "no"}

_TRUTHS = ("manifestly_unlawful", "within_authority", "in_organ_name", "objection")
_SCHEMES = {"status": "status", "office": "office", "role": "case-role", "level": "level"}


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


@dataclass(frozen=True)
class Wording:
    """One case in the interface's language and the content's. Returns plain text unless it says so.

    `lang` is the interface's, `content` that of the graph's labels and of the case's own words.
    """

    case: Case
    graph: Graph
    lang: str
    content: str

    def t(self, key: str, **values: object) -> str:
        """Return the interface's words."""
        return t(key, self.lang, **values)

    def say(self, text: Text) -> str:
        """Return a text of the graph as Markdown."""
        return plain(text.pick(self.content))

    def code(self, scheme: str, code: str) -> str:
        """Return the label of a code."""
        return self.graph.words.of(scheme, code, self.content)

    def who(self, person: str) -> str:
        """Return a person: the label or office, role or status, the id, and the organ if many."""
        if person == COMMITTEE or person not in self.case.people:
            return self.t("committee") if person == COMMITTEE else person
        p = self.case.people[person]
        label = self._own_label("people", person, "label") or (
            self.code("office", p.office)
            if p.office
            else self.code("case-role", p.role)
            if p.role
            else self.code("status", p.status)
        )
        named = f"{upper_first(label)} {person}"
        if len(self.case.organs) > 1:
            level = {o.id: o.level for o in self.case.organs}.get(p.organ, "")
            organ = self._own_label("organs", p.organ, "name") or self.code("level", level)
            named += f"（{organ}）" if self.lang == "zh" else f" ({organ})"
        return named

    def _own_label(self, part: str, ident: str, key: str) -> str:
        for item in self.case.document.get(part, ()):
            if item["id"] == ident and key in item:
                return str(item[key][self.content])
        return ""

    def act(self, step: str) -> str:
        """Return a step: its id and act."""
        found = self.case.steps.get(step)
        return f"{step} {self.code('act', found.act)}" if found else step

    def field(self, field: str) -> str:
        """Return a field's name: the interface's short one, else the graph's label."""
        if f"field_{field}" in TEXTS:
            return self.t(f"field_{field}")
        label = self.graph.labels.fields.get(field)
        return label.pick(self.content) if label else field

    def value(self, field: str, value: str) -> str:
        """Return a value's name."""
        if field == "excluded_by" and value == "none":
            return self.t("not_invoked")
        if field == "part":
            return self.t("kept_part" if value == "described" else "no_part")
        if value in ("", UNKNOWN):
            return self.t("unknown")
        if field == "caused":
            return self.act(value)
        if field in _SCHEMES:
            return self.code(_SCHEMES[field], value)
        label = self.graph.labels.values.get((field, value))
        if value in _YES_NO and field in _TRUTHS:
            return self.t(_YES_NO[value])
        return label.pick(self.content) if label else value

    def gap(self, gap: Gap) -> str:
        """Return a missing finding, as words within a sentence."""
        field = _lower_first(self.field(gap.field))
        if gap.person:
            who = _lower_first(self.who(gap.person))
            return self.t("gap_of_person", who=who, step=gap.about, field=field)
        return self.t("gap", step=gap.about, field=field)

    def fact(self, fact: str) -> str:
        """Return a finding that an answer used (`p@s3.fault=intent`), as it is when unreadable."""
        left, _, value = fact.partition("=")
        place, _, field = left.rpartition(".")
        person, _, step = place.rpartition("@")
        if not (step and field and value):
            return fact
        gap = self.gap(Gap(step, person, field))
        return self.t("finding", field=gap, value=self.value(field, value))

    def extent(self, assessment: Assessment) -> list[str]:
        """Return the extents of an assessment."""
        return [self.code("extent", e) for e in assessment.extent]

    def place(self, person: str, step: str) -> str:
        """Return person and step as Markdown."""
        return f"{plain(self.who(person))} · {plain(self.act(step))}"
