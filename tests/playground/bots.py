"""A small bot for the room's tests: scripted handlers behind the real adapter."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.room import Room
from bot.adapters.playground.state import Channel, RoomMember
from bot.model import (
    Ack,
    Button,
    Buttons,
    Card,
    Command,
    Interaction,
    OptionKind,
    OptionSpec,
    Outcome,
    Paragraph,
    text,
)

Handler = Callable[[Interaction], Awaitable[Outcome | None]]

COMMANDS = (
    Command(
        ("quiz",),
        "Practise now",
        (
            OptionSpec("topic", "What to practise", suggests=True),
            OptionSpec("count", "How many", OptionKind.INTEGER, minimum=1, maximum=20, default=5),
        ),
    ),
    Command(("today",), "Today's concept and question"),
    Command(("leaderboard",), "Who leads"),
    Command(("study", "setup"), "Set the group up", ack=Ack.FORM, for_organizers=True),
    Command(("study", "help"), "What there is"),
)
STUDY = Channel("study", "study-group", "One question a day")


def make_room(ack_within: float = 3.0, answer_within: float = 900.0) -> Room:
    return Room(
        (STUDY,),
        (
            RoomMember("you", "You", manager=True),
            RoomMember("ben", "Ben", simulated=True),
            RoomMember("cleo", "Cleo", simulated=True),
        ),
        ack_within=ack_within,
        answer_within=answer_within,
    )


def card(title: str, *buttons: str) -> Card:
    """A card whose buttons' actions are "1.<label in lower case>"."""
    row = Buttons(tuple(Button(label, f"1.{label.lower()}") for label in buttons))
    return Card(title, (Paragraph(text(f"About {title}.")),), (row,) if buttons else ())


class Bot:
    """Answers each interaction with its route's handler; None means no answer by itself."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.adapter = PlaygroundAdapter(room)
        self.handlers: dict[str, Handler] = {}
        self.taken: list[Interaction] = []
        self.gate = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def on(self, route: str, outcome: Outcome | Handler | None) -> None:
        """``route`` is a command's first word, or an action."""
        if callable(outcome):
            self.handlers[route] = outcome
        else:

            async def fixed(_: Interaction) -> Outcome | None:
                return outcome

            self.handlers[route] = fixed

    def __call__(self, interaction: Interaction) -> bool:
        if any(known.id == interaction.id for known in self.taken):
            return False
        self.taken.append(interaction)
        task = asyncio.create_task(self._answer(interaction))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _answer(self, interaction: Interaction) -> None:
        outcome = await self.handlers[interaction.route](interaction)
        if outcome is not None:
            await self.adapter.respond(interaction, outcome, Ack.PRIVATE)

    async def idle(self) -> None:
        """Waits for the running handlers and raises what they raised."""
        await asyncio.gather(*self._tasks)


@asynccontextmanager
async def bot_in(room: Room) -> AsyncIterator[Bot]:
    bot = Bot(room)
    await bot.adapter.start(COMMANDS, bot)
    try:
        yield bot
        await bot.idle()
    finally:
        await bot.adapter.stop()
