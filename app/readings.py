"""Puts the words of articles and comparisons into Markdown, everything from data escaped.

No Streamlit in here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from texts import t
from widgets import plain

from kg.model import Article, Compared, Document, Part, Stretch

PROVISION, VIEW, PAGE, CHANGE = "provision", "view", "page", "change"
BESIDE = "beside"


@dataclass(frozen=True)
class Asked:
    """What an address asks for: a provision or document, or the two Opinions side by side."""

    provision: str = ""
    beside: bool = False
    page: int = 1
    change: tuple[str, ...] = ()

    def address(self) -> dict[str, str]:
        """Return the part of the address that asks for this."""
        if not self.beside:
            return {PROVISION: self.provision} if self.provision else {}
        values = {VIEW: BESIDE}
        if self.change:
            values[CHANGE] = ".".join(self.change)
        if self.page > 1:
            values[PAGE] = str(self.page)
        return values


def read_address(params: Mapping[str, str]) -> Asked:
    """Return what an address asks for; what is not understood counts as not said."""
    page = params.get(PAGE, "1")
    return Asked(
        params.get(PROVISION, "").strip("/"),
        params.get(VIEW) == BESIDE,
        int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 4 else 1,
        tuple(c for c in params.get(CHANGE, "").split(".") if c),
    )


def edged(text: str, wrap: str = "{}") -> str:
    """Return words escaped and wrapped, the spaces at their ends kept outside."""
    words = plain(text)
    if not words:
        return " " if text else ""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return before + wrap.replace("{}", words) + after


def shaded(stretches: Sequence[Stretch]) -> str:
    """Return the words of a part, those that facts quote shaded and numbered."""
    found = []
    for s in stretches:
        numbers = "".join(f"[{n}]" for n in s.ends)
        words = edged(s.text, ":blue-background[{}]" if s.facts else "{}")
        found.append(words + (f":small[:blue[{plain(numbers)}]]" if numbers else ""))
    return "".join(found)


def paragraphs(article: Article, lang: str, meant: str, numbers: Mapping[str, str]) -> list[str]:
    """Return an article's words as Markdown, a string a paragraph or item.

    `meant` is the part that a link means, `numbers` the parts' numbers in words, by id.
    """
    found: list[tuple[str, str]] = []
    for part in article.parts:
        block = _block(part)
        words = _part(article, part, lang, meant, numbers)
        if found and found[-1][0] == block:
            found[-1] = (block, found[-1][1] + words)
        else:
            found.append((block, words))
    return [words for _, words in found if words.strip()]


def _block(part: Part) -> str:
    """Return the paragraph or item that a part stands in."""
    head, _, last = part.id.rpartition("/")
    return head if last.startswith("sentence-") else part.id


def _part(article: Article, part: Part, lang: str, meant: str, numbers: Mapping[str, str]) -> str:
    here = (
        f":violet-badge[{t('read_here', lang)}] "
        if meant and part.id and (part.id == meant or part.id.startswith(f"{meant}/"))
        else ""
    )
    marker = f"{plain(part.marker)} " if part.marker else ""
    if not part.stretches:
        number = numbers.get(part.id, part.id)
        told = [i for i, note in enumerate(article.facts, 1) if part.id in note.provisions]
        if told:
            facts = "".join(f"[{i}]" for i in told)
            gap = t("read_gap_restored", lang, number=number, facts=facts)
        else:
            gap = t("read_gap", lang, number=number)
        return f"{here}:orange[{plain(gap)}]"
    return here + marker + shaded(part.stretches)


def compared(pieces: Sequence[Compared], newer: bool) -> str:
    """Return one side of a comparison: what only the older has struck out, the newer's bold."""
    wrap = ":green-background[**{}**]" if newer else ":red-background[~~{}~~]"
    lines = []
    for line in _lines(pieces):
        lines.append("".join(edged(p.text, "{}" if p.same else wrap) for p in line))
    return "\n\n".join(f"> {line}" for line in lines if line.strip())


def _lines(pieces: Sequence[Compared]) -> list[list[Compared]]:
    """Return pieces line by line, as one provision stands below another."""
    lines: list[list[Compared]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(Compared(first, piece.same))
        lines += [[Compared(other, piece.same)] for other in others]
    return [[p for p in line if p.text] for line in lines]


def days(document: Document, lang: str) -> str:
    """Return a document's dates in words."""
    comma = "，" if lang == "zh" else ", "
    return comma.join(
        f"{t(f'date_{key}', lang)} {document.dates[key]}"
        for key in ("document", "publication", "in_force", "end")
        if key in document.dates
    )
