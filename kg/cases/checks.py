"""Checks what a schema cannot: ids that point somewhere, order in time, real dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kg.cases.format import DATE
from kg.errors import Problem
from kg.yaml12 import Document, Path_

COMMITTEE = "committee"
_MAY_DIFFER = ("about", "person", "note", "conduct", "circumstance")  # in two findings on a point


class Checker:
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
        yield from self._expected()

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
                DATE.zh,
                DATE.en,
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

    def _expected(self) -> Iterator[Problem]:
        for index, cell in enumerate(self.data.get("expected", ())):
            path: Path_ = ("expected", index)
            if cell["person"] not in {*self.people, COMMITTEE}:
                yield self._dangling((*path, "person"), cell["person"], "人", "person")
            if cell["step"] not in self.steps:
                yield self._dangling((*path, "step"), cell["step"], "步骤", "step")

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
