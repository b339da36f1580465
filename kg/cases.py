"""Reads and checks case files, and turns them into RDF through their JSON-LD context.

The format is docs/case-file.md; its JSON Schema (ontology/case.schema.json) says what a field may
hold, and this pass checks what a schema cannot: ids that point somewhere, order in time, real
dates. Every complaint names file, line and field path.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kg.assets import relative, root
from kg.errors import KgError, Problem
from kg.model import Case, Finding, Organ, Person, Step, Text
from kg.namespaces import case_iri
from kg.yaml12 import Document, load, parse

Path_ = tuple[str | int, ...]
COMMITTEE = "committee"
_DEFAULTS = {
    "decide": {"within_authority": "true"},
    "report": {"candour": "full"},
    "object": {"form": "written"},
}
_STEP_FIELDS = (
    "within_authority", "candour", "vote", "form", "performance", "matter", "part", "description",
)  # fmt: skip


_DATE = Text("请写成 年-月-日，如 2024-09-01。", "Write it like 2024-09-01.")
_MAY_DIFFER = ("about", "person", "note", "conduct", "circumstance")  # in two findings on a point
_PATTERN_HINTS: Mapping[str | int, Text] = {
    "id": Text("编号用小写字母、数字和连字符，如 chief-2。",
               "Ids use small letters, digits and hyphens, such as chief-2."),
    "on": _DATE,
    "assessed_on": _DATE,
    "jurisdiction": Text("请写 CN，或省份代码如 CN-41。",
                         "Write CN, or a province's code such as CN-41."),
    "circumstance": Text("请写条文编号，如 opinions-2015/art-35/item-1。",
                         "Write a provision's id, such as opinions-2015/art-35/item-1."),
}  # fmt: skip


def read_case(path: Path) -> Case:
    """Read one case file (YAML or JSON). Raises KgError with every fault found."""
    return check_case(load(path, relative(path)))


def parse_case(text: str, name: str) -> Case:
    """Read a case from text; `name` stands for the file in messages. Raises KgError."""
    return check_case(parse(text, name))


def check_case(document: Document) -> Case:
    """Check a parsed case file and return the case with its defaults. Raises KgError."""
    if not isinstance(document.data, dict):
        raise KgError(
            Problem(
                document.where(),
                "案件文件应为映射（键和值）。",
                "A case file must be a mapping (keys and values).",
                "请以 id: … 开头，见 docs/case-file.md。",
                "Begin it with id: …, see docs/case-file.md.",
            )
        )
    told: dict[tuple[str, str], Problem] = {}
    for problem in _schema_problems(document):
        told.setdefault((problem.where, problem.what_en), problem)
    problems = list(told.values())
    if not problems:
        problems = list(_Checker(document).problems())
    if problems:
        raise KgError(problems)
    return _case(document.data)


def to_jsonld(case: Case) -> dict[str, Any]:
    """Return the case as JSON-LD: the normalised case file under the project's context."""
    return {"@context": [context(), {"@base": case_iri(case.id) + "/"}], **case.document}


@cache
def context() -> Mapping[str, Any]:
    """Return the JSON-LD context of the case file."""
    text = (root() / "ontology" / "case.context.jsonld").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)["@context"]
    return found


