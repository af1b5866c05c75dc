"""A mock exam: drawn once, saved with each press, ended once, and its misses come back."""

from __future__ import annotations

import pytest

from bot.model import Buttons, Card, Select
from bot.study.mock_exam import MockExam
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown

DAY = "2026-11-24 10:00"


async def exam_of(bench: Bench) -> MockExam:
    group, ben = await bench.group(), await bench.person(bench.ben)
    found = await bench.store.exams.open_of(ben.id, group.id)
    assert found is not None
    return found


async def latest(bench: Bench) -> MockExam:
    group, ben = await bench.group(), await bench.person(bench.ben)
    found = await bench.store.exams.latest(ben.id, group.id)
    assert found is not None
    return found


async def begun(bench: Bench, size: str = "short") -> SeenMessage:
    await bench.at(DAY)
    return await bench.say(bench.ben, f"/exam {size}")


async def press(bench: Bench, card: SeenMessage, label: str) -> SeenMessage:
    return shown(await bench.chat.press(bench.ben, card, label))


async def answer(bench: Bench, card: SeenMessage, right: bool = True) -> SeenMessage:
    """Answers the question of the card, whatever its type."""
    return await bench.answer_at(bench.ben, card, right)


def labels(card: SeenMessage) -> list[str]:
    return [control.label for control in card.controls]


async def test_without_an_exam_the_command_says_what_it_is_and_how_to_begin(group: Bench) -> None:
    await group.at(DAY)
    card = await group.say(group.ben, "/exam")
    assert card.text.startswith("Mock exam")
    assert "a clock that doesn't stop" in card.text
    assert "how ready you are" in card.text  # too few answers to predict anything
    short = next(label for label in labels(card) if label.startswith("Short"))
    first = await press(group, card, short)
    assert first.text.startswith("Question 1 of ")
    assert "The clock is running." in first.text


async def test_no_verdict_before_the_end_and_an_answer_can_be_changed(group: Bench) -> None:
    card = await begun(group)
    wrong = await answer(group, card, right=False)
    assert "Your answer:" in wrong.text
    for word in ("Correct", "Not quite", "The answer"):
        assert word not in wrong.text
    right = await answer(group, wrong, right=True)
    assert right.text != wrong.text
    exam = await exam_of(group)
    assert len(exam.given) == 1
    assert await group.points(group.ben) == 0


async def test_back_and_forth_flags_and_the_overview(group: Bench) -> None:
    card = await begun(group)
    flagged = await press(group, card, "Flag")
    assert "Flagged for another look." in flagged.text and "Remove flag" in labels(flagged)
    second = await press(group, flagged, "Next")
    assert second.text.startswith("Question 2 of ")
    assert (await press(group, second, "Back")).text.startswith("Question 1 of ")
    overview = await press(group, second, "Overview")
    assert "Flagged: 1" in overview.text
    exam = await exam_of(group)
    assert f"0 of {len(exam.rounds)} answered." in overview.text
    select = next(row for row in _card(overview).rows if isinstance(row, Select))
    third = shown(await group.chat.choose(group.ben, overview, select.options[2].label))
    assert third.text.startswith("Question 3 of ")


def _card(message: SeenMessage) -> Card:
    assert isinstance(message.raw, Card)
    return message.raw


async def test_submitting_asks_once_names_what_is_open_and_counts_once(group: Bench) -> None:
    card = await begun(group)
    exam = await exam_of(group)
    card = await answer(group, card, right=True)
    card = await press(group, card, "Next")
    card = await answer(group, card, right=False)
    overview = await press(group, card, "Overview")
    sure = await press(group, overview, "Submit")
    left = len(exam.rounds) - 2
    assert f"{left} question" in sure.text
    report = await press(group, sure, "Submit")
    assert report.text.startswith(f"1 of {len(exam.rounds)} right")
    assert "comes back in /review" in report.text
    again = await press(group, sure, "Submit")
    assert again.text == report.text
    person = await group.person(group.ben)
    answered = await group.store.answers.answered_questions(person.id, exam.course)
    assert len(answered) == 2
    assert await group.verify() == []
    ended = await latest(group)
    assert sum(asked for _, asked in ended.results.values()) == len(exam.rounds)


async def test_what_was_missed_is_looked_at_one_by_one(group: Bench) -> None:
    card = await begun(group)
    card = await answer(group, card, right=False)
    sure = await press(group, await press(group, card, "Overview"), "Submit")
    report = await press(group, sure, "Submit")
    look = next(label for label in labels(report) if label.startswith("Look at"))
    first = await press(group, report, look)
    assert first.text.startswith("Missed 1 of ")
    second = await press(group, first, "Next")
    assert "You left it open. The answer:" in second.text
    assert (await press(group, second, "Back to the result")).text == report.text


