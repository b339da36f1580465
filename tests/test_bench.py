"""The measuring itself: percentiles, targets, time limits. What is measured has no test."""

import json
import time

import pytest

from bench.measure import Cost, inside, limit, median, percentile
from bench.report import Pass, Report, show


@pytest.mark.parametrize(
    ("count", "share", "expected"), [(20, 0.95, 19), (100, 0.95, 95), (1, 0.95, 1), (3, 0.5, 2)]
)
def test_percentile_is_a_value_that_was_measured(count, share, expected):
    assert percentile([float(n) for n in range(count, 0, -1)], share) == expected


def test_median_of_costs_keeps_the_highest_peak():
    costs = [Cost(3, 1, 10), Cost(1, 3, 30), Cost(2, 2, 20)]
    assert median(costs) == Cost(2, 2, 30)


def test_a_target_is_met_at_its_goal_and_missed_above():
    report = Report()
    report.at_most("at", 15.0, 15, "ms", 1)
    report.at_most("above", 15.1, 15, "ms", 1)
    assert [t["verdict"] for t in report.as_json()["targets"]] == ["met", "MISSED"]
    assert report.targets[1].measured == "15.1 ms"


def test_everything_measured_is_shown_and_is_json(capsys):
    report = Report(machine={"cpu": "x", "processors": 2, "python": "3", "pyoxigraph": "1",
                             "rdflib": "2", "load_before": [0], "seconds": 1})  # fmt: skip
    own = {"wall": 0.001, "cpu": 0.001, "peak_mb": 0.0}
    report.passes.append(Pass("serialise (bytes)", 0.5, 1234567))
    report.queries += [
        {"id": "quick", "rows": 3, "pyoxigraph": own, "rdflib": own, "ratio_cpu": 1.0,
         "same_rows": False},
        {"id": "slow", "rows": 3, "pyoxigraph": own, "stopped": True},
    ]  # fmt: skip
    report.failures["loading"] = "OSError: gone"
    show(report)
    shown = capsys.readouterr().out
    for words in ("1,234,567", "OTHER ROWS", "not finished in time", "loading: OSError"):
        assert words in shown
    assert json.loads(json.dumps(report.as_json()))["passes"][0]["size"] == 1234567


def test_what_takes_too_long_is_stopped_and_a_call_is_timed():
    with pytest.raises(TimeoutError), limit(1):
        time.sleep(5)
    assert inside(lambda: None).wall >= 0
