"""Many members of one channel on each platform, before a bot that is a process of its own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import yaml

from bot.core.actions import encode
from bot.features.daily.posts import PRESS
from bot.features.daily.presses import SURE
from bot.model import MemberRef
from tests.content import folder
from tests.contract.driver import SeenMessage
from tests.e2e.outside import Bot, Town
from tests.e2e.stage import Side
from tests.e2e.test_process import set_up
from tests.faults.outages import scene
from tests.faults.outages.scene import Sent
from tests.servers.slack.state import TEAM

RIGHT, WRONG = "B", "A"
PATIENCE = 30.0


class Crowd(Town):
    """``members`` are so many on each platform; today's question is posted, nobody has answered."""

    bot: Bot

    def __init__(self, home: Path, count: int) -> None:
        super().__init__(home)
        self.count = count
        self.members: dict[str, list[MemberRef]] = {}
        self.rounds: dict[str, int] = {}

    async def __aenter__(self) -> Crowd:  # type: ignore[override]
        await super().__aenter__()
        questions = yaml.safe_load(folder.QUESTIONS)
        only = [q for q in questions if q["id"] in ("q-single", "q-typed")]
        course = folder.COURSE.replace("plan: [opening, brewing]", "plan: [brewing, opening]")
        folder.write(
            self.home / "courses",
            {"course.yaml": course, "questions/basics.yaml": yaml.safe_dump(only)},
        )
        await self.begin()
        for side in self.sides:
            await set_up(side)
            await self.posted(side, "Question of the day")
            self.members[side.name] = self._join(side)
            action = side.last("Question of the day").controls[0].action
            self.rounds[side.name] = int(action.split(".")[2], 36)
        return self

    async def begin(self) -> None:
        """Starts the bot and returns when it is on both platforms."""
        self.bot = await self.start()
        await self.online()

    def _join(self, side: Side) -> list[MemberRef]:
        names = [f"Member {number}" for number in range(self.count)]
        if side is self.discord:
            world = self.discord_server.world
            return [MemberRef("discord", world.add_person(name).id) for name in names]
        server, members = self.slack_server, []
        for number, name in enumerate(names):
            user = f"U1{number:07d}"
            server.add_user(user, name)
            server.state.channels[side.channel.id].members.add(user)
            members.append(MemberRef("slack", f"{TEAM}-{user}"))
        return members

    def option(self, side: Side, right: bool) -> str:
        return encode(PRESS, self.rounds[side.name], RIGHT if right else WRONG)

    async def press_all(
        self, side: Side, presses: Sequence[tuple[MemberRef, SeenMessage, str]]
    ) -> list[Sent]:
        """Everybody at once."""
        return list(await asyncio.gather(*(scene.press(side, *each) for each in presses)))

    async def choose_all(self, side: Side) -> list[Sent]:
        """Every other member is right."""
        post = side.last("Question of the day")
        return await self.press_all(
            side,
            [
                (who, post, self.option(side, right=number % 2 == 0))
                for number, who in enumerate(self.members[side.name])
            ],
        )

    async def sure_all(self, side: Side, chosen: Sequence[Sent]) -> list[Sent]:
        action = encode(SURE, self.rounds[side.name], "y")
        members = self.members[side.name]
        pairs = zip(members, chosen, strict=True)
        return await self.press_all(side, [(who, each.seen, action) for who, each in pairs])

    async def settled(self, side: Side, sent: Sequence[Sent]) -> float:
        """Waits until everybody is answered; the seconds of the slowest acknowledgement."""
        wait: Callable[[Callable[[], Any], float], Awaitable[None]] = (
            self.slack_server.wait_for if side is self.slack else self.discord_server.world.wait_for
        )
        left = list(sent)

        def done() -> bool:
            while left and left[-1].answers:
                left.pop()
            return not left

        try:
            await wait(done, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"{sum(not s.answers for s in sent)} have no answer") from None
        late = sum(not each.acknowledged for each in sent)
        worst = max(each.what.acked_after or PATIENCE for each in sent)
        assert not late, (
            f"{late} of {len(sent)} acknowledged too late, the last after {worst:.1f} s"
        )
        return worst

    # what is in the file

    def query(self, sql: str, *given: object) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(sql, given).fetchall()

    def ledger(self, side: Side) -> list[str]:
        """The members whose answers to today's question are there, once each time."""
        rows = self.query(
            "SELECT m.member FROM answers a JOIN members m ON m.person_id = a.person_id "
            "WHERE a.round_id = ?",
            self.rounds[side.name],
        )
        return [str(row[0]) for row in rows]

    async def check(self) -> None:
        """Totals verify, and no platform had anything to complain about."""
        assert await self.bot.end() == 0
        assert await self.run("db", "verify") == (0, "No difference.\n", "")
        for side in self.sides:
            assert side.driver.breaches() == []
        assert self.slack_server.state.late_acks == []
        hooks = self.discord_server.world.hooks.values()
        assert [hook.refused for hook in hooks if hook.refused] == []
        assert not [line for line in self.bot.lines if "error" in line.casefold()]
