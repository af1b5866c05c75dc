"""The days as organizers steer them: pause, skip, post, withdraw, schedule."""

from __future__ import annotations

import pytest

from tests.features.bench import Bench, filled, shown
from tests.features.deeds import schedule, withdraw


async def test_pause_stops_posts_and_resume_goes_on_with_the_next(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    paused = await group.say(group.ana, "/study pause")
    assert "Nothing new is posted until you type /study resume." in paused.text
    await group.settle()
    assert "Nothing new is posted for now." in group.last("We're taking a break").text
    await group.at("2026-11-25 10:00")
    before = ["Welcome", "Speech to text", "Results", "We're taking a break"]
    assert group.titles() == before
    going = await group.say(group.ana, "/study resume")
    assert "Next: Thu, Nov 26, 09:00." in going.text
    await group.settle()
    assert group.titles() == [*before, "We're back"]
    assert "The next post comes on Thu, Nov 26 at 09:00." in group.last("We're back").text
    await group.at("2026-11-26 09:00")
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_a_pause_until_a_date_ends_by_itself(group: Bench) -> None:
    paused = await group.say(group.ana, "/study pause 2026-11-26")
    assert "Paused through Wednesday, Nov 25; the next post is Thursday, Nov 26." in paused.text
    await group.at("2026-11-26 08:59")
    assert group.titles() == ["Welcome"]
    await group.at("2026-11-26 09:00")
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]
    assert (await group.group()).state == "active"


@pytest.mark.parametrize(
    "words",
    [
        "until 2026-11-26",
        "until:2026-11-26",
        "2026‑11‑26",
        "until Thu, Nov 26",
        "until thursday",
        "through Nov 25",
        "3 days",
        "for three days",
    ],
)
async def test_a_pause_takes_the_words_people_use(group: Bench, words: str) -> None:
    paused = await group.say(group.ana, f"/study pause {words}")
    assert "Paused through Wednesday, Nov 25; the next post is Thursday, Nov 26." in paused.text
    assert (await group.group()).paused_until == "2026-11-26"


async def test_breaks_are_told_in_the_channel_until_an_organizer_switches_it_off(
    group: Bench,
) -> None:
    paused = await group.say(group.ana, "/study pause until Nov 26")
    assert "The channel gets a line about it." in paused.text
    await group.settle()
    told = group.last("We're taking a break").text
    assert "The next post comes on Thursday, Nov 26." in told
    await group.say(group.ana, "/study pause until Nov 26")
    await group.settle()
    assert group.titles().count("We're taking a break") == 1, "it is no news"
    quiet = shown(await group.chat.press(group.ana, paused, "Don't tell the channel"))
    assert quiet.text.startswith("Breaks stay quiet")
    resumed = await group.say(group.ana, "/study resume")
    assert "The channel isn't told." in resumed.text
    await group.say(group.ana, "/study pause")
    await group.settle()
    assert group.titles() == ["Welcome", "We're taking a break"]
    loud = shown(await group.chat.press(group.ana, quiet, "Tell the channel"))
    assert loud.text.startswith("Breaks are announced")
    await group.say(group.ana, "/study resume")
    await group.settle()
    assert group.titles() == ["Welcome", "We're taking a break", "We're back"]


async def test_switched_off_at_once_it_is_not_told_this_time_either(group: Bench) -> None:
    paused = await group.say(group.ana, "/study pause")
    await group.chat.press(group.ana, paused, "Don't tell the channel")
    await group.settle()
    assert group.titles() == ["Welcome"]


async def test_a_break_that_ends_before_it_was_told_is_not_told(group: Bench) -> None:
    await group.say(group.ana, "/study pause")
    await group.say(group.ana, "/study resume")
    await group.settle()
    assert group.titles() == ["Welcome", "We're back"]


async def test_the_next_post_is_the_same_on_every_card(group: Bench) -> None:
    """After whatever an organizer does, the reply and the status name the post that comes."""

    async def named(reply: str, next_post: str) -> None:
        status = (await group.say(group.ana, "/study status")).text
        assert f"Next: {next_post}" in reply
        assert f"Next: {next_post}" in status

    await group.at("2026-11-23 10:00")
    later = await schedule(group, times="14:00")
    await named(later.text, "Tue, Nov 24, 14:00")  # and not when today's question closes
    zone = await schedule(group, times="14:00", zone="New York")
    await named(zone.text, "Tue, Nov 24, 14:00")
    skipped = await group.skip()
    await named(skipped.text, "Wed, Nov 25, 14:00")
    await group.say(group.ana, "/study pause")
    status = (await group.say(group.ana, "/study status")).text
    assert "Next: nothing until you type /study resume" in status
    moved = await schedule(group, times="15:00", zone="New York", free="")
    await named(moved.text, "nothing until you type /study resume")
    resumed = await group.say(group.ana, "/study resume")
    await named(resumed.text, "Tue, Nov 24, 15:00")
    await group.say(group.ana, "/study pause until Nov 26")
    assert "Next: Thu, Nov 26, 15:00" in (await group.say(group.ana, "/study status")).text


