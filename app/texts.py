"""All words of the interface, in Chinese and English, by key; one module of `words` a page.

Words of the law (acts, offices, outcomes, kinds, the provisions themselves) are not here: they come
from the graph. `t` fills placeholders with str.format.
"""

from __future__ import annotations

from words import (
    about,
    ask,
    check,
    explore,
    frame,
    home,
    learn,
    powers,
    provinces,
    query,
    questions,
    read,
)  # fmt: skip

LANGUAGES = ("zh", "en")
DEFAULT = "zh"

_PAGES = (
    frame.WORDS, home.WORDS, ask.WORDS, questions.WORDS, provinces.WORDS, explore.WORDS,
    read.WORDS, powers.WORDS, check.WORDS, learn.WORDS, query.WORDS, about.WORDS,
)  # fmt: skip
TEXTS: dict[str, dict[str, str]] = {key: words for page in _PAGES for key, words in page.items()}


def t(key: str, lang: str, **values: object) -> str:
    """Return the words of a key in `lang`, with placeholders filled."""
    words = TEXTS[key][lang]
    return words.format(**values) if values else words
