"""Which question a group gets on a study day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.study import policy
from bot.study.course_plan import (
    earlier_seasons,
    group_seed,
    met,
    opening_of,
    study_dates,
    this_season,
)
from bot.study.delivery import DeliveryKind
from bot.study.group import Rhythm
from bot.study.planning.view import Bank, GroupView
from bot.study.round import Asked, Round, RoundState
from content.model import Course

TOLD_FOR = timedelta(days=60)
"""So long people may remember the results of another group's question."""


def told_since(day: str) -> str:
    """The first local date of which the results may be remembered on ``day``."""
    return (date.fromisoformat(day) - TOLD_FOR).isoformat()


def pick(
    view: GroupView, course: Course, day: str, history: Sequence[Asked], concept: str | None
) -> policy.Choice | None:
    """The next question of the local date ``day``: the same for the whole group.

    ``history`` has the group's daily questions before it, this day's earlier ones too, and
    ``concept`` is the day's. It is about an earlier concept; before any has questions, the day's
    own are better than none.
    """
    gone = {a.concept_id for a in history if a.local_date == day and a.state == RoundState.VOID}
    mixed = [asked for asked in view.mixed if asked.local_date == day]
    known = known_of(view, course, day, history)
    return policy.choose(
        course,
        position_of(view, course, history, day),
        season_of(view, course, day, history),
        day,
        group_seed(view.group),
        today=concept,
        not_about=gone | {asked.concept_id for asked in mixed},
        per_day=view.group.settings.questions,
        known=replace(known, withdrawn={*known.withdrawn, *(a.question_id for a in mixed)}),
    )


def season_of(
    view: GroupView, course: Course, day: str, history: Sequence[Asked]
) -> list[policy.AskedLike]:
    """What the group was asked this season up to the local date ``day``, oldest first: daily
    questions as in ``history``, and checkpoints of days before."""
    daily = [a for a in this_season(view.group, course, history) if a.state != RoundState.VOID]
    mixed = [
        asked
        for asked in view.mixed
        if asked.season == view.group.season
        and asked.local_date < day
        and asked.question_id in course.questions
    ]
    both: list[policy.AskedLike] = [*daily, *mixed]
    return sorted(both, key=lambda asked: asked.local_date) if mixed else both


def known_of(view: GroupView, course: Course, day: str, history: Sequence[Asked]) -> policy.Known:
    """What else decides on the local date ``day`` whether a question may come."""
    bank, group = view.bank or Bank(), view.group
    today = {
        asked.question_id
        for asked in history
        if asked.local_date == day and asked.state == RoundState.VOID
    }
    earlier: list[policy.AskedLike] = [*earlier_seasons(group, history)]
    earlier += [asked for asked in bank.mixed if asked.season != group.season]
    return policy.Known(
        withdrawn=withdrawn_ids(bank.withdrawn, course) | today,
        told=_told(bank.told, course),
        earlier=[a.question_id for a in sorted(earlier, key=lambda a: a.local_date)],
    )


def reasons(view: GroupView, course: Course) -> list[str]:
    """Why the newest day's questions were chosen, a sentence each; nothing is said of one that
    would not be chosen any more, because the course or the group's answers have changed."""
    told: list[str] = []
    for posed in view.rounds:
        before = _before(view.history, posed)
        concept = concept_of(view, course, posed.local_date)
        found = pick(view, course, posed.local_date, before, concept)
        if found is not None and found.question.id == posed.question_id:
            told.append(policy.explain(course, found))
    return told


def _before(history: Sequence[Asked], posed: Round) -> list[Asked]:
    """What the group had been asked when ``posed`` was chosen."""
    ids = [(asked.local_date, asked.question_id) for asked in history]
    own = (posed.local_date, posed.question_id)
    return list(history[: ids.index(own)]) if own in ids else list(history)


def withdrawn_ids(taken: frozenset[tuple[str, int]], course: Course) -> frozenset[str]:
    """Ids of the course's questions that read as they did when they were taken back."""
    return frozenset(
        id_
        for id_, revision in taken
        if (question := course.questions.get(id_)) is not None and question.revision == revision
    )


def _told(near: frozenset[tuple[str, str]], course: Course) -> frozenset[str]:
    """Ids of questions that other groups in the group's workspaces were asked lately: members of
    both, or whoever reads the other channel, may have seen the results."""
    return frozenset(
        id_
        for id_, concept in near
        if (question := course.questions.get(id_)) is not None and question.concept == concept
    )


def concept_of(view: GroupView, course: Course, day: str) -> str | None:
    """The concept planned for the local date ``day``, posted or not."""
    for row in view.posts_on(day, DeliveryKind.CONCEPT):
        if row.subject in course.concepts:
            return row.subject
    return None


def position_of(view: GroupView, course: Course, history: Sequence[Asked], today: str) -> int:
    """How many concepts of the plan may be asked about; one more each day without concepts."""
    group = view.group
    if group.schedule.rhythm != Rhythm.QUESTIONS:
        return met(group, course)
    asked = len(set(study_dates(this_season(group, course, history))) - {today})
    first = 1 if opening_of(course) else 0
    return min(len(course.plan), max(met(group, course), first + asked + 1))
