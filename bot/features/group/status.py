"""/study status: how the group is set and whether all is well."""

from __future__ import annotations

from datetime import date

from bot.features.context import organizer_context, schedule_line
from bot.features.daily.upcoming import next_words
from bot.features.daily.views import group_phase, view_of
from bot.features.exam.ready import record_words
from bot.features.group.checkpoints import status_words
from bot.features.group.ending import state_words
from bot.features.group.notices import with_notices
from bot.features.names import shown_name
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Router
from bot.model import Block, Card, Command, Fields, Interaction, Outcome, Reply, Text, Tone, text
from bot.model.limits import FIELD_VALUE, FIELDS, clip
from bot.study import calendar
from bot.study.course_plan import met
from bot.study.delivery import DeliveryState
from bot.study.group import Group, GroupChannel
from bot.study.planning.picking import reasons

words = words_of(__file__)

COMMAND = Command(
    ("study", "status"),
    words("command"),
    for_organizers=True,
    hints=("state", "info", "group", "settings", "next"),
)


class Status:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._status)

    async def _status(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        store = self._services.store
        channels = await store.groups.channels(group.id)
        problems = [c.problem for c in channels if c.problem]
        names = [shown_name(p.name) for p in await store.groups.organizers(group.id)]
        now = self._services.clock.now()
        phase = await group_phase(self._services, group)
        fields = [
            (words("course"), self._course(group)),
            (words("schedule"), schedule_line(group)),
            (words("local-time"), calendar.when_words(now, group.schedule.zone)),
            (words("state"), state_words(group, phase, self._services.today(group))),
            (words("next"), await next_words(self._services, group)),
            (words("open"), await self._open(group)),
            *await self._questions(group),
            *await self._exams(group),
            (words("organizers"), ", ".join(names) or words("nobody")),
            (words("channels", channels=len(channels)), _channels(channels)),
        ]
        free = await store.groups.free_dates(group.id)
        coming = [day for day in free if day >= self._services.today(group).isoformat()]
        if coming:
            fields.append((words("free-days"), calendar.free_days_words(coming)))
        if problems:
            fields.append((words("problem"), words("problem-told", problem=problems[0])))
        lost = await self._lost(group)
        if lost:
            fields.append((words("lost"), " ".join(lost)))
        if stale := self._services.courses.problem:
            fields.append((words("course-files"), stale))
        tone = Tone.NOTICE if problems or lost or stale else Tone.NEUTRAL
        card = Card(words("title"), _blocks(fields), tone=tone)
        return Reply(await with_notices(self._services, group, card))

    def _course(self, group: Group) -> str:
        course = self._services.course(group)
        if course is None:
            return words("course-missing", course=group.course)
        return words(
            "course-plan", course=course.title, met=met(group, course), concepts=len(course.plan)
        )

    async def _lost(self, group: Group) -> list[str]:
        """Today's posts that were given up, each in a sentence."""
        today = self._services.today(group).isoformat()
        return [
            words("lost-unknown", kind=row.kind)
            if row.error.startswith("unknown")
            else words("lost-refused", kind=row.kind, error=clip(row.error, 100))
            for row in await self._services.store.deliveries.of_day(group.id, today)
            if row.state == DeliveryState.FAILED
        ]

    async def _exams(self, group: Group) -> list[tuple[str, str]]:
        """The group's exam date, and how right predictions have been."""
        told = []
        if group.settings.exam_date:
            day, today = date.fromisoformat(group.settings.exam_date), self._services.today(group)
            told.append((words("exam"), calendar.long_date_words(day, today)))
        if record := await record_words(self._services, group.id):
            told.append((words("readiness"), record))
        return told

    async def _questions(self, group: Group) -> list[tuple[str, str]]:
        """Why today's question was chosen, and the next checkpoint."""
        course = self._services.course(group)
        if course is None:
            return []
        view = await view_of(self._services, group, bank=True)
        why = reasons(view, course)
        told = [(words("why"), " ".join(why))] if why else []
        mixed = await status_words(self._services, view)
        return [*told, *([(words("checkpoints"), mixed)] if mixed else [])]

    async def _open(self, group: Group) -> str:
        rounds = await self._services.store.rounds.open_dailies(group.id)
        if not rounds:
            return words("open-none")
        tally = await self._services.store.rounds.tally(rounds[-1].id)
        return words("open-answers", answers=tally.answered)


def _channels(channels: tuple[GroupChannel, ...]) -> str:
    shown = [words("private", channel=c.shown) if c.private else c.shown for c in channels]
    if not all(c.shown for c in channels):
        return words("channel-unnamed", channels=len(channels))
    return ", ".join(shown)


def _blocks(fields: list[tuple[str, str]]) -> tuple[Block, ...]:
    """As many blocks as the fields need."""
    rich: list[tuple[str, Text]] = [
        (name, text(clip(value, FIELD_VALUE))) for name, value in fields
    ]
    return tuple(Fields(tuple(rich[at : at + FIELDS])) for at in range(0, len(rich), FIELDS))
