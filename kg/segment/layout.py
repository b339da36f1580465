"""The layout of one text: where its regions, articles and paragraphs begin, and what was lost.

The fields are those of LAYOUT (kg/segment/styles.py), written in version.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from kg.errors import KgError, Problem
from kg.formats import Format, check, record
from kg.segment.styles import BLOCKS, LAYOUT, STYLES, chinese_number
from kg.yaml12 import Document, Path_

_FORMAT = Format({**record({"layout": LAYOUT}), "additionalProperties": True})


class Layout:
    """A checked layout with the text that it speaks of; its faults name file, line and field."""

    def __init__(self, text: str, document: Document) -> None:
        check(document, _FORMAT)
        self.text = text
        self.document = document
        self.data: Mapping[str, Any] = document.data["layout"]
        self.style = STYLES[self.data["style"]]
        self.articles: int = self.data["articles"]

    def error(self, path: Path_, zh: str, en: str, do_zh: str, do_en: str) -> KgError:
        """Return a fault of the field at `path` of the layout."""
        where = self.document.where(("layout", *path))
        return KgError(Problem(where, f"{zh}。", f"{en}.", do_zh, do_en))

    def entries(self, key: str) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
        """Yield the entries of an optional list with their paths."""
        for index, entry in enumerate(self.data.get(key, ())):
            yield (key, index), entry

    def anchor(self, path: Path_, entry: Mapping[str, Any]) -> int:
        """Return where the words of `from` stand; raise KgError when not exactly once."""
        words = entry["from"]
        count = self.text.count(words)
        if count != 1:
            raise self.error(
                (*path, "from"),
                f"锚文“{words}”出现 {count} 次，应恰好一次",
                f'The anchor "{words}" occurs {count} times; it must occur exactly once',
                "请改用更长的锚文。" if count else "请照原文改正锚文。",
                "Use a longer anchor." if count else "Copy the anchor from the text.",
            )
        return self.text.index(words)

    def regions(self) -> list[tuple[str, str, int, int]]:
        """Return (kind, id, start, end) of each region; raise KgError when out of order or twice.

        A region without an id bears its kind's name; only those that become provisions, and those
        that are another source's text, need to differ.
        """
        found = [(p, r, self.anchor(p, r)) for p, r in self.entries("regions")]
        for (_, _, before), (path, region, at) in pairwise(found):
            if at <= before:
                raise self.error(
                    path,
                    f"区域“{region['kind']}”在原文中不在上一区域之后",
                    f'The region "{region["kind"]}" does not follow the one before it in the text',
                    "请按原文先后排列区域。",
                    "Put the regions in the order of the text.",
                )
        seen: set[str] = set()
        for path, region, _ in found:
            name = region.get("id", region["kind"])
            if name in seen and region["kind"] in ("body", "other-source", *BLOCKS):
                raise self.error(
                    path,
                    f"区域“{name}”写了两次",
                    f'The region "{name}" is written twice',
                    "请用 id 另取名称。",
                    "Give it another name by id.",
                )
            seen.add(name)
        ends = [at for _, _, at in found[1:]] + [len(self.text)]
        return [
            (r["kind"], r.get("id", ""), at, end)
            for (_, r, at), end in zip(found, ends, strict=True)
        ]

    def marks(self, start: int, end: int) -> list[tuple[str, int, int, int]]:
        """Return (kind, article number, start, end of the marker) in order of the text.

        Raises KgError when the article numbers do not come out as the layout says.
        """
        found: list[tuple[int, int, str, str]] = []
        line = self.text.rfind("\n", 0, start) + 1  # an anchor may follow the blanks of its line
        for match in self.style.heading.finditer(self.text, line, end):
            found.append((max(match.start(), start), match.end(), "heading", ""))
        for match in self.style.article.finditer(self.text, line, end):
            found.append((max(match.start(), start), match.end(), "article", match.group(1)))
        for path, extra in self.entries("unnumbered"):
            at = self.anchor(path, extra)
            found.append((at, at, "article", str(extra["article"])))
        renumber = {
            (r["printed"], r["after"]): int(r["article"]) for _, r in self.entries("renumber")
        }
        marks = []
        last = 0
        for at, after, kind, printed in sorted(found):
            number = 0
            if kind == "article":
                number = int(printed) if printed.isascii() else chinese_number(printed)
                number = renumber.get((printed, last), number)
                last = number
            marks.append((kind, number, at, after))
        self._check_numbers([n for kind, n, _, _ in marks if kind == "article"])
        return marks

    def _check_numbers(self, found: list[int]) -> None:
        gone = {int(m["article"]) for _, m in self.entries("missing") if m.get("whole")}
        if sorted([*found, *gone]) != list(range(1, self.articles + 1)):
            raise self.error(
                ("articles",),
                f"条文编号不连续：读到 {found}，另有缺文 {sorted(gone)}，应为 1–{self.articles}",
                f"Article numbers are not 1 to {self.articles}: found {found}, missing "
                f"{sorted(gone)}",
                "请检查 version.yaml 的 layout。",
                "Check the layout in version.yaml.",
            )

    def paragraph_numbers(self, ident: str, count: int) -> list[int]:
        """Return the paragraphs' numbers: 1, 2, … but for those whose neighbours are lost."""
        for _, entry in self.entries("missing"):
            if entry.get("paragraphs") and f"{self.style.prefix}-{entry['article']}" == ident:
                gone = set(entry["paragraphs"])
                return [n for n in range(1, count + len(gone) + 1) if n not in gone][:count]
        return list(range(1, count + 1))
