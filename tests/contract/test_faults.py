"""Restarts, lost connections and hostile words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.adapters.base import AdapterError
from bot.model import Card, Image, MemberRef, MessageRef
from bot.model.limits import check_card
from tests.contract.driver import SeenMessage
from tests.contract.scenario_cards import HOSTILE, PINGS, bare, hostile_card, invisible, question
from tests.contract.scenario_chat import Chat, in_time, only_reply


async def test_an_old_button_works_after_a_restart(chat: Chat) -> None:
    await chat.driver.adapter.post(chat.driver.channel, question(), key="q1")
    (post,) = chat.driver.posts()
    panel = await chat.panel()
    await chat.driver.restart()
    assert "With A." in only_reply(await chat.driver.press(chat.driver.ben, post, "A · Polly")).text
    turned = await chat.driver.press(chat.driver.ana, panel, "Turn over")
    assert turned.updated is not None and turned.updated.id == panel.id


async def test_an_open_form_can_be_sent_after_a_restart(chat: Chat) -> None:
    form = await chat.open("changed")
    await chat.driver.restart()
    sent = await chat.send(form, word=("apple",))
    assert sent.updated is not None
    assert "word=apple" in sent.updated.text


async def test_a_question_asked_before_a_restart_goes_on(chat: Chat) -> None:
    asked = only_reply(await chat.driver.command(chat.driver.ana, "/paint"))
    await chat.driver.restart()
    result = await chat.driver.choose(chat.driver.ana, asked, "Red")
    assert result.updated is not None and "colour='red'" in result.updated.text


async def test_everything_goes_on_after_a_lost_connection(chat: Chat) -> None:
    panel = await chat.panel()
    await chat.driver.drop_connection()
    assert (
        "Hello, you." in only_reply(await chat.driver.command(chat.driver.ana, "/hello you")).text
    )
    only_reply(await chat.driver.press(chat.driver.ana, panel, "Tell me"))
    await chat.driver.adapter.post(chat.driver.channel, Card("Still here"), key="k1")
    assert "Still here" in chat.driver.posts()[0].text


async def test_an_answer_outlives_the_connection_that_asked_for_it(impatient: Chat) -> None:
    driver, bot = impatient.driver, impatient.bot
    async with asyncio.timeout(20):
        asking = asyncio.create_task(driver.command(driver.ana, "/gate"))
        await bot.waiting.wait()
        # What is answered now tells that the acknowledgement before it is out.
        await driver.command(driver.ben, "/hello")
        await driver.drop_connection()
        bot.gate.set()
        result = await asking
    in_time(result)
    assert "Let through" in result.replies[-1].text


async def test_a_stop_waits_for_answers_in_flight(impatient: Chat) -> None:
    driver, bot = impatient.driver, impatient.bot
    async with asyncio.timeout(20):
        asking = asyncio.create_task(driver.command(driver.ana, "/gate"))
        await bot.waiting.wait()
        closing = asyncio.create_task(bot.dispatcher.close())
        bot.gate.set()
        await closing
        await driver.adapter.stop()
        result = await asking
    assert "Let through" in result.replies[-1].text


async def test_a_stopped_adapter_starts_again_and_stops_twice(chat: Chat) -> None:
    await chat.driver.adapter.stop()
    await chat.driver.adapter.stop()
    await chat.driver.adapter.closed()
    await chat.driver.restart()
    only_reply(await chat.driver.command(chat.driver.ana, "/hello"))


async def test_what_a_member_types_comes_back_literally_and_pings_nobody(chat: Chat) -> None:
    for typed in ("@everyone <!channel>", "*b* _i_ `c` ~s~ ||x||", "[x](http://e.example) <@1>"):
        result = await chat.driver.command(chat.driver.ben, f"/hello {typed}")
        reply = only_reply(result)
        assert f"Hello, {typed}." in bare(reply.text)
        assert reply.pinged == ()


def literal(message: SeenMessage) -> None:
    """Hostile words stand where they were put, as they are, and notify nobody."""
    words = bare(message.text)
    assert message.pinged == ()
    assert words.startswith(PINGS)
    assert words.count(bare(HOSTILE)) >= 3
    assert words.count(PINGS) >= 8
    labels = [control.label for control in message.controls]
    assert labels == [PINGS, "*b* `c`", PINGS]
    assert message.controls[2].options == ((PINGS, PINGS), ("*b*", "b"))


async def test_hostile_words_in_a_post_are_literal(chat: Chat) -> None:
    await chat.driver.adapter.post(
        chat.driver.channel,
        hostile_card(chat.driver.ben),
        key="k1",
        pings=frozenset(),
    )
    (post,) = chat.driver.posts()
    literal(post)


async def test_hostile_words_in_an_edit_are_literal(chat: Chat) -> None:
    ref = await chat.driver.adapter.post(chat.driver.channel, question(), key="k1")
    await chat.driver.adapter.edit(ref, hostile_card(chat.driver.ben))
    (post,) = chat.driver.posts()
    literal(post)


async def test_hostile_words_in_a_private_answer_are_literal(chat: Chat) -> None:
    reply = only_reply(await chat.driver.command(chat.driver.ana, "/hostile"))
    literal(reply)
    chosen = await chat.driver.choose(chat.driver.ana, reply, PINGS)
    assert chosen.updated is not None
    assert PINGS in bare(chosen.updated.text)
    assert chosen.updated.pinged == ()


async def test_words_that_nobody_can_see_still_make_a_message(chat: Chat) -> None:
    card = invisible()
    assert check_card(card) == []
    ref = await chat.driver.adapter.post(chat.driver.channel, card, key="k1")
    await chat.driver.adapter.edit(ref, card)
    (post,) = chat.driver.posts()
    assert "Hello" in post.text
    only_reply(await chat.driver.press_action(chat.driver.ben, post, "1.tell.x"))


async def only_its_own_errors(work: Awaitable[object]) -> None:
    """``work`` succeeds or fails in one of the ways that the protocol names."""
    with suppress(AdapterError):
        await work


async def test_references_to_nothing_lead_to_the_protocols_errors(chat: Chat) -> None:
    adapter, here = chat.driver.adapter, chat.driver.channel
    since = datetime.now(UTC) - timedelta(minutes=1)
    for odd in ("abc", "../x", "0", "C1 2", "é", "9" * 40):
        nowhere, member = replace(here, id=odd), MemberRef(chat.driver.name, odd)
        message, thread = MessageRef(here, odd), replace(here, thread=odd)
        for work in (
            adapter.prepare(nowhere),
            adapter.post(nowhere, Card("Hello"), key="k1"),
            adapter.post(thread, Card("Hello"), key="k1"),
            adapter.find(nowhere, "k1", since),
            adapter.find(thread, "k1", since),
            adapter.edit(message, Card("Hello")),
            adapter.delete(message),
            adapter.direct(member),
            adapter.member(member),
        ):
            await only_its_own_errors(work)
    chat.may_breach = True


async def test_a_picture_that_is_not_there_leads_to_the_protocols_errors(chat: Chat) -> None:
    card = Card("Look", (Image("/nowhere/picture.png", "Nothing"),))
    await only_its_own_errors(chat.driver.adapter.post(chat.driver.channel, card, key="k1"))


async def test_a_stopped_adapter_leads_to_the_protocols_errors(chat: Chat) -> None:
    adapter, here, ana = chat.driver.adapter, chat.driver.channel, chat.driver.ana
    ref = await adapter.post(here, question(), key="k1")
    await adapter.stop()
    for work in (
        adapter.prepare(here),
        adapter.post(here, Card("Hello"), key="k2"),
        adapter.find(here, "k1", datetime.now(UTC) - timedelta(minutes=1)),
        adapter.edit(ref, Card("Hello")),
        adapter.delete(ref),
        adapter.direct(ana),
        adapter.member(ana),
    ):
        await only_its_own_errors(work)
