"""The playground put together: a group mid-course, members who answer, a clock to move."""

from __future__ import annotations

import asyncio
import errno
import itertools
import socket
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tzlocal import get_localzone_name

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.people import Deed, Fill, Known, People, Press, cast
from bot.adapters.playground.room import Room
from bot.adapters.playground.server import PlaygroundServer
from bot.adapters.playground.state import WORKSPACE, Channel, RoomMember, member_ref
from bot.features.daily.posts import OPEN, PRESS
from bot.features.group.season_opening import open_season
from bot.interactions.button_codec import BadAction, decode, encode, row_id
from bot.runtime.clock import OffsetClock, millis
from bot.service.app import App
from bot.service.demo_clock import Time
from bot.service.errors import StartError
from bot.study import calendar
from bot.study.group import Group, Rhythm, Schedule
from bot.study.questions import BadInput, type_of
from bot.study.round import Round, RoundState
from content.model import Course, Question
from storage.store import SqliteStore

HOST = "127.0.0.1"
YOU = "you"
CHANNEL = Channel("ml-study", "ml-study", "AWS machine-learning study group")
EMPTY = Channel(
    "empty", "empty", "Nothing here yet: type /study setup, or /study move to move here"
)
STUDY_DAYS = 8
"""Study days that are over when the page opens."""
WRONG_ANSWERS = 3
TRIES = 8_000


