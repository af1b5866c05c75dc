"""A named step at which a bot dies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass

from tests.faults.kill_house import WITHIN, KillHouse


@dataclass(frozen=True)
class Step:
    """``stop`` is a step of the program, ``held`` names a request that a platform keeps.

    ``before`` it is carried out, which happens once the bot is dead; ``late``: only when
    the next bot has looked for it already.
    """

    name: str
    stop: str = ""
    nth: int = 1
    about: str = ""
    held: tuple[str, ...] = ()
    before: bool = False
    late: bool = False


def held(name: str, *words: str) -> list[Step]:
    return [
        Step(f"{name}: the platform has the request", held=words, before=True),
        Step(f"{name}: the platform takes its time", held=words, before=True, late=True),
        Step(f"{name}: the platform has done it", held=words),
    ]


async def start_towards(house: KillHouse, step: Step) -> Awaitable[object]:
    """Starts a bot; what is returned is over when the bot has come to the step."""
    if step.held:
        gate = house.door.hold(*step.held, before=step.before)
        await house.start()
        return gate.reached.wait()
    bot = await house.start(stop={"at": step.stop, "nth": step.nth, "about": step.about})
    return bot.says("stopped")


async def die_at(house: KillHouse, step: Step) -> None:
    """A bot starts, dies at the step, and another one goes on."""
    async with asyncio.timeout(WITHIN):
        await (await start_towards(house, step))
    await house.kill()
    if step.late:
        await house.start()
        for side in house.sides:
            await house.online(side)
        await house.ticked(2)
    await house.let_go()
    house.pass_seconds(20)
    if not step.late:
        await house.start()
    await house.settled()
