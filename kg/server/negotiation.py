"""Chooses the format of an answer from an Accept header (RFC 9110 section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

# What each kind of result can be, the preferred first (SPARQL 1.1 Protocol section 2.1.6).
RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/trig",
    "application/n-quads",
)
# Other names that clients use for the same formats.
_ALIASES = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("text/csv", "application/n-triples"),
    "application/x-turtle": ("text/turtle",),
    "text/rdf+n3": ("text/turtle",),
}


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """Return the offer that the header likes best, None when it accepts none of them.

    The most specific range decides an offer's quality; among equals the server's order counts.
    """
    ranges = _parse(accept or "*/*")
    best, found = 0.0, None
    for offer in offers:
        quality = _quality(offer, ranges)
        if quality > best:
            best, found = quality, offer
    return found


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    ranked = []
    for name, quality in ranges:
        if name == offer or offer in _ALIASES.get(name, ()):
            ranked.append((2 if name == offer else 1.5, quality))
        elif name.endswith("/*") and offer.startswith(name[:-1]):
            ranked.append((1, quality))
        elif name == "*/*":
            ranked.append((0, quality))
    return max(ranked)[1] if ranked else 0.0


def _parse(accept: str) -> list[tuple[str, float]]:
    """Return (media range, quality) pairs; a quality that cannot be read counts as 0."""
    found = []
    for part in accept.split(","):
        name, *parameters = (p.strip().lower() for p in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        if name:
            found.append((name, quality))
    return found
