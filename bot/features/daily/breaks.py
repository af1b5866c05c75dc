"""One line in the channel when a break begins or ends; organizers can switch it off."""

from __future__ import annotations

from datetime import timedelta

from bot.features.cards import say
from bot.features.daily.upcoming import next_post
from bot.features.services import Services
from bot.i18n import words_of
from bot.model import Card
from bot.study import calendar
from bot.study.delivery import DeliveryKind
from bot.study.group import Group, GroupState
from bot.study.planning.post_rows import post_rows

words = words_of(__file__)

"""Kinds of posts. A break's subject is the first date with posts again, empty for an open end."""
WITHIN = timedelta(hours=1)


def is_told(group: Group) -> bool:
    """Whether the channel is told of this group's breaks."""
    return not group.settings.quiet_breaks


async def announce(services: Services, group: Group, kind: DeliveryKind, subject: str = "") -> None:
    """Plans the line in each channel; nothing where it is switched off."""
    if not is_told(group):
        return
    now = services.clock.now()
    channels = [c.channel for c in await services.store.groups.channels(group.id)]
    rows = post_rows(
        group,
        channels,
        kind,
        services.today(group).isoformat(),
        now,
        now + WITHIN,
        subject=subject,
        sequence=services.now() // 1000,
    )
    await services.store.deliveries.plan(group.id, rows)


async def announcement(
    services: Services, group: Group, kind: DeliveryKind, subject: str
) -> Card | None:
    """The line as it goes out; None where it is not true or not wanted any more."""
    if not is_told(group):
        return None
    following = await next_post(services, group)
    if kind == DeliveryKind.BREAK:
        if group.state != GroupState.PAUSED or (group.paused_until or "") != subject:
            return None
        if following is None:
            return say(words("break.title"), words("break.open"))
        day = calendar.local_date(following, group.schedule.zone)
        until = words("break.until", day=calendar.long_date_words(day, services.today(group)))
        return say(words("break.title"), until)
    if group.state != GroupState.ACTIVE:
        return None
    if following is None:
        return say(words("back.title"), words("back.soon"))
    today = services.today(group)
    date, clock = calendar.day_and_clock_words(following, group.schedule.zone, today)
    return say(words("back.title"), words("back.body", day=date, clock=clock))
