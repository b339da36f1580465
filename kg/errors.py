"""What goes wrong, said so that a person can mend it.

Every complaint names the place, what is wrong there and what to do, in Chinese and English
(DESIGN section 2, principle 8). This module knows nothing of RDF, files or the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint: `where` (file:line, field path or both), `what` is wrong, what to `do`."""

    where: str
    what_zh: str
    what_en: str
    do_zh: str
    do_en: str

    def as_json(self) -> dict[str, object]:
        """Return the form of contracts/outputs.md: where, what {zh, en}, do {zh, en}."""
        return {
            "where": self.where,
            "what": {"zh": self.what_zh, "en": self.what_en},
            "do": {"zh": self.do_zh, "en": self.do_en},
        }

    def as_text(self) -> str:
        """Return the complaint for a terminal: the place, then Chinese, then English."""
        lines = (self.where, f"  {self.what_zh} {self.do_zh}", f"  {self.what_en} {self.do_en}")
        # a value that is cited may hold line breaks; three lines stay three
        return "\n".join("\u21b5".join(line.splitlines()) for line in lines)


class KgError(Exception):
    """The work could not be done; `problems` say why. The command line ends with exit code 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(p.as_text() for p in self.problems))

    def __reduce__(self) -> tuple[type[KgError], tuple[tuple[Problem, ...]]]:
        """Keep the problems when the error comes from another process."""
        return type(self), (self.problems,)
