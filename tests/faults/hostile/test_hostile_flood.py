"""One member presses without end: told once, acknowledged always, and nobody else waits."""

from __future__ import annotations

import asyncio

import pytest

from bot.interactions.throttle import BURST, MemberThrottle
from bot.runtime.refusals import TOO_QUICK
from tests.e2e.conftest import Faults
from tests.e2e.stage import Stage
from tests.faults.conftest import OpenTally

PRESSES = 50


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_flood_by_one_member(
    platform: str, running: Stage, faults: Faults, tally: OpenTally
) -> None:
    counted = tally("hostile floods")
    side = running.slack if platform == "slack" else running.discord
    await running.at("2026-11-23 10:00")
    own = await side.say(side.ben, "/study help")
    # A clock that stands still: what comes within one moment.
    running.app.dispatcher._throttle = MemberThrottle(now=lambda: 7.0)

    async def press() -> tuple[float | None, str]:
        result = await side.driver.press_action(side.ben, own, "1.board.week")
        said = [*result.replies, *([result.updated] if result.updated else [])]
        return result.acked_after, said[0].text if said else ""

    flood = [asyncio.create_task(press()) for _ in range(PRESSES)]
    assert (await side.say(side.ana, "/today")).text, "answered within the three seconds"
    done = await asyncio.gather(*flood)
    counted.inputs += PRESSES
    counted.refused += running.app.counts.snapshot()[TOO_QUICK]
    assert all(after is not None for after, _ in done), "each was acknowledged in time"
    told = [words for _, words in done if "faster than I can keep up" in words]
    assert len(told) <= 1, "in words once"
    assert running.app.counts.snapshot()[TOO_QUICK] == PRESSES - BURST
    assert faults == []
