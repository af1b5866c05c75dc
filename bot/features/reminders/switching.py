"""Turning reminders on and off, and what their other buttons do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.features.cards import buttons, say
from bot.features.context import person_of, studied_group
from bot.features.daily.today import Today
from bot.features.permissions import may_reach
from bot.features.reminders.offer import ON, words
from bot.features.reminders.posts import ANSWER, OFF, REVIEW
from bot.features.review.review import Review
from bot.features.services import Services
from bot.interactions.router import Router, encode, from_millis, millis, row_id
from bot.model import Ack, Button, Card, Interaction, MemberRef, Outcome, Reply, Tone
from bot.study import calendar
from bot.study.group import Group
from bot.study.person import Person
from bot.study.reminders import (
    EVENING,
    Reminder,
    ReminderState,
    days_dealt_with,
    occasion,
    usual_time,
)

CHANGE = "remind-change"
"""Opens the settings; see ``bot.features.me``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A member's reminder as it is, or as it would be: ``zone`` empty where none is known."""

    is_on: bool
    minutes: int
    zone: str


async def choice_of(
    services: Services, person: Person, interaction: Interaction, group: Group | None = None
) -> Choice:
    """What the person chose; else what fits ``group``, this channel's group, or their only one."""
    known = await services.store.reminders.of(person.id)
    if known is not None:
        return Choice(known.state == ReminderState.ON, known.minutes, known.zone)
    group = group or await services.store.groups.by_channel(interaction.channel)
    if group is None:
        own = await services.store.groups.of_person(person.id)
        group = own[0] if own else None
    if group is None:
        return Choice(False, EVENING, "")
    return Choice(False, usual_time(group.schedule), group.schedule.zone)


async def turn_on(
    services: Services, person: Person, member: MemberRef, minutes: int, zone: str
) -> Reminder:
    """On from now, at ``minutes`` in ``zone``; the first one comes at the next such moment."""
    now = services.clock.now()
    last = await services.store.reminders.last_day(person.id)
    day = days_dealt_with(minutes, zone, last, now)
    _, at = occasion(minutes, zone, day, now)
    reminder = Reminder(person.id, member, minutes, zone, ReminderState.ON, day, millis(at))
    await services.store.reminders.turn_on(reminder, services.now())
    return reminder


class Switching:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._today = Today(services)
        self._review = Review(services)

    def register(self, router: Router) -> None:
        router.action(ON, Ack.PRIVATE, self._on)
        router.action(OFF, Ack.PRIVATE, self._off)
        router.action(REVIEW, Ack.PRIVATE, self._reviews)
        router.action(ANSWER, Ack.PRIVATE, self._answer)

    async def _on(self, interaction: Interaction) -> Outcome:
        person = await person_of(self._services, interaction)
        group: Group | None = None
        if interaction.args:
            group = await self._services.store.groups.get(row_id(interaction.args[0]))
            if group is not None and not await may_reach(
                self._services, interaction, person, group
            ):
                group = None
        choice = await choice_of(self._services, person, interaction, group)
        if not choice.zone:
            return Reply(say(words("nothing-chosen.title"), words("nothing-chosen.body")))
        reminder = await turn_on(
            self._services, person, interaction.member, choice.minutes, choice.zone
        )
        return Reply(self._on_card(reminder))

    def _on_card(self, reminder: Reminder) -> Card:
        clock, zone = calendar.clock_words(reminder.minutes), reminder.zone
        return say(
            words("on.title"),
            words("on.body", clock=clock, zone=zone),
            words("on.first", day=self._day_words(reminder)),
            rows=(
                buttons(
                    Button(words("change-button"), encode(CHANGE)),
                    Button(words("off-button"), encode(OFF)),
                ),
            ),
            tone=Tone.GOOD,
        )

    def _day_words(self, reminder: Reminder) -> str:
        today = calendar.local_date(self._services.clock.now(), reminder.zone)
        day = calendar.local_date(from_millis(reminder.next_at or 0), reminder.zone)
        if day == today:
            return words("today")
        if day == today + timedelta(days=1):
            return words("tomorrow")
        return words("on-day", day=calendar.date_words(day))

    async def _off(self, interaction: Interaction) -> Outcome:
        person = await person_of(self._services, interaction)
        await self._services.store.reminders.turn_off(person.id)
        again = Button(words("on-button"), encode(ON))
        return Reply(say(words("off.title"), words("off.body"), rows=(buttons(again),)))

    async def _reviews(self, interaction: Interaction) -> Outcome:
        context = await studied_group(self._services, interaction, 0)
        return Reply(await self._review.start(interaction, context))

    async def _answer(self, interaction: Interaction) -> Outcome:
        return Reply(await self._today.card(await studied_group(self._services, interaction, 0)))
