"""Copies on one PostgreSQL server, killed under load, and the server itself: nothing is lost."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.postgres.store import PostgresStore
from tests.faults.conftest import OpenTally
from tests.postgresql import Server
from tests.storage.house import House, rebuild

ROOT = Path(__file__).parents[2]
COPIES = 2
SEED = 11

# Answers for ever as three members of its own, and tells each answer that was recorded.
PROGRAM = """
import asyncio, sys
from bot.model.refs import MemberRef
from storage.errors import StorageError
from storage.postgres.store import PostgresStore
from tests.storage.house import WORKSPACE, House

async def opened(url):
    while True:
        try:
            return await PostgresStore.open(url)
        except StorageError:
            await asyncio.sleep(0.1)

async def answer(house, person):
    number = 0
    while True:
        number += 1
        try:
            for round_ in await house.practice(person, *(f"q{number}-{i}" for i in range(3))):
                await house.answer(round_, person, kind="practice", at=number)
                print(round_.id, person.id, flush=True)
        except StorageError as error:
            print("refused:", error, file=sys.stderr, flush=True)

async def main():
    store = await opened(sys.argv[1])
    (group,) = await store.groups.all()
    names = [f"{sys.argv[2]}-{i}" for i in range(3)]
    who = [await store.people.ensure(MemberRef("here", n), n, 1, WORKSPACE) for n in names]
    house = House(store, group, *who)
    await asyncio.gather(*(answer(house, each) for each in who))

asyncio.run(main())
"""


@pytest.fixture
def own_server(postgresql: Server) -> Iterator[Server]:
    # What it has said is committed has to be there after a crash.
    found = Server(fsync="on", synchronous_commit="on", full_page_writes="on")
    yield found
    found.remove()


class Copy:
    """One process, and every answer that it told of."""

    def __init__(self, url: str, name: str) -> None:
        self.told: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, url, name],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def tell(self, count: int) -> None:
        """Reads ``count`` more answers."""
        assert self._process.stdout is not None
        for _ in range(count):
            line = self._process.stdout.readline()
            assert line.endswith("\n"), "it ended by itself"
            self.told.append(line)

    def kill(self) -> list[str]:
        """Ends it at whatever it does; what it said before counts, but for a line cut off."""
        self._process.kill()
        assert self._process.stdout is not None
        self.told += [line for line in self._process.stdout if line.endswith("\n")]
        self._process.wait()
        return self.told


@pytest.mark.timeout(500)
def test_killed_copies_and_a_killed_server_lose_and_double_nothing(
    own_server: Server, full: bool, tally: OpenTally
) -> None:
    kills, server_kills = (60, 6) if full else (4, 1)
    url = own_server.new()
    asyncio.run(begin(url))
    choose = random.Random(SEED)
    acknowledged: list[str] = []
    copies = [Copy(url, f"copy{n}") for n in range(COPIES)]
    every = kills // server_kills
    for number in range(1, kills + 1):
        for copy in copies:
            copy.tell(choose.randint(1, 6))
        victim = choose.randrange(COPIES)
        acknowledged += copies[victim].kill()
        if number % every == 0:
            own_server.kill()
            own_server.start()
        copies[victim] = Copy(url, f"copy{victim}")
    for copy in copies:
        copy.tell(6)
        acknowledged += copy.kill()
    there, differences = asyncio.run(looked_through(url))
    counted = tally("copies on a server")
    counted.kills += kills + server_kills
    told = {tuple(map(int, line.split())) for line in acknowledged}
    # What nobody was told of may be there: a copy died between the two.
    counted.answers(told, [answer for answer in there if answer in told])
    counted.check()
    assert len({*there}) == len(there) and len(told) >= 2 * kills
    assert differences == []


async def begin(url: str) -> None:
    store = await PostgresStore.open(url)
    await House.build(store)
    await store.close()


async def looked_through(url: str) -> tuple[list[tuple[int, int]], list[str]]:
    """The ledger's answers, and what does not add up."""
    store = await PostgresStore.open(url)
    sql = "SELECT round_id, person_id FROM answers"
    rows = await store._access.read(lambda db: db.execute(sql).fetchall())
    found = rows, await store.verify(rebuild)
    await store.close()
    return found
