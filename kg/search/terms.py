"""What is searched for: words, phrases in quotation marks, and numbers of provisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.errors import KgError, Problem
from kg.search.folding import is_chinese, normal, words

MAX_CHARACTERS = 200
MAX_TERMS = 16
_WHOLE_BELOW = 3  # a shorter Latin word is found as a whole word only

_ZH_NUMBER = "[〇零一二三四五六七八九十百两]+|[0-9]+"
_ZH_REFERENCE = re.compile(
    rf"第?\s*(?P<top>{_ZH_NUMBER})\s*(?P<unit>[条點点])"
    rf"(?:\s*第?\s*\(?(?P<para>{_ZH_NUMBER})\)?\s*款)?"
    rf"(?:\s*第?\s*\(?(?P<item>{_ZH_NUMBER})\)?\s*项)?"
    rf"(?:\s*第?\s*(?P<sentence>{_ZH_NUMBER})\s*句)?"
)
_EN_REFERENCE = re.compile(
    r"(?<![a-z0-9])(?P<unit>art|point|case)(?:icle)?s?\b\.?[\s-]*(?P<top>[0-9]+)(?![0-9a-z])"
    r"(?P<below>(?:[\s,/]*(?:para|item|sentence)(?:graph)?s?\b\.?[\s-]*[0-9]+(?![0-9a-z]))*)"
)
_BELOW = re.compile(r"(para|item|sentence)(?:graph)?s?\b\.?[\s-]*([0-9]+)")
_QUOTED = re.compile(r'["“”「」『』]([^"“”「」『』]+)["“”「」『』]')
_CHUNK = re.compile(r"\w+(?:[-\u2010\u2011'\u2019/.()]+\w+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_UNITS = {"条": "art", "点": "point", "點": "point"}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a hit must have: any of the `needles` in folded text, or a `reference`.

    `typed` are the words as they were read. `reference` is the local id of a provision
    (`art-30/para-1`), "" for words. `pattern` finds the words in normal text. `chinese` is the run
    of a term of Chinese characters alone; `parts` are the words that such a run may fall into.
    `name` is set for what looks like an id (`opinions-2024`), or the beginning of one.
    """

    typed: str
    needles: Sequence[str]
    pattern: str
    reference: str = ""
    chinese: str = ""
    parts: tuple[Term, ...] = ()
    name: bool = False


def read_terms(asked: str) -> list[Term]:
    """Return the terms of what a person typed; each must be found.

    Raises KgError when nothing can be searched for, when it is too long, or holds what is no text.
    """
    if len(asked) > MAX_CHARACTERS:
        raise _wrong(
            f"检索词超过 {MAX_CHARACTERS} 个字符",
            f"The words are longer than {MAX_CHARACTERS} characters",
            "请只写几个词",
            "Write a few words",
        )
    if any(_CONTROL.match(c) for c in asked):
        raise _wrong(
            "检索词含有控制字符", "The words hold a control character",
            "请去掉控制字符", "Leave it out",
        )  # fmt: skip
    terms: list[Term] = []
    rest = normal(asked)
    for pattern, read in ((_QUOTED, _quoted), (_ZH_REFERENCE, _zh), (_EN_REFERENCE, _en)):
        terms += (t for m in pattern.finditer(rest) if (t := read(m)))
        rest = pattern.sub(" ", rest)
    for match in _CHUNK.finditer(rest):
        chunk = match.group()
        found = phrase(
            chunk,
            hyphenated=re.search(r"[a-z][-\u2010\u2011][a-z]", chunk) is not None,
            begun=match.end() == len(rest) and (len(chunk) > 1 or bool(terms)),
        )
        if found:
            name = re.search(r"[0-9]", chunk) and re.search(r"[-/]", chunk)
            terms.append(replace(found, name=bool(name)))
    unique = list(dict.fromkeys(terms))
    if not unique:
        raise _wrong(
            "没有可检索的词", "There is no word to search for",
            "请写至少一个词，例如“重新审查”或者 art 30",
            "Write at least one word, such as re-examination or art 30",
        )  # fmt: skip
    if len(unique) > MAX_TERMS:
        raise _wrong(
            f"检索词超过 {MAX_TERMS} 个",
            f"There are more than {MAX_TERMS} words",
            "请只写几个词",
            "Write a few words",
        )
    return unique


