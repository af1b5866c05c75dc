"""A thousand members press in the same second: one answer each, acknowledged in time."""

from __future__ import annotations

import time

from tests.faults.conftest import OpenTally
from tests.faults.crowds.crowd import Crowd

SUITE = "crowds"


async def test_everybody_presses_in_the_same_second(crowd: Crowd, tally: OpenTally) -> None:
    counted = tally(SUITE)
    for side in crowd.sides:
        began = time.perf_counter()
        chosen = await crowd.choose_all(side)
        first = await crowd.settled(side, chosen), time.perf_counter() - began
        began = time.perf_counter()
        verdicts = await crowd.sure_all(side, chosen)
        second = await crowd.settled(side, verdicts), time.perf_counter() - began
        print(
            f"{side.name}: {crowd.count} at once; last acknowledged after {first[0]:.2f} s and "
            f"{second[0]:.2f} s, last answered after {first[1]:.2f} s and {second[1]:.2f} s"
        )
        assert all(each.answers == 1 for each in (*chosen, *verdicts))
        titles = [each.seen.text.split("\n")[0].split(":")[0] for each in verdicts]
        assert titles == ["Right", "Not right"] * (crowd.count // 2)
        counted.inputs += 2 * crowd.count
        counted.answers([who.key for who in crowd.members[side.name]], crowd.ledger(side))
