"""Every day of every zone against what its clocks show, over two years and through history."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from bot.study import calendar
from bot.study.group import Rhythm, Schedule
from bot.study.study_day import next_moment, study_day
from tests.faults.conftest import OpenTally
from tests.faults.time.clocks import DAY, ZONES, Clocks, clocks

FIRST, LAST = date(2026, 11, 23), date(2028, 12, 31)
"""Two years with a week 53, a leap day and two turns of the year."""
SUITE = "two years, all zones"

ODD = (
    # zone, a date on which its clocks did something that is easy to get wrong
    ("Pacific/Apia", date(2011, 12, 30)),  # a date left out
    ("Pacific/Kwajalein", date(1993, 8, 21)),  # the same
    ("Pacific/Kiritimati", date(1994, 12, 31)),  # the same
    ("Pacific/Kwajalein", date(1969, 9, 30)),  # a date twice
    ("Asia/Pyongyang", date(2018, 5, 4)),  # 23:30 to midnight left out
    ("Asia/Beirut", date(2023, 3, 26)),  # midnight left out
    ("America/Havana", date(2024, 3, 10)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Asuncion", date(2023, 10, 1)),
    ("Africa/Cairo", date(2024, 4, 26)),
    ("America/St_Johns", date(2010, 11, 7)),  # 00:01 back to yesterday's 23:01
    ("America/Goose_Bay", date(2010, 11, 7)),
    ("Antarctica/Troll", date(2024, 3, 31)),  # two hours
    ("Australia/Lord_Howe", date(2024, 10, 6)),  # half an hour
    ("Africa/Casablanca", date(2024, 3, 10)),  # Ramadan
    ("Europe/Dublin", date(2024, 10, 27)),  # winter time is the exception
    ("America/Nuuk", date(2023, 3, 25)),
    ("America/Caracas", date(2016, 5, 1)),
    ("Antarctica/Casey", date(2020, 10, 4)),
    ("Asia/Gaza", date(2023, 4, 29)),
    ("Pacific/Fiji", date(2020, 12, 20)),
    ("Africa/Monrovia", date(1972, 1, 7)),  # 44 minutes and a half
    ("Europe/Istanbul", date(2015, 11, 8)),
    ("Asia/Kathmandu", date(1986, 1, 1)),  # a quarter of an hour
)


def chosen(full: bool, at_least: int) -> list[str]:
    """All zones, or always the same few of them: each kind of clock is among these."""
    if full:
        return list(ZONES)
    return random.Random(4).sample(ZONES, at_least)


def dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


Happening = tuple[str, date, int, datetime | None]


def compare(
    own: Clocks, days: list[date], minutes: list[int]
) -> tuple[list[Happening], list[Happening]]:
    """What should happen when, and what the calendar says."""
    expected: list[Happening] = []
    found: list[Happening] = []
    for day in days:
        assert calendar.day_exists(own.zone, day) == own.has(day), (own.zone, day)
        if not own.has(day):
            continue
        for each in minutes:
            at = calendar.moment(own.zone, day, each)
            assert calendar.local_date(at, own.zone) == day, (own.zone, day, each)
            expected.append((own.zone, day, each, own.happens(day, each)))
            found.append((own.zone, day, each, at))
    return expected, found


def test_each_time_of_each_day_comes_once(tally: OpenTally, full: bool) -> None:
    counted = tally(SUITE)
    kinds: set[tuple[object, ...]] = set()
    for zone in chosen(full, 40):
        own, chance = clocks(zone, FIRST, LAST), random.Random(zone)
        days = list(dates(FIRST, LAST))
        if own.kind in kinds:  # the same clocks under another name
            days = days[chance.randrange(9) :: 9]
        kinds.add(own.kind)
        minute = chance.choice((0, 1, 30, 90, 150, 180, 540, 1410, 1439, chance.randrange(1440)))
        expected, found = compare(own, days, [minute])
        moments = [at for *_, at in found]
        assert moments == sorted(set(moments)), "later every day"
        counted.posts(expected, found)
        counted.faults += len(own.changes)


def around(own: Clocks, change: datetime) -> tuple[list[date], list[int]]:
    """The days about a change, and the minutes at its edges."""
    before, after = own.shown(change - timedelta(seconds=1)), own.shown(change)
    edges = {0, 1439}
    for wall in (before, after):
        minute = wall.hour * 60 + wall.minute
        edges |= {(minute + off) % 1440 for off in (-61, -30, -1, 0, 1, 15, 29)}
    first = min(before.date(), after.date()) - DAY
    return list(dates(first, max(before.date(), after.date()) + DAY)), sorted(edges)


def touches_midnight(own: Clocks, change: datetime) -> bool:
    return own.date_at(change - timedelta(minutes=61)) != own.date_at(
        change + timedelta(minutes=61)
    )


def test_changes_since_1970(tally: OpenTally, full: bool) -> None:
    """Some of each zone's, which are alike over the years, and those about midnight."""
    counted, chance = tally(SUITE), random.Random(70)
    for zone in chosen(full, 12):
        own = clocks(zone, date(1970, 1, 1), date(2037, 12, 31))
        some = set(chance.sample(own.changes, min(4, len(own.changes))))
        some |= {c for c in own.changes if touches_midnight(own, c) and chance.random() < 0.15}
        for change in sorted(some):
            counted.posts(*compare(own, *around(own, change)))
            counted.faults += 1


