"""The room is as strict as the platforms: who sees what, what may answer what, and when."""

from __future__ import annotations

import time

import pytest

from bot.adapters.base import Expired, Rejected
from bot.adapters.playground import acts
from bot.adapters.playground.acts import NotPossible
from bot.adapters.playground.room import Room
from bot.adapters.playground.state import Exchange, MessageKind, RoomMessage, State
from bot.model import (
    Ack,
    Button,
    Buttons,
    Card,
    Form,
    Interaction,
    Invalid,
    Kind,
    Nothing,
    OpenForm,
    Option,
    Reply,
    Rights,
    Select,
    Suggestions,
    TextField,
    Update,
    prefilled,
)
from tests.inside import redeliver
from tests.playground.bots import STUDY, Bot, bot_in, card, make_room

FORM = Form("1.send", "Your answer", (TextField("word", "Word"), TextField("why", "Why")))


async def command(room: Room, line: str = "/today", who: str = "you") -> Exchange:
    exchange = acts.command(room, who, "study", line)
    await exchange.settled.wait()
    return exchange


def screen(room: Room, who: str, kind: MessageKind = MessageKind.REPLY) -> list[RoomMessage]:
    return [m for m in room.seen_by(who) if m.kind is kind]


async def posted(bot: Bot, shown: Card) -> RoomMessage:
    ref = await bot.adapter.post(STUDY.ref, shown, key="k")
    return bot.room.messages[ref.id]


async def opened_form(bot: Bot) -> str:
    bot.on("study", OpenForm(FORM))
    exchange = await command(bot.room, "/study setup")
    assert exchange.opened is not None
    return exchange.opened


async def test_a_command_arrives_as_a_typed_line_and_its_answer_is_private() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("quiz", Reply(card("Quiz")))
        await command(bot.room, "/QUIZ  polly 3 ", "ben")
        (taken,) = bot.taken
        assert (taken.kind, taken.route, taken.text) == (Kind.COMMAND, "quiz", "polly 3")
        assert (taken.member.id, taken.rights) == ("ben", Rights.MEMBER)
        assert [m.card.title for m in screen(bot.room, "ben") if m.card] == ["Quiz"]
        assert [m.words for m in screen(bot.room, "ben", MessageKind.ECHO)] == ["/QUIZ  polly 3"]
        assert list(bot.room.seen_by("you")) == []


async def test_strange_commands_and_places_are_refused_before_the_bot() -> None:
    async with bot_in(make_room()) as bot:
        with pytest.raises(NotPossible, match="Type /"):
            acts.command(bot.room, "you", "study", "/!? 1")
        direct = await bot.adapter.direct(bot.room.members["ben"].ref)
        with pytest.raises(NotPossible, match="isn't there"):
            acts.say(bot.room, "you", direct.id, "hello")
        assert bot.taken == []


async def test_what_members_say_is_for_all_in_the_channel_and_not_for_the_bot() -> None:
    async with bot_in(make_room()) as bot:
        acts.say(bot.room, "ben", "study", "good *morning*")
        (said,) = screen(bot.room, "you", MessageKind.SAID)
        assert (said.author, said.words) == ("ben", "good *morning*")
        assert bot.taken == []


async def test_a_press_needs_a_control_that_is_there_and_alive() -> None:
    async with bot_in(make_room()) as bot:
        row = Buttons((Button("Go", "1.go"), Button("Off", "1.off", disabled=True)))
        pick = Select("1.pick", "Pick", tuple(Option(c, c) for c in "abc"), least=1, most=2)
        message = await posted(bot, Card("Press me", (), (row, pick)))
        for action, choice in (
            ("1.off", None),
            ("1.other", None),
            ("1.go", ["a"]),
            ("1.pick", None),
            ("1.pick", ["d"]),
            ("1.pick", []),
            ("1.pick", ["a", "b", "c"]),
        ):
            with pytest.raises(NotPossible):
                acts.press(bot.room, "you", message.id, action, choice)
        assert bot.taken == []
        bot.on("1.pick", Nothing())
        exchange = acts.press(bot.room, "you", message.id, "1.pick", ["a", "c"])
        await exchange.settled.wait()
        assert bot.taken[0].values == {"choice": ("a", "c")}
        assert bot.taken[0].message == message.ref


