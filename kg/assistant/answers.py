"""What each tool answers: plain data with IRIs, labels, provisions and their words.

Every answer has `said`, in both languages: what it rests on, and plainly that nothing is encoded or
that a text is silent, where that is so. An empty answer never stands for "no".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg import pipeline
from kg.errors import KgError, Problem
from kg.model import Text
from kg.namespaces import BASE, ID, list_item_iri, source_iri
from kg.pipeline import Session

MAX_HITS = 50
MAX_ROWS = 200
MAX_SECONDS = 10.0
_CITED = 12  # provisions whose words an answer of a question carries
NOTICE = Text(
    "由软件按公开文本推出，非官方解释。",
    "Derived by software from public texts; not an official interpretation.",
)
_EMPTY = Text(
    "没有一行：图谱没有编码这样的内容，或者文本没有写；不等于法律规定没有。",
    "No row: nothing of the kind is encoded, or the texts are silent; that does not mean that the "
    "law says no.",
)
_CUT = Text("只列出前 {n} 行，其余未列。", "Only the first {n} rows are given; there are more.")
_NOT_ENCODED = Text(
    "图谱没有为本条编码规范（列为不编码、缺文，或者只编码了别的部分）；不等于本条没有规定。",
    "No norm is encoded for this provision (out of scope, text missing, or only other parts are "
    "encoded); that does not mean that it lays down nothing.",
)
_LOST = Text(
    "所供文本没有本条的文字；所列复述是本项目的话，不是法律原文。",
    "The supplied text lacks the words of this provision; a restatement is this project's, not the "
    "law's.",
)
_STATUS = {
    "decided": Text("有文本写明由谁决定，见 grounds 和 provisions。",
                    "A text says who decides; see grounds and provisions."),
    "depends": Text("取决于未告知的情况，见 turns_on。",
                    "It depends on what was not told; see turns_on."),
    "conflict": Text("文本之间说法不一，没有选择其一。",
                     "The texts disagree; none was chosen."),
    "unknown": Text("没有编码：所见文本没有说由谁决定；不等于无人有权决定。",
                    "Not encoded: no text seen says who decides; that does not mean that nobody "
                    "may."),
}  # fmt: skip


def search(session: Session, words: str, kinds: Sequence[str], limit: int) -> dict[str, Any]:
    """Return what has all the words."""
    _within("limit", limit, 1, MAX_HITS)
    found = session.search(words, kinds=kinds, limit=limit)
    return _answer(found.as_json(), *(n for n in [*found.notes, found.hint] if n))


def provision(session: Session, ident: str) -> dict[str, Any]:
    """Return a provision with its words, its parts, the norms and open questions on it."""
    known = session.provisions([ident.strip().removeprefix(ID)])
    ident, cited = next(iter(known.items()))
    iri = cited["iri"]
    about = {
        name: _nodes(session, f"{pattern} BIND(?n AS ?node)")
        for name, pattern in (
            ("norms", f"?n jr:restsOn/eli:is_part_of* <{iri}> ; jr:hasReviewStatus ?review ."),
            ("parts", f"?n eli:is_part_of <{iri}> ."),
            ("rules", f"?n a jr:Rule ; jr:restsOn/eli:is_part_of* <{iri}> ."),
            ("open_questions", f"?n a jr:OpenQuestion ; jr:restsOn/eli:is_part_of* <{iri}> ."),
        )
    }
    said = []
    if cited["text_status"] in ("missing", "restored"):
        said.append(_LOST)
    if not about["norms"]:
        said.append(_NOT_ENCODED)
    source = {"source_iri": source_iri(cited["source"])}
    return _answer({**cited, **source, **about}, *said)


def questions(session: Session, words: str) -> dict[str, Any]:
    """Return the catalogue's questions with their parameters and the first choices."""
    listed = [
        {
            "id": q.id,
            "question": q.question.as_json(),
            "parameters": [
                {"name": p.name, "label": p.label.as_json(), "default": p.default, "type": p.type}
                for p in q.parameters
            ],
        }
        for q in session.questions(words).values()
    ]
    return _answer({"questions": listed}, *([] if listed else [_EMPTY]))


