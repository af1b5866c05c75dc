"""A question that many have answered is closed in steps: nothing is lost, nothing counts twice."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.refs import MemberRef
from bot.study.leaderboard import Board
from bot.study.round import Round, Tally
from storage.store import SqliteStore
from tests.storage.house import WORKSPACE, House, planned, rebuild, settle

ROOT = Path(__file__).parents[2]
CROWD = 60


async def choosing(house: House, round_: Round, given_: Sequence[str]) -> list[int]:
    """So many members have chosen and not confirmed; their ids."""
    ids = []
    for n, letter in enumerate(given_):
        person = await house.store.people.ensure(MemberRef("here", f"m{n}"), f"M{n}", 1, WORKSPACE)
        await house.store.answers.choose(round_.id, person.id, letter, 20 + n % 3)
        ids.append(person.id)
    return ids


async def closed(
    path: Path, given_: Sequence[str], most: int | None, late: str
) -> tuple[Tally, Board, list[str]]:
    """What is known after the close; ``late`` is chosen by one more member after the first step."""
    store = await SqliteStore.open(path)
    try:
        house = await House.build(store)
        round_ = await house.daily()
        await choosing(house, round_, given_)
        step = most is not None and await store.rounds.settle_some(round_.id, settle(round_), most)
        await store.answers.choose(round_.id, house.cleo.id, late, 90)
        while step and most is not None:
            assert await store.deliveries.of_day(house.group.id, round_.local_date) == ()
            step = await store.rounds.settle_some(round_.id, settle(round_), most)
        results = planned("results", round_id=round_.id)
        assert await store.rounds.close(round_.id, 95, settle(round_), [results])
        day = await store.deliveries.of_day(house.group.id, round_.local_date)
        assert [row.kind for row in day] == ["results"]
        board = await store.boards.board(house.group.id, "all", house.cleo.id, limit=100)
        return await store.rounds.tally(round_.id), board, await store.verify(rebuild)
    finally:
        await store.close()


@settings(max_examples=15, deadline=None)
@given(
    chosen=st.lists(st.sampled_from("abc"), max_size=12),
    most=st.integers(min_value=1, max_value=5),
    late=st.sampled_from("abc"),
)
def test_steps_come_to_the_same_as_one_go(chosen: list[str], most: int, late: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one = asyncio.run(closed(Path(folder) / "one.db", chosen, None, late))
        steps = asyncio.run(closed(Path(folder) / "steps.db", chosen, most, late))
    assert steps == one
    assert one[0].answered == len(chosen) + 1
    assert one[2] == []


# Closes in steps of five and tells each; the results are planned with the last one.
PROGRAM = """
import asyncio, sys
from pathlib import Path
from storage.store import SqliteStore
from tests.storage.house import House, settle

async def main():
    store = await SqliteStore.open(Path(sys.argv[1]))
    house = await House.build_again(store)
    (round_,) = await store.rounds.open_dailies(house.group.id)
    while await store.rounds.settle_some(round_.id, settle(round_), 5):
        print("step", flush=True)

asyncio.run(main())
"""


def test_a_kill_between_steps_loses_and_doubles_nothing(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    asyncio.run(_crowded(path))
    for steps in (1, 2, 3):  # killed and begun again, after ever more of them
        with subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(steps):
                process.stdout.readline()
            process.kill()
    asyncio.run(_finished(path))


async def _crowded(path: Path) -> None:
    store = await SqliteStore.open(path)
    house = await House.build(store)
    await choosing(house, await house.daily(), "ab" * (CROWD // 2))
    await store.close()


async def _finished(path: Path) -> None:
    store = await SqliteStore.open(path)
    house = await House.build_again(store)
    (round_,) = await store.rounds.open_dailies(house.group.id)
    assert await store.deliveries.of_day(house.group.id, round_.local_date) == ()
    while await store.rounds.settle_some(round_.id, settle(round_), 5):
        pass
    await store.rounds.close(round_.id, 95, settle(round_), [])
    tally = await store.rounds.tally(round_.id)
    assert (tally.answered, tally.correct) == (CROWD, CROWD // 2)
    board = await store.boards.board(house.group.id, "all", None, limit=100)
    assert [line.answers for line in board.top] == [1] * CROWD
    assert await store.verify(rebuild) == []
    await store.close()
