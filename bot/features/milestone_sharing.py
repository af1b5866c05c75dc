"""Sharing the picture of a streak's milestone with the group, by one press and once."""

from __future__ import annotations

from datetime import timedelta

from bot.features.arguments import argument
from bot.features.cards import say
from bot.features.context import GroupContext, studied_group
from bot.features.milestones import SHARE, post_card, words
from bot.features.services import Services
from bot.interactions.router import Refusal, Router, row_id
from bot.model import Ack, Card, ChannelRef, Interaction, Outcome, Reply, Tone
from bot.study.delivery import DeliveryKind
from bot.study.group import Group, GroupChannel, GroupState
from bot.study.planning.post_rows import post_rows
from bot.study.study_days import MILESTONES, PICTURE_FROM, explain

WITHIN = timedelta(minutes=10)
"""So long after the press it's posted, and not later."""


async def shared_card(services: Services, group: Group, subject: str) -> Card | None:
    """The post of a planned row; None for somebody who is no longer in the group."""
    person, _, days = subject.partition(":")
    known = await services.store.members.of(group.id, int(person))
    if known is None or known.removed:
        return None
    return post_card(await services.store.members.name(group.id, known.person_id), int(days))


class Milestones:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(SHARE, Ack.PRIVATE, self._share)

    async def _share(self, interaction: Interaction) -> Outcome:
        """Posts through the outbox. The row is named by the day it was reached: it comes once."""
        context = await studied_group(self._services, interaction, 0)
        days = row_id(argument(interaction, 1))
        reached = await self._reached(context, days)
        if reached is None:
            raise Refusal(say(words("not-reached.title"), words("not-reached.body")))
        channel = await self._channel(context.group, interaction.channel)
        if channel.problem:
            why = words("blocked.body", problem=channel.problem)
            raise Refusal(say(words("blocked.title"), why))
        if context.group.state == GroupState.PAUSED:
            raise Refusal(say(words("paused.title"), words("paused.body")))
        if await self._was_shared(context, reached, days):
            raise Refusal(say(words("share-again.title"), words("share-again.body")))
        now = self._services.clock.now()
        rows = post_rows(
            context.group,
            [channel.channel],
            DeliveryKind.MILESTONE,
            reached,
            now,
            now + WITHIN,
            subject=_subject(context, days),
            sequence=context.person.id,
        )
        await self._services.store.deliveries.plan(context.group.id, rows)
        shown = channel.shown or words("channel")
        told = words("shared.body", days=days, channel=shown)
        card = say(words("shared.title"), told, tone=Tone.GOOD)
        return Reply(card)

    async def _reached(self, context: GroupContext, days: int) -> str | None:
        """The date on which the person last reached the milestone; None where they did not."""
        if days not in MILESTONES or days < PICTURE_FROM:
            return None
        group, today = context.group, self._services.today(context.group).isoformat()
        done = await self._services.store.answers.activities(group.id, context.person.id, today)
        history = explain(done, today, most=len(done))
        reached = [day.date for day in history.days if day.mark.done and day.streak == days]
        return reached[-1] if reached else None

    async def _channel(self, group: Group, where: ChannelRef) -> GroupChannel:
        """The group's channel that ``where`` is in, else its first one."""
        channels = await self._services.store.groups.channels(group.id)
        near = [c for c in channels if c.channel.workspace == where.workspace]
        here = [c for c in near if c.channel.id == where.id]
        return (here or near or list(channels))[0]

    async def _was_shared(self, context: GroupContext, reached: str, days: int) -> bool:
        rows = await self._services.store.deliveries.of_day(context.group.id, reached)
        return any(
            row.kind == DeliveryKind.MILESTONE and row.subject == _subject(context, days)
            for row in rows
        )


def _subject(context: GroupContext, days: int) -> str:
    return f"{context.person.id}:{days}"
