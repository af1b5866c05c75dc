"""The private reminder: opted into with one press, answered where it is, quiet when all is done."""

from __future__ import annotations

import pytest

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.features.reminders.posts import reminder_card_for
from bot.model import ChannelRef, MemberRef
from bot.runtime.clock import millis
from bot.service.conversations import Conversations
from bot.study.delivery import DeliveryState
from bot.study.reminders import PAUSE_AFTER, Reminder, ReminderPost, ReminderState
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, filled, shown
from tests.features.conftest import OpenBench
from tests.features.course import full

MONDAY = "2026-11-23"
REMIND = "Remind me each day"


def home(bench: Bench, who: MemberRef) -> ChannelRef:
    return ChannelRef(bench.study.workspace, f"dm-{who.id}", direct=True)


def reminders(bench: Bench, who: MemberRef) -> list[SeenMessage]:
    """The direct messages that ``who`` has."""
    return bench.chat.posts(home(bench, who))


def labels(message: SeenMessage) -> list[str]:
    return [control.label for control in message.controls]


async def rows(bench: Bench, who: MemberRef) -> tuple[ReminderPost, ...]:
    return await bench.store.reminder_posts.of_person((await bench.person(who)).id)


async def state(bench: Bench, who: MemberRef) -> ReminderState | None:
    found = await bench.store.reminders.of((await bench.person(who)).id)
    return found.state if found else None


async def settings(bench: Bench, who: MemberRef, **values: str) -> SeenMessage:
    """Fills /study me in."""
    form = (await bench.chat.command(who, "/study me")).form
    assert form is not None
    chosen = filled(form, **{key.replace("_", "-"): value for key, value in values.items()})
    return shown(await bench.chat.submit(who, form, chosen))


@pytest.fixture
async def opted(group: Bench) -> Bench:
    """Ben answered his first question on Monday and pressed **Remind me each day**."""
    await group.at(f"{MONDAY} 09:05")
    verdict = await group.answer(group.ben)
    on = shown(await group.chat.press(group.ben, verdict, REMIND))
    assert on.text.startswith("Reminders are on\nOnce a day at 18:00 (Europe/Berlin)")
    assert "The first one comes today." in on.text
    return group


async def test_it_is_offered_with_the_first_verdict_only(group: Bench) -> None:
    await group.at(f"{MONDAY} 09:05")
    assert REMIND in labels(await group.answer(group.ben))
    await group.at("2026-11-24 09:05")
    assert REMIND not in labels(await group.answer(group.ben))


async def test_a_first_verdict_in_a_quiz_offers_it_too(group: Bench) -> None:
    await group.at("2026-11-24 09:05")
    quiz = await group.say(group.ben, "/quiz 2")
    verdict = await group.answer_at(group.ben, quiz, True)
    assert REMIND in labels(verdict)
    on = shown(await group.chat.press(group.ben, verdict, REMIND))
    assert on.text.startswith("Reminders are on")


async def test_no_offer_to_who_has_it_on_already(group: Bench) -> None:
    await settings(group, group.ben, remind="on")
    await group.at(f"{MONDAY} 09:05")
    assert REMIND not in labels(await group.answer(group.ben))


async def test_none_when_all_is_done(opted: Bench) -> None:
    await opted.at(f"{MONDAY} 20:00")
    assert reminders(opted, opted.ben) == []
    (row,) = await rows(opted, opted.ben)
    assert row.state == DeliveryState.SKIPPED


async def test_it_comes_at_the_hour_and_is_answered_right_there(opted: Bench) -> None:
    await opted.at("2026-11-24 17:59")
    assert reminders(opted, opted.ben) == []
    await opted.at("2026-11-24 18:00")
    (message,) = reminders(opted, opted.ben)
    assert message.text.startswith("The question of the day")
    assert "Answer today to keep your 1-day streak." in message.text
    assert message.private_to == opted.ben
    assert {"Review", "Turn off reminders"} & set(labels(message)) >= {"Turn off reminders"}
    asked = await opted.answer_at(opted.ben, message, True)
    verdict = shown(await opted.chat.press(opted.ben, asked, "Sure"))
    assert verdict.text.startswith("Correct!") and "2-day streak" in verdict.text
    await opted.at("2026-11-24 23:00")
    assert len(reminders(opted, opted.ben)) == 1


