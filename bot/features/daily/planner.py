"""Turns "the time has come" into rows: rounds closed and opened, posts planned.

``bot.study.planning`` says what; here it is asked for and written. A group is planned in one
transaction, and may be planned again: unique rows make the second time change nothing.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import structlog

from bot.features.daily.settling import settling
from bot.features.daily.views import view_of
from bot.features.daily.words import words
from bot.features.services import Services
from bot.study import calendar, ending
from bot.study.group import Group, Rhythm
from bot.study.planning import closing
from bot.study.planning.look import Look, NeedsBank
from bot.study.planning.plan import GroupPlan, Notice, Told
from bot.study.planning.view import GroupView, Wanted, wanted
from bot.study.round import Round
from bot.study.study_day import Day
from content.model import Question
from storage.group_planning import Writing

log = structlog.get_logger()


class Planner:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def plan(self, group: Group) -> bool:
        """Does what is due for one group now and sets when to look next; an act.

        True when there is more of it than one transaction should hold: then it is called again.
        """
        view = await self._services.store.planning.view(self._wanted(group))
        if view is None:
            return False
        try:
            if (view.group.schedule, view.group.settings) != (group.schedule, group.settings):
                # It was changed since it was found to be due: today may be another day.
                view = await view_of(self._services, view.group)
            plan = self._look(view).due()
        except NeedsBank:
            plan = self._look(await view_of(self._services, view.group, bank=True)).due()
        await self._write(view.group, plan)
        return plan.more

    def _wanted(self, group: Group) -> Wanted:
        """With the bank from the time of the day's question on."""
        now = self._services.clock.now()
        at = group.schedule.times[1 if group.schedule.rhythm == Rhythm.SPREAD else 0]
        local = now.astimezone(ZoneInfo(group.schedule.zone))
        return wanted(group, now, bank=local.hour * 60 + local.minute >= at)

    async def next_due(self, group: Group) -> int | None:
        """When the planner has to look at the group again, in epoch ms."""
        return self._look(await view_of(self._services, group)).next_due()

    async def look_again(self, group_id: int) -> int | None:
        """To be called when anything about a group was changed; returns its next moment.

        What is due already stays due: the change must not take it from the next ``plan``.
        """
        group, now = await self._services.store.groups.get(group_id), self._services.now()
        if group is None:
            return None
        due = await self.next_due(group)
        if group.due_at is None or group.due_at > now:
            await self._services.store.groups.set_due(group_id, due)
        return due

    async def open_day(self, group: Group, day: Day) -> bool:
        """Posts ``day`` whether or not its time has come; whether it has a question."""
        plan = self._look(await view_of(self._services, group, bank=True)).day(day)
        await self._write(group, plan)
        return bool(plan.openings)

    async def close_early(self, group: Group, posed: Round, at: int) -> None:
        """Closes a question as of ``at``, ahead of its time.

        Where many have answered, its time is over from then on, and the planner closes it in steps.
        """
        view = await view_of(self._services, group)
        due = await self._services.store.planning.due_of(posed.id)
        if closing.many(due):
            await self._write(group, GroupPlan(settle=posed))
            await self._services.store.rounds.set_closes(posed.id, at)
        else:
            await self._write(group, self._look(view).closed(posed, due, at))

    async def withdrawn(self, group: Group, taken: Round) -> bool:
        """To be called when ``taken`` (as it was before) was taken back.

        Asks another question in its place where enough of its day is left: True where there is
        one, and its posts are planned.
        """
        due = await self._services.store.planning.due_of(taken.id)
        look = self._look(await view_of(self._services, group, bank=True))
        plan = look.withdrawn(taken, due)
        await self._write(group, plan)
        await self.look_again(group.id)
        return bool(plan.openings)

    def _look(self, view: GroupView) -> Look:
        def asked(posed: Round) -> Question | None:
            found = self._services.asked(view.group, posed)
            return found[1] if found else None

        course = self._services.course(view.group)
        return Look(view, course, asked, self._services.clock.now())

    async def _write(self, group: Group, plan: GroupPlan) -> None:
        for each in plan.closes:
            if each.never:
                log.info("question was never posted: it counts for nobody", round=each.round.id)
        notices = [self._words(group, told) for told in plan.notices]
        writing = Writing(
            group, plan, notices, self._services.now(), settling(self._services, group)
        )
        await self._services.store.planning.write(writing)

    def _words(self, group: Group, told: Told) -> str:
        course = self._services.course(group)
        if told.notice is Notice.NO_COURSE or course is None:
            return words("no-course", course=group.course)
        review = calendar.days_words(ending.review_weekdays(group.schedule.days))
        weeks = ending.REVIEW_WEEKS
        return words("what-next", left=told.left, course=course.title, days=review, weeks=weeks)
