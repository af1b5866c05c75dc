"""Practice runs leave nothing behind but answers, and no id of theirs comes twice."""

from __future__ import annotations

from bot.study.quiz_run import Run
from storage.protocols import Store
from storage.repositories.runs import RUN_LIFE_MS
from storage.sql_store import SqlStore
from tests.storage.house import MONDAY, House, question, rebuild

QUESTIONS = ("q1", "q2", "q3")


async def started(house: House, *names: str, now: int = 5) -> Run:
    return await house.store.runs.start(
        person_id=house.ann.id,
        group_id=house.group.id,
        topic="tea",
        rounds=[question(name) for name in names or QUESTIONS],
        local_date=MONDAY,
        now=now,
    )


async def counted(store: SqlStore) -> int:
    return int((await store.stats())["rounds"])


async def test_quizzes_that_were_only_looked_at_leave_nothing(
    house: House, store: SqlStore
) -> None:
    await started(house)
    before = await counted(store)
    runs = [await started(house) for _ in range(20)]
    assert await counted(store) == before == 3
    assert [await store.runs.get(run.id) for run in runs[:-1]] == [None] * 19
    await store.runs.finish(runs[-1].id)
    assert await counted(store) == 0
    assert await store.runs.get(runs[-1].id) is None


async def test_what_was_answered_stays(house: House, store: SqlStore) -> None:
    run = await started(house)
    await house.answer(run.rounds[1], house.ann, kind="practice", active=False)
    await store.runs.finish(run.id)
    left = await store.runs.get(run.id)
    assert left is not None
    assert (left.state, left.rounds) == ("done", run.rounds[1:2])
    assert list(left.answers) == [run.rounds[1].id]
    assert await store.verify(rebuild) == []


async def test_no_id_of_a_run_or_a_question_comes_twice(house: House, store: SqlStore) -> None:
    runs, rounds = set[int](), set[int]()
    for number in range(4):
        run = await started(house)
        runs.add(run.id)
        rounds.update(posed.id for posed in run.rounds)
        await store.runs.finish(run.id)
        rounds.add((await house.daily(f"2026-11-1{number}")).id)
    assert len(runs) == 4
    assert len(rounds) == 4 * 3 + 4


async def test_a_question_is_taken_out_or_replaced_until_it_is_answered(
    house: House, store: SqlStore
) -> None:
    run = await started(house)
    first, second, third = run.rounds
    assert await store.runs.drop(first.id)
    assert await store.runs.replace(second.id, question("q9"), 7)
    await house.answer(third, house.ann, kind="practice", active=False)
    assert not await store.runs.drop(third.id)
    assert not await store.runs.replace(third.id, question("q8"), 7)
    assert not await store.runs.drop(first.id)
    left = await store.runs.get(run.id)
    assert left is not None
    assert [(r.question_id, r.position) for r in left.rounds] == [("q9", 1), ("q3", 2)]
    assert left.rounds[0].id > third.id, "an old button never means the new question"
    daily = await house.daily()
    assert not await store.runs.drop(daily.id)
    assert await store.rounds.get(daily.id) == daily


async def test_quizzes_left_open_for_a_month_are_ended_a_few_at_a_time(
    house: House, store: SqlStore
) -> None:
    old = await started(house, now=5)
    for person in (house.ben, house.cleo):
        await house.practice(person, "q1")
    late = RUN_LIFE_MS + 6
    assert await store.runs.tidy(late - 1, 2) == 0
    assert await store.runs.tidy(late, 2) == 2
    assert await store.runs.tidy(late, 2) == 1
    assert await store.runs.tidy(late, 2) == 0
    assert await store.runs.get(old.id) is None
    assert await counted(store) == 0


async def test_practice_answers_of_a_day_are_counted(house: House) -> None:
    run = await started(house)
    daily = await house.daily()
    await house.answer(daily, house.ann)
    for posed in run.rounds[:2]:
        await house.answer(posed, house.ann, kind="practice", active=False)
    store: Store = house.store
    assert await store.runs.practised(house.ann.id, house.group.id, MONDAY) == 2
    assert await store.runs.practised(house.ann.id, house.group.id, "2026-11-03") == 0
    assert await store.runs.practised(house.ben.id, house.group.id, MONDAY) == 0


async def test_a_question_more_is_asked_at_the_end_of_an_open_run(
    house: House, store: SqlStore
) -> None:
    run = await started(house)
    await store.runs.drop(run.rounds[0].id)
    assert await store.runs.add(run.id, question("q1"), 7)
    longer = await store.runs.get(run.id)
    assert longer is not None
    assert [r.question_id for r in longer.rounds][-1] == "q1"
    assert longer.rounds[-1].id > max(r.id for r in run.rounds)
    assert [r.question_id for r in longer.first_tries] == [r.question_id for r in longer.rounds]
    await house.answer(longer.rounds[-1], house.ann, kind="practice", active=False)
    assert await store.runs.add(run.id, question("q1"), 8)
    again = await store.runs.get(run.id)
    assert again is not None and again.first_tries == longer.rounds
    await store.runs.finish(run.id)
    assert not await store.runs.add(run.id, question("q1"), 9)
    assert not await store.runs.add(99, question("q1"), 9)