async def test_reviews_that_are_due_are_told_and_begun_from_it(opted: Bench) -> None:
    await opted.at("2026-11-24 09:05")
    await opted.answer(opted.ben, right=False)
    await opted.at("2026-11-25 18:00")
    message = reminders(opted, opted.ben)[-1]
    assert "review" in message.text.split("\n")[0]
    assert "For review: " in message.text
    review = shown(await opted.chat.press(opted.ben, message, "Review"))
    assert "Question 1 of" in review.text


async def test_five_answers_in_practice_are_enough_for_a_day(opted: Bench) -> None:
    await opted.at("2026-11-24 09:05")
    await opted.answer(opted.ben, right=False)
    await opted.at("2026-11-25 09:05")
    await opted.answer(opted.ben)
    quiz = await opted.say(opted.ben, "/quiz 5")
    for number in range(5):
        verdict = await opted.answer_at(opted.ben, quiz, True)
        if number < 4:
            quiz = shown(await opted.chat.press(opted.ben, verdict, "Next question"))
    await opted.at("2026-11-25 20:00")
    assert [row.state for row in await rows(opted, opted.ben)][-1] == DeliveryState.SKIPPED


async def test_none_on_a_day_off_with_nothing_due(group: Bench) -> None:
    await group.at("2026-11-27 09:05")  # Friday
    await settings(group, group.cleo, remind="on", remind_at="10:00")
    await group.at("2026-11-27 12:00")
    assert len(reminders(group, group.cleo)) == 1, "a question is open on a study day"
    await group.at("2026-11-29 23:00")
    assert len(reminders(group, group.cleo)) == 1, "it's still open over the weekend"
    await group.at("2026-11-30 12:00")
    assert len(reminders(group, group.cleo)) == 2


async def test_one_press_turns_it_off_and_one_on_again(opted: Bench) -> None:
    await opted.at("2026-11-24 18:00")
    (message,) = reminders(opted, opted.ben)
    off = shown(await opted.chat.press(opted.ben, message, "Turn off reminders"))
    assert off.text.startswith("Reminders are off")
    await opted.at("2026-11-25 20:00")
    assert len(reminders(opted, opted.ben)) == 1
    on = shown(await opted.chat.press(opted.ben, off, "Turn on again"))
    assert "The first one comes tomorrow." in on.text
    await opted.at("2026-11-26 18:00")
    assert len(reminders(opted, opted.ben)) == 2


async def test_the_time_is_changed_in_a_form(opted: Bench) -> None:
    on = shown(
        await opted.chat.press_action(
            opted.ben, (await opted.say(opted.ben, "/today")), "1.remind-on"
        )
    )
    form = (await opted.chat.press(opted.ben, on, "Change the time")).form
    assert form is not None
    values = filled(form, **{"remind-at": "half past seven pm", "zone": "Tokyo"})
    saved = shown(await opted.chat.submit(opted.ben, form, values))
    assert "You'll be reminded once a day at 19:30 (Asia/Tokyo)." in saved.text
    await opted.at("2026-11-24 11:29")  # 19:29 in Tokyo
    assert reminders(opted, opted.ben) == []
    await opted.at("2026-11-24 11:30")
    assert len(reminders(opted, opted.ben)) == 1


async def test_what_is_typed_wrong_is_told_beside_its_field(group: Bench) -> None:
    form = (await group.chat.command(group.ben, "/study me")).form
    assert form is not None
    bad = filled(form, **{"remind": "on", "remind-at": "teatime", "zone": "Nowhereville"})
    assert set((await group.chat.submit(group.ben, form, bad)).errors) == {"remind-at", "zone"}
    off = filled(form, **{"remind": "off", "remind-at": "teatime", "zone": ""})
    assert "You won't get reminders." in shown(await group.chat.submit(group.ben, form, off)).text


async def test_a_doubtful_city_is_asked_back_in_a_menu(group: Bench) -> None:
    asked = await settings(group, group.ben, remind="on", zone="Springfield")
    assert asked.text.startswith("Which") or "zone" in asked.text
    menu = next(c for c in asked.controls if c.kind == "select")
    picked = shown(await group.chat.choose(group.ben, asked, menu.options[0][0]))
    assert "You'll be reminded once a day" in picked.text
    assert await state(group, group.ben) == ReminderState.ON


