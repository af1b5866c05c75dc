"""A driver with handlers by route, without the core: what the adapter does by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.model import (
    Ack,
    Button,
    Buttons,
    Card,
    ChannelRef,
    Form,
    Interaction,
    LinkButton,
    OpenForm,
    Option,
    Outcome,
    Paragraph,
    Reply,
    Select,
    TextField,
    text,
)
from tests.contract.driver import SeenForm, SeenMessage
from tests.contract.slack_driver import SlackDriver, started

Handler = Callable[[Interaction], Awaitable[Outcome]]


def card(words: str, title: str = "Title") -> Card:
    return Card(title, (Paragraph(text(words)),))


def reply(words: str) -> Reply:
    return Reply(card(words))


class Bench:
    """Keeps what came in; answers by route, in held tasks. ``deferring`` routes are deferred
    before their handler runs."""

    def __init__(self) -> None:
        self.came: list[Interaction] = []
        self.handlers: dict[str, Handler | Outcome] = {}
        self.deferring: dict[str, Ack] = {}
        self.errors: list[BaseException] = []
        self.unread: list[str] = []
        self.moves: list[tuple[ChannelRef, ChannelRef]] = []
        self.driver: SlackDriver
        self._seen: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, interaction: Interaction) -> bool:
        self.came.append(interaction)
        if interaction.id in self._seen:
            return False
        self._seen.add(interaction.id)
        task = asyncio.get_running_loop().create_task(self._answer(interaction))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    def unreadable(self, platform: str, why: str) -> None:
        self.unread.append(why)

    def moved(self, old: ChannelRef, new: ChannelRef) -> None:
        self.moves.append((old, new))

    async def _answer(self, interaction: Interaction) -> None:
        handler = self.handlers[interaction.route]
        try:
            if ack := self.deferring.get(interaction.route):
                await self.driver.adapter.defer(interaction, ack)
            outcome = await handler(interaction) if callable(handler) else handler
            await self.driver.adapter.respond(interaction, outcome, Ack.PRIVATE)
        except Exception as error:
            self.errors.append(error)


@asynccontextmanager
async def open_bench(kind: type[SlackDriver] = SlackDriver) -> AsyncIterator[Bench]:
    bench = Bench()
    async with started(kind, (), bench) as driver:
        bench.driver = driver
        yield bench
        assert driver.breaches() == []


BUTTONS = replace(
    card("Press"),
    rows=(
        Buttons(
            (
                Button("Go", "1.go"),
                Button("Off", "1.off", disabled=True),
                LinkButton("Read", "https://example.org/"),
            )
        ),
        Select("1.pick", "Pick", tuple(Option(w, w.lower()) for w in ("One", "Two"))),
    ),
)
FORM = Form(
    "1.form", "Form", (TextField("word", "Word"), TextField("more", "More", required=False))
)


async def post(bench: Bench, shown: Card = BUTTONS) -> SeenMessage:
    driver = bench.driver
    await driver.adapter.post(driver.channel, shown, key=f"k{len(driver.posts())}")
    return driver.posts()[-1]


async def private(bench: Bench, shown: Card = BUTTONS) -> SeenMessage:
    bench.handlers["show"] = Reply(shown)
    result = await bench.driver.command(bench.driver.ana, "/show")
    return result.replies[0]


async def open_form(bench: Bench, shown: SeenMessage) -> SeenForm:
    bench.handlers["1.go"] = OpenForm(FORM)
    result = await bench.driver.press(bench.driver.ana, shown, "Go")
    assert result.form is not None
    assert (result.form.title, result.form.action) == ("Form", "1.form")
    return result.form
