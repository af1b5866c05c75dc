"""Days and moments, in every zone and across every clock change."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study import calendar

ZONES = sorted(zoneinfo.available_timezones() - {"Factory", "localtime", "posixrules"})
zone_ids = st.sampled_from(ZONES)
days_of_life = st.dates(date(2024, 1, 1), date(2037, 12, 31))
minutes_of_day = st.integers(0, 24 * 60 - 1)


@given(zone_ids, days_of_life, minutes_of_day)
def test_a_time_happens_once_every_day_and_in_order(zone: str, day: date, minutes: int) -> None:
    moments = [calendar.moment(zone, day + timedelta(days=n), minutes) for n in range(9)]
    assert all(at.tzinfo is UTC for at in moments)
    assert moments == sorted(set(moments))


@given(zone_ids, days_of_life, minutes_of_day)
def test_a_moment_shows_its_wall_time_unless_the_clock_skips_it(
    zone: str, day: date, minutes: int
) -> None:
    tz = zoneinfo.ZoneInfo(zone)
    at = calendar.moment(zone, day, minutes)
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
    shown = at.astimezone(tz).replace(tzinfo=None)
    if shown == wall:
        for earlier in range(15, 181, 15):  # no earlier instant shows the same wall time
            before = (at - timedelta(minutes=earlier)).astimezone(tz)
            assert before.replace(tzinfo=None) != wall
    else:
        assert shown > wall
        before = (at - timedelta(seconds=1)).astimezone(tz).replace(tzinfo=None)
        assert before < wall


@given(zone_ids, days_of_life, st.lists(minutes_of_day, min_size=2, max_size=4, unique=True))
def test_times_of_one_day_keep_their_order(zone: str, day: date, minutes: list[int]) -> None:
    moments = [calendar.moment(zone, day, m) for m in sorted(minutes)]
    assert moments == sorted(moments)


@given(zone_ids, st.dates(date(1970, 1, 2), date(2037, 12, 30)), minutes_of_day)
def test_a_moment_never_leaves_its_day(zone: str, day: date, minutes: int) -> None:
    at = calendar.moment(zone, day, minutes)
    if calendar.day_exists(zone, day):
        assert calendar.local_date(at, zone) == day
    else:
        assert calendar.local_date(at, zone) == day + timedelta(days=1)


def test_the_end_of_a_day_left_out_in_pyongyang() -> None:
    """On 4 May 2018 clocks went from 23:30 to midnight."""
    day, zone = date(2018, 5, 4), "Asia/Pyongyang"
    assert calendar.moment(zone, day, 23 * 60 + 15) == datetime(2018, 5, 4, 14, 45, tzinfo=UTC)
    assert calendar.moment(zone, day, 23 * 60 + 45) == datetime(2018, 5, 4, 14, 59, tzinfo=UTC)
    assert calendar.moment(zone, day + timedelta(days=1), 0) == datetime(2018, 5, 4, 15, tzinfo=UTC)


def test_a_date_left_out_in_samoa() -> None:
    assert not calendar.day_exists("Pacific/Apia", date(2011, 12, 30))
    assert calendar.day_exists("Pacific/Apia", date(2011, 12, 29))
    assert calendar.day_exists("Pacific/Apia", date(2011, 12, 31))


def test_clocks_going_forward_and_back_in_berlin() -> None:
    forward, back = date(2027, 3, 28), date(2027, 10, 31)
    assert calendar.moment("Europe/Berlin", forward, 150) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert calendar.moment("Europe/Berlin", back, 150) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert calendar.moment("Europe/Berlin", back, 180) == datetime(2027, 10, 31, 2, tzinfo=UTC)


def test_half_an_hour_skipped_on_lord_howe() -> None:
    at = calendar.moment("Australia/Lord_Howe", date(2026, 10, 4), 2 * 60 + 10)
    assert at == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)


def test_midnight_skipped_in_beirut() -> None:
    at = calendar.moment("Asia/Beirut", date(2026, 3, 29), 0)
    assert at == datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    assert calendar.local_date(at, "Asia/Beirut") == date(2026, 3, 29)


@given(
    days_of_life,
    st.sets(st.integers(1, 7), min_size=1),
    st.frozensets(st.dates(date(2024, 1, 1), date(2024, 3, 1)).map(date.isoformat)),
)
def test_next_study_day_is_the_first_one_after(
    after: date, days: set[int], free: frozenset[str]
) -> None:
    chosen = tuple(sorted(days))
    found = calendar.next_study_day(after, chosen, free)
    assert found > after
    assert calendar.is_study_day(found, chosen, free)
    between = [after + timedelta(days=n) for n in range(1, (found - after).days)]
    assert not any(calendar.is_study_day(day, chosen, free) for day in between)


def test_no_study_day() -> None:
    with pytest.raises(calendar.NoStudyDay):
        calendar.next_study_day(date(2026, 11, 23), (), frozenset())
    start = date(2026, 1, 1)
    free = frozenset((start + timedelta(days=n)).isoformat() for n in range(500))
    with pytest.raises(calendar.NoStudyDay):
        calendar.next_study_day(start, (1, 2, 3, 4, 5, 6, 7), free)


def test_periods_at_the_turn_of_the_year() -> None:
    assert calendar.periods(date(2026, 11, 23)) == ("2026-W48", "2026-11")
    assert calendar.periods(date(2027, 1, 1)) == ("2026-W53", "2027-01")
    assert calendar.previous_periods(date(2027, 1, 4)) == ("2026-W53", "2026-12")
    assert calendar.week_dates(date(2027, 1, 1)) == (date(2026, 12, 28), date(2027, 1, 3))


@given(days_of_life)
def test_previous_periods_end_where_these_begin(day: date) -> None:
    monday, _ = calendar.week_dates(day)
    week, month = calendar.previous_periods(day)
    assert week == calendar.periods(monday - timedelta(days=1))[0]
    assert month == calendar.periods(day.replace(day=1) - timedelta(days=1))[1]
    assert week < calendar.periods(day)[0]
    assert month < calendar.periods(day)[1]


def test_when_words() -> None:
    at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert calendar.when_words(at, "Europe/Berlin") == "Tue, Nov 24, 09:00"
    assert calendar.days_words((1, 2, 3, 4, 5)) == "Mon–Fri"
    assert calendar.days_words((5, 1, 3)) == "Mon, Wed, Fri"
    assert calendar.days_words((1, 2, 3, 4, 5, 6, 7)) == "every day"
