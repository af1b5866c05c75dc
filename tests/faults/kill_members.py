"""Members who press, fill in forms and do quizzes while the bot dies and comes back."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.model import ChannelRef, MemberRef
from bot.study.questions import BadInput, type_of
from tests.contract.driver import Result, SeenControl, SeenForm, SeenMessage
from tests.e2e.stage import Side
from tests.faults.kill_house import KillHouse
from tests.faults.kill_ledger import CHOOSING, JUDGED, Ledger

LINES = ("/quiz", "/quiz", "/quiz", "/today", "/progress", "/leaderboard", "/concept")
NOT_FOR_THEM = ("Report", "Share")
"""Buttons that write to an organizer or into the channel."""
GUESSES = 400
QUESTION = "Question of the day"


@dataclass
class Act:
    """One press, submit or command that can be done again when no answer came."""

    action: str
    do: Callable[[], Awaitable[Result]]
    given: str = ""


@dataclass(eq=False)
class Member:
    """Does one thing after another. An act that a kill cut off is the next life's first."""

    house: KillHouse
    ledger: Ledger
    side: Side
    who: MemberRef
    channel: ChannelRef
    rng: random.Random
    screen: SeenMessage | None = None
    form: SeenForm | None = None
    doing: Act | None = None
    answered: int = 0
    unanswered: list[str] = field(default_factory=list)

    async def live(self, acts: int = 10**9) -> None:
        """Acts so many times while the bot is there."""
        await self.house.online(self.side)
        goal = self.answered + acts
        while self.answered < goal:
            await self.act(self.doing or self._next())

    async def act(self, act: Act) -> None:
        self.doing = act
        self.ledger.sends(self.who, act.action, act.given)
        result = await act.do()
        if result.acked_after is None:
            self.unanswered.append(f"{self.who.key} {act.action}")
        self._take(act, result)

    async def answer(self, *, confirm: bool = True) -> None:
        """Answers the channel's newest question, with its form where it has one."""
        await self.choose()
        if self.form is not None:
            await self.fill()
        if confirm:
            await self.press("Sure")

    async def choose(self) -> None:
        """Presses a button under the channel's newest question."""
        posts = [p for p in self.side.driver.posts(self.channel) if p.text.startswith(QUESTION)]
        await self.act(self._press(posts[-1], self.rng.choice(_buttons(posts[-1]))))

    async def fill(self) -> None:
        """Sends the form that is open."""
        assert self.form is not None
        await self.act(self._fill(self.form))

    async def say(self, line: str) -> None:
        """A command in the member's channel."""
        await self.act(self._say(line))

    async def press(self, label: str) -> None:
        """Presses a button of the newest private message."""
        assert self.screen is not None
        control = next(c for c in _buttons(self.screen) if c.label == label)
        await self.act(self._press(self.screen, control))

    def cut_off(self) -> None:
        """The bot is dead: what its last answer still brought has been seen."""
        act = self.doing
        if act is not None:
            result = self.side.driver.left(self.who)  # type: ignore[attr-defined]
            if result is not None:
                self._take(act, result)

    def _take(self, act: Act, result: Result) -> None:
        self.ledger.hears(self.who, act.action, result)
        seen = [*result.replies, *([result.updated] if result.updated else [])]
        if not seen and result.form is None:
            return  # it is done again
        self.doing, self.form = None, result.form
        self.answered += 1
        self.screen = seen[-1] if seen else None

    def _next(self) -> Act:
        if self.form is not None:
            return self._fill(self.form)
        buttons = _buttons(self.screen)
        if self.screen is not None and buttons and self.rng.random() < 0.9:
            return self._press(self.screen, self.rng.choice(buttons))
        posts = [post for post in self.side.driver.posts(self.channel) if _buttons(post)]
        if posts and self.rng.random() < 0.6:
            post = self.rng.choice(posts[-2:])
            return self._press(post, self.rng.choice(_buttons(post)))
        return self._say(self.rng.choice(LINES))

    def _say(self, line: str) -> Act:
        return Act("", lambda: self.side.driver.command(self.who, line, where=self.channel))

    def _press(self, message: SeenMessage, control: SeenControl) -> Act:
        press = self.side.driver.press_action
        return Act(control.action, lambda: press(self.who, message, control.action))

    def _fill(self, form: SeenForm) -> Act:
        _, route, *rest = form.action.split(".")
        values = {field.key: field.value for field in form.fields}
        given = ""
        if route in CHOOSING | JUDGED:
            given, values = self._guess(int(rest[0], 36))
        return Act(form.action, lambda: self.side.driver.submit(self.who, form, values), given)

    def _guess(self, round_id: int) -> tuple[str, dict[str, tuple[str, ...]]]:
        """Something that the question's form takes: as it is stored, and as it is sent."""
        ((question_id, order),) = self.house.rows(
            "SELECT question_id, option_order FROM rounds WHERE id = ?", (round_id,)
        )
        question = next(
            course.questions[question_id]
            for course in self.house.courses.values()
            if question_id in course.questions
        )
        kind = type_of(question)
        for _ in range(GUESSES):
            values = {}
            for asked in kind.fields(question, order):
                options = [option.value for option in getattr(asked, "options", ())]
                count = self.rng.randint(2, 3) if getattr(asked, "many", False) else 1
                words = options or ["42", "1200", "a guess", "accuracy"]
                values[asked.key] = tuple(sorted(self.rng.sample(words, min(count, len(words)))))
            try:
                return kind.read(question, order, values), values
            except BadInput:
                continue
        raise AssertionError(f"no input suits {question_id}")


def _buttons(message: SeenMessage | None) -> list[SeenControl]:
    return [
        control
        for control in (message.controls if message else ())
        if control.kind == "button" and not control.disabled
        if control.label not in NOT_FOR_THEM
    ]
