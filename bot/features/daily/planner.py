"""Turns "the time has come" into rows: rounds closed and opened, posts planned.

A group is planned in one transaction, and may be planned again: unique rows make the second
time change nothing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog

from bot.features.course_plan import met
from bot.features.daily.after_restore import week_was_begun
from bot.features.daily.closing import Closer, release
from bot.features.daily.course_end import ask_what_next
from bot.features.daily.phase import Phase, phase_of
from bot.features.daily.picking import concept_of, pick
from bot.features.daily.rows import post_rows
from bot.features.daily.words import words
from bot.features.services import Services
from bot.interactions.router import from_millis, millis
from bot.model import ChannelRef
from bot.study import calendar, selection
from bot.study.delivery import DeliveryKind, NewDelivery
from bot.study.group import Group, GroupState
from bot.study.questions import type_of
from bot.study.round import NewRound, Round, RoundState
from bot.study.study_day import Day, next_moment, study_day
from content.model import Course

log = structlog.get_logger()

SET_BACK = 1_000
"""Milliseconds by which a clock has to go back before anything is doubted."""
GOODBYE_WITHIN = timedelta(days=7)
"""So long a goodbye waits for a channel that cannot be posted to."""


class Planner:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._closer = Closer(services)

    async def plan(self, group_id: int) -> bool:
        """``plan_group`` for the group as it is now; an act, so nothing changes in between."""
        group = await self._services.store.groups.get(group_id)
        return group is not None and await self.plan_group(group)

    async def plan_group(self, group: Group) -> bool:
        """Does what is due for one group now and sets when to look next.

        True when there is more of it than one transaction should hold: then it is called again.
        """
        now = self._services.clock.now()
        group = await self._wake(await self._sane(group, now), now)
        if await self._closer.due(group, now):
            return True
        course = self._services.course(group)
        if course is None:
            await self._services.store.groups.add_notice(
                group.id,
                words("no-course", course=group.course),
                millis(now),
            )
        elif group.state == GroupState.ACTIVE:
            phase = await phase_of(self._services, group)
            await ask_what_next(self._services, group, course, phase)
            await self._open_day(group, course, phase, now)
        await self._set_next(await self._services.store.groups.get(group.id) or group, now)
        return False

    async def next_due(self, group: Group, now: datetime) -> int | None:
        """When the planner has to look at the group again, in epoch ms."""
        moments = [
            from_millis(posed.closes_at)
            for posed in await self._services.store.rounds.open_dailies(group.id)
            if posed.closes_at is not None
        ]
        off = (await phase_of(self._services, group)).off
        if group.state == GroupState.ACTIVE:
            following = next_moment(group.schedule, off, now, since_of(group))
            moments += [following] if following else []
        elif group.state == GroupState.PAUSED and group.paused_until:
            day = datetime.fromisoformat(group.paused_until).date()
            wakes = calendar.moment(group.schedule.zone, day, 0)
            before = wakes - timedelta(milliseconds=1)
            moments.append(next_moment(group.schedule, off, before, since_of(group)) or wakes)
        return millis(min(moments)) if moments else None

    async def _set_next(self, group: Group, now: datetime) -> None:
        due = await self.next_due(group, now)
        if due != group.due_at:
            await self._services.store.groups.set_due(group.id, due)

    async def look_again(self, group_id: int) -> int | None:
        """To be called when anything about a group was changed; returns its next moment.

        What is due already stays due: the change must not take it from the next ``plan``.
        """
        group, now = await self._services.store.groups.get(group_id), self._services.clock.now()
        if group is None:
            return None
        due = await self.next_due(group, now)
        if group.due_at is None or group.due_at > millis(now):
            await self._services.store.groups.set_due(group_id, due)
        return due

    async def _sane(self, group: Group, now: datetime) -> Group:
        """What an organizer did by a clock that was ahead counts from now."""
        if millis(since_of(group)) <= millis(now) + SET_BACK:
            return group
        groups = self._services.store.groups
        await groups.change_settings(group.id, lambda s: replace(s, since=millis(now)))
        return await groups.get(group.id) or group

    async def _wake(self, group: Group, now: datetime) -> Group:
        """Ends a pause whose day has come; a clock set back then finds the days before it done."""
        until = group.paused_until
        today = calendar.local_date(now, group.schedule.zone).isoformat()
        if group.state != GroupState.PAUSED or until is None or today < until:
            return group
        store = self._services.store.groups
        wakes = calendar.moment(group.schedule.zone, date.fromisoformat(until), 0)
        if since_of(group) < wakes:
            await store.change_settings(group.id, lambda s: replace(s, since=millis(wakes)))
        await store.set_state(group.id, GroupState.ACTIVE, paused_until=None, due_at=group.due_at)
        return await store.get(group.id) or group

    async def _open_day(self, group: Group, course: Course, phase: Phase, now: datetime) -> None:
        today = calendar.local_date(now, group.schedule.zone)
        if not calendar.is_study_day(today, group.schedule.days, phase.off):
            return
        try:
            day = study_day(group.schedule, today, phase.off)
        except calendar.NoStudyDay:
            return
        since = since_of(group)
        channels = await self._channels(group)
        rows: list[NewDelivery] = []
        if since <= day.first_at <= now:
            rows += await self._week(group, day, channels)
        if phase.over(today):
            await self._services.store.deliveries.plan(group.id, rows)
            if since <= day.first_at <= now:
                await self._say_goodbye(group, phase, day, channels)
            return
        if day.concept_at and since <= day.concept_at <= now:
            rows += await self._concept(group, course, day, channels)
        await self._services.store.deliveries.plan(group.id, rows)
        is_time = since <= day.question_at <= now < day.question_until
        if is_time and not await self._is_asked(group, day):
            await self.open_question(group, course, day, channels)

    async def _is_asked(self, group: Group, day: Day) -> bool:
        """Whether the day's question is planned already: a second look, of which there are many
        after a start, should cost little. One that was withdrawn is not it. A group that has
        moved since was asked where it was; its next question comes in the new channel."""
        local = day.day.isoformat()
        rows = await self._services.store.deliveries.of_day(group.id, local)
        posed = await self._services.store.rounds.latest_daily(group.id)
        if posed is None or posed.local_date != local:
            return False
        return any(row.kind == DeliveryKind.QUESTION and row.round_id == posed.id for row in rows)

    async def _say_goodbye(
        self, group: Group, phase: Phase, day: Day, channels: Sequence[ChannelRef]
    ) -> None:
        """Ends the group's course, once no question is open. The row is the ending's own."""
        if phase.until is None or await self._services.store.rounds.open_dailies(group.id):
            return
        until, expires = phase.until.isoformat(), day.first_at + GOODBYE_WITHIN
        rows = post_rows(
            group,
            channels,
            DeliveryKind.GOODBYE,
            until,
            day.first_at,
            expires,
            sequence=group.season,
        )
        await self._services.store.deliveries.plan(group.id, rows)
        await self._services.store.groups.set_state(
            group.id, GroupState.ENDED, paused_until=None, due_at=group.due_at
        )

    async def open_day(self, group: Group, course: Course, day: Day) -> Round | None:
        """Posts ``day`` whether or not its time has come; the day's round, if there is one."""
        channels = await self._channels(group)
        rows = await self._concept(group, course, day, channels)
        await self._services.store.deliveries.plan(group.id, rows)
        return await self.open_question(group, course, day, channels)

    async def withdrawn(self, group: Group, taken: Round) -> bool:
        """To be called when ``taken`` (as it was before) was taken back.

        Asks another question in its place where enough of its day is left: True where there is
        one, and its posts are planned.
        """
        await release(self._services, taken, self._services.now())
        replaced = taken.state == RoundState.OPEN and await self._replace(group, taken)
        await self.look_again(group.id)
        return replaced

    async def _replace(self, group: Group, withdrawn: Round) -> bool:
        now = self._services.clock.now()
        course = self._services.course(group)
        today = calendar.local_date(now, group.schedule.zone)
        if course is None or group.state != GroupState.ACTIVE or withdrawn.closes_at is None:
            return False
        if withdrawn.local_date != today.isoformat():
            return False
        night = calendar.moment(group.schedule.zone, today + timedelta(days=1), 0)
        day = Day(today, None, now, from_millis(withdrawn.closes_at), night)
        opened = from_millis(withdrawn.opened_at)
        if now >= replace(day, question_at=opened).question_until:
            return False
        posed = await self.open_question(group, course, day, await self._channels(group))
        return posed is not None

    async def _channels(self, group: Group) -> list[ChannelRef]:
        return [c.channel for c in await self._services.store.groups.channels(group.id)]

    async def _week(
        self, group: Group, day: Day, channels: Sequence[ChannelRef]
    ) -> list[NewDelivery]:
        """Last week's leaderboard, with the first post of a week that had a week before it."""
        week, _ = calendar.periods(day.day - timedelta(days=7))
        last = await self._services.store.deliveries.last_sent(group.id, DeliveryKind.WEEK)
        if last is not None and last.subject >= week:  # a group that moved west lives days again
            return []
        if await week_was_begun(self._services, group, day.day):
            return []
        board = await self._services.store.boards.board(group.id, week, None, 1)
        if not board.top:
            return []
        local = day.day.isoformat()
        return post_rows(
            group, channels, DeliveryKind.WEEK, local, day.first_at, day.ends_at, subject=week
        )

    async def _concept(
        self, group: Group, course: Course, day: Day, channels: Sequence[ChannelRef]
    ) -> list[NewDelivery]:
        """The day's concept; none where the day has one, whatever became of the channel since."""
        position = met(group, course)
        if day.concept_at is None or position >= len(course.plan):
            return []
        local = day.day.isoformat()
        if await concept_of(self._services, group, course, local) is not None:
            return []
        subject = course.plan[position]
        return post_rows(
            group,
            channels,
            DeliveryKind.CONCEPT,
            local,
            day.concept_at,
            day.ends_at,
            subject=subject,
        )

    async def open_question(
        self, group: Group, course: Course, day: Day, channels: Sequence[ChannelRef]
    ) -> Round | None:
        """Opens the day's round, once, and plans its posts."""
        local = day.day.isoformat()
        question = await pick(self._services, group, course, local)
        if question is None:
            log.info("no question to ask yet", group=group.id)
            return None
        rng = random.Random(selection.seed_of(group.id, group.season, local, question.id))
        new = NewRound(
            question.id, question.revision, question.concept, type_of(question).order(question, rng)
        )
        posed = await self._services.store.rounds.open_daily(
            group.id,
            new,
            local_date=local,
            opened_at=millis(day.question_at),
            closes_at=millis(day.closes_at),
        )
        until = max(day.question_until, day.question_at + timedelta(minutes=1))
        earlier = await self._services.store.deliveries.of_day(group.id, local)
        others = [
            row for row in earlier if row.kind == DeliveryKind.QUESTION and row.round_id != posed.id
        ]
        rows = post_rows(
            group,
            channels,
            DeliveryKind.QUESTION,
            local,
            day.question_at,
            until,
            subject=posed.question_id,
            round_id=posed.id,
            sequence=max((row.sequence + 1 for row in others), default=0),
        )
        await self._services.store.deliveries.plan(group.id, rows)
        return posed


def since_of(group: Group) -> datetime:
    return from_millis(group.created_at if group.settings.since is None else group.settings.since)
