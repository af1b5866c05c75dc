"""Courses that end, for two years: review days, goodbyes and new seasons, with a bot that is off
now and then, pauses, free days and a group that moves."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.study.calendar import short_date_words
from tests.faults.conftest import OpenTally
from tests.faults.time.clocks import DAY
from tests.faults.time.household import Household
from tests.faults.time.members import Members
from tests.faults.time.promises import week_of
from tests.features.bench import filled, shown, split
from tests.features.course import course, single

SUITE = "two years, all zones"
START = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
CONCEPTS = 6
ZONES = ("Europe/Berlin", "Pacific/Auckland", "America/New_York", "Pacific/Pago_Pago")
REVIEW = timedelta(weeks=4)


class Seasons:
    """``mores`` are the dates on which the organizer asked for more review."""

    def __init__(self, house: Household, seed: int) -> None:
        self.house = house
        self.chance = random.Random(seed)
        self.members = Members(house, self.chance)
        self.mores: list[date] = []
        self.faults = 0

    def today(self) -> date:
        return self.house.clock.now().astimezone(ZoneInfo(self.house.zone)).date()

    async def live(self, days: int) -> None:
        await self.house.set_up(zone=ZONES[0])
        until = START + days * DAY
        while self.house.clock.now() < until:
            await self._day()
        while await self.house.store.rounds.open_dailies(1):
            await self.house.say(self.house.ana, "/study pause")
            await self._day()

    async def _day(self) -> None:
        house, chance = self.house, self.chance
        following = (self.today() + DAY).isoformat()
        if chance.random() < 0.05:
            self.faults += 1
            away = chance.choice((1, 1, 2, 9))
            day = (self.today() + away * DAY).isoformat()
            await house.off_until(f"{day} {chance.choice(('08:30', '11:00', '22:00'))}")
        else:
            await house.at(f"{following} 09:05")
        await self.members.study(self.today())
        group = await house.group()
        if group.state == "ended":
            await self._after_the_end()
        elif group.state == "paused" and chance.random() < 0.3:
            await self._resume()
        elif chance.random() < 0.02:
            await house.say(house.ana, f"/study pause {self.today() + 9 * DAY}")
        elif chance.random() < 0.02:
            await house.skip()
        elif chance.random() < 0.01:
            await self._move(chance.choice(ZONES))
        await house.settle()

    async def _after_the_end(self) -> None:
        house = self.house
        if self.chance.random() < 0.5:
            return  # nobody hurries
        if self.chance.random() < 0.3:
            await self._resume()
            return
        ask = await house.say(house.ana, "/study course")
        sure = shown(await house.chat.choose(house.ana, ask, "Small course"))
        await house.chat.press(house.ana, sure, "Start")

    async def _resume(self) -> None:
        """Where the weeks of review have passed, that begins new ones."""
        told = await self.house.say(self.house.ana, "/study resume")
        if f"until {short_date_words(self.today() - DAY + REVIEW)}." in told.text:
            self.mores.append(self.today())

    async def _move(self, zone: str) -> None:
        house = self.house
        form = (await house.chat.command(house.ana, "/study schedule")).form
        assert form is not None
        values = filled(form) | split({"zone": zone})
        assert shown(await house.chat.submit(house.ana, form, values)).text.startswith("Saved")
        house.zone = zone


def check_courses(seasons: Seasons) -> int:
    """Each season's concepts in order, then review days only, then one goodbye; how many."""
    rows = seasons.house.rows(
        "SELECT season, kind, local_date, subject FROM deliveries WHERE state = 'sent' ORDER BY id"
    )
    posts: dict[int, list[tuple[str, date, str]]] = defaultdict(list)
    for season, kind, day, subject in rows:
        told = (str(kind), date.fromisoformat(str(day)), str(subject))
        posts[int(str(season))].append(told)
    for number, season in posts.items():
        concepts = [(day, subject) for kind, day, subject in season if kind == "concept"]
        whole = number < max(posts)
        assert [subject for _, subject in concepts] == [
            f"c{n + 1}" for n in range(CONCEPTS if whole else len(concepts))
        ]
        if len(concepts) < CONCEPTS:
            continue
        last = concepts[-1][0]
        asked = [day for kind, day, _ in season if kind == "question" and day > last]
        assert all(day.isoweekday() in (1, 3, 5) for day in asked), "review days"
        assert set(Counter(map(week_of, asked)).values()) <= {1, 2, 3}
        begun = [last, *(more - DAY for more in seasons.mores)]
        assert all(any(day - start <= REVIEW for start in begun if start < day) for day in asked)
        goodbyes = [day for kind, day, _ in season if kind == "goodbye"]
        assert len(goodbyes) == len(set(goodbyes))
        assert goodbyes or not whole
        assert all(day - REVIEW in begun for day in goodbyes)
    return len(posts)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", [1, 2])
async def test_seasons_follow_each_other(
    seed: int, tmp_path: Path, tally: OpenTally, full: bool, quiet: None
) -> None:
    numbers = range(1, CONCEPTS + 1)
    small = course(
        [single(f"q{n}-{m}", f"c{n}", 1) for n, m in itertools.product(numbers, range(3))],
        [f"Part {n}" for n in (0, *numbers)],
    )
    house = Household(tmp_path / "study.db", small, START)
    await house.start()
    try:
        seasons = Seasons(house, seed)
        await seasons.live(735 if full else 150)
        counted = tally(SUITE)
        counted.faults += seasons.faults
        members = seasons.members
        counted.answers(members.acknowledged, members.kept())
        sent = house.rows("SELECT key FROM deliveries WHERE state = 'sent' AND target IS NULL")
        here = [m for m in house.room.messages.values() if m.channel.id == house.study.id]
        counted.posts([key for (key,) in sent], [m.key for m in here if m.key])
        assert check_courses(seasons) >= (10 if full else 2)
        assert await house.verify() == []
        ((asked,),) = house.rows("SELECT COUNT(*) FROM rounds WHERE state <> 'void'")
        assert (await house.streak(house.ana)).current == asked
    finally:
        await house.close()
