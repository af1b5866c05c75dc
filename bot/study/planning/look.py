"""One look at a group: what is due now, and when to look next."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.study import calendar, ending
from bot.study.delivery import DeliveryKind, NewDelivery
from bot.study.group import Group, GroupState
from bot.study.instants import from_millis, millis
from bot.study.planning import checkpoints, closing
from bot.study.planning.day_posts import (
    concept_posts,
    goodbye_posts,
    is_asked,
    openings,
    replacement_day,
    week_posts,
)
from bot.study.planning.phase import Phase, phase_of
from bot.study.planning.picking import concept_of
from bot.study.planning.plan import (
    CheckpointClose,
    CheckpointOpening,
    Close,
    GroupChange,
    GroupPlan,
    Notice,
    Opening,
    Release,
    Told,
)
from bot.study.planning.view import Bank, Due, GroupView, OpenRound, since_of, today_of
from bot.study.round import Asked, NewRound, Round, RoundKind
from bot.study.study_day import Day, next_moment, study_day
from content.model import Course, Question

SET_BACK = 1_000
"""Milliseconds by which a clock has to go back before anything is doubted."""


class NeedsBank(Exception):
    """A question is to be chosen, and the view was loaded without its bank."""


@dataclass(slots=True)
class Look:
    """A plan in the making. ``course`` is the group's; ``asked`` finds what any round asks."""

    view: GroupView
    course: Course | None
    asked: Callable[[Round], Question | None]
    now: datetime
    closes: list[Close] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    notices: list[Told] = field(default_factory=list)
    posts: list[NewDelivery] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    checkpoint_closes: tuple[CheckpointClose, ...] = ()
    checkpoint: CheckpointOpening | None = None

    @property
    def group(self) -> Group:
        return self.view.group

    @property
    def today(self) -> date:
        return today_of(self.view, self.now)

    def due(self) -> GroupPlan:
        """Everything whose time has come. Raises ``NeedsBank``."""
        before = self.group
        self._be_sane()
        self._wake()
        many = self._close()
        if many is not None:
            return replace(self._plan(before, look_again=False), settle=many)
        self.view, self.checkpoint_closes = checkpoints.closed(self.view, millis(self.now))
        if self.course is None:
            self.notices.append(Told(Notice.NO_COURSE))
        elif self.group.state == GroupState.ACTIVE:
            phase = phase_of(self.view, self.course, self.today)
            self._ask_what_next(self.course, phase)
            self._open_day(self.course, phase)
        return self._plan(before)

    def day(self, day: Day) -> GroupPlan:
        """The posts of ``day``, whether or not its time has come. Raises ``NeedsBank``."""
        before = self.group
        if self.course is not None:
            self.posts += concept_posts(self.view, self.course, day)
            self._ask(self.course, day)
        return self._plan(before, look_again=False)

    def closed(self, posed: Round, due: Due, at: int) -> GroupPlan:
        """``posed`` closes as of ``at``, ahead of its time."""
        self._close_one(posed, due, at)
        return self._plan(self.group, look_again=False)

    def withdrawn(self, taken: Round, due: Due) -> GroupPlan:
        """``taken`` (as it was before) was taken back: another question comes in its place where
        enough of its day is left. Raises ``NeedsBank``."""
        before = self.group
        self.releases += closing.releases(taken, due, millis(self.now))
        if self.course is not None and self.group.state == GroupState.ACTIVE:
            day = replacement_day(self.view, taken, self.now)
            if day is not None:
                self._ask(self.course, day, (taken.position,))
        return self._plan(before, look_again=False)

    def next_due(self) -> int | None:
        """When the group has to be looked at again, in epoch milliseconds."""
        group, schedule = self.group, self.group.schedule
        moments = [
            from_millis(each.round.closes_at)
            for each in self.view.open
            if each.round.closes_at is not None
        ]
        moments += checkpoints.moments(self.view)
        off = phase_of(self.view, self.course, self.today).off
        since = since_of(group)
        if group.state == GroupState.ACTIVE:
            following = next_moment(schedule, off, self.now, since)
            moments += [following] if following else []
        elif group.state == GroupState.PAUSED and group.paused_until:
            day = datetime.fromisoformat(group.paused_until).date()
            wakes = calendar.moment(schedule.zone, day, 0)
            before = wakes - timedelta(milliseconds=1)
            moments.append(next_moment(schedule, off, before, since) or wakes)
        return millis(min(moments)) if moments else None

    # what is due

    def _be_sane(self) -> None:
        """What an organizer did by a clock that was ahead counts from now."""
        if millis(since_of(self.group)) > millis(self.now) + SET_BACK:
            self._settings(since=millis(self.now))

    def _wake(self) -> None:
        """Ends a pause whose day has come; a clock set back then finds the days before it done."""
        until = self.group.paused_until
        if self.group.state != GroupState.PAUSED or until is None:
            return
        if self.today.isoformat() < until:
            return
        wakes = calendar.moment(self.group.schedule.zone, date.fromisoformat(until), 0)
        if since_of(self.group) < wakes:
            self._settings(since=millis(wakes))
        self._change(state=GroupState.ACTIVE, paused_until=None)

    def _close(self) -> Round | None:
        """Closes the questions whose time is over; one with too many choices is returned."""
        for each in self.view.open:
            posed, due = each.round, each.due
            if due is None or posed.closes_at is None or posed.closes_at > millis(self.now):
                continue
            if closing.many(due):
                return posed
            self._close_one(posed, due, posed.closes_at)
        return None

    def _close_one(self, posed: Round, due: Due, at: int) -> None:
        question = self.asked(posed)
        now = millis(self.now)
        self.closes.append(closing.close(posed, due, at, now, known=question is not None))
        self.releases += closing.releases(posed, due, at)
        told = closing.closed_tally(posed, due, question)
        history = tuple(
            told if _is(entry, posed) and entry.state == posed.state else entry
            for entry in self.view.history
        )
        if due.pending:
            # The choices of Friday's question are points of last week.
            self.view = replace(self.view, week_counted=True)
        still = tuple(each for each in self.view.open if each.round.id != posed.id)
        bank = replace(self.view.bank, history=history) if self.view.bank else None
        self.view = replace(self.view, open=still, bank=bank)

    def _ask_what_next(self, course: Course, phase: Phase) -> None:
        """Organizers hear once a season, some study days before the last concept."""
        group = self.group
        if group.settings.told_of_end == group.season:
            return
        if not ending.asks_what_next(phase.done, len(course.plan)):
            return
        self.notices.append(Told(Notice.WHAT_NEXT, len(course.plan) - phase.done))
        self._settings(told_of_end=group.season)

    def _open_day(self, course: Course, phase: Phase) -> None:
        group, now, today = self.group, self.now, self.today
        if not calendar.is_study_day(today, group.schedule.days, phase.off):
            return
        try:
            day = study_day(group.schedule, today, phase.off)
        except calendar.NoStudyDay:
            return
        since = since_of(group)
        begun = since <= day.first_at <= now
        if begun:
            self.posts += week_posts(self.view, day, phase)
        if phase.over(today):
            # Once no question is open.
            if begun and phase.until is not None and not self.view.open:
                self.posts += goodbye_posts(self.view, day, phase.until)
                self._change(state=GroupState.ENDED, paused_until=None)
            return
        if day.concept_at and since <= day.concept_at <= now:
            self.posts += concept_posts(self.view, course, day)
        if since <= day.question_at <= now < day.question_until and not is_asked(self.view, day):
            self._ask(course, day)

    def _ask(self, course: Course, day: Day, positions: Collection[int] = ()) -> None:
        if self.view.bank is None:
            raise NeedsBank
        new = [row.subject for row in self.posts if row.kind == DeliveryKind.CONCEPT]
        concept = new[0] if new else concept_of(self.view, course, day.day.isoformat())
        for opening in openings(self.view, course, day, concept, positions):
            self.openings.append(opening)
            if opening.new is not None:
                self._opened(opening, opening.new)
        if not positions:
            self.view, self.checkpoint = checkpoints.opened(self.view, course, day, concept)

    def _opened(self, opening: Opening, new: NewRound) -> None:
        """When to look next depends on what is open then."""
        posed = Round(
            -len(self.openings),  # no id is given out yet
            self.group.id,
            RoundKind.DAILY,
            new.question_id,
            new.revision,
            new.concept_id,
            new.order,
            opening.local_date,
            opening.opened_at,
            opening.closes_at,
            position=opening.position,
        )
        asked = Asked(new.question_id, new.concept_id, opening.local_date, posed.state)
        self.view = replace(
            self.view,
            open=(*self.view.open, OpenRound(posed)),
            bank=replace(self.view.bank or Bank(), history=(*self.view.history, asked)),
        )

    # the plan

    def _settings(self, **changes: int) -> None:
        settings = replace(self.group.settings, **changes)  # type: ignore[arg-type]
        self.view = self.view.of(replace(self.group, settings=settings))

    def _change(self, *, state: GroupState, paused_until: str | None) -> None:
        self.view = self.view.of(replace(self.group, state=state, paused_until=paused_until))

    def _plan(self, before: Group, *, look_again: bool = True) -> GroupPlan:
        after = self.group
        moved = after.state != before.state
        due = self.next_due() if look_again else before.due_at
        change = GroupChange(
            settings=after.settings if after.settings != before.settings else None,
            state=after.state if moved else None,
            paused_until=after.paused_until if moved else None,
            due_at=due,
            look_again=due != before.due_at,
        )
        return GroupPlan(
            closes=tuple(self.closes),
            releases=tuple(self.releases),
            notices=tuple(self.notices),
            posts=tuple(self.posts),
            openings=tuple(self.openings),
            checkpoint_closes=self.checkpoint_closes,
            checkpoint=self.checkpoint,
            change=change,
        )


def _is(entry: Asked, posed: Round) -> bool:
    return (entry.question_id, entry.local_date) == (posed.question_id, posed.local_date)
