"""The end of a course: organizers are asked, review days follow, then a goodbye."""

from __future__ import annotations

import pytest

from tests.features.bench import Bench, filled, shown
from tests.features.conftest import OpenBench
from tests.features.course import only
from tests.features.test_trouble import direct_posts


async def three_concepts(open_bench: OpenBench) -> Bench:
    """Welcome and three concepts: the last one is posted on Wednesday 25 November."""
    bench = await open_bench(only("single", concepts=3))
    await bench.set_up()
    for day in (23, 24, 25):
        await bench.at(f"2026-11-{day} 10:00")
    return bench


def questions(bench: Bench) -> list[str]:
    return [
        message.text
        for message in bench.chat.posts()
        if message.text.startswith(("Question of the day", "Results"))
    ]


async def asked_dates(bench: Bench) -> list[str]:
    group = await bench.group()
    return [asked.local_date for asked in await bench.store.rounds.history(group.id)]


async def test_organisers_are_asked_once_what_comes_next(open_bench: OpenBench) -> None:
    bench = await three_concepts(open_bench)
    (asked,) = direct_posts(bench, "ana")
    assert "What comes next?" in asked and "/study course" in asked
    assert "What comes next?" not in (await bench.say(bench.ana, "/study status")).text


async def test_three_review_questions_a_week_follow_the_last_concept(
    open_bench: OpenBench,
) -> None:
    bench = await three_concepts(open_bench)
    for day in (26, 27, 28, 29, 30):
        await bench.at(f"2026-11-{day} 10:00")
    for day in (1, 2, 3, 4):
        await bench.at(f"2026-12-0{day} 10:00")
    dates = await asked_dates(bench)
    assert dates[3:] == ["2026-11-27", "2026-11-30", "2026-12-02", "2026-12-04"]
    status = (await bench.say(bench.ana, "/study status")).text
    assert "review days until Dec 23" in status


async def test_after_four_weeks_a_goodbye_is_posted_once_and_quizzes_go_on(
    open_bench: OpenBench,
) -> None:
    bench = await three_concepts(open_bench)
    for day in ("2026-12-23", "2026-12-25", "2026-12-28", "2027-01-04", "2027-02-01"):
        await bench.at(f"{day} 10:00")
        bench = await restarted(bench)
    goodbyes = [m for m in bench.chat.posts() if m.text.startswith("The course is complete")]
    assert len(goodbyes) == 1
    assert (await bench.group()).state == "ended"
    assert max(await asked_dates(bench)) <= "2026-12-23"
    assert all(text.startswith("Results") for text in questions(bench))
    assert "complete" in (await bench.say(bench.ben, "/today")).text
    assert "Question 1" in (await bench.say(bench.ben, "/quiz")).text


async def restarted(bench: Bench) -> Bench:
    await bench.restart()
    return bench


async def test_resume_after_the_end_brings_four_more_weeks(open_bench: OpenBench) -> None:
    bench = await three_concepts(open_bench)
    await bench.at("2026-12-28 10:00")
    assert (await bench.group()).state == "ended"
    await bench.at("2027-01-05 10:00")
    assert "review days until" in (await bench.say(bench.ana, "/study resume")).text
    await bench.at("2027-01-06 10:00")
    assert (await asked_dates(bench))[-1] == "2027-01-06"
    await bench.at("2027-02-10 10:00")
    assert (await bench.group()).state == "ended"


async def test_commands_that_steer_posts_say_that_the_course_is_complete(
    open_bench: OpenBench,
) -> None:
    bench = await three_concepts(open_bench)
    await bench.at("2026-12-28 10:00")
    for line in ("/study pause", "/study skip", "/study post"):
        assert "complete" in (await bench.say(bench.ana, line)).text


async def test_a_pause_does_not_prolong_the_review_and_says_so(open_bench: OpenBench) -> None:
    bench = await three_concepts(open_bench)
    paused = await bench.say(bench.ana, "/study pause 2027-01-11")
    assert "The 4 weeks of review still end on" in paused.text and "Wed, Dec 23" in paused.text
    await bench.at("2027-01-11 10:00")
    assert bench.titles()[-1] == "The course is complete"
    assert len(await asked_dates(bench)) == 3


async def test_free_days_put_the_goodbye_off_and_the_last_results_come_first(
    open_bench: OpenBench,
) -> None:
    bench = await three_concepts(open_bench)
    days = ", ".join(f"2026-12-{day}" for day in range(24, 32))
    form = (await bench.chat.command(bench.ana, "/study schedule")).form
    assert form is not None
    await bench.chat.submit(bench.ana, form, filled(form, free=days))
    await bench.at("2026-12-31 23:00")
    assert bench.titles()[-1] == "Question of the day"
    await bench.at("2027-01-01 09:00")
    assert bench.titles()[-2:] == ["Results", "The course is complete"]


async def test_a_spread_day_with_the_last_concept_keeps_its_question(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(only("single", concepts=3))
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00", days="1 2 3 4")
    await bench.at("2026-11-25 12:30")
    assert bench.titles()[-2:] == ["Chat bots", "Question of the day"]


async def test_without_concepts_the_course_ends_after_as_many_questions(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(only("single", concepts=3))
    await bench.set_up(rhythm="questions")
    await bench.at("2026-11-26 10:00")
    assert await asked_dates(bench) == ["2026-11-23", "2026-11-24", "2026-11-25"]
    await bench.at("2026-12-25 10:00")
    assert bench.titles()[-1] == "The course is complete"


@pytest.mark.parametrize("rhythm", ["morning", "questions"])
async def test_a_new_season_of_the_same_course_begins_again_after_the_end(
    open_bench: OpenBench, rhythm: str
) -> None:
    bench = await open_bench(only("single", concepts=3))
    await bench.set_up(rhythm=rhythm)
    await bench.at("2026-12-28 10:00")
    assert (await bench.group()).state == "ended"
    ask = await bench.say(bench.ana, "/study course")
    sure = shown(await bench.chat.choose(bench.ana, ask, "Small course"))
    await bench.chat.press(bench.ana, sure, "Start")
    await bench.at("2026-12-30 10:00")
    assert (await asked_dates(bench))[-2:] == ["2026-12-29", "2026-12-30"]
    assert "review days" not in (await bench.say(bench.ana, "/study status")).text