@pytest.mark.parametrize(("zone", "day"), ODD)
def test_odd_days(tally: OpenTally, zone: str, day: date) -> None:
    own = clocks(zone, day - 9 * DAY, day + 9 * DAY)
    near = [at for at in own.changes if abs((own.date_at(at) - day).days) <= 1]
    assert near, "the day is odd because clocks change"
    counted = tally(SUITE)
    for change in near:
        counted.posts(*compare(own, *around(own, change)))
        counted.faults += 1


def schedules(zone: str) -> list[Schedule]:
    chance = random.Random(f"schedules of {zone}")
    early, late = sorted(chance.sample(range(24 * 60), 2))
    days = tuple(sorted(chance.sample(range(1, 8), chance.randint(1, 7))))
    middle = chance.randint(early, late)
    return [
        Schedule(zone, days, Rhythm.MORNING, (chance.choice((0, 30, 90, 150, 540, 1439)),)),
        Schedule(zone, (1, 2, 3, 4, 5, 6, 7), Rhythm.QUESTIONS, (early,)),
        Schedule(zone, (1, 2, 3, 4, 5), Rhythm.SPREAD, (early, middle, late + (late == middle))),
    ]


def test_the_next_moment_leads_through_every_study_day(tally: OpenTally, full: bool) -> None:
    """From each moment to the next: every study day's are met, in order, and nothing else."""
    counted = tally(SUITE)
    odd = [(zone, day) for zone, day in ODD if day.year > 1990]
    spans = [(zone, day - 40 * DAY, day + 40 * DAY) for zone, day in odd]
    spans += [(z, FIRST, LAST if full else FIRST + 130 * DAY) for z in chosen(False, 60)]
    for number, (zone, first, last) in enumerate(spans):
        own, chance = clocks(zone, first, last), random.Random(f"free {zone}")
        free = frozenset(d.isoformat() for d in dates(first, last) if chance.random() < 0.05)
        schedule = schedules(zone)[number % 3]
        expected: list[object] = []
        for day in dates(first, last):
            is_on = day.isoweekday() in schedule.days and day.isoformat() not in free
            if is_on and own.has(day):
                times = schedule.times[:2]
                expected += sorted({own.happens(day, at) for at in times})  # type: ignore[type-var]
        start, end = own.ends(first - DAY), own.ends(last)
        found: list[object] = []
        at = next_moment(schedule, free, start - timedelta(milliseconds=1), start)
        while at is not None and at < end:
            found.append(at)
            at = next_moment(schedule, free, at, start)
        assert found == list(dict.fromkeys(expected)), zone
        counted.posts(expected, found)


def test_a_question_is_open_until_something_follows(full: bool) -> None:
    """Of any two study days in a row: times in order, and a close that is a moment of the next."""
    for zone in chosen(False, 150 if full else 20):
        own = clocks(zone, FIRST, LAST)
        for schedule in schedules(zone):
            changed = [own.date_at(change) for change in own.changes]
            days = [d for d in dates(FIRST, LAST - 9 * DAY) if d.isoweekday() in schedule.days]
            for day in [d for d in days if any(abs(d - c) < 3 * DAY for c in changed)]:
                agenda = study_day(schedule, day, frozenset())
                assert agenda.first_at <= agenda.question_at <= agenda.closes_at
                assert agenda.question_at <= agenda.question_until <= agenda.ends_at
                assert agenda.ends_at == own.ends(day)
                assert own.date_at(agenda.question_at) == day
