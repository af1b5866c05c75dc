"""A real process, both real SDKs: SIGKILL after each commit of each act that changes anything.

Which acts there are is found by walking through the same scene in the playground. Each is tried
in a world of its own: once uninterrupted, and once for each commit after which the process dies;
then another process starts and the person does it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.model import ChannelRef, MemberRef
from bot.study.group import Rhythm
from content.loader import BUNDLED, load_courses
from tests.contract.driver import Result, SeenForm, SeenMessage
from tests.e2e.stage import Side
from tests.faults import kill_posts
from tests.faults.acts_walk import PRIVATE, Found, Step, values, walk
from tests.faults.conftest import OpenTally
from tests.faults.kill_commits import NEVER, Commits
from tests.faults.kill_house import WITHIN, KillHouse, Zygote
from tests.faults.test_kills_acts import (
    LEFT_OUT,
    Picture,
    differences,
    picture,
    tables,
    uninterrupted,
    words_of,
)
from tests.faults.test_kills_posting import morning
from tests.features.bench import Bench
from tests.features.conftest import OpenBench, open_bench

__all__ = ["open_bench"]

EVERY_DAY = "1 2 3 4 5 6 7"
DRAWS = 30
"""Worlds that are tried until a quiz begins with the same question again."""


class NotThere(Exception):
    """This platform's screen does not offer the step: another question was drawn, for one."""


