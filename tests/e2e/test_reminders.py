"""A private reminder on both platforms: opted in, answered there, once over a crash."""

from __future__ import annotations

import pytest

from bot.features.daily.posts import OPEN, PRESS
from bot.features.reminders.posts import reminder_card_for
from bot.runtime.clock import millis
from bot.service.conversations import Conversations
from bot.study.delivery import DeliveryState
from bot.study.reminders import PAUSE_AFTER, ReminderPost, ReminderState
from tests.contract.driver import SeenMessage
from tests.e2e.stage import Side, Stage


async def direct(side: Side) -> list[SeenMessage]:
    """Ben's direct messages."""
    return side.driver.posts(await side.driver.adapter.direct(side.ben))


async def reminders(side: Side) -> list[SeenMessage]:
    return [m for m in await direct(side) if any("reminders" in c.label for c in m.controls)]


async def person_id(stage: Stage, side: Side) -> int:
    person = await stage.store.people.by_member(side.ben)
    assert person is not None
    return person.id


async def rows(stage: Stage, side: Side) -> tuple[ReminderPost, ...]:
    return await stage.store.reminder_posts.of_person(await person_id(stage, side))


async def state(stage: Stage, side: Side) -> ReminderState | None:
    found = await stage.store.reminders.of(await person_id(stage, side))
    return found.state if found else None


@pytest.fixture
async def opted(running: Stage) -> Stage:
    """Ben answered on Monday, on both platforms, and wants to be reminded."""
    await running.at("2026-11-23 09:00")
    for side in running.sides:
        asked = await running.choose(side, side.ben, right=True)
        verdict = await side.press(side.ben, asked, "Sure")
        on = await side.press(side.ben, verdict, "Remind me each day")
        assert "Reminders are on" in on.text and "18:00 (Europe/Berlin)" in on.text
    return running


async def test_it_comes_at_the_hour_and_is_answered_right_there(opted: Stage) -> None:
    await opted.at("2026-11-23 20:00")
    for side in opted.sides:
        assert await direct(side) == [], "all was done on Monday"
    await opted.at("2026-11-24 17:59")
    for side in opted.sides:
        assert await direct(side) == []
    await opted.at("2026-11-24 18:00")
    for side in opted.sides:
        (message,) = await reminders(side)
        assert message.private_to == side.ben and message.pinged == ()
        assert "The question of the day" in message.text
        assert "Answer today to keep your 1-day streak." in message.text
    await opted.restart(cleanly=False)
    for side in opted.sides:
        (message,) = await reminders(side)
        posed = await opted.posed(side)
        asked = await opted.choose_in(side, side.ben, message, posed, True, (PRESS, OPEN))
        verdict = await side.press(side.ben, asked, "Sure")
        assert "Correct!" in verdict.text and "2-day streak" in verdict.text
    await opted.at("2026-11-24 23:30")
    for side in opted.sides:
        assert len(await reminders(side)) == 1
        off = await side.press(side.ben, (await reminders(side))[0], "Turn off reminders")
        assert "Reminders are off" in off.text
    await opted.at("2026-11-25 20:00")
    for side in opted.sides:
        assert len(await reminders(side)) == 1


async def test_reviews_begin_from_it(opted: Stage) -> None:
    await opted.at("2026-11-24 18:00")
    for side in opted.sides:
        (message,) = await reminders(side)
        if any(c.label == "Review" for c in message.controls):
            assert "Question 1 of" in (await side.press(side.ben, message, "Review")).text


async def test_seven_unanswered_pause_it_and_a_button_goes_on(opted: Stage) -> None:
    paused: dict[str, SeenMessage] = {}
    for day in range(24, 31):
        await opted.at(f"2026-11-{day} 20:00")
    for day in range(1, 9):
        await opted.at(f"2026-12-{day:02} 20:00")
    for side in opted.sides:
        *before, last = await direct(side)
        assert len(before) == PAUSE_AFTER
        assert "Reminders are paused" in last.text
        assert await state(opted, side) == ReminderState.PAUSED
        paused[side.name] = last
    await opted.restart()
    for side in opted.sides:
        on = await side.press(side.ben, paused[side.name], "Keep reminding me")
        assert "Reminders are on" in on.text
    await opted.at("2026-12-09 20:00")
    for side in opted.sides:
        assert len(await direct(side)) == PAUSE_AFTER + 2


async def test_closed_doors_turn_it_off_and_are_told_once(opted: Stage) -> None:
    for side in opted.sides:
        side.driver.close_direct(side.ben)
    await opted.at("2026-11-24 20:00")
    for side in opted.sides:
        assert await state(opted, side) == ReminderState.CLOSED
        assert "didn't get through" in (await side.say(side.ben, "/today")).text
        assert "didn't get through" not in (await side.say(side.ben, "/today")).text
    await opted.at("2026-11-26 20:00")
    for side in opted.sides:
        assert [row.state for row in await rows(opted, side)][1:] == [DeliveryState.FAILED]


@pytest.mark.parametrize("arrived", [False, True], ids=["not sent", "sent"])
async def test_a_bot_that_dies_while_sending_leaves_exactly_one(
    opted: Stage, arrived: bool
) -> None:
    """The row says that it was being sent; the platform has it, or has never heard of it."""
    await opted.at("2026-11-24 17:59")
    opted.set_clock(opted.moment("2026-11-24 18:00"))
    now = millis(opted.clock.now())
    await opted.app.reminding.planning.plan()
    for side in opted.sides:
        row = (await rows(opted, side))[-1]
        assert row.state == DeliveryState.PLANNED
        card = await reminder_card_for(opted.app.services, row)
        assert card is not None
        assert await opted.store.reminder_posts.begin(row.id, now)
        if arrived:
            postman = Conversations(side.driver.adapter, opted.store.reminders)
            await postman.post(row.channel, card, key=row.key)
    await opted.restart(cleanly=False)
    opted.set_clock(opted.moment("2026-11-24 18:01"))
    await opted.settle()
    for side in opted.sides:
        assert len(await reminders(side)) == 1
        assert (await rows(opted, side))[-1].state == DeliveryState.SENT


async def test_without_the_history_it_is_never_doubled(opted: Stage) -> None:
    """An app that was installed before it could read its own direct messages."""
    await opted.at("2026-11-24 17:59")
    opted.set_clock(opted.moment("2026-11-24 18:00"))
    await opted.app.reminding.planning.plan()
    side = opted.slack
    opted.slack_server.state.scopes.discard("im:history")
    row = (await rows(opted, side))[-1]
    assert await opted.store.reminder_posts.begin(row.id, millis(opted.clock.now()))
    await opted.restart(cleanly=False)
    opted.set_clock(opted.moment("2026-11-24 18:01"))
    await opted.settle()
    assert await reminders(side) == []
    assert (await rows(opted, side))[-1].state == DeliveryState.FAILED
    assert await state(opted, side) == ReminderState.ON
    await opted.at("2026-11-25 18:00")
    assert len(await reminders(side)) == 1


async def test_a_platform_that_is_away_gets_it_later_the_same_day(opted: Stage) -> None:
    await opted.at("2026-11-24 17:59")
    opted.slack_server.state.fault("chat.postMessage", "ratelimited", 1)
    opted.slack_server.state.fault("conversations.open", "503", 1)
    await opted.at("2026-11-24 18:00")
    await opted.at("2026-11-24 18:10")
    for side in opted.sides:
        assert len(await reminders(side)) == 1
