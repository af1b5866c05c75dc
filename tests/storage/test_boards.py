"""Leaderboards: places, ties, hidden members, one's own neighbourhood."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.refs import ChannelRef, MemberRef
from bot.study.leaderboard import Board, Standing
from bot.study.round import Asked, RoundState
from storage.protocols import Store
from tests.storage.house import MONDAY, SCHEDULE, TUESDAY, WORKSPACE, House, question, rebuild


async def fill(store: Store, scores: list[tuple[int, int, bool]]) -> tuple[int, list[int]]:
    """A new group whose members have (right, wrong, hidden); 10 points for each right answer."""
    people = [
        (await store.people.ensure(MemberRef("here", f"m{i}"), f"m{i}", 1, WORKSPACE)).id
        for i in range(len(scores))
    ]
    count = len(await store.groups.all())
    group = await store.groups.create(
        channel=ChannelRef(WORKSPACE, f"board{count}"),
        organizer=people[0],
        course="x",
        schedule=SCHEDULE,
        due_at=None,
        now=1,
    )
    for person_id, (right, wrong, hidden) in zip(people, scores, strict=True):
        person = await store.people.get(person_id)
        assert person is not None
        inside = House(store, group, person, person, person)
        rounds = await store.runs.start(
            person_id=person_id,
            group_id=group.id,
            topic="",
            rounds=[question(f"q{i}") for i in range(right + wrong)],
            local_date=MONDAY,
            now=1,
        )
        for index, round_ in enumerate(rounds.rounds):
            await inside.answer(
                round_, person, kind="practice", correct=index < right, active=False
            )
        await store.people.set_preferences(person_id, hidden=hidden)
    return group.id, people


def expected(
    scores: list[tuple[int, int, bool]], people: list[int], viewer: int, limit: int
) -> Board:
    """The same by the plainest means: sort, and count who is strictly better."""
    worth = {
        person: (right * 10, right / (right + wrong))
        for person, (right, wrong, _) in zip(people, scores, strict=True)
        if right + wrong
    }
    hidden = {person for person, (_, _, is_hidden) in zip(people, scores, strict=True) if is_hidden}
    numbers = dict(zip(people, scores, strict=True))
    visible = sorted(
        (person for person in worth if person not in hidden),
        key=lambda person: (-worth[person][0], -worth[person][1], person),
    )

    order = visible
    if viewer in worth:
        order = sorted(
            {*visible, viewer}, key=lambda person: (-worth[person][0], -worth[person][1], person)
        )

    def line(person: int) -> Standing:
        rank = 1 + sum(worth[other] > worth[person] for other in order)
        right, wrong, _ = numbers[person]
        name = f"m{people.index(person)}"
        return Standing(rank, person, name, right * 10, right, right + wrong)

    top = tuple(map(line, order[:limit]))
    if viewer not in worth:
        return Board(top, None, (), len(visible))
    at = order.index(viewer)
    near = tuple(map(line, order[max(0, at - 2) : at + 3]))
    return Board(top, line(viewer), near, len(order))


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    scores=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans()), min_size=1, max_size=9
    ),
    limit=st.integers(1, 5),
)
async def test_a_board_is_what_counting_says(
    store: Store, scores: list[tuple[int, int, bool]], limit: int
) -> None:
    group_id, people = await fill(store, scores)
    for period in ("all", "2026-W45", "2026-11"):
        for viewer in people:
            board = await store.boards.board(group_id, period, viewer, limit)
            assert board == expected(scores, people, viewer, limit)


async def test_equal_is_equal(store: Store) -> None:
    group_id, people = await fill(
        store, [(2, 0, False), (1, 1, False), (1, 1, False), (1, 2, False), (3, 0, False)]
    )
    board = await store.boards.board(group_id, "all", people[3])
    assert [line.rank for line in board.top] == [1, 2, 3, 3, 5]
    assert board.own == board.top[4]
    assert board.near == board.top[2:]


async def test_a_hidden_member_sees_everybody_once_and_nobody_else_does(store: Store) -> None:
    group_id, people = await fill(store, [(2, 0, False), (3, 0, True), (1, 0, False)])
    board = await store.boards.board(group_id, "all", people[1])
    assert [(line.rank, line.person_id) for line in board.top] == [
        (1, people[1]),
        (2, people[0]),
        (3, people[2]),
    ]
    assert board.own is not None
    assert (board.own.rank, board.members) == (1, 3)
    others = await store.boards.board(group_id, "all", people[2])
    assert [line.rank for line in others.top] == [1, 2]
    assert others.members == 2
    assert people[1] not in [line.person_id for line in others.near]
    await store.people.set_preferences(people[1], hidden=False)
    others = await store.boards.board(group_id, "all", people[2])
    assert [line.person_id for line in others.top] == [people[1], people[0], people[2]]
    assert await store.verify(rebuild) == []


async def test_a_period_counts_its_own_answers(house: House) -> None:
    sunday, monday = await house.daily("2026-11-01"), await house.daily(MONDAY, "q2")
    await house.answer(sunday, house.ann, points=10)
    await house.answer(monday, house.ann, points=20)

    async def points(period: str) -> int | None:
        own = (await house.store.boards.board(house.group.id, period, house.ann.id)).own
        return own.points if own else None

    assert await points("2026-W44") == 10
    assert await points("2026-W45") == 20
    assert await points("2026-11") == 30
    assert await points("all") == 30
    assert await points("2026-10") is None


async def test_an_empty_board(house: House) -> None:
    assert await house.store.boards.board(house.group.id, "all", house.ann.id) == Board(
        (), None, (), 0
    )


async def test_the_questions_of_some_days(house: House) -> None:
    boards, mine = house.store.boards, house.group.id
    monday, tuesday = await house.daily(MONDAY), await house.daily(TUESDAY, "q2", "k2")
    await house.answer(monday, house.ann)
    await house.answer(monday, house.ben, correct=False)
    await house.answer(tuesday, house.ann, correct=False)
    await house.answer(monday, house.cleo, correct=False, kind="late", today=TUESDAY)
    first = Asked("q1", "k1", MONDAY, RoundState.OPEN, 2, 1)
    second = Asked("q2", "k2", TUESDAY, RoundState.OPEN, 1, 0)
    assert await boards.asked(mine, MONDAY, TUESDAY) == (first, second)
    assert await boards.asked(mine, MONDAY, MONDAY) == (first,)
    await house.store.rounds.void(tuesday.id, 50, [])
    assert await boards.asked(mine, MONDAY, TUESDAY) == (first,)


async def test_reviews_are_counted_and_taken_back(house: House) -> None:
    store, mine = house.store, house.group.id
    rounds = await house.practice(house.ann, "q1", "q2", "q3")
    for round_ in rounds[:2]:
        await house.answer(round_, house.ann, kind="practice", cleared=True, active=False)
    await house.answer(rounds[2], house.ann, kind="practice", active=False)
    for round_ in await house.practice(house.ben, "q1", "q2"):
        await house.answer(round_, house.ben, kind="practice", cleared=True, active=False)
    (only,) = await house.practice(house.cleo, "q1")
    await house.answer(only, house.cleo, kind="practice", cleared=True, active=False)
    found = await store.boards.by_reviews(mine, "all", house.cleo.id, 2)
    assert [(line.rank, line.name, line.after) for line in found.top] == [
        (1, "Ann", 2),
        (1, "Ben", 2),
    ]
    assert found.own is not None and (found.own.rank, found.own.after) == (3, 1)
    assert found.members == 3
    assert await store.verify(rebuild) == []
    await store.rounds.void(rounds[0].id, 50, [])
    again = await store.boards.by_reviews(mine, "2026-11", None)
    assert [(line.rank, line.name, line.after) for line in again.top] == [
        (1, "Ben", 2), (2, "Ann", 1), (2, "Cleo", 1),
    ]  # fmt: skip
    assert await store.verify(rebuild) == []


async def test_who_improved(house: House) -> None:
    boards, mine = house.store.boards, house.group.id
    for person, before, now in ((house.ann, 2, 5), (house.ben, 5, 3), (house.cleo, 5, 5)):
        for today, right in (("2026-11-02", before), ("2026-11-23", now)):
            rounds = await house.practice(person, *(f"q{n}" for n in range(5)), today=today)
            for n, round_ in enumerate(rounds):
                await house.answer(
                    round_, person, kind="practice", correct=n < right, active=False, today=today
                )
    found = await boards.by_improvement(mine, "2026-W48", house.ben.id)
    assert [(line.name, line.before, line.after) for line in found.top] == [("Ann", 0.4, 1.0)]
    assert (found.own, found.members) == (None, 1)
    other = await boards.by_improvement(mine, "2026-W45", None)
    assert [line.name for line in other.top] == ["Ben"], "against all that is not in the period"
    await house.store.people.set_preferences(house.ann.id, hidden=True)
    assert (await boards.by_improvement(mine, "2026-W48", None)).top == ()


async def test_streaks_of_those_on_the_board(house: House) -> None:
    boards, mine = house.store.boards, house.group.id
    for day in ("2026-11-20", "2026-11-23", "2026-11-24"):
        posed = await house.daily(day, f"q-{day}")
        await house.answer(posed, house.ann, today=day)
        if day > "2026-11-20":
            await house.answer(posed, house.ben, today=day)
    found = await boards.running(mine, "2026-W48", "2026-11-23", "2026-11-29")
    assert [(one.name, one.current, one.counted) for one in found] == [("Ann", 3, 2)]