async def test_private_messages_can_be_neither_seen_nor_pressed_by_others() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", Reply(card("Today", "Go")))
        exchange = await command(bot.room, who="ben")
        with pytest.raises(NotPossible):
            acts.press(bot.room, "you", exchange.replies[0], "1.go", forged=True)
        acts.dismiss(bot.room, "you", exchange.replies[0])
        assert len(screen(bot.room, "ben")) == 1
        acts.dismiss(bot.room, "ben", exchange.replies[0])
        assert screen(bot.room, "ben") == []


async def test_without_an_acknowledgement_in_time_the_member_sees_a_failure() -> None:
    async with bot_in(make_room(ack_within=0.02)) as bot:
        bot.on("today", None)
        exchange = await command(bot.room)
        assert (exchange.state, exchange.acked_after) == (State.LAPSED, None)
        (failure,) = screen(bot.room, "you", MessageKind.FAILURE)
        assert "didn't answer" in failure.words
        assert list(bot.room.seen_by("ben")) == []
        with pytest.raises(Expired):
            await bot.adapter.respond(bot.taken[0], Reply(card("Late")), Ack.PRIVATE)
        with pytest.raises(Expired):
            await bot.adapter.defer(bot.taken[0], Ack.PRIVATE)


async def test_a_deferred_answer_comes_where_thinking_was_shown() -> None:
    async with bot_in(make_room()) as bot:
        seen_thinking: list[bool] = []

        async def slow(interaction: Interaction) -> Reply:
            await bot.adapter.defer(interaction, Ack.PRIVATE)
            seen_thinking.extend(m.thinking for m in screen(bot.room, "you"))
            return Reply(card("Slow"))

        bot.on("today", slow)
        exchange = await command(bot.room)
        (reply,) = screen(bot.room, "you")
        assert seen_thinking == [True]
        assert exchange.thought
        assert not reply.thinking
        assert reply.id == exchange.placeholder == exchange.replies[0]


async def test_a_deferred_answer_that_never_comes_ends_in_a_failure() -> None:
    async with bot_in(make_room(answer_within=0.02)) as bot:

        async def silent(interaction: Interaction) -> None:
            await bot.adapter.defer(interaction, Ack.PRIVATE)

        bot.on("today", silent)
        exchange = await command(bot.room)
        assert exchange.state is State.LAPSED
        assert screen(bot.room, "you") == []
        assert len(screen(bot.room, "you", MessageKind.FAILURE)) == 1


async def test_nothing_takes_the_thinking_away() -> None:
    async with bot_in(make_room()) as bot:

        async def slow(interaction: Interaction) -> Nothing:
            await bot.adapter.defer(interaction, Ack.PRIVATE)
            return Nothing()

        bot.on("today", slow)
        await command(bot.room)
        assert screen(bot.room, "you") == []


async def test_one_answer_only() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", Reply(card("One")))
        await command(bot.room)
        with pytest.raises(Rejected, match="answer already"):
            await bot.adapter.respond(bot.taken[0], Reply(card("Two")), Ack.PRIVATE)
        with pytest.raises(Rejected, match="answer already"):
            await bot.adapter.defer(bot.taken[0], Ack.PRIVATE)
        assert len(screen(bot.room, "you")) == 1
        assert len(bot.room.breaches) == 2


@pytest.mark.parametrize("ack", [Ack.PRIVATE, Ack.UPDATE])
async def test_a_form_is_only_ever_the_first_answer(ack: Ack) -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", None)
        acts.command(bot.room, "you", "study", "/today")
        await bot.adapter.defer(bot.taken[0], ack)
        with pytest.raises(Rejected, match="first answer"):
            await bot.adapter.respond(bot.taken[0], OpenForm(FORM), ack)
        with pytest.raises(Rejected, match="deferred already"):
            await bot.adapter.defer(bot.taken[0], ack)
        assert bot.room.forms == {}
        await bot.adapter.respond(bot.taken[0], Nothing(), ack)


