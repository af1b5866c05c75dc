"""Lists of days, with ranges where days follow each other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from bot.study.words import say


def dates_words(days: Collection[str]) -> str:
    """ISO dates as they are typed, ranges as such: "2026-12-24 to 2027-01-02, 2027-04-02"."""
    return ", ".join(
        say("range", first=str(run[0]), last=str(run[-1]))
        if len(run) > 2
        else ", ".join(map(str, run))
        for run in runs_of(days)
    )


def runs_of(days: Collection[str]) -> list[list[date]]:
    """ISO dates as runs of days that follow each other."""
    runs: list[list[date]] = []
    for day in sorted(map(date.fromisoformat, days)):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
