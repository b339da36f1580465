"""Checks the tables of one list and returns it as a PowerList, or every problem at once.

Codes are looked up in the project's schemes and in the list's own sheet of codes; words are never
taken for codes. What is blank stays blank: unknown, never "no power".
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from kg.errors import KgError, Problem
from kg.lists.format import Column, choice_lookup, normal, read_format
from kg.lists.matters import CODE_SCHEMES, Matters, read_matters
from kg.lists.tables import Row, Tables
from kg.model import AssistantItem, ListItem, OwnCode, PowerList, ReadNote, RowPlace, Text

_SPLIT = re.compile(r"[\s,;，；、|]+")
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_ID = re.compile(r"[\w.()（）-]+")
_LIST_ID = re.compile(r"(list|local)-(CN(?:-[0-9A-Z]{2,3})?)-[a-z0-9-]+")
_JURISDICTION = re.compile(r"CN(-[0-9A-Z]{2,3})?")
_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def check_list(tables: Tables, name: str) -> PowerList:
    """Return the list that the tables hold; notes are added to `tables.notes`. Raises KgError."""
    return _Checker(tables, name).list()


@cache
def _choices(sheet: str, key: str) -> Mapping[str, str]:
    return choice_lookup(read_format().sheets[sheet].column(key).choices)


@cache
def _letter_words() -> Mapping[str, str]:
    found = {}
    for letter in read_format().letters:
        for word in (letter.letter, letter.label.zh, letter.label.en, *letter.alternatives):
            found[normal(word)] = letter.letter
    return found


class _Checker:
    """Collects the problems of one list's tables while reading its rows."""

    def __init__(self, tables: Tables, name: str) -> None:
        self.tables = tables
        self.name = name
        self.problems = list(tables.problems)
        self.matters: Matters = read_matters()
        self.own: dict[tuple[str, str], OwnCode] = {}

    def list(self) -> PowerList:
        rows = self.tables.rows
        info_row = (rows.get("list") or [Row({}, RowPlace(self.name))])[0]
        info = self._row("list", info_row) if "list" in rows else {}
        if not info:
            self._missing_sheet("list")
        # A list that nobody has seen is an entry without items.
        if not {"items", "assistants"} & set(rows) and info.get("coverage") != "unseen":
            self._missing_sheet("items")
        self._codes(rows.get("codes") or ())
        items = [self._item(r) for r in rows.get("items") or ()]
        assistants = [self._assistant(r) for r in rows.get("assistants") or ()]
        self._unique([(i.id, i.place) for i in items] + [(a.id, a.place) for a in assistants])
        if info:
            self._check_info(info, info_row.place)
        if self.problems:
            raise KgError(self.problems)
        return PowerList(
            **{k: v for k, v in info.items() if k != "basis"},
            basis=_split(info["basis"]),
            items=tuple(items),
            assistants=tuple(assistants),
            codes=tuple(self.own.values()),
            place=info_row.place,
        )

    # --- rows -------------------------------------------------------------------------------------

    def _item(self, row: Row) -> ListItem:
        v = self._row("items", row)
        grants = {a.key: v[a.key] for a in read_format().actors if v[a.key]}
        return ListItem(
            id=v["item_id"], levels=_split(v["level"]), line=v["line"], matter=v["matter"],
            label=v["matter_label"], stage=v["stage"], only=_split(v["only"]),
            excepted=_split(v["except"]), condition=v["condition"], grants=grants,
            alternative=v["alternative"], signatory=v["signatory"], basis=_split(v["basis"]),
            delegated_from=v["delegated_from"], delegation=v["delegation"],
            valid_from=v["valid_from"], valid_to=v["valid_to"], source_item=v["source_item"],
            source_address=v["source_address"], confidence=v["confidence"], quote=v["quote"],
            note=v["note"], place=row.place,
        )  # fmt: skip

    def _assistant(self, row: Row) -> AssistantItem:
        v = self._row("assistants", row)
        return AssistantItem(
            id=v["item_id"], levels=_split(v["level"]), line=v["line"], role=v["role"],
            tier=v["tier"], matter=v["matter"], label=v["matter_label"], stage=v["stage"],
            condition=v["condition"], act=v["act"], basis=_split(v["basis"]),
            source_item=v["source_item"], source_address=v["source_address"],
            confidence=v["confidence"], quote=v["quote"], note=v["note"], place=row.place,
        )  # fmt: skip

    def _codes(self, rows: Sequence[Row]) -> None:
        for row in rows:
            v = self._row("codes", row)
            scheme = CODE_SCHEMES.get(v["code_kind"], "")
            known = self.matters.get(scheme, v["code"])
            if known:
                if normal(v["label"]) not in {normal(known.label.zh), normal(known.label.en)}:
                    self._say(
                        row.place, "label", f"代码“{v['code']}”已有含义：{known.label.zh}",
                        f'The code "{v["code"]}" already means {known.label.en}',
                        "请另取代码。", "Choose another code.",
                    )  # fmt: skip
                continue
            if v["same_as"] and not self.matters.get(scheme, v["same_as"]):
                self._unknown_code(row.place, "same_as", v["same_as"], scheme)
            key = (scheme, v["code"])
            if key in self.own:
                self._say(
                    row.place, "code", f"代码“{v['code']}”出现两次",
                    f'The code "{v["code"]}" stands twice', "请只保留一个。", "Keep one of them.",
                )  # fmt: skip
            self.own[key] = OwnCode(
                v["code_kind"], v["code"], v["label"], v["label_en"], v["same_as"], v["provision"],
                row.place,
            )  # fmt: skip

    def _row(self, sheet: str, row: Row) -> dict[str, str]:
        """Return every field of a row, checked and in one form."""
        found = {}
        for column in read_format().sheets[sheet].columns:
            raw = row.values.get(column.key, "").strip().replace("\r\n", "\n").replace("\r", "\n")
            value = self._value(sheet, column, raw, row.place) if raw else column.default
            if column.required and not value and not raw:
                self._say(
                    row.place, column.key, f"缺少“{column.label.zh}”",
                    f'"{column.label.en}" is missing', "请填写。", "Fill it in.",
                )  # fmt: skip
            if column.key in row.numbers and column.type in ("code", "codes") and value:
                self.tables.notes.append(_was_number(row.place, column.key, value))
            found[column.key] = value
        return found

    def _value(self, sheet: str, column: Column, raw: str, place: RowPlace) -> str:
        bad = next((c for c in raw if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"), "")
        if bad:
            self._say(
                place, column.key, f"内容有控制字符（U+{ord(bad):04X}）",
                f"The content holds a control character (U+{ord(bad):04X})",
                "请删去它。", "Remove it.",
            )  # fmt: skip
            return ""
        if column.type == "text":
            return raw
        plain = unicodedata.normalize("NFKC", raw).strip()
        if column.type == "letters":
            return self._letters(column, plain, place)
        if column.type == "date":
            return self._date(column, plain, place)
        if column.type == "codes":
            parts = [self._code(sheet, column, part, place) for part in _split(plain)]
            return " ".join(dict.fromkeys(p for p in parts if p))
        if column.choices or column.scheme:
            return self._code(sheet, column, plain, place)
        return self._plain_code(column, raw, place)

    def _plain_code(self, column: Column, value: str, place: RowPlace) -> str:
        if "\n" in value:
            self._say(
                place, column.key, "代码中有换行", "The code has a line break",
                "请写成一行。", "Write it in one line.",
            )  # fmt: skip
        elif column.key == "item_id" and not _ID.fullmatch(value):
            self._say(
                place, column.key, f"编号“{value}”含有空格或者其他符号",
                f'The id "{value}" holds blanks or other signs',
                "请只用文字、数字、点、连字符和括号。",
                "Use letters, digits, points, hyphens and brackets only.",
            )  # fmt: skip
        return value

    def _code(self, sheet: str, column: Column, value: str, place: RowPlace) -> str:
        if column.choices:
            known = _choices(sheet, column.key)
            if normal(value) in known:
                return known[normal(value)]
            self._unknown_choice(place, column, value)
            return ""
        if not column.scheme:
            return value
        if self.matters.get(column.scheme, value) or (column.scheme, value) in self.own:
            return value
        word = self.matters.by_word(column.scheme, value)
        if word and column.scheme != "matter":
            return word
        self._unknown_code(place, column.key, value, column.scheme)
        return ""

    def _letters(self, column: Column, value: str, place: RowPlace) -> str:
        words = _letter_words()
        found: set[str] = set()
        for part in _split(value):
            if normal(part) in words:
                found.add(words[normal(part)])
            elif all(normal(c) in words for c in part):
                found.update(words[normal(c)] for c in part)
            else:
                listed = "、".join(f"{x.letter} {x.label.zh}" for x in read_format().letters)
                listed_en = ", ".join(f"{x.letter} {x.label.en}" for x in read_format().letters)
                self._say(
                    place, column.key, f"不认识“{part}”", f'"{part}" is not known',
                    f"请用：{listed}。", f"Use: {listed_en}.",
                )  # fmt: skip
        return "".join(x.letter for x in read_format().letters if x.letter in found)

    def _date(self, column: Column, value: str, place: RowPlace) -> str:
        match = _DATE.fullmatch(value)
        if match:
            year, month, day = match.groups()
            if not month:
                return year
            if 1 <= int(month) <= 12:
                if not day:
                    return f"{year}-{int(month):02}"
                leap = int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
                last = 28 if int(month) == 2 and not leap else _MONTHS[int(month) - 1]
                if 1 <= int(day) <= last:
                    return f"{year}-{int(month):02}-{int(day):02}"
        self._say(
            place, column.key, f"“{value}”不是日期", f'"{value}" is not a date',
            "请写年、年月或者年月日，如 2016-08-10。",
            "Write a year, month or day, such as 2016-08-10.",
        )  # fmt: skip
        return ""

    # --- the list as a whole ----------------------------------------------------------------------

    def _check_info(self, info: Mapping[str, str], place: RowPlace) -> None:
        ident, area = info["id"], info["jurisdiction"]
        match = _LIST_ID.fullmatch(ident)
        if ident and (not match or match[2] != area):
            self._say(
                place, "id", f"清单编号“{ident}”应为 list-{area or 'CN-41'}-年份",
                f'The list id "{ident}" must be list-{area or "CN-41"}-<year>',
                "请改编号或者地域。", "Mend the id or the jurisdiction.",
            )  # fmt: skip
        if area and not _JURISDICTION.fullmatch(area):
            self._say(
                place, "jurisdiction", f"地域“{area}”不是代码",
                f'The jurisdiction "{area}" is no code',
                "请写 CN-41 一类的代码。", "Write a code such as CN-41.",
            )  # fmt: skip
        if info["version"] and not re.fullmatch(r"[0-9a-z-]+", info["version"]):
            self._say(
                place, "version", f"版本“{info['version']}”不能作文件夹名",
                f'The version "{info["version"]}" cannot name a folder',
                "请写日期或者 undated。", "Write a date or undated.",
            )  # fmt: skip

    def _unique(self, ids: Sequence[tuple[str, RowPlace]]) -> None:
        first: dict[str, RowPlace] = {}
        for ident, place in ids:
            if ident and ident in first:
                other = first[ident].as_text("item_id")
                self._say(
                    place, "item_id", f"事项编号“{ident}”已用于 {other}",
                    f'The item id "{ident}" is already used at {other}',
                    "请另取编号。", "Choose another id.",
                )  # fmt: skip
            first.setdefault(ident, place)

    def _missing_sheet(self, key: str) -> None:
        sheet = read_format().sheets[key]
        self.problems.append(
            Problem(
                self.name,
                f"缺少“{sheet.label.zh}”表（工作表 {sheet.name} 或者 {sheet.file}）。",
                f"The table of {sheet.label.en} is missing (sheet {sheet.name} or {sheet.file}).",
                "请用 kg lists template 得到模板。",
                "Get the template with kg lists template.",
            )
        )

    def _unknown_choice(self, place: RowPlace, column: Column, value: str) -> None:
        listed = "、".join(f"{c.code} {c.label.zh}" for c in column.choices)
        listed_en = ", ".join(f"{c.code} {c.label.en}" for c in column.choices)
        self._say(
            place, column.key, f"不认识“{value}”", f'"{value}" is not known',
            f"请用：{listed}。", f"Use: {listed_en}.",
        )  # fmt: skip

    def _unknown_code(self, place: RowPlace, key: str, value: str, scheme: str) -> None:
        own = [code for kind, code in self.own if kind == scheme]
        word = self.matters.by_word(scheme, value)
        close = [word] if word else difflib.get_close_matches(value, own, 1)
        close = close or self.matters.near(scheme, value)
        self._say(
            place, key,
            f"没有代码“{value}”" + (f"；是否指“{close[0]}”" if close else ""),
            f'There is no code "{value}"' + (f'; did you mean "{close[0]}"' if close else ""),
            "请用 Codes 表里的代码，或者在 Codes 表里加上自编代码。",
            "Use a code of the sheet Codes, or add your own code there.",
        )  # fmt: skip

    def _say(self, place: RowPlace, key: str, zh: str, en: str, do_zh: str, do_en: str) -> None:
        self.problems.append(Problem(place.as_text(key), f"{zh}。", f"{en}.", do_zh, do_en))


def _split(value: str) -> tuple[str, ...]:
    return tuple(part for part in _SPLIT.split(value) if part)


def _was_number(place: RowPlace, key: str, value: str) -> ReadNote:
    return ReadNote(
        place.as_text(key),
        Text(
            f"这里是数字 {value}，前面的零可能已经丢失；代码栏应为文本格式。",
            f"This is the number {value}; leading zeros may be lost. Format code columns as text.",
        ),
    )
