"""Streaks as members live them."""

from __future__ import annotations

from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import TITLES, course, full


async def days(bench: Bench, first: int, last: int, *, right: bool = True) -> None:
    """Ben answers on each of these November days."""
    for day in range(first, last + 1):
        await bench.at(f"2026-11-{day} 10:00")
        await bench.answer(bench.ben, right)


async def test_study_days_in_a_row_count_over_a_weekend(group: Bench) -> None:
    await days(group, 23, 27)
    await group.at("2026-11-30 10:00")
    assert (await group.streak(group.ben)).current == 5
    verdict = await group.answer(group.ben)
    assert "6-day streak" in verdict.text


async def test_the_freeze_of_the_first_day_keeps_a_missed_one_and_is_told_once(
    group: Bench,
) -> None:
    await days(group, 23, 24)
    await group.at("2026-11-26 10:00")
    assert (await group.streak(group.ben)).current == 2
    verdict = await group.answer(group.ben)
    assert "3-day streak" in verdict.text
    assert "A freeze kept your 2-day streak." in verdict.text
    await group.at("2026-11-27 10:00")
    assert "freeze" not in (await group.answer(group.ben)).text
    assert await group.verify() == []


async def test_a_freeze_that_was_spent_at_a_close_is_told_with_the_next_verdict(
    group: Bench,
) -> None:
    await days(group, 23, 24)
    await group.at("2026-11-26 10:00")
    await group.choose(group.ben)
    await group.at("2026-11-27 10:00")
    assert (await group.streak(group.ben)).current == 3
    assert "A freeze kept your 3-day streak." in (await group.answer(group.ben)).text


async def test_a_freeze_is_told_with_a_practice_answer_and_with_a_wrong_one(group: Bench) -> None:
    await days(group, 23, 24)
    await group.at("2026-11-26 10:00")
    step = await group.say(group.ben, "/quiz 1")
    verdict = await group.answer_at(group.ben, step, right=False)
    assert "A freeze kept your 2-day streak." in verdict.text
    assert "freeze" not in (await group.answer(group.ben, right=False)).text


async def test_two_missed_days_break_a_streak(group: Bench) -> None:
    await days(group, 23, 24)
    await group.at("2026-11-27 10:00")
    assert (await group.streak(group.ben)).current == 0
    verdict = await group.answer(group.ben)
    assert "1-day streak" in verdict.text and "freeze" not in verdict.text


async def test_what_was_answered_before_shows_todays_streak(group: Bench) -> None:
    await days(group, 23, 24)
    old = await group.question_message()
    await group.at("2026-11-27 10:00")
    results = next(m for m in group.chat.posts() if m.id == old.id)
    seen = shown(await group.chat.press(group.ben, results, "I haven't answered yet"))
    assert "The first answer counts" in seen.text
    assert "streak" not in seen.text, "it broke meanwhile"


async def test_a_pause_keeps_streaks(group: Bench) -> None:
    await days(group, 23, 24)
    await group.say(group.ana, "/study pause")
    await group.at("2026-12-07 08:00")
    await group.say(group.ana, "/study resume")
    await group.at("2026-12-07 10:00")
    assert "3-day streak" in (await group.answer(group.ben)).text


async def test_a_skipped_day_breaks_no_streak(group: Bench) -> None:
    await days(group, 23, 24)
    await group.skip()
    await group.at("2026-11-26 10:00")
    assert "3-day streak" in (await group.answer(group.ben)).text


async def test_days_on_which_the_bot_was_off_break_no_streak(group: Bench) -> None:
    await days(group, 23, 24)
    await group.off_until("2026-11-27 10:00")
    assert "3-day streak" in (await group.answer(group.ben)).text


async def test_a_question_that_reached_nobody_breaks_no_streak(group: Bench) -> None:
    await days(group, 23, 24)
    group.chat.deny_posts(group.study)
    await group.at("2026-11-26 08:00")
    group.chat.deny_posts(group.study, denied=False)
    await group.say(group.ana, "/study resume")
    await group.at("2026-11-26 10:00")
    assert "3-day streak" in (await group.answer(group.ben)).text


async def test_a_freeze_is_earned_in_seven_days_and_used_by_itself(open_bench: OpenBench) -> None:
    long = course(tuple(full().questions.values()), (*TITLES, "Ninth", "Tenth", "Eleventh"))
    bench = await open_bench(long)
    await bench.set_up(days="1 2 3 4 5 6 7")
    await days(bench, 23, 28)
    await bench.at("2026-11-29 10:00")
    assert "You've earned a streak freeze" in (await bench.answer(bench.ben)).text
    await bench.at("2026-12-02 10:00")
    verdict = await bench.answer(bench.ben)
    assert "8-day streak" in verdict.text
    assert "2 freezes kept your 7-day streak." in verdict.text