async def test_without_a_group_the_form_asks_for_a_city(bench: Bench) -> None:
    form = (await bench.chat.command(bench.ben, "/study me")).form
    assert form is not None
    refused = await bench.chat.submit(bench.ben, form, filled(form, remind="on"))
    assert refused.errors["zone"].startswith("Which city")


async def test_saving_other_settings_leaves_todays_reminder(opted: Bench) -> None:
    await opted.at("2026-11-24 12:00")
    before = await opted.store.reminders.of((await opted.person(opted.ben)).id)
    await settings(opted, opted.ben, shown="hide")
    assert await opted.store.reminders.of((await opted.person(opted.ben)).id) == before


async def test_seven_unanswered_in_a_row_pause_it(opted: Bench) -> None:
    day = 24
    while len(reminders(opted, opted.ben)) < PAUSE_AFTER:
        await opted.at(f"2026-11-{day:02} 20:00" if day <= 30 else f"2026-12-{day - 30:02} 20:00")
        day += 1
        assert day < 50
    assert all("paused" not in m.text for m in reminders(opted, opted.ben))
    before = len(reminders(opted, opted.ben))
    while len(reminders(opted, opted.ben)) == before:
        await opted.at(f"2026-11-{day:02} 20:00" if day <= 30 else f"2026-12-{day - 30:02} 20:00")
        day += 1
    last = reminders(opted, opted.ben)[-1]
    assert last.text.startswith("Reminders are paused")
    assert await state(opted, opted.ben) == ReminderState.PAUSED
    await opted.at("2026-12-20 20:00")
    assert len(reminders(opted, opted.ben)) == before + 1
    on = shown(await opted.chat.press(opted.ben, last, "Keep reminding me"))
    assert on.text.startswith("Reminders are on")
    await opted.at("2026-12-21 20:00")
    assert len(reminders(opted, opted.ben)) == before + 2
    assert "paused" not in reminders(opted, opted.ben)[-1].text


async def test_any_answer_begins_the_count_anew(opted: Bench) -> None:
    for day in ("24", "25", "26", "27", "30"):
        await opted.at(f"2026-11-{day} 20:00")
    await opted.at("2026-12-01 09:05")
    await opted.answer(opted.ben)
    for day in ("02", "03", "04", "05", "06"):
        await opted.at(f"2026-12-{day} 20:00")
    assert len(reminders(opted, opted.ben)) > PAUSE_AFTER
    assert await state(opted, opted.ben) == ReminderState.ON


async def test_closed_direct_messages_turn_it_off_and_are_told_once(opted: Bench) -> None:
    opted.chat.close_direct(opted.ben)
    await opted.at("2026-11-24 20:00")
    assert await state(opted, opted.ben) == ReminderState.CLOSED
    today = await opted.say(opted.ben, "/today")
    assert "didn't get through" in today.text
    assert "didn't get through" not in (await opted.say(opted.ben, "/today")).text
    await opted.at("2026-11-25 20:00")
    assert len(await rows(opted, opted.ben)) == 2


async def test_the_news_comes_with_a_verdict_too_and_to_nobody_else(opted: Bench) -> None:
    opted.chat.close_direct(opted.ben)
    await opted.at("2026-11-24 20:00")
    assert "didn't get through" not in (await opted.answer(opted.cleo)).text
    asked = await opted.choose(opted.ben)
    assert "didn't get through" in asked.text


async def test_after_a_time_off_a_late_one_comes_on_the_same_day_only(opted: Bench) -> None:
    await opted.off_until("2026-11-24 21:00")
    assert len(reminders(opted, opted.ben)) == 1
    await opted.off_until("2026-11-26 08:00")
    assert len(reminders(opted, opted.ben)) == 1, "yesterday's is over"
    await opted.at("2026-11-26 18:00")
    assert len(reminders(opted, opted.ben)) == 2


