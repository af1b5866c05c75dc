"""A member presses a button or chooses from a select."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.contract.driver import SeenMessage
from tests.contract.scenario_cards import question
from tests.contract.scenario_chat import Chat, in_time, only_reply
from tests.inside import idle


async def posted(chat: Chat, key: str = "q1") -> SeenMessage:
    await chat.driver.adapter.post(chat.driver.channel, question(), key=key)
    (message,) = chat.driver.posts()
    return message


async def test_a_press_on_a_post_is_answered_in_private(chat: Chat) -> None:
    post = await posted(chat)
    result = await chat.driver.press(chat.driver.ben, post, "A · Polly")
    reply = only_reply(result)
    assert "With A." in reply.text
    assert reply.private_to == chat.driver.ben
    assert chat.driver.privates(chat.driver.ana) == []
    assert [m.text for m in chat.driver.posts()] == [post.text]


async def test_an_earlier_answer_makes_room_for_a_newer_one_about_the_same(chat: Chat) -> None:
    """Where the platform can take it back; where it cannot, the older one stays as it was."""
    driver, post = chat.driver, await posted(chat)
    for what in ("a", "b"):
        only_reply(await driver.press_action(driver.ben, post, f"1.tell-anew.{what}"))
    await driver.press_action(driver.ana, post, "1.tell-anew.c")
    *earlier, newer = driver.privates(driver.ben)
    kept = ["With a."] if driver.name.startswith("slack") else []
    assert [words in message.text for words, message in zip(kept, earlier, strict=True)] == [
        True for _ in kept
    ]
    assert "With b." in newer.text
    (theirs,) = driver.privates(driver.ana)
    assert "With c." in theirs.text, "everybody has their own"


async def test_the_handler_knows_which_post_was_pressed(chat: Chat) -> None:
    ref = await chat.driver.adapter.post(chat.driver.channel, question(), key="q1")
    (post,) = chat.driver.posts()
    await chat.driver.press(chat.driver.ben, post, "A · Polly")
    (seen,) = chat.bot.seen
    assert (seen.message, seen.member) == (ref, chat.driver.ben)
    assert (seen.route, seen.args) == ("tell", ("A",))


async def test_an_update_never_changes_what_everybody_sees(chat: Chat) -> None:
    post = await posted(chat)
    result = await chat.driver.press(chat.driver.ben, post, "B · Lex")
    reply = only_reply(result)
    assert result.updated is None
    assert "Turned 7 times" in reply.text and reply.private_to == chat.driver.ben
    assert [m.text for m in chat.driver.posts()] == [post.text]


async def test_a_press_on_a_private_message_answers_in_another(chat: Chat) -> None:
    panel = await chat.panel()
    reply = only_reply(await chat.driver.press(chat.driver.ana, panel, "Tell me"))
    assert "With a+0." in reply.text
    assert len(chat.driver.privates(chat.driver.ana)) == 2


async def test_an_update_changes_the_private_message_itself(chat: Chat) -> None:
    panel = await chat.panel()
    for turns in (1, 2):
        result = await chat.driver.press(chat.driver.ana, panel, "Turn over")
        in_time(result)
        assert result.updated is not None and result.updated.id == panel.id
        assert f"Turned {turns} times" in result.updated.text
        panel = result.updated
    (only,) = chat.driver.privates(chat.driver.ana)
    assert "Turned 2 times" in only.text


async def test_a_slow_update_changes_it_as_well(impatient: Chat) -> None:
    panel = await impatient.panel()
    result = await impatient.driver.press(impatient.driver.ana, panel, "Turn slowly")
    in_time(result)
    assert result.updated is not None and result.updated.id == panel.id
    (only,) = [m for m in impatient.driver.privates(impatient.driver.ana) if "Turned" in m.text]
    assert "Turned 1 times" in only.text


async def test_a_slow_update_of_a_post_is_a_private_answer(impatient: Chat) -> None:
    post = await posted(impatient)
    result = await impatient.driver.press_action(impatient.driver.ben, post, "1.turn-slowly.3")
    in_time(result)
    assert "Turned 3 times" in result.replies[-1].text
    assert result.replies[-1].private_to == impatient.driver.ben
    assert [m.text for m in impatient.driver.posts()] == [post.text]


async def test_a_late_reply_leaves_the_pressed_message_as_it_was(impatient: Chat) -> None:
    panel = await impatient.panel()
    result = await impatient.driver.press_action(impatient.driver.ana, panel, "1.tell-slowly.x")
    in_time(result)
    assert "With x." in result.replies[-1].text
    assert panel.text in [m.text for m in impatient.driver.privates(impatient.driver.ana)]


async def test_a_late_failure_is_told_and_leaves_the_pressed_message(impatient: Chat) -> None:
    panel = await impatient.panel()
    result = await impatient.driver.press_action(impatient.driver.ana, panel, "1.break-slowly")
    in_time(result)
    assert "code:" in result.replies[-1].text
    assert panel.text in [m.text for m in impatient.driver.privates(impatient.driver.ana)]


async def test_a_choice_arrives_with_its_values(chat: Chat) -> None:
    panel = await chat.panel()
    result = await chat.driver.choose(chat.driver.ana, panel, "Option 1", "Option 3")
    in_time(result)
    assert result.updated is not None
    assert "o1, o3" in result.updated.text


async def test_a_press_with_nothing_to_show_changes_nothing(chat: Chat) -> None:
    panel = await chat.panel()
    result = await chat.driver.press(chat.driver.ana, panel, "Nothing")
    in_time(result)
    assert (result.replies, result.updated) == ([], None)
    assert [m.text for m in chat.driver.privates(chat.driver.ana)] == [panel.text]


async def test_the_controls_are_there_as_they_were_meant(chat: Chat) -> None:
    panel = await chat.panel()
    kinds = {c.label: (c.kind, c.disabled) for c in panel.controls}
    assert kinds == {
        "Tell me": ("button", False),
        "Turn over": ("button", False),
        "Turn slowly": ("button", False),
        "Nothing": ("button", False),
        "Read more": ("link", False),
        "Fill in": ("button", False),
        "Off": ("button", True),
        "Choose two": ("select", False),
    }


async def test_a_double_press_is_acknowledged_twice_and_the_handler_decides(chat: Chat) -> None:
    post = await posted(chat)
    both = await asyncio.gather(
        *(chat.driver.press(chat.driver.ben, post, "A · Polly") for _ in range(2))
    )
    for result in both:
        in_time(result)
    assert len(chat.bot.seen) == 2
    assert chat.bot.seen[0].id != chat.bot.seen[1].id


async def test_two_members_press_at_once_and_each_sees_their_own_answer(chat: Chat) -> None:
    post = await posted(chat)
    driver = chat.driver
    results = await asyncio.gather(
        driver.press(driver.ana, post, "A · Polly"), driver.press(driver.ben, post, "B · Lex")
    )
    replies = [only_reply(result) for result in results]
    assert [m.private_to for m in replies] == [driver.ana, driver.ben]
    assert "With A." in replies[0].text and "Turned 7 times" in replies[1].text


async def test_a_crowd_presses_at_once(chat: Chat) -> None:
    post = await posted(chat)
    members = [chat.driver.ana, chat.driver.ben] * 15
    results = await asyncio.gather(*(chat.driver.press(who, post, "A · Polly") for who in members))
    assert [only_reply(result).private_to for result in results] == members
    assert len({interaction.id for interaction in chat.bot.seen}) == len(members)


async def test_a_repeated_delivery_is_handled_once(chat: Chat) -> None:
    post = await posted(chat)
    pressed = await chat.driver.press(chat.driver.ana, post, "A · Polly")
    typed = await chat.driver.command(chat.driver.ana, "/hello")
    opened = await chat.driver.command(chat.driver.ana, "/fill")
    assert opened.form is not None
    sent = await chat.send(opened.form, word=("apple",))
    handled = [seen.id for seen in chat.bot.seen]
    screen = chat.driver.privates(chat.driver.ana)
    for result in (pressed, typed, sent, pressed):
        await chat.driver.repeat(result.interaction_id)
    await idle(chat.bot.dispatcher)
    assert [seen.id for seen in chat.bot.seen] == handled
    assert [m.text for m in chat.driver.privates(chat.driver.ana)] == [m.text for m in screen]


@pytest.mark.parametrize("action", ["1.nobody.x", "0.tell.a", "garbage", "1.again", "1.again.zz"])
async def test_a_forged_or_old_action_gets_words(chat: Chat, action: str) -> None:
    post = await posted(chat)
    reply = only_reply(await chat.driver.press_action(chat.driver.ben, post, action))
    assert "/study help" in reply.text or "start again" in reply.text
    assert reply.private_to == chat.driver.ben


async def test_a_press_in_a_thread_belongs_to_its_channel(chat: Chat) -> None:
    parent = await chat.driver.adapter.post(chat.driver.channel, question(), key="q1")
    thread = replace(chat.driver.channel, thread=parent.id)
    below = await chat.driver.adapter.post(thread, question("And this one?"), key="q2")
    (seen,) = [m for m in chat.driver.posts() if m.id == below.id]
    only_reply(await chat.driver.press(chat.driver.ben, seen, "A · Polly"))
    (interaction,) = chat.bot.seen
    assert interaction.channel.id == chat.driver.channel.id
    assert interaction.message == below
