"""What the outage suites share: presses that wait for nothing, and what is there afterwards."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from bot.adapters.discord.marker import Marker, unmarked
from bot.features.daily.posts import PRESS
from bot.interactions.button_codec import encode
from bot.model import ChannelRef, MemberRef
from bot.study.round import Round
from tests.contract.discord_driver import DiscordDriver
from tests.contract.driver import SeenMessage
from tests.contract.slack_driver import SlackDriver
from tests.e2e.stage import WITHIN, Side, Stage
from tests.faults.tally import Tally
from tests.features.bench import given_values
from tests.servers.discord import Hook
from tests.servers.discord.world import every
from tests.servers.slack.state import Act

DAY = "2026-11-23"
POSTS = ("Welcome", "Speech to text", "Question of the day")
KINDS = ("opening", "concept", "question")


def longer(*values: object) -> list[Any]:
    """Parameters that only the full run tries."""
    return [pytest.param(value, marks=pytest.mark.longer) for value in values]


@dataclass
class Sent:
    """A press on its way; ``repeat`` delivers the very same one again."""

    side: Side
    what: Hook | Act

    @property
    def answers(self) -> int:
        """How many answers the member got."""
        changed = self.what.updated is not None
        return len(self.what.replies) + changed

    @property
    def seen(self) -> SeenMessage:
        """The first answer, as it looks now."""
        driver = self.side.driver
        if isinstance(driver, DiscordDriver):
            assert isinstance(self.what, Hook)
            result = driver.result_of(self.what)
        else:
            assert isinstance(driver, SlackDriver) and isinstance(self.what, Act)
            result = driver._result(self.what)
        return result.replies[0] if result.replies else result.updated  # type: ignore[return-value]

    async def answered(self, within: float = WITHIN) -> SeenMessage:
        """Waits for the first answer. Raises ``TimeoutError``."""
        driver = self.side.driver
        if isinstance(driver, DiscordDriver):
            await driver.world.wait_for(lambda: self.answers, within)
        else:
            assert isinstance(driver, SlackDriver)
            await driver.server.wait_for(lambda: self.answers, within)
        return self.seen

    async def handled(self) -> None:
        """Waits until the bot acknowledged it and is done with it, answered or not."""
        driver = self.side.driver
        if isinstance(driver, DiscordDriver):
            assert isinstance(self.what, Hook)
            hook = self.what
            await driver.world.wait_for(lambda: hook.first is not None, WITHIN)
            await driver.finished(hook)
        else:
            assert isinstance(driver, SlackDriver) and isinstance(self.what, Act)
            await driver.server.acked(self.what)
            async with asyncio.timeout(WITHIN):
                await driver.finished(self.what)

    @property
    def acknowledged(self) -> bool:
        """Within the platform's three seconds, on the platform's clock."""
        after = self.what.acked_after
        return after is not None and after <= 3.0

    async def repeat(self) -> None:
        driver = self.side.driver
        if isinstance(driver, DiscordDriver):
            assert isinstance(self.what, Hook)
            await driver.server.deliver(self.what)
        else:
            assert isinstance(driver, SlackDriver) and isinstance(self.what, Act)
            act = self.what
            again = Act(act.kind, act.user, act.channel, act.trigger, act.payload, act.sent_at)
            again.view, again.pressed, again.replies = act.view, act.pressed, act.replies
            await driver.server.socket.deliver(again, retry=1, envelope=act.envelope)
            await driver.server.acked(again)


async def press(side: Side, who: MemberRef, message: SeenMessage, action: str) -> Sent:
    """Presses and returns at once."""
    driver = side.driver
    if isinstance(driver, DiscordDriver):
        kept = driver._message(message)
        custom_id = next((c for c in _custom_ids(driver, message) if unmarked(c) == action), action)
        return Sent(side, await driver.server.press(who.id, kept, custom_id))
    assert isinstance(driver, SlackDriver)
    button = {"type": "button", "action_id": action}
    act = driver.server.acts.press(who.id.rpartition("-")[2], message.raw, button)  # type: ignore[arg-type]
    return Sent(side, await driver.server.deliver(act))


def _custom_ids(driver: DiscordDriver, message: SeenMessage) -> list[str]:
    parts = every(driver._message(message).components)
    return [str(part["custom_id"]) for part in parts if part.get("custom_id")]


def option(stage: Stage, posed: Round, right: bool = True) -> str:
    """The action of the button for a right or wrong option."""
    given, _ = given_values(stage.question(posed), posed, right)
    return encode(PRESS, posed.id, given)


async def open_day(stage: Stage) -> None:
    """Until the question of the first day is posted everywhere."""
    await stage.at(f"{DAY} 09:00")


async def answer(stage: Stage, side: Side, who: MemberRef) -> str:
    """Answers today's question to the verdict; the words of it."""
    asked = await stage.choose(side, who, right=True)
    return (await side.press(who, asked, "Sure")).text


