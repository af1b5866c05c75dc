"""Rate limits of every kind: posts come once afterwards, and no storm of requests is ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import ChannelRef
from bot.runtime.clock import millis
from tests.e2e.stage import Side, Stage
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene
from tests.servers.slack.state import BOT_USER

SUITE = "rate limit storms"
CHANNELS = 5
EVERY = 30
"""Seconds between two ticks here; the running bot looks every two."""
# Seconds, or None for a limit that does not say how long; everywhere; before Discord itself.
DISCORD: dict[str, tuple[float | None, bool, bool]] = {
    "a route": (0.05, False, False),
    "everywhere": (0.05, True, False),
    "an hour": (3600.0, False, False),
    "no time": (None, False, False),
    "at the door": (None, False, True),
}
SLACK = {"a second": ("429:1", 1.0), "an hour": ("429:3600", 3600.0), "no time": ("429:none", 30.0)}


async def more_groups(stage: Stage, side: Side) -> list[ChannelRef]:
    """Other channels of the same platform whose posts are due at the same time."""
    group = await stage.group(side)
    found = [side.channel]
    for number in range(1, CHANNELS):
        if side is stage.discord:
            channel = stage.discord_server.world.add_channel(f"study-{number}").id
        else:
            channel = f"C1STUDY{number:02d}"
            stage.slack_server.add_channel(channel, f"study-{number}", BOT_USER)
        found.append(replace(side.channel, id=channel))
        person = await stage.store.people.by_member(side.ana)
        assert person is not None
        await stage.store.groups.create(
            channel=found[-1],
            organizer=person.id,
            course=group.course,
            schedule=group.schedule,
            due_at=millis(stage.moment(f"{scene.DAY} 09:00")),
            now=millis(stage.clock.now()),
        )
    return found


def asked(stage: Stage, side: Side) -> int:
    """How many posts were tried."""
    if side is stage.discord:
        lines = stage.discord_server.rest.requests
        return sum(line.startswith("POST /channels/") for line in lines)
    return stage.slack_server.state.tried.get("chat.postMessage", 0)


async def minutes(stage: Stage, count: float) -> None:
    """The bot ticks for so long."""
    for _ in range(round(count * 60 / EVERY)):
        stage.set_clock(stage.clock.now() + timedelta(seconds=EVERY))
        await stage.app.tick()


def titles(side: Side, channel: ChannelRef) -> list[str]:
    return [m.text.split("\n")[0] for m in side.driver.posts(channel)]


async def weather_it(
    stage: Stage, tally: OpenTally, side: Side, channels: list[ChannelRef], wait: float
) -> None:
    """Ten minutes of it; ``wait`` is how long a channel has to be left alone after each refusal."""
    counted = tally(SUITE)
    before = asked(stage, side)
    stage.set_clock(stage.moment(f"{scene.DAY} 09:00"))
    await stage.app.tick()
    await minutes(stage, 10)
    tried = asked(stage, side) - before
    each = 2 + 600 / max(wait, EVERY)
    assert 1 <= tried <= CHANNELS * each + 10, f"{tried} requests in ten minutes"
    # Members go on meanwhile, and so does the other platform.
    other = stage.slack if side is stage.discord else stage.discord
    assert other.titles() == [*scene.POSTS]
    assert "Correct!" in await scene.answer(stage, other, other.ben)
    assert "What you can do here" in (await side.say(side.ben, "/study help")).text
    stage.discord_server.rest.faults.clear()
    stage.slack_server.state.faults.clear()
    await minutes(stage, 65 if wait == 3600 else 3)
    # The other groups begin with the first concept, which has no question.
    wanted = [*scene.POSTS, *(["Welcome"] * (CHANNELS - 1))]
    found = [title for channel in channels for title in titles(side, channel)]
    assert sorted(found) == sorted(wanted)
    counted.faults += 1
    counted.inputs += tried
    counted.posts(
        [f"{channel.id}: Welcome" for channel in channels],
        [f"{c.id}: {title}" for c in channels for title in titles(side, c) if title == "Welcome"],
    )
    counted.answers([await scene.expected_answer(stage, other, other.ben)], scene.ledger(stage))


@pytest.mark.parametrize(
    "kind", ["everywhere", "at the door", *scene.longer("a route", "an hour", "no time")]
)
async def test_discord(running: Stage, tally: OpenTally, kind: str) -> None:
    side = running.discord
    channels = await more_groups(running, side)
    after, everywhere, edge = DISCORD[kind]
    times = 5 if after is not None and after < 1 else 9_999
    running.discord_server.limit("POST /channels/", times, after, everywhere=everywhere, edge=edge)
    await weather_it(running, tally, side, channels, after or 60)


@pytest.mark.parametrize("kind", ["an hour", *scene.longer("a second", "no time")])
async def test_slack(running: Stage, tally: OpenTally, kind: str) -> None:
    side = running.slack
    channels = await more_groups(running, side)
    running.slack_server.state.fault("chat.postMessage", SLACK[kind][0], 9_999)
    await weather_it(running, tally, side, channels, SLACK[kind][1])
