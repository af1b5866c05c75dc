"""What organisers do with a running group."""

from __future__ import annotations

import pytest

from bot.adapters.playground import acts
from bot.model import ChannelRef, WorkspaceRef
from storage.records import NewRound
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, filled, shown
from tests.features.conftest import OpenBench
from tests.features.course import full

COMMANDS = (
    "schedule",
    "pause",
    "resume",
    "status",
    "post",
    "skip",
    "withdraw",
    "move",
    "organisers",
    "course",
)


async def schedule(bench: Bench, **values: str) -> SeenMessage:
    form = (await bench.chat.command(bench.ana, "/study schedule")).form
    assert form is not None
    done = shown(await bench.chat.submit(bench.ana, form, filled(form, **values)))
    await bench.settle()
    return done


async def withdraw(bench: Bench) -> SeenMessage:
    ask = await bench.say(bench.ana, "/study withdraw")
    done = shown(await bench.chat.press(bench.ana, ask, "Withdraw"))
    await bench.settle()
    return done


@pytest.mark.parametrize("command", COMMANDS)
async def test_ordinary_members_are_sent_to_the_organisers(group: Bench, command: str) -> None:
    refused = await group.say(group.ben, f"/study {command}")
    assert refused.text.startswith("This is for organisers")
    assert "Ana" in refused.text


