"""Many cases: the batch mode of assess, and generate-cases."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import print_json

if TYPE_CHECKING:
    from kg.pipeline import Progress as Step


def assess_all(
    paths: Sequence[Path], out: Path | None, chunk: int, fresh: bool, jobs: int, endpoint: str
) -> None:
    """Answer any number of cases, one JSON line each; exit 1 when some of them were bad."""
    from kg import pipeline

    with _progress(paths) as tell:
        counts = pipeline.assess_stream(
            paths, out, chunk=chunk, fresh=fresh, jobs=jobs, progress=tell, endpoint=endpoint
        )
    if counts.bad:
        sys.stderr.write(
            f"{counts.cases} 个案件中有 {counts.bad} 个未能回答，见其 errors 行 / "
            f"{counts.bad} of {counts.cases} cases could not be answered: see their errors lines\n"
        )
        raise typer.Exit(1)


@contextmanager
def _progress(paths: Sequence[Path]) -> Iterator[Callable[[Step], None]]:
    """Show a bar on standard error, only to a person at a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from kg import pipeline

    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    seen = {"cases": 0, "bad": 0}
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=pipeline.total_bytes(paths))

        def tell(step: Step) -> None:
            seen["cases"] += step.cases
            seen["bad"] += step.bad
            said = f"{seen['cases']:,} 案 cases · {seen['bad']:,} 未答 bad"
            bar.update(task, advance=step.read, description=said)

        yield tell


class CaseFormat(str, Enum):
    """One JSON line a case, N-Triples, or a folder of YAML files."""

    ndjson = "ndjson"
    nt = "nt"
    yaml = "yaml"


def generate_cases(
    count: Annotated[int, typer.Option(min=1, help="How many cases / 案件数")],
    seed: Annotated[
        int, typer.Option(help="The same seed gives the same cases / 种子相同则案件相同")
    ] = 1,
    format: Annotated[CaseFormat, typer.Option("--format")] = CaseFormat.ndjson,
    errors: Annotated[
        float,
        typer.Option(min=0, max=1, help="Share of broken cases (docs/batch.md) / 有错案件的比例"),
    ] = 0.0,
    out: Annotated[
        Path | None,
        typer.Option(help="File (yaml: folder); left out: standard output / 文件或文件夹"),
    ] = None,
) -> None:
    """Write synthetic cases, for measuring and for tests. / 生成合成案件，供测试与度量。"""
    from kg import pipeline

    counts = pipeline.write_cases(count, seed, format.value, out, errors)
    if out:
        faults = {k: n for k, n in sorted(counts.items()) if k}
        print_json({"out": str(out), "cases": count, "faults": faults})