async def test_a_form_cannot_be_deferred_and_cannot_answer_a_form() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", None)
        acts.command(bot.room, "you", "study", "/today")
        with pytest.raises(Rejected):
            await bot.adapter.defer(bot.taken[0], Ack.FORM)
        form = await opened_form(bot)
        bot.on("1.send", None)
        acts.submit(bot.room, "you", form, {"word": ["polly"]})
        with pytest.raises(Rejected, match="a form cannot answer a form"):
            await bot.adapter.respond(bot.taken[-1], OpenForm(FORM), Ack.PRIVATE)
        assert list(bot.room.forms) == [form]
        assert len(bot.room.breaches) == 2


async def test_a_submitted_form_closes_and_its_values_are_complete() -> None:
    async with bot_in(make_room()) as bot:
        form = await opened_form(bot)
        with pytest.raises(NotPossible):
            acts.submit(bot.room, "ben", form, {})
        bot.on("1.send", Reply(card("Thanks")))
        exchange = acts.submit(bot.room, "you", form, {"word": ["polly"], "spare": ["x"]})
        with pytest.raises(NotPossible, match="being sent"):
            acts.submit(bot.room, "you", form, {"word": ["polly"]})
        await exchange.settled.wait()
        assert bot.taken[-1].values == {"word": ("polly",), "why": ()}
        assert bot.room.forms == {}
        assert len(screen(bot.room, "you")) == 1


async def test_a_refused_form_stays_open_with_its_errors() -> None:
    async with bot_in(make_room()) as bot:
        form = await opened_form(bot)
        refused = Invalid(prefilled(FORM, {"word": ("poly",)}), {"word": "No such service."})
        bot.on("1.send", refused)
        exchange = acts.submit(bot.room, "you", form, {"word": ["poly"]})
        await exchange.settled.wait()
        opened = bot.room.forms[form]
        assert opened.errors == {"word": "No such service."}
        assert not opened.sending
        first = opened.form.fields[0]
        assert isinstance(first, TextField)
        assert first.value == "poly"
        assert screen(bot.room, "you") == []
        acts.close_form(bot.room, "you", form)
        assert bot.room.forms == {}


async def test_a_form_that_was_deferred_is_refused_in_a_message_with_a_way_back() -> None:
    async with bot_in(make_room()) as bot:
        form = await opened_form(bot)

        async def slow(interaction: Interaction) -> Invalid:
            await bot.adapter.defer(interaction, Ack.PRIVATE)
            return Invalid(FORM, {"word": "No such service."}, retry="1.again.7")

        bot.on("1.send", slow)
        exchange = acts.submit(bot.room, "you", form, {"word": ["poly"]})
        await exchange.settled.wait()
        (reply,) = screen(bot.room, "you")
        assert reply.card is not None
        assert "Word: No such service." in reply.card.fallback
        (row,) = reply.card.rows
        assert isinstance(row, Buttons)
        assert [item.label for item in row.items] == ["Try again"]
        assert bot.room.forms == {}


async def test_a_form_whose_submit_is_not_answered_stays_to_be_sent_again() -> None:
    async with bot_in(make_room()) as bot:
        form = await opened_form(bot)
        bot.room.ack_within = 0.02
        bot.on("1.send", None)
        exchange = acts.submit(bot.room, "you", form, {"word": ["polly"]})
        await exchange.settled.wait()
        opened = bot.room.forms[form]
        assert "try again" in opened.note
        assert not opened.sending


async def test_an_update_replaces_the_private_message_but_never_a_post() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", Reply(card("First", "Go")))
        bot.on("1.go", Update(card("Second")))
        exchange = await command(bot.room)
        reply = exchange.replies[0]
        press = acts.press(bot.room, "you", reply, "1.go")
        await press.settled.wait()
        assert (press.updated, press.replies) == (reply, [])
        assert [m.card.title for m in screen(bot.room, "you") if m.card] == ["Second"]

        post = await posted(bot, card("For all", "Go"))
        press = acts.press(bot.room, "you", post.id, "1.go")
        await press.settled.wait()
        assert post.card == card("For all", "Go")
        assert (press.updated, len(press.replies)) == (None, 1)


