"""Many cases: the batch mode of assess, and generate-cases."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from kg.pipeline import Progress as Step


def assess_all(paths: Sequence[Path], out: Path | None, chunk: int, fresh: bool, jobs: int) -> None:
    """Answer any number of cases, one JSON line each; exit 1 when some of them were bad."""
    from kg import pipeline

    with _progress(paths) as tell:
        counts = pipeline.assess_stream(
            paths, out, chunk=chunk, fresh=fresh, jobs=jobs, progress=tell
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
