"""A small bot on the neutral vocabulary, just big enough to see every way of answering."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.adapters.base import AdapterError
from bot.model import (
    Ack,
    Button,
    Buttons,
    Card,
    Choice,
    Command,
    Form,
    Interaction,
    Invalid,
    Kind,
    Nothing,
    OpenForm,
    Option,
    OptionKind,
    OptionSpec,
    Outcome,
    Paragraph,
    Reply,
    Select,
    Suggestions,
    TextField,
    Update,
    prefilled,
    text,
)
from tests.contract.discord_driver import DiscordDriver, open_driver

COMMANDS = (
    Command(
        ("quiz",),
        "A quiz",
        (
            OptionSpec("topic", "What about", suggests=True),
            OptionSpec("count", "How many", OptionKind.INTEGER, minimum=1, maximum=10),
        ),
    ),
    Command(("slow",), "Takes its time"),
    Command(("nothing",), "Says nothing"),
    Command(
        ("board",),
        "Standings",
        (
            OptionSpec(
                "period",
                "Which",
                OptionKind.CHOICE,
                required=True,
                choices=(Choice("Week", "week"), Choice("All time", "all")),
            ),
        ),
    ),
    Command(("study", "setup"), "Set up", ack=Ack.FORM),
    Command(("study", "status"), "How it stands"),
)

FORM = Form(
    "1.typed",
    "Your answer",
    (TextField("answer", "Answer", "One word"), TextField("why", "Why", required=False)),
)
CARD = Card(
    "Pick",
    (Paragraph(text("One of these.")),),
    (
        Buttons(
            (
                Button("Again", "1.again"),
                Button("Type", "1.form"),
                Button("Quiet", "1.quiet"),
                Button("Slow", "1.slow"),
            )
        ),
        Select("1.pick", "Choose", (Option("One", "1"), Option("Two", "2")), most=2),
    ),
)


def said(*words: object) -> Card:
    return Card("Said", (Paragraph(text(" ".join(map(str, words)))),), CARD.rows)


class Bot:
    """The handler; answers at once, or after a deferral where a route is a slow one."""

    def __init__(self) -> None:
        self.driver: DiscordDriver
        self.seen: list[Interaction] = []
        self.errors: list[AdapterError] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.draft = FORM
        self.hold = asyncio.Event()
        self.hold.set()
        self.took = asyncio.Event()
        self.unread: list[str] = []

    def unreadable(self, platform: str, why: str) -> None:
        self.unread.append(why)

    def __call__(self, interaction: Interaction) -> bool:
        if any(interaction.id == other.id for other in self.seen):
            return False
        self.seen.append(interaction)
        self.took.set()
        task = asyncio.get_running_loop().create_task(self.answer(interaction))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return True

    async def answer(self, interaction: Interaction) -> None:
        outcome, ack = self.outcome(interaction)
        try:
            if "slow" in interaction.route:
                await self.driver.adapter.defer(interaction, ack)
            await self.hold.wait()
            await self.driver.adapter.respond(interaction, outcome, ack)
        except AdapterError as error:
            self.errors.append(error)

    def outcome(self, interaction: Interaction) -> tuple[Outcome, Ack]:
        i = interaction
        if i.kind is Kind.SUGGEST:
            typed = i.options.get(i.focus, "")
            return Suggestions((Option(f"{i.focus}={typed}", str(typed) or "-"),)), Ack.PRIVATE
        if i.kind is Kind.SUBMIT:
            answer = i.values["answer"]
            if answer == ("wrong",):
                self.draft = prefilled(FORM, dict(i.values))
                return Invalid(self.draft, {"answer": "Try another word."}, "1.form"), Ack.PRIVATE
            return Update(said(i.values)), Ack.UPDATE
        match i.route:
            case "study/setup" | "1.form":
                return OpenForm(self.draft), Ack.FORM
            case "nothing" | "1.quiet":
                return Nothing(), Ack.UPDATE
            case "1.again" | "1.slow" | "1.pick":
                return Update(said("again", i.values)), Ack.UPDATE
        return Reply(said(i.route, dict(i.options))), Ack.PRIVATE


@asynccontextmanager
async def opened(bot: Bot) -> AsyncIterator[DiscordDriver]:
    async with open_driver(COMMANDS, bot) as driver:
        bot.driver = driver
        yield driver
