"""The accountability procedure: its content, the dates of its periods, and what it answers.

`python -m pytest tests/test_procedure.py --update-goldens` rewrites the goldens in tests/goldens;
the diff is the review.
"""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kg import pipeline
from kg.errors import KgError
from kg.procedure import deadline, parse_day, read_counting, read_procedures
from kg.procedure.governing import InForce, governing, state_on

ROOT = Path(__file__).resolve().parents[1]
GOLDENS = Path(__file__).parent / "goldens"
PROCEDURES = {p.id: p for p in read_procedures(ROOT / "data" / "procedures")}
STEPS = {s.key: s for p in PROCEDURES.values() for s in p.steps}
DAY = "2024-11-29"  # a Friday; three months on is the last day of February


# --- the content ----------------------------------------------------------------------------------


def test_the_regulations_of_2024_have_three_stages():
    procedure = PROCEDURES["accountability-2024"]
    assert [s.id for s in procedure.stages] == ["leads", "investigation", "decision"]
    articles = [{p.split("/")[1] for p in s.provisions} for s in procedure.stages]
    numbers = [sorted(int(a.removeprefix("art-")) for a in found) for found in articles]
    assert numbers == [[10, 11, 12, 13], [*range(14, 22)], [*range(22, 28)]]
    assert len(procedure.steps) == 46
    cited = {p.split("/")[1] for s in procedure.steps for p in s.grounds.provisions
             if p.startswith("regulations-2024/")}  # fmt: skip
    circumstances = {"art-24"}  # leniency and severity are no step
    assert cited | circumstances == {f"art-{n}" for n in range(10, 28)}


def test_counts():
    assert {key: (len(p.stages), len(p.steps)) for key, p in PROCEDURES.items()} == {
        "accountability-2015": (3, 5),
        "accountability-2020": (3, 3),
        "accountability-2024": (3, 46),
        "discipline-2016": (3, 8),
        "discipline-2019": (2, 6),
        "discipline-2022": (3, 10),
    }
    assert len(PROCEDURES["accountability-2024"].measures) == 6
    effects = {c.effect: set(c.conduct) for c in PROCEDURES["accountability-2024"].circumstances}
    assert effects == {
        "may-be-lenient": {"self-corrected", "recorded-interference"},
        "must-be-severe": {"obstructed"},
    }


def test_every_period_is_a_figure_of_the_facts_and_the_other_way_round():
    content = pipeline.read_content()
    units = {"日": "day", "个月": "month"}
    figures = {
        (source.id, p.split("/")[0], int(fact.figure.value), units[fact.figure.unit.zh])
        for source, articles in content.sources
        if source.id in ("regulations-2024", "disciplinary-procedure-2022")
        for article in articles
        for fact in article.facts
        if fact.kind == "figure" and fact.figure.unit.zh in units
        for p in fact.provisions
    }
    periods = {
        (p.split("/")[0], p.split("/")[1], s.limit.value, s.limit.unit)
        for s in STEPS.values()
        if s.limit and s.limit.value
        for p in s.grounds.provisions[:1]
    }
    assert periods == figures
    assert len(periods) == 7  # 7 days; 3 months; 30, 15 and 60 days; 60 and 10 days


def test_keys_and_confidence_are_those_of_the_facts():
    content = pipeline.read_content()
    keys = {}
    for source, articles in content.sources:
        for fact in (f for a in articles for f in a.facts):
            for provision in fact.provisions:
                for name in (provision, provision.split("/")[0]):
                    keys.setdefault(f"{source.id}/{name}", set()).update(fact.source_keys)
    for step in STEPS.values():
        known = set().union(*(keys.get(p, set()) for p in step.grounds.provisions))
        assert set(step.grounds.source_keys) <= known, step.key
        if set(step.grounds.source_keys) == {"S15"} or "S30" in step.grounds.source_keys:
            assert step.grounds.confidence == "M", step.key


def test_what_was_not_seen_is_unknown_and_never_silent():
    for key in ("accountability-2020", "discipline-2016", "discipline-2022"):
        for step in PROCEDURES[key].steps:
            said = (step.actors_said, step.approvals_said, step.majority_said, step.limit_said)
            assert "silent" not in said, step.key
    silent_2015 = [s.key for s in PROCEDURES["accountability-2015"].steps
                   if "silent" in (s.approvals_said, s.limit_said)]  # fmt: skip
    assert silent_2015 == []