async def test_a_restart_in_the_middle_loses_nothing(group: Bench) -> None:
    card = await begun(group)
    card = await answer(group, card, right=True)
    await press(group, card, "Flag")
    await group.kill()
    await group.restart()
    resumed = await group.say(group.ben, "/exam")
    assert resumed.text.startswith("Question 2 of ")  # the first that is open
    exam = await exam_of(group)
    assert len(exam.given) == 1 and exam.flags == {0}
    other = await group.say(group.ben, "/exam full")
    assert "still under way" in other.text and other.text.startswith("Question 2 of ")
    assert (await group.say(group.ben, "/exam resume")).text == resumed.text
    assert (await group.say(group.ben, "/exam stop")).text.startswith("Submit the exam?")
    assert len((await exam_of(group)).rounds) == len(exam.rounds)


async def test_the_clock_does_not_stop_and_the_exam_ends_by_itself(group: Bench) -> None:
    card = await begun(group)
    card = await answer(group, card, right=True)
    exam = await exam_of(group)
    await group.kill()
    group.pass_seconds((exam.ends_at - exam.started_at) // 1000 + 60)
    await group.restart()
    await group.settle()
    ended = await latest(group)
    assert ended.finished_at == exam.ends_at
    late = await press(group, card, "Next")
    assert late.text.startswith(f"1 of {len(exam.rounds)} right")
    assert await group.verify() == []


async def test_a_press_after_the_end_shows_the_report_and_changes_nothing(group: Bench) -> None:
    card = await begun(group)
    exam = await exam_of(group)
    group.pass_seconds((exam.ends_at - exam.started_at) // 1000 + 1)
    late = await press(group, card, "Next")
    assert late.text.startswith(f"0 of {len(exam.rounds)} right")
    assert (await group.say(group.ben, "/exam")).text.startswith("Mock exam")


async def test_another_members_exam_is_refused(group: Bench) -> None:
    card = await begun(group)
    own = await group.say(group.ana, "/exam")
    for row in _card(card).rows:
        for item in row.items if isinstance(row, Buttons) else ():
            action = item.action  # type: ignore[union-attr]
            refused = shown(await group.chat.press_action(group.ana, own, action))
            assert refused.text.startswith("This is somebody else's exam"), action
    assert not (await exam_of(group)).given


async def test_a_second_exam_asks_other_questions_first(group: Bench) -> None:
    card = await begun(group)
    first = {posed.question_id for posed in (await exam_of(group)).rounds}
    sure = await press(group, await press(group, card, "Overview"), "Submit")
    await press(group, sure, "Submit")
    await group.say(group.ben, "/exam short")
    second = {posed.question_id for posed in (await exam_of(group)).rounds}
    able = {q for c in group.courses.values() for q in c.questions}
    if len(able) > 2 * len(first):
        assert not first & second


async def test_open_exam_questions_come_in_no_quiz(group: Bench) -> None:
    await begun(group)
    asked = {posed.question_id for posed in (await exam_of(group)).rounds}
    await group.say(group.ben, "/quiz 20")
    person = await group.person(group.ben)
    run = await group.store.runs.open_run(person.id, (await group.group()).id)
    assert run is None or not asked & {posed.question_id for posed in run.rounds}


async def test_the_exam_date_is_set_told_and_cleared(group: Bench) -> None:
    await group.at(DAY)
    said = await group.say(group.ben, "/exam Dec 20")
    assert "Your exam: Sunday, Dec 20" in said.text
    assert "26 days to go until Sunday, Dec 20." in said.text
    assert "26 days to go" in (await group.say(group.ben, "/exam")).text
    assert "Which day is that?" in (await group.say(group.ben, "/exam soonish")).text
    assert "That day is over" in (await group.say(group.ben, "/exam Nov 2 2026")).text
    assert "26 days to go" in (await group.say(group.ben, "/exam")).text
    assert "No exam date" in (await group.say(group.ben, "/exam none")).text
    assert "When is your exam?" in (await group.say(group.ben, "/exam")).text


async def test_the_groups_date_counts_for_who_has_none_of_their_own(group: Bench) -> None:
    await group.at(DAY)
    assert "This is for organizers" in (await group.say(group.ben, "/study exam Dec 18")).text
    said = await group.say(group.ana, "/study exam Dec 18")
    assert "The group's exam: Friday, Dec 18" in said.text
    assert "24 days to go" in (await group.say(group.ben, "/exam")).text
    await group.say(group.ben, "/exam Dec 20")
    assert "26 days to go" in (await group.say(group.ben, "/exam")).text
    assert "24 days to go" in (await group.say(group.ana, "/exam")).text
    assert "No exam date" in (await group.say(group.ana, "/study exam none")).text


@pytest.mark.parametrize("action", ["1.exam-go.999.0", "1.exam-done.999", "1.exam-answer.999.A"])
async def test_buttons_of_exams_that_are_gone_say_so(group: Bench, action: str) -> None:
    card = await begun(group)
    said = shown(await group.chat.press_action(group.ben, card, action))
    assert said.text.startswith("This exam is gone")
