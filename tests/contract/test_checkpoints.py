"""A checkpoint on every platform: told, taken, left, pressed twice and late, and how it went."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.runtime.clock import millis
from bot.study.group import Rhythm, Schedule
from bot.study.round import NewRound
from tests.contract.conftest import PLATFORMS
from tests.contract.driver import SeenMessage
from tests.contract.study_group import StudyGroup, study_group
from tests.features.course import course, matching, single

RIGHT = {f"p{n}": (answer,) for n, answer in enumerate("DCBA", 1)}
TITLES = ("Welcome", "Speech", "Voices", "Bots", "Words", "Faces", "Maps", "Rules")
QUESTIONS = [single(f"q{n}{mark}", f"c{n}") for n in range(1, 8) for mark in "abc"]
DATES = ("2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23")
TAKE = "Take the checkpoint"


async def fifth_day(group: StudyGroup) -> None:
    """Four study days are over; on the morning of the fifth the bot posts."""
    (found,) = await group.store.groups.all()
    questions = Schedule("Europe/Berlin", (1, 2, 3, 4, 5), Rhythm.QUESTIONS, (540,))
    now = millis(group.clock.now())
    await group.store.groups.set_schedule(found.id, questions, None)
    for number, day in enumerate(DATES, 1):
        asked = next(q for q in group.course.questions.values() if q.concept == f"c{number}")
        new = NewRound(asked.id, asked.revision, asked.concept, "")
        posed = await group.store.rounds.open_daily(
            found.id, new, local_date=day, opened_at=now - 1000, closes_at=now - 1
        )
        await group.store.rounds.close(posed.id, now - 1, nothing_settles, ())
    group.pass_hours(12)
    await look(group)


def nothing_settles(_: object) -> object:
    raise AssertionError("nobody has chosen anything")


async def look(group: StudyGroup) -> None:
    """The next tick."""
    (found,) = await group.store.groups.all()
    await group.store.groups.set_due(found.id, millis(group.clock.now()))
    await group.app.tick()


def post(group: StudyGroup, title: str) -> SeenMessage:
    found = [m for m in group.driver.posts() if m.text.startswith(f"{title}\n")]
    assert len(found) == 1, [m.text for m in group.driver.posts()]
    return found[0]


@pytest.fixture(params=PLATFORMS)
async def group(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StudyGroup]:
    small = course(QUESTIONS, TITLES)
    async with study_group(request.param, tmp_path / "study.db", small) as opened:
        await fifth_day(opened)
        yield opened


async def test_from_the_channels_post_to_the_line_about_it(group: StudyGroup) -> None:
    told = post(group, "Checkpoint")
    assert "mixed questions on what we've had so far" in told.text
    step = await group.press(told, TAKE)
    total = int(step.text.split(" of ")[1].split(" ")[0])
    assert step.text.startswith(f"Question 1 of {total} · Checkpoint") and step.private_to
    for number in range(1, total + 1):
        verdict = await group.answer(step, number > 1)
        assert verdict.text.startswith("Correct!" if number > 1 else "Not quite")
        step = await group.press(verdict, "See how it went" if number == total else "Next question")
    assert step.text.startswith(f"Checkpoint: {total - 1} of {total} right")
    ana = await group.driver.press(group.driver.ana, post(group, "Checkpoint"), TAKE)
    polly = next(c.action for c in ana.replies[0].controls if c.label.endswith("Polly"))
    await group.driver.press_action(group.driver.ana, ana.replies[0], polly)
    group.pass_hours(24)
    await look(group)
    over = post(group, "Checkpoint results")
    assert f"2 took it · {total} of {total + 1} right · most missed: " in over.text
    assert not over.controls


async def test_a_second_press_counts_once_and_shows_the_first_answer(group: StudyGroup) -> None:
    step = await group.press(post(group, "Checkpoint"), TAKE)
    await group.answer(step, False)
    other = next(c.label for c in step.controls if c.label.endswith("Polly"))
    again = await group.press_old(step, other)
    assert "You've answered this one." in again.text
    assert again.text.startswith("Not quite")


async def test_a_restart_in_the_middle_and_another_device(group: StudyGroup) -> None:
    told = post(group, "Checkpoint")
    verdict = await group.answer(await group.press(told, TAKE), True)
    await group.restart()
    step = await group.press(verdict, "Next question")
    assert step.text.startswith("Question 2 of ")
    await group.restart()
    elsewhere = await group.press(told, TAKE)
    assert elsewhere.text == step.text
    today = await group.say("/today")
    assert "1 of " in today.text and "Checkpoint" in today.text


async def test_a_late_press_says_that_it_is_over(group: StudyGroup) -> None:
    told = post(group, "Checkpoint")
    step = await group.press(told, TAKE)
    group.pass_hours(24)
    assert (await group.answer(step, True)).text.startswith("This checkpoint is over")
    assert (await group.press(told, TAKE)).text.startswith("This checkpoint is over")
    await look(group)
    assert "Nobody took this one." in post(group, "Checkpoint results").text


@pytest.fixture(params=PLATFORMS)
async def forms(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StudyGroup]:
    """A course whose questions take a form."""
    asked = [replace(matching(f"q{n}{m}", f"c{n}")) for n in range(1, 8) for m in "ab"]  # type: ignore[type-var]
    async with study_group(request.param, tmp_path / "s.db", course(asked, TITLES)) as opened:
        await fifth_day(opened)
        yield opened


async def test_a_question_with_a_form(forms: StudyGroup) -> None:
    step = await forms.press(post(forms, "Checkpoint"), TAKE)
    verdict = await forms.fill(step, RIGHT)
    assert verdict.text.startswith("Correct!")
    assert (await forms.press(verdict, "Next question")).text.startswith("Question 2 of ")
