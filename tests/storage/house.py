"""A small study group to write tests with, and a judge as simple as the real rules allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.model.refs import ChannelRef, MemberRef, MessageRef, WorkspaceRef
from bot.runtime.clock import from_millis
from bot.study.answer import AnswerRequest, Judgment, Prior, Recorded
from bot.study.delivery import Delivery, NewDelivery
from bot.study.group import Group, Schedule
from bot.study.memory import Rated
from bot.study.person import Person
from bot.study.rating import Rating
from bot.study.reminders import Occasion
from bot.study.round import NewRound, Pending, Round
from bot.study.streaks import Streak
from storage.protocols import Store
from storage.study_rounds import Decide, Settle

WORKSPACE = WorkspaceRef("here", "w1")
CHANNEL = ChannelRef(WORKSPACE, "general")
OTHER_CHANNEL = ChannelRef(WorkspaceRef("there", "w2"), "algemeen")
SCHEDULE = Schedule("Europe/Amsterdam", (1, 2, 3, 4, 5), "morning", (540,))
MONDAY = "2026-11-02"
TUESDAY = "2026-11-03"
WEDNESDAY = "2026-11-04"
COURSE = "baking"
EMPTY = Streak()


def week_of(local_date: str) -> str:
    year, week, _ = date.fromisoformat(local_date).isocalendar()
    return f"{year}-W{week:02}"


def question(name: str = "q1", concept: str = "k1") -> NewRound:
    return NewRound(name, 1, concept, "a,b,c")


def count_streak(
    days: Sequence[tuple[str, bool]], start: Streak = EMPTY, today: str = ""
) -> Streak:
    """Active days in a row; three earn a freeze (at most two). ``today`` is not over yet."""
    current, best, freezes, toward, through, runs, _ = start
    for local_date, active in days:
        if active:
            current, toward = current + 1, toward + 1
            runs += current == 1
            best = max(best, current)
            if toward == 3:
                freezes, toward = min(2, freezes + 1), 0
        elif local_date == today:
            break
        elif freezes:
            freezes -= 1
        else:
            current = toward = 0
        through = local_date
    return Streak(current, best, freezes, toward, through, runs)


def rebuild(days: Sequence[tuple[str, bool]]) -> Streak:
    return count_streak(days)


def judge(
    record: AnswerRequest,
    *,
    correct: bool = True,
    points: int = 10,
    active: bool = True,
    cleared: bool = False,
    seen: Callable[[Prior], None] | None = None,
) -> Decide:
    def decide(prior: Prior) -> Judgment:
        if seen:
            seen(prior)
        rating = Rating.Good if correct else Rating.Again
        days = [(day, was or (active and day == record.study_date)) for day, was in prior.days]
        return Judgment(
            correct=correct,
            credit=1.0 if correct else 0.0,
            points=points if correct else 0,
            sure=True,
            active=active,
            streak=count_streak(days, prior.streak, record.local_date),
            rated=Rated(rating, rating),
            cleared=cleared,
        )

    return decide


@dataclass
class House:
    """One group of three members; Ann is its organizer."""

    store: Store
    group: Group
    ann: Person
    ben: Person
    cleo: Person

    @classmethod
    async def build(cls, store: Store) -> House:
        ann, ben, cleo = [
            await store.people.ensure(MemberRef("here", name), name, 1, WORKSPACE)
            for name in ("Ann", "Ben", "Cleo")
        ]
        group = await store.groups.create(
            channel=CHANNEL,
            organizer=ann.id,
            course=COURSE,
            schedule=SCHEDULE,
            due_at=100,
            now=1,
        )
        return cls(store, group, ann, ben, cleo)

    @classmethod
    async def build_again(cls, store: Store) -> House:
        """The same group in a store that was closed and opened again."""
        (group,) = await store.groups.all()
        people = [
            await store.people.ensure(MemberRef("here", name), name, 1, WORKSPACE)
            for name in ("Ann", "Ben", "Cleo")
        ]
        return cls(store, group, *people)

    async def daily(self, local_date: str = MONDAY, name: str = "q1", concept: str = "k1") -> Round:
        return await self.store.rounds.open_daily(
            self.group.id,
            question(name, concept),
            local_date=local_date,
            opened_at=10,
            closes_at=1_000,
        )

    async def answer(
        self,
        round_: Round,
        person: Person,
        *,
        correct: bool = True,
        points: int = 10,
        active: bool = True,
        kind: str = "daily",
        given: str = "a",
        today: str | None = None,
        at: int = 20,
        cleared: bool = False,
        seen: Callable[[Prior], None] | None = None,
    ) -> Recorded:
        record = note(round_, person.id, given, kind=kind, today=today, at=at)
        decide = judge(
            record, correct=correct, points=points, active=active, cleared=cleared, seen=seen
        )
        return await self.store.answers.record(record, decide)

    async def practice(self, person: Person, *names: str, today: str = MONDAY) -> tuple[Round, ...]:
        run = await self.store.runs.start(
            person_id=person.id,
            group_id=self.group.id,
            topic="",
            rounds=[question(name) for name in names],
            local_date=today,
            now=5,
        )
        return run.rounds

    async def post(self, kind: str, local_date: str, channel: ChannelRef = CHANNEL) -> Delivery:
        """Plans a post and finds its row."""
        await self.store.deliveries.plan(self.group.id, [planned(kind, local_date, channel)])
        day = await self.store.deliveries.of_day(self.group.id, local_date)
        return next(row for row in day if (row.kind, row.channel) == (kind, channel))


def note(
    round_: Round,
    person_id: int,
    given: str = "a",
    *,
    kind: str = "daily",
    today: str | None = None,
    at: int = 20,
) -> AnswerRequest:
    today = today or round_.local_date
    return AnswerRequest(
        round_id=round_.id,
        person_id=person_id,
        given=given,
        kind=kind,
        course=COURSE,
        concepts=(round_.concept_id,),
        local_date=today,
        study_date=today if kind == "practice" else round_.local_date,
        week=week_of(today),
        month=today[:7],
        at=at,
    )


def settle(round_: Round, *, right: str = "a") -> Settle:
    """Choices count as pressed."""

    def one(pending: Pending) -> tuple[AnswerRequest, Decide]:
        record = note(round_, pending.person_id, pending.given, at=pending.at)
        return record, judge(record, correct=pending.given == right)

    return one


def planned(
    kind: str,
    local_date: str = MONDAY,
    channel: ChannelRef = CHANNEL,
    *,
    sequence: int = 0,
    due_at: int = 50,
    round_id: int | None = None,
    target: MessageRef | None = None,
) -> NewDelivery:
    return NewDelivery(
        channel=channel,
        kind=kind,
        local_date=local_date,
        sequence=sequence,
        due_at=due_at,
        key=f"{channel.id}-{kind}-{local_date}-{sequence}",
        round_id=round_id,
        target=target,
    )


def occasion_on(day: str, at: int, until: int = 10**12) -> Occasion:
    """A reminder that is due; instants in epoch milliseconds."""
    return Occasion(day, from_millis(at), from_millis(until))
