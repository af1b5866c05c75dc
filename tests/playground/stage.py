"""A page with a scripted bot behind it, for the server's and the browser's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.adapters.playground.room import Room
from bot.adapters.playground.server import PlaygroundServer
from bot.adapters.playground.state import Channel, RoomMember
from bot.model import (
    Ack,
    Bar,
    Button,
    Buttons,
    Card,
    ChannelRef,
    ChoiceField,
    Divider,
    Fields,
    Form,
    Image,
    Interaction,
    Invalid,
    Item,
    MemberRef,
    Mention,
    Nothing,
    OpenForm,
    Option,
    Outcome,
    Paragraph,
    Plain,
    Reply,
    Select,
    Strong,
    Style,
    Suggestions,
    TextField,
    Tone,
    Update,
    prefilled,
    text,
)
from bot.model import Kind as InteractionKind
from tests.playground.bots import STUDY, Bot, bot_in
from tests.rendering import samples
from tests.virtual import VirtualClock

PICTURE = Path(samples.__file__).with_name("picture.png")
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PEOPLE = ("Priya", "Mateo", "Yuki", "Amara", "Jonas")

FORM = Form(
    "1.send",
    "Your answer",
    (
        TextField("word", "Service", "One to three words"),
        ChoiceField("sure", "How sure?", (Option("Sure", "yes"), Option("Not sure", "no"))),
        ChoiceField(
            "days",
            "Remind me on",
            (Option("Monday", "mon", selected=True), Option("Tuesday", "tue")),
            many=True,
            required=False,
        ),
    ),
    "Send",
)


def question(number: int) -> Card:
    options = ("Amazon Personalize", "Amazon Polly", "Amazon Transcribe", "Amazon Lex")
    lettered = tuple(zip("ABCD", options, strict=True))
    items = (Item(c, (Plain(o),)) for c, o in lettered)
    faces = (Button(f"{c} · {o.split()[1]}", f"1.answer.{c}") for c, o in lettered)
    return Card(
        f"Question of the day {number}",
        (
            Paragraph(
                text(
                    "A support center records 4,000 calls a day and wants to search them "
                    "by what was said. Which service turns the recordings into text?"
                )
            ),
            Paragraph(text(*items)),
            Paragraph(text("7 answered · open until tomorrow, 09:00")),
        ),
        (Buttons(tuple(faces)), Buttons((Button("Type it", "1.type", Style.PRIMARY),))),
    )


@dataclass
class FakeControls:
    """A clock that posts question after question, a day apart."""

    bot: Bot
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(MORNING))
    posted: int = 0

    def now(self) -> datetime:
        return self.clock.now()

    def zone(self) -> str:
        return "Europe/Berlin"

    def next_post_at(self) -> datetime | None:
        return self.clock.now() + timedelta(hours=3)

    async def next_post(self) -> None:
        self.clock.advance(timedelta(hours=3))
        self.posted += 1
        await self.bot.adapter.post(STUDY.ref, question(self.posted), key=f"q{self.posted}")

    async def next_day(self) -> None:
        self.clock.advance(timedelta(hours=21))
        await self.next_post()


def _board(period: str) -> Card:
    rows = [(1, "Priya", 120), (2, "You", 90), (3, "Yuki", 80)]
    lines = (
        Item(f"{n}.", (Mention(MemberRef("x", w), w), Plain(f" {p} points"))) for n, w, p in rows
    )
    periods = (("week", "This week"), ("month", "This month"), ("all", "All time"))
    options = tuple(Option(label, value, "", value == period) for value, label in periods)
    return Card(
        f"Leaderboard: {dict(periods)[period].lower()}",
        (Paragraph(text(*lines)), Divider(), Fields((("Your place", text(Strong("2nd of 6"))),))),
        (Select("1.period", "Another period", options),),
    )


def _results() -> Card:
    return Card(
        "Yesterday’s answer: C · Transcribe",
        (
            Bar("A · Personalize: 1 of 14, 7%", 1 / 14),
            Bar("C · Transcribe: 13 of 14, 93%", 13 / 14),
            Image(str(PICTURE), "A circle: data, algorithm, model, prediction, and back to data."),
        ),
        (Buttons((Button("Related", "1.related"),)),),
        Tone.GOOD,
    )


def _script(bot: Bot) -> None:
    async def answer(press: Interaction) -> Outcome:
        right = press.route.endswith(".C")
        row = (Button("Sure", "1.sure", Style.PRIMARY), Button("Not sure", "1.unsure"))
        said = "Right. Transcribe turns speech into text." if right else "Not quite: it is C."
        card = Card("You chose " + press.route[-1], (Paragraph(text(said)),), (Buttons(row),))
        return Reply(card)

    async def send(submit: Interaction) -> Outcome:
        word = submit.values["word"][0]
        if word.casefold() == "polly":
            form = prefilled(FORM, dict(submit.values))
            return Invalid(form, {"word": "Polly speaks; it does not listen. Try another."})
        return Reply(Card(f"You typed {word}", tone=Tone.GOOD))

    async def quiz(asked: Interaction) -> Outcome:
        if asked.kind is InteractionKind.SUGGEST:
            typed = str(asked.options["topic"])
            topics = ("Polly", "Personalize", "Transcribe")
            fits = (t for t in topics if t.casefold().startswith(typed.casefold()))
            return Suggestions(tuple(Option(f"Amazon {t}", t.lower()) for t in fits))
        return Reply(Card(f"Quiz: {asked.text or 'mixed'}, 1 of 2", (), _next("1.quiz2")))

    async def period(pick: Interaction) -> Outcome:
        return Update(_board(pick.values["choice"][0]))

    async def slow(asked: Interaction) -> Outcome:
        await bot.adapter.defer(asked, Ack.PRIVATE)
        await bot.gate.wait()
        return Reply(Card("Today", (Paragraph(text("One question is open.")),)))

    for letter in "ABCD":
        bot.on(f"1.answer.{letter}", answer)
    verdict = Card("Right, 10 points", (Paragraph(text("Streak: 4 days.")),), tone=Tone.GOOD)
    bot.on("1.sure", Update(verdict))
    bot.on("1.unsure", Update(verdict))
    bot.on("1.type", OpenForm(FORM))
    bot.on("1.send", send)
    bot.on("quiz", quiz)
    bot.on("1.quiz2", Update(Card("Quiz, 2 of 2", (), _next("1.quiz3"))))
    bot.on("1.quiz3", Update(Card("Quiz done: 2 of 2 right", tone=Tone.GOOD)))
    bot.on("leaderboard", Reply(_board("week")))
    bot.on("1.period", period)
    bot.on("1.related", Nothing())
    bot.on("today", slow)


def _next(action: str) -> tuple[Buttons, ...]:
    return (Buttons((Button("A · True", action), Button("B · False", f"{action}.b"))),)


@dataclass
class Stage:
    room: Room
    bot: Bot
    controls: FakeControls
    server: PlaygroundServer
    url: str = ""

    async def results(self) -> None:
        """Posts results with a picture, and a thread under them."""
        parent = await self.bot.adapter.post(STUDY.ref, _results(), key="results")
        thread = ChannelRef(STUDY.ref.workspace, STUDY.id, thread=parent.id)
        talk = Card("What made you choose?", (Paragraph(text("Tell the others below.")),))
        await self.bot.adapter.post(thread, talk, key="talk")


@asynccontextmanager
async def stage(*, listen: bool = True) -> AsyncIterator[Stage]:
    """A room with six members, the scripted bot in it and the page served on a free port."""
    clock = VirtualClock(MORNING)
    others = (RoomMember(name.lower(), name, simulated=True) for name in PEOPLE)
    members = (RoomMember("you", "Sam", manager=True), *others)
    room = Room((STUDY, Channel("random", "random")), members, now=clock.now)
    async with bot_in(room) as bot:
        controls = FakeControls(bot, clock)
        _script(bot)
        server = PlaygroundServer(room, controls, port=0)
        made = Stage(room, bot, controls, server)
        if listen:
            made.url = await server.start()
        try:
            yield made
        finally:
            await server.stop()