def ask(session: Session, question: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return the rows of a catalogue question, and the words of the provisions it is about."""
    result = session.ask(question, **dict(parameters))
    asked = session.questions()[question]
    shown = [*result.rows[:MAX_ROWS]]
    ids = [v for row in shown for v in row.values()] + list(asked.provisions)
    words = session.known(ids)
    return _answer(
        {
            "id": asked.id,
            "question": asked.question.as_json(),
            "parameters": {p.name: parameters.get(p.name, p.default) for p in asked.parameters},
            "columns": {name: label.as_json() for name, label in asked.columns.items()},
            "rows": shown,
            "row_count": len(result.rows),
            "provisions": list(words.values())[:_CITED],
        },
        *_rows_said(len(result.rows), len(shown), result.truncated),
    )


def who_may_decide(session: Session, **asked: Any) -> dict[str, Any]:
    """Return who may decide a matter, with the items of lists and the words they rest on."""
    found = session.who_may_decide(**asked)
    for ground in (*found["grounds"], *found["possible"]):
        ground["iri"] = list_item_iri(ground["list"], ground["item"].rsplit("/", 1)[-1])
        ground["list_iri"] = source_iri(ground["list"])
    found["provisions"] = list(session.known([p["id"] for p in found["provisions"]]).values())
    return _answer(found, _STATUS[found["status"]])


def assess(session: Session, case: Mapping[str, Any] | str) -> dict[str, Any]:
    """Return who answers for what in a case file's data, or in a packaged case."""
    if isinstance(case, str):
        known = pipeline.packaged_case_data()
        if case not in known:
            raise KgError(
                Problem(
                    case[:80],
                    "没有这个名称的示例案件。",
                    "There is no packaged case of this name.",
                    f"示例案件：{'、'.join(known)}；或者给出案件文件的内容。",
                    f"Packaged cases: {', '.join(known)}; or give the content of a case file.",
                )
            )
        case = {k: v for k, v in known[case].items() if k != "expected"}
    found = session.assess(case)
    open_outcomes = [a for a in found["assessments"] if a["outcome"] == "undetermined"]
    said = []
    if open_outcomes:
        said.append(
            Text(
                f"{len(open_outcomes)} 项待定：取决于 turns_on 所列的认定；待定不等于不承担。",
                f"{len(open_outcomes)} outcomes are undetermined: they turn on the findings under "
                "turns_on; that is no acquittal.",
            )
        )
    if not found["assessments"]:
        said.append(_EMPTY)
    if found["silences"]:
        said.append(
            Text(
                "文本对若干处没有规定，见 silences。",
                "The texts are silent on some points; see silences.",
            )
        )
    for ident, cited in found["citations"].items():
        cited["iri"] = ID + ident
    return _answer(found, *said)


def sparql(session: Session, query: str, rows: int, seconds: float) -> dict[str, Any]:
    """Return the result of a query: at most `rows` rows within `seconds` seconds."""
    _within("rows", rows, 1, MAX_ROWS)
    _within("seconds", seconds, 0.1, MAX_SECONDS)
    result = session.query(query, seconds)
    if result.boolean is not None:
        return _answer({"boolean": result.boolean})
    if not result.document:
        cut = len(result.turtle) > MAX_ROWS * 200
        if cut:
            raise KgError(
                Problem(
                    "sparql",
                    "所得的图太大。",
                    "The graph is too large.",
                    "请加 LIMIT，或者用 SELECT。",
                    "Add a LIMIT, or use SELECT.",
                )
            )
        return _answer({"turtle": result.turtle})
    shown = list(result.rows[:rows])
    labels = session.graph.names({v for row in shown for v in row.values() if v.startswith(BASE)})
    return _answer(
        {
            "variables": list(result.variables),
            "rows": shown,
            "row_count": len(result.rows),
            "truncated": result.truncated or len(result.rows) > rows,
            "labels": {iri: label.as_json() for iri, label in sorted(labels.items())},
        },
        *_rows_said(len(result.rows), len(shown), result.truncated),
    )


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise KgError(
            Problem(
                name,
                f"{value:g} 不在 {low:g} 到 {high:g} 之间。",
                f"{value:g} is not between {low:g} and {high:g}.",
                "请改写这个数。",
                "Write another number.",
            )
        )


def _nodes(session: Session, pattern: str) -> list[dict[str, Any]]:
    """Return the nodes of a pattern (?node) with identifier and labels in both languages."""
    rows = session.graph.store.query(
        f"SELECT DISTINCT ?node ?id WHERE {{ {pattern} ?node dcterms:identifier ?id }} ORDER BY ?id"
    ).rows
    labels = session.graph.names([r["node"] for r in rows])
    return [
        {
            "iri": r["node"],
            "id": r["id"],
            **({"label": labels[r["node"]].as_json()} if r["node"] in labels else {}),
        }
        for r in rows
    ]


def _rows_said(found: int, shown: int, truncated: bool) -> list[Text]:
    if not found:
        return [_EMPTY]
    if truncated or shown < found:
        return [Text(_CUT.zh.format(n=shown), _CUT.en.format(n=shown))]
    return []


def _answer(content: Mapping[str, Any], *said: Text) -> dict[str, Any]:
    """Return an answer with what must be said of it, and the notice."""
    told = {
        "zh": "".join([*(t.zh for t in said), NOTICE.zh]),
        "en": " ".join([*(t.en for t in said), NOTICE.en]),
    }
    return {**content, "said": told}
