"""However many groups are due, each is planned once, and a slice of them leaves room for others."""

from __future__ import annotations

import pytest

from bot.features.daily import due
from bot.model import ChannelRef, WorkspaceRef
from bot.runtime.clock import millis
from storage.errors import Locked
from tests.features.bench import Bench


async def many(bench: Bench, count: int) -> list[int]:
    """More groups that are due at 9:00, in channels that nobody looks into."""
    first, at = await bench.group(), millis(bench.moment("2026-11-23 09:00"))
    person = (await bench.store.groups.organizers(first.id))[0]
    elsewhere = WorkspaceRef("nowhere", "w")
    groups = [
        await bench.store.groups.create(
            channel=ChannelRef(elsewhere, f"c{n}"),
            organizer=person.id,
            course=first.course,
            schedule=first.schedule,
            due_at=at,
            now=0,
        )
        for n in range(count)
    ]
    bench.clock.set(bench.moment("2026-11-23 09:00"))
    return [group.id for group in groups]


async def kinds(bench: Bench, group_id: int) -> list[str]:
    return sorted(r.kind for r in await bench.store.deliveries.of_day(group_id, "2026-11-23"))


async def test_all_are_planned_in_batches_and_several_at_a_time(
    group: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "BATCH", 7)
    ids = await many(group, 40)
    assert await group.app.due.plan() is False
    assert {tuple(await kinds(group, one)) for one in ids} == {("concept",)}
    assert await group.store.groups.due(millis(group.clock.now()), 1) == ()


async def test_a_slice_stops_in_between_and_says_so(
    group: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "BATCH", 10)
    ids = await many(group, 25)
    slices = 1
    while await group.app.due.plan(within=0.0):
        slices += 1
    assert slices >= 3
    assert {tuple(await kinds(group, one)) for one in ids} == {("concept",)}


async def test_a_group_that_cannot_be_planned_stops_no_other_and_is_tried_again(
    group: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await many(group, 5)
    group.expected_faults.append("planning failed; tried again in a minute")
    plan, broken = group.app.planner.plan, ids[2]

    async def planned(one):  # type: ignore[no-untyped-def]
        if one.id == broken:
            raise RuntimeError("no plan")
        return await plan(one)

    monkeypatch.setattr(group.app.planner, "plan", planned)
    assert await group.app.due.plan() is False
    assert [bool(await kinds(group, one)) for one in ids] == [one != broken for one in ids]
    again = await group.store.groups.get(broken)
    assert again is not None and again.due_at == millis(group.clock.now()) + 60_000


async def test_a_database_that_is_held_for_a_moment_puts_nothing_off(
    group: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, plan = millis(group.moment("2026-11-23 09:00")), group.app.planner.plan
    group.clock.set(group.moment("2026-11-23 09:00"))

    async def held(_: object) -> None:
        raise Locked("another program holds it")

    monkeypatch.setattr(group.app.planner, "plan", held)
    with pytest.raises(Locked):
        await group.app.due.plan()
    monkeypatch.setattr(group.app.planner, "plan", plan)
    (waiting,) = await group.store.groups.due(at, 5)
    assert waiting.due_at == at
    await group.app.tick()
    assert "concept" in await kinds(group, waiting.id)
