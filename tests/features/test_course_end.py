"""The end of a course: organisers are asked, review days follow, then a goodbye."""

from __future__ import annotations

from tests.features.bench import Bench
from tests.features.conftest import OpenBench
from tests.features.course import only


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
    first = (await bench.say(bench.ana, "/study status")).text
    assert "What comes next?" in first and "/study course" in first
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
    assert "review days until 23 Dec" in status


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
