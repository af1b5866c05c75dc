"""/study schedule: when the group studies, and its free days."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta

from bot.features.cards import say
from bot.features.context import organized_group, organizer_context, schedule_line, schedule_words
from bot.features.daily.planner import Planner
from bot.features.daily.upcoming import next_words
from bot.features.daily.views import group_phase
from bot.features.group.notices import with_notices
from bot.features.group.schedule_form import read_schedule, schedule_fields, zone_words
from bot.features.group.zone_menu import which_zone
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router, encode, millis
from bot.model import (
    Ack,
    Command,
    Form,
    Interaction,
    Invalid,
    OpenForm,
    Outcome,
    TextField,
    Tone,
    Update,
    prefilled,
)
from bot.study import calendar
from bot.study.calendar import Doubt
from bot.study.group import Group, Schedule
from bot.study.study_day import next_moment, study_day

words = words_of(__file__)

COMMAND = Command(
    ("study", "schedule"),
    words("command"),
    ack=Ack.FORM,
    for_organizers=True,
    hints=(
        "time",
        "times",
        "zone",
        "timezone",
        "days",
        "holiday",
        "holidays",
        "free days",
        "settings",
        "config",
        "edit",
        "change",
    ),
)
SUBMIT = "schedule"
LISTED = 500
"""Characters of free days that a reply still lists."""


class ScheduleForm:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._planner = Planner(services)

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SUBMIT, Ack.PRIVATE, self._submitted)

    async def _command(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        free = await self._services.store.groups.free_dates(group.id)
        return OpenForm(self._form(group, free))

    def _form(self, group: Group, free: frozenset[str]) -> Form:
        today = self._services.today(group).isoformat()
        coming = calendar.dates_words([day for day in free if day >= today])
        return _form(group, coming, _state(group, free))

    async def _submitted(self, interaction: Interaction) -> Outcome:
        _, group = await organized_group(self._services, interaction, 0)
        before = await self._services.store.groups.free_dates(group.id)
        if interaction.args[1:] not in ((), (_state(group, before),)):
            line = schedule_line(group)
            raise Refusal(say(words("overtaken.title"), words("overtaken.body", schedule=line)))
        now = self._services.clock.now()
        schedule, errors = await read_schedule(interaction.values, now)
        typed = (interaction.values.get("free") or ("",))[0]
        free: frozenset[str] = frozenset()
        try:
            free = calendar.parse_dates(typed, self._services.today(group))
        except calendar.BadDates as bad:
            errors["free"] = str(bad)
        if not isinstance(schedule, Schedule) or errors:
            form = prefilled(self._form(group, before), dict(interaction.values))
            if isinstance(schedule, Doubt) and "free" not in errors:
                return Update(await which_zone(self._services, interaction, form, schedule))
            return Invalid(form, errors)
        while await self._planner.plan(group):  # what is due by the old times is not lost
            pass
        group = await self._services.store.groups.get(group.id) or group
        today = self._services.today(group).isoformat()
        known = await self._services.store.groups.free_dates(group.id)
        free |= {day for day in known if day < today}
        await self._services.store.groups.set_free_dates(group.id, free)
        again = today in known - free
        await self._apply(group, schedule, anew=again or schedule != group.schedule)
        changed = await self._services.store.groups.get(group.id) or group
        coming = calendar.free_days_words([day for day in free if day >= today])
        card = say(
            words("saved.title"),
            words("saved.schedule", schedule=schedule_words(changed.schedule)),
            words("saved.zone", zone=zone_words(schedule.zone, now)),
            words("saved.free", days=coming) if coming and len(coming) < LISTED else "",
            words("saved.next", when=await next_words(self._services, changed)),
            tone=Tone.GOOD,
        )
        return Update(await with_notices(self._services, group, card))

    async def _apply(self, group: Group, schedule: Schedule, *, anew: bool) -> None:
        """The open question closes by the new times; where the plan is ``anew``, nothing that
        it would have had before now is posted."""
        groups, now = self._services.store.groups, self._services.clock.now()
        if anew:
            await groups.change_settings(group.id, lambda s: replace(s, since=millis(now)))
        await groups.set_schedule(group.id, schedule, group.due_at)
        changed = await groups.get(group.id) or group
        off = (await group_phase(self._services, changed)).off
        for posed in await self._services.store.rounds.open_dailies(group.id):
            closes = _closes(schedule, off, posed.local_date, now)
            await self._services.store.rounds.set_closes(posed.id, closes)
        await self._planner.look_again(group.id)


def _closes(schedule: Schedule, free: frozenset[str], day: str, now: datetime) -> int:
    """When the open question of ``day`` closes under a new schedule; never in the past."""
    following = next_moment(schedule, free, now, now)
    try:
        own = study_day(schedule, datetime.fromisoformat(day).date(), free).closes_at
    except calendar.NoStudyDay:
        own = now
    return millis(own if own > now else following or now + timedelta(days=1))


def _state(group: Group, free: frozenset[str]) -> str:
    """Stands for the schedule that a form was filled with; another one has another word."""
    schedule = group.schedule
    known = [schedule.zone, schedule.days, schedule.rhythm, schedule.times, sorted(free)]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:12]


def _form(group: Group, free: str, state: str) -> Form:
    dates = TextField(
        "free",
        words("free"),
        words("free-hint"),
        free,
        required=False,
        multiline=True,
        max_length=2000,
    )
    fields = (*schedule_fields(group.schedule), dates)
    return Form(encode(SUBMIT, group.id, state), words("form"), fields, words("submit"))
