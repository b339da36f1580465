"""Dates of time limits. Pure: no clock, and no calendar of public holidays (the graph has none).

The first day does not count and the end does not move; no text seen says so, and every answer shows
it as an open question. Working days are counted Mondays to Fridays. Public holidays push such a
period later and make-up working days pull it earlier, so its date is an estimate; what is sure is
only that it cannot end before as many calendar days have passed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg.errors import KgError, Problem


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period; `estimate` for working days, `not_before` then the sure bound."""

    day: date
    estimate: bool = False
    not_before: date | None = None


def deadline(start: date, value: int, unit: str) -> Deadline:
    """Return the last day of a period of `value` units (day, working-day, month) after `start`.

    Raises KgError when the date lies beyond the year 9999.
    """
    try:
        if unit == "month":
            return Deadline(_months(start, value))
        if unit == "working-day":
            return Deadline(_working_days(start, value), True, start + timedelta(days=value))
        return Deadline(start + timedelta(days=value))
    except (OverflowError, ValueError):
        raise KgError(
            Problem(
                start.isoformat(),
                "期限的末日超出 9999 年。",
                "The period ends after the year 9999.",
                "请核对日期。",
                "Check the date.",
            )
        ) from None


def parse_day(text: str, where: str) -> date:
    """Return an ISO day (2024-09-01); raise KgError for anything else."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise KgError(
            Problem(
                where,
                f"“{text}”不是存在的日期。",
                f'"{text}" is not a day of the calendar.',
                "请写成 2024-09-01 的形式。",
                "Write it like 2024-09-01.",
            )
        ) from None


def _months(start: date, value: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + value, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _working_days(start: date, value: int) -> date:
    day = start
    while value:
        day += timedelta(days=1)
        value -= day.weekday() < 5
    return day
