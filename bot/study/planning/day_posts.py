"""The posts of a study day: last week's leaderboard, the concept, the questions, the goodbye."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from bot.study import calendar
from bot.study.course_plan import met
from bot.study.delivery import DeliveryKind, NewDelivery
from bot.study.instants import from_millis, millis
from bot.study.planning.phase import Phase
from bot.study.planning.picking import concept_of, pick
from bot.study.planning.plan import Opening
from bot.study.planning.post_rows import post_rows
from bot.study.planning.view import GroupView
from bot.study.questions import type_of
from bot.study.round import Asked, NewRound, Round, RoundState
from bot.study.seeds import seed_of
from bot.study.study_day import Day, study_day
from content.model import Course, Question

GOODBYE_WITHIN = timedelta(days=7)
"""So long a goodbye waits for a channel that cannot be posted to."""


def week_posts(view: GroupView, day: Day, phase: Phase) -> list[NewDelivery]:
    """The recap of last week, with the first post of a week that had a week before it."""
    if view.group.settings.quiet_weeks:
        return []
    week, _ = calendar.periods(day.day - timedelta(days=7))
    last = view.last_week
    if last is not None and last.subject >= week:  # a group that moved west lives days again
        return []
    if not view.week_counted or _was_begun(view, phase, day.day):
        return []
    return post_rows(
        view.group,
        view.channels,
        DeliveryKind.WEEK,
        day.day.isoformat(),
        day.first_at,
        day.ends_at,
        subject=week,
    )


def _was_begun(view: GroupView, phase: Phase, today: date) -> bool:
    """Whether the week of ``today`` had its first post on an earlier day that is forgotten, since
    a backup was put back. What goes out with a week's first post must not come again."""
    if view.restored is None:
        return False
    restored, since = (from_millis(at) for at in view.restored)
    schedule = view.group.schedule
    before = today - timedelta(days=today.isoweekday())
    try:
        first = calendar.next_study_day(before, schedule.days, phase.off)
        begun = study_day(schedule, first, phase.off).first_at
    except calendar.NoStudyDay:
        return False
    return first < today and since < begun <= restored


def concept_posts(view: GroupView, course: Course, day: Day) -> list[NewDelivery]:
    """The day's concept; none where the day has one, whatever became of the channel since."""
    position = met(view.group, course)
    if day.concept_at is None or position >= len(course.plan):
        return []
    local = day.day.isoformat()
    if concept_of(view, course, local) is not None:
        return []
    subject = course.plan[position]
    at, until = day.concept_at, day.ends_at
    kind = DeliveryKind.CONCEPT
    return post_rows(view.group, view.channels, kind, local, at, until, subject=subject)


def goodbye_posts(view: GroupView, day: Day, until: date) -> list[NewDelivery]:
    """The row is the ending's own: one a season, whatever day it goes out on."""
    return post_rows(
        view.group,
        view.channels,
        DeliveryKind.GOODBYE,
        until.isoformat(),
        day.first_at,
        day.first_at + GOODBYE_WITHIN,
        sequence=view.group.season,
    )


def is_asked(view: GroupView, day: Day) -> bool:
    """Whether the day's questions are planned already. One that was withdrawn is none. A group
    that has moved since was asked where it was; its next question comes in the new channel.
    """
    local = day.day.isoformat()
    planned = {row.round_id for row in view.posts_on(local, DeliveryKind.QUESTION)}
    posed = [each for each in view.rounds if each.local_date == local]
    return bool(posed) and all(each.id in planned for each in posed)


def openings(
    view: GroupView,
    course: Course,
    day: Day,
    concept: str | None,
    positions: Collection[int] = (),
) -> Iterator[Opening]:
    """The day's questions at ``positions`` that are not posed yet, or not planned as posts.

    ``concept`` is the day's, posted or about to be. Without ``positions`` it is as many as the
    group has a day; a day that has begun keeps what it began with.
    """
    local, history = day.day.isoformat(), view.history
    rows = view.posts_on(local, DeliveryKind.QUESTION)
    posed = {each.position: each for each in view.rounds if each.local_date == local}
    sequence = max((row.sequence + 1 for row in rows), default=0)
    for position in positions or sorted(posed) or range(view.group.settings.questions):
        there = posed.get(position)
        if there is not None:
            if any(row.round_id == there.id for row in rows):
                continue
            question_id, new = there.question_id, None
        else:
            found = pick(view, course, local, history, concept)
            if found is None:
                return
            question_id, new = found.question.id, _new(view, local, found.question)
            history = (*history, Asked(new.question_id, new.concept_id, local, RoundState.OPEN))
        yield _opening(view, day, position, sequence, question_id, new, there)
        sequence += 1


def _opening(
    view: GroupView,
    day: Day,
    position: int,
    sequence: int,
    question_id: str,
    new: NewRound | None,
    there: Round | None,
) -> Opening:
    local, until = day.day.isoformat(), max(day.question_until, day.question_at + _A_MINUTE)
    posts = post_rows(
        view.group,
        view.channels,
        DeliveryKind.QUESTION,
        local,
        day.question_at,
        until,
        subject=question_id,
        sequence=sequence,
    )
    at, closes = millis(day.question_at), millis(day.closes_at)
    return Opening(local, position, at, closes, tuple(posts), new, there)


_A_MINUTE = timedelta(minutes=1)


def _new(view: GroupView, local: str, question: Question) -> NewRound:
    group = view.group
    rng = random.Random(seed_of(group.id, group.season, local, question.id))
    order = type_of(question).order(question, rng)
    return NewRound(question.id, question.revision, question.concept, order)


def replacement_day(view: GroupView, taken: Round, now: datetime) -> Day | None:
    """What is left of the study day whose question ``taken`` was withdrawn; None where that is
    too little for another one."""
    zone = view.group.schedule.zone
    today = calendar.local_date(now, zone)
    if taken.closes_at is None or taken.local_date != today.isoformat():
        return None
    night = calendar.moment(zone, today + timedelta(days=1), 0)
    day = Day(today, None, now, from_millis(taken.closes_at), night)
    opened = Day(today, None, from_millis(taken.opened_at), day.closes_at, night)
    return None if now >= opened.question_until else day
