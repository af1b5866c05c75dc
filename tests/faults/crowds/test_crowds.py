"""A thousand members press in the same second: one answer each, acknowledged in time."""

from __future__ import annotations

from tests.faults.conftest import OpenTally
from tests.faults.crowds.crowd import Crowd

SUITE = "crowds"


async def test_everybody_presses_in_the_same_second(crowd: Crowd, tally: OpenTally) -> None:
    counted = tally(SUITE)
    for side in crowd.sides:
        chosen = await crowd.choose_all(side)
        assert all("How sure are you?" in each.seen.text for each in chosen)
        verdicts = await crowd.sure_all(side, chosen)
        titles = [each.seen.text[:9].rstrip("!: ") for each in verdicts]
        assert titles == ["Correct", "Not quite"] * (crowd.count // 2)
        counted.inputs += 2 * crowd.count
        counted.answers([who.key for who in crowd.members[side.name]], crowd.ledger(side))