def test_only_procurators_go_to_the_disciplinary_committee():
    for procedure in PROCEDURES.values():
        if procedure.family == "discipline":
            assert procedure.persons == ("procurator",)
    leading = [b for s in STEPS.values() for b in s.next
               if b.step.startswith("discipline-") and s.procedure.startswith("accountability-")
               and "procurator" not in b.statuses]  # fmt: skip
    assert [b.step for b in leading] == ["discipline-2022/receive-referral"]
    sort = {b.step: set(b.statuses) for b in STEPS["accountability-2024/sort-outcome"].next}
    assert sort["accountability-2024/refer-to-disciplinary-committee"] == {"procurator"}
    assert "procurator" not in sort["accountability-2024/decide-by-authority"]


def test_every_step_can_be_reached():
    entries = {
        "accountability-2024/notify", "accountability-2024/receive", "accountability-2015/check",
        "accountability-2020/receive", "discipline-2022/receive-lead",
        "discipline-2019/hear-procurator",
    }  # fmt: skip
    reached = {b.step for s in STEPS.values() for b in s.next}
    left = {k for k, s in STEPS.items() if k not in reached and not s.any_time}
    assert left == entries


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        ("2024-09-01", 7, "day", "2024-09-08"),
        ("2024-12-20", 30, "day", "2025-01-19"),
        ("2024-02-28", 1, "day", "2024-02-29"),
        ("2025-02-28", 1, "day", "2025-03-01"),
        ("2024-11-29", 3, "month", "2025-02-28"),
        ("2024-11-30", 3, "month", "2025-02-28"),
        ("2023-11-30", 3, "month", "2024-02-29"),
        ("2024-08-31", 1, "month", "2024-09-30"),
        ("2024-10-31", 3, "month", "2025-01-31"),
        ("2024-12-01", 12, "month", "2025-12-01"),
        ("2024-09-06", 1, "working-day", "2024-09-09"),  # Friday to Monday
        ("2024-09-07", 1, "working-day", "2024-09-09"),  # Saturday to Monday
        ("2024-09-02", 5, "working-day", "2024-09-09"),
        ("2024-09-02", 10, "working-day", "2024-09-16"),
    ],
)
def test_the_end_of_a_period(start, value, unit, end):
    found = deadline(date.fromisoformat(start), value, unit)
    assert found.day.isoformat() == end
    assert found.estimate == (unit == "working-day")


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 400))
def test_working_days_are_an_estimate_with_a_sure_bound(start, value):
    found = deadline(start, value, "working-day")
    assert found.day.weekday() < 5
    assert found.estimate
    assert found.not_before == start + timedelta(days=value)
    assert found.not_before <= found.day
    between = [start + timedelta(days=n) for n in range(1, (found.day - start).days + 1)]
    assert sum(d.weekday() < 5 for d in between) == value


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_months_keep_the_day_or_take_the_last(start, value):
    found = deadline(start, value, "month").day
    months = (found.year - start.year) * 12 + found.month - start.month
    assert months == value
    assert found.day == start.day or (found + timedelta(days=1)).day == 1


def test_a_period_beyond_the_calendar_is_refused():
    for unit in ("day", "month", "working-day"):
        with pytest.raises(KgError) as raised:
            deadline(date(9999, 12, 20), 999, unit)
        assert raised.value.problems[0].what_zh


@pytest.mark.parametrize("text", ["2024-02-30", "20240901", "2024-9-1", "tomorrow", "2024-W36-1"])
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(KgError):
        parse_day(text, "--on")


# --- which text governs ---------------------------------------------------------------------------


def parts(graph, **asked):
    answer = pipeline.ask_procedure(graph, **asked)
    return {p["procedure"]: (p["in_force"], tuple(p["bases"])) for p in answer["parts"]}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"accountability-2024": ("yes", ("newest",)),
              "discipline-2022": ("yes", ("newest",))}),
        ({"on": "2015-09-27"}, {}),
        ({"on": "2016-10-11"}, {"accountability-2015": ("yes", ("step",))}),
        ({"on": "2018-01-01"}, {"accountability-2015": ("yes", ("step",)),
                                "discipline-2016": ("unknown", ("step",))}),
        ({"on": "2020-10-20"}, {"accountability-2020": ("uncertain", ("step",)),
                                "accountability-2015": ("yes", ("step",)),
                                "discipline-2019": ("yes", ("step",)),
                                "discipline-2016": ("unknown", ("step",))}),
        ({"on": "2022-03-05"}, {"accountability-2020": ("yes", ("step",)),
                                "accountability-2015": ("yes", ("step",)),
                                "discipline-2022": ("yes", ("step",))}),
        ({"on": "2024-07-10"}, {"accountability-2024": ("uncertain", ("step",)),
                                "accountability-2020": ("uncertain", ("step",)),
                                "accountability-2015": ("uncertain", ("step",)),
                                "discipline-2022": ("yes", ("step",))}),
        ({"on": DAY, "conduct_on": "2018-01-01"},
         {"accountability-2024": ("yes", ("step",)),
          "accountability-2015": ("yes", ("conduct",)),
          "discipline-2022": ("yes", ("step",)),
          "discipline-2016": ("unknown", ("conduct",))}),
        ({"on": DAY, "conduct_on": "2024-09-01"},
         {"accountability-2024": ("yes", ("step", "conduct")),
          "discipline-2022": ("yes", ("step", "conduct"))}),
    ],
)  # fmt: skip
def test_the_text_that_governs(graph, asked, expected):
    assert parts(graph, **asked) == expected


