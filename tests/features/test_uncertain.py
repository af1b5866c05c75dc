"""A question whose post is uncertain when it closes: its results follow what became of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.base import Unreachable, Unreadable
from bot.model import MessageRef
from tests.features.bench import Bench


class Doubt:
    """The platform takes (or loses) the question's post and says nothing, for a day."""

    def __init__(self, bench: Bench, *, accepts: bool) -> None:
        self.bench = bench
        self.asked = 0
        adapter: Any = bench.app.connections.adapter("playground")
        self._adapter, self._post, self._find = adapter, adapter.post, adapter.find
        self._accepts = accepts
        adapter.post, adapter.find = self.post, self.find

    async def post(self, to: Any, card: Any, **named: Any) -> MessageRef:
        if card.title != "Question of the day":
            return await self._post(to, card, **named)  # type: ignore[no-any-return]
        self.asked += 1
        if self._accepts:
            await self._post(to, card, **named)
        raise Unreachable("no answer")

    async def find(self, *_: Any) -> MessageRef | None:
        raise Unreachable("no answer")

    def end(self, *, readable: bool = True) -> None:
        self._adapter.post = self._post
        self._adapter.find = self._find if readable else self._hidden

    async def _hidden(self, *_: Any) -> MessageRef | None:
        raise Unreadable("history is hidden")


async def tuesday(bench: Bench) -> None:
    """Tuesday's posts are due and wait behind the doubtful one."""
    bench.clock.set(bench.moment("2026-11-24 09:00"))
    await bench.app.tick()


async def closed_in_doubt(bench: Bench, *, accepts: bool) -> Doubt:
    """Monday's question is uncertain until Tuesday's posts are due."""
    doubt = Doubt(bench, accepts=accepts)
    await bench.at("2026-11-23 10:00")
    assert doubt.asked == 1
    await tuesday(bench)
    (open_now,) = await bench.store.rounds.open_dailies(1)
    assert open_now.local_date == "2026-11-24", "Monday's question is closed"
    return doubt


async def test_found_after_its_close_it_gets_its_results(group: Bench) -> None:
    doubt = await closed_in_doubt(group, accepts=True)
    assert len([t for t in group.titles() if t == "Question of the day"]) == 1
    doubt.end()
    await group.at("2026-11-24 09:05")
    titles = group.titles()
    assert titles.count("Results") == 1, "in the message that had been uncertain"
    assert titles.index("Results") < titles.index("Question of the day")
    assert titles.count("Question of the day") == 1


async def test_not_found_after_its_close_nothing_is_told_of_it(group: Bench) -> None:
    doubt = await closed_in_doubt(group, accepts=False)
    doubt.end()
    await group.at("2026-11-24 09:05")
    assert group.titles().count("Results") == 0
    assert group.titles().count("Question of the day") == 1


@pytest.mark.parametrize("accepts", [True, False])
async def test_never_known_its_results_are_posted_if_somebody_answered(
    group: Bench, accepts: bool
) -> None:
    doubt = Doubt(group, accepts=accepts)
    await group.at("2026-11-23 10:00")
    if accepts:
        message = group.last("Question of the day")
        await group.answer_at(group.ben, message, True)
    await tuesday(group)
    doubt.end(readable=False)
    await group.at("2026-11-24 09:05")
    assert group.titles().count("Results") == int(accepts)
    asked = 2 if accepts else 1
    assert group.titles().count("Question of the day") == asked, "nothing is posted again"
