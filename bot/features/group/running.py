"""/study pause, resume and post: the days as they go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.features.cards import say
from bot.features.context import NO_COURSE, organizer_context
from bot.features.daily.breaks import announce
from bot.features.daily.planner import Planner
from bot.features.daily.upcoming import next_words
from bot.features.daily.views import group_phase
from bot.features.group.break_notices import switch, told_words
from bot.features.group.channel_trouble import cannot_post
from bot.features.group.ending import more_review, pause_words, refuse_ended, review_words
from bot.features.group.notices import with_notices
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router, millis
from bot.model import Command, Interaction, OptionSpec, Outcome, Prepared, Reply, Tone
from bot.study import calendar
from bot.study.delivery import DeliveryKind, DeliveryState
from bot.study.group import Group, GroupState, Schedule
from bot.study.group_settings import paused
from bot.study.round import RoundState
from bot.study.study_day import ROOM, Day, next_moment, study_day

words = words_of(__file__)

PAUSE = Command(
    ("study", "pause"),
    words("pause-command"),
    (OptionSpec("until", words("pause-until")),),
    for_organizers=True,
    hints=("stop", "end", "quit", "break", "hold", "halt", "off", "mute", "vacation", "holiday"),
)
RESUME = Command(
    ("study", "resume"),
    words("resume-command"),
    for_organizers=True,
    hints=("continue", "unpause", "go on", "start", "on", "restart"),
)
POST = Command(
    ("study", "post"),
    words("post-command"),
    for_organizers=True,
    hints=("now", "send", "publish", "post now"),
)

NO_DAYS = say(words("no-days.title"), words("no-days.body"))


class Running:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._planner = Planner(services)

    def register(self, router: Router) -> None:
        router.command(PAUSE, self._pause)
        router.command(RESUME, self._resume)
        router.command(POST, self._post)

    async def _pause(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        refuse_ended(group)
        phase = await group_phase(self._services, group)
        until = _until(interaction, self._services.today(group))
        store = self._services.store.groups
        news = group.state != GroupState.PAUSED or group.paused_until != until
        await store.set_state(group.id, GroupState.PAUSED, paused_until=until, due_at=group.due_at)
        if group.state != GroupState.PAUSED:
            today = self._services.today(group).isoformat()
            await store.change_settings(group.id, lambda settings: paused(settings, today))
        await self._planner.look_again(group.id)
        if news:
            await announce(self._services, group, DeliveryKind.BREAK, until or "")
        card = say(
            words("paused.title"),
            break_words(until, group.schedule, phase.off, self._services.today(group)),
            f"{words('paused.body')} {told_words(group) if news else ''}".strip(),
            pause_words(phase),
            rows=(switch(group),),
        )
        return Reply(await with_notices(self._services, group, card, interaction))

    async def _resume(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        store = self._services.store.groups
        stopped = await self._stopped(group)
        if stopped is not None:
            raise Refusal(cannot_post(stopped.problem, stopped.todo, more=words("resume-again")))
        paused = group.state == GroupState.PAUSED
        if group.state != GroupState.ACTIVE:
            await more_review(self._services, group)
            now = self._services.now()
            await store.change_settings(group.id, lambda s: replace(s, since=now))
            await store.set_state(
                group.id, GroupState.ACTIVE, paused_until=None, due_at=group.due_at
            )
        await self._planner.look_again(group.id)
        group = await store.get(group.id) or group
        if paused:
            await announce(self._services, group, DeliveryKind.BACK)
        phase = await group_phase(self._services, group)
        review = words("going-on.review", review=review_words(phase)) if phase.until else ""
        card = say(
            words("going-on.title"),
            words("going-on.held") if await self._held(group) else "",
            words("going-on.next", when=await next_words(self._services, group)),
            review,
            told_words(group) if paused else "",
            rows=(switch(group),) if paused else (),
            tone=Tone.GOOD,
        )
        return Reply(await with_notices(self._services, group, card, interaction))

    async def _stopped(self, group: Group) -> Prepared | None:
        """Asks anew of every channel whether the bot can post there; why not, of the first one."""
        store, now = self._services.store.groups, self._services.now()
        stopped: list[Prepared] = []
        for channel in await store.channels(group.id):
            found = await self._services.directory.prepare(channel.channel)
            if not found.unsure:
                await store.set_problem(channel.channel, found.problem)
            if found.problem:
                stopped.append(found)
            else:
                await store.look(channel.channel, found.private, found.shows_as, now)
        return stopped[0] if stopped else None

    async def _held(self, group: Group) -> bool:
        """Whether posts of today wait that can go out now."""
        now, today = self._services.now(), self._services.today(group).isoformat()
        return any(
            row.state == DeliveryState.PLANNED and row.due_at <= now < (row.expires_at or now + 1)
            for row in await self._services.store.deliveries.of_day(group.id, today)
            if row.kind not in (DeliveryKind.BREAK, DeliveryKind.BACK)
        )

    async def _post(self, interaction: Interaction) -> Outcome:
        """Today's posts now, on a free day as well; the planned ones then do not come again."""
        _, group = await organizer_context(self._services, interaction)
        course = self._services.course(group)
        if course is None:
            raise Refusal(NO_COURSE)
        refuse_ended(group)
        now = self._services.clock.now()
        today = self._services.today(group)
        off = (await group_phase(self._services, group)).off
        if await self._asked(group, today):
            raise Refusal(say(words("posted-already.title"), words("posted-already.body")))
        for posed in await self._services.store.rounds.open_dailies(group.id):
            await self._planner.close_early(group, posed, millis(now))
        try:
            planned = study_day(group.schedule, today, off)
        except calendar.NoStudyDay as error:
            raise Refusal(NO_DAYS) from error
        closes = planned.closes_at
        if closes < now + ROOM:
            night = planned.ends_at - timedelta(milliseconds=1)
            following = next_moment(group.schedule, off, night, now)
            closes = following or now + timedelta(days=1)
        concept_at = now if planned.concept_at else None
        day = Day(today, concept_at, now, closes, planned.ends_at)
        opened = await self._planner.open_day(group, day)
        await self._planner.look_again(group.id)
        channels = await self._services.store.groups.channels(group.id)
        problem = next((c.problem for c in channels if c.problem), "")
        if problem:
            blocked = words("posted.blocked", problem=problem)
            return Reply(say(words("posted.title"), blocked, tone=Tone.NOTICE))
        went = words("posted.concept") if not opened else words("posted.body")
        return Reply(say(words("posted.title"), went, tone=Tone.GOOD))

    async def _asked(self, group: Group, day: date) -> bool:
        """Whether ``day`` has had its question, and it was not withdrawn."""
        for row in await self._services.store.deliveries.of_day(group.id, day.isoformat()):
            if row.kind == DeliveryKind.QUESTION and row.round_id is not None:
                posed = await self._services.store.rounds.get(row.round_id)
                if posed is not None and posed.state != RoundState.VOID:
                    return True
        return False


def _until(interaction: Interaction, today: date) -> str | None:
    """ISO date of the first day on which is posted again; None for a pause without an end."""
    typed = str(interaction.options.get("until", "")).strip()
    if not typed:
        return None
    try:
        day = calendar.parse_break(typed, today)
    except calendar.BadDates as bad:
        week = calendar.short_date_words(today + timedelta(days=7))
        hint = words("which-day.hint", week=week)
        raise Refusal(say(words("which-day.title"), str(bad), hint)) from bad
    return day.isoformat() if day else None


def break_words(until: str | None, schedule: Schedule, off: frozenset[str], today: date) -> str:
    """What a pause means: its last day, and the first day that has posts again."""
    if until is None:
        return words("paused.open")
    last = date.fromisoformat(until) - timedelta(days=1)
    said = calendar.long_date_words(last, today)
    try:
        first = calendar.next_study_day(last, schedule.days, off)
    except calendar.NoStudyDay:
        return words("paused.through", last=said)
    return words("paused.next", last=said, first=calendar.long_date_words(first, today))
