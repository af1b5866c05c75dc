"""A look at a group: one view in, one plan out. Pure, so that any view can be made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.refs import ChannelRef, MessageRef, WorkspaceRef
from bot.study import calendar
from bot.study.checkpoint import EVERY, Checkpoint, MixedAsked
from bot.study.course_plan import met
from bot.study.delivery import Delivery, DeliveryKind, DeliveryState, NewDelivery
from bot.study.group import Group, GroupState, Rhythm, Schedule
from bot.study.group_settings import GroupSettings
from bot.study.instants import from_millis, millis
from bot.study.planning import closing
from bot.study.planning.look import Look, NeedsBank
from bot.study.planning.plan import CheckpointOpening, GroupPlan, Notice
from bot.study.planning.upcoming import next_post
from bot.study.planning.view import Bank, Due, GroupView, OpenCheckpoint, OpenRound
from bot.study.policy import CHECKPOINT_LEAST
from bot.study.round import Asked, Round, RoundKind, RoundState
from content.model import Question
from tests.study.courses import course

COURSE = course()
START = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
CHANNELS = tuple(ChannelRef(WorkspaceRef("x", "w"), f"c{n}") for n in range(2))
ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Niue")


def asked(posed: Round) -> Question | None:
    return COURSE.questions.get(posed.question_id)


class World:
    """A group whose plans are carried out in memory, and whose posts go out at once."""

    def __init__(self, schedule: Schedule, questions: int = 1, channels: int = 1) -> None:
        self.group = Group(
            1,
            COURSE.slug,
            schedule,
            GroupState.ACTIVE,
            millis(START),
            millis(START),
            settings=GroupSettings(questions=questions),
        )
        self.channels = CHANNELS[:channels]
        self.rounds: list[Round] = []
        self.posts: list[Delivery] = []
        self.free: frozenset[str] = frozenset()
        self.notices: list[Notice] = []
        self.checkpoints: list[Checkpoint] = []

    def view(self, now: datetime, *, bank: bool = True) -> GroupView:
        today = calendar.local_date(now, self.group.schedule.zone).isoformat()
        dailies = [r for r in self.rounds if r.state != RoundState.VOID and r.local_date >= today]
        concepts = [d for d in self.posts if d.kind == DeliveryKind.CONCEPT]
        return GroupView(
            self.group,
            self.channels,
            self.free,
            tuple(self._open(r, now) for r in self.rounds if r.state == RoundState.OPEN),
            tuple(dailies),
            tuple(d for d in self.posts if d.local_date >= today),
            concepts[-1] if concepts else None,
            bank=self._bank() if bank else None,
            checkpoints=tuple(self._told(c) for c in self.checkpoints if c.closed_at is None),
        )

    def _bank(self) -> Bank:
        mixed = [
            MixedAsked(each.season, one.question_id, one.concept_id, each.local_date)
            for each in self.checkpoints
            for one in each.questions
        ]
        return Bank(tuple(self._asked(r) for r in self.rounds), mixed=tuple(mixed))

    def _told(self, open_: Checkpoint) -> OpenCheckpoint:
        kind = DeliveryKind.CHECKPOINT
        rows = [d for d in self.posts if (d.kind, d.local_date) == (kind, open_.local_date)]
        return OpenCheckpoint(open_, tuple(rows))

    def _open(self, posed: Round, now: datetime) -> OpenRound:
        if posed.closes_at is None or posed.closes_at > millis(now):
            return OpenRound(posed)
        rows = [d for d in self.posts if d.round_id == posed.id and d.kind == DeliveryKind.QUESTION]
        return OpenRound(posed, Due(tuple(rows)))

    def _asked(self, posed: Round) -> Asked:
        return Asked(posed.question_id, posed.concept_id, posed.local_date, posed.state)

    def look(self, now: datetime) -> GroupPlan:
        return Look(self.view(now), COURSE, asked, now).due()

    def live(self, now: datetime) -> GroupPlan:
        """Looks, carries the plan out, and sends what it planned."""
        plan = self.look(now)
        for close in plan.closes:
            state = RoundState.VOID if close.never else RoundState.CLOSED
            self.rounds = [
                replace(r, state=state, closed_at=close.at) if r.id == close.round.id else r
                for r in self.rounds
            ]
            self._send(close.posts)
        self.notices += [told.notice for told in plan.notices]
        self._send(plan.posts)
        for opening in plan.openings:
            posed = opening.round
            if posed is None:
                assert opening.new is not None
                posed = Round(
                    len(self.rounds) + 1,
                    1,
                    RoundKind.DAILY,
                    opening.new.question_id,
                    opening.new.revision,
                    opening.new.concept_id,
                    opening.new.order,
                    opening.local_date,
                    opening.opened_at,
                    opening.closes_at,
                    position=opening.position,
                )
                self.rounds.append(posed)
            self._send([replace(post, round_id=posed.id) for post in opening.posts])
        for over in plan.checkpoint_closes:
            self.checkpoints = [
                replace(c, closed_at=over.at) if c.id == over.checkpoint_id else c
                for c in self.checkpoints
            ]
            self._send(over.posts)
        if plan.checkpoint is not None:
            self._begin(plan.checkpoint)
        change = plan.change
        group = self.group
        if change.settings is not None:
            group = replace(group, settings=change.settings)
        if change.state is not None:
            group = replace(group, state=change.state, paused_until=change.paused_until)
        if change.look_again:
            group = replace(group, due_at=change.due_at)
        days = {d.local_date for d in self.posts if d.kind == DeliveryKind.CONCEPT}
        self.group = replace(group, position=len(days))
        return plan

    def _begin(self, opening: CheckpointOpening) -> None:
        new = opening.new
        made = Checkpoint(
            len(self.checkpoints) + 1,
            1,
            new.season,
            new.course,
            new.local_date,
            new.opened_at,
            new.closes_at,
            None,
            0,
            new.questions,
        )
        self.checkpoints.append(made)
        self._send(opening.posts)

    def _send(self, rows: tuple[NewDelivery, ...] | list[NewDelivery]) -> None:
        for new in rows:
            key = (new.channel, new.kind, new.local_date, new.sequence)
            assert key not in {(d.channel, d.kind, d.local_date, d.sequence) for d in self.posts}
            number = len(self.posts) + 1
            message = new.target or MessageRef(new.channel, f"m{number}")
            self.posts.append(
                Delivery(
                    number,
                    1,
                    new.channel,
                    new.kind,
                    new.local_date,
                    new.sequence,
                    DeliveryState.SENT,
                    new.key,
                    new.due_at,
                    new.round_id,
                    new.subject,
                    message=message,
                    sent_at=new.due_at,
                )
            )

    def run(self, days: int) -> None:
        """Looks whenever it asked for a look, for so many days."""
        until = START + timedelta(days=days)
        now = START
        while now < until:
            self.live(now)
            assert self.look(now).closes == self.look(now).openings == ()
            due = self.group.due_at
            if due is None:
                return
            assert due > millis(now)
            now = from_millis(due)


def schedule(rhythm: Rhythm = Rhythm.MORNING, zone: str = "UTC") -> Schedule:
    times = (540, 750, 1020) if rhythm == Rhythm.SPREAD else (540,)
    return Schedule(zone, (1, 2, 3, 4, 5), rhythm, times)


def its_checkpoints_are_fit(world: World, by_day: dict[str, list[Round]]) -> None:
    """At least five study days apart, each told once and closed, none with a question that the
    group has seen lately or that is open."""
    study_days = list(by_day)
    at = [study_days.index(each.local_date) for each in world.checkpoints]
    assert all(later - before >= EVERY for before, later in pairwise([-1, *at]))
    for each in world.checkpoints:
        assert each.closed_at is not None and each.closes_at - each.opened_at >= 8 * 3_600_000
        asked = {one.question_id for one in each.questions}
        concepts = {one.concept_id for one in each.questions}
        assert CHECKPOINT_LEAST <= len(asked) == len(concepts) == len(each.questions) <= EVERY
        today = by_day[each.local_date]
        assert not concepts & {posed.concept_id for posed in today}
        now = study_days.index(each.local_date)
        for near in study_days[max(0, now - 9) : now + 1]:
            assert not asked & {posed.question_id for posed in by_day[near]}
        posts = [d for d in world.posts if d.local_date == each.local_date and not d.round_id]
        kinds = [d.kind for d in posts]
        for kind in (DeliveryKind.CHECKPOINT, DeliveryKind.CHECKPOINT_OVER):
            assert kinds.count(kind) == len(world.channels)


@given(
    st.sampled_from(list(Rhythm)),
    st.sampled_from(ZONES),
    st.integers(1, 3),
    st.integers(1, 2),
    st.sets(st.integers(0, 20), max_size=6),
)
def test_a_season_has_each_post_once_and_ends(
    rhythm: Rhythm, zone: str, questions: int, channels: int, free: set[int]
) -> None:
    world = World(schedule(rhythm, zone), questions, channels)
    world.free = frozenset((START.date() + timedelta(days=n)).isoformat() for n in free)
    world.run(80)
    assert world.group.state == GroupState.ENDED
    assert all(posed.state == RoundState.CLOSED for posed in world.rounds)
    assert not world.free & {d.local_date for d in world.posts if d.round_id or d.subject}
    wanted = [] if rhythm == Rhythm.QUESTIONS else list(COURSE.plan) * channels
    cards = [d.subject for d in world.posts if d.kind == DeliveryKind.CONCEPT]
    assert sorted(cards) == sorted(wanted)
    by_day: dict[str, list[Round]] = {}
    for posed in world.rounds:
        by_day.setdefault(posed.local_date, []).append(posed)
    for rounds in by_day.values():
        assert [posed.position for posed in rounds] == list(range(len(rounds)))
        assert len({posed.concept_id for posed in rounds}) == len(rounds) <= questions
    if questions > 1:
        assert max(map(len, by_day.values())) == questions
    its_checkpoints_are_fit(world, by_day)
    for posed in world.rounds:
        kinds = [d.kind for d in world.posts if d.round_id == posed.id]
        assert kinds.count(DeliveryKind.QUESTION) == kinds.count(DeliveryKind.RESULTS) == channels
    assert [d.kind for d in world.posts].count(DeliveryKind.GOODBYE) == channels
    assert world.notices == [Notice.WHAT_NEXT]


@given(st.sampled_from(list(Rhythm)), st.sampled_from(ZONES), st.integers(0, 24 * 14))
def test_the_next_post_that_cards_tell_is_the_next_that_comes(
    rhythm: Rhythm, zone: str, hours: int
) -> None:
    world = World(schedule(rhythm, zone))
    now = START
    while world.group.due_at is not None and world.group.due_at <= millis(now):
        world.live(now)
    at = START + timedelta(hours=hours)
    while world.group.due_at is not None and world.group.due_at <= millis(at):
        world.live(from_millis(world.group.due_at))
    told = next_post(world.view(at), COURSE, at)
    before = len(world.posts)
    kinds = (DeliveryKind.CONCEPT, DeliveryKind.QUESTION)
    while not [d for d in world.posts[before:] if d.kind in kinds]:
        assert world.group.due_at is not None
        world.live(from_millis(world.group.due_at))
    first = next(d for d in world.posts[before:] if d.kind in kinds)
    assert told == from_millis(first.due_at)


def test_a_look_changes_nothing_the_second_time() -> None:
    world = World(schedule(), questions=3, channels=2)
    world.run(10)
    now = from_millis(world.rounds[-1].opened_at)
    world.live(now)
    again = world.look(now)
    assert again == GroupPlan(change=replace(again.change, look_again=False))


def test_more_questions_a_day_begin_on_the_next_day() -> None:
    world = World(schedule())
    world.run(9)
    today = world.rounds[-1].local_date
    settings = replace(world.group.settings, questions=3)
    world.group = replace(world.group, settings=settings)
    noon = from_millis(world.rounds[-1].opened_at) + timedelta(hours=3)
    assert world.live(noon).openings == ()
    assert world.group.due_at is not None
    world.live(from_millis(world.group.due_at))
    later = [posed.position for posed in world.rounds if posed.local_date > today]
    assert later == [0, 1, 2]


def test_a_withdrawn_question_is_replaced_at_its_own_place() -> None:
    world = World(schedule(), questions=3)
    world.run(9)
    taken = next(r for r in world.rounds[-3:] if r.position == 2)
    world.rounds = [
        replace(r, state=RoundState.VOID) if r.id == taken.id else r for r in world.rounds
    ]
    now = from_millis(taken.opened_at) + timedelta(hours=1)
    plan = Look(world.view(now), COURSE, asked, now).withdrawn(taken, Due(()))
    (opening,) = plan.openings
    assert opening.position == 2 and opening.new is not None
    assert opening.new.question_id != taken.question_id
    late = from_millis(taken.closes_at or 0) - timedelta(hours=1)
    assert Look(world.view(late), COURSE, asked, late).withdrawn(taken, Due(())).openings == ()


def test_without_its_bank_a_view_is_asked_for_again() -> None:
    world = World(schedule())
    world.run(3)
    assert world.group.due_at is not None
    now = from_millis(world.group.due_at)
    with pytest.raises(NeedsBank):
        Look(world.view(now, bank=False), COURSE, asked, now).due()


def test_many_choices_become_answers_before_anything_else_happens() -> None:
    world = World(schedule())
    world.run(4)
    posed = world.rounds[-1]
    now = from_millis(posed.closes_at or 0)
    view = world.view(now)
    due = Due(view.open[0].due.posts if view.open[0].due else (), pending={"A": 51})
    plan = Look(replace(view, open=(OpenRound(posed, due),)), COURSE, asked, now).due()
    assert plan.more and plan.settle == posed
    assert not plan.closes and not plan.openings and not plan.posts
    assert not plan.change.look_again


def test_the_choices_of_a_question_count_for_what_the_group_has_shown() -> None:
    posed = Round(1, 1, RoundKind.DAILY, "c1-single", 1, "c1", "A,B", "2026-11-02", 0, 10)
    question = COURSE.questions["c1-single"]
    due = Due((), answered=3, correct=2, pending={"nonsense": 4})
    told = closing.closed_tally(posed, due, question)
    assert (told.answered, told.correct, told.state) == (7, 2, RoundState.CLOSED)
    assert closing.closed_tally(posed, Due(()), question).state == RoundState.VOID


def test_a_paused_group_wakes_on_its_day() -> None:
    world = World(schedule())
    world.run(4)
    world.group = replace(world.group, state=GroupState.PAUSED, paused_until="2026-11-16")
    assert world.group.due_at is not None
    plan = world.live(from_millis(world.group.due_at))
    assert plan.closes and not plan.openings and world.group.state == GroupState.PAUSED
    assert world.group.due_at == millis(datetime(2026, 11, 16, 9, 0, tzinfo=UTC))
    before = met(world.group, COURSE)
    world.live(from_millis(world.group.due_at))
    assert world.group.state == GroupState.ACTIVE
    assert met(world.group, COURSE) == before + 1