class CourseOracle:
    """Tells the simulated members what a posted question's right and wrong answers are."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def answers(self, action: str) -> Known | None:
        try:
            route, args = decode(action)
            posed = await self._app.store.rounds.get(row_id(args[0])) if args else None
        except BadAction:
            return None
        if route not in (PRESS, OPEN) or posed is None or posed.state != RoundState.OPEN:
            return None
        group = await self._app.store.groups.get(posed.group_id)
        course = self._app.services.course(group) if group else None
        question = course.questions.get(posed.question_id) if course else None
        return _known(question, posed, action, args) if question else None


def _known(question: Question, posed: Round, action: str, args: tuple[str, ...]) -> Known | None:
    kind = type_of(question)
    faces = kind.faces(question, posed.order)
    deeds: list[tuple[bool, Deed]] = []
    if faces is not None:
        for option, _ in faces:
            # What the card adds behind the option is the same for all of its buttons.
            press = Press(encode(PRESS, posed.id, option, *args[2:]))
            deeds.append((kind.grade(question, option).correct, press))
    else:
        for values in itertools.islice(_fillings(question, posed), TRIES):
            try:
                given = kind.read(question, posed.order, values)
            except BadInput:
                continue
            deeds.append((kind.grade(question, given).correct, Fill(action, values)))
    right = [deed for correct, deed in deeds if correct]
    wrong = [deed for correct, deed in deeds if not correct]
    return Known(right[0], tuple(wrong[:WRONG_ANSWERS])) if right else None


def _fillings(question: Question, posed: Round) -> itertools.chain[Mapping[str, tuple[str, ...]]]:
    """Every way to fill the form in; a course's forms are small. What is typed is what the course
    expects people to type, rightly or wrongly."""
    fields = type_of(question).fields(question, posed.order)
    typed = [words for spellings in question.spellings() for words in spellings]
    choices: list[list[tuple[str, ...]]] = []
    for field in fields:
        values = [option.value for option in getattr(field, "options", ())] or typed
        sizes = range(1, len(values) + 1) if getattr(field, "many", False) else (1,)
        choices.append([c for size in sizes for c in itertools.combinations(values, size)])
    keys = [field.key for field in fields]
    return itertools.chain(
        dict(zip(keys, chosen, strict=True)) for chosen in itertools.product(*choices)
    )


@dataclass(frozen=True, slots=True)
class Demo:
    url: str
    app: App
    room: Room
    time: Time


@asynccontextmanager
async def playground(
    courses: Mapping[str, Course],
    *,
    port: int,
    database: Path | None = None,
    slug: str | None = None,
    study_days: int = STUDY_DAYS,
    zone: str | None = None,
    now: datetime | None = None,
    rhythm: Rhythm = Rhythm.MORNING,
    folder: Path | None = None,
) -> AsyncIterator[Demo]:
    """Runs the playground while the context lasts. ``database`` None: a temporary one.
    ``folder`` is where the courses are from; changes in it are taken over.

    A database that exists is gone on with. Raises ``StartError`` when the port is taken.
    """
    _check_port(port)
    with tempfile.TemporaryDirectory(prefix="studyhall-") as temporary:
        path = database or Path(temporary) / "playground.db"
        store = await SqliteStore.open(path)
        clock = OffsetClock(now or datetime.now(UTC))
        you = RoomMember(YOU, "You", manager=True)
        personas = cast()
        room = Room([CHANNEL, EMPTY], [you, *(p.member for p in personas)], now=clock.now)
        app = App(store, courses, clock, folder=folder)
        app.add(PlaygroundAdapter(room))
        people = People(room, CourseOracle(app), personas)
        page: PlaygroundServer | None = None
        crowd: asyncio.Task[None] | None = None
        try:
            await app.start()
            chosen = courses[slug] if slug else courses[min(courses)]
            await _group(app, chosen, clock, zone or _local_zone(), study_days, rhythm)
            time_machine = Time(app, clock, people, room)
            await _past(time_machine, study_days, now or datetime.now(UTC))
            page = PlaygroundServer(room, time_machine, port=port, host=HOST, you=YOU)
            try:
                url = await page.start()
            except OSError as error:
                raise _port_trouble(port, error) from error
            crowd = asyncio.get_running_loop().create_task(people.run())
            app.ticker.start()
            async with time_machine.followed():
                yield Demo(url, app, room, time_machine)
        finally:
            if crowd is not None:
                crowd.cancel()
                await asyncio.gather(crowd, return_exceptions=True)
            if page is not None:
                await page.stop()
            await app.stop()
            await store.close()


def _check_port(port: int) -> None:
    """Before anything is begun, so that nobody waits to hear it."""
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        raise _port_trouble(port, error) from error


def _port_trouble(port: int, error: OSError) -> StartError:
    reason = "is in use" if error.errno == errno.EADDRINUSE else "cannot be used"
    other = port + 1 if port < 65_535 else 8430
    return StartError(
        f"Port {port} {reason}: choose another one, with make demo PORT={other} or studyhall demo "
        f"--port {other}."
    )


def _local_zone() -> str:
    try:
        name = get_localzone_name()
    except Exception:
        return "UTC"
    return name if name in calendar.zones() else "UTC"


async def _group(
    app: App, course: Course, clock: OffsetClock, zone: str, study_days: int, rhythm: Rhythm
) -> Group:
    """The demo's group; on a fresh database it starts so many study days ago."""
    known = await app.store.groups.all()
    if known:  # wherever it was moved to
        return known[0]
    days = (1, 2, 3, 4, 5, 6, 7)
    times = (9 * 60,) if rhythm != Rhythm.SPREAD else (9 * 60, 12 * 60 + 30, 17 * 60)
    local = calendar.local_date(clock.now(), zone)
    if calendar.moment(zone, local, times[0]) > clock.now():
        local -= timedelta(days=1)
    start = calendar.moment(zone, local - timedelta(days=study_days), 530)
    clock.set(start)
    you = await app.store.people.ensure(member_ref(YOU), "You", millis(start), WORKSPACE)
    group = await app.store.groups.create(
        channel=CHANNEL.ref,
        organizer=you.id,
        course=course.slug,
        schedule=Schedule(zone, days, rhythm, times),
        due_at=millis(start),
        now=millis(start),
        private=False,
        shown=f"#{CHANNEL.name}",
    )
    await app.store.groups.change_settings(group.id, lambda s: replace(s, since=millis(start)))
    await open_season(app.services, group, course)
    return await app.store.groups.get(group.id) or group


async def _past(machine: Time, study_days: int, now: datetime) -> None:
    """Lets the study days before today happen, then returns to the present."""
    await machine.settle()
    first = calendar.local_date(machine.now(), machine.zone())
    last = calendar.local_date(now, machine.zone())
    while machine.due_at is not None and machine.due_at <= now and first <= last:
        await machine.next_post()
    if machine.now() < now:
        await machine.pass_time(now)
        machine.clock.set(now)
    await machine.settle()
