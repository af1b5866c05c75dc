"""The bot posts, finds, edits and deletes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.base import Forbidden, Gone, RateLimited, Rejected, Unreadable
from bot.model import Card, ChannelRef, MemberRef, Mention, MessageRef, Paragraph, text
from tests.contract.scenario_cards import ALT, drawn, picture, question, too_long
from tests.contract.scenario_chat import Chat, only_reply

CARD = Card("Good morning", (Paragraph(text("Today: models.")),))
LONG_AGO = timedelta(minutes=10)


def greeting(member: MemberRef, *, ping: bool) -> Card:
    return Card("Hello", (Paragraph(text("Well done, ", Mention(member, "Ben", ping=ping))),))


async def test_a_post_is_for_everybody_and_notifies_nobody(chat: Chat) -> None:
    ref = await chat.driver.adapter.post(chat.driver.channel, CARD, key="k1")
    (post,) = chat.driver.posts()
    assert (post.id, post.private_to, post.pinged) == (ref.id, None, ())
    assert "Good morning" in post.text and "Today: models." in post.text
    assert ref.channel == chat.driver.channel


async def test_a_reference_survives_storage(chat: Chat) -> None:
    ref = await chat.driver.adapter.post(chat.driver.channel, CARD, key="k1")
    await chat.driver.adapter.edit(MessageRef.parse(ref.key), Card("Good evening"))
    (post,) = chat.driver.posts()
    assert "Good evening" in post.text and "morning" not in post.text


async def test_only_the_members_that_were_given_are_notified(chat: Chat) -> None:
    adapter, channel, ben = chat.driver.adapter, chat.driver.channel, chat.driver.ben
    await adapter.post(channel, greeting(ben, ping=False), key="k1", pings=frozenset())
    await adapter.post(channel, greeting(ben, ping=True), key="k2", pings=frozenset())
    ref = await adapter.post(channel, greeting(ben, ping=True), key="k3", pings=frozenset({ben}))
    quiet, unmeant, meant = chat.driver.posts()
    assert quiet.pinged == () and "Ben" in quiet.text
    assert unmeant.pinged == () and "Ben" in unmeant.text
    assert meant.pinged == (ben.id,)
    await adapter.edit(ref, greeting(ben, ping=True))
    assert chat.driver.posts()[2].pinged in ((), (ben.id,))


async def test_an_edit_notifies_nobody(chat: Chat) -> None:
    ref = await chat.driver.adapter.post(chat.driver.channel, CARD, key="k1")
    await chat.driver.adapter.edit(ref, greeting(chat.driver.ben, ping=True))
    (post,) = chat.driver.posts()
    assert "Well done" in post.text
    assert post.pinged == ()


async def test_one_key_posts_once_where_the_platform_can_tell(chat: Chat) -> None:
    adapter, channel = chat.driver.adapter, chat.driver.channel
    first = await adapter.post(channel, CARD, key="k1")
    second = await adapter.post(channel, CARD, key="k1")
    other = await adapter.post(channel, CARD, key="k2")
    if chat.driver.name == "slack":
        # Slack has no such key (Slack: chat.postMessage); looking up first is what helps.
        assert len(chat.driver.posts()) == 3
    else:
        assert first == second
        assert [m.id for m in chat.driver.posts()] == [first.id, other.id]


async def test_a_key_is_found_again_and_only_that_one(chat: Chat) -> None:
    adapter, channel = chat.driver.adapter, chat.driver.channel
    since = datetime.now(UTC) - LONG_AGO
    assert await adapter.find(channel, "k1", since) is None
    ref = await adapter.post(channel, question(), key="k1")
    await adapter.post(channel, question(), key="k2")
    assert await adapter.find(channel, "k1", since) == ref
    await adapter.edit(ref, question("Edited meanwhile?"))
    assert await adapter.find(channel, "k1", since) == ref
    assert await adapter.find(channel, "k3", since) is None


async def test_a_look_up_outlives_a_restart(chat: Chat) -> None:
    since = datetime.now(UTC) - LONG_AGO
    ref = await chat.driver.adapter.post(chat.driver.channel, CARD, key="k1")
    await chat.driver.restart()
    assert await chat.driver.adapter.find(chat.driver.channel, "k1", since) == ref


async def test_a_hidden_history_is_unreadable_not_empty(chat: Chat) -> None:
    since = datetime.now(UTC) - LONG_AGO
    await chat.driver.adapter.post(chat.driver.channel, CARD, key="k1")
    chat.driver.hide_history(chat.driver.channel)
    with pytest.raises(Unreadable):
        await chat.driver.adapter.find(chat.driver.channel, "k1", since)


async def test_a_thread_under_a_post(chat: Chat) -> None:
    adapter = chat.driver.adapter
    parent = await adapter.post(chat.driver.channel, CARD, key="k1")
    thread = replace(chat.driver.channel, thread=parent.id)
    since = datetime.now(UTC) - LONG_AGO
    assert await adapter.find(thread, "k2", since) is None
    first = await adapter.post(thread, question("Why?"), key="k2")
    second = await adapter.post(thread, Card("And how?"), key="k3")
    assert first.channel == second.channel == thread
    below = [m for m in chat.driver.posts() if m.thread == parent.id]
    assert [m.id for m in below] == [first.id, second.id]
    assert await adapter.find(thread, "k2", since) == first
    await adapter.edit(first, Card("Because"))
    assert any("Because" in m.text for m in chat.driver.posts())


async def test_an_edited_and_a_deleted_post(chat: Chat) -> None:
    adapter = chat.driver.adapter
    ref = await adapter.post(chat.driver.channel, question(), key="k1")
    await adapter.edit(ref, Card("Results"))
    (post,) = chat.driver.posts()
    assert "Results" in post.text and post.controls == ()
    await adapter.delete(ref)
    assert chat.driver.posts() == []
    with pytest.raises(Gone):
        await adapter.edit(ref, CARD)
    with pytest.raises(Gone):
        await adapter.delete(ref)


async def test_a_post_that_somebody_removed_is_gone(chat: Chat) -> None:
    ref = await chat.driver.adapter.post(chat.driver.channel, CARD, key="k1")
    chat.driver.remove_message(ref.id)
    with pytest.raises(Gone):
        await chat.driver.adapter.edit(ref, CARD)


async def test_a_refused_post_names_what_is_missing_and_works_when_it_is_granted(
    chat: Chat,
) -> None:
    adapter, channel = chat.driver.adapter, chat.driver.channel
    await adapter.prepare(channel)
    chat.driver.deny_posts(channel)
    with pytest.raises(Forbidden) as refused:
        await adapter.post(channel, CARD, key="k1")
    assert refused.value.missing and all(refused.value.missing)
    assert chat.driver.posts() == []
    chat.driver.deny_posts(channel, denied=False)
    await adapter.post(channel, CARD, key="k1")
    assert len(chat.driver.posts()) == 1


async def test_a_channel_that_does_not_exist(chat: Chat) -> None:
    nowhere = ChannelRef(chat.driver.channel.workspace, "999999999999999999")
    with pytest.raises((Gone, Forbidden)):
        await chat.driver.adapter.post(nowhere, CARD, key="k1")
    with pytest.raises((Gone, Forbidden)):
        await chat.driver.adapter.prepare(nowhere)


async def test_a_rate_limit_is_named_or_waited_out_and_posts_once(chat: Chat) -> None:
    """Discord's library waits short limits out by itself; elsewhere the outbox waits."""
    adapter, channel = chat.driver.adapter, chat.driver.channel
    chat.driver.limit_next_posts(1, 0.2)
    if chat.driver.name == "discord":
        await adapter.post(channel, CARD, key="k1")
    else:
        with pytest.raises(RateLimited) as limited:
            await adapter.post(channel, CARD, key="k1")
        assert 0 < limited.value.after <= 1
        await adapter.post(channel, CARD, key="k1")
    assert len(chat.driver.posts()) == 1


