"""Labels of the case file's words, for the sentences that say why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Change, Gap, Text

OBJECTION = "objection"  # whether the person objected before the step: a change, never a finding
_OBJECTED = {"true": Text("已提出", "made"), "false": Text("未提出", "not made")}
_NOT_FOUND = Text("未认定", "not found")


@dataclass(frozen=True)
class Labels:
    """Labels of the case-file's words, for sentences: field -> label, (field, value) -> label."""

    fields: Mapping[str, Text]
    values: Mapping[tuple[str, str], Text]

    def gap(self, gap: Gap) -> Text:
        """Say one missing finding in both languages."""
        name, _, rest = gap.field.partition(":")
        if rest:
            return Text(f"未决问题 {rest} 的读法", f"the reading of the open question {rest}")
        label = self.fields.get(name, Text(name, name))
        if name == OBJECTION:
            return Text(
                f"{gap.person} 在 {gap.about} 之前的异议",
                f"objection of {gap.person} before {gap.about}",
            )
        if gap.person:
            return Text(
                f"{gap.person} 在 {gap.about} 的{label.zh}",
                f"{label.en} of {gap.person} at {gap.about}",
            )
        return Text(f"{gap.about} 的{label.zh}", f"{label.en} of {gap.about}")

    def fact(self, fact: str) -> Text:
        """Say one fact (`p@s3.fault=gross-negligence`) in both languages."""
        subject, _, rest = fact.partition(".")
        name, _, value = rest.partition("=")
        label = self.fields.get(name, Text(name, name))
        shown = self.values.get((name, value), Text(value, value))
        person, _, step = subject.partition("@")
        if step:
            return Text(
                f"{person} 在 {step} 的{label.zh}为{shown.zh}",
                f"{label.en} of {person} at {step}: {shown.en}",
            )
        return Text(f"{subject} 的{label.zh}为{shown.zh}", f"{label.en} of {subject}: {shown.en}")

    def value(self, field: str, value: str) -> Text:
        """Say one value of a field; "" is a finding that nobody made."""
        if not value:
            return _NOT_FOUND
        if field == OBJECTION:
            return _OBJECTED[value]
        return self.values.get((field, value), Text(value, value))

    def change(self, change: Change) -> Text:
        """Say one change of a fact: what, from what, to what (or to one of what)."""
        point = self.gap(change.point)
        before = self.value(change.point.field, change.before)
        after = [self.value(change.point.field, v) for v in change.values]
        return Text(
            f"{point.zh}：{before.zh} → {'、'.join(t.zh for t in after)}"
            + ("（任一）" if len(after) > 1 else ""),
            f"{point.en}: {before.en} → {' or '.join(t.en for t in after)}",
        )