async def test_an_update_of_a_message_that_is_gone_is_a_new_private_reply() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", Reply(card("First", "Go")))
        exchange = await command(bot.room)

        async def late(interaction: Interaction) -> Update:
            acts.dismiss(bot.room, "you", exchange.replies[0])
            return Update(card("Second"))

        bot.on("1.go", late)
        press = acts.press(bot.room, "you", exchange.replies[0], "1.go")
        await press.settled.wait()
        assert [m.card.title for m in screen(bot.room, "you") if m.card] == ["Second"]


async def test_a_card_over_a_limit_is_refused_and_noted_and_can_be_made_good() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", None)
        acts.command(bot.room, "you", "study", "/today")
        with pytest.raises(Rejected, match="151 characters"):
            await bot.adapter.respond(bot.taken[0], Reply(Card("x" * 151)), Ack.PRIVATE)
        with pytest.raises(Rejected, match="form title"):
            await bot.adapter.respond(
                bot.taken[0], OpenForm(Form("1.a", "x" * 25, FORM.fields)), Ack.FORM
            )
        assert len(bot.room.breaches) == 2
        await bot.adapter.respond(bot.taken[0], Reply(Card("x" * 150)), Ack.PRIVATE)
        assert len(screen(bot.room, "you")) == 1


async def test_suggestions_answer_typing_and_nothing_else_does() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("quiz", Suggestions((Option("Amazon Polly", "polly"),)))
        exchange = acts.suggest(bot.room, "you", "study", "/quiz am po", "topic")
        await exchange.settled.wait()
        (taken,) = bot.taken
        assert (taken.kind, taken.route, taken.focus) == (Kind.SUGGEST, "quiz", "topic")
        assert taken.options == {"topic": "am po"}
        assert [option.value for option in exchange.suggestions] == ["polly"]
        assert list(bot.room.seen_by("you")) == []

        bot.on("quiz", None)
        acts.suggest(bot.room, "you", "study", "/quiz x", "topic")
        with pytest.raises(Rejected):
            await bot.adapter.respond(bot.taken[-1], Reply(card("No")), Ack.PRIVATE)
        with pytest.raises(Rejected):
            await bot.adapter.defer(bot.taken[-1], Ack.PRIVATE)
        many = Suggestions(tuple(Option(f"o{n}", str(n)) for n in range(26)))
        with pytest.raises(Rejected, match="26"):
            await bot.adapter.respond(bot.taken[-1], many, Ack.PRIVATE)
        with pytest.raises(NotPossible):
            acts.suggest(bot.room, "you", "study", "/today x", "topic")


async def test_a_repeated_delivery_is_the_same_interaction() -> None:
    async with bot_in(make_room()) as bot:
        bot.on("today", Reply(card("Once")))
        exchange = await command(bot.room)
        assert not redeliver(bot.room, exchange.interaction.id)
        assert len(screen(bot.room, "you")) == 1


async def test_watchers_hear_every_change_until_they_stop() -> None:
    room = make_room()
    heard: list[int] = []
    stop = room.watch(lambda: heard.append(room.version))
    acts.say(room, "ben", "study", "one")
    stop()
    acts.say(room, "ben", "study", "two")
    assert heard == [1]
    assert [m.rev for m in room.seen_by("you")] == [1, 2]


async def test_ids_do_not_come_again_in_a_room_made_later(monkeypatch: pytest.MonkeyPatch) -> None:
    old = {make_room().new_id("m")}
    later = time.time() + 1
    monkeypatch.setattr(time, "time", lambda: later)
    room = make_room()
    new = [room.new_id("m") for _ in range(3)]
    assert not old & set(new)
    assert new == sorted(new)