async def test_a_long_rate_limit_is_never_waited_out_inside(chat: Chat) -> None:
    chat.driver.limit_next_posts(1, 120)
    with pytest.raises(RateLimited) as limited:
        await chat.driver.adapter.post(chat.driver.channel, CARD, key="k1")
    assert 100 < limited.value.after <= 121
    assert chat.driver.posts() == []


async def test_a_card_that_does_not_fit_is_refused_and_nothing_is_sent(chat: Chat) -> None:
    chat.may_breach = chat.driver.name == "playground"  # it is the platform and the check in one
    adapter, channel = chat.driver.adapter, chat.driver.channel
    ref = await adapter.post(channel, CARD, key="k1")
    before = chat.driver.posts()
    with pytest.raises(Rejected):
        await adapter.post(channel, too_long(), key="k2")
    with pytest.raises(Rejected):
        await adapter.edit(ref, too_long())
    assert chat.driver.posts() == before


async def test_a_picture_comes_with_its_words(chat: Chat) -> None:
    ref = await chat.driver.adapter.post(chat.driver.channel, picture(), key="k1")
    (post,) = chat.driver.posts()
    assert post.images == (ALT,) and "Look:" in post.text
    await chat.driver.adapter.edit(ref, picture())
    assert chat.driver.posts()[0].images == (ALT,)
    await chat.driver.adapter.edit(ref, CARD)
    assert chat.driver.posts()[0].images == ()


