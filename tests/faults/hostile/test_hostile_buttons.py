"""Every route there is, pressed and submitted by people to whom it does not belong.

The routes come from the bot's own router, so one that is added tomorrow is tried as well.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from bot.interactions.button_codec import base36, encode
from bot.model import MemberRef
from bot.runtime.refusals import KINDS
from tests.contract import slack_driver
from tests.contract.discord_driver import DiscordDriver
from tests.contract.driver import Result, SeenMessage
from tests.contract.slack_driver import SlackDriver
from tests.e2e.conftest import Faults
from tests.e2e.stage import Side, Stage
from tests.faults.conftest import OpenTally
from tests.faults.hostile.flood import untouched
from tests.faults.nasty import TEXTS
from tests.servers.slack.state import View

SUITE = "hostile buttons"
SECRET = "nobody else may read this"
WAYS = ("press", "choose", "submit")
BEYOND = "zzzzzzzzzzzz"  # the largest id that a button can hold, above any row's
ODD = ("0", BEYOND, "A", "week", "2026-11-23", "-", "x" * 40, "1e9", "_-_")
ORGANISERS_COMMANDS = (
    "/study schedule",
    "/study pause",
    "/study resume",
    "/study status",
    "/study post",
    "/study skip",
    "/study questions",
    "/study checkpoints",
    "/study recap",
    "/study exam",
    "/study withdraw",
    "/study move",
    "/study organizers",
    "/study members",
    "/study reset",
    "/study course",
    "/study setup",
)


@dataclass
class Victims:
    """What others own: ids of their rows, and the coded actions that only they were shown."""

    persons: list[int]
    ids: list[str]
    actions: list[str] = field(default_factory=list)


async def anas_day(stage: Stage, side: Side) -> list[str]:
    """Ana answers, has a quiz open and forms put aside; every action she is shown in private."""
    shown: list[SeenMessage] = []
    for line in ("/today", "/quiz 3", "/leaderboard", "/study status", "/study organizers",
                 "/study course", "/study move", "/study withdraw", "/concept l"):  # fmt: skip
        result = await side.driver.command(side.ana, line)
        shown += [*result.replies, *([result.updated] if result.updated else [])]
    form = (await side.driver.command(side.ana, "/study schedule")).form
    assert form is not None
    spoilt = {f.key: (SECRET,) for f in form.fields if f.kind == "text"}
    refused = await side.driver.submit(side.ana, form, spoilt)
    shown += refused.replies
    await stage.choose(side, side.ana, right=True)
    return [c.action for message in shown for c in message.controls if c.kind != "link"]


async def victims(stage: Stage) -> Victims:
    actions: list[str] = []
    for side in stage.sides:
        actions += await anas_day(stage, side)
    with closing(sqlite3.connect(stage.path)) as file:
        persons = [row[0] for row in file.execute("SELECT id FROM persons")]
        counted = [
            file.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
            for table in ("rounds", "runs", "drafts", "groups", "persons", "deliveries")
        ]
    ids = [base36(number) for number in range(1, max(counted) + 1)]
    return Victims(persons, ids, list(dict.fromkeys(actions)))


def forged(stage: Stage, found: Victims, chance: random.Random, each: int) -> list[str]:
    """For each route: without arguments, with others' ids, with ids and words of no sense."""
    made = [*found.actions]
    for route in stage.app.router.actions:
        tried = [
            (),
            *((id_,) for id_ in (*found.ids, *ODD)),
            *((id_, letter) for id_ in (*found.ids, *ODD) for letter in ("A", "BC", "1", "y")),
            *((id_, other) for id_ in found.ids for other in found.ids),
            *((id_, other, "B") for id_ in found.ids for other in ODD),
            (BEYOND,) * 4,
        ]
        fixed, others = tried[:1], tried[1:]
        chosen = others if each >= len(others) else chance.sample(others, each)
        made += [encode(route, *args) for args in (*fixed, *chosen)]
    return made


class Forger:
    """Sends what no screen shows, as one member of one platform."""

    def __init__(self, side: Side, who: MemberRef) -> None:
        self.side = side
        self.who = who
        self.own: SeenMessage

    async def begin(self) -> None:
        self.own = await self.side.say(self.who, "/study help")

    async def send(self, way: str, action: str, value: str) -> Result:
        match way:
            case "press":
                return await self.press(action)
            case "choose":
                return await self.choose(action, value or "x")
            case _:
                return await self.submit(action, value)

    async def press(self, action: str) -> Result:
        return await self.side.driver.press_action(self.who, self.own, action)

    async def choose(self, action: str, value: str) -> Result:
        driver = self.side.driver
        if isinstance(driver, SlackDriver):
            option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
            chosen = {"type": "static_select", "action_id": action, "selected_option": option}
            return await driver._press(self.who, self.own, chosen)
        assert isinstance(driver, DiscordDriver)
        message = driver._message(self.own)
        return await driver._result(driver.server.press(self.who.id, message, action, [value]))

    async def submit(self, action: str, value: str) -> Result:
        driver = self.side.driver
        if isinstance(driver, SlackDriver):
            acts = driver.server.acts
            user = self.who.id.rpartition("-")[2]
            opener = acts.slash(user, slack_driver.CHANNEL, "/today", "")
            place = f'{{"source":"c","channel":"{slack_driver.CHANNEL}","thread":"","message":"",' \
                f'"url":"{opener.payload["response_url"]}","issued":{2**40}}}'  # fmt: skip
            element = {"type": "plain_text_input", "action_id": "value"}
            blocks = [
                {"type": "input", "block_id": key, "element": element}
                for key in ("answer", "zone", "times", "free", "course", "note")
            ]
            shown = {"callback_id": action, "private_metadata": place, "blocks": blocks}
            view = View("V0FORGED", user, shown, opener)
            state = {
                block["block_id"]: {"type": "plain_text_input", "value": value} for block in blocks
            }
            return await driver._run(acts.submit(user, view, state))
        assert isinstance(driver, DiscordDriver)
        fields = [
            {"type": 4, "id": n, "custom_id": key, "value": value}
            for n, key in enumerate(("answer", "zone", "times", "free", "course", "note"))
        ]
        labels = [{"type": 18, "id": 50 + f["id"], "component": f} for f in fields]
        channel = driver.world.channels[self.side.channel.id]
        data = {"custom_id": action, "components": labels}
        hook = driver.world.hook(5, self.who.id, channel, data, None)
        return await driver._result(driver.server.deliver(hook))


