"""SIGKILL at each named step of a reminder: afterwards each member has it, once.

Every step dies on an evening of its own, on both platforms, with one database that lives through
all of it. The member answers after each reminder, so that it goes on.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.model import ChannelRef
from bot.study.group import Rhythm
from tests.contract.driver import SeenMessage
from tests.e2e.stage import Side
from tests.faults import kill_posts
from tests.faults.conftest import OpenTally
from tests.faults.kill_house import START, KillHouse, Zygote
from tests.faults.kill_ledger import Ledger
from tests.faults.kill_members import Member
from tests.faults.kill_steps import Step, die_at, held
from tests.faults.tally import Tally

SUITE = "kill -9 at steps of a reminder"
TABLE = "storage.repositories.reminders.RemindersTable"
POSTS = "storage.repositories.reminder_posts.ReminderPostsTable"

NAMED = [
    Step("before the rows", f"before {TABLE}.plan_due"),
    Step("in the middle of a row", "before storage.repositories.reminders._row"),
    Step("after the rows", f"after {TABLE}.plan_due"),
    Step("before sending", f"before {POSTS}.begin"),
    Step("sending", f"after {POSTS}.begin"),
    Step("sending the other one", f"after {POSTS}.begin", 2),
    *held("a reminder, Slack", "chat.postMessage", "remind-off"),
    *held("a reminder, Discord", "POST", "/messages", "remind-off"),
    Step("accepted and not stored", f"before {POSTS}.sent"),
    Step("in the middle of storing", "before storage.repositories.reminder_posts._pause_after"),
    Step("stored", f"after {POSTS}.sent"),
    Step("the other one not stored", f"before {POSTS}.sent", 2),
]
QUICK = [
    step
    for step in NAMED
    if step.name
    in (
        "after the rows",
        "sending",
        "a reminder, Slack: the platform takes its time",
        "a reminder, Slack: the platform has done it",
        "a reminder, Discord: the platform has the request",
        "in the middle of storing",
        "the other one not stored",
    )
]


def at(number: int, hour: int) -> datetime:
    """A second after the hour in Berlin, on day ``number``."""
    return START + timedelta(days=number, hours=hour - 8, seconds=1)


async def settle_in(house: KillHouse) -> list[Member]:
    """A group on each platform, in which Ben has answered once and wants to be reminded."""
    await house.start()
    for side in house.sides:
        await house.online(side)
        await kill_posts.found(house, side, side.channel, Rhythm.MORNING)
    await house.settled()
    await house.kill()
    ledger = Ledger()
    members = [
        Member(house, ledger, side, side.ben, side.channel, random.Random(7))
        for side in house.sides
    ]
    house.set_clock(at(0, 9))
    await house.start()
    await house.settled()
    for member in members:
        await member.answer()
        await member.press("Remind me each day")
    await house.kill()
    return members


def reminders(house: KillHouse, side: Side) -> list[SeenMessage]:
    """The reminders that Ben has on a platform."""
    places = house.rows("SELECT conversation FROM reminders WHERE conversation IS NOT NULL")
    found: list[SeenMessage] = []
    for (key,) in places:
        place = ChannelRef.parse(key)
        if place.platform == side.name:
            found += side.driver.posts(place)
    return [m for m in found if any("remind-off" in c.action for c in m.controls)]


async def evening(house: KillHouse, members: list[Member], number: int, step: Step) -> None:
    house.set_clock(at(number, 9))
    await house.start()
    await house.settled()
    await house.kill()
    before = [len(reminders(house, side)) for side in house.sides]
    house.set_clock(at(number, 18))
    await die_at(house, step)
    after = [len(reminders(house, side)) for side in house.sides]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1]
    (left,) = house.rows("SELECT COUNT(*) FROM reminder_posts WHERE state <> 'sent'")[0]
    assert left == 2, "none but the ones of the first evening, on which all was done"
    for member in members:
        await member.answer()
    await house.kill()


@pytest.mark.timeout(200)
async def test_killed_at_a_named_step_each_member_has_the_reminder_once(
    zygote: Zygote, tmp_path: Path, tally: OpenTally, full: bool
) -> None:
    counted: Tally = tally(SUITE)
    async with KillHouse(zygote, tmp_path) as house:
        members = await settle_in(house)
        house.set_clock(at(0, 18))
        await house.start()
        await house.settled()
        await house.kill()
        for number, step in enumerate(NAMED if full else QUICK, 1):
            try:
                await evening(house, members, number, step)
            except (AssertionError, TimeoutError) as error:
                error.add_note(f"killed at: {step.name}")
                raise
        counted.kills += house.kills
        evenings = len(NAMED if full else QUICK)
        for side in house.sides:
            days = range(1, evenings + 1)
            counted.posts(days, range(1, len(reminders(house, side)) + 1))
        members[0].ledger.check(house, counted)
        house.check()
