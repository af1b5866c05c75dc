"""The three-second promise, and that nothing a member does is met with silence."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

import pytest

from bot.adapters.base import AdapterError, Expired, Rejected, Unreachable
from bot.interactions.router import BadAction, Refusal
from bot.interactions.sentences import GONE, RESTARTING, SLOW_FORM, UNKNOWN
from bot.model import (
    Ack,
    Card,
    Choice,
    Command,
    Form,
    Home,
    Interaction,
    Invalid,
    Kind,
    Nothing,
    OpenForm,
    Option,
    OptionKind,
    OptionSpec,
    Outcome,
    Reply,
    Select,
    Suggestions,
    TextField,
    Update,
)
from tests.fakes import BEN, Bench, interaction
from tests.inside import idle

DONE = Reply(Card("Done"))
CODE = re.compile(r"code: [0-9A-F]{6}$", re.MULTILINE)
FORM = Form("1.answer", "Your answer", (TextField("word", "Word"),))


def returns(outcome: Outcome) -> Callable[[Interaction], Awaitable[Outcome]]:
    async def handler(_: Interaction) -> Outcome:
        return outcome

    return handler


def raises(error: Exception) -> Callable[[Interaction], Awaitable[Outcome]]:
    async def handler(_: Interaction) -> Outcome:
        raise error

    return handler


class Slow:
    """A handler that waits until ``go`` is set."""

    def __init__(self, outcome: Outcome = DONE) -> None:
        self.go = asyncio.Event()
        self.cancelled = False
        self._outcome = outcome

    async def __call__(self, _: Interaction) -> Outcome:
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return self._outcome


async def test_a_fast_answer_goes_out_at_once() -> None:
    bench = Bench()
    bench.router.action("answer", Ack.UPDATE, returns(DONE))
    (call,) = await bench.do(interaction("1.answer.a"))
    assert (call.what, call.outcome, call.ack) == ("respond", DONE, Ack.UPDATE)


async def test_nobody_waits_for_a_page_so_it_is_never_deferred() -> None:
    bench = Bench(defer_after=0.0)
    page = Home((Card("Your page"),))
    bench.router.home(returns(page))
    (call,) = await bench.do(interaction("home", Kind.HOME, ago=100))
    assert (call.what, call.outcome) == ("respond", page)


async def test_a_page_that_nobody_makes_shows_nothing() -> None:
    (call,) = await Bench().do(interaction("home", Kind.HOME))
    assert call.outcome == Nothing()


@pytest.mark.parametrize("ack", [Ack.PRIVATE, Ack.UPDATE])
async def test_a_slow_answer_is_acknowledged_first(ack: Ack) -> None:
    bench = Bench(defer_after=0.01)
    slow = Slow()
    bench.router.action("answer", ack, slow)
    bench.dispatcher(interaction("1.answer"))
    async with asyncio.timeout(5):
        await bench.adapter.deferred.wait()
        assert [c.what for c in bench.adapter.calls] == ["defer"]
        slow.go.set()
        await idle(bench.dispatcher)
    assert [(c.what, c.ack) for c in bench.adapter.calls] == [("defer", ack), ("respond", ack)]


async def test_the_deadline_counts_from_receipt_not_from_dispatch() -> None:
    bench = Bench(defer_after=1000)
    slow = Slow()
    bench.router.action("answer", Ack.PRIVATE, slow)
    bench.adapter.failing["defer"] = [Unreachable("noticed")]
    bench.dispatcher(interaction("1.answer", ago=2000))
    async with asyncio.timeout(5):
        await bench.adapter.deferred.wait()
        slow.go.set()
        await idle(bench.dispatcher)
    # a failed acknowledgement does not keep the answer back
    assert [c.what for c in bench.adapter.calls] == ["respond"]


async def test_a_failing_handler_gives_one_sentence_with_a_code() -> None:
    bench = Bench()
    bench.router.action("answer", Ack.PRIVATE, raises(RuntimeError("secret detail")))
    (call,) = await bench.do(interaction("1.answer"))
    assert isinstance(call.outcome, Reply)
    assert CODE.search(call.card.fallback)
    assert "secret" not in call.card.fallback


async def test_a_slow_failing_handler_answers_as_well() -> None:
    bench = Bench(defer_after=0.0)

    async def handler(_: Interaction) -> Outcome:
        await asyncio.sleep(0)
        await asyncio.sleep(0.005)
        raise RuntimeError

    bench.router.action("answer", Ack.PRIVATE, handler)
    calls = await bench.do(interaction("1.answer"))
    assert [c.what for c in calls] == ["defer", "respond"]
    assert CODE.search(calls[1].card.fallback)


async def test_a_form_that_comes_too_late_becomes_a_sentence() -> None:
    bench = Bench(form_within=0.01)
    slow = Slow(OpenForm(FORM))
    bench.router.action("answer", Ack.FORM, slow)
    (call,) = await bench.do(interaction("1.answer"))
    assert (call.what, call.outcome, call.ack) == ("respond", Reply(SLOW_FORM), Ack.FORM)
    assert slow.cancelled


async def test_a_repeated_delivery_is_handled_once() -> None:
    bench = Bench()
    bench.router.action("answer", Ack.PRIVATE, returns(DONE))
    one = interaction("1.answer")
    assert bench.dispatcher(one) is True
    assert bench.dispatcher(one) is False
    await idle(bench.dispatcher)
    assert bench.dispatcher(one) is False
    assert len(await bench.do()) == 0 and len(bench.adapter.calls) == 1


async def test_repeats_are_remembered_for_a_while_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.interactions.dispatch.REMEMBERED", 2)
    bench = Bench()
    first, *others = (interaction("1.nobody") for _ in range(3))
    await bench.do(first, *others)
    assert [bench.dispatcher(one) for one in (others[1], first)] == [False, True]
    await idle(bench.dispatcher)


async def test_two_presses_are_two_interactions() -> None:
    bench = Bench()
    bench.router.action("answer", Ack.PRIVATE, returns(DONE))
    assert len(await bench.do(interaction("1.answer"), interaction("1.answer"))) == 2


async def test_a_refusal_is_the_handlers_own_card() -> None:
    bench = Bench()
    card = Card("Not yours")
    bench.router.action("answer", Ack.UPDATE, raises(Refusal(card)))
    (call,) = await bench.do(interaction("1.answer"))
    assert call.outcome == Reply(card)


@pytest.mark.parametrize("kind", [Kind.PRESS, Kind.SUBMIT])
@pytest.mark.parametrize(
    "route",
    ["1.nobody", "2.answer", "garbage", "", "1.answer", "1.again", "1.again.%", "1.again.A"],
)
async def test_forged_actions_get_words(route: str, kind: Kind) -> None:
    bench = Bench()
    bench.router.action("answer", Ack.PRIVATE, raises(BadAction("no such round")))
    (call,) = await bench.do(interaction(route, kind))
    assert call.outcome == Reply(UNKNOWN)


async def test_an_unknown_typed_command_says_where_help_is() -> None:
    bench = Bench()
    (call,) = await bench.do(interaction("study", Kind.COMMAND, text="dance"))
    assert "/study help" in call.card.fallback


async def test_an_expired_interaction_ends_quietly_and_the_next_one_works() -> None:
    bench = Bench()
    bench.router.action("answer", Ack.PRIVATE, returns(DONE))
    bench.adapter.failing["respond"] = [Expired("late"), Unreachable("down")]
    assert await bench.do(interaction("1.answer"), interaction("1.answer")) == []
    assert len(await bench.do(interaction("1.answer"))) == 1


async def test_a_rejected_answer_becomes_a_sentence_with_a_code() -> None:
    bench = Bench()
    bench.router.action("answer", Ack.UPDATE, returns(Update(Card("x" * 9999))))
    bench.adapter.failing["respond"] = [Rejected("title too long")]
    (call,) = await bench.do(interaction("1.answer"))
    assert isinstance(call.outcome, Reply)
    assert CODE.search(call.card.fallback)


async def test_an_error_of_the_adapter_itself_does_not_end_the_dispatcher() -> None:
    bench = Bench()
    bench.router.action("answer", Ack.PRIVATE, returns(DONE))
    bench.adapter.failing["respond"] = [AdapterError("?"), KeyError("bug")]
    await bench.do(interaction("1.answer"), interaction("1.answer"))
    assert len(await bench.do(interaction("1.answer"))) == 1


async def test_close_waits_for_what_is_in_flight_and_takes_nothing_more() -> None:
    bench = Bench()
    slow = Slow()
    bench.router.action("answer", Ack.PRIVATE, slow)
    bench.dispatcher(interaction("1.answer"))
    closing = asyncio.ensure_future(bench.dispatcher.close(within=5))
    await asyncio.sleep(0)
    bench.dispatcher(interaction("1.answer"))
    assert not closing.done()
    slow.go.set()
    await closing
    assert sorted(call.outcome == DONE for call in bench.adapter.calls) == [False, True]


async def test_whoever_comes_while_the_bot_stops_is_told_so() -> None:
    bench = Bench()
    bench.router.action("answer", Ack.UPDATE, returns(DONE))
    await bench.dispatcher.close()
    (call,) = await bench.do(interaction("1.answer.a"))
    assert call.outcome == Reply(RESTARTING)


async def test_close_gives_up_on_what_takes_too_long() -> None:
    bench = Bench()
    slow = Slow()
    bench.router.action("answer", Ack.PRIVATE, slow)
    bench.dispatcher(interaction("1.answer"))
    await asyncio.sleep(0)
    await bench.dispatcher.close(within=0.01)
    await asyncio.sleep(0)
    assert slow.cancelled
    assert bench.adapter.calls == []


# suggestions


async def test_suggestions_are_answered_and_a_failure_suggests_nothing() -> None:
    bench = Bench()
    found = Suggestions((Option("Polly", "polly"),))
    for name, handler in (
        ("good", returns(found)),
        ("bad", raises(RuntimeError())),
        ("odd", returns(DONE)),
    ):
        option = OptionSpec("text", "What", suggests=True)
        bench.router.command(Command((name,), "Looks", (option,)), returns(DONE), suggest=handler)
    calls = await bench.do(
        *(interaction(name, Kind.SUGGEST) for name in ("good", "bad", "odd", "nobody"))
    )
    by_route = {c.interaction.route: c.outcome for c in calls}
    assert by_route == {
        "good": found,
        "bad": Suggestions(()),
        "odd": Suggestions(()),
        "nobody": Suggestions(()),
    }


async def test_slow_suggestions_are_given_up() -> None:
    bench = Bench()
    slow = Slow(Suggestions((Option("Late", "late"),)))
    option = OptionSpec("text", "What", suggests=True)
    bench.router.command(Command(("find",), "Looks", (option,)), returns(DONE), suggest=slow)
    (call,) = await bench.do(interaction("find", Kind.SUGGEST, ago=100))
    assert call.outcome == Suggestions(())
    await asyncio.sleep(0)
    assert slow.cancelled


# refused forms


async def test_a_refused_form_can_be_opened_again_by_its_member() -> None:
    bench = Bench()
    bench.router.action("answer", Ack.PRIVATE, returns(Invalid(FORM, {"word": "Shorter, please."})))
    (refused,) = await bench.do(interaction("1.answer", Kind.SUBMIT))
    assert isinstance(refused.outcome, Invalid)
    (opened,) = await bench.do(interaction(refused.outcome.retry))
    assert (opened.outcome, opened.ack) == (OpenForm(FORM), Ack.FORM)
    (other,) = await bench.do(interaction(refused.outcome.retry, member=BEN))
    assert other.outcome == Reply(GONE)


async def test_a_refused_form_that_cannot_be_saved_is_not_met_with_silence() -> None:
    bench = Bench()
    bench.store.error = OSError("disk full")
    bench.router.action("answer", Ack.PRIVATE, returns(Invalid(FORM, {"word": "No."})))
    (call,) = await bench.do(interaction("1.answer", Kind.SUBMIT))
    assert CODE.search(call.card.fallback)


# typed commands


def _choice(name: str, *values: str) -> OptionSpec:
    choices = tuple(Choice(v.title(), v) for v in values)
    return OptionSpec(name, f"Which {name}", OptionKind.CHOICE, True, choices)


COUNT = OptionSpec("count", "How many", OptionKind.INTEGER, minimum=1, maximum=9, default=5)


def _paint(bench: Bench, ack: Ack = Ack.PRIVATE, outcome: Outcome = DONE) -> list[Interaction]:
    seen: list[Interaction] = []

    async def handler(got: Interaction) -> Outcome:
        seen.append(got)
        return outcome

    options = (_choice("colour", "red", "blue"), _choice("size", "big", "small"), COUNT)
    bench.router.command(Command(("paint",), "Paints", options, ack), handler)
    return seen


def _select(card: Card) -> Select:
    (row,) = card.rows
    assert isinstance(row, Select)
    return row


async def test_missing_choices_are_asked_for_one_by_one() -> None:
    bench = Bench()
    seen = _paint(bench)
    (asked,) = await bench.do(interaction("paint", Kind.COMMAND, text="7"))
    select = _select(asked.card)
    assert [(o.label, o.value) for o in select.options] == [
        ("Red", "colour=red"),
        ("Blue", "colour=blue"),
    ]
    press = interaction(select.action, values={"choice": ("colour=red",)})
    (again,) = await bench.do(press)
    assert isinstance(again.outcome, Update) and not seen
    press = interaction(_select(again.card).action, values={"choice": ("size=small",)})
    (done,) = await bench.do(press)
    assert (done.outcome, done.ack) == (Update(DONE.card), Ack.UPDATE)
    assert seen[0].options == {"colour": "red", "size": "small", "count": 7}


async def test_a_choice_before_a_form_opens_the_form() -> None:
    bench = Bench()
    _paint(bench, Ack.FORM, OpenForm(FORM))
    (asked,) = await bench.do(interaction("paint", Kind.COMMAND, text="red"))
    assert asked.ack is Ack.PRIVATE
    press = interaction(_select(asked.card).action, values={"choice": ("size=big",)})
    (opened,) = await bench.do(press)
    assert (opened.outcome, opened.ack) == (OpenForm(FORM), Ack.FORM)


@pytest.mark.parametrize(
    "forged", ["count=99", "count=5", "colour=pink", "press=1", "draft_id=1", "options=1", "", "="]
)
async def test_a_forged_choice_never_reaches_the_handler(forged: str) -> None:
    bench = Bench()
    seen = _paint(bench)
    (asked,) = await bench.do(interaction("paint", Kind.COMMAND, text=""))
    press = interaction(_select(asked.card).action, values={"choice": (forged,)})
    (call,) = await bench.do(press)
    assert call.outcome == Reply(UNKNOWN)
    assert not seen


async def test_a_choice_of_nothing_changes_nothing() -> None:
    bench = Bench()
    _paint(bench)
    (asked,) = await bench.do(interaction("paint", Kind.COMMAND, text=""))
    (call,) = await bench.do(interaction(_select(asked.card).action, values={"choice": ()}))
    assert call.outcome == Nothing()
    (call,) = await bench.do(interaction(_select(asked.card).action))
    assert call.outcome == Reply(UNKNOWN), "no press of ours comes without a choice"


async def test_a_form_cannot_be_sent_to_what_opens_forms() -> None:
    bench = Bench()
    bench.router.action("open", Ack.FORM, returns(OpenForm(FORM)))
    (call,) = await bench.do(interaction("1.open", Kind.SUBMIT))
    assert call.outcome == Reply(UNKNOWN)


async def test_a_question_that_cannot_be_saved_is_not_met_with_silence() -> None:
    bench = Bench()
    _paint(bench)
    bench.store.error = OSError("disk full")
    (call,) = await bench.do(interaction("paint", Kind.COMMAND, text=""))
    assert CODE.search(call.card.fallback)


# commands whose options the platform took apart


async def test_typed_options_get_their_defaults_too() -> None:
    bench = Bench()
    seen = _paint(bench)
    await bench.do(interaction("paint", Kind.COMMAND, options={"colour": "red", "size": "big"}))
    assert seen[0].options == {"colour": "red", "size": "big", "count": 5}


@pytest.mark.parametrize("wrong", [{"colour": "pink"}, {"count": 99}, {"count": "many"}])
async def test_typed_options_are_held_to_the_same_rules(wrong: dict[str, str | int]) -> None:
    bench = Bench()
    seen = _paint(bench)
    given = {"colour": "red", "size": "big", "unknown": 3, **wrong}
    (call,) = await bench.do(interaction("paint", Kind.COMMAND, options=given))
    assert "/paint" in call.card.fallback and not seen


async def test_a_typed_option_that_is_missing_is_asked_for() -> None:
    bench = Bench()
    _paint(bench)
    (asked,) = await bench.do(interaction("paint", Kind.COMMAND, options={"size": "big"}))
    assert [o.value for o in _select(asked.card).options] == ["colour=red", "colour=blue"]


async def test_a_command_that_was_withdrawn_gets_words() -> None:
    bench = Bench()
    (call,) = await bench.do(interaction("study/dance", Kind.COMMAND))
    assert "/study help" in call.card.fallback
