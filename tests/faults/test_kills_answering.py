"""SIGKILL at each named step of answering: what a member was told is kept, once.

At every step it is somebody new who answers, so that the first press of a person is among
what dies. After the start they do again what was not answered, with the button or form that
is still on their screen, and come to the verdict.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import MemberRef
from bot.study.group import Rhythm
from tests.contract.slack_driver import CHANNEL
from tests.e2e.stage import Side
from tests.faults import kill_course, kill_posts
from tests.faults.conftest import OpenTally
from tests.faults.kill_house import START, WITHIN, KillHouse, Zygote
from tests.faults.kill_ledger import VERDICTS, Ledger
from tests.faults.kill_members import Member
from tests.faults.kill_steps import Step, start_towards
from tests.servers.slack.state import TEAM

SUITE = "kill -9 at steps of answering"
ANSWERS = "storage.repositories.answers"
TABLE = f"{ANSWERS}.AnswersTable"
RUNS = "storage.repositories.runs.RunsTable"
TOLD = "Takeaway"
"""A word of every verdict and of nothing else that a member is sent here."""
ASKED = "How sure are you"

KNOWN = Step("a person is written down", "after storage.repositories.people.PeopleTable.ensure")
WRITING = [
    Step("before the answer is written", f"before {TABLE}.record"),
    Step("in the middle of writing it", "before storage.repositories.recording._derive"),
    Step("the answer is written", f"after {TABLE}.record"),
]
CHOOSING = [
    Step("before the choice is written", f"before {TABLE}.choose"),
    Step("in the middle of writing it", f"after {ANSWERS}._choose"),
    Step("the choice is written", f"after {TABLE}.choose"),
]
ON_ITS_WAY = {
    "slack": [
        Step("before it answers", "before bot.adapters.slack.adapter.SlackAdapter.respond", 2),
        Step("the choice is on its way", held=("/hooks/", ASKED), before=True),
        Step("the choice is shown", held=("/hooks/", ASKED)),
        Step("the verdict is on its way", held=("/hooks/", TOLD), before=True),
        Step("the verdict is shown", held=("/hooks/", TOLD)),
        Step("it has answered", "after bot.adapters.slack.adapter.SlackAdapter.respond", 2),
    ],
    "discord": [
        Step("before it answers", "before bot.adapters.discord.adapter.DiscordAdapter.respond", 2),
        Step("the choice is on its way", held=("/callback", ASKED), before=True),
        Step("the choice is shown", held=("/callback", ASKED)),
        Step("the verdict is on its way", held=("/callback", TOLD), before=True),
        Step("the verdict is shown", held=("/callback", TOLD)),
        Step("it has answered", "after bot.adapters.discord.adapter.DiscordAdapter.respond", 2),
    ],
}
QUIZ = [
    Step("a quiz is written down", f"after {RUNS}.start"),
    *WRITING,
    Step("before a quiz is over", f"before {RUNS}.finish"),
    Step("a quiz is over", f"after {RUNS}.finish"),
]
QUICK = (
    "in the middle of writing it",
    "the answer is written",
    "the choice is shown",
    "the verdict is on its way",
    "before a quiz is over",
)


class Someone(Member):
    """Answers today's question, or one question of a quiz, to the verdict."""

    quizzes = False

    async def come_to_the_verdict(self) -> None:
        await self.house.online(self.side)
        while not self.told:
            if self.doing is not None:
                await self.act(self.doing)
            elif self.form is not None:
                await self.fill()
            elif self.screen is None and self.quizzes:
                await self.say("/quiz Tea3 1")
            elif self.screen is None:
                await self.choose()
            elif ASKED in self.screen.text:
                await self.press("Sure")
            elif self.screen.text.startswith("Question 1 of 1"):
                await self.press(self.screen.controls[0].label)
            elif "See how it went" in [c.label for c in self.screen.controls]:
                await self.press("See how it went")
            else:
                raise AssertionError(f"what now? {self.screen.text}")

    @property
    def told(self) -> bool:
        """The verdict is on the screen; after a quiz, its summary."""
        ends = "Quiz done" if self.quizzes else VERDICTS
        return self.doing is None and self.screen is not None and self.screen.text.startswith(ends)


def somebody(house: KillHouse, ledger: Ledger, side: Side, number: int) -> Someone:
    name = f"Somebody{number}"
    if side is house.slack:
        user = f"U00{name.upper()}"
        house.slack_server.add_user(user, name)
        house.slack_server.state.channels[CHANNEL].members.add(user)
        who = MemberRef(side.name, f"{TEAM}-{user}")
    else:
        who = MemberRef(side.name, house.discord_server.world.add_person(name).id)
    return Someone(house, ledger, side, who, side.channel, random.Random(number))


async def die_at(house: KillHouse, step: Step, someone: Someone) -> None:
    """Somebody answers, the bot dies at the step, and with another one they go on."""
    reached = asyncio.ensure_future(await start_towards(house, step))
    trying = asyncio.create_task(someone.come_to_the_verdict())
    try:
        await asyncio.wait({reached, trying}, timeout=WITHIN, return_when="FIRST_COMPLETED")
        assert reached.done() or trying.exception() is None
        async with asyncio.timeout(WITHIN):
            await reached
    finally:
        trying.cancel()
        reached.cancel()
    await house.kill()
    with suppress(asyncio.CancelledError):
        await trying
    await house.let_go()
    someone.cut_off()
    await house.start()
    await someone.come_to_the_verdict()
    if not someone.quizzes:
        # Another press on the posted question: one answer counts.
        await someone.choose()
        assert someone.screen is not None and "already" in someone.screen.text


async def settle_in(house: KillHouse) -> None:
    await house.start()
    for side in house.sides:
        await house.online(side)
        await kill_posts.found(house, side, side.channel, Rhythm.MORNING)
    house.set_clock(START + timedelta(hours=1, seconds=1))
    await house.settled()
    await house.kill()


def tries(house: KillHouse, full: bool) -> list[tuple[Side, bool, Step]]:
    """On both platforms; in the short version the steps in turn."""
    found: list[tuple[Side, bool, Step]] = []
    for side in house.sides:
        daily = [KNOWN, *CHOOSING, *WRITING, *ON_ITS_WAY[side.name]]
        found += [(side, False, step) for step in daily]
        found += [(side, True, step) for step in QUIZ]
    if full:
        return found
    quick = [one for one in found if one[2].name in QUICK]
    return quick[::2]


@pytest.mark.timeout(200)
@pytest.mark.parametrize("forms", [False, True], ids=["buttons", "forms"])
async def test_killed_at_a_named_step_an_answer_counts_once(
    zygote: Zygote, tmp_path: Path, tally: OpenTally, full: bool, forms: bool
) -> None:
    counted, ledger = tally(SUITE), Ledger()
    courses = kill_course.write(tmp_path / "courses", forms=forms)
    async with KillHouse(zygote, tmp_path, courses) as house:
        await settle_in(house)
        for number, (side, quizzes, step) in enumerate(tries(house, full)):
            someone = somebody(house, ledger, side, number)
            someone.quizzes = quizzes
            try:
                await die_at(house, step, someone)
            except (AssertionError, TimeoutError) as error:
                error.add_note(f"killed at: {step.name}, {side.name}, {quizzes=}")
                raise
            await house.kill()
            assert someone.unanswered == []
        counted.kills += house.kills
        counted.posts(kill_posts.expected(house), kill_posts.there(house))
        ledger.check(house, counted)
        house.check()
