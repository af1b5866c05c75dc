"""Several jobs as one act: whole or not at all, and alone with the database."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from bot.runtime import acts
from storage.errors import Conflict
from storage.sql_store import SqlStore


async def test_what_an_act_raises_undoes_all_that_it_wrote(store: SqlStore) -> None:
    async def act() -> None:
        await store.notes.put("a", "1")
        assert await store.notes.get("a") == "1"
        raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed"):
        await store.act(act)
    assert await store.notes.get("a") is None


async def test_an_act_keeps_what_it_wrote_and_hands_its_value_back(store: SqlStore) -> None:
    async def act() -> int:
        await store.notes.put("a", "1")
        return await store.drafts.put("body", 5)

    draft = await store.act(act)
    assert await store.drafts.get(draft) == "body"
    assert await store.notes.get("a") == "1"


async def test_a_step_that_fails_undoes_itself_only(store: SqlStore) -> None:
    async def act() -> None:
        await store.notes.put("a", "1")

        async def inner() -> None:
            raise Conflict("taken")

        with pytest.raises(Conflict):
            await store.act(inner)
        await store.notes.put("b", "2")

    await store.act(act)
    assert await store.notes.get("b") == "2"


async def half(store: SqlStore, key: str) -> None:
    """A step that writes and then fails."""

    def job(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO notes (key, value) VALUES (?, '1')", (key,))
        raise Conflict("half done")

    await store._access.write(job)


async def test_a_step_that_fails_half_way_leaves_no_half(store: SqlStore) -> None:
    async def act() -> str:
        await store.notes.put("a", "1")
        with pytest.raises(Conflict, match="half done"):
            await half(store, "half")
        await store.notes.put("b", await store.notes.get("half") or "nothing")
        return "done"

    async def bad() -> None:
        raise ValueError("undoes the first run of everybody beside it")

    found = await asyncio.gather(
        *(store.act(act) for _ in range(3)), store.act(bad), store.act(act), return_exceptions=True
    )
    assert [value for value in found if not isinstance(value, ValueError)] == ["done"] * 4
    assert await store.notes.get("b") == "nothing"
    assert await store.notes.get("half") is None


async def test_no_savepoint_where_nothing_fails(store: SqlStore, said: list[str]) -> None:
    async def act() -> None:
        await store.notes.put("a", "1")
        await store.notes.put("b", "2")

    await store.act(act)
    assert said
    assert [word for word in said if word.startswith(("SAVEPOINT", "RELEASE"))] == []


async def test_what_an_act_has_read_is_asked_again_once_it_has_written(store: SqlStore) -> None:
    access = store._access

    async def act() -> list[object]:
        access.note("key", "read")
        seen = [access.noted("key")]
        await store.notes.put("a", "1")
        return [*seen, access.noted("key")]

    assert await store.act(act) == ["read", None]
    access.note("key", "outside")
    assert access.noted("key") is None
    assert await store.act(act) == ["read", None]


async def test_an_act_waits_for_nothing_but_its_database(store: SqlStore) -> None:
    async def act() -> None:
        await store.notes.put("a", "1")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="something other"):
        await store.act(act)
    assert await store.notes.get("a") is None


async def test_acts_at_once_do_not_see_each_other_half_done(store: SqlStore) -> None:
    async def count() -> None:
        before = int(await store.notes.get("n") or 0)
        await store.notes.put("n", str(before + 1))

    await asyncio.gather(*(store.act(count) for _ in range(50)))
    assert await store.notes.get("n") == "50"


async def test_an_act_that_needs_a_fact_begins_again_with_it(store: SqlStore) -> None:
    asked = 0

    async def find() -> str:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        assert await store.notes.get("before") is None
        return "ana"

    async def act() -> str:
        await store.notes.put("before", "1")
        first = await acts.ask("who", find)
        second = await acts.ask("who", find)
        await store.notes.put("who", first + second)
        return first

    assert await acts.run(store.act, act) == "ana"
    assert asked == 1
    assert await store.notes.get("who") == "anaana"
    assert await store.notes.get("before") == "1"


async def test_an_act_that_never_knows_enough_is_a_mistake(store: SqlStore) -> None:
    async def nothing() -> None:
        return None

    async def act() -> None:
        for number in range(1_000):
            await acts.ask(number, nothing)

    with pytest.raises(RuntimeError, match="keeps asking"):
        await acts.run(store.act, act)
