"""Checkpoints in a group's plan: opened with every fifth study day's questions, closed with them.

A checkpoint is open as long as the day's question, but at least until midnight: it is taken at
one's own time that day. It is told of in one post, which says in the end how it went.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.study import policy
from bot.study.checkpoint import Checkpoint, Mixed, MixedAsked, NewCheckpoint, left_until
from bot.study.course_plan import group_seed, study_dates, this_season
from bot.study.delivery import Delivery, DeliveryKind, NewDelivery
from bot.study.instants import from_millis, millis
from bot.study.planning.closing import UNSURE
from bot.study.planning.picking import known_of, position_of, season_of
from bot.study.planning.plan import CheckpointClose, CheckpointOpening
from bot.study.planning.post_rows import post_key, post_rows
from bot.study.planning.view import Bank, GroupView, OpenCheckpoint
from bot.study.round import RoundState
from bot.study.study_day import Day
from content.model import Course


def left(view: GroupView, course: Course) -> int:
    """Study days from the group's latest one until the next checkpoint; 0 where the latest one
    should have had it. ``view`` has its bank."""
    dates = study_dates(this_season(view.group, course, view.history))
    mixed = [asked.local_date for asked in view.mixed if asked.season == view.group.season]
    return left_until(dates, max(mixed, default=""))


def opened(
    view: GroupView, course: Course, day: Day, concept: str | None
) -> tuple[GroupView, CheckpointOpening | None]:
    """The checkpoint of ``day``, whose questions are in the history already, and ``view`` with it.

    None where it is not the day of one, organizers turned them off, or too few questions can be
    asked. ``concept`` is the day's.
    """
    local = day.day.isoformat()
    if not view.group.settings.checkpoints or left(view, course):
        return view, None
    if any(asked.local_date >= local for asked in view.mixed):  # a group that moved west
        return view, None
    chosen = _chosen(view, course, local, concept)
    if not chosen:
        return view, None
    at, closes = millis(day.question_at), millis(max(day.closes_at, day.ends_at))
    questions = tuple(Mixed(one.question.id, one.question.concept) for one in chosen)
    new = NewCheckpoint(view.group.season, course.slug, local, at, closes, questions)
    posts = post_rows(
        view.group,
        view.channels,
        DeliveryKind.CHECKPOINT,
        local,
        day.question_at,
        max(day.question_until, day.ends_at),
    )
    return _with(view, new), CheckpointOpening(new, tuple(posts))


def closed(view: GroupView, now: int) -> tuple[GroupView, tuple[CheckpointClose, ...]]:
    """The checkpoints whose time is over at ``now`` (epoch ms), and ``view`` without them."""
    over = [each for each in view.checkpoints if each.checkpoint.over(now)]
    if not over:
        return view, ()
    still = tuple(each for each in view.checkpoints if each not in over)
    closes = (
        CheckpointClose(each.checkpoint.id, now, tuple(_results(each, view.group.id)))
        for each in over
    )
    return replace(view, checkpoints=still), tuple(closes)


def moments(view: GroupView) -> list[datetime]:
    """When open checkpoints close."""
    return [from_millis(each.checkpoint.closes_at) for each in view.checkpoints]


def _chosen(
    view: GroupView, course: Course, local: str, concept: str | None
) -> Sequence[policy.Choice]:
    """Mixed questions that are neither open in the group nor were asked lately."""
    known = known_of(view, course, local, view.history)
    open_ = {each.round.question_id for each in view.open}
    return policy.checkpoint(
        course,
        position_of(view, course, view.history, local),
        season_of(view, course, local, view.history),
        local,
        group_seed(view.group),
        today=concept,
        not_about={
            asked.concept_id
            for asked in view.history
            if asked.local_date == local and asked.state == RoundState.VOID
        },
        known=replace(known, withdrawn={*known.withdrawn, *open_}),
    )


def _with(view: GroupView, new: NewCheckpoint) -> GroupView:
    """When to look next depends on what is open then, and a question posed later today on what
    was asked."""
    made = Checkpoint(
        0,  # no id is given out yet
        view.group.id,
        new.season,
        new.course,
        new.local_date,
        new.opened_at,
        new.closes_at,
        None,
        0,
        new.questions,
    )
    bank = view.bank or Bank()
    asked = tuple(
        MixedAsked(new.season, one.question_id, one.concept_id, new.local_date)
        for one in new.questions
    )
    return replace(
        view,
        checkpoints=(*view.checkpoints, OpenCheckpoint(made)),
        bank=replace(bank, mixed=(*bank.mixed, *asked)),
    )


def _results(each: OpenCheckpoint, group_id: int) -> Iterator[NewDelivery]:
    """How it went goes into each post about it. Where it is not known whether that went out, it
    waits until it is, or is posted if that can never be known."""
    found, local = each.checkpoint, each.checkpoint.local_date
    for told in each.posts:
        if told.message is None and told.state not in UNSURE:
            continue
        yield _row(told, group_id, local, found.closes_at)


def _row(told: Delivery, group_id: int, local: str, at: int) -> NewDelivery:
    kind = DeliveryKind.CHECKPOINT_OVER
    return NewDelivery(
        channel=told.channel,
        kind=kind,
        local_date=local,
        sequence=told.sequence,
        due_at=at,
        key=post_key(group_id, told.channel, kind, local, told.sequence),
        target=told.message,
    )
