"""One short text in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def as_json(self) -> dict[str, str]:
        """Return {zh, en}."""
        return {"zh": self.zh, "en": self.en}

    def pick(self, lang: str) -> str:
        """Return the text in `lang` (`zh` or `en`)."""
        return self.zh if lang == "zh" else self.en
