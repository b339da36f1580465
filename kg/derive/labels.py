"""Labels of the case file's words, for the sentences that say why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Gap, Text


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
