"""The tally of a fault test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest

from tests.faults.kill_house import Zygote
from tests.faults.tally import PROPERTY, Tally

OpenTally = Callable[[str], Tally]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Starts the bots of the kill suites, see ``tests.faults.launcher``."""
    opened = Zygote()
    yield opened
    opened.close()


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[OpenTally]:
    """Opens a row of the table; checked and counted when the test is over."""
    opened: list[Tally] = []

    def open_tally(suite: str) -> Tally:
        opened.append(Tally(suite))
        return opened[-1]

    yield open_tally
    for each in opened:
        request.node.user_properties.append((PROPERTY, asdict(each)))
    for each in opened:
        each.check()
