"""Many members of one channel on each platform, before a bot that is a process of its own."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import yaml

from bot.features.daily.posts import PRESS
from bot.interactions.button_codec import encode
from bot.model import MemberRef
from tests.content import folder
from tests.contract.driver import SeenMessage
from tests.e2e.outside import Bot, Town
from tests.e2e.stage import Side
from tests.e2e.test_process import set_up
from tests.faults.outages import scene
from tests.faults.outages.scene import Sent
from tests.servers.slack.state import TEAM

Press = tuple[MemberRef, SeenMessage, str]

RIGHT, WRONG = "B", "A"
FAIR = 0.7
"""Seconds that the bot may have to wait for a processor in a run whose times are judged."""
QUIET = 4.0
PATIENT_ROUNDS = 8


class Crowd(Town):
    """``members`` are so many on each platform; today's question is posted, nobody has answered.

    Only where it is ``judged`` has an answer to come in time; that there is one, once, always.
    """

    bot: Bot

    def __init__(self, home: Path, count: int, *, judged: bool) -> None:
        super().__init__(home)
        self.count = count
        self.judged = judged
        self.members: dict[str, list[MemberRef]] = {}
        self.rounds: dict[str, int] = {}
        self.starved = False

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
        for side in self.sides:
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

    async def choose_all(self, side: Side) -> list[Sent]:
        """Every other member is right."""
        post = side.last("Question of the day")
        return await self._all(
            side, [(who, post, self.option(side, n % 2 == 0)) for n, who in self._everybody(side)]
        )

    async def sure_all(self, side: Side, chosen: Sequence[Sent]) -> list[Sent]:
        presses = []
        for n, who in self._everybody(side):
            seen = chosen[n].seen
            presses.append((who, seen, next(c.action for c in seen.controls if c.label == "Sure")))
        return await self._all(side, presses)

    def _everybody(self, side: Side) -> Iterable[tuple[int, MemberRef]]:
        return enumerate(self.members[side.name])

    async def _all(self, side: Side, presses: Sequence[Press]) -> list[Sent]:
        """All within one second; the press of each that was answered.

        Whoever got no answer in time presses again, as a member would. That nobody has to is
        asked of any machine that lets the bot run: one that is busy with other programs is
        told apart by how long the bot had to wait for a processor.
        """
        waited, began = self._waited(), time.perf_counter()
        sent = await self._within_a_second(side, presses)
        await self._quiet(side, sent)
        took, waited = time.perf_counter() - began, self._waited() - waited
        late = [n for n, each in enumerate(sent) if not (each.acknowledged and each.answers)]
        worst = max(each.what.acked_after or 0.0 for each in sent)
        print(
            f"{side.name}: {self.count} in a second, the last acknowledged after {worst:.2f} s, "
            f"{len(late)} too late; all done after {took:.2f} s, of which the bot waited "
            f"{waited:.2f} s for a processor"
        )
        self.starved = self.starved or waited > FAIR or (bool(late) and not self.judged)
        assert not late or not self.judged or waited > FAIR, (
            f"{len(late)} of {self.count} had to press again"
        )
        for _ in range(PATIENT_ROUNDS):
            unanswered = [n for n, each in enumerate(sent) if not each.answers]
            if not unanswered:
                break
            again = await self._within_a_second(side, [presses[n] for n in unanswered])
            await self._quiet(side, again)
            for n, each in zip(unanswered, again, strict=True):
                sent[n] = each
        self._forget_what_came_too_late()
        assert all(each.answers == 1 for each in sent)
        return sent

    async def _within_a_second(self, side: Side, presses: Sequence[Press]) -> list[Sent]:
        loop, sent = asyncio.get_running_loop(), []
        began = loop.time()
        for number, each in enumerate(presses):
            sent.append(await scene.press(side, *each))
            await asyncio.sleep(max(0.0, began + (number + 1) / len(presses) - loop.time()))
        return sent

    async def _quiet(self, side: Side, sent: Sequence[Sent]) -> None:
        """Waits until everybody is answered, or nobody is any more."""
        wait = (
            self.slack_server.wait_for if side is self.slack else self.discord_server.world.wait_for
        )
        left = list(sent)

        def done() -> bool:
            while left and left[-1].answers:
                left.pop()
            return not left

        before = -1
        while (now := sum(bool(each.answers) for each in sent)) != before:
            before = now
            with suppress(TimeoutError):
                await wait(done, QUIET)
                return

    def _waited(self) -> float:
        """Seconds that the bot's loop was ready to run and the machine did something else."""
        schedule = Path(f"/proc/{self.bot.process.pid}/schedstat")
        return int(schedule.read_text("ascii").split()[1]) / 1e9 if schedule.exists() else 0.0

    def _forget_what_came_too_late(self) -> None:
        self.slack_server.state.late_acks.clear()
        hooks = self.discord_server.world.hooks
        for token in [t for t, hook in hooks.items() if hook.refused and not hook.replies]:
            del hooks[token]

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
        wrong = [line for line in self.bot.lines if "[error" in line or "Traceback" in line]
        # On a machine that has no time for it, an answer that takes ten seconds is given up.
        assert not wrong or self.starved, wrong[:5]
