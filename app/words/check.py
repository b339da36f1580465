"""Words of the page Check."""

WORDS: dict[str, dict[str, str]] = {
    "page_check": {"zh": "校验", "en": "Check"},
}
