"""Time as an organizer may meet it: docs/time.md, sentence by sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.runtime.clock import millis
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import course, only, single
from tests.features.deeds import schedule, withdraw

MONDAY = ["Welcome", "Speech to text", "Question of the day"]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


# late, and not late


@pytest.mark.parametrize("times", ["9:00, 15:00, 17:00", "9:00, 16:59, 17:00"])
async def test_a_question_on_time_needs_no_three_hours(bench: Bench, times: str) -> None:
    await bench.set_up(rhythm="spread", times=times)
    await bench.at("2026-11-23 16:59")
    assert bench.titles() == MONDAY
    await bench.at("2026-11-23 17:00")
    assert bench.titles()[-1] == "Results"


async def test_a_question_is_on_time_for_some_minutes_only(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 15:00, 17:00")
    await bench.off_until("2026-11-23 15:09")
    assert bench.titles() == MONDAY
    await bench.at("2026-11-23 18:00")
    await bench.off_until("2026-11-24 15:10")
    assert bench.titles()[-1] == "Text to speech", "the concept alone"


async def test_who_found_the_bot_off_can_still_keep_the_streak(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    await group.answer(group.ben)
    await group.at("2026-11-24 09:00")
    await group.off_until("2026-11-27 15:00")
    await group.answer(group.ben)
    results = [m for m in group.chat.posts() if m.text.startswith("Results")][-1]
    group.pass_seconds(20 * 3600)  # within a day of the close, which came with the bot
    offer = shown(await group.chat.press(group.ben, results, "I haven't answered yet"))
    await group.answer_at(group.ben, offer, right=True)
    assert (await group.streak(group.ben)).current == 3


# organizers in the seconds after something was due


@pytest.mark.parametrize("deed", ["/study resume", "/study withdraw", "/study schedule"])
async def test_what_is_due_stays_due_whatever_an_organiser_does(group: Bench, deed: str) -> None:
    await group.at("2026-11-23 12:00")
    group.clock.set(group.moment("2026-11-24 09:00"))
    group.pass_seconds(1)  # the tick is yet to come
    if deed == "/study withdraw":
        await withdraw(group)
    elif deed == "/study schedule":
        await schedule(group, times="8:30")
    else:
        await group.say(group.ana, deed)
    await group.settle()
    assert len(await group.rows("2026-11-24", "question")) == 1
    assert [row.state for row in await group.rows("2026-11-24", "concept")] == ["sent"]


async def test_free_days_alone_take_nothing_from_today(group: Bench) -> None:
    await group.stop()
    group.clock.set(group.moment("2026-11-23 09:30"))
    await group.start()
    await schedule(group, free="2026-12-24")
    assert group.titles() == MONDAY


async def test_a_day_that_is_free_no_more_does_not_begin_late(group: Bench) -> None:
    await schedule(group, free="2026-11-23")
    await group.at("2026-11-23 11:00")
    saved = await schedule(group, free="")
    assert "Next: Tue, Nov 24, 09:00." in saved.text
    assert group.titles() == ["Welcome"]


async def test_skip_during_a_pause_skips_the_first_day_after_it(group: Bench) -> None:
    await group.say(group.ana, "/study pause 2026-11-30")
    skipped = await group.skip()
    assert "Nothing will be posted on Mon, Nov 30." in skipped.text
    assert "Next: Tue, Dec 1, 09:00." in skipped.text


# around the earth


async def test_west_over_the_date_line_no_week_is_told_twice(open_bench: OpenBench) -> None:
    numbers = range(1, 20)
    long = course([single(f"q{n}", f"c{n}") for n in numbers], [f"Part {n}" for n in (0, *numbers)])
    bench = await open_bench(long)
    await bench.set_up(zone="Pacific/Kiritimati", days="1 2 3 4 5 6 7")
    bench.zone = "Pacific/Kiritimati"
    for day in ("2026-11-24", "2026-11-30"):
        await bench.at(f"{day} 09:00")
        await bench.answer(bench.ben)
    await bench.at("2026-12-07 09:00")
    await schedule(bench, zone="Pacific/Honolulu", times="18:00")
    bench.zone = "Pacific/Honolulu"
    await bench.at("2026-12-06 18:00")  # Sunday again
    await bench.at("2026-12-08 19:00")
    assert bench.titles().count("Last week") == 2
    for day in ("2026-12-05", "2026-12-06", "2026-12-07", "2026-12-08"):
        assert [row.state for row in await bench.rows(day, "question")] == ["sent"]


async def test_samoa_has_no_30_december_and_its_question_waits_for_the_31st(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(only("single"))
    bench.clock.set(bench.moment("2011-12-28 00:00"))
    await bench.set_up(zone="Pacific/Apia", days="1 2 3 4 5 6 7")
    bench.zone = "Pacific/Apia"
    await bench.at("2011-12-29 09:00")
    posed = await bench.posed()
    assert posed.closes_at == millis(bench.moment("2011-12-31 09:00"))
    skipped = await bench.skip()
    assert "Nothing will be posted on Sat, Dec 31." in skipped.text


# a clock that is wrong


async def test_a_clock_that_was_a_year_ahead_silences_nobody(group: Bench) -> None:
    await group.at("2026-11-23 08:30")
    group.clock.advance(365 * DAY)
    await group.settle()
    await group.say(group.ana, "/study pause")
    await group.say(group.ana, "/study resume")
    group.clock.advance(-365 * DAY)
    await group.settle()
    assert (await group.group()).settings.since == millis(group.clock.now())
    await group.at("2026-11-23 09:00")
    assert [row.state for row in await group.rows("2026-11-23", "question")] == ["sent"]


async def test_a_clock_that_was_set_right_while_the_bot_was_off(group: Bench) -> None:
    await group.at("2026-11-23 08:30")
    group.clock.advance(DAY)  # 8:30 of tomorrow: today's posts were not due any more
    await group.settle()
    await group.off_until("2026-11-23 08:40")
    await group.at("2026-11-23 09:00")
    assert group.titles() == MONDAY


async def test_an_hour_lived_twice_posts_once(group: Bench) -> None:
    await group.at("2026-11-23 09:30")
    await group.answer(group.ben)
    before = group.titles()
    group.clock.advance(-HOUR)
    await group.settle()
    await group.at("2026-11-23 09:30")
    assert group.titles() == before
    await group.at("2026-11-24 09:00")
    group.clock.advance(-HOUR)
    await group.settle()
    await group.at("2026-11-24 10:00")
    assert len([t for t in group.titles() if t == "Results"]) == 1
    assert (await group.posed()).state == "open"


async def test_dates_made_up_for_count_in_streaks(group: Bench) -> None:
    """By a clock three days ahead Ben answered Thursday's question; then come Tuesday and on."""
    await group.at("2026-11-23 09:00")
    await group.answer(group.ben)
    group.clock.advance(3 * DAY)
    await group.settle()
    await group.answer(group.ben)
    group.clock.advance(-3 * DAY)
    await group.settle()
    await group.at("2026-11-24 09:00")
    assert await group.verify() == []
    assert (await group.streak(group.ben)).current == 1, "Tuesday is open, Thursday to come"
    message = group.last("Question of the day")
    await group.answer_at(group.ben, message, right=True)
    await group.at("2026-11-25 09:00")
    await group.answer_at(group.ben, group.last("Question of the day"), right=True)
    await group.at("2026-11-26 12:00")
    assert (await group.streak(group.ben)).current == 4


async def test_the_days_of_a_pause_stay_without_posts_when_the_clock_goes_back(
    group: Bench,
) -> None:
    await group.at("2026-11-23 10:00")
    await group.say(group.ana, "/study pause 2026-11-25")
    await group.at("2026-11-25 09:00")
    before = group.titles()
    group.clock.advance(-12 * HOUR)
    await group.settle()
    assert group.titles() == before
    assert await group.rows("2026-11-24", "concept") == []
    await group.at("2026-11-26 09:00")
    assert len(await group.rows("2026-11-26", "question")) == 1
