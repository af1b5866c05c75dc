"""Reminders beside the ticks: nothing due costs one look, and conversations are remembered."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.base import Forbidden, Gone, Unreachable
from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.model import Card, ChannelRef, MemberRef, WorkspaceRef
from bot.service.conversations import Conversations
from bot.service.draining import Draining
from bot.study.reminders import Reminder, address
from storage.store import SqliteStore
from tests.features.bench import Bench
from tests.features.course import full

CARD = Card("Hello")


@pytest.fixture
async def bench(tmp_path: Path) -> Bench:
    course = full()
    bench = Bench(tmp_path / "study.db", {course.slug: course})
    await bench.start()
    await bench.set_up()
    return bench


async def test_nothing_due_costs_one_look(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object, **__: object) -> None:
        raise AssertionError("there is nothing to plan or to send")

    looks = 0
    look = bench.store.reminders.look

    async def counted(now: int) -> object:
        nonlocal looks
        looks += 1
        return await look(now)

    reminding = bench.app.reminding
    monkeypatch.setattr(bench.store.reminders, "look", counted)
    monkeypatch.setattr(reminding.planning, "plan", never)
    monkeypatch.setattr(reminding.draining, "send", never)
    await bench.say(bench.ben, "/today")
    person = await bench.person(bench.ben)
    await bench.store.reminders.turn_on(
        Reminder(person.id, bench.ben, 1080, "UTC", next_at=2**50), 1
    )
    now = bench.clock.now()
    sql = "UPDATE reminders SET next_at = ?"
    later = round(now.timestamp() * 1000) + 1
    await bench.store._access.write(lambda db: db.execute(sql, (later,)).rowcount)
    await reminding.tick(None)
    assert looks == 1
    await bench.close()


async def told(adapter: PlaygroundAdapter, store: SqliteStore, who: MemberRef) -> Conversations:
    person = await store.people.ensure(who, "Ben", 1, WorkspaceRef("playground", "room"))
    await store.reminders.turn_on(Reminder(person.id, who, 1080, "UTC", next_at=5), 1)
    return Conversations(adapter, store.reminders)


class Counting(PlaygroundAdapter):
    """Counts how often a conversation is opened; ``opens`` may say why it cannot be."""

    opened = 0
    refuses: Exception | None = None

    async def direct(self, member: MemberRef) -> ChannelRef:
        self.opened += 1
        if self.refuses is not None:
            raise self.refuses
        return await super().direct(member)


async def test_a_conversation_is_opened_once(bench: Bench) -> None:
    adapter = Counting(bench.room)
    postman = await told(adapter, bench.store, bench.ben)
    to = address(bench.ben)
    assert await postman.make_ready(to) and not await postman.make_ready(to)
    await postman.wait_for_slot(to, edit=False)
    ref = await postman.post(to, CARD, key="k1")
    assert adapter.opened == 1
    again = Conversations(adapter, bench.store.reminders)
    assert await again.find(to, "k1", datetime(2020, 1, 1, tzinfo=UTC)) == ref
    assert adapter.opened == 1, "also by the next run of the program"
    await bench.close()


async def test_one_with_another_id_is_opened_again(bench: Bench) -> None:
    adapter = Counting(bench.room)
    postman = await told(adapter, bench.store, bench.ben)
    old = ChannelRef(bench.study.workspace, "dm-gone", direct=True)
    await bench.store.reminders.keep_conversation(bench.ben, old)
    ref = await postman.post(address(bench.ben), CARD, key="k1")
    assert ref.channel.id == "dm-ben" and adapter.opened == 1
    await bench.close()


async def test_closed_doors_are_met_by_sending_alone(bench: Bench) -> None:
    adapter = Counting(bench.room)
    postman = await told(adapter, bench.store, bench.ben)
    to = address(bench.ben)
    for refusal in (Forbidden(()), Gone()):
        adapter.refuses = refusal
        assert not await postman.make_ready(to)
        await postman.wait_for_slot(to, edit=False)
        with pytest.raises(type(refusal)):
            await postman.post(to, CARD, key="k1")
    adapter.refuses = Unreachable()
    await postman.make_ready(to)
    with pytest.raises(Unreachable):
        await postman.wait_for_slot(to, edit=False)
    await bench.close()


class Slow:
    """An outbox whose sending ends when it is told to."""

    def __init__(self) -> None:
        self.drains = self.wakes = 0
        self.over = asyncio.Event()
        self.fails = False

    async def drain(self) -> int:
        self.drains += 1
        await self.over.wait()
        if self.fails:
            raise OSError
        return 0

    def wake(self) -> None:
        self.wakes += 1


async def test_sending_that_ended_between_two_calls_is_begun_anew() -> None:
    outbox = Slow()
    draining = Draining(outbox)  # type: ignore[arg-type]
    await draining.send(0.0)
    await draining.send(0.0)
    assert (outbox.drains, outbox.wakes) == (1, 1)
    assert draining.running is not None
    outbox.over.set()
    await draining.running
    await draining.send(None)
    assert (outbox.drains, outbox.wakes) == (2, 1) and draining.running is None


async def test_what_went_wrong_beside_is_raised_with_the_next_call() -> None:
    outbox = Slow()
    draining = Draining(outbox)  # type: ignore[arg-type]
    outbox.fails = True
    await draining.send(0.0)
    outbox.over.set()
    assert draining.running is not None
    await asyncio.wait({draining.running})
    with pytest.raises(OSError):
        await draining.send(0.0)
    outbox.fails = False
    await draining.send(None)
    assert outbox.drains == 2