async def test_one_that_waited_past_midnight_is_left_out(opted: Bench) -> None:
    await opted.at("2026-11-24 17:59")
    opted.room.faults.limited, opted.room.faults.wait = 1, 8 * 3600.0
    await opted.at("2026-11-24 18:00")
    assert reminders(opted, opted.ben) == []
    await opted.at("2026-11-25 03:00")
    assert reminders(opted, opted.ben) == []
    assert [row.state for row in await rows(opted, opted.ben)][-1] == DeliveryState.SKIPPED


async def test_what_was_answered_before_it_goes_out_is_not_reminded_of(opted: Bench) -> None:
    await opted.at("2026-11-24 17:59")
    opted.room.faults.limited, opted.room.faults.wait = 1, 1800.0
    await opted.at("2026-11-24 18:00")
    await opted.answer(opted.ben)
    await opted.at("2026-11-24 19:00")
    assert reminders(opted, opted.ben) == []


async def test_two_groups_one_reminder(open_bench: OpenBench) -> None:
    first, second = full(), full("second")
    bench = await open_bench(first, second)
    await bench.set_up()
    form = await bench.preview(where=bench.general, course=second.slug)
    await bench.chat.press(bench.ana, form, "Start")
    await bench.settle()
    await bench.at(f"{MONDAY} 09:05")
    await bench.answer(bench.ben)
    await bench.say(bench.ben, "/today", where=bench.general)
    await settings(bench, bench.ben, remind="on")
    await bench.at("2026-11-24 18:00")
    _, message = reminders(bench, bench.ben)  # one on each day
    assert "Also open: the question of the day in" in message.text
    (answer,) = [label for label in labels(message) if label.startswith("Answer: ")]
    today = shown(await bench.chat.press(bench.ben, message, answer))
    assert today.text.startswith("Today")


async def test_its_buttons_work_after_a_restart(opted: Bench) -> None:
    await opted.at("2026-11-24 18:00")
    await opted.restart()
    (message,) = reminders(opted, opted.ben)
    asked = await opted.answer_at(opted.ben, message, True)
    assert shown(await opted.chat.press(opted.ben, asked, "Sure")).text.startswith("Correct!")
    assert "off" in shown(await opted.chat.press(opted.ben, message, "Turn off reminders")).text


@pytest.mark.parametrize("arrived", [False, True], ids=["not sent", "sent"])
async def test_a_bot_that_dies_while_sending_leaves_exactly_one(
    opted: Bench, arrived: bool
) -> None:
    await opted.at("2026-11-24 17:59")
    opted.clock.set(opted.moment("2026-11-24 18:00"))
    await opted.app.reminding.planning.plan()
    row = (await rows(opted, opted.ben))[-1]
    card = await reminder_card_for(opted.app.services, row)
    assert card is not None
    assert await opted.store.reminder_posts.begin(row.id, millis(opted.clock.now()))
    if arrived:
        adapter = PlaygroundAdapter(opted.room)
        postman = Conversations(adapter, opted.store.reminders)
        await postman.post(row.channel, card, key=row.key)
    await opted.kill()
    await opted.start()
    opted.pass_seconds(20)
    await opted.settle()
    assert len(reminders(opted, opted.ben)) == 1
    assert (await rows(opted, opted.ben))[-1].state == DeliveryState.SENT


async def test_a_zone_that_the_machine_has_lost_stops_nobody_else(opted: Bench) -> None:
    await opted.at("2026-11-24 12:00")
    person = await opted.person(opted.ana)
    await opted.store.reminders.turn_on(
        Reminder(person.id, opted.ana, 600, "Atlantis/Poseidonis", next_at=1), 1
    )
    await opted.at("2026-11-24 18:00")
    assert len(reminders(opted, opted.ben)) == 1
    opted.expected_faults.append("a reminder's time cannot be worked out")


async def test_a_member_who_moves_has_one_on_each_date_of_theirs(opted: Bench) -> None:
    await opted.at("2026-11-24 18:00")
    await settings(opted, opted.ben, remind="on", zone="Honolulu")
    await opted.at("2026-11-25 04:59")
    assert len(reminders(opted, opted.ben)) == 1, "it's still the same date there"
    await opted.at("2026-11-26 05:00")  # 18:00 on the 25th
    assert len(reminders(opted, opted.ben)) == 2
