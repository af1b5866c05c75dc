"""SIGKILL at random moments while posts go out and members answer; one file lives through all.

Each moment of the day brings posts in six channels. The bot is started, members press, and
after a random number of requests it dies; so several times on one moment, before a last life
is left alone until nothing is due. Then everything is counted.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.model import ChannelRef, MemberRef
from bot.study.group import Rhythm
from tests.contract.slack_driver import CHANNEL
from tests.e2e.stage import Side
from tests.faults import kill_posts
from tests.faults.conftest import OpenTally
from tests.faults.kill_house import KillHouse, Zygote
from tests.faults.kill_ledger import Ledger
from tests.faults.kill_members import Member
from tests.faults.tally import Tally
from tests.servers.slack.state import TEAM

SUITE = "kill -9 under load"
SEEDS = (20261123, 20261124)
KILLS, SHORT = 100, 4
"""With each seed."""
A_MOMENT = 4
"""Short lives on one moment of the day before everything is counted."""
REACH = (25, 60)
"""A life ends with one of so many requests: five or so are its start, then come the posts."""
PER_SIDE = 4


def channels(house: KillHouse, side: Side) -> list[ChannelRef]:
    """Three channels on each platform; the first is there already."""
    found = [side.channel]
    for number in (2, 3):
        name = f"study-{number}"
        if side is house.slack:
            id_ = f"{CHANNEL}{number}"
            house.slack_server.add_channel(id_, name, *house.slack_server.state.users)
        else:
            id_ = house.discord_server.world.add_channel(name).id
        found.append(ChannelRef(side.channel.workspace, id_))
    return found


def people(house: KillHouse, side: Side) -> list[MemberRef]:
    names = [f"Member{number}" for number in range(PER_SIDE)]
    if side is house.discord:
        world = house.discord_server.world
        return [MemberRef(side.name, world.add_person(name).id) for name in names]
    for name in names:
        house.slack_server.add_user(f"U00{name.upper()}", name)
        house.slack_server.state.channels[CHANNEL].members.add(f"U00{name.upper()}")
    return [MemberRef(side.name, f"{TEAM}-U00{name.upper()}") for name in names]


async def settle_in(house: KillHouse, rng: random.Random) -> list[Member]:
    """A group in two channels on each platform, and one in a channel on both."""
    who = {side.name: people(house, side) for side in house.sides}
    where = {side.name: channels(house, side) for side in house.sides}
    await house.start()
    for side in house.sides:
        await house.online(side)
        await kill_posts.found(house, side, where[side.name][0], Rhythm.MORNING)
    await kill_posts.found(house, house.slack, where["slack"][2], Rhythm.SPREAD)
    await house.settled()
    await house.kill()
    for side in house.sides:
        await kill_posts.join(house, where[side.name][0], where[side.name][1])
    await kill_posts.join(house, where["slack"][2], where["discord"][2])
    ledger = Ledger()
    return [
        Member(house, ledger, side, one, where[side.name][at % 3], random.Random(rng.random()))
        for side in house.sides
        for at, one in enumerate(who[side.name])
    ]


def moments(house: KillHouse) -> Iterator[datetime]:
    """Every moment at which a group has something to post, from the first day on."""
    day = kill_posts.FIRST
    while True:
        today = {at for study in kill_posts.studies(house) for at in study.moments(day)}
        yield from sorted(today)
        day += timedelta(days=1)


async def short_life(house: KillHouse, members: list[Member], rng: random.Random) -> None:
    """A start and a death, at the latest when there is nothing more to do."""
    last = house.door.seen + rng.randint(1, rng.choice(REACH))
    await house.start()
    lives = [asyncio.create_task(member.live()) for member in members]
    try:
        async with asyncio.timeout(5):
            await house.door.request(last)
        # Often while this request is on its way, else somewhere on the way to the next one.
        await asyncio.sleep(0.02 * rng.random() ** 3)
    finally:
        for life in lives:
            life.cancel()
        await house.kill()
    for outcome in await asyncio.gather(*lives, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome
    for member in members:
        member.cut_off()


async def long_life(house: KillHouse, members: list[Member]) -> None:
    """Everybody gets answers, everything due goes out, then it dies all the same."""
    house.pass_seconds(20)  # what a crash left uncertain is looked up after a while
    await house.start()
    await asyncio.gather(*(member.live(3) for member in members))
    await house.settled()
    await house.kill()


def count(house: KillHouse, ledger: Ledger, counted: Tally) -> None:
    counted.kills = house.kills
    counted.posts(kill_posts.expected(house), kill_posts.there(house))
    ledger.check(house, counted)
    house.check()


async def live_through(house: KillHouse, counted: Tally, kills: int, seed: int) -> None:
    rng = random.Random(seed)
    members = await settle_in(house, rng)
    for moment in moments(house):
        house.set_clock(moment + timedelta(seconds=1))
        for _ in range(min(A_MOMENT, kills - house.kills - 1)):
            await short_life(house, members, rng)
            house.pass_seconds(rng.choice((0, 2, 20)))
        await long_life(house, members)
        if house.kills >= kills:
            break
        posted = sorted(kill_posts.there(house))
        assert posted == sorted(kill_posts.expected(house)), f"after {house.kills} kills"
    assert [line for member in members for line in member.unanswered] == []
    count(house, members[0].ledger, counted)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", SEEDS)
async def test_killed_at_random_moments_nothing_is_lost_or_doubled(
    zygote: Zygote, tmp_path: Path, tally: OpenTally, full: bool, seed: int
) -> None:
    counted = tally(SUITE)
    async with KillHouse(zygote, tmp_path) as house:
        await live_through(house, counted, KILLS if full else SHORT, seed)
