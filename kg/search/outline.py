"""Says what was found as text for a terminal and as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Marked, SearchHit, SearchResult, Text
from kg.search.documents import KINDS

# What a text of a hit is; only `text` and `quote` are words of the law.
OF: Mapping[str, Text] = {
    "text": Text("原文", "words of the provision"),
    "quote": Text("所引原文", "words quoted"),
    "restatement": Text("转述，非原文", "restatement, not the text"),
    "definition": Text("含义", "meaning"),
    "note": Text("注", "note"),
    "other-label": Text("别称", "other label"),
    "act": Text("行为", "act"),
    "object": Text("对象", "object"),
    "condition": Text("条件", "condition"),
    "consequence": Text("后果", "consequence"),
    "matter": Text("事项", "matter"),
    "grant": Text("谁可以做什么", "who may do what"),
    "number": Text("编号", "number"),
    "step": Text("步骤", "step"),
    "reading": Text("读法", "reading"),
    "question": Text("问题", "question"),
    "story": Text("案情", "story"),
    "columns": Text("列", "columns"),
    "keyword": Text("关键词", "keyword"),
    "meaning": Text("意义", "significance"),
    "time-limit": Text("期限", "time limit"),
}
_TOTAL = Text(
    "共 {total} 条，此处 {shown} 条（{counts}）", "{total} found, {shown} shown ({counts})"
)
_PART = Text("见", "see")
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: the names of its columns, and rows by these names."""

    variables: Sequence[str]
    rows: Sequence[Mapping[str, str]]


def result_text(result: SearchResult, lang: str, marks: bool = False) -> str:
    """Return a result for people; `marks` sets the words found in bold (a terminal's codes)."""
    lines = [note.pick(lang) for note in result.notes]
    if result.hint:
        return "\n".join([*lines, result.hint.pick(lang)])
    for number, hit in enumerate(result.hits, result.offset + 1):
        lines += [*_hit_lines(number, hit, lang, marks), ""]
    comma = "，" if lang == "zh" else ", "
    counts = comma.join(f"{KINDS[k].pick(lang)} {n}" for k, n in result.counts.items())
    shown = len(result.hits)
    lines.append(_TOTAL.pick(lang).format(total=result.total, shown=shown, counts=counts))
    return "\n".join(lines)


def result_rows(result: SearchResult) -> Rows:
    """Return a result as a table, one row a hit."""
    names = (
        "kind", "identifier", "label_zh", "label_en", "source", "source_zh", "source_en",
        "part", "provisions", "text_status", "snippet_zh", "snippet_zh_of", "snippet_en",
        "snippet_en_of", "confidence", "score", "iri",
    )  # fmt: skip
    rows = []
    for hit in result.hits:
        title = hit.source_title or Text("", "")
        row = {
            "kind": hit.kind, "identifier": hit.identifier, "label_zh": hit.label.zh,
            "label_en": hit.label.en, "source": hit.source, "source_zh": title.zh,
            "source_en": title.en, "part": hit.part, "provisions": " ".join(hit.provisions),
            "text_status": hit.text_status, "confidence": hit.confidence,
            "score": str(hit.score), "iri": hit.iri,
        }  # fmt: skip
        for lang, marked in hit.snippet.items():
            row |= {f"snippet_{lang}": marked.text, f"snippet_{lang}_of": marked.of}
        rows.append(row)
    return Rows(names, rows)


def _hit_lines(number: int, hit: SearchHit, lang: str, marks: bool) -> list[str]:
    title = f" · {hit.source_title.pick(lang)}" if hit.source_title else ""
    label = Marked(hit.label.pick(lang), hit.label_spans.get(lang, ()), "label")
    head = f"{number:3} {_shown(label, marks)}{title}"
    rests = [p for p in hit.provisions if p != hit.identifier][:4]
    where = [KINDS[hit.kind].pick(lang), hit.identifier, *rests]
    if hit.part:
        where.append(f"{_PART.pick(lang)} {hit.part}")
    lines = [head, f"    {' · '.join(where)}"]
    if hit.text_note:
        lines.append(f"    {hit.text_note.pick(lang)}")
    other = "en" if lang == "zh" else "zh"
    shown = hit.snippet.get(lang)
    better = hit.snippet.get(other)
    if better and (shown is None or (better.spans and not shown.spans)):
        shown = better
    if shown:
        lines.append(f"    {OF[shown.of].pick(lang)}：{_shown(shown, marks)}" if lang == "zh"
                     else f"    {OF[shown.of].pick(lang)}: {_shown(shown, marks)}")  # fmt: skip
    return lines


def _shown(marked: Marked, marks: bool) -> str:
    if not marks:
        return marked.text
    parts, at = [], 0
    for start, end in marked.spans:
        parts += [marked.text[at:start], _BOLD, marked.text[start:end], _PLAIN]
        at = end
    return "".join([*parts, marked.text[at:]])
