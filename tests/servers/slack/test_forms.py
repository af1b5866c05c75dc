"""Forms: opened by a trigger, submitted without a response URL, answered all the same."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.base import Expired
from bot.adapters.slack import replies
from bot.model import (
    Ack,
    Interaction,
    Invalid,
    Kind,
    MessageRef,
    OpenForm,
    Outcome,
    Update,
)
from tests.contract.driver import Result, SeenMessage
from tests.contract.slack_driver import ANA, CHANNEL
from tests.rendering.samples import SETUP
from tests.servers.slack.bench import BUTTONS, FORM, Bench, card, open_form, post, private, reply
from tests.servers.slack.state import View


async def submit(
    bench: Bench, shown: SeenMessage, outcome: Outcome, *, deferred: bool = False
) -> Result:
    form = await open_form(bench, shown)
    bench.handlers["1.form"] = outcome
    if deferred:
        bench.deferring["1.form"] = Ack.UPDATE
    return await bench.driver.submit(bench.driver.ana, form, {"word": ("ok",)})


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
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})
    assert [seen.text for seen in result.replies] == ["Title\nPress\n⊘ Off"]
    # What is shown in the form goes on working.
    bench.handlers["1.go"] = Update(card("Pressed in the view"))
    pressed = await bench.driver.press(bench.driver.ana, result.replies[0], "Go")
    assert [seen.text for seen in pressed.replies] == ["Title\nPressed in the view"]


async def test_a_form_shows_its_result_when_the_response_url_is_too_old(bench: Bench) -> None:
    form = await open_form(bench, await private(bench))
    bench.driver.server.state.advance(1801)
    bench.handlers["1.form"] = reply("Still there")
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})
    assert [seen.text for seen in result.replies] == ["Title\nStill there"]


async def test_a_deferred_form_with_a_dead_response_url_gets_an_ephemeral(bench: Bench) -> None:
    form = await open_form(bench, await private(bench))
    bench.driver.server.state.advance(1801)
    bench.handlers["1.form"] = reply("Still there")
    bench.deferring["1.form"] = Ack.PRIVATE
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})
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
    assert isinstance(form.handle, View)
    act = driver.server.acts.submit(ANA, form.handle, {"word": {"type": "x", "value": "a"}})
    await driver.server.acked(await driver.server.deliver(act))
    assert act.acked_after is not None
    assert not form.handle.open
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
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})
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


async def test_a_form_outlives_a_restart(bench: Bench) -> None:
    form = await open_form(bench, await private(bench))
    await bench.driver.restart()
    bench.handlers["1.form"] = Update(card("Done"))
    result = await bench.driver.submit(bench.driver.ana, form, {"word": ("a",)})
    assert result.updated is not None