async def test_status_after_a_post_brought_forward_names_the_day_after(group: Bench) -> None:
    await group.say(group.ana, "/study post")
    assert "Next: Tue, Nov 24, 09:00" in (await group.say(group.ana, "/study status")).text
    await group.settle()
    assert "Next: Tue, Nov 24, 09:00" in (await group.say(group.ana, "/study status")).text


async def test_a_group_set_up_in_the_middle_of_a_day_begins_when_it_says(bench: Bench) -> None:
    await bench.at("2026-11-23 10:00")
    preview = await bench.preview(rhythm="spread", times="9:00, 12:30, 17:00")
    assert "• Tue, Nov 24, 09:00: Speech to text" in preview.text
    done = shown(await bench.chat.press(bench.ana, preview, "Start"))
    assert "First study day: Tue, Nov 24, 09:00." in done.text
    assert "Next: Tue, Nov 24, 09:00" in (await bench.say(bench.ana, "/study status")).text
    await bench.at("2026-11-23 23:00")
    assert bench.titles() == ["Welcome"]
    await bench.at("2026-11-24 09:00")
    assert bench.titles() == ["Welcome", "Speech to text"]


async def test_a_post_into_a_channel_that_cannot_be_posted_to_is_not_called_posted(
    group: Bench,
) -> None:
    await group.store.groups.set_problem(group.study, "missing: Post messages")
    seen = await group.say(group.ana, "/study post")
    assert "as soon as the bot can post in its channel again (missing: Post messages)" in seen.text