async def test_a_late_answer_mends_a_streak(group: Bench) -> None:
    await days(group, 23, 23)
    await group.at("2026-11-25 08:00")
    late = group.last("Results")
    assert (await group.posed()).local_date == "2026-11-24"
    await group.at("2026-11-25 08:59")
    await group.at("2026-11-25 10:00")
    late = [m for m in group.chat.posts() if m.text.startswith("Results")][-1]
    offered = shown(await group.chat.press(group.ben, late, "I haven't answered yet"))
    verdict = await group.answer_at(group.ben, offered, right=True)
    assert "2-day streak" in verdict.text
    assert "3-day streak" in (await group.answer(group.ben)).text


async def test_five_practice_answers_make_a_study_day(group: Bench) -> None:
    await days(group, 23, 24)
    await group.at("2026-11-25 10:00")
    step = await group.say(group.ben, "/quiz 5")
    for number in range(5):
        verdict = await group.answer_at(group.ben, step, right=number > 1)
        step = shown(await group.chat.press_action(group.ben, verdict, verdict.controls[0].action))
    assert (await group.streak(group.ben)).current == 3
    await group.at("2026-11-26 10:00")
    assert "4-day streak" in (await group.answer(group.ben)).text


async def test_five_practice_answers_of_which_two_are_right_do_not(group: Bench) -> None:
    await days(group, 23, 24)
    await group.at("2026-11-25 10:00")
    step = await group.say(group.ben, "/quiz 5")
    for number in range(5):
        verdict = await group.answer_at(group.ben, step, right=number > 2)
        step = shown(await group.chat.press_action(group.ben, verdict, verdict.controls[0].action))
    assert (await group.streak(group.ben)).current == 2


async def test_four_practice_answers_do_not(group: Bench) -> None:
    await days(group, 23, 24)
    await group.at("2026-11-25 10:00")
    step = await group.say(group.ben, "/quiz 4")
    for _ in range(4):
        verdict = await group.answer_at(group.ben, step, right=False)
        step = shown(await group.chat.press_action(group.ben, verdict, verdict.controls[0].action))
    await group.at("2026-11-26 10:00")
    streak = await group.streak(group.ben)
    assert (streak.current, streak.freezes) == (2, 0), "a freeze was spent"


async def test_a_withdrawn_question_keeps_streaks(group: Bench) -> None:
    await days(group, 23, 24)
    await group.at("2026-11-25 10:00")
    ask = await group.say(group.ana, "/study withdraw")
    await group.chat.press(group.ana, ask, "Withdraw")
    await group.at("2026-11-26 10:00")
    assert "3-day streak" in (await group.answer(group.ben)).text


async def test_withdrawing_an_answered_question_keeps_its_day(group: Bench) -> None:
    await days(group, 23, 25)
    ask = await group.say(group.ana, "/study withdraw")
    await group.chat.press(group.ana, ask, "Withdraw")
    await group.at("2026-11-26 10:00")
    assert "4-day streak" in (await group.answer(group.ben)).text


async def test_cleared_reviews_make_a_study_day(group: Bench) -> None:
    await days(group, 23, 24, right=False)
    await group.at("2026-11-25 20:00")
    step = await group.say(group.ben, "/review")
    told = []
    while step.text.startswith("Question"):
        assert (await group.streak(group.ben)).current == 2
        asked = await group.answer_at(group.ben, step, True)
        verdict = shown(await group.chat.press(group.ben, asked, "Sure"))
        told.append("Your due reviews are cleared, so today is a study day." in verdict.text)
        face = verdict.controls[0].action
        step = shown(await group.chat.press_action(group.ben, verdict, face))
    assert told == [False] * (len(told) - 1) + [True], "said with the last one"
    assert (
        "3-day streak" in verdict.text and "Three" in verdict.text
    ) or "Day three" in verdict.text
    assert (await group.streak(group.ben)).current == 3
    progress = await group.say(group.ben, "/progress")
    why = shown(await group.chat.press(group.ben, progress, "Why 3?"))
    assert "Wed, Nov 25: due reviews cleared. Day 3." in why.text
    # It counts once, and the question of the day of the same date adds nothing.
    assert "3-day streak" in (await group.answer(group.ben)).text
    assert await group.verify() == []


async def test_a_review_that_leaves_something_due_is_no_study_day(group: Bench) -> None:
    await days(group, 23, 24, right=False)
    await group.at("2026-11-25 20:00")
    await group.say(group.ben, "/review")
    await group.say(group.ben, "/quiz stop")
    assert (await group.streak(group.ben)).current == 2
