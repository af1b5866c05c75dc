"""Claims and leases, asked for by two processes on one database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage.sql_store import SqlStore
from tests.inside import delivery, holder
from tests.storage.conftest import opened_again
from tests.storage.house import MONDAY, House

HOUR_MS = 3_600_000
SPAN = 15_000


@pytest.fixture
async def other(store: SqlStore) -> AsyncIterator[SqlStore]:
    """The same database, opened a second time as another process would."""
    opened = await opened_again(store)
    yield opened
    await opened.close()


async def test_one_of_many_gets_a_claim(store: SqlStore, other: SqlStore) -> None:
    asked = [one.claims.claim(f"press {n}", 5) for n in range(50) for one in (store, other) * 2]
    won = await asyncio.gather(*asked)
    assert [sum(won[n : n + 4]) for n in range(0, 200, 4)] == [1] * 50


async def test_old_claims_are_forgotten(store: SqlStore) -> None:
    assert await store.claims.claim("first", 0)
    assert await store.claims.claim("second", HOUR_MS)
    assert not await store.claims.claim("first", HOUR_MS)
    assert await store.claims.claim("third", HOUR_MS + 1)
    assert await store.claims.claim("first", HOUR_MS + 1)
    count = "SELECT COUNT(*) FROM claims"
    left = await store._access.read(lambda db: db.execute(count).fetchone()[0])
    assert left == 3


async def test_a_lease_is_renewed_by_its_holder_only(store: SqlStore, other: SqlStore) -> None:
    assert await store.leases.hold("posts", "a", 0, SPAN)
    assert not await other.leases.hold("posts", "b", 1, 1 + SPAN)
    assert await store.leases.hold("posts", "a", 5_000, 5_000 + SPAN)
    assert not await other.leases.hold("posts", "b", SPAN, 2 * SPAN)
    assert await holder(store, "posts", SPAN) == "a"
    assert await other.leases.hold("other things", "b", SPAN, 2 * SPAN)


async def test_a_lease_that_ran_out_is_taken_over(store: SqlStore, other: SqlStore) -> None:
    assert await store.leases.hold("posts", "a", 0, SPAN)
    assert await holder(store, "posts", SPAN) is None
    asked = [
        one.leases.hold("posts", who, SPAN, 2 * SPAN) for who, one in (("b", store), ("c", other))
    ]
    assert sorted(await asyncio.gather(*asked)) == [False, True]
    assert not await store.leases.hold("posts", "a", SPAN, 2 * SPAN)


async def test_a_lease_given_back_is_free_at_once(store: SqlStore) -> None:
    assert await store.leases.hold("posts", "a", 0, SPAN)
    await store.leases.release("posts", "b")
    assert await holder(store, "posts", 1) == "a"
    await store.leases.release("posts", "a")
    assert await holder(store, "posts", 1) is None
    assert await store.leases.hold("posts", "b", 1, 1 + SPAN)


async def test_a_clock_set_back_does_not_lock_everybody_out(store: SqlStore) -> None:
    assert await store.leases.hold("posts", "a", HOUR_MS, HOUR_MS + SPAN)
    assert await store.leases.hold("posts", "b", 0, SPAN), "nobody holds a lease for an hour"


async def test_small_differences_of_clocks_take_no_lease_away(store: SqlStore) -> None:
    assert await store.leases.hold("posts", "a", 5_000, 5_000 + SPAN)
    assert not await store.leases.hold("posts", "b", 4_000, 4_000 + SPAN)


async def test_a_row_is_begun_only_while_the_lease_is_held(
    store: SqlStore, other: SqlStore
) -> None:
    row = await (await House.build(store)).post("question", MONDAY)
    one, two = store.fenced("posts", "a"), other.fenced("posts", "b")
    assert not await one.begin(row.id, 10), "nobody holds it"
    await store.leases.hold("posts", "a", 0, SPAN)
    assert not await two.begin(row.id, 10), "somebody else holds it"
    assert not await one.begin(row.id, SPAN), "it ran out"
    await other.leases.hold("posts", "b", SPAN, 2 * SPAN)
    assert not await one.begin(row.id, 10), "it was taken over, whatever our clock says"
    assert await two.begin(row.id, SPAN + 1)
    assert not await two.begin(row.id, SPAN + 2), "begun already"
    found = await delivery(store, row.id)
    assert found is not None
    assert (found.state, found.sending_at, found.attempts) == ("sending", SPAN + 1, 1)


async def test_many_processes_write_at_once_and_nothing_is_lost(
    store: SqlStore, other: SqlStore
) -> None:
    """A writer waits for another process's transaction instead of failing."""
    house = await House.build(store)
    posed = await house.daily()
    third = await opened_again(store)
    people = [house.ann, house.ben, house.cleo]
    asked = [
        House(one, house.group, *people).answer(posed, person)
        for one in (store, other, third) * 20
        for person in people
    ]
    found = await asyncio.gather(*asked)
    assert sum(recorded.fresh for recorded in found) == len(people)
    assert len({recorded.answer.id for recorded in found}) == len(people)
    await third.close()