def questions(graph, **asked):
    return {q["id"] for q in pipeline.ask_procedure(graph, **asked)["open_questions"]}


def test_the_question_of_time_is_raised_unless_both_days_fall_under_one_text(graph):
    name = "art-28-reaches-procedure"
    assert name in questions(graph, on=DAY, conduct_on="2018-01-01")
    assert name in questions(graph, on=DAY)
    assert name not in questions(graph, on=DAY, conduct_on="2024-09-01")


def test_uncertain_days_raise_their_question(graph):
    assert "effective-date-regulations-2024" in questions(graph, on="2024-07-10")
    assert "effective-date-regulations-2024" not in questions(graph, on="2024-07-24")
    assert "effective-date-regulations-2020" in questions(graph, on="2020-10-25")
    assert "procedure-2015-beside-2020" in questions(graph, on="2021-01-01")
    assert "procedure-2015-beside-2020" not in questions(graph, on="2019-01-01")


def test_a_text_without_a_day_of_effect_is_unknown_not_out_of_force():
    dates = {"x": InForce(document="2016-10-12", certain=False)}
    assert state_on("x", date(2016, 10, 11), dates) == "no"
    assert state_on("x", date(2030, 1, 1), dates) == "unknown"
    assert governing([], dates, None, None) == []


# --- the answers ----------------------------------------------------------------------------------


def _line(step):
    approval = step["approval"]
    roles = [f"{r['code']} {r['how']}" for r in approval["roles"]] or [approval["said"]]
    limit = step["time_limit"]
    shown = limit["said"]
    if "words" in limit:
        shown = limit["words"]["en"]
    elif "value" in limit:
        found = limit["deadline"]
        shown = f"{limit['value']} {limit['unit']} by {found['date'] if found else 'no day given'}"
        shown += "" if limit["from"] else " (start not said)"
    majority = step["majority"]["said"]
    actors = [r["code"] for r in step["actors"]["roles"]] or [step["actors"]["said"]]
    return (f"{step['step']} | {', '.join(actors)} | approval: {', '.join(roles)} | "
            f"majority: {majority} | limit: {shown}")  # fmt: skip


@pytest.mark.parametrize("status", ["procurator", "assistant"])
@pytest.mark.parametrize("on", [DAY, "2021-06-01"])
def test_what_comes_next_after_each_step(graph, status, on, update_goldens):
    lines = []
    for key in STEPS:
        answer = pipeline.ask_procedure(graph, status=status, stage=key, on=on)
        for part in answer["parts"]:
            if part["after"] is None:
                if part["reason"] == "not-for-this-person":
                    lines.append(f"{key}: {part['reason']}")
                continue
            lines.append(f"{key}: next {part['next_said']}")
            lines += [f"    next {_line(s)}" for s in part["next"]]
            lines += [f"    runs {_line(s)}" for s in part["running"]]
    found = "\n".join(lines) + "\n"
    golden = GOLDENS / f"procedure-{status}-{on[:4]}.txt"
    if update_goldens:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_after_the_opening_the_investigation_runs_three_months(graph):
    answer = pipeline.ask_procedure(
        graph, status="procurator", stage="open-investigation", on=DAY, conduct_on="2024-09-01"
    )
    part = answer["parts"][0]
    ends = {s["step"].split("/")[1]: s["time_limit"]["deadline"]["date"] for s in part["running"]}
    assert ends == {
        "file-decision": "2024-12-06",
        "investigate": "2025-02-28",
        "extend-investigation": "2025-05-28",
    }
    assert {q["id"] for q in answer["open_questions"]} == {
        "art-14-seven-days-start", "counting-of-periods",
    }  # fmt: skip


def test_next_names_who_must_approve(graph):
    def approvals(step, **person):
        answer = pipeline.ask_procedure(graph, stage=step, on=DAY, **person)
        return {s["step"].split("/")[1]: [(r["code"], r["how"]) for r in s["approval"]["roles"]]
                for p in answer["parts"] if p["after"] for s in p["next"]}  # fmt: skip

    assert approvals("assess")["open-investigation"] == [("chief-procurator", "approves")]
    after = approvals("sort-outcome", status="procurator")
    assert after["refer-to-disciplinary-committee"] == [("chief-procurator", "approves")]
    assert "decide-by-authority" not in after
    other = approvals("sort-outcome", status="assistant")
    assert "refer-to-disciplinary-committee" not in other
    assert "decide-by-authority" in other
    assert approvals("decide-by-authority")["propose-sanction"] == [
        ("resident-discipline-group", "is-consulted"), ("chief-procurator", "approves"),
    ]  # fmt: skip


