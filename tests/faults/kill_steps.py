"""A named step at which a bot dies."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from tests.faults.kill_house import KillHouse


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
