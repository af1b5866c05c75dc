"""One card or question, shown before anybody else sees it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.room import Room
from bot.adapters.playground.server import PlaygroundServer
from bot.adapters.playground.state import WORKSPACE, Channel, RoomMember, member_ref
from bot.features.concepts import concept_card
from bot.features.posing import answer_form
from bot.model import Card, Form
from bot.runtime.clock import OffsetClock, from_millis, millis
from bot.service.app import App
from bot.service.course_checks import posed_round, question_cards
from bot.service.errors import StartError
from bot.study.delivery import DeliveryKind, NewDelivery
from bot.study.group import Group, Rhythm, Schedule
from bot.study.questions import type_of
from bot.study.round import NewRound
from content.model import Course
from storage.store import SqliteStore

YOU = "you"
CHANNEL = Channel("preview", "preview", "A preview of one card")


def rendered(course: Course, entry: str, render: Callable[[Card | Form], Any]) -> dict[str, Any]:
    """What a platform is sent: the card; for a question its results and its form as well.

    Raises ``KeyError`` when ``entry`` is neither a concept nor a question.
    """
    if entry in course.concepts:
        return {"card": render(concept_card(course, course.concepts[entry]))}
    question = course.questions[entry]
    posed = posed_round(question)
    opened, results = question_cards(question, posed)
    shown = {"card": render(opened), "results": render(results)}
    if type_of(question).faces(question, posed.order) is None:
        shown["form"] = render(answer_form(question, posed, "submit-answer"))
    return shown


@dataclass
class Closing:
    """The page's clock: its one step closes the question, so that its results are seen."""

    app: App
    clock: OffsetClock
    group: Group
    closes_at: datetime | None = None

    def now(self) -> datetime:
        return self.clock.now()

    def zone(self) -> str:
        return "UTC"

    def next_post_at(self) -> datetime | None:
        return self.closes_at

    async def next_post(self) -> None:
        if self.closes_at is None:
            return
        self.clock.set(self.closes_at)
        for posed in await self.app.store.rounds.open_dailies(self.group.id):
            await self.app.planner.close_early(self.group, posed, millis(self.closes_at))
        self.closes_at = None
        await self.app.tick()

    async def next_day(self) -> None:
        await self.next_post()


@dataclass(frozen=True, slots=True)
class Preview:
    url: str
    room: Room
    controls: Closing


@asynccontextmanager
async def previewed(course: Course, entry: str, *, port: int) -> AsyncIterator[Preview]:
    """Shows ``entry`` on a page while the context lasts.

    It is posted by the bot itself, so its buttons and forms work. Raises ``StartError`` when the
    port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="studyhall-") as folder:
        store = await SqliteStore.open(Path(folder) / "preview.db")
        clock = OffsetClock(datetime.now(UTC))
        room = Room([CHANNEL], [RoomMember(YOU, "You", manager=True)], now=clock.now)
        app = App(store, {course.slug: course}, clock)
        app.add(PlaygroundAdapter(room))
        page: PlaygroundServer | None = None
        try:
            await app.start()
            controls = await _posted(app, clock, course, entry)
            page = PlaygroundServer(room, controls, port=port, you=YOU)
            try:
                url = await page.start()
            except OSError as error:
                raise StartError(
                    f"Port {port} is taken: choose another one with --port, or 0 for any."
                ) from error
            yield Preview(url, room, controls)
        finally:
            if page is not None:
                await page.stop()
            await app.stop()
            await store.close()


async def _posted(app: App, clock: OffsetClock, course: Course, entry: str) -> Closing:
    """A group that has met the whole course, with the one post in its channel."""
    now = clock.now()
    you = await app.store.people.ensure(member_ref(YOU), "You", millis(now), WORKSPACE)
    group = await app.store.groups.create(
        channel=CHANNEL.ref,
        organizer=you.id,
        course=course.slug,
        schedule=Schedule("UTC", (1, 2, 3, 4, 5, 6, 7), Rhythm.MORNING, (9 * 60,)),
        due_at=None,
        now=millis(now),
        private=False,
        shown=f"#{CHANNEL.name}",
    )
    controls = Closing(app, clock, group)
    today = now.date().isoformat()
    kind, round_id = DeliveryKind.CONCEPT, None
    if entry in course.questions:
        question = course.questions[entry]
        new = NewRound(
            question.id, question.revision, question.concept, posed_round(question).order
        )
        posed = await app.store.rounds.open_daily(
            group.id,
            new,
            local_date=today,
            opened_at=millis(now),
            closes_at=millis(now + timedelta(days=1)),
        )
        kind, round_id = DeliveryKind.QUESTION, posed.id
        controls.closes_at = from_millis(posed.closes_at) if posed.closes_at else None
    post = NewDelivery(
        channel=CHANNEL.ref,
        kind=kind,
        local_date=today,
        sequence=0,
        due_at=millis(now),
        key=f"preview-{entry}",
        round_id=round_id,
        subject=entry,
    )
    await app.store.deliveries.plan(group.id, [post])
    await app.tick()
    return controls