async def test_a_drawn_picture_for_everybody_is_drawn_on_every_platform(chat: Chat) -> None:
    ref = await chat.driver.adapter.post(chat.driver.channel, drawn(), key="k1")
    (post,) = chat.driver.posts()
    assert post.images == (ALT,) and "Twelve days." in post.text
    await chat.driver.adapter.edit(ref, drawn())
    assert chat.driver.posts()[0].images == (ALT,)
    await chat.driver.adapter.edit(ref, drawn(None))
    assert "Twelve days" in chat.driver.posts()[0].text


# direct conversations


async def test_a_direct_message_is_seen_by_its_member_alone(chat: Chat) -> None:
    adapter, ana = chat.driver.adapter, chat.driver.ana
    home = await adapter.direct(ana)
    assert await adapter.direct(ana) == home
    ref = await adapter.post(home, question("Just for you?"), key="k1")
    (message,) = chat.driver.posts(home)
    assert message.private_to == ana and message.id == ref.id
    assert chat.driver.posts() == []
    reply = only_reply(await chat.driver.press(ana, message, "A · Polly"))
    assert "With A." in reply.text
    assert chat.bot.seen[0].channel == home and chat.bot.seen[0].message == ref


async def test_a_direct_message_is_found_by_its_key(chat: Chat) -> None:
    ana, ben, before = chat.driver.ana, chat.driver.ben, datetime.now(UTC) - LONG_AGO
    home = await chat.driver.adapter.direct(ana)
    ref = await chat.driver.adapter.post(home, CARD, key="k1")
    await chat.driver.restart()
    adapter = chat.driver.adapter
    assert await adapter.find(await adapter.direct(ana), "k1", before) == ref
    assert await adapter.find(await adapter.direct(ana), "k2", before) is None
    assert await adapter.find(await adapter.direct(ben), "k1", before) is None


async def test_an_update_never_changes_a_post_not_even_a_direct_one(chat: Chat) -> None:
    adapter, ana = chat.driver.adapter, chat.driver.ana
    home = await adapter.direct(ana)
    await adapter.post(home, question("Just for you?"), key="k1")
    (message,) = chat.driver.posts(home)
    result = await chat.driver.press(ana, message, "B · Lex")
    assert "Turned 7 times" in only_reply(result).text
    assert result.updated is None
    assert any(m.text == message.text for m in chat.driver.posts(home))


async def test_closed_direct_messages_are_forbidden(chat: Chat) -> None:
    chat.driver.close_direct(chat.driver.ben)
    with pytest.raises(Forbidden):
        home = await chat.driver.adapter.direct(chat.driver.ben)
        await chat.driver.adapter.post(home, CARD, key="k1")


# members


async def test_members_by_name_and_standing(chat: Chat) -> None:
    driver = chat.driver
    await driver.command(driver.ana, "/hello")
    await driver.command(driver.ben, "/hello")
    ana, ben = await driver.adapter.member(driver.ana), await driver.adapter.member(driver.ben)
    assert (ana.ref, ana.name, ana.admin, ana.guest) == (driver.ana, "Ana", True, False)
    assert (ben.ref, ben.name, ben.admin, ben.guest) == (driver.ben, "Ben", False, False)


async def test_a_member_who_does_not_exist_is_gone(chat: Chat) -> None:
    nobody = MemberRef(chat.driver.name, "999999999999999999")
    with pytest.raises(Gone):
        await chat.driver.adapter.member(nobody)


async def test_a_look_and_a_proof_say_the_same_and_leave_nothing(chat: Chat) -> None:
    adapter, channel = chat.driver.adapter, chat.driver.channel
    posted = await adapter.post(channel, CARD, key="k1")
    looked = await adapter.inspect(channel)
    proven = await adapter.prepare(channel)
    assert looked == proven and looked.channel == channel
    assert looked.shows_as.startswith("#") and not looked.problem and not looked.note
    below = await adapter.inspect(replace(channel, thread=posted.id))
    assert below.channel == channel, "a group's row keeps the channel, not the thread"
    assert len(chat.driver.posts()) == 1


async def test_members_are_present(chat: Chat) -> None:
    adapter = chat.driver.adapter
    for workspace in (None, chat.driver.channel.workspace):
        assert (await adapter.member(chat.driver.ben, workspace)).present
