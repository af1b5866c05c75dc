"""The bot that the contract suite runs on every platform: real core, small handlers."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.interactions.dispatch import DEFER_AFTER, FORM_WITHIN, Dispatcher
from bot.interactions.drafts import Drafts
from bot.interactions.router import Router
from bot.model import (
    Ack,
    Card,
    Choice,
    Command,
    Fields,
    Interaction,
    Invalid,
    Nothing,
    OpenForm,
    Option,
    OptionKind,
    OptionSpec,
    Outcome,
    Paragraph,
    Reply,
    Suggestions,
    Update,
    prefilled,
    text,
)
from bot.runtime.clock import SystemClock
from tests.contract.driver import Driver
from tests.contract.scenario_cards import (
    drawn,
    form,
    fullest_form,
    hostile_card,
    hostile_form,
    panel,
    picture,
    told,
    too_long,
)
from tests.inside import direct

COLOURS = (Choice("Red", "red"), Choice("Blue", "blue"))
SERVICES = ("polly", "personalize", "transcribe")
COMMANDS = (
    Command(("hello",), "Says hello", (OptionSpec("name", "Whom to greet"),)),
    Command(
        ("paint",),
        "Paints",
        (
            OptionSpec("colour", "Which colour", OptionKind.CHOICE, True, COLOURS),
            OptionSpec("count", "How many", OptionKind.INTEGER, minimum=1, maximum=20, default=5),
            OptionSpec("note", "A note"),
        ),
    ),
    Command(("look",), "Looks up", (OptionSpec("text", "What to look for", suggests=True),)),
    Command(("group", "greet"), "Greets the group"),
    Command(("slow",), "Takes its time"),
    Command(("gate",), "Waits for the test"),
    Command(("broken",), "Fails"),
    Command(("slowly-broken",), "Takes its time and fails"),
    Command(("silent",), "Says nothing"),
    Command(("long",), "Answers with more than fits"),
    Command(("panel",), "Shows buttons"),
    Command(("hostile",), "Shows what members may type"),
    Command(("fill",), "Opens a form", ack=Ack.FORM),
    Command(("fill-late",), "Opens a form too late", ack=Ack.FORM),
    Command(("picture",), "Shows a picture"),
    Command(("slow-picture",), "Shows a picture late"),
    Command(("drawing",), "Shows a picture made at run time"),
    Command(("slow-drawing",), "Shows a picture made at run time late"),
    Command(("no-drawing",), "Shows a picture that cannot be made"),
    Command(("fullest-form",), "Opens the largest form", ack=Ack.FORM),
    Command(("hostile-form",), "Opens a form full of markup", ack=Ack.FORM),
)


class Memory:
    """Drafts for as long as a test runs, over restarts of the adapter."""

    def __init__(self) -> None:
        self._bodies: dict[int, str] = {}

    async def put(self, body: str, now: int) -> int:
        self._bodies[len(self._bodies) + 1] = body
        return len(self._bodies)

    async def get(self, draft_id: int) -> str | None:
        return self._bodies.get(draft_id)


class Bot:
    """``seen`` is every interaction that reached a handler.

    Slow handlers go on as soon as the platform has acknowledged them; the one of ``/gate``
    then sets ``waiting`` and goes on when ``gate`` is set.
    """

    def __init__(self, *, defer_after: float = DEFER_AFTER, form_within: float = FORM_WITHIN):
        self.seen: list[Interaction] = []
        self.waiting = asyncio.Event()
        self.gate = asyncio.Event()
        self.driver: Driver | None = None
        self.router = Router(direct)
        self._deferred: dict[str, asyncio.Event] = {}
        for command in COMMANDS:
            name = command.route.replace("/", "_").replace("-", "_")
            suggest = self._suggest if name == "look" else None
            handler = self.gate_command if name == "gate" else getattr(self, name)
            self.router.command(command, self._noted(handler), suggest=suggest)
        for name, ack in (
            ("tell", Ack.PRIVATE),
            ("tell-anew", Ack.PRIVATE),
            ("turn", Ack.UPDATE),
            ("turn-slowly", Ack.UPDATE),
            ("tell-slowly", Ack.UPDATE),
            ("break-slowly", Ack.UPDATE),
            ("choose", Ack.UPDATE),
            ("nothing", Ack.UPDATE),
            ("open", Ack.FORM),
            ("open-not", Ack.FORM),
            ("told", Ack.PRIVATE),
            ("chained", Ack.PRIVATE),
            ("changed", Ack.UPDATE),
            ("changed-slowly", Ack.UPDATE),
            ("told-slowly", Ack.PRIVATE),
            ("checked", Ack.UPDATE),
            ("checked-slowly", Ack.UPDATE),
        ):
            handler = getattr(self, name.replace("-", "_"))
            self.router.action(name, ack, self._noted(handler))
        self.dispatcher = Dispatcher(
            self.router,
            Drafts(Memory(), self.router, SystemClock()),
            lambda _: Watching(self),  # type: ignore[arg-type, return-value]
            defer_after=defer_after,
            form_within=form_within,
        )

    def _noted(self, handler: Any) -> Any:
        async def noted(interaction: Interaction) -> Outcome:
            self.seen.append(interaction)
            return await handler(interaction)

        return noted

    def acknowledged(self, interaction: Interaction) -> asyncio.Event:
        return self._deferred.setdefault(interaction.id, asyncio.Event())

    # commands

    async def hello(self, i: Interaction) -> Outcome:
        name = str(i.options.get("name", i.member_name))
        return Reply(Card("Hello", (Paragraph(text(f"Hello, {name}.")),)))

    async def paint(self, i: Interaction) -> Outcome:
        said = "; ".join(f"{k}={v!r}" for k, v in sorted(i.options.items()))
        return Reply(Card("Painted", (Paragraph(text(said)),)))

    async def look(self, i: Interaction) -> Outcome:
        return Reply(Card("Found", (Paragraph(text(str(i.options.get("text", "nothing")))),)))

    async def _suggest(self, i: Interaction) -> Outcome:
        typed = str(i.options.get(i.focus, ""))
        fits = [name for name in SERVICES if name.startswith(typed)]
        return Suggestions(tuple(Option(f"Amazon {name.title()}", name) for name in fits))

    async def group_greet(self, i: Interaction) -> Outcome:
        return Reply(Card("Hello, group"))

    async def slow(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        return Reply(Card("Here at last"))

    async def gate_command(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        self.waiting.set()
        await self.gate.wait()
        return Reply(Card("Let through"))

    async def broken(self, i: Interaction) -> Outcome:
        raise RuntimeError("secret detail")

    async def slowly_broken(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        raise RuntimeError("secret detail")

    async def silent(self, i: Interaction) -> Outcome:
        return Nothing()

    async def long(self, i: Interaction) -> Outcome:
        return Reply(too_long())

    async def panel(self, i: Interaction) -> Outcome:
        return Reply(panel(0))

    async def hostile(self, i: Interaction) -> Outcome:
        return Reply(hostile_card(i.member))

    async def fill(self, i: Interaction) -> Outcome:
        return OpenForm(form("1.told"))

    async def fill_late(self, i: Interaction) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError("never reached")

    async def hostile_form(self, i: Interaction) -> Outcome:
        return OpenForm(hostile_form("1.told"))

    async def fullest_form(self, i: Interaction) -> Outcome:
        return OpenForm(fullest_form())

    async def picture(self, i: Interaction) -> Outcome:
        return Reply(picture())

    async def slow_picture(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        return Reply(picture())

    async def drawing(self, i: Interaction) -> Outcome:
        return Reply(drawn())

    async def slow_drawing(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        return Reply(drawn())

    async def no_drawing(self, i: Interaction) -> Outcome:
        return Reply(drawn(None))

    # presses

    async def tell(self, i: Interaction) -> Outcome:
        return Reply(Card("You pressed", (Paragraph(text(f"With {'+'.join(i.args)}.")),)))

    async def tell_anew(self, i: Interaction) -> Outcome:
        """What was told about the same thing before is not to be pressed any more."""
        card = Card("You pressed", (Paragraph(text(f"With {'+'.join(i.args)}.")),))
        return Reply(card, "a thing")

    async def turn(self, i: Interaction) -> Outcome:
        return Update(panel(int(i.args[0])))

    async def turn_slowly(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        return Update(panel(int(i.args[0])))

    async def tell_slowly(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        return await self.tell(i)

    async def break_slowly(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        raise RuntimeError("secret detail")

    async def choose(self, i: Interaction) -> Outcome:
        said = ", ".join(i.values["choice"])
        return Update(Card("Chosen", (Fields((("You chose", text(said)),)),)))

    async def nothing(self, i: Interaction) -> Outcome:
        return Nothing()

    async def open(self, i: Interaction) -> Outcome:
        action, *word = i.args
        return OpenForm(form(f"1.{action}", *word))

    async def open_not(self, i: Interaction) -> Outcome:
        return Update(Card("No form today"))

    # submitted forms

    async def chained(self, i: Interaction) -> Outcome:
        return OpenForm(form("1.told"))

    async def told(self, i: Interaction) -> Outcome:
        return Reply(Card("You sent", (Paragraph(text(told(i.values))),)))

    async def told_slowly(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        return await self.told(i)

    async def changed(self, i: Interaction) -> Outcome:
        return Update(Card("Changed", (Paragraph(text(told(i.values))),)))

    async def changed_slowly(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        return await self.changed(i)

    async def checked(self, i: Interaction) -> Outcome:
        if len(i.values["word"][0]) > 5:
            again = prefilled(form("1.checked"), dict(i.values))
            return Invalid(again, {"word": "Five letters at most, please."})
        return Update(Card("Accepted", (Paragraph(text(told(i.values))),)))

    async def checked_slowly(self, i: Interaction) -> Outcome:
        await self.acknowledged(i).wait()
        return await self.checked(i)


class Watching:
    """The adapter that runs at the moment, telling the bot when it has acknowledged."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def __getattr__(self, name: str) -> Any:
        assert self._bot.driver is not None
        return getattr(self._bot.driver.adapter, name)

    async def defer(self, interaction: Interaction, ack: Ack) -> None:
        assert self._bot.driver is not None
        await self._bot.driver.adapter.defer(interaction, ack)
        self._bot.acknowledged(interaction).set()
