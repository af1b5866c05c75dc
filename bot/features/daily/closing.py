"""The end of a question: its choices become answers, its results are told where it was posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from bot.features.daily.rows import post_key
from bot.features.daily.settling import settled, unjudged
from bot.features.services import Services
from bot.interactions.router import millis
from bot.study.delivery import DeliveryKind, DeliveryState, Later, NewDelivery
from bot.study.group import Group
from bot.study.round import Round

log = structlog.get_logger()

UNSURE = (DeliveryState.SENDING, DeliveryState.FAILED)
"""States of a question's post in which members may have it before them all the same."""
RELEASED = 1_000
"""Results that are told again, with the answer, are numbered from here on."""
DISCUSS_WITHIN = 6 * 60 * 60 * 1000
"""Milliseconds after a close in which a thread to talk about it is still worth opening."""
CHUNK = 50
"""Choices that become answers in one transaction: some 10 ms of the writer's time."""
WAITS = 24 * 60 * 60 * 1000
"""Milliseconds after a close for which that thread waits for another group's question."""


class Closer:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def due(self, group: Group, now: datetime) -> bool:
        """Closes the group's questions whose time is over. True when that takes another act.

        A question that thousands have answered is not closed in one go, because nobody else's
        answer could be written meanwhile: some choices become answers, and it stays open.
        """
        rounds = self._services.store.rounds
        for posed in await rounds.open_dailies(group.id):
            if posed.closes_at is None or posed.closes_at > millis(now):
                continue
            if await self._settle_some(group, posed):
                return True
            await self.close(group, posed, posed.closes_at)
        return False

    async def early(self, group: Group, posed: Round, at: int) -> None:
        """Closes a question as of ``at``, ahead of its time.

        Where many have answered, its time is over from then on, and the planner closes it in steps.
        """
        if await self._settle_some(group, posed):
            await self._services.store.rounds.set_closes(posed.id, at)
        else:
            await self.close(group, posed, at)

    async def _settle_some(self, group: Group, posed: Round) -> bool:
        asked = self._services.asked(group, posed)
        rule = settled(group, *asked, posed) if asked else unjudged(group, posed)
        return await self._services.store.rounds.settle_some(posed.id, rule, CHUNK)

    async def close(self, group: Group, posed: Round, at: int) -> None:
        """Closes a daily round: unconfirmed choices count, results are planned as of ``at``.

        The round's close is now: who found the bot off until then can still keep the streak.
        """
        closed = max(at, self._services.now())
        rounds = self._services.store.rounds
        asked = self._services.asked(group, posed)
        if not await self._seen(posed):
            log.info("question was never posted: it counts for nobody", round=posed.id)
            await rounds.void(posed.id, closed, [])
        elif asked is None:
            # A course that lost an open question; answers given before keep their points.
            log.warning("question is in no course any more", question=posed.question_id)
            await rounds.close(posed.id, closed, unjudged(group, posed), [])
        else:
            deliveries = await self._results(group, posed, at)
            await rounds.close(posed.id, closed, settled(group, *asked, posed), deliveries)
        await release(self._services, posed, at)

    async def _seen(self, posed: Round) -> bool:
        """Whether the question reached a channel, or somebody who answered in private."""
        rows = await self._services.store.deliveries.of_round(posed.id, DeliveryKind.QUESTION)
        if any(row.message is not None or row.state == DeliveryState.SENDING for row in rows):
            return True
        return (await self._services.store.rounds.tally(posed.id)).answered > 0

    async def _results(self, group: Group, posed: Round, at: int) -> list[NewDelivery]:
        """Results go into each posted question; where the edit fails they are posted.

        Where it is not known whether the question went out, they wait until it is, or are
        posted if that can never be known.
        """
        rows: list[NewDelivery] = []
        for asked in await self._services.store.deliveries.of_round(
            posed.id, DeliveryKind.QUESTION
        ):
            if asked.message is None and asked.state not in UNSURE:
                continue
            results = NewDelivery(
                channel=asked.channel,
                kind=DeliveryKind.RESULTS,
                local_date=posed.local_date,
                sequence=asked.sequence,
                due_at=at,
                key=post_key(
                    group, asked.channel, DeliveryKind.RESULTS, posed.local_date, asked.sequence
                ),
                round_id=posed.id,
                target=asked.message,
            )
            rows.append(results)
            if asked.message is None:
                continue
            thread = replace(asked.channel, thread=asked.message.id)
            talk = replace(
                results,
                channel=thread,
                kind=DeliveryKind.DISCUSS,
                key=post_key(group, thread, DeliveryKind.DISCUSS, posed.local_date, asked.sequence),
                target=None,
                expires_at=at + DISCUSS_WITHIN,
            )
            rows.append(talk)
        return rows


def put_off(posed: Round, closes: int | None, now: int) -> Later | None:
    """When to try again to open the thread about ``posed``, whose question another group still
    has open until ``closes`` (epoch ms; None where no time is set for it).

    None once nobody would talk about it any more.
    """
    last = (posed.closed_at or now) + WAITS
    if now >= last:
        return None
    due = last if closes is None else min(max(closes, now), last)
    return Later(due, due + DISCUSS_WITHIN)


async def release(services: Services, posed: Round, at: int) -> None:
    """Tells the answer in other groups whose results had to wait for ``posed``, which is over.

    Their threads to talk about it, which waited too, may open now.
    """
    for other in await services.store.rounds.held_back(posed.id):
        group = await services.store.groups.get(other.group_id)
        if group is None:
            continue
        rows = [
            NewDelivery(
                channel=asked.channel,
                kind=DeliveryKind.RESULTS,
                local_date=other.local_date,
                sequence=RELEASED + posed.id,
                due_at=at,
                key=post_key(
                    group,
                    asked.channel,
                    DeliveryKind.RESULTS,
                    other.local_date,
                    RELEASED + posed.id,
                ),
                round_id=other.id,
                target=asked.message,
            )
            for asked in await services.store.deliveries.of_round(other.id, DeliveryKind.QUESTION)
            if asked.message is not None
        ]
        await services.store.deliveries.plan(group.id, rows)
        await services.store.deliveries.hasten(other.id, DeliveryKind.DISCUSS, at)
