"""A whole bot in a room: the real App, storage and features, on a clock that tests move."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.adapters.base import InteractionHandler
from bot.adapters.playground import channel_posts as board
from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.room import Room
from bot.adapters.playground.state import Channel, RoomMember
from bot.features.answering import record_of
from bot.features.daily.posts import OPEN, PRESS
from bot.model import Button, Buttons, Card, ChannelRef, MemberRef, Rights, Venue, WorkspaceRef
from bot.runtime.clock import from_millis, millis
from bot.service.app import App
from bot.study import streaks
from bot.study.answer import Judgment, Prior
from bot.study.delivery import Delivery
from bot.study.group import Group
from bot.study.leaderboard import Standing
from bot.study.person import Person
from bot.study.reminders import ReminderPost
from bot.study.round import Round
from bot.study.streaks import Streak
from content.model import Course, Question
from storage.sql_store import SqlStore
from tests.contract.driver import Result, SeenForm, SeenMessage
from tests.contract.playground_driver import PlaygroundDriver
from tests.engines import copied, opened
from tests.features.solving import given_values
from tests.inside import due, latest_daily, reminder_moments
from tests.virtual import VirtualClock

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Monday, 8:00 in Berlin."""
ENDLESS = 12


class BenchRoom(Room):
    """A room that can also leave members' rights unsaid, as one platform does."""

    rights_unsaid = False
    venue = Venue.UNKNOWN

    def connect(self, deliver: InteractionHandler) -> asyncio.Event:
        def handler(interaction):  # type: ignore[no-untyped-def]
            if self.rights_unsaid:
                interaction = replace(interaction, rights=Rights.UNKNOWN)
            return deliver(replace(interaction, venue=self.venue))

        return super().connect(handler)


