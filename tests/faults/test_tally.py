"""The table itself can tell a loss."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from tests.faults.tally import Tally, table


def test_counts_what_is_lost_and_what_is_doubled() -> None:
    counted = Tally("kill")
    counted.answers(expected=["a", "b"], found=["a", "a", "c"])
    assert (counted.answers_expected, counted.answers_found) == (2, 3)
    assert (counted.answers_lost, counted.answers_doubled) == (1, 1)
    with pytest.raises(AssertionError, match="answers_lost"):
        counted.check()


def test_sums_up_by_suite() -> None:
    one, other = Tally("kill", kills=2), Tally("storm", faults=3)
    lines = table([asdict(one), asdict(one), asdict(other)])
    assert [line.split()[:2] for line in lines[2:]] == [["kill", "4"], ["storm", "0"], ["all", "4"]]
