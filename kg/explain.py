"""Says an answer: as JSON, as text for a terminal, as RDF; always with the words it rests on.

A citation carries the provision's text as supplied. Where the supplied copy has none, it carries
this project's restatement with the outside source key and confidence, or says that the text is
missing. Nothing is shown as the law's words that is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model import Answer, Assessment, Case, Remark, Text
from kg.namespaces import (
    assessment_iri,
    case_iri,
    code,
    concept,
    provision_id,
    provision_iri,
    rule_iri,
    source_iri,
)
from kg.store import EmbeddedStore, Quad, iri, literal, quad

NOTICE = Text("本回答由软件按公开文本推出，非官方解释。",
              "Derived by software from public texts; not an official interpretation.")  # fmt: skip
SECTIONS = {
    "governing": Text("适用文本", "Which text governs"),
    "assessments": Text("谁负什么责任", "Who answers for what"),
    "violations": Text("违反的禁止性规定", "Violations"),
    "silences": Text("条文未规定", "Where the texts are silent"),
    "conflicts": Text("规则冲突", "Conflicts"),
    "assumptions": Text("本回答所依据的默认", "Assumptions"),
    "open_questions": Text("未决问题", "Open questions"),
    "citations": Text("所引条文", "The provisions cited"),
}
TRANSLATION = Text(
    "（所供文本此处为英文译文）", "(the supplied text is an English translation here)"
)
PARTIAL = Text("（所供文本此条有缺）", "(parts of this provision are lost in the supplied text)")
ASSUMPTIONS = {
    "within_authority": Text("假定在职权范围内（案件文件未写）", "assumed to be within authority"),
    "candour": Text("假定如实汇报（案件文件未写）", "the report is assumed to be full"),
    "form": Text("假定为书面（案件文件未写）", "assumed to be in writing"),
    "circumstance": Text(
        "过错的认定读作已符合条文所列情形之一", "the fault is read as meeting a listed circumstance"
    ),
}
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


def read_citations(store: EmbeddedStore, provisions: Iterable[str]) -> dict[str, Citation]:
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
    store: EmbeddedStore, provisions: Sequence[str]
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


def _titles(store: EmbeddedStore) -> dict[str, Text]:
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
            *(r.provisions for r in (*answer.violations, *answer.silences)),
            *(c.provisions for c in answer.conflicts),
        ]
        for group in groups:
            found.update(dict.fromkeys(group))
    return list(found)


# --- JSON --------------------------------------------------------------------------------------


def answer_json(
    answer: Answer, receipt: Mapping[str, str], citations: Mapping[str, Citation]
) -> dict[str, Any]:
    """Return the assessment object of the contract (docs/case-file.md), with citations added."""
    return {
        "case": answer.case,
        "governing": [
            {"step": g.step, "source": g.source or None, "because": g.because.as_json()}
            for g in answer.governing
        ],
        "assessments": [a.as_json() for a in answer.assessments],
        "violations": [
            {
                "person": v.person,
                "step": v.step,
                "provision": v.provisions[0],
                "provisions": list(v.provisions),
                "rule": v.rule,
                "because": v.because.as_json(),
            }
            for v in answer.violations
        ],
        "silences": [_silence(s) for s in answer.silences],
        "conflicts": [c.as_json() for c in answer.conflicts],
        "assumptions": [dict(a) for a in answer.assumptions],
        "open_questions": [q.as_json() for q in answer.open_questions],
        "citations": {key: c.as_json() for key, c in citations.items()},
        "receipt": dict(receipt),
        "notice": NOTICE.as_json(),
    }


def _silence(silence: Remark) -> dict[str, Any]:
    return {
        "person": silence.person,
        "step": silence.step,
        "kind": silence.kind,
        "provisions": list(silence.provisions),
        "rule": silence.rule or None,
        "because": silence.because.as_json(),
    }


# --- RDF ---------------------------------------------------------------------------------------


def answer_quads(answer: Answer) -> list[Quad]:
    """Return the assessments as RDF: one jr:Assessment a person, step and kind."""
    quads = []
    for a in answer.assessments:
        node = assessment_iri(answer.case, a.person, a.step, a.kind)
        case = case_iri(answer.case)
        links = [
            ("rdf:type", "jr:Assessment"),
            ("jr:assessesCase", case),
            ("jr:assessesPerson", f"{case}/{a.person}"),
            ("jr:assessesStep", f"{case}/{a.step}"),
            ("jr:concernsKind", concept("responsibility-kind", a.kind)),
            ("jr:hasOutcome", concept("outcome", a.outcome)),
            ("jr:isGovernedBy", source_iri(a.text)),
            *(("jr:hasExtent", concept("extent", e)) for e in a.extent),
            *(("jr:restsOn", provision_iri(*p.split("/", 1))) for p in a.provisions),
            *(("jr:appliesRule", rule_iri(r)) for r in a.rules),
        ]
        quads += [quad(node, p, iri(o)) for p, o in links]
        quads.append(quad(node, "jr:becauseText", literal(a.because.zh, "zh-Hans")))
        quads.append(quad(node, "jr:becauseText", literal(a.because.en, "en")))
    return quads


# --- text --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """Labels of codes: (scheme, code) -> Text."""

    labels: Mapping[tuple[str, str], Text]

    def of(self, scheme: str, code: str, lang: str) -> str:
        """Return the label of a code in a language, the code itself when it has none."""
        return self.labels.get((scheme, code), Text(code, code)).pick(lang)


def who(case: Case, person: str, words: Words, lang: str) -> str:
    """Return a person as people say it: id and office or role or status."""
    p = case.people[person]
    label = (
        words.of("office", p.office, lang)
        if p.office
        else words.of("case-role", p.role, lang)
        if p.role
        else words.of("status", p.status, lang)
    )
    return f"{person}（{label}）" if lang == "zh" else f"{person} ({label})"


def act_of(case: Case, step: str, words: Words, lang: str) -> str:
    """Return a step as people say it: id, act and date."""
    s = case.steps[step]
    label = words.of("act", s.act, lang)
    return f"{step}（{label}，{s.on}）" if lang == "zh" else f"{step} ({label}, {s.on})"


def answer_text(
    case: Case,
    answer: Answer,
    citations: Mapping[str, Citation],
    words: Words,
    receipt: Mapping[str, str],
    lang: str,
) -> str:
    """Return the answer as plain text in one language, ending with the provisions' words."""
    lines = [case.title.pick(lang), ""]

    def section(key: str, rows: Sequence[str]) -> None:
        if rows:
            lines.extend([f"## {SECTIONS[key].pick(lang)}", *rows, ""])

    section("governing", [
        f"- {act_of(case, g.step, words, lang)}: {g.source or '—'}" for g in answer.governing
    ])  # fmt: skip
    section("assessments", [_line(case, a, words, lang) for a in answer.assessments])
    for key, remarks in (("violations", answer.violations), ("silences", answer.silences)):
        section(key, [
            f"- {who(case, r.person, words, lang)} · {act_of(case, r.step, words, lang)}\n"
            f"    {r.because.pick(lang)}" + (f"\n    [{'; '.join(r.provisions)}]"
                                             if r.provisions else "")
            for r in remarks
        ])  # fmt: skip
    section("conflicts", [f"- {c.person} · {c.step}: {' / '.join(c.rules)}"
                          for c in answer.conflicts])  # fmt: skip
    section("assumptions", [
        f"- {a['step']}{' · ' + str(a['person']) if 'person' in a else ''}: "
        f"{ASSUMPTIONS[str(a['field'])].pick(lang)}"
        for a in answer.assumptions
    ])  # fmt: skip
    section("open_questions", [
        f"- {q.question.pick(lang)}\n" + "\n".join(
            f"    {i}. {r.pick(lang)}" for i, r in enumerate(q.readings, 1))
        for q in answer.open_questions
    ])  # fmt: skip
    section("citations", [citation_text(c, lang) for c in citations.values()])
    lines += [f"{NOTICE.pick(lang)} graph {receipt['graph'][:16]} · {receipt['version']}"]
    return "\n".join(lines)