def phrase(text: str, hyphenated: bool = False, begun: bool = False) -> Term | None:
    """Return the term of words that stand one after another, None for no words.

    `begun` says that the last word may still be in the typing, so that its beginning suffices.
    """
    found = words(text)
    if not found:
        return None
    *before, last = found
    lead = "" if is_chinese(found[0]) else " "
    head = lead + "".join(w + " " for w in before)
    gap = r"[\W_]*" if hyphenated else r"[\W_]+"
    start = "" if is_chinese(found[0]) else "(?<![a-z0-9])"
    shown = start + "".join(_spelled(w) + (gap if not _mixed(w, n) else r"[\W_]*")
                            for w, n in zip(before, found[1:], strict=True))  # fmt: skip
    if is_chinese(last):
        whole = last if not before else ""
        return Term(" ".join(found), (head + last,), shown + re.escape(last), chinese=whole)
    forms = _forms(last, begun)
    needles = [head + form for form in forms]
    if hyphenated:
        needles += (lead + "".join(before) + form for form in forms)
    ends = "|".join(
        _spelled(f.rstrip()) + ("(?![a-z0-9])" if f.endswith(" ") else "[a-z0-9]*") for f in forms
    )
    return Term(" ".join(found), tuple(needles), f"{shown}(?:{ends})")


def _mixed(word: str, following: str) -> bool:
    return is_chinese(word) != is_chinese(following)


def _spelled(word: str) -> str:
    """Return the pattern of a word; a Latin one may be hyphenated or have an apostrophe."""
    if is_chinese(word) or not word.isalpha():
        return re.escape(word)
    return "[-\u2010\u2011'\u2019]?".join(map(re.escape, word))


def _forms(word: str, begun: bool) -> list[str]:
    """Return the beginnings of words that a word means; a blank at the end asks for the whole.

    Numbers and short words are whole unless they are `begun`; others may go on (procur…), and a
    plural means its singular.
    """
    if len(word) < _WHOLE_BELOW or not word.isalpha():
        return [word if begun else word + " "]
    if len(word) > 4 and word.endswith("ies"):
        return [word, word[:-3] + "y "]
    if len(word) > 4 and word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return [word[:-1], word[:-2] + " "]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return [word[:-1]]
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou":
        return [word, word[:-1] + "ies "]
    return [word]


def _quoted(match: re.Match[str]) -> Term | None:
    return phrase(match.group(1))


def _zh(match: re.Match[str]) -> Term | None:
    parts = [f"{_UNITS[match['unit']]}-{_number(match['top'])}"]
    parts += (f"{n}-{_number(match[n])}" for n in ("para", "item", "sentence") if match[n])
    return _reference(match.group(), parts)


def _en(match: re.Match[str]) -> Term | None:
    parts = [f"{match['unit']}-{int(match['top'])}"]
    parts += (f"{unit}-{int(number)}" for unit, number in _BELOW.findall(match["below"]))
    return _reference(match.group(), parts)


def _reference(typed: str, parts: Sequence[str]) -> Term | None:
    """Return the term of a provision's number; the same words in a text are found too."""
    found = phrase(typed)
    return replace(found, reference="/".join(parts), chinese="") if found else None


def _number(text: str) -> int:
    """Return the value of a number in digits or Chinese characters below one thousand."""
    if text.isdigit():
        return int(text)
    hundreds, hundred, below = text.rpartition("百")
    tens, ten, units = below.partition("十")
    if not ten:
        tens, units = "", below
    value = 100 * (_DIGITS.get(hundreds, 1)) if hundred else 0
    value += 10 * (_DIGITS.get(tens.lstrip("零〇"), 1)) if ten else 0
    units = units.lstrip("零〇")
    if not ten and not hundred and len(text) > 1:  # 三〇: digit by digit
        return int("".join(str(_DIGITS.get(c, 0)) for c in text))
    return value + _DIGITS.get(units, 0)


def _wrong(zh: str, en: str, do_zh: str, do_en: str) -> KgError:
    return KgError(Problem("search", f"{zh}。", f"{en}.", f"{do_zh}。", f"{do_en}."))
