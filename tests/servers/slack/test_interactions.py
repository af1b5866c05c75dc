"""Commands, presses and forms through slack-bolt and back."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.adapters.base import Expired
from bot.adapters.slack import replies
from bot.model import (
    Ack,
    Buttons,
    Card,
    Form,
    Interaction,
    Invalid,
    Kind,
    LinkButton,
    MessageRef,
    Nothing,
    OpenForm,
    Option,
    Outcome,
    Reply,
    Select,
    Suggestions,
    TextField,
    Update,
)
from bot.model.card import Button
from tests.contract.driver import SeenMessage
from tests.contract.slack_driver import ANA, CHANNEL
from tests.rendering.samples import CONCEPT, HOSTILE, SETUP
from tests.servers.slack.bench import Bench, card, reply
from tests.servers.slack.state import TEAM

BUTTONS = replace(
    card("Press"),
    rows=(
        Buttons(
            (
                Button("Go", "1.go"),
                Button("Off", "1.off", disabled=True),
                LinkButton("Read", "https://example.org/"),
            )
        ),
        Select("1.pick", "Pick", tuple(Option(w, w.lower()) for w in ("One", "Two"))),
    ),
)
FORM = Form(
    "1.form", "Form", (TextField("word", "Word"), TextField("more", "More", required=False))
)


async def post(bench: Bench, shown: Card = BUTTONS) -> SeenMessage:
    driver = bench.driver
    await driver.adapter.post(driver.channel, shown, key=f"k{len(driver.posts())}")
    return driver.posts()[-1]


async def private(bench: Bench, shown: Card = BUTTONS) -> SeenMessage:
    bench.handlers["show"] = Reply(shown)
    result = await bench.driver.command(bench.driver.ana, "/show")
    return result.replies[0]


async def test_a_command_is_answered_in_its_acknowledgement(bench: Bench) -> None:
    bench.handlers["quiz"] = reply("Hello")
    result = await bench.driver.command(bench.driver.ana, "/quiz polly  <&> 3")
    assert [seen.text for seen in result.replies] == ["Title\nHello"]
    assert result.replies[0].private_to == bench.driver.ana
    assert not result.thinking
    assert result.acked_after is not None
    (came,) = bench.came
    assert (came.kind, came.route, came.text) == (Kind.COMMAND, "quiz", "polly  <&> 3")
    assert came.member.id == f"{TEAM}-{ANA}"
    assert came.channel == bench.driver.channel
    assert not [call for call in bench.driver.server.state.calls if call[0] == "response_url"]


async def test_mentions_in_a_command_become_keys(bench: Bench) -> None:
    bench.handlers["study"] = Nothing()
    driver = bench.driver
    act = driver.server.acts.slash(ANA, CHANNEL, "/study", "add <@U0000BEN|ben> to <#C0GENERAL|x>")
    await driver.server.acked(await driver.server.deliver(act))
    assert bench.came[0].text == f"add {driver.ben.key} to {driver.channel.key}"


async def test_a_deferred_command_waits_and_gets_its_answer_below(bench: Bench) -> None:
    bench.handlers["slow"] = reply("At last")
    bench.deferring["slow"] = Ack.PRIVATE
    result = await bench.driver.command(bench.driver.ana, "/slow")
    assert result.thinking
    assert [seen.text for seen in result.replies] == ["Title\nAt last"]


async def test_a_press_on_a_post_is_answered_in_private(bench: Bench) -> None:
    bench.handlers["1.go"] = Update(card("Only yours"))
    shown = await post(bench)
    result = await bench.driver.press(bench.driver.ben, shown, "Go")
    assert result.updated is None
    assert [seen.text for seen in result.replies] == ["Title\nOnly yours"]
    assert bench.driver.posts()[0].text == shown.text
    assert bench.came[0].message == MessageRef(bench.driver.channel, shown.id)


async def test_a_press_on_a_private_message_updates_it(bench: Bench) -> None:
    bench.handlers["1.go"] = Update(card("Changed"))
    shown = await private(bench)
    result = await bench.driver.press(bench.driver.ana, shown, "Go")
    assert result.updated is not None
    assert result.updated.text == "Title\nChanged"
    assert [seen.text for seen in bench.driver.privates(bench.driver.ana)] == ["Title\nChanged"]
    assert bench.came[-1].message is None


async def test_a_reply_to_a_private_message_leaves_it(bench: Bench) -> None:
    bench.handlers["1.go"] = reply("New")
    shown = await private(bench)
    result = await bench.driver.press(bench.driver.ana, shown, "Go")
    assert result.updated is None
    assert len(bench.driver.privates(bench.driver.ana)) == 2


async def test_a_post_in_the_direct_conversation_is_not_replaced(bench: Bench) -> None:
    driver = bench.driver
    bench.handlers["1.go"] = Update(card("Below"))
    place = await driver.adapter.direct(driver.ana)
    assert place.direct
    await driver.adapter.post(place, BUTTONS, key="d")
    result = await driver.press(driver.ana, driver.posts(place)[0], "Go")
    assert [seen.text for seen in result.replies] == ["Title\nBelow"]
    assert len(driver.posts(place)) == 1


async def test_a_press_in_a_thread_is_answered_there(bench: Bench) -> None:
    driver = bench.driver
    bench.handlers["1.go"] = reply("Here")
    parent = await post(bench, card("Parent"))
    place = replace(driver.channel, thread=parent.id)
    ref = await driver.adapter.post(place, BUTTONS, key="t")
    result = await driver.press(driver.ana, driver.posts(place)[0], "Go")
    assert bench.came[0].message == ref
    assert result.replies[0].thread == parent.id
    assert driver.posts()[0].text == "Title\nParent"


async def test_a_choice_arrives_as_choice(bench: Bench) -> None:
    bench.handlers["1.pick"] = Nothing()
    result = await bench.driver.choose(bench.driver.ana, await post(bench), "Two")
    assert result.acked_after is not None
    assert bench.came[0].values == {"choice": ("two",)}


async def test_a_link_button_is_acknowledged_and_goes_no_further(bench: Bench) -> None:
    shown = await post(bench)
    driver = bench.driver
    link = next(control for control in shown.controls if control.kind == "link")
    action = {"type": "button", "action_id": link.action}
    act = driver.server.acts.press(ANA, shown.raw, action)  # type: ignore[arg-type]
    await driver.server.acked(await driver.server.deliver(act))
    assert act.acked_after is not None
    assert bench.came == []


async def test_a_disabled_button_is_shown_and_cannot_be_pressed(bench: Bench) -> None:
    shown = await post(bench)
    assert [c.label for c in shown.controls if c.disabled] == ["Off"]


async def open_form(bench: Bench, shown: SeenMessage) -> object:
    bench.handlers["1.go"] = OpenForm(FORM)
    result = await bench.driver.press(bench.driver.ana, shown, "Go")
    assert result.form is not None
    assert (result.form.title, result.form.action) == ("Form", "1.form")
    return result.form


async def submit(bench: Bench, shown: SeenMessage, outcome: Outcome, *, deferred: bool = False):  # type: ignore[no-untyped-def]
    form = await open_form(bench, shown)
    bench.handlers["1.form"] = outcome
    if deferred:
        bench.deferring["1.form"] = Ack.UPDATE
    return await bench.driver.submit(bench.driver.ana, form, {"word": ("ok",)})  # type: ignore[arg-type]


async def test_a_form_from_a_post_ends_in_a_private_reply(bench: Bench) -> None:
    shown = await post(bench)
    result = await submit(bench, shown, reply("Thanks"))
    assert [seen.text for seen in result.replies] == ["Title\nThanks"]
    assert result.replies[0].private_to == bench.driver.ana
    came = bench.came[-1]
    assert (came.kind, came.values) == (Kind.SUBMIT, {"word": ("ok",), "more": ()})
    assert came.message == MessageRef(bench.driver.channel, shown.id)
    assert not bench.driver.server.state.views.popitem()[1].open


async def test_a_form_from_a_private_message_updates_that_message(bench: Bench) -> None:
    result = await submit(bench, await private(bench), Update(card("Done")))
    assert result.updated is not None
    assert [seen.text for seen in bench.driver.privates(bench.driver.ana)] == ["Title\nDone"]
    assert result.replies == []


async def test_a_form_from_a_command_ends_in_a_private_reply(bench: Bench) -> None:
    bench.handlers |= {"set": OpenForm(FORM), "1.form": Update(card("Set"))}
    opened = await bench.driver.command(bench.driver.ana, "/set")
    assert opened.form is not None
    result = await bench.driver.submit(bench.driver.ana, opened.form, {"word": ("a",)})
    assert [seen.text for seen in result.replies] == ["Title\nSet"]


async def test_a_deferred_form_closes_and_is_answered_later(bench: Bench) -> None:
    result = await submit(bench, await private(bench), Update(card("Done")), deferred=True)
    assert result.updated is not None
    assert not bench.driver.server.state.views.popitem()[1].open


async def test_a_form_shows_its_result_when_the_response_url_is_used_up(bench: Bench) -> None:
    form = await open_form(bench, await private(bench))
    for hook in bench.driver.server.state.hooks.values():
        hook.uses = 5
    bench.handlers["1.form"] = Update(BUTTONS)
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})  # type: ignore[arg-type]
    assert [seen.text for seen in result.replies] == ["Title\nPress\n⊘ Off"]
    # What is shown in the form goes on working.
    bench.handlers["1.go"] = Update(card("Pressed in the view"))
    pressed = await bench.driver.press(bench.driver.ana, result.replies[0], "Go")
    assert [seen.text for seen in pressed.replies] == ["Title\nPressed in the view"]


async def test_a_form_shows_its_result_when_the_response_url_is_too_old(bench: Bench) -> None:
    form = await open_form(bench, await private(bench))
    bench.driver.server.state.advance(1801)
    bench.handlers["1.form"] = reply("Still there")
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})  # type: ignore[arg-type]
    assert [seen.text for seen in result.replies] == ["Title\nStill there"]


async def test_a_deferred_form_with_a_dead_response_url_gets_an_ephemeral(bench: Bench) -> None:
    form = await open_form(bench, await private(bench))
    bench.driver.server.state.advance(1801)
    bench.handlers["1.form"] = reply("Still there")
    bench.deferring["1.form"] = Ack.PRIVATE
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})  # type: ignore[arg-type]
    assert [seen.text for seen in result.replies] == ["Title\nStill there"]
    assert "chat.postEphemeral" in [name for name, _ in bench.driver.server.state.calls]


async def test_a_form_closes_in_time_when_its_answer_takes_longer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "SUBMIT_BUDGET", 0.0)
    driver = bench.driver
    form = await open_form(bench, await private(bench))
    driver.server.state.hooks_open.clear()
    bench.handlers["1.form"] = Update(card("Slow but there"))
    act = driver.server.acts.submit(ANA, form.handle, {"word": {"type": "x", "value": "a"}})  # type: ignore[attr-defined]
    await driver.server.acked(await driver.server.deliver(act))
    assert act.acked_after is not None
    assert not act.view.open  # type: ignore[union-attr]
    driver.server.state.hooks_open.set()
    async with asyncio.timeout(5):
        await driver.adapter.answered(act.trigger).wait()
    assert [seen.text for seen in driver.privates(driver.ana)] == ["Title\nSlow but there"]


@pytest.mark.parametrize("fault", ["500", "drop"])
async def test_a_form_shows_its_result_when_the_response_url_fails(
    bench: Bench, fault: str
) -> None:
    form = await open_form(bench, await private(bench))
    bench.driver.server.state.fault("hook", fault, 2)
    bench.handlers["1.form"] = Update(card("Shown anyway"))
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})  # type: ignore[arg-type]
    assert [seen.text for seen in result.replies] == ["Title\nShown anyway"]


async def test_no_way_back_is_expired(bench: Bench) -> None:
    bench.driver.deny_posts(bench.driver.channel)
    bench.driver.server.state.fault("hook", "404", 5)

    async def late(interaction: Interaction) -> Outcome:
        await bench.driver.adapter.defer(interaction, Ack.PRIVATE)
        return reply("Nobody sees this")

    bench.handlers["late"] = late
    act = bench.driver.server.acts.slash(ANA, CHANNEL, "/late", "")
    await bench.driver.server.acked(await bench.driver.server.deliver(act))
    async with asyncio.timeout(5):
        await bench.driver.adapter.answered(act.trigger).wait()
    assert [type(error) for error in bench.errors] == [Expired]


async def test_field_errors_show_inside_the_form(bench: Bench) -> None:
    errors = {"word": "Too short.", "nowhere": "Odd."}
    result = await submit(bench, await post(bench), Invalid(FORM, errors))
    assert result.errors == {"word": "Too short. Odd."}
    assert result.replies == []


async def test_field_errors_after_the_form_closed_offer_another_try(bench: Bench) -> None:
    refused = Invalid(FORM, {"word": "Too short."}, "1.again")
    result = await submit(bench, await post(bench), refused, deferred=True)
    assert "Word: Too short." in result.replies[0].text
    assert [control.action for control in result.replies[0].controls] == ["1.again"]


async def test_a_form_can_lead_to_the_next(bench: Bench) -> None:
    result = await submit(bench, await post(bench), OpenForm(SETUP))
    assert result.form is not None
    assert result.form.action == "1.setup"
    bench.handlers["1.setup"] = reply("All set")
    done = await bench.driver.submit(bench.driver.ana, result.form, {"note": ("x\ny",)})
    assert done.replies[0].text == "Title\nAll set"
    assert bench.came[-1].values == {
        "course": ("aws",),
        "zone": ("Europe/Berlin",),
        "days": ("mon", "tue"),
        "rhythm": ("morning",),
        "note": ("x\ny",),
    }


async def test_too_late_for_a_form_says_press_again(bench: Bench) -> None:
    async def slow(interaction: Interaction) -> Outcome:
        bench.driver.server.state.advance(3.5)
        return OpenForm(FORM)

    bench.handlers["1.go"] = slow
    shown = await post(bench)
    act = bench.driver.server.acts.press(ANA, shown.raw, {"type": "button", "action_id": "1.go"})  # type: ignore[arg-type]
    await bench.driver.server.deliver(act)
    async with asyncio.timeout(5):
        await bench.driver.adapter.answered(act.trigger).wait()
    assert act.opened is None
    assert "Please press again" in act.replies[0].text
    assert bench.errors == []


async def test_a_late_acknowledgement_still_brings_the_answer(bench: Bench) -> None:
    async def slow(interaction: Interaction) -> Outcome:
        bench.driver.server.state.advance(4)
        return reply("Late")

    bench.handlers["1.go"] = slow
    shown = await post(bench)
    act = bench.driver.server.acts.press(ANA, shown.raw, {"type": "button", "action_id": "1.go"})  # type: ignore[arg-type]
    await bench.driver.server.deliver(act)
    async with asyncio.timeout(5):
        await bench.driver.adapter.answered(act.trigger).wait()
    assert act.acked_after is None
    assert act.replies[0].text == "Title\nLate"


async def test_nothing_is_only_acknowledged(bench: Bench) -> None:
    bench.handlers["1.go"] = Nothing()
    result = await bench.driver.press(bench.driver.ana, await post(bench), "Go")
    assert result.acked_after is not None
    assert (result.replies, result.updated, result.form) == ([], None, None)


async def test_suggestions_are_told_and_not_dropped(bench: Bench) -> None:
    bench.handlers["quiz"] = Suggestions((Option("Polly", "polly"),))
    result = await bench.driver.command(bench.driver.ana, "/quiz")
    assert "Polly" in result.replies[0].text


async def test_a_repeat_is_acknowledged_and_changes_nothing(bench: Bench) -> None:
    bench.handlers["1.go"] = reply("Once")
    first = await bench.driver.press(bench.driver.ana, await post(bench), "Go")
    again = await bench.driver.repeat(first.interaction_id)
    assert again.acked_after is not None
    assert again.replies == []
    assert len(bench.driver.privates(bench.driver.ana)) == 1
    assert [came.id for came in bench.came] == [first.interaction_id] * 2


async def test_a_button_outlives_a_restart(bench: Bench) -> None:
    bench.handlers["1.go"] = reply("Still here")
    shown = await post(bench)
    await bench.driver.restart()
    result = await bench.driver.press(bench.driver.ana, shown, "Go")
    assert [seen.text for seen in result.replies] == ["Title\nStill here"]


async def test_a_form_outlives_a_restart(bench: Bench) -> None:
    form = await open_form(bench, await private(bench))
    await bench.driver.restart()
    bench.handlers["1.form"] = Update(card("Done"))
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})  # type: ignore[arg-type]
    assert result.updated is not None


async def test_hostile_names_and_words_stay_words(bench: Bench) -> None:
    bench.driver.server.state.users[ANA].name = HOSTILE
    bench.handlers["echo"] = reply(HOSTILE)
    result = await bench.driver.command(bench.driver.ana, f"/echo {HOSTILE}")
    shown = HOSTILE.replace("\u202e", "").replace("\0", "")
    assert result.replies[0].text == f"Title\n{shown}"
    assert result.replies[0].pinged == ()
    member = await bench.driver.adapter.member(bench.driver.ana)
    assert member.name == shown.replace("\n", " ").strip()


async def test_a_picture_in_a_private_answer_goes_by_response_url(bench: Bench) -> None:
    bench.driver.server.state.files_not_ready = 0
    bench.handlers["concept"] = Reply(CONCEPT)
    result = await bench.driver.command(bench.driver.ana, "/concept")
    assert result.replies[0].images == (
        "A circle: data, algorithm, model, prediction, and back to data.",
    )


async def test_many_acknowledgements_at_once_are_quick(bench: Bench) -> None:
    """Bolt looks for an ack every 10 ms unless it processes before it responds."""
    bench.handlers["quiz"] = Nothing()
    await bench.driver.command(bench.driver.ana, "/quiz")
    times = sorted(
        [(await bench.driver.command(bench.driver.ana, "/quiz")).acked_after or 9 for _ in range(9)]
    )
    assert times[0] < 0.01
