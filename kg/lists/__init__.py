"""Power lists: read, checked, written, turned into quads, linted and asked (docs/lists.md)."""
