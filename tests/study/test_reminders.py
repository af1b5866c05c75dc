"""When reminders are due, over zones and changes of clocks, and what is worth one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study import calendar
from bot.study.group import Rhythm, Schedule
from bot.study.reminders import (
    EVENING,
    Waiting,
    days_dealt_with,
    is_worth_it,
    occasion,
    usual_time,
)

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "America/Havana",
    "Asia/Beirut",
    "UTC",
)
zones = st.sampled_from(ZONES)
times = st.integers(0, 24 * 60 - 1)
starts = st.integers(0, 25 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(zones, times, starts, st.integers(1, 40), st.data())
def test_each_local_day_has_one_reminder_however_often_one_looks(
    zone: str, minutes: int, start: datetime, days: int, data: st.DataObject
) -> None:
    now, last = start, days_dealt_with(minutes, zone, "", start)
    seen: list[str] = []
    while now < start + timedelta(days=days):
        due, following = occasion(minutes, zone, last, now)
        assert following > now
        if due is not None:
            assert due.at <= now < due.until
            assert calendar.local_date(due.at, zone).isoformat() == due.day
            seen.append(due.day)
            last = due.day
        # Whoever looks at the very moment, and whoever looks in between.
        step = data.draw(st.sampled_from(("moment", "between")))
        between = now + timedelta(minutes=data.draw(st.integers(1, 200)))
        now = following if step == "moment" else min(between, following)
    assert len(seen) == len(set(seen)) and seen == sorted(seen)
    first, end = calendar.local_date(start, zone), calendar.local_date(now, zone)
    missing = {
        day.isoformat()
        for n in range(1, (end - first).days)
        if calendar.day_exists(zone, day := first + timedelta(days=n))
    } - set(seen)
    assert missing == set()


@given(zones, times, starts)
def test_nobody_is_reminded_right_after_they_chose(zone: str, minutes: int, now: datetime) -> None:
    due, following = occasion(minutes, zone, days_dealt_with(minutes, zone, "", now), now)
    assert due is None
    assert now < following <= now + timedelta(days=2, hours=2)


@given(zones, times, times, starts)
def test_another_time_on_the_same_day_brings_no_second_one(
    zone: str, first: int, second: int, now: datetime
) -> None:
    today = calendar.local_date(now, zone).isoformat()
    last = days_dealt_with(second, zone, today, now)
    due, following = occasion(second, zone, last, now)
    assert due is None and calendar.local_date(following, zone).isoformat() > today


@given(zones, times, starts, st.integers(1, 400))
def test_after_a_long_time_off_only_today_is_left(
    zone: str, minutes: int, now: datetime, days: int
) -> None:
    last = (calendar.local_date(now, zone) - timedelta(days=days)).isoformat()
    due, following = occasion(minutes, zone, last, now)
    if due is None:
        assert calendar.local_date(following, zone) == calendar.local_date(now, zone)
    else:
        assert due.day == calendar.local_date(now, zone).isoformat()


@given(zones, times, starts, st.integers(3, 4000))
def test_a_clock_that_was_far_ahead_stops_nothing(
    zone: str, minutes: int, now: datetime, days: int
) -> None:
    last = (calendar.local_date(now, zone) + timedelta(days=days)).isoformat()
    due, following = occasion(minutes, zone, last, now)
    assert due is not None or following <= now + timedelta(days=1, hours=2)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "day", "minutes", "moment"),
    [
        # 02:30 does not exist: right after the change.
        ("Europe/Berlin", "2026-03-29", 150, "2026-03-29T01:00+00:00"),
        # 02:30 comes twice: the first time.
        ("Europe/Berlin", "2026-10-25", 150, "2026-10-25T00:30+00:00"),
        ("America/New_York", "2026-11-01", 90, "2026-11-01T05:30+00:00"),
    ],
)
def test_changes_of_clocks(zone: str, day: str, minutes: int, moment: str) -> None:
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    due = datetime.fromisoformat(moment)
    found, following = occasion(minutes, zone, before, due - timedelta(seconds=1))
    assert found is None and following == due
    found, following = occasion(minutes, zone, before, due)
    assert found is not None and found.at == due
    again, _ = occasion(minutes, zone, found.day, due + timedelta(hours=1))
    assert again is None


def test_a_late_one_makes_sense_until_midnight() -> None:
    now = at("2026-11-24 23:59", "Europe/Berlin")
    due, following = occasion(EVENING, "Europe/Berlin", "2026-11-23", now)
    assert due is not None and due.until == at("2026-11-25 00:00", "Europe/Berlin")
    assert following == at("2026-11-25 18:00", "Europe/Berlin")
    late = now + timedelta(minutes=1)
    assert occasion(EVENING, "Europe/Berlin", "2026-11-23", late) == (None, following)


@pytest.mark.parametrize(
    ("rhythm", "times", "usual"),
    [
        (Rhythm.MORNING, (540,), 18 * 60),
        (Rhythm.QUESTIONS, (1200,), 18 * 60),
        (Rhythm.MORNING, (18 * 60,), 20 * 60),
        (Rhythm.MORNING, (17 * 60 + 30,), 19 * 60 + 30),
        (Rhythm.SPREAD, (540, 750, 1020), 16 * 60),
        (Rhythm.SPREAD, (540, 990, 1020), 1005),
        (Rhythm.SPREAD, (540, 750, 1200), 18 * 60),
        (Rhythm.SPREAD, (540, 1150, 1380), 1150 + 115),
    ],
)
def test_the_usual_time_is_one_at_which_the_question_is_open(
    rhythm: Rhythm, times: tuple[int, ...], usual: int
) -> None:
    assert usual_time(Schedule("UTC", (1,), rhythm, times)) == usual


@given(st.lists(st.integers(0, 1439), min_size=3, max_size=3, unique=True).map(sorted))
def test_the_usual_time_lies_between_question_and_results(times: list[int]) -> None:
    usual = usual_time(Schedule("UTC", (1,), Rhythm.SPREAD, tuple(times)))
    assert times[1] <= usual < max(times[2], times[1] + 1)


@pytest.mark.parametrize(
    ("waiting", "worth"),
    [
        ((), False),
        ((Waiting(open=True),), True),
        ((Waiting(open=False),), False),
        ((Waiting(open=True, studying=False),), False),
        ((Waiting(open=True, studying=False, due=1),), True),
        ((Waiting(due=3, studying=False),), True),
        ((Waiting(due=3, practiced=5),), False),
        ((Waiting(), Waiting(open=True)), True),
    ],
)
def test_what_is_worth_a_reminder(waiting: tuple[Waiting, ...], worth: bool) -> None:
    assert is_worth_it(waiting) is worth


def test_five_a_day_at_most() -> None:
    assert Waiting(due=40).reviews == 5
    assert Waiting(due=2).reviews == 2
    assert Waiting(due=40, practiced=5).reviews == 0
