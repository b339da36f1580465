"""What was measured, and the tables that a person reads."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.measure import Cost


@dataclass(frozen=True)
class Target:
    """A goal, what was measured, and whether it is met."""

    name: str
    goal: str
    measured: str
    met: bool

    @property
    def verdict(self) -> str:
        """Return the word that stands in the table."""
        return "met" if self.met else "MISSED"


@dataclass(frozen=True)
class Pass:
    """A pass of the build: its seconds, and the size of what it made in the unit of its name."""

    name: str
    seconds: float
    size: int


@dataclass
class Report:
    """Everything that the run measured, as it goes to the JSON file."""

    machine: dict[str, Any] = field(default_factory=dict)
    costs: dict[str, Cost] = field(default_factory=dict)
    passes: list[Pass] = field(default_factory=list)
    queries: list[dict[str, Any]] = field(default_factory=list)
    ratios: dict[str, float] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)

    def at_most(self, name: str, measured: float, goal: float, unit: str, digits: int = 2) -> None:
        """Add the target that a figure is at most so high."""
        shown = f"{measured:.{digits}f} {unit}"
        self.targets.append(Target(name, f"<= {goal:g} {unit}", shown, measured <= goal))

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {**asdict(self), "targets": [{**asdict(t), "verdict": t.verdict}
                                            for t in self.targets]}  # fmt: skip


def describe_machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].split(":", 1)[1].strip() if names else cpu
    return {
        "cpu": cpu,
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "pyoxigraph": version("pyoxigraph"),
        "rdflib": version("rdflib"),
        "load_before": [round(x, 2) for x in os.getloadavg()],
    }


def show(report: Report) -> None:
    """Print what was measured."""
    machine = report.machine
    print(f"{machine['cpu']} x {machine['processors']}, Python {machine['python']}, "
          f"pyoxigraph {machine['pyoxigraph']}, rdflib {machine['rdflib']}")  # fmt: skip
    print(f"load average {machine['load_before']} before, {machine.get('load_after')} after\n")
    print(f"{'what':<52}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}")
    for name, cost in report.costs.items():
        peak = f"{cost.peak_mb:.0f}" if cost.peak_mb else ""
        print(f"{name:<52}{cost.wall:>9.3f}{cost.cpu:>9.3f}{peak:>9}")
    if report.passes:
        print(f"\n{'pass of the build':<52}{'wall s':>9}{'size':>12}")
        for part in report.passes:
            print(f"{part.name:<52}{part.seconds:>9.3f}{part.size:>12,}")
    if report.queries:
        _show_queries(report)
    print(f"\n{'target':<46}{'goal':>10}{'measured':>12}  verdict")
    for target in report.targets:
        print(f"{target.name:<46}{target.goal:>10}{target.measured:>12}  {target.verdict}")
    for name, said in report.failures.items():
        print(f"failed: {name}: {said}")
    print(f"\n{machine['seconds']} s in all")


def _show_queries(report: Report) -> None:
    columns = ("ox wall", "ox CPU", "rdf wall", "rdf CPU")
    print(f"\n{'question, warm median, ms':<38}{'rows':>6}"
          + "".join(f"{c:>10}" for c in columns) + f"{'CPU ratio':>11}")  # fmt: skip
    for q in report.queries:
        print(f"{q['id']:<38}{q['rows']:>6}{_ms(q['pyoxigraph'])}", end="")
        if "rdflib" not in q:
            print("  rdflib: not finished in time" if q.get("stopped") else "")
            continue
        other = "" if q["same_rows"] else "  OTHER ROWS"
        print(f"{_ms(q['rdflib'])}{q['ratio_cpu']:>11.0f}{other}")
    print("ratio of CPU: " + ", ".join(f"{k} {v:.0f}" for k, v in report.ratios.items()))


def _ms(cost: dict[str, float]) -> str:
    return f"{cost['wall'] * 1000:>10.1f}{cost['cpu'] * 1000:>10.1f}"
