"""The words that an answer rests on: each cited provision with its text, or what stands for it.

A citation carries the provision's text as supplied. Where the supplied copy has none, it carries
this project's restatement with the outside source key and confidence, or says that the text is
missing. Nothing is shown as the law's words that is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model import Answer, Text
from kg.namespaces import code, provision_id, provision_iri
from kg.store import Store

TRANSLATION = Text(
    "（所供文本此处为英文译文）", "(the supplied text is an English translation here)"
)
PARTIAL = Text("（所供文本此条有缺）", "(parts of this provision are lost in the supplied text)")
MISSING = Text(
    "（所供文本缺失，无可核实的文字）", "(missing in the supplied text; no verified words)"
)
UNCITABLE = Text("（不可引用）", " (not citable)")
RESTORED = Text(
    "（所供文本缺失；以下为本项目据外部来源的复述）",
    "(missing in the supplied text; this project's restatement of an outside source)",
)


@dataclass(frozen=True)
class Citation:
    """A provision with its words.

    `texts` maps a language tag to the supplied words; `restatements` are this project's own, for
    provisions without supplied words, read in the sources that `source_keys` name; `uncitable` are
    those of them without a public address; `status` is the text status.
    """

    id: str
    source: str
    source_title: Text
    number: Text
    status: str
    texts: Mapping[str, str]
    restatements: Sequence[Text]
    source_keys: Sequence[str]
    uncitable: Sequence[str]
    confidence: str

    def as_json(self) -> dict[str, Any]:
        """Return the citation as JSON."""
        return {
            "source": self.source,
            "source_title": self.source_title.as_json(),
            "number": self.number.as_json(),
            "text_status": self.status,
            "text": dict(self.texts),
            "restatement": [r.as_json() for r in self.restatements],
            "source_keys": list(self.source_keys),
            "uncitable": list(self.uncitable),
            "confidence": self.confidence,
        }

    def keys_in_words(self, lang: str) -> str:
        """Return the source keys, those without a public address marked as not citable."""
        mark = UNCITABLE.pick(lang)
        return ", ".join(k + mark if k in self.uncitable else k for k in self.source_keys)


def number_in_words(provision: str) -> Text:
    """Return `第28条第2款第3句` / `art. 28 para. 2 sentence 3` for `art-28/para-2/sentence-3`."""
    zh_units = {
        "art": "条", "point": "点", "part": "部分", "case": "例", "para": "款", "item": "项",
        "sentence": "句",
    }  # fmt: skip
    en_units = {
        "art": "art.", "point": "point", "part": "part", "case": "case", "para": "para.",
        "item": "item", "sentence": "sentence",
    }  # fmt: skip
    zh, en = "", []
    for part in provision.split("/"):
        kind, _, number = part.partition("-")
        if kind not in zh_units:
            names = {"preamble": "序言", "notice": "印发通知", "report": "报道",
                     "introduction": "导言"}  # fmt: skip
            zh += names.get(part, part)
            en.append(part)
            continue
        zh += f"第{number}{zh_units[kind]}"
        en.append(f"{en_units[kind]} {number}")
    return Text(zh, " ".join(en))


def read_citations(store: Store, provisions: Iterable[str]) -> dict[str, Citation]:
    """Return the citations of provision ids, in the order given; unknown ids are left out."""
    wanted = list(dict.fromkeys(provisions))
    if not wanted:
        return {}
    values = " ".join(f"<{provision_iri(*p.split('/', 1))}>" for p in wanted)
    rows = store.solutions(
        f"""SELECT ?p ?status ?text (LANG(?text) AS ?lang) WHERE {{
          VALUES ?p {{ {values} }} ?p jr:hasTextStatus ?status OPTIONAL {{ ?p jr:text ?text }} }}"""
    )
    status: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    for row in rows:
        key = provision_id(row["p"])
        status[key] = row["status"].rsplit("/", 1)[1]
        if "text" in row:
            texts.setdefault(key, {})[row["lang"]] = row["text"]
    facts = _restatements(store, [p for p in wanted if p in status and p not in texts])
    rows = store.solutions("SELECT ?k { ?e jr:isCitable false ; dcterms:identifier ?k }")
    titles, uncitable = _titles(store), {row["k"] for row in rows}
    found = {}
    for key in wanted:
        if key not in status:
            continue
        source, local = key.split("/", 1)
        restated = facts.get(key, [])
        keys = list(dict.fromkeys(k for _, read, _ in restated for k in read))
        found[key] = Citation(
            id=key,
            source=source,
            source_title=titles[source],
            number=number_in_words(local),
            status=status[key],
            texts=texts.get(key, {}),
            restatements=[t for t, _, _ in restated],
            source_keys=keys,
            uncitable=[k for k in keys if k in uncitable],
            confidence=max((c for _, _, c in restated), key="HML".index, default=""),
        )
    return found


def _restatements(
    store: Store, provisions: Sequence[str]
) -> dict[str, list[tuple[Text, list[str], str]]]:
    """Return (label, source keys, confidence) of the norms that restate provisions without text."""
    if not provisions:
        return {}
    values = " ".join(f"<{provision_iri(*p.split('/', 1))}>" for p in provisions)
    rows = store.solutions(
        f"""SELECT ?p ?f ?zh ?en (GROUP_CONCAT(DISTINCT ?k; separator=" ") AS ?keys)
            (SAMPLE(?c) AS ?confidence) WHERE {{
          VALUES ?p {{ {values} }}
          {{ ?f jr:restsOn ?p }} UNION {{ ?part eli:is_part_of ?p . ?f jr:restsOn ?part }}
          ?f jr:hasConfidence ?c ; skos:prefLabel ?zh , ?en ; jr:sourceKey ?k .
          FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }}
        GROUP BY ?p ?f ?zh ?en ORDER BY ?p ?f"""
    )
    found: dict[str, list[tuple[Text, list[str], str]]] = {}
    for row in rows:
        found.setdefault(provision_id(row["p"]), []).append(
            (Text(row["zh"], row["en"]), sorted(row["keys"].split(" ")), code(row["confidence"]))
        )
    return found


def _titles(store: Store) -> dict[str, Text]:
    rows = store.solutions(
        """SELECT ?id ?zh ?en WHERE { ?s a jr:Source ; dcterms:identifier ?id ;
           dcterms:title ?zh , ?en .
           FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }"""
    )
    return {r["id"]: Text(r["zh"], r["en"]) for r in rows}


def cited(answers: Iterable[Answer]) -> list[str]:
    """Return every provision that the answers cite, in order."""
    found: dict[str, None] = {}
    for answer in answers:
        groups: list[Sequence[str]] = [
            *(a.provisions for a in answer.assessments),
            *(r.provisions for r in (*answer.violations, *answer.silences, *answer.notes)),
            *(c.provisions for c in answer.conflicts),
        ]
        for group in groups:
            found.update(dict.fromkeys(group))
    return list(found)


def citation_text(citation: Citation, lang: str) -> str:
    """Return one citation as text: title, number, and the words or what stands for them."""
    head = f"- {citation.id} · {citation.source_title.pick(lang)} {citation.number.pick(lang)}"
    return "\n    ".join([head, *citation_words(citation, lang)])


def citation_words(citation: Citation, lang: str) -> list[str]:
    """Return the words of a provision, or what stands for them, with what must be said of them."""
    if citation.texts:
        words = [f"“{t}”" for t in citation.texts.values()]
        if "en" in citation.texts:
            words.append(TRANSLATION.pick(lang))
        if citation.status == "partial":
            words.append(PARTIAL.pick(lang))
        return words
    if citation.restatements:
        keys = citation.keys_in_words(lang)
        told = f"{RESTORED.pick(lang)} [{keys}; {citation.confidence}]"
        return [told, *(r.pick(lang) for r in citation.restatements)]
    return [MISSING.pick(lang)]
