"""A member types a command."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.interactions.dispatch import DEFER_AFTER
from bot.model import Rights
from tests.contract.scenario_cards import ALT
from tests.contract.scenario_chat import Chat, in_time, only_reply

CODE = re.compile(r"code: [0-9A-F]{6}")


async def test_the_answer_is_private(chat: Chat) -> None:
    ana, ben = chat.driver.ana, chat.driver.ben
    reply = only_reply(await chat.driver.command(ana, "/hello world"))
    assert "Hello, world." in reply.text
    assert reply.private_to == ana
    assert [m.id for m in chat.driver.privates(ana)] == [reply.id]
    assert chat.driver.privates(ben) == []
    assert chat.driver.posts() == []


async def test_the_handler_knows_who_and_where(chat: Chat) -> None:
    await chat.driver.command(chat.driver.ana, "/hello")
    await chat.driver.command(chat.driver.ben, "/hello")
    manager, member = chat.bot.seen
    assert (manager.member, manager.channel) == (chat.driver.ana, chat.driver.channel)
    assert (member.member, member.channel) == (chat.driver.ben, chat.driver.channel)
    assert manager.member_name and member.member_name
    assert manager.received_at.utcoffset() == timedelta(0)
    assert manager.rights in (Rights.MANAGER, Rights.UNKNOWN)
    assert member.rights in (Rights.MEMBER, Rights.UNKNOWN)


async def test_a_command_of_two_words(chat: Chat) -> None:
    reply = only_reply(await chat.driver.command(chat.driver.ben, "/group greet"))
    assert "Hello, group" in reply.text


async def test_options_arrive_typed_and_with_their_defaults(chat: Chat) -> None:
    ana = chat.driver.ana
    reply = only_reply(await chat.driver.command(ana, "/paint red 3 for the wall"))
    assert "colour='red'; count=3; note='for the wall'" in reply.text
    reply = only_reply(await chat.driver.command(ana, "/paint blue"))
    assert "colour='blue'; count=5" in reply.text


async def test_a_missing_choice_is_asked_for_and_the_command_goes_on(chat: Chat) -> None:
    ana = chat.driver.ana
    asked = only_reply(await chat.driver.command(ana, "/paint"))
    assert "Which colour" in asked.text
    assert not chat.bot.seen
    (select,) = asked.controls
    assert [label for label, _ in select.options] == ["Red", "Blue"]
    result = await chat.driver.choose(ana, asked, "Blue")
    in_time(result)
    assert result.updated is not None
    assert "colour='blue'; count=5" in result.updated.text
    assert result.updated.controls == ()


async def test_a_near_miss_is_offered_and_a_press_runs_it(chat: Chat) -> None:
    ana = chat.driver.ana
    if chat.driver.name == "discord":
        pytest.skip("Discord's client sends names that are registered only")
    offered = only_reply(await chat.driver.command(ana, "/group gret"))
    assert "no command" in offered.text
    assert not chat.bot.seen
    assert [control.label for control in offered.controls] == ["/group greet"]
    result = await chat.driver.press(ana, offered, "/group greet")
    in_time(result)
    assert result.updated is not None
    assert "Hello, group" in result.updated.text


@pytest.mark.parametrize("line", ["/paint red 99", "/paint red -1"])
async def test_wrong_input_says_what_is_right(chat: Chat, line: str) -> None:
    reply = only_reply(await chat.driver.command(chat.driver.ana, line))
    assert "from 1 to 20" in reply.text
    assert "/paint" in reply.text
    assert not chat.bot.seen


async def test_a_slow_answer_is_acknowledged_in_time_and_comes_later(chat: Chat) -> None:
    result = await chat.driver.command(chat.driver.ana, "/slow")
    in_time(result)
    assert result.acked_after is not None and result.acked_after >= DEFER_AFTER - 0.1
    assert result.thinking
    assert "Here at last" in result.replies[-1].text
    assert all(m.private_to == chat.driver.ana for m in result.replies)
    assert chat.driver.posts() == []


async def test_a_picture_in_a_private_answer(chat: Chat) -> None:
    reply = only_reply(await chat.driver.command(chat.driver.ana, "/picture"))
    assert reply.images == (ALT,) and "Look:" in reply.text


async def test_a_drawn_picture_in_a_private_answer(chat: Chat) -> None:
    reply = only_reply(await chat.driver.command(chat.driver.ana, "/drawing"))
    assert "Look:" in reply.text and "Twelve days" in reply.text
    assert reply.images in ((ALT,), ())
    # Where there is no picture, what stands for it has bars; nothing is told twice.
    assert ("as a bar" in reply.text) is (reply.images == ())


async def test_a_drawn_picture_in_a_late_answer(impatient: Chat) -> None:
    in_time(await impatient.driver.command(impatient.driver.ana, "/slow-drawing"))
    mine = impatient.driver.privates(impatient.driver.ana)
    assert any("Look:" in m.text and "Twelve days" in m.text for m in mine)
    assert all(m.private_to == impatient.driver.ana for m in mine)


async def test_a_picture_that_cannot_be_drawn_leaves_its_words(chat: Chat) -> None:
    reply = only_reply(await chat.driver.command(chat.driver.ana, "/no-drawing"))
    assert "Look:" in reply.text and "Twelve days" in reply.text


async def test_a_picture_in_a_late_answer(impatient: Chat) -> None:
    result = await impatient.driver.command(impatient.driver.ana, "/slow-picture")
    in_time(result)
    mine = impatient.driver.privates(impatient.driver.ana)
    assert any("Look:" in m.text for m in mine)
    assert [alt for m in mine for alt in m.images] == [ALT]
    assert all(m.private_to == impatient.driver.ana for m in mine)


async def test_a_failing_handler_gives_one_private_sentence_with_a_code(chat: Chat) -> None:
    reply = only_reply(await chat.driver.command(chat.driver.ana, "/broken"))
    assert CODE.search(reply.text)
    assert "secret" not in reply.text
    assert reply.private_to == chat.driver.ana
    assert chat.driver.posts() == []


async def test_a_slow_handler_that_fails_says_so_too(impatient: Chat) -> None:
    result = await impatient.driver.command(impatient.driver.ana, "/slowly-broken")
    in_time(result)
    assert CODE.search(result.replies[-1].text)


async def test_an_answer_of_nothing_shows_nothing(chat: Chat) -> None:
    result = await chat.driver.command(chat.driver.ana, "/silent")
    in_time(result)
    assert result.replies == []
    assert chat.driver.privates(chat.driver.ana) == []


async def test_an_answer_that_does_not_fit_becomes_a_sentence(chat: Chat) -> None:
    chat.may_breach = True
    reply = only_reply(await chat.driver.command(chat.driver.ana, "/long"))
    assert CODE.search(reply.text)
    assert "xxx" not in reply.text


async def test_values_are_suggested_while_typing(chat: Chat) -> None:
    if not chat.driver.has_suggestions():
        reply = only_reply(await chat.driver.command(chat.driver.ana, "/look p"))
        assert "p" in reply.text
        return
    result = await chat.driver.suggest(chat.driver.ana, "/look p", "text")
    assert result.suggestions == [("Amazon Polly", "polly"), ("Amazon Personalize", "personalize")]
    result = await chat.driver.suggest(chat.driver.ana, "/look zz", "text")
    assert result.suggestions == []


async def test_a_command_in_a_direct_conversation(chat: Chat) -> None:
    home = await chat.driver.adapter.direct(chat.driver.ana)
    assert home.direct
    result = await chat.driver.command(chat.driver.ana, "/hello you", where=home)
    assert "Hello, you." in only_reply(result).text
    assert chat.bot.seen[0].channel == home
    assert chat.driver.posts() == []
