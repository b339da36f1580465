"""Words of the page About."""

WORDS: dict[str, dict[str, str]] = {}
