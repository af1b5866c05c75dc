"""Closing a crowded question takes several acts; members see one result, once all are counted."""

from __future__ import annotations

import pytest

from bot.runtime.clock import millis
from bot.study.planning import closing
from tests.features.bench import Bench


async def test_results_come_once_when_all_are_counted(
    group: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "CHUNK", 1)
    await group.at("2026-11-23 09:05")
    for who in (group.ana, group.ben, group.cleo, group.dan):
        await group.choose(who, right=who is not group.dan)
    posed = await group.posed()
    assert posed.closes_at is not None
    group.clock.set(group.moment("2026-11-24 09:00"))
    planner, one = group.app.planner, await group.group()
    assert await group.app.services.act(lambda: planner.plan(one)), "there is more to do"
    assert await group.rows("2026-11-23", "results") == []
    await group.kill()
    await group.restart()
    await group.at("2026-11-24 09:05")
    tally = await group.store.rounds.tally(posed.id)
    assert (tally.answered, tally.correct) == (4, 3)
    assert len(await group.rows("2026-11-23", "results")) == 1
    assert await group.verify() == []


async def test_posting_now_closes_a_crowded_question_in_steps(
    group: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "CHUNK", 1)
    await group.at("2026-11-23 09:05")
    for who in (group.ana, group.ben, group.cleo):
        await group.choose(who)
    posed = await group.posed()
    await group.at("2026-11-24 08:00")
    ask = await group.say(group.ana, "/study post")
    await group.settle()
    monday = await group.store.rounds.get(posed.id)
    assert monday is not None
    assert monday.state == "closed", ask
    assert monday.closes_at == millis(group.moment("2026-11-24 08:00")), "its time was over"
    assert (await group.store.rounds.tally(posed.id)).correct == 3
    assert len(await group.rows("2026-11-23", "results")) == 1
    assert len(await group.rows("2026-11-24", "question")) == 1
    assert await group.verify() == []
