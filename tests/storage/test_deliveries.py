"""Posts: a row before a message, never two for one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.model.refs import ChannelRef, MessageRef, WorkspaceRef
from bot.study.delivery import Delivery
from tests.inside import add_channel, delivery, due
from tests.storage.house import (
    CHANNEL,
    MONDAY,
    OTHER_CHANNEL,
    TUESDAY,
    House,
    planned,
)

MESSAGE = MessageRef(CHANNEL, "m1")


async def send(house: House, row: Delivery, message: str = "m1", at: int = 60) -> None:
    assert await house.store.deliveries.begin(row.id, at - 1)
    await house.store.deliveries.sent(row.id, MessageRef(row.channel, message), at)


async def position(house: House) -> int:
    group = await house.store.groups.get(house.group.id)
    assert group is not None
    return group.position


async def test_planning_twice_changes_nothing(house: House) -> None:
    deliveries, mine = house.store.deliveries, house.group.id
    await deliveries.plan(mine, [planned("question", due_at=5), planned("question", due_at=6)])
    await deliveries.plan(mine, [planned("question", due_at=7), planned("question", sequence=1)])
    rows = await deliveries.of_day(mine, MONDAY)
    assert [(row.sequence, row.due_at) for row in rows] == [(0, 5), (1, 50)]
    assert await delivery(house.store, rows[0].id) == rows[0]
    assert await delivery(house.store, 99) is None


async def test_due_posts_come_oldest_first(house: House) -> None:
    deliveries = house.store.deliveries
    await deliveries.plan(
        house.group.id,
        [planned("concept", due_at=30), planned("question", due_at=10), planned("week", due_at=99)],
    )
    assert [row.kind for row in await due(house.store, 50, 9)] == ["question", "concept"]
    assert [row.kind for row in await due(house.store, 50, 1)] == ["question"]
    assert await due(house.store, 9, 9) == ()


async def test_a_channel_with_a_problem_waits_and_its_threads_too(house: House) -> None:
    store, mine = house.store, house.group.id
    await add_channel(store, mine, OTHER_CHANNEL)
    direct = ChannelRef(WorkspaceRef("here", "w1"), "D1", direct=True)
    thread = ChannelRef(CHANNEL.workspace, CHANNEL.id, thread="7")
    await store.deliveries.plan(
        mine,
        [planned("question", channel=place) for place in (CHANNEL, thread, OTHER_CHANNEL, direct)],
    )
    await store.groups.set_problem(CHANNEL, "may not write")
    assert [row.channel for row in await due(store, 99, 9)] == [OTHER_CHANNEL, direct]
    await store.groups.set_problem(CHANNEL, "")
    assert len(await due(store, 99, 9)) == 4


async def test_only_one_begins(house: House) -> None:
    deliveries = house.store.deliveries
    row = await house.post("question", MONDAY)
    begun = await asyncio.gather(*(deliveries.begin(row.id, 55) for _ in range(8)))
    assert begun.count(True) == 1
    assert await due(house.store, 99, 9) == ()
    [left] = await deliveries.interrupted()
    assert (left.id, left.state, left.sending_at, left.attempts) == (row.id, "sending", 55, 1)


async def test_sent_is_found_by_round_and_kind(house: House) -> None:
    deliveries, round_ = house.store.deliveries, await house.daily()
    await deliveries.plan(
        house.group.id,
        [
            planned("question", round_id=round_.id),
            planned("results", round_id=round_.id, target=MESSAGE),
        ],
    )
    question, results = await deliveries.of_day(house.group.id, MONDAY)
    assert (question.target, results.target) == (None, MESSAGE)
    await send(house, question, at=60)
    await send(house, results, at=70)
    found = await delivery(house.store, question.id)
    assert found is not None
    assert (found.id, found.state, found.message, found.sent_at) == (
        question.id,
        "sent",
        MESSAGE,
        60,
    )
    assert await deliveries.of_round(round_.id, "question") == (found,)
    assert await deliveries.last_sent(house.group.id, "question") == found
    assert await deliveries.last_sent(house.group.id, "concept") is None


async def test_a_concept_moves_the_group_on_once_a_date(house: House) -> None:
    store = house.store
    await add_channel(store, house.group.id, OTHER_CHANNEL)
    rows = [await house.post("concept", MONDAY, place) for place in (CHANNEL, OTHER_CHANNEL)]
    question = await house.post("question", MONDAY)
    assert await position(house) == 0
    for row in (*rows, question):
        await send(house, row)
    await store.deliveries.sent(rows[0].id, MESSAGE, 99)
    assert await position(house) == 1
    again = await delivery(store, rows[0].id)
    assert again is not None
    assert again.sent_at == 60, "what was sent is not sent again"
    await send(house, await house.post("concept", TUESDAY))
    assert await position(house) == 2


async def test_a_late_concept_of_the_last_season_moves_nothing(house: House) -> None:
    store = house.store
    old = await house.post("concept", MONDAY)
    await store.groups.set_course(house.group.id, "cheese", 5)
    await send(house, old)
    assert await position(house) == 0
    await store.deliveries.plan(house.group.id, [planned("concept", sequence=1)])
    [_, new] = await store.deliveries.of_day(house.group.id, MONDAY)
    await send(house, new)
    assert await position(house) == 1


async def test_retry_fail_and_skip(house: House) -> None:
    deliveries = house.store.deliveries
    await deliveries.plan(
        house.group.id, [planned("results", target=MESSAGE), planned("question"), planned("week")]
    )
    first, second, third = await deliveries.of_day(house.group.id, MONDAY)
    await deliveries.begin(first.id, 55)
    await deliveries.retry(first.id, 80, "slow", posted=True)
    row = await delivery(house.store, first.id)
    assert row is not None
    assert (row.state, row.due_at, row.error, row.target) == ("planned", 80, "slow", MESSAGE)
    await deliveries.begin(first.id, 85)
    await deliveries.retry(first.id, 90, "gone", posted=False)
    row = await delivery(house.store, first.id)
    assert row is not None
    assert (row.target, row.attempts) == (None, 2)
    await deliveries.fail(second.id, "refused")
    await deliveries.skip(third.id, "too late")
    states = [(row.state, row.error) for row in await deliveries.of_day(house.group.id, MONDAY)]
    assert states == [("planned", "gone"), ("failed", "refused"), ("skipped", "too late")]


async def test_what_was_sent_stays_sent(house: House) -> None:
    deliveries = house.store.deliveries
    row = await house.post("question", MONDAY)
    await send(house, row)
    await deliveries.fail(row.id, "no")
    await deliveries.skip(row.id, "no")
    await deliveries.retry(row.id, 99, "no", posted=False)
    assert not await deliveries.begin(row.id, 99)
    found = await delivery(house.store, row.id)
    assert found is not None
    assert (found.state, found.error) == ("sent", "")


async def test_the_next_due_come_in_turns_of_their_workspaces(house: House) -> None:
    """One of each workspace, the oldest first inside one, beginning after the last served."""
    store, mine = house.store, house.group.id
    places = [ChannelRef(WorkspaceRef("chat", w), f"{w}{n}") for w in "abc" for n in range(2)]
    for place in places:
        await add_channel(store, mine, place)
    stranger = ChannelRef(WorkspaceRef("chatter", "z"), "z")
    rows = [planned("question", channel=place, due_at=10 + n) for n, place in enumerate(places)]
    edit = planned("results", channel=places[0], target=MessageRef(places[0], "m"))
    await store.deliveries.plan(mine, [*rows, planned("question", channel=stranger), edit])

    async def found(after: str = "", *, edits: bool = False, besides: Sequence[str] = ()) -> str:
        due = await store.deliveries.next_due(
            99, 5, platform="chat", edits=edits, after=after, besides=besides
        )
        return " ".join(row.channel.id for row in due)

    assert await found() == "a0 b0 c0 a1 b1"
    assert await found("chat:a") == "b0 c0 a0 b1 c1"
    assert await found(besides=[places[0].key, places[4].key]) == "a1 b0 c1 b1"
    assert await found(edits=True) == "a0"
    await store.groups.set_problem(places[2], "missing: x")
    assert await found() == "a0 b1 c0 a1 c1"


async def test_a_post_is_put_off_and_hastened_only_while_it_waits(house: House) -> None:
    deliveries, mine = house.store.deliveries, house.group.id
    posed = await house.daily()
    rows = [planned("discuss", round_id=posed.id, sequence=n, due_at=5) for n in (0, 1)]
    await deliveries.plan(mine, [*rows, planned("results", round_id=posed.id, due_at=90)])
    first, second, results = (
        *await deliveries.of_round(posed.id, "discuss"),
        *await deliveries.of_round(posed.id, "results"),
    )
    assert await deliveries.begin(second.id, 6)
    for row in (first, second):
        await deliveries.put_off(row.id, 70, 80)
    await deliveries.hasten(posed.id, "discuss", 75)
    found = [await delivery(house.store, row.id) for row in (first, second, results)]
    assert [row and (row.due_at, row.expires_at) for row in found] == [
        (70, 80),
        (5, second.expires_at),
        (90, results.expires_at),
    ]
    await deliveries.hasten(posed.id, "discuss", 60)
    found = [await delivery(house.store, row.id) for row in (first, second, results)]
    assert [row and row.due_at for row in found] == [60, 5, 90]