class BenchDriver(PlaygroundDriver):
    """The contract suite's driver, on a room of its own with more people."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.channel = room.channels["study"].ref
        self.ana = room.members["ana"].ref
        self.ben = room.members["ben"].ref

    async def adapter_direct(self, who: MemberRef) -> ChannelRef:
        """The conversation between the bot and ``who``."""
        return board.direct(self.room, who).ref


def control(message: SeenMessage, label: str) -> str:
    """The action behind the button ``label``."""
    return next(c.action for c in message.controls if c.label == label)


def shown(result: Result) -> SeenMessage:
    """The one message that an act led to."""
    seen = [*result.replies, *([result.updated] if result.updated else [])]
    assert len(seen) == 1, f"{len(seen)} messages instead of one: {result}"
    return seen[0]


class Bench:
    """``at`` runs the bot up to a local time; ``off_until`` lets the time pass without it."""

    def __init__(self, path: Path, courses: Mapping[str, Course]) -> None:
        self.path = path
        self.courses = dict(courses)
        self.clock = VirtualClock(START)
        people = [RoomMember("ana", "Ana", manager=True)]
        people += [RoomMember(n.lower(), n) for n in ("Ben", "Cleo", "Dan", "Eva", "Finn")]
        self.room = BenchRoom(
            (Channel("study", "study-group"), Channel("general", "general")),
            people,
            now=self.clock.now,
        )
        self.chat = BenchDriver(self.room)
        self.study, self.general = (self.room.channels[n].ref for n in ("study", "general"))
        self.ana, self.ben, self.cleo, self.dan, self.eva, self.finn = (m.ref for m in people)
        self.zone = "Europe/Berlin"
        self.expected_faults: list[str] = []
        self.stores: list[SqlStore] = []
        self.app: App

    # the bot's life

    async def start(self) -> None:
        """Starts a bot on the file as it is, in the room as it is."""
        store = await opened(self.path)
        self.stores.append(store)
        self.app = App(store, self.courses, self.clock)
        self.app.add(PlaygroundAdapter(self.room))
        await self.app.start()

    async def stop(self) -> None:
        """Stops the bot as a signal does."""
        await self.app.stop()
        await self.stores.pop().close()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def kill(self) -> None:
        """Ends the bot in the middle of whatever it does; nothing is closed or finished.

        Its thread that writes ends as well: it must not commit anything beside the next bot.
        """
        for supervisor in self.app.connections.supervisors.values():
            await supervisor.stop()
        await self.store._access.writer.stop()

    async def twin(self, path: Path) -> Bench:
        """Another bot on a copy of the database, in a room that looks the same."""
        await copied(self.store, path)
        twin = Bench(path, self.courses)
        twin.clock.set(self.clock.now())
        twin.room.messages = {id_: copy(m) for id_, m in self.room.messages.items()}
        twin.room.faults.denied |= self.room.faults.denied
        twin.room.new_id = self.room.new_id  # type: ignore[method-assign] # ids stay unique
        await twin.start()
        return twin

    async def close(self) -> None:
        await self.app.stop()
        while self.stores:
            await self.stores.pop().close()

    @property
    def store(self) -> SqlStore:
        return self.stores[-1]

    async def verify(self) -> list[str]:
        return await self.store.verify(streaks.rebuild)  # type: ignore[arg-type]

    # time

    def moment(self, local: str) -> datetime:
        """The instant of a local time such as "2026-11-24 09:00" in the group's zone."""
        wall = datetime.fromisoformat(local)
        return wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    async def at(self, local: str) -> None:
        """Runs the bot until ``local``: everything happens at its own time."""
        target = self.moment(local)
        assert target >= self.clock.now(), f"{local} is past"
        while True:
            dues = [g.due_at for g in await self.store.groups.all() if g.due_at is not None]
            dues += await reminder_moments(self.store)
            upcoming = [at for at in dues if millis(self.clock.now()) < at <= millis(target)]
            if not upcoming:
                break
            self.clock.set(from_millis(min(upcoming)))
            await self.settle()
        self.clock.set(target)
        await self.settle()

    async def off_until(self, local: str) -> None:
        """The bot was off until ``local``, when it is started anew."""
        await self.stop()
        self.clock.set(self.moment(local))
        await self.start()
        await self.settle()

    def pass_seconds(self, seconds: float) -> None:
        """Lets time pass without a tick."""
        self.clock.advance(timedelta(seconds=seconds))

    async def settle(self) -> None:
        """Ticks until nothing is due any more but reminders that have to wait."""
        waiting: tuple[ReminderPost, ...] = ()
        for _ in range(ENDLESS):
            await self.app.tick()
            now = millis(self.clock.now())
            rows = await self.store.reminder_posts.next_due(
                now, 100, platform="playground", edits=False, after="", besides=()
            )
            if (await self.store.reminders.look(now)).due or (rows and rows != waiting):
                waiting = rows
                continue
            if not await self.store.groups.due(now, 1) and not await due(self.store, now, 1):
                return
        raise AssertionError(f"after {ENDLESS} ticks something is still due")

    # set-up

    async def set_up(self, *, who: MemberRef | None = None, **values: str) -> SeenMessage:
        """Sets the group up as an organizer does; ``values`` replace the form's defaults."""
        preview = await self.preview(who=who, **values)
        done = shown(await self.chat.press(who or self.ana, preview, "Start"))
        await self.settle()
        return done

    async def preview(
        self, *, who: MemberRef | None = None, where: ChannelRef | None = None, **values: str
    ) -> SeenMessage:
        who = who or self.ana
        form = (await self.chat.command(who, "/study setup", where=where)).form
        assert form is not None
        self.zone = {"New York": "America/New_York"}.get(values.get("zone", ""), "Europe/Berlin")
        chosen = filled(form, zone="Berlin") | split(values)
        return shown(await self.chat.submit(who, form, chosen))

    async def set_up_elsewhere(self) -> Group:
        """A second group on the same bot, in a workspace that nobody here is in."""
        person = await self.store.people.ensure(
            MemberRef("playground", "zoe"), "Zoe", 0, WorkspaceRef("playground", "elsewhere")
        )
        first = await self.group()
        return await self.store.groups.create(
            channel=ChannelRef(WorkspaceRef("playground", "elsewhere"), "their-channel"),
            organizer=person.id,
            course=first.course,
            schedule=first.schedule,
            due_at=None,
            now=millis(self.clock.now()),
        )

    # looking

    async def group(self) -> Group:
        return (await self.store.groups.all())[0]

    async def person(self, who: MemberRef) -> Person:
        found = await self.store.people.by_member(who, self.study.workspace)
        assert found is not None
        return found

    async def posed(self) -> Round:
        """The newest daily question."""
        found = await latest_daily(self.store.rounds, (await self.group()).id)
        assert found is not None
        return found

    def question(self, posed: Round) -> Question:
        return next(
            course.questions[posed.question_id]
            for course in self.courses.values()
            if posed.question_id in course.questions
        )

    def titles(self, where: ChannelRef | None = None) -> list[str]:
        """The posts of a channel by their first line, thread posts left out."""
        return [m.text.split("\n")[0] for m in self.chat.posts(where) if m.thread is None]

    def last(self, title: str, where: ChannelRef | None = None) -> SeenMessage:
        """The newest post whose title is ``title``."""
        posts = self.chat.posts(where)
        found = [m for m in posts if m.text.split("\n")[0] == title]
        assert found, f"no {title!r} among {self.titles(where)}"
        return found[-1]

    async def question_message(self) -> SeenMessage:
        """The message in which the newest question was posted, as it looks now."""
        posed = await self.posed()
        rows = await self.store.deliveries.of_round(posed.id, "question")
        (message,) = (r.message for r in rows if r.message)
        return next(m for m in self.chat.posts() if m.id == message.id)

    async def rows(self, day: str, kind: str) -> list[Delivery]:
        rows = await self.store.deliveries.of_day((await self.group()).id, day)
        return [row for row in rows if row.kind == kind]

    async def standing(self, who: MemberRef, period: str = "all") -> Standing | None:
        person = await self.person(who)
        return (await self.store.boards.board((await self.group()).id, period, person.id)).own

    async def points(self, who: MemberRef, period: str = "all") -> int:
        own = await self.standing(who, period)
        return own.points if own else 0

    async def streak(self, who: MemberRef) -> streaks.Streak:
        group, person = await self.group(), await self.person(who)
        today = self.clock.now().astimezone(ZoneInfo(self.zone)).date().isoformat()
        row, days = await self.store.answers.streak(group.id, person.id, today)
        return streaks.shown(streaks.Streak(*row), days, today)

    def screens(self) -> list[tuple[str, Card]]:
        """Every card in the room."""
        return [(m.id, m.card) for m in self.room.messages.values() if m.card is not None]

    # people and their points

    def join(self, name: str) -> MemberRef:
        """One more member in the room."""
        member = RoomMember(name.lower(), name)
        self.room.members[member.id] = member
        return member.ref

    async def grant(self, name: str, points: int, *, correct: bool = True) -> MemberRef:
        """Somebody new answers the open question and gets just so many points for it."""
        member = self.join(name)
        person = await self.store.people.ensure(member, name, 0, self.study.workspace)
        await self.answer_unnamed(person.id, await self.posed(), points, correct=correct)
        return member

    async def answer_unnamed(
        self, person_id: int, posed: Round, points: int = 10, *, correct: bool = True
    ) -> None:
        """Writes an answer as the press does, whoever it is."""
        group = await self.group()
        now = millis(self.clock.now())
        record = record_of(group, group.course, posed, person_id, "A", "daily", now)

        def decide(prior: Prior) -> Judgment:
            streak = streaks.with_day(
                streaks.Streak(*prior.streak), prior.days, posed.local_date, True
            )
            return Judgment(correct, float(correct), points, None, True, Streak(*streak))

        await self.store.answers.record(record, decide)

    # answering

    async def choose(self, who: MemberRef, right: bool = True) -> SeenMessage:
        """Presses on the posted question (or fills its form in): "How sure are you?"."""
        return await self.answer_at(who, await self.question_message(), right)

    async def answer_at(self, who: MemberRef, message: SeenMessage, right: bool) -> SeenMessage:
        """Answers the question that stands in ``message``, whatever its type."""
        for row in message.raw.rows if isinstance(message.raw, Card) else ():
            for item in row.items if isinstance(row, Buttons) else ():
                assert isinstance(item, Button)
                route, round_id, *_ = item.action.split(".")[1:]
                posed = await self.store.rounds.get(int(round_id, 36))
                assert posed is not None
                given, values = given_values(self.question(posed), posed, right)
                if route in (OPEN, "late-open", "quiz-open", "exam-open", "checkpoint-open"):
                    form = (await self.chat.press_action(who, message, item.action)).form
                    assert form is not None
                    return shown(await self.chat.submit(who, form, values))
                press = f"1.{route}.{round_id}.{given}"
                return shown(await self.chat.press_action(who, message, press))
        raise AssertionError(f"nothing to answer in {message.text!r}")

    async def answer(self, who: MemberRef, right: bool = True, *, sure: bool = True) -> SeenMessage:
        """Answers today's question to the end: the verdict."""
        asked = await self.choose(who, right)
        return shown(await self.chat.press(who, asked, "Sure" if sure else "Not sure"))

    async def skip(self) -> SeenMessage:
        """Ana leaves out the next study day; what she is told, or why it can't be."""
        card = await self.say(self.ana, "/study skip")
        if not any(c.label == "Skip" for c in card.controls):
            return card
        return shown(await self.chat.press(self.ana, card, "Skip"))

    async def say(
        self, who: MemberRef, line: str, *, where: ChannelRef | None = None
    ) -> SeenMessage:
        """A command that is answered with one private message."""
        return shown(await self.chat.command(who, line, where=where))


def filled(form: SeenForm, **values: str) -> dict[str, tuple[str, ...]]:
    """What the form already holds, with single texts replaced."""
    return {field.key: field.value for field in form.fields} | split(values)


def split(values: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Days are several values ("1 2 3"), everything else one."""
    return {k: tuple(v.split()) if k == "days" else (v,) for k, v in values.items()}


__all__ = ["OPEN", "PRESS", "Bench", "control", "filled", "given_values", "shown"]
