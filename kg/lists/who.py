"""Says who may decide a matter: provincial item, national baseline, residual rule, or unknown.

The order of the tiers and every sentence said are content (ontology/list-rules/tiers.yaml). What
the asker did not say about the case is unknown: an item that turns on it may apply.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from kg.assets import root
from kg.errors import KgError, Problem
from kg.lists.format import choice_lookup, normal, read_format
from kg.lists.matters import CODE_SCHEMES, read_matters
from kg.model import ListItem, PowerList, Text
from kg.model.who import Ground, WhoDecides
from kg.yaml12 import load


@dataclass(frozen=True)
class Question:
    """What is asked: codes of the matter, jurisdiction, level and stage, a day, case classes."""

    matter: str
    province: str
    level: str
    on: str
    holds: frozenset[str]
    fails: frozenset[str]
    stage: str


@cache
def tiers() -> dict[str, Any]:
    """Return the content of tiers.yaml."""
    data: dict[str, Any] = load(root() / "ontology" / "list-rules" / "tiers.yaml").data
    return data


def text_of(row: Any) -> Text:
    """Return a {zh, en} mapping as a Text."""
    return Text(str(row["zh"]), str(row["en"]))


def read_question(
    matter: str, province: str, level: str, on: str, holds: Sequence[str], fails: Sequence[str],
    stage: str,
) -> tuple[Question, Text | None]:  # fmt: skip
    """Return a person's question in codes, and what to say when the matter was found by its word.

    Raises KgError naming each part that is no code or word of its scheme, or no day.
    """
    problems: list[Problem] = []

    def code(scheme: str, word: str) -> str:
        matters = read_matters()
        found = word if matters.get(scheme, word) else matters.by_word(scheme, word)
        if not found:
            known = [c.code for c in matters.scheme(scheme)]
            close = difflib.get_close_matches(word, known, 3) or known[:8]
            problems.append(_unknown(word, close))
        return found

    levels = choice_lookup(read_format().sheets["items"].column("level").choices)
    place = levels.get(normal(level), "")
    if not place or place == "all":
        problems.append(_unknown(level, [c for c in dict.fromkeys(levels.values()) if c != "all"]))
    if not _is_day(on):
        problems.append(_unknown(on, ["2024-09-01"]))
    if not re.fullmatch(r"CN-[0-9A-Z]{2,3}", province):
        problems.append(_unknown(province, ["CN-41"]))
    asked = Question(
        code("matter", matter), province, place, on,
        frozenset(code("case-class", c) for c in holds),
        frozenset(code("case-class", c) for c in fails),
        code("stage", stage) if stage else "",
    )  # fmt: skip
    if problems:
        raise KgError(problems)
    said = text_of(tiers()["by_word"])
    found = asked.matter
    return asked, None if found == matter else Text(said.zh + found, said.en + found)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unknown(word: str, close: Sequence[str]) -> Problem:
    return Problem(
        word,
        f"不认识“{word}”。",
        f'"{word}" is not known.',
        f"例如：{'、'.join(close)}。",
        f"For example: {', '.join(close)}.",
    )


def who_decides(asked: Question, lists: Sequence[PowerList]) -> WhoDecides:
    """Answer a question from the lists of its jurisdiction and the national baselines."""
    own = [x for x in lists if x.kind == "power-list" and x.jurisdiction == asked.province]
    national = [x for x in lists if x.kind == "baseline"]
    said = [g for x in own for g in grounds_of(asked, x)]
    law = [g for x in national for g in grounds_of(asked, x) if g.deciders]
    sure = [g for g in said if g.deciders and g.applies == "yes"]
    maybe = [g for g in said if g.deciders and g.applies == "unknown"]
    others = [g for g in said if not g.deciders]
    floor = [g for g in law if g.applies == "yes"]
    above = [g for g in law if g.applies == "unknown"]
    prevailing = [g for g in floor if g.list_id == tiers()["prevails"]["baseline"]]
    if prevailing and sure and _rank(sure) < _rank(prevailing):
        answer = _answer(asked, "baseline", prevailing, [*sure, *maybe])
        because = text_of(tiers()["prevails"]["because"])
        rests = (*answer.provisions, (str(tiers()["prevails"]["provision"]), ""))
        answer = replace(answer, remarks=(because, *answer.remarks), provisions=rests)
    elif sure:
        # A reservation that may apply leaves a lower decider uncertain.
        reserved = [g for g in above if g.list_id == tiers()["prevails"]["baseline"]]
        open_ = bool(reserved) and _rank(sure) < _rank(reserved)
        answer = _answer(asked, "provincial", sure, [*maybe, *floor], depends=open_)
    elif prevailing:
        answer = _answer(asked, "baseline", prevailing, maybe)
    elif maybe:
        answer = _answer(asked, "provincial", maybe, floor, depends=True)
    elif floor:
        answer = _answer(asked, "baseline", floor, ())
        if not any(x.coverage == "whole" for x in own):  # a list may have delegated it
            answer = replace(answer, remarks=(*answer.remarks, text_of(tiers()["unseen_list"])))
    else:
        answer = _residual(asked, own, bool(said))
    return _with_remarks(answer, asked, above, others)


# --- which items speak ----------------------------------------------------------------------------


def grounds_of(asked: Question, lst: PowerList) -> list[Ground]:
    """Return what the items of one list say on the question, sure or possibly."""
    matters = read_matters()
    wider = matters.wider("matter", asked.matter)
    same = {(CODE_SCHEMES[c.kind], c.code): c.same_as for c in lst.codes}
    found = []
    for item in lst.items:
        matter = same.get(("matter", item.matter)) or item.matter
        if matter not in wider or not {asked.level, "all"} & set(item.levels):
            continue
        when, remarks = _in_time(asked.on, lst, item)
        holds, turns_on = _in_case(asked, item, same)
        if when == "no" or not holds:
            continue
        found.append(_ground(asked, lst, item, turns_on, when, remarks))
    return found


def _ground(
    asked: Question, lst: PowerList, item: ListItem, turns_on: Sequence[str], when: str,
    remarks: Sequence[Text],
) -> Ground:  # fmt: skip
    deciders = tuple(a for a, cell in item.grants.items() if "D" in cell)
    applies = "unknown" if turns_on or when == "unknown" else "yes"
    delegation = None
    if lst.kind == "power-list" and {"procurator", "lead_procurator"} & set(deciders):
        words = tiers()["delegation_words"]
        delegation = text_of(words["unstated"])
        if item.delegated_from:
            said = text_of(words["stated"])
            mode = f" ({item.delegation})" if item.delegation else ""
            delegation = Text(
                said.zh + item.delegated_from + mode, said.en + item.delegated_from + mode
            )
    return Ground(
        list_id=lst.id, item=item.id, where=item.place.as_text("matter_label"), label=item.label,
        deciders=deciders,
        others={a: c.replace("D", "") for a, c in item.grants.items() if c.replace("D", "")},
        applies=applies, turns_on=tuple(turns_on), alternative=bool(item.alternative),
        provisions=(*item.basis, *(_delegation(asked.on) if delegation else ())),
        delegation=delegation, remarks=tuple(remarks),
    )  # fmt: skip


def _delegation(day: str) -> list[str]:
    return [
        str(p)
        for row in tiers()["delegation"]
        if str(row.get("from", "")) <= day < str(row.get("until", "9999"))
        for p in row["provisions"]
    ]


def _in_time(day: str, lst: PowerList, item: ListItem) -> tuple[str, list[Text]]:
    """Tell whether an item applies on a day: yes, no or unknown, with what is not known."""
    begin = item.valid_from or lst.effective_from or lst.issued
    end = item.valid_to or lst.effective_to
    if (begin and day < begin and not begin.startswith(day[: len(begin)])) or (end and day >= end):
        return "no", []
    if not begin:
        return "unknown", [text_of(tiers()["undated"])]
    if day[: len(begin)] == begin and len(begin) < len(day):
        return "unknown", [text_of(tiers()["undated"])]  # the month of issue, the day unknown
    return "yes", [] if end or lst.kind == "baseline" else [text_of(tiers()["no_end"])]


def _in_case(
    asked: Question, item: ListItem, same: dict[tuple[str, str], str]
) -> tuple[bool, list[str]]:
    """Tell whether an item can apply to the case, and what it turns on if that is not sure."""
    matters = read_matters()
    turns_on: list[str] = []
    if item.stage:
        stage = same.get(("stage", item.stage)) or item.stage
        if asked.stage and asked.stage != stage:
            return False, []
        if not asked.stage:
            turns_on.append(item.stage)
    held = {w for c in asked.holds for w in matters.wider("case-class", c)}
    only = {same.get(("case-class", c)) or c for c in item.only}
    if only and not only & held:
        if only <= asked.fails:
            return False, []
        turns_on.extend(sorted(only - asked.fails))
    excepted = {same.get(("case-class", c)) or c for c in item.excepted}
    if excepted & held:
        return False, []
    turns_on.extend(sorted(excepted - asked.fails))
    if item.condition and not (item.only or item.excepted):
        turns_on.append(item.condition)
    return True, turns_on


# --- the answer -----------------------------------------------------------------------------------


def _rank(grounds: Sequence[Ground]) -> int:
    order = [a.key for a in read_format().actors]
    return min(order.index(d) for g in grounds for d in g.deciders)


def _answer(
    asked: Question, tier: str, grounds: Sequence[Ground], possible: Sequence[Ground],
    depends: bool = False,
) -> WhoDecides:  # fmt: skip
    actors = {a.key: a.label for a in read_format().actors}
    named = [a for a in actors if any(a in g.deciders for g in grounds)]
    sets = {tuple(sorted(g.deciders)) for g in grounds}
    split = len(sets) > 1 or (len(named) > 1 and not any(g.alternative for g in grounds))
    status = "depends" if depends else "conflict" if split else "decided"
    remarks = [text_of(tiers()["conflict"])] if status == "conflict" else []
    label = read_matters().get("matter", asked.matter)
    provisions = dict.fromkeys(p for g in grounds for p in g.provisions)
    return WhoDecides(
        matter=asked.matter, label=label.label if label else Text(asked.matter, asked.matter),
        province=asked.province, level=asked.level, on=asked.on, status=status, tier=tier,
        tier_label=text_of(tiers()["tiers"][tier]),
        deciders=tuple((a, actors[a]) for a in named), grounds=tuple(grounds),
        possible=tuple(possible), remarks=tuple(remarks), questions=(),
        provisions=tuple((p, "") for p in provisions), confidence="",
        notice=text_of(tiers()["notice"]), actors=actors,
    )  # fmt: skip


def _residual(asked: Question, own: Sequence[PowerList], named: bool) -> WhoDecides:
    """Answer for a matter that no item decides: only a whole list can show that it is unlisted."""
    rule = tiers()["residual"]
    whole = [
        x
        for x in own
        if x.coverage == "whole"
        and (x.effective_from or x.issued or "9999") <= asked.on
        and not (x.effective_to and asked.on >= x.effective_to)
    ]
    answer = _answer(asked, "unknown", (), ())
    if not whole or named or (not whole[0].residual_holder and asked.on < str(rule["from"])):
        seen = any(x.items for x in own)
        remark = text_of(rule["partial"] if seen else rule["none"])
        return replace(answer, status="unknown", remarks=(remark,))
    holder = whole[0].residual_holder
    keys = [a for a in ("chief", "committee") if a in (holder or "chief-or-committee")]
    actors = {a.key: a.label for a in read_format().actors}
    return replace(
        answer,
        tier="residual",
        tier_label=text_of(tiers()["tiers"]["residual"]),
        status="decided",
        deciders=tuple((k, actors[k]) for k in keys),
        remarks=(text_of(rule["own"] if holder else rule["because"]),),
        provisions=() if holder else ((str(rule["provision"]), ""),),
        confidence="" if holder else str(rule["confidence"]),
    )


def _with_remarks(
    answer: WhoDecides, asked: Question, above: Sequence[Ground], others: Sequence[Ground]
) -> WhoDecides:
    remarks, questions = list(answer.remarks), list(answer.questions)
    rests = dict(answer.provisions)
    matters, content = read_matters(), tiers()
    classes = dict.fromkeys(c for g in above for c in g.turns_on)
    known = [c for c in (matters.get("case-class", k) for k in classes) if c]
    if known:
        said = text_of(content["reservations"])
        remarks.append(
            Text(
                said.zh + "；".join(c.label.zh for c in known) + "。",
                said.en + "; ".join(c.label.en for c in known) + ".",
            )
        )
        rests.update(dict.fromkeys((p for g in above for p in g.provisions), ""))
    concept = matters.get("matter", asked.matter)
    if concept and concept.article_47 and asked.on >= str(content["deputies"]["from"]):
        remarks.append(text_of(content["open_by_47"]))
        rests[str(content["open_by_47"]["provision"])] = ""
        questions += [concept.question] if concept.question else []
    both = set(content["national_security"]["when"])
    if both & asked.holds and answer.tier == "baseline":
        questions.append(str(content["national_security"]["question"]))
    if any(a == "chief" for a, _ in answer.deciders) and asked.on >= str(
        content["deputies"]["from"]
    ):
        remarks.append(text_of(content["deputies"]))
        rests[str(content["deputies"]["provision"])] = ""
    remarks += [r for g in answer.grounds for r in g.remarks]
    return replace(
        answer,
        remarks=tuple(dict.fromkeys(remarks)),
        questions=tuple(dict.fromkeys(questions)),
        provisions=tuple(rests.items()),
        possible=(*answer.possible, *others, *(() if known else above)),
    )