@cache
def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of the case file."""
    text = (root() / "ontology" / "case.schema.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())


def _schema_problems(document: Document) -> Iterator[Problem]:
    errors = sorted(_validator().iter_errors(document.data), key=lambda e: list(map(str, e.path)))
    for error in errors:
        path = tuple(error.absolute_path)
        if (
            error.validator == "additionalProperties"
            or "propertyNames" in error.absolute_schema_path
        ):
            yield from _unknown_fields(document, path, error)
        else:
            yield _explain(document, path, error)


def _unknown_fields(document: Document, path: Path_, error: Any) -> Iterator[Problem]:
    """Say each field that the schema does not know here, with the nearest one that it knows."""
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        unknown = [k for k in error.instance if k not in known and not k.startswith("x-")]
    else:
        known = [name for part in error.validator_value for name in part.get("enum", ())]
        unknown = [error.instance]
    for name in unknown:
        close = difflib.get_close_matches(name, known, 1)
        yield Problem(
            document.where((*path, name)),
            f"此处没有字段“{name}”。",
            f'There is no field "{name}" here.',
            (f"是否指“{close[0]}”？" if close else f"此处可用：{'、'.join(known)}。")
            + "自用字段请以 x- 开头。",
            (f'Did you mean "{close[0]}"?' if close else f"Known here: {', '.join(known)}.")
            + " Begin your own fields with x-.",
        )


def _explain(document: Document, path: Path_, error: Any) -> Problem:
    """Say one other JSON Schema error in words."""
    where, keyword, value = document.where(path), error.validator, error.instance
    shown = json.dumps(value, ensure_ascii=False)[:60]
    if keyword == "required":
        missing = error.message.split("'")[1]
        return Problem(
            where,
            f"缺少字段“{missing}”。",
            f'The field "{missing}" is missing.',
            f"请补上“{missing}”。",
            f'Add "{missing}".',
        )
    if keyword in ("enum", "const"):
        allowed = [str(v).lower() if isinstance(v, bool) else str(v) for v in error.validator_value]
        close = difflib.get_close_matches(str(value), allowed, 1)
        return Problem(
            where,
            f"{shown} 不是已知的值。",
            f"{shown} is not a known value.",
            f"可用：{'、'.join(allowed)}。" + (f"是否指“{close[0]}”？" if close else ""),
            f"Use one of: {', '.join(allowed)}."
            + (f' Did you mean "{close[0]}"?' if close else ""),
        )
    if keyword == "anyOf":
        return Problem(
            where,
            "关于人的认定须写明 about（哪一步）或 conduct（事后表现）。",
            "A finding about a person needs about (which step) or conduct (afterwards).",
            "请补上其一。",
            "Add one of them.",
        )
    if keyword == "pattern":
        hint = _PATTERN_HINTS.get(path[-1], _PATTERN_HINTS["id"])
        return Problem(
            where,
            f"{shown} 的写法不对。",
            f"{shown} is not written as it must be.",
            hint.zh,
            hint.en,
        )
    if keyword in ("minLength", "maxLength", "minItems", "maxItems"):
        limit = error.validator_value
        least = keyword.startswith("min")
        unit_zh, unit = (
            ("个字符", "characters") if keyword.endswith("Length") else ("项", "entries")
        )
        return Problem(
            where,
            f"此处有 {len(value)} {unit_zh}，{'至少' if least else '至多'}应有 {limit} {unit_zh}。",
            f"There are {len(value)} {unit} here; "
            + (f"at least {limit} must be." if least else f"at most {limit} may be."),
            "请补足。" if least else "请缩减。",
            "Add what is missing." if least else "Shorten it.",
        )
    if keyword == "type":
        kinds = {"object": "映射", "array": "列表", "string": "文字", "boolean": "true/false"}
        wanted = str(error.validator_value)
        quoted = wanted == "string" and isinstance(value, (int, float))
        return Problem(
            where,
            f"{shown} 应为{kinds.get(wanted, wanted)}。",
            f"{shown} must be of type {wanted}.",
            f"请加引号，写成 '{shown}'。" if quoted else "请按 docs/case-file.md 改写。",
            f"Put it in quotes: '{shown}'." if quoted else "Write it as docs/case-file.md shows.",
        )
    return Problem(
        where,
        f"不符合格式（{keyword}）。",
        f"The format is not kept ({keyword}: {error.message[:120]}).",
        "请按 docs/case-file.md 改写。",
        "Write it as docs/case-file.md shows.",
    )


class _Checker:
    """Checks what a schema cannot. The document has passed the schema."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.data: Mapping[str, Any] = document.data
        self.organs = {o["id"] for o in self.data.get("organs", ())} or {"own"}
        self.people = {p["id"] for p in self.data["people"]}
        self.steps = {s["id"]: i for i, s in enumerate(self.data["steps"])}

    def problems(self) -> Iterator[Problem]:
        yield from self._unique()
        yield from self._organs()
        yield from self._steps()
        yield from self._findings()

    def _problem(self, path: Path_, zh: str, en: str, do_zh: str, do_en: str) -> Problem:
        return Problem(self.document.where(path), zh, en, do_zh, do_en)

    def _dangling(self, path: Path_, value: str, kind_zh: str, kind: str) -> Problem:
        return self._problem(
            path,
            f"没有编号为“{value}”的{kind_zh}。",
            f'There is no {kind} with the id "{value}".',
            f"请核对编号，或补上这个{kind_zh}。",
            f"Check the id, or add the {kind}.",
        )

    def _unique(self) -> Iterator[Problem]:
        seen: dict[str, Path_] = {}
        for group in ("organs", "people", "steps"):
            for index, item in enumerate(self.data.get(group, ())):
                ident, path = item["id"], (group, index, "id")
                if ident == COMMITTEE:
                    yield self._problem(
                        path,
                        "“committee”是保留编号，指检察委员会。",
                        'The id "committee" is reserved for the procuratorial committee.',
                        "请另取编号。",
                        "Choose another id.",
                    )
                elif ident in seen:
                    yield self._problem(
                        path,
                        f"编号“{ident}”已在 {self.document.where(seen[ident])} 使用。",
                        f'The id "{ident}" is already used at {self.document.where(seen[ident])}.',
                        "请另取编号。",
                        "Choose another id.",
                    )
                seen.setdefault(ident, path)

    def _organs(self) -> Iterator[Problem]:
        organs = self.data.get("organs", ())
        above = {o["id"]: o.get("superior") for o in organs}
        told: set[str] = set()
        for index, organ in enumerate(organs):
            path: Path_ = ("organs", index, "superior")
            superior = organ.get("superior")
            if superior is None:
                continue
            if superior not in above:
                yield self._dangling(path, superior, "机关", "organ")
                continue
            chain = [organ["id"]]
            while superior is not None and superior not in chain:
                chain.append(superior)
                superior = above.get(superior)
            if superior == organ["id"] and superior not in told:
                told.update(chain)
                yield self._problem(
                    path,
                    f"机关互为上级：{' → '.join([*chain, superior])}。",
                    f"Organs are each other's superior: {' -> '.join([*chain, superior])}.",
                    "请只保留真正的上级关系。",
                    "Keep only the real superior.",
                )
        for index, person in enumerate(self.data["people"]):
            if "organ" in person and person["organ"] not in self.organs:
                yield self._dangling(("people", index, "organ"), person["organ"], "机关", "organ")

    def _date(self, path: Path_, value: str) -> Problem | None:
        try:
            date.fromisoformat(value)
        except ValueError:
            return self._problem(
                path,
                f"“{value}”不是真实存在的日期。",
                f'"{value}" is not a date that exists.',
                _DATE.zh,
                _DATE.en,
            )
        return None

    def _steps(self) -> Iterator[Problem]:
        previous = ""
        for index, step in enumerate(self.data["steps"]):
            path: Path_ = ("steps", index)
            bad = self._date((*path, "on"), step["on"])
            if bad:
                yield bad
            elif step["on"] < previous:
                yield self._problem(
                    (*path, "on"),
                    f"步骤“{step['id']}”（{step['on']}）早于上一步（{previous}）。",
                    f'The step "{step["id"]}" ({step["on"]}) is earlier than the one before '
                    f"({previous}).",
                    "请按时间先后排列步骤，或改正日期。",
                    "Put the steps in order of time, or mend the date.",
                )
            else:
                previous = step["on"]
            yield from self._step_links(step, index, path)
        if "assessed_on" in self.data:
            bad = self._date(("assessed_on",), self.data["assessed_on"])
            if bad:
                yield bad
            elif self.data["assessed_on"] < previous:
                yield self._problem(
                    ("assessed_on",),
                    f"评价日 {self.data['assessed_on']} 早于最后一步（{previous}）。",
                    f"The day of assessment {self.data['assessed_on']} is before the last step "
                    f"({previous}).",
                    "请改为最后一步当日或之后。",
                    "Use the day of the last step or later.",
                )

    def _step_links(self, step: Mapping[str, Any], index: int, path: Path_) -> Iterator[Problem]:
        by_committee = step["by"] == COMMITTEE
        if (step["act"] == "resolve") != by_committee:
            yield self._problem(
                (*path, "by"),
                "检察委员会的决定（resolve）由 committee 作出，其他行为由人作出。",
                "A resolution (resolve) is made by committee, every other act by a person.",
                "请改正 by 或 act。",
                "Mend by or act.",
            )
        elif not by_committee and step["by"] not in self.people:
            yield self._dangling((*path, "by"), step["by"], "人", "person")
        if "of" in step:
            target = self.steps.get(step["of"])
            if target is None:
                yield self._dangling((*path, "of"), step["of"], "步骤", "step")
            elif target == index or (target > index and step["act"] != "assist"):
                yield self._problem(
                    (*path, "of"),
                    f"步骤“{step['id']}”指向自己或更晚的步骤“{step['of']}”。",
                    f'The step "{step["id"]}" points at itself or at a later step, "{step["of"]}".',
                    "of 须指向更早的步骤（assist 除外）。",
                    "of must name an earlier step (only assist may name a later one).",
                )
        if step["act"] == "refer":
            if step.get("to", COMMITTEE) not in (COMMITTEE, "chief"):
                yield self._problem(
                    (*path, "to"),
                    f"refer 的 to 应为 committee 或 chief，不是“{step['to']}”。",
                    f'The to of refer is committee or chief, not "{step["to"]}".',
                    "请改正 to。",
                    "Mend to.",
                )
        elif "to" in step and step["to"] not in self.people:
            yield self._dangling((*path, "to"), step["to"], "人", "person")

    def _findings(self) -> Iterator[Problem]:
        seen: dict[tuple[str, str, str], tuple[Any, int]] = {}
        for index, finding in enumerate(self.data.get("findings", ())):
            path: Path_ = ("findings", index)
            person = finding.get("person", "")
            if person and person not in self.people:
                yield self._dangling((*path, "person"), person, "人", "person")
            for key in ("about", "caused"):
                if key in finding and finding[key] not in self.steps:
                    yield self._dangling((*path, key), finding[key], "步骤", "step")
            for key, value in finding.items():
                if key in _MAY_DIFFER or key.startswith("x-"):
                    continue
                slot = (person, finding.get("about", ""), key)
                if slot in seen and seen[slot][0] != value:
                    yield self._problem(
                        (*path, key),
                        f"同一点的认定前后不一：“{seen[slot][0]}”与“{value}”。",
                        f'Two findings on the same point differ: "{seen[slot][0]}" and "{value}".',
                        "请只保留一个认定。",
                        "Keep one finding.",
                    )
                seen.setdefault(slot, (value, index))


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _case(data: Mapping[str, Any]) -> Case:
    """Build the case and its normalised JSON form from checked data."""
    organs = [
        Organ(o["id"], o["level"], o.get("superior", ""))
        for o in data.get("organs") or [{"id": "own", "level": "basic"}]
    ]
    people = {
        p["id"]: Person(
            p["id"], p["status"], p.get("office", ""), p.get("role", ""),
            p.get("organ", organs[0].id),
        )
        for p in data["people"]
    }  # fmt: skip
    steps: dict[str, Step] = {}
    for order, s in enumerate(data["steps"], 1):
        given = {k: _word(s[k]) for k in _STEP_FIELDS if k in s}
        defaults = {k: v for k, v in _DEFAULTS.get(s["act"], {}).items() if k not in given}
        steps[s["id"]] = Step(
            s["id"], s["act"], s["by"], s["on"], s.get("of", ""), s.get("to", ""), order,
            {**given, **defaults}, tuple(defaults),
        )  # fmt: skip
    findings = [
        Finding(
            f.get("about", ""),
            f.get("person", ""),
            {
                k: _word(v)
                for k, v in f.items()
                if k not in ("about", "person", "note") and not k.startswith("x-")
            },
        )
        for f in data.get("findings", ())
    ]
    days = [s.on for s in steps.values()]
    title = data.get("title") or {"zh": data["id"], "en": data["id"]}
    case = Case(
        id=data["id"],
        title=Text(title["zh"], title["en"]),
        jurisdiction=data.get("jurisdiction", "CN"),
        assessed_on=data.get("assessed_on") or max(days, default=""),
        case_kind=data.get("case_kind", ""),
        committee_complete=bool(data.get("committee", {}).get("complete", False)),
        organs=organs,
        people=people,
        steps=steps,
        findings=findings,
        document={},
    )
    object.__setattr__(case, "document", _document(case, data))
    return case