async def test_forged_organisers_buttons_are_refused(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    own = await group.say(group.ben, "/today")
    for action in ("1.withdraw.1", "1.move.1", "1.course-start.small", "1.organiser-add"):
        refused = shown(await group.chat.press_action(group.ben, own, action))
        assert refused.text.startswith("This is for organisers")
    assert (await group.posed()).state == "open"


async def test_who_manages_another_place_has_no_say_in_this_group(bench: Bench) -> None:
    await bench.set_up()
    elsewhere = await bench.set_up_elsewhere()
    ana = await bench.person(bench.ana)
    posed = await bench.store.rounds.open_daily(
        elsewhere.id,
        NewRound("q1-single", 1, "c1", "A,B,C,D"),
        local_date="2026-11-23",
        opened_at=0,
        closes_at=None,
    )
    own = await bench.say(bench.ana, "/today")
    await bench.store.groups.add_organiser(elsewhere.id, ana.id)
    press = await bench.chat.press_action(bench.ana, own, f"1.pick-answer.{posed.id}.B")
    await bench.chat.press(bench.ana, shown(press), "Sure")
    await bench.store.groups.remove_organiser(elsewhere.id, ana.id)
    # Ana studies there and manages this workspace; here there is no group in reach but theirs.
    await bench.store.groups.move_channel(
        1, bench.study, ChannelRef(WorkspaceRef("playground", "third"), "gone")
    )
    await bench.store.people.remember_group(ana.id, bench.study.workspace, elsewhere.id)
    refused = await bench.say(bench.ana, "/study pause")
    assert refused.text.startswith("This is for organisers")
    assert "Zoe" in refused.text


async def test_pause_stops_posts_and_resume_goes_on_with_the_next(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    paused = await group.say(group.ana, "/study pause")
    assert "Nothing new is posted until /study resume." in paused.text
    await group.at("2026-11-25 10:00")
    assert group.titles() == ["Welcome", "Speech to text", "Results"]
    going = await group.say(group.ana, "/study resume")
    assert "Next: Thu 26 Nov, 09:00." in going.text
    await group.settle()
    assert group.titles() == ["Welcome", "Speech to text", "Results"]
    await group.at("2026-11-26 09:00")
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_a_pause_until_a_date_ends_by_itself(group: Bench) -> None:
    paused = await group.say(group.ana, "/study pause 2026-11-26")
    assert "Nothing new is posted until 2026-11-26." in paused.text
    await group.at("2026-11-26 08:59")
    assert group.titles() == ["Welcome"]
    await group.at("2026-11-26 09:00")
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]
    assert (await group.group()).state == "active"


@pytest.mark.parametrize("until", ["2026-11-23", "2020-01-01", "tomorrow", "26.11."])
async def test_a_pause_needs_a_coming_date(group: Bench, until: str) -> None:
    refused = await group.say(group.ana, f"/study pause {until}")
    assert "/study pause 2026-11-30" in refused.text
    assert (await group.group()).state == "active"


async def test_skip_leaves_out_one_day_and_the_open_question_stays_open(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    skipped = await group.say(group.ana, "/study skip")
    assert "Tue 24 Nov has no posts." in skipped.text
    assert "Next: Wed 25 Nov, 09:00." in skipped.text
    await group.at("2026-11-24 20:00")
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]
    await group.answer(group.ben)
    await group.at("2026-11-25 09:00")
    assert "1 answer, 1 of 1 right" in group.last("Results").text
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_skip_after_todays_post_means_the_next_day(group: Bench) -> None:
    await group.say(group.ana, "/study post")
    await group.settle()
    skipped = await group.say(group.ana, "/study skip")
    assert "Tue 24 Nov has no posts." in skipped.text


async def test_post_brings_today_forward_and_nine_o_clock_doubles_nothing(group: Bench) -> None:
    posted = await group.say(group.ana, "/study post")
    assert "It goes to the channel now." in posted.text
    await group.settle()
    today = ["Welcome", "Speech to text", "Question of the day"]
    assert group.titles() == today
    refused = await group.say(group.ana, "/study post")
    assert "Today's question is posted already" in refused.text
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
    assert group.titles()[-3:] == ["Results", "Regression", "Question of the day"]
    assert "Open until Mon 30 Nov, 09:00" in group.last("Question of the day").text
    await group.at("2026-11-30 09:00")
    assert group.titles()[-2:] == ["Clustering", "Question of the day"]


async def test_post_late_in_spread_keeps_the_question_open_long_enough(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00", days="2 3 4 5")
    await bench.at("2026-11-23 16:30")
    await bench.say(bench.ana, "/study post")
    await bench.settle()
    assert bench.titles() == ["Welcome", "Speech to text", "Question of the day"]
    assert "Open until Tue 24 Nov, 09:00" in bench.last("Question of the day").text


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
    assert "It is withdrawn already" in again.text


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
    assert "There is no question to withdraw" in seen.text


async def test_post_after_withdraw_says_that_tomorrow_has_the_next(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await withdraw(group)
    seen = await group.say(group.ana, "/study post")
    assert "Today's question was withdrawn" in seen.text
    await group.at("2026-11-24 09:00")
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_move_takes_the_group_to_another_channel(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    ask = await group.say(group.ana, "/study move", where=group.general)
    done = shown(await group.chat.press(group.ana, ask, "Move"))
    assert done.text.startswith("Moved")
    await group.at("2026-11-23 12:00")
    assert group.titles(group.general) == []
    await group.at("2026-11-24 09:00")
    assert group.titles(group.general) == ["Text to speech", "Question of the day"]
    assert group.titles() == ["Welcome", "Speech to text", "Results"]
    assert await group.points(group.ben) > 0


async def test_a_move_between_concept_and_question_repeats_no_concept(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00")
    await bench.at("2026-11-23 10:00")
    ask = await bench.say(bench.ana, "/study move", where=bench.general)
    await bench.chat.press(bench.ana, ask, "Move")
    await bench.at("2026-11-23 12:30")
    assert bench.titles(bench.general) == ["Question of the day"]
    await bench.at("2026-11-24 09:00")
    assert bench.titles(bench.general)[-1] == "Text to speech"


async def test_move_says_where_to_type_it(group: Bench) -> None:
    assert "The group is here already" in (await group.say(group.ana, "/study move")).text
    direct = await group.chat.adapter_direct(group.ana)
    seen = await group.say(group.ana, "/study move", where=direct)
    assert "Please do this in a channel" in seen.text


async def test_move_to_a_closed_channel_names_what_is_missing(group: Bench) -> None:
    ask = await group.say(group.ana, "/study move", where=group.general)
    group.chat.deny_posts(group.general)
    refused = shown(await group.chat.press(group.ana, ask, "Move"))
    assert "Missing: Post messages." in refused.text
    group.chat.deny_posts(group.general, denied=False)
    done = shown(await group.chat.press(group.ana, refused, "Try again"))
    assert done.text.startswith("Moved")


async def test_organisers_add_and_remove_each_other_and_the_last_one_stays(group: Bench) -> None:
    seen = await group.say(group.ana, "/study organisers")
    assert seen.text.startswith("Organisers\nAna")
    assert seen.controls == ()
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    seen = await group.say(group.ana, "/study organisers")
    seen = shown(await group.chat.choose(group.ana, seen, "Ben"))
    assert "Ana, Ben" in seen.text
    assert "Paused" in (await group.say(group.ben, "/study pause")).text
    remove = next(c for c in seen.controls if c.label == "Remove an organiser")
    ana = dict(remove.options)["Ana"]
    for _ in range(2):
        await press_select(group, seen, remove.action, ana)
    refused = await group.say(group.ana, "/study organisers")
    assert "Organisers\nBen" in refused.text, "Ana still may: she manages the place"
    ben = str((await group.person(group.ben)).id)
    last = await press_select(group, refused, remove.action, ben)
    assert "One organiser has to stay" in last.text


async def press_select(bench: Bench, message: SeenMessage, action: str, value: str) -> SeenMessage:
    exchange = acts.press(bench.room, "ana", message.id, action, [value], forged=True)
    return shown(await bench.chat._result(exchange))


async def test_somebody_who_is_not_in_the_group_cannot_be_made_organiser(group: Bench) -> None:
    seen = await group.say(group.ana, "/study organisers")
    for value in ("999", "x", ""):
        refused = await press_select(group, seen, "1.organiser-add", value)
        assert "/study organisers" in refused.text


async def test_another_course_starts_a_new_season(open_bench: OpenBench) -> None:
    bench = await open_bench(full(), full("tea", "Tea course"))
    await bench.set_up(course="small")
    await bench.at("2026-11-24 10:00")
    await bench.answer(bench.ben)
    points = await bench.points(bench.ben)
    seen = await bench.say(bench.ana, "/study course")
    sure = shown(await bench.chat.choose(bench.ana, seen, "Tea course"))
    assert "Tea course, from its first concept." in sure.text
    done = shown(await bench.chat.press(bench.ana, sure, "Start"))
    assert "A new season begins" in done.text
    await bench.settle()
    assert bench.titles()[-2:] == ["Question of the day", "Welcome"], "and its opening card"
    assert await bench.points(bench.ben) == points
    await bench.at("2026-11-25 09:00")
    assert "1 answer, 1 of 1 right" in bench.last("Results").text, "the open one is told"
    assert bench.titles()[-2:] == ["Speech to text", "Question of the day"]
    assert (await bench.posed()).question_id.startswith("tea-")
    group = await bench.group()
    assert (group.season, group.position) == (2, 1)


async def test_an_open_question_is_answered_over_a_change_of_course(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(full(), full("tea", "Tea course"))
    await bench.set_up(course="small")
    await bench.at("2026-11-23 10:00")
    seen = await bench.say(bench.ana, "/study course")
    sure = shown(await bench.chat.choose(bench.ana, seen, "Tea course"))
    await bench.chat.press(bench.ana, sure, "Start")
    assert (await bench.answer(bench.ben)).text.startswith("Right\n")
    await bench.choose(bench.cleo)
    await bench.at("2026-11-24 10:00")
    assert "2 answers, 2 of 2 right" in bench.last("Results").text


async def test_a_later_time_on_the_same_day_posts_nothing_twice(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    done = await schedule(group, times="14:00")
    assert "14:00, Monday to Friday, Europe/Berlin." in done.text
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
    assert held["free"] == ("2026-12-24, 2026-12-25, 2026-12-26",)
    refused = await group.chat.submit(group.ana, form, filled(form, free="24.12.", zone="CET"))
    assert set(refused.errors) == {"free", "zone"}
    assert "year first" in refused.errors["free"]
    assert refused.form is not None
    assert {f.key: f.value for f in refused.form.fields}["free"] == ("24.12.",)


async def test_a_new_rhythm_with_an_open_question_closes_it_in_the_new_way(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await schedule(group, rhythm="spread", times="9:00, 12:30, 17:00")
    await group.at("2026-11-23 17:00")
    assert "1 answer" in group.last("Results").text
    await group.at("2026-11-24 17:00")
    assert group.titles()[2:] == ["Results", "Text to speech", "Results"]


async def test_status_tells_how_all_is(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await schedule(group, free="2026-12-24")
    seen = (await group.say(group.ana, "/study status")).text
    for words in (
        "Course: Small course: 2 of 8 concepts",
        "Schedule: 09:00, Monday to Friday, Europe/Berlin",
        "State: active",
        "Next: Tue 24 Nov, 09:00",
        "Open question: 1 answer so far",
        "Organisers: Ana",
        "Free days: 2026-12-24",
    ):
        assert words in seen
    await group.say(group.ana, "/study pause 2026-12-01")
    assert "State: paused until 2026-12-01" in (await group.say(group.ana, "/study status")).text


async def test_help_lists_every_command(group: Bench) -> None:
    seen = (await group.say(group.ben, "/study help")).text
    for command in group.app.router.commands:
        assert "/" + " ".join(command.path) in seen


async def test_a_pause_says_when_posts_come_again(group: Bench) -> None:
    await group.say(group.ana, "/study pause 2026-11-28")
    assert "Next: Mon 30 Nov, 09:00" in (await group.say(group.ana, "/study status")).text
    await group.at("2026-11-30 09:00")
    assert group.titles()[-1] == "Question of the day"


async def test_withdraw_is_asked_in_the_groups_own_words_after_a_course_change(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(full(), full("tea", "Tea course"))
    await bench.set_up(course="small")
    await bench.at("2026-11-23 10:00")
    await bench.answer(bench.ben)
    seen = await bench.say(bench.ana, "/study course")
    sure = shown(await bench.chat.choose(bench.ana, seen, "Tea course"))
    await bench.chat.press(bench.ana, sure, "Start")
    done = await withdraw(bench)
    assert "1 answer lost its points." in done.text
    assert await bench.points(bench.ben) == 0


async def test_a_free_monday_that_is_past_stays_free(group: Bench) -> None:
    await group.at("2026-11-27 10:00")
    await schedule(group, free="2026-11-30")
    await group.at("2026-12-01 08:00")
    await schedule(group, free="")
    assert await group.store.groups.free_dates(1) == {"2026-11-30"}