def ledger(stage: Stage) -> list[tuple[int, int]]:
    """Round and person of every answer in the file."""
    with closing(sqlite3.connect(stage.path)) as db:
        return db.execute("SELECT round_id, person_id FROM answers ORDER BY id").fetchall()


def posted(stage: Stage) -> list[str]:
    """Every message of the bot in the channels and their threads, as "slack 2026-11-23 question".

    Told by the key that each was posted with, so that the same post twice is seen as such.
    """
    with closing(sqlite3.connect(stage.path)) as db:
        rows = db.execute("SELECT channel, key, kind, local_date FROM deliveries").fetchall()
    slack = {key: f"slack {day} {kind}" for _, key, kind, day in rows}
    nonces = {
        Marker.of(ChannelRef.parse(channel), key).nonce: f"discord {day} {kind}"
        for channel, key, kind, day in rows
    }
    found = []
    for message in stage.slack_server.public(stage.slack.channel.id):
        key = (message.metadata or {}).get("event_payload", {}).get("key", "")
        found.append(slack.get(key, f"slack {message.ts}"))
    here = stage.discord.channel.id
    for place in stage.discord_server.world.channels.values():
        if here in (place.id, place.parent):
            ours = [
                m for m in place.messages.values() if m.author == stage.discord_server.world.me.id
            ]
            found += [nonces.get(m.nonce, f"discord {m.id}") for m in ours]
    return found


def days(first: str, count: int) -> list[str]:
    """So many study days from ``first``: Monday to Friday."""
    day = date.fromisoformat(first)
    found: list[str] = []
    while len(found) < count:
        if day.isoweekday() <= 5:
            found.append(day.isoformat())
        day += timedelta(days=1)
    return found


async def expected_answer_of_day(
    stage: Stage, side: Side, who: MemberRef, day: str
) -> tuple[int, int]:
    """The answer to the question of ``day``."""
    person, group = await stage.store.people.by_member(who), await stage.group(side)
    assert person is not None
    rows = await stage.store.deliveries.of_day(group.id, day)
    (round_id,) = {row.round_id for row in rows if row.kind == "question"}
    assert round_id is not None
    return round_id, person.id


async def expected_answer(stage: Stage, side: Side, who: MemberRef) -> tuple[int, int]:
    person = await stage.store.people.by_member(who)
    assert person is not None
    return (await stage.posed(side)).id, person.id


async def count(
    stage: Stage,
    tally: Tally,
    answered: Iterable[tuple[Side, MemberRef]],
    posts: Iterable[str] = KINDS,
) -> None:
    """Compares what members did and what had to be posted with what is there."""
    wanted = [await expected_answer(stage, side, who) for side, who in answered]
    tally.answers(wanted, ledger(stage))
    tally.posts(
        [f"{side.name} {DAY} {kind}" for side in stage.sides for kind in posts], posted(stage)
    )


def forget(sent: Sent) -> None:
    """A press that never reached the bot: its member saw the platform's own failure."""
    driver = sent.side.driver
    if isinstance(driver, DiscordDriver):
        assert isinstance(sent.what, Hook)
        assert sent.what.first is None
        del driver.world.hooks[sent.what.token]


async def soon(event: asyncio.Event) -> None:
    async with asyncio.timeout(WITHIN):
        await event.wait()
