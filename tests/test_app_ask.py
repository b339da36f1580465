"""The page Ask: a case built and in the address, flips to try, why not, the page to print."""

from __future__ import annotations

import base64
import json
import re
import zlib
from html.parser import HTMLParser
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_app import CASE, FAULT, address, glance, opened, unescaped

import building  # isort: skip  the app's modules lie beside its main script
import casefile
import flipping
import sharing
import situation

from kg import pipeline
from kg.errors import KgError
from kg.model import Gap

CASES = pipeline.packaged_case_data()
NASTY = "<script>alert(1)</script> **b** [l](http://x) \u202e :red[z] " + "长" * 1500


def own(**more: Any) -> dict[str, Any]:
    return {**building.blank("2025-03-01"), **more}


# --- the case in the address -------------------------------------------------------------------


@pytest.mark.parametrize("case", sorted(CASES))
def test_every_case_goes_through_the_address(case: str) -> None:
    packed = sharing.pack(CASES[case])
    assert re.fullmatch(r"[\w-]+", packed)
    assert sharing.unpack(packed) == CASES[case]


def packed_bytes(raw: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


HOSTILE = {
    "empty": "",
    "no characters of base64": "!!<script>",
    "no whole group": "a",
    "longer than is read": "A" * (sharing.LONGEST + 1),
    "a bomb": packed_bytes(b"0" * 4_000_000),
    "cut short": packed_bytes(json.dumps(own()).encode())[:-6],
    "something after it": base64.urlsafe_b64encode(zlib.compress(b"{}") + b"more").decode(),
    "no text": packed_bytes(b"\xff\xfe"),
    "deep": packed_bytes(b"[" * 5_000),
    "deep but closed": packed_bytes(json.dumps(own(**{"x-a": [[[[[[[[[1]]]]]]]]]})).encode()),
    "a list": packed_bytes(b"[]"),
    "a key twice": packed_bytes(b'{"id": "a", "id": "b"}'),
    "a control character": packed_bytes(json.dumps(own(id="a\u0000")).encode()),
    "no case": packed_bytes(b'{"id": "a"}'),
    "an unknown person": packed_bytes(
        json.dumps(own(findings=[{"person": "nobody", "about": "s1", "fault": "none"}])).encode()
    ),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_address_is_refused_in_words(name: str) -> None:
    with pytest.raises(KgError) as caught:
        sharing.unpack(HOSTILE[name])
    for problem in caught.value.problems:
        assert problem.what_zh and problem.what_en and problem.do_zh and problem.do_en


def test_a_case_that_is_too_long_is_not_packed() -> None:
    noise = "".join(chr(0x4E00 + (i * 7919) % 20_000) for i in range(2000))
    many = [
        {"id": f"s{i}", "act": "violate", "by": "p", "on": "2025-03-01",
         "description": noise[i:] + noise[:i]}
        for i in range(1, 40)
    ]  # fmt: skip
    large = own(steps=many)
    pipeline.case_from_data(large)
    assert sharing.pack(large) == ""


def test_an_own_case_opens_from_its_address_with_changed_facts() -> None:
    data = own(findings=[{"about": "s1", "result": "wrong", "consequence": "serious"}])
    file = sharing.pack(data)
    app = opened(lang="en", case="own", file=file, **{"p.s1.fault": "intent"})
    assert "● bears" in glance(app)[0]
    assert address(app) == {"case": "own", "file": file, "lang": "en", "p.s1.fault": "intent"}
    assert any("whole case" in c.value for c in app.caption)


def test_a_spoilt_address_shows_the_first_case_and_says_so() -> None:
    app = opened(lang="en", case="own", file="A" * 50)
    assert "was not opened" in app.error[0].value
    assert address(app) == {"case": CASE, "lang": "en"}
    assert glance(app)


def test_hostile_words_of_an_own_case_are_only_words() -> None:
    data = own(title={"zh": NASTY, "en": NASTY}, question={"zh": NASTY, "en": NASTY})
    data["people"][0]["label"] = {"zh": NASTY, "en": NASTY}
    app = opened(lang="en", case="own", file=sharing.pack(data))
    for element in (*app.markdown, *app.title, *app.caption):
        assert not re.search(r"(?<!\\)<script|(?<!\\)\[l\]", element.value)


# --- building ----------------------------------------------------------------------------------


def test_the_fields_of_every_act_are_those_of_the_format() -> None:
    for act in building.acts():
        names = {f.name: f for f in building.fields(own(), "steps", act)}
        assert {"id", "act", "by", "on"} <= set(names)
        assert names["on"].kind == "date"
        assert "note" not in names
    assert "vote" in {f.name for f in building.fields(own(), "steps", "vote")}
    assert "vote" not in {f.name for f in building.fields(own(), "steps", "decide")}
    finding = {f.name: f for f in building.fields(own(), "findings", "person")}
    assert finding["person"].choices == ("p",)
    assert "result" not in finding


def test_a_case_is_built_step_by_step() -> None:
    data = own()
    chief = {"id": "c", "status": "procurator", "office": "chief-procurator"}
    people = building.fields(data, "people", "")
    data = building.put(data, "people", None, people, chief)
    steps = building.fields(data, "steps", "alter")
    step = {"id": "s2", "act": "alter", "by": "c", "on": "2025-03-02", "of": "s1"}
    data = building.put(data, "steps", None, steps, step)
    about = building.fields(data, "findings", "step")
    data = building.put(data, "findings", None, about, {"about": "s2", "result": "wrong"})
    case = pipeline.case_from_data(data)
    assert list(case.people) == ["p", "c"]
    assert [s.act for s in case.steps.values()] == ["decide", "alter"]
    answer = pipeline.assess(pipeline.open_graph(), case)
    assert {a.person for a in answer.assessments} == {"p", "c"}


def test_a_new_id_is_followed_everywhere() -> None:
    data = CASES["execute-after-objection"]
    person = data["people"][0]
    fields = building.fields(data, "people", "")
    values = {f.name: building.shown(person, f) for f in fields} | {"id": "renamed"}
    new = building.put(data, "people", 0, fields, values)
    pipeline.case_from_data(new)
    assert person["id"] not in json.dumps([new["steps"], new.get("findings", [])]).split('"')
    assert "renamed" in json.dumps(new["steps"])


@pytest.mark.parametrize("case", sorted(CASES))
def test_saving_an_item_as_it_is_changes_nothing(case: str) -> None:
    data = CASES[case]
    kept = {k: v for k, v in data.items() if k != "expected"}
    for part in ("people", "steps", "findings", "organs"):
        for at, item in enumerate(building.items(data, part)):
            which = str(item.get("act", "")) if part == "steps" else ""
            if part == "findings":
                which = "person" if "person" in item else "step"
            fields = building.fields(data, part, which)
            values = {f.name: building.shown(item, f) for f in fields}
            assert building.put(data, part, at, fields, values) == kept, (part, at)


def test_what_is_taken_out_takes_its_findings_along() -> None:
    data = CASES[CASE]
    without = building.remove(data, "steps", 2)
    assert [f for f in without["findings"] if f.get("about") == "s3"] == []
    pipeline.case_from_data(without)
    with pytest.raises(KgError):
        pipeline.case_from_data(building.remove(data, "people", 0))
    assert CASES[CASE] == data


def forms(part: str, **more: str) -> AppTest:
    app = opened(lang="en", **more)
    app.session_state["build"] = True
    app.session_state["build.part"] = part
    app.run()
    assert not app.exception, app.exception
    return app


def button(app: AppTest, label: str) -> Any:
    return next(b for b in app.button if b.label == label)


def test_the_forms_add_a_person_and_tell_what_is_wrong() -> None:
    app = forms("people")
    app.selectbox("build.people.at.2").set_value(-1).run()
    button(app, "Add").click().run()
    assert address(app)["case"] == "own"
    assert "p1" in sharing.unpack(address(app)["file"])["people"][2]["id"]
    app = forms("people")
    button(app, "Remove it").click().run()
    assert "Not saved yet" in app.error[0].value
    assert address(app) == {"case": CASE, "lang": "en"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_part_of_the_forms_shows(lang: str) -> None:
    app = opened(lang=lang, case="higher-alters")
    app.session_state["build"] = True
    for part in (*building.PARTS, "file"):
        app.session_state["build.part"] = part
        app.run()
        assert not app.exception, app.exception
        assert not app.error


def test_own_case_file() -> None:
    app = forms("file")
    area = next(a for a in app.text_area if a.label == "Case file")
    area.set_value(str(area.value).replace("fault: gross-negligence", "fault: intnt"))
    app.button("own.use").click().run()
    assert 'Did you mean "intent"?' in app.error[0].value.replace("\\", "")
    area = next(a for a in app.text_area if a.label == "Case file")
    area.set_value(str(area.value).replace("fault: intnt", "fault: none"))
    app.button("own.use").click().run()
    assert address(app)["case"] == "own"
    assert "○ does not bear" in next(line for line in glance(app) if "s3 change" in line)
    app.button("own.close").click().run()
    assert address(app) == {"case": CASE, "lang": "en"}


# --- flips, why not ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", sorted(CASES))
def test_what_a_flip_promises_is_what_the_page_then_answers(case: str) -> None:
    graph = pipeline.open_graph()
    data = CASES[case]
    tried = 0
    every = pipeline.flips(graph, pipeline.case_from_data(data))
    for found in every:
        for flip in found.flips[:4]:
            points = [c.point for c in flip.changes]
            known = situation.controls(data, [Gap(p.about, p.person, p.field) for p in points])
            facts = flipping.facts_of(flip, {c.key: c for c in known})
            if facts is None:
                continue
            changed = casefile.apply(data, known, {k: v for k, (v, _) in facts.items()})
            answer = pipeline.assess(graph, pipeline.case_from_data(changed))
            outcomes = {
                a.outcome for a in answer.assessments
                if (a.person, a.step, a.kind) == (found.person, found.step, found.kind)
            }  # fmt: skip
            assert outcomes == ({flip.outcome} if flip.outcome else set()), (found, flip)
            tried += 1
    assert tried or not any(found.flips for found in every)


def test_a_flip_is_tried_and_taken_back() -> None:
    app = opened(lang="en")
    before = glance(app)
    next(b for b in app.button if b.key.startswith("flip-does-not-bear")).click().run()
    assert not app.exception, app.exception
    assert any("⇄" in line for line in glance(app))
    assert len(address(app)) > 2
    app.button("undo").click().run()
    assert glance(app) == before
    assert address(app) == {"case": CASE, "lang": "en"}


def test_the_restored_facts_can_be_taken_back_too() -> None:
    app = opened(lang="en", **{"p.s3.fault": "none"})
    app.button("reset").click().run()
    assert app.selectbox(FAULT).value == "gross-negligence"
    app.button("undo").click().run()
    assert app.selectbox(FAULT).value == "none"


def test_why_not_says_what_failed_and_what_is_open() -> None:
    app = opened(lang="en")
    app.session_state["whynot-c"] = True
    app.run()
    words = unescaped(" ".join(m.value for m in app.markdown))
    assert re.search(r"✗ fault of chief procurator c at s2: no fault \(asked for:", words)
    assert "opinions-2024/reexamination-supervisor" in words


def test_content_language_is_apart_from_the_interface() -> None:
    app = opened(lang="en", content="zh")
    assert unescaped(app.title[0].value) == "决定被改变后，由谁承担责任？"
    assert "● 承担" in glance(app)[0]
    assert app.header[0].value == "The answer"
    assert app.selectbox(FAULT).label == "Fault"


# --- the page to print -------------------------------------------------------------------------


class Page(HTMLParser):
    """Collects tags, addresses and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


def printed(data: dict[str, Any], lang: str) -> Page:
    graph, case = pipeline.open_graph(), pipeline.case_from_data(data)
    found, both = pipeline.assess(graph, case), pipeline.compare(graph, case)
    return Page(pipeline.answer_html(graph, case, found, both, lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", sorted(CASES))
def test_the_page_to_print_holds_the_whole_answer_and_loads_nothing(case: str, lang: str) -> None:
    page = printed(CASES[case], lang)
    assert page.addresses == []
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    words = " ".join(page.text.split())
    graph = pipeline.open_graph()
    answer = pipeline.assess(graph, pipeline.case_from_data(CASES[case]))
    for a in answer.assessments:
        assert " ".join(a.because.pick(lang).split()) in words
    for citation in graph.citations([answer]).values():
        for text in citation.texts.values():
            assert " ".join(text.split()) in words
    for remark in (*answer.silences, *answer.violations):
        assert " ".join(remark.because.pick(lang).split()) in words
    assert graph.receipt["graph"] in words
    assert ("非官方解释" if lang == "zh" else "not an official interpretation") in words


def test_the_page_to_print_escapes_what_a_case_says() -> None:
    page = printed(own(title={"zh": NASTY, "en": NASTY}), "en")
    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text
