"""What the bot does by itself: posting, finding, editing, conversations, staying connected."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.base import Adapter, Forbidden, Gone, RateLimited, Rejected, Unreadable
from bot.adapters.playground import acts
from bot.adapters.playground.state import MessageKind, State, member_ref
from bot.model import Ack, Card, ChannelRef, MessageRef, Nothing, Reply, WorkspaceRef
from tests.inside import online
from tests.playground.bots import STUDY, Bot, bot_in, card, make_room

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ELSEWHERE = ChannelRef(WorkspaceRef("playground", "room"), "elsewhere")


def titles(bot: Bot) -> list[str]:
    posts = (m for m in bot.room.messages.values() if m.kind is MessageKind.POST)
    return [m.card.title for m in posts if m.card]


async def test_it_is_an_adapter() -> None:
    async with bot_in(make_room()) as bot:
        adapter: Adapter = bot.adapter
        assert adapter.name == "playground"


async def test_one_key_is_one_post() -> None:
    async with bot_in(make_room()) as bot:
        first = await bot.adapter.post(STUDY.ref, card("One"), key="a")
        again = await bot.adapter.post(STUDY.ref, card("One"), key="a")
        other = await bot.adapter.post(STUDY.ref, card("Two"), key="b")
        assert first == again != other
        assert MessageRef.parse(first.key) == first
        assert titles(bot) == ["One", "Two"]


async def test_a_post_is_found_by_its_key_since_a_moment() -> None:
    async with bot_in(make_room()) as bot:
        ref = await bot.adapter.post(STUDY.ref, card("One"), key="a")
        assert await bot.adapter.find(STUDY.ref, "a", LONG_AGO) == ref
        assert await bot.adapter.find(STUDY.ref, "b", LONG_AGO) is None
        later = datetime.now(UTC) + timedelta(hours=1)
        assert await bot.adapter.find(STUDY.ref, "a", later) is None
        bot.room.faults.hidden.add("study")
        with pytest.raises(Unreadable):
            await bot.adapter.find(STUDY.ref, "a", LONG_AGO)


async def test_a_thread_hangs_on_a_post_of_the_channel() -> None:
    async with bot_in(make_room()) as bot:
        parent = await bot.adapter.post(STUDY.ref, card("One"), key="a")
        thread = ChannelRef(STUDY.ref.workspace, "study", thread=parent.id)
        inside = await bot.adapter.post(thread, card("Talk"), key="t")
        assert bot.room.messages[inside.id].thread == parent.id
        assert await bot.adapter.find(thread, "t", LONG_AGO) == inside
        assert await bot.adapter.find(STUDY.ref, "t", LONG_AGO) is None
        with pytest.raises(Gone):
            await bot.adapter.post(
                ChannelRef(STUDY.ref.workspace, "study", thread="m99"), card("No"), key="n"
            )


async def test_a_press_in_a_thread_is_answered_in_the_thread() -> None:
    async with bot_in(make_room()) as bot:
        parent = await bot.adapter.post(STUDY.ref, card("One"), key="a")
        thread = ChannelRef(STUDY.ref.workspace, "study", thread=parent.id)
        inside = await bot.adapter.post(thread, card("Talk", "Go"), key="t")
        bot.on("1.go", Reply(card("There")))
        press = acts.press(bot.room, "you", inside.id, "1.go")
        await press.settled.wait()
        assert bot.room.messages[press.replies[0]].thread == parent.id
        assert bot.taken[0].channel == STUDY.ref
        assert bot.taken[0].message == inside


async def test_only_the_pings_notify() -> None:
    async with bot_in(make_room()) as bot:
        pings = frozenset({member_ref("ben"), member_ref("nobody")})
        ref = await bot.adapter.post(STUDY.ref, card("@everyone @cleo"), key="a", pings=pings)
        assert bot.room.messages[ref.id].pinged == ("ben",)


async def test_a_forbidden_channel_names_what_is_missing() -> None:
    async with bot_in(make_room()) as bot:
        await bot.adapter.prepare(STUDY.ref)
        bot.room.faults.denied.add("study")
        with pytest.raises(Forbidden) as refused:
            await bot.adapter.post(STUDY.ref, card("One"), key="a")
        assert refused.value.missing == ("Post messages",)
        with pytest.raises(Forbidden):
            await bot.adapter.prepare(STUDY.ref)
        with pytest.raises(Gone):
            await bot.adapter.prepare(ELSEWHERE)
        with pytest.raises(Gone):
            await bot.adapter.post(ELSEWHERE, card("One"), key="a")
        assert titles(bot) == []


async def test_a_rate_limit_says_how_long() -> None:
    async with bot_in(make_room()) as bot:
        bot.room.faults.limited, bot.room.faults.wait = 1, 2.5
        with pytest.raises(RateLimited) as refused:
            await bot.adapter.post(STUDY.ref, card("One"), key="a")
        assert refused.value.after == 2.5
        await bot.adapter.post(STUDY.ref, card("One"), key="a")
        assert titles(bot) == ["One"]


async def test_posts_over_a_limit_are_refused_and_noted() -> None:
    async with bot_in(make_room()) as bot:
        with pytest.raises(Rejected):
            await bot.adapter.post(STUDY.ref, Card(""), key="a")
        ref = await bot.adapter.post(STUDY.ref, card("One"), key="a")
        with pytest.raises(Rejected):
            await bot.adapter.edit(ref, Card("x" * 151))
        assert len(bot.room.breaches) == 2
        assert titles(bot) == ["One"]


async def test_posts_are_edited_and_deleted_until_they_are_gone() -> None:
    async with bot_in(make_room()) as bot:
        ref = await bot.adapter.post(STUDY.ref, card("One"), key="a")
        await bot.adapter.edit(ref, card("New"))
        assert titles(bot) == ["New"]
        assert bot.room.messages[ref.id].edited
        await bot.adapter.delete(ref)
        assert titles(bot) == []
        for act in (bot.adapter.edit(ref, card("New")), bot.adapter.delete(ref)):
            with pytest.raises(Gone):
                await act


async def test_a_private_reply_cannot_be_edited_by_its_id() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", None)
        acts.command(bot.room, "you", "study", "/today")
        ref = await bot.adapter.respond(bot.taken[0], Reply(card("Mine")), Ack.PRIVATE)
        assert ref is not None
        with pytest.raises(Gone):
            await bot.adapter.edit(ref, card("New"))


async def test_a_direct_conversation_is_seen_by_one_member() -> None:
    async with bot_in(make_room()) as bot:
        ben = member_ref("ben")
        direct = await bot.adapter.direct(ben)
        assert direct.direct
        assert await bot.adapter.direct(ben) == direct
        await bot.adapter.post(direct, card("For Ben"), key="a")
        assert len(list(bot.room.seen_by("ben"))) == 1
        assert list(bot.room.seen_by("you")) == []
        bot.room.faults.closed.add("ben")
        with pytest.raises(Forbidden):
            await bot.adapter.direct(ben)
        with pytest.raises(Forbidden):
            await bot.adapter.post(direct, card("For Ben"), key="b")
        with pytest.raises(Gone):
            await bot.adapter.direct(member_ref("nobody"))


async def test_members_are_known_by_name_and_standing() -> None:
    async with bot_in(make_room()) as bot:
        you = await bot.adapter.member(member_ref("you"))
        assert (you.name, you.admin, you.guest) == ("You", True, False)
        assert not (await bot.adapter.member(member_ref("ben"))).admin
        with pytest.raises(Gone):
            await bot.adapter.member(member_ref("nobody"))


async def test_it_connects_again_by_itself_after_a_cut() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", Nothing())
        closed = asyncio.create_task(bot.adapter.closed())
        bot.room.cut()
        assert not bot.room.online
        await online(bot.room)
        exchange = acts.command(bot.room, "you", "study", "/today")
        await exchange.settled.wait()
        assert exchange.state is State.ANSWERED
        assert not closed.done()
        await bot.adapter.stop()
        await closed
        assert not bot.room.online
        await bot.adapter.stop()


async def test_a_stopped_bot_answers_nobody_and_a_new_one_takes_old_messages() -> None:
    room = make_room(ack_within=0.02)
    async with bot_in(room) as bot:
        ref = await bot.adapter.post(STUDY.ref, card("One", "Go"), key="a")
    press = acts.press(room, "you", ref.id, "1.go")
    await press.settled.wait()
    assert press.state is State.LAPSED
    room.ack_within = 3.0
    async with bot_in(room) as bot:
        bot.on("1.go", Reply(card("Yes")))
        press = acts.press(room, "you", ref.id, "1.go")
        await press.settled.wait()
        assert press.state is State.ANSWERED