async def test_withdraw_can_be_cancelled(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    ask = await group.say(group.ana, "/study withdraw")
    cancelled = shown(await group.chat.press(group.ana, ask, "Cancel"))
    assert cancelled.text == "Canceled\nNothing has changed."
    assert (await group.posed()).state == "open"


async def test_take_back_takes_the_question_on_the_card(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    ask = await group.say(group.ana, "/study withdraw")
    shown_round = await group.posed()
    await group.at("2026-11-24 10:00")
    await group.chat.press(group.ana, ask, "Withdraw")
    assert (await group.posed()).state == "open", "the one that was asked since"
    taken = await group.store.rounds.get(shown_round.id)
    assert taken is not None
    assert taken.state == "void"


async def test_a_schedule_that_somebody_changed_meanwhile_is_not_overwritten(
    group: Bench,
) -> None:
    await group.say(group.ben, "/today")
    await group.store.groups.add_organizer(1, (await group.person(group.ben)).id)
    form = (await group.chat.command(group.ben, "/study schedule")).form
    assert form is not None
    await schedule(group, times="14:00")
    late = shown(await group.chat.submit(group.ben, form, filled(form, days="1")))
    assert late.text.startswith("Somebody else changed the schedule first")
    assert "14:00, Monday to Friday" in late.text
    assert (await group.group()).schedule.days == (1, 2, 3, 4, 5)


@pytest.mark.parametrize("until", ["2026-11-23", "2020-01-01", "soon", "3/4"])
async def test_a_pause_needs_a_coming_date(group: Bench, until: str) -> None:
    refused = await group.say(group.ana, f"/study pause {until}")
    assert "/study pause until Nov 30" in refused.text
    assert (await group.group()).state == "active"


async def test_skip_leaves_out_one_day_and_the_open_question_stays_open(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    skipped = await group.skip()
    assert "Nothing will be posted on Tue, Nov 24." in skipped.text
    assert "Next: Wed, Nov 25, 09:00." in skipped.text
    await group.at("2026-11-24 20:00")
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]
    await group.answer(group.ben)
    await group.at("2026-11-25 09:00")
    assert "1 answer, 1 right" in group.last("Results").text
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_skip_after_todays_post_means_the_next_day(group: Bench) -> None:
    await group.say(group.ana, "/study post")
    await group.settle()
    skipped = await group.skip()
    assert "Nothing will be posted on Tue, Nov 24." in skipped.text


async def test_post_brings_today_forward_and_nine_o_clock_doubles_nothing(group: Bench) -> None:
    posted = await group.say(group.ana, "/study post")
    assert "It's on its way to the channel." in posted.text
    await group.settle()
    today = ["Welcome", "Speech to text", "Question of the day"]
    assert group.titles() == today
    refused = await group.say(group.ana, "/study post")
    assert "Today's question is already posted" in refused.text
    await group.at("2026-11-23 23:00")
    assert group.titles() == today
    await group.at("2026-11-24 09:00")
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_post_works_on_a_free_day_and_closes_what_was_open(group: Bench) -> None:
    await group.at("2026-11-27 10:00")
    await group.answer(group.ben)
    await group.at("2026-11-28 12:00")
    await group.say(group.ana, "/study post")
    await group.settle()
    friday, saturday = ["Results", "Checkpoint"], ["Regression", "Question of the day"]
    assert group.titles()[-4:] == [*friday, *saturday]
    assert "Open until Mon, Nov 30, 09:00" in group.last("Question of the day").text
    await group.at("2026-11-30 09:00")
    assert group.titles()[-2:] == ["Clustering", "Question of the day"]


async def test_post_late_in_spread_keeps_the_question_open_long_enough(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00", days="2 3 4 5")
    await bench.at("2026-11-23 16:30")
    await bench.say(bench.ana, "/study post")
    await bench.settle()
    assert bench.titles() == ["Welcome", "Speech to text", "Question of the day"]
    assert "Open until Tue, Nov 24, 09:00" in bench.last("Question of the day").text


async def test_withdraw_takes_points_back_and_says_so_in_the_channel(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    message = await group.question_message()
    await group.answer(group.ben)
    await group.choose(group.cleo)
    ask = await group.say(group.ana, "/study withdraw")
    assert "2 answers so far." in ask.text
    done = shown(await group.chat.press(group.ana, ask, "Withdraw"))
    assert "1 answer lost its points." in done.text
    await group.settle()
    assert await group.points(group.ben) == 0
    seen = next(m for m in group.chat.posts() if m.id == message.id)
    assert seen.text.startswith("Question withdrawn")
    assert seen.controls == ()
    await group.at("2026-11-24 09:00")
    assert "Last question" not in group.last("Text to speech").text
    assert [m for m in group.chat.posts() if m.thread] == []


async def test_withdraw_twice_says_that_it_is_done(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    first = await group.say(group.ana, "/study withdraw")
    second = await group.say(group.ana, "/study withdraw")
    await group.chat.press(group.ana, first, "Withdraw")
    again = shown(await group.chat.press(group.ana, second, "Withdraw"))
    assert "It's already withdrawn" in again.text


async def test_withdraw_after_the_results_edits_them(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    message = await group.question_message()
    await group.answer(group.ben)
    await group.say(group.ana, "/study pause")
    await group.at("2026-11-24 10:00")
    await withdraw(group)
    seen = next(m for m in group.chat.posts() if m.id == message.id)
    assert seen.text.startswith("Question withdrawn")
    assert await group.points(group.ben) == 0


async def test_there_is_nothing_to_withdraw_before_the_first_question(group: Bench) -> None:
    seen = await group.say(group.ana, "/study withdraw")
    assert "There's no question to withdraw" in seen.text


async def test_a_withdrawn_question_is_replaced_on_the_same_day(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    first, old = await group.posed(), await group.question_message()
    await group.answer(group.ben)
    assert "A new question is on its way" in (await withdraw(group)).text
    await group.settle()
    second, new = await group.posed(), await group.question_message()
    assert second.question_id != first.question_id
    assert (second.local_date, second.closes_at) == (first.local_date, first.closes_at)
    seen = next(m for m in group.chat.posts() if m.id == old.id)
    assert seen.text.startswith("Question withdrawn")
    assert "Today's new question is below." in seen.text
    assert new.text.startswith("Question of the day")
    assert await group.points(group.ben) == 0
    await group.answer(group.ben)
    assert await group.points(group.ben) > 0
    assert (await group.streak(group.ben)).current == 1
    assert "already posted" in (await group.say(group.ana, "/study post")).text
    await group.at("2026-11-24 09:00")
    assert "1 answer, 1 right" in group.last("Results").text
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_a_replacement_can_be_withdrawn_as_well(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    for _ in range(2):
        await withdraw(group)
    await group.settle()
    assert group.titles().count("Question withdrawn") == 2
    assert group.titles()[-1] == "Question of the day"
    await group.answer(group.ben)
    await group.at("2026-11-24 09:00")
    assert group.titles().count("Results") == 1


async def test_too_late_in_the_day_no_question_takes_the_withdrawn_ones_place(
    group: Bench,
) -> None:
    await group.at("2026-11-24 06:30")
    assert "new question" not in (await withdraw(group)).text
    await group.at("2026-11-24 09:00")
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_on_the_day_after_nothing_takes_the_withdrawn_ones_place(group: Bench) -> None:
    await group.at("2026-11-27 10:00")
    await group.at("2026-11-28 10:00")  # Saturday; Friday's question is open until Monday
    assert "new question" not in (await withdraw(group)).text


async def test_who_answered_nothing_loses_no_streak_by_a_replacement(group: Bench) -> None:
    for day in (23, 24):
        await group.at(f"2026-11-{day} 10:00")
        await group.answer(group.ben)
    await group.at("2026-11-25 10:00")
    await withdraw(group)
    await group.at("2026-11-26 10:00")
    assert "3-day streak" in (await group.answer(group.ben)).text


async def test_post_after_withdraw_asks_another_question(group: Bench) -> None:
    await group.at("2026-11-24 07:00")
    await withdraw(group)
    seen = await group.say(group.ana, "/study post")
    assert "Posted" in seen.text
    await group.settle()
    assert group.titles()[-1] == "Question of the day"
    await group.at("2026-11-24 09:00")
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_a_later_time_on_the_same_day_posts_nothing_twice(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    done = await schedule(group, times="14:00")
    assert "14:00, Monday to Friday." in done.text
    await group.at("2026-11-23 20:00")
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]
    assert (await group.posed()).state == "open"
    await group.at("2026-11-24 14:00")
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]
    assert "Results" in group.titles()


async def test_an_earlier_time_that_is_past_waits_for_the_next_day(group: Bench) -> None:
    await schedule(group, times="07:30")
    await group.at("2026-11-23 20:00")
    assert group.titles() == ["Welcome"]
    await group.at("2026-11-24 07:30")
    assert group.titles()[-2:] == ["Speech to text", "Question of the day"]


async def test_the_schedule_form_shows_what_is_set_and_refuses_what_is_wrong(
    group: Bench,
) -> None:
    await schedule(group, free="2026-12-24 to 2026-12-26")
    form = (await group.chat.command(group.ana, "/study schedule")).form
    assert form is not None
    held = {f.key: f.value for f in form.fields}
    assert held["zone"] == ("Europe/Berlin",)
    assert held["free"] == ("2026-12-24 to 2026-12-26",)
    refused = await group.chat.submit(group.ana, form, filled(form, free="3.4.", zone="CET"))
    assert set(refused.errors) == {"free", "zone"}
    assert "two different days" in refused.errors["free"]
    assert refused.form is not None
    assert {f.key: f.value for f in refused.form.fields}["free"] == ("3.4.",)


async def test_a_new_rhythm_with_an_open_question_closes_it_in_the_new_way(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await schedule(group, rhythm="spread", times="9:00, 12:30, 17:00")
    await group.at("2026-11-23 17:00")
    assert "1 answer" in group.last("Results").text
    await group.at("2026-11-24 17:00")
    assert group.titles()[2:] == ["Results", "Text to speech", "Results"]


async def test_a_pause_says_when_posts_come_again(group: Bench) -> None:
    await group.say(group.ana, "/study pause 2026-11-28")
    assert "Next: Mon, Nov 30, 09:00" in (await group.say(group.ana, "/study status")).text
    await group.at("2026-11-30 09:00")
    assert group.titles()[-1] == "Question of the day"


async def test_a_free_monday_that_is_past_stays_free(group: Bench) -> None:
    await group.at("2026-11-27 10:00")
    await schedule(group, free="2026-11-30")
    await group.at("2026-12-01 08:00")
    await schedule(group, free="")
    assert await group.store.groups.free_dates(1) == {"2026-11-30"}


async def test_a_day_in_another_year_is_told_with_its_year(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    paused = await group.say(group.ana, "/study pause until Nov 23 2027")
    assert "Paused through Monday, Nov 22, 2027; the next post is Tuesday, Nov 23, 2027." in (
        paused.text
    )
    status = await group.say(group.ana, "/study status")
    assert "paused through Mon, Nov 22, 2027" in status.text
    assert "Tue, Nov 23, 2027, 09:00" in status.text


async def test_a_pause_that_is_over_is_none_before_the_first_look(group: Bench) -> None:
    await group.say(group.ana, "/study pause until Nov 30")
    await group.stop()
    group.clock.set(group.moment("2026-12-09 12:00"))
    await group.start()
    status = await group.say(group.ana, "/study status")
    assert "running" in status.text and "paused" not in status.text
