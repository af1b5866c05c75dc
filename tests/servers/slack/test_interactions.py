"""Commands, presses and forms through slack-bolt and back."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.model import (
    Ack,
    Interaction,
    Kind,
    MessageRef,
    Nothing,
    OpenForm,
    Option,
    Outcome,
    Reply,
    Suggestions,
    Update,
)
from tests.contract.slack_driver import ANA, CHANNEL
from tests.rendering.samples import CONCEPT, HOSTILE
from tests.servers.slack.bench import BUTTONS, FORM, Bench, card, post, private, reply
from tests.servers.slack.state import TEAM


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
