"""Which group a command is about."""

from __future__ import annotations

import pytest

from bot.adapters.playground import acts
from bot.model import Card, ChannelRef, Select
from bot.runtime.clock import millis
from tests.features.bench import Bench, shown


@pytest.fixture
async def two(group: Bench) -> Bench:
    """A second group in the general channel, with posts at eleven."""
    preview = await group.preview(where=group.general, times="11:00")
    await group.chat.press(group.ana, preview, "Start")
    await group.at("2026-11-23 12:00")
    return group


async def direct(bench: Bench) -> ChannelRef:
    return await bench.chat.adapter_direct(bench.ben)


@pytest.mark.parametrize("command", ["today", "quiz", "concept", "progress", "leaderboard"])
async def test_without_a_group_it_says_how_to_get_one(bench: Bench, command: str) -> None:
    seen = await bench.say(bench.ben, f"/{command}")
    assert "There's no study group here yet" in seen.text
    assert "/study setup" in seen.text


async def test_the_only_group_is_meant_in_any_channel_and_in_private(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    for where in (group.general, await direct(group)):
        assert "What does question" in (await group.say(group.ben, "/today", where=where)).text


async def test_a_channels_own_group_is_meant_without_asking(two: Bench) -> None:
    for where, closes in ((two.study, "09:00"), (two.general, "11:00")):
        seen = await two.say(two.ben, "/today", where=where)
        assert f"Open until Tue, Nov 24, {closes}" in seen.text


async def test_in_private_it_asks_goes_on_and_remembers(two: Bench) -> None:
    where = await direct(two)
    ask = await two.say(two.ben, "/quiz labels 2", where=where)
    assert ask.text.startswith("Which study group?")
    (control,) = ask.controls
    assert len(control.options) == 2
    step = shown(await choose_nth(two, ask, 1))
    assert step.text.startswith("Question 1 of 2")
    assert step.text.startswith("Question 1 of 2 · Labels\n")
    run = await two.store.runs.get(1)
    assert run is not None
    assert run.group_id == 2
    seen = await two.say(two.ben, "/today", where=where)
    assert "Open until Tue, Nov 24, 11:00" in seen.text, "not asked again"


async def choose_nth(bench: Bench, ask, at: int):  # type: ignore[no-untyped-def]
    """Picks by place: both groups study the same course, so their labels are alike."""
    (control,) = ask.controls
    value = control.options[at][1]
    exchange = acts.press(bench.room, "ben", ask.id, control.action, [value], forged=True)
    return await bench.chat._result(exchange)


async def test_a_form_opens_after_the_choice_too(two: Bench) -> None:
    await two.store.groups.add_organizer(2, (await two.person(two.ana)).id)
    where = await two.chat.adapter_direct(two.ana)
    ask = await two.say(two.ana, "/study status", where=where)
    (control,) = ask.controls
    exchange = acts.press(
        two.room, "ana", ask.id, control.action, [control.options[1][1]], forged=True
    )
    seen = shown(await two.chat._result(exchange))
    assert "11:00, Monday to Friday" in seen.text


async def test_a_made_up_choice_is_asked_again(two: Bench) -> None:
    ask = await two.say(two.ben, "/today", where=await direct(two))
    (control,) = ask.controls
    for value in ("99", "x", "1.5"):
        exchange = acts.press(two.room, "ben", ask.id, control.action, [value], forged=True)
        seen = shown(await two.chat._result(exchange))
        assert "study group" in seen.text


async def test_somebody_elses_question_which_group_is_not_gone_on_with(two: Bench) -> None:
    ask = await two.say(two.ben, "/today", where=await direct(two))
    own = await two.say(two.cleo, "/today")
    exchange = acts.press(two.room, "cleo", own.id, ask.controls[0].action, ["1"], forged=True)
    seen = shown(await two.chat._result(exchange))
    assert "This has expired" in seen.text


async def test_two_groups_never_mix(two: Bench) -> None:
    first, second = await two.store.groups.all()
    (one,) = await two.store.rounds.open_dailies(first.id)
    (other,) = await two.store.rounds.open_dailies(second.id)
    assert one.id != other.id
    await two.at("2026-11-24 12:00")
    for where in (two.study, two.general):
        assert two.titles(where)[-2:] == ["Text to speech", "Question of the day"]


async def test_every_one_of_many_groups_can_be_chosen_and_they_are_told_apart(
    group: Bench,
) -> None:
    first = await group.group()
    ana = await group.person(group.ana)
    for number in range(30):
        await group.store.groups.create(
            channel=ChannelRef(group.study.workspace, f"channel-{number:02}"),
            organizer=ana.id,
            course=first.course,
            schedule=first.schedule,
            due_at=None,
            now=millis(group.clock.now()),
            private=False,
            shown=f"#channel-{number:02}",
        )
    ask = await group.say(group.ben, "/progress", where=await direct(group))
    turned = shown(await group.chat.press(group.ben, ask, "6 more ▶"))
    card = turned.raw
    assert isinstance(card, Card)
    select = card.rows[0]
    assert isinstance(select, Select)
    assert select.options[-1].description.startswith("#channel-29 · 09:00, Monday to Friday")
    exchange = acts.press(
        group.room, "ben", turned.id, select.action, [select.options[-1].value], forged=True
    )
    assert shown(await group.chat._result(exchange)).text.startswith("Your progress")
