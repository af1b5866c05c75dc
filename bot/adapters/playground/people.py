"""Simulated members: they answer posted questions as people do, so that leaderboards live.

They know nothing of any course. An ``Oracle`` tells what a right and a wrong answer would
be, skill and a seeded chance decide, and the answer goes through the same buttons and forms
as everybody's.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.adapters.playground import acts
from bot.adapters.playground.room import Room
from bot.adapters.playground.state import Exchange, MessageKind, RoomMember, RoomMessage
from bot.model import Button, Buttons, Card

log = logging.getLogger(__name__)

#: Real seconds within which the bot must have answered a simulated member.
PATIENCE = 30.0
#: Real seconds between two looks at the clock, which may have been moved meanwhile.
LOOK_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Press:
    """Press the control with ``action``; ``choice`` are the values picked in a select."""

    action: str
    choice: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """Press ``action``, which opens a form, and send the form with ``values``."""

    action: str
    values: Mapping[str, tuple[str, ...]]


Deed = Press | Fill


@dataclass(frozen=True, slots=True)
class Known:
    """A right answer and some wrong ones."""

    right: Deed
    wrong: tuple[Deed, ...]


class Oracle(Protocol):
    async def answers(self, action: str) -> Known | None:
        """What the control with ``action`` asks; None when it answers no open question."""
        ...


@dataclass(frozen=True, slots=True)
class Persona:
    """``skill`` is the share of right answers, ``habit`` the share of questions answered.

    ``pace`` is how many minutes after a post they answer, on average.
    """

    member: RoomMember
    skill: float
    habit: float = 0.9
    pace: float = 3.0


def cast() -> tuple[Persona, ...]:
    """The members of the demonstration."""

    def persona(name: str, skill: float, habit: float, pace: float) -> Persona:
        return Persona(RoomMember(name.lower(), name, simulated=True), skill, habit, pace)

    return (
        persona("Priya", 0.92, 0.98, 0.6),
        persona("Mateo", 0.74, 0.9, 2.0),
        persona("Yuki", 0.66, 0.95, 1.2),
        persona("Amara", 0.55, 0.8, 4.0),
        persona("Jonas", 0.38, 0.75, 7.0),
    )


@dataclass(frozen=True, slots=True, order=True)
class _Plan:
    due: datetime
    person: str
    message: str
    deed: Deed = field(compare=False)
    sure: bool = field(compare=False)


class People:
    """Watches the room and answers in the room's (virtual) time."""

    def __init__(
        self, room: Room, oracle: Oracle, personas: Sequence[Persona], *, seed: int = 1
    ) -> None:
        self._room, self._oracle, self._personas, self._seed = room, oracle, personas, seed
        self._looked_at: set[str] = set()
        self._plans: list[_Plan] = []
        self._one = asyncio.Lock()

    async def run(self) -> None:
        """Acts until cancelled."""
        news = asyncio.Event()
        stop = self._room.watch(news.set)
        try:
            while True:
                news.clear()
                await self.notice()
                await self.catch_up(self._room.now())
                try:
                    async with asyncio.timeout(LOOK_EVERY):
                        await news.wait()
                except TimeoutError:
                    continue
        finally:
            stop()

    async def notice(self) -> None:
        """Looks at new posts and decides who will answer what, and when."""
        async with self._one:
            for message in tuple(self._room.messages.values()):
                if message.kind is MessageKind.POST and message.id not in self._looked_at:
                    self._looked_at.add(message.id)
                    await self._consider(message)

    async def catch_up(self, until: datetime) -> None:
        """Does all that is due by ``until``. Call it before time is moved further."""
        async with self._one:
            while (due := min(self._plans, default=None)) is not None and due.due <= until:
                self._plans.remove(due)
                try:
                    async with asyncio.timeout(PATIENCE):
                        await self._do(due)
                except (acts.NotPossible, TimeoutError) as fault:
                    log.info("%s could not answer: %s", due.person, fault)

    async def _consider(self, message: RoomMessage) -> None:
        if message.card is None or message.channel.only is not None:
            return
        for action in _actions(message.card):
            known = await self._oracle.answers(action)
            if known is not None:
                self._plan(message, known)
                return

    def _plan(self, message: RoomMessage, known: Known) -> None:
        for persona in self._personas:
            chance = random.Random(f"{self._seed}/{persona.member.id}/{message.key}")
            joins = chance.random() < persona.habit
            right = chance.random() < persona.skill or not known.wrong
            deed = known.right if right else chance.choice(known.wrong)
            sure = chance.random() < (0.5 + persona.skill / 2 if right else 0.35)
            wait = timedelta(seconds=3, minutes=chance.expovariate(1 / persona.pace))
            if joins:
                plan = _Plan(self._room.now() + wait, persona.member.id, message.id, deed, sure)
                self._plans.append(plan)

    async def _do(self, plan: _Plan) -> None:
        choice = plan.deed.choice if isinstance(plan.deed, Press) else None
        exchange = acts.press(self._room, plan.person, plan.message, plan.deed.action, choice)
        await exchange.settled.wait()
        if exchange.opened is not None:
            if not isinstance(plan.deed, Fill):
                acts.close_form(self._room, plan.person, exchange.opened)
                return
            exchange = acts.submit(self._room, plan.person, exchange.opened, plan.deed.values)
            await exchange.settled.wait()
            for form in self._room.forms_of(plan.person):
                acts.close_form(self._room, plan.person, form.id)
        await self._confirm(plan, exchange)

    async def _confirm(self, plan: _Plan, exchange: Exchange) -> None:
        for shown in (*exchange.replies, *filter(None, (exchange.updated,))):
            message = self._room.messages.get(shown)
            if message is None or message.card is None:
                continue
            action = _labelled(message.card, "Sure" if plan.sure else "Not sure")
            if action is not None:
                press = acts.press(self._room, plan.person, shown, action)
                await press.settled.wait()
        for message in tuple(self._room.seen_by(plan.person)):
            acts.dismiss(self._room, plan.person, message.id)


def _actions(card: Card) -> list[str]:
    found: list[str] = []
    for row in card.rows:
        if isinstance(row, Buttons):
            buttons = (item for item in row.items if isinstance(item, Button))
            found.extend(button.action for button in buttons if not button.disabled)
        else:
            found.append(row.action)
    return found


def _labelled(card: Card, label: str) -> str | None:
    for row in card.rows:
        for item in row.items if isinstance(row, Buttons) else ():
            if isinstance(item, Button) and item.label == label and not item.disabled:
                return item.action
    return None
