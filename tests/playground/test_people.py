"""Simulated members answer by themselves, as well as their skill says, and confirm."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.adapters.playground.people import Deed, Fill, Known, People, Persona, Press, cast
from bot.adapters.playground.room import Room
from bot.adapters.playground.state import MessageKind, RoomMember
from bot.model import Form, OpenForm, Reply, TextField, Update
from tests.playground.bots import STUDY, Bot, bot_in, card
from tests.virtual import VirtualClock

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LATER = timedelta(days=1)


def crowd(skill: float, size: int = 12) -> tuple[Persona, ...]:
    return tuple(
        Persona(RoomMember(f"p{n}", f"P{n}", simulated=True), skill, habit=1.0) for n in range(size)
    )


class Answers:
    """Knows one question; the rest is not a question."""

    def __init__(self, action: str, right: Deed, *wrong: Deed) -> None:
        self.action, self.known = action, Known(right, wrong)
        self.asked: list[str] = []

    async def answers(self, action: str) -> Known | None:
        self.asked.append(action)
        return self.known if action == self.action else None


def room_of(personas: tuple[Persona, ...], clock: VirtualClock) -> Room:
    return Room((STUDY,), (p.member for p in personas), now=clock.now)


def buttons(bot: Bot) -> None:
    """A bot that asks after each answer how sure the member is."""
    for action in ("1.a", "1.b"):
        bot.on(action, Reply(card("You chose", "Change", "Sure", "Unsure")))
    bot.on("1.sure", Update(card("Verdict")))


async def presses(bot: Bot, people: People, clock: VirtualClock) -> list[str]:
    await people.notice()
    await people.catch_up(clock.now() + LATER)
    return [i.route for i in bot.taken if i.route in ("1.a", "1.b")]


async def test_the_skilled_are_right_and_the_others_are_not() -> None:
    for skill, expected in ((1.0, "1.a"), (0.0, "1.b")):
        clock, personas = VirtualClock(START), crowd(skill)
        async with bot_in(room_of(personas, clock)) as bot:
            buttons(bot)
            await bot.adapter.post(STUDY.ref, card("Question", "A", "B"), key="q")
            oracle = Answers("1.a", Press("1.a"), Press("1.b"))
            pressed = await presses(bot, People(bot.room, oracle, personas), clock)
            assert pressed == [expected] * len(personas)


async def test_the_same_seed_gives_the_same_answers_and_half_skill_a_mixture() -> None:
    seen: list[list[str]] = []
    for seed in (7, 7, 8):
        clock, personas = VirtualClock(START), crowd(0.5, 20)
        async with bot_in(room_of(personas, clock)) as bot:
            buttons(bot)
            await bot.adapter.post(STUDY.ref, card("Question", "A", "B"), key="q")
            oracle = Answers("1.a", Press("1.a"), Press("1.b"))
            people = People(bot.room, oracle, personas, seed=seed)
            seen.append(await presses(bot, people, clock))
    assert seen[0] == seen[1] != seen[2]
    assert set(seen[0]) == {"1.a", "1.b"}


async def test_they_confirm_where_a_card_asks_and_leave_no_private_messages() -> None:
    clock, personas = VirtualClock(START), crowd(1.0)
    async with bot_in(room_of(personas, clock)) as bot:
        buttons(bot)
        await bot.adapter.post(STUDY.ref, card("Question", "A", "B"), key="q")
        people = People(bot.room, Answers("1.a", Press("1.a")), personas)
        await presses(bot, people, clock)
        assert [i.route for i in bot.taken].count("1.sure") == len(personas)
        assert "1.change" not in [i.route for i in bot.taken]
        assert all(m.kind is MessageKind.POST for m in bot.room.messages.values())


async def test_answers_come_over_time_and_only_once() -> None:
    clock, personas = VirtualClock(START), crowd(1.0)
    async with bot_in(room_of(personas, clock)) as bot:
        buttons(bot)
        await bot.adapter.post(STUDY.ref, card("Question", "A", "B"), key="q")
        people = People(bot.room, Answers("1.a", Press("1.a")), personas)
        await people.notice()
        await people.catch_up(clock.now())
        assert bot.taken == []
        await people.catch_up(clock.now() + timedelta(minutes=2))
        some = len({i.member for i in bot.taken})
        assert 0 < some < len(personas)
        await presses(bot, people, clock)
        await presses(bot, people, clock)
        assert [i.route for i in bot.taken].count("1.a") == len(personas)


async def test_a_form_is_filled_in_and_one_that_is_refused_is_closed() -> None:
    clock, personas = VirtualClock(START), crowd(1.0, 3)
    form = Form("1.send", "Answer", (TextField("word", "Word"),))
    async with bot_in(room_of(personas, clock)) as bot:
        bot.on("1.type", OpenForm(form))
        bot.on("1.send", Reply(card("Thanks")))
        await bot.adapter.post(STUDY.ref, card("Question", "Type"), key="q")
        oracle = Answers("1.type", Fill("1.type", {"word": ("polly",)}))
        people = People(bot.room, oracle, personas)
        await people.notice()
        await people.catch_up(clock.now() + LATER)
        assert [i.values for i in bot.taken if i.route == "1.send"] == [{"word": ("polly",)}] * 3
        assert bot.room.forms == {}


async def test_a_post_that_asks_nothing_or_is_gone_is_left_alone() -> None:
    clock, personas = VirtualClock(START), crowd(1.0, 3)
    async with bot_in(room_of(personas, clock)) as bot:
        buttons(bot)
        oracle = Answers("1.a", Press("1.a"))
        people = People(bot.room, oracle, personas)
        await bot.adapter.post(STUDY.ref, card("Concept", "Related"), key="c")
        direct = await bot.adapter.direct(personas[0].member.ref)
        await bot.adapter.post(direct, card("For one", "A"), key="d")
        gone = await bot.adapter.post(STUDY.ref, card("Question", "A"), key="q")
        await people.notice()
        assert oracle.asked == ["1.related", "1.a"]
        await bot.adapter.delete(gone)
        await people.catch_up(clock.now() + LATER)
        assert bot.taken == []


async def test_left_to_themselves_they_see_new_posts_and_the_clock() -> None:
    clock, personas = VirtualClock(START), crowd(1.0, 3)
    async with bot_in(room_of(personas, clock)) as bot:
        buttons(bot)
        all_answered = asyncio.Event()

        async def count(_: object) -> Update:
            if [i.route for i in bot.taken].count("1.sure") == len(personas):
                all_answered.set()
            return Update(card("Verdict"))

        bot.on("1.sure", count)
        people = People(bot.room, Answers("1.a", Press("1.a")), personas)
        running = asyncio.create_task(people.run())
        await bot.adapter.post(STUDY.ref, card("Question", "A"), key="q")
        await people.notice()
        clock.advance(LATER)
        bot.room.changed()
        await asyncio.wait_for(all_answered.wait(), 20)
        running.cancel()
        await asyncio.wait((running,))


def test_the_cast_differs_in_skill() -> None:
    personas = cast()
    assert len(personas) >= 5
    skills = [p.skill for p in personas]
    assert max(skills) - min(skills) > 0.4
    assert len({p.member.id for p in personas}) == len(personas)
