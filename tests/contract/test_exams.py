"""A mock exam on every platform: answered, left, taken up again, ended once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.conftest import OVER_BOTH, PLATFORMS, placed
from tests.contract.study_group import StudyGroup, study_group
from tests.features.course import course, matching, single

RIGHT = {f"p{n}": (answer,) for n, answer in enumerate("DCBA", 1)}
TITLES = ("Welcome", "Speech", "Voices", "Bots")
QUESTIONS = [
    replace(single(f"q{n}{mark}", f"c{n}"), tests=(f"fact{n}{mark}",))  # type: ignore[type-var]
    for n in (1, 2, 3)
    for mark in "abcd"
]


@pytest.fixture(params=OVER_BOTH)
async def group(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StudyGroup]:
    small = course(QUESTIONS, TITLES)
    path = tmp_path / "study.db"
    async with study_group(placed(request, path), path, small) as opened:
        yield opened


async def test_from_the_first_question_to_the_report(group: StudyGroup) -> None:
    about = await group.say("/exam")
    assert about.text.startswith("Mock exam")
    start = next(c.label for c in about.controls if c.label.startswith("Short"))
    step = await group.press(about, start)
    count = int(step.text.split(" of ")[1].split(" ")[0])
    assert step.text.startswith(f"Question 1 of {count} ·")
    first = await group.answer(step, True)
    assert "Your answer:" in first.text and "Correct" not in first.text
    second = await group.press(first, "Next")
    second = await group.answer(second, False)
    second = await group.press(second, "Flag")
    overview = await group.press(second, "Overview")
    assert f"2 of {count} answered." in overview.text and "Flagged: 2" in overview.text
    sure = await group.press(overview, "Submit")
    assert "count as wrong" in sure.text
    report = await group.press(sure, "Submit")
    assert report.text.startswith(f"1 of {count} right")
    assert (await group.press_old(sure, "Submit")).text == report.text
    assert (await group.press_old(second, "Back")).text == report.text
    look = next(c.label for c in report.controls if c.label.startswith("Look at"))
    assert (await group.press(report, look)).text.startswith("Missed 1 of ")


async def test_a_restart_in_the_middle_and_another_device(group: StudyGroup) -> None:
    step = await group.answer(await group.say("/exam short"), True)
    await group.restart()
    moved = await group.press(step, "Next")
    assert moved.text.startswith("Question 2 of ")
    await group.restart()
    again = await group.say("/exam")
    assert again.text.startswith("Question 2 of ")
    assert "Your answer:" in (await group.press(again, "Back")).text


async def test_the_time_runs_out_while_the_bot_is_off(group: StudyGroup) -> None:
    step = await group.answer(await group.say("/exam short"), True)
    await group.end()
    group.pass_hours(3)
    app = await group.begin()
    group.driver._handler = app.dispatcher
    await group.driver.restart()
    group.connected()
    await app.overdue_exams.due()
    report = await group.press(step, "Next")
    assert report.text.startswith("1 of ") and " right" in report.text
    await group.say("/exam short")


@pytest.fixture(params=PLATFORMS)
async def forms(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StudyGroup]:
    """A course whose only question takes a form."""
    asked = replace(matching("qm", "c1"), tests=("fact1a",))  # type: ignore[type-var]
    async with study_group(request.param, tmp_path / "s.db", course([asked], TITLES)) as opened:
        yield opened


async def test_a_question_with_a_form_and_an_exam_date(forms: StudyGroup) -> None:
    filled = await forms.fill(await forms.say("/exam full"), RIGHT)
    assert "Your answer:" in filled.text
    sure = await forms.press(await forms.press(filled, "Overview"), "Submit")
    assert "Every question is answered." in sure.text
    assert (await forms.press(sure, "Submit")).text.startswith("1 of 1 right")
    dated = await forms.say("/exam date:Dec 20")
    assert "Your exam: Sunday, Dec 20" in dated.text
