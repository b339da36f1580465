"""What can be searched: one document a provision, norm, matter, list item, …, folded once.

A build keeps its documents in a file, because folding them takes ten times as long as reading it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Case, Text
from kg.namespaces import case_iri
from kg.search.folding import fold

# Codes of the kinds in the order in which equal hits stand, with what people call them.
KINDS: Mapping[str, Text] = {
    "provision": Text("条文", "provision"),
    "norm": Text("规范", "norm"),
    "matter": Text("办案事项", "matter"),
    "role": Text("角色和机构", "role or body"),
    "list-item": Text("清单事项", "list item"),
    "mechanism": Text("机制", "mechanism"),
    "procedure": Text("程序和步骤", "procedure or step"),
    "question": Text("目录问题", "catalogue question"),
    "case": Text("教学案件", "teaching case"),
    "open-question": Text("未决问题", "open question"),
    "concept": Text("概念", "concept"),
    "term": Text("本体类和属性", "class or property"),
    "source": Text("文件和清单", "text or list"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A node that can be found: its label, and its other words as (of, language, text).

    `root` is the article (point, part, …) that a provision belongs to, "" for other kinds.
    """

    iri: str
    kind: str
    identifier: str
    label: Text
    texts: Sequence[tuple[str, str, str]]
    source: str = ""
    provisions: Sequence[str] = ()
    root: str = ""
    status: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Folded:
    """A document's words as they are compared: label and texts by language, and what is around.

    `context` are the id and the title of the text that the document belongs to.
    """

    label_zh: str
    label_en: str
    text_zh: str
    text_en: str
    context: str


@dataclass(frozen=True, slots=True)
class Collection:
    """All documents in the order of equal hits, folded, and the titles of texts and lists by id."""

    documents: Sequence[Document]
    folded: Sequence[Folded]
    titles: Mapping[str, Text]


def collect(documents: Sequence[Document], titles: Mapping[str, Text]) -> Collection:
    """Return documents in the order given with their folded words."""
    return Collection(documents, [_fold(d, titles.get(d.source)) for d in documents], titles)


def _fold(document: Document, title: Text | None) -> Folded:
    texts = {
        lang: fold(*(text for _, language, text in document.texts if language == lang))
        for lang in ("zh", "en")
    }
    own = "" if title else fold(document.identifier)  # what belongs to no text is known by its id
    context = fold(document.identifier, title.zh, title.en) if title else ""
    label = document.label
    return Folded(
        fold(label.zh),
        fold(label.en) if label.en != label.zh else "",
        texts["zh"] + own,
        texts["en"] + own,
        context,
    )


def case_document(case: Case) -> Document:
    """Return the document of a packaged case: its title, story and question."""
    texts = [
        (of, lang, text)
        for of in ("story", "question")
        for lang, text in case.document.get(of, {}).items()
    ]
    return Document(case_iri(case.id), "case", case.id, case.title, texts)


def question_document(
    question: str, words: Text, columns: Iterable[Text], provisions: Sequence[str]
) -> Document:
    """Return the document of a catalogue question; it is asked by its id, so it has no IRI."""
    heads = list(columns)
    texts = [("columns", lang, "; ".join(h.pick(lang) for h in heads)) for lang in ("zh", "en")]
    return Document("", "question", question, words, texts, provisions=provisions)


def pack(collection: Collection) -> bytes:
    """Return a collection as JSON, the same bytes for the same documents."""
    titles = {key: [t.zh, t.en] for key, t in sorted(collection.titles.items())}
    rows = [
        [
            d.iri, d.kind, d.identifier, d.label.zh, d.label.en, [list(t) for t in d.texts],
            d.source, list(d.provisions), d.root, d.status, d.confidence,
        ]
        for d in collection.documents
    ]  # fmt: skip
    folded = [[f.label_zh, f.label_en, f.text_zh, f.text_en, f.context] for f in collection.folded]
    document = {"documents": rows, "folded": folded, "titles": titles}
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def unpack(data: bytes) -> Collection:
    """Return the collection that `pack` wrote."""
    found = json.loads(data)
    titles = {key: Text(*pair) for key, pair in found["titles"].items()}
    return Collection(
        [
            Document(iri, kind, ident, Text(zh, en), [(o, g, t) for o, g, t in texts], *rest)
            for iri, kind, ident, zh, en, texts, *rest in found["documents"]
        ],
        [Folded(*words) for words in found["folded"]],
        titles,
    )
