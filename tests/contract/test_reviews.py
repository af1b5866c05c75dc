"""/review on every platform: asked, left, gone on with, and pressed twice or in the wrong order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.conftest import OVER_BOTH, PLATFORMS, placed
from tests.contract.study_group import StudyGroup, study_group
from tests.features.course import course, matching, single

RIGHT = {f"p{n}": (answer,) for n, answer in enumerate("DCBA", 1)}
WRONG = {f"p{n}": (answer,) for n, answer in enumerate("ABCD", 1)}
TITLES = ("Welcome", "Speech", "Voices", "Bots")
QUESTIONS = [
    replace(single(f"q{n}{mark}", f"c{n}"), tests=(f"fact{n}{mark}",))  # type: ignore[type-var]
    for n in (1, 2, 3)
    for mark in "ab"
]


@pytest.fixture(params=OVER_BOTH)
async def group(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StudyGroup]:
    small = course(QUESTIONS, TITLES)
    path = tmp_path / "study.db"
    async with study_group(placed(request, path), path, small) as opened:
        yield opened


async def missed(group: StudyGroup, *topics: str) -> None:
    """Ben answers a question on each topic, and wrongly."""
    for topic in topics:
        step = await group.say(f"/quiz {topic} 1")
        await group.press(await group.answer(step, False), "See how it went")


async def test_a_review_from_the_first_question_to_the_next_date(group: StudyGroup) -> None:
    assert "Nothing to review yet" in (await group.say("/review")).text
    await missed(group, "Speech", "Bots")
    assert "Your next review is tomorrow." in (await group.say("/review")).text
    group.pass_hours(26)
    step = await group.say("/review")
    for number in (1, 2):
        assert f"Question {number} of 2 · Your review" in step.text
        choice = await group.answer(step, True)
        assert "How sure are you?" in choice.text and "Correct" not in choice.text
        verdict = await group.press(choice, "Sure")
        assert "Correct!" in verdict.text
        step = await group.press(verdict, "Next question" if number == 1 else "See how it went")
    assert "Review done: 2 of 2 right" in step.text
    assert "Your next review is on " in step.text


async def test_a_restart_between_the_choice_and_the_verdict(group: StudyGroup) -> None:
    await missed(group, "Speech", "Voices")
    group.pass_hours(26)
    first = await group.say("/review")
    choice = await group.answer(first, True)
    await group.restart()
    verdict = await group.press(choice, "Not sure")
    assert "Correct!" in verdict.text
    await group.restart()
    assert "Question 2 of 2" in (await group.say("/review")).text


async def test_buttons_pressed_twice_and_in_the_wrong_order(group: StudyGroup) -> None:
    await missed(group, "Speech", "Voices")
    group.pass_hours(26)
    first = await group.say("/review")
    choice = await group.answer(first, False)
    again = await group.press_old(choice, "Change")
    assert "Question 1 of 2" in again.text
    choice = await group.answer(again, True)
    verdict = await group.press(choice, "Sure")
    assert "Correct!" in verdict.text
    for label in ("Sure", "Not sure", "Change"):
        late = await group.press_old(choice, label)
        assert "You've answered this one already" in late.text, label
    second = await group.press_old(verdict, "Next question")
    assert "Question 2 of 2" in second.text
    twice = await group.press_old(verdict, "Next question")
    assert "Question 2 of 2" in twice.text
    stale = await group.press_old(first, first.controls[0].label)
    assert "You've answered this one already" in stale.text
    assert "Question 2 of 2" in (await group.say("/review")).text


async def test_what_is_wrong_comes_again_also_after_a_restart(group: StudyGroup) -> None:
    await missed(group, "Speech")
    group.pass_hours(26)
    verdict = await group.press(await group.answer(await group.say("/review"), False), "Sure")
    await group.restart()
    once_more = await group.press(verdict, "Next question")
    assert "Once more · Your review" in once_more.text
    verdict = await group.answer(once_more, True)
    assert "Correct!" in verdict.text
    done = await group.press(verdict, "See how it went")
    assert "Review done: 0 of 1 right" in done.text
    assert "Your next review is tomorrow." in done.text


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_review_with_a_form(platform: str, tmp_path: Path) -> None:
    small = course([matching("q1", "c1"), matching("q2", "c1")], TITLES[:2])
    async with study_group(platform, tmp_path / "study.db", small) as group:
        step = await group.say("/quiz Speech 1")
        await group.press(await group.fill(step, WRONG), "See how it went")
        group.pass_hours(26)
        choice = await group.fill(await group.say("/review"), RIGHT)
        assert "How sure are you?" in choice.text
        await group.restart()
        verdict = await group.press(choice, "Sure")
        assert "Correct!" in verdict.text
