"""Checkpoints in a group's plan, and what is told of how one went. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.study.checkpoint import EVERY, Mixed, left_until, missed
from bot.study.delivery import DeliveryKind, DeliveryState
from bot.study.group import GroupState
from bot.study.group_settings import GroupSettings
from bot.study.instants import from_millis
from bot.study.planning import checkpoints
from bot.study.planning.look import Look
from bot.study.planning.view import Due
from bot.study.round import RoundState
from tests.study.test_planning import COURSE, World, asked, schedule


def test_a_checkpoint_is_due_with_the_fifth_study_day_since_the_last() -> None:
    days = [f"2026-11-{n:02}" for n in range(2, 12)]
    assert [left_until(days[:n], "") for n in range(7)] == [5, 4, 3, 2, 1, 0, 0]
    assert left_until(days[:6], days[4]) == 4
    assert left_until(days[:10], days[4]) == 0
    assert left_until([days[0]] * 9, "") == 4, "a day with several questions is one"


def test_the_most_missed_concept_is_the_one_that_fewest_got_right() -> None:
    asked = (Mixed("a", "one", 4, 4), Mixed("b", "two", 4, 2), Mixed("c", "three", 3, 1))
    assert missed(asked) == "three"
    assert missed((Mixed("a", "one", 2, 1), Mixed("b", "two", 8, 4))) == "two", "more answers"
    assert missed((Mixed("a", "one", 4, 4), Mixed("b", "two"))) == ""


def test_every_fifth_study_day_has_a_checkpoint_of_mixed_questions() -> None:
    world = World(schedule())
    world.run(60)
    study_days = list(dict.fromkeys(posed.local_date for posed in world.rounds))
    told = [each.local_date for each in world.checkpoints]
    assert told == study_days[4::5] and len(told) >= 3
    first = world.checkpoints[0]
    carded = {d.subject for d in world.posts if d.local_date < first.local_date}
    assert {one.concept_id for one in first.questions} <= carded
    sections = [COURSE.concepts[one.concept_id].section for one in world.checkpoints[2].questions]
    assert len(set(sections)) > 1


def test_a_checkpoint_that_was_put_together_again_is_the_same() -> None:
    one, other = World(schedule()), World(schedule())
    one.run(40)
    other.run(40)
    assert one.checkpoints == other.checkpoints


def test_without_checkpoints_none_comes_and_they_may_be_turned_on_late() -> None:
    world = World(schedule())
    world.group = replace(world.group, settings=GroupSettings(checkpoints=False))
    world.run(12)
    assert world.checkpoints == []
    settings = replace(world.group.settings, checkpoints=True)
    world.group = replace(world.group, settings=settings)
    now = from_millis(world.group.due_at or 0)
    view = world.view(now)
    assert checkpoints.left(view, COURSE) == 0
    world.live(now)
    assert [each.local_date for each in world.checkpoints] == [now.date().isoformat()]
    assert checkpoints.left(world.view(now), COURSE) == EVERY


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (DeliveryState.SENT, 1),
        (DeliveryState.SENDING, 1),
        (DeliveryState.FAILED, 1),
        (DeliveryState.SKIPPED, 0),
        (DeliveryState.PLANNED, 0),
    ],
)
def test_how_a_checkpoint_went_is_told_where_it_may_have_been_seen(
    state: DeliveryState, told: int
) -> None:
    world = World(schedule())
    world.run(8)
    (open_,) = world.checkpoints
    seen = state == DeliveryState.SENT
    world.posts = [
        d
        if d.kind != DeliveryKind.CHECKPOINT
        else replace(d, state=state, message=d.message if seen else None)
        for d in world.posts
    ]
    now = from_millis(open_.closes_at)
    (close,) = world.look(now).checkpoint_closes
    assert len(close.posts) == told
    for row in close.posts:
        assert (row.kind, row.target is not None) == (DeliveryKind.CHECKPOINT_OVER, seen)
    assert world.look(now - timedelta(seconds=1)).checkpoint_closes == ()


def test_a_question_that_takes_the_place_of_another_leaves_the_checkpoint_alone() -> None:
    world = World(schedule())
    world.run(8)
    (open_,) = world.checkpoints
    taken = world.rounds[-1]
    now = from_millis(open_.opened_at) + timedelta(hours=1)
    world.rounds[-1] = replace(taken, state=RoundState.VOID)
    plan = Look(world.view(now), COURSE, asked, now).withdrawn(taken, Due(()))
    assert plan.checkpoint is None and plan.checkpoint_closes == ()
    (opening,) = plan.openings
    assert opening.new is not None
    assert opening.new.question_id not in {one.question_id for one in open_.questions}
    assert opening.new.concept_id not in {one.concept_id for one in open_.questions}


def test_a_pause_does_not_keep_a_checkpoint_from_closing() -> None:
    world = World(schedule())
    world.run(8)
    (open_,) = world.checkpoints
    world.group = replace(world.group, state=GroupState.PAUSED)
    now = from_millis(open_.opened_at) + timedelta(hours=1)
    view = world.view(now)
    assert Look(view, COURSE, asked, now).next_due() == open_.closes_at
    world.live(from_millis(open_.closes_at))
    assert world.checkpoints[0].closed_at == open_.closes_at
