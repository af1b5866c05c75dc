"""A primary dies and its standby takes over: the bot goes on there, with all that it has said."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from storage.errors import NotWritable
from storage.migrations import STEPS
from storage.postgres.store import PostgresStore
from tests.postgresql import Server
from tests.storage.test_postgresql import count_up, sql


def in_step(primary: Server) -> None:
    """Returns once the primary calls nothing committed that its standby doesn't have."""
    with psycopg.connect(primary.url(), autocommit=True) as db:
        while not db.execute(
            "SELECT 1 FROM pg_stat_replication, pg_sleep(0.05) WHERE sync_state = 'sync'"
        ).fetchone():
            pass


@pytest.fixture
def pair(postgresql: Server) -> Iterator[tuple[Server, Server]]:
    """A primary and its standby, which has all that the primary called committed."""
    kept = {
        "fsync": "on",
        "wal_level": "replica",
        "max_wal_senders": "4",
        "synchronous_commit": "on",
        "hot_standby": "on",
    }
    primary = Server(**kept)
    standby = Server(of=primary, **kept)
    yield primary, standby
    standby.remove()
    primary.remove()


async def test_when_a_standby_takes_over_the_bot_goes_on_there(
    full: bool, request: pytest.FixtureRequest
) -> None:
    if not full:
        pytest.skip("in the full run only: two servers take long to start")
    primary, standby = request.getfixturevalue("pair")
    url = primary.new()
    name = url.split("?")[0].rsplit("/", 1)[1]
    hosts = f"{standby.folder},{primary.folder}"
    either = f"postgresql://studyhall@/{name}?host={hosts}&target_session_attrs=read-write"
    opened = await PostgresStore.open(either)
    sql(primary.url(), "ALTER SYSTEM SET synchronous_standby_names = '*'")
    sql(primary.url(), "SELECT pg_reload_conf()")
    in_step(primary)
    assert await opened._access.write(count_up) == 1
    reading = await PostgresStore.open(standby.url(name))
    with pytest.raises(NotWritable, match="standby"):
        await reading._access.write(count_up)
    assert (await reading.stats())["migration"] == STEPS[-1][0]
    await reading.close()
    await asyncio.to_thread(primary.kill)
    await asyncio.to_thread(standby.promote)
    standby_alone = "ALTER SYSTEM SET synchronous_standby_names = ''"
    sql(standby.url(), standby_alone)
    sql(standby.url(), "SELECT pg_reload_conf()")
    assert await opened._access.write(count_up) == 2
    assert await opened.notes.get("n") == "2"
    await opened.close()
