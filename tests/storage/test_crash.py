"""Power off at any moment: what was acknowledged is there."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from storage.store import SqliteStore
from tests.storage.house import rebuild

ROOT = Path(__file__).parents[2]
ENOUGH = 150

# Answers for ever from several places at once, and tells each answer that was recorded.
PROGRAM = """
import asyncio, sys
from pathlib import Path
from storage.store import SqliteStore
from tests.storage.house import House

async def answer(house, person):
    while True:
        for round_ in await house.practice(person, *(f"q{i}" for i in range(10))):
            await house.answer(round_, person, kind="practice")
            print(round_.id, person.id, flush=True)

async def main():
    house = await House.build(await SqliteStore.open(Path(sys.argv[1])))
    await asyncio.gather(*(answer(house, who) for who in (house.ann, house.ben, house.cleo)))

asyncio.run(main())
"""


def test_acknowledged_answers_survive_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    acknowledged = []
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            acknowledged.append(line)
            if len(acknowledged) == ENOUGH:
                process.kill()
                break
        # What it said before it died counts too; the last line may be cut off.
        acknowledged += [line for line in process.stdout if line.endswith("\n")]
    assert len(acknowledged) >= ENOUGH
    asyncio.run(look_for(acknowledged, path))


async def look_for(acknowledged: list[str], path: Path) -> None:
    store = await SqliteStore.open(path)
    for line in acknowledged:
        round_id, person_id = map(int, line.split())
        assert await store.answers.of(round_id, person_id) is not None, line
    assert await store.verify(rebuild) == []
    await store.close()
