"""One line in the channel when a break begins or ends. Organizers can switch it off."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.router import Router, encode
from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.daily.rows import post_rows
from bot.features.group.upcoming import next_post
from bot.features.places import organised_group
from bot.features.services import Services
from bot.i18n import words_of
from bot.model import Ack, Button, Card, Interaction, Outcome, Row, Update
from bot.study import calendar
from storage.records import Group

words = words_of(__file__)

BREAK, BACK = "break", "back"
"""Kinds of posts. A break's subject is the first date with posts again, empty for an open end."""
QUIET = "quiet-breaks"
"""Group setting: "1" where the channel is not told."""
TELL = "tell-breaks"
WITHIN = timedelta(hours=1)


def is_told(group: Group) -> bool:
    return group.settings.get(QUIET) != "1"


async def announce(services: Services, group: Group, kind: str, subject: str = "") -> None:
    """Plans the line in each channel; nothing where it is switched off."""
    if not is_told(group):
        return
    now = services.clock.now()
    channels = [c.channel for c in await services.store.groups.channels(group.id)]
    today = services.today(group).isoformat()
    rows = post_rows(
        group,
        channels,
        kind,
        today,
        now,
        now + WITHIN,
        subject=subject,
        sequence=services.now() // 1000,
    )
    await services.store.deliveries.plan(group.id, rows)


async def announcement(services: Services, group: Group, kind: str, subject: str) -> Card | None:
    """The line as it goes out; None where it is not true or not wanted any more."""
    if not is_told(group):
        return None
    if kind == BREAK:
        if group.state != "paused" or (group.paused_until or "") != subject:
            return None
        following = await next_post(services, group)
        if following is None:
            return say(words("break.title"), words("break.open"))
        day = calendar.local_date(following, group.schedule.zone)
        return say(words("break.title"), words("break.until", day=_day(day)))
    if group.state != "active":
        return None
    following = await next_post(services, group)
    if following is None:
        return say(words("back.title"), words("back.soon"))
    when = calendar.when_words(following, group.schedule.zone)
    return say(words("back.title"), words("back.body", when=when))


def _day(day: date) -> str:
    return calendar.long_date_words(day)


def told_words(group: Group) -> str:
    return words("told") if is_told(group) else words("untold")


def switch(group: Group) -> Row:
    """The button that switches the line off, or on again."""
    label, to = (words("quiet"), "0") if is_told(group) else (words("loud"), "1")
    return buttons(Button(label, encode(TELL, group.id, to)))


class Announcing:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(TELL, Ack.UPDATE, self._tell)

    async def _tell(self, interaction: Interaction) -> Outcome:
        _, group = await organised_group(self._services, interaction, 0)
        groups, loud = self._services.store.groups, argument(interaction, 1) == "1"
        await groups.set_setting(group.id, QUIET, "0" if loud else "1")
        group = await groups.get(group.id) or group
        title, body = (
            (words("now-loud.title"), words("now-loud.body"))
            if loud
            else (words("now-quiet.title"), words("now-quiet.body"))
        )
        return Update(say(title, body, rows=(switch(group),)))
