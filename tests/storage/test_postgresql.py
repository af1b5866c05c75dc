"""What only a server can do to its users: refuse, hang, die, come back, and run several at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from storage.connection import Connection
from storage.errors import (
    Conflict,
    Damaged,
    Locked,
    NewerDatabase,
    NotWritable,
    Outdated,
    StorageError,
    Unreachable,
)
from storage.migrations import STEPS
from storage.postgres import runner, server, store
from storage.postgres.dialect import statement
from storage.postgres.store import PostgresStore
from tests.postgresql import Server
from tests.storage.conftest import opened_again
from tests.storage.house import House, rebuild, settle


@pytest.fixture
async def one(database: str) -> AsyncIterator[PostgresStore]:
    opened = await PostgresStore.open(database)
    yield opened
    await opened.close()


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has the patience of a bot here."""
    for module in (runner, server, store):
        monkeypatch.setattr(module, "PATIENCE", 0.3)


def sql(url: str, *words: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        for each in words:
            db.execute(each)  # type: ignore[arg-type]


def count_up(db: Connection) -> int:
    row = db.execute("SELECT value FROM notes WHERE key = 'n'").fetchone()
    number = int(row[0]) + 1 if row else 1
    db.execute(
        "INSERT INTO notes (key, value) VALUES ('n', ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (str(number),),
    )
    return number


def test_marks_and_functions_become_postgresqls() -> None:
    assert statement("SELECT '?:a%' || ? WHERE x LIKE '%' AND y % 2 = 0").sql == (
        "SELECT '?:a%%' || %s WHERE x LIKE '%%' AND y %% 2 = 0"
    )
    assert statement("SELECT json_group_array(json_array(a, json(b))) WHERE c = :name").sql == (
        "SELECT jsonb_agg(jsonb_build_array(a, jsonb(b))) WHERE c = %(name)s"
    )
    assert not statement("\n WITH a AS (SELECT 1) SELECT * FROM a").writes
    assert statement("UPDATE rounds SET state = 'x'").writes


async def test_what_many_count_at_once_is_what_one_would(one: PostgresStore) -> None:
    other = await opened_again(one)
    found = await asyncio.gather(*(each._access.write(count_up) for each in (one, other) * 20))
    assert sorted(found) == list(range(1, 41))
    await other.close()


async def test_an_act_is_one_step_however_many_run(one: PostgresStore) -> None:
    """Each reads both notes, and takes from one only what both together still have."""
    await one.notes.put("a", "5")
    await one.notes.put("b", "5")

    async def take(key: str) -> bool:
        async def act() -> bool:
            left = {k: int(await one.notes.get(k) or 0) for k in ("a", "b")}
            if sum(left.values()) < 8:
                return False
            await one.notes.put(key, str(left[key] - 2))
            return True

        return await one.act(act)

    took = await asyncio.gather(*(take(key) for key in "ab" * 10))
    assert sum(took) == 2
    assert sum([int(await one.notes.get(key) or 0) for key in "ab"]) == 6


async def test_two_copies_press_close_and_withdraw_at_once(one: PostgresStore) -> None:
    """Whoever is first: one answer for each who pressed in time, and everything adds up."""
    house = await House.build(one)
    people = [house.ann, house.ben, house.cleo]
    other = await opened_again(one)
    twin = House(other, house.group, *people)
    for day in range(1, 8):
        posed = await house.daily(f"2026-11-{day:02}", f"q{day}")
        for person in people:
            await one.answers.choose(posed.id, person.id, "a", day)
        ending = one.rounds.void if day % 3 == 0 else None
        work = [
            *(each.answer(posed, person, at=day) for each in (house, twin) for person in people),
            *(each.rounds.close(posed.id, day, settle(posed), []) for each in (one, other)),
            *([ending(posed.id, day, []), other.rounds.void(posed.id, day, [])] if ending else []),
        ]
        found = await asyncio.gather(*work, return_exceptions=True)
        strange = [e for e in found if isinstance(e, BaseException) and not isinstance(e, Conflict)]
        assert strange == []
        if not ending:
            assert sum(getattr(each, "fresh", False) for each in found[:6]) <= 3
    assert await one.verify(rebuild) == []
    stats = await one.stats()
    assert stats["choices"] == 0
    totals = "SELECT person_id, answers FROM totals WHERE period = 'all' ORDER BY person_id"
    counted = await one._access.read(lambda db: db.execute(totals).fetchall())
    assert counted == [(person.id, 5) for person in people], "two of seven days were withdrawn"
    await other.close()


async def test_presses_of_different_people_do_not_wait_for_each_other(one: PostgresStore) -> None:
    """Two answers to one question are under way in two copies, and both are kept."""
    house = await House.build(one)
    posed = await house.daily()
    both = threading.Barrier(2, timeout=20)
    waited: list[int] = []

    def meet(_: object) -> None:
        if len(waited) < 2:
            waited.append(1)
            both.wait()

    other = await opened_again(one)
    twin = House(other, house.group, house.ann, house.ben, house.cleo)
    await asyncio.gather(
        house.answer(posed, house.ann, seen=meet), twin.answer(posed, house.ben, seen=meet)
    )
    await other.close()
    assert (await one.stats())["answers"] == 2
    assert await one.verify(rebuild) == []


async def test_connections_that_the_server_drops_are_made_anew(
    one: PostgresStore, database: str
) -> None:
    assert await one._access.write(count_up) == 1
    sql(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    assert await one._access.write(count_up) == 2
    assert await one.notes.get("n") == "2"


async def test_a_lasting_deadlock_or_conflict_is_told_in_one_sentence(
    one: PostgresStore, short: None
) -> None:
    def never(_: Connection) -> None:
        raise psycopg.errors.SerializationFailure("as always")

    with pytest.raises(Locked, match="nothing was changed, please try again"):
        await one._access.write(never)


async def test_a_refused_row_undoes_its_transaction_only(one: PostgresStore) -> None:
    def twice(db: Connection) -> None:
        for _ in range(2):
            db.execute("INSERT INTO notes (key, value) VALUES ('once', '1')")

    with pytest.raises(Conflict):
        await one._access.write(twice)
    assert await one.notes.get("once") is None
    assert await one._access.write(count_up) == 1


async def test_a_step_of_an_act_that_fails_late_undoes_itself_only(one: PostgresStore) -> None:
    """What is sent ahead fails only later; the act still hears it from the step that did it."""

    def broken(db: Connection) -> None:
        db.execute("INSERT INTO channels (channel, workspace, group_id) VALUES ('c', 'w', 99)")

    heard: list[str] = []

    async def act() -> str:
        heard.clear()
        await one.notes.put("before", "1")
        try:
            await one._access.write(broken)
        except psycopg.errors.ForeignKeyViolation:
            heard.append("refused")
        await one.notes.put("after", "1")
        return "done"

    assert await one.act(act) == "done"
    assert heard == ["refused"]
    assert await one.notes.get("before") == await one.notes.get("after") == "1"


async def test_when_all_connections_are_busy_it_says_so_and_goes_on(
    one: PostgresStore, short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = [one._pool.getconn() for _ in range(store.WRITERS + store.READERS)]
    with pytest.raises(Unreachable, match="No connection"):
        await one._access.write(count_up)
    for each in taken:
        one._pool.putconn(each)
    assert await one._access.write(count_up) == 1


async def test_a_statement_that_takes_too_long_is_ended(database: str) -> None:
    slow = await PostgresStore.open(f"{database}&options=-c%20statement_timeout%3D100")
    with pytest.raises(Locked, match="took too long"):
        await slow._access.write(lambda db: db.execute("SELECT pg_sleep(20)").fetchone())
    assert await slow._access.write(count_up) == 1
    await slow.close()


async def test_a_server_that_only_reads_is_told_from_a_broken_one(postgresql: Server) -> None:
    url = postgresql.new()
    opened = await PostgresStore.open(url)
    name = url.split("?")[0].rsplit("/", 1)[1]
    away = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    sql(postgresql.url(), f"ALTER DATABASE {name} SET default_transaction_read_only = on", away)
    with pytest.raises(NotWritable, match="standby"):
        await opened._access.write(count_up)
    assert await opened.notes.get("n") is None, "reading goes on"
    sql(postgresql.url(), f"ALTER DATABASE {name} SET default_transaction_read_only = off", away)
    assert await opened._access.write(count_up) == 1, "and writing once it may"
    await opened.close()


def test_an_address_that_leads_nowhere_is_told_without_its_password(postgresql: Server) -> None:
    nowhere = "postgresql://me:sesame@127.0.0.1:1/study"
    with pytest.raises(Unreachable, match="cannot be reached") as told:
        server.prepare(nowhere)
    assert "sesame" not in str(told.value) and "study on 127.0.0.1" in str(told.value)
    with pytest.raises(Unreachable, match="does not let the bot into"):
        server.prepare(postgresql.url("nobody_made_this"))
    with pytest.raises(StorageError, match="not usable"):
        server.prepare("postgresql://host:port:port/x?y")


def test_a_database_of_another_program_is_left_alone(postgresql: Server) -> None:
    url = postgresql.new()
    sql(url, "CREATE TABLE persons (id INTEGER)")
    with pytest.raises(Damaged, match="another program"):
        server.prepare(url)


async def test_a_newer_schema_is_refused(postgresql: Server) -> None:
    url = postgresql.new()
    server.prepare(url)
    sql(url, "INSERT INTO studyhall_migrations (name) VALUES ('9999_later')")
    with pytest.raises(NewerDatabase, match="9999_later"):
        await PostgresStore.open(url)


async def test_a_copy_that_runs_is_not_upgraded_under_its_feet(
    postgresql: Server, short: None
) -> None:
    url = postgresql.new()
    server.prepare(url, steps=STEPS[:-1])
    older, newest = STEPS[:-1], STEPS[-1][0]
    running = await PostgresStore.open(url, steps=older)
    with pytest.raises(Outdated, match="stop them all"):
        server.prepare(url)
    assert await running._access.write(count_up) == 1
    await running.close()
    server.prepare(url)
    upgraded = await PostgresStore.open(url)
    assert (await upgraded.stats())["migration"] == newest
    assert await upgraded.notes.get("n") == "1"
    await upgraded.close()


def test_many_who_start_at_once_make_the_schema_once(postgresql: Server) -> None:
    url = postgresql.new()
    failed: list[BaseException] = []

    def start() -> None:
        try:
            server.prepare(url)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with psycopg.connect(url) as db:
        names = db.execute("SELECT name FROM studyhall_migrations ORDER BY id").fetchall()
    assert [row[0] for row in names] == [name for name, _ in STEPS]


def test_a_step_that_fails_leaves_the_schema_as_it_was(postgresql: Server) -> None:
    url = postgresql.new()

    def wrong(db: Connection) -> None:
        db.execute("CREATE TABLE half (id INTEGER PRIMARY KEY)")
        db.execute("SELECT nonsense")

    with pytest.raises(StorageError):
        server.prepare(url, steps=(*STEPS, ("9998_wrong", wrong)))
    with psycopg.connect(url) as db:
        assert db.execute("SELECT to_regclass('persons'), to_regclass('half')").fetchone() == (
            None,
            None,
        )


@pytest.fixture
def own_server(postgresql: Server) -> Iterator[Server]:
    # What it has said is committed has to be there after a crash.
    found = Server(fsync="on", synchronous_commit="on", full_page_writes="on")
    yield found
    found.remove()


async def test_a_server_that_dies_and_comes_back_loses_nothing(
    own_server: Server, full: bool
) -> None:
    """Whatever was told to be kept is there, everything adds up, and the bot goes on by itself."""
    url = own_server.new()
    opened = await PostgresStore.open(url)
    house = await House.build(opened)
    people = [house.ann, house.ben, house.cleo]
    kept: set[tuple[int, int]] = set()
    refused: list[StorageError] = []
    enough, over = asyncio.Event(), asyncio.Event()
    wanted = 6

    async def press() -> None:
        number = 0
        while not over.is_set():
            number += 1
            for person in people:
                try:
                    (posed,) = await house.practice(person, f"q{number}")
                    await house.answer(posed, person, kind="practice", at=number)
                    kept.add((posed.id, person.id))
                    if len(kept) >= wanted:
                        enough.set()
                except StorageError as error:
                    refused.append(error)

    pressing = asyncio.create_task(press())
    for how in ("kill", "immediate", "fast") if full else ("kill",):
        before = len(kept)
        if how == "kill":
            await asyncio.to_thread(own_server.kill)
        else:
            await asyncio.to_thread(own_server.stop, how)
        await asyncio.to_thread(own_server.start)
        wanted = before + 6
        enough.clear()
        await enough.wait()
    over.set()
    await pressing
    for error in refused:
        assert isinstance(error, Unreachable), error
        assert "goes on as soon as it answers" in str(error)
    ledger = "SELECT round_id, person_id FROM answers"
    there = await opened._access.read(lambda db: db.execute(ledger).fetchall())
    assert kept <= {*there} and len(there) == len({*there})
    assert await opened.verify(rebuild) == []
    await opened.close()