def test_the_committee_needs_two_thirds_within_sixty_days(graph):
    answer = pipeline.ask_procedure(
        graph, status="procurator", stage="discipline-2022/receive-referral", on=DAY
    )
    part = next(p for p in answer["parts"] if p["procedure"] == "discipline-2022")
    step = next(s for s in part["next"] if s["step"].endswith("/deliberate"))
    assert "三分之二" in step["majority"]["text"]["zh"]
    assert step["time_limit"]["deadline"]["date"] == "2025-01-28"
    assert (step["confidence"], "S15" in step["source_keys"]) == ("M", True)


def test_an_assistant_is_told_why_the_committee_does_not_come(graph):
    answer = pipeline.ask_procedure(graph, status="assistant", on=DAY)
    assert [p["procedure"] for p in answer["left_out"]] == ["discipline-2022"]
    assert "regulations-2024/art-22/para-1" in answer["left_out"][0]["provisions"]
    assert "discipline-2022/" not in json.dumps(answer["parts"])


def test_a_chief_raises_the_question_who_approves(graph):
    name = "chief-in-own-case"
    asked = {"status": "procurator", "stage": "assess", "on": DAY}
    assert name in questions(graph, **asked, office="chief-procurator")
    assert name not in questions(graph, **asked, office="department-head")
    assert name not in questions(graph, **asked)


def test_an_appeal_period_runs_from_receipt_and_the_decision_period_from_no_stated_day(graph):
    answer = pipeline.ask_procedure(graph, stage="appeal", on=DAY)
    step = answer["parts"][0]["next"][0]
    assert step["time_limit"]["from"] is None
    assert step["time_limit"]["deadline"]["date"] == "2025-01-28"
    assert "art-27-decision-periods-start" in {q["id"] for q in answer["open_questions"]}


@pytest.mark.parametrize(
    "asked",
    [{"status": "judge"}, {"office": "chief"}, {"stage": "open-investigations"},
     {"on": "2024-13-01"}, {"conduct_on": "then"}],
)  # fmt: skip
def test_a_wrong_word_is_refused_in_both_languages(graph, asked):
    with pytest.raises(KgError) as raised:
        pipeline.ask_procedure(graph, **asked)
    problem = raised.value.problems[0]
    assert problem.where.startswith("--")
    assert re.search("[\u4e00-\u9fff]", problem.what_zh)
    assert next(iter(asked.values())) in problem.what_en


def test_the_command(kg):
    done = kg("procedure", "--status", "procurator", "--stage", "open-investigation", "--on", DAY,
              "--format", "json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) == {
        "person", "stage", "on", "conduct_on", "parts", "left_out", "open_questions", "provisions",
        "receipt", "notice",
    }  # fmt: skip
    for part in answer["parts"]:
        for step in (*part.get("next", ()), *part.get("running", ())):
            assert set(step["provisions"]) <= set(answer["provisions"])
    wrong = kg("procedure", "--stage", "nothing")
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_the_text_in_each_language(graph):
    listing = pipeline.ask_procedure(graph, on=DAY)
    english = pipeline.procedure_text(graph, listing, "en")
    assert not re.search("[\u4e00-\u9fff]", english)
    chinese = pipeline.procedure_text(graph, listing, "zh")
    for stage in ("管辖和受理", "责任调查和认定", "责任追究和救济"):
        assert stage in chinese
    asked = pipeline.ask_procedure(graph, stage="open-investigation", on=DAY)
    assert "最迟：2025-02-28" in pipeline.procedure_text(graph, asked, "zh")
    nobody = pipeline.ask_procedure(graph, on="2010-01-01")
    assert "No text in the graph" in pipeline.procedure_text(graph, nobody, "en")


def test_every_step_stands_in_the_named_graph(graph):
    name = "https://w3id.org/judicial-responsibility/graph/procedures"
    rows = graph.store.query(
        f"SELECT ?id {{ GRAPH <{name}> {{ ?s a jr:ProcedureStep ; dcterms:identifier ?id }} }}"
    ).rows
    assert {r["id"] for r in rows} == set(STEPS)


def test_counting_names_every_unit():
    counting = read_counting(ROOT / "data" / "procedures")
    assert set(counting.units) == {"day", "working-day", "month"}
    assert "调休" in counting.units["working-day"].note.zh
