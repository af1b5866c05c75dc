"""Commands, presses and forms over the wire."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.adapters.base import Expired, Rejected
from bot.model import (
    Ack,
    Card,
    ChannelRef,
    Image,
    Interaction,
    Invalid,
    Kind,
    Nothing,
    OpenForm,
    Outcome,
    Paragraph,
    Reply,
    Rights,
    Update,
    text,
)
from tests.contract.driver import Result
from tests.rendering.samples import CONCEPT, PICTURE
from tests.servers.discord.bot_for_tests import CARD, FORM, Bot, opened, said


async def test_a_command_is_answered_in_private() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        result = await driver.command(driver.ben, "/quiz polly 3")
        (reply,) = result.replies
        assert reply.private_to == driver.ben
        assert "polly" in reply.text
        assert result.acked_after is not None
        assert not result.thinking
        (seen,) = bot.seen
        assert seen.options == {"topic": "polly", "count": 3}
        assert seen.channel == driver.channel
        assert (seen.member, seen.member_name, seen.rights) == (driver.ben, "Ben", Rights.MEMBER)
        assert driver.breaches() == []


async def test_rights_subcommands_and_choices_arrive() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        await driver.command(driver.ana, "/study status")
        await driver.command(driver.ana, "/board week")
        assert [i.route for i in bot.seen] == ["study/status", "board"]
        assert bot.seen[1].options == {"period": "week"}
        assert bot.seen[0].rights is Rights.MANAGER


async def test_a_direct_conversation_is_a_place_of_its_own() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        where = await driver.adapter.direct(driver.ben)
        result = await driver.command(driver.ben, "/quiz", where=where)
        assert bot.seen[0].channel == where
        assert ChannelRef.parse(where.key) == where
        assert result.replies[0].private_to == driver.ben


async def test_suggestions() -> None:
    async with opened(Bot()) as driver:
        result = await driver.suggest(driver.ben, "/quiz pol", "topic")
        assert result.suggestions == [("topic=pol", "pol")]


async def test_a_slow_answer_shows_thinking_first() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        bot.hold.clear()
        running = asyncio.create_task(driver.command(driver.ben, "/slow"))
        await driver.world.wait_for(lambda: any(h.thinking for h in driver.world.hooks.values()))
        assert driver.privates(driver.ben) == []
        bot.hold.set()
        result = await running
        assert result.thinking
        assert [r.text for r in result.replies] == [m.text for m in driver.privates(driver.ben)]


async def test_a_press_updates_a_private_message_fast_and_slow() -> None:
    async with opened(Bot()) as driver:
        (card,) = (await driver.command(driver.ben, "/quiz")).replies
        fast = await driver.press(driver.ben, card, "Again")
        assert fast.updated is not None
        assert fast.updated.id == card.id
        slow = await driver.press(driver.ben, fast.updated, "Slow")
        assert slow.updated is not None
        assert slow.updated.id == card.id
        assert not slow.thinking
        chosen = await driver.choose(driver.ben, slow.updated, "One", "Two")
        assert chosen.updated is not None
        assert "('1', '2')" in chosen.updated.text
        assert len(driver.privates(driver.ben)) == 1


@pytest.mark.parametrize("label", ["Again", "Slow"])
async def test_a_press_on_a_post_is_answered_in_private(label: str) -> None:
    async with opened(Bot()) as driver:
        await driver.adapter.post(driver.channel, CARD, key="k")
        (post,) = driver.posts()
        result = await driver.press(driver.ben, post, label)
        (reply,) = result.replies
        assert reply.private_to == driver.ben
        assert result.updated is None
        assert driver.posts() == [post]


async def test_nothing_leaves_nothing() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        quiet = await driver.command(driver.ben, "/nothing")
        assert quiet.acked_after is not None
        assert driver.privates(driver.ben) == []
        await driver.adapter.post(driver.channel, CARD, key="k")
        pressed = await driver.press(driver.ben, driver.posts()[0], "Quiet")
        assert pressed.acked_after is not None
        assert (pressed.replies, pressed.updated, bot.errors) == ([], None, [])


async def test_a_refused_form_is_tried_again_with_what_was_typed() -> None:
    async with opened(Bot()) as driver:
        await driver.adapter.post(driver.channel, CARD, key="k")
        first = (await driver.press(driver.ben, driver.posts()[0], "Type")).form
        assert first is not None
        refused = await driver.submit(
            driver.ben, first, {"answer": ("wrong",), "why": ("*because*",)}
        )
        assert refused.form is None  # Discord opens no modal from a modal's submit
        (errors,) = refused.replies
        assert errors.private_to == driver.ben
        assert "Answer: Try another word." in errors.text
        second = (await driver.press(driver.ben, errors, "Try again")).form
        assert second is not None
        assert {f.key: f.value for f in second.fields} == {
            "answer": ("wrong",),
            "why": ("*because*",),
        }
        done = await driver.submit(driver.ben, second, {"answer": ("polly",)})
        assert done.updated is not None  # the card with the errors turns into the answer
        assert "polly" in done.updated.text
        assert driver.breaches() == []


async def test_a_form_opens_from_a_command_and_its_submit_is_seen() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        form = (await driver.command(driver.ana, "/study setup")).form
        assert form is not None
        assert form.action == FORM.action
        result = await driver.submit(driver.ana, form, {"answer": ("polly",)})
        submit = bot.seen[-1]
        assert (submit.kind, submit.message) == (Kind.SUBMIT, None)
        assert submit.values == {"answer": ("polly",), "why": ()}
        assert result.replies[0].private_to == driver.ana


async def test_no_form_after_a_deferral_nor_from_a_submit() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        bot.hold.clear()
        task = asyncio.create_task(driver.command(driver.ben, "/slow"))
        await driver.world.wait_for(lambda: any(h.thinking for h in driver.world.hooks.values()))
        with pytest.raises(Rejected):
            await driver.adapter.respond(bot.seen[0], OpenForm(FORM), Ack.PRIVATE)
        with pytest.raises(Rejected):
            await driver.adapter.defer(bot.seen[0], Ack.FORM)
        bot.hold.set()
        assert (await task).replies
        assert driver.breaches() == []


async def test_too_late_is_expired() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        bot.hold.clear()
        running = asyncio.create_task(driver.command(driver.ben, "/quiz"))
        await bot.took.wait()
        driver.world.advance(timedelta(seconds=4))
        bot.hold.set()
        result = await running
        assert result.acked_after is None
        (error,) = bot.errors
        assert isinstance(error, Expired)
        (hook,) = driver.world.hooks.values()
        assert hook.refused == [10062]


@pytest.mark.parametrize("route", ["/slow", "press"])
async def test_after_fifteen_minutes_an_answer_is_expired(route: str) -> None:
    bot = Bot()
    async with opened(bot) as driver:
        act: asyncio.Task[Result]
        if route == "press":
            (card,) = (await driver.command(driver.ben, "/quiz")).replies
            bot.hold.clear()
            act = asyncio.create_task(driver.press(driver.ben, card, "Slow"))
        else:
            bot.hold.clear()
            act = asyncio.create_task(driver.command(driver.ben, "/slow"))
        await driver.world.wait_for(
            lambda: any(h.first in (5, 6) for h in driver.world.hooks.values())
        )
        driver.world.advance(timedelta(minutes=16))
        bot.hold.set()
        await act
        assert [type(e) for e in bot.errors] == [Expired]


async def test_answered_by_another_process_counts_as_handled() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        bot.hold.clear()
        running = asyncio.create_task(driver.command(driver.ben, "/quiz"))
        await bot.took.wait()
        (hook,) = driver.world.hooks.values()
        hook.first = 4
        bot.hold.set()
        await running
        assert hook.refused == [40060]
        assert bot.errors == []


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Reply(said("new")), "new"),
        (Invalid(FORM, {"answer": "No."}, "1.form"), "Answer: No."),
        (Nothing(), ""),
    ],
)
async def test_what_can_follow_a_held_update(outcome: Outcome, words: str) -> None:
    class Late(Bot):
        def outcome(self, interaction: Interaction) -> tuple[Outcome, Ack]:
            if interaction.kind is Kind.PRESS:
                return outcome, Ack.UPDATE
            return super().outcome(interaction)

    async with opened(Late()) as driver:
        (card,) = (await driver.command(driver.ben, "/quiz")).replies
        result = await driver.press(driver.ben, card, "Slow")
        assert result.updated is None
        assert [words in reply.text for reply in result.replies] == ([True] if words else [])
        assert all(reply.private_to == driver.ben for reply in result.replies)
        assert card in driver.privates(driver.ben)
        assert driver.breaches() == []


async def test_a_repeated_delivery_changes_nothing() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        result = await driver.command(driver.ben, "/quiz")
        again = await driver.repeat(result.interaction_id)
        assert again.interaction_id == result.interaction_id
        assert len(bot.seen) == 1
        assert len(driver.privates(driver.ben)) == 1


async def test_a_second_answer_is_refused_here() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        await driver.command(driver.ben, "/quiz")
        with pytest.raises(Expired):
            await driver.adapter.respond(bot.seen[0], Reply(CARD), Ack.PRIVATE)


@pytest.mark.parametrize("outcome", [Reply(CONCEPT), Update(CONCEPT)])
async def test_a_picture_after_a_deferral_comes_in_a_message_of_its_own(outcome: Outcome) -> None:
    class Late(Bot):
        def outcome(self, interaction: Interaction) -> tuple[Outcome, Ack]:
            return outcome, Ack.PRIVATE

    async with opened(Late()) as driver:
        result = await driver.command(driver.ben, "/slow")
        words, picture = result.replies
        assert words.images == ()
        assert "leaves a model behind" in words.text
        assert picture.images == (
            "A circle: data, algorithm, model, prediction, and back to data.",
        )
        assert picture.private_to == driver.ben
        assert driver.breaches() == []


async def test_a_picture_in_a_first_answer_rides_along() -> None:
    class Early(Bot):
        def outcome(self, interaction: Interaction) -> tuple[Outcome, Ack]:
            return Reply(CONCEPT), Ack.PRIVATE

    async with opened(Early()) as driver:
        (reply,) = (await driver.command(driver.ben, "/quiz")).replies
        assert len(reply.images) == 1
        assert driver.breaches() == []


async def test_a_missing_picture_is_our_fault_and_says_so() -> None:
    async with opened(Bot()) as driver:
        card = Card("Picture", (Image(str(PICTURE.with_name("none.png")), "nothing"),))
        with pytest.raises(Rejected, match="picture cannot be read"):
            await driver.adapter.post(driver.channel, card, key="k")


async def test_a_card_over_the_portable_limits_never_leaves() -> None:
    async with opened(Bot()) as driver:
        with pytest.raises(Rejected, match="title"):
            await driver.adapter.post(driver.channel, Card("x" * 200), key="k")
        assert not any(r.startswith("POST /channels") for r in driver.server.rest.requests)


async def test_restart_then_press_and_submit() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        await driver.adapter.post(driver.channel, CARD, key="k")
        (card,) = (await driver.command(driver.ben, "/quiz")).replies
        form = (await driver.press(driver.ben, driver.posts()[0], "Type")).form
        assert form is not None
        await driver.restart()
        assert (await driver.press(driver.ben, card, "Again")).updated is not None
        submitted = await driver.submit(driver.ben, form, {"answer": ("polly",)})
        assert "polly" in submitted.replies[0].text


async def test_hostile_words_stay_words() -> None:
    words = "**b** @everyone <@{0}> [x](http://evil.example) ||s|| `c` \u202e"
    bot = Bot()
    async with opened(bot) as driver:
        hostile = words.format(driver.ana.id)
        result = await driver.command(driver.ben, f"/quiz {hostile}")
        assert result.replies[0].pinged == ()
        card = Card(hostile[:100], (Paragraph(text(hostile)),))
        await driver.adapter.post(driver.channel, card, key="k")
        (post,) = driver.posts()
        assert post.pinged == ()
        assert hostile.removesuffix(" \u202e") in post.text.replace("\u200b", "")
        assert said("x").title in result.replies[0].text
