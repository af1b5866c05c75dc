"""The whole bot through two years, against what ``promises`` says it owes its group.

The organizer pauses, skips, posts by hand, changes times and moves the group around the earth;
the machine is off now and then, and in some lives its clock jumps. Places are those where the
calendar is hardest, and some drawn from all zones.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.study import calendar
from tests.faults.conftest import OpenTally
from tests.faults.time.household import Household, long_course
from tests.faults.time.life import Habits, Life
from tests.faults.time.promises import Plan

SUITE = "two years, all zones"
DAYS = 735
SHORT = 230
WEEKDAYS, EVERY_DAY = (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7)
CALM, JUMPY = Habits(), Habits(jumps=0.015)
SETTLED = Habits(moves=0)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
COURSE = long_course()


class Case(NamedTuple):
    name: str
    plan: Plan
    start: datetime = NOW
    habits: Habits = SETTLED


def case(
    zone: str,
    rhythm: str,
    *times: int,
    days: tuple[int, ...] = EVERY_DAY,
    start: datetime = NOW,
    habits: Habits = SETTLED,
) -> Case:
    return Case(f"{zone} {start:%Y}", Plan(zone, days, rhythm, times), start, habits)


def year(year: int, month: int) -> datetime:
    return datetime(year, month, 20, 3, tzinfo=UTC)


PLACES = [
    case("Europe/Dublin", "spread", 60, 240, 1020, days=WEEKDAYS, habits=CALM),
    case("Africa/Casablanca", "morning", 150, habits=JUMPY),  # Ramadan
    case("Asia/Beirut", "morning", 0),  # no midnight
    case("Antarctica/Troll", "morning", 90, habits=CALM),  # two hours
    case("America/Nuuk", "morning", 1410, habits=JUMPY),
    case("Pacific/Apia", "morning", 540, start=year(2011, 1)),  # no 30 December
    case("Pacific/Kiritimati", "questions", 1439, start=year(1993, 12)),  # no 31 December
    case("Asia/Pyongyang", "morning", 1425, start=year(2017, 6)),  # a day without its end
    case("America/St_Johns", "morning", 0, start=year(2009, 12), habits=JUMPY),  # midnight twice
    case("America/Sao_Paulo", "spread", 0, 170, 171, start=year(2017, 9)),
]


def drawn(count: int) -> list[Case]:
    """Zones drawn from all that a group can have; the same ones in every run."""
    chance = random.Random(20)
    cases = []
    for zone in chance.sample(calendar.zones(), count):
        rhythm = chance.choice(("morning", "spread", "questions"))
        times = sorted(chance.sample(range(24 * 60), 3 if rhythm == "spread" else 1))
        habits = chance.choice((CALM, JUMPY))
        cases.append(case(zone, rhythm, *times, days=WEEKDAYS, habits=habits))
    return cases


BRIEF = {"Africa/Casablanca 2026", "Pacific/Apia 2011", "Antarctica/Troll 2026"}
"""The places of the short version, each for some months."""


async def lead(life: Life, tally: OpenTally) -> None:
    counted = tally(SUITE)
    try:
        await life.live()
    finally:
        counted.posts(life.expected, life.found)
        counted.faults += life.faults
    counted.answers(life.members.acknowledged, life.members.kept())


async def check(life: Life) -> None:
    """What must be true at the end, whatever has happened."""
    house, promises = life.house, life.promises
    assert await house.verify() == []
    concepts = [event.about for event in life.found if event.what == "concept"]
    assert concepts == [f"c{n + 1}" for n in range(len(concepts))], "in order, none skipped"
    for kind in ("concept", "question", "results"):
        days = Counter(event.day for event in life.found if event.what == kind)
        assert set(days.values()) <= {1}, f"one {kind} a date"
    weeks = [event.about for event in life.found if event.what == "week"]
    assert weeks == sorted(set(weeks)), "each week's leaderboard once, in order"
    seen = Counter(m.key for m in house.room.messages.values() if m.key)
    assert set(seen.values()) == {1}, "nothing is twice in the channel"
    posted = house.rows("SELECT key FROM deliveries WHERE state = 'sent' AND target IS NULL")
    assert {str(key) for (key,) in posted} == set(seen), "what is sent can be seen"
    house.zone = promises.plan.zone
    streak = await house.streak(house.ana)
    assert streak.current == len(promises.questions), "no streak breaks without a missed question"
    for period, count in life.members.periods.items():
        own = await house.standing(house.ana, period)
        assert own is not None and own.answers == count, period


@pytest.mark.parametrize("own", [*PLACES, *drawn(2)], ids=lambda own: own.name)
@pytest.mark.timeout(120)
async def test_every_promise_is_kept(
    own: Case, tmp_path: Path, tally: OpenTally, full: bool, quiet: None
) -> None:
    if not full and own.name not in BRIEF:
        pytest.skip("a part of --full")
    start = own.start
    if not full and start.year == 2011:
        start = year(2011, 10)
    house = Household(tmp_path / "study.db", COURSE, start)
    await house.start()
    try:
        life = Life(house, own.plan, DAYS if full else SHORT, own.habits)
        await lead(life, tally)
        await check(life)
    finally:
        await house.close()