def _document(case: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the case in its own format with every default written out, ready for the context."""
    document: dict[str, Any] = {
        "id": case_iri(case.id),
        "type": "Case",
        "title": case.title.as_json(),
        "jurisdiction": case.jurisdiction,
    }
    document.update({k: data[k] for k in ("story", "question", "note", "case_kind") if k in data})
    if case.assessed_on:
        document["assessed_on"] = case.assessed_on
    if case.committee_complete or any(s.by == COMMITTEE for s in case.steps.values()):
        document["committee"] = {"id": COMMITTEE, "type": "ProcuratorialCommittee"}
    if case.committee_complete:
        document["committee"]["complete"] = True
    given = {p["id"]: p for p in (*data["people"], *data.get("organs", ()))}
    document["organs"] = [
        {"id": o.id, "type": "Organ", "level": o.level}
        | ({"superior": o.superior} if o.superior else {})
        | {k: v for k, v in given.get(o.id, {}).items() if k == "name"}
        for o in case.organs
    ]
    document["people"] = [
        {"id": p.id, "type": "Person", "status": p.status, "organ": p.organ}
        | ({"office": p.office} if p.office else {})
        | ({"role": p.role} if p.role else {})
        | {k: v for k, v in given[p.id].items() if k == "label"}
        for p in case.people.values()
    ]
    document["steps"] = [
        {"id": s.id, "act": s.act, "by": s.by, "on": s.on, "order": s.order}
        | ({"of": s.of} if s.of else {})
        | ({"addressee" if s.act == "refer" else "to": s.to} if s.to else {})
        | dict(s.fields)
        for s in case.steps.values()
    ]
    document["findings"] = [
        {"id": f"finding/{index}", "type": "Finding"}
        | ({"about": f.about} if f.about else {})
        | ({"person": f.person} if f.person else {})
        | {k: (f"../../{v}" if k == "circumstance" else v) for k, v in f.values.items()}
        for index, f in enumerate(case.findings, 1)
    ]
    return document
