"""SIGKILL at each named step of posting: afterwards every post is there, once.

Every step dies on a morning of its own: yesterday's question closes, its results are shown
and talked over, concept and question go out, in two channels on each platform. The same
database lives through all of it.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.model import ChannelRef
from bot.study.group import Rhythm
from tests.contract.slack_driver import CHANNEL
from tests.faults import kill_posts
from tests.faults.conftest import OpenTally
from tests.faults.kill_house import START, KillHouse, Zygote
from tests.faults.kill_ledger import Ledger
from tests.faults.kill_members import Member
from tests.faults.kill_steps import Step, die_at, held
from tests.faults.tally import Tally

SUITE = "kill -9 at steps of posting"
ROWS = "storage.repositories.deliveries"
TABLE = f"{ROWS}.DeliveriesTable"
ROUNDS = "storage.repositories.rounds"
OUR_POSTS = 16
"""Rows of one morning: results, talk, concept and question in four channels."""


NAMED = [
    Step("before the round is closed", f"before {ROUNDS}.RoundsTable.close"),
    Step("in the middle of closing it", f"before {ROUNDS}.plan"),
    Step("the round is closed", f"after {ROUNDS}.RoundsTable.close"),
    Step("the next round is opened", f"after {ROUNDS}.RoundsTable.open_daily"),
    Step("before the intent", f"before {TABLE}.plan", about="DeliveryKind.QUESTION"),
    Step("after the intent", f"after {TABLE}.plan", about="DeliveryKind.QUESTION"),
    Step("the other group's intent", f"after {TABLE}.plan", 2, "DeliveryKind.QUESTION"),
    Step("before sending", f"before {TABLE}.begin"),
    Step("sending", f"after {TABLE}.begin"),
    Step("in the middle of storing", f"after {ROWS}._sent"),
    *held("a post, Slack", "chat.postMessage", "Question of the day"),
    *held("a post, Discord", "POST", "/messages", "Question of the day"),
    *held("results, Slack", "chat.update", "Results"),
    *held("results, Discord", "PATCH", "Results"),
    *held("a talk, Slack", "chat.postMessage", "Talk it over"),
    *held("a thread, Discord", "POST", "/threads"),
    *held("a talk, Discord", "POST", "/messages", "Talk it over"),
    Step("accepted and not stored", f"before {TABLE}.sent"),
    Step("stored", f"after {TABLE}.sent"),
    Step("between two channels", f"after {TABLE}.sent", OUR_POSTS // 2),
    Step("before the last is stored", f"before {TABLE}.sent", OUR_POSTS),
    Step("everything is posted", "after bot.delivery.outbox.Outbox.drain"),
]
QUICK = [
    step
    for step in NAMED
    if step.name
    in (
        "in the middle of closing it",
        "the next round is opened",
        "after the intent",
        "sending",
        "in the middle of storing",
        "a post, Slack: the platform takes its time",
        "a post, Discord: the platform has done it",
        "results, Discord: the platform has the request",
        "a thread, Discord: the platform has done it",
        "a talk, Slack: the platform has done it",
        "between two channels",
    )
]
OF_A_ROW = {
    "sending": f"after {TABLE}.begin",
    "not stored": f"before {TABLE}.sent",
    "storing": f"after {ROWS}._sent",
    "stored": f"after {TABLE}.sent",
}


async def settle_in(house: KillHouse) -> list[Member]:
    """A group in two channels on each platform, with its first question answered."""
    second = {
        "slack": f"{CHANNEL}2",
        "discord": house.discord_server.world.add_channel("second").id,
    }
    users = house.slack_server.state.users
    house.slack_server.add_channel(second["slack"], "second", *users)
    await house.start()
    for side in house.sides:
        await house.online(side)
        await kill_posts.found(house, side, side.channel, Rhythm.MORNING)
    await house.settled()
    await house.kill()
    ledger, members = Ledger(), []
    for side in house.sides:
        other = ChannelRef(side.channel.workspace, second[side.name])
        await kill_posts.join(house, side.channel, other)
        members.append(Member(house, ledger, side, side.ben, side.channel, random.Random(7)))
    house.set_clock(morning(0))
    await house.start()
    await house.settled()
    for member in members:
        await member.answer()
    await house.kill()
    return members


def morning(number: int) -> datetime:
    """The moment at which everything of a day is due."""
    return START + timedelta(days=number, hours=1, seconds=1)


async def try_all(house: KillHouse, steps: list[Step], counted: Tally) -> None:
    members = await settle_in(house)
    for number, step in enumerate(steps, 1):
        house.set_clock(morning(number))
        try:
            await die_at(house, step)
            posted = sorted(kill_posts.there(house))
            assert posted == sorted(kill_posts.expected(house))
            for member in members:
                await member.answer(confirm=number % 2 == 0)
        except (AssertionError, TimeoutError) as error:
            error.add_note(f"killed at: {step.name}")
            raise
        await house.kill()
    counted.kills += house.kills
    counted.posts(kill_posts.expected(house), kill_posts.there(house))
    members[0].ledger.check(house, counted)
    house.check()


@pytest.mark.timeout(200)
async def test_killed_at_a_named_step_every_post_is_there_once(
    zygote: Zygote, tmp_path: Path, tally: OpenTally, full: bool
) -> None:
    counted = tally(SUITE)
    async with KillHouse(zygote, tmp_path) as house:
        await try_all(house, NAMED if full else QUICK, counted)


@pytest.mark.timeout(200)
@pytest.mark.parametrize("state", OF_A_ROW)
async def test_killed_at_any_row_of_a_morning_every_post_is_there_once(
    zygote: Zygote, tmp_path: Path, tally: OpenTally, full: bool, state: str
) -> None:
    if not full and state != "not stored":
        pytest.skip("at full length only")
    counted = tally(SUITE)
    rows = range(1, OUR_POSTS + 1) if full else (2, 13)
    async with KillHouse(zygote, tmp_path) as house:
        steps = [Step(f"{state}, row {nth}", OF_A_ROW[state], nth) for nth in rows]
        await try_all(house, steps, counted)
