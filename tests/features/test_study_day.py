"""The study day in its three rhythms, over several days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.runtime.clock import from_millis
from tests.features.bench import Bench
from tests.features.conftest import OpenBench
from tests.features.course import full


async def test_in_the_morning_concept_and_question_come_together(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]
    card = group.last("Speech to text").text
    assert "First part · concept 2 of 8" in card
    assert "In one line: speech to text." in card
    question = group.last("Question of the day").text
    assert "Open until Tue, Nov 24, 09:00" in question
    assert "keep your answer to yourself" in question
    assert "answered" not in question


async def test_the_next_morning_tells_the_results(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    asked = await group.question_message()
    for member in (group.ana, group.ben):
        await group.answer(member)
    await group.answer(group.cleo, right=False)
    await group.at("2026-11-24 09:00")
    results = next(m for m in group.chat.posts() if m.id == asked.id).text
    assert results.startswith("Results")
    assert "3 answers, 2 right" in results
    assert "%" not in results
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]
    lead = group.last("Text to speech").text.split("\n")[1]
    assert lead.startswith("Last question: 2 of 3 right. The answer was ")


async def test_from_five_answers_on_results_have_percentages_and_never_names(
    group: Bench,
) -> None:
    await group.at("2026-11-23 09:00")
    people = (group.ana, group.ben, group.cleo, group.dan, group.eva)
    for number, member in enumerate(people):
        await group.answer(member, right=number < 4)
    await group.at("2026-11-24 09:00")
    results = group.last("Results").text
    assert "5 answers, 80% right" in results
    assert "80% right" in group.last("Text to speech").text
    for name in ("Ana", "Ben", "Cleo", "Dan", "Eva"):
        assert name not in results


async def test_a_thread_opens_under_the_results_and_not_before(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    asked = await group.question_message()
    await group.answer(group.ben)
    await group.at("2026-11-24 08:59")
    assert [m for m in group.chat.posts() if m.thread] == []
    await group.at("2026-11-24 09:00")
    (talk,) = [m for m in group.chat.posts() if m.thread]
    assert talk.thread == asked.id
    assert "Talk it over" in talk.text


async def test_a_question_that_nobody_answered_is_closed_all_the_same(group: Bench) -> None:
    await group.at("2026-11-24 09:00")
    assert "Nobody answered in time." in group.last("Results").text
    assert [m for m in group.chat.posts() if m.thread] == [], "there is nothing to talk over"
    assert "Last question" not in group.last("Text to speech").text


async def test_results_are_posted_anew_where_the_question_was_deleted(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    await group.answer(group.ben)
    group.chat.remove_message((await group.question_message()).id)
    await group.at("2026-11-24 09:00")
    assert "1 answer, 1 right" in group.last("Results").text
    assert [m for m in group.chat.posts() if m.thread] == []


async def test_spread_has_concept_question_and_results_at_their_times(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00")
    await bench.at("2026-11-23 12:29")
    assert bench.titles() == ["Welcome", "Speech to text"]
    await bench.at("2026-11-23 12:30")
    assert bench.titles()[-1] == "Question of the day"
    assert "Open until Mon, Nov 23, 17:00" in bench.last("Question of the day").text
    await bench.answer(bench.ben)
    await bench.at("2026-11-23 16:59")
    assert bench.titles()[-1] == "Question of the day"
    await bench.at("2026-11-23 17:00")
    assert bench.titles() == ["Welcome", "Speech to text", "Results"]
    await bench.at("2026-11-24 09:00")
    assert "Last question" not in bench.last("Text to speech").text


async def test_questions_only_leaves_concepts_out(bench: Bench) -> None:
    await bench.set_up(rhythm="questions")
    await bench.at("2026-11-25 10:00")
    assert bench.titles() == ["Welcome", "Results", "Results", "Question of the day"]
    history = await bench.store.rounds.history((await bench.group()).id)
    assert len({asked.question_id for asked in history}) == 3


async def test_a_question_is_about_an_earlier_concept(group: Bench) -> None:
    await group.at("2026-11-30 09:00")
    history = await group.store.rounds.history((await group.group()).id)
    for day, asked in enumerate(history[1:], start=1):
        assert int(asked.concept_id[1:]) <= day, "the concept of the day itself is not asked"
    assert len({asked.question_id for asked in history}) == len(history)


async def test_the_plan_is_followed_in_order_and_weekends_are_free(group: Bench) -> None:
    await group.at("2026-11-30 10:00")
    rows = [
        (row.local_date, row.subject)
        for day in range(23, 31)
        for row in await group.rows(f"2026-11-{day}", "concept")
    ]
    assert rows == [
        ("2026-11-23", "c1"),
        ("2026-11-24", "c2"),
        ("2026-11-25", "c3"),
        ("2026-11-26", "c4"),
        ("2026-11-27", "c5"),
        ("2026-11-30", "c6"),
    ]


async def test_a_question_of_friday_stays_open_until_monday(group: Bench) -> None:
    await group.at("2026-11-27 09:00")
    assert "Open until Mon, Nov 30, 09:00" in group.last("Question of the day").text
    await group.at("2026-11-29 20:00")
    assert (await group.posed()).state == "open"


async def test_a_free_day_has_no_posts_and_loses_no_concept(group: Bench) -> None:
    form = (await group.chat.command(group.ana, "/study schedule")).form
    assert form is not None
    values = {field.key: field.value for field in form.fields}
    await group.chat.submit(group.ana, form, values | {"free": ("2026-11-24 to 2026-11-25",)})
    await group.at("2026-11-25 23:00")
    assert group.titles()[1:] == ["Speech to text", "Question of the day"]
    await group.at("2026-11-26 09:00")
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]


async def test_after_the_last_concept_questions_go_on(open_bench: OpenBench) -> None:
    course = full()
    bench = await open_bench(course)
    await bench.set_up()
    await bench.at("2026-12-04 10:00")
    besides = ("Results", "Question of the day", "Checkpoint", "Checkpoint results")
    concepts = [t for t in bench.titles() if t not in besides]
    assert concepts == [course.concepts[c].title for c in course.plan]
    assert (await bench.posed()).local_date == "2026-12-04"


@pytest.mark.parametrize(
    ("zone", "start", "change", "after"),
    [
        ("Berlin", "2027-03-25 08:00", "2027-03-28", "2027-03-29"),
        ("Berlin", "2027-10-28 08:00", "2027-10-31", "2027-11-01"),
        ("New York", "2027-03-11 08:00", "2027-03-14", "2027-03-15"),
        ("New York", "2027-11-04 08:00", "2027-11-07", "2027-11-08"),
    ],
)
@pytest.mark.parametrize("time", ["02:30", "09:00"])
async def test_clock_changes_neither_skip_nor_double_a_day(
    bench: Bench, zone: str, start: str, change: str, after: str, time: str
) -> None:
    bench.clock.set(bench.moment(start))
    await bench.set_up(zone=zone, days="1 2 3 4 5 6 7", times=time)
    await bench.at(f"{change} 12:00")
    (row,) = await bench.rows(change, "concept")
    assert row.state == "sent"
    assert row.sent_at is not None
    local = from_millis(row.sent_at)
    expected = bench.moment(f"{change} {time}")
    assert abs(local - expected) <= timedelta(hours=1)
    await bench.at(f"{after} 12:00")
    (row,) = await bench.rows(after, "concept")
    assert from_millis(row.due_at) == bench.moment(f"{after} {time}")
    assert len({m.id for m in bench.chat.posts()}) == len(bench.chat.posts())


async def test_after_three_days_off_only_todays_posts_come(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await group.off_until("2026-11-26 10:00")
    assert group.titles() == [
        "Welcome",
        "Speech to text",
        "Results",
        "Text to speech",
        "Question of the day",
    ]
    assert await group.rows("2026-11-24", "concept") == []
    assert (await group.streak(group.ben)).current == 1


async def test_back_at_eleven_the_post_of_nine_comes(group: Bench) -> None:
    await group.off_until("2026-11-23 11:00")
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]


async def test_a_question_with_less_than_three_hours_left_waits(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00")
    await bench.off_until("2026-11-23 14:01")
    assert bench.titles() == ["Welcome", "Speech to text"]
    await bench.at("2026-11-24 12:30")
    assert bench.titles() == ["Welcome", "Speech to text", "Text to speech", "Question of the day"]


async def test_a_question_with_three_hours_left_still_comes(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00")
    await bench.off_until("2026-11-23 13:59")
    assert bench.titles() == ["Welcome", "Speech to text", "Question of the day"]


async def test_the_first_post_of_a_week_tells_of_the_last_one(group: Bench) -> None:
    await group.at("2026-11-23 09:30")
    await group.answer(group.ben)
    await group.answer(group.cleo, right=False)
    await group.at("2026-11-30 10:00")
    week = group.last("Last week").text
    assert "Ben" in week
    assert "Hardest question: What does question" in week
    assert "Concepts covered so far: 6 of 8." in week
    await group.at("2026-12-02 10:00")
    assert group.titles().count("Last week") == 1
    order = [t for t in group.titles() if t in ("Last week", "Regression")]
    assert order == ["Last week", "Regression"], "it comes first"


async def test_a_free_monday_moves_the_weekly_post_to_tuesday(group: Bench) -> None:
    await group.at("2026-11-23 09:30")
    await group.answer(group.ben)
    await group.at("2026-11-27 10:00")
    await group.skip()
    await group.at("2026-12-02 10:00")
    assert group.titles().count("Last week") == 1
    assert len(await group.rows("2026-12-01", "week")) == 1


async def test_a_week_without_answers_has_no_weekly_post(group: Bench) -> None:
    await group.at("2026-11-30 10:00")
    assert "Last week" not in group.titles()