def words_of(result: Result) -> str:
    """All that the member was shown, forms included."""
    said = [message.text for message in result.replies]
    said += [result.updated.text] if result.updated else []
    said += [*result.errors.values()]
    if result.form is not None:
        said += [result.form.title, *(v for f in result.form.fields for v in f.value)]
    return "\n".join(said)


def refused_in_words(result: Result, what: str) -> bool:
    """True where words came; fails on silence, an apology, a ping or somebody's secret."""
    assert result.acked_after is not None, f"{what} was never acknowledged"
    words = words_of(result)
    assert "failed on our side" not in words, what
    assert SECRET not in words, f"{what} shows what somebody else typed"
    for message in (*result.replies, *([result.updated] if result.updated else [])):
        assert message.pinged == (), what
    return bool(words)


def strangers(stage: Stage) -> list[tuple[Side, MemberRef]]:
    """Ben is in the channel; Eve has never used the bot."""
    stage.slack_server.add_user("U0000EVE", "Eve")
    stage.slack_server.state.channels[slack_driver.CHANNEL].members.add("U0000EVE")
    eve = stage.discord_server.world.add_person("Eve")
    return [
        (stage.slack, stage.slack.ben),
        (stage.slack, MemberRef("slack", stage.slack.ben.id.replace("BEN", "EVE"))),
        (stage.discord, stage.discord.ben),
        (stage.discord, MemberRef("discord", eve.id)),
    ]


@pytest.mark.timeout(240)
async def test_no_route_gives_a_member_what_is_not_theirs(
    running: Stage, faults: Faults, full: bool, tally: OpenTally
) -> None:
    stage, counted, chance = running, tally(SUITE), random.Random(7)
    await stage.at("2026-11-23 10:00")
    found = await victims(stage)
    assert len(stage.app.router.actions) > 30 and len(found.actions) > 8
    refused_before = stage.app.counts.snapshot()
    silent = []
    with untouched(stage.path, found.persons):
        for side, who in strangers(stage):
            forger = Forger(side, who)
            await forger.begin()
            for action in forged(stage, found, chance, 4 if full else 1):
                nasty = chance.choice(TEXTS)
                for way in WAYS if full else (chance.choice(WAYS),):
                    counted.inputs += 1
                    what = f"{way} {action} by {who.id} on {side.name}"
                    if not refused_in_words(await forger.send(way, action, nasty), what):
                        silent.append(what)
    counts = stage.app.counts.snapshot()
    counted.refused += sum(counts[kind] - refused_before[kind] for kind in KINDS)
    assert silent == []
    assert faults == []


async def test_ids_beyond_any_row_are_refused_in_words(
    running: Stage, faults: Faults, tally: OpenTally
) -> None:
    """By the organizer herself, who gets past every check of rights."""
    stage, counted = running, tally(SUITE)
    for side in stage.sides:
        forger = Forger(side, side.ana)
        await forger.begin()
        for route in stage.app.router.actions:
            for action, value in (
                (encode(route, BEYOND, BEYOND), "9" * 5000),
                (encode(route, "1", "1"), "9" * 40),
                (encode(route, "0"), "-1"),
            ):
                counted.inputs += 1
                what = f"{action} with {value[:9]} on {side.name}"
                assert refused_in_words(await forger.choose(action, value), what), what
                counted.refused += 1
    assert faults == []


async def test_organisers_commands_are_refused_to_members_in_words(
    running: Stage, faults: Faults, tally: OpenTally
) -> None:
    stage, counted = running, tally(SUITE)
    await stage.at("2026-11-23 10:00")
    found = await victims(stage)
    known = {command.route.split("/")[-1] for command in stage.app.router.commands
             if command.route.startswith("study/")}  # fmt: skip
    for_members = {"help", "me"}
    tried = {line.split()[1] for line in ORGANISERS_COMMANDS}
    assert known - for_members == tried, "a new /study command has to be sorted in here"
    with untouched(stage.path, found.persons):
        for side, who in strangers(stage):
            for line in ORGANISERS_COMMANDS:
                counted.inputs += 1
                result = await side.driver.command(who, line)
                words = words_of(result)
                assert result.form is None, line
                assert "organizer" in words.lower() or "already has a study group" in words, line
                counted.refused += 1
    assert faults == []