def _line(case: Case, a: Assessment, words: Words, lang: str) -> str:
    extent = "、".join(words.of("extent", e, lang) for e in a.extent)
    shown = f" [{extent}]" if extent else ""
    return (
        f"- {who(case, a.person, words, lang)} · {act_of(case, a.step, words, lang)}\n"
        f"    {words.of('responsibility-kind', a.kind, lang)}: "
        f"{words.of('outcome', a.outcome, lang).upper()}"
        f"{shown}\n    {a.because.pick(lang)}\n    [{'; '.join(a.provisions)}]"
    )


def citation_text(citation: Citation, lang: str) -> str:
    """Return one citation as text: title, number, and the words or what stands for them."""
    head = f"- {citation.id} · {citation.source_title.pick(lang)} {citation.number.pick(lang)}"
    if citation.texts:
        words = "\n    ".join(f"“{t}”" for t in citation.texts.values())
        notes = []
        if "en" in citation.texts:
            notes.append(TRANSLATION.pick(lang))
        if citation.status == "partial":
            notes.append(PARTIAL.pick(lang))
        return "\n    ".join([head, words, *notes])
    if citation.restatements:
        keys = citation.keys_in_words(lang)
        body = "\n    ".join(r.pick(lang) for r in citation.restatements)
        return f"{head}\n    {RESTORED.pick(lang)} [{keys}; {citation.confidence}]\n    {body}"
    return f"{head}\n    {MISSING.pick(lang)}"