@dataclass
class Person:
    """Plays the steps that were found in the playground on a real platform."""

    house: KillHouse
    side: Side
    where: ChannelRef
    message: SeenMessage | None = None
    form: SeenForm | None = None

    async def play(self, *steps: Step) -> None:
        for step in steps:
            self.see(await self.do(step))

    async def do(self, step: Step) -> Result:
        driver, who = self.side.driver, self.who(step)
        if step.how == "type":
            try:
                return await driver.command(who, step.what, where=self.where)
            except RuntimeError as error:  # Discord's own client sends no misspelled command
                raise NotThere(step) from error
        if step.how == "submit":
            if self.form is None:
                raise NotThere(step)
            return await driver.submit(who, self.form, values(self.form))
        message = self.on(step)
        if message is None or step.what not in {c.action for c in message.controls}:
            raise NotThere(step)
        if step.how == "press":
            return await driver.press_action(who, message, step.what)
        (control,) = (c for c in message.controls if c.action == step.what)
        if [c.kind for c in message.controls].count("select") != 1:
            raise NotThere(step)
        label = next((label for label, value in control.options if value == step.value), None)
        if label is None:
            raise NotThere(step)
        return await driver.choose(who, message, label)

    def on(self, step: Step) -> SeenMessage | None:
        if step.post == PRIVATE:
            return next(iter(self.side.driver.privates(self.who(step))[-1:]), None)
        return self.side.last(step.post) if step.post else self.message

    async def do_until_dead(self, step: Step) -> Result | None:
        """None where the bot died before there was an answer."""
        assert self.house.bot is not None
        doing = asyncio.ensure_future(self.do(step))
        ended = asyncio.ensure_future(self.house.bot.ended())
        async with asyncio.timeout(WITHIN):
            await asyncio.wait({doing, ended}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(0)
        if doing.done() and not ended.done():
            ended.cancel()
            return doing.result()
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
        return None

    def see(self, result: Result) -> None:
        shown = [*result.replies, *([result.updated] if result.updated else [])]
        self.message = shown[-1] if shown else self.message
        self.form = result.form or self.form

    def who(self, step: Step) -> MemberRef:
        return self.side.ana if step.who == "ana" else self.side.ben


@dataclass
class World:
    """A group on one platform, on the first morning; Ben has not answered yet."""

    house: KillHouse
    side: Side
    commits: Commits
    channels: dict[str, ChannelRef]

    async def start(self) -> None:
        await self.house.start(commits=str(self.commits.path))
        await self.house.online(self.side)

    async def rest(self) -> None:
        self.house.pass_seconds(20)
        await self.house.settled()

    def picture(self) -> Picture:
        # Memory holds moments, quizzes are drawn by them, and these worlds' clocks run on.
        found = tables(self.house.database, LEFT_OUT | {"memory"}, {"option_order", "position"})
        for name, channel in self.channels.items():
            posts = self.side.driver.posts(channel)
            found[f"posts {name}"] = [words_of(m) for m in posts if m.thread is None]
            found[f"threads {name}"] = [words_of(m) for m in posts if m.thread is not None]
        return {name: [self._named(row) for row in rows] for name, rows in found.items()}

    def _named(self, row: object) -> str:
        """The row with names in place of the platform's ids, which every world has others of."""
        words = repr(row)
        names = {channel.id: name for name, channel in self.channels.items()}
        names |= {self.side.ana.id: "ana", self.side.ben.id: "ben"}
        names |= {self.side.channel.workspace.id: "workspace"}
        for id_, name in names.items():
            words = words.replace(id_, name)
        return words


@asynccontextmanager
async def world(zygote: Zygote, home: Path, platform: str) -> AsyncIterator[World]:
    async with KillHouse(zygote, home) as house:
        side = next(side for side in house.sides if side.name == platform)
        if side is house.slack:
            house.slack_server.add_channel("C2", "general", *house.slack_server.state.users)
            other = "C2"
        else:
            other = house.discord_server.world.add_channel("general").id
        channels = {"study": side.channel, "general": ChannelRef(side.channel.workspace, other)}
        made = World(house, side, Commits(home / "commits"), channels)
        await made.start()
        await kill_posts.found(house, side, side.channel, Rhythm.MORNING)
        await house.settled()
        house.set_clock(morning(0))
        await house.settled()
        yield made


async def tried(made: World, where: str, found: Found, after: int) -> tuple[Picture, int]:
    """What is there in the end, and how many commits the act took."""
    person = Person(made.house, made.side, made.channels[where])
    await person.play(*found.before)
    await made.house.settled()  # what became due before the act is no part of it
    began = made.commits.done
    made.commits.die_after(after)
    result = await person.do_until_dead(found.act)
    took = made.commits.done - began
    made.commits.die_after(NEVER)
    if after != NEVER:
        await made.house.kill()
        await made.start()
        if result is None:
            await person.play(found.act)
    await made.rest()
    made.house.check()
    return made.picture(), took


async def that_change(open_bench: OpenBench, where: str) -> list[Found]:
    """The acts of the same scene in the playground after which anything is different."""
    courses = load_courses(BUNDLED)
    start = await open_bench(*courses.values())
    await start.set_up(days=EVERY_DAY, times="9:00")
    await start.at("2026-11-23 09:00")

    async def twin() -> Bench:
        return await open_bench(like=start)

    calm = await twin()
    calm.pass_seconds(20)
    await calm.settle()
    before = await picture(calm)
    found = [act async for act in walk(twin, where)]
    changing = []
    for act in found:
        seen, _ = await uninterrupted(twin, where, act)
        if differences(before, seen):
            changing.append(act)
    return changing


@pytest.mark.parametrize("where", ["study", "general"])
@pytest.mark.parametrize("platform", ["slack", "discord"])
@pytest.mark.timeout(1_200)
async def test_an_act_is_done_or_not_begun_out_there(
    open_bench: OpenBench,
    zygote: Zygote,
    tmp_path_factory: pytest.TempPathFactory,
    tally: OpenTally,
    full: bool,
    platform: str,
    where: str,
) -> None:
    if not full:
        pytest.skip("with --full")
    asyncio.get_running_loop().set_debug(False)
    counted = tally("kill -9 after each commit of each act, both SDKs")
    changing = await that_change(open_bench, where)
    if where != "study":
        known = {act.route for act in await that_change(open_bench, "study")}
        changing = [act for act in changing if act.route not in known]
    failed: list[str] = []
    left_out: list[str] = []
    for act in changing:
        expected, commits = Picture(), 0
        for after in (NEVER, *range(10)):
            done = None
            for _ in range(DRAWS if after != NEVER else 1):
                home = tmp_path_factory.mktemp("world")
                async with world(zygote, home, platform) as made:
                    with suppress(NotThere):
                        done = await tried(made, where, act, after)
                    counted.kills += made.house.kills
                if done is not None:
                    break
            if done is None:
                assert after == NEVER, f"{act}: never offered again in {DRAWS} worlds"
                left_out.append(act.route)
                break
            seen, took = done
            if after == NEVER:
                expected, commits = seen, took
                continue
            if lost := differences(expected, seen):
                failed.append(f"{act}\nkilled after {after} of {commits} commits:\n{lost}")
            if after >= commits:
                break
    assert not failed, "\n\n".join(failed)
    # No client of Discord's sends a misspelled command, and another question has other buttons.
    assert len(left_out) <= len(changing) / 3, left_out
